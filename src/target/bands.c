/* target/bands.c: what was spent of a budget, in bands. See doorstroom/target.h. */
#include <string.h>

#include "base/error.h"
#include "base/int128.h"
#include "base/memory.h"
#include "doorstroom/target.h"

bool ds_threshold_holds(const ds_threshold *threshold, double value) {
    const bool equal = threshold->comparison[1] == '=';
    if (!isfinite(value)) return false;
    if (equal && value == threshold->value) return true;
    return threshold->comparison[0] == '>' ? value > threshold->value : value < threshold->value;
}

static size_t find_band(double ratio, const double *cuts, size_t n_cuts) {
    size_t band = 0;
    while (band < n_cuts && ratio >= cuts[band])
        band++;
    return band;
}

typedef struct ratio_sums {
    ds_int128 spent, budget;
} ratio_sums;

/* NAN where there is no ratio. */
static double count_ratio(int64_t spent, int64_t budget, ratio_sums *sums, ds_ratio_counts *out) {
    if (budget == 0) {
        out->not_budgeted++;
        return NAN;
    }
    if (spent == DS_MONEY_UNKNOWN || budget == DS_MONEY_UNKNOWN) {
        out->unknown++;
        return NAN;
    }
    out->n++;
    out->nothing += spent == 0;
    sums->spent += spent;
    sums->budget += budget;
    return 100.0 * (double)spent / (double)budget;
}

ds_status ds_target_ratios(const int64_t *spent, const int64_t *budget, size_t n,
                           const double *cuts, size_t n_cuts, double *ratios, ds_ratio_counts *out,
                           ds_error *err) {
    double *all = ds_malloc((n + 1) * sizeof *all);
    ratio_sums sums = {0, 0};
    ds_ratio_counts counts;
    ds_status status;
    if (all == NULL) return ds_error_memory(err);
    memset(&counts, 0, sizeof counts);
    for (size_t i = 0; i < n; i++) {
        all[i] = count_ratio(spent[i], budget[i], &sums, &counts);
        if (isfinite(all[i])) counts.bands[find_band(all[i], cuts, n_cuts)]++;
    }
    counts.ratio_of_sums = counts.n == 0 ? NAN : 100.0 * ((double)sums.spent / (double)sums.budget);
    status = ds_target_spread(all, n, &counts.spread, err);
    if (status == DS_OK) {
        if (ratios != NULL && n > 0) memcpy(ratios, all, n * sizeof *all);
        *out = counts;
    }
    ds_free(all);
    return status;
}
