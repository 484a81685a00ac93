/* coverage/estimate.c: the written draws as a register, its cells, and what is estimated from them:
 * see coverage.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "coverage.h"
#include "doorstroom/tally.h"

/* The keys of a request: the group, the draw, where, the covariates, and the exact columns but
 * schooljaar. */
enum { EXACT_SETS = 2 };
enum { GROUP, DRAW, PLACE, PLACE_2, COVARIATES };

typedef struct counted {
    const ds_evaluation *evaluation;
    ds_cells *cells[OUTCOMES_MAX];
} counted;

/* ---- cells ---- */

static ds_register *import(const coverage_plan *plan, const char *world) {
    char folder[DS_PATH_SIZE];
    ds_import_report *report = NULL;
    ds_register *reg;
    ds_error err = {0};
    ds_import_options options = {.n_workers = 1, .program_folder = plan->source};
    coverage_check(ds_file_join(folder, plan->folder, world, &err), &err);
    options.work_folder = folder;
    coverage_check(ds_import(&options, &report, &err), &err);
    ds_import_report_free(report);
    coverage_check(ds_register_open(folder, &reg, &err), &err);
    return reg;
}

/* "vakmanschap2" of "vakmanschap2.vsv.2". */
static const ds_evaluation *evaluation_of(const ds_definitions *definitions, const char *id) {
    char name[64];
    const ds_evaluation *out;
    ds_error err = {0};
    (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(id, "."), id);
    coverage_check(ds_definitions_find_evaluation(definitions, name, &out, &err), &err);
    if (out->n_location != 2 || out->n_covariates + COVARIATES > DS_KEYS_MAX)
        coverage_check(DS_USAGE, &(ds_error){.en = "another evaluation than this tool is for"});
    return out;
}

/* The exact columns that count; the report's own, schooljaar, stand beside them. */
static const ds_evaluation_column *beside(const ds_evaluation *e, size_t *n) {
    if (e->n_exact < EXACT_SETS || e->exact_report == SIZE_MAX ||
        e->exact_sizes[e->exact_report] != 1)
        coverage_check(DS_USAGE, &(ds_error){.en = "other exact columns than this tool is for"});
    *n = e->exact_sizes[0];
    return e->exact[0];
}

static size_t keys_of(const ds_evaluation *e, uint32_t draw, uint32_t *keys, const char **names) {
    const uint32_t first[] = {e->group, draw, e->location[0].node, e->location[1].node};
    static const char *const first_names[] = {"groep", "gemeente", "plaats", "plaats_2"};
    size_t n = COVARIATES, n_beside;
    const ds_evaluation_column *exact = beside(e, &n_beside);
    memcpy(keys, first, sizeof first);
    memcpy(names, first_names, sizeof first_names);
    for (size_t i = 0; i < e->n_covariates; i++, n++) {
        keys[n] = e->covariates[i].node;
        names[n] = e->covariates[i].name;
    }
    for (size_t i = 0; i < n_beside; i++) {
        if (exact[i].node == UINT32_MAX) continue; /* schooljaar */
        keys[n] = exact[i].node;
        names[n++] = exact[i].name;
    }
    return n;
}

static void count(const coverage_plan *plan, const ds_definitions *definitions, const char *world,
                  ds_cells **out) {
    static uint32_t keys[OUTCOMES_MAX][DS_KEYS_MAX];
    static const char *names[OUTCOMES_MAX][DS_KEYS_MAX];
    const ds_tally_options options = {.n_workers = 1};
    ds_tally_request requests[OUTCOMES_MAX];
    ds_tally_note notes[OUTCOMES_MAX];
    ds_error err = {0};
    ds_register *reg = import(plan, world);
    ds_overlay *overlay = ds_overlay_new(definitions);
    uint32_t draw;
    size_t n = coverage_n_outcomes();
    coverage_check(ds_overlay_key(overlay, "gemeente", &draw, &err), &err);
    for (size_t o = 0; o < n; o++) {
        const ds_evaluation *e = evaluation_of(definitions, coverage_outcomes[o]);
        const ds_indicator *indicator;
        size_t n_keys = keys_of(e, draw, keys[o], names[o]);
        coverage_check(ds_definitions_find(definitions, coverage_outcomes[o], &indicator, &err),
                       &err);
        requests[o] = (ds_tally_request){indicator, keys[o], names[o], n_keys};
    }
    coverage_check(
        ds_tally(reg, ds_overlay_definitions(overlay), requests, n, &options, out, notes, &err),
        &err);
    ds_overlay_free(overlay);
    ds_register_close(reg);
}

