/* doorstroom/target.h: stage 4, what was measured beside what was aimed at: classes, spread, bands
 * of money, the quadrant, the national path. Pure functions of plain structs: nothing here knows a
 * register, a file or a screen. doorstroom/monitor.h makes the tables of a monitor of them.
 *
 * Values are in per cent, 0 to 100; not known is NAN. Threads: all may be called at once. */
#ifndef DOORSTROOM_TARGET_H
#define DOORSTROOM_TARGET_H

#include <math.h>

#include "doorstroom/base.h"

DS_BEGIN_DECLS

/* ---- a value and what it leaves open ---- */

typedef struct ds_measured {
    double pct;              /* NAN: not known */
    uint64_t teller, noemer; /* of a register; noemer 0: no counts stand behind it */
    double se;               /* of a survey, in points; NAN or 0: none */
} ds_measured;
#define DS_MEASURED_NONE                                                                           \
    { NAN, 0, 0, NAN }

typedef struct ds_span {
    double low, high; /* both NAN: none */
} ds_span;

/* teller of noemer; not known where noemer is 0. */
DS_API ds_measured ds_measured_count(uint64_t teller, uint64_t noemer);
/* An estimate with its standard error in points; a delivered number has se NAN. */
DS_API ds_measured ds_measured_estimate(double pct, double se);

/* 95 %: Wilson's of counts (Wilson 1927), normal of a survey cut to 0..100, none of a number that
 * stands alone. */
DS_API ds_span ds_target_interval(const ds_measured *value);
/* now - before: Newcombe's hybrid of both intervals (Newcombe 1998, method 10; of surveys it is the
 * normal interval before cutting). A number that stands alone is taken as fixed: the interval is
 * then that of the other alone, and *out_fixed says so. None where both are. Newcombe takes both as
 * independent: of the same institution in two years that is a reading, and is said. */
DS_API ds_span ds_target_difference(const ds_measured *now, const ds_measured *before,
                                    bool *out_fixed);

/* ---- classes ---- */

typedef enum ds_progress {
    DS_PROGRESS_BETER_BEREIKT,
    DS_PROGRESS_BETER_NIET,
    DS_PROGRESS_SLECHTER_BEREIKT,
    DS_PROGRESS_SLECHTER_NIET,
    DS_PROGRESS_GELIJK_BEREIKT,
    DS_PROGRESS_GELIJK_NIET,
    DS_PROGRESS_ONZEKER /* where the uncertain are a class of their own */
} ds_progress;
enum { DS_PROGRESS_CLASSES = 6 };
/* "beter_bereikt", …, "onzeker". */
DS_API const char *ds_progress_code(ds_progress progress);
DS_API bool ds_progress_reached(ds_progress progress);
/* 1 better, 0 equal, -1 worse. */
DS_API int ds_progress_direction(ds_progress progress);

/* Why an agenda is in no class. */
typedef enum ds_absence {
    DS_ABSENCE_NONE,
    DS_ABSENCE_ONTBREEKT,     /* as delivered: no target named */
    DS_ABSENCE_NIET_MEETBAAR, /* as delivered */
    DS_ABSENCE_NIET_VERGELIJKBAAR,
    DS_ABSENCE_GEEN_STUDENTEN,
    DS_ABSENCE_GEEN_STREEFWAARDE, /* no row at all */
    DS_ABSENCE_GEEN_START,        /* no start value, or none of the previous year */
    DS_ABSENCE_GEEN_HEDEN         /* no present value */
} ds_absence;
enum { DS_ABSENCES = 8 };
DS_API const char *ds_absence_code(ds_absence absence);

/* The versions of a target, each beside the earlier ones. */
enum { DS_TARGET_ORIGINAL, DS_TARGET_ADDED, DS_TARGET_CHANGED, DS_TARGET_VERSIONS };
/* "oorspronkelijk", "aangevuld", "aangepast". */
DS_API const char *ds_target_version_code(int version);

/* One agenda, one indicator. */
typedef struct ds_target_place {
    ds_measured start, previous, now;
    double targets[DS_TARGET_VERSIONS]; /* as delivered; NAN: none of that version */
    ds_absence reason;                  /* why it has none, where it has none */
    bool pooled;                        /* now and start are of several years together */
    bool few;                           /* and still of fewer students than the minimum */
} ds_target_place;

/* The target up to a version: oorspronkelijk; else what was added; else what was changed. NAN. */
DS_API double ds_target_of(const ds_target_place *place, int version);

typedef enum ds_basis { DS_BASIS_START, DS_BASIS_PREVIOUS } ds_basis;

typedef struct ds_class_result {
    ds_absence absence; /* not DS_ABSENCE_NONE: in no class */
    ds_progress progress;
    bool uncertain; /* the present value's interval holds the target, or that of the difference 0 */
    bool fixed;     /* the value before stands alone, without counts or standard error */
    bool negative;  /* the target is worse than the start value */
} ds_class_result;

/* Equal is reached; equal is not better. Equality is that of doubles, which of counts and delivered
 * decimals is that of the numbers themselves (both rounded once). */
