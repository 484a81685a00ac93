/* doorstroom/counted.h, of cell: open data in general: any table of counts, by a description of its
 * columns.
 *
 * A description (opendata/<name>.yaml, docs/opendata.md) says which columns are keys, which are
 * counts and of which year, which words hide a count and what they may stand for, and which words
 * in a key mean a total. Each count becomes a lower and an upper bound; a printed total and its
 * parts bound each other. The caller reads the file (doorstroom/table.h) and hands its header and
 * records over.
 *
 * Threads: an object is one thread's until it is finished; then any number may read it. Ownership:
 * texts are copied. */
#ifndef DOORSTROOM_COUNTED_H
#define DOORSTROOM_COUNTED_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

enum {
    DS_COUNTED_KEYS_MAX = 16,
    DS_COUNTED_COLUMNS_MAX = 64, /* patterns of count columns */
    DS_COUNTED_ENTRIES_MAX = 16000000,
    DS_COUNTED_MOST = 1000000000, /* a count */
};

typedef struct ds_counted_layout ds_counted_layout;

/* Reads a description. Errors: DS_INPUT with file, line and column. *out is the caller's. */
DS_API ds_status ds_counted_layout_read(const char *path, ds_counted_layout **out,
                                        ds_error *err) DS_NODISCARD;
DS_API void ds_counted_layout_free(ds_counted_layout *layout);
/* Whether a file with these columns is one of it: all columns of keys are there, and at least one
 * count. */
DS_API bool ds_counted_layout_fits(const ds_counted_layout *layout, const ds_text *names,
                                   size_t n_names);
DS_API const char *ds_counted_layout_name(const ds_counted_layout *layout);
DS_API const char *ds_counted_layout_source(const ds_counted_layout *layout);
DS_API const char *ds_counted_layout_licence(const ds_counted_layout *layout);

typedef struct ds_counted ds_counted;

/* name: the file's, for messages and where the year stands in it; copied. layout is borrowed and
 * outlives it. NULL when memory is short. */
DS_API ds_counted *ds_counted_new(const ds_counted_layout *layout, const char *name) DS_NODISCARD;
DS_API void ds_counted_free(ds_counted *counted);
/* Once. DS_INPUT, line 1, for a column that is missing or stands twice, or a file without a count.
 */
DS_API ds_status ds_counted_header(ds_counted *counted, const ds_text *names, size_t n_names,
                                   ds_error *err) DS_NODISCARD;
/* DS_INPUT with line and column for what is no count and no word for a hidden one, and for a key
 * without a value. */
DS_API ds_status ds_counted_add(ds_counted *counted, uint64_t line, const ds_text *fields,
                                ds_error *err) DS_NODISCARD;
/* Holds totals to their parts, as often as that changes anything. DS_INPUT, with line and column,
 * for a total that its parts cannot be together: the table contradicts itself, or a word for hidden
 * counts stands for something else. */
DS_API ds_status ds_counted_finish(ds_counted *counted, ds_error *err) DS_NODISCARD;

/* After ds_counted_finish. */
DS_API size_t ds_counted_n_keys(const ds_counted *counted);
DS_API const char *ds_counted_key_name(const ds_counted *counted, size_t k);
DS_API uint64_t ds_counted_n_records(const ds_counted *counted);
DS_API uint64_t ds_counted_n_counts(const ds_counted *counted);
/* Of those: hidden; and hidden, but of one value by its totals. */
DS_API uint64_t ds_counted_n_hidden(const ds_counted *counted);
DS_API uint64_t ds_counted_n_solved(const ds_counted *counted);

/* The counts of one indicator, school year and group. */
typedef struct ds_counted_cell {
    const char *indicator;
    int schooljaar;
    const char *keys[DS_COUNTED_KEYS_MAX]; /* keys[n of by] */
    uint64_t low, high;
    uint64_t n_hidden; /* counts in it that the file hides */
} ds_counted_cell;

/* A part of a whole, where the description says that one is: bounds that are certain. */
typedef struct ds_counted_share {
    const char *part, *whole;
    size_t part_cell, whole_cell; /* of cells */
    double low_pct, high_pct;     /* NAN when the whole may be 0 */
} ds_counted_share;

typedef struct ds_counted_table {
    ds_counted_cell *cells; /* by indicator as described, school year, then keys by bytes */
    size_t n_cells;
    ds_counted_share *shares;
    size_t n_shares;
} ds_counted_table;

/* Adds up by the keys by[n_by] (indices). A total that the file prints bounds the sum besides. Keys
 * borrow from counted. *out is the caller's (ds_counted_table_done). Cost: a sort of the counts. */
DS_API ds_status ds_counted_tally(const ds_counted *counted, const size_t *by, size_t n_by,
                                  ds_counted_table *out, ds_error *err) DS_NODISCARD;
DS_API void ds_counted_table_done(ds_counted_table *table);

DS_END_DECLS

#endif
