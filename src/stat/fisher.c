/* stat/fisher.c: Fisher's exact test of a table of any size. See doorstroom/tests.h.
 *
 * A table is filled column by column. What matters of the columns so far is only what is left of
 * the row totals (in whatever order: the rows are alike from there on) and the product of 1/count!,
 * so partial tables that are equal in both are one, with a weight. Where even the likeliest way to
 * go on is no likelier than the table at hand, all ways count, and what they add up to is known;
 * where even the least likely is likelier, none do. Columns go from the smallest to the largest,
 * since the last one follows from what is left. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/counts_table.h"

enum {
    PARTS_MAX = 4000000,       /* partial tables side by side */
    PARTS_MADE_MAX = 40000000, /* and made in all: some seconds */
    PERSONS_MAX = 5000000,
};
static const double same_chance = 1e-11, no_likelier = 1e-7; /* of a logarithm */

typedef struct fisher_part {
    uint64_t rest; /* row totals left, from large to small, as digits */
    double chance; /* the logarithm of Π 1/count! */
    double weight;
} fisher_part;

typedef struct fisher_parts {
    fisher_part *of;
    size_t n, capacity;
} fisher_parts;

typedef struct fisher_work {
    size_t rows, columns; /* rows are the fewer */
    uint64_t row[DS_TABLE_SIDE_MAX], column[DS_TABLE_SIDE_MAX];
    double *log_factorial, *log_of; /* [n + 1] */
    uint64_t base;                  /* of the digits of rest */
    double constant, observed, p;
    fisher_parts now, next;
    uint64_t made;
    bool too_large;
} fisher_work;

static int compare_parts(const void *x, const void *y) {
    const fisher_part *a = x, *b = y;
    if (a->rest != b->rest) return a->rest < b->rest ? -1 : 1;
    return (a->chance > b->chance) - (a->chance < b->chance);
}

static int compare_falling(const void *x, const void *y) {
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a < b) - (a > b);
}

/* What is equal becomes one. */
static void join_parts(fisher_parts *parts) {
    size_t kept = 0;
    if (parts->n == 0) return;
    qsort(parts->of, parts->n, sizeof *parts->of, compare_parts);
    for (size_t i = 1; i < parts->n; i++) {
        fisher_part *last = &parts->of[kept];
        const fisher_part *part = &parts->of[i];
        if (part->rest == last->rest &&
            part->chance - last->chance <= same_chance * fmax(1, fabs(part->chance)))
            last->weight += part->weight;
        else
            parts->of[++kept] = *part;
    }
    parts->n = kept + 1;
}

static ds_status add_part(fisher_work *w, const fisher_part *part, ds_error *err) {
    fisher_parts *to = &w->next;
    if (to->n >= PARTS_MAX) {
        join_parts(to);
        if (to->n > PARTS_MAX / 2) w->too_large = true;
    }
    if (++w->made > PARTS_MADE_MAX) w->too_large = true;
    if (w->too_large) return DS_OK;
    if (!ds_reserve(&to->of, &to->capacity, to->n + 1, sizeof *to->of)) return ds_error_memory(err);
    to->of[to->n++] = *part;
    return DS_OK;
}

static uint64_t write_rest(const fisher_work *w, const uint64_t *left) {
    uint64_t sorted[DS_TABLE_SIDE_MAX] = {0}, digits = 0;
    for (size_t i = 0; i < w->rows; i++)
        sorted[i] = left[i];
    qsort(sorted, w->rows, sizeof *sorted, compare_falling);
    for (size_t i = 0; i < w->rows; i++)
        digits = digits * w->base + sorted[i];
    return digits;
}

static void read_rest(const fisher_work *w, uint64_t digits, uint64_t *left) {
    for (size_t i = w->rows; i-- > 0; digits /= w->base)
        left[i] = digits % w->base;
}

/* All ways to spread one column's count over what is left of the rows: an odometer of which the
 * last row takes what remains. taken[rows] begins as the first way. */
static bool spread_first(const fisher_work *w, const uint64_t *left, size_t from, uint64_t count,
                         uint64_t *taken) {
    for (size_t i = w->rows; i-- > from;) {
        taken[i] = count < left[i] ? count : left[i];
        count -= taken[i];
    }
    return count == 0;
}

