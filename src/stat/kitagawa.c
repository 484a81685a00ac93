/* stat/kitagawa.c: a difference of two percentages, cut into who is where and how they differ
 * there. See doorstroom/gap.h; checked against golden/statistics.json, case kitagawa. */
#include <math.h>
#include <string.h>

#include "doorstroom/gap.h"

static void split_level(const ds_kitagawa_level *l, double n_a, double n_b, ds_kitagawa *out,
                        double *parts) {
    const double p_a = l->noemer_a / n_a, p_b = l->noemer_b / n_b;
    const double r_a = l->noemer_a > 0 ? l->teller_a / l->noemer_a : 0;
    const double r_b = l->noemer_b > 0 ? l->teller_b / l->noemer_b : 0;
    parts[0] = parts[1] = parts[2] = 0;
    if (!(l->noemer_a > 0) || !(l->noemer_b > 0)) {
        parts[2] = p_a * r_a - p_b * r_b;
        out->alone += parts[2];
        return;
    }
    parts[0] = (p_a - p_b) * (r_a + r_b) / 2;
    parts[1] = (r_a - r_b) * (p_a + p_b) / 2;
    out->composition += parts[0];
    out->rate += parts[1];
    out->endowments += (p_a - p_b) * r_b;
    out->coefficients += p_b * (r_a - r_b);
    out->interaction += (p_a - p_b) * (r_a - r_b);
}

void ds_kitagawa_split(const ds_kitagawa_level *levels, size_t n, ds_kitagawa *out,
                       double *by_level) {
    double n_a = 0, t_a = 0, n_b = 0, t_b = 0, parts[3];
    memset(out, 0, sizeof *out);
    for (size_t l = 0; l < n; l++) {
        n_a += levels[l].noemer_a;
        t_a += levels[l].teller_a;
        n_b += levels[l].noemer_b;
        t_b += levels[l].teller_b;
    }
    if (!(n_a > 0) || !(n_b > 0)) {
        *out = (ds_kitagawa){NAN, NAN, NAN, NAN, NAN, NAN, NAN};
        for (size_t l = 0; by_level != NULL && l < 3 * n; l++)
            by_level[l] = NAN;
        return;
    }
    for (size_t l = 0; l < n; l++) {
        split_level(&levels[l], n_a, n_b, out, parts);
        if (by_level != NULL) memcpy(by_level + 3 * l, parts, sizeof parts);
    }
    out->gap = t_a / n_a - t_b / n_b;
}
