/* effect/set.c: samples that hold the same persons → results. One design, one score, one support
 * and one resampling serve all their outcomes. See set.h and doorstroom/effect.h. */
#include "effect/set.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/power.h"
#include "effect/agree.h"
#include "effect/bandwidth.h"
#include "effect/bootstrap.h"
#include "effect/compare.h"
#include "effect/diagnose.h"
#include "effect/exact.h"
#include "effect/firth.h"
#include "effect/permutation.h"
#include "effect/se.h"
#include "effect/way.h"

static const double P_MIN = 1e-300; /* what is printed of p is never 0 */

/* One set, and what is worked out of it on the way. */
typedef struct set {
    const ds_effect_set *of;
    const ds_effect_sample *const *samples; /* [n]: of->samples */
    ds_effect_result *results;              /* [n]: of->results */
    size_t n;
    const ds_effect_options *options;
    double *n1, *n0;                      /* [n_patterns] persons */
    double *sum[2];                       /* [n_patterns]: of one outcome at a time */
    double *scale;                        /* [n]: the root of the mean square of each outcome */
    double bandwidth, bandwidth_controls; /* the second: 0 where it is no other */
    bool fallback;
    const ds_agree *agree; /* by other ways, where asked for; else NULL */
} set;

static bool set_arrays(set *s) {
    const size_t n = s->samples[0]->n_patterns + 1;
    s->n1 = ds_calloc(n, sizeof *s->n1);
    s->n0 = ds_calloc(n, sizeof *s->n0);
    s->sum[0] = ds_calloc(n, sizeof *s->sum[0]);
    s->sum[1] = ds_calloc(n, sizeof *s->sum[1]);
    s->scale = ds_calloc(s->n, sizeof *s->scale);
    return s->n1 != NULL && s->n0 != NULL && s->sum[0] != NULL && s->sum[1] != NULL &&
           s->scale != NULL;
}

static void set_done(set *s) {
    ds_free(s->n1);
    ds_free(s->n0);
    ds_free(s->sum[0]);
    ds_free(s->sum[1]);
    ds_free(s->scale);
}

static void find_sums(set *s, size_t outcome) {
    ds_sample_totals(s->samples[outcome], (double *const[2]){NULL, NULL}, s->sum,
                     (double *const[2]){NULL, NULL});
}

static double find_scale(const ds_effect_sample *sample) {
    double square = 0;
    for (size_t i = 0; i < sample->n_groups; i++)
        square +=
            (double)sample->groups[i].n * sample->groups[i].outcome * sample->groups[i].outcome;
    return sqrt(square / ((double)sample->n_treated + (double)sample->n_control));
}

static const ds_effect_result no_result = {.bandwidth = NAN,
                                           .treated = NAN,
                                           .control = NAN,
                                           .difference = NAN,
                                           .se = NAN,
                                           .low = NAN,
                                           .high = NAN,
                                           .p = NAN,
                                           .p_adjusted = NAN,
                                           .se_psmatch2 = NAN,
                                           .se_kmatch = NAN,
                                           .se_influence = NAN,
                                           .se_influence_locations = NAN,
                                           .sum_w2 = NAN,
                                           .effective_controls = NAN,
                                           .normal_low = NAN,
                                           .normal_high = NAN,
                                           .p_permutation = NAN,
                                           .others_se = NAN,
                                           .exact_difference = NAN,
                                           .smallest = NAN,
                                           .bandwidth_controls = NAN,
                                           .percentile_low = NAN,
                                           .percentile_high = NAN,
                                           .p_monte_carlo = NAN,
                                           .assignments = NAN};

/* Of 1 and 2 only, both of them: codes for yes and no more often than numbers. */
static unsigned find_one_two(const ds_effect_sample *sample) {
    bool has[3] = {false, false, false};
    for (size_t i = 0; i < sample->n_groups; i++) {
        const double outcome = sample->groups[i].outcome;
        if (outcome != 1 && outcome != 2) return 0;
        has[outcome == 1 ? 1 : 2] = true;
    }
    return has[1] && has[2] ? DS_EFFECT_ONE_TWO : 0;
}

