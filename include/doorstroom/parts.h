/* doorstroom/parts.h, of cell: cells in files, added up as they are read.
 *
 * A file holds what doorstroom tally prints as csv or json. The json form says which definition and
 * register its cells are of, and which part: what does not belong together, is missing or comes
 * twice is refused. The csv of the contract says none of that, and is added up by its columns.
 * Rows are sorted, so that many files are merged as a stream: memory is bounded, whatever their
 * number and size, and no more than one is open at a time.
 *
 * Threads: two threads may read one ds_parts at once. Ownership: what is handed out lives as long
 * as the ds_parts. The files may not change meanwhile: rows that are read again and are not those
 * of the first time are an error, whatever the file's size and time say. */
#ifndef DOORSTROOM_PARTS_H
#define DOORSTROOM_PARTS_H

#include "doorstroom/cell.h"

DS_BEGIN_DECLS

typedef struct ds_parts ds_parts;

/* Two files with the same bytes. */
typedef struct ds_equal_files {
    const char *file, *before; /* as they were named */
} ds_equal_files;

/* One indicator by one breakdown, of all files together. Texts are "" where the files do not say.
 */
typedef struct ds_parts_table {
    const char *indicator;
    const char *const *key_names;
    size_t n_keys;
    bool numeric;
    int32_t scale;
    int first_year, last_year; /* with anybody counted; 0, 0: nobody */
    bool said;                 /* json: what follows is known */
    const char *version, *keys_version;
    const char *generation; /* of parts that split made that of their whole */
    const char *whole;      /* of parts that split made: what their whole was */
    const char *name, *name_en, *goal, *source, *single_institution, *undelivered;
    uint64_t n_unlevelled;
    bool present_codes;
    const int *counted, *dropped, *short_lookback, *partial; /* school years */
    size_t n_counted, n_dropped, n_short_lookback, n_partial;
} ds_parts_table;

/* Reads all files once, which checks every row, and keeps where the tables stand. paths are
 * borrowed. DS_INPUT, with file and where it can be line and column, for what is no such file, rows
 * that are not sorted, one file twice, and in json: no table at all, another version of a
 * definition, register or unit, something of the whole that is said in two ways, a part that is
 * missing, a part that is there twice. */
DS_API ds_status ds_parts_open(const char *const *paths, size_t n, ds_parts **out,
                               ds_error *err) DS_NODISCARD;
DS_API void ds_parts_free(ds_parts *parts);
DS_API size_t ds_parts_n(const ds_parts *parts);
DS_API ds_parts_table ds_parts_at(const ds_parts *parts, size_t table);
/* Files of csv with the same bytes: perhaps one part, counted twice. */
DS_API const ds_equal_files *ds_parts_equal_files(const ds_parts *parts, size_t *out_n);

/* Calls take with each cell of a table, added up, sorted as ds_cells_finish does; ends with its
 * failure. Cost: one reading of the table's rows (and, of more than some thousand parts, a
 * rewriting in a temporary file). */
DS_API ds_status ds_parts_each(const ds_parts *parts, size_t table,
                               ds_status (*take)(void *context, const ds_cell *cell, ds_error *err),
                               void *context, ds_error *err) DS_NODISCARD;
/* The same as cells in memory: the caller's (ds_cells_free), finished. */
DS_API ds_status ds_parts_cells(const ds_parts *parts, size_t table, ds_cells **out,
                                ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
