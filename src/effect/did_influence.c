/* effect/did_influence.c: standard errors of group-time effects by the influence of each
 * vestiging. See did.h. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/power.h"
#include "effect/did.h"

/* By vestiging, [side] as of a place. */
typedef struct did_sides {
    double *psi[2];   /* influence */
    double *share[2]; /* of the weight, adding up to 1 */
    double moved[2];  /* Σ of squared changes: 0 where all on a side have one outcome */
} did_sides;

/* What a vestiging brings to the mean change of its side at a place: Σ over both years of what its
 * persons are above the mean, a person of all. */
static double find_did_change(const ds_did_view *view, const ds_did_place *place, size_t unit,
                              int side) {
    const size_t at = unit * view->panel->n_years;
    const size_t t = at + (size_t)place->t, base = at + (size_t)place->base;
    const double *n = view->panel->n;
    return (view->sum[t] - place->mean[side] * n[t]) / place->n[side] -
           (view->sum[base] - place->mean_base[side] * n[base]) / place->n_base[side];
}

/* The weight of a place is its starting persons, who vary with the vestigingen too: a second term
 * that says how far the place is from the mean. */
static void add_did_influence(const ds_did_view *view, const ds_did_place *place, double total,
                              double mean, did_sides *to) {
    const double weight = place->n[1] / total;
    for (size_t u = 0; u < view->panel->n_units; u++) {
        const double n = view->panel->n[u * view->panel->n_years + (size_t)place->t];
        if (ds_did_is_side(view, place, u, 1)) {
            const double change = find_did_change(view, place, u, 1);
            to->psi[1][u] += weight * change + n / total * (place->att - mean);
            to->share[1][u] += n / total;
            to->moved[1] += change * change;
        } else if (ds_did_is_side(view, place, u, 0)) {
            const double change = find_did_change(view, place, u, 0);
            to->psi[0][u] -= weight * change;
            to->share[0][u] += weight * n / place->n[0];
            to->moved[0] += change * change;
        }
    }
}

/* 1 / (1 - 2 Σw³/Σw² + Σw²), by which a sum of squares about a weighted mean is too small where the
 * vestigingen have one variance; and df of that sum. 0 with one vestiging. */
static double correct_did_side(const double *share, size_t n, double *out_df) {
    double w2 = 0, w3 = 0, w4 = 0, left;
    for (size_t u = 0; u < n; u++) {
        const double w = share[u];
        w2 += w * w;
        w3 += w * w * w;
        w4 += w * w * w * w;
    }
    left = 1 - 2 * w3 / w2 + w2;
    *out_df = w2 * w2 / w4 - 1;
    if (!(left > 1e-9) || !(*out_df > 1e-9)) return 0;
    if (*out_df < 1) *out_df = 1;
    return 1 / left;
}

static void combine_did_sides(const did_sides *sides, size_t n_units, double *psi,
                              ds_did_estimate *out) {
    double factor[2], df[2], variance[2] = {0, 0};
    for (int side = 0; side < 2; side++)
        factor[side] = correct_did_side(sides->share[side], n_units, &df[side]);
    /* One vestiging, or one outcome: what is found is the spread of the other side only. */
    if (factor[0] <= 0 || factor[1] <= 0 || !(sides->moved[0] > 1e-20) ||
        !(sides->moved[1] > 1e-20))
        return;
    out->se = 0;
    for (size_t u = 0; u < n_units; u++) {
        double both = 0;
        for (int side = 0; side < 2; side++) {
            const double one = sqrt(factor[side]) * sides->psi[side][u];
            variance[side] += one * one;
            both += one;
        }
        out->se += both * both;
        if (psi != NULL) psi[u] = both;
    }
    out->se = sqrt(out->se);
    out->df = (variance[0] + variance[1]) * (variance[0] + variance[1]) /
              (variance[0] * variance[0] / df[0] + variance[1] * variance[1] / df[1]);
}

static void count_did_sides(const did_sides *sides, size_t n_units, ds_did_estimate *out) {
    for (size_t u = 0; u < n_units; u++) {
        out->vestigingen += sides->share[1][u] > 0;
        out->control_vestigingen += sides->share[0][u] > 0;
    }
}

ds_status ds_did_influence(const ds_did_view *view, bool share, const ds_did_place *places,
                           size_t n, double *psi, ds_did_estimate *out, ds_error *err) {
    const size_t n_units = view->panel->n_units;
    double *memory = ds_calloc(4 * n_units + 1, sizeof *memory);
    did_sides sides;
    double total = 0, sum = 0, events = 0, persons = 0;
    if (memory == NULL) return ds_error_memory(err);
    sides = (did_sides){
        {memory, memory + n_units}, {memory + 2 * n_units, memory + 3 * n_units}, {0, 0}};
    *out = (ds_did_estimate){NAN, NAN, NAN, NAN, NAN, NAN, NAN, false, false, 0, 0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        total += places[i].n[1];
        sum += places[i].n[1] * places[i].att;
        events += places[i].n[1] * places[i].mean[1] + places[i].n_base[1] * places[i].mean_base[1];
        persons += places[i].n[1] + places[i].n_base[1];
        out->persons += (uint64_t)places[i].n[1];
        out->controls += (uint64_t)places[i].n[0];
    }
    if (n > 0) {
        out->difference = sum / total;
        for (size_t i = 0; i < n; i++)
            add_did_influence(view, &places[i], total, out->difference, &sides);
        count_did_sides(&sides, n_units, out);
        combine_did_sides(&sides, n_units, psi, out);
    }
    out->few_events =
        share && n > 0 &&
        (events < DS_EFFECT_EVENTS_MIN - 0.5 || persons - events < DS_EFFECT_EVENTS_MIN - 0.5);
    if (out->few_events) out->se = out->df = NAN;
    ds_free(memory);
    return DS_OK;
}

void ds_did_limits(const ds_did_options *options, ds_did_estimate *e) {
    double t;
    if (!(e->se > 0)) return;
    t = gsl_cdf_tdist_Pinv(0.975, e->df);
    e->low = e->difference - t * e->se;
    e->high = e->difference + t * e->se;
    e->p = 2 * gsl_cdf_tdist_Q(fabs(e->difference) / e->se, e->df);
    e->smallest = ds_power_smallest(e->se, e->df);
    ds_did_cut(options, &e->low, &e->high, &e->cut);
}

void ds_did_cut(const ds_did_options *options, double *low, double *high, bool *out_cut) {
    if (!options->share) return;
    *out_cut = *low < -1 || *high > 1;
    if (*low < -1) *low = -1;
    if (*high > 1) *high = 1;
}

double ds_did_critical_t(double critical, double df) {
    return gsl_cdf_tdist_Qinv(gsl_cdf_ugaussian_Q(critical), df);
}
