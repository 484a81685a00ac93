/* definition/read_outcome.c: the outcomes of an evaluation. Each is read once for each year of
 * follow-up, with k standing for that year, and becomes an indicator like any other: what counts
 * and prints indicators knows nothing of evaluations. See read_evaluation.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/lex.h"
#include "definition/read_evaluation.h"

enum { OUTCOMES_MAX = 256 };

static const ds_year_range follow_up = {0, DS_SHIFT_MAX, "jaren van volgen", "years of follow-up"};

enum field {
    FIELD_ID,
    FIELD_NAME,
    FIELD_NAME_EN,
    FIELD_YEARS,
    FIELD_POPULATION,
    FIELD_EVENT,
    FIELD_VALUE,
    FIELD_LIMIT,
    FIELD_UNCONDITIONAL,
    FIELD_BETTER,
    FIELD_NOTE,
    FIELD_NOTE_EN,
    FIELD_SOURCE,
    FIELD_N,
};
static const char *const field_names[FIELD_N] = {
    "id",    "name",          "name_en", "years", "population", "event",  "value",
    "limit", "unconditional", "better",  "note",  "note_en",    "source",
};

/* One outcome while it is read. */
typedef struct reading {
    ds_reader *reader;
    const ds_evaluation *evaluation;
    uint32_t population; /* of the evaluation, in its cohorts */
    yaml_node_t *fields[FIELD_N];
    uint32_t line;
} reading;

static ds_status check_outcome_keys(ds_reader *r, const yaml_node_t *node,
                                    yaml_node_t *const *fields, bool placebo) {
    bool value = fields[FIELD_VALUE] != NULL;
    enum field missing = fields[FIELD_ID] == NULL                  ? FIELD_ID
                         : fields[FIELD_YEARS] == NULL && !placebo ? FIELD_YEARS
                                                                   : FIELD_N;
    if (missing != FIELD_N)
        return ds_read_placed(
            r, node,
            ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in deze uitkomst",
                         "the key '%s' is missing in this outcome", field_names[missing]));
    if (fields[FIELD_EVENT] == NULL && !value)
        return ds_read_placed(r, node,
                              ds_error_set(r->err, DS_INPUT,
                                           "de sleutel 'event' (of 'value') ontbreekt in deze "
                                           "uitkomst",
                                           "the key 'event' (or 'value') is missing in this "
                                           "outcome"));
    if (value && fields[FIELD_EVENT] != NULL)
        return ds_read_placed(r, fields[FIELD_VALUE],
                              ds_error_set(r->err, DS_INPUT,
                                           "vond event en value, verwachtte een van beide",
                                           "found event and value, expected one of the two"));
    if (!value && fields[FIELD_LIMIT] != NULL)
        return ds_read_placed(
            r, fields[FIELD_LIMIT],
            ds_error_set(r->err, DS_INPUT, "limit hoort bij value", "limit belongs to value"));
    return DS_OK;
}

static ds_status read_limit(ds_reader *r, const yaml_node_t *node, int k, int64_t *out) {
    char found[48];
    ds_text text;
    ds_status status;
    *out = INT64_MIN;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(node);
    *out = k;
    if (ds_text_equal_nocase(text, ds_text_of("k"))) return DS_OK;
    if (ds_number_parse_integer(text, out) && *out >= 0 && *out <= DS_LITERAL_MAX) return DS_OK;
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte k of een geheel getal tot en met %d",
                     "found '%s', expected k or a whole number up to %d",
                     ds_suggest_excerpt(text, found, sizeof found), DS_LITERAL_MAX));
}

/* A placebo lies before the route. */
static ds_status check_placebo_before(ds_reader *r, const yaml_node_t *node, bool placebo,
                                      uint32_t part) {
    if (!placebo || !ds_read_looks_ahead(r->definitions, part)) return DS_OK;
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT,
                     "een placebo ligt voor de route, dit kijkt naar een later schooljaar",
                     "a placebo lies before the route, this looks at a later school year"));
}

/* The value, with its limit when it has one. */
static ds_status limit_value(ds_reader *r, ds_evaluation_year *out) {
    const ds_node *value = &r->definitions->nodes[out->value];
    ds_node wanted = {.op = DS_OP_LIMIT, .type = DS_TYPE_INTEGER, .scale = value->scale};
    out->indicator.outcome = out->value;
    if (out->limit == INT64_MIN) return DS_OK;
    wanted.integer = out->limit * value->scale;
    return ds_node_make(r->definitions, &wanted, &out->value, 1, &out->indicator.outcome, r->err);
}

