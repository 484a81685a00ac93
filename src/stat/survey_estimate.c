/* stat/survey_estimate.c: a survey's proportions, means, ratios and totals, with the errors of the
 * design, and contrasts of them. See doorstroom/survey_estimates.h. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/survey_design.h"

/* ---- estimates ---- */

static void add_survey_domains(ds_survey_design *d) {
    for (size_t u = 0; u < d->n_units; u++)
        for (size_t i = d->units[u].first; i < d->units[u].end; i++) {
            const survey_line *line = &d->lines[i];
            const double g = d->n_classes == 0 ? 1 : d->classes[line->class].g;
            survey_domain *domain = &d->domains[line->domain];
            domain->n += line->n;
            domain->known += line->known;
            domain->yes += line->yes;
            domain->wy += g * line->wy;
            domain->wx += g * line->wx;
            domain->weight += g * line->known_w;
            if (line->known > 0 && domain->last_unit != u + 1) {
                domain->clusters++;
                domain->last_unit = u + 1;
            }
        }
}

static void estimate_survey_domain(const ds_survey_design *d, survey_domain *domain,
                                   uint64_t known_in_year) {
    domain->estimate = NAN;
    domain->state = known_in_year == 0                     ? DS_SURVEY_NOT_ASKED
                    : domain->known == 0                   ? DS_SURVEY_NOBODY
                    : !d->options.total && domain->wx == 0 ? DS_SURVEY_ZERO_BASE
                                                           : DS_SURVEY_SHOWN;
    if (domain->state == DS_SURVEY_SHOWN)
        domain->estimate = d->options.total ? domain->wy : domain->wy / domain->wx;
}

static void estimate_survey_domains(ds_survey_design *d) {
    uint64_t known[DS_SURVEY_YEARS_MAX] = {0};
    for (size_t i = 0; i < d->n_domains; i++)
        known[d->domains[i].year] += d->domains[i].known;
    for (size_t i = 0; i < d->n_domains; i++)
        estimate_survey_domain(d, &d->domains[i], known[d->domains[i].year]);
}

/* A group without an estimate has a variable that is 0. */
static ds_status find_survey_covariance(ds_survey_design *d, ds_error *err) {
    const size_t n = d->n_domains;
    survey_variable *variables = ds_calloc(n + 1, sizeof *variables);
    ds_status status;
    d->covariance = ds_calloc(n * n + 1, sizeof *d->covariance);
    if (variables == NULL || d->covariance == NULL) {
        ds_free(variables);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        const survey_domain *domain = &d->domains[i];
        variables[i].domain = i;
        if (domain->state != DS_SURVEY_SHOWN) continue;
        variables[i].a = d->options.total ? 1 : 1 / domain->wx;
        variables[i].c = d->options.total ? 0 : -domain->estimate / domain->wx;
    }
    status = ds_survey_variance(d, variables, n, d->options.total, d->covariance, err);
    ds_free(variables);
    return status;
}

/* Nobody is left out anywhere: there is nothing that another sample would change. */
static bool is_survey_census(const ds_survey_design *d) {
    for (size_t h = 0; h < d->n_strata; h++)
        if (d->strata[h].n < d->strata[h].clusters) return false;
    for (size_t u = 0; u < d->n_units && !d->options.first_stage_only; u++)
        if (d->units[u].students == 0 || d->units[u].m < d->units[u].students) return false;
    return d->n_strata > 0;
}

static void find_survey_facts(ds_survey_design *d) {
    d->facts.clusters = d->n_clusters;
    d->facts.strata = d->n_strata;
    d->facts.years = d->n_years;
    d->facts.df = (double)d->n_clusters - (double)d->n_strata;
    if (is_survey_census(d)) d->facts.flags |= DS_SURVEY_EVERYBODY;
    for (size_t u = 0; u < d->n_units && !d->options.first_stage_only; u++) {
        const survey_unit *unit = &d->units[u];
        if (!isfinite(d->strata[d->stratum_of[unit->cluster]].clusters) || unit->m == 0) continue;
        if (unit->students == 0) d->facts.flags |= DS_SURVEY_STUDENTS_UNKNOWN;
        if (unit->students > 0 && unit->m > unit->students)
            d->facts.flags |= DS_SURVEY_BEYOND_STUDENTS;
    }
}

