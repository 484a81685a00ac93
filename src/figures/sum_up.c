/* figures/sum_up.c: all figures of one kind together: how many are within chance, how many are as
 * published. See doorstroom/figures.h. */
#include "doorstroom/figures.h"

#include <math.h>

#include "base/memory.h"

#define BIT(x) (1U << (x))

/* Which rows a group holds, as bits. */
static const struct {
    unsigned sources, units;
} groups[DS_FIGURES_GROUPS] = {
    [DS_FIGURES_SHARES_REGISTER] = {BIT(DS_FIGURES_REGISTER),
                                    BIT(DS_FIGURES_PERCENTAGE) | BIT(DS_FIGURES_AANDEEL)},
    [DS_FIGURES_SHARES_ENQUETE] = {BIT(DS_FIGURES_ENQUETE), BIT(DS_FIGURES_PERCENTAGE)},
    [DS_FIGURES_SHARES_MONITOR] = {BIT(DS_FIGURES_MONITOR),
                                   BIT(DS_FIGURES_PERCENTAGE) | BIT(DS_FIGURES_AANTAL)},
    [DS_FIGURES_QUARTILES] = {~0U, BIT(DS_FIGURES_KWARTIEL)},
    [DS_FIGURES_CORRELATIONS] = {~0U, BIT(DS_FIGURES_CORRELATIE)},
    [DS_FIGURES_DIFFERENCES] = {~0U, BIT(DS_FIGURES_VERSCHIL)},
    [DS_FIGURES_COUNTS] = {~BIT(DS_FIGURES_MONITOR),
                           BIT(DS_FIGURES_AANTAL) | BIT(DS_FIGURES_NOEMER)},
    [DS_FIGURES_NUMBERS] = {~0U, BIT(DS_FIGURES_GROEPEN) | BIT(DS_FIGURES_AANDEEL_GROEPEN)},
    [DS_FIGURES_MEANS] = {~0U, BIT(DS_FIGURES_GEMIDDELDE)},
    [DS_FIGURES_SUMS] = {~0U, BIT(DS_FIGURES_SOM)},
    [DS_FIGURES_ENDS] = {~0U, BIT(DS_FIGURES_UITERSTE)},
    [DS_FIGURES_DIRECTIONS] = {~(BIT(DS_FIGURES_TEGENFEITELIJK) | BIT(DS_FIGURES_EFFECT)),
                               BIT(DS_FIGURES_RICHTING)},
    [DS_FIGURES_DIRECTIONS_EFFECT] = {BIT(DS_FIGURES_TEGENFEITELIJK), BIT(DS_FIGURES_RICHTING)},
    [DS_FIGURES_DIRECTIONS_ESTIMATED] = {BIT(DS_FIGURES_EFFECT), BIT(DS_FIGURES_RICHTING)},
};

bool ds_figures_is_judged(const ds_figures_row *row) {
    return row->unit == DS_FIGURES_SOM || row->unit == DS_FIGURES_UITERSTE ||
           row->unit == DS_FIGURES_RICHTING;
}

bool ds_figures_is_exception(const ds_figures_row *row, const ds_figures_result *result) {
    if (result->why != DS_FIGURES_COUNTED) return false;
    if (ds_figures_is_judged(row)) return !result->met;
    return result->has_z && fabs(result->z) > DS_FIGURES_Z_CHANCE;
}

static void add_result(ds_figures_total *total, const ds_figures_result *result) {
    total->n++;
    if (result->why != DS_FIGURES_COUNTED) return;
    total->counted++;
    total->met += result->met;
    if (!result->has_z) return;
    total->chance += fabs(result->z) <= DS_FIGURES_Z_CHANCE;
    total->beyond += fabs(result->z) > DS_FIGURES_Z_MOST;
    if (fabs(result->z) > total->largest) total->largest = fabs(result->z);
}

void ds_figures_sum_up(ds_figures_fit *fit) {
    for (size_t g = 0; g < DS_FIGURES_GROUPS; g++) {
        fit->totals[g] = (ds_figures_total){0};
        for (size_t i = 0; i < fit->figures.n; i++) {
            const ds_figures_row *row = &fit->figures.rows[i];
            if ((groups[g].sources & BIT(row->source)) != 0 &&
                (groups[g].units & BIT(row->unit)) != 0)
                add_result(&fit->totals[g], &fit->results[i]);
        }
    }
}

void ds_figures_fit_done(ds_figures_fit *fit) {
    ds_figures_done(&fit->figures);
    ds_free(fit->results);
    *fit = (ds_figures_fit){0};
}
