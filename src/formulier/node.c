/* formulier/node.c: small things of a form's file: texts, words, numbers, pairs. See reading.h. */
#include <stdio.h>
#include <string.h>

#include "base/codes.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "formulier/reading.h"

ds_status ds_formulier_refuse(ds_formulier_reading *r, const yaml_node_t *node, const char *nl,
                              const char *en) {
    return ds_yaml_placed(&r->yaml, node,
                          ds_error_set(r->err, DS_INPUT, "%s%.0s", "%.0s%s", nl, en), r->err);
}

ds_status ds_formulier_refuse_name(ds_formulier_reading *r, const yaml_node_t *node, const char *nl,
                                   const char *en, const char *const *names, size_t n_names) {
    const ds_text text = ds_yaml_text(node);
    ds_suggestion suggestion;
    char found[64];
    ds_suggest(text, names, n_names, &suggestion);
    return ds_yaml_placed(&r->yaml, node,
                          ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte %s%.0s%s%.0s",
                                       "found '%s', expected %.0s%s%.0s%s",
                                       ds_suggest_excerpt(text, found, sizeof found), nl, en,
                                       suggestion.nl, suggestion.en),
                          r->err);
}

size_t ds_formulier_seq_n(const yaml_node_t *node) {
    return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

yaml_node_t *ds_formulier_seq_at(ds_formulier_reading *r, const yaml_node_t *node, size_t i) {
    return ds_yaml_node(&r->yaml, node->data.sequence.items.start[i]);
}

ds_status ds_formulier_need_seq(ds_formulier_reading *r, const yaml_node_t *node, size_t most,
                                size_t *out_n) {
    ds_status status;
    *out_n = 0;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    *out_n = ds_formulier_seq_n(node);
    if (*out_n == 0 || *out_n > most)
        return ds_yaml_placed(&r->yaml, node,
                              ds_error_set(r->err, DS_INPUT,
                                           "vond %zu delen, verwachtte er 1 tot %zu",
                                           "found %zu items, expected 1 to %zu", *out_n, most),
                              r->err);
    return DS_OK;
}

void *ds_formulier_take(ds_formulier_reading *r, size_t n, size_t size) {
    void *block = ds_arena_take(&r->form->arena, n == 0 ? 1 : n, size);
    if (block == NULL) (void)ds_error_memory(r->err);
    return block;
}

ds_status ds_formulier_need_key(ds_formulier_reading *r, const yaml_node_t *block,
                                const yaml_node_t *node, const char *key) {
    if (node != NULL) return DS_OK;
    return ds_yaml_placed(&r->yaml, block,
                          ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in dit blok",
                                       "this block lacks the key '%s'", key),
                          r->err);
}

ds_status ds_formulier_node_text(ds_formulier_reading *r, const yaml_node_t *node, size_t most,
                                 const char **out) {
    ds_status status;
    ds_text text;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_text_trim(ds_yaml_text(node));
    while (text.size > 0 && text.data[text.size - 1] == '\n')
        text.size--;
    if (text.size == 0 || text.size > most)
        return ds_yaml_placed(
            &r->yaml, node,
            ds_error_set(r->err, DS_INPUT, "vond een tekst van %zu bytes, verwachtte 1 tot %zu",
                         "found a text of %zu bytes, expected 1 to %zu", text.size, most),
            r->err);
    *out = ds_arena_copy(&r->form->arena, text);
    return *out == NULL ? ds_error_memory(r->err) : DS_OK;
}

static bool is_id_text(ds_text text) {
    if (text.size == 0 || text.size > DS_FORMULIER_ID_MAX) return false;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        const bool letter = c >= 'a' && c <= 'z';
        if (!letter && (i == 0 || ((c < '0' || c > '9') && c != '_'))) return false;
    }
    return true;
}

ds_status ds_formulier_node_id(ds_formulier_reading *r, const yaml_node_t *node, const char **out) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (!is_id_text(ds_yaml_text(node)))
        return ds_formulier_refuse_name(
            r, node, "een naam van kleine letters, cijfers en _ die met een letter begint",
            "a name of small letters, digits and _ that begins with a letter", NULL, 0);
    return ds_formulier_node_text(r, node, DS_FORMULIER_ID_MAX, out);
}