/* What is known without an estimate. persons: of the locations, [n_locations]. */
static void describe(const set *s, size_t outcome, uint64_t locations_treated) {
    const ds_effect_sample *sample = s->samples[outcome];
    ds_effect_result *r = &s->results[outcome];
    *r = no_result;
    r->n_treated = sample->n_treated;
    r->n_control = sample->n_control;
    r->n_missing = sample->n_missing;
    r->locations_all = sample->n_locations;
    r->locations_treated = locations_treated;
    r->flags |= find_one_two(sample);
    if (r->n_treated == 0) r->flags |= DS_EFFECT_NO_TREATED;
    if (r->n_control == 0) r->flags |= DS_EFFECT_NO_CONTROLS;
    if (s->options->resample == DS_EFFECT_LOCATIONS && locations_treated < DS_EFFECT_LOCATIONS_MIN)
        r->flags |= DS_EFFECT_FEW_LOCATIONS;
}

static ds_status describe_all(const set *s, ds_error *err) {
    const ds_effect_sample *sample = s->samples[0];
    bool *treated = ds_calloc(sample->n_locations + 1, sizeof *treated);
    uint64_t n = 0;
    if (treated == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < sample->n_groups; i++)
        if (sample->groups[i].treated) treated[sample->groups[i].location] = true;
    for (size_t l = 0; l < sample->n_locations; l++)
        n += treated[l];
    for (size_t o = 0; o < s->n; o++)
        describe(s, o, n);
    ds_free(treated);
    return DS_OK;
}

/* ---- the bandwidth ---- */

/* By cross-validation, of the first outcome. */
static ds_status cross_validate(const set *s, ds_bandwidth_data *data, ds_bandwidth *out,
                                ds_error *err) {
    const ds_effect_sample *sample = s->samples[0];
    const size_t n = sample->n_patterns;
    double *memory = ds_calloc(4 * n + 1, sizeof *memory);
    ds_status status;
    if (memory == NULL) return ds_error_memory(err);
    for (size_t g = 0; g < 2; g++) {
        data->sum[g] = memory + 2 * g * n;
        data->square[g] = memory + (2 * g + 1) * n;
    }
    ds_sample_totals(sample, (double *const[2]){NULL, NULL},
                     (double *const[2]){memory, memory + 2 * n},
                     (double *const[2]){memory + n, memory + 3 * n});
    status = ds_bandwidth_cross_validate(data, s->options->kernel, out, err);
    ds_free(memory);
    return status;
}

static ds_status apply_rule(set *s, ds_bandwidth_data *data, double *out, ds_error *err) {
    ds_bandwidth found = {.bandwidth = NAN};
    ds_status status;
    if (s->options->rule == DS_EFFECT_PAIR)
        status = ds_bandwidth_pair(data, &found, err);
    else if (s->options->rule == DS_EFFECT_AUTO)
        status = ds_bandwidth_auto(data, s->options->kernel, &found, err);
    else
        status = cross_validate(s, data, &found, err);
    if (status != DS_OK) return status;
    *out = found.bandwidth;
    s->fallback = s->fallback || found.fallback;
    return DS_OK;
}

/* By the rule, from the scores of all persons and the first outcome. The ATE has one for each
 * direction, as kmatch; cross-validation judges both together. */
static ds_status find_bandwidth(set *s, const ds_design *design, ds_score *score, ds_error *err) {
    const ds_effect_options *o = s->options;
    const bool twice = o->estimand == DS_EFFECT_ATE && o->rule != DS_EFFECT_CROSS_VALIDATED;
    ds_bandwidth_data data = {.n_patterns = s->samples[0]->n_patterns,
                              .stratum_of = s->samples[0]->stratum_of,
                              .p = score->p,
                              .in = score->in,
                              .n = {s->n0, s->n1},
                              .estimand = twice ? DS_EFFECT_ATT : o->estimand};
    ds_status status;
    s->bandwidth = o->rule == DS_EFFECT_FIXED ? o->bandwidth : NAN;
    if (o->rule == DS_EFFECT_FIXED || !ds_firth_fit(design, o->firth, s->n1, s->n0, NULL, score))
        return DS_OK;
    status = apply_rule(s, &data, &s->bandwidth, err);
    data.estimand = DS_EFFECT_ATU;
    if (status == DS_OK && twice) status = apply_rule(s, &data, &s->bandwidth_controls, err);
    return status;
}

