/* doorstroom/effect.h: stage 4, cells → effects: what a route did, by kernel matching on the
 * propensity score. docs/effect.md has every formula with its source and what it was checked
 * against.
 *
 * All that the estimator sees of persons is groups of them: how many are alike in covariates, exact
 * columns, location, treatment and outcome. With categorical covariates a country is some thousands
 * of groups; a continuous covariate just makes more. No result depends on the order in which groups
 * were added, on how they were split over several calls, or on the number of threads.
 *
 * Threads: a sample is one thread's until it is finished; then any number may read it, in several
 * estimates at once. An estimate starts threads of its own; progress is called from one at a time,
 * not always the caller's. Ownership: texts handed in are copied. */
#ifndef DOORSTROOM_EFFECT_H
#define DOORSTROOM_EFFECT_H

#include "doorstroom/base.h"
#include "doorstroom/cell.h"

DS_BEGIN_DECLS

/* ---- the sample: one outcome, one year of follow-up ---- */

typedef enum ds_effect_role {
    DS_EFFECT_FACTOR, /* a covariate with levels: one indicator a level but the first in use */
    DS_EFFECT_NUMBER, /* a covariate that is a number */
    DS_EFFECT_EXACT,  /* persons are compared within equal values only */
} ds_effect_role;

typedef struct ds_effect_column {
    const char *name;
    ds_effect_role role;
} ds_effect_column;

/* A value of a column: text for factors and exact columns ({NULL, 0} is missing), number for
 * numbers (NAN is missing; infinite is refused). */
typedef struct ds_effect_value {
    ds_text text;
    double number;
} ds_effect_value;

typedef struct ds_effect_group {
    const ds_effect_value *values; /* n_columns */
    ds_text location;              /* {NULL, 0}: not known; all such are one location */
    bool treated;
    double outcome; /* of each of them; finite */
    uint64_t n;     /* persons */
} ds_effect_group;

enum {
    DS_EFFECT_COLUMNS_MAX = 64,
    DS_EFFECT_LEVELS_MAX = 20000, /* of all factors together */
};

typedef struct ds_effect_sample ds_effect_sample;

/* Copies the names. NULL when memory is short. */
DS_API ds_effect_sample *ds_effect_sample_new(const ds_effect_column *columns,
                                              size_t n_columns) DS_NODISCARD;
DS_API void ds_effect_sample_free(ds_effect_sample *sample);
/* Adds persons; equal groups may be added many times. Those with a missing value are left out and
 * counted (ds_effect_sample_missing). DS_USAGE for an outcome or number that is not finite. */
DS_API ds_status ds_effect_sample_add(ds_effect_sample *sample, const ds_effect_group *group,
                                      ds_error *err) DS_NODISCARD;
/* Sorts and adds up by content; after this nothing is added. Cost: n log n. DS_INPUT for more than
 * DS_EFFECT_LEVELS_MAX levels or 2^31 groups. */
DS_API ds_status ds_effect_sample_finish(ds_effect_sample *sample, ds_error *err) DS_NODISCARD;

/* After ds_effect_sample_finish: the score knows a product of its columns too: "a#b" (an
 * interaction: each combination of levels, a product of numbers, or a number apart for each level),
 * "c^2" (a power of a number, 2 to 4), or both, of at most four parts, each of them a factor or
 * number of the sample. Samples that go into one estimate get the same. DS_USAGE for a term that is
 * none, DS_INPUT for more than DS_EFFECT_LEVELS_MAX levels. */
DS_API ds_status ds_effect_sample_product(ds_effect_sample *sample, const char *term,
                                          ds_error *err) DS_NODISCARD;

/* After ds_effect_sample_finish. Persons: */
DS_API uint64_t ds_effect_sample_treated(const ds_effect_sample *sample);
DS_API uint64_t ds_effect_sample_controls(const ds_effect_sample *sample);
DS_API uint64_t ds_effect_sample_missing(const ds_effect_sample *sample);
/* How many different combinations of covariates and exact columns they have. */
DS_API size_t ds_effect_sample_patterns(const ds_effect_sample *sample);

