/* definition/read_column.c: a derived column of a definition file: a list of rules, or a block with
 * rules, the order of its words, and what it is where no rule holds; or a code list
 * (read_lookup.c). A column is one of whole numbers when all that it may be is written so, without
 * quotes. See read.h. */
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/lex.h"
#include "definition/read_lookup.h"

enum { ORDER_MAX = 256 };

static ds_unit *last_unit(ds_reader *r) {
    return &r->units[r->n_units - 1];
}

/* 2, not "2". */
static bool is_bare_number(const yaml_node_t *node) {
    int64_t number;
    return node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           ds_number_parse_integer(ds_yaml_text(node), &number) && number >= -DS_LITERAL_MAX &&
           number <= DS_LITERAL_MAX;
}

static ds_status need_some_text(ds_reader *r, const yaml_node_t *node) {
    ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK || node->data.scalar.length > 0) return status;
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "vond niets, verwachtte een tekst",
                                       "found nothing, expected a text"));
}

static ds_status missing_rule_key(ds_reader *r, const yaml_node_t *node, const char *name) {
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in dit blok",
                                       "the key '%s' is missing in this block", name));
}

/* What one has by no rule; *number: whether it is a bare number. */
static ds_status read_otherwise(ds_reader *r, const yaml_node_t *node, bool *number) {
    ds_status status = need_some_text(r, node);
    if (status != DS_OK) return status;
    last_unit(r)->otherwise = ds_yaml_text(node);
    *number = is_bare_number(node);
    return DS_OK;
}

/* {when: …, is: …} */
static ds_status read_rule(ds_reader *r, yaml_node_t *node) {
    static const char *const names[] = {"when", "is"};
    yaml_node_t *fields[2];
    ds_scalar source;
    ds_status status = ds_yaml_fields(&r->document, node, names, 2, fields, r->err);
    if (status != DS_OK) return status;
    if (fields[0] == NULL) return missing_rule_key(r, node, names[0]);
    if (fields[1] == NULL) return missing_rule_key(r, node, names[1]);
    status = need_some_text(r, fields[1]);
    if (status == DS_OK) status = ds_yaml_need(&r->document, fields[0], YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    source = ds_yaml_source(&r->document, fields[0]);
    return ds_read_add_rule(r, &source, ds_yaml_text(fields[1]), is_bare_number(fields[1]));
}

static bool has_key(ds_reader *r, const yaml_node_t *node, const char *key) {
    if (node->type != YAML_MAPPING_NODE) return false;
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = ds_yaml_node(&r->document, pair->key);
        if (name->type == YAML_SCALAR_NODE && ds_text_is(ds_yaml_text(name), key)) return true;
    }
    return false;
}

/* {else: …}, the last of a list */
static ds_status read_last(ds_reader *r, yaml_node_t *node, bool *number) {
    static const char *const names[] = {"else"};
    yaml_node_t *field;
    ds_status status = ds_yaml_fields(&r->document, node, names, 1, &field, r->err);
    return status == DS_OK ? read_otherwise(r, field, number) : status;
}

static bool all_numbers(const ds_reader *r, const ds_unit *unit) {
    for (size_t i = 0; i < unit->n_rules; i++)
        if (!r->rules[unit->first_rule + i].number) return false;
    return unit->n_rules > 0;
}

/* A list of rules, perhaps closed by an else. */
static ds_status read_rules(ds_reader *r, const yaml_node_t *list, bool *else_number) {
    ds_status status = ds_yaml_need(&r->document, list, YAML_SEQUENCE_NODE, r->err);
    yaml_node_item_t *item;
    if (status != DS_OK) return status;
    for (item = list->data.sequence.items.start;
         status == DS_OK && item < list->data.sequence.items.top; item++) {
        yaml_node_t *node = ds_yaml_node(&r->document, *item);
        bool last = item + 1 == list->data.sequence.items.top;
        status =
            last && has_key(r, node, "else") ? read_last(r, node, else_number) : read_rule(r, node);
    }
    if (status != DS_OK || last_unit(r)->n_rules > 0) return status;
    return ds_read_placed(r, list,
                          ds_error_set(r->err, DS_INPUT,
                                       "de lijst is leeg, verwachtte regels met when en is",
                                       "the list is empty, expected rules with when and is"));
}

