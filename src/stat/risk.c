/* stat/risk.c: every subgroup tested against everybody else and for what it adds, adjusted for how
 * many there are, and folded into the simplest. See doorstroom/risk.h. */
#include "stat/risk.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/chance.h"
#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/tests.h"

void ds_risk_result_done(ds_risk_result *result) {
    ds_free(result->groups);
    memset(result, 0, sizeof *result);
}

/* ---- one contrast ---- */

/* A group beside the rest of a larger one, both by institution. */
typedef struct risk_contrast {
    double n[2], t[2], rate[2]; /* [0] the group, [1] the rest */
    double difference, se, df;
    double log_se; /* of the logarithm of the ratio */
} risk_contrast;

static double persons_at(const ds_risk_counts *group, const ds_risk_counts *whole, size_t side,
                         size_t i) {
    return side == 0 ? group->n[i] : whole->n[i] - group->n[i];
}

static double events_at(const ds_risk_counts *group, const ds_risk_counts *whole, size_t side,
                        size_t i) {
    return side == 0 ? group->t[i] : whole->t[i] - group->t[i];
}

/* The roots of the factors of both sides' variances; false when one is in one institution only, or
 * empty. */
static bool sum_sides(const ds_risk_counts *group, const ds_risk_counts *whole, size_t n_clusters,
                      risk_contrast *c, double *root) {
    for (size_t s = 0; s < 2; s++) {
        double w2 = 0, w3 = 0;
        for (size_t i = 0; i < n_clusters; i++) {
            c->n[s] += persons_at(group, whole, s, i);
            c->t[s] += events_at(group, whole, s, i);
        }
        if (!(c->n[s] > 0)) return false;
        for (size_t i = 0; i < n_clusters; i++) {
            const double w = persons_at(group, whole, s, i) / c->n[s];
            w2 += w * w;
            w3 += w * w * w;
        }
        if (!(w2 < 1 - 1e-9)) return false;
        root[s] = sqrt(1 / (1 - 2 * w3 / w2 + w2));
        c->rate[s] = c->t[s] / c->n[s];
    }
    return true;
}

/* What an institution adds to the variance: its persons, as if independent and equally at risk, and
 * beyond that, by the square of its shares, what the variance has more. (Σ v)² / Σ v² - 1, at
 * least 1. */
static double find_risk_df(const ds_risk_counts *group, const ds_risk_counts *whole,
                           size_t n_clusters, const risk_contrast *c, double equal, double more) {
    double squares = 0, sum = 0, sum2 = 0;
    for (size_t i = 0; i < n_clusters; i++)
        for (size_t s = 0; s < 2; s++)
            squares += pow(persons_at(group, whole, s, i) / c->n[s], 2);
    for (size_t i = 0; i < n_clusters; i++) {
        double v = 0;
        for (size_t s = 0; s < 2; s++) {
            const double w = persons_at(group, whole, s, i) / c->n[s];
            v += equal * (1 - equal) * w / c->n[s] + more * w * w / squares;
        }
        sum += v;
        sum2 += v * v;
    }
    return sum2 > 0 ? fmax(1, sum * sum / sum2 - 1) : 0;
}

/* False when one side is in one institution only, or empty, or nobody has the event, or all. */
static bool contrast_risk(const ds_risk_counts *group, const ds_risk_counts *whole,
                          size_t n_clusters, risk_contrast *c) {
    double root[2], variance = 0, log_variance = 0, equal, floor;
    memset(c, 0, sizeof *c);
    if (!sum_sides(group, whole, n_clusters, c, root)) return false;
    for (size_t i = 0; i < n_clusters; i++) {
        double psi[2], together, ratio;
        for (size_t s = 0; s < 2; s++)
            psi[s] = root[s] *
                     (events_at(group, whole, s, i) - c->rate[s] * persons_at(group, whole, s, i)) /
                     c->n[s];
        together = psi[0] - psi[1];
        ratio = psi[0] / c->rate[0] - psi[1] / c->rate[1];
        variance += together * together;
        log_variance += ratio * ratio;
    }
    equal = (c->t[0] + c->t[1]) / (c->n[0] + c->n[1]);
    floor = equal * (1 - equal) * (1 / c->n[0] + 1 / c->n[1]);
    c->difference = c->rate[0] - c->rate[1];
    c->se = sqrt(fmax(variance, floor));
    c->df = find_risk_df(group, whole, n_clusters, c, equal, fmax(0, variance - floor));
    floor = (1 - c->rate[0]) / c->t[0] + (1 - c->rate[1]) / c->t[1];
    c->log_se = sqrt(fmax(log_variance, floor)); /* NAN or infinite without events */
    return c->se > 0 && c->df > 1e-9;
}

/* ---- one subgroup ---- */