/* ---- a sample of cells ---- */

enum { DS_EFFECT_SCHOOLJAAR = -1 }; /* as a key: the cells' own school year */

/* What the keys of the cells of one outcome mean; a key is its place among those of the cells. Each
 * cell is so many persons who are alike. The text 'onbekend' is a missing value. */
typedef struct ds_effect_cells {
    const ds_effect_column *columns;
    const int *keys; /* [n_columns]: the key of each column, or DS_EFFECT_SCHOOLJAAR */
    size_t n_columns;
    size_t group;           /* 'ja' took part, 'nee' may serve; all else is left out */
    const size_t *location; /* [n_location]: together the location; unknown when all are */
    size_t n_location;
    bool has_value; /* the outcome is the number in the key value; else the event (1 or 0) */
    size_t value;
    int64_t limit;    /* of has_value: missing or larger counts as this; INT64_MIN: none */
    const int *years; /* [n_years]: the school years that count, rising */
    size_t n_years;
    bool (*leave_out)(void *context, const ds_text *keys, bool treated); /* or NULL */
    void *context;
} ds_effect_cells;

/* Persons who are not in the sample; each is counted once, by the first that applies. */
typedef struct ds_effect_cells_note {
    uint64_t other;    /* neither took part nor may serve */
    uint64_t later;    /* might serve, but took part later */
    uint64_t left_out; /* by leave_out */
    uint64_t unknown;  /* their outcome cannot be told */
} ds_effect_cells_note;

/* The one place where cells become a sample. *out is finished, and the caller's
 * (ds_effect_sample_free); out_note may be NULL. DS_USAGE for keys that the cells do not have,
 * DS_INPUT for a number that is none. Cost: that of ds_effect_sample_finish. */
DS_API ds_status ds_effect_sample_from_cells(const ds_cells *cells, const ds_effect_cells *how,
                                             ds_effect_sample **out, ds_effect_cells_note *out_note,
                                             ds_error *err) DS_NODISCARD;

/* ---- the estimate ---- */

typedef enum ds_effect_kernel {
    DS_EFFECT_EPANECHNIKOV, /* 3/4 (1 - u²), |u| < 1 */
    DS_EFFECT_GAUSSIAN,     /* exp(-u²/2): no edge */
    DS_EFFECT_BIWEIGHT,     /* 15/16 (1 - u²)², |u| < 1 */
    DS_EFFECT_UNIFORM,      /* 1/2, |u| < 1 */
    DS_EFFECT_TRIANGLE,     /* 1 - |u|, |u| < 1 */
} ds_effect_kernel;

typedef enum ds_effect_rule {
    DS_EFFECT_FIXED,
    DS_EFFECT_PAIR,            /* kmatch's: 1.5 × the 90 % quantile of the non-zero nearest
                                  distances */
    DS_EFFECT_CROSS_VALIDATED, /* by each sample's own outcome, among the controls */
    DS_EFFECT_AUTO,            /* half the spread of the scores averaged over / their number ^ 1/3,
                                  and the 5 nearest for who has nobody within it */
} ds_effect_rule;

/* Whom to drop outside the score range of the other group. Whoever has nobody of the other group
 * within the bandwidth is off support in any case; by DS_EFFECT_AUTO only who is outside that range
 * as well. */
typedef enum ds_effect_support {
    DS_EFFECT_SUPPORT_NONE,
    DS_EFFECT_SUPPORT_TREATED,
    DS_EFFECT_SUPPORT_CONTROLS,
    DS_EFFECT_SUPPORT_BOTH,
} ds_effect_support;

typedef enum ds_effect_estimand {
    DS_EFFECT_ATT, /* of those who were treated */
    DS_EFFECT_ATU, /* of those who were not */
    DS_EFFECT_ATE, /* of both, by their numbers on support */
} ds_effect_estimand;

