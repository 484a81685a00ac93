/* definition/read_lookup.c: a derived column from a code list (docs/definities.md, Kolommen uit een
 * codelijst): columns: richting: {codes: richting.csv, gives: richting}. The rows of the file
 * become rules as if they had been written out, in the language itself, so that counting and SQL
 * need to know nothing of files.
 *
 * A row says for whom it holds: in columns with the name of a career column (empty or * is any), in
 * the pair kolom and code (the name of a career column and its value; * is any but missing), and in
 * vanaf and tot (school years, both included). Rows with a later vanaf go before those with an
 * earlier one; then the first that holds counts. */
#include "definition/read_lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/codes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "definition/code_file.h"
#include "definition/suggest.h"

enum { FIRST_YEAR = 1950, LAST_YEAR = 2150, RULES_MAX = 4096, TEXT_MAX = 1 << 20 };

enum field { FIELD_CODES, FIELD_GIVES, FIELD_IS, FIELD_ELSE, FIELD_WHERE, FIELD_N };
static const char *const field_names[FIELD_N] = {"codes", "gives", "is", "else", "where"};

/* A row of the file that counts. */
typedef struct row {
    const ds_code_field *fields;
    int from, to;
    size_t number;
} row;

typedef struct lookup {
    ds_reader *reader;
    yaml_node_t *fields[FIELD_N];
    ds_code_file file;
    int column_of[DS_CODE_COLUMNS_MAX];             /* the career column, or -1 */
    const yaml_node_t *wanted[DS_CODE_COLUMNS_MAX]; /* the text that where asks for, or NULL */
    size_t kolom, code, vanaf, tot, gives;          /* SIZE_MAX where the file has none */
    size_t many; /* the condition that may have several values in one rule, or SIZE_MAX */
    ds_text is;
    row *rows;
    size_t n_rows;
} lookup;

/* ---- where the file is ---- */

static ds_status bad_name(ds_reader *r, const yaml_node_t *node) {
    char found[48];
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT,
                     "vond '%s', verwachtte de naam van een bestand in codes/, zonder map",
                     "found '%s', expected the name of a file in codes/, without a folder",
                     ds_suggest_excerpt(ds_document_text(node), found, sizeof found)));
}

static ds_status find_file(ds_reader *r, const yaml_node_t *node, char path[DS_PATH_SIZE]) {
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    char name[80];
    ds_text text;
    ds_status status = ds_document_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_document_text(node);
    if (text.size == 0 || text.size >= sizeof name || text.data[0] == '.') return bad_name(r, node);
    memcpy(name, text.data, text.size);
    name[text.size] = '\0';
    if (strspn(name, letters) != text.size) return bad_name(r, node);
    for (size_t i = 0; i < r->n_code_folders; i++) {
        status = ds_file_join(path, r->code_folders[i], name, r->err);
        if (status != DS_OK) return ds_read_placed(r, node, status);
        if (ds_file_exists(path)) return DS_OK;
    }
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT,
                                       "codes/%s ontbreekt, bij deze definities en naast het "
                                       "programma",
                                       "codes/%s is missing, with these definitions and beside the "
                                       "program",
                                       name));
}

/* ---- its columns ---- */

static const ds_code_field *header(const lookup *l, size_t i) {
    return &l->file.fields[i];
}

static ds_status row_error(const lookup *l, const ds_code_field *field, ds_status status) {
    return ds_code_file_placed(&l->file, field, status, l->reader->err);
}

static size_t find_column(const lookup *l, ds_text name) {
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (ds_text_equal(header(l, i)->text, name)) return i;
    return SIZE_MAX;
}

static ds_status no_column(lookup *l, const yaml_node_t *node) {
    const char *names[DS_CODE_COLUMNS_MAX] = {0};
    char texts[DS_CODE_COLUMNS_MAX][64], found[48];
    ds_suggestion suggestion;
    for (size_t i = 0; i < l->file.n_columns; i++)
        names[i] = ds_suggest_excerpt(header(l, i)->text, texts[i], sizeof texts[i]);
    ds_suggest(ds_document_text(node), names, l->file.n_columns, &suggestion);
    return ds_read_placed(
        l->reader, node,
        ds_error_set(l->reader->err, DS_INPUT, "het bestand heeft geen kolom '%s'%s%.0s",
                     "the file has no column '%s'%.0s%s",
                     ds_suggest_excerpt(ds_document_text(node), found, sizeof found), suggestion.nl,
                     suggestion.en));
}