/* ---- point estimates ---- */

static unsigned find_flags(const set *s, const ds_matching *m) {
    const ds_score *score = &m->score;
    double n1 = 0, n0 = 0;
    unsigned flags = score->dropped ? DS_EFFECT_LEVELS_DROPPED : 0;
    if (s->fallback) flags |= DS_EFFECT_BANDWIDTH_FALLBACK;
    for (size_t p = 0; p < s->samples[0]->n_patterns; p++) {
        n1 += score->in[p] ? s->n1[p] : 0;
        n0 += score->in[p] ? s->n0[p] : 0;
    }
    if (n1 == 0 || n0 == 0) return flags | DS_EFFECT_ALL_OFF_SUPPORT;
    if (score->separated || !score->converged) return flags | DS_EFFECT_SEPARATED;
    if (!m->valid) return flags | DS_EFFECT_ALL_OFF_SUPPORT;
    if (m->one_score)
        flags |= DS_EFFECT_ONE_PATTERN;
    else if (ds_diagnose_smooths_all(m, (const double *const[2]){s->n0, s->n1}, s->bandwidth))
        flags |= DS_EFFECT_SMOOTHS_ALL;
    return flags;
}

/* An outcome of 0 and 1 that hardly anybody of a group has, or lacks; or a single person. */
static unsigned find_few_events(const ds_effect_sample *sample) {
    uint64_t n[2][2] = {{0, 0}, {0, 0}};
    unsigned flags = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *g = &sample->groups[i];
        if (g->outcome != 0 && g->outcome != 1) return 0;
        n[g->treated][g->outcome == 1] += g->n;
    }
    for (size_t g = 0; g < 2; g++)
        for (size_t event = 0; event < 2; event++)
            if (n[g][event] < DS_EFFECT_EVENTS_MIN)
                flags |=
                    DS_EFFECT_FEW_EVENTS | (n[g][event] == 1 ? (unsigned)DS_EFFECT_ONE_PERSON : 0);
    return flags;
}

static uint64_t off_support(const set *s, const ds_matching *m) {
    const ds_effect_sample *sample = s->samples[0];
    const ds_effect_estimand estimand = s->options->estimand;
    uint64_t n = 0;
    if (estimand != DS_EFFECT_ATU)
        n += sample->n_treated - (m->valid ? (uint64_t)m->averaged[1] : 0);
    if (estimand != DS_EFFECT_ATT)
        n += sample->n_control - (m->valid ? (uint64_t)m->averaged[0] : 0);
    return n;
}

static bool is_much_off_support(ds_effect_estimand estimand, const ds_effect_result *r) {
    uint64_t n = 0;
    if (estimand != DS_EFFECT_ATU) n += r->n_treated;
    if (estimand != DS_EFFECT_ATT) n += r->n_control;
    return 100 * r->off_support > DS_EFFECT_OFF_MIN * n;
}

/* With what each location adds, where that is asked for. */
static ds_status formulas(const set *s, size_t outcome, const ds_matching *m, ds_se *out,
                          ds_error *err) {
    const ds_effect_sample *sample = s->samples[outcome];
    double *sums = NULL;
    ds_status status;
    if (s->of->places != NULL) {
        sums = ds_calloc(sample->n_locations + 1, sizeof *sums);
        s->of->places[outcome] = ds_effect_places_new(sample);
        if (sums == NULL || s->of->places[outcome] == NULL) {
            ds_free(sums);
            return ds_error_memory(err);
        }
    }
    status = ds_se_estimate_places(m, sample, sums, out, err);
    if (sums != NULL) ds_effect_places_set(s->of->places[outcome], sums);
    ds_free(sums);
    return status;
}

