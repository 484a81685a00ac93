/* definition/definitions.c: the checked set as its users see it: its memory, its indicators, its
 * nodes. How it comes to be: read.c. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/node.h"

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
    if (definitions->base == NULL) {
        ds_free(definitions->names);
        ds_free(definitions->indicators);
        ds_free(definitions->evaluations);
    }
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

/* All ids that ds_definitions_find knows: indicators first, then the years of the outcomes. */
static const ds_indicator **gather_ids(const ds_definitions *d, size_t *out_n) {
    const ds_indicator **all = ds_calloc(d->n_indicators + d->n_outcome_years + 1, sizeof *all);
    size_t n = 0;
    for (size_t i = 0; all != NULL && i < d->n_indicators; i++)
        all[n++] = &d->indicators[i];
    for (size_t e = 0; all != NULL && e < d->n_evaluations; e++)
        for (size_t o = 0; o < d->evaluations[e].n_outcomes; o++)
            for (size_t y = 0; y < d->evaluations[e].outcomes[o].n_years; y++)
                all[n++] = &d->evaluations[e].outcomes[o].years[y].indicator;
    *out_n = n;
    return all;
}

/* An evaluation is no indicator, but its outcomes in each year are. */
static ds_status evaluation_id(const ds_evaluation *e, ds_error *err) {
    return ds_error_set(
        err, DS_INPUT,
        "'%.64s' is een evaluatie; tellen gaat per uitkomst en jaar: bedoelt u '%.200s'?",
        "'%.64s' is an evaluation; counting goes by outcome and year: did you mean '%.200s'?",
        e->id, e->outcomes[0].years[0].indicator.id);
}

static ds_status unknown_id(const ds_indicator *const *all, size_t n, const char *id,
                            ds_error *err) {
    const char **ids = ds_calloc(n + 1, sizeof *ids);
    ds_suggestion suggestion;
    if (ids == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        ids[i] = all[i]->id;
    ds_suggest(ds_text_of(id), ids, n, &suggestion);
    ds_free(ids);
    return ds_error_set(
        err, DS_INPUT, "er is geen indicator '%.64s'%s%.0s", "there is no indicator '%.64s'%.0s%s",
        id, suggestion.nl[0] != '\0' ? suggestion.nl : "; doorstroom define --list noemt ze",
        suggestion.en[0] != '\0' ? suggestion.en : "; doorstroom define --list names them");
}

static ds_status refuse_id(const ds_definitions *d, const ds_indicator *const *all, size_t n,
                           const char *id, ds_error *err) {
    for (size_t i = 0; i < d->n_evaluations; i++)
        if (strcmp(d->evaluations[i].id, id) == 0 && d->evaluations[i].n_outcomes > 0)
            return evaluation_id(&d->evaluations[i], err);
    return unknown_id(all, n, id, err);
}

ds_status ds_definitions_find(const ds_definitions *definitions, const char *id,
                              const ds_indicator **out, ds_error *err) {
    size_t n = 0, i = 0;
    const ds_indicator **all = gather_ids(definitions, &n);
    ds_status status = DS_OK;
    if (all == NULL) return ds_error_memory(err);
    while (i < n && strcmp(all[i]->id, id) != 0)
        i++;
    if (i < n)
        *out = all[i];
    else
        status = refuse_id(definitions, all, n, id, err);
    ds_free(all);
    return status;
}

const ds_node *ds_definitions_nodes(const ds_definitions *definitions, size_t *out_n) {
    if (out_n != NULL) *out_n = definitions->n_nodes;
    return definitions->nodes;
}

const uint32_t *ds_definitions_args(const ds_definitions *definitions) {
    return definitions->args;
}
