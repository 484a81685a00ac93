/* effect/effect.c: samples → results. Samples that hold the same persons are a set (effect/set.c):
 * here they are found, spread over threads, and put back in the caller's order. See
 * doorstroom/effect.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "effect/sample.h"
#include "effect/set.h"

enum { REPLICATES_MAX = 1000000 };
enum { SETS_APART = 4 }; /* sets a thread from which each set has one thread */

/* The other ways have one standard error: that of their influence function. */
static ds_status check_estimator(const ds_effect_options *o, ds_error *err) {
    if ((unsigned)o->estimator > DS_EFFECT_STRATA || (unsigned)o->model > DS_EFFECT_MODEL_LINEAR ||
        (unsigned)o->link > DS_EFFECT_LINK_PROBIT)
        return ds_error_set(err, DS_USAGE, "een keuze voor de schatting bestaat niet",
                            "an option of the estimate does not exist");
    if (o->link == DS_EFFECT_LINK_PROBIT && o->estimator != DS_EFFECT_AIPW &&
        o->estimator != DS_EFFECT_IPW)
        return ds_error_set(err, DS_USAGE, "een probit is er alleen voor aipw en ipw",
                            "a probit is there for aipw and ipw only");
    if ((o->estimator != DS_EFFECT_NN && (o->neighbours > 1 || o->uncorrected)) ||
        (o->estimator != DS_EFFECT_STRATA && o->classes > 0))
        return ds_error_set(err, DS_USAGE,
                            "naaste buren en hun correctie zijn er alleen voor nn, klassen voor "
                            "strata",
                            "neighbours and their correction are there for nn only, classes for "
                            "strata");
    if (o->estimator != DS_EFFECT_KERNEL_MATCHING && o->se != DS_EFFECT_SE_INFLUENCE &&
        o->se != DS_EFFECT_SE_NONE)
        return ds_error_set(
            err, DS_USAGE, "de standaardfout van %s is die van de invloedsfunctie (influence)",
            "the standard error of %s is that of its influence function (influence)",
            ds_effect_word(DS_EFFECT_CHOICE_ESTIMATOR, (int)o->estimator));
    if (o->linear &&
        (o->estimator != DS_EFFECT_KERNEL_MATCHING || o->se == DS_EFFECT_SE_INFLUENCE ||
         (o->se != DS_EFFECT_SE_NONE && o->resample == DS_EFFECT_LOCATIONS)))
        return ds_error_set(
            err, DS_USAGE,
            "de lineaire correctie is er voor de kernel, met een standaardfout van personen "
            "(bootstrap, kmatch, psmatch2) of zonder",
            "the linear correction is there for the kernel, with a standard error of persons "
            "(bootstrap, kmatch, psmatch2) or without");
    return DS_OK;
}

static ds_status check_options(const ds_effect_options *o, ds_error *err) {
    ds_status status =
        ds_error_version(err, "ds_effect_options", o->version, DS_EFFECT_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if ((unsigned)o->kernel > DS_EFFECT_TRIANGLE || (unsigned)o->rule > DS_EFFECT_AUTO ||
        (unsigned)o->support > DS_EFFECT_SUPPORT_BOTH || (unsigned)o->estimand > DS_EFFECT_ATE ||
        (unsigned)o->se > DS_EFFECT_SE_NONE || (unsigned)o->resample > DS_EFFECT_PERSONS)
        return ds_error_set(err, DS_USAGE, "een keuze voor de schatting bestaat niet",
                            "an option of the estimate does not exist");
    if (o->rule == DS_EFFECT_FIXED && !(o->bandwidth > 0 && o->bandwidth <= 1e6))
        return ds_error_set(err, DS_USAGE, "de bandbreedte is %g; zij is meer dan 0, hoogstens 1e6",
                            "the bandwidth is %g; it is above 0, at most 1e6", o->bandwidth);
    if (o->replicates > REPLICATES_MAX || (o->se == DS_EFFECT_SE_BOOTSTRAP && o->replicates < 2))
        return ds_error_set(err, DS_USAGE, "%u steekproeven; het zijn er 2 tot en met %d",
                            "%u replicates; there are from 2 to %d", (unsigned)o->replicates,
                            REPLICATES_MAX);
    return check_estimator(o, err);
}

/* set_of[i]: the first sample with the persons of sample i. Returns how many sets there are. A
 * bandwidth that is chosen by an outcome is that outcome's only: its sample is a set of its own. */
static size_t find_sets(const ds_effect_sample *const *samples, size_t n, bool apart,
                        size_t *set_of) {
    size_t n_sets = 0;
    for (size_t i = 0; i < n; i++) {
        set_of[i] = i;
        for (size_t j = 0; !apart && j < i && set_of[i] == i; j++)
            if (set_of[j] == j && ds_sample_same_persons(samples[j], samples[i])) set_of[i] = j;
        n_sets += set_of[i] == i;
    }
    return n_sets;
}

typedef struct call {
    const ds_effect_sample *const *samples;
    const ds_effect_options *options;
    size_t n, n_sets, n_workers;
    size_t *set_of;                   /* [n] */
    size_t *firsts;                   /* [n]: the first sample of each set */
    size_t *places;                   /* [n]: where a set's samples stand in the next two */
    const ds_effect_sample **members; /* [n]: set by set */
    ds_effect_result *found;          /* [n]: theirs */
    ds_effect_places **found_places;  /* [n]: theirs */
    ds_effect_places **influence;     /* [n]: in the caller's order; or NULL */
    ds_effect_result *results;        /* [n]: in the caller's order */
    ds_effect_result **pointers;      /* [n] */
    bool apart;                       /* one thread a set, in place of all threads in each */
} call;

static void order_sets(call *c) {
    size_t place = 0, index = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (c->set_of[i] != i) continue;
        c->firsts[index] = i;
        c->places[index++] = place;
        for (size_t j = i; j < c->n; j++)
            if (c->set_of[j] == i) c->members[place++] = c->samples[j];
    }
}