static ds_status estimate_outcome(set *s, size_t outcome, const ds_matching *m, ds_error *err) {
    const ds_effect_sample *sample = s->samples[outcome];
    ds_effect_result *r = &s->results[outcome];
    ds_matching_estimate estimate;
    ds_exact exact;
    ds_se se;
    find_sums(s, outcome);
    exact = ds_exact_estimate(s->options->estimand, sample->n_patterns, s->n1, s->n0, s->sum[1],
                              s->sum[0]);
    r->exact_difference = exact.difference;
    r->exact_treated = exact.treated;
    r->exact_controls = exact.control;
    r->bandwidth = s->bandwidth;
    if (s->bandwidth_controls > 0) r->bandwidth_controls = s->bandwidth_controls;
    r->off_support = off_support(s, m);
    r->nearest = (uint64_t)(m->nearest[0] + m->nearest[1]);
    r->flags |= find_flags(s, m) | find_few_events(sample);
    if (m->valid && is_much_off_support(s->options->estimand, r)) r->flags |= DS_EFFECT_OFF_SUPPORT;
    s->scale[outcome] = find_scale(sample);
    if (!m->valid) return DS_OK;
    ds_matching_outcome(m, s->n1, s->n0, s->sum[1], s->sum[0], &estimate);
    r->treated = estimate.treated;
    r->control = estimate.control;
    r->difference = estimate.difference;
    if (formulas(s, outcome, m, &se, err) != DS_OK) return DS_FAULT;
    r->se_psmatch2 = se.psmatch2;
    r->se_kmatch = se.kmatch;
    r->se_influence = se.influence;
    r->se_influence_locations = se.influence_locations;
    r->sum_w2 = se.sum_w2;
    r->effective_controls = se.effective_controls;
    r->controls_used = se.controls_used;
    if (se.one_outcome) /* says more than that events are few */
        r->flags = (r->flags & ~(unsigned)DS_EFFECT_FEW_EVENTS) | DS_EFFECT_ONE_OUTCOME;
    return DS_OK;
}

/* ---- standard errors ---- */

static void say_share(void *context, double share) {
    const set *s = context;
    s->options->progress(s->options->progress_context, "steekproeven trekken", "drawing resamples",
                         ((double)s->of->index + share) / (double)s->of->n_sets);
}

/* Whether an outcome is 0 or 1 of everybody. */
static bool is_share(const ds_effect_sample *sample) {
    for (size_t i = 0; i < sample->n_groups; i++)
        if (sample->groups[i].outcome != 0 && sample->groups[i].outcome != 1) return false;
    return true;
}

/* A difference of shares is from -1 to 1. permuted: what was observed of those averaged over is
 * given, only what they would have had otherwise is not known. */
static void cut_interval(const set *s, size_t outcome, bool permuted) {
    ds_effect_result *r = &s->results[outcome];
    double least = -1, most = 1;
    if (!is_share(s->samples[outcome])) return;
    if (permuted && s->options->estimand == DS_EFFECT_ATT) {
        least = r->treated - 1;
        most = r->treated;
    } else if (permuted && s->options->estimand == DS_EFFECT_ATU) {
        least = -r->control;
        most = 1 - r->control;
    }
    if (r->low < least || r->high > most) r->flags |= DS_EFFECT_CUT;
    if (r->low < least) r->low = least;
    if (r->high > most) r->high = most;
}

