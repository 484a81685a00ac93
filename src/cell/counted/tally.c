/* cell/counted/tally.c: counts with bounds added up by what is asked; a printed total bounds the
 * sum besides. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "cell/counted/counted.h"

typedef struct asking {
    const ds_counted *counted;
    const size_t *by;
    size_t n_by;
    ds_counted_table *out;
    size_t cells_capacity, shares_capacity;
    ds_error *err;
} asking;

static const char *indicator_of(const ds_counted *c, const ds_counted_entry *e) {
    return c->layout->columns[e->column].indicator;
}

/* By indicator as described, year, then the keys asked; totals among those are no group. */
static int compare_asked(const void *p, const void *q, void *context) {
    const asking *a = context;
    const ds_counted_entry *x = *(const ds_counted_entry *const *)p,
                           *y = *(const ds_counted_entry *const *)q;
    const int order = strcmp(indicator_of(a->counted, x), indicator_of(a->counted, y));
    if (order != 0) return order;
    if (x->year != y->year) return x->year < y->year ? -1 : 1;
    for (size_t k = 0; k < a->n_by; k++) {
        const int difference = strcmp(x->keys[a->by[k]], y->keys[a->by[k]]);
        if (difference != 0) return difference;
    }
    return 0;
}

static bool is_asked(const asking *a, size_t key) {
    for (size_t k = 0; k < a->n_by; k++)
        if (a->by[k] == key) return true;
    return false;
}

/* Which of the keys that are not asked are totals, a bit each; *out_all: all of them, and there are
 * any. SIZE_MAX for a total over what is asked. */
static size_t totals_of(const asking *a, const ds_counted_entry *e, bool *out_all) {
    size_t mask = 0, n_free = 0, n_totals = 0;
    for (size_t k = 0; k < a->counted->layout->n_keys; k++) {
        if (is_asked(a, k)) {
            if (e->keys[k] == NULL) return SIZE_MAX;
            continue;
        }
        n_free++;
        n_totals += e->keys[k] == NULL;
        mask |= (size_t)(e->keys[k] == NULL) << k;
    }
    *out_all = n_totals > 0 && n_totals == n_free;
    return mask;
}

/* Bounds of several counts together. */
typedef struct together {
    uint64_t low, high, n_hidden;
    size_t n;
} together;

static void add_entry_to(together *sum, const ds_counted_entry *entry) {
    sum->low += entry->low;
    sum->high += entry->high;
    sum->n_hidden += entry->hidden;
    sum->n++;
}

static void add_all_of(asking *a, const ds_counted_entry *const *entries, size_t n, size_t mask,
                       together *sum) {
    bool all = false;
    for (size_t i = 0; i < n; i++)
        if (totals_of(a, entries[i], &all) == mask) add_entry_to(sum, entries[i]);
}

/* The totals over the fewest keys, where the file has neither the counts themselves nor the total
 * over all. */
static size_t finest_totals(const asking *a, const ds_counted_entry *const *entries, size_t n) {
    size_t best = SIZE_MAX;
    bool all = false;
    for (size_t i = 0; i < n; i++) {
        const size_t mask = totals_of(a, entries[i], &all);
        if (best == SIZE_MAX || __builtin_popcountll(mask) < __builtin_popcountll(best))
            best = mask;
    }
    return best;
}

/* The counts that add up, within their total where it is printed; or that total where its parts are
 * not in the file. */
static ds_status add_asked_cell(asking *a, const ds_counted_entry *const *entries, size_t n) {
    together parts = {0}, total = {0};
    ds_counted_cell *cell;
    for (size_t i = 0; i < n; i++) {
        bool all = false;
        const size_t mask = totals_of(a, entries[i], &all);
        if (mask == 0) add_entry_to(&parts, entries[i]);
        if (mask != 0 && all) add_entry_to(&total, entries[i]);
    }
    if (parts.n == 0) parts = total;
    if (parts.n == 0) add_all_of(a, entries, n, finest_totals(a, entries, n), &parts);
    if (!ds_reserve(&a->out->cells, &a->cells_capacity, a->out->n_cells + 1, sizeof *a->out->cells))
        return ds_error_memory(a->err);
    cell = &a->out->cells[a->out->n_cells++];
    *cell = (ds_counted_cell){.indicator = indicator_of(a->counted, entries[0]),
                              .schooljaar = entries[0]->year};
    for (size_t k = 0; k < a->n_by; k++)
        cell->keys[k] = entries[0]->keys[a->by[k]];
    cell->low = total.n > 0 && total.low > parts.low ? total.low : parts.low;
    cell->high = total.n > 0 && total.high < parts.high ? total.high : parts.high;
    cell->n_hidden = parts.n_hidden;
    return DS_OK;
}

