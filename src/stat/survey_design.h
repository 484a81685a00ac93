/* stat/survey_design.h: a survey's cells as numbers; for the survey files of this stage only. */
#ifndef DS_STAT_SURVEY_DESIGN_H
#define DS_STAT_SURVEY_DESIGN_H

#include "doorstroom/survey_estimates.h"

/* A cell: in own units, x 1 for who answered where there is no second answer. */
typedef struct survey_line {
    size_t class, domain;
    uint64_t n, known, yes;
    double w, w2; /* everybody */
    double known_w;
    double wy, wx, w2yy, w2xy, w2xx;
    double w2y, w2x;
} survey_line;

/* A cluster in a year. */
typedef struct survey_unit {
    size_t cluster, year;
    double m, students; /* everybody; 0: not known */
    size_t first, end;  /* in lines */
} survey_unit;

typedef struct survey_stratum {
    ds_text name;
    double n, clusters; /* there, and in the stratum: INFINITY where not known or not asked */
    bool certain;       /* one of one */
} survey_stratum;

typedef struct survey_domain {
    size_t year;
    double wy, wx; /* after calibration */
    double estimate;
    ds_survey_state state;
    uint64_t n, known, yes, clusters;
    double weight;
    size_t last_unit; /* + 1: so that clusters count once */
} survey_domain;

/* Σwxx' of a year's classes, factored; the residuals of calibration. */
typedef struct survey_model {
    size_t first, end; /* in classes */
    size_t n_x;
    double *x;      /* [(end - first) * n_x] */
    double *factor; /* [n_x * n_x]: Cholesky's lower triangle */
} survey_model;

struct ds_survey_design {
    const ds_survey_cells *cells;
    ds_survey_options options;
    ds_survey_shape shape;
    int years[DS_SURVEY_YEARS_MAX];
    size_t n_years;
    size_t kept[DS_SURVEY_KEYS_MAX], n_kept; /* breakdowns */
    survey_line *lines;
    size_t n_lines;
    survey_unit *units;
    size_t n_units;
    size_t *stratum_of; /* [n_clusters] */
    size_t n_clusters;
    survey_stratum *strata;
    size_t n_strata;
    survey_domain *domains;
    size_t n_domains;
    ds_text *domain_keys; /* [n_domains * n_kept] */
    ds_survey_class *classes;
    size_t n_classes;
    survey_model models[DS_SURVEY_YEARS_MAX];
    ds_survey_facts facts;
    double *covariance; /* [n_domains²] */
};

/* Lines, units, clusters, strata, domains, classes out of the cells. */
ds_status ds_survey_read_cells(ds_survey_design *d, ds_error *err) DS_NODISCARD;
/* The g of every class, and the models. */
ds_status ds_survey_calibrate(ds_survey_design *d, ds_error *err) DS_NODISCARD;

/* a·y + c·x on the persons of one domain. */
typedef struct survey_variable {
    size_t domain;
    double a, c;
} survey_variable;
/* out[n * n]: the covariance of the totals Σ g w z of variables[n], by residuals where calibrated.
 * around: the mean that lonely clusters are held against is that of all clusters; else 0, which it
 * is of linearised values. */
ds_status ds_survey_variance(const ds_survey_design *d, const survey_variable *variables, size_t n,
                             bool around, double *out, ds_error *err) DS_NODISCARD;
/* The test of an estimate with this se. */
ds_survey_test ds_survey_make_test(double estimate, double se, double df);
/* Whether the answers of a domain leave no error to be seen, so that it has no test. */
bool ds_survey_is_flat(const ds_survey_design *d, size_t i);

/* Cholesky's factor of a symmetric a[n * n], in its lower triangle. False when a is singular. */
bool ds_survey_factor(double *a, size_t n) DS_NODISCARD;
/* Solves LL'x = b in place. */
void ds_survey_solve(const double *factor, size_t n, double *b);

#endif