/* difference ± t se, and p of the same t. */
static void by_formula(const set *s, size_t outcome, double se, double degrees) {
    ds_effect_result *r = &s->results[outcome];
    const double t =
        isfinite(degrees) ? gsl_cdf_tdist_Pinv(0.975, degrees) : gsl_cdf_ugaussian_Pinv(0.975);
    double size;
    if (isnan(se) || (r->flags & DS_EFFECT_ONE_OUTCOME)) return;
    if (!(se > 1e-12 * s->scale[outcome])) {
        r->flags |= DS_EFFECT_NO_SPREAD;
        return;
    }
    size = fabs(r->difference) / se;
    r->se = se;
    r->low = r->difference - t * se;
    r->high = r->difference + t * se;
    r->p = 2 * (isfinite(degrees) ? gsl_cdf_tdist_Q(size, degrees) : gsl_cdf_ugaussian_Q(size));
    r->p = fmax(r->p, P_MIN);
    /* Of a standard error that is too small it would be too small as well. */
    if (!(r->flags & DS_EFFECT_FEW_EVENTS)) r->smallest = ds_power_smallest(se, degrees);
    cut_interval(s, outcome, false);
}

/* How far p may be off by drawing: the standard error of n draws is off by 1 / √(2n). */
static double find_monte_carlo(const ds_effect_result *r, double degrees) {
    const double size = fabs(r->difference) / r->se;
    const double slope =
        isfinite(degrees) ? gsl_ran_tdist_pdf(size, degrees) : gsl_ran_ugaussian_pdf(size);
    return 2 * slope * size / sqrt(2.0 * (r->replicates - r->replicates_lost));
}

/* Interval and p by what other locations would have done, in place of a standard error. */
static ds_status permute_outcome(const set *s, size_t outcome, ds_permutation_of of,
                                 ds_error *err) {
    ds_effect_result *r = &s->results[outcome];
    ds_permutation found;
    ds_status status;
    of.sample = s->samples[outcome];
    of.n0 = s->n0;
    of.scale = s->scale[outcome];
    of.rare = (r->flags & (DS_EFFECT_ONE_OUTCOME | DS_EFFECT_FEW_EVENTS)) != 0;
    of.options = s->options;
    status = ds_permutation_run(&of, &found, err);
    if (status != DS_OK) return status;
    r->p = r->p_permutation = found.of.p;
    r->p_monte_carlo = found.of.monte_carlo;
    r->permuted_locations = found.locations;
    r->permuted_treated = found.treated;
    if (isnan(found.of.p)) {
        r->flags |= DS_EFFECT_NO_SPREAD;
        r->p_monte_carlo = NAN;
        return DS_OK;
    }
    r->assignments = found.of.assignments;
    r->permuted = found.of.counted;
    r->studentised = found.studentised;
    if (found.of.cannot) {
        r->flags |= DS_EFFECT_CANNOT;
        return DS_OK;
    }
    r->low = found.of.low;
    r->high = found.of.high;
    r->smallest = ds_power_smallest_of_interval(r->low, r->high);
    cut_interval(s, outcome, true);
    return DS_OK;
}

/* Too few treated locations, or an outcome of which resamples say too little. */
static bool needs_permutation(const set *s, size_t outcome) {
    const ds_effect_options *options = s->options;
    const unsigned flags = s->results[outcome].flags;
    if (options->resample != DS_EFFECT_LOCATIONS || options->se == DS_EFFECT_SE_NONE) return false;
    if (options->se == DS_EFFECT_SE_BOOTSTRAP || options->estimator != DS_EFFECT_KERNEL_MATCHING)
        return (flags & (DS_EFFECT_FEW_LOCATIONS | DS_EFFECT_ONE_OUTCOME | DS_EFFECT_FEW_EVENTS)) !=
               0;
    return (flags & DS_EFFECT_FEW_LOCATIONS) && s->samples[0]->n_locations > 1;
}

