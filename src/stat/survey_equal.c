/* stat/survey_equal.c: whether groups of a survey are equal: Rao and Scott's chi-square for shares,
 * Wald's test for the rest. See doorstroom/survey_estimates.h.
 *
 * Rao and Scott: p the shares of the 2 × G table, C a basis of what is orthogonal to both margins,
 * Δ = (C'D⁻¹C)⁻¹ C'D⁻¹VD⁻¹C with D = diag(p): F = (X²/n) / tr Δ, on tr(Δ)²/tr(Δ²) and that times
 * df. The number of persons cancels. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/survey_design.h"

/* Of the G groups that have an estimate. */
typedef struct survey_table {
    const ds_survey_design *d;
    const size_t *groups; /* [n] */
    size_t n;
    survey_variable *cells; /* [2n]: yes, then no */
    double *p;              /* [2n] */
    double *covariance;     /* [2n * 2n] of their totals, then of p */
    double *middle, *denominator, *column;
} survey_table;

/* From the covariance of totals to that of p = t / Σt, in place: J V J', J = (I - p 1') / Σt. */
static void make_survey_shares(survey_table *t, double total) {
    const size_t n = 2 * t->n;
    double *v = t->covariance;
    for (int pass = 0; pass < 2; pass++) { /* V J', then its transpose times J' */
        for (size_t i = 0; i < n; i++) {
            double row = 0;
            for (size_t j = 0; j < n; j++)
                row += v[i * n + j];
            for (size_t j = 0; j < n; j++)
                v[i * n + j] = (v[i * n + j] - row * t->p[j]) / total;
        }
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < i; j++) {
                const double swap = v[i * n + j];
                v[i * n + j] = v[j * n + i];
                v[j * n + i] = swap;
            }
    }
}

/* Column k of C: yes and no of the first group against those of group k + 1, at row i. */
static double find_survey_basis(const survey_table *t, size_t i, size_t k) {
    const size_t group = i < t->n ? i : i - t->n;
    const double sign = i < t->n ? 1 : -1;
    return group == 0 ? sign : group == k + 1 ? -sign : 0;
}

/* out[k * k]: C'D⁻¹ V D⁻¹C, or without V C'D⁻¹C. */
static void sandwich_survey_table(const survey_table *t, const double *v, double *out) {
    const size_t n = 2 * t->n, k = t->n - 1;
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++) {
            double sum = 0;
            for (size_t i = 0; i < n; i++) {
                const double left = find_survey_basis(t, i, a) / t->p[i];
                if (left == 0) continue;
                if (v == NULL) sum += left * find_survey_basis(t, i, b);
                for (size_t j = 0; v != NULL && j < n; j++)
                    sum += left * v[i * n + j] * find_survey_basis(t, j, b) / t->p[j];
            }
            out[a * k + b] = sum;
        }
}

/* Pearson's chi-square for one person. */
static double find_survey_chi(const survey_table *t) {
    double yes = 0, chi = 0;
    for (size_t g = 0; g < t->n; g++)
        yes += t->p[g];
    for (size_t i = 0; i < 2 * t->n; i++) {
        const double group = t->p[i % t->n] + t->p[i % t->n + t->n];
        const double expected = group * (i < t->n ? yes : 1 - yes);
        chi += (t->p[i] - expected) * (t->p[i] - expected) / expected;
    }
    return chi;
}

/* tr Δ and tr Δ², Δ = denominator⁻¹ middle, column by column. */
static void find_survey_traces(survey_table *t, double *first, double *second) {
    const size_t k = t->n - 1;
    *first = *second = 0;
    for (size_t b = 0; b < k; b++) { /* solve for each column; Δ stands in middle, transposed */
        for (size_t a = 0; a < k; a++)
            t->column[a] = t->middle[a * k + b];
        ds_survey_solve(t->denominator, k, t->column);
        for (size_t a = 0; a < k; a++)
            t->middle[a * k + b] = t->column[a];
    }
    for (size_t a = 0; a < k; a++) {
        *first += t->middle[a * k + a];
        for (size_t b = 0; b < k; b++)
            *second += t->middle[a * k + b] * t->middle[b * k + a];
    }
}

static ds_survey_test make_survey_f(double f, double df1, double df2) {
    ds_survey_test test = {DS_SURVEY_SHOWN, NAN, NAN, NAN, NAN, f, df1, df2, NAN};
    if (isfinite(f) && df1 > 0 && df2 > 0)
        test.p = gsl_cdf_fdist_Q(f, df1, df2);
    else
        test.state = DS_SURVEY_SINGULAR;
    return test;
}

