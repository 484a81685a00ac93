/* doorstroom/risk.h, of stat: who runs the risk: all subgroups of up to three attributes in which
 * an event is more frequent, with a share of false ones that is known. A pure function of numbered
 * cells; docs/kansen.en.md has the formulas, and what the study of its errors found.
 *
 * A subgroup is tested, one-sided, against everybody else; one of two or three attributes also for
 * what it adds to each of its parents (the subgroups with one attribute less): against the rest of
 * that parent. The largest p counts, so that all of it must hold. The standard error sums the
 * influences of an institution on both sides (as in doorstroom/gap.h), and is at least that of
 * persons who are independent and equally at risk; Student's t with the degrees of freedom of the
 * less spread side.
 *
 * Threads: nothing is shared. */
#ifndef DOORSTROOM_RISK_H
#define DOORSTROOM_RISK_H

#include "doorstroom/numbered.h"

DS_BEGIN_DECLS

enum { DS_RISK_DEPTH_MAX = 3, DS_RISK_ATTRIBUTES_MAX = 12 };

typedef enum ds_risk_adjust {
    DS_RISK_BY, /* Benjamini and Yekutieli (Annals of Statistics 29, 2001): whatever the tests have
                   to do with each other */
    DS_RISK_BH, /* Benjamini and Hochberg (JRSS B 57, 1995) */
} ds_risk_adjust;

typedef struct ds_risk_options {
    unsigned version;         /* the initialiser sets it */
    size_t cluster;           /* key: the institution */
    const size_t *attributes; /* [n_attributes]: keys */
    size_t n_attributes;
    unsigned depth;   /* 1 to 3 */
    uint64_t minimum; /* of the persons, never of those who have the event */
    size_t year;      /* into the years of the cells */
    bool complement;  /* the risk is not to have the event */
    ds_risk_adjust adjust;
    double rate; /* of false ones among those found */
} ds_risk_options;
#define DS_RISK_OPTIONS_VERSION 1
#define DS_RISK_OPTIONS_INIT                                                                       \
    { DS_RISK_OPTIONS_VERSION, 0, NULL, 0, 3, 10, 0, false, DS_RISK_BY, 0.05 }

/* NAN where there is no such number. */
typedef struct ds_risk_group {
    size_t n_attributes;
    size_t attributes[DS_RISK_DEPTH_MAX]; /* places among options->attributes, rising */
    uint32_t codes[DS_RISK_DEPTH_MAX];
    uint64_t noemer, teller;
    double rate, rest_rate;               /* shares: its own, and of everybody else */
    double relative, low, high;           /* risk against everybody else, 95 % on the log scale */
    double share;                         /* of all who have the event */
    size_t against;                       /* the contrast with the largest p: which of its
                                             attributes the parent is without; SIZE_MAX: everybody */
    double difference, se, statistic, df; /* of that contrast, shares */
    double p, q;                          /* one-sided; adjusted over all that were tested */
    bool found;                           /* q <= rate */
    size_t within; /* found, and this simpler one was found too (into groups); SIZE_MAX: printed */
    size_t nested; /* how many found ones are within this one */
} ds_risk_group;

typedef struct ds_risk_result {
    ds_risk_group *groups; /* all that were tested: found first, by p, then the persons */
    size_t n, n_found, n_printed;
    size_t n_small;    /* subgroups with persons, but fewer than the minimum */
    size_t n_same;     /* everybody of a parent is in it: it is that parent */
    size_t n_untested; /* it, or the rest of a parent, is in one institution only */
    uint64_t noemer, teller, unknown;
} ds_risk_result;

/* DS_USAGE for options out of range, DS_INPUT for more subgroups than can be kept. *out is the
 * caller's (ds_risk_result_done). Cost: rows × sets of attributes, and subgroups × institutions. */
DS_API ds_status ds_risk_search(const ds_numbered *cells, const ds_risk_options *options,
                                ds_risk_result *out, ds_error *err) DS_NODISCARD;
DS_API void ds_risk_result_done(ds_risk_result *result);

DS_END_DECLS

#endif