static ds_status bootstrap(const set *s, const ds_design *design, const ds_matching *m,
                           ds_error *err) {
    const size_t replicates = s->options->replicates;
    const double degrees = s->options->resample == DS_EFFECT_LOCATIONS
                               ? (double)s->results[0].locations_treated - 1
                               : INFINITY;
    double *differences = ds_calloc(s->n, replicates * sizeof *differences);
    ds_bootstrap task = {.samples = s->samples,
                         .n_samples = s->n,
                         .design = design,
                         .options = s->options,
                         .bandwidth = s->bandwidth,
                         .bandwidth_controls = s->bandwidth_controls,
                         .from = &m->score,
                         .n_workers = s->of->n_workers,
                         .done = s->of->says ? say_share : NULL,
                         .context = (void *)(uintptr_t)s};
    ds_status status =
        differences == NULL ? ds_error_memory(err) : ds_bootstrap_run(&task, differences, err);
    for (size_t o = 0; status == DS_OK && o < s->n; o++) {
        ds_effect_result *r = &s->results[o];
        if (s->agree != NULL && s->options->resample == DS_EFFECT_LOCATIONS)
            status = ds_agree_resampled(s->agree, o, differences + o * replicates, r, err);
        ds_bootstrap_summary(differences + o * replicates, s->options->replicates, s->scale[o], r);
        const double se = r->se;
        r->se = NAN;
        if (needs_permutation(s, o) || (r->flags & DS_EFFECT_ONE_OUTCOME)) {
            r->normal_low = r->normal_high = r->percentile_low = r->percentile_high = NAN;
            continue;
        }
        by_formula(s, o, se, degrees);
        if (!isnan(r->p)) r->p_monte_carlo = find_monte_carlo(r, degrees);
    }
    ds_free(differences);
    return status;
}

static ds_status find_spread(const set *s, const ds_design *design, const ds_matching *m,
                             ds_error *err) {
    const ds_effect_se choice = s->options->se;
    ds_status status = DS_OK;
    /* Few locations are few for all outcomes. */
    const bool few = needs_permutation(s, 0) && (s->results[0].flags & DS_EFFECT_FEW_LOCATIONS);
    if (choice == DS_EFFECT_SE_BOOTSTRAP && !few) status = bootstrap(s, design, m, err);
    for (size_t o = 0; status == DS_OK && o < s->n; o++) {
        const ds_effect_result *r = &s->results[o];
        if (needs_permutation(s, o))
            status = permute_outcome(s, o, (ds_permutation_of){.matching = m}, err);
        else if (choice == DS_EFFECT_SE_INFLUENCE)
            by_formula(s, o, r->se_influence, INFINITY);
        else if (choice == DS_EFFECT_SE_PSMATCH2)
            by_formula(s, o, r->se_psmatch2, INFINITY);
        else if (choice == DS_EFFECT_SE_KMATCH)
            by_formula(s, o, r->se_kmatch, INFINITY);
    }
    return status;
}

/* The same outcomes by other ways beside the kernel; then all their spread. */
static ds_status find_others(set *s, const ds_design *design, const ds_matching *m, ds_error *err) {
    ds_agree agree;
    ds_status status;
    if (!s->options->others || s->options->linear) return find_spread(s, design, m, err);
    status = ds_agree_init(m, s->n, &agree, err);
    if (status != DS_OK) return status;
    for (size_t o = 0; status == DS_OK && o < s->n; o++)
        status = ds_agree_outcome(&agree, o, s->samples[o], &s->results[o], err);
    s->agree = &agree;
    if (status == DS_OK) status = find_spread(s, design, m, err);
    s->agree = NULL;
    ds_agree_done(&agree);
    return status;
}

static ds_status match_set(set *s, const ds_design *design, ds_error *err) {
    ds_matching m;
    ds_status status = ds_matching_init(design, s->options, &m, err);
    if (status != DS_OK) return status;
    status = find_bandwidth(s, design, &m.score, err);
    m.bandwidth_controls = s->bandwidth_controls;
    if (status == DS_OK && !isnan(s->bandwidth))
        (void)ds_matching_persons(&m, s->n1, s->n0, s->bandwidth, NULL);
    for (size_t o = 0; status == DS_OK && o < s->n; o++)
        status = estimate_outcome(s, o, &m, err);
    if (status == DS_OK && m.valid) status = find_others(s, design, &m, err);
    ds_matching_done(&m);
    return status;
}

/* ---- other ways than the kernel ---- */

