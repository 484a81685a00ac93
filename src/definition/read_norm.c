/* definition/read_norm.c: the norm of an indicator, a list in codes/: norm: norm_vsv.csv. A row
 * says what is asked (the column norm, in the unit of the outcome: percent, or of a value its
 * mean), from and up to which school year (vanaf, tot), and of whom: a column with the name of a
 * career column, or of one of the file's own, has that value; empty is anybody. Other columns are
 * notes. A norm stands beside a number and is no part of what is counted. See read.h. */
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "definition/code_file.h"
#include "definition/read.h"

enum { FIRST_YEAR = 1950, LAST_YEAR = 2150 };

typedef struct norm_reading {
    ds_reader *reader;
    ds_code_file file;
    size_t norm, vanaf, tot; /* columns; SIZE_MAX: none */
    size_t conditions[DS_CODE_COLUMNS_MAX];
    size_t n_conditions;
} norm_reading;

static ds_status place_norm(const norm_reading *n, const ds_code_field *field, const char *nl,
                            const char *en) {
    return ds_code_file_placed(&n->file, field,
                               ds_error_set(n->reader->err, DS_INPUT, "%s%.0s", "%.0s%s", nl, en),
                               n->reader->err);
}

static bool is_column_name(const ds_reader *r, ds_text name) {
    for (size_t i = 0; i < r->definitions->n_names; i++)
        if (ds_text_is(name, r->definitions->names[i].name)) return true;
    return ds_column_find(name) >= 0;
}

static ds_status read_norm_header(norm_reading *n) {
    n->norm = n->vanaf = n->tot = SIZE_MAX;
    for (size_t i = 0; i < n->file.n_columns; i++) {
        const ds_text name = n->file.fields[i].text;
        if (ds_text_is(name, "norm"))
            n->norm = i;
        else if (ds_text_is(name, "vanaf"))
            n->vanaf = i;
        else if (ds_text_is(name, "tot"))
            n->tot = i;
        else if (is_column_name(n->reader, name))
            n->conditions[n->n_conditions++] = i;
    }
    if (n->norm != SIZE_MAX) return DS_OK;
    return place_norm(n, n->file.fields, "de kolom norm ontbreekt", "the column norm is missing");
}

static ds_status read_norm_year(const norm_reading *n, const ds_code_field *row, size_t column,
                                int otherwise, int *out) {
    int64_t year;
    *out = otherwise;
    if (column == SIZE_MAX || row[column].text.size == 0) return DS_OK;
    if (!ds_number_parse_integer(row[column].text, &year) || year < FIRST_YEAR || year > LAST_YEAR)
        return place_norm(n, &row[column], "verwachtte het jaar waarin een schooljaar begint",
                          "expected the year in which a school year begins");
    *out = (int)year;
    return DS_OK;
}

static ds_status read_norm_row(const norm_reading *n, size_t i, ds_norm_row *out) {
    const ds_code_field *row = &n->file.fields[(i + 1) * n->file.n_columns];
    ds_definitions *d = n->reader->definitions;
    const char **values = ds_definitions_keep(d, n->n_conditions + 1, sizeof *values);
    ds_status status = read_norm_year(n, row, n->vanaf, FIRST_YEAR, &out->from);
    if (status == DS_OK) status = read_norm_year(n, row, n->tot, LAST_YEAR, &out->to);
    if (status != DS_OK) return status;
    if (values == NULL) return ds_error_memory(n->reader->err);
    if (!ds_number_parse_decimal(row[n->norm].text, &out->norm))
        return place_norm(n, &row[n->norm], "verwachtte een getal", "expected a number");
    for (size_t k = 0; k < n->n_conditions; k++) {
        values[k] = ds_definitions_keep_text(d, row[n->conditions[k]].text);
        if (values[k] == NULL) return ds_error_memory(n->reader->err);
    }
    out->values = values;
    return DS_OK;
}

static ds_status read_norm_rows(norm_reading *n, ds_norm *out) {
    ds_definitions *d = n->reader->definitions;
    const char **columns = ds_definitions_keep(d, n->n_conditions + 1, sizeof *columns);
    ds_norm_row *rows = ds_definitions_keep(d, n->file.n_rows + 1, sizeof *rows);
    ds_status status = DS_OK;
    if (columns == NULL || rows == NULL) return ds_error_memory(n->reader->err);
    for (size_t k = 0; k < n->n_conditions; k++) {
        columns[k] = ds_definitions_keep_text(d, n->file.fields[n->conditions[k]].text);
        if (columns[k] == NULL) return ds_error_memory(n->reader->err);
    }
    for (size_t i = 0; status == DS_OK && i < n->file.n_rows; i++)
        status = read_norm_row(n, i, &rows[i]);
    *out = (ds_norm){columns, n->n_conditions, rows, n->file.n_rows};
    return status;
}

ds_status ds_read_norm(ds_reader *reader, const yaml_node_t *node, const ds_norm **out) {
    norm_reading n = {.reader = reader};
    char path[DS_PATH_SIZE];
    ds_norm *norm;
    ds_status status;
    if (node == NULL) return DS_OK;
    norm = ds_definitions_keep(reader->definitions, 1, sizeof *norm);
    if (norm == NULL) return ds_error_memory(reader->err);
    status = ds_read_find_codes(reader, node, path);
    if (status == DS_OK) status = ds_code_file_read(path, &n.file, reader->err);
    if (status == DS_OK) status = read_norm_header(&n);
    if (status == DS_OK) status = read_norm_rows(&n, norm);
    ds_code_file_done(&n.file);
    if (status == DS_OK) *out = norm;
    return status;
}

/* Whether the cell has what column k of the row asks for. */
static bool row_fits(const ds_norm *norm, const ds_norm_row *row, size_t k,
                     const char *const *key_names, const ds_text *keys, size_t n_keys) {
    if (row->values[k][0] == '\0') return true;
    for (size_t i = 0; i < n_keys; i++)
        if (ds_text_is(ds_text_of(key_names[i]), norm->columns[k]))
            return ds_text_is(keys[i], row->values[k]);
    return false;
}

bool ds_norm_find(const ds_norm *norm, int schooljaar, const char *const *key_names,
                  const ds_text *keys, size_t n_keys, double *out) {
    for (size_t i = 0; i < norm->n_rows; i++) {
        const ds_norm_row *row = &norm->rows[i];
        bool fits = schooljaar >= row->from && schooljaar <= row->to;
        for (size_t k = 0; fits && k < norm->n_columns; k++)
            fits = row_fits(norm, row, k, key_names, keys, n_keys);
        if (!fits) continue;
        *out = row->norm;
        return true;
    }
    return false;
}
