/* cell/parts.h: how cells in files are read and added up; for the files of this stage only. See
 * doorstroom/parts.h. A file holds sections, one a table and part; of each the head says what it
 * is, the rows come sorted. */
#ifndef DS_CELL_PARTS_H
#define DS_CELL_PARTS_H

#include "base/buffer.h"
#include "base/int128.h"
#include "cell/pieces.h"
#include "doorstroom/parts.h"

enum { DS_PART_KEYS_MAX = 16, DS_PART_DECIMALS_MAX = 9 };
enum { DS_PART_LOOSE_SCALE = 1000000000 }; /* of csv's sums, until all files were read */

typedef enum ds_part_form { DS_PART_CSV, DS_PART_JSON, DS_PART_RUN } ds_part_form;

/* What a section says of itself in texts and in lists of years. */
typedef enum ds_part_text {
    DS_PART_VERSION,
    DS_PART_KEYS_VERSION,
    DS_PART_GENERATION,
    DS_PART_WHOLE, /* of a part that split made */
    DS_PART_SINGLE,
    DS_PART_UNDELIVERED,
    DS_PART_PUBLIC, /* who may see it: of cells always "intern" */
    DS_PART_NAME,
    DS_PART_NAME_EN,
    DS_PART_GOAL,
    DS_PART_SOURCE,
    DS_PART_TEXTS
} ds_part_text;
typedef enum ds_part_years {
    DS_PART_COUNTED,
    DS_PART_DROPPED,
    DS_PART_SHORT,
    DS_PART_PARTIAL,
    DS_PART_YEARS
} ds_part_years;

typedef struct ds_part_head {
    char *indicator;
    char *key_names[DS_PART_KEYS_MAX];
    size_t n_keys;
    bool has_keys; /* of json: they were named */
    bool numeric, present_codes;
    int32_t scale;
    char *texts[DS_PART_TEXTS]; /* NULL: not said */
    int *years[DS_PART_YEARS];
    size_t n_years[DS_PART_YEARS];
    uint32_t part, n_parts, split_part, n_split_parts; /* 0 of 0: no part */
    uint64_t n_unlevelled;
} ds_part_head;

void ds_part_head_done(ds_part_head *head);

/* The rows of one section, one at a time. */
typedef struct ds_part_rows {
    ds_pieces in;
    ds_part_form form;
    const ds_part_head *head; /* borrowed; of a run too */
    bool sums_of_squares;     /* the section has them */
    bool end;
    ds_buffer key, scratch; /* school year and keys, so that bytes sort as they do */
    ds_measures measures;
    uint64_t sum;  /* of the rows so far: what a second reading is held against */
    int decimals;  /* of sums, seen so far */
    uint64_t line; /* of the row */
    bool begun;    /* json: after the first row */
    /* csv: of the record at hand, and its bytes with the line end; 0 once it is passed */
    ds_text fields[DS_PART_KEYS_MAX + 6];
    size_t n_fields, record_size;
    uint64_t record_lines;
} ds_part_rows;

/* Over a section that was read before; a piece is so large. */
ds_status ds_part_rows_open(ds_part_rows *rows, const ds_piece_file *file, ds_part_form form,
                            const ds_part_head *head, uint64_t offset, uint64_t end, uint64_t line,
                            size_t capacity, ds_error *err) DS_NODISCARD;
void ds_part_rows_done(ds_part_rows *rows);
/* The next row into key and measures, or end. */
ds_status ds_part_rows_next(ds_part_rows *rows, ds_error *err) DS_NODISCARD;
/* Of each form. */
ds_status ds_part_next_csv(ds_part_rows *rows, ds_error *err) DS_NODISCARD;
ds_status ds_part_next_json(ds_part_rows *rows, ds_error *err) DS_NODISCARD;

/* ---- rows as keys ---- */

ds_status ds_part_begin_key(ds_part_rows *rows, int schooljaar, ds_error *err) DS_NODISCARD;
/* DS_INPUT for a zero byte. */
ds_status ds_part_add_key(ds_part_rows *rows, ds_text text, ds_error *err) DS_NODISCARD;
int ds_part_key_year(const ds_buffer *key);
/* By bytes; a beginning comes first. */
int ds_part_compare_keys(const ds_buffer *a, const ds_buffer *b);
bool ds_part_parse_count(ds_text text, uint64_t *out);
/* A decimal in units of 1 / scale, exactly; *decimals is at least how many it has. */
bool ds_part_parse_sum(ds_text text, int32_t scale, int *decimals, ds_int128 *out);

/* ---- whole files ---- */

/* What is done with each section of a file: head is taken over (cleared). The rows begin at offset
 * and end before end. */
typedef struct ds_part_section {
    ds_part_head head;
    uint64_t offset, end, line;
    uint64_t n_rows, sum; /* sum: as that of ds_part_rows */
    int decimals;
    int first_year, last_year; /* with somebody counted; 0, 0 for none */
    ds_part_form form;
} ds_part_section;
typedef ds_status (*ds_take_section)(void *context, ds_part_section *section, ds_error *err);

/* Reads the file from begin to end, whole: form and order of every row. DS_INPUT with line and
 * column. */
ds_status ds_part_file_read(const ds_piece_file *file, ds_take_section take, void *context,
                            ds_error *err) DS_NODISCARD;
ds_status ds_part_read_csv(ds_pieces *in, ds_take_section take, void *context,
                           ds_error *err) DS_NODISCARD;
ds_status ds_part_read_json(ds_pieces *in, ds_take_section take, void *context,
                            ds_error *err) DS_NODISCARD;
/* All rows from here to the end of the section, checked for their order; counts into section. */
ds_status ds_part_check_rows(ds_part_rows *rows, ds_part_section *section,
                             ds_error *err) DS_NODISCARD;

/* ---- tables ---- */

/* A section as it is kept. */
typedef struct ds_part_piece {
    size_t file;
    uint64_t offset, end, line, sum;
    uint32_t part, n_parts, split_part, n_split_parts;
    uint64_t n_unlevelled;
    char *generation, *single, *undelivered; /* NULL where not said */
} ds_part_piece;

typedef struct ds_part_table {
    ds_part_head head; /* of the first that came */
    size_t first_file;
    ds_part_form form;
    ds_part_piece *pieces;
    size_t n_pieces, capacity;
    int decimals, first_year, last_year;
    char *single, *undelivered; /* of all together */
    char of_whole[17];          /* of parts that split made: the generation that their whole has */
    uint64_t n_unlevelled;
} ds_part_table;

struct ds_parts {
    ds_piece_file *files;
    size_t n_files;
    ds_part_table **tables;
    size_t n_tables, capacity;
    ds_equal_files *equal;
    size_t n_equal, equal_capacity;
};

/* Refuses what is another definition, register or unit than that of the table. */
ds_status ds_part_same_head(const ds_parts *parts, const ds_part_table *table, size_t file,
                            const ds_part_head *head, ds_error *err) DS_NODISCARD;
/* Refuses what is no part of one whole, is missing or comes twice; then settles what all say. */
ds_status ds_parts_check(ds_parts *parts, ds_error *err) DS_NODISCARD;

#endif
