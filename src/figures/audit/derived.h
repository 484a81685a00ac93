/* figures/audit/derived.h: all numbers that a reader can make of a table by one step. */
#ifndef DS_FIGURES_AUDIT_DERIVED_H
#define DS_FIGURES_AUDIT_DERIVED_H

#include "figures/audit/audit.h"

/* In what a number is said to be. */
typedef enum ds_derived_unit {
    DS_DERIVED_LEVEL, /* percents: percentages, shares of a count in its total, and how either went
                         on */
    DS_DERIVED_STEP,  /* percentage points: differences alone */
    DS_DERIVED_COUNT, /* counts, their differences and sums */
    DS_DERIVED_UNITS
} ds_derived_unit;

typedef struct ds_derived_list {
    double *list; /* rising, none below 0: the sign is said in words */
    size_t n, capacity;
} ds_derived_list;

typedef struct ds_derived {
    ds_derived_list of[DS_DERIVED_UNITS];
    ds_derived_list
        between[DS_DERIVED_UNITS]; /* differences of two groups: so many in a large table that any
                                      number is near one; then they do not count */
} ds_derived;

/* Fills out; ends with ds_derived_done, also after a failure. */
ds_status ds_derived_of(const ds_audit_table *table, ds_derived *out, ds_error *err) DS_NODISCARD;
void ds_derived_done(ds_derived *derived);
/* Whether x, printed to decimals digits, may be one of them; more: how far off it may be besides.
 */
bool ds_derived_has(const ds_derived *derived, ds_derived_unit unit, double x, int decimals,
                    double more);

#endif
