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

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"

enum field { FIELD_CODES, FIELD_GIVES, FIELD_IS, FIELD_ELSE, FIELD_WHERE, FIELD_EMPTY, FIELD_N };
static const char *const field_names[FIELD_N] = {"codes", "gives", "is", "else", "where", "empty"};

/* ---- where the file is ---- */

static ds_status bad_name(ds_reader *r, const yaml_node_t *node) {
    char found[48];
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT,
                     "vond '%s', verwachtte de naam van een bestand in codes/, zonder map",
                     "found '%s', expected the name of a file in codes/, without a folder",
                     ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found)));
}

ds_status ds_read_find_codes(ds_reader *reader, const yaml_node_t *node, char path[DS_PATH_SIZE]) {
    ds_reader *r = reader;
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    char name[80];
    ds_text text;
    ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(node);
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

static const ds_code_field *header(const ds_lookup *l, size_t i) {
    return &l->file.fields[i];
}

ds_status ds_lookup_placed(const ds_lookup *lookup, const ds_code_field *field, ds_status status) {
    return ds_code_file_placed(&lookup->file, field, status, lookup->reader->err);
}

static size_t find_column(const ds_lookup *l, ds_text name) {
    for (size_t i = 0; i < l->file.n_columns; i++)
        if (ds_text_equal(header(l, i)->text, name)) return i;
    return SIZE_MAX;
}

static ds_status no_column(ds_lookup *l, const yaml_node_t *node) {
    const char *names[DS_CODE_COLUMNS_MAX] = {0};
    char texts[DS_CODE_COLUMNS_MAX][64], found[48];
    ds_suggestion suggestion;
    for (size_t i = 0; i < l->file.n_columns; i++)
        names[i] = ds_suggest_excerpt(header(l, i)->text, texts[i], sizeof texts[i]);
    ds_suggest(ds_yaml_text(node), names, l->file.n_columns, &suggestion);
    return ds_read_placed(l->reader, node,
                          ds_error_set(l->reader->err, DS_INPUT,
                                       "het bestand heeft geen kolom '%s'%s%.0s",
                                       "the file has no column '%s'%.0s%s",
                                       ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found),
                                       suggestion.nl, suggestion.en));
}

/* where: {column: text} */
static ds_status read_where(ds_lookup *l, const yaml_node_t *where) {
    ds_reader *r = l->reader;
    ds_status status;
    if (where == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, where, YAML_MAPPING_NODE, r->err);
    if (status != DS_OK) return status;
    for (yaml_node_pair_t *pair = where->data.mapping.pairs.start;
         pair < where->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = ds_yaml_node(&r->document, pair->key);
        const yaml_node_t *value = ds_yaml_node(&r->document, pair->value);
        size_t i;
        status = ds_yaml_need(&r->document, key, YAML_SCALAR_NODE, r->err);
        if (status == DS_OK) status = ds_yaml_need(&r->document, value, YAML_SCALAR_NODE, r->err);
        if (status != DS_OK) return status;
        i = find_column(l, ds_yaml_text(key));
        if (i == SIZE_MAX) return no_column(l, key);
        l->wanted[i] = value;
    }
    return DS_OK;
}

static ds_status read_gives(ds_lookup *l, const yaml_node_t *gives, const yaml_node_t *is) {
    ds_reader *r = l->reader;
    const yaml_node_t *node = gives == NULL ? is : gives;
    ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (gives != NULL) {
        l->gives = find_column(l, ds_yaml_text(gives));
        return l->gives == SIZE_MAX ? no_column(l, gives) : DS_OK;
    }
    l->is = ds_yaml_text(is);
    if (l->is.size > 0) return DS_OK;
    return ds_read_placed(r, is,
                          ds_error_set(r->err, DS_INPUT, "vond niets, verwachtte een tekst",
                                       "found nothing, expected a text"));
}

bool ds_lookup_is_condition(const ds_lookup *lookup, size_t column) {
    return column == lookup->code ? lookup->kolom != SIZE_MAX : lookup->column_of[column] >= 0;
}