typedef struct risk_work {
    const ds_risk_options *options;
    ds_risk_table table;
    ds_risk_result *out;
    size_t capacity;
} risk_work;

static void keep_contrast(const risk_contrast *c, size_t against, ds_risk_group *g) {
    const double statistic = c->difference / c->se;
    const double p = gsl_cdf_tdist_Q(statistic, c->df);
    if (p <= g->p) return;
    g->p = p;
    g->against = against;
    g->difference = c->difference;
    g->se = c->se;
    g->statistic = statistic;
    g->df = c->df;
}

static void describe_group(const risk_contrast *c, double all, ds_risk_group *g) {
    const double t = ds_chance_t_quantile(0.975, c->df);
    g->noemer = (uint64_t)c->n[0];
    g->teller = (uint64_t)c->t[0];
    g->rate = c->rate[0];
    g->rest_rate = c->rate[1];
    g->share = all > 0 ? c->t[0] / all : NAN;
    g->relative = c->rate[1] > 0 ? c->rate[0] / c->rate[1] : NAN;
    g->low = g->high = NAN;
    if (!isfinite(c->log_se) || !(g->relative > 0)) return;
    g->low = g->relative * exp(-t * c->log_se);
    g->high = g->relative * exp(t * c->log_se);
}

/* The parent that lacks the k-th attribute of a subgroup. */
static size_t find_parent(const risk_work *w, const ds_risk_group *g, size_t without) {
    size_t attributes[DS_RISK_DEPTH_MAX], n = 0;
    uint32_t codes[DS_RISK_DEPTH_MAX];
    for (size_t k = 0; k < g->n_attributes; k++) {
        if (k == without) continue;
        attributes[n] = g->attributes[k];
        codes[n++] = g->codes[k];
    }
    return ds_risk_group_at(ds_risk_set_of(&w->table, attributes, n), codes);
}

static double sum_persons(const risk_work *w, size_t group) {
    const ds_risk_counts c = ds_risk_counts_of(&w->table, group);
    double n = 0;
    for (size_t i = 0; i < w->table.n_clusters; i++)
        n += c.n[i];
    return n;
}

static bool is_a_parent(const risk_work *w, const ds_risk_group *g, double n) {
    for (size_t k = 0; k < g->n_attributes; k++)
        if (sum_persons(w, find_parent(w, g, k)) <= n) return true;
    return false;
}

/* Fills g; false when some contrast cannot be made. */
static bool test_group(const risk_work *w, size_t at, ds_risk_group *g) {
    const ds_risk_counts own = ds_risk_counts_of(&w->table, at);
    const ds_risk_counts all = ds_risk_counts_of(&w->table, 0);
    risk_contrast c;
    g->p = -1;
    if (!contrast_risk(&own, &all, w->table.n_clusters, &c)) return false;
    describe_group(&c, (double)w->out->teller, g);
    keep_contrast(&c, SIZE_MAX, g);
    for (size_t k = 0; g->n_attributes > 1 && k < g->n_attributes; k++) {
        const ds_risk_counts parent = ds_risk_counts_of(&w->table, find_parent(w, g, k));
        if (!contrast_risk(&own, &parent, w->table.n_clusters, &c)) return false;
        keep_contrast(&c, k, g);
    }
    return true;
}

static ds_status add_group(risk_work *w, const ds_risk_set *set, size_t at, ds_error *err) {
    ds_risk_group g = {.n_attributes = set->n_attributes, .within = SIZE_MAX, .q = NAN};
    const double n = sum_persons(w, set->from + at);
    size_t rest = at;
    if (!(n > 0)) return DS_OK;
    for (size_t k = set->n_attributes; k-- > 0;) {
        g.attributes[k] = set->attributes[k];
        g.codes[k] = (uint32_t)(rest % set->radix[k]);
        rest /= set->radix[k];
    }
    if (n < (double)w->options->minimum) {
        w->out->n_small++;
    } else if (is_a_parent(w, &g, n)) {
        w->out->n_same++;
    } else if (!test_group(w, set->from + at, &g)) {
        w->out->n_untested++;
    } else {
        if (!ds_reserve(&w->out->groups, &w->capacity, w->out->n + 1, sizeof *w->out->groups))
            return ds_error_memory(err);
        w->out->groups[w->out->n++] = g;
    }
    return DS_OK;
}

/* ---- all of them ---- */

static ds_status adjust_groups(risk_work *w, ds_error *err) {
    ds_risk_result *r = w->out;
    double *p = ds_calloc(2 * r->n + 1, sizeof *p);
    size_t tested;
    ds_status status;
    if (p == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->n; i++)
        p[i] = r->groups[i].p;
    status = ds_adjust_p(p, r->n, w->options->adjust == DS_RISK_BY ? DS_ADJUST_BY : DS_ADJUST_BH,
                         p + r->n, &tested, err);
    for (size_t i = 0; status == DS_OK && i < r->n; i++) {
        r->groups[i].q = p[r->n + i];
        r->groups[i].found = p[r->n + i] <= w->options->rate;
        r->n_found += r->groups[i].found;
    }
    ds_free(p);
    return status;
}

