/* effect/bootstrap.c: the spread of the differences over resamples of the persons. See bootstrap.h.
 *
 * Replicates go WIDTH at a time. What a slot's persons add up to is then read once for all of them,
 * and the replicates stand beside each other in memory, so that one instruction does several. The
 * weights come last: a slot's sum in a replicate is made in registers and multiplied once. */
#include "effect/bootstrap.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/wide.h"
#include "effect/resample.h"
#include "effect/wide.h"

enum { WIDTH = 16, STRIPE = DS_LOCATION_STRIPE };

/* One thread's memory. */
typedef struct worker {
    ds_matching matching;
    ds_wide *wide;   /* or NULL: every fit by itself */
    double *counts;  /* [n_locations * WIDTH]: how often a location was drawn */
    float *times;    /* the same */
    double *persons; /* [n_slots * WIDTH] */
    double *weights; /* [n_slots * WIDTH] */
    double *one;     /* [n_slots]: the persons of one replicate */
    double *sums;    /* [n_stripes * STRIPE * WIDTH] */
    uint64_t *drawn; /* [n_slots], of persons */
} worker;

typedef struct run {
    const ds_bootstrap *task;
    ds_location_layout layout; /* of locations */
    ds_urns *urns;             /* [n_samples], of persons */
    uint64_t n_persons;
    size_t n_batches;
    worker *workers;
    double *differences;
} run;

void ds_bootstrap_weights(const ds_matching *matching, double *weights, size_t stride) {
    const size_t n_patterns = matching->design->sample->n_patterns;
    for (size_t p = 0; p < n_patterns; p++) {
        double control = 0, treated = 0;
        if (matching->valid) {
            control = -ds_matching_weight(matching, 0, p) / matching->total[0];
            treated = ds_matching_weight(matching, 1, p) / matching->total[1];
        }
        weights[2 * p * stride] = control;
        weights[(2 * p + 1) * stride] = treated;
    }
}

/* ---- whole locations ---- */

static void draw_locations(const run *r, size_t replicate, double *counts) {
    ds_random_locations(r->task->options->seed, replicate, r->layout.n_locations, WIDTH, counts);
}

/* Four numbers that the compiler keeps beside each other; a wider machine takes them at once. */
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));
enum { FOURS = WIDTH / 4 };

/* The same for floats, whose sums are exact where they are used: the bits are those of doubles. */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
enum { EIGHTS = WIDTH / 8 };

/* The sum over the entries of slot s, value j of each, in every replicate; to[WIDTH]. */
static inline void add_entries(const ds_location_layout_part *part, size_t s, size_t width,
                               const double *counts, double *to) {
    four here[STRIPE][FOURS] = {{{0}}};
    for (size_t e = part->first[s]; e < part->first[s + 1]; e++) {
        const four *times = (const four *)(counts + (size_t)part->location[e] * WIDTH);
        for (size_t j = 0; j < width; j++)
            for (size_t b = 0; b < FOURS; b++)
                here[j][b] += part->values[e * width + j] * times[b];
    }
    memcpy(to, here, width * sizeof *here);
}

static inline void add_whole(const ds_location_layout_part *part, size_t s, size_t width,
                             const float *counts, double *to) {
    eight here[STRIPE][EIGHTS] = {{{0}}};
    float sums[STRIPE * WIDTH];
    for (size_t e = part->first[s]; e < part->first[s + 1]; e++) {
        const eight *times = (const eight *)(counts + (size_t)part->location[e] * WIDTH);
        for (size_t j = 0; j < width; j++)
            for (size_t b = 0; b < EIGHTS; b++)
                here[j][b] += part->whole[e * width + j] * times[b];
    }
    memcpy(sums, here, sizeof sums);
    for (size_t i = 0; i < width * WIDTH; i++)
        to[i] = (double)sums[i];
}

