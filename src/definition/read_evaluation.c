/* definition/read_evaluation.c: one evaluation of a definition file: who took part, who may serve
 * for comparison, in which school years. On what they are alike: read_evaluation_columns.c; its
 * outcomes: read_outcome.c. See read.h. */
#include "definition/read_evaluation.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/lex.h"

enum { FIRST_YEAR = 1950, LAST_YEAR = 2150 };

static const ds_year_range school_years = {FIRST_YEAR, LAST_YEAR, "schooljaren", "school years"};

enum field {
    FIELD_ID,
    FIELD_NAME,
    FIELD_NAME_EN,
    FIELD_SOURCE,
    FIELD_NOTE,
    FIELD_NOTE_EN,
    FIELD_POPULATION,
    FIELD_COHORTEN,
    FIELD_COHORTEN_FIGUUR,
    FIELD_VAST,
    FIELD_TREATED,
    FIELD_CONTROLS,
    FIELD_JOINS_LATER,
    FIELD_PUBLISHED,
    FIELD_EXACT,
    FIELD_EXACT_BESIDE,
    FIELD_EXACT_REPORT,
    FIELD_COVARIATES,
    FIELD_LOCATIONS,
    FIELD_OUTCOMES,
    FIELD_PLACEBO,
    FIELD_VOOR_EN_NA,
    FIELD_DEELGROEPEN,
    FIELD_N,
};
static const char *const field_names[FIELD_N] = {
    "id",          "name",      "name_en",         "source",       "note",         "note_en",
    "population",  "cohorten",  "cohorten_figuur", "vast",         "treated",      "controls",
    "joins_later", "published", "exact",           "exact_beside", "exact_report", "covariates",
    "locations",   "outcomes",  "placebo",         "voor_en_na",   "deelgroepen",
};

bool ds_read_looks_ahead(const ds_definitions *definitions, uint32_t node) {
    const ds_node_info *info = &definitions->infos[node];
    const uint64_t all =
        info->inschrijving | info->werk | info->partial_inschrijving | info->partial_werk;
    return all >> (DS_SHIFT_ZERO + 1) != 0 || (info->last_inschrijving | info->last_werk) != 0;
}

/* Makes a node without a place of its own in the file. */
static ds_status make(ds_reader *r, const ds_node *wanted, const uint32_t *args, size_t n_args,
                      uint32_t *out) {
    return ds_node_make(r->definitions, wanted, args, n_args, out, r->err);
}

ds_status ds_read_and(ds_reader *reader, uint32_t left, uint32_t right, uint32_t *out) {
    static const ds_node wanted = {.op = DS_OP_AND, .type = DS_TYPE_BOOL, .scale = 1};
    const uint32_t sides[2] = {left, right};
    return make(reader, &wanted, sides, 2, out);
}

/* population and schooljaar in (cohorten) */
static ds_status add_cohorts(ds_reader *r, const ds_evaluation *e, uint32_t population,
                             uint32_t *out) {
    static const ds_node in = {.op = DS_OP_IN, .type = DS_TYPE_BOOL, .scale = 1};
    static const ds_node t = {.op = DS_OP_SCHOOLJAAR, .type = DS_TYPE_INTEGER, .scale = 1};
    uint32_t *args = ds_calloc(e->n_cohorten + 1, sizeof *args);
    uint32_t cohorts = 0;
    ds_status status;
    if (args == NULL) return ds_error_memory(r->err);
    status = make(r, &t, NULL, 0, &args[0]);
    for (size_t i = 0; status == DS_OK && i < e->n_cohorten; i++) {
        ds_node year = {.op = DS_OP_INTEGER, .type = DS_TYPE_INTEGER, .scale = 1};
        year.integer = e->cohorten[i];
        status = make(r, &year, NULL, 0, &args[i + 1]);
    }
    if (status == DS_OK) status = make(r, &in, args, e->n_cohorten + 1, &cohorts);
    ds_free(args);
    return status == DS_OK ? ds_read_and(r, population, cohorts, out) : status;
}

