/* definition/definitions.c: the checked set as its users see it: its memory, its indicators, its
 * nodes. How it comes to be: read.c. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "definition/node.h"
#include "definition/suggest.h"

void *ds_definitions_keep(ds_definitions *definitions, size_t n, size_t size) {
    void *block;
    if (!ds_reserve(&definitions->blocks, &definitions->blocks_capacity, definitions->n_blocks + 1,
                    sizeof *definitions->blocks))
        return NULL;
    block = ds_calloc(n, size);
    if (block != NULL) definitions->blocks[definitions->n_blocks++] = block;
    return block;
}

char *ds_definitions_keep_text(ds_definitions *definitions, ds_text text) {
    char *copy = ds_definitions_keep(definitions, text.size + 1, 1);
    if (copy != NULL && text.size > 0) memcpy(copy, text.data, text.size);
    return copy;
}

void ds_definitions_free(ds_definitions *definitions) {
    if (definitions == NULL) return;
    for (size_t i = 0; i < definitions->n_blocks; i++)
        ds_free(definitions->blocks[i]);
    ds_free(definitions->blocks);
    ds_free(definitions->nodes);
    ds_free(definitions->infos);
    ds_free(definitions->args);
    ds_free(definitions->slots);
    ds_free(definitions->names);
    ds_free(definitions->indicators);
    ds_free(definitions);
}

ds_indicator ds_indicator_present(const ds_indicator *indicator) {
    ds_indicator present = *indicator;
    present.present_codes = true;
    present.version = present.version_present;
    return present;
}

size_t ds_definitions_n(const ds_definitions *definitions) {
    return definitions->n_indicators;
}

const ds_indicator *ds_definitions_at(const ds_definitions *definitions, size_t i) {
    return i < definitions->n_indicators ? &definitions->indicators[i] : NULL;
}

static ds_status unknown_id(const ds_definitions *definitions, const char *id, ds_error *err) {
    size_t n = definitions->n_indicators;
    const char **ids = ds_calloc(n, sizeof *ids);
    ds_suggestion suggestion;
    if (ids == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        ids[i] = definitions->indicators[i].id;
    ds_suggest(ds_text_of(id), ids, n, &suggestion);
    ds_free(ids);
    return ds_error_set(err, DS_INPUT, "er is geen indicator '%.64s'%s%.0s",
                        "there is no indicator '%.64s'%.0s%s", id, suggestion.nl, suggestion.en);
}

ds_status ds_definitions_find(const ds_definitions *definitions, const char *id,
                              const ds_indicator **out, ds_error *err) {
    for (size_t i = 0; i < definitions->n_indicators; i++) {
        if (strcmp(definitions->indicators[i].id, id) != 0) continue;
        *out = &definitions->indicators[i];
        return DS_OK;
    }
    return unknown_id(definitions, id, err);
}

const ds_node *ds_definitions_nodes(const ds_definitions *definitions, size_t *out_n) {
    if (out_n != NULL) *out_n = definitions->n_nodes;
    return definitions->nodes;
}

const uint32_t *ds_definitions_args(const ds_definitions *definitions) {
    return definitions->args;
}
