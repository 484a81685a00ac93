/* work/inside/report_chances.c: gaps between groups, who runs the risk and what was to be expected,
 * in a release: guarded by the persons of a group who have the event, and who have not. See
 * report.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "doorstroom/chances.h"
#include "work/inside/report.h"

/* ---- what all three share ---- */

static ds_work quiet_copy(const ds_gather *g) {
    ds_work quiet = *g->work;
    quiet.noted = NULL;
    quiet.passed_over = NULL;
    return quiet;
}

static const char *join_list(ds_gather *g, const ds_recipe_names *names) {
    char text[1024] = "";
    size_t used = 0;
    for (size_t k = 0; k < names->n && used < sizeof text; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", k == 0 ? "" : ",",
                                 names->names[k]);
    return names->n == 0 ? NULL : ds_gather_copy(g, text);
}

static ds_status refuse_chances(ds_gather *g, const ds_gather_question *q, const char *kind,
                                ds_status status, const ds_error *why, ds_error *err) {
    if (status == DS_FAULT && err != NULL) *err = *why;
    if (status == DS_FAULT) return status;
    ds_gather_unfilled_by(g, q, kind, why);
    return DS_OK;
}

static const char *where_of(const ds_recipe_question *q) {
    return *q->where == '\0' ? NULL : q->where;
}

/* ---- gaps ---- */

static const char *gap_measure(ds_gap_measure measure) {
    switch (measure) {
    case DS_GAP_RATE:
        return "percentage";
    case DS_GAP_RATE_CHANGE:
        return "verschil_pp";
    case DS_GAP_GAP:
        return "kloof_pp";
    case DS_GAP_CHANGE:
        return "kloof_verschil_pp";
    case DS_GAP_COMPOSITION:
        return "samenstelling_pp";
    case DS_GAP_WITHIN:
        return "binnen_pp";
    default:
        return NULL;
    }
}

/* Persons of a group in a year within the combination of a line: with the event, and without. */
static void count_gap_group(const ds_gap_table *t, const ds_gap_line *line, int year,
                            uint64_t out[2]) {
    const ds_numbered *c = t->cells;
    out[0] = out[1] = 0;
    for (size_t i = 0; i < c->n_rows; i++) {
        if (c->years[c->year[i]] != year || t->result->by.of_row[i] != line->by ||
            c->codes[i * c->n_keys + t->options->attribute] != line->group)
            continue;
        out[0] += c->teller[i];
        out[1] += c->noemer[i] - c->teller[i];
    }
}

static void guard_gap(const ds_gap_table *t, const ds_gap_line *line, uint64_t guards[9]) {
    ds_gap_line reference = *line;
    reference.group = t->result->reference;
    count_gap_group(t, line, line->year, guards + 1);
    guards[0] = guards[1] + guards[2];
    count_gap_group(t, &reference, line->year, guards + 3);
    count_gap_group(t, line, line->against == 0 ? line->year : line->against, guards + 5);
    count_gap_group(t, &reference, line->against == 0 ? line->year : line->against, guards + 7);
}

/* The groups of one attribute in a year add up: by the first of their shares. 0: it is none. */
static uint32_t sum_of_gap(const ds_gap_table *t, uint32_t base, const ds_gap_line *line) {
    if (line->measure != DS_GAP_RATE) return 0;
    for (size_t i = 0; i < t->result->n_lines; i++) {
        const ds_gap_line *l = &t->result->lines[i];
        if (l->measure == DS_GAP_RATE && l->by == line->by && l->year == line->year)
            return base + (uint32_t)i + 1;
    }
    return 0;
}

/* The share of a group in a year as row of the sheet; 0: it is not in it. */
static uint32_t find_rate(const ds_gap_table *t, uint32_t base, const ds_gap_line *line,
                          uint32_t group, int year) {
    for (size_t i = 0; i < t->result->n_lines; i++) {
        const ds_gap_line *l = &t->result->lines[i];
        if (l->measure == DS_GAP_RATE && l->part == SIZE_MAX && l->by == line->by &&
            l->group == group && l->year == year)
            return base + (uint32_t)i + 1;
    }
    return 0;
}

