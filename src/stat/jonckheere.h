/* stat/jonckheere.h: the exact chances of Jonckheere's statistic, given the ties. */
#ifndef DS_STAT_JONCKHEERE_H
#define DS_STAT_JONCKHEERE_H

#include "doorstroom/tests.h"

typedef struct ds_jonckheere_exact {
    size_t groups; /* with anybody */
    size_t size[DS_JONCKHEERE_GROUPS_MAX];
    const size_t *ties; /* [n_ties]: how many values are equal, from small to large */
    size_t n_ties;
} ds_jonckheere_exact;

/* *out_as_far: the share of all orders with |J - mean| at least that of j; *out_larger: with J at
 * least j. False in *out_done, and they are as they were, where it would take too long. */
ds_status ds_jonckheere_count(const ds_jonckheere_exact *of, double j, double mean,
                              double *out_as_far, double *out_larger, bool *out_done,
                              ds_error *err) DS_NODISCARD;

#endif