typedef enum ds_effect_se {
    DS_EFFECT_SE_BOOTSTRAP,
    DS_EFFECT_SE_INFLUENCE, /* full: the estimated score taken into account */
    DS_EFFECT_SE_PSMATCH2,
    DS_EFFECT_SE_KMATCH, /* influence function with the weights taken as fixed */
    DS_EFFECT_SE_NONE,
} ds_effect_se;

typedef enum ds_effect_resample {
    DS_EFFECT_LOCATIONS, /* whole locations, with replacement */
    DS_EFFECT_PERSONS,   /* multinomial over the groups */
} ds_effect_resample;

/* How the others are made comparable; docs/effect.en.md, "Other ways". All but the kernel average
 * over everybody of the estimand who is in the score, and have the standard error of their
 * influence function: summed by location with DS_EFFECT_LOCATIONS. */
typedef enum ds_effect_estimator {
    DS_EFFECT_KERNEL_MATCHING,
    DS_EFFECT_AIPW, /* score and outcome model: right when either is */
    DS_EFFECT_IPW,  /* weights from the score only */
    DS_EFFECT_EB,   /* entropy balancing: weights that make all means exactly equal */
    DS_EFFECT_NN,   /* nearest neighbours with replacement, bias-corrected; its standard error takes
                       persons as independent, and there is none where locations would be drawn */
    DS_EFFECT_STRATA, /* classes of the score, or cells of equal covariates */
} ds_effect_estimator;

/* The outcome model of AIPW. */
typedef enum ds_effect_model {
    DS_EFFECT_MODEL_AUTO, /* a logit for outcomes of 0 and 1, else linear */
    DS_EFFECT_MODEL_LOGIT,
    DS_EFFECT_MODEL_LINEAR,
} ds_effect_model;

/* A probit is there for who compares with other programs. */
typedef enum ds_effect_link { DS_EFFECT_LINK_LOGIT, DS_EFFECT_LINK_PROBIT } ds_effect_link;

typedef struct ds_effect_options {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    ds_effect_kernel kernel;
    ds_effect_rule rule;
    double bandwidth; /* of DS_EFFECT_FIXED, in units of the score: 0 < bandwidth <= 1e6 */
    ds_effect_support support;
    ds_effect_estimand estimand;
    ds_effect_se se;
    ds_effect_resample resample;
    uint32_t replicates; /* of bootstrap and permutation; at most 1,000,000 */
    uint64_t seed;
    size_t n_workers; /* at most; 0: as many as there are cores */
    void (*progress)(void *context, const char *nl, const char *en, double share); /* or NULL */
    void *progress_context;
    ds_effect_estimator estimator;
    ds_effect_model model;
    bool others; /* beside the kernel: by AIPW and entropy balancing too (ds_effect_other) */
    uint32_t neighbours; /* of DS_EFFECT_NN: at least so many each; 0: 1 */
    bool uncorrected;    /* DS_EFFECT_NN without its bias correction */
    uint32_t classes;    /* of DS_EFFECT_STRATA: so many of the score; 0: 5 */
    bool linear; /* the kernel's means are corrected by a local line through the matches, for scores
                    that lie on one side of somebody's: no influence function follows, nor a
                    permutation of locations, so it goes with DS_EFFECT_PERSONS or without a
                    standard error */
    bool firth;  /* the score by Firth's penalty: there is one under separation too */
    ds_effect_link link; /* of the score of AIPW and IPW */
} ds_effect_options;
/* As classes: every combination of levels is a cell, numbers cut into Sturges' number of bins. */
#define DS_EFFECT_CLASSES_CELLS UINT32_MAX
#define DS_EFFECT_OPTIONS_VERSION 1
/* Those of the command line: Epanechnikov, the automatic bandwidth, nobody dropped beside who is
 * outside the range of the others' scores, ATT, 1,000 resamples of whole locations, seed 1. */
