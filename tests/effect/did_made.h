/* tests/effect/did_made.h: made vestigingen where a route begins, with known effects, and panels of
 * them. */
#ifndef DS_TESTS_EFFECT_DID_MADE_H
#define DS_TESTS_EFFECT_DID_MADE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "doorstroom/did.h"
#include "support/random_source.h"

enum { MADE_UNITS_MAX = 400, MADE_YEARS_MAX = 12 };

/* Vestigingen 0 … n_starts - 1 start, the k-th in year first_start + k % n_groups; the others
 * never. An outcome of 0 or 1: level of the vestiging + year + shock of vestiging and year + slope
 * before (and after) of those that start + effect from the start on. */
typedef struct made_did {
    uint64_t seed;
    int n_units, n_years, n_starts, n_groups, first_start;
    int size; /* persons of the smallest; others up to spread times as many */
    int spread;
    double shock;  /* standard deviation */
    double slope;  /* a year, of those that start */
    double effect; /* of the first group; each later group half of the one before */
    double growth; /* more for each year after the start */
} made_did;

typedef struct made_unit {
    int start; /* year, or DS_DID_NEVER */
    int n[MADE_YEARS_MAX], sum[MADE_YEARS_MAX], took[MADE_YEARS_MAX];
} made_unit;

enum { MADE_FIRST = 2010 };

static inline double did_share(random_source *source) {
    return (double)(random_next(source) >> 11) * 0x1p-53;
}

/* Twelve uniforms: near enough to a normal. */
static inline double did_normal(random_source *source) {
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += did_share(source);
    return sum;
}

static inline double did_effect_at(const made_did *plan, int unit, int year) {
    const int group = unit % plan->n_groups;
    const int start = plan->first_start + group;
    if (unit >= plan->n_starts || year < start) return 0;
    return plan->effect / (1 << group) + plan->growth * (year - start);
}

static inline void did_make(const made_did *plan, made_unit *units) {
    random_source source = {plan->seed * 2 + 1};
    memset(units, 0, (size_t)plan->n_units * sizeof *units);
    for (int u = 0; u < plan->n_units; u++) {
        const double level = 0.1 * did_normal(&source);
        const double large = did_share(&source);
        const int size = plan->size + (int)(large * plan->size * (plan->spread - 1));
        units[u].start = u < plan->n_starts ? plan->first_start + u % plan->n_groups : DS_DID_NEVER;
        for (int t = 0; t < plan->n_years; t++) {
            const int year = MADE_FIRST + t;
            const double shock = plan->shock * did_normal(&source);
            double share = 0.5 + level + 0.01 * t + shock + did_effect_at(plan, u, year);
            if (u < plan->n_starts) share += plan->slope * t;
            units[u].n[t] = size;
            for (int i = 0; i < size; i++)
                units[u].sum[t] += did_share(&source) < share;
            if (units[u].start != DS_DID_NEVER && year >= units[u].start)
                units[u].took[t] = 1 + size / 3;
        }
    }
}

/* The mean effect on the persons there after the start, that the overall difference estimates. */
static inline double did_truth(const made_did *plan, const made_unit *units) {
    double sum = 0, n = 0;
    for (int u = 0; u < plan->n_starts; u++)
        for (int t = units[u].start - MADE_FIRST; t < plan->n_years; t++) {
            sum += units[u].n[t] * did_effect_at(plan, u, MADE_FIRST + t);
            n += units[u].n[t];
        }
    return sum / n;
}

static inline ds_did_panel *did_panel(const made_unit *units, int n_units, int n_years) {
    ds_did_panel *panel = ds_did_panel_new();
    ds_error err;
    assert_non_null(panel);
    for (int u = 0; u < n_units; u++) {
        char name[16];
        (void)snprintf(name, sizeof name, "V%03d", u);
        for (int t = 0; t < n_years; t++) {
            const ds_did_cell cell = {{name, strlen(name)},
                                      MADE_FIRST + t,
                                      (uint64_t)units[u].n[t],
                                      units[u].sum[t],
                                      (uint64_t)units[u].took[t]};
            if (units[u].n[t] > 0) assert_int_equal(ds_did_panel_add(panel, &cell, &err), DS_OK);
        }
    }
    if (ds_did_panel_finish(panel, &err) != DS_OK) fail_msg("%s", err.en);
    return panel;
}

static inline void did_run(const made_unit *units, int n_units, int n_years,
                           const ds_did_options *options, ds_did_result *out) {
    ds_did_panel *panel = did_panel(units, n_units, n_years);
    ds_error err;
    if (ds_did_estimate_effects(panel, options, out, &err) != DS_OK) fail_msg("%s", err.en);
    ds_did_panel_free(panel);
}

/* n draws, or fewer where DS_TEST_SCALE says so; a share of them above limit by more than chance
 * fails: by 2 standard errors where all were drawn, as methods ask, else by 4. */
static inline int did_draws(int n, double *out_errors) {
    const char *text = getenv("DS_TEST_SCALE");
    const double scale = text == NULL ? 1 : strtod(text, NULL);
    *out_errors = scale >= 1 ? 2 : 4;
    return scale >= 1 ? n : (int)fmax(100, n * scale);
}

static inline void did_assert_at_most(double share, double limit, int n, double errors) {
    const double bound = limit + errors * sqrt(limit * (1 - limit) / n);
    if (share > bound) fail_msg("%.4f is above %.4f", share, bound);
}

static inline void did_assert_at_least(double share, double limit, int n, double errors) {
    const double bound = limit - errors * sqrt(limit * (1 - limit) / n);
    if (share < bound) fail_msg("%.4f is below %.4f", share, bound);
}

#endif