/* Draw d has gemeente "G00d". */
static uint32_t draw_of(const ds_cell *cell, uint32_t n) {
    int64_t draw = -1;
    ds_text text = cell->keys[DRAW];
    if (text.size < 2 || !ds_number_parse_integer((ds_text){text.data + 1, text.size - 1}, &draw) ||
        draw < 0 || draw >= n)
        coverage_check(DS_INPUT, &(ds_error){.en = "a person of no draw"});
    return (uint32_t)draw;
}

/* ---- truth ---- */

typedef struct sums {
    uint64_t n, held;
} sums;

static void sum_treated(const ds_cells *cells, uint32_t n, sums *out) {
    memset(out, 0, n * sizeof *out);
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        if (!ds_text_is(cell.keys[GROUP], "ja")) continue;
        out[draw_of(&cell, n)].n += cell.measures.noemer;
        out[draw_of(&cell, n)].held += cell.measures.teller;
    }
}

/* What the route did to those who took part, in each draw. */
static void truths(const ds_cells *with, const ds_cells *without, uint32_t n, double *out) {
    sums *a = calloc(n, sizeof *a), *b = calloc(n, sizeof *b);
    if (a == NULL || b == NULL) abort();
    sum_treated(with, n, a);
    sum_treated(without, n, b);
    for (uint32_t d = 0; d < n; d++) {
        if (a[d].n != b[d].n)
            coverage_check(DS_INPUT, &(ds_error){.en = "other participants in the other world"});
        out[d] = ((double)a[d].held - (double)b[d].held) / (double)a[d].n;
    }
    free(a);
    free(b);
}

/* ---- estimates ---- */

static ds_effect_sample *new_sample(const ds_evaluation *e, size_t exact) {
    ds_effect_column columns[2 * DS_KEYS_MAX] = {{"schooljaar", DS_EFFECT_EXACT}};
    ds_effect_sample *sample;
    size_t n = 1, n_beside;
    const ds_evaluation_column *others = beside(e, &n_beside);
    for (size_t i = 0; i < e->n_covariates; i++)
        columns[n++] = (ds_effect_column){
            e->covariates[i].name, e->covariates[i].number ? DS_EFFECT_NUMBER : DS_EFFECT_FACTOR};
    for (size_t i = 0; exact == 1 && i < n_beside; i++)
        if (others[i].node != UINT32_MAX)
            columns[n++] = (ds_effect_column){others[i].name, DS_EFFECT_EXACT};
    sample = ds_effect_sample_new(columns, n);
    if (sample == NULL) abort();
    return sample;
}

static ds_effect_value value_of(const ds_evaluation_column *column, ds_text text) {
    int64_t number;
    if (ds_text_is(text, "onbekend")) return (ds_effect_value){.number = (double)NAN};
    if (!column->number) return (ds_effect_value){.text = text};
    if (!ds_number_parse_integer(text, &number))
        coverage_check(DS_INPUT, &(ds_error){.en = "a number that is none"});
    return (ds_effect_value){.number = (double)number};
}

/* The values of the exact columns beside the default stand last; a sample without them does not
 * look at them. */
static void add_cell(ds_effect_sample *sample, const ds_evaluation *e, const ds_cell *cell,
                     size_t n_keys) {
    ds_effect_value values[DS_KEYS_MAX + 1];
    char year[16], place[128];
    ds_effect_group group = {.values = values, .treated = ds_text_is(cell->keys[GROUP], "ja")};
    ds_error err = {0};
    if (!group.treated && !ds_text_is(cell->keys[GROUP], "nee")) return;
    (void)snprintf(year, sizeof year, "%d", cell->schooljaar);
    (void)snprintf(place, sizeof place, "%.*s %.*s", (int)cell->keys[PLACE].size,
                   cell->keys[PLACE].data, (int)cell->keys[PLACE_2].size, cell->keys[PLACE_2].data);
    values[0] = (ds_effect_value){.text = ds_text_of(year)};
    for (size_t i = 0; i < e->n_covariates; i++)
        values[1 + i] = value_of(&e->covariates[i], cell->keys[COVARIATES + i]);
    for (size_t i = COVARIATES + e->n_covariates; i < n_keys; i++)
        values[i + 1 - COVARIATES] = (ds_effect_value){.text = cell->keys[i]};
    group.location = ds_text_of(place);
    group.n = cell->measures.teller;
    group.outcome = 1;
    if (group.n > 0) coverage_check(ds_effect_sample_add(sample, &group, &err), &err);
    group.n = cell->measures.noemer - cell->measures.teller;
    group.outcome = 0;
    if (group.n > 0) coverage_check(ds_effect_sample_add(sample, &group, &err), &err);
}

