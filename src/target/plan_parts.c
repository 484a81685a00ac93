/* target/plan_parts.c: the values of a plan's keys: texts, years, numbers, lists. See plan.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "target/plan.h"

enum { FIRST_YEAR = 1950, LAST_YEAR = 2150, OFFSET_MAX = 20, CUT_MAX = 1000 };

ds_status ds_plan_placed(ds_plan_reader *reader, const yaml_node_t *node, ds_status status) {
    return ds_yaml_placed(&reader->yaml, node, status, reader->err);
}

ds_status ds_plan_keep(ds_plan_reader *reader, const yaml_node_t *node, const char **out) {
    ds_status status;
    *out = "";
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&reader->yaml, node, YAML_SCALAR_NODE, reader->err);
    if (status != DS_OK) return status;
    *out = ds_arena_copy(&reader->plan->texts, ds_yaml_text(node));
    return *out == NULL ? ds_error_memory(reader->err) : DS_OK;
}

static ds_status refuse_value(ds_plan_reader *r, const yaml_node_t *node, const char *nl,
                              const char *en) {
    char found[72];
    ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found);
    return ds_plan_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte %s%.0s",
                                       "found '%s', expected %.0s%s", found, nl, en));
}

ds_status ds_plan_number(ds_plan_reader *reader, const yaml_node_t *node, int64_t low, int64_t high,
                         int64_t *out) {
    char nl[80], en[80];
    ds_status status = ds_yaml_need(&reader->yaml, node, YAML_SCALAR_NODE, reader->err);
    if (status != DS_OK) return status;
    if (ds_number_parse_integer(ds_yaml_text(node), out) && *out >= low && *out <= high)
        return DS_OK;
    (void)snprintf(nl, sizeof nl, "een geheel getal van %lld tot en met %lld", (long long)low,
                   (long long)high);
    (void)snprintf(en, sizeof en, "a whole number from %lld to %lld", (long long)low,
                   (long long)high);
    return refuse_value(reader, node, nl, en);
}

static ds_status read_small_number(ds_plan_reader *r, const yaml_node_t *node, int low, int high,
                                   int *out) {
    int64_t number = 0;
    ds_status status = ds_plan_number(r, node, low, high, &number);
    if (status == DS_OK) *out = (int)number;
    return status;
}

/* One of two words. */
static ds_status read_either(ds_plan_reader *r, const yaml_node_t *node, const char *yes,
                             const char *no, bool *out) {
    char nl[40], en[40];
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *out = ds_text_is(ds_yaml_text(node), yes);
    if (*out || ds_text_is(ds_yaml_text(node), no)) return DS_OK;
    (void)snprintf(nl, sizeof nl, "%s of %s", yes, no);
    (void)snprintf(en, sizeof en, "%s or %s", yes, no);
    return refuse_value(r, node, nl, en);
}

ds_status ds_plan_list(ds_plan_reader *reader, const yaml_node_t *node, size_t maximum,
                       size_t *out_n) {
    ds_status status = ds_yaml_need(&reader->yaml, node, YAML_SEQUENCE_NODE, reader->err);
    if (status != DS_OK) return status;
    *out_n = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (*out_n <= maximum) return DS_OK;
    return ds_plan_placed(reader, node,
                          ds_error_set(reader->err, DS_INPUT, "meer dan %zu in deze lijst",
                                       "more than %zu in this list", maximum));
}

yaml_node_t *ds_plan_item(ds_plan_reader *reader, const yaml_node_t *list, size_t i) {
    return ds_yaml_node(&reader->yaml, list->data.sequence.items.start[i]);
}

ds_status ds_plan_cuts(ds_plan_reader *reader, const yaml_node_t *node, double *out,
                       size_t *out_n) {
    size_t n = 0;
    ds_status status = ds_plan_list(reader, node, DS_BANDS_MAX, &n);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const yaml_node_t *item = ds_plan_item(reader, node, i);
        status = ds_yaml_need(&reader->yaml, item, YAML_SCALAR_NODE, reader->err);
        if (status == DS_OK && (!ds_number_parse_decimal(ds_yaml_text(item), &out[i]) ||
                                out[i] < 0 || out[i] > CUT_MAX || (i > 0 && out[i] <= out[i - 1])))
            status = refuse_value(reader, item, "stijgende getallen van 0 tot 1000",
                                  "rising numbers from 0 to 1000");
    }
    if (status == DS_OK) *out_n = n;
    return status;
}

ds_status ds_plan_word(ds_plan_reader *reader, const yaml_node_t *node, const char *const *names,
                       size_t n, size_t *out) {
    ds_suggestion near;
    char found[72];
    ds_status status = ds_yaml_need(&reader->yaml, node, YAML_SCALAR_NODE, reader->err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(ds_yaml_text(node), names[i])) {
            *out = i;
            return DS_OK;
        }
    ds_suggest(ds_yaml_text(node), names, n, &near);
    ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found);
    return ds_plan_placed(reader, node,
                          ds_error_set(reader->err, DS_INPUT, "'%s' is hier niet bekend%s%.0s",
                                       "'%s' is not known here%.0s%s", found, near.nl, near.en));
}

static ds_status read_needed(ds_plan_reader *r, const yaml_node_t *block, const ds_plan_key *key,
                             const yaml_node_t *node, const char **out) {
    ds_status status = ds_plan_keep(r, node, out);
    if (status != DS_OK || **out != '\0') return status;
    return ds_plan_placed(r, node == NULL ? block : node,
                          ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in dit blok",
                                       "the key '%s' is missing in this block", key->name));
}

static ds_status read_key(ds_plan_reader *r, const yaml_node_t *block, const ds_plan_key *key,
                          const yaml_node_t *node, void *into) {
    void *at = (char *)into + key->offset;
    if (key->type == DS_PLAN_ELSEWHERE) return DS_OK;
    if (key->type == DS_PLAN_NEEDED) return read_needed(r, block, key, node, at);
    if (key->type == DS_PLAN_TEXT) return ds_plan_keep(r, node, at);
    if (node == NULL) return DS_OK;
    if (key->type == DS_PLAN_YEAR) return read_small_number(r, node, FIRST_YEAR, LAST_YEAR, at);
    if (key->type == DS_PLAN_OFFSET) return read_small_number(r, node, -OFFSET_MAX, OFFSET_MAX, at);
    if (key->type == DS_PLAN_FLAG) return read_either(r, node, "ja", "nee", at);
    return read_either(r, node, "lower", "higher", at);
}

ds_status ds_plan_read_block(ds_plan_reader *reader, yaml_node_t *node, const ds_plan_key *keys,
                             size_t n_keys, void *into, yaml_node_t **out) {
    const char *names[DS_PLAN_KEYS_MAX] = {0};
    ds_status status;
    for (size_t i = 0; i < n_keys; i++)
        names[i] = keys[i].name;
    status = ds_yaml_fields(&reader->yaml, node, names, n_keys, out, reader->err);
    for (size_t i = 0; status == DS_OK && i < n_keys; i++)
        status = read_key(reader, node, &keys[i], out[i], into);
    return status;
}
