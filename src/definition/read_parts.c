/* definition/read_parts.c: the parts that indicators and evaluations have in common: texts, ids,
 * expressions, lists of years. See read.h. */
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/read.h"

ds_status ds_read_placed(ds_reader *reader, const yaml_node_t *node, ds_status status) {
    return ds_yaml_placed(&reader->document, node, status, reader->err);
}

ds_status ds_read_text(ds_reader *reader, const yaml_node_t *node, const char **out) {
    ds_text text = {"", 0};
    if (node != NULL) {
        ds_status status = ds_yaml_need(&reader->document, node, YAML_SCALAR_NODE, reader->err);
        if (status != DS_OK) return status;
        text = ds_yaml_text(node);
    }
    *out = ds_definitions_keep_text(reader->definitions, text);
    return *out == NULL ? ds_error_memory(reader->err) : DS_OK;
}

static bool is_id(const char *id) {
    size_t size = strlen(id);
    return size > 0 && size <= DS_ID_MAX_SIZE &&
           strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == size;
}

ds_status ds_read_id(ds_reader *reader, const yaml_node_t *node, const char **out) {
    char found[72];
    ds_status status = ds_read_text(reader, node, out);
    if (status != DS_OK || is_id(*out)) return status;
    return ds_read_placed(
        reader, node,
        ds_error_set(reader->err, DS_INPUT,
                     "vond '%s', verwachtte een id van letters, cijfers en _, hoogstens %d",
                     "found '%s', expected an id of letters, digits and _, %d at most",
                     ds_suggest_excerpt(ds_text_of(*out), found, sizeof found), DS_ID_MAX_SIZE));
}

ds_status ds_read_better(ds_reader *reader, const yaml_node_t *node, const char **out) {
    char found[48];
    ds_status status = ds_read_text(reader, node, out);
    if (status != DS_OK || **out == '\0' || strcmp(*out, "lower") == 0 ||
        strcmp(*out, "higher") == 0)
        return status;
    return ds_read_placed(reader, node,
                          ds_error_set(reader->err, DS_INPUT,
                                       "vond '%s', verwachtte lower of higher",
                                       "found '%s', expected lower or higher",
                                       ds_suggest_excerpt(ds_text_of(*out), found, sizeof found)));
}

ds_status ds_read_sensitive(ds_reader *reader, const yaml_node_t *node, const char **out) {
    static const char *const known[] = {"teller", "complement", "beide", "geen"};
    char found[48];
    ds_status status = ds_read_text(reader, node, out);
    for (size_t i = 0; status == DS_OK && i < sizeof known / sizeof *known; i++)
        if (strcmp(*out, known[i]) == 0) return DS_OK;
    if (status != DS_OK || **out == '\0') return status;
    return ds_read_placed(reader, node,
                          ds_error_set(reader->err, DS_INPUT,
                                       "vond '%s', verwachtte teller, complement, beide of geen",
                                       "found '%s', expected teller, complement, beide or geen",
                                       ds_suggest_excerpt(ds_text_of(*out), found, sizeof found)));
}

ds_status ds_read_expression(ds_reader *reader, const yaml_node_t *node, ds_type type, int k,
                             uint32_t *out) {
    size_t n_asts = reader->asts.n_nodes;
    ds_scalar source;
    ds_checked part = {0, 0};
    uint32_t root = 0;
    size_t offset = 0;
    ds_status status = ds_yaml_need(&reader->document, node, YAML_SCALAR_NODE, reader->err);
    if (status != DS_OK) return status;
    source = ds_yaml_source(&reader->document, node);
    status = ds_parse(reader->definitions, &reader->asts, &source, k, &root, reader->err);
    if (status == DS_OK) status = ds_check(&reader->checker, &source, root, &part);
    if (status != DS_OK) return status;
    offset = reader->asts.nodes[root].offset;
    status = ds_check_question(&reader->checker, offset, type, &part.node);
    if (status != DS_OK) return status;
    reader->asts.n_nodes = n_asts; /* checked, the tree has served */
    *out = part.node;
    return ds_check_type(&reader->checker, &source, offset, part.node, type);
}

