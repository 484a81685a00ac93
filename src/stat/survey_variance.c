/* stat/survey_variance.c: the covariance of weighted totals in a design of one or two stages, by
 * cluster totals. See doorstroom/survey_estimates.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/survey_design.h"

/* n is the number of variables throughout. */
typedef struct survey_sums {
    const ds_survey_design *d;
    const survey_variable *v;
    size_t n;
    size_t *first_of;  /* [n_domains + 1]: variables by domain */
    size_t *variables; /* [n]: sorted by domain */
    double *fitted;    /* [n_classes * n]: x'B; NULL: not calibrated */
    double *totals;    /* [n_clusters * n] */
    double *unit;      /* [n]: the totals of one unit */
    double *squares;   /* [n * n]: Σ(wz)(wz)' of one unit */
} survey_sums;

/* ---- residuals ---- */

static double find_survey_z(const survey_variable *v, const survey_line *line) {
    return v->a * line->wy + v->c * line->wx;
}

/* B by the weights before; x'B of every class, of years other than the variable's 0. */
static ds_status fit_survey_residuals(survey_sums *s, ds_error *err) {
    const ds_survey_design *d = s->d;
    size_t widest = 0;
    double *z, *b;
    if (d->n_classes == 0) return DS_OK;
    for (size_t y = 0; y < d->n_years; y++)
        if (d->models[y].n_x > widest) widest = d->models[y].n_x;
    s->fitted = ds_calloc(d->n_classes * s->n + 1, sizeof *s->fitted);
    z = ds_calloc(d->n_classes * s->n + 1, sizeof *z);
    b = ds_calloc(widest + 1, sizeof *b);
    if (s->fitted == NULL || z == NULL || b == NULL) {
        ds_free(z);
        ds_free(b);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < d->n_lines; i++)
        for (size_t k = s->first_of[d->lines[i].domain]; k < s->first_of[d->lines[i].domain + 1];
             k++)
            z[d->lines[i].class * s->n + s->variables[k]] +=
                find_survey_z(&s->v[s->variables[k]], &d->lines[i]);
    for (size_t p = 0; p < s->n; p++) {
        const survey_model *m = &d->models[d->domains[s->v[p].domain].year];
        memset(b, 0, (widest + 1) * sizeof *b);
        for (size_t c = m->first; c < m->end; c++)
            for (size_t j = 0; j < m->n_x; j++)
                b[j] += m->x[(c - m->first) * m->n_x + j] * z[c * s->n + p];
        if (m->n_x > 0) ds_survey_solve(m->factor, m->n_x, b);
        for (size_t c = m->first; c < m->end; c++)
            for (size_t j = 0; j < m->n_x; j++)
                s->fitted[c * s->n + p] += m->x[(c - m->first) * m->n_x + j] * b[j];
    }
    ds_free(z);
    ds_free(b);
    return DS_OK;
}

/* ---- a unit ---- */

static void add_survey_line_total(const survey_sums *s, const survey_line *line) {
    const double g = s->fitted == NULL ? 1 : s->d->classes[line->class].g;
    for (size_t k = s->first_of[line->domain]; k < s->first_of[line->domain + 1]; k++)
        s->unit[s->variables[k]] += g * find_survey_z(&s->v[s->variables[k]], line);
    if (s->fitted == NULL) return;
    for (size_t p = 0; p < s->n; p++)
        s->unit[p] -= g * line->w * s->fitted[line->class * s->n + p];
}

static double find_survey_square(const survey_variable *p, const survey_variable *q,
                                 const survey_line *l) {
    return p->a * q->a * l->w2yy + (p->a * q->c + p->c * q->a) * l->w2xy + p->c * q->c * l->w2xx;
}

/* Σ g²w² (z_p - f_p)(z_q - f_q) of one line. */
static void add_survey_line_squares(const survey_sums *s, const survey_line *line) {
    const double g = s->fitted == NULL ? 1 : s->d->classes[line->class].g, g2 = g * g;
    const size_t first = s->first_of[line->domain], end = s->first_of[line->domain + 1];
    const double *f = s->fitted == NULL ? NULL : s->fitted + line->class * s->n;
    for (size_t k = first; k < end; k++) {
        const survey_variable *p = &s->v[s->variables[k]];
        const double linear = p->a * line->w2y + p->c * line->w2x;
        for (size_t l = first; l < end; l++)
            s->squares[s->variables[k] * s->n + s->variables[l]] +=
                g2 * find_survey_square(p, &s->v[s->variables[l]], line);
        for (size_t q = 0; f != NULL && q < s->n; q++) {
            s->squares[s->variables[k] * s->n + q] -= g2 * linear * f[q];
            s->squares[q * s->n + s->variables[k]] -= g2 * linear * f[q];
        }
    }
    for (size_t p = 0; f != NULL && p < s->n; p++)
        for (size_t q = 0; q < s->n; q++)
            s->squares[p * s->n + q] += g2 * line->w2 * f[p] * f[q];
}

