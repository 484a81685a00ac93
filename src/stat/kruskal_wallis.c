/* stat/kruskal_wallis.c: whether groups differ, by ranks. See doorstroom/tests.h. */
#include <math.h>

#include "base/chance.h"
#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/tests.h"
#include "stat/moments.h"
#include "stat/ranks.h"

/* sums: room for n_groups. */
static void test_rank_sums(const ds_ranks_rows *rows, const double *ranks, double ties,
                           size_t n_groups, double *sums, ds_stat_result *out) {
    const double n = (double)rows->n;
    double h = 0, groups = 0;
    for (size_t i = 0; i < rows->n; i++)
        sums[rows->group[i]] += ranks[i] - (n + 1) / 2;
    for (size_t g = 0; g < n_groups; g++) {
        if (rows->size[g] == 0) continue;
        groups++;
        h += sums[g] * sums[g] / (double)rows->size[g];
    }
    if (groups < 2) {
        out->reason = DS_STAT_FEW_GROUPS;
        return;
    }
    if (ties >= n * n * n - n) {
        out->reason = DS_STAT_NO_SPREAD;
        return;
    }
    out->statistic = 12 * h / (n * (n + 1)) / (1 - ties / (n * n * n - n));
    out->df = groups - 1;
    out->p = ds_chance_chi_square(out->statistic, out->df);
    out->estimate = out->statistic / (n - 1);
}

ds_status ds_kruskal_wallis_test(const double *values, const size_t *group, size_t n,
                                 size_t n_groups, ds_stat_result *out, ds_error *err) {
    ds_ranks_rows rows = {0};
    ds_stat_result r = ds_moments_nothing(DS_STAT_WHOLE);
    double *ranks = NULL, ties;
    ds_status status = ds_ranks_take_rows(values, group, n, n_groups, &rows, err);
    if (status != DS_OK) return status;
    r.n = rows.n;
    r.missing = rows.missing;
    ranks = ds_calloc(rows.n + n_groups + 1, sizeof *ranks);
    if (ranks == NULL)
        status = ds_error_memory(err);
    else
        status = ds_ranks_of(rows.values, rows.n, ranks, &ties, err);
    if (status == DS_OK) test_rank_sums(&rows, ranks, ties, n_groups, ranks + rows.n, &r);
    ds_free(ranks);
    ds_ranks_rows_done(&rows);
    if (status == DS_OK) *out = r;
    return status;
}