/* event, or value: then the indicator is a number, as everywhere */
static ds_status read_event(const reading *o, bool placebo, ds_evaluation_year *out) {
    static const ds_node always = {
        .op = DS_OP_BOOL, .type = DS_TYPE_BOOL, .scale = 1, .integer = 1};
    ds_reader *r = o->reader;
    const yaml_node_t *value = o->fields[FIELD_VALUE], *event = o->fields[FIELD_EVENT];
    ds_status status;
    out->has_value = value != NULL;
    out->limit = INT64_MIN;
    if (value == NULL) {
        status = ds_read_expression(r, event, DS_TYPE_BOOL, out->k, &out->indicator.outcome);
        out->event = out->indicator.outcome;
        return status == DS_OK ? check_placebo_before(r, event, placebo, out->indicator.outcome)
                               : status;
    }
    status = ds_read_expression(r, value, DS_TYPE_INTEGER, out->k, &out->value);
    if (status == DS_OK) status = check_placebo_before(r, value, placebo, out->value);
    if (status == DS_OK) status = read_limit(r, o->fields[FIELD_LIMIT], out->k, &out->limit);
    if (status == DS_OK) status = limit_value(r, out);
    out->indicator.numeric = true;
    return status == DS_OK ? ds_node_make(r->definitions, &always, NULL, 0, &out->event, r->err)
                           : status;
}

static ds_status read_population(const reading *o, ds_evaluation_outcome *outcome,
                                 ds_evaluation_year *out) {
    ds_reader *r = o->reader;
    const yaml_node_t *node = o->fields[FIELD_POPULATION];
    uint32_t own = 0;
    ds_status status;
    out->indicator.population = o->population;
    if (node == NULL) return DS_OK;
    status = ds_read_expression(r, node, DS_TYPE_BOOL, out->k, &own);
    if (status == DS_OK) status = check_placebo_before(r, node, outcome->placebo, own);
    if (status != DS_OK) return status;
    outcome->conditional = outcome->conditional || ds_read_looks_ahead(r->definitions, own);
    return ds_read_placed(r, node, ds_read_and(r, o->population, own, &out->indicator.population));
}

static ds_status make_id(const reading *o, const ds_evaluation_outcome *outcome, int k,
                         const char **out) {
    char id[2 * DS_ID_MAX_SIZE + 16];
    int size = snprintf(id, sizeof id, "%s.%s.%d", o->evaluation->id, outcome->id, k);
    *out = ds_definitions_keep_text(o->reader->definitions, (ds_text){id, (size_t)size});
    return *out == NULL ? ds_error_memory(o->reader->err) : DS_OK;
}

static ds_status read_outcome_year(const reading *o, ds_evaluation_outcome *outcome,
                                   ds_evaluation_year *out) {
    ds_reader *r = o->reader;
    ds_indicator *indicator = &out->indicator;
    ds_status status;
    *indicator = (ds_indicator){.name = outcome->name,
                                .name_en = outcome->name_en,
                                .goal = "",
                                .better = outcome->better,
                                .sensitive = "",
                                .source = outcome->source,
                                .note = outcome->note,
                                .differs = "",
                                .note_en = "",
                                .differs_en = "",
                                .file = r->definitions->file,
                                .line = o->line};
    if (r->definitions->n_outcome_years++ == DS_OUTCOME_YEARS_MAX ||
        r->definitions->n_nodes > DS_NODES_MAX)
        return ds_read_placed(
            r, o->fields[FIELD_ID],
            ds_error_set(r->err, DS_INPUT, "meer dan %d uitkomsten en jaren in dit bestand",
                         "more than %d outcomes and years in this file", DS_OUTCOME_YEARS_MAX));
    status = make_id(o, outcome, out->k, &indicator->id);
    if (status == DS_OK) status = read_population(o, outcome, out);
    if (status == DS_OK) status = read_event(o, outcome->placebo, out);
    return status == DS_OK ? ds_read_versions(r, indicator) : status;
}

static ds_status read_all_years(const reading *o, ds_evaluation_outcome *out) {
    static const int none = 0;
    ds_reader *r = o->reader;
    const yaml_node_t *node = o->fields[FIELD_YEARS];
    ds_evaluation_year *years;
    int *ks = NULL;
    size_t n = 1;
    ds_status status = DS_OK;
    if (node != NULL) status = ds_read_years(r, node, &follow_up, &ks, &n);
    if (status != DS_OK) return status;
    years = ds_definitions_keep(r->definitions, n, sizeof *years);
    if (years == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        years[i].k = node == NULL ? none : ks[i];
        status = read_outcome_year(o, out, &years[i]);
    }
    out->years = years;
    out->n_years = n;
    return status;
}

static ds_status read_outcome_texts(ds_reader *r, yaml_node_t *const *fields,
                                    ds_evaluation_outcome *out) {
    ds_status status = ds_read_id(r, fields[FIELD_ID], &out->id);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NAME], &out->name);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NAME_EN], &out->name_en);
    if (status == DS_OK) status = ds_read_better(r, fields[FIELD_BETTER], &out->better);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NOTE], &out->note);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NOTE_EN], &out->note_en);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_SOURCE], &out->source);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_UNCONDITIONAL], &out->unconditional);
    return status;
}