/* What the respondents of one unit add, in a first stage of which a share f was drawn. */
static void add_survey_second(const survey_sums *s, const survey_unit *u, double f, double *out) {
    const bool all = u->students > 0 && u->m >= u->students;
    const double rest = u->students > 0 ? 1 - u->m / u->students : 1;
    const bool lonely = u->m == 1;
    const ds_survey_lonely how = s->d->options.lonely;
    const double scale = f * rest * (lonely ? 1 : u->m / (u->m - 1));
    if (u->m == 0 || all || (lonely && (how == DS_SURVEY_REMOVE || how == DS_SURVEY_CERTAINTY)))
        return;
    memset(s->squares, 0, s->n * s->n * sizeof *s->squares);
    for (size_t i = u->first; i < u->end; i++)
        add_survey_line_squares(s, &s->d->lines[i]);
    for (size_t p = 0; p < s->n; p++)
        for (size_t q = 0; q < s->n; q++)
            out[p * s->n + q] +=
                scale * (s->squares[p * s->n + q] - (lonely ? 0 : s->unit[p] * s->unit[q] / u->m));
}

static void add_survey_units(const survey_sums *s, double *out) {
    const ds_survey_design *d = s->d;
    for (size_t i = 0; i < d->n_units; i++) {
        const survey_unit *u = &d->units[i];
        const survey_stratum *h = &d->strata[d->stratum_of[u->cluster]];
        memset(s->unit, 0, s->n * sizeof *s->unit);
        for (size_t l = u->first; l < u->end; l++)
            add_survey_line_total(s, &d->lines[l]);
        for (size_t p = 0; p < s->n; p++)
            s->totals[u->cluster * s->n + p] += s->unit[p];
        if (!d->options.first_stage_only && isfinite(h->clusters))
            add_survey_second(s, u, h->n / h->clusters, out);
    }
}

/* ---- clusters ---- */

/* means[n_strata * n] of the cluster totals, and of all clusters in the last row. */
static void find_survey_means(const survey_sums *s, double *means) {
    const ds_survey_design *d = s->d;
    for (size_t i = 0; i < d->n_clusters; i++) {
        const size_t h = d->stratum_of[i];
        for (size_t p = 0; p < s->n; p++) {
            means[h * s->n + p] += s->totals[i * s->n + p] / d->strata[h].n;
            means[d->n_strata * s->n + p] += s->totals[i * s->n + p] / (double)d->n_clusters;
        }
    }
}

static void add_survey_cluster_squares(const survey_sums *s, size_t cluster, const double *mean,
                                       double scale, double *out) {
    const double *t = s->totals + cluster * s->n;
    for (size_t p = 0; p < s->n; p++)
        for (size_t q = 0; q < s->n; q++)
            out[p * s->n + q] += scale * (t[p] - (mean == NULL ? 0 : mean[p])) *
                                 (t[q] - (mean == NULL ? 0 : mean[q]));
}

static ds_status add_survey_first(const survey_sums *s, bool around, double *out, ds_error *err) {
    const ds_survey_design *d = s->d;
    const ds_survey_lonely how = d->options.lonely;
    const double missing = how == DS_SURVEY_AVERAGE ? (double)d->facts.lonely : 0;
    const double raise = (double)d->n_strata / ((double)d->n_strata - missing);
    double *means = ds_calloc((d->n_strata + 1) * s->n + 1, sizeof *means);
    if (means == NULL) return ds_error_memory(err);
    find_survey_means(s, means);
    for (size_t i = 0; i < d->n_clusters; i++) {
        const survey_stratum *h = &d->strata[d->stratum_of[i]];
        const double rest = 1 - h->n / h->clusters;
        if (h->n > 1)
            add_survey_cluster_squares(s, i, means + d->stratum_of[i] * s->n,
                                       raise * rest * h->n / (h->n - 1), out);
        else if (how == DS_SURVEY_ADJUST)
            add_survey_cluster_squares(s, i, around ? means + d->n_strata * s->n : NULL, rest, out);
    }
    ds_free(means);
    return DS_OK;
}

/* ---- the whole ---- */

static ds_status make_survey_sums(survey_sums *s, ds_error *err) {
    const ds_survey_design *d = s->d;
    s->first_of = ds_calloc(d->n_domains + 2, sizeof *s->first_of);
    s->variables = ds_calloc(s->n + 1, sizeof *s->variables);
    s->totals = ds_calloc(d->n_clusters * s->n + 1, sizeof *s->totals);
    s->unit = ds_calloc(s->n + 1, sizeof *s->unit);
    s->squares = ds_calloc(s->n * s->n + 1, sizeof *s->squares);
    if (s->first_of == NULL || s->variables == NULL || s->totals == NULL || s->unit == NULL ||
        s->squares == NULL)
        return ds_error_memory(err);
    for (size_t p = 0; p < s->n; p++)
        s->first_of[s->v[p].domain + 2]++;
    for (size_t i = 2; i < d->n_domains + 2; i++)
        s->first_of[i] += s->first_of[i - 1];
    for (size_t p = 0; p < s->n; p++)
        s->variables[s->first_of[s->v[p].domain + 1]++] = p;
    return fit_survey_residuals(s, err);
}

ds_status ds_survey_variance(const ds_survey_design *d, const survey_variable *variables, size_t n,
                             bool around, double *out, ds_error *err) {
    survey_sums s = {.d = d, .v = variables, .n = n};
    ds_status status = make_survey_sums(&s, err);
    memset(out, 0, n * n * sizeof *out);
    if (status == DS_OK) {
        add_survey_units(&s, out);
        status = add_survey_first(&s, around, out, err);
    }
    ds_free(s.first_of);
    ds_free(s.variables);
    ds_free(s.fitted);
    ds_free(s.totals);
    ds_free(s.unit);
    ds_free(s.squares);
    return status;
}
