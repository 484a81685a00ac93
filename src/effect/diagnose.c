/* effect/diagnose.c: the diagnostics of one estimate, put together. Nothing here needs a resample:
 * one matching at the bandwidth that was used, and a few at others. See diagnose.h. */
#include "effect/diagnose.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/bandwidth.h"
#include "effect/by_school.h"
#include "effect/equals.h"
#include "effect/firth.h"
#include "effect/sensitivity.h"

/* What is handed out, with all that it points to. */
typedef struct diagnostics {
    ds_effect_diagnostics out; /* first, so that its address is the caller's */
    ds_effect_term *terms;     /* [n_columns] */
    ds_effect_balance *balance;
    ds_effect_left_out *left_out; /* [n_columns + 1] */
    char **names;                 /* [n_columns] */
    char **dropped;               /* [n_columns + n_strata], n_dropped in use */
    uint64_t *dropped_persons;
    ds_by_school *schools;
    size_t n_columns;
    ds_effect_curve curve[DS_CURVE_MAX];
    ds_effect_sensitivity sensitivity[DS_SENSITIVITY_N];
} diagnostics;

static void clear_diagnostics(ds_effect_diagnostics *out) {
    out->loglik = out->constant = out->constant_se = NAN;
    out->largest_before = out->largest_after = NAN;
    for (size_t g = 0; g < 2; g++) {
        out->score_min[g] = out->score_max[g] = out->score_sd[g] = NAN;
        for (size_t i = 0; i < 5; i++)
            out->score_quantiles[g][i] = NAN;
    }
    out->bandwidth = out->bandwidth_pair = out->bandwidth_over_spread = NAN;
    out->gamma_zero = out->gamma_interval = NAN;
    out->bandwidth_for_all = out->difference_for_all = NAN;
    out->gamma_equals = out->z_equals = out->e_value = out->e_value_limit = NAN;
}

static void diagnostics_free(diagnostics *all) {
    if (all == NULL) return;
    for (size_t i = 0; all->names != NULL && i < all->n_columns; i++)
        ds_free(all->names[i]);
    for (size_t i = 0; all->dropped != NULL && i < all->out.n_dropped; i++)
        ds_free(all->dropped[i]);
    ds_free(all->names);
    ds_free(all->dropped);
    ds_free(all->dropped_persons);
    ds_free(all->terms);
    ds_free(all->balance);
    ds_free(all->left_out);
    ds_by_school_free(all->schools);
    ds_free(all);
}

void ds_effect_diagnostics_free(ds_effect_diagnostics *out) {
    diagnostics_free((diagnostics *)out);
}

/* ---- names ---- */

/* The name of a column, whole, however long. */
static char *column_name(const ds_diagnosis *d, size_t column) {
    const ds_design *design = &d->design;
    size_t size = 16, factor = 0;
    char *name;
    if (column < design->first_of_factor[d->sample->n_factors]) {
        const ds_sample_factor *factors = d->sample->factors;
        while (column >= design->first_of_factor[factor + 1])
            factor++;
        size += strlen(factors[factor].name) +
                strlen(factors[factor].levels[column - design->first_of_factor[factor]]);
    } else {
        const size_t number = column - design->first_of_factor[d->sample->n_factors];
        size += strlen(d->sample->number_names[number]);
    }
    name = ds_malloc(size);
    if (name != NULL) (void)ds_design_name(design, column, name, size);
    return name;
}

