/* work/inside/report_effect.c: evaluations in a release: effects by outcome and year, guarded by
 * who took part and who did not, with yes and no of each; balance, overlap, other ways,
 * sensitivity. What is of one school is not here (methods 19). See report.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/effects.h"
#include "work/inside/report.h"

enum { EFFECT_GUARDS = 6 };

/* ---- running ---- */

struct ds_gather_effects {
    ds_effects *effects;
    ds_error why; /* why there are none */
    bool done;
};

static size_t join_subjects(const ds_gather *g, char *out, size_t size) {
    const char *last = "";
    size_t used = 0;
    for (size_t i = 0; i < g->n_questions; i++) {
        const ds_recipe_question *q = g->questions[i].asked;
        if (q->ask != DS_ASK_EVALUATION || strcmp(q->subject, last) == 0) continue;
        if (strstr(out, q->subject) != NULL && used > 0 && strcmp(q->subject, last) == 0) continue;
        used += (size_t)snprintf(out + used, used < size ? size - used : 0, "%s%s",
                                 used == 0 ? "" : ",", q->subject);
        last = q->subject;
    }
    return used;
}

/* All evaluations that are asked, once. */
static ds_status run_effects(ds_gather *g, ds_error *err) {
    ds_work_effect_options o = DS_WORK_EFFECT_OPTIONS_INIT;
    ds_work quiet = *g->work;
    char subjects[4096] = "";
    ds_status status;
    if (g->effects == NULL) g->effects = ds_gather_take(g, 1, sizeof *g->effects);
    if (g->effects == NULL) return ds_error_memory(err);
    if (g->effects->done) return DS_OK;
    g->effects->done = true;
    quiet.noted = NULL;
    quiet.passed_over = NULL;
    (void)join_subjects(g, subjects, sizeof subjects);
    o.definitions_file = g->options->definitions_file;
    o.evaluations = subjects;
    o.estimate.seed = g->options->seed;
    status = ds_work_effect(&quiet, &o, &g->effects->effects, &g->effects->why);
    if (status == DS_FAULT && err != NULL) *err = g->effects->why;
    return status == DS_FAULT ? status : DS_OK;
}

void ds_gather_effects_done(ds_gather *g) {
    if (g->effects != NULL) ds_effects_free(g->effects->effects);
}

/* ---- guards ---- */

static uint64_t count_part(double share, uint64_t n) {
    return isfinite(share) && share > 0 ? (uint64_t)(share * (double)n + 0.5) : 0;
}

/* Who took part and is averaged over; who did not; of both who has the outcome, and who has not.
 * Of the others what the weights make of them: as many as they are worth. */
static void guard_row(const ds_effect_row *row, uint64_t guards[EFFECT_GUARDS]) {
    const ds_effect_result *r = &row->result;
    const uint64_t treated = r->n_treated - (r->off_support < r->n_treated ? r->off_support : 0);
    const uint64_t worth =
        count_part(1, (uint64_t)(isfinite(r->effective_controls) ? r->effective_controls
                                                                 : (double)r->n_control));
    guards[0] = r->n_treated;
    guards[1] = r->n_control;
    guards[2] = guards[3] = r->n_treated;
    guards[4] = guards[5] = r->n_control;
    if (!row->share) return;
    guards[2] = count_part(r->treated, treated);
    guards[3] = treated - (guards[2] < treated ? guards[2] : treated);
    guards[4] = count_part(r->control, worth);
    guards[5] = worth - (guards[4] < worth ? guards[4] : worth);
}

/* ---- the main sheet ---- */

static const char *class_of(const ds_effect_row *row) {
    return row->placebo ? "placebo" : row->conditional ? "beschrijving" : "";
}

static int year_of(const ds_effect_row *row) {
    return row->year == DS_EFFECT_NO_YEAR ? 0 : row->year;
}

/* Of two outcomes of a year who is in the one and not in the other is few: how many there are of
 * the one with the fewest is not told. 0: of none. */
static uint64_t count_apart(const ds_effect_block *b, const ds_effect_row *row, bool treated,
                            uint64_t minimum) {
    const uint64_t n = treated ? row->result.n_treated : row->result.n_control;
    for (size_t i = 0; i < b->n_rows; i++) {
        const ds_effect_result *other = &b->rows[i].result;
        const uint64_t more = treated ? other->n_treated : other->n_control;
        if (b->rows[i].year == row->year && more > n && more - n < minimum) return more - n;
    }
    return 0;
}

