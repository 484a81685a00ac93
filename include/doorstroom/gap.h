/* doorstroom/gap.h, of stat: equal opportunity: how far groups of one attribute are apart, whether
 * they come closer, and how much of it is who studies where. Pure functions of numbered cells.
 * docs/kansen.en.md has every formula with its source.
 *
 * Everything is in per cent and percentage points. Standard errors have institutions as clusters:
 * each institution's influence on each group is summed, the groups' and years' parts of one
 * institution together, so that both years stand in one design. A group's part is corrected for
 * how unevenly its persons are spread over institutions, × 1 / (1 - 2 Σw³/Σw² + Σw²), w an
 * institution's share of them (1/G each: G/(G-1)), and has (Σw²)²/Σw⁴ - 1 degrees of freedom; those
 * of the parts together by F. E. Satterthwaite (Biometrics Bulletin 2, 1946), held beside Student's
 * t. No order of rows changes a bit.
 *
 * Threads: nothing is shared. Ownership: texts in a result are those of the cells. */
#ifndef DOORSTROOM_GAP_H
#define DOORSTROOM_GAP_H

#include "doorstroom/numbered.h"

DS_BEGIN_DECLS

/* Why there is no standard error, or no number at all. */
typedef enum ds_gap_missing {
    DS_GAP_PRESENT,
    DS_GAP_NOBODY,           /* a group has nobody of whom the event is known */
    DS_GAP_FEW_INSTITUTIONS, /* one institution has a whole group: no standard error */
    DS_GAP_NO_SPREAD,        /* all institutions have the same: the standard error is 0 */
    DS_GAP_FEW_EVENTS, /* of a group fewer than DS_GAP_EVENTS_MIN have it, or lack it: institutions
                          then say nothing of how uncertain that is */
    DS_GAP_COLLINEAR,  /* covariates that say the same: a part cannot be told from another */
} ds_gap_missing;

enum { DS_GAP_EVENTS_MIN = 5 };

/* NAN where there is no such number. */
typedef struct ds_gap_estimate {
    double estimate, se, low, high, statistic, df, p; /* 95 %, two-sided */
    double p_adjusted; /* Holm, over all of its kind that were asked for; else NAN */
    uint64_t n;        /* persons it rests on */
    ds_gap_missing missing;
} ds_gap_estimate;

/* One group's part of a contrast: each institution's influence and persons. */
typedef struct ds_gap_side {
    const double *influence; /* [n_clusters] */
    const double *persons;   /* [n_clusters] */
} ds_gap_side;

enum { DS_GAP_SIDES_MAX = 8 };

/* Fills all of out but n and p_adjusted. value NAN: DS_GAP_NOBODY. */
DS_API void ds_gap_contrast(double value, const ds_gap_side *sides, size_t n_sides,
                            size_t n_clusters, ds_gap_estimate *out);

/* ---- composition and the difference within ---- */

/* Two groups by level. */
typedef struct ds_kitagawa_level {
    double noemer_a, teller_a, noemer_b, teller_b;
} ds_kitagawa_level;

/* Shares, not percentages. A level that one group lacks is in alone, in nothing else. */
typedef struct ds_kitagawa {
    double gap;                                   /* composition + rate + alone, to 1e-12 */
    double composition, rate, alone;              /* equal weights */
    double endowments, coefficients, interaction; /* the three-fold, group b the reference */
} ds_kitagawa;

/* E. M. Kitagawa, Components of a difference between two rates (JASA 50, 1955), equal weights:
 * composition Σ (pA - pB)(rA + rB)/2, rate Σ (rA - rB)(pA + pB)/2; alone: pA rA, or - pB rB.
 * by_level[3 * n], when not NULL: composition, rate and alone of each level. NAN when a group has
 * nobody. */
DS_API void ds_kitagawa_split(const ds_kitagawa_level *levels, size_t n, ds_kitagawa *out,
                              double *by_level);

/* ---- the whole ---- */