/* ---- parts of wholes ---- */

static int compare_groups(const asking *a, const ds_counted_cell *x, const ds_counted_cell *y) {
    int order = (x->schooljaar > y->schooljaar) - (x->schooljaar < y->schooljaar);
    for (size_t k = 0; order == 0 && k < a->n_by; k++)
        order = strcmp(x->keys[k], y->keys[k]);
    return order;
}

/* What is in the part is in the whole, so the whole is no less. */
static double share_of(uint64_t part, uint64_t whole) {
    const uint64_t least = whole < part ? part : whole;
    return least == 0 ? (double)NAN : 100 * (double)part / (double)least;
}

/* Cells stand by indicator and then by group, so that part and whole go along together. */
static ds_status add_shares(asking *a, const ds_counted_part *part) {
    ds_counted_table *t = a->out;
    size_t k = 0;
    while (k < t->n_cells && strcmp(t->cells[k].indicator, part->whole) != 0)
        k++;
    for (size_t i = 0; i < t->n_cells; i++) {
        const ds_counted_cell *x = &t->cells[i], *y;
        if (strcmp(x->indicator, part->part) != 0) continue;
        while (k < t->n_cells && strcmp(t->cells[k].indicator, part->whole) == 0 &&
               compare_groups(a, &t->cells[k], x) < 0)
            k++;
        if (k == t->n_cells || strcmp(t->cells[k].indicator, part->whole) != 0) break;
        y = &t->cells[k];
        if (compare_groups(a, y, x) != 0) continue;
        if (!ds_reserve(&t->shares, &a->shares_capacity, t->n_shares + 1, sizeof *t->shares))
            return ds_error_memory(a->err);
        t->shares[t->n_shares++] =
            (ds_counted_share){part->part,
                               part->whole,
                               i,
                               k,
                               y->low == 0 ? (double)NAN : share_of(x->low, y->high),
                               y->low == 0 ? (double)NAN : share_of(x->high, y->low)};
    }
    return DS_OK;
}

ds_status ds_counted_tally(const ds_counted *c, const size_t *by, size_t n_by,
                           ds_counted_table *out, ds_error *err) {
    ds_counted_table made = {0};
    asking a = {.counted = c, .by = by, .n_by = n_by, .out = &made, .err = err};
    const ds_counted_entry **chosen = ds_calloc(c->n_entries + 1, sizeof *chosen);
    size_t n = 0;
    bool all = false;
    ds_status status = chosen == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < c->n_entries; i++)
        if (totals_of(&a, c->entries[i], &all) != SIZE_MAX) chosen[n++] = c->entries[i];
    if (status == DS_OK) qsort_r((void *)chosen, n, sizeof *chosen, compare_asked, &a);
    for (size_t i = 0; status == DS_OK && i < n;) {
        size_t end = i + 1;
        while (end < n && compare_asked(&chosen[i], &chosen[end], &a) == 0)
            end++;
        status = add_asked_cell(&a, chosen + i, end - i);
        i = end;
    }
    for (size_t p = 0; status == DS_OK && p < c->layout->n_parts; p++)
        status = add_shares(&a, &c->layout->parts[p]);
    ds_free((void *)chosen);
    if (status == DS_OK)
        *out = made;
    else
        ds_counted_table_done(&made);
    return status;
}

void ds_counted_table_done(ds_counted_table *table) {
    ds_free(table->cells);
    ds_free(table->shares);
    *table = (ds_counted_table){0};
}