/* How many took part and did not, beside the other outcomes of the year. */
static void put_sizes(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b,
                      const ds_effect_row *row, const char *klasse) {
    const char *const keys[] = {row->outcome};
    for (int treated = 1; treated >= 0; treated--) {
        const uint64_t n = treated ? row->result.n_treated : row->result.n_control;
        uint64_t guards[EFFECT_GUARDS + 1];
        const ds_release_fact fact = ds_gather_fact(
            year_of(row), keys, treated ? "n_behandeld" : "n_controle", klasse, (double)n);
        guard_row(row, guards);
        guards[EFFECT_GUARDS] = count_apart(b, row, treated, g->rules.options.minimum);
        ds_gather_put(g, s, &fact, guards, EFFECT_GUARDS + 1, 0, 0);
    }
}

/* The smallest of 1, 2 and 5 times a power of ten that is at least so much, from begin (a power of
 * ten) on. */
static double step_of(double begin, double least) {
    static const double times[] = {1, 2, 5};
    double power = begin;
    for (size_t i = 0;; i++) {
        const double step = times[i % 3] * power;
        if (step >= least) return step;
        if (i % 3 == 2) power *= 10;
    }
}

/* A mean with all its digits is a fraction that tells of how many persons it is, and so how few are
 * left out of it. Where those are few it is rounded to a step in which every number of persons that
 * it may be of has such a mean: then all outcomes of a year together tell no more than each. The
 * difference keeps its digits, so both sides of it are rounded. */
static double round_level(const ds_gather *g, const ds_effect_block *b, const ds_effect_row *row,
                          double level) {
    const ds_effect_result *r = &row->result;
    const uint64_t minimum = g->rules.options.minimum;
    const double unit = row->share ? 100 : 1;
    double step;
    if ((r->off_support == 0 || r->off_support >= minimum) &&
        count_apart(b, row, true, minimum) == 0)
        return level;
    step = step_of(unit / 1000,
                   r->n_treated > minimum ? unit / (double)(r->n_treated - minimum) : unit);
    return step >= 1 ? step * round(level / step)
                     : round(level * round(1 / step)) / round(1 / step);
}

static void put_number(ds_gather *g, ds_gather_sheet *s, const ds_effect_row *row,
                       const char *const *keys, const char *measure, double value, uint32_t line) {
    uint64_t guards[EFFECT_GUARDS];
    ds_release_fact fact = ds_gather_fact(year_of(row), keys, measure, class_of(row), value);
    guard_row(row, guards);
    ds_gather_put(g, s, &fact, guards, EFFECT_GUARDS, line, 0);
}

static void put_estimate(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b,
                         const ds_effect_row *row, const char *const *keys, uint32_t line) {
    const ds_effect_result *r = &row->result;
    const double scale = row->share ? 100 : 1;
    const uint64_t minimum = g->rules.options.minimum;
    uint64_t guards[EFFECT_GUARDS];
    ds_release_fact fact =
        ds_gather_fact(year_of(row), keys, row->share ? "verschil_pp" : "verschil", class_of(row),
                       scale * r->difference);
    guard_row(row, guards);
    fact.se = scale * r->se;
    fact.low = scale * r->low;
    fact.high = scale * r->high;
    fact.p = r->p;
    fact.p_adjusted = r->p_adjusted;
    if (count_apart(b, row, true, minimum) == 0 && count_apart(b, row, false, minimum) == 0)
        fact.n = (int64_t)(r->n_treated + r->n_control);
    if (!ds_effect_has_estimate(r)) {
        fact.state = DS_STATE_UNDEFINED;
        fact.reason = "geen_schatting";
    }
    ds_gather_put(g, s, &fact, guards, EFFECT_GUARDS, line, 0);
}

/* "1, 4": the years after the start in which rows of one outcome have flag; "" for none. */
static const char *list_flag_years(ds_gather *g, const ds_effect_block *b, const char *outcome,
                                   unsigned flag) {
    char text[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < b->n_rows && used < sizeof text; i++) {
        const ds_effect_row *row = &b->rows[i];
        if (row->placebo || strcmp(row->outcome, outcome) != 0 || (row->result.flags & flag) == 0 ||
            row->year == DS_EFFECT_NO_YEAR)
            continue;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%d", used == 0 ? "" : ", ",
                                 row->year);
    }
    return ds_gather_copy(g, text);
}

