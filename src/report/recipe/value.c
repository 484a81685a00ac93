/* report/recipe/value.c: what is written behind the keys of a header or fence: texts, lists of
 * them, lists of lists (totals) and keys with them. YAML is read a mapping at a time, with the
 * places that it has in the whole recipe. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

ds_status ds_value_placed(const ds_value_source *source, size_t at, ds_status status,
                          ds_error *err) {
    if (!source->yaml) return ds_place_byte(source->raw, at, status, err);
    (void)ds_place_index(source->raw, at, status, err);
    if (status == DS_INPUT && err != NULL && err->line > 0) err->line += source->lines;
    return status;
}

typedef struct walker {
    const ds_value_source *source;
    ds_yaml document;
    ds_arena arena; /* of what is handed on; it ends with the call */
    ds_error *err;
} walker;

static ds_item item_of(const yaml_node_t *scalar) {
    return (ds_item){ds_yaml_text(scalar), scalar->start_mark.index};
}

static ds_status refuse_shape(const walker *w, const yaml_node_t *node) {
    return ds_value_placed(w->source, node->start_mark.index,
                           ds_error_set(w->err, DS_INPUT,
                                        "lijsten of sleutels te diep in elkaar: verwachtte een "
                                        "tekst of een lijst van teksten",
                                        "lists or keys too deep in one another: expected a text or "
                                        "a list of texts"),
                           w->err);
}

/* Texts alone, into out->items. */
static ds_status take_texts(walker *w, const yaml_node_t *node, ds_written *out) {
    const yaml_node_item_t *item = node->data.sequence.items.start;
    out->list = true;
    out->items = ds_arena_take(&w->arena, (size_t)(node->data.sequence.items.top - item),
                               sizeof *out->items);
    if (out->items == NULL) return ds_error_memory(w->err);
    for (; item < node->data.sequence.items.top; item++) {
        const yaml_node_t *child = ds_yaml_node(&w->document, *item);
        if (child->type != YAML_SCALAR_NODE) return refuse_shape(w, child);
        out->items[out->n++] = item_of(child);
    }
    return DS_OK;
}

/* A text or a list of texts. */
static ds_status take_plain(walker *w, const yaml_node_t *node, ds_written *out) {
    if (node->type == YAML_SEQUENCE_NODE) return take_texts(w, node, out);
    if (node->type != YAML_SCALAR_NODE) return refuse_shape(w, node);
    out->items = ds_arena_take(&w->arena, 1, sizeof *out->items);
    if (out->items == NULL) return ds_error_memory(w->err);
    out->items[out->n++] = item_of(node);
    return DS_OK;
}

static bool holds_lists(walker *w, const yaml_node_t *node) {
    const yaml_node_item_t *item = node->data.sequence.items.start;
    if (item == node->data.sequence.items.top) return false;
    return ds_yaml_node(&w->document, *item)->type == YAML_SEQUENCE_NODE;
}

static ds_status make_lists(walker *w, ds_written *out, size_t n) {
    out->items = ds_arena_take(&w->arena, n, sizeof *out->items);
    out->inner = ds_arena_take(&w->arena, n, sizeof *out->inner);
    if (out->items == NULL || out->inner == NULL) return ds_error_memory(w->err);
    return DS_OK;
}

static ds_status take_lists(walker *w, const yaml_node_t *node, ds_written *out) {
    const yaml_node_item_t *item = node->data.sequence.items.start;
    ds_status status = make_lists(w, out, (size_t)(node->data.sequence.items.top - item));
    out->list = out->nested = true;
    for (; status == DS_OK && item < node->data.sequence.items.top; item++) {
        const yaml_node_t *child = ds_yaml_node(&w->document, *item);
        out->items[out->n].at = child->start_mark.index;
        if (child->type != YAML_SEQUENCE_NODE) return refuse_shape(w, child);
        status = take_texts(w, child, &out->inner[out->n++]);
    }
    return status;
}

