/* definition/read_evaluation_columns.c: on what the persons of an evaluation are alike, and what
 * makes a school: covariates, exact columns, locations. All must be known when the route begins.
 * See read_evaluation.h. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/read_evaluation.h"

enum { VARIANTS_MAX = 8 };

static ds_status column_twice(ds_reader *r, const yaml_node_t *node, const char *name) {
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "de kolom '%s' staat hier twee keer",
                                       "the column '%s' is here twice", name));
}

/* What persons are compared by must be known when the route begins. */
static ds_status check_known_before(ds_reader *r, const yaml_node_t *node, uint32_t column) {
    if (!ds_read_looks_ahead(r->definitions, column)) return DS_OK;
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT,
                     "deze kolom kijkt naar een later schooljaar, dat de route zelf verandert",
                     "this column looks at a later school year, which the route itself changes"));
}

static ds_status read_column(ds_reader *r, const yaml_node_t *node, bool exact,
                             ds_evaluation_column *out) {
    ds_scalar source;
    ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    source = ds_yaml_source(&r->document, node);
    out->node = UINT32_MAX;
    if (!exact || !ds_text_is(source.text, "schooljaar")) {
        status = ds_check_key(&r->checker, &source, &out->node);
        if (status == DS_OK) status = check_known_before(r, node, out->node);
    }
    return status == DS_OK ? ds_read_text(r, node, &out->name) : status;
}

/* A list of names; none twice. */
static ds_status read_columns(ds_reader *r, const yaml_node_t *list, size_t minimum, bool exact,
                              const ds_evaluation_column **out, size_t *out_n) {
    ds_evaluation_column *columns;
    size_t n = 0;
    ds_status status = ds_read_list(r, list, minimum, DS_KEYS_MAX - 2, &n);
    if (status != DS_OK) return status;
    columns = ds_definitions_keep(r->definitions, n + 1, sizeof *columns);
    if (columns == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const yaml_node_t *item = ds_read_item(r, list, i);
        status = read_column(r, item, exact, &columns[i]);
        for (size_t j = 0; status == DS_OK && j < i; j++)
            if (strcmp(columns[j].name, columns[i].name) == 0)
                status = column_twice(r, item, columns[i].name);
    }
    *out = columns;
    *out_n = n;
    return status;
}

static ds_status read_role(ds_reader *r, const yaml_node_t *node, ds_evaluation_column *out) {
    char found[48];
    ds_text text;
    ds_type type = r->definitions->nodes[out->node].type;
    ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(node);
    out->number = ds_text_is(text, "number");
    if (!out->number && !ds_text_is(text, "factor"))
        return ds_read_placed(r, node,
                              ds_error_set(r->err, DS_INPUT,
                                           "vond '%s', verwachtte number of factor",
                                           "found '%s', expected number or factor",
                                           ds_suggest_excerpt(text, found, sizeof found)));
    if (!out->number || type == DS_TYPE_INTEGER) return DS_OK;
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT, "de kolom '%s' is %s%.0s, verwachtte %s%.0s",
                     "the column '%s' is %.0s%s, expected %.0s%s", out->name,
                     ds_check_type_nl(type), ds_check_type_en(type),
                     ds_check_type_nl(DS_TYPE_INTEGER), ds_check_type_en(DS_TYPE_INTEGER)));
}

/* A name, or {column: name, as: number}. */
static ds_status read_covariate(ds_reader *r, yaml_node_t *node, ds_evaluation_column *out) {
    static const char *const names[] = {"column", "as"};
    yaml_node_t *fields[2];
    ds_status status;
    if (node->type != YAML_MAPPING_NODE) return read_column(r, node, false, out);
    status = ds_yaml_fields(&r->document, node, names, 2, fields, r->err);
    for (size_t i = 0; status == DS_OK && i < 2; i++)
        if (fields[i] == NULL)
            status = ds_read_placed(
                r, node,
                ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in dit blok",
                             "the key '%s' is missing in this block", names[i]));
    if (status == DS_OK) status = read_column(r, fields[0], false, out);
    return status == DS_OK ? read_role(r, fields[1], out) : status;
}

static ds_status read_covariates(ds_reader *r, const yaml_node_t *list, ds_evaluation *out) {
    ds_evaluation_column *columns;
    size_t n = 0;
    ds_status status = ds_read_list(r, list, 1, DS_KEYS_MAX - 2, &n);
    if (status != DS_OK) return status;
    columns = ds_definitions_keep(r->definitions, n, sizeof *columns);
    if (columns == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        yaml_node_t *item = ds_read_item(r, list, i);
        status = read_covariate(r, item, &columns[i]);
        for (size_t j = 0; status == DS_OK && j < i; j++)
            if (strcmp(columns[j].name, columns[i].name) == 0)
                status = column_twice(r, item, columns[i].name);
    }
    out->covariates = columns;
    out->n_covariates = n;
    return status;
}