/* Under outcome/code, so that a figure of one outcome has its own alone; with the years that it is
 * about. */
static void put_flags(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    size_t n;
    const ds_effect_flag_text *texts = ds_effect_flag_texts(&n);
    for (size_t k = 0; k < b->n_rows; k++) {
        const char *outcome = b->rows[k].outcome;
        if (k > 0 && strcmp(b->rows[k - 1].outcome, outcome) == 0) continue;
        for (size_t i = 0; i < n; i++) {
            const char *years = list_flag_years(g, b, outcome, texts[i].flag);
            if (*years == '\0') continue;
            ds_gather_note(g, s, ds_arena_print(&g->arena, "%s/%s", outcome, texts[i].code),
                           DS_SAY(ds_arena_print(&g->arena, "Jaar %s: %s", years, texts[i].nl),
                                  ds_arena_print(&g->arena, "Year %s: %s", years, texts[i].en)));
        }
    }
}

static void put_effects(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    bool rounded = false;
    for (size_t i = 0; i < b->n_rows; i++) {
        const ds_effect_row *row = &b->rows[i];
        const char *const keys[] = {row->outcome};
        const double scale = row->share ? 100 : 1;
        const uint32_t line = ++s->rows;
        const double treated = scale * row->result.treated, shown = round_level(g, b, row, treated);
        rounded = rounded || shown != treated;
        put_number(g, s, row, keys, "behandeld", shown, line);
        put_number(g, s, row, keys, "controle", round_level(g, b, row, scale * row->result.control),
                   line);
        put_estimate(g, s, b, row, keys, line);
        put_sizes(g, s, b, row, class_of(row));
        put_number(g, s, row, keys, "locaties_behandeld", (double)row->result.locations_treated,
                   line);
        put_number(g, s, row, keys, "aantoonbaar", scale * row->result.smallest, line);
        if (row->result.off_support > 0) {
            ds_release_fact fact = ds_gather_fact(year_of(row), keys, "buiten_steun", class_of(row),
                                                  (double)row->result.off_support);
            ds_gather_put(g, s, &fact, &row->result.off_support, 1, 0, 0);
        }
    }
    if (rounded)
        ds_gather_note(
            g, s, "niveau_afgerond",
            DS_SAY("Waar van de deelnemers maar enkelen niet meetellen, zijn de twee "
                   "waarden naast een verschil afgerond; het verschil niet.",
                   "Where only a few of those who took part do not count, the two values "
                   "beside a difference are rounded; the difference is not."));
    put_flags(g, s, b);
}

/* Without a class: an outcome is of one class, and a number of persons of none. */
static void put_numbers(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    for (size_t i = 0; i < b->n_rows; i++) {
        const ds_effect_row *row = &b->rows[i];
        put_sizes(g, s, b, row, row->placebo ? class_of(row) : "");
    }
    if (b->published_treated > 0) {
        const char *const keys[] = {"publicatie"};
        ds_release_fact fact =
            ds_gather_fact(0, keys, "n_behandeld", "", (double)b->published_treated);
        ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
        fact = ds_gather_fact(0, keys, "n_controle", "", (double)b->published_controls);
        ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
    }
}

/* ---- balance, overlap ---- */

/* The first that has diagnostics: all outcomes have nearly the same persons. */
static const ds_effect_row *find_diagnosed(const ds_effect_block *b) {
    for (size_t i = 0; i < b->n_rows; i++)
        if (b->rows[i].diagnostics != NULL && !b->rows[i].placebo) return &b->rows[i];
    return NULL;
}

static void put_balance(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    const ds_effect_row *row = find_diagnosed(b);
    for (size_t i = 0; row != NULL && i < row->diagnostics->n_balance; i++) {
        const ds_effect_balance *t = &row->diagnostics->balance[i];
        const bool level = strstr(t->name, " = ") != NULL;
        const uint64_t n_t = row->result.n_treated, n_c = row->result.n_control;
        const uint64_t has_t = level ? count_part(t->mean_treated, n_t) : n_t,
                       has_c = level ? count_part(t->mean_control, n_c) : n_c;
        const uint64_t guards[] = {has_t, n_t - has_t, has_c, n_c - has_c};
        const char *const keys[] = {t->name};
        const uint32_t line = ++s->rows;
        ds_release_fact fact =
            ds_gather_fact(year_of(row), keys, "smd_voor", "", t->difference_before);
        ds_gather_put(g, s, &fact, guards, level ? 4 : 1, line, 0);
        fact = ds_gather_fact(year_of(row), keys, "smd_na", "", t->difference_after);
        ds_gather_put(g, s, &fact, guards, level ? 4 : 1, line, 0);
    }
}