/* 'ja' when treated, 'later' when controls and later, 'nee' when controls, else 'overig'. */
static ds_status make_group(ds_reader *r, uint32_t treated, uint32_t controls,
                            const uint32_t *later, uint32_t *out) {
    static const ds_node rules = {.op = DS_OP_RULES, .type = DS_TYPE_TEXT, .scale = 1};
    const char *const words[] = {"ja", later == NULL ? "nee" : "later", "nee", "overig"};
    const size_t n_rules = later == NULL ? 2 : 3;
    uint32_t args[7] = {treated, 0, later == NULL ? controls : *later, 0, controls};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i <= n_rules; i++) {
        ds_node text = {.op = DS_OP_TEXT, .type = DS_TYPE_TEXT, .scale = 1};
        text.text = ds_text_of(i == n_rules ? "overig" : words[i]);
        status = make(r, &text, NULL, 0, &args[i == n_rules ? 2 * i : 2 * i + 1]);
    }
    return status == DS_OK ? make(r, &rules, args, 2 * n_rules + 1, out) : status;
}

/* joins_later: who might serve for comparison, but takes part in a later school year. That this
 * looks ahead makes no outcome a description: it only takes participants out of the controls. */
static ds_status read_later(ds_reader *r, const yaml_node_t *node, uint32_t controls,
                            uint32_t *out) {
    uint32_t joins = 0;
    ds_status status = ds_read_expression(r, node, DS_TYPE_BOOL, DS_NO_K, &joins);
    return status == DS_OK ? ds_read_placed(r, node, ds_read_and(r, controls, joins, out)) : status;
}

static ds_status read_group(ds_reader *r, yaml_node_t *const *fields, ds_evaluation *out,
                            uint32_t *population) {
    uint32_t treated = 0, controls = 0, whole = 0, later = 0;
    const yaml_node_t *joins = fields[FIELD_JOINS_LATER];
    ds_status status =
        ds_read_expression(r, fields[FIELD_POPULATION], DS_TYPE_BOOL, DS_NO_K, &whole);
    if (status == DS_OK)
        status = ds_read_expression(r, fields[FIELD_TREATED], DS_TYPE_BOOL, DS_NO_K, &treated);
    if (status == DS_OK)
        status = ds_read_expression(r, fields[FIELD_CONTROLS], DS_TYPE_BOOL, DS_NO_K, &controls);
    if (status == DS_OK && joins != NULL) status = read_later(r, joins, controls, &later);
    if (status == DS_OK) {
        r->group_looks_ahead = ds_read_looks_ahead(r->definitions, treated) ||
                               ds_read_looks_ahead(r->definitions, controls);
        status = make_group(r, treated, controls, joins == NULL ? NULL : &later, &out->group);
        if (status == DS_OK) status = add_cohorts(r, out, whole, population);
        status = ds_read_placed(r, fields[FIELD_POPULATION], status);
    }
    return status;
}

/* ---- cohorts ---- */

static ds_status read_figure(ds_reader *r, const yaml_node_t *node, ds_evaluation *out) {
    int *years = NULL;
    ds_status status;
    size_t i = 0;
    if (node == NULL) return DS_OK;
    status = ds_read_years(r, node, &school_years, &years, &out->n_cohorten_figuur);
    out->cohorten_figuur = years;
    for (size_t k = 0; status == DS_OK && k < out->n_cohorten_figuur; k++) {
        while (i < out->n_cohorten && out->cohorten[i] != years[k])
            i++;
        if (i == out->n_cohorten)
            return ds_read_placed(r, node,
                                  ds_error_set(r->err, DS_INPUT,
                                               "schooljaar %d staat niet in cohorten",
                                               "school year %d is not in cohorten", years[k]));
    }
    return status;
}

/* *out: 0 or 1, which of both words stands there; as it was without node. */
static ds_status read_either(ds_reader *r, const yaml_node_t *node, const char *const words[2],
                             size_t *out) {
    char found[48];
    ds_text text;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(node);
    for (size_t i = 0; i < 2; i++) {
        if (!ds_text_is(text, words[i])) continue;
        *out = i;
        return DS_OK;
    }
    (void)ds_suggest_excerpt(text, found, sizeof found);
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte %s of %s",
                                       "found '%s', expected %s or %s", found, words[0], words[1]));
}