#define DS_EFFECT_OPTIONS_INIT                                                                     \
    {                                                                                              \
        DS_EFFECT_OPTIONS_VERSION, DS_EFFECT_EPANECHNIKOV, DS_EFFECT_AUTO, 0,                      \
            DS_EFFECT_SUPPORT_NONE, DS_EFFECT_ATT, DS_EFFECT_SE_BOOTSTRAP, DS_EFFECT_LOCATIONS,    \
            1000, 1, 0, NULL, NULL, DS_EFFECT_KERNEL_MATCHING, DS_EFFECT_MODEL_AUTO, false, 0,     \
            false, 0, false, false, DS_EFFECT_LINK_LOGIT                                           \
    }

/* What must be said with a result; those up to DS_EFFECT_SEPARATED, and DS_EFFECT_NO_WEIGHTS, mean
 * that there is none. */
typedef enum ds_effect_flag {
    DS_EFFECT_NO_TREATED = 1 << 0,
    DS_EFFECT_NO_CONTROLS = 1 << 1,
    DS_EFFECT_ALL_OFF_SUPPORT = 1 << 2,
    DS_EFFECT_SEPARATED = 1 << 3,       /* the score has no finite maximum-likelihood estimate */
    DS_EFFECT_ONE_PATTERN = 1 << 4,     /* all have one score: a plain difference of means */
    DS_EFFECT_LEVELS_DROPPED = 1 << 5,  /* a level or stratum with only treated or only controls */
    DS_EFFECT_FEW_LOCATIONS = 1 << 6,   /* fewer than DS_EFFECT_LOCATIONS_MIN treated locations */
    DS_EFFECT_SMOOTHS_ALL = 1 << 7,     /* the bandwidth is as wide as the treated scores spread */
    DS_EFFECT_NO_SPREAD = 1 << 8,       /* nothing varies: no standard error */
    DS_EFFECT_REPLICATES_LOST = 1 << 9, /* some replicates had no estimate */
    DS_EFFECT_FEW_EVENTS = 1 << 10,     /* an outcome of 0 and 1 that fewer than
                                           DS_EFFECT_EVENTS_MIN of the treated, or of the controls,
                                           have or lack: no standard error sees how uncertain that
                                           is */
    DS_EFFECT_ONE_OUTCOME = 1 << 11,    /* the smaller group has one outcome: what a resample or a
                                           formula finds is the spread of the other group only, so
                                           that there is no standard error of the difference */
    DS_EFFECT_BANDWIDTH_FALLBACK = 1 << 12, /* the rule found no spread or distance: equals only */
    DS_EFFECT_OFF_SUPPORT = 1 << 13, /* more than DS_EFFECT_OFF_MIN % of those to be averaged over
                                        are off support: the estimate is of the others */
    DS_EFFECT_CANNOT = 1 << 14,      /* of so few locations no permutation could be significant */
    DS_EFFECT_CUT = 1 << 15, /* the interval of a share was cut to what a difference can be */
    DS_EFFECT_ONE_PERSON = 1 << 16,    /* one person more or less with the outcome, in one of the
                                          groups, and there is none, or all have it */
    DS_EFFECT_DISAGREES = 1 << 17,     /* another comparison of the row differs by more than chance
                                          (1.96 × ds_effect_places_se): no stars */
    DS_EFFECT_NO_WEIGHTS = 1 << 18,    /* no weights make the groups equal: there is no estimate */
    DS_EFFECT_MODEL_CHANGED = 1 << 19, /* the logit of the outcome had no estimate: linear */
    DS_EFFECT_EXTREME_WEIGHTS = 1 << 20, /* one person has more than a twentieth of the weight of a
                                            group, and more than five times the mean weight */
    DS_EFFECT_WAYS_DIFFER = 1 << 21,     /* two of kernel, AIPW and entropy balancing differ by more
                                            than chance (ds_effect_other): no stars */
    DS_EFFECT_ONE_TWO = 1 << 22,         /* an outcome of 1 and 2 only: yes and no in disguise? */
} ds_effect_flag;