static void put_overlap(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    static const char *const measures[] = {"dichtheid_controle", "dichtheid_behandeld"};
    const ds_effect_row *row = find_diagnosed(b);
    uint64_t total[2] = {0, 0};
    if (row == NULL) return;
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < DS_EFFECT_BINS; i++)
            total[side] += row->diagnostics->bins[side][i];
    for (size_t i = 0; i < DS_EFFECT_BINS; i++)
        for (size_t side = 0; side < 2; side++) {
            const uint64_t n = row->diagnostics->bins[side][i];
            const char *const keys[] = {
                ds_arena_print(&g->arena, "%.3f", ((double)i + 0.5) / DS_EFFECT_BINS)};
            ds_release_fact fact =
                ds_gather_fact(year_of(row), keys, measures[side], "",
                               total[side] == 0 ? NAN : 100.0 * (double)n / (double)total[side]);
            if (keys[0] == NULL) return;
            ds_gather_put(g, s, &fact, &n, 1, ++s->rows, (uint32_t)side + 1);
        }
}

/* ---- other ways, sensitivity, subgroups ---- */

static void put_way(ds_gather *g, ds_gather_sheet *s, const ds_effect_row *row, const char *way,
                    double difference, double se) {
    const char *const keys[] = {row->outcome, way};
    const double scale = row->share ? 100 : 1;
    uint64_t guards[EFFECT_GUARDS];
    ds_release_fact fact =
        ds_gather_fact(year_of(row), keys, row->share ? "verschil_pp" : "verschil", class_of(row),
                       scale * difference);
    guard_row(row, guards);
    fact.se = scale * se;
    ds_gather_put(g, s, &fact, guards, EFFECT_GUARDS, 0, 0);
}

static void put_ways(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    for (size_t i = 0; i < b->n_rows; i++) {
        const ds_effect_row *row = &b->rows[i];
        put_way(g, s, row, "kernel", row->result.difference, row->result.se);
        for (size_t k = 0; k < row->result.n_others; k++)
            put_way(
                g, s, row,
                ds_effect_word(DS_EFFECT_CHOICE_ESTIMATOR, (int)row->result.others[k].estimator),
                row->result.others[k].difference, row->result.others[k].se);
        for (size_t k = 0; k < b->n_beside; k++)
            put_way(g, s, row, ds_arena_print(&g->arena, "exact: %s", b->beside[k].exact),
                    b->beside[k].results[i].difference, NAN);
    }
}

static void put_gamma(ds_gather *g, ds_gather_sheet *s, const ds_effect_row *row,
                      const char *measure, double value) {
    const char *const keys[] = {row->outcome, ""};
    uint64_t guards[EFFECT_GUARDS];
    const ds_release_fact fact = ds_gather_fact(year_of(row), keys, measure, class_of(row), value);
    guard_row(row, guards);
    if (isfinite(value)) ds_gather_put(g, s, &fact, guards, EFFECT_GUARDS, 0, 0);
}

static void put_sensitivity(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    for (size_t i = 0; i < b->n_rows; i++) {
        const ds_effect_diagnostics *d = b->rows[i].diagnostics;
        if (d == NULL || d->sensitivity_state != DS_EFFECT_SENSITIVITY_KNOWN) continue;
        put_gamma(g, s, &b->rows[i], "gamma_nul", d->gamma_zero);
        put_gamma(g, s, &b->rows[i], "gamma_interval", d->gamma_interval);
        put_gamma(g, s, &b->rows[i], "gamma_gelijken", d->gamma_equals);
        put_gamma(g, s, &b->rows[i], "e_waarde", d->e_value);
        put_gamma(g, s, &b->rows[i], "e_waarde_grens", d->e_value_limit);
    }
}

