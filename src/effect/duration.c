/* effect/duration.c: cumulative incidence with competing causes, and its spread by location. See
 * doorstroom/duration.h. */
#include "doorstroom/duration.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "effect/texts.h"

enum { CAUSES = DS_DURATION_CAUSES_MAX, UNKNOWN_PLACE = 0 };

/* Persons of a location and group: [year - 1] leaving the risk by cause, 0 censored. */
typedef struct duration_place {
    double out[DS_DURATION_YEARS_MAX][CAUSES + 1];
} duration_place;

struct ds_duration {
    ds_effect_texts texts;
    duration_place *places; /* [n][2]: location × group; location 0 is the unknown one */
    size_t n, capacity;     /* locations */
};

/* What is found of a group, and what one location adds to it. */
typedef struct duration_curve {
    double risk[DS_DURATION_YEARS_MAX];
    double hazard[DS_DURATION_YEARS_MAX][CAUSES];
    double incidence[DS_DURATION_YEARS_MAX][CAUSES];
    double left[DS_DURATION_YEARS_MAX + 1]; /* S */
    double restricted, lost[CAUSES];
} duration_curve;

ds_duration *ds_duration_new(void) {
    return ds_calloc(1, sizeof(ds_duration));
}

void ds_duration_free(ds_duration *duration) {
    if (duration == NULL) return;
    ds_effect_texts_done(&duration->texts);
    ds_free(duration->places);
    ds_free(duration);
}

static bool make_duration_room(ds_duration *d, size_t n) {
    if (!ds_reserve(&d->places, &d->capacity, n, 2 * sizeof *d->places)) return false;
    if (n > d->n) memset(d->places + 2 * d->n, 0, 2 * (n - d->n) * sizeof *d->places);
    if (n > d->n) d->n = n;
    return true;
}

ds_status ds_duration_add(ds_duration *d, const ds_duration_cell *cell, ds_error *err) {
    uint32_t place = 0;
    if (cell->year < 1 || cell->year > DS_DURATION_YEARS_MAX || cell->cause < 0 ||
        cell->cause > CAUSES)
        return ds_error_set(err, DS_USAGE, "een duur heeft een jaar van 1 tot %d en een oorzaak",
                            "a duration has a year from 1 to %d and a cause",
                            DS_DURATION_YEARS_MAX);
    if (cell->location.data != NULL) {
        if (!ds_effect_texts_number(&d->texts, cell->location, &place)) return ds_error_memory(err);
        place++;
    }
    if (!make_duration_room(d, (size_t)place + 1)) return ds_error_memory(err);
    d->places[2 * place + cell->treated].out[cell->year - 1][cell->cause] += (double)cell->n;
    return DS_OK;
}

uint64_t ds_duration_nothing(const ds_duration *d) {
    double n = 0;
    for (size_t l = 0; l < 2 * d->n; l++)
        for (size_t k = 0; k < DS_DURATION_YEARS_MAX; k++)
            n += d->places[l].out[k][0];
    return (uint64_t)n;
}

/* ---- a group ---- */

static void add_duration_places(const ds_duration *d, int group, duration_place *all) {
    memset(all, 0, sizeof *all);
    for (size_t l = 0; l < d->n; l++)
        for (size_t k = 0; k < DS_DURATION_YEARS_MAX; k++)
            for (size_t c = 0; c <= CAUSES; c++)
                all->out[k][c] += d->places[2 * l + (size_t)group].out[k][c];
}

static double find_duration_risk(const duration_place *p, size_t year) {
    double n = 0;
    for (size_t k = year; k < DS_DURATION_YEARS_MAX; k++)
        for (size_t c = 0; c <= CAUSES; c++)
            n += p->out[k][c];
    return n;
}