static ds_status read_yes(ds_reader *r, const yaml_node_t *node, bool *out) {
    static const char *const words[] = {"ja", "nee"};
    size_t found = *out ? 0 : 1;
    ds_status status = read_either(r, node, words, &found);
    if (status == DS_OK) *out = found == 0;
    return status;
}

static ds_status read_before_after(ds_reader *r, const yaml_node_t *node, ds_evaluation *out) {
    static const char *const words[] = {"nooit", "nog_niet"};
    static const int kinds[] = {DS_BEFORE_AFTER_NEVER, DS_BEFORE_AFTER_NOT_YET,
                                DS_BEFORE_AFTER_NONE};
    size_t found = 2;
    ds_status status = read_either(r, node, words, &found);
    if (status == DS_OK) out->before_after = kinds[found];
    return status;
}

static bool has_column_named(const ds_evaluation_column *columns, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(columns[i].name, name) == 0) return true;
    return false;
}

/* deelgroepen: columns that persons are compared on already. */
static ds_status read_subgroups(ds_reader *r, const yaml_node_t *list, ds_evaluation *out) {
    const char **names;
    size_t n = 0;
    ds_status status;
    if (list == NULL) return DS_OK;
    status = ds_read_list(r, list, 1, 8, &n);
    if (status != DS_OK) return status;
    names = ds_definitions_keep(r->definitions, n, sizeof *names);
    if (names == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const yaml_node_t *item = ds_read_item(r, list, i);
        status = ds_read_text(r, item, &names[i]);
        if (status == DS_OK && !has_column_named(out->covariates, out->n_covariates, names[i]) &&
            !has_column_named(out->exact[0], out->exact_sizes[0], names[i]))
            status = ds_read_placed(
                r, item,
                ds_error_set(r->err, DS_INPUT,
                             "'%.100s' staat niet in covariates of exact van deze evaluatie",
                             "'%.100s' is not in covariates or exact of this evaluation",
                             names[i]));
    }
    out->subgroups = names;
    out->n_subgroups = n;
    return status;
}

static ds_status read_cohorts(ds_reader *r, yaml_node_t *const *fields, ds_evaluation *out) {
    int *years = NULL;
    ds_status status =
        ds_read_years(r, fields[FIELD_COHORTEN], &school_years, &years, &out->n_cohorten);
    out->cohorten = years;
    if (status == DS_OK) status = read_figure(r, fields[FIELD_COHORTEN_FIGUUR], out);
    return status == DS_OK ? read_yes(r, fields[FIELD_VAST], &out->vast) : status;
}

/* ---- published: {treated: n, controls: n} ---- */

static ds_status read_count(ds_reader *r, const yaml_node_t *node, uint64_t *out) {
    char found[48];
    int64_t n;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (ds_number_parse_integer(ds_yaml_text(node), &n) && n > 0 && n <= DS_LITERAL_MAX) {
        *out = (uint64_t)n;
        return DS_OK;
    }
    return ds_read_placed(
        r, node,
        ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte een aantal vanaf 1",
                     "found '%s', expected a number from 1 on",
                     ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found)));
}

static ds_status read_published(ds_reader *r, yaml_node_t *node, ds_evaluation *out) {
    static const char *const names[] = {"treated", "controls"};
    yaml_node_t *fields[2];
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_fields(&r->document, node, names, 2, fields, r->err);
    if (status == DS_OK) status = read_count(r, fields[0], &out->published_treated);
    return status == DS_OK ? read_count(r, fields[1], &out->published_controls) : status;
}

/* ---- the whole ---- */

static ds_status check_evaluation_keys(ds_reader *r, const yaml_node_t *node,
                                       yaml_node_t *const *fields) {
    static const enum field needed[] = {FIELD_ID,      FIELD_POPULATION, FIELD_COHORTEN,
                                        FIELD_TREATED, FIELD_CONTROLS,   FIELD_COVARIATES,
                                        FIELD_OUTCOMES};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (fields[needed[i]] == NULL)
            return ds_read_placed(
                r, node,
                ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in deze evaluatie",
                             "the key '%s' is missing in this evaluation", field_names[needed[i]]));
    return DS_OK;
}