DS_API ds_class_result ds_target_classify(const ds_target_place *place, ds_basis basis, int version,
                                          bool lower_is_better);

/* Sums to n: counts, and with the uncertain in their own class; n + missing is n_places. */
typedef struct ds_class_counts {
    uint64_t n, counts[DS_PROGRESS_CLASSES];          /* by the values as they are */
    uint64_t certain[DS_PROGRESS_CLASSES], uncertain; /* these sum to n too */
    uint64_t missing[DS_ABSENCES];
    uint64_t negative, pooled, few, fixed; /* of n */
} ds_class_counts;
DS_API void ds_target_count(const ds_target_place *places, size_t n_places, ds_basis basis,
                            int version, bool lower_is_better, ds_class_counts *out);

/* ---- spread over institutions ---- */

typedef struct ds_spread {
    size_t n;
    double mean, q1, median, q3, lowest, highest; /* NAN where n is 0 */
} ds_spread;
/* Quartiles of type 7 (Hyndman and Fan 1996; R's default). NANs are left out. DS_FAULT for memory.
 * Cost: n log n. */
DS_API ds_status ds_target_spread(const double *values, size_t n, ds_spread *out,
                                  ds_error *err) DS_NODISCARD;

/* ---- bands of money ---- */

/* Cents; DS_MONEY_UNKNOWN where nothing was reported. */
#define DS_MONEY_UNKNOWN INT64_MIN
enum { DS_BANDS_MAX = 16 };

typedef struct ds_threshold {
    char comparison[3]; /* "<", "<=", ">", ">=" */
    double value;
} ds_threshold;
DS_API bool ds_threshold_holds(const ds_threshold *threshold, double value);

typedef struct ds_ratio_counts {
    uint64_t n;                       /* with a budget and a known amount */
    uint64_t not_budgeted;            /* budget of zero: never 0 % */
    uint64_t unknown;                 /* no budget or no amount reported */
    uint64_t nothing;                 /* of n: spent zero */
    uint64_t bands[DS_BANDS_MAX + 1]; /* [0, cut 0), [cut 0, cut 1), …, [last cut, …) */
    ds_spread spread;                 /* of the ratios, per cent; its mean is the mean of ratios */
    double ratio_of_sums;             /* per cent; NAN where n is 0 */
} ds_ratio_counts;
/* spent[n] and budget[n] in cents. cuts rise. ratios[n], when not NULL, gets each, NAN where none.
 */
DS_API ds_status ds_target_ratios(const int64_t *spent, const int64_t *budget, size_t n,
                                  const double *cuts, size_t n_cuts, double *ratios,
                                  ds_ratio_counts *out, ds_error *err) DS_NODISCARD;

/* ---- the quadrant ---- */

typedef struct ds_quadrant_rule {
    bool at_least;    /* >= 50 % counts as most; else > 50 % */
    uint32_t minimum; /* an agenda with fewer indicators stands in none */
} ds_quadrant_rule;

typedef enum ds_quadrant {
    DS_QUADRANT_LOWER_LEFT, /* most not better, most not reached */
    DS_QUADRANT_LOWER_RIGHT,
    DS_QUADRANT_UPPER_LEFT,
    DS_QUADRANT_UPPER_RIGHT,
    DS_QUADRANT_NONE
} ds_quadrant;
/* "linksonder", "rechtsonder", "linksboven", "rechtsboven", "geen". */
DS_API const char *ds_quadrant_code(ds_quadrant quadrant);

typedef struct ds_quadrant_place {
    uint32_t n; /* indicators with a target, a start and a present value */
    uint32_t better, reached;
    double better_pct, reached_pct; /* NAN where n is 0 */
    ds_quadrant quadrant;
} ds_quadrant_place;
DS_API ds_quadrant_place ds_target_quadrant(const ds_class_result *classes, size_t n,
                                            const ds_quadrant_rule *rule);

/* ---- the national path ---- */

typedef struct ds_path_rule {
    int jaar;       /* by which year */
    uint64_t grens; /* how many */
    bool below;     /* fewer than grens (<); else at most (<=) */
} ds_path_rule;

typedef struct ds_path {
    int from, now; /* the years counted: the one before the last, and the last */
    uint64_t n_from, n_now;
    int64_t got;      /* n_now - n_from, over the years between */
    double got_year;  /* a year */
    double needed;    /* a year from now on, to highest; NAN when jaar is not after now, or met */
    uint64_t highest; /* the largest number that will do */
    bool met;         /* n_now does already */
} ds_path;
DS_API ds_path ds_target_path(int from, uint64_t n_from, int now, uint64_t n_now,
                              const ds_path_rule *rule);
/* A group's part of the path: needed in proportion to its number now; and what it lacks. */
typedef struct ds_path_part {
    int64_t got;
    double share_of_got; /* per cent of the whole change; NAN where that is 0 */
    double needed;       /* a year, in proportion to n_now */
    double gap;          /* got a year - needed: above 0 it falls short */
} ds_path_part;
DS_API ds_path_part ds_target_path_part(const ds_path *path, uint64_t n_from, uint64_t n_now);

DS_END_DECLS

#endif