/* A gap or a change gives the one share away to who sees the other. */
static size_t list_rates(const ds_gap_table *t, uint32_t base, const ds_gap_line *line,
                         uint32_t out[4]) {
    const bool gap = line->measure != DS_GAP_RATE_CHANGE;
    size_t n = 0;
    if (line->measure == DS_GAP_RATE) return 0;
    for (int past = 0; past <= (line->against != 0 ? 1 : 0); past++) {
        const int year = past ? line->against : line->year;
        out[n++] = find_rate(t, base, line, line->group, year);
        if (gap) out[n++] = find_rate(t, base, line, t->result->reference, year);
    }
    return n;
}

static void put_gap(ds_gather *g, ds_gather_sheet *s, const ds_gap_block *b, const ds_gap_table *t,
                    uint32_t base, size_t at) {
    const ds_gap_line *line = &t->result->lines[at];
    const ds_numbered *c = t->cells;
    const char *keys[DS_GATHER_KEYS + 2] = {
        c->names[t->options->attribute],
        ds_gather_text(g, c->texts[t->options->attribute][line->group])};
    const char *measure = gap_measure(line->measure);
    const bool rate = line->measure == DS_GAP_RATE || line->measure == DS_GAP_RATE_CHANGE;
    uint64_t guards[9], own[5];
    uint32_t from[4];
    size_t n_from;
    ds_release_fact fact;
    if (measure == NULL || line->part != SIZE_MAX || b->n_by > DS_GATHER_KEYS) return;
    for (size_t k = 0; k < b->n_by; k++) {
        const size_t key = t->options->by[k];
        keys[2 + k] = ds_gather_text(
            g, c->texts[key][t->result->by.codes[line->by * t->result->by.n_keys + k]]);
    }
    guard_gap(t, line, guards);
    own[0] = guards[0];
    own[1] = guards[1];
    own[2] = guards[2];
    own[3] = guards[5];
    own[4] = guards[6];
    fact = ds_gather_fact(line->year, keys, measure,
                          line->group == t->result->reference ? "referentie" : "",
                          line->estimate.estimate);
    fact.se = line->estimate.se;
    fact.low = line->estimate.low;
    fact.high = line->estimate.high;
    fact.p = rate ? NAN : line->estimate.p;
    fact.p_adjusted = line->estimate.p_adjusted;
    fact.n = (int64_t)line->estimate.n;
    n_from = list_rates(t, base, line, from);
    ds_gather_put(g, s, &fact, rate ? own : guards, rate ? 5 : 9, base + (uint32_t)at + 1,
                  sum_of_gap(t, base, line));
    ds_gather_put_from(g, s, from, n_from);
}

static bool is_gap_year(const ds_recipe_years *years, int jaar) {
    for (size_t i = 0; i < years->n; i++)
        if (years->years[i] == jaar) return true;
    return years->n == 0;
}

/* The year before it of those asked, or of all; 0: none. */
static int find_year_beside(const ds_gap_table *t, const ds_recipe_years *years, int jaar) {
    int last = 0;
    for (size_t i = 0; i < t->cells->n_years; i++) {
        const int year = t->cells->years[i];
        if (year < jaar && year > last && is_gap_year(years, year)) last = year;
    }
    return last;
}

/* Of changes the one from the year before that stands beside it: one number a year. */
static bool is_gap_asked(const ds_gap_table *t, const ds_recipe_years *years,
                         const ds_gap_line *line) {
    return is_gap_year(years, line->year) &&
           (line->against == 0 || line->against == find_year_beside(t, years, line->year));
}

static void put_gap_table(ds_gather *g, ds_gather_sheet *s, const ds_recipe_years *years,
                          const ds_gap_block *b, const ds_gap_table *t) {
    const uint32_t base = s->rows;
    s->rows += (uint32_t)t->result->n_lines;
    for (size_t k = 0; k < t->result->n_lines; k++)
        if (is_gap_asked(t, years, &t->result->lines[k])) put_gap(g, s, b, t, base, k);
}

