/* stat/growth.c: what each group adds to the change of a number and of a percentage: see
 * doorstroom/comparison.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/comparison.h"

struct ds_growth {
    ds_cells *cells; /* a copy of the two years: keys live in it */
    ds_growth_row *rows;
    size_t n;
};

typedef struct two_years {
    int before, after;
} two_years;

static bool is_of_years(const void *context, const ds_cell *cell) {
    const two_years *y = context;
    return cell->schooljaar == y->before || cell->schooljaar == y->after;
}

/* ---- the parts ---- */

/* A group in both years: everybody, its part of them, its rate. */
typedef struct factors {
    double everybody, part, rate;
} factors;

static double divide_counts(uint64_t a, uint64_t b) {
    return b == 0 ? 0 : (double)a / (double)b;
}

/* What a factor that goes from a0 to a1 adds to a·b·c: the mean over the six orders. */
static double shapley_part(double a0, double a1, double b0, double b1, double c0, double c1) {
    return (a1 - a0) * ((b0 * c0 + b1 * c1) / 3 + (b0 * c1 + b1 * c0) / 6);
}

static factors factors_of(const ds_measures *group, const ds_measures *all) {
    return (factors){.everybody = (double)all->noemer,
                     .part = divide_counts(group->noemer, all->noemer),
                     .rate = divide_counts(group->teller, group->noemer)};
}

static void split_row(ds_growth_row *row, const ds_growth_row *all) {
    factors a = factors_of(&row->before, &all->before), b = factors_of(&row->after, &all->after);
    const double mean = (divide_counts(all->before.teller, all->before.noemer) +
                         divide_counts(all->after.teller, all->after.noemer)) /
                        2;
    if (row->before.noemer == 0) a.rate = b.rate;
    if (row->after.noemer == 0) b.rate = a.rate;
    row->size = shapley_part(a.everybody, b.everybody, a.part, b.part, a.rate, b.rate);
    row->composition = shapley_part(a.part, b.part, a.everybody, b.everybody, a.rate, b.rate);
    row->rate = shapley_part(a.rate, b.rate, a.everybody, b.everybody, a.part, b.part);
    row->composition_pp = 100 * (b.part - a.part) * ((a.rate + b.rate) / 2 - mean);
    row->rate_pp = 100 * (b.rate - a.rate) * (a.part + b.part) / 2;
    row->difference_pp = row->composition_pp + row->rate_pp;
}

static void share_row_of_growth(ds_growth_row *row, const ds_growth_row *all) {
    row->share_pct = all->difference == 0
                         ? (double)NAN
                         : 100.0 * (double)row->difference / (double)all->difference;
}

/* ---- the rows ---- */

static void add_measures(ds_measures *to, const ds_measures *from) {
    to->teller += from->teller;
    to->noemer += from->noemer;
    to->onbekend += from->onbekend;
}

static bool same_keys(const ds_text *a, const ds_text *b, size_t n) {
    for (size_t k = 0; k < n; k++)
        if (!ds_text_equal(a[k], b[k])) return false;
    return true;
}

static ds_growth_row *find_row(ds_growth *g, const ds_text *keys, size_t n_keys) {
    for (size_t i = 1; i < g->n; i++)
        if (same_keys(g->rows[i].keys, keys, n_keys)) return &g->rows[i];
    g->rows[g->n] = (ds_growth_row){.keys = keys};
    return &g->rows[g->n++];
}

static int compare_growth_rows(const void *x, const void *y, void *context) {
    const ds_growth_row *a = x, *b = y;
    const size_t *n_keys = context;
    int order = 0;
    for (size_t k = 0; order == 0 && k < *n_keys; k++)
        order = ds_text_compare(a->keys[k], b->keys[k]);
    return order;
}

static void gather_rows(ds_growth *g, int after) {
    size_t n_keys = ds_cells_n_keys(g->cells);
    g->n = 1; /* all */
    for (size_t i = 0; i < ds_cells_n(g->cells); i++) {
        const ds_cell cell = ds_cells_at(g->cells, i);
        ds_growth_row *row = find_row(g, cell.keys, n_keys);
        add_measures(cell.schooljaar == after ? &row->after : &row->before, &cell.measures);
        add_measures(cell.schooljaar == after ? &g->rows[0].after : &g->rows[0].before,
                     &cell.measures);
    }
    qsort_r(g->rows + 1, g->n - 1, sizeof *g->rows, compare_growth_rows, &n_keys);
}

static void finish_rows(ds_growth *g) {
    ds_growth_row *all = &g->rows[0];
    for (size_t i = 0; i < g->n; i++)
        g->rows[i].difference =
            (int64_t)g->rows[i].after.teller - (int64_t)g->rows[i].before.teller;
    for (size_t i = 1; i < g->n; i++) {
        split_row(&g->rows[i], all);
        share_row_of_growth(&g->rows[i], all);
        all->size += g->rows[i].size;
        all->composition += g->rows[i].composition;
        all->rate += g->rows[i].rate;
        all->composition_pp += g->rows[i].composition_pp;
        all->rate_pp += g->rows[i].rate_pp;
        all->difference_pp += g->rows[i].difference_pp;
    }
    share_row_of_growth(all, all);
}

static ds_status check_growth(const ds_cells *cells, int before, int after, ds_error *err) {
    size_t n_before = 0, n_after = 0;
    if (ds_cells_numeric(cells) || before == after)
        return ds_error_set(err, DS_USAGE, "groei is er van aantallen, tussen twee schooljaren",
                            "there is growth of counts, between two school years");
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        n_before += ds_cells_at(cells, i).schooljaar == before;
        n_after += ds_cells_at(cells, i).schooljaar == after;
    }
    if (n_before > 0 && n_after > 0) return DS_OK;
    return ds_error_set(err, DS_INPUT, "van schooljaar %d is er niets geteld",
                        "nothing was counted of school year %d", n_before == 0 ? before : after);
}

ds_status ds_growth_new(const ds_cells *cells, int before, int after, ds_growth **out,
                        ds_error *err) {
    const two_years years = {before, after};
    ds_growth *g;
    ds_status status = check_growth(cells, before, after, err);
    if (status != DS_OK) return status;
    g = ds_calloc(1, sizeof *g);
    if (g == NULL) return ds_error_memory(err);
    status = ds_cells_select(cells, is_of_years, &years, &g->cells, err);
    if (status == DS_OK) g->rows = ds_calloc(ds_cells_n(g->cells) + 1, sizeof *g->rows);
    if (status == DS_OK && g->rows == NULL) status = ds_error_memory(err);
    if (status != DS_OK) {
        ds_growth_free(g);
        return status;
    }
    gather_rows(g, after);
    finish_rows(g);
    *out = g;
    return DS_OK;
}

void ds_growth_free(ds_growth *growth) {
    if (growth == NULL) return;
    ds_cells_free(growth->cells);
    ds_free(growth->rows);
    ds_free(growth);
}

const ds_growth_row *ds_growth_rows(const ds_growth *growth, size_t *out_n) {
    *out_n = growth->n;
    return growth->rows;
}
