/* doorstroom/duration.h, of effect: how long until what: cumulative incidence with competing causes
 * (a diploma, leaving), in whole years, for who took part and who did not. Persons who could not be
 * followed further are censored, so cohorts that were followed for fewer years count as long as
 * they were.
 *
 * Threads: as doorstroom/did.h. Ownership: texts handed in are copied. */
#ifndef DOORSTROOM_DURATION_H
#define DOORSTROOM_DURATION_H

#include "doorstroom/effect.h"

DS_BEGIN_DECLS

enum {
    DS_DURATION_CAUSES_MAX = 4,
    DS_DURATION_YEARS_MAX = 40,
    DS_DURATION_LOCATIONS_MIN = 10 /* in each group: with fewer no interval */
};

/* So many persons of one location. */
typedef struct ds_duration_cell {
    ds_text location; /* {NULL, 0}: not known; all such are one location */
    bool treated;
    int year;  /* 1 to DS_DURATION_YEARS_MAX: in which it happened, or followed up to and including
                */
    int cause; /* 1 to DS_DURATION_CAUSES_MAX; 0: nothing happened up to year */
    uint64_t n;
} ds_duration_cell;

typedef struct ds_duration ds_duration;

/* NULL when memory is short. */
DS_API ds_duration *ds_duration_new(void) DS_NODISCARD;
DS_API void ds_duration_free(ds_duration *duration);
/* DS_USAGE for a year or cause outside its range. */
DS_API ds_status ds_duration_add(ds_duration *duration, const ds_duration_cell *cell,
                                 ds_error *err) DS_NODISCARD;

/* Of a finished sample whose outcome is the year and whose first factor what happened: none (or 0
 * where it is NULL) for who nothing happened to. causes[i], of sample, is what cause i + 1 is
 * called, by their bytes. DS_INPUT for more than there may be. *out is the caller's. */
DS_API ds_status ds_duration_from_sample(const ds_effect_sample *sample, const char *none,
                                         const char *causes[DS_DURATION_CAUSES_MAX],
                                         size_t *out_n_causes, ds_duration **out,
                                         ds_error *err) DS_NODISCARD;

/* Persons that nothing happened to as far as they were followed. */
DS_API uint64_t ds_duration_nothing(const ds_duration *duration);

/* A number of a group ([0] who did not take part, [1] who did) and of their difference (treated -
 * others), with its standard error by location. NAN where there is none. */
typedef struct ds_duration_number {
    double value[2], se[2];
    double difference, difference_se;
} ds_duration_number;

typedef struct ds_duration_year {
    uint64_t at_risk[2];                                  /* persons at its beginning */
    ds_duration_number hazard[DS_DURATION_CAUSES_MAX];    /* of who is at risk */
    ds_duration_number incidence[DS_DURATION_CAUSES_MAX]; /* in this year or before */
} ds_duration_year;

typedef struct ds_duration_result {
    size_t n_causes, n_years;
    ds_duration_year *years;       /* [n_years]: as far as both groups have somebody at risk, and
                                      with nobody in one of them the other */
    ds_duration_number restricted; /* mean years up to n_years until anything happens */
    ds_duration_number
        lost[DS_DURATION_CAUSES_MAX]; /* mean years after each cause, up to n_years */
    size_t locations[2];
} ds_duration_result;

/* Aalen and Johansen's estimator (Scandinavian Journal of Statistics 5, 1978): incidence(k) = Σ_j≤k
 * S(j-1) h(j), S(j) = S(j-1) (1 - Σ_causes h(j)). Standard errors: the influence of each location
 * on the whole curve, √(G/(G-1) Σ ψ²), G the locations of the group (of the difference: of both).
 * n_years 0: as many as there are. Free with ds_duration_result_done. Cost: locations × years.
 * Checked against: survfit of R's survival and its influence added up by location, to 1e-12. */
DS_API ds_status ds_duration_estimate(const ds_duration *duration, size_t n_years,
                                      ds_duration_result *out, ds_error *err) DS_NODISCARD;
/* 95 % by Student's t with the locations less one as degrees of freedom, and p; of a difference:
 * of the group with fewest. NAN with fewer than DS_DURATION_LOCATIONS_MIN. */
DS_API void ds_duration_interval(double value, double se, size_t locations, double *out_low,
                                 double *out_high, double *out_p);
DS_API void ds_duration_result_done(ds_duration_result *result);

DS_END_DECLS

#endif