/* persons[slot][b]: the persons of a slot in each replicate. */
DS_WIDE_CODE static void add_persons(const ds_location_layout *layout, const worker *w,
                                     double *restrict persons) {
    const ds_location_layout_part *part = &layout->persons;
    for (size_t s = 0; s < layout->n_slots; s++) {
        if (part->whole != NULL)
            add_whole(part, s, 1, w->times, persons + s * WIDTH);
        else
            add_entries(part, s, 1, w->counts, persons + s * WIDTH);
    }
}

/* sums[j][b] += Σ weights × outcomes. The additions stay in the order of the entries and slots,
 * whatever the width of the machine's instructions. */
DS_WIDE_CODE static void add_stripe(const ds_location_layout_part *part, size_t n_slots,
                                    const worker *w, double *restrict sums) {
    double here[STRIPE * WIDTH];
    for (size_t s = 0; s < n_slots; s++) {
        const double *weight = w->weights + s * WIDTH;
        if (part->first[s] == part->first[s + 1]) continue;
        if (part->whole != NULL)
            add_whole(part, s, STRIPE, w->times, here);
        else
            add_entries(part, s, STRIPE, w->counts, here);
        for (size_t j = 0; j < STRIPE; j++)
            for (size_t b = 0; b < WIDTH; b++)
                sums[j * WIDTH + b] += weight[b] * here[j * WIDTH + b];
    }
}

static void add_replicate_outcomes(const run *r, worker *w) {
    const ds_location_layout *layout = &r->layout;
    memset(w->sums, 0, layout->n_stripes * STRIPE * WIDTH * sizeof *w->sums);
    for (size_t i = 0; i < layout->n_stripes; i++)
        add_stripe(&layout->stripes[i], layout->n_slots, w, w->sums + i * STRIPE * WIDTH);
}

/* persons: by slot, stride apart; lane: of the fits side by side that were done, if any. */
static void fit_replicate(const run *r, worker *w, const double *persons, size_t stride,
                          size_t lane) {
    const size_t n = r->task->samples[0]->n_patterns;
    double *n0 = w->one, *n1 = w->one + n;
    for (size_t p = 0; p < n; p++) {
        n0[p] = persons[2 * p * stride];
        n1[p] = persons[(2 * p + 1) * stride];
    }
    if (lane < DS_WIDE_LANES && ds_wide_take(w->wide, lane, &w->matching.score))
        (void)ds_matching_scored(&w->matching, n1, n0, r->task->bandwidth);
    else
        (void)ds_matching_persons(&w->matching, n1, n0, r->task->bandwidth, r->task->from);
}

static void keep(const run *r, const worker *w, size_t replicate, size_t b, bool valid) {
    const size_t n = r->task->options->replicates;
    for (size_t o = 0; o < r->task->n_samples; o++)
        r->differences[o * n + replicate] = valid ? w->sums[o * WIDTH + b] : NAN;
}

static void resample_locations(const run *r, worker *w, size_t first, size_t n) {
    bool valid[WIDTH] = {false};
    memset(w->counts, 0, r->layout.n_locations * WIDTH * sizeof *w->counts);
    memset(w->weights, 0, r->layout.n_slots * WIDTH * sizeof *w->weights);
    for (size_t b = 0; b < n; b++)
        draw_locations(r, first + b, w->counts + b);
    for (size_t i = 0; i < r->layout.n_locations * WIDTH; i++)
        w->times[i] = (float)w->counts[i];
    add_persons(&r->layout, w, w->persons);
    for (size_t b = 0; b < n; b++) {
        const size_t lane = b % DS_WIDE_LANES;
        if (w->wide != NULL && lane == 0) ds_wide_fit(w->wide, w->persons + b, WIDTH);
        fit_replicate(r, w, w->persons + b, WIDTH, w->wide != NULL ? lane : DS_WIDE_LANES);
        ds_bootstrap_weights(&w->matching, w->weights + b, WIDTH);
        valid[b] = w->matching.valid;
    }
    add_replicate_outcomes(r, w);
    for (size_t b = 0; b < n; b++)
        keep(r, w, first + b, b, valid[b]);
}