static ds_survey_test make_survey_none(ds_survey_state state) {
    return (ds_survey_test){state, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
}

static ds_status test_survey_shares(survey_table *t, ds_survey_test *out, ds_error *err) {
    const size_t n = 2 * t->n;
    double total = 0, first, second;
    ds_status status;
    for (size_t i = 0; i < n; i++) {
        const survey_domain *domain = &t->d->domains[t->groups[i % t->n]];
        t->p[i] = i < t->n ? domain->wy : domain->wx - domain->wy;
        total += t->p[i];
        t->cells[i] = (survey_variable){t->groups[i % t->n], i < t->n ? 1 : -1, i < t->n ? 0 : 1};
    }
    for (size_t i = 0; i < n; i++) {
        t->p[i] /= total;
        if (t->p[i] > 1e-14) continue;
        *out = make_survey_none(DS_SURVEY_SINGULAR);
        return DS_OK;
    }
    status = ds_survey_variance(t->d, t->cells, n, false, t->covariance, err);
    if (status != DS_OK) return status;
    make_survey_shares(t, total);
    sandwich_survey_table(t, t->covariance, t->middle);
    sandwich_survey_table(t, NULL, t->denominator);
    if (!ds_survey_factor(t->denominator, t->n - 1)) {
        *out = make_survey_none(DS_SURVEY_SINGULAR);
        return DS_OK;
    }
    find_survey_traces(t, &first, &second);
    *out = make_survey_f(find_survey_chi(t) / first, first * first / second,
                         first * first / second * t->d->facts.df);
    return DS_OK;
}

/* W = (Cθ)'(CVC')⁻¹Cθ with k rows: F = (df - k + 1) / (k·df) · W. */
static void test_survey_wald(survey_table *t, ds_survey_test *out) {
    const ds_survey_design *d = t->d;
    const size_t k = t->n - 1;
    const double df = d->facts.df - (double)k + 1;
    double wald = 0;
    for (size_t a = 0; a < k; a++) {
        const size_t first = t->groups[0], g = t->groups[a + 1];
        t->column[a] = d->domains[g].estimate - d->domains[first].estimate;
        for (size_t b = 0; b < k; b++) {
            const size_t h = t->groups[b + 1];
            t->denominator[a * k + b] = d->covariance[g * d->n_domains + h] -
                                        d->covariance[g * d->n_domains + first] -
                                        d->covariance[first * d->n_domains + h] +
                                        d->covariance[first * d->n_domains + first];
        }
        t->p[a] = t->column[a];
    }
    *out = make_survey_none(DS_SURVEY_SINGULAR);
    for (size_t i = 0; i < t->n; i++)
        if (ds_survey_is_flat(d, t->groups[i])) return;
    if (df < 1 || !ds_survey_factor(t->denominator, k)) return;
    ds_survey_solve(t->denominator, k, t->column);
    for (size_t a = 0; a < k; a++)
        wald += t->p[a] * t->column[a];
    *out = make_survey_f(wald * df / ((double)k * d->facts.df), (double)k, df);
}

static ds_status make_survey_table(survey_table *t, ds_error *err) {
    const size_t n = 2 * t->n;
    t->cells = ds_calloc(n, sizeof *t->cells);
    t->p = ds_calloc(n, sizeof *t->p);
    t->covariance = ds_calloc(n * n, sizeof *t->covariance);
    t->middle = ds_calloc(n * n, sizeof *t->middle);
    t->denominator = ds_calloc(n * n, sizeof *t->denominator);
    t->column = ds_calloc(n, sizeof *t->column);
    return t->cells == NULL || t->p == NULL || t->covariance == NULL || t->middle == NULL ||
                   t->denominator == NULL || t->column == NULL
               ? ds_error_memory(err)
               : DS_OK;
}

ds_status ds_survey_design_equal(const ds_survey_design *d, const size_t *groups, size_t n,
                                 ds_survey_test *out, ds_error *err) {
    size_t *shown = ds_calloc(n + 1, sizeof *shown);
    survey_table t = {.d = d, .groups = shown};
    ds_survey_test test = make_survey_none(DS_SURVEY_SINGULAR);
    ds_status status = shown == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        if (d->domains[groups[i]].state == DS_SURVEY_SHOWN) shown[t.n++] = groups[i];
    if (status == DS_OK && d->facts.df < 1)
        test = make_survey_none(DS_SURVEY_NO_DF);
    else if (status == DS_OK && t.n > 1) {
        status = make_survey_table(&t, err);
        if (status == DS_OK && d->shape.kind == DS_SURVEY_SHARE && !d->options.total)
            status = test_survey_shares(&t, &test, err);
        else if (status == DS_OK)
            test_survey_wald(&t, &test);
    }
    if (status == DS_OK) *out = test;
    ds_free(shown);
    ds_free(t.cells);
    ds_free(t.p);
    ds_free(t.covariance);
    ds_free(t.middle);
    ds_free(t.denominator);
    ds_free(t.column);
    return status;
}