static void put_gaps(ds_gather *g, const ds_gather_question *q, const ds_gap_block *b) {
    const char *names[DS_GATHER_KEYS + 2] = {"kenmerk", "groep"};
    ds_gather_sheet *s;
    for (size_t k = 0; k < b->n_by && k < DS_GATHER_KEYS; k++)
        names[2 + k] = b->by[k];
    s = ds_gather_new(g, q, "kloof", "", names, 2 + b->n_by);
    if (s == NULL) return;
    s->sheet.indicator = q->asked->subject;
    s->sheet.unit = "persoon";
    for (size_t i = 0; i < b->n; i++)
        put_gap_table(g, s, &q->asked->years, b, &b->tables[i]);
    ds_gather_note(g, s, "referentie",
                   DS_SAY("Een kloof is met de grootste groep; die heeft er zelf geen.",
                          "A gap is with the largest group, which has none itself."));
    ds_gather_note(g, s, "instellingen_als_clusters",
                   DS_SAY("Standaardfouten met instellingen als clusters; p van de verandering: "
                          "Holm.",
                          "Standard errors with institutions as clusters; p of the change: Holm."));
}

ds_status ds_gather_make_gap(ds_gather *g, ds_gather_question *q, ds_error *err) {
    ds_work_gap_options o = DS_WORK_GAP_OPTIONS_INIT;
    const ds_work quiet = quiet_copy(g);
    ds_gaps *gaps = NULL;
    ds_error why = {0};
    ds_status status;
    o.definitions_file = g->options->definitions_file;
    o.indicators = q->asked->subject;
    o.attributes = join_list(g, &q->asked->attributes);
    if (o.attributes == NULL) o.attributes = "alle";
    o.by = join_list(g, &q->asked->by);
    o.where = where_of(q->asked);
    status = ds_work_gap(&quiet, &o, &gaps, &why);
    if (status != DS_OK) return refuse_chances(g, q, "kloof", status, &why, err);
    put_gaps(g, q, ds_gaps_block(gaps));
    ds_gaps_free(gaps);
    return DS_OK;
}

/* ---- risk ---- */

/* "niveau = 2, ses = 1" */
static const char *name_group(ds_gather *g, const ds_risk_block *b, const ds_risk_group *group) {
    char text[512] = "";
    size_t used = 0;
    for (size_t a = 0; a < group->n_attributes && used < sizeof text; a++) {
        const size_t key = b->options->attributes[group->attributes[a]];
        const ds_text value = b->cells->texts[key][group->codes[a]];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s = %.*s", a == 0 ? "" : ", ",
                                 b->cells->names[key], (int)value.size, value.data);
    }
    return ds_gather_copy(g, text);
}

static void put_risk_group(ds_gather *g, ds_gather_sheet *s, const ds_risk_block *b,
                           const ds_risk_group *group) {
    const char *const keys[] = {name_group(g, b, group)};
    const uint64_t rest_all = b->result->noemer - group->noemer,
                   rest_yes = b->result->teller - group->teller;
    const uint64_t guards[] = {group->noemer, group->teller, group->noemer - group->teller,
                               rest_all,      rest_yes,      rest_all - rest_yes};
    const int jaar = b->cells->years[b->options->year];
    const uint32_t row = ++s->rows;
    const struct {
        const char *measure;
        double value, low, high;
    } numbers[] = {{"percentage", 100 * group->rate, NAN, NAN},
                   {"percentage_anderen", 100 * group->rest_rate, NAN, NAN},
                   {"relatief_risico", group->relative, group->low, group->high},
                   {"aandeel", 100 * group->share, NAN, NAN}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ds_release_fact fact = ds_gather_fact(jaar, keys, numbers[i].measure, "", numbers[i].value);
        fact.low = numbers[i].low;
        fact.high = numbers[i].high;
        fact.n = (int64_t)group->noemer;
        if (i == 2) {
            fact.p = group->p;
            fact.p_adjusted = group->q;
        }
        ds_gather_put(g, s, &fact, guards, 6, row, 0);
    }
}

