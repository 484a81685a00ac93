/* stat/jonckheere.c: whether values rise, or fall, with ordered groups. See doorstroom/tests.h. */
#include "stat/jonckheere.h"

#include <math.h>
#include <stdlib.h>

#include "base/chance.h"
#include "base/error.h"
#include "base/memory.h"
#include "stat/ranks.h"

typedef struct jonckheere_row {
    double value;
    size_t group;
} jonckheere_row;

/* What the formulas need of sizes of groups and of ties. */
typedef struct jonckheere_sums {
    double n, five, three, two; /* Σ m, Σ m(m-1)(2m+5), Σ m(m-1)(m-2), Σ m(m-1) */
} jonckheere_sums;

static void add_size(jonckheere_sums *sums, double m) {
    sums->n += m;
    sums->five += m * (m - 1) * (2 * m + 5);
    sums->three += m * (m - 1) * (m - 2);
    sums->two += m * (m - 1);
}

static int compare_rows(const void *x, const void *y) {
    const jonckheere_row *a = x, *b = y;
    if (a->value != b->value) return a->value < b->value ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

/* J, and the sizes of the ties into ties[*n_ties], from rows in order. */
static double count_pairs(const jonckheere_row *rows, size_t n, size_t n_groups, size_t *ties,
                          size_t *n_ties) {
    double before[DS_JONCKHEERE_GROUPS_MAX] = {0}, j = 0;
    *n_ties = 0;
    for (size_t from = 0, to; from < n; from = to) {
        double here[DS_JONCKHEERE_GROUPS_MAX] = {0}, below = 0, beside = 0;
        for (to = from; to < n && rows[to].value == rows[from].value; to++)
            here[rows[to].group]++;
        for (size_t g = 0; g < n_groups; g++) {
            j += here[g] * (below + beside / 2);
            below += before[g];
            beside += here[g];
            before[g] += here[g];
        }
        ties[(*n_ties)++] = to - from;
    }
    return j;
}

static double find_variance(const jonckheere_sums *g, const jonckheere_sums *t) {
    const double n = g->n;
    double v = (n * (n - 1) * (2 * n + 5) - g->five - t->five) / 72;
    if (n > 2) v += g->three * t->three / (36 * n * (n - 1) * (n - 2));
    return v + g->two * t->two / (8 * n * (n - 1));
}

static void test_by_normal(ds_jonckheere *r) {
    r->p = ds_chance_normal(r->z);
    r->p_increasing = ds_chance_above(r->z);
}

static bool is_exact_due(const ds_jonckheere_exact *e, size_t n) {
    if (n < DS_JONCKHEERE_SMALL) return true;
    for (size_t g = 0; g < e->groups; g++)
        if (e->size[g] < DS_JONCKHEERE_SMALL_GROUP) return true;
    return false;
}

static ds_status test_order(const ds_jonckheere_exact *e, ds_jonckheere *r, ds_error *err) {
    jonckheere_sums groups = {0}, ties = {0};
    double square = 0;
    ds_status status = DS_OK;
    for (size_t g = 0; g < e->groups; g++) {
        add_size(&groups, (double)e->size[g]);
        square += (double)e->size[g] * (double)e->size[g];
    }
    for (size_t i = 0; i < e->n_ties; i++)
        add_size(&ties, (double)e->ties[i]);
    r->mean = (groups.n * groups.n - square) / 4;
    r->variance = find_variance(&groups, &ties);
    r->share = r->j / (2 * r->mean);
    if (e->n_ties < 2) {
        r->reason = DS_STAT_NO_SPREAD;
        return DS_OK;
    }
    r->z = (r->j - r->mean) / sqrt(r->variance);
    test_by_normal(r);
    if (!is_exact_due(e, r->n)) return DS_OK;
    status = ds_jonckheere_count(e, r->j, r->mean, &r->p, &r->p_increasing, &r->exact, err);
    if (!r->exact) r->reason = DS_STAT_TOO_LARGE;
    return status;
}

/* Groups with anybody are numbered anew. */
static void number_groups(const ds_ranks_rows *taken, size_t n_groups, ds_jonckheere_exact *e,
                          jonckheere_row *rows) {
    size_t number[DS_JONCKHEERE_GROUPS_MAX] = {0};
    for (size_t g = 0; g < n_groups; g++) {
        number[g] = e->groups;
        if (taken->size[g] > 0) e->size[e->groups++] = taken->size[g];
    }
    for (size_t i = 0; i < taken->n; i++)
        rows[i] = (jonckheere_row){taken->values[i], number[taken->group[i]]};
}

static ds_status test_taken_rows(const ds_ranks_rows *taken, size_t n_groups, ds_jonckheere *r,
                                 ds_error *err) {
    ds_jonckheere_exact e = {0};
    jonckheere_row *rows = ds_calloc(taken->n + 1, sizeof *rows);
    size_t *ties = ds_calloc(taken->n + 1, sizeof *ties);
    ds_status status = DS_OK;
    if (rows == NULL || ties == NULL)
        status = ds_error_memory(err);
    else {
        number_groups(taken, n_groups, &e, rows);
        qsort(rows, taken->n, sizeof *rows, compare_rows);
        r->n_groups = e.groups;
        e.ties = ties;
        if (e.groups < 2)
            r->reason = DS_STAT_FEW_GROUPS;
        else {
            r->j = count_pairs(rows, taken->n, e.groups, ties, &e.n_ties);
            status = test_order(&e, r, err);
        }
    }
    ds_free(rows);
    ds_free(ties);
    return status;
}

ds_status ds_jonckheere_test(const double *values, const size_t *group, size_t n, size_t n_groups,
                             ds_jonckheere *out, ds_error *err) {
    ds_jonckheere r = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, 0, false, DS_STAT_WHOLE};
    ds_ranks_rows taken = {0};
    ds_status status;
    if (n_groups > DS_JONCKHEERE_GROUPS_MAX)
        return ds_error_set(err, DS_USAGE, "Jonckheere: hoogstens %d groepen, niet %zu",
                            "Jonckheere: at most %d groups, not %zu", DS_JONCKHEERE_GROUPS_MAX,
                            n_groups);
    status = ds_ranks_take_rows(values, group, n, n_groups, &taken, err);
    if (status != DS_OK) return status;
    r.n = taken.n;
    r.missing = taken.missing;
    status = test_taken_rows(&taken, n_groups, &r, err);
    ds_ranks_rows_done(&taken);
    if (status == DS_OK) *out = r;
    return status;
}
