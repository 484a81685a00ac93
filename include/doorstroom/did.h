/* doorstroom/did.h, of effect: before and after: what happened at vestigingen where a route began,
 * beside those where it did not (yet). Difference-in-differences on cells of vestiging × school
 * year, group by group of starting years as B. Callaway and P. Sant'Anna (Difference-in-differences
 * with multiple time periods, Journal of Econometrics 225, 2021), without covariates.
 *
 * All that the estimator sees is, by vestiging and year, how many persons, what their outcomes add
 * up to, and how many of them took part. The effect is that on everybody there (of the population),
 * participants or not: it needs no comparison of who chose the route with who did not, but the
 * assumption that without it the starting vestigingen had changed as the others did. No result
 * depends on the order of adding.
 *
 * Threads: a panel is one thread's until it is finished; then any number may read it. Ownership:
 * texts handed in are copied; those in a result live as long as its panel. */
#ifndef DOORSTROOM_DID_H
#define DOORSTROOM_DID_H

#include "doorstroom/base.h"
#include "doorstroom/cell.h"
#include "doorstroom/effect.h"

DS_BEGIN_DECLS

enum {
    DS_DID_NEVER = 0,       /* as a start: the route never began here */
    DS_DID_STARTS_MIN = 10, /* with fewer starting vestigingen: permutation of starting years */
    DS_DID_YEARS_MAX = 64,  /* from the first year to the last */
};

/* Persons of one vestiging in one year; equal ones add up. */
typedef struct ds_did_cell {
    ds_text vestiging; /* {NULL, 0}: not known; such persons are counted and left out */
    int year;
    uint64_t n;
    double sum;            /* of their outcomes */
    uint64_t participants; /* of the n */
} ds_did_cell;

typedef struct ds_did_panel ds_did_panel;

/* NULL when memory is short. */
DS_API ds_did_panel *ds_did_panel_new(void) DS_NODISCARD;
DS_API void ds_did_panel_free(ds_did_panel *panel);
/* DS_USAGE for a sum that is not finite, or more participants than persons. */
DS_API ds_status ds_did_panel_add(ds_did_panel *panel, const ds_did_cell *cell,
                                  ds_error *err) DS_NODISCARD;
/* Says when the route began at a vestiging: DS_DID_NEVER or a year. Of what is not said here, the
 * first year with a participant is the start, and a vestiging without is DS_DID_NEVER. DS_INPUT
 * when something else was said before. */
DS_API ds_status ds_did_panel_start(ds_did_panel *panel, ds_text vestiging, int start,
                                    ds_error *err) DS_NODISCARD;
/* Sorts by vestiging and year; after this nothing is added. DS_INPUT for more than DS_DID_YEARS_MAX
 * years. Cost: n log n. */
DS_API ds_status ds_did_panel_finish(ds_did_panel *panel, ds_error *err) DS_NODISCARD;

/* The cells of one outcome, as ds_effect_cells: group says who took part ('ja'), and everybody in
 * the cells counts; the keys of the location are one vestiging, with a byte 0x1f between them,
 * unknown when all are. */
typedef struct ds_did_cells {
    size_t group;
    const size_t *location; /* [n_location] */
    size_t n_location;
    bool has_value; /* the outcome is the number in the key value; else the event (1 or 0) */
    size_t value;
    int64_t limit;    /* of has_value: missing or larger counts as this; INT64_MIN: none */
    const int *years; /* [n_years]: the school years that count, rising */
    size_t n_years;
    bool (*leave_out)(void *context, const ds_text *keys, bool treated); /* or NULL */
    void *context;
} ds_did_cells;
/* *out is finished, and the caller's. DS_USAGE for keys that the cells do not have. */
DS_API ds_status ds_did_panel_from_cells(const ds_cells *cells, const ds_did_cells *how,
                                         ds_did_panel **out, ds_error *err) DS_NODISCARD;

/* Of a finished sample whose first column of numbers is the year, its second (with_start) the
 * starting year, 0 for never; without, a treated person is a participant. Locations are the
 * vestigingen. *out is finished, and the caller's. DS_INPUT for a number that is no year. */
DS_API ds_status ds_did_panel_from_sample(const ds_effect_sample *sample, bool with_start,
                                          ds_did_panel **out, ds_error *err) DS_NODISCARD;

/* ---- the estimate ---- */

typedef enum ds_did_controls {
    DS_DID_NEVER_TREATED,   /* where the route does not begin in the years that are there */
    DS_DID_NOT_YET_TREATED, /* and where it begins after both years that are compared */
} ds_did_controls;

typedef struct ds_did_options {
    unsigned version; /* the initialiser sets it */
    ds_did_controls controls;
    uint32_t replicates; /* of the band, and of the permutation; 1 to 1,000,000 */
    uint64_t seed;
    bool share; /* the outcome is 0 or 1: intervals stay between -1 and 1 */
} ds_did_options;
#define DS_DID_OPTIONS_VERSION 1
#define DS_DID_OPTIONS_INIT                                                                        \
    { DS_DID_OPTIONS_VERSION, DS_DID_NEVER_TREATED, 1000, 1, false }