ds_status ds_formulier_node_yes(ds_formulier_reading *r, const yaml_node_t *node, bool *out) {
    ds_status status;
    int value;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    value = ds_codes_yes_no(ds_yaml_text(node));
    if (value < 0) return ds_formulier_refuse_name(r, node, "ja of nee", "ja or nee", NULL, 0);
    *out = value == 1;
    return DS_OK;
}

ds_status ds_formulier_node_whole(ds_formulier_reading *r, const yaml_node_t *node, int64_t low,
                                  int64_t high, int64_t *out) {
    ds_status status;
    int64_t value;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (!ds_number_parse_integer(ds_yaml_text(node), &value) || value < low || value > high)
        return ds_yaml_placed(&r->yaml, node,
                              ds_error_set(r->err, DS_INPUT,
                                           "verwacht een geheel getal van %lld tot en met %lld",
                                           "expected a whole number from %lld to %lld",
                                           (long long)low, (long long)high),
                              r->err);
    *out = value;
    return DS_OK;
}

ds_status ds_formulier_node_date(ds_formulier_reading *r, const yaml_node_t *node, int32_t *out) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (ds_yaml_text(node).size != 10 || !ds_date_parse(ds_yaml_text(node), out))
        return ds_formulier_refuse_name(r, node, "een datum als 2025-06-01",
                                        "a date such as 2025-06-01", NULL, 0);
    return DS_OK;
}

ds_status ds_formulier_node_word(ds_formulier_reading *r, const yaml_node_t *node,
                                 const char *const *words, size_t n_words, size_t *out) {
    ds_status status;
    char list[400] = "";
    size_t size = 0;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n_words; i++) {
        if (ds_text_is(ds_yaml_text(node), words[i])) {
            *out = i;
            return DS_OK;
        }
        if (size + strlen(words[i]) + 3 < sizeof list)
            size += (size_t)snprintf(list + size, sizeof list - size, "%s%s", i == 0 ? "" : ", ",
                                     words[i]);
    }
    return ds_formulier_refuse_name(r, node, list, list, words, n_words);
}

ds_status ds_formulier_node_words(ds_formulier_reading *r, const yaml_node_t *node,
                                  const char *const *words, size_t n_words, const char *const **out,
                                  size_t *out_n) {
    const char **list;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, n_words, &n);
    if (status != DS_OK || n == 0) return status;
    list = ds_formulier_take(r, n, sizeof *list);
    if (list == NULL) return DS_FAULT;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const yaml_node_t *item = ds_formulier_seq_at(r, node, i);
        size_t word = 0;
        status = ds_formulier_node_word(r, item, words, n_words, &word);
        for (size_t k = 0; status == DS_OK && k < i; k++)
            if (strcmp(list[k], words[word]) == 0)
                status =
                    ds_formulier_refuse(r, item, "dit staat er twee keer", "this is there twice");
        list[i] = words[word];
    }
    *out = list;
    *out_n = n;
    return status;
}

enum { SAY_MAX = 8000 };

ds_status ds_formulier_need_say(ds_formulier_reading *r, const yaml_node_t *block,
                                const yaml_node_t *nl, const yaml_node_t *en, ds_say *out) {
    ds_status status = ds_formulier_need_key(r, block, nl, "nl");
    if (status == DS_OK) status = ds_formulier_need_key(r, block, en, "en");
    if (status == DS_OK) status = ds_formulier_node_text(r, nl, SAY_MAX, &out->nl);
    return status == DS_OK ? ds_formulier_node_text(r, en, SAY_MAX, &out->en) : status;
}

ds_status ds_formulier_node_say(ds_formulier_reading *r, const yaml_node_t *node, ds_say *out) {
    static const char *const names[] = {"nl", "en"};
    yaml_node_t *nodes[2];
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_fields(&r->yaml, node, names, 2, nodes, r->err);
    return status == DS_OK ? ds_formulier_need_say(r, node, nodes[0], nodes[1], out) : status;
}

ds_status ds_formulier_put_by(ds_formulier_reading *r, const yaml_node_t *node,
                              ds_formulier_later later) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (!ds_reserve(&r->later, &r->later_capacity, r->n_later + 1, sizeof *r->later))
        return ds_error_memory(r->err);
    later.node = node;
    later.source = ds_yaml_source(&r->yaml, node);
    r->later[r->n_later++] = later;
    return DS_OK;
}