ds_status ds_survey_design_new(const ds_survey_cells *cells, const ds_survey_options *options,
                               ds_survey_design **out, ds_error *err) {
    ds_survey_design *d;
    ds_status status =
        ds_error_version(err, "ds_survey_options", options->version, DS_SURVEY_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    d = ds_calloc(1, sizeof *d);
    if (d == NULL) return ds_error_memory(err);
    d->cells = cells;
    d->options = *options;
    d->shape = ds_survey_cells_shape(cells);
    status = ds_survey_read_cells(d, err);
    if (status == DS_OK) status = ds_survey_calibrate(d, err);
    if (status == DS_OK) {
        add_survey_domains(d);
        estimate_survey_domains(d);
        find_survey_facts(d);
        status = find_survey_covariance(d, err);
    }
    d->options.years = NULL; /* the caller's */
    if (status == DS_OK)
        *out = d;
    else
        ds_survey_design_free(d);
    return status;
}

void ds_survey_design_free(ds_survey_design *d) {
    if (d == NULL) return;
    for (size_t y = 0; y < DS_SURVEY_YEARS_MAX; y++) {
        ds_free(d->models[y].x);
        ds_free(d->models[y].factor);
    }
    ds_free(d->lines);
    ds_free(d->units);
    ds_free(d->stratum_of);
    ds_free(d->strata);
    ds_free(d->domains);
    ds_free(d->domain_keys);
    ds_free(d->classes);
    ds_free(d->covariance);
    ds_free(d);
}

/* ---- reading them ---- */

ds_survey_facts ds_survey_design_facts(const ds_survey_design *d) {
    return d->facts;
}

size_t ds_survey_design_n(const ds_survey_design *d) {
    return d->n_domains;
}

size_t ds_survey_design_n_classes(const ds_survey_design *d) {
    return d->n_classes;
}

ds_survey_class ds_survey_design_class(const ds_survey_design *d, size_t i) {
    return d->classes[i];
}

double ds_survey_design_covariance(const ds_survey_design *d, size_t i, size_t j) {
    if (d->domains[i].state != DS_SURVEY_SHOWN || d->domains[j].state != DS_SURVEY_SHOWN)
        return NAN;
    return d->covariance[i * d->n_domains + j];
}

/* A variance that rounding alone made, of values that are all the same, is none: sums of squares
 * are true to some 1e-16, and its root to 1e-8. */
static double find_survey_se(double variance, double estimate) {
    const double se = variance > 0 ? sqrt(variance) : 0;
    return se > 1e-7 * fabs(estimate) ? se : 0;
}

static void set_survey_interval(const ds_survey_design *d, ds_survey_estimate *e) {
    const bool share = d->shape.kind == DS_SURVEY_SHARE && !d->options.total;
    double t, p = e->estimate;
    if (d->facts.flags & DS_SURVEY_EVERYBODY) {
        e->low = e->high = p;
        return;
    }
    if (d->facts.df < 1) e->state = DS_SURVEY_NO_DF;
    if (e->se == 0 || (share && (p <= 0 || p >= 1))) e->state = DS_SURVEY_NO_VARIANCE;
    if (e->se == 0) e->se = NAN; /* what does not vary here may do so elsewhere */
    if (e->state != DS_SURVEY_SHOWN) return;
    t = gsl_cdf_tdist_Pinv(0.975, d->facts.df);
    if (share) {
        const double logit = log(p / (1 - p)), half = t * e->se / (p * (1 - p));
        e->low = 1 / (1 + exp(half - logit));
        e->high = 1 / (1 + exp(-half - logit));
        return;
    }
    e->low = p - t * e->se;
    e->high = p + t * e->se;
}

ds_survey_estimate ds_survey_design_at(const ds_survey_design *d, size_t i) {
    const survey_domain *domain = &d->domains[i];
    ds_survey_estimate e = {.year = d->years[domain->year],
                            .by = d->domain_keys + i * d->n_kept,
                            .state = domain->state,
                            .estimate = domain->estimate,
                            .se = NAN,
                            .low = NAN,
                            .high = NAN,
                            .n = domain->known,
                            .missing = domain->n - domain->known,
                            .yes = domain->yes,
                            .clusters = domain->clusters,
                            .weight = domain->weight};
    if (e.state != DS_SURVEY_SHOWN) return e;
    e.se = find_survey_se(d->covariance[i * d->n_domains + i], e.estimate);
    set_survey_interval(d, &e);
    return e;
}

/* ---- contrasts ---- */

ds_survey_test ds_survey_make_test(double estimate, double se, double df) {
    ds_survey_test test = {DS_SURVEY_SHOWN, estimate, se, NAN, NAN, NAN, df, NAN, NAN};
    double t;
    if (df < 1) test.state = DS_SURVEY_NO_DF;
    if (!(se > 0)) test.state = DS_SURVEY_NO_VARIANCE;
    if (!(se > 0)) test.se = NAN;
    if (test.state != DS_SURVEY_SHOWN) return test;
    t = gsl_cdf_tdist_Pinv(0.975, df);
    test.low = estimate - t * se;
    test.high = estimate + t * se;
    test.statistic = estimate / se;
    test.p = 2 * gsl_cdf_tdist_Q(fabs(test.statistic), df);
    return test;
}

/* A share of 0 or 1, a group that all answered the same (one person does), or one institution by
 * the first stage alone says nothing of how far it could have been from there: beside another it
 * is not known exactly. */
bool ds_survey_is_flat(const ds_survey_design *d, size_t i) {
    const double estimate = d->domains[i].estimate;
    if (d->options.total) return false;
    if (d->shape.kind == DS_SURVEY_SHARE && (estimate <= 0 || estimate >= 1)) return true;
    return find_survey_se(d->covariance[i * d->n_domains + i], estimate) == 0;
}

ds_survey_test ds_survey_design_contrast(const ds_survey_design *d, const double *coefficients) {
    double sum = 0, size = 0, variance = 0;
    bool flat = false;
    for (size_t i = 0; i < d->n_domains; i++) {
        if (coefficients[i] == 0) continue;
        if (d->domains[i].state != DS_SURVEY_SHOWN)
            return (ds_survey_test){d->domains[i].state, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
        flat = flat || ds_survey_is_flat(d, i);
        sum += coefficients[i] * d->domains[i].estimate;
        size += fabs(coefficients[i] * d->domains[i].estimate);
        for (size_t j = 0; j < d->n_domains; j++)
            if (coefficients[j] != 0)
                variance += coefficients[i] * coefficients[j] * d->covariance[i * d->n_domains + j];
    }
    return ds_survey_make_test(sum, flat ? 0 : find_survey_se(variance, size), d->facts.df);
}
