/* stat/gap.h: what the files of gaps share: the counts of one breakdown and year, and where the
 * lines go. gap.c adds up and compares, gap_parts.c splits by Kitagawa, oaxaca.c by regression. */
#ifndef DS_STAT_GAP_H
#define DS_STAT_GAP_H

#include "doorstroom/gap.h"

/* Everything asked, while it is worked out. */
typedef struct ds_gap_work {
    const ds_numbered *cells;
    const ds_gap_options *options;
    ds_gap_result *out;
    size_t capacity; /* of out->lines */
    size_t n_groups, n_clusters;
    uint32_t *order; /* [n_rows]: rows by breakdown and year */
    size_t *starts;  /* [by.n * n_years + 1] */
    /* [((by * n_years + year) * n_groups + group) * n_clusters + cluster]: */
    double *persons, *influence; /* influence on the group's percentage */
    double *totals;              /* [2 * that without cluster]: noemer, teller */
    double *sides[2];            /* [n_clusters]: influence on a part */
    uint64_t size;
} ds_gap_work;

/* One group beside the reference, in one breakdown and year. */
typedef struct ds_gap_place {
    size_t by, year; /* year: into cells->years */
    uint32_t group;
} ds_gap_place;

size_t ds_gap_slot(const ds_gap_work *w, size_t by, size_t year, uint32_t group);
/* Adds a line of place; value and the influences in w->sides are in percentage points. */
ds_status ds_gap_add_part(ds_gap_work *w, const ds_gap_place *place, ds_gap_measure measure,
                          size_t part, double value, ds_error *err) DS_NODISCARD;
/* Takes the standard error and what rests on it away: DS_GAP_FEW_EVENTS. */
void ds_gap_forget_spread(ds_gap_estimate *e);
void ds_gap_clear_sides(ds_gap_work *w);

ds_status ds_gap_add_kitagawa(ds_gap_work *w, const ds_gap_place *place,
                              ds_error *err) DS_NODISCARD;
ds_status ds_gap_add_oaxaca(ds_gap_work *w, const ds_gap_place *place, ds_error *err) DS_NODISCARD;

#endif