/* Found ones first, the surest first, then the largest; equals by what they are. */
static int compare_risk_groups(const void *x, const void *y) {
    const ds_risk_group *a = x, *b = y;
    if (a->found != b->found) return a->found ? -1 : 1;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    if (a->noemer != b->noemer) return a->noemer > b->noemer ? -1 : 1;
    if (a->n_attributes != b->n_attributes) return a->n_attributes < b->n_attributes ? -1 : 1;
    for (size_t k = 0; k < a->n_attributes; k++) {
        if (a->attributes[k] != b->attributes[k])
            return a->attributes[k] < b->attributes[k] ? -1 : 1;
        if (a->codes[k] != b->codes[k]) return a->codes[k] < b->codes[k] ? -1 : 1;
    }
    return 0;
}

/* Everybody of inner is in outer, by what they are. */
static bool is_within(const ds_risk_group *inner, const ds_risk_group *outer) {
    for (size_t k = 0; k < outer->n_attributes; k++) {
        bool has = false;
        for (size_t i = 0; i < inner->n_attributes; i++)
            has = has || (inner->attributes[i] == outer->attributes[k] &&
                          inner->codes[i] == outer->codes[k]);
        if (!has) return false;
    }
    return outer->n_attributes < inner->n_attributes;
}

static void fold_groups(ds_risk_result *r) {
    for (size_t i = 0; i < r->n_found; i++) {
        ds_risk_group *g = &r->groups[i];
        for (size_t k = 0; k < r->n_found; k++) {
            const ds_risk_group *other = &r->groups[k];
            if (is_within(g, other) &&
                (g->within == SIZE_MAX || other->n_attributes < r->groups[g->within].n_attributes))
                g->within = k;
        }
        r->n_printed += g->within == SIZE_MAX;
        if (g->within != SIZE_MAX) r->groups[g->within].nested++;
    }
}

static ds_status check_risk_options(const ds_numbered *cells, const ds_risk_options *o,
                                    ds_error *err) {
    const ds_status status =
        ds_error_version(err, "ds_risk_options", o->version, DS_RISK_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (o->depth < 1 || o->depth > DS_RISK_DEPTH_MAX)
        return ds_error_set(err, DS_USAGE, "--depth: van 1 tot en met %d", "--depth: from 1 to %d",
                            DS_RISK_DEPTH_MAX);
    if (o->n_attributes < 1 || o->n_attributes > DS_RISK_ATTRIBUTES_MAX)
        return ds_error_set(err, DS_USAGE, "--attributes: van 1 tot en met %d kenmerken",
                            "--attributes: from 1 to %d attributes", DS_RISK_ATTRIBUTES_MAX);
    if (!(o->rate > 0 && o->rate < 1))
        return ds_error_set(err, DS_USAGE, "--rate: tussen 0 en 1", "--rate: between 0 and 1");
    if (o->year >= cells->n_years)
        return ds_error_set(err, DS_INPUT, "dit schooljaar is er niet",
                            "there is no such school year");
    return DS_OK;
}

static ds_status search_risks(const ds_numbered *cells, risk_work *w, ds_error *err) {
    ds_status status = ds_risk_count(cells, w->options, &w->table, err);
    ds_risk_counts all;
    if (status != DS_OK) return status;
    all = ds_risk_counts_of(&w->table, 0);
    w->out->unknown = w->table.unknown;
    for (size_t i = 0; i < w->table.n_clusters; i++) {
        w->out->noemer += (uint64_t)all.n[i];
        w->out->teller += (uint64_t)all.t[i];
    }
    for (size_t s = 1; s < w->table.n_sets; s++)
        for (size_t g = 0; status == DS_OK && g < w->table.sets[s].n_groups; g++)
            status = add_group(w, &w->table.sets[s], g, err);
    if (status == DS_OK) status = adjust_groups(w, err);
    if (status != DS_OK) return status;
    if (w->out->n > 1)
        qsort(w->out->groups, w->out->n, sizeof *w->out->groups, compare_risk_groups);
    fold_groups(w->out);
    return DS_OK;
}

ds_status ds_risk_search(const ds_numbered *cells, const ds_risk_options *options,
                         ds_risk_result *out, ds_error *err) {
    ds_risk_result made = {0};
    risk_work w = {.options = options, .out = &made};
    ds_status status = check_risk_options(cells, options, err);
    if (status != DS_OK) return status;
    status = search_risks(cells, &w, err);
    ds_risk_table_done(&w.table);
    if (status == DS_OK)
        *out = made;
    else
        ds_risk_result_done(&made);
    return status;
}