/* samples[draw * n_outcomes + outcome], with one set of exact columns. */
static ds_effect_sample **make_samples(const ds_definitions *definitions, ds_cells *const *cells,
                                       uint32_t n, size_t exact) {
    size_t n_outcomes = coverage_n_outcomes();
    ds_effect_sample **samples = calloc(n * n_outcomes, sizeof(ds_effect_sample *));
    ds_error err = {0};
    if (samples == NULL) abort();
    for (size_t o = 0; o < n_outcomes; o++) {
        const ds_evaluation *e = evaluation_of(definitions, coverage_outcomes[o]);
        for (uint32_t d = 0; d < n; d++)
            samples[d * n_outcomes + o] = new_sample(e, exact);
        for (size_t i = 0; i < ds_cells_n(cells[o]); i++) {
            ds_cell cell = ds_cells_at(cells[o], i);
            add_cell(samples[draw_of(&cell, n) * n_outcomes + o], e, &cell,
                     ds_cells_n_keys(cells[o]));
        }
        for (uint32_t d = 0; d < n; d++)
            coverage_check(ds_effect_sample_finish(samples[d * n_outcomes + o], &err), &err);
    }
    return samples;
}

static void estimate(const coverage_plan *plan, ds_effect_sample **samples, uint32_t n,
                     size_t variant, coverage_result *out) {
    const coverage_variant *v = &coverage_variants[variant];
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    size_t n_outcomes = coverage_n_outcomes();
    ds_effect_result found[OUTCOMES_MAX];
    ds_error err = {0};
    options.estimator = v->estimator;
    options.rule = v->rule;
    options.bandwidth = v->bandwidth;
    options.se = v->resampled ? DS_EFFECT_SE_BOOTSTRAP : DS_EFFECT_SE_NONE;
    options.replicates = plan->replicates;
    options.seed = plan->seed;
    options.n_workers = 1;
    for (uint32_t d = 0; d < n; d++) {
        coverage_check(ds_effect_estimate((const ds_effect_sample *const *)&samples[d * n_outcomes],
                                          n_outcomes, &options, found, &err),
                       &err);
        for (size_t o = 0; o < n_outcomes; o++)
            out[(d * VARIANTS + variant) * n_outcomes + o].of = found[o];
    }
}

/* All variants with one set of exact columns. */
static void estimate_with(const coverage_plan *plan, const ds_definitions *definitions,
                          ds_cells *const *cells, uint32_t n, uint32_t n_resampled, size_t exact,
                          coverage_result *out) {
    ds_effect_sample **samples = make_samples(definitions, cells, n, exact);
    for (size_t variant = 0; variant < VARIANTS; variant++)
        if (coverage_variants[variant].exact == exact)
            estimate(plan, samples, coverage_variants[variant].resampled ? n_resampled : n, variant,
                     out);
    for (size_t i = 0; i < n * coverage_n_outcomes(); i++)
        ds_effect_sample_free(samples[i]);
    free(samples);
}

void coverage_estimate(const coverage_plan *plan, uint32_t first, uint32_t n,
                       coverage_result *out) {
    const uint32_t left = first < plan->n_resampled ? plan->n_resampled - first : 0;
    size_t n_outcomes = coverage_n_outcomes();
    ds_cells *with[OUTCOMES_MAX], *without[OUTCOMES_MAX];
    double *truth = calloc(n, sizeof *truth);
    char path[DS_PATH_SIZE];
    ds_definitions *definitions;
    ds_error err = {0};
    if (truth == NULL) abort();
    coverage_check(ds_file_join(path, plan->source, "definitions/leerroutes.yaml", &err), &err);
    coverage_check(ds_definitions_read(path, &definitions, &err), &err);
    count(plan, definitions, "met", with);
    count(plan, definitions, "zonder", without);
    for (size_t exact = 0; exact < EXACT_SETS; exact++)
        estimate_with(plan, definitions, with, n, left < n ? left : n, exact, out);
    for (size_t o = 0; o < n_outcomes; o++) {
        truths(with[o], without[o], n, truth);
        for (uint32_t d = 0; d < n; d++)
            for (size_t v = 0; v < VARIANTS; v++)
                out[(d * VARIANTS + v) * n_outcomes + o].truth = truth[d];
        ds_cells_free(with[o]);
        ds_cells_free(without[o]);
    }
    free(truth);
    ds_definitions_free(definitions);
}
