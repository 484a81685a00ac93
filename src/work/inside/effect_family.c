/* work/inside/effect_family.c: what holds over all rows of an evaluation. See effect_family.h. */
#include "work/inside/effect_family.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"

ds_status ds_effect_family_adjust(ds_effect_row *rows, size_t n_rows, ds_error *err) {
    ds_effect_result **list = ds_calloc(n_rows + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (int placebo = 0; placebo < 2; placebo++) {
        size_t n = 0;
        for (size_t i = 0; i < n_rows; i++)
            if (rows[i].placebo == (placebo == 1)) list[n++] = &rows[i].result;
        ds_effect_adjust(list, n);
    }
    ds_free(list);
    return DS_OK;
}

/* Rounding apart: two lists may come to the same groups. */
static bool lies_apart(const ds_effect_result *a, const ds_effect_result *b,
                       const ds_effect_places *of_a, const ds_effect_places *of_b) {
    const double distance = fabs(a->difference - b->difference);
    if (of_a == NULL || of_b == NULL || !(distance > 1e-9 * (1 + fabs(a->treated)))) return false;
    return distance > 1.959963984540054 * ds_effect_places_se(of_a, of_b);
}

void ds_effect_family_mark(ds_effect_block *block, effect_arrays *arrays) {
    const size_t n = block->n_rows;
    for (size_t x = 1; x <= block->n_beside; x++)
        for (size_t i = 0; i < n; i++) {
            ds_effect_result *main = &arrays->rows[i].result, *other = &arrays->results[x * n + i];
            if (!lies_apart(main, other, arrays->places[i], arrays->places[x * n + i])) continue;
            main->flags |= DS_EFFECT_DISAGREES;
            other->flags |= DS_EFFECT_DISAGREES;
        }
    ds_effects_free_places(arrays);
}

void ds_effect_family_keep_shown(effect_plan *plan, ds_effect_block *block, effect_arrays *arrays) {
    const size_t n = plan->n_cases;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!plan->cases[i].shown) {
            ds_effect_case_done(&plan->cases[i]);
            continue;
        }
        for (size_t x = 0; x <= block->n_beside; x++)
            arrays->results[x * n + kept] = arrays->results[x * n + i];
        arrays->rows[kept] = arrays->rows[i];
        arrays->samples[kept] = arrays->samples[i];
        plan->cases[kept++] = plan->cases[i];
    }
    plan->n_cases = block->n_rows = kept;
}
