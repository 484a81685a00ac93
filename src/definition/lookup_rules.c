/* definition/lookup_rules.c: the rows of a code list → rules, written in the language itself. Rows
 * one below the other that differ in nothing but one code are one rule. What a row may say:
 * read_lookup.c. */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/codes.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/read_lookup.h"

enum { FIRST_YEAR = 1950, LAST_YEAR = 2150, RULES_MAX = 4096, TEXT_MAX = 1 << 20 };

/* ---- rows ---- */

static bool is_any(ds_text text) {
    return text.size == 0 || ds_text_is(text, "*");
}

static ds_status read_lookup_year(const ds_lookup *l, const ds_lookup_row *at, size_t column,
                                  int otherwise, int *out) {
    const ds_code_field *field;
    int64_t year;
    *out = otherwise;
    if (column == SIZE_MAX) return DS_OK;
    field = &at->fields[column];
    if (field->text.size == 0) return DS_OK;
    if (!ds_number_parse_integer(field->text, &year) || year < FIRST_YEAR || year > LAST_YEAR)
        return ds_lookup_placed(
            l, field,
            ds_error_set(l->reader->err, DS_INPUT,
                         "verwachtte het jaar waarin een schooljaar begint, van %d tot "
                         "en met %d",
                         "expected the year in which a school year begins, from %d to "
                         "%d",
                         FIRST_YEAR, LAST_YEAR));
    *out = (int)year;
    return DS_OK;
}

/* The career column of a condition in this row; -1 when it sets none. */
static int column_at(const ds_lookup *l, const ds_lookup_row *at, size_t i) {
    ds_text kolom;
    if (i != l->code || l->kolom == SIZE_MAX)
        return is_any(at->fields[i].text) ? -1 : l->column_of[i];
    kolom = at->fields[l->kolom].text;
    return kolom.size == 0 ? -1 : ds_column_find(kolom);
}

static ds_status not_in_list(const ds_lookup *l, const ds_code_field *field,
                             const ds_code_list *codes) {
    ds_suggestion suggestion;
    char found[48];
    ds_suggest(field->text, codes->values, codes->n_values, &suggestion);
    return ds_lookup_placed(l, field,
                            ds_error_set(l->reader->err, DS_INPUT,
                                         "de code '%s' kent deze kolom niet%s%.0s",
                                         "this column has no code '%s'%.0s%s",
                                         ds_suggest_excerpt(field->text, found, sizeof found),
                                         suggestion.nl, suggestion.en));
}

static ds_status check_value(const ds_lookup *l, const ds_code_field *field, int number) {
    const ds_column *column = &ds_column_list(NULL)[number];
    int64_t integer;
    if (column->type == DS_TYPE_DATE || column->scale != 1)
        return ds_lookup_placed(
            l, field,
            ds_error_set(l->reader->err, DS_INPUT, "een codelijst kan niet over de kolom %s gaan",
                         "a code list cannot be about the column %s", column->name));
    if (column->codes != NULL && !column->codes->open &&
        ds_codes_find(column->codes, field->text, false) < 0)
        return not_in_list(l, field, column->codes);
    if ((column->type == DS_TYPE_INTEGER &&
         (!ds_number_parse_integer(field->text, &integer) || integer < 0 || integer > 1000000)) ||
        (column->type == DS_TYPE_BOOL && !ds_text_is(field->text, "ja") &&
         !ds_text_is(field->text, "nee")))
        return ds_lookup_placed(l, field,
                                ds_error_set(l->reader->err, DS_INPUT, "verwachtte %s%.0s",
                                             "expected %.0s%s", ds_check_type_nl(column->type),
                                             ds_check_type_en(column->type)));
    return DS_OK;
}