/* By the influence function; of few treated locations by what others would have done. */
static ds_status find_way_spread(const set *s, size_t outcome, const ds_way *way, ds_error *err) {
    const bool locations = s->options->resample == DS_EFFECT_LOCATIONS;
    const double treated = (double)s->results[outcome].locations_treated;
    if (s->options->se == DS_EFFECT_SE_NONE) return DS_OK;
    if (needs_permutation(s, outcome))
        return permute_outcome(s, outcome,
                               (ds_permutation_of){.weight = {way->weight[0], way->weight[1]},
                                                   .means = way->expected,
                                                   .difference = way->difference},
                               err);
    by_formula(s, outcome, locations ? way->se_locations : way->se_persons,
               locations ? treated - 1 : INFINITY);
    return DS_OK;
}

static ds_status estimate_way(set *s, size_t outcome, const ds_way_basis *basis, ds_error *err) {
    ds_effect_result *r = &s->results[outcome];
    ds_way way;
    ds_exact exact;
    ds_status status = ds_way_estimate(basis, s->options->estimator, &way, err);
    if (status != DS_OK) return status;
    find_sums(s, outcome);
    exact = ds_exact_estimate(s->options->estimand, s->samples[0]->n_patterns, s->n1, s->n0,
                              s->sum[1], s->sum[0]);
    r->exact_difference = exact.difference;
    r->exact_treated = exact.treated;
    r->exact_controls = exact.control;
    r->flags |= find_few_events(s->samples[outcome]);
    s->scale[outcome] = find_scale(s->samples[outcome]);
    ds_way_result(basis, &way, r);
    if (way.valid && is_much_off_support(s->options->estimand, r))
        r->flags |= DS_EFFECT_OFF_SUPPORT;
    if (way.valid) status = find_way_spread(s, outcome, &way, err);
    if (status == DS_OK && way.valid && s->of->places != NULL && way.influence.n_patterns > 0) {
        s->of->places[outcome] = ds_effect_places_of(s->samples[outcome], &way.influence);
        if (s->of->places[outcome] == NULL) status = ds_error_memory(err);
    }
    ds_way_done(&way);
    return status;
}

static ds_status estimate_ways(set *s, const ds_design *design, ds_error *err) {
    ds_score score;
    ds_status status = ds_score_init(design, &score, err);
    if (status != DS_OK) return status;
    (void)ds_firth_fit(design, s->options->firth, s->n1, s->n0, NULL, &score);
    for (size_t o = 0; status == DS_OK && o < s->n; o++) {
        ds_way_basis basis;
        status = ds_way_basis_init(s->samples[o], s->options, design, &score, &basis, err);
        if (status != DS_OK) break;
        status = estimate_way(s, o, &basis, err);
        ds_way_basis_done(&basis);
    }
    ds_score_done(&score);
    return status;
}

static ds_status estimate_set(set *s, ds_error *err) {
    ds_design design;
    ds_status status;
    ds_sample_totals(s->samples[0], (double *const[2]){s->n0, s->n1},
                     (double *const[2]){NULL, NULL}, (double *const[2]){NULL, NULL});
    status = ds_firth_design(s->samples[0], s->options->firth, s->n1, s->n0, &design, err);
    if (status != DS_OK) return status;
    status = s->options->estimator == DS_EFFECT_KERNEL_MATCHING ? match_set(s, &design, err)
                                                                : estimate_ways(s, &design, err);
    ds_design_done(&design);
    return status;
}

ds_status ds_effect_set_estimate(const ds_effect_set *of, ds_error *err) {
    set s = {.of = of,
             .samples = of->samples,
             .results = of->results,
             .n = of->n,
             .options = of->options};
    ds_status status = describe_all(&s, err);
    if (status != DS_OK) return status;
    if (s.samples[0]->n_treated == 0 || s.samples[0]->n_control == 0) return DS_OK;
    status = set_arrays(&s) ? estimate_set(&s, err) : ds_error_memory(err);
    set_done(&s);
    return status;
}
