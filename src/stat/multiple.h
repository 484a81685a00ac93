/* stat/multiple.h: p-values of many tests at once, adjusted. */
#ifndef DS_STAT_MULTIPLE_H
#define DS_STAT_MULTIPLE_H

#include "doorstroom/base.h"

typedef enum ds_multiple {
    DS_MULTIPLE_HOLM, /* the family's error rate (S. Holm, 1979) */
    DS_MULTIPLE_BH,   /* the false-discovery rate of independent tests (Benjamini-Hochberg, 1995) */
    DS_MULTIPLE_BY,   /* of any (Benjamini-Yekutieli, 2001): BH × (1 + 1/2 + … + 1/m) */
} ds_multiple;

/* out[n] of p[n]; NAN stays NAN and is no test. As R's p.adjust. Cost: n log n. */
ds_status ds_multiple_adjust(ds_multiple how, const double *p, size_t n, double *out,
                             ds_error *err) DS_NODISCARD;

#endif
