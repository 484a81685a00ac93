/* stat/comparison.c: what readers compare in a table of cells: see doorstroom/comparison.h. The
 * cells and each total are a level: a set of cells of its own, counted from the cells. A level's
 * rows of a year are the union of what is there and what was there in the year it is compared with,
 * by one walk over both, so that differences add up; wholes are levels, too, found by key. */
#include "doorstroom/comparison.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/intervals.h"
#include "stat/key_list.h"

typedef struct level {
    ds_cells *cells;  /* its own */
    ds_cells *wholes; /* over the keys of shares; NULL: not asked */
} level;

struct ds_comparison {
    level levels[DS_COMPARISON_TOTALS_MAX + 1];
    size_t n_levels;
    ds_comparison_row *rows;
    size_t n, capacity;
    int years[DS_COMPARISON_YEARS_MAX];
    size_t n_years;
    int counted[DS_COMPARISON_YEARS_MAX];
    size_t n_counted;
    bool shared[DS_COMPARISON_KEYS_MAX]; /* keys of shares */
    ds_text *keys;                       /* of a whole that is looked for */
    int against;
    bool of_teller, interval;
};

/* ---- years ---- */

static ds_status add_year(int *years, size_t *n, int year, ds_error *err) {
    if (*n == DS_COMPARISON_YEARS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d schooljaren", "more than %d school years",
                            DS_COMPARISON_YEARS_MAX);
    years[(*n)++] = year;
    return DS_OK;
}

static ds_status copy_years(const int *from, size_t n, int *to, size_t *out_n, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        if (i > 0 && from[i] <= from[i - 1])
            return ds_error_set(err, DS_USAGE, "de schooljaren lopen niet op",
                                "the school years do not rise");
        status = add_year(to, out_n, from[i], err);
    }
    return status;
}

static ds_status take_years(ds_comparison *c, const ds_cells *cells, const ds_comparison_options *o,
                            ds_error *err) {
    ds_status status = copy_years(o->counted, o->n_counted, c->counted, &c->n_counted, err);
    for (size_t i = 0; status == DS_OK && o->n_counted == 0 && i < ds_cells_n(cells); i++) {
        const int year = ds_cells_at(cells, i).schooljaar;
        if (c->n_counted == 0 || c->counted[c->n_counted - 1] != year)
            status = add_year(c->counted, &c->n_counted, year, err);
    }
    return status == DS_OK ? copy_years(o->years, o->n_years, c->years, &c->n_years, err) : status;
}

static bool is_counted(const ds_comparison *c, int year) {
    for (size_t i = 0; i < c->n_counted; i++)
        if (c->counted[i] == year) return true;
    return false;
}

/* Whether rows of this year are shown. */
static bool is_shown(const ds_comparison *c, const ds_comparison_options *o, int year) {
    for (size_t i = 0; i < o->n_years; i++)
        if (o->years[i] == year) return is_counted(c, year);
    return o->n_years == 0;
}

static void keep_shown(ds_comparison *c, const ds_comparison_options *o) {
    c->n_years = 0;
    for (size_t i = 0; i < c->n_counted; i++)
        if (is_shown(c, o, c->counted[i])) c->years[c->n_years++] = c->counted[i];
}

/* ---- levels ---- */

static ds_status add_level(ds_comparison *c, const ds_cells *cells, const bool *kept, bool wholes,
                           ds_error *err) {
    level *l = &c->levels[c->n_levels];
    bool others[DS_COMPARISON_KEYS_MAX] = {false};
    ds_status status;
    if (c->n_levels > DS_COMPARISON_TOTALS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d totalen", "more than %d totals",
                            DS_COMPARISON_TOTALS_MAX);
    c->n_levels++;
    status = ds_cells_margin(cells, kept, &l->cells, err);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        others[k] = kept[k] && !c->shared[k];
    if (status == DS_OK && wholes) status = ds_cells_margin(cells, others, &l->wholes, err);
    return status;
}