static void fill_duration_curve(const duration_place *all, size_t n_years, duration_curve *out) {
    memset(out, 0, sizeof *out);
    out->left[0] = 1;
    if (!(find_duration_risk(all, 0) > 0)) { /* nobody: of nothing a number */
        out->restricted = NAN;
        for (size_t c = 0; c < CAUSES; c++)
            out->lost[c] = NAN;
    }
    for (size_t k = 0; k < n_years; k++) {
        out->risk[k] = find_duration_risk(all, k);
        out->left[k + 1] = out->left[k];
        out->restricted += out->left[k];
        for (size_t c = 0; c < CAUSES; c++) {
            const double hazard = all->out[k][c + 1] / out->risk[k];
            out->hazard[k][c] = hazard;
            out->incidence[k][c] = (k > 0 ? out->incidence[k - 1][c] : 0) + out->left[k] * hazard;
            out->left[k + 1] -= out->left[k] * hazard;
            out->lost[c] += k + 1 < n_years ? out->incidence[k][c] : 0;
        }
    }
}

/* The influence of a location on all of a curve: its derivative in the persons, as the curve is
 * worked out, year by year. */
static void fill_duration_influence(const duration_place *place, const duration_curve *curve,
                                    size_t n_years, duration_curve *out) {
    memset(out, 0, sizeof *out);
    for (size_t k = 0; k < n_years; k++) {
        const double risk = find_duration_risk(place, k);
        out->left[k + 1] = out->left[k];
        out->restricted += out->left[k];
        for (size_t c = 0; c < CAUSES; c++) {
            const double hazard = curve->hazard[k][c];
            const double change = (place->out[k][c + 1] - hazard * risk) / curve->risk[k];
            const double step = curve->left[k] * change + out->left[k] * hazard;
            out->hazard[k][c] = change;
            out->incidence[k][c] = (k > 0 ? out->incidence[k - 1][c] : 0) + step;
            out->left[k + 1] -= step;
            out->lost[c] += k + 1 < n_years ? out->incidence[k][c] : 0;
        }
    }
}

/* ---- both ---- */

static void set_duration_values(ds_duration_number *to, double control, double treated) {
    *to = (ds_duration_number){{control, treated}, {0, 0}, treated - control, 0};
}

static void add_duration_squares(ds_duration_number *to, double control, double treated) {
    to->se[0] += control * control;
    to->se[1] += treated * treated;
    to->difference_se += (treated - control) * (treated - control);
}

static void finish_duration_squares(ds_duration_number *to, const size_t locations[2],
                                    size_t both) {
    const double g[3] = {(double)locations[0], (double)locations[1], (double)both};
    to->se[0] = g[0] > 1 ? sqrt(to->se[0] * g[0] / (g[0] - 1)) : NAN;
    to->se[1] = g[1] > 1 ? sqrt(to->se[1] * g[1] / (g[1] - 1)) : NAN;
    to->difference_se = g[0] > 1 && g[1] > 1 ? sqrt(to->difference_se * g[2] / (g[2] - 1)) : NAN;
}

typedef void (*duration_step)(ds_duration_number *to, double control, double treated);

/* The same for every number of the result. */
static void visit_duration_numbers(ds_duration_result *r, const duration_curve curves[2],
                                   duration_step step) {
    for (size_t k = 0; k < r->n_years; k++)
        for (size_t c = 0; c < CAUSES; c++) {
            step(&r->years[k].hazard[c], curves[0].hazard[k][c], curves[1].hazard[k][c]);
            step(&r->years[k].incidence[c], curves[0].incidence[k][c], curves[1].incidence[k][c]);
        }
    for (size_t c = 0; c < CAUSES; c++)
        step(&r->lost[c], curves[0].lost[c], curves[1].lost[c]);
    step(&r->restricted, curves[0].restricted, curves[1].restricted);
}

static void finish_duration(ds_duration_result *r, size_t both) {
    for (size_t k = 0; k < r->n_years; k++)
        for (size_t c = 0; c < CAUSES; c++) {
            finish_duration_squares(&r->years[k].hazard[c], r->locations, both);
            finish_duration_squares(&r->years[k].incidence[c], r->locations, both);
        }
    for (size_t c = 0; c < CAUSES; c++)
        finish_duration_squares(&r->lost[c], r->locations, both);
    finish_duration_squares(&r->restricted, r->locations, both);
}

/* Locations in the order of their names, so that sums do not depend on that of adding. */
static int compare_duration_places(const void *x, const void *y, void *context) {
    const ds_effect_texts *texts = context;
    const uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    if (a == UNKNOWN_PLACE || b == UNKNOWN_PLACE) return (a > b) - (a < b);
    return ds_text_compare(texts->texts[a - 1], texts->texts[b - 1]);
}