enum { DS_EFFECT_LOCATIONS_MIN = 10, DS_EFFECT_EVENTS_MIN = 5, DS_EFFECT_OFF_MIN = 1 };

/* The same row by another way than the kernel. */
typedef struct ds_effect_other {
    ds_effect_estimator estimator;
    double treated, control, difference;
    double se; /* of the influence function, summed by location with DS_EFFECT_LOCATIONS (which says
                  little with DS_EFFECT_FEW_LOCATIONS) */
    double apart_se;   /* of its difference from the kernel's: by their joint influence */
    bool apart;        /* that difference is more than 1.96 × apart_se */
    uint64_t averaged; /* persons: of the estimand, in the score */
    unsigned flags;    /* ds_effect_flag: of this way */
} ds_effect_other;
enum { DS_EFFECT_OTHERS = 2 }; /* AIPW, entropy balancing */

/* NAN where there is no such number; flags and the fields say why. All shares are between 0 and 1,
 * numeric outcomes in their own unit. */
typedef struct ds_effect_result {
    uint64_t n_treated, n_control; /* in the sample, off support included */
    uint64_t off_support;          /* of those averaged over: ATT treated, ATU controls, ATE both */
    uint64_t n_missing;            /* left out for a missing covariate */
    uint64_t controls_used;        /* with a weight above 0 */
    uint64_t locations_treated, locations_all;
    double bandwidth;                    /* that was used */
    double treated, control, difference; /* difference = treated - control */
    double se, low, high, p; /* one principle: p <= 0.05 exactly when 0 is not from low to high.
                                difference ± t × se, p of the same t, with locations_treated - 1
                                degrees of freedom where locations are drawn, else normal; or all
                                of the permutation (p_permutation), then without se */
    double p_adjusted;       /* Holm over the samples of one call (ds_effect_adjust) */
    double se_psmatch2, se_kmatch, se_influence; /* for comparison; psmatch2: ATT only */
    double se_influence_locations;               /* influence added up by location */
    double sum_w2;                               /* Σ w² of the controls' weights (ATT) */
    double effective_controls;                   /* (Σ w)² / Σ w² */
    double normal_low, normal_high; /* with the bootstrap's se: difference ± 1.96 se */
    double p_permutation;           /* over locations: with DS_EFFECT_FEW_LOCATIONS, and for an
                                       outcome that resamples say too little of */
    uint32_t replicates, replicates_lost;
    double exact_difference;                /* within equal covariates, of the estimand */
    uint64_t exact_treated, exact_controls; /* who had somebody to be compared with */
    unsigned flags;                         /* ds_effect_flag */
    double bandwidth_controls; /* ATU, ATE: that was used for the controls averaged over, where it
                                  is another; else NAN */
    uint64_t nearest;          /* compared with the 5 nearest, having nobody within the bandwidth */
    double percentile_low, percentile_high; /* of the bootstrap: 2.5 and 97.5 % */
    double p_monte_carlo; /* the standard error of p by drawing; 0 where all were counted; NAN
                             without drawing */
    double assignments;   /* of the permutation: how many ways there are to choose so many
                             locations; NAN: no permutation */
    uint32_t permuted;    /* how many of them were counted, or drawn and the one that happened */
    uint64_t permuted_locations, permuted_treated;
    bool studentised; /* the permutation: locations differ more than fourfold in size, or those of
                         the treated from the others */
    double smallest;  /* the difference of which this row would have found 80 %, by its se or its
                         permutation's interval (doorstroom/power.h) */
    ds_effect_other others[DS_EFFECT_OTHERS]; /* with options.others: n_others of them */
    size_t n_others;
    double others_se;  /* of the difference between the others */
    bool others_apart; /* that is more than 1.96 × its standard error */
} ds_effect_result;