static bool spread_next(const fisher_work *w, const uint64_t *left, uint64_t *taken) {
    uint64_t after = 0;
    for (size_t i = w->rows; i-- > 0;) {
        if (after > 0 && taken[i] < left[i]) {
            taken[i]++;
            return spread_first(w, left, i + 1, after - 1, taken);
        }
        after += taken[i];
    }
    return false;
}

static ds_status extend_part(fisher_work *w, const fisher_part *part, uint64_t count,
                             ds_error *err) {
    uint64_t left[DS_TABLE_SIDE_MAX], taken[DS_TABLE_SIDE_MAX], rest[DS_TABLE_SIDE_MAX];
    ds_status status = DS_OK;
    bool more;
    read_rest(w, part->rest, left);
    for (more = spread_first(w, left, 0, count, taken); more && status == DS_OK && !w->too_large;
         more = spread_next(w, left, taken)) {
        fisher_part next = {.chance = part->chance, .weight = part->weight};
        for (size_t i = 0; i < w->rows; i++) {
            rest[i] = left[i] - taken[i];
            next.chance -= w->log_factorial[taken[i]];
        }
        next.rest = write_rest(w, rest);
        status = add_part(w, &next, err);
    }
    return status;
}

/* What can still come of a rest, in columns from `from` on, as logarithms: at most, at least, and
 * all ways together. */
typedef struct fisher_ends {
    double most, least, together;
} fisher_ends;

/* At most: by weak duality, for any u and v of rows and columns it is at most the sum over cells of
 * the largest -log m! + m (u + v), less what u and v add up to; with u + v the logarithm of the
 * expected count that is close, and the largest is at the expected count rounded down. At least:
 * all of a column, or of a row, in one cell. Together: N! / (Π row! Π column!). */
static fisher_ends find_ends(const fisher_work *w, const uint64_t *left, size_t from) {
    double by_rows = 0, by_columns = 0, most = 0;
    uint64_t n = 0;
    for (size_t i = 0; i < w->rows; i++) {
        n += left[i];
        by_rows -= w->log_factorial[left[i]];
        most -= (double)left[i] * w->log_of[left[i]];
    }
    for (size_t j = from; j < w->columns; j++) {
        const uint64_t count = w->column[j];
        by_columns -= w->log_factorial[count];
        most -= (double)count * w->log_of[count];
        for (size_t i = 0; i < w->rows; i++) {
            const uint64_t m = left[i] * count / n;
            most += (double)m * (w->log_of[left[i]] + w->log_of[count] - w->log_of[n]) -
                    w->log_factorial[m];
        }
    }
    most += (double)n * w->log_of[n];
    return (fisher_ends){most, fmax(by_rows, by_columns),
                         w->log_factorial[n] + by_rows + by_columns};
}

/* Whether a part need not be followed: p has what it adds then. */
static bool close_part(fisher_work *w, const fisher_part *part, const fisher_ends *ends) {
    const double chance = w->constant + part->chance;
    if (chance + ends->least > w->observed + no_likelier) return true;
    if (chance + ends->most > w->observed + no_likelier) return false;
    w->p += part->weight * exp(chance + ends->together);
    return true;
}

/* The parts so far, each with all that can come of column c. */
static ds_status extend_parts(fisher_work *w, size_t c, ds_error *err) {
    fisher_ends ends = {0};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && !w->too_large && i < w->now.n; i++) {
        const fisher_part *part = &w->now.of[i];
        if (i == 0 || part->rest != w->now.of[i - 1].rest) {
            uint64_t left[DS_TABLE_SIDE_MAX];
            read_rest(w, part->rest, left);
            ends = find_ends(w, left, c);
        }
        if (!close_part(w, part, &ends)) status = extend_part(w, part, w->column[c], err);
    }
    return status;
}

/* The last column takes what is left. */
static void add_up_parts(fisher_work *w) {
    uint64_t left[DS_TABLE_SIDE_MAX];
    for (size_t i = 0; i < w->now.n; i++) {
        double chance = w->constant + w->now.of[i].chance;
        read_rest(w, w->now.of[i].rest, left);
        for (size_t r = 0; r < w->rows; r++)
            chance -= w->log_factorial[left[r]];
        if (chance <= w->observed + no_likelier) w->p += w->now.of[i].weight * exp(chance);
    }
}