ds_status ds_read_list(ds_reader *reader, const yaml_node_t *list, size_t minimum, size_t maximum,
                       size_t *out_n) {
    ds_status status = ds_yaml_need(&reader->document, list, YAML_SEQUENCE_NODE, reader->err);
    size_t n;
    if (status != DS_OK) return status;
    n = (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
    *out_n = n;
    if (n >= minimum && n <= maximum) return DS_OK;
    return ds_read_placed(reader, list,
                          ds_error_set(reader->err, DS_INPUT,
                                       "vond een lijst van %zu, verwachtte er %zu tot en met %zu",
                                       "found a list of %zu, expected %zu to %zu", n, minimum,
                                       maximum));
}

yaml_node_t *ds_read_item(ds_reader *reader, const yaml_node_t *list, size_t i) {
    return ds_yaml_node(&reader->document, list->data.sequence.items.start[i]);
}

/* ---- years: a list of numbers, one number, or from-to ---- */

static ds_status bad_year(ds_reader *r, const yaml_node_t *node, const ds_year_range *range) {
    char found[48];
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT,
                     "vond '%s', verwachtte %s%.0s van %d tot en met %d, oplopend",
                     "found '%s', expected %.0s%s from %d to %d, ascending",
                     ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found), range->nl,
                     range->en, range->from, range->to));
}

static bool to_year(ds_text text, const ds_year_range *range, int above, int *out) {
    int64_t year;
    if (!ds_number_parse_integer(ds_text_trim(text), &year) || year < range->from ||
        year > range->to || year <= above)
        return false;
    *out = (int)year;
    return true;
}

/* "2014-2020", or one year. */
static ds_status read_span(ds_reader *r, const yaml_node_t *node, const ds_year_range *range,
                           int **out, size_t *out_n) {
    ds_text text = ds_yaml_text(node), last = text;
    const char *dash = text.size == 0 ? NULL : memchr(text.data, '-', text.size);
    int from, to;
    int *years;
    if (dash != NULL) {
        last = (ds_text){dash + 1, text.size - (size_t)(dash + 1 - text.data)};
        text.size = (size_t)(dash - text.data);
    }
    if (!to_year(text, range, range->from - 1, &from) || !to_year(last, range, from - 1, &to))
        return bad_year(r, node, range);
    *out_n = (size_t)(to - from) + 1;
    years = ds_definitions_keep(r->definitions, *out_n, sizeof *years);
    if (years == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; i < *out_n; i++)
        years[i] = from + (int)i;
    *out = years;
    return DS_OK;
}

ds_status ds_read_years(ds_reader *reader, const yaml_node_t *node, const ds_year_range *range,
                        int **out, size_t *out_n) {
    int above = range->from - 1;
    int *years;
    ds_status status;
    if (node->type == YAML_SCALAR_NODE) return read_span(reader, node, range, out, out_n);
    status = ds_read_list(reader, node, 1, (size_t)(range->to - range->from) + 1, out_n);
    if (status != DS_OK) return status;
    years = ds_definitions_keep(reader->definitions, *out_n, sizeof *years);
    if (years == NULL) return ds_error_memory(reader->err);
    for (size_t i = 0; i < *out_n; i++) {
        const yaml_node_t *item = ds_read_item(reader, node, i);
        status = ds_yaml_need(&reader->document, item, YAML_SCALAR_NODE, reader->err);
        if (status != DS_OK) return status;
        if (!to_year(ds_yaml_text(item), range, above, &years[i]))
            return bad_year(reader, item, range);
        above = years[i];
    }
    *out = years;
    return DS_OK;
}

ds_status ds_read_versions(ds_reader *reader, ds_indicator *indicator) {
    return ds_node_versions(reader->definitions, indicator, reader->err);
}