static ds_status unknown_kolom(const ds_lookup *l, const ds_code_field *field) {
    size_t n;
    const ds_column *columns = ds_column_list(&n);
    const char *names[DS_COLUMN_N];
    ds_suggestion suggestion;
    char found[48];
    for (size_t i = 0; i < n; i++)
        names[i] = columns[i].name;
    ds_suggest(field->text, names, n, &suggestion);
    return ds_lookup_placed(l, field,
                            ds_error_set(l->reader->err, DS_INPUT,
                                         "de loopbaan heeft geen kolom '%s'%s%.0s",
                                         "the career has no column '%s'%.0s%s",
                                         ds_suggest_excerpt(field->text, found, sizeof found),
                                         suggestion.nl, suggestion.en));
}

/* Whether its conditions are right, and are any. */
static ds_status check_row(const ds_lookup *l, const ds_lookup_row *at) {
    bool some = false;
    for (size_t i = 0; i < l->file.n_columns; i++) {
        const ds_code_field *field = &at->fields[i];
        bool pair = i == l->code && l->kolom != SIZE_MAX;
        int column;
        ds_status status;
        if (!ds_lookup_is_condition(l, i)) continue;
        column = column_at(l, at, i);
        if (pair && column < 0 && at->fields[l->kolom].text.size > 0)
            return unknown_kolom(l, &at->fields[l->kolom]);
        if (pair && (column < 0) != (field->text.size == 0))
            return ds_lookup_placed(l, field,
                                    ds_error_set(l->reader->err, DS_INPUT,
                                                 "kolom en code horen bij elkaar: verwachtte beide",
                                                 "kolom and code belong together: expected both"));
        if (column < 0) continue;
        some = true;
        if (is_any(field->text)) continue;
        status = check_value(l, field, column);
        if (status != DS_OK) return status;
    }
    if (some) return DS_OK;
    return ds_lookup_placed(l, at->fields,
                            ds_error_set(l->reader->err, DS_INPUT,
                                         "deze regel geldt voor iedereen; daar is else voor",
                                         "this row holds for everyone; that is what else is for"));
}

static bool counts(const ds_lookup *l, const ds_lookup_row *at) {
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (l->wanted[i] != NULL && !ds_text_equal(at->fields[i].text, ds_yaml_text(l->wanted[i])))
            return false;
    return l->gives == SIZE_MAX || at->fields[l->gives].text.size > 0;
}

static int later_first(const void *left, const void *right) {
    const ds_lookup_row *a = left, *b = right;
    if (a->from != b->from) return a->from > b->from ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static ds_status read_rows(ds_lookup *l) {
    l->rows = ds_calloc(l->file.n_rows + 1, sizeof *l->rows);
    if (l->rows == NULL) return ds_error_memory(l->reader->err);
    for (size_t i = 0; i < l->file.n_rows; i++) {
        ds_lookup_row *to = &l->rows[l->n_rows];
        ds_status status;
        *to = (ds_lookup_row){.fields = &l->file.fields[(i + 1) * l->file.n_columns], .number = i};
        status = read_lookup_year(l, to, l->vanaf, FIRST_YEAR - 1, &to->from);
        if (status == DS_OK) status = read_lookup_year(l, to, l->tot, LAST_YEAR + 1, &to->to);
        if (status == DS_OK) status = check_row(l, to);
        if (status != DS_OK) return status;
        l->n_rows += counts(l, to);
    }
    qsort(l->rows, l->n_rows, sizeof *l->rows, later_first);
    return DS_OK;
}

/* ---- rows → rules ---- */

static void add_literal(ds_buffer *b, const ds_column *column, ds_text value) {
    if (column->type == DS_TYPE_INTEGER) {
        ds_buffer_add(b, value.data, value.size);
        return;
    }
    ds_buffer_add_char(b, '\'');
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] == '\'') ds_buffer_add_char(b, '\'');
        ds_buffer_add_char(b, value.data[i]);
    }
    ds_buffer_add_char(b, '\'');
}