/* The cells as they are, then a level a total. */
static ds_status add_levels(ds_comparison *c, const ds_cells *cells, const ds_comparison_options *o,
                            ds_error *err) {
    bool kept[DS_COMPARISON_KEYS_MAX];
    const char *at = o->totals;
    ds_status status;
    for (size_t k = 0; k < DS_COMPARISON_KEYS_MAX; k++)
        kept[k] = true;
    status = add_level(c, cells, kept, o->shares != NULL, err);
    while (status == DS_OK && at != NULL) {
        const ds_text list = ds_key_list_next(&at, ';');
        status = ds_key_list_mark(cells, "--totals", list, kept, err);
        if (status == DS_OK) status = add_level(c, cells, kept, o->shares != NULL, err);
    }
    return status;
}

/* ---- rows ---- */

static uint64_t persons_of(const ds_measures *m) {
    return m->noemer + m->onbekend;
}

static double mean_of(const ds_cells *cells, const ds_measures *m) {
    const ds_cell cell = {.measures = *m};
    return ds_cells_numeric(cells) ? ds_cells_mean(cells, &cell) : ds_cells_share_pct(&cell);
}

static void compare_row(const ds_comparison *c, const ds_cells *cells, ds_comparison_row *row) {
    const ds_measures *now = &row->measures, *before = &row->before;
    double difference;
    if (row->compared != DS_COMPARED) return;
    row->difference_pp = mean_of(cells, now) - mean_of(cells, before);
    if (!c->interval || ds_cells_numeric(cells)) return;
    ds_newcombe_difference(now->teller, now->noemer, before->teller, before->noemer, &difference,
                           &row->difference_low_pp, &row->difference_high_pp);
    row->difference_low_pp *= 100;
    row->difference_high_pp *= 100;
}

static void share_row(const ds_comparison *c, const level *l, ds_comparison_row *row) {
    ds_cell whole;
    uint64_t part;
    if (l->wholes == NULL || row->keys == NULL) return;
    for (size_t k = 0; k < ds_cells_n_keys(l->cells); k++)
        c->keys[k] = c->shared[k] ? ds_text_of(DS_TOTAL) : row->keys[k];
    if (!ds_cells_find(l->wholes, row->schooljaar, c->keys, &whole)) return;
    part = c->of_teller ? row->measures.teller : persons_of(&row->measures);
    row->whole = c->of_teller ? whole.measures.teller : persons_of(&whole.measures);
    if (row->whole > 0) row->share_pct = 100.0 * (double)part / (double)row->whole;
}

static void bound_row(const ds_comparison *c, const ds_cells *cells, ds_comparison_row *row) {
    if (!c->interval || ds_cells_numeric(cells)) return;
    ds_wilson_interval(row->measures.teller, row->measures.noemer, &row->low_pct, &row->high_pct);
    row->low_pct *= 100;
    row->high_pct *= 100;
}

/* now and before: of one key; either may be NULL. */
static ds_status add_row(ds_comparison *c, size_t of_level, int year, const ds_cell *now,
                         const ds_cell *before, ds_error *err) {
    const level *l = &c->levels[of_level];
    ds_comparison_row row = {.schooljaar = year,
                             .keys = now != NULL      ? now->keys
                                     : before != NULL ? before->keys
                                                      : NULL,
                             .total = of_level,
                             .difference_pp = NAN,
                             .difference_low_pp = NAN,
                             .difference_high_pp = NAN,
                             .share_pct = NAN,
                             .low_pct = NAN,
                             .high_pct = NAN};
    if (now != NULL) row.measures = now->measures;
    if (before != NULL) row.before = before->measures;
    if (persons_of(&row.measures) == 0 && persons_of(&row.before) == 0) return DS_OK;
    if (c->against != DS_AGAINST_NONE) {
        row.against = c->against == DS_AGAINST_PREVIOUS ? year - 1 : c->against;
        row.compared = is_counted(c, row.against) ? DS_COMPARED : DS_COMPARED_NO_YEAR;
    }
    compare_row(c, l->cells, &row);
    share_row(c, l, &row);
    bound_row(c, l->cells, &row);
    if (!ds_reserve(&c->rows, &c->capacity, c->n + 1, sizeof *c->rows)) return ds_error_memory(err);
    c->rows[c->n++] = row;
    return DS_OK;
}

/* The cells of a year: from *out_first on, as many as are returned. */
static size_t find_year(const ds_cells *cells, int year, size_t *out_first) {
    size_t i = 0, n = 0;
    while (i < ds_cells_n(cells) && ds_cells_at(cells, i).schooljaar < year)
        i++;
    *out_first = i;
    while (i + n < ds_cells_n(cells) && ds_cells_at(cells, i + n).schooljaar == year)
        n++;
    return n;
}

