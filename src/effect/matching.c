/* effect/matching.c: who is compared with whom, and by how much. See matching.h.
 *
 * Patterns are kept in the order of their scores within each stratum; for a kernel sum the sources
 * and targets of a stratum are gathered in that order into plain arrays, and the sums are put back
 * by pattern. That order is total (equal scores by pattern), so that sums are added up in the same
 * order whatever was computed before. */
#include "effect/matching.h"

#include "effect/firth.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/matching_work.h"

/* A Gaussian's weights never are zero, only too small to divide by: n K / D stays finite above. */
static const double SMALLEST_SUM = 1e-280;

static void work_free(struct ds_matching_work *work) {
    if (work == NULL) return;
    ds_kernel_work_done(&work->kernel);
    for (size_t v = 0; v < DS_MATCHING_VALUES_MAX; v++) {
        ds_free(work->value[v]);
        ds_free(work->sum[v]);
    }
    ds_free(work->first);
    ds_free(work->order);
    ds_free(work->spare);
    ds_free(work->at);
    ds_free(work->to);
    ds_free(work->target);
    ds_free(work->count);
    ds_free(work->in_window);
    ds_free(work->share);
    ds_free(work->line);
    ds_free(work);
}

static bool work_arrays(struct ds_matching_work *work, size_t n, size_t n_strata) {
    bool ok = true;
    for (size_t v = 0; v < DS_MATCHING_VALUES_MAX; v++) {
        work->value[v] = ds_calloc(n + 1, sizeof(double));
        work->sum[v] = ds_calloc(n + 1, sizeof(double));
        ok = ok && work->value[v] != NULL && work->sum[v] != NULL;
    }
    work->first = ds_calloc(n_strata + 1, sizeof *work->first);
    work->order = ds_calloc(n + 1, sizeof *work->order);
    work->spare = ds_calloc(n + 1, sizeof *work->spare);
    work->at = ds_calloc(n + 1, sizeof *work->at);
    work->to = ds_calloc(n + 1, sizeof *work->to);
    work->target = ds_calloc(n + 1, sizeof *work->target);
    work->count = ds_calloc(n + 1, sizeof *work->count);
    work->in_window = ds_calloc(n + 1, sizeof *work->in_window);
    work->share = ds_calloc(n + 1, sizeof *work->share);
    return ok && work->first != NULL && work->order != NULL && work->spare != NULL &&
           work->at != NULL && work->to != NULL && work->target != NULL && work->count != NULL &&
           work->in_window != NULL && work->share != NULL;
}

static struct ds_matching_work *work_new(const ds_effect_sample *sample, bool linear,
                                         ds_error *err) {
    const size_t n = sample->n_patterns;
    struct ds_matching_work *work = ds_calloc(1, sizeof *work);
    if (work == NULL || !work_arrays(work, n, sample->n_strata)) {
        work_free(work);
        (void)ds_error_memory(err);
        return NULL;
    }
    if (linear) work->line = ds_calloc(5 * n + 1, sizeof *work->line);
    if (linear && work->line == NULL) {
        work_free(work);
        (void)ds_error_memory(err);
        return NULL;
    }
    if (ds_kernel_work_init(&work->kernel, n, err) != DS_OK) {
        work_free(work);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        work->first[sample->stratum_of[i] + 1] = i + 1;
        work->order[i].pattern = (uint32_t)i;
    }
    for (size_t s = 0; s < sample->n_strata; s++) /* a stratum without patterns */
        if (work->first[s + 1] < work->first[s]) work->first[s + 1] = work->first[s];
    return work;
}

static bool arrays(ds_matching *m, size_t n) {
    for (size_t g = 0; g < 2; g++) {
        m->on[g] = ds_calloc(n + 1, sizeof *m->on[g]);
        m->usable[g] = ds_calloc(n + 1, sizeof *m->usable[g]);
        m->weight[g] = ds_calloc(n + 1, sizeof *m->weight[g]);
        m->kernel_sum[g] = ds_calloc(n + 1, sizeof *m->kernel_sum[g]);
        m->reach[g] = ds_calloc(n + 1, sizeof *m->reach[g]);
        if (m->on[g] == NULL || m->usable[g] == NULL || m->weight[g] == NULL ||
            m->kernel_sum[g] == NULL || m->reach[g] == NULL)
            return false;
    }
    return true;
}

ds_status ds_matching_init(const ds_design *design, const ds_effect_options *options,
                           ds_matching *out, ds_error *err) {
    ds_matching made = {.design = design, .options = options};
    ds_status status = DS_FAULT;
    made.work = work_new(design->sample, options->linear, err);
    if (made.work == NULL) return status;
    if (!arrays(&made, design->sample->n_patterns))
        status = ds_error_memory(err);
    else
        status = ds_score_init(design, &made.score, err);
    if (status == DS_OK)
        *out = made;
    else
        ds_matching_done(&made);
    return status;
}