/* One result a sample. Samples with the same persons share scores and resamples; a result does not
 * depend on the others. The rule of the bandwidth is applied once, to the persons (cross-validated:
 * to each outcome), and all replicates keep what came out. The same seed gives the same bits,
 * whatever the threads, and whatever locations are called.
 *
 * Bootstrap and permutation: effect/bootstrap.h and effect/permutation.h. With
 * DS_EFFECT_FEW_LOCATIONS (for DS_EFFECT_LOCATIONS only, where there is more than one) no bootstrap
 * is made and no formula taken: interval and p are those of the permutation, and there is no se.
 * With the bootstrap over locations also for DS_EFFECT_ONE_OUTCOME and DS_EFFECT_FEW_EVENTS. There
 * is no interval with DS_EFFECT_CANNOT, and no p where no other locations can be drawn. replicates
 * from 2 with the bootstrap. DS_USAGE for options outside their range and for a sample that is not
 * finished; an undefined estimate is a result with flags, no error. */
DS_API ds_status ds_effect_estimate(const ds_effect_sample *const *samples, size_t n_samples,
                                    const ds_effect_options *options, ds_effect_result *out,
                                    ds_error *err) DS_NODISCARD;

/* What the persons of each location together add to an estimate: the sum of their influence, the
 * score taken as given. Two estimates of the same persons, each on a sample of its own (other exact
 * columns), move together; how far apart they may be by chance follows of both at once. */
typedef struct ds_effect_places ds_effect_places;
/* ds_effect_estimate that also gives the places of each sample: out_places[n_samples], the caller's
 * (ds_effect_places_free); NULL where there is no estimate. */
DS_API ds_status ds_effect_estimate_places(const ds_effect_sample *const *samples, size_t n_samples,
                                           const ds_effect_options *options, ds_effect_result *out,
                                           ds_effect_places **out_places,
                                           ds_error *err) DS_NODISCARD;
/* The standard error of the difference between two estimates: √(G/(G-1) Σ_locations (difference of
 * their sums)²). Locations are known by their names. NAN with fewer than two. */
DS_API double ds_effect_places_se(const ds_effect_places *a, const ds_effect_places *b);
/* That of one estimate alone, the score taken as given. */
DS_API double ds_effect_places_own_se(const ds_effect_places *places);
DS_API void ds_effect_places_free(ds_effect_places *places);
/* Sets p_adjusted of results[n] by Holm (S. Holm, A simple sequentially rejective multiple test
 * procedure, Scandinavian Journal of Statistics 6, 1979): those without p stay NAN. */
DS_API void ds_effect_adjust(ds_effect_result *const *results, size_t n);

/* ---- diagnostics ---- */

/* One column of the score's design: a level of a factor ("advies = havo"), or a number. */
typedef struct ds_effect_term {
    const char *name;
    double coefficient, se;              /* of the logit; NAN when it was left out */
    const char *dropped_nl, *dropped_en; /* why, or NULL */
} ds_effect_term;

/* Balance of one column of the design, the reference levels too. Before: all treated and all
 * controls of the sample. After: the two sides of the comparison, treated on support with 1 each
 * and controls as matches (ATU, ATE: also treated as matches, and controls with 1). mean_treated is
 * of that side, or of all treated when there is no estimate. */
typedef struct ds_effect_balance {
    const char *name;
    double mean_treated, mean_control, mean_matched; /* matched: controls with their weights */
    double difference_before, difference_after; /* standardised by the root of the mean variance
                                                   before matching; NAN without variance */
    double ratio_before, ratio_after;           /* of variances, treated over controls */
} ds_effect_balance;

typedef struct ds_effect_curve {
    double bandwidth, difference, effective_controls;
    uint64_t off_support;
} ds_effect_curve;

typedef struct ds_effect_sensitivity {
    double gamma;     /* odds of treatment may differ this much between equals */
    double low, high; /* of the difference */
} ds_effect_sensitivity;

/* Who of those to be averaged over is off support beside who is on it: the score (the first, called
 * "score") and each column of the design. */