static ds_status estimate_one_set(void *context, size_t index, size_t worker, ds_error *err) {
    call *c = context;
    const size_t first = c->firsts[index], place = c->places[index];
    const size_t end = index + 1 < c->n_sets ? c->places[index + 1] : c->n;
    const ds_effect_set s = {.samples = c->members + place,
                             .results = c->found + place,
                             .places = c->influence == NULL ? NULL : c->found_places + place,
                             .n = end - place,
                             .options = c->options,
                             .n_workers = c->apart ? 1 : c->n_workers,
                             .says = c->options->progress != NULL && worker == 0,
                             .index = index,
                             .n_sets = c->n_sets};
    const ds_status status = ds_effect_set_estimate(&s, err);
    size_t taken = place;
    for (size_t i = first; status == DS_OK && i < c->n; i++) {
        if (c->set_of[i] != first) continue;
        c->results[i] = c->found[taken];
        if (c->influence != NULL) c->influence[i] = c->found_places[taken];
        c->found_places[taken++] = NULL;
    }
    return status;
}

static bool call_arrays(call *c) {
    c->set_of = ds_calloc(c->n + 1, sizeof *c->set_of);
    c->firsts = ds_calloc(c->n + 1, sizeof *c->firsts);
    c->places = ds_calloc(c->n + 1, sizeof *c->places);
    c->members = ds_calloc(c->n + 1, sizeof *c->members);
    c->found = ds_calloc(c->n + 1, sizeof *c->found);
    c->found_places = ds_calloc(c->n + 1, sizeof(ds_effect_places *));
    c->results = ds_calloc(c->n + 1, sizeof *c->results);
    c->pointers = ds_calloc(c->n + 1, sizeof *c->pointers);
    return c->set_of != NULL && c->firsts != NULL && c->places != NULL && c->members != NULL &&
           c->found != NULL && c->found_places != NULL && c->results != NULL && c->pointers != NULL;
}

static void call_done(call *c) {
    for (size_t i = 0; c->found_places != NULL && i < c->n; i++)
        ds_effect_places_free(c->found_places[i]); /* of a set that failed */
    ds_free(c->found_places);
    ds_free(c->set_of);
    ds_free(c->firsts);
    ds_free(c->places);
    ds_free(c->members);
    ds_free(c->found);
    ds_free(c->results);
    ds_free(c->pointers);
}

/* Many sets go side by side, one a thread, so that what a set does once is spread, too; few share
 * the threads. The results are the same. */
static ds_status estimate_sets(call *c, ds_error *err) {
    c->n_sets =
        find_sets(c->samples, c->n, c->options->rule == DS_EFFECT_CROSS_VALIDATED, c->set_of);
    order_sets(c);
    c->apart = c->n_sets >= SETS_APART * c->n_workers;
    return ds_parallel(c->n_sets, c->apart ? c->n_workers : 1, estimate_one_set, c, err);
}

/* On failure the places that some sets had already go. */
static ds_status estimate_call(call *c, ds_effect_result *out, ds_error *err) {
    ds_status status = check_options(c->options, err);
    for (size_t i = 0; status == DS_OK && i < c->n; i++)
        if (c->samples[i]->building != NULL)
            status = ds_error_set(err, DS_USAGE, "steekproef %zu is nog niet afgesloten",
                                  "sample %zu is not finished yet", i + 1);
    if (status != DS_OK) return status;
    c->n_workers = ds_parallel_workers(c->options->n_workers);
    status = call_arrays(c) ? estimate_sets(c, err) : ds_error_memory(err);
    if (status == DS_OK) {
        for (size_t i = 0; i < c->n; i++)
            c->pointers[i] = &c->results[i];
        ds_effect_adjust(c->pointers, c->n);
        if (c->n > 0) memcpy(out, c->results, c->n * sizeof *out);
    }
    call_done(c);
    return status;
}

ds_status ds_effect_estimate(const ds_effect_sample *const *samples, size_t n_samples,
                             const ds_effect_options *options, ds_effect_result *out,
                             ds_error *err) {
    call c = {.samples = samples, .options = options, .n = n_samples};
    return estimate_call(&c, out, err);
}

ds_status ds_effect_estimate_places(const ds_effect_sample *const *samples, size_t n_samples,
                                    const ds_effect_options *options, ds_effect_result *out,
                                    ds_effect_places **out_places, ds_error *err) {
    call c = {.samples = samples, .options = options, .n = n_samples};
    ds_status status;
    c.influence = ds_calloc(n_samples + 1, sizeof(ds_effect_places *));
    if (c.influence == NULL) return ds_error_memory(err);
    status = estimate_call(&c, out, err);
    for (size_t i = 0; i < n_samples; i++) {
        if (status == DS_OK)
            out_places[i] = c.influence[i];
        else
            ds_effect_places_free(c.influence[i]);
    }
    ds_free(c.influence);
    return status;
}

/* A result's own step is p × (how many have no smaller p); Holm is the largest step among those
 * whose p is no larger. A finished neighbour stands for its step: it is no larger than the maximum.
 */
void ds_effect_adjust(ds_effect_result *const *results, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t not_smaller = 0;
        for (size_t j = 0; j < n; j++)
            not_smaller += results[j]->p >= results[i]->p;
        results[i]->p_adjusted =
            isnan(results[i]->p) ? NAN : fmin(1, (double)not_smaller * results[i]->p);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (results[j]->p <= results[i]->p && results[j]->p_adjusted > results[i]->p_adjusted)
                results[i]->p_adjusted = results[j]->p_adjusted;
}