static int compare_keys(const ds_cell *a, const ds_cell *b, size_t n_keys) {
    int order = 0;
    for (size_t k = 0; k < n_keys && order == 0 && a->keys != NULL && b->keys != NULL; k++)
        order = ds_text_compare(a->keys[k], b->keys[k]);
    return order;
}

static ds_status add_rows(ds_comparison *c, size_t of_level, int year, ds_error *err) {
    const ds_cells *cells = c->levels[of_level].cells;
    const int against = c->against == DS_AGAINST_PREVIOUS ? year - 1 : c->against;
    size_t i, j = 0;
    const size_t n = find_year(cells, year, &i) + i;
    const size_t m = c->against == DS_AGAINST_NONE ? 0 : find_year(cells, against, &j) + j;
    ds_status status = DS_OK;
    while (status == DS_OK && (i < n || j < m)) {
        ds_cell now = {0}, before = {0};
        int order;
        if (i < n) now = ds_cells_at(cells, i);
        if (j < m) before = ds_cells_at(cells, j);
        order = i == n ? 1 : j == m ? -1 : compare_keys(&now, &before, ds_cells_n_keys(cells));
        status =
            add_row(c, of_level, year, order <= 0 ? &now : NULL, order >= 0 ? &before : NULL, err);
        i += order <= 0;
        j += order >= 0;
    }
    return status;
}

static ds_status fill_comparison(ds_comparison *c, const ds_cells *cells,
                                 const ds_comparison_options *o, ds_error *err) {
    ds_status status = take_years(c, cells, o, err);
    c->against = o->against;
    c->of_teller = o->shares_of_teller;
    c->interval = o->interval;
    keep_shown(c, o);
    c->keys = ds_calloc(ds_cells_n_keys(cells) + 1, sizeof *c->keys);
    if (status == DS_OK && c->keys == NULL) status = ds_error_memory(err);
    if (status == DS_OK && o->shares != NULL)
        status = ds_key_list_mark(cells, "--shares", ds_text_of(o->shares), c->shared, err);
    if (status == DS_OK) status = add_levels(c, cells, o, err);
    for (size_t y = 0; y < c->n_years; y++)
        for (size_t l = 0; status == DS_OK && l < c->n_levels; l++)
            status = add_rows(c, l, c->years[y], err);
    return status;
}

/* ---- life ---- */

ds_status ds_comparison_new(const ds_cells *cells, const ds_comparison_options *options,
                            ds_comparison **out, ds_error *err) {
    ds_comparison *c;
    ds_status status = ds_error_version(err, "ds_comparison_options", options->version,
                                        DS_COMPARISON_OPTIONS_VERSION);
    if (status == DS_OK && ds_cells_n_keys(cells) > DS_COMPARISON_KEYS_MAX)
        status = ds_error_set(err, DS_USAGE, "meer dan %d kenmerken", "more than %d keys",
                              DS_COMPARISON_KEYS_MAX);
    if (status != DS_OK) return status;
    c = ds_calloc(1, sizeof *c);
    if (c == NULL) return ds_error_memory(err);
    status = fill_comparison(c, cells, options, err);
    if (status == DS_OK)
        *out = c;
    else
        ds_comparison_free(c);
    return status;
}

void ds_comparison_free(ds_comparison *comparison) {
    if (comparison == NULL) return;
    for (size_t l = 0; l < comparison->n_levels; l++) {
        ds_cells_free(comparison->levels[l].cells);
        ds_cells_free(comparison->levels[l].wholes);
    }
    ds_free(comparison->rows);
    ds_free(comparison->keys);
    ds_free(comparison);
}

const ds_comparison_row *ds_comparison_rows(const ds_comparison *comparison, size_t *out_n) {
    *out_n = comparison->n;
    return comparison->rows;
}

const int *ds_comparison_years(const ds_comparison *comparison, size_t *out_n) {
    *out_n = comparison->n_years;
    return comparison->years;
}

const ds_cells *ds_comparison_cells(const ds_comparison *comparison) {
    return comparison->levels[0].cells;
}