/* where: {column: text} */
static ds_status read_where(lookup *l) {
    ds_reader *r = l->reader;
    yaml_node_t *where = l->fields[FIELD_WHERE];
    ds_status status;
    if (where == NULL) return DS_OK;
    status = ds_document_need(&r->document, where, YAML_MAPPING_NODE, r->err);
    if (status != DS_OK) return status;
    for (yaml_node_pair_t *pair = where->data.mapping.pairs.start;
         pair < where->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = ds_document_node(&r->document, pair->key);
        const yaml_node_t *value = ds_document_node(&r->document, pair->value);
        size_t i;
        status = ds_document_need(&r->document, key, YAML_SCALAR_NODE, r->err);
        if (status == DS_OK)
            status = ds_document_need(&r->document, value, YAML_SCALAR_NODE, r->err);
        if (status != DS_OK) return status;
        i = find_column(l, ds_document_text(key));
        if (i == SIZE_MAX) return no_column(l, key);
        l->wanted[i] = value;
    }
    return DS_OK;
}

static ds_status read_gives(lookup *l) {
    ds_reader *r = l->reader;
    const yaml_node_t *gives = l->fields[FIELD_GIVES], *is = l->fields[FIELD_IS];
    const yaml_node_t *node = gives == NULL ? is : gives;
    ds_status status = ds_document_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (gives != NULL) {
        l->gives = find_column(l, ds_document_text(gives));
        return l->gives == SIZE_MAX ? no_column(l, gives) : DS_OK;
    }
    l->is = ds_document_text(is);
    if (l->is.size > 0) return DS_OK;
    return ds_read_placed(r, is,
                          ds_error_set(r->err, DS_INPUT, "vond niets, verwachtte een tekst",
                                       "found nothing, expected a text"));
}

static bool is_condition(const lookup *l, size_t i) {
    return i == l->code ? l->kolom != SIZE_MAX : l->column_of[i] >= 0;
}

static ds_status read_header(lookup *l) {
    ds_status status;
    for (size_t i = 0; i < l->file.n_columns; i++)
        for (size_t j = 0; j < i; j++)
            if (ds_text_equal(header(l, i)->text, header(l, j)->text))
                return row_error(l, header(l, i),
                                 ds_error_set(l->reader->err, DS_INPUT,
                                              "deze kolom staat er twee keer",
                                              "this column is there twice"));
    l->gives = SIZE_MAX;
    status = read_gives(l);
    if (status == DS_OK) status = read_where(l);
    if (status != DS_OK) return status;
    l->kolom = find_column(l, ds_text_of("kolom"));
    l->code = find_column(l, ds_text_of("code"));
    l->vanaf = find_column(l, ds_text_of("vanaf"));
    l->tot = find_column(l, ds_text_of("tot"));
    if (l->kolom != SIZE_MAX && l->code == SIZE_MAX)
        return row_error(l, header(l, l->kolom),
                         ds_error_set(l->reader->err, DS_INPUT, "bij kolom hoort een kolom code",
                                      "kolom needs a column code beside it"));
    l->many = SIZE_MAX;
    for (size_t i = 0; i < l->file.n_columns; i++) {
        bool value = i == l->gives || l->wanted[i] != NULL;
        l->column_of[i] = value ? -1 : ds_column_find(header(l, i)->text);
        if (is_condition(l, i)) l->many = i;
    }
    if (l->kolom != SIZE_MAX) l->many = l->code;
    if (l->many != SIZE_MAX) return DS_OK;
    return row_error(
        l, header(l, 0),
        ds_error_set(l->reader->err, DS_INPUT,
                     "het bestand zegt niet voor wie een regel geldt: verwachtte kolom "
                     "en code, of de naam van een kolom van de loopbaan",
                     "the file does not say for whom a row holds: expected kolom and "
                     "code, or the name of a career column"));
}

/* ---- its rows ---- */

static bool is_any(ds_text text) {
    return text.size == 0 || ds_text_is(text, "*");
}

