/* figures/sum_cells.c: which cells a published figure is about, added up. See doorstroom/figures.h.
 */
#include "doorstroom/figures.h"

#include "base/text.h"

bool ds_figures_side_of(const ds_figures_row *row, size_t side, ds_figures_side *out,
                        int *out_first, int *out_last) {
    *out = row->sides[0];
    *out_first = row->first_year;
    *out_last = row->last_year;
    if (side == 0) return true;
    switch (row->unit) {
    case DS_FIGURES_VERSCHIL:
        *out_first = *out_last = row->first_year - 1;
        return true;
    case DS_FIGURES_AANDEEL_GROEPEN:
    case DS_FIGURES_AANDEEL:
        if (out->n_keys > 0) out->n_keys--;
        return true;
    case DS_FIGURES_RICHTING:
        if (row->n_sides == 2) *out = row->sides[1];
        return true;
    default:
        return false;
    }
}

/* For each key of side its place in the cells; false when one is not there. */
static bool find_places(const ds_cells *cells, const ds_figures_side *side, size_t *out) {
    for (size_t k = 0; k < side->n_keys; k++) {
        ds_text name = ds_text_of(side->names[k]);
        size_t i = 0;
        while (i < ds_cells_n_keys(cells) && !ds_text_is(name, ds_cells_key_name(cells, i)))
            i++;
        if (i == ds_cells_n_keys(cells)) return false;
        out[k] = i;
    }
    return true;
}

static bool fits_side(const ds_cell *cell, const ds_figures_side *side, const size_t *places,
                      int first, int last) {
    if (cell->schooljaar < first || cell->schooljaar > last || cell->measures.noemer == 0)
        return false;
    for (size_t k = 0; k < side->n_keys; k++)
        if (!ds_figures_has_value(side->values[k], cell->keys[places[k]])) return false;
    return true;
}

/* Whether an earlier cell that fits has the same keys, in another school year. */
static bool seen_before(const ds_cells *cells, size_t i, int first) {
    ds_cell cell = ds_cells_at(cells, i);
    for (size_t e = 0; e < i; e++) {
        ds_cell earlier = ds_cells_at(cells, e);
        bool same = earlier.schooljaar >= first && earlier.measures.noemer > 0;
        for (size_t k = 0; same && k < ds_cells_n_keys(cells); k++)
            same = ds_text_equal(earlier.keys[k], cell.keys[k]);
        if (same) return true;
    }
    return false;
}

static bool has_any_year(const ds_cells *cells, int first, int last) {
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        int year = ds_cells_at(cells, i).schooljaar;
        if (year >= first && year <= last) return true;
    }
    return false;
}

bool ds_figures_sum_cells(const ds_cells *cells, const ds_figures_side *side, int first, int last,
                          ds_figures_sum *out) {
    size_t places[DS_FIGURES_KEYS_MAX];
    *out = (ds_figures_sum){0};
    if (!find_places(cells, side, places) || !has_any_year(cells, first, last)) return false;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        if (!fits_side(&cell, side, places, first, last)) continue;
        out->teller += (double)cell.measures.teller;
        out->noemer += (double)cell.measures.noemer;
        out->n_groups += first == last || !seen_before(cells, i, first);
    }
    out->n = out->noemer;
    return true;
}
