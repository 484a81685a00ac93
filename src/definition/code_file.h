/* definition/code_file.h: a code list that stands beside the definitions: a small CSV, read whole.
 * This stage knows no tables (stage 0 beside it reads those of deliveries); these files are ours.
 */
#ifndef DS_DEFINITION_CODE_FILE_H
#define DS_DEFINITION_CODE_FILE_H

#include "base/place.h"

enum {
    DS_CODE_FILE_MAX = 1 << 22, /* bytes */
    DS_CODE_COLUMNS_MAX = 32,
    DS_CODE_ROWS_MAX = 20000,
};

typedef struct ds_code_field {
    ds_text text;  /* without its quotes, trimmed */
    size_t offset; /* where it begins in the file */
} ds_code_field;

typedef struct ds_code_file {
    ds_raw raw; /* its path as found, and its bytes */
    char *path;
    char *data; /* raw.text points into it; quotes are taken out in place, in text */
    char *text;
    size_t n_columns, n_rows; /* the header is row 0 of fields and not counted in n_rows */
    ds_code_field *fields;    /* fields[(row + 1) * n_columns + column]; row by row */
    size_t n_fields, capacity;
} ds_code_file;

/* Reads and cuts. Separated by commas, or by semicolons when the first line has one and no comma;
 * UTF-8; quotes as in RFC 4180; empty lines are passed. DS_INPUT with file, line and column for
 * what is no such text, no header, a row of another length, or too large. The caller's:
 * ds_code_file_done. */
ds_status ds_code_file_read(const char *path, ds_code_file *out, ds_error *err) DS_NODISCARD;
void ds_code_file_done(ds_code_file *file);
/* Adds the place of a field to the error, when status is DS_INPUT. */
ds_status ds_code_file_placed(const ds_code_file *file, const ds_code_field *field,
                              ds_status status, ds_error *err) DS_NODISCARD;

#endif