/* NAN where there is no such number. */
typedef struct ds_did_estimate {
    double difference;
    double se, df;       /* influence by vestiging; Student's t with df degrees of freedom */
    double low, high, p; /* 95 %, two-sided; by permutation with few starts or events */
    double smallest;     /* the smallest difference of which 80 % would have p < 0.05 */
    bool cut;            /* low or high was cut to the bounds of a share */
    bool few_events;     /* a share that fewer than five of the starting have, or lack: no se nor
                            interval says how uncertain that is */
    uint64_t persons, controls;              /* in the years of the estimate */
    size_t vestigingen, control_vestigingen; /* that carry it */
} ds_did_estimate;

/* A group of vestigingen that start in one year, in one year: after the start beside the year
 * before it, before the start beside the previous year ("varying base"). */
typedef struct ds_did_effect {
    int start, year;
    ds_did_estimate estimate; /* se, p and limits: NAN with one vestiging on either side */
} ds_did_effect;

/* All groups so many years after their start (0: the first year), weighted by persons. */
typedef struct ds_did_event {
    int event;
    ds_did_estimate estimate;
    double band_low, band_high; /* all years of this kind (before, after) together, 95 % */
} ds_did_event;

/* What must be said with a result. */
typedef enum ds_did_flag {
    DS_DID_NO_STARTS = 1 << 0,       /* no vestiging starts with a year before and controls */
    DS_DID_NO_CONTROLS = 1 << 1,     /* nobody to compare with */
    DS_DID_FEW_STARTS = 1 << 2,      /* fewer than DS_DID_STARTS_MIN: permutation, no SE */
    DS_DID_FEW_ASSIGNMENTS = 1 << 3, /* so few that nothing can be significant: no interval */
    DS_DID_NO_BEFORE = 1 << 4,       /* no two years before a start: no pre-trend test */
    DS_DID_FEW_EVENTS = 1 << 6, /* a share of which the starting have, or lack, fewer than five:
                                   permutation, no SE */
    DS_DID_PRE_TREND = 1 << 5,  /* the pre-trend test has p < 0.05 */
} ds_did_flag;

typedef struct ds_did_pretrend {
    ds_did_estimate slope; /* change a year before the start; smallest: the slope of which 80 %
                              would have been found */
    double p_joint; /* that all years before the start are 0, by the band; NAN with few starts */
    double smallest_joint; /* the slope of which 80 % would have been found by it */
    double bias; /* what a slope of 1 a year would add to the difference after the start */
} ds_did_pretrend;

typedef struct ds_did_result {
    ds_did_effect *effects; /* by start, then year */
    size_t n_effects;
    ds_did_event *events; /* rising */
    size_t n_events;
    ds_did_estimate overall; /* after the start, weighted by persons */
    double participation;    /* share of the persons after the start who took part */
    ds_did_pretrend pretrend;
    double critical_before, critical_after; /* of the bands, as standard normal */
    double assignments; /* distinct assignments of starting years; inf when beyond doubles */
    uint32_t draws;     /* of the permutation: all of them, or replicates drawn at random */
    bool all_assignments;
    size_t starts; /* vestigingen that start, with the year before */
    size_t never;
    const char **without_before; /* vestigingen that start without persons the year before */
    size_t n_without_before;
    uint64_t unknown; /* persons whose vestiging is not known */
    unsigned flags;   /* ds_did_flag */
} ds_did_result;

/* ATT(g, t) = (mean of the starting, t - base) - (the same of the controls), the means over all
 * persons of the vestigingen that have persons in both years; base is t - 1 before the start and
 * g - 1 from then on. Weights in events and overall: persons in t of the starting.
 *
 * se: influence by vestiging (its weights included), by side × 1 / (1 - 2 Σw³/Σw² + Σw²), w the
 * vestiging's share of the persons (1/n: n/(n-1)); df by F. E. Satterthwaite (Biometrics Bulletin
 * 2, 1946) of both sides, each with (Σw²)²/Σw⁴ - 1. Band: 95 % quantile of the largest |t| over
 * normal multipliers by vestiging, replicates draws, as a probability at each year's df; the joint
 * test before the start is that band's, and its power that of the same draws. Permutation: starting
 * years over all vestigingen of the estimate, all assignments where they are at most replicates,
 * else p = (1 + #)/(1 + replicates); the interval is the hull of the constant effects with p >
 * 0.05, found at its break points.
 *
 * A result without estimate has flags and NAN. Free with ds_did_result_done. Cost: (starts × years)
 * × vestigingen, and as often again as there are draws. */
DS_API ds_status ds_did_estimate_effects(const ds_did_panel *panel, const ds_did_options *options,
                                         ds_did_result *out, ds_error *err) DS_NODISCARD;
DS_API void ds_did_result_done(ds_did_result *result);

/* Vestigingen of a finished panel, by their bytes, and the start of each. */
DS_API size_t ds_did_panel_n(const ds_did_panel *panel);
DS_API const char *ds_did_panel_vestiging(const ds_did_panel *panel, size_t i, int *out_start);

DS_END_DECLS

#endif