static ds_status make_diagnostics(const ds_diagnosis *d, diagnostics **out, ds_error *err) {
    const size_t n = d->design.n_columns, n_dropped = n + d->sample->n_strata;
    diagnostics *all = ds_calloc(1, sizeof *all);
    if (all == NULL) return ds_error_memory(err);
    all->n_columns = n;
    all->names = ds_calloc(n + 1, sizeof *all->names);
    all->terms = ds_calloc(n + 1, sizeof *all->terms);
    all->balance = ds_calloc(n + 1, sizeof *all->balance);
    all->left_out = ds_calloc(n + 1, sizeof *all->left_out);
    all->dropped = ds_calloc(n_dropped + 1, sizeof *all->dropped);
    all->dropped_persons = ds_calloc(n_dropped + 1, sizeof *all->dropped_persons);
    if (all->names == NULL || all->terms == NULL || all->balance == NULL || all->left_out == NULL ||
        all->dropped == NULL || all->dropped_persons == NULL)
        goto failed;
    clear_diagnostics(&all->out);
    for (size_t i = 0; i < n; i++) {
        all->names[i] = column_name(d, i);
        if (all->names[i] == NULL) goto failed;
        all->terms[i] = (ds_effect_term){all->names[i], NAN, NAN, NULL, NULL};
        all->balance[i].name = all->left_out[i + 1].name = all->names[i];
    }
    *out = all;
    return DS_OK;
failed:
    diagnostics_free(all);
    return ds_error_memory(err);
}

/* ---- what was left out ---- */

static ds_status add_dropped(diagnostics *all, const char *name, uint64_t persons, ds_error *err) {
    char *copy = ds_strdup(name);
    if (copy == NULL) return ds_error_memory(err);
    all->dropped[all->out.n_dropped] = copy;
    all->dropped_persons[all->out.n_dropped++] = persons;
    return DS_OK;
}

/* Persons of each column of a factor; counts[n_columns]. */
static void count_levels(const ds_diagnosis *d, uint64_t *counts) {
    const size_t n_factors = d->sample->n_factors;
    for (size_t i = 0; i < d->sample->n_patterns; i++)
        for (size_t f = 0; f < n_factors; f++)
            counts[d->design.first_of_factor[f] + d->sample->levels[i * n_factors + f]] +=
                (uint64_t)(d->n[0][i] + d->n[1][i]);
}

/* Levels that only one group has, then strata of which nobody takes part. Who has two such levels
 * is counted at both. */
static ds_status fill_dropped(const ds_diagnosis *d, diagnostics *all, ds_error *err) {
    const ds_effect_sample *sample = d->sample;
    ds_status status = DS_OK;
    uint64_t *counts = ds_calloc(d->design.n_columns + 1, sizeof *counts);
    if (counts == NULL) return ds_error_memory(err);
    count_levels(d, counts);
    for (size_t c = 0; c < d->design.n_columns && status == DS_OK; c++)
        if (d->design.drop[c] == DS_DESIGN_ONE_GROUP)
            status = add_dropped(all, all->names[c], counts[c], err);
    ds_free(counts);
    for (size_t from = 0, to = 0; from < sample->n_patterns && status == DS_OK; from = to) {
        uint64_t persons = 0;
        bool in = false;
        for (; to < sample->n_patterns && sample->stratum_of[to] == sample->stratum_of[from];
             to++) {
            persons += (uint64_t)(d->n[0][to] + d->n[1][to]);
            in = in || d->matching.score.in[to];
        }
        if (!in && sample->n_strata > 1)
            status = add_dropped(all, sample->strata[sample->stratum_of[from]], persons, err);
    }
    return status;
}

/* What the pair rule would have taken (ATE: for the treated); NAN when it finds no distance. */
static ds_status fill_pair(const ds_diagnosis *d, ds_effect_diagnostics *out, ds_error *err) {
    const ds_bandwidth_data data = {
        .n_patterns = d->sample->n_patterns,
        .stratum_of = d->sample->stratum_of,
        .p = d->matching.score.p,
        .in = d->matching.score.in,
        .n = {d->n[0], d->n[1]},
        .estimand = d->options->estimand == DS_EFFECT_ATE ? DS_EFFECT_ATT : d->options->estimand};
    ds_bandwidth pair;
    ds_status status;
    if (!d->scored) return DS_OK;
    status = ds_bandwidth_pair(&data, &pair, err);
    if (status == DS_OK && !pair.fallback) out->bandwidth_pair = pair.bandwidth;
    return status;
}

/* ---- all of it ---- */