typedef struct ds_effect_left_out {
    const char *name;
    double mean_kept, mean_left_out;
    double
        difference; /* left out - kept, by the standard deviation of both together; NAN without */
} ds_effect_left_out;

/* Whether anything can be said of what was not observed. */
typedef enum ds_effect_sensitivity_state {
    DS_EFFECT_SENSITIVITY_KNOWN,
    DS_EFFECT_SENSITIVITY_NO_SHARE,        /* an outcome that is not 0 and 1, or no estimate */
    DS_EFFECT_SENSITIVITY_NO_EVENTS,       /* a group in which nobody has the outcome, or all */
    DS_EFFECT_SENSITIVITY_NOT_SIGNIFICANT, /* there is nothing to explain away */
    DS_EFFECT_SENSITIVITY_NO_EQUALS,       /* nor among those equal in everything */
} ds_effect_sensitivity_state;

/* One treated location. Internal: it may be one school, or one person. */
typedef struct ds_effect_school {
    const char *location; /* its keys, a stroke between them */
    uint64_t treated;     /* on support */
    double difference;    /* of its treated with their matches */
    double se, low, high; /* of its persons, 95 %; what all have in common (the controls) aside */
    double shrunken, shrunken_se; /* drawn in towards the mean; NAN with fewer than five */
    double without; /* the row's difference without it, score and matches as they are */
} ds_effect_school;

/* The row's difference school by school: the ATT by the kernel. Internal: no release may hold it.
 */
typedef struct ds_effect_schools {
    const ds_effect_school *list; /* [n], by difference, rising */
    size_t n;
    uint64_t unknown;                 /* treated whose location is not known: in no school */
    double tau2, tau2_low, tau2_high; /* variance between them beyond chance (Paule and Mandel), 95
                                         %; NAN with fewer than five */
    double mean, mean_se;             /* that they are drawn in towards */
    double p_equal;                   /* Cochran's Q: that all are equal */
    double without_low, without_high; /* the range of without */
    const ds_effect_school *carrier;  /* the one without which a significant row is no longer beyond
                                         half its interval, or turns round; NULL: none does */
} ds_effect_schools;

enum { DS_EFFECT_BINS = 20 };

typedef struct ds_effect_diagnostics {
    double loglik, constant, constant_se; /* of the score; constant: NAN with several strata */
    uint32_t iterations;
    const ds_effect_term *terms;
    size_t n_terms;
    const ds_effect_balance *balance;
    size_t n_balance;
    double largest_before, largest_after; /* |standardised difference| */
    double score_min[2], score_max[2];    /* [0] controls, [1] treated: all in the score */
    double score_quantiles[2][5];         /* 5, 25, 50, 75, 95 %: the smallest score with at least
                                             that share of the persons at or below it */
    double score_sd[2];                   /* with n - 1 */
    uint64_t bins[2][DS_EFFECT_BINS];     /* persons by score, from the smallest to the largest */
    double bandwidth;                     /* used */
    double bandwidth_pair;                /* by the pair rule; NAN when no scores differ */
    double bandwidth_over_spread; /* bandwidth / standard deviation of the scores of the treated
                                     on support (ATU: controls), about the means of their
                                     strata */
    const ds_effect_curve *curve; /* at 0.001 to 0.2 and the one used, rising; those without an
                                     estimate are not there */
    size_t n_curve;
    const ds_effect_sensitivity *sensitivity; /* outcomes of 0 and 1 only: by kernel weights, so no
                                                 bounds of Rosenbaum */
    size_t n_sensitivity;
    double gamma_zero; /* the smallest gamma at which the difference may be 0; NAN: none to 10 */
    double gamma_interval;      /* the same for the 95 % interval */
    const char *const *dropped; /* levels and strata with one group only, and how many persons have
                                   them; somebody may be counted at more than one */
    const uint64_t *dropped_persons;
    size_t n_dropped;
    const ds_effect_left_out *left_out; /* none where nobody is off support, or nobody on it */
    size_t n_left_out;
    uint64_t never_compared;   /* of those off support: not in the score, so at no bandwidth */
    double bandwidth_for_all;  /* the smallest at which nobody else drops; NAN where none is off
                                  support */
    double difference_for_all; /* the estimate there */
    ds_effect_sensitivity_state sensitivity_state; /* unless known, nothing is to be said by
                                                      sensitivity and the gammas */
    double gamma_equals; /* among those equal in everything: the smallest gamma at which the
                            Mantel-Haenszel test is no longer significant; NAN: none to 10 */
    double z_equals;     /* that test at gamma 1: normal; NAN where there are none */
    uint64_t equal_treated, equal_controls; /* who are equal to somebody of the other group */
    double e_value, e_value_limit; /* of the ratio of shares, and of the end of the interval nearest
                                      to no difference; NAN: none */
    const ds_effect_schools *schools; /* NULL: one location, another way than the kernel's ATT */
} ds_effect_diagnostics;