typedef enum ds_gap_measure {
    DS_GAP_RATE,         /* the group's percentage */
    DS_GAP_RATE_CHANGE,  /* against the year before it */
    DS_GAP_GAP,          /* group less reference */
    DS_GAP_CHANGE,       /* of the gap: the difference of differences */
    DS_GAP_CHANGE_AS_IF, /* the same as if persons were independent: a binomial z */
    DS_GAP_COMPOSITION,  /* Kitagawa, all levels or one */
    DS_GAP_WITHIN,
    DS_GAP_ALONE,      /* a level that one group lacks */
    DS_GAP_ENDOWMENTS, /* three-fold */
    DS_GAP_COEFFICIENTS,
    DS_GAP_INTERACTION,
    DS_GAP_EXPLAINED, /* Oaxaca-Blinder, all covariates or one */
    DS_GAP_UNEXPLAINED,
    DS_GAP_UNEXPLAINED_CONSTANT,
    DS_GAP_OUTSIDE, /* persons with a level that the other group lacks */
} ds_gap_measure;
enum { DS_GAP_MEASURES = DS_GAP_OUTSIDE + 1 };

/* What is to be said of the size. */
typedef enum ds_gap_verdict {
    DS_GAP_UNDECIDED, /* no interval */
    DS_GAP_NOT_SHOWN, /* the interval holds 0, and more than the limit */
    DS_GAP_SMALL,     /* the whole interval is within the limit */
    DS_GAP_SHOWN,     /* without 0, but perhaps smaller than the limit */
    DS_GAP_LARGE,     /* the whole interval is beyond the limit */
} ds_gap_verdict;
DS_API ds_gap_verdict ds_gap_judge(const ds_gap_estimate *estimate, double limit);

/* Where a gap went, by its change (DS_GAP_CHANGE) and the two gaps. */
typedef enum ds_gap_turn {
    DS_GAP_TURN_NOT_SHOWN,
    DS_GAP_SMALLER,
    DS_GAP_WIDER,
    DS_GAP_TURNED, /* the other group is ahead now */
} ds_gap_turn;
DS_API ds_gap_turn ds_gap_turn_of(const ds_gap_estimate *change, double before, double now);

typedef struct ds_gap_line {
    size_t by;         /* combination of the breakdown, of ds_gap_result.by */
    uint32_t group;    /* code of the attribute */
    int year, against; /* against: the earlier year of a change; else 0 */
    ds_gap_measure measure;
    size_t part; /* of Kitagawa a combination of ds_gap_result.levels, of Oaxaca-Blinder a
                    covariate; SIZE_MAX: all together */
    ds_gap_estimate estimate;
    ds_gap_turn turn; /* of DS_GAP_CHANGE */
} ds_gap_line;

typedef struct ds_gap_options {
    unsigned version; /* the initialiser sets it */
    size_t cluster;   /* key: the institution */
    size_t attribute; /* key */
    const size_t *by; /* [n_by]: keys; all apart by their combinations */
    size_t n_by;
    const size_t *levels; /* [n_levels]: keys, together Kitagawa's levels; 0: none */
    size_t n_levels;
    const size_t *covariates; /* [n_covariates]: keys, of Oaxaca-Blinder; 0: none */
    size_t n_covariates;
    const char *reference; /* a text of the attribute; NULL: the group with most persons over all
                              years ('onbekend' last; of equals the first) */
    bool parts;            /* also the levels and covariates one by one */
} ds_gap_options;
#define DS_GAP_OPTIONS_VERSION 1
#define DS_GAP_OPTIONS_INIT                                                                        \
    { DS_GAP_OPTIONS_VERSION, 0, 0, NULL, 0, NULL, 0, NULL, 0, NULL, true }

typedef struct ds_gap_result {
    uint32_t reference; /* code */
    ds_combinations by, levels;
    ds_gap_line *lines; /* by combination, year, group, measure, part */
    size_t n_lines;
    uint64_t unknown; /* persons whose event cannot be told: in no number */
} ds_gap_result;

/* DS_INPUT for a reference that nobody has, or more groups, levels and institutions than can be
 * kept. *out is the caller's (ds_gap_result_done). Cost: rows × (levels + covariates²) a year. */
DS_API ds_status ds_gap_estimate_all(const ds_numbered *cells, const ds_gap_options *options,
                                     ds_gap_result *out, ds_error *err) DS_NODISCARD;
DS_API void ds_gap_result_done(ds_gap_result *result);

DS_END_DECLS

#endif