ds_status ds_gather_make_risk(ds_gather *g, ds_gather_question *q, ds_error *err) {
    static const char *const keys[] = {"groep"};
    ds_work_risk_options o = DS_WORK_RISK_OPTIONS_INIT;
    const ds_work quiet = quiet_copy(g);
    const ds_recipe_years *years = &q->asked->years;
    const ds_risk_block *b;
    ds_risks *risks = NULL;
    ds_gather_sheet *s;
    ds_error why = {0};
    ds_status status;
    o.definitions_file = g->options->definitions_file;
    o.indicator = q->asked->subject;
    o.attributes = join_list(g, &q->asked->attributes);
    o.year = years->n > 0 ? years->years[years->n - 1] : 0;
    o.minimum = g->rules.options.minimum;
    o.where = where_of(q->asked);
    if (q->asked->depth > 0) o.depth = q->asked->depth;
    status = ds_work_risk(&quiet, &o, &risks, &why);
    if (status != DS_OK) return refuse_chances(g, q, "risico", status, &why, err);
    b = ds_risks_block(risks);
    s = ds_gather_new(g, q, "risico", "", keys, 1);
    for (size_t i = 0; s != NULL && i < b->result->n; i++)
        if (b->result->groups[i].found && b->result->groups[i].within == SIZE_MAX)
            put_risk_group(g, s, b, &b->result->groups[i]);
    if (s != NULL) {
        s->sheet.indicator = q->asked->subject;
        s->sheet.unit = "persoon";
        ds_gather_note(
            g, s, "getoetst",
            DS_SAY("Groepen die aantoonbaar vaker uitkomen dan alle anderen, gecorrigeerd "
                   "voor alle die zijn bekeken.",
                   "Groups that have it demonstrably more often than all others, "
                   "corrected for all that were looked at."));
    }
    ds_risks_free(risks);
    return DS_OK;
}

/* ---- expected ---- */

/* Of an institution what is there, what was to be expected, and the limits: all of it tells teller
 * and noemer, and stands by what these are. */
static void put_expected(ds_gather *g, ds_gather_sheet *s, const ds_expected_block *b,
                         const ds_expected_row *row) {
    const char *const keys[] = {
        ds_gather_text(g, b->cells->texts[b->options->cluster][row->institution])};
    const uint64_t guards[] = {row->noemer, row->teller, row->noemer - row->teller};
    const int jaar = b->cells->years[b->options->year];
    const uint32_t line = ++s->rows;
    const struct {
        const char *measure;
        double value, low, high;
    } numbers[] = {{"percentage", row->observed, NAN, NAN},
                   {"verwacht", row->expected, row->low_95, row->high_95},
                   {"verwacht_998", row->expected, row->low_998, row->high_998},
                   {"verschil_pp", row->difference, row->low, row->high}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ds_release_fact fact =
            ds_gather_fact(jaar, keys, numbers[i].measure, "", 100 * numbers[i].value);
        fact.low = 100 * numbers[i].low;
        fact.high = 100 * numbers[i].high;
        fact.n = (int64_t)row->noemer;
        ds_gather_put(g, s, &fact, guards, 3, line, 1);
    }
}

ds_status ds_gather_make_expected(ds_gather *g, ds_gather_question *q, ds_error *err) {
    static const char *const keys[] = {"instelling"};
    ds_work_expected_options o = DS_WORK_EXPECTED_OPTIONS_INIT;
    const ds_work quiet = quiet_copy(g);
    const ds_recipe_years *years = &q->asked->years;
    ds_expectations *found = NULL;
    const ds_expected_block *b;
    ds_gather_sheet *s;
    ds_error why = {0};
    ds_status status;
    o.definitions_file = g->options->definitions_file;
    o.indicator = q->asked->subject;
    if (q->asked->attributes.n > 0) o.covariates = join_list(g, &q->asked->attributes);
    o.year = years->n > 0 ? years->years[years->n - 1] : 0;
    o.where = where_of(q->asked);
    status = ds_work_expected(&quiet, &o, &found, &why);
    if (status != DS_OK) return refuse_chances(g, q, "verwacht", status, &why, err);
    b = ds_expectations_block(found);
    s = ds_gather_new(g, q, "verwacht", "", keys, 1);
    for (size_t i = 0; s != NULL && i < b->result->n; i++)
        if (b->result->rows[i].place != DS_EXPECTED_SMALL)
            put_expected(g, s, b, &b->result->rows[i]);
    if (s != NULL) {
        s->sheet.indicator = q->asked->subject;
        s->sheet.unit = "persoon";
    }
    ds_expectations_free(found);
    return DS_OK;
}
