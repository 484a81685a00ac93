/* cli/fit.h: the made register held against the published figures, row by row. */
#ifndef DS_CLI_FIT_H
#define DS_CLI_FIT_H

#include "cli/published.h"
#include "doorstroom/cell.h"

/* The size at which a made person is a Dutch one, so that counts compare. */
#define FIT_NATIONAL UINT64_C(3000000)

/* What was counted for one side of a row. */
typedef struct fit_sum {
    double teller, noemer; /* of persons, or of weights */
    double n;              /* persons; with weights: as many as the weights are worth */
    double mean, variance; /* of a mean: of the mean itself */
    size_t n_groups;       /* distinct keys */
} fit_sum;

typedef struct fit_result {
    bool counted;
    const char *why_nl, *why_en; /* why not; also when a z cannot be told */
    double simulated;            /* in the unit of the row; counts at national size */
    double difference;           /* simulated minus published; of a direction: of the two sides */
    double n;                    /* persons behind it */
    bool has_z;
    double z;
    bool met; /* of a direction; of a sum: printed the same */
} fit_result;

/* ---- the arithmetic (fit_z.c) ----
 *
 * Percentages and percentage points throughout. half: half a unit of the last printed decimal; a
 * rounding error is uniform, its variance half² / 3. Each gives NAN where n is 0. */

/* (simulated - published) / sqrt(p (1 - p) / n + half² / 3), p the published share. Of a published
 * 0 or 100 % the binomial variance would be 0 and one person infinitely far off: there p is (n p +
 * 1) / (n + 2) (Agresti and Coull 1998, The American Statistician 52(2), with one success and one
 * failure more). */
double fit_z_share(double published_pct, double simulated_pct, double n, double half);
/* Of a difference between two simulated shares, both with one success and one failure more. */
double fit_z_difference(double published_pp, double first_pct, double first_n, double second_pct,
                        double second_n, double half);
/* Of a count, as Poisson; sampled: made persons for each person in the country. */
double fit_z_count(double printed, double simulated, double sampled, double half);
double fit_z_mean(double printed, double simulated, double variance, double half);

/* From what was counted to the row's result. sides: of a direction two (or with and without the
 * route); of a verschil the year itself and the year before; else one. */
void fit_judge(const published_row *row, const fit_sum *sides, double sampled, fit_result *out);

/* ---- cells (fit_cells.c) ---- */

/* Adds up the cells of school years first to last that have side's keys, over all keys that side
 * leaves out. False when the cells lack a key, or have no such school year. */
bool fit_cells_sum(const ds_cells *cells, const published_side *side, int first, int last,
                   fit_sum *out);

#endif