/* One variant: schooljaar where the file says nothing. */
static ds_status read_variant(ds_reader *r, const yaml_node_t *list,
                              const ds_evaluation_column **out, size_t *out_n) {
    ds_evaluation_column *only;
    if (list != NULL) return read_columns(r, list, 0, true, out, out_n);
    only = ds_definitions_keep(r->definitions, 1, sizeof *only);
    if (only == NULL) return ds_error_memory(r->err);
    *only = (ds_evaluation_column){.name = "schooljaar", .node = UINT32_MAX};
    *out = only;
    *out_n = 1;
    return DS_OK;
}

/* That which counts, that of the report, those beside them. */
static ds_status read_exact(ds_reader *r, const ds_evaluation_lists *lists, ds_evaluation *out) {
    const ds_evaluation_column **exact;
    size_t *sizes, n_beside = 0, n = 0;
    ds_status status = DS_OK;
    if (lists->exact_beside != NULL)
        status = ds_read_list(r, lists->exact_beside, 0, VARIANTS_MAX, &n_beside);
    if (status != DS_OK) return status;
    exact = ds_definitions_keep(r->definitions, n_beside + 2, sizeof *exact);
    sizes = ds_definitions_keep(r->definitions, n_beside + 2, sizeof *sizes);
    if (exact == NULL || sizes == NULL) return ds_error_memory(r->err);
    status = read_variant(r, lists->exact, &exact[0], &sizes[0]);
    n = 1;
    out->exact_report = SIZE_MAX;
    if (status == DS_OK && lists->exact_report != NULL) {
        out->exact_report = n;
        status = read_variant(r, lists->exact_report, &exact[n], &sizes[n]);
        n++;
    }
    for (size_t i = 0; status == DS_OK && i < n_beside; i++, n++)
        status = read_variant(r, ds_read_item(r, lists->exact_beside, i), &exact[n], &sizes[n]);
    out->exact = exact;
    out->exact_sizes = sizes;
    out->n_exact = n;
    return status;
}

/* instelling and vestiging where the file says nothing. */
static ds_status read_locations(ds_reader *r, const yaml_node_t *list, ds_evaluation *out) {
    static const char *const names[] = {"instelling", "vestiging"};
    static const ds_column_id ids[] = {DS_COLUMN_INSTELLING, DS_COLUMN_VESTIGING};
    ds_evaluation_column *columns;
    ds_status status = DS_OK;
    if (list != NULL) return read_columns(r, list, 1, false, &out->location, &out->n_location);
    columns = ds_definitions_keep(r->definitions, 2, sizeof *columns);
    if (columns == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < 2; i++) {
        ds_node wanted = {.op = DS_OP_COLUMN, .type = DS_TYPE_TEXT, .scale = 1};
        wanted.column = (int)ids[i];
        columns[i].name = names[i];
        status = ds_node_make(r->definitions, &wanted, NULL, 0, &columns[i].node, r->err);
    }
    out->location = columns;
    out->n_location = 2;
    return status;
}

/* Adds those that are not there yet. */
static size_t add_distinct(uint32_t *nodes, size_t n, const ds_evaluation_column *columns,
                           size_t n_columns) {
    for (size_t i = 0; i < n_columns; i++) {
        size_t k = 0;
        while (k < n && nodes[k] != columns[i].node)
            k++;
        if (k == n && columns[i].node != UINT32_MAX) nodes[n++] = columns[i].node;
    }
    return n;
}

/* All columns together must fit in one cell, beside the group and a value. */
static ds_status check_keys(ds_reader *r, const yaml_node_t *node, const ds_evaluation *e) {
    uint32_t nodes[(VARIANTS_MAX + 4) * DS_KEYS_MAX];
    size_t n = add_distinct(nodes, 0, e->covariates, e->n_covariates);
    for (size_t i = 0; i < e->n_exact; i++)
        n = add_distinct(nodes, n, e->exact[i], e->exact_sizes[i]);
    n = add_distinct(nodes, n, e->location, e->n_location);
    if (n <= DS_KEYS_MAX - 2) return DS_OK;
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT,
                     "covariates, exact, exact_report, exact_beside en locations hebben samen %zu "
                     "kolommen, "
                     "verwachtte er hoogstens %d",
                     "covariates, exact, exact_report, exact_beside and locations have %zu columns "
                     "together, "
                     "expected %d at most",
                     n, DS_KEYS_MAX - 2));
}

ds_status ds_read_evaluation_columns(ds_reader *reader, const ds_evaluation_lists *lists,
                                     ds_evaluation *out) {
    ds_status status = read_covariates(reader, lists->covariates, out);
    if (status == DS_OK) status = read_exact(reader, lists, out);
    if (status == DS_OK) status = read_locations(reader, lists->locations, out);
    return status == DS_OK ? check_keys(reader, lists->covariates, out) : status;
}