static void swap_parts(fisher_work *w) {
    const fisher_parts spare = w->now;
    w->now = w->next;
    w->next = spare;
    w->next.n = 0;
    join_parts(&w->now);
}

static ds_status fill_columns(fisher_work *w, ds_error *err) {
    const fisher_part first = {.rest = write_rest(w, w->row), .weight = 1};
    ds_status status = add_part(w, &first, err);
    for (size_t c = 0; status == DS_OK && !w->too_large && c + 1 < w->columns; c++) {
        swap_parts(w);
        status = extend_parts(w, c, err);
    }
    if (status != DS_OK || w->too_large) return status;
    swap_parts(w);
    add_up_parts(w);
    return DS_OK;
}

/* Rows the fewer; columns from small to large; false where the totals of the rows have no room. */
static bool lay_out_table(const ds_counts_table *t, fisher_work *w) {
    const bool turned = t->columns < t->rows;
    uint64_t room = UINT64_MAX;
    w->rows = turned ? t->columns : t->rows;
    w->columns = turned ? t->rows : t->columns;
    for (size_t i = 0; i < w->rows; i++)
        w->row[i] = turned ? t->column[i] : t->row[i];
    for (size_t j = 0; j < w->columns; j++)
        w->column[w->columns - 1 - j] = turned ? t->row[j] : t->column[j];
    qsort(w->column, w->columns, sizeof *w->column, compare_falling);
    for (size_t i = 0; i < w->columns / 2; i++) {
        const uint64_t kept = w->column[i];
        w->column[i] = w->column[w->columns - 1 - i];
        w->column[w->columns - 1 - i] = kept;
    }
    for (size_t i = 0; i < w->rows; i++)
        if (w->row[i] >= w->base) w->base = w->row[i] + 1;
    for (size_t i = 0; i < w->rows; i++)
        room /= w->base;
    return room > 0 && t->n <= PERSONS_MAX;
}

static ds_status find_log_factorials(const ds_counts_table *t, fisher_work *w, ds_error *err) {
    long double sum = 0;
    w->log_factorial = ds_calloc(2 * ((size_t)t->n + 1), sizeof *w->log_factorial);
    if (w->log_factorial == NULL) return ds_error_memory(err);
    w->log_of = w->log_factorial + t->n + 1;
    for (uint64_t i = 1; i <= t->n; i++) {
        sum += logl((long double)i);
        w->log_factorial[i] = (double)sum;
        w->log_of[i] = log((double)i);
    }
    w->constant = -w->log_factorial[t->n];
    for (size_t i = 0; i < t->rows; i++)
        w->constant += w->log_factorial[t->row[i]];
    for (size_t j = 0; j < t->columns; j++)
        w->constant += w->log_factorial[t->column[j]];
    w->observed = w->constant;
    for (size_t i = 0; i < t->rows * t->columns; i++)
        w->observed -= w->log_factorial[t->counts[i]];
    return DS_OK;
}

static ds_status test_exactly(const ds_counts_table *t, double *out_p, ds_stat_reason *out_reason,
                              ds_error *err) {
    fisher_work w = {.base = 1};
    ds_status status = DS_OK;
    if (!lay_out_table(t, &w))
        w.too_large = true;
    else
        status = find_log_factorials(t, &w, err);
    if (status == DS_OK && !w.too_large) status = fill_columns(&w, err);
    ds_free(w.log_factorial);
    ds_free(w.now.of);
    ds_free(w.next.of);
    if (status != DS_OK) return status;
    *out_p = w.too_large ? (double)NAN : fmin(w.p, 1);
    *out_reason = w.too_large ? DS_STAT_TOO_LARGE : DS_STAT_WHOLE;
    return DS_OK;
}

ds_status ds_fisher_test(const uint64_t *counts, size_t rows, size_t columns, double *out_p,
                         ds_stat_reason *out_reason, ds_error *err) {
    ds_counts_table t = {0};
    ds_status status = ds_counts_table_init(counts, rows, columns, &t, err);
    if (status != DS_OK) return status;
    if (t.rows >= 2 && t.columns >= 2)
        status = test_exactly(&t, out_p, out_reason, err);
    else {
        *out_p = NAN;
        *out_reason = DS_STAT_FEW_GROUPS;
    }
    ds_counts_table_done(&t);
    return status;
}