static ds_status read_year(const lookup *l, const row *at, size_t column, int otherwise, int *out) {
    const ds_code_field *field;
    int64_t year;
    *out = otherwise;
    if (column == SIZE_MAX) return DS_OK;
    field = &at->fields[column];
    if (field->text.size == 0) return DS_OK;
    if (!ds_number_parse_integer(field->text, &year) || year < FIRST_YEAR || year > LAST_YEAR)
        return row_error(
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
static int column_at(const lookup *l, const row *at, size_t i) {
    ds_text kolom;
    if (i != l->code || l->kolom == SIZE_MAX)
        return is_any(at->fields[i].text) ? -1 : l->column_of[i];
    kolom = at->fields[l->kolom].text;
    return kolom.size == 0 ? -1 : ds_column_find(kolom);
}

static ds_status not_in_list(const lookup *l, const ds_code_field *field,
                             const ds_code_list *codes) {
    ds_suggestion suggestion;
    char found[48];
    ds_suggest(field->text, codes->values, codes->n_values, &suggestion);
    return row_error(l, field,
                     ds_error_set(l->reader->err, DS_INPUT,
                                  "de code '%s' kent deze kolom niet%s%.0s",
                                  "this column has no code '%s'%.0s%s",
                                  ds_suggest_excerpt(field->text, found, sizeof found),
                                  suggestion.nl, suggestion.en));
}

static ds_status check_value(const lookup *l, const ds_code_field *field, int number) {
    const ds_column *column = &ds_column_list(NULL)[number];
    int64_t integer;
    if (column->type == DS_TYPE_DATE || column->scale != 1)
        return row_error(l, field,
                         ds_error_set(l->reader->err, DS_INPUT,
                                      "een codelijst kan niet over de kolom %s gaan",
                                      "a code list cannot be about the column %s", column->name));
    if (column->codes != NULL && ds_codes_find(column->codes, field->text, false) < 0)
        return not_in_list(l, field, column->codes);
    if ((column->type == DS_TYPE_INTEGER &&
         (!ds_number_parse_integer(field->text, &integer) || integer < 0 || integer > 1000000)) ||
        (column->type == DS_TYPE_BOOL && !ds_text_is(field->text, "ja") &&
         !ds_text_is(field->text, "nee")))
        return row_error(l, field,
                         ds_error_set(l->reader->err, DS_INPUT, "verwachtte %s%.0s",
                                      "expected %.0s%s", ds_check_type_nl(column->type),
                                      ds_check_type_en(column->type)));
    return DS_OK;
}

static ds_status unknown_kolom(const lookup *l, const ds_code_field *field) {
    size_t n;
    const ds_column *columns = ds_column_list(&n);
    const char *names[DS_COLUMN_N];
    ds_suggestion suggestion;
    char found[48];
    for (size_t i = 0; i < n; i++)
        names[i] = columns[i].name;
    ds_suggest(field->text, names, n, &suggestion);
    return row_error(l, field,
                     ds_error_set(l->reader->err, DS_INPUT,
                                  "de loopbaan heeft geen kolom '%s'%s%.0s",
                                  "the career has no column '%s'%.0s%s",
                                  ds_suggest_excerpt(field->text, found, sizeof found),
                                  suggestion.nl, suggestion.en));
}

/* Whether its conditions are right, and are any. */
static ds_status check_row(const lookup *l, const row *at) {
    bool some = false;
    for (size_t i = 0; i < l->file.n_columns; i++) {
        const ds_code_field *field = &at->fields[i];
        bool pair = i == l->code && l->kolom != SIZE_MAX;
        int column;
        ds_status status;
        if (!is_condition(l, i)) continue;
        column = column_at(l, at, i);
        if (pair && column < 0 && at->fields[l->kolom].text.size > 0)
            return unknown_kolom(l, &at->fields[l->kolom]);
        if (pair && (column < 0) != (field->text.size == 0))
            return row_error(l, field,
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
    return row_error(l, at->fields,
                     ds_error_set(l->reader->err, DS_INPUT,
                                  "deze regel geldt voor iedereen; daar is else voor",
                                  "this row holds for everyone; that is what else is for"));
}

static bool counts(const lookup *l, const row *at) {
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (l->wanted[i] != NULL &&
            !ds_text_equal(at->fields[i].text, ds_document_text(l->wanted[i])))
            return false;
    return l->gives == SIZE_MAX || at->fields[l->gives].text.size > 0;
}

static int later_first(const void *left, const void *right) {
    const row *a = left, *b = right;
    if (a->from != b->from) return a->from > b->from ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static ds_status read_rows(lookup *l) {
    l->rows = ds_calloc(l->file.n_rows + 1, sizeof *l->rows);
    if (l->rows == NULL) return ds_error_memory(l->reader->err);
    for (size_t i = 0; i < l->file.n_rows; i++) {
        row *to = &l->rows[l->n_rows];
        ds_status status;
        *to = (row){.fields = &l->file.fields[(i + 1) * l->file.n_columns], .number = i};
        status = read_year(l, to, l->vanaf, FIRST_YEAR - 1, &to->from);
        if (status == DS_OK) status = read_year(l, to, l->tot, LAST_YEAR + 1, &to->to);
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
static void add_condition(const lookup *l, const row *rows, size_t n, size_t i, ds_buffer *b) {
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
static bool alike(const lookup *l, const row *a, const row *b) {
    int column = l->many == SIZE_MAX ? -1 : column_at(l, a, l->many);
    if (a->from != b->from || a->to != b->to || column < 0 || column_at(l, b, l->many) != column ||
        ds_column_list(NULL)[column].type == DS_TYPE_BOOL || is_any(a->fields[l->many].text) ||
        is_any(b->fields[l->many].text))
        return false;
    if (l->gives != SIZE_MAX && !ds_text_equal(a->fields[l->gives].text, b->fields[l->gives].text))
        return false;
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (i != l->many && is_condition(l, i) &&
            !ds_text_equal(a->fields[i].text, b->fields[i].text))
            return false;
    return true;
}

static ds_status add_rule(lookup *l, const row *rows, size_t n) {
    ds_reader *r = l->reader;
    ds_raw *raw = ds_definitions_keep(r->definitions, 1, sizeof *raw);
    ds_buffer text;
    ds_scalar source = {raw, 0, {NULL, 0}};
    ds_text is = l->gives == SIZE_MAX ? l->is : rows->fields[l->gives].text;
    ds_status status;
    ds_buffer_init(&text, TEXT_MAX);
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (is_condition(l, i) && column_at(l, rows, i) >= 0)
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
        *raw = (ds_raw){NULL, source.text};
        status = ds_read_add_rule(r, &source, is);
    }
    ds_buffer_done(&text);
    return row_error(l, rows->fields, status);
}

static ds_status add_rules(lookup *l) {
    size_t n_rules = 0;
    for (size_t i = 0, n = 0; i < l->n_rows; i += n) {
        ds_status status;
        for (n = 1; i + n < l->n_rows && alike(l, &l->rows[i], &l->rows[i + n]);)
            n++;
        if (n_rules++ == RULES_MAX)
            return row_error(l, l->rows[i].fields,
                             ds_error_set(l->reader->err, DS_INPUT,
                                          "de lijst geeft meer dan %d regels; zet codes met een "
                                          "waarde bij elkaar",
                                          "the list gives more than %d rules; put codes with one "
                                          "value together",
                                          RULES_MAX));
        status = add_rule(l, &l->rows[i], n);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

/* ---- the whole ---- */

static ds_status check_present(ds_reader *r, const yaml_node_t *node, yaml_node_t *const *fields) {
    if (fields[FIELD_CODES] == NULL)
        return ds_read_placed(r, node,
                              ds_error_set(r->err, DS_INPUT,
                                           "de sleutel 'codes' ontbreekt in dit "
                                           "blok",
                                           "the key 'codes' is missing in this block"));
    if ((fields[FIELD_GIVES] == NULL) == (fields[FIELD_IS] == NULL))
        return ds_read_placed(r, node,
                              ds_error_set(r->err, DS_INPUT,
                                           "verwachtte een van gives en is in dit blok",
                                           "expected one of gives and is in this block"));
    return DS_OK;
}

/* What the column is where no row holds; unknown when the file does not say. */
static ds_status read_else(ds_reader *r, const yaml_node_t *node, ds_unit *unit) {
    ds_status status;
    unit->otherwise = (ds_text){NULL, 0};
    if (node == NULL) return DS_OK;
    status = ds_document_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    unit->otherwise = ds_document_text(node);
    if (unit->otherwise.size > 0) return DS_OK;
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "vond niets, verwachtte een tekst",
                                       "found nothing, expected a text"));
}

ds_status ds_read_lookup(ds_reader *reader, yaml_node_t *node) {
    lookup *l = ds_calloc(1, sizeof *l); /* large for a stack */
    char path[DS_PATH_SIZE];
    ds_unit *unit = &reader->units[reader->n_units - 1];
    ds_status status;
    if (l == NULL) return ds_error_memory(reader->err);
    l->reader = reader;
    status =
        ds_document_fields(&reader->document, node, field_names, FIELD_N, l->fields, reader->err);
    if (status == DS_OK) status = check_present(reader, node, l->fields);
    if (status == DS_OK) status = read_else(reader, l->fields[FIELD_ELSE], unit);
    if (status == DS_OK) status = find_file(reader, l->fields[FIELD_CODES], path);
    if (status == DS_OK) {
        unit->place = ds_document_source(&reader->document, l->fields[FIELD_CODES]);
        status = ds_code_file_read(path, &l->file, reader->err);
    }
    if (status == DS_OK) status = read_header(l);
    if (status == DS_OK) status = read_rows(l);
    if (status == DS_OK) status = add_rules(l);
    unit->only = l->is.data == NULL ? ds_text_of("") : l->is;
    ds_code_file_done(&l->file);
    ds_free(l->rows);
    ds_free(l);
    return status;
}