static void diagnosis_done(ds_diagnosis *d) {
    ds_free(d->n[0]);
}

/* Counts by pattern; the design and the matching are made by the caller. */
static ds_status diagnosis_init(ds_diagnosis *d, ds_error *err) {
    const size_t n = d->sample->n_patterns;
    double *block = ds_calloc(4 * n + 1, sizeof *block);
    if (block == NULL) return ds_error_memory(err);
    for (size_t g = 0; g < 2; g++) {
        d->n[g] = block + 2 * g * n;
        d->sum[g] = d->n[g] + n;
    }
    ds_sample_totals(d->sample, d->n, d->sum, NULL);
    return DS_OK;
}

/* The estimate's own matching again. Without an estimate there may still be a score. */
static void match(ds_diagnosis *d) {
    const double bandwidth = d->result->bandwidth;
    const bool known = bandwidth > 0 && isfinite(bandwidth);
    d->matching.bandwidth_controls =
        isfinite(d->result->bandwidth_controls) ? d->result->bandwidth_controls : 0;
    const bool valid =
        ds_matching_persons(&d->matching, d->n[1], d->n[0], known ? bandwidth : 1, NULL);
    d->scored = d->matching.score.converged && !d->matching.score.separated;
    d->matched = known && valid && d->scored;
}

static ds_status fill_diagnostics(const ds_diagnosis *d, diagnostics *all, ds_error *err) {
    ds_effect_diagnostics *out = &all->out;
    ds_status status;
    out->bandwidth = d->result->bandwidth;
    status = fill_dropped(d, all, err);
    if (status == DS_OK) status = fill_pair(d, out, err);
    if (status == DS_OK) status = ds_diagnose_terms(d, all->terms, out, err);
    if (status == DS_OK) status = ds_diagnose_balance(d, all->balance, out, err);
    if (status == DS_OK) status = ds_diagnose_overlap(d, out, err);
    if (status == DS_OK) status = ds_diagnose_curve(d, all->curve, &out->n_curve, err);
    if (status == DS_OK) status = ds_diagnose_left_out(d, all->left_out, out, err);
    if (status == DS_OK) status = ds_by_school_make(d, &all->schools, err);
    if (status == DS_OK && all->schools != NULL) out->schools = ds_by_school_view(all->schools);
    if (status == DS_OK) status = ds_diagnose_sensitivity(d, all->sensitivity, out, err);
    if (status == DS_OK) status = ds_diagnose_equals(d, out, err);
    out->terms = all->terms;
    out->n_terms = all->n_columns;
    out->balance = all->balance;
    out->n_balance = all->n_columns;
    out->left_out = all->left_out;
    out->curve = all->curve;
    out->sensitivity = all->sensitivity;
    out->dropped = (const char *const *)all->dropped;
    out->dropped_persons = all->dropped_persons;
    return status;
}

ds_status ds_effect_diagnose(const ds_effect_sample *sample, const ds_effect_options *options,
                             const ds_effect_result *result, ds_effect_diagnostics **out,
                             ds_error *err) {
    ds_diagnosis d = {.sample = sample, .options = options, .result = result};
    diagnostics *all = NULL;
    ds_status status =
        ds_error_version(err, "ds_effect_options", options->version, DS_EFFECT_OPTIONS_VERSION);
    if (status == DS_OK) status = diagnosis_init(&d, err);
    if (status != DS_OK) return status;
    status = ds_firth_design(sample, options->firth, d.n[1], d.n[0], &d.design, err);
    if (status != DS_OK) goto no_design;
    status = ds_matching_init(&d.design, options, &d.matching, err);
    if (status != DS_OK) goto no_matching;
    match(&d);
    status = make_diagnostics(&d, &all, err);
    if (status == DS_OK) status = fill_diagnostics(&d, all, err);
    if (status == DS_OK)
        *out = &all->out;
    else
        diagnostics_free(all);
    ds_matching_done(&d.matching);
no_matching:
    ds_design_done(&d.design);
no_design:
    diagnosis_done(&d);
    return status;
}