/* The i-th outcome of out, when those before it are there. */
static ds_status read_outcome(reading *o, yaml_node_t *node, const ds_evaluation_outcome *before,
                              size_t n_before, ds_evaluation_outcome *out) {
    ds_reader *r = o->reader;
    ds_status status = ds_yaml_fields(&r->document, node, field_names, FIELD_N, o->fields, r->err);
    if (status == DS_OK) status = check_outcome_keys(r, node, o->fields, out->placebo);
    if (status == DS_OK) status = read_outcome_texts(r, o->fields, out);
    if (status != DS_OK) return status;
    o->line = (uint32_t)node->start_mark.line + 1;
    for (size_t i = 0; i < n_before; i++)
        if (strcmp(before[i].id, out->id) == 0)
            return ds_read_placed(r, o->fields[FIELD_ID],
                                  ds_error_set(r->err, DS_INPUT, "de id '%s' staat ook op regel %u",
                                               "the id '%s' is on line %u as well", out->id,
                                               (unsigned)before[i].years[0].indicator.line));
    return read_all_years(o, out);
}

/* ---- unconditional: another outcome of the same evaluation ---- */

static ds_status not_there(ds_reader *r, const ds_evaluation *e, const char *id) {
    const char *ids[OUTCOMES_MAX * 2];
    ds_suggestion suggestion;
    char found[48];
    size_t n = 0;
    for (size_t i = 0; i < e->n_outcomes; i++)
        if (!e->outcomes[i].conditional && !e->outcomes[i].placebo) ids[n++] = e->outcomes[i].id;
    ds_suggest(ds_text_of(id), ids, n, &suggestion);
    return ds_error_set(
        r->err, DS_INPUT, "deze evaluatie heeft geen uitkomst '%s' van iedereen%s%.0s",
        "this evaluation has no outcome '%s' of everyone%.0s%s",
        ds_suggest_excerpt(ds_text_of(id), found, sizeof found), suggestion.nl, suggestion.en);
}

static ds_status check_unconditional(ds_reader *r, const ds_evaluation *e,
                                     const ds_evaluation_outcome *outcome) {
    if (!outcome->conditional)
        return ds_error_set(r->err, DS_INPUT,
                            "unconditional hoort bij een uitkomst met een population die na t "
                            "kijkt",
                            "unconditional belongs to an outcome with a population that looks "
                            "after t");
    for (size_t i = 0; i < e->n_outcomes; i++)
        if (!e->outcomes[i].conditional && !e->outcomes[i].placebo &&
            strcmp(e->outcomes[i].id, outcome->unconditional) == 0)
            return DS_OK;
    return not_there(r, e, outcome->unconditional);
}

/* The value of the key in the mapping, or the mapping itself. */
static const yaml_node_t *value_of(ds_reader *r, yaml_node_t *mapping, const char *key) {
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++)
        if (ds_text_is(ds_yaml_text(ds_yaml_node(&r->document, pair->key)), key))
            return ds_yaml_node(&r->document, pair->value);
    return mapping;
}

static ds_status check_all_unconditional(ds_reader *r, const yaml_node_t *list,
                                         const ds_evaluation *e, size_t first) {
    size_t n = (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
    for (size_t i = 0; i < n; i++) {
        const ds_evaluation_outcome *outcome = &e->outcomes[first + i];
        ds_status status;
        if (outcome->unconditional[0] == '\0') continue;
        status = check_unconditional(r, e, outcome);
        if (status != DS_OK)
            return ds_read_placed(r, value_of(r, ds_read_item(r, list, i), "unconditional"),
                                  status);
    }
    return DS_OK;
}

ds_status ds_read_outcomes(ds_reader *reader, const yaml_node_t *outcomes,
                           const yaml_node_t *placebo, uint32_t population, ds_evaluation *out) {
    reading o = {.reader = reader, .evaluation = out, .population = population};
    /* Who is here, or who counts as treated, is known later only: the route may have a hand in it.
     */
    const bool conditional =
        ds_read_looks_ahead(reader->definitions, population) || reader->group_looks_ahead;
    ds_evaluation_outcome *all;
    size_t n = 0, n_placebo = 0;
    ds_status status = ds_read_list(reader, outcomes, 1, OUTCOMES_MAX, &n);
    if (status == DS_OK && placebo != NULL)
        status = ds_read_list(reader, placebo, 0, OUTCOMES_MAX, &n_placebo);
    if (status != DS_OK) return status;
    all = ds_definitions_keep(reader->definitions, n + n_placebo, sizeof *all);
    if (all == NULL) return ds_error_memory(reader->err);
    for (size_t i = 0; status == DS_OK && i < n + n_placebo; i++) {
        yaml_node_t *item =
            i < n ? ds_read_item(reader, outcomes, i) : ds_read_item(reader, placebo, i - n);
        all[i].placebo = i >= n;
        all[i].conditional = conditional;
        status = read_outcome(&o, item, all, i, &all[i]);
    }
    if (status != DS_OK) return status;
    out->outcomes = all;
    out->n_outcomes = n + n_placebo;
    status = check_all_unconditional(reader, outcomes, out, 0);
    return status == DS_OK && placebo != NULL ? check_all_unconditional(reader, placebo, out, n)
                                              : status;
}