static ds_status read_header(ds_lookup *l, yaml_node_t *const *fields) {
    ds_status status;
    for (size_t i = 0; i < l->file.n_columns; i++)
        for (size_t j = 0; j < i; j++)
            if (ds_text_equal(header(l, i)->text, header(l, j)->text))
                return ds_lookup_placed(l, header(l, i),
                                        ds_error_set(l->reader->err, DS_INPUT,
                                                     "deze kolom staat er twee keer",
                                                     "this column is there twice"));
    l->gives = SIZE_MAX;
    status = read_gives(l, fields[FIELD_GIVES], fields[FIELD_IS]);
    if (status == DS_OK) status = read_where(l, fields[FIELD_WHERE]);
    if (status != DS_OK) return status;
    l->kolom = find_column(l, ds_text_of("kolom"));
    l->code = find_column(l, ds_text_of("code"));
    l->vanaf = find_column(l, ds_text_of("vanaf"));
    l->tot = find_column(l, ds_text_of("tot"));
    if (l->kolom != SIZE_MAX && l->code == SIZE_MAX)
        return ds_lookup_placed(l, header(l, l->kolom),
                                ds_error_set(l->reader->err, DS_INPUT,
                                             "bij kolom hoort een kolom code",
                                             "kolom needs a column code beside it"));
    l->many = SIZE_MAX;
    for (size_t i = 0; i < l->file.n_columns; i++) {
        bool value = i == l->gives || l->wanted[i] != NULL;
        l->column_of[i] = value ? -1 : ds_column_find(header(l, i)->text);
        if (ds_lookup_is_condition(l, i)) l->many = i;
    }
    if (l->kolom != SIZE_MAX) l->many = l->code;
    if (l->many != SIZE_MAX) return DS_OK;
    return ds_lookup_placed(
        l, header(l, 0),
        ds_error_set(l->reader->err, DS_INPUT,
                     "het bestand zegt niet voor wie een regel geldt: verwachtte kolom "
                     "en code, of de naam van een kolom van de loopbaan",
                     "the file does not say for whom a row holds: expected kolom and "
                     "code, or the name of a career column"));
}

/* ---- the whole ---- */

static ds_status check_lookup_keys(ds_reader *r, const yaml_node_t *node,
                                   yaml_node_t *const *fields) {
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
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    unit->otherwise = ds_yaml_text(node);
    if (unit->otherwise.size > 0) return DS_OK;
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "vond niets, verwachtte een tekst",
                                       "found nothing, expected a text"));
}

/* empty: unknown: a list without rows says nothing of anybody, so that else does not hold either.
 */
static ds_status read_empty(ds_reader *r, const yaml_node_t *node, const ds_code_file *file,
                            ds_text name, ds_unit *unit) {
    if (node == NULL) return DS_OK;
    if (node->type != YAML_SCALAR_NODE || !ds_text_is(ds_yaml_text(node), "unknown"))
        return ds_read_placed(
            r, node, ds_error_set(r->err, DS_INPUT, "verwachtte unknown", "expected unknown"));
    if (file->n_rows > 0) return DS_OK;
    unit->empty_list = name;
    unit->never = unit->otherwise;
    unit->otherwise = (ds_text){NULL, 0};
    return DS_OK;
}

static ds_status read_list(ds_lookup *l, yaml_node_t *const *fields, ds_unit *unit) {
    char path[DS_PATH_SIZE];
    ds_reader *r = l->reader;
    ds_status status = read_else(r, fields[FIELD_ELSE], unit);
    if (status == DS_OK) status = ds_read_find_codes(r, fields[FIELD_CODES], path);
    if (status != DS_OK) return status;
    unit->place = ds_yaml_source(&r->document, fields[FIELD_CODES]);
    status = ds_code_file_read(path, &l->file, r->err);
    if (status == DS_OK)
        status =
            read_empty(r, fields[FIELD_EMPTY], &l->file, ds_yaml_text(fields[FIELD_CODES]), unit);
    if (status == DS_OK) status = read_header(l, fields);
    if (status == DS_OK) status = ds_lookup_rules(l);
    unit->only = l->is.data == NULL ? ds_text_of("") : l->is;
    return status;
}

ds_status ds_read_lookup(ds_reader *reader, yaml_node_t *node) {
    yaml_node_t *fields[FIELD_N];
    ds_lookup lookup = {.reader = reader};
    ds_status status =
        ds_yaml_fields(&reader->document, node, field_names, FIELD_N, fields, reader->err);
    if (status == DS_OK) status = check_lookup_keys(reader, node, fields);
    if (status == DS_OK) status = read_list(&lookup, fields, &reader->units[reader->n_units - 1]);
    ds_code_file_done(&lookup.file);
    ds_free(lookup.rows);
    return status;
}