static ds_status take_keys(walker *w, const yaml_node_t *node, ds_written *out) {
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    ds_status status = make_lists(w, out, (size_t)(node->data.mapping.pairs.top - pair));
    out->keyed = true;
    for (; status == DS_OK && pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = ds_yaml_node(&w->document, pair->key);
        if (key->type != YAML_SCALAR_NODE) return refuse_shape(w, key);
        out->items[out->n] = item_of(key);
        status = take_plain(w, ds_yaml_node(&w->document, pair->value), &out->inner[out->n++]);
    }
    return status;
}

static ds_status take_value(walker *w, const yaml_node_t *key, const yaml_node_t *value,
                            ds_written *out) {
    *out = (ds_written){0};
    if (key->type != YAML_SCALAR_NODE) return refuse_shape(w, key);
    out->key = item_of(key);
    if (value->type == YAML_MAPPING_NODE) return take_keys(w, value, out);
    if (value->type == YAML_SEQUENCE_NODE && holds_lists(w, value))
        return take_lists(w, value, out);
    return take_plain(w, value, out);
}

static ds_status refuse_twice(const walker *w, const yaml_node_t *key) {
    char found[64];
    return ds_value_placed(w->source, key->start_mark.index,
                           ds_error_set(w->err, DS_INPUT, "de sleutel '%s' staat er twee keer",
                                        "the key '%s' is there twice",
                                        ds_suggest_excerpt(ds_yaml_text(key), found, sizeof found)),
                           w->err);
}

static ds_status check_once(walker *w, const yaml_node_t *root, const yaml_node_pair_t *pair) {
    const yaml_node_t *key = ds_yaml_node(&w->document, pair->key);
    if (key->type != YAML_SCALAR_NODE) return refuse_shape(w, key);
    for (const yaml_node_pair_t *p = root->data.mapping.pairs.start; p < pair; p++)
        if (ds_text_equal(ds_yaml_text(ds_yaml_node(&w->document, p->key)), ds_yaml_text(key)))
            return refuse_twice(w, key);
    return DS_OK;
}

enum { KEYS_MAX = 64 };

static ds_status walk_root(walker *w, const yaml_node_t *root, ds_take_written take,
                           void *context) {
    ds_status status = DS_OK;
    if (root->type != YAML_MAPPING_NODE ||
        root->data.mapping.pairs.top - root->data.mapping.pairs.start > KEYS_MAX)
        return ds_value_placed(w->source, root->start_mark.index,
                               ds_error_set(w->err, DS_INPUT,
                                            "verwachtte hoogstens %d regels 'sleutel: waarde'",
                                            "expected at most %d lines 'key: value'", KEYS_MAX),
                               w->err);
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         status == DS_OK && pair < root->data.mapping.pairs.top; pair++) {
        ds_written written;
        status = check_once(w, root, pair);
        if (status == DS_OK)
            status = take_value(w, ds_yaml_node(&w->document, pair->key),
                                ds_yaml_node(&w->document, pair->value), &written);
        if (status == DS_OK) status = take(context, w->source, &written, w->err);
    }
    return status;
}

/* Whether there is anything but blanks and remarks. */
static bool is_blank_yaml(ds_text body) {
    bool remark = false;
    for (size_t i = 0; i < body.size; i++) {
        const char c = body.data[i];
        remark = c == '\n' ? false : remark || c == '#';
        if (!remark && c != '\n' && c != '\r' && c != ' ' && c != '\t') return false;
    }
    return true;
}

ds_status ds_value_each(const ds_value_source *source, ds_text body, ds_take_written take,
                        void *context, ds_error *err) {
    const ds_raw raw = {.name = source->raw->name, .text = body};
    const ds_value_source placed = {.raw = &raw, .lines = source->lines, .yaml = true};
    walker w = {.source = &placed, .err = err};
    ds_status status;
    if (is_blank_yaml(body)) return DS_OK;
    status = ds_yaml_load(&raw, &w.document, err);
    if (status != DS_OK) {
        if (status == DS_INPUT && err != NULL && err->line > 0) err->line += source->lines;
        return status;
    }
    status = walk_root(&w, ds_yaml_root(&w.document), take, context);
    ds_yaml_done(&w.document);
    ds_arena_done(&w.arena);
    return status;
}
