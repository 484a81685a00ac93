/* stat/starters.c: who starts in a route, against everybody: see doorstroom/stat.h. Each cell
 * counts in up to six lines (everybody, its group, its kind; all years, its year); these are sorted
 * and added up. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/stat.h"

enum { GROUP, KIND, TRAIT, KEYS, LINES_A_CELL = 6 };

struct ds_starters {
    ds_cells *cells; /* a copy: the texts live in it */
    ds_starters_line *lines;
    size_t n;
};

static bool is_unknown(ds_text value) {
    return ds_text_is(value, "onbekend");
}

/* Lines of which the shares add up to 100. */
static int compare_slices(const ds_starters_line *a, const ds_starters_line *b) {
    int order = ds_text_compare(a->group, b->group);
    if (order == 0) order = ds_text_compare(a->kind, b->kind);
    if (order == 0) order = (a->schooljaar > b->schooljaar) - (a->schooljaar < b->schooljaar);
    return order;
}

static int compare_starters(const void *x, const void *y) {
    const ds_starters_line *a = x, *b = y;
    int order = compare_slices(a, b);
    if (order == 0) order = is_unknown(a->value) - is_unknown(b->value);
    return order != 0 ? order : ds_text_compare(a->value, b->value);
}

static void add_cell(ds_starters *s, const ds_cell *cell, const char *none) {
    uint64_t n = cell->measures.noemer + cell->measures.onbekend;
    int levels = ds_text_is(cell->keys[GROUP], none) ? 1 : 3;
    if (n == 0) return;
    for (int level = 0; level < levels; level++)
        for (int all = 0; all < 2; all++)
            s->lines[s->n++] =
                (ds_starters_line){.schooljaar = all ? 0 : cell->schooljaar,
                                   .group = level > 0 ? cell->keys[GROUP] : (ds_text){NULL, 0},
                                   .kind = level > 1 ? cell->keys[KIND] : (ds_text){NULL, 0},
                                   .value = cell->keys[TRAIT],
                                   .n = n};
}

static void add_up(ds_starters *s) {
    size_t kept = 0;
    if (s->n == 0) return;
    qsort(s->lines, s->n, sizeof *s->lines, compare_starters);
    for (size_t i = 1; i < s->n; i++)
        if (compare_starters(&s->lines[kept], &s->lines[i]) == 0)
            s->lines[kept].n += s->lines[i].n;
        else
            s->lines[++kept] = s->lines[i];
    s->n = kept + 1;
}

static void share_starters(ds_starters *s) {
    for (size_t from = 0, to; from < s->n; from = to) {
        uint64_t known = 0, total = 0;
        for (to = from; to < s->n && compare_slices(&s->lines[from], &s->lines[to]) == 0; to++) {
            total += s->lines[to].n;
            if (!is_unknown(s->lines[to].value)) known += s->lines[to].n;
        }
        for (size_t i = from; i < to; i++) {
            bool has_share = known > 0 && !is_unknown(s->lines[i].value);
            s->lines[i].known = known;
            s->lines[i].total = total;
            s->lines[i].share_pct =
                has_share ? 100.0 * (double)s->lines[i].n / (double)known : (double)NAN;
        }
    }
}

static ds_status copy_cells(ds_starters *s, const ds_cells *cells, ds_error *err) {
    static const char *const names[KEYS] = {"group", "kind", "trait"};
    ds_status status = DS_OK;
    s->cells = ds_cells_new("starters", false, 1, names, KEYS);
    if (s->cells == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        status = ds_cells_add(s->cells, cell.schooljaar, cell.keys, &cell.measures, err);
    }
    ds_cells_finish(s->cells);
    return status;
}

ds_status ds_starters_new(const ds_cells *cells, const char *none, ds_starters **out,
                          ds_error *err) {
    ds_starters *s;
    ds_status status;
    if (ds_cells_n_keys(cells) != KEYS)
        return ds_error_set(err, DS_USAGE,
                            "starters: verwacht cellen naar groep, route en één kenmerk; er zijn "
                            "%zu kenmerken",
                            "starters: expected cells by group, route and one trait; there are "
                            "%zu keys",
                            ds_cells_n_keys(cells));
    s = ds_calloc(1, sizeof *s);
    if (s == NULL) return ds_error_memory(err);
    status = copy_cells(s, cells, err);
    if (status == DS_OK) {
        s->lines = ds_calloc(LINES_A_CELL * ds_cells_n(s->cells) + 1, sizeof *s->lines);
        if (s->lines == NULL) status = ds_error_memory(err);
    }
    if (status != DS_OK) {
        ds_starters_free(s);
        return status;
    }
    for (size_t i = 0; i < ds_cells_n(s->cells); i++) {
        ds_cell cell = ds_cells_at(s->cells, i);
        add_cell(s, &cell, none);
    }
    add_up(s);
    share_starters(s);
    *out = s;
    return DS_OK;
}

void ds_starters_free(ds_starters *starters) {
    if (starters == NULL) return;
    ds_cells_free(starters->cells);
    ds_free(starters->lines);
    ds_free(starters);
}

const ds_starters_line *ds_starters_lines(const ds_starters *starters, size_t *out_n) {
    *out_n = starters->n;
    return starters->lines;
}