static ds_status check_evaluation_id(ds_reader *r, const yaml_node_t *node, const char *id) {
    const ds_definitions *d = r->definitions;
    for (size_t i = 0; i < d->n_evaluations; i++)
        if (strcmp(d->evaluations[i].id, id) == 0)
            return ds_read_placed(r, node,
                                  ds_error_set(r->err, DS_INPUT, "de id '%s' staat ook op regel %u",
                                               "the id '%s' is on line %u as well", id,
                                               (unsigned)d->evaluations[i].line));
    return DS_OK;
}

static ds_status read_evaluation_texts(ds_reader *r, yaml_node_t *const *fields,
                                       ds_evaluation *out) {
    ds_status status = ds_read_id(r, fields[FIELD_ID], &out->id);
    if (status == DS_OK) status = check_evaluation_id(r, fields[FIELD_ID], out->id);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NAME], &out->name);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NAME_EN], &out->name_en);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_SOURCE], &out->source);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NOTE], &out->note);
    if (status == DS_OK) status = ds_read_text(r, fields[FIELD_NOTE_EN], &out->note_en);
    return status;
}

static ds_status fill_evaluation(ds_reader *r, yaml_node_t *const *fields, ds_evaluation *out) {
    char version[13];
    uint32_t population = 0;
    ds_status status = read_evaluation_texts(r, fields, out);
    if (status == DS_OK) status = read_cohorts(r, fields, out);
    if (status == DS_OK) status = read_published(r, fields[FIELD_PUBLISHED], out);
    if (status == DS_OK) status = read_before_after(r, fields[FIELD_VOOR_EN_NA], out);
    if (status == DS_OK) status = read_group(r, fields, out, &population);
    if (status == DS_OK)
        status = ds_empty_list_of(r->definitions, population, &out->empty_list, r->err);
    if (status == DS_OK && out->empty_list == NULL)
        status = ds_empty_list_of(r->definitions, out->group, &out->empty_list, r->err);
    if (status == DS_OK) {
        const ds_evaluation_lists lists = {fields[FIELD_COVARIATES], fields[FIELD_EXACT],
                                           fields[FIELD_EXACT_BESIDE], fields[FIELD_EXACT_REPORT],
                                           fields[FIELD_LOCATIONS]};
        status = ds_read_evaluation_columns(r, &lists, out);
        if (status == DS_OK) status = read_subgroups(r, fields[FIELD_DEELGROEPEN], out);
    }
    if (status == DS_OK)
        status =
            ds_read_outcomes(r, fields[FIELD_OUTCOMES], fields[FIELD_PLACEBO], population, out);
    if (status != DS_OK) return status;
    ds_evaluation_version(r->definitions, out, version);
    out->version = ds_definitions_keep_text(r->definitions, ds_text_of(version));
    return out->version == NULL ? ds_error_memory(r->err) : DS_OK;
}

ds_status ds_read_evaluation(ds_reader *reader, yaml_node_t *node) {
    ds_definitions *d = reader->definitions;
    yaml_node_t *fields[FIELD_N];
    ds_evaluation evaluation;
    ds_status status =
        ds_yaml_fields(&reader->document, node, field_names, FIELD_N, fields, reader->err);
    if (status == DS_OK) status = check_evaluation_keys(reader, node, fields);
    if (status != DS_OK) return status;
    if (d->n_evaluations == DS_EVALUATIONS_MAX)
        return ds_read_placed(reader, node,
                              ds_error_set(reader->err, DS_INPUT, "meer dan %d evaluaties",
                                           "more than %d evaluations", DS_EVALUATIONS_MAX));
    memset(&evaluation, 0, sizeof evaluation);
    evaluation.file = d->file;
    evaluation.line = (uint32_t)node->start_mark.line + 1;
    status = fill_evaluation(reader, fields, &evaluation);
    if (status != DS_OK) return status;
    if (!ds_reserve(&d->evaluations, &d->evaluations_capacity, d->n_evaluations + 1,
                    sizeof *d->evaluations))
        return ds_error_memory(reader->err);
    d->evaluations[d->n_evaluations++] = evaluation;
    return DS_OK;
}
