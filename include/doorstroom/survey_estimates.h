/* doorstroom/survey_estimates.h, of stat: the cells of a survey → estimates with the errors of its
 * design, and tests. Pure functions of cells: exact sums become binary64 here, once.
 *
 * Formulas and choices: docs/enquete.en.md. All numbers agree with R's survey package to 1e-10
 * (svymean, svyratio, svytotal, svyby, svycontrast, calibrate, svyciprop, svychisq, svyglm).
 * Sources: C.-E. Särndal, B. Swensson, J. Wretman, Model Assisted Survey Sampling (1992), 4.3, 5.5
 * to 5.7, 6.4; J.-C. Deville, C.-E. Särndal, Calibration estimators in survey sampling (JASA 87,
 * 1992); J. N. K. Rao, A. J. Scott, On chi-squared tests (Annals of Statistics 12, 1984).
 *
 * Threads: what is made never changes; any number may read it. Ownership: a design borrows from its
 * cells, which must outlive it; texts and arrays are of the design. */
#ifndef DOORSTROOM_SURVEY_ESTIMATES_H
#define DOORSTROOM_SURVEY_ESTIMATES_H

#include "doorstroom/survey.h"

DS_BEGIN_DECLS

enum { DS_SURVEY_GROUPS_MAX = 2000, DS_SURVEY_YEARS_MAX = 64 };

/* What a stratum with one cluster (or a cluster with one respondent) adds to the variance. */
typedef enum ds_survey_lonely {
    DS_SURVEY_ADJUST,    /* its distance to the mean of all clusters */
    DS_SURVEY_REMOVE,    /* nothing */
    DS_SURVEY_AVERAGE,   /* what the other strata add on average; its one respondent: as ADJUST */
    DS_SURVEY_CERTAINTY, /* nothing, being there for certain */
} ds_survey_lonely;

typedef enum ds_survey_calibration {
    DS_SURVEY_UNCALIBRATED, /* weights as they are; if something was done to them, se is uncertain
                             */
    DS_SURVEY_LINEAR,       /* g = 1 + x'λ */
    DS_SURVEY_RAKING,       /* g = exp(x'λ) */
    DS_SURVEY_DELIVERED,    /* calibrated before delivery, on the calibration variables */
} ds_survey_calibration;

typedef struct ds_survey_options {
    unsigned version; /* the initialiser sets it */
    const int *years; /* [n_years]: one design of these years; NULL: all that there are */
    size_t n_years;
    uint32_t by; /* bit i: groups by breakdown i; others are added up over */
    bool total;  /* Σwy in place of Σwy / Σwx */
    bool first_stage_only;
    bool without_fpc; /* no finite population correction: for a statement beyond these clusters */
    ds_survey_lonely lonely;
    ds_survey_calibration calibration;
    bool crossed; /* on each class of all variables, not on each variable */
} ds_survey_options;
#define DS_SURVEY_OPTIONS_VERSION 1
#define DS_SURVEY_OPTIONS_INIT                                                                     \
    {                                                                                              \
        DS_SURVEY_OPTIONS_VERSION, NULL, 0, 0, false, false, false, DS_SURVEY_ADJUST,              \
            DS_SURVEY_UNCALIBRATED, false                                                          \
    }

typedef enum ds_survey_state {
    DS_SURVEY_SHOWN,
    DS_SURVEY_NOT_ASKED,   /* nobody in this year answered: no estimate */
    DS_SURVEY_NOBODY,      /* nobody of this group answered: no estimate */
    DS_SURVEY_ZERO_BASE,   /* a ratio whose Σwx is 0: no estimate */
    DS_SURVEY_NO_VARIANCE, /* all the same (a share of 0 or 1), or no cluster varies: no interval */
    DS_SURVEY_NO_DF,       /* no more clusters than strata: no interval */
    DS_SURVEY_SINGULAR,    /* a test of fewer free differences than it has groups */
} ds_survey_state;

/* One group. NAN where there is no such number. */
typedef struct ds_survey_estimate {
    int year;
    const ds_text *by; /* the keys of the breakdowns that were asked, in their order */
    ds_survey_state state;
    double estimate, se;                /* se also NAN with DS_SURVEY_NO_VARIANCE */
    double low, high;                   /* 95 %, Student's t; a share on the logit scale */
    uint64_t n, missing, yes, clusters; /* who answered, who did not, of the first whose y is not
                                           0; clusters with somebody who answered */
    double weight;                      /* Σw of who answered, after calibration */
} ds_survey_estimate;

/* What must be said of a design. */
typedef enum ds_survey_flag {
    DS_SURVEY_CLUSTERS_UNKNOWN = 1 << 0, /* of a stratum: no correction there */
    DS_SURVEY_STUDENTS_UNKNOWN = 1 << 1, /* of a cluster: no correction for its students */
    DS_SURVEY_BEYOND_STUDENTS = 1 << 2,  /* more respondents than students: as if all answered */
    DS_SURVEY_STRATUM_RESIZED = 1 << 3,  /* another number of clusters in another year: the most */
    DS_SURVEY_EVERYBODY = 1 << 4,        /* no sample: all clusters, and all students: se is 0 */
} ds_survey_flag;

