/* work/inside/relate_auto.c: tables of counts, and which test two columns ask for. See
 * relate_run.h. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/relate_run.h"

/* ---- tables of counts ---- */

typedef struct relate_counts {
    relate_groups x, y;
    uint64_t *counts; /* [x.n * y.n] */
    uint64_t n;
} relate_counts;

static void free_counts(relate_counts *c) {
    ds_relate_groups_done(&c->x);
    ds_relate_groups_done(&c->y);
    ds_free(c->counts);
}

static ds_status count_table(const relate_run *r, size_t x, size_t y, relate_counts *c,
                             ds_error *err) {
    ds_status status = ds_relate_find_groups(r, x, &c->x, err);
    if (status == DS_OK) status = ds_relate_find_groups(r, y, &c->y, err);
    if (status != DS_OK) return status;
    c->counts = ds_calloc(c->x.n * c->y.n + 1, sizeof *c->counts);
    if (c->counts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->n_rows; i++) {
        if (c->x.group[i] == DS_STAT_NO_GROUP || c->y.group[i] == DS_STAT_NO_GROUP) continue;
        c->counts[c->x.group[i] * c->y.n + c->y.group[i]]++;
        c->n++;
    }
    return DS_OK;
}

/* The estimate is Cramér's V whatever the test. */
static void fill_chi_square(const ds_chi_square *chi, ds_relate_row *row) {
    row->result.estimate = chi->cramers_v;
    row->result.statistic = chi->statistic;
    row->result.df = chi->df;
    row->result.p = chi->p;
    row->result.reason = chi->reason;
}

/* Fisher's p, or with auto, where that would take too long, chi-square's. */
static ds_status fill_fisher(const relate_counts *c, ds_relate_row *row, ds_error *err) {
    ds_stat_reason reason;
    double p;
    ds_status status = ds_fisher_test(c->counts, c->x.n, c->y.n, &p, &reason, err);
    if (status != DS_OK) return status;
    if (reason == DS_STAT_TOO_LARGE && row->choice != DS_RELATE_ASKED) {
        row->method = DS_RELATE_CHI_SQUARE;
        row->choice = DS_RELATE_TABLE_TOO_LARGE;
        row->result.reason = reason;
        return DS_OK;
    }
    row->result.statistic = row->result.df = NAN;
    row->result.p = p;
    row->result.exact = !isnan(p);
    row->result.reason = reason;
    return DS_OK;
}

static ds_status test_counts(const relate_counts *c, ds_relate_row *row, ds_error *err) {
    ds_chi_square chi;
    ds_status status = ds_chi_square_test(c->counts, c->x.n, c->y.n, &chi, err);
    if (status != DS_OK) return status;
    fill_chi_square(&chi, row);
    if (row->method == DS_RELATE_AUTO) {
        const bool small = ds_chi_square_is_small(&chi);
        row->method = small ? DS_RELATE_FISHER : DS_RELATE_CHI_SQUARE;
        row->choice = small ? DS_RELATE_SMALL_TABLE : DS_RELATE_LARGE_TABLE;
    }
    return row->method == DS_RELATE_FISHER ? fill_fisher(c, row, err) : DS_OK;
}

static ds_status test_table(relate_run *r, size_t x, size_t y, ds_relate_method method,
                            ds_error *err) {
    relate_counts c = {0};
    ds_relate_row *row = ds_relate_add_row(r, x, y, method, DS_RELATE_V, err);
    ds_status status;
    if (row == NULL) return err->status;
    row->result =
        (ds_stat_result){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, false, DS_STAT_WHOLE};
    status = count_table(r, x, y, &c, err);
    if (status == DS_OK) {
        row->result.n = c.n;
        row->result.missing = r->n_rows - c.n;
        status = test_counts(&c, row, err);
    }
    free_counts(&c);
    return status;
}

/* ---- the choice ---- */

/* Texts, or numbers of which there are only two: yes and no. */
static bool has_groups(const relate_column *column) {
    return column->text_line != 0 || (!column->many && column->n_values <= 2);
}

/* Of two groups the smaller, in rows with a number. */
static size_t find_smaller_group(const relate_run *r, const relate_groups *g, size_t y) {
    size_t n[2] = {0};
    for (size_t i = 0; i < r->n_rows; i++)
        if (g->group[i] < 2 && isfinite(r->values[y][i])) n[g->group[i]]++;
    return n[0] < n[1] ? n[0] : n[1];
}

static ds_status choose_for_groups(relate_run *r, relate_pair *pair, ds_error *err) {
    relate_groups g = {0};
    ds_relate_method method = DS_RELATE_KRUSKAL_WALLIS;
    ds_status status = ds_relate_check_categories(r->table, r->path, pair->x, err);
    if (status == DS_OK) status = ds_relate_find_groups(r, pair->x, &g, err);
    if (status != DS_OK) return status;
    pair->choice = DS_RELATE_MORE_GROUPS;
    if (g.n == 2) {
        const bool large = find_smaller_group(r, &g, pair->y) >= DS_RELATE_LARGE_GROUP;
        method = large ? DS_RELATE_WELCH : DS_RELATE_MANN_WHITNEY;
        pair->choice = large ? DS_RELATE_TWO_LARGE : DS_RELATE_TWO_SMALL;
    }
    ds_relate_groups_done(&g);
    return ds_relate_test_groups(r, pair, method, err);
}

static ds_status correlate_chosen(relate_run *r, size_t x, size_t y, ds_error *err) {
    ds_relate_row *row;
    ds_status status = ds_relate_check_numbers(r->table, r->path, x, err);
    if (status == DS_OK) status = ds_relate_check_numbers(r->table, r->path, y, err);
    if (status != DS_OK) return status;
    row = ds_relate_add_row(r, x, y, DS_RELATE_PEARSON, DS_RELATE_R, err);
    if (row == NULL) return err->status;
    row->choice = DS_RELATE_TWO_NUMBERS;
    ds_pearson_estimate(r->values[x], r->values[y], r->n_rows, &row->result);
    return DS_OK;
}

ds_status ds_relate_test_chosen(relate_run *r, size_t x, size_t y, ds_relate_method method,
                                ds_error *err) {
    const bool of_x = has_groups(&r->table->columns[x]), of_y = has_groups(&r->table->columns[y]);
    relate_pair pair = {.x = of_x ? x : y, .y = of_x ? y : x, .turned = !of_x};
    if (method != DS_RELATE_AUTO || (of_x && of_y)) return test_table(r, x, y, method, err);
    return of_x || of_y ? choose_for_groups(r, &pair, err) : correlate_chosen(r, x, y, err);
}