static void put_subgroups(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b) {
    for (size_t i = 0; i < b->n_subgroups; i++) {
        const ds_effect_subgroup *u = &b->subgroups[i];
        const ds_effect_row *row = &b->rows[u->row];
        const char *const keys[] = {row->outcome, u->column, u->level};
        const uint64_t guards[] = {u->n_treated, u->n_control};
        const double scale = row->share ? 100 : 1;
        ds_release_fact fact =
            ds_gather_fact(year_of(row), keys, row->share ? "verschil_pp" : "verschil",
                           class_of(row), scale * u->difference);
        fact.se = scale * u->se;
        fact.low = scale * u->low;
        fact.high = scale * u->high;
        fact.n = (int64_t)(u->n_treated + u->n_control);
        ds_gather_put(g, s, &fact, guards, 2, ++s->rows, 0);
    }
}

/* ---- parts ---- */

static const struct effect_part {
    const char *part, *kind;
    const char *keys[3];
    size_t n_keys;
    void (*put)(ds_gather *g, ds_gather_sheet *s, const ds_effect_block *b);
} parts[] = {
    {"", "evaluatie", {"uitkomst"}, 1, put_effects},
    {"aantallen", "evaluatie_aantallen", {"uitkomst"}, 1, put_numbers},
    {"balans", "evaluatie_balans", {"covariaat"}, 1, put_balance},
    {"overlap", "evaluatie_overlap", {"score"}, 1, put_overlap},
    {"gevoeligheid", "evaluatie_gevoeligheid", {"uitkomst", "gamma"}, 2, put_sensitivity},
    {"manieren", "evaluatie_manieren", {"uitkomst", "manier"}, 2, put_ways},
    {"deelgroepen", "evaluatie_deelgroepen", {"uitkomst", "kenmerk", "groep"}, 3, put_subgroups},
};

static const ds_effect_block *find_block(const ds_gather *g, const char *id) {
    size_t n = 0;
    const ds_effect_block *list =
        g->effects->effects == NULL ? NULL : ds_effects_blocks(g->effects->effects, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].id, id) == 0) return &list[i];
    return NULL;
}

static void label_outcomes(ds_gather *g, const ds_effect_block *b) {
    for (size_t i = 0; i < b->n_rows; i++)
        ds_gather_label(g, "uitkomst", b->rows[i].outcome,
                        DS_SAY(b->rows[i].name, b->rows[i].name_en));
}

static void make_part(ds_gather *g, const ds_gather_question *q, const struct effect_part *part,
                      const ds_effect_block *b) {
    ds_gather_sheet *s = ds_gather_new(g, q, part->kind, "", part->keys, part->n_keys);
    if (s == NULL) return;
    s->sheet.indicator = q->asked->subject;
    s->sheet.unit = "persoon";
    s->sheet.source = DS_SAY(ds_gather_copy(g, b->source), ds_gather_copy(g, b->source));
    s->sheet.version = ds_gather_copy(g, b->version); /* that of a row is of its outcome */
    label_outcomes(g, b);
    part->put(g, s, b);
    if (s->n == 0)
        ds_gather_refuse(
            g, s, "niets_te_zeggen",
            DS_SAY("hier is niets over te zeggen: er is geen schatting, of het is niet "
                   "gevraagd in de definitie",
                   "there is nothing to say of this: there is no estimate, or the "
                   "definition does not ask it"));
}

ds_status ds_gather_ask_effect(ds_gather *g, ds_gather_question *q, ds_error *err) {
    const ds_evaluation *evaluation;
    size_t file;
    ds_status status = ds_work_definitions_find_evaluation(&g->definitions, q->asked->subject,
                                                           &file, &evaluation, err);
    if (status != DS_OK) ds_error_place(err, q->asked->file, q->asked->line, 1);
    return status;
}

ds_status ds_gather_make_effect(ds_gather *g, ds_gather_question *q, ds_error *err) {
    const ds_effect_block *block;
    ds_status status = run_effects(g, err);
    if (status != DS_OK) return status;
    block = find_block(g, q->asked->subject);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i].part, q->asked->part) != 0) continue;
        if (block == NULL)
            ds_gather_unfilled_by(g, q, parts[i].kind, &g->effects->why);
        else
            make_part(g, q, &parts[i], block);
        return DS_OK;
    }
    ds_gather_unfilled(g, q, "evaluatie", "", "alleen_intern",
                       DS_SAY("wat van een school alleen is, blijft binnen",
                              "what is of a single school stays inside"));
    return DS_OK;
}