typedef struct ds_survey_facts {
    size_t clusters, strata; /* the union over the years */
    size_t lonely;           /* strata with one cluster, of more than one or an unknown number */
    double df;               /* clusters - strata */
    double population;       /* clusters in all strata, taking part or not; INFINITY: not known */
    unsigned flags;          /* ds_survey_flag */
    size_t years;
} ds_survey_facts;

/* One class of the calibration variables in one year. */
typedef struct ds_survey_class {
    int year;
    const ds_text *calibration; /* [n_calibration] */
    double weight;              /* Σw of everybody, before */
    double g;                   /* what a weight is multiplied by */
} ds_survey_class;

typedef struct ds_survey_design ds_survey_design;

/* Estimates for each year × breakdown that has somebody in the cells, sorted by year, then byte by
 * byte. With z the linearised value of an estimate (of a ratio (y - θx) / Σwx), in a calibrated
 * design less its regression on the calibration variables with the weights before, t its total per
 * cluster: V = Σ_h (1 - n_h/N_h) n_h/(n_h - 1) Σ_i (t_i - t̄_h)², and of the second stage
 * Σ_i n_h/N_h (1 - m/M) m/(m - 1) (Σ(wz)² - (Σwz)²/m) by cluster and year, m everybody there. A
 * cluster without the group has t = 0 and counts. Over several years an institution is one cluster,
 * and n_h counts the union.
 *
 * DS_INPUT, naming the class, for a calibration that cannot be: a class of the register that nobody
 * answers for, one of the answers that the register does not have, variables with different totals,
 * a weight below 0 (linear), no convergence (raking); for more clusters in a stratum than it has;
 * for more than DS_SURVEY_GROUPS_MAX groups. DS_USAGE for a breakdown or year that is not there.
 * *out is the caller's. Cost: clusters × classes × groups². */
DS_API ds_status ds_survey_design_new(const ds_survey_cells *cells,
                                      const ds_survey_options *options, ds_survey_design **out,
                                      ds_error *err) DS_NODISCARD;
DS_API void ds_survey_design_free(ds_survey_design *design);

DS_API ds_survey_facts ds_survey_design_facts(const ds_survey_design *design);
DS_API size_t ds_survey_design_n(const ds_survey_design *design);
DS_API ds_survey_estimate ds_survey_design_at(const ds_survey_design *design, size_t i);
DS_API double ds_survey_design_covariance(const ds_survey_design *design, size_t i, size_t j);
/* None where nothing was calibrated. */
DS_API size_t ds_survey_design_n_classes(const ds_survey_design *design);
DS_API ds_survey_class ds_survey_design_class(const ds_survey_design *design, size_t i);

/* ---- tests ---- */

/* NAN where there is no such number. */
typedef struct ds_survey_test {
    ds_survey_state state;
    double estimate, se, low, high; /* of a contrast: 95 %, not cut */
    double statistic;               /* t, or F */
    double df, df2;                 /* of F: both; of t: df */
    double p;                       /* two-sided */
} ds_survey_test;

/* Σ coefficients[n]·estimate, n = ds_survey_design_n: a difference, or one of differences. A group
 * without an estimate has coefficient 0, or the test its state. With a share of 0 or 1 among them
 * there is no error: that group says nothing of its own. */
DS_API ds_survey_test ds_survey_design_contrast(const ds_survey_design *design,
                                                const double *coefficients);
/* Whether groups[n] are equal. A share: Rao and Scott's second-order correction of Pearson's
 * chi-square as F (R: svychisq). Others: Wald's test, F adjusted for few clusters (E. L. Korn, B.
 * I. Graubard, 1990). Groups without an estimate are left out. */
DS_API ds_status ds_survey_design_equal(const ds_survey_design *design, const size_t *groups,
                                        size_t n, ds_survey_test *out, ds_error *err) DS_NODISCARD;

/* One coefficient of a logistic regression of a share on the breakdowns of the design as factors,
 * without interactions; the first class of each, byte by byte, is the one compared with. */
typedef struct ds_survey_coefficient {
    size_t by;     /* of the breakdowns asked; SIZE_MAX: the intercept */
    ds_text level; /* its class of that breakdown */
    ds_survey_test test;
} ds_survey_coefficient;
/* Weighted maximum likelihood, standard errors of the design (R: svyglm, quasibinomial). *out is
 * the caller's (ds_free). DS_INPUT for no convergence (a class in which all answer the same), or a
 * design of several years. */
DS_API ds_status ds_survey_design_logit(const ds_survey_design *design, ds_survey_coefficient **out,
                                        size_t *out_n, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