/* ---- persons ---- */

static void resample_persons(const run *r, worker *w, size_t replicate) {
    const ds_effect_options *options = r->task->options;
    const size_t n_slots = r->urns[0].n_slots;
    ds_random random = ds_random_start(options->seed, replicate, DS_STREAM_PERSONS);
    ds_random_multinomial(&random, r->n_persons, r->urns[0].persons, n_slots, w->drawn);
    for (size_t s = 0; s < n_slots; s++)
        w->persons[s] = (double)w->drawn[s];
    fit_replicate(r, w, w->persons, 1, DS_WIDE_LANES);
    ds_bootstrap_weights(&w->matching, w->weights, 1);
    for (size_t o = 0; w->matching.valid && o < r->task->n_samples; o++) {
        double sum = 0;
        for (size_t s = 0; s < n_slots; s++)
            if (w->weights[s] != 0 && w->drawn[s] > 0)
                sum += w->weights[s] *
                       ds_urns_draw(&r->urns[o], options->seed, replicate, s, w->drawn[s]);
        w->sums[o * WIDTH] = sum;
    }
    keep(r, w, replicate, 0, w->matching.valid);
}

/* ---- the whole ---- */

static ds_status batch(void *context, size_t i, size_t index, ds_error *err) {
    const run *r = context;
    const ds_bootstrap *task = r->task;
    const size_t first = i * WIDTH, left = task->options->replicates - first;
    const size_t n = left < WIDTH ? left : WIDTH;
    (void)err;
    if (r->urns == NULL) {
        resample_locations(r, &r->workers[index], first, n);
    } else {
        for (size_t b = 0; b < n; b++)
            resample_persons(r, &r->workers[index], first + b);
    }
    if (index == 0 && task->done != NULL)
        task->done(task->context, (double)(i + 1) / (double)r->n_batches);
    return DS_OK;
}

static void worker_done(worker *w) {
    ds_matching_done(&w->matching);
    ds_wide_free(w->wide);
    ds_free(w->counts);
    ds_free(w->times);
    ds_free(w->persons);
    ds_free(w->weights);
    ds_free(w->one);
    ds_free(w->sums);
    ds_free(w->drawn);
    memset(w, 0, sizeof *w);
}

static ds_status worker_init(const run *r, worker *out, ds_error *err) {
    const bool locations = r->urns == NULL;
    const size_t n_slots = 2 * r->task->samples[0]->n_patterns, width = locations ? WIDTH : 1;
    worker w = {0};
    ds_status status = ds_matching_init(r->task->design, r->task->options, &w.matching, err);
    w.matching.bandwidth_controls = r->task->bandwidth_controls;
    if (status == DS_OK && locations && r->task->from != NULL && r->task->bandwidth > 0 &&
        !r->task->options->firth)
        status = ds_wide_init(r->task->design, r->task->from, &w.wide, err);
    if (status != DS_OK) {
        worker_done(&w);
        return status;
    }
    w.counts = ds_calloc(r->layout.n_locations + 1, WIDTH * sizeof *w.counts);
    w.times = ds_calloc(r->layout.n_locations + 1, WIDTH * sizeof *w.times);
    w.persons = ds_calloc(n_slots + 1, width * sizeof *w.persons);
    w.weights = ds_calloc(n_slots + 1, width * sizeof *w.weights);
    w.one = ds_calloc(n_slots + 1, sizeof *w.one);
    w.sums = ds_calloc((r->task->n_samples + STRIPE) * WIDTH, sizeof *w.sums);
    w.drawn = ds_calloc(locations ? 1 : n_slots + 1, sizeof *w.drawn);
    if (w.counts == NULL || w.times == NULL || w.persons == NULL || w.weights == NULL ||
        w.one == NULL || w.sums == NULL || w.drawn == NULL) {
        worker_done(&w);
        return ds_error_memory(err);
    }
    *out = w;
    return DS_OK;
}

