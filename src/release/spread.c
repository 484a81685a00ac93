/* release/spread.c: lowest, highest, quartiles and mean over institutions, of what is shown. See
 * doorstroom/release.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "release/model.h"

static int compare_shares(const void *a, const void *b) {
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool is_of_group(const ds_release_table *table, const ds_release_row *row, int schooljaar,
                        const char *const *values) {
    if (row->schooljaar != schooljaar) return false;
    for (size_t k = 0; k < table->n_keys; k++)
        if (values[k] != NULL && strcmp(row->keys[k], values[k]) != 0) return false;
    return true;
}

/* Between its neighbours, by how far it lies between them. */
static double quantile_of(const double *sorted, size_t n, double p) {
    const double at = p * (double)(n - 1);
    const size_t below = (size_t)at;
    if (below + 1 >= n) return sorted[n - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

static void fill_spread(double *shares, ds_release_spread *out) {
    double sum = 0;
    qsort(shares, out->n_shown, sizeof *shares, compare_shares);
    for (size_t i = 0; i < out->n_shown; i++)
        sum += shares[i];
    out->lowest = shares[0];
    out->lower = quantile_of(shares, out->n_shown, 0.25);
    out->median = quantile_of(shares, out->n_shown, 0.5);
    out->upper = quantile_of(shares, out->n_shown, 0.75);
    out->highest = shares[out->n_shown - 1];
    out->mean = sum / (double)out->n_shown;
}

ds_status ds_release_spread_of(const ds_release *release, size_t i, int schooljaar,
                               const char *const *values, ds_release_spread *out, ds_error *err) {
    const ds_release_table *table = &release->tables[i];
    ds_release_spread spread = {.lowest = NAN, .lower = NAN, .median = NAN};
    double *shares;
    size_t n_open = 0;
    spread.upper = spread.highest = spread.mean = NAN;
    for (size_t k = 0; k < table->n_keys; k++)
        n_open += values[k] == NULL;
    if (n_open != 1 || table->numeric)
        return ds_error_set(err, DS_USAGE, "één kenmerk, dat van de instelling, blijft open",
                            "one key, the institution's, is left open");
    shares = ds_calloc(table->n_rows + 1, sizeof *shares);
    if (shares == NULL) return ds_error_memory(err);
    for (size_t r = 0; r < table->n_rows; r++) {
        const double share = ds_release_share_pct(&table->rows[r]);
        if (!is_of_group(table, &table->rows[r], schooljaar, values)) continue;
        spread.n++;
        if (!isnan(share)) shares[spread.n_shown++] = share;
    }
    spread.printed = spread.n_shown > 0 && spread.n_shown >= release->facts.institutions;
    if (spread.printed) fill_spread(shares, &spread);
    ds_free(shares);
    *out = spread;
    return DS_OK;
}