static ds_status add_duration_influences(const ds_duration *d, const duration_curve curves[2],
                                         ds_duration_result *r, ds_error *err) {
    uint32_t *order = ds_calloc(d->n + 1, sizeof *order);
    duration_curve *parts = ds_calloc(2, sizeof *parts);
    size_t both = 0;
    if (order == NULL || parts == NULL) {
        ds_free(order);
        ds_free(parts);
        return ds_error_memory(err);
    }
    for (size_t l = 0; l < d->n; l++)
        order[l] = (uint32_t)l;
    qsort_r(order, d->n, sizeof *order, compare_duration_places, (void *)(uintptr_t)&d->texts);
    for (size_t i = 0; i < d->n; i++) {
        bool there[2];
        for (size_t g = 0; g < 2; g++) {
            const duration_place *place = &d->places[2 * order[i] + g];
            there[g] = find_duration_risk(place, 0) > 0;
            r->locations[g] += there[g];
            fill_duration_influence(place, &curves[g], r->n_years, &parts[g]);
        }
        both += there[0] || there[1];
        visit_duration_numbers(r, parts, add_duration_squares);
    }
    finish_duration(r, both);
    ds_free(order);
    ds_free(parts);
    return DS_OK;
}

/* As many years as both groups have somebody at risk, and at most those asked for. A group of
 * nobody does not count. */
static size_t find_duration_years(const duration_place all[2], size_t asked) {
    size_t n[2] = {0, 0};
    for (size_t g = 0; g < 2; g++)
        while (n[g] < DS_DURATION_YEARS_MAX && (asked == 0 || n[g] < asked) &&
               find_duration_risk(&all[g], n[g]) > 0)
            n[g]++;
    return n[0] == 0 ? n[1] : n[1] == 0 || n[0] < n[1] ? n[0] : n[1];
}

static size_t find_duration_causes(const duration_place all[2]) {
    size_t n = 0;
    for (size_t g = 0; g < 2; g++)
        for (size_t k = 0; k < DS_DURATION_YEARS_MAX; k++)
            for (size_t c = 1; c <= CAUSES; c++)
                if (all[g].out[k][c] > 0 && c > n) n = c;
    return n;
}

ds_status ds_duration_estimate(const ds_duration *d, size_t n_years, ds_duration_result *out,
                               ds_error *err) {
    duration_place *all = ds_calloc(2, sizeof *all);
    duration_curve *curves = ds_calloc(2, sizeof *curves);
    ds_duration_result made = {0};
    ds_status status = all == NULL || curves == NULL ? ds_error_memory(err) : DS_OK;
    for (int g = 0; status == DS_OK && g < 2; g++)
        add_duration_places(d, g, &all[g]);
    if (status == DS_OK) {
        made.n_years = find_duration_years(all, n_years);
        made.n_causes = find_duration_causes(all);
        made.years = ds_calloc(made.n_years + 1, sizeof *made.years);
        if (made.years == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) {
        for (size_t g = 0; g < 2; g++) {
            fill_duration_curve(&all[g], made.n_years, &curves[g]);
            for (size_t k = 0; k < made.n_years; k++)
                made.years[k].at_risk[g] = (uint64_t)curves[g].risk[k];
        }
        visit_duration_numbers(&made, curves, set_duration_values);
        status = add_duration_influences(d, curves, &made, err);
    }
    ds_free(all);
    ds_free(curves);
    if (status == DS_OK)
        *out = made;
    else
        ds_free(made.years);
    return status;
}

void ds_duration_interval(double value, double se, size_t locations, double *out_low,
                          double *out_high, double *out_p) {
    const double df = (double)locations - 1;
    *out_low = *out_high = *out_p = NAN;
    if (locations < DS_DURATION_LOCATIONS_MIN || !(se > 0)) return;
    *out_low = value - gsl_cdf_tdist_Pinv(0.975, df) * se;
    *out_high = value + gsl_cdf_tdist_Pinv(0.975, df) * se;
    *out_p = 2 * gsl_cdf_tdist_Q(fabs(value) / se, df);
}

void ds_duration_result_done(ds_duration_result *result) {
    if (result == NULL) return;
    ds_free(result->years);
    memset(result, 0, sizeof *result);
}