static ds_status make_urns(run *r, ds_error *err) {
    const size_t n = r->task->n_samples;
    ds_status status = DS_OK;
    if (r->n_persons >= UINT64_C(1) << 32)
        return ds_error_set(err, DS_INPUT, "meer dan 4 miljard personen om te trekken",
                            "more than 4 thousand million persons to draw from");
    r->urns = ds_calloc(n, sizeof *r->urns);
    if (r->urns == NULL) return ds_error_memory(err);
    for (size_t o = 0; status == DS_OK && o < n; o++)
        status = ds_urns_init(r->task->samples[o], &r->urns[o], err);
    return status;
}

static ds_status run_batches(run *r, ds_error *err) {
    size_t n = r->task->n_workers < r->n_batches ? r->task->n_workers : r->n_batches, made = 0;
    ds_status status = DS_OK;
    r->workers = ds_calloc(n + 1, sizeof *r->workers);
    if (r->workers == NULL) return ds_error_memory(err);
    while (status == DS_OK && made < n) {
        status = worker_init(r, &r->workers[made], err);
        if (status == DS_OK) made++;
    }
    if (status == DS_OK) status = ds_parallel(r->n_batches, n, batch, r, err);
    while (made > 0)
        worker_done(&r->workers[--made]);
    ds_free(r->workers);
    return status;
}

ds_status ds_bootstrap_run(const ds_bootstrap *task, double *differences, ds_error *err) {
    run r = {.task = task,
             .n_persons = task->samples[0]->n_treated + task->samples[0]->n_control,
             .n_batches = (task->options->replicates + WIDTH - 1) / WIDTH,
             .differences = differences};
    ds_status status =
        task->options->resample == DS_EFFECT_PERSONS
            ? make_urns(&r, err)
            : ds_location_layout_init(task->samples, task->n_samples, &r.layout, err);
    if (status == DS_OK) status = run_batches(&r, err);
    for (size_t o = 0; r.urns != NULL && o < task->n_samples; o++)
        ds_urns_done(&r.urns[o]);
    ds_free(r.urns);
    ds_location_layout_done(&r.layout);
    return status;
}

/* ---- what came out ---- */

double ds_bootstrap_quantile(const double *sorted, size_t n, double share) {
    const double rank = share * ((double)n + 1);
    const double below = floor(rank);
    if (rank <= 1) return sorted[0];
    if (rank >= (double)n) return sorted[n - 1];
    return sorted[(size_t)below - 1] +
           (rank - below) * (sorted[(size_t)below] - sorted[(size_t)below - 1]);
}

static int by_size(const void *x, const void *y) {
    const double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* In the order of the replicates, about their mean. */
static double standard_deviation(const double *x, size_t n) {
    double mean = 0, square = 0;
    if (n < 2) return NAN;
    for (size_t i = 0; i < n; i++)
        mean += x[i];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++)
        square += (x[i] - mean) * (x[i] - mean);
    return sqrt(square / (double)(n - 1));
}

void ds_bootstrap_summary(double *differences, uint32_t n, double scale, ds_effect_result *out) {
    const double z = gsl_cdf_ugaussian_Pinv(0.975);
    size_t kept = 0;
    double sd;
    for (size_t i = 0; i < n; i++)
        if (!isnan(differences[i])) differences[kept++] = differences[i];
    out->replicates = n;
    out->replicates_lost = n - (uint32_t)kept;
    if (kept < n) out->flags |= DS_EFFECT_REPLICATES_LOST;
    sd = standard_deviation(differences, kept);
    if (!(sd > 1e-12 * scale)) {
        out->flags |= DS_EFFECT_NO_SPREAD;
        return;
    }
    qsort(differences, kept, sizeof *differences, by_size);
    out->se = sd;
    out->percentile_low = ds_bootstrap_quantile(differences, kept, 0.025);
    out->percentile_high = ds_bootstrap_quantile(differences, kept, 0.975);
    out->normal_low = out->difference - z * sd;
    out->normal_high = out->difference + z * sd;
}
