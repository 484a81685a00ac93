/* work/inside/fit_effect.c: published directions of routes beside our own estimates. See fit.h. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "work/inside/fit.h"

enum { NAMES_MAX = 1 << 16 };

/* "" where the row does not say. */
static const char *find_side_key(const ds_figures_row *row, const char *name) {
    for (size_t k = 0; k < row->sides[0].n_keys; k++)
        if (strcmp(row->sides[0].names[k], name) == 0) return row->sides[0].values[k];
    return "";
}

static const ds_effect_row *find_effect(const ds_figures_row *row, const ds_effect_block *blocks,
                                        size_t n) {
    int64_t year;
    if (!ds_number_parse_integer(ds_text_of(find_side_key(row, "jaar")), &year)) return NULL;
    for (size_t b = 0; b < n; b++) {
        if (strcmp(blocks[b].id, find_side_key(row, "evaluatie")) != 0) continue;
        for (size_t i = 0; i < blocks[b].n_rows; i++)
            if (blocks[b].rows[i].year == year &&
                strcmp(blocks[b].rows[i].outcome, row->indicator) == 0)
                return &blocks[b].rows[i];
    }
    return NULL;
}

void fit_take_effect(const ds_figures_row *row, const ds_effect_block *blocks, size_t n,
                     fit_counted *out) {
    const ds_effect_row *from = find_effect(row, blocks, n);
    const double unit = from != NULL && from->share ? 100 : 1;
    out->why = DS_FIGURES_NO_VALUE;
    if (from == NULL || !ds_effect_has_estimate(&from->result)) return;
    out->why = DS_FIGURES_COUNTED;
    out->sides[0] = (ds_figures_sum){.n = (double)from->result.n_treated,
                                     .mean = unit * from->result.difference,
                                     .variance = unit * unit * from->result.se * from->result.se,
                                     .p = from->result.p};
}

/* The evaluations that rows name, each once. */
static void name_evaluations(const ds_figures *all, ds_buffer *names) {
    for (size_t i = 0; i < all->n; i++) {
        const char *id = find_side_key(&all->rows[i], "evaluatie");
        bool before = all->rows[i].source != DS_FIGURES_EFFECT || *id == '\0';
        for (size_t k = 0; !before && k < i; k++)
            before = all->rows[k].source == DS_FIGURES_EFFECT &&
                     strcmp(find_side_key(&all->rows[k], "evaluatie"), id) == 0;
        if (!before) ds_buffer_addf(names, "%s%s", names->size > 0 ? "," : "", id);
    }
}

static ds_status take_fit_effects(const ds_work *work, const ds_figures *all, const char *names,
                                  fit_counted *out, ds_error *err) {
    ds_work_effect_options o = DS_WORK_EFFECT_OPTIONS_INIT;
    ds_effects *effects = NULL;
    const ds_effect_block *blocks;
    size_t n;
    ds_status status;
    o.evaluations = names;
    o.figure_cohorts = true;
    status = ds_work_effect(work, &o, &effects, err);
    if (status != DS_OK) return status;
    blocks = ds_effects_blocks(effects, &n);
    for (size_t i = 0; i < all->n; i++)
        if (all->rows[i].source == DS_FIGURES_EFFECT)
            fit_take_effect(&all->rows[i], blocks, n, &out[i]);
    ds_effects_free(effects);
    return DS_OK;
}

ds_status fit_count_effects(const ds_work *work, const ds_figures *all, fit_counted *out,
                            ds_error *err) {
    ds_buffer names;
    ds_status status;
    ds_buffer_init(&names, NAMES_MAX);
    name_evaluations(all, &names);
    status = ds_buffer_finish(&names, err);
    if (status == DS_OK && names.size > 0)
        status = take_fit_effects(work, all, ds_buffer_string(&names), out, err);
    ds_buffer_done(&names);
    return status;
}