void ds_matching_done(ds_matching *matching) {
    for (size_t g = 0; g < 2; g++) {
        ds_free(matching->on[g]);
        ds_free(matching->usable[g]);
        ds_free(matching->weight[g]);
        ds_free(matching->kernel_sum[g]);
        ds_free(matching->reach[g]);
    }
    ds_score_done(&matching->score);
    work_free(matching->work);
    *matching = (ds_matching){0};
}

/* ---- kernel sums by pattern ---- */

static void stratum_sums(const ds_matching *m, double bandwidth, size_t stratum, bool slope,
                         const bool *from, const double *const *values, size_t n_values,
                         const bool *to, double *const *out, uint64_t *in_window) {
    struct ds_matching_work *work = m->work;
    size_t n = 0, n_to = 0;
    for (size_t i = work->first[stratum]; i < work->first[stratum + 1]; i++) {
        const ds_order_entry entry = work->order[i];
        if (from[entry.pattern]) {
            work->at[n] = entry.p;
            for (size_t v = 0; v < n_values; v++)
                work->value[v][n] = values[v][entry.pattern];
            n++;
        }
        if (to[entry.pattern]) {
            work->to[n_to] = entry.p;
            work->target[n_to++] = entry.pattern;
        }
    }
    if (n == 0 || n_to == 0) return;
    const double *sources[DS_MATCHING_VALUES_MAX] = {work->value[0], work->value[1]};
    ds_kernel_sums(m->options->kernel, slope, bandwidth,
                   &(ds_kernel_sources){work->at, n, sources, n_values}, work->to, n_to, work->sum,
                   work->count, &work->kernel);
    for (size_t i = 0; i < n_to; i++) {
        for (size_t v = 0; v < n_values; v++)
            out[v][work->target[i]] = work->sum[v][i];
        if (in_window != NULL) in_window[work->target[i]] = work->count[i];
    }
}

void ds_matching_sums(const ds_matching *matching, bool slope, const bool *from,
                      const double *const *values, size_t n_values, const bool *to,
                      double *const *out, uint64_t *in_window) {
    ds_matching_sums_of(matching, 1, slope, from, values, n_values, to, out, in_window);
}

void ds_matching_sums_of(const ds_matching *matching, size_t g, bool slope, const bool *from,
                         const double *const *values, size_t n_values, const bool *to,
                         double *const *out, uint64_t *in_window) {
    const ds_effect_sample *sample = matching->design->sample;
    const double bandwidth = ds_matching_bandwidth(matching, g);
    for (size_t v = 0; v < n_values; v++)
        memset(out[v], 0, sample->n_patterns * sizeof *out[v]);
    if (in_window != NULL) memset(in_window, 0, sample->n_patterns * sizeof *in_window);
    for (size_t s = 0; s < sample->n_strata; s++)
        stratum_sums(matching, bandwidth, s, slope, from, values, n_values, to, out, in_window);
}

/* ---- support ---- */

static void sort_patterns(ds_matching *m) {
    struct ds_matching_work *work = m->work;
    const ds_effect_sample *sample = m->design->sample;
    for (size_t i = 0; i < sample->n_patterns; i++)
        work->order[i].p = m->score.p[work->order[i].pattern];
    for (size_t s = 0; s < sample->n_strata; s++) {
        const size_t first = work->first[s];
        ds_order_sort(work->order + first, work->spare + first, work->first[s + 1] - first);
    }
}

typedef struct range {
    double low, high;
} range;

/* Of group g in a stratum; low > high where it has nobody. Also tells whether all have one score.
 */
static range score_range(const ds_matching *m, size_t stratum, const double *n) {
    const struct ds_matching_work *work = m->work;
    range found = {INFINITY, -INFINITY};
    for (size_t i = work->first[stratum]; i < work->first[stratum + 1]; i++) {
        const ds_order_entry entry = work->order[i];
        if (!m->score.in[entry.pattern] || !(n[entry.pattern] > 0)) continue;
        if (found.low > found.high) found.low = entry.p;
        found.high = entry.p;
    }
    return found;
}

static bool within(range r, double p) {
    return p >= r.low && p <= r.high;
}