/* One condition; of the column many, with the values of all rows of the rule. */
static void add_condition(const ds_lookup *l, const ds_lookup_row *rows, size_t n, size_t i,
                          ds_buffer *b) {
    const ds_column *column = &ds_column_list(NULL)[column_at(l, rows, i)];
    ds_buffer_add_string(b, b->size == 0 ? "" : " and ");
    ds_buffer_add_string(b, column->name);
    if (is_any(rows->fields[i].text)) {
        ds_buffer_add_string(b, " is not null");
        return;
    }
    ds_buffer_add_string(b, n == 1 ? " = " : " in (");
    for (size_t k = 0; k < n; k++) {
        ds_buffer_add_string(b, k == 0 ? "" : ", ");
        add_literal(b, column, rows[k].fields[i].text);
    }
    if (n > 1) ds_buffer_add_char(b, ')');
}

/* Whether two rows are one rule: alike in all but the value of many. */
static bool alike(const ds_lookup *l, const ds_lookup_row *a, const ds_lookup_row *b) {
    int column = l->many == SIZE_MAX ? -1 : column_at(l, a, l->many);
    if (a->from != b->from || a->to != b->to || column < 0 || column_at(l, b, l->many) != column ||
        ds_column_list(NULL)[column].type == DS_TYPE_BOOL || is_any(a->fields[l->many].text) ||
        is_any(b->fields[l->many].text))
        return false;
    if (l->gives != SIZE_MAX && !ds_text_equal(a->fields[l->gives].text, b->fields[l->gives].text))
        return false;
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (i != l->many && ds_lookup_is_condition(l, i) &&
            !ds_text_equal(a->fields[i].text, b->fields[i].text))
            return false;
    return true;
}

static ds_status add_lookup_rule(ds_lookup *l, const ds_lookup_row *rows, size_t n) {
    ds_reader *r = l->reader;
    ds_raw *raw = ds_definitions_keep(r->definitions, 1, sizeof *raw);
    ds_buffer text;
    ds_scalar source = {raw, 0, {NULL, 0}};
    ds_text is = l->gives == SIZE_MAX ? l->is : rows->fields[l->gives].text;
    ds_status status;
    ds_buffer_init(&text, TEXT_MAX);
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (ds_lookup_is_condition(l, i) && column_at(l, rows, i) >= 0)
            add_condition(l, rows, i == l->many ? n : 1, i, &text);
    if (rows->from >= FIRST_YEAR) ds_buffer_addf(&text, " and schooljaar >= %d", rows->from);
    if (rows->to <= LAST_YEAR) ds_buffer_addf(&text, " and schooljaar <= %d", rows->to);
    status = ds_buffer_finish(&text, r->err);
    if (status == DS_OK) {
        source.text.size = text.size;
        source.text.data =
            ds_definitions_keep_text(r->definitions, (ds_text){text.data, text.size});
        is.data = ds_definitions_keep_text(r->definitions, is);
        if (raw == NULL || source.text.data == NULL || is.data == NULL)
            status = ds_error_memory(r->err);
    }
    if (status == DS_OK) {
        *raw = (ds_raw){.text = source.text};
        status = ds_read_add_rule(r, &source, is, false);
    }
    ds_buffer_done(&text);
    return ds_lookup_placed(l, rows->fields, status);
}

static ds_status add_rules(ds_lookup *l) {
    size_t n_rules = 0;
    for (size_t i = 0, n = 0; i < l->n_rows; i += n) {
        ds_status status;
        for (n = 1; i + n < l->n_rows && alike(l, &l->rows[i], &l->rows[i + n]);)
            n++;
        if (n_rules++ == RULES_MAX)
            return ds_lookup_placed(
                l, l->rows[i].fields,
                ds_error_set(l->reader->err, DS_INPUT,
                             "de lijst geeft meer dan %d regels; zet codes met een "
                             "waarde bij elkaar",
                             "the list gives more than %d rules; put codes with one "
                             "value together",
                             RULES_MAX));
        status = add_lookup_rule(l, &l->rows[i], n);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

ds_status ds_lookup_rules(ds_lookup *lookup) {
    ds_status status = read_rows(lookup);
    return status == DS_OK ? add_rules(lookup) : status;
}
