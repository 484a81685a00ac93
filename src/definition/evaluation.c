/* definition/evaluation.c: the evaluations of a set as its users see them, and their versions. How
 * they come to be: read_evaluation.c. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/node.h"

size_t ds_definitions_n_evaluations(const ds_definitions *definitions) {
    return definitions->n_evaluations;
}

const ds_evaluation *ds_definitions_evaluation_at(const ds_definitions *definitions, size_t i) {
    return i < definitions->n_evaluations ? &definitions->evaluations[i] : NULL;
}

ds_status ds_definitions_find_evaluation(const ds_definitions *definitions, const char *id,
                                         const ds_evaluation **out, ds_error *err) {
    size_t n = definitions->n_evaluations;
    const char **ids;
    ds_suggestion suggestion;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(definitions->evaluations[i].id, id) != 0) continue;
        *out = &definitions->evaluations[i];
        return DS_OK;
    }
    ids = ds_calloc(n + 1, sizeof *ids);
    if (ids == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        ids[i] = definitions->evaluations[i].id;
    ds_suggest(ds_text_of(id), ids, n, &suggestion);
    ds_free(ids);
    if (suggestion.nl[0] == '\0')
        return ds_error_set(
            err, DS_INPUT, "er is geen evaluatie '%.64s'; welke wel: doorstroom define --list",
            "there is no evaluation '%.64s'; which are: doorstroom define --list", id);
    return ds_error_set(err, DS_INPUT, "er is geen evaluatie '%.64s'%s%.0s",
                        "there is no evaluation '%.64s'%.0s%s", id, suggestion.nl, suggestion.en);
}

/* ---- the version ---- */

typedef struct hasher {
    const ds_definitions *definitions;
    uint64_t hash;
} hasher;

static void add_text(hasher *h, const char *text) {
    h->hash = ds_node_hash_more(h->hash, text, strlen(text) + 1);
}

static void add_number(hasher *h, int64_t number) {
    char line[32];
    (void)snprintf(line, sizeof line, "%" PRId64, number);
    add_text(h, line);
}

static void add_node(hasher *h, uint32_t node) {
    char line[32];
    (void)snprintf(line, sizeof line, "%016" PRIx64, h->definitions->infos[node].hash);
    add_text(h, line);
}

static void add_columns(hasher *h, const ds_evaluation_column *columns, size_t n) {
    add_number(h, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        if (columns[i].node == UINT32_MAX)
            add_text(h, "schooljaar");
        else
            add_node(h, columns[i].node);
        add_number(h, columns[i].number);
    }
}

static void add_years(hasher *h, const int *years, size_t n) {
    add_number(h, (int64_t)n);
    for (size_t i = 0; i < n; i++)
        add_number(h, years[i]);
}

static void add_outcome(hasher *h, const ds_evaluation_outcome *outcome) {
    add_text(h, outcome->id);
    add_number(h, outcome->placebo);
    add_number(h, (int64_t)outcome->n_years);
    for (size_t i = 0; i < outcome->n_years; i++) {
        const ds_evaluation_year *year = &outcome->years[i];
        add_number(h, year->k);
        add_text(h, year->indicator.version);
        if (!year->has_value) continue;
        add_node(h, year->value);
        add_number(h, year->limit);
    }
}

void ds_evaluation_version(const ds_definitions *definitions, const ds_evaluation *evaluation,
                           char out[13]) {
    hasher h = {definitions, ds_hash_fnv1a("evaluatie", 9)};
    add_node(&h, evaluation->group);
    add_years(&h, evaluation->cohorten, evaluation->n_cohorten);
    add_years(&h, evaluation->cohorten_figuur, evaluation->n_cohorten_figuur);
    add_number(&h, evaluation->vast);
    add_columns(&h, evaluation->covariates, evaluation->n_covariates);
    add_number(&h, (int64_t)evaluation->n_exact);
    if (evaluation->exact_report != SIZE_MAX) add_number(&h, (int64_t)evaluation->exact_report);
    for (size_t i = 0; i < evaluation->n_exact; i++)
        add_columns(&h, evaluation->exact[i], evaluation->exact_sizes[i]);
    add_columns(&h, evaluation->location, evaluation->n_location);
    for (size_t i = 0; i < evaluation->n_outcomes; i++)
        add_outcome(&h, &evaluation->outcomes[i]);
    (void)snprintf(out, 13, "%012" PRIx64, ds_hash_mix(h.hash) >> 16);
}

/* ---- lists without rows ---- */

bool ds_empty_list_note(ds_definitions *definitions, uint32_t node, ds_text file) {
    ds_empty_list *to = ds_definitions_keep(definitions, 1, sizeof *to);
    const char *name = to == NULL ? NULL : ds_definitions_keep_text(definitions, file);
    if (name == NULL) return false;
    *to = (ds_empty_list){node, name, definitions->empty_lists};
    definitions->empty_lists = to;
    return true;
}

/* What a node is made of has a lower number than itself. */
static void mark_parts(const ds_definitions *d, uint32_t node, bool *marks) {
    marks[node] = true;
    for (size_t i = (size_t)node + 1; i-- > 0;)
        for (uint32_t k = 0; marks[i] && k < d->nodes[i].n_args; k++)
            marks[d->args[d->nodes[i].first_arg + k]] = true;
}

ds_status ds_empty_list_of(const ds_definitions *definitions, uint32_t node, const char **out,
                           ds_error *err) {
    bool *marks;
    *out = NULL;
    if (definitions->empty_lists == NULL) return DS_OK;
    marks = ds_calloc((size_t)node + 1, sizeof *marks);
    if (marks == NULL) return ds_error_memory(err);
    mark_parts(definitions, node, marks);
    for (const ds_empty_list *list = definitions->empty_lists; list != NULL; list = list->next)
        if (list->node <= node && marks[list->node]) *out = list->file;
    ds_free(marks);
    return DS_OK;
}
