/* stat/adjust.c: p-values of many tests at once, for whoever is outside: the work is in multiple.c.
 * See doorstroom/tests.h. */
#include <math.h>

#include "doorstroom/tests.h"
#include "stat/multiple.h"

ds_status ds_adjust_p(const double *p, size_t n, ds_adjust_method method, double *adjusted,
                      size_t *out_m, ds_error *err) {
    const ds_multiple how = method == DS_ADJUST_HOLM ? DS_MULTIPLE_HOLM
                            : method == DS_ADJUST_BH ? DS_MULTIPLE_BH
                                                     : DS_MULTIPLE_BY;
    size_t m = 0;
    ds_status status;
    for (size_t i = 0; i < n; i++)
        m += isfinite(p[i]) ? 1 : 0;
    status = ds_multiple_adjust(how, p, n, adjusted, err);
    if (status == DS_OK) *out_m = m;
    return status;
}