static void find_usable(ds_matching *m, const double *const *n) {
    const ds_effect_support support = m->options->support;
    const bool narrow[2] = {
        support == DS_EFFECT_SUPPORT_CONTROLS || support == DS_EFFECT_SUPPORT_BOTH,
        support == DS_EFFECT_SUPPORT_TREATED || support == DS_EFFECT_SUPPORT_BOTH};
    m->one_score = true;
    for (size_t s = 0; s < m->design->sample->n_strata; s++) {
        const range ranges[2] = {score_range(m, s, n[0]), score_range(m, s, n[1])};
        const double low = fmin(ranges[0].low, ranges[1].low);
        if (fmax(ranges[0].high, ranges[1].high) > low) m->one_score = false;
        for (size_t i = m->work->first[s]; i < m->work->first[s + 1]; i++)
            for (size_t g = 0; g < 2; g++)
                m->usable[g][i] = m->score.in[i] && n[g][i] > 0 &&
                                  (!narrow[g] || within(ranges[1 - g], m->score.p[i]));
    }
}

/* Group g is averaged over: its kernel sums over the other group, who of it has a match, and the
 * weights of the others. */
static void match_group(ds_matching *m, size_t g, const double *const *n) {
    struct ds_matching_work *work = m->work;
    const size_t n_patterns = m->design->sample->n_patterns, other = 1 - g;
    double *const sums = m->kernel_sum[other];
    ds_matching_sums_of(m, g, false, m->usable[other], &n[other], 1, m->usable[g], &sums,
                        work->in_window);
    for (size_t i = 0; i < n_patterns; i++) {
        m->on[g][i] = work->in_window[i] > 0 && sums[i] >= SMALLEST_SUM;
        sums[i] = m->on[g][i] ? sums[i] : 0;
        m->reach[g][i] = -1;
    }
    if (m->options->rule == DS_EFFECT_AUTO) ds_matching_find_nearest(m, g, n[g], n[other], sums);
    for (size_t i = 0; i < n_patterns; i++) {
        work->share[i] = m->on[g][i] ? n[g][i] / sums[i] : 0;
        m->averaged[g] += m->on[g][i] ? n[g][i] : 0;
    }
    if (m->options->linear) {
        ds_matching_weigh_linear(m, g, n, sums);
        return;
    }
    const double *const share = work->share;
    ds_matching_sums_of(m, g, false, m->on[g], &share, 1, m->usable[other], &m->weight[other],
                        NULL);
    ds_matching_add_nearest(m, g, false, &share, 1, &m->weight[other]);
}

static void clear_matching(ds_matching *m) {
    const size_t n = m->design->sample->n_patterns;
    for (size_t g = 0; g < 2; g++) {
        memset(m->on[g], 0, n * sizeof *m->on[g]);
        memset(m->usable[g], 0, n * sizeof *m->usable[g]);
        memset(m->weight[g], 0, n * sizeof *m->weight[g]);
        memset(m->kernel_sum[g], 0, n * sizeof *m->kernel_sum[g]);
        for (size_t i = 0; i < n; i++)
            m->reach[g][i] = -1;
        m->averaged[g] = m->total[g] = m->nearest[g] = 0;
    }
    m->one_score = m->valid = false;
}

bool ds_matching_persons(ds_matching *matching, const double *n1, const double *n0,
                         double bandwidth, const ds_score *from) {
    if (bandwidth > 0)
        (void)ds_firth_fit(matching->design, matching->options->firth, n1, n0, from,
                           &matching->score);
    return ds_matching_scored(matching, n1, n0, bandwidth);
}

bool ds_matching_scored(ds_matching *matching, const double *n1, const double *n0,
                        double bandwidth) {
    const double *const n[2] = {n0, n1};
    const ds_effect_estimand estimand = matching->options->estimand;
    clear_matching(matching);
    matching->bandwidth = bandwidth;
    if (!(bandwidth > 0) || !matching->score.converged) return false;
    sort_patterns(matching);
    find_usable(matching, n);
    if (estimand != DS_EFFECT_ATU) match_group(matching, 1, n);
    if (estimand != DS_EFFECT_ATT) match_group(matching, 0, n);
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < matching->design->sample->n_patterns; i++)
            matching->total[g] += ds_matching_weight(matching, g, i) * n[g][i];
    matching->valid = matching->total[0] > 0 && matching->total[1] > 0;
    return matching->valid;
}

/* ---- outcomes ---- */

void ds_matching_outcome(const ds_matching *matching, const double *n1, const double *n0,
                         const double *sum1, const double *sum0, ds_matching_estimate *out) {
    (void)n1; /* the weights hold them */
    (void)n0;
    double treated = 0, control = 0;
    if (!matching->valid) {
        *out = (ds_matching_estimate){NAN, NAN, NAN};
        return;
    }
    for (size_t i = 0; i < matching->design->sample->n_patterns; i++) {
        treated += ds_matching_weight(matching, 1, i) * sum1[i];
        control += ds_matching_weight(matching, 0, i) * sum0[i];
    }
    /* By the weights themselves: a mean of outcomes stays among them whatever was rounded. */
    out->treated = treated / matching->total[1];
    out->control = control / matching->total[0];
    out->difference = out->treated - out->control;
}
