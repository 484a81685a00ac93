/* effect/did_band.c: several years at once, by a multiplier bootstrap over vestigingen with normal
 * multipliers: the simultaneous band, and the test that all years before the start are 0, with what
 * it could have found: J. Roth (Pretest with caution, American Economic Review: Insights 4, 2022):
 * a test without power says nothing. See did.h.
 *
 * A draw gives a standard normal to each year, correlated as the estimates are. A year's t has df
 * of its own, and is held beside the draws by its probability. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/did.h"
#include "effect/resample.h"

typedef struct did_multiplied {
    const ds_did_event *events; /* [n] */
    size_t n, n_draws;
    double *z;        /* [n_draws][n]; 0 for a year without a standard error */
    double *largest;  /* [n_draws]: of their sizes */
    double *critical; /* [n]: the band's t of each year; 0 without a standard error */
} did_multiplied;

static void done_did_multiplied(did_multiplied *m) {
    ds_free(m->z);
    ds_free(m->largest);
    ds_free(m->critical);
}

static double draw_did_share(ds_random *random) {
    return ((double)(ds_random_next(random) >> 11) + 0.5) * 0x1p-53;
}

/* Two at a time: G. Box and M. Muller, Annals of Mathematical Statistics 29, 1958. */
static void draw_did_normals(uint64_t seed, uint64_t draw, size_t n, double *out) {
    ds_random random = ds_random_start(seed, draw, DS_STREAM_MULTIPLIERS);
    for (size_t i = 0; i < n; i += 2) {
        const double size = sqrt(-2 * log(draw_did_share(&random)));
        const double angle = 2 * M_PI * draw_did_share(&random);
        out[i] = size * cos(angle);
        if (i + 1 < n) out[i + 1] = size * sin(angle);
    }
}

static void fill_did_multiplied(did_multiplied *m, const double *psi, size_t n_units, uint64_t seed,
                                double *normals) {
    for (size_t b = 0; b < m->n_draws; b++) {
        draw_did_normals(seed, b, n_units, normals);
        for (size_t e = 0; e < m->n; e++) {
            const double se = m->events[e].estimate.se;
            double sum = 0;
            for (size_t u = 0; se > 0 && u < n_units; u++)
                sum += normals[u] * psi[e * n_units + u];
            m->z[b * m->n + e] = se > 0 ? sum / se : 0;
            m->largest[b] = fmax(m->largest[b], fabs(m->z[b * m->n + e]));
        }
    }
}

static int compare_did_doubles(const void *x, const void *y) {
    const double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static ds_status make_did_multiplied(const ds_did_options *options, const double *psi,
                                     size_t n_units, did_multiplied *m, ds_error *err) {
    double *normals = ds_calloc(n_units + 1, sizeof *normals);
    m->n_draws = options->replicates;
    m->z = ds_calloc(m->n_draws * m->n + 1, sizeof *m->z);
    m->largest = ds_calloc(m->n_draws + 1, sizeof *m->largest);
    m->critical = ds_calloc(m->n + 1, sizeof *m->critical);
    if (normals == NULL || m->z == NULL || m->largest == NULL || m->critical == NULL) {
        ds_free(normals);
        return ds_error_memory(err);
    }
    fill_did_multiplied(m, psi, n_units, options->seed, normals);
    qsort(m->largest, m->n_draws, sizeof *m->largest, compare_did_doubles);
    ds_free(normals);
    return DS_OK;
}

/* The band's critical value as a standard normal, and as a t of each year. */
static double find_did_critical(did_multiplied *m) {
    const double critical = m->largest[(size_t)ceil(0.95 * (double)m->n_draws) - 1];
    bool any = false;
    for (size_t e = 0; e < m->n; e++) {
        const ds_did_estimate *one = &m->events[e].estimate;
        if (one->se > 0) m->critical[e] = ds_did_critical_t(critical, one->df);
        any = any || one->se > 0;
    }
    return any ? critical : NAN;
}

/* ---- the test of all years together ---- */

/* The standard normal with the probability of a year's t. */
static double find_did_z(const ds_did_estimate *e) {
    const double p = gsl_cdf_tdist_Q(fabs(e->difference) / e->se, e->df);
    return p > 0 ? gsl_cdf_ugaussian_Qinv(p) : INFINITY;
}

static double find_did_joint_p(const did_multiplied *m) {
    double largest = 0;
    size_t above = 0;
    for (size_t e = 0; e < m->n; e++)
        if (m->events[e].estimate.se > 0)
            largest = fmax(largest, find_did_z(&m->events[e].estimate));
    for (size_t b = 0; b < m->n_draws; b++)
        above += m->largest[b] >= largest;
    return (double)(1 + above) / (double)(1 + m->n_draws);
}

/* The share of the draws in which a slope would be found: in some year its draw and the slope
 * together are beyond the critical t. */
static double find_did_joint_power(const did_multiplied *m, double slope) {
    size_t found = 0;
    for (size_t b = 0; b < m->n_draws; b++) {
        bool any = false;
        for (size_t e = 0; !any && e < m->n; e++) {
            const double se = m->events[e].estimate.se;
            any = se > 0 && fabs(m->z[b * m->n + e] + slope / se) > m->critical[e];
        }
        found += any;
    }
    return (double)found / (double)m->n_draws;
}

static double find_did_joint_slope(const did_multiplied *m) {
    double low = 0, high = 0;
    for (size_t e = 0; e < m->n; e++) { /* enough for one year alone, and more */
        const double se = m->events[e].estimate.se;
        if (se > 0) high = fmax(high, (m->critical[e] + 10) * se);
    }
    for (int i = 0; i < 30; i++) {
        const double middle = (low + high) / 2;
        *(find_did_joint_power(m, middle) < 0.8 ? &low : &high) = middle;
    }
    return high;
}

ds_status ds_did_band(const ds_did_options *options, const double *psi, const ds_did_event *events,
                      size_t n, size_t n_units, ds_did_pretrend *test, double *out_critical,
                      ds_error *err) {
    did_multiplied m = {.events = events, .n = n};
    ds_status status = make_did_multiplied(options, psi, n_units, &m, err);
    if (status == DS_OK) {
        *out_critical = find_did_critical(&m);
        if (test != NULL && isfinite(*out_critical)) {
            test->p_joint = find_did_joint_p(&m);
            test->smallest_joint = find_did_joint_slope(&m);
        }
    }
    done_did_multiplied(&m);
    return status;
}
