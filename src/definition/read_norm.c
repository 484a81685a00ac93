/* definition/read_norm.c: the norm of an indicator, a list in codes/: norm: normen.csv. A row says
 * what is enough (the column norm or voldoende, in the unit of the outcome: percent, or of a value
 * its mean), perhaps what is good (hoog) and of how many it can be said (minimum_noemer), of which
 * indicator (without that column: of each), from and up to which school year (vanaf, tot), and of
 * whom: a column with the name of a career column, or of one of the file's own, has that value;
 * empty is anybody. Other columns are notes. A norm stands beside a number and is no part of what
 * is counted. See read.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "definition/code_file.h"
#include "definition/read.h"

enum { FIRST_YEAR = 1950, LAST_YEAR = 2150 };

typedef struct norm_reading {
    ds_reader *reader;
    ds_code_file file;
    const ds_indicator *of;
    size_t norm, vanaf, tot, hoog, minimum, indicator; /* columns; SIZE_MAX: none */
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
    size_t *const places[] = {&n->norm, &n->norm,    &n->vanaf,    &n->tot,
                              &n->hoog, &n->minimum, &n->indicator};
    static const char *const names[] = {"norm", "voldoende",      "vanaf",    "tot",
                                        "hoog", "minimum_noemer", "indicator"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        *places[k] = SIZE_MAX;
    for (size_t i = 0; i < n->file.n_columns; i++) {
        const ds_text name = n->file.fields[i].text;
        size_t k = 0;
        while (k < sizeof names / sizeof *names && !ds_text_is(name, names[k]))
            k++;
        if (k < sizeof names / sizeof *names && *places[k] != SIZE_MAX)
            return place_norm(n, &n->file.fields[i], "deze kolom staat er twee keer",
                              "this column is there twice");
        if (k < sizeof names / sizeof *names)
            *places[k] = i;
        else if (is_column_name(n->reader, name))
            n->conditions[n->n_conditions++] = i;
    }
    if (n->norm != SIZE_MAX) return DS_OK;
    return place_norm(n, n->file.fields, "de kolom norm ontbreekt, of voldoende",
                      "the column norm is missing, or voldoende");
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

/* Good is at least enough, in the direction of the indicator. */
static ds_status read_norm_high(const norm_reading *n, const ds_code_field *row, ds_norm_row *out) {
    const bool lower = strcmp(n->of->better, "lower") == 0;
    out->high = NAN;
    if (n->hoog == SIZE_MAX || row[n->hoog].text.size == 0) return DS_OK;
    if (*n->of->better == '\0')
        return place_norm(n, &row[n->hoog],
                          "hoog vraagt om better: lower of higher bij de indicator",
                          "hoog needs better: lower or higher of the indicator");
    if (!ds_number_parse_decimal(row[n->hoog].text, &out->high))
        return place_norm(n, &row[n->hoog], "verwachtte een getal", "expected a number");
    if (lower ? out->high <= out->norm : out->high >= out->norm) return DS_OK;
    return place_norm(n, &row[n->hoog], "hoog is minder goed dan voldoende",
                      "hoog is less good than voldoende");
}

static ds_status read_norm_minimum(const norm_reading *n, const ds_code_field *row,
                                   ds_norm_row *out) {
    int64_t number;
    if (n->minimum == SIZE_MAX || row[n->minimum].text.size == 0) return DS_OK;
    if (!ds_number_parse_integer(row[n->minimum].text, &number) || number < 0)
        return place_norm(n, &row[n->minimum], "verwachtte een geheel getal van 0 of meer",
                          "expected a whole number of 0 or more");
    out->minimum = (uint64_t)number;
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
    status = read_norm_high(n, row, out);
    if (status == DS_OK) status = read_norm_minimum(n, row, out);
    if (status != DS_OK) return status;
    for (size_t k = 0; k < n->n_conditions; k++) {
        values[k] = ds_definitions_keep_text(d, row[n->conditions[k]].text);
        if (values[k] == NULL) return ds_error_memory(n->reader->err);
    }
    out->values = values;
    return DS_OK;
}

/* Whether an indicator of a name exists is not known before all files are read. */
static ds_status keep_norm_name(const norm_reading *n, size_t i, ds_norm_name *out) {
    const ds_code_field *field = &n->file.fields[(i + 1) * n->file.n_columns + n->indicator];
    ds_error place = {0};
    (void)!ds_code_file_placed(&n->file, field, DS_INPUT, &place);
    out->indicator = ds_definitions_keep_text(n->reader->definitions, field->text);
    out->line = place.line;
    out->column = place.column;
    return out->indicator == NULL ? ds_error_memory(n->reader->err) : DS_OK;
}

static ds_status keep_norm_names(const norm_reading *n, ds_norm *out) {
    ds_definitions *d = n->reader->definitions;
    ds_norm_name *named;
    ds_status status = DS_OK;
    out->file = ds_definitions_keep_text(d, ds_text_of(n->file.path));
    if (out->file == NULL) return ds_error_memory(n->reader->err);
    if (n->indicator == SIZE_MAX) return DS_OK;
    named = ds_definitions_keep(d, n->file.n_rows + 1, sizeof *named);
    if (named == NULL) return ds_error_memory(n->reader->err);
    for (size_t i = 0; status == DS_OK && i < n->file.n_rows; i++)
        status = keep_norm_name(n, i, &named[i]);
    out->named = named;
    out->n_named = n->file.n_rows;
    return status;
}

static ds_status read_norm_rows(norm_reading *n, ds_norm *out) {
    size_t n_rows = 0;
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
        if (n->indicator == SIZE_MAX ||
            ds_text_is(n->file.fields[(i + 1) * n->file.n_columns + n->indicator].text, n->of->id))
            status = read_norm_row(n, i, &rows[n_rows++]);
    out->columns = columns;
    out->n_columns = n->n_conditions;
    out->rows = rows;
    out->n_rows = n_rows;
    return status;
}

ds_status ds_read_norm(ds_reader *reader, const yaml_node_t *node, const ds_indicator *indicator,
                       const ds_norm **out) {
    norm_reading n = {.reader = reader, .of = indicator};
    char path[DS_PATH_SIZE];
    ds_norm *norm;
    ds_status status;
    if (node == NULL) return DS_OK;
    norm = ds_definitions_keep(reader->definitions, 1, sizeof *norm);
    if (norm == NULL) return ds_error_memory(reader->err);
    status = ds_read_find_codes(reader, node, path);
    if (status == DS_OK) status = ds_code_file_read(path, &n.file, reader->err);
    if (status == DS_OK) status = read_norm_header(&n);
    if (status == DS_OK) status = keep_norm_names(&n, norm);
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

const ds_norm_row *ds_norm_find_row(const ds_norm *norm, int schooljaar,
                                    const char *const *key_names, const ds_text *keys,
                                    size_t n_keys) {
    for (size_t i = 0; i < norm->n_rows; i++) {
        const ds_norm_row *row = &norm->rows[i];
        bool fits = schooljaar >= row->from && schooljaar <= row->to;
        for (size_t k = 0; fits && k < norm->n_columns; k++)
            fits = row_fits(norm, row, k, key_names, keys, n_keys);
        if (fits) return row;
    }
    return NULL;
}

bool ds_norm_find(const ds_norm *norm, int schooljaar, const char *const *key_names,
                  const ds_text *keys, size_t n_keys, double *out) {
    const ds_norm_row *row = ds_norm_find_row(norm, schooljaar, key_names, keys, n_keys);
    if (row != NULL) *out = row->norm;
    return row != NULL;
}
