/* work/inside/relate_read.h: columns of a table of any format, as numbers and as categories. */
#ifndef DS_WORK_INSIDE_RELATE_READ_H
#define DS_WORK_INSIDE_RELATE_READ_H

#include "base/arena.h"
#include "base/number.h"
#include "doorstroom/inside.h"

enum {
    RELATE_COLUMNS_MAX = 66,
    RELATE_ROWS_MAX = 20000000,
    RELATE_VALUES_MAX = 4096, /* different values of a column of categories */
};
#define RELATE_NO_CODE UINT32_MAX

typedef struct relate_column {
    const char *name; /* as the user calls it; borrowed */
    size_t index;     /* in the file */
    double *numbers;  /* [n_rows]: NAN where there is none */
    uint32_t *codes;  /* [n_rows]: into values, RELATE_NO_CODE where there is none */
    size_t numbers_capacity, codes_capacity;
    ds_text *values; /* [n_values] different ones, as they came first */
    size_t n_values, values_capacity;
    bool many;               /* more than RELATE_VALUES_MAX: no categories */
    uint64_t text_line;      /* of the first value that is no number; 0: all are */
    uint64_t empty, unknown; /* rows with nothing, and with "weet niet" */
    ds_number_marks marks;
    uint32_t *slots; /* of the values, by hash */
} relate_column;

typedef struct relate_table {
    relate_column columns[RELATE_COLUMNS_MAX];
    size_t n_columns, n_rows;
    bool csv;
    ds_arena texts;
} relate_table;

/* Reads the columns that *table names (n_columns of them); the rest of it is empty, and the
 * caller's (ds_relate_table_done), also after a failure. Missing are the words of base/missing.h
 * and "weet niet". DS_INPUT with line and column for a value that is none, such as a list. */
ds_status ds_relate_read_table(const ds_work *work, const char *path, relate_table *table,
                               ds_error *err) DS_NODISCARD;
void ds_relate_table_done(relate_table *table);
/* DS_INPUT, with line and column, where a column holds a text: a number is needed; and where 1.234
 * stands beside 1,5. */
ds_status ds_relate_check_numbers(const relate_table *table, const char *path, size_t column,
                                  ds_error *err) DS_NODISCARD;
/* DS_INPUT where a column has too many different values to be categories. */
ds_status ds_relate_check_categories(const relate_table *table, const char *path, size_t column,
                                     ds_error *err) DS_NODISCARD;

#endif