/* Of one sample; result is its estimate: bandwidth and se are used, a bandwidth of NAN says that
 * there is none. Free with ds_effect_diagnostics_free; it does not need the sample any more. Cost:
 * that of some ten point estimates. DS_FAULT: no memory; DS_INPUT as in ds_effect_estimate. */
DS_API ds_status ds_effect_diagnose(const ds_effect_sample *sample,
                                    const ds_effect_options *options,
                                    const ds_effect_result *result, ds_effect_diagnostics **out,
                                    ds_error *err) DS_NODISCARD;
DS_API void ds_effect_diagnostics_free(ds_effect_diagnostics *diagnostics);

/* ---- words ---- */

/* The choices of ds_effect_options. */
typedef enum ds_effect_choice {
    DS_EFFECT_CHOICE_KERNEL,
    DS_EFFECT_CHOICE_RULE, /* vast, pair, cv */
    DS_EFFECT_CHOICE_SUPPORT,
    DS_EFFECT_CHOICE_ESTIMAND,
    DS_EFFECT_CHOICE_SE,
    DS_EFFECT_CHOICE_RESAMPLE,
    DS_EFFECT_CHOICE_ESTIMATOR,
    DS_EFFECT_CHOICE_MODEL, /* auto, logit, linear */
    DS_EFFECT_CHOICE_LINK,
} ds_effect_choice;

/* What the values of a choice are called on the command line and in json: [*out_n], in the order of
 * its enumeration. Static. */
DS_API const char *const *ds_effect_words(ds_effect_choice choice, size_t *out_n);
/* The word of a value; NULL for a value that does not exist. */
DS_API const char *ds_effect_word(ds_effect_choice choice, int value);
/* The value of a word, -1 for an unknown one. */
DS_API int ds_effect_word_find(ds_effect_choice choice, const char *word);

typedef enum ds_effect_severity {
    DS_EFFECT_REMARK,      /* good to know */
    DS_EFFECT_MIND,        /* to be heeded by who uses the numbers */
    DS_EFFECT_NO_ESTIMATE, /* why there are no numbers */
} ds_effect_severity;

/* A flag of a result for machines (code) and for people. */
typedef struct ds_effect_flag_text {
    unsigned flag;    /* one of ds_effect_flag */
    const char *code; /* te_weinig_locaties */
    ds_effect_severity severity;
    const char *nl, *en;
} ds_effect_flag_text;

/* All of them, [*out_n] in the order of the flags. Static. */
DS_API const ds_effect_flag_text *ds_effect_flag_texts(size_t *out_n);
/* What follows the words of a flag where an estimate was made with these options: what its interval
 * and p are worth. Static; "" for nothing. */
DS_API void ds_effect_flag_more(unsigned flag, const ds_effect_options *options,
                                const char **out_nl, const char **out_en);

/* Whether there is an estimate; without, of the numbers only counts mean something. */
DS_API bool ds_effect_has_estimate(const ds_effect_result *result);

DS_END_DECLS

#endif