/* ---- order: the words, lowest first ---- */

static ds_status not_in_order(ds_reader *r, const yaml_node_t *node, ds_text word) {
    char found[48];
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "'%s' staat niet in order, of twee keer",
                                       "'%s' does not stand in order, or twice",
                                       ds_suggest_excerpt(word, found, sizeof found)));
}

static bool is_in_order(const ds_code_list *order, ds_text word) {
    return ds_codes_find(order, word, false) >= 0;
}

/* All that the column may be stands in its order. */
static ds_status check_words(ds_reader *r, const yaml_node_t *node, const ds_unit *unit) {
    for (size_t i = 0; i < unit->n_rules; i++) {
        ds_text is = r->rules[unit->first_rule + i].is;
        if (!is_in_order(unit->order, is)) return not_in_order(r, node, is);
    }
    return unit->otherwise.data == NULL || is_in_order(unit->order, unit->otherwise)
               ? DS_OK
               : not_in_order(r, node, unit->otherwise);
}

static ds_status read_order(ds_reader *r, const yaml_node_t *list) {
    ds_unit *unit = last_unit(r);
    ds_code_list *order = ds_definitions_keep(r->definitions, 1, sizeof *order);
    const char **values;
    size_t n = 0;
    ds_status status = ds_read_list(r, list, 1, ORDER_MAX, &n);
    if (order == NULL) return ds_error_memory(r->err);
    if (status != DS_OK) return status;
    values = ds_definitions_keep(r->definitions, n, sizeof *values);
    if (values == NULL) return ds_error_memory(r->err);
    *order = (ds_code_list){.name = r->definitions->names[r->definitions->n_names - 1].name,
                            .values = values,
                            .ordered = true};
    for (size_t i = 0; i < n; i++) {
        const yaml_node_t *item = ds_read_item(r, list, i);
        status = need_some_text(r, item);
        if (status != DS_OK) return status;
        if (is_in_order(order, ds_yaml_text(item)))
            return not_in_order(r, item, ds_yaml_text(item));
        values[i] = ds_definitions_keep_text(r->definitions, ds_yaml_text(item));
        if (values[i] == NULL) return ds_error_memory(r->err);
        order->n_values++;
    }
    unit->order = order;
    return check_words(r, list, unit);
}

/* ---- the whole ---- */

/* Words with a number among them are words; numbers have no 'overig'. */
static void settle_kind(ds_reader *r, bool else_number) {
    static const char other[] = "overig";
    ds_unit *unit = last_unit(r);
    bool given = unit->otherwise.data != NULL;
    unit->place = r->rules[unit->first_rule].source;
    unit->number = unit->order == NULL && all_numbers(r, unit) && (!given || else_number);
    if (!given && !unit->number && unit->order == NULL)
        unit->otherwise = (ds_text){other, sizeof other - 1};
}

static ds_status read_ruled(ds_reader *r, yaml_node_t *node) {
    static const char *const names[] = {"rules", "order", "else"};
    yaml_node_t *fields[3];
    bool else_number = false;
    ds_status status = ds_yaml_fields(&r->document, node, names, 3, fields, r->err);
    if (status == DS_OK) status = read_rules(r, fields[0], &else_number);
    if (status == DS_OK && fields[2] != NULL) status = read_otherwise(r, fields[2], &else_number);
    if (status == DS_OK && fields[1] != NULL) status = read_order(r, fields[1]);
    if (status == DS_OK) settle_kind(r, else_number);
    return status;
}

ds_status ds_read_column(ds_reader *reader, yaml_node_t *value) {
    bool else_number = false;
    ds_status status;
    if (has_key(reader, value, "rules")) return read_ruled(reader, value);
    if (value->type == YAML_MAPPING_NODE) return ds_read_lookup(reader, value);
    status = read_rules(reader, value, &else_number);
    if (status == DS_OK) settle_kind(reader, else_number);
    return status;
}
