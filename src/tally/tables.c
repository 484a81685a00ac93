/* tally/tables.c: see tables.h. One thread counts in the totals themselves. Of more threads each
 * has tables of its own, small ones as arrays; the others are open tables up to a size, and one
 * that is full is added to the total and begun anew. So a thread costs its share of the budget and
 * no more, however many cells there are; and what is a cell is found out once, of the totals. */
#include "tally/tables.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

enum {
    ROWS_MAX = 1 << 29, /* bytes of all threads' rows */
    LEAST = 1 << 17,    /* bytes of an open table that is worth having */
};

/* Which tables are arrays, and how large the others grow. */
typedef struct layout {
    const ds_count_plan *plans;
    size_t n_plans, n_years;
    size_t *order; /* plans, the smallest first */
    bool *dense;
    uint64_t open_slots;
} layout;

struct ds_tables {
    size_t n_plans, n_workers;
    ds_counter *totals;     /* [n_plans] */
    pthread_mutex_t *locks; /* [n_locks], of the totals */
    size_t n_locks;
    ds_counter *counters; /* [worker * n_plans + plan]; NULL with one thread: the totals are its */
};

size_t ds_tables_workers(size_t n_plans, size_t of_each, size_t n_workers) {
    const size_t by_tables = DS_TABLES_BUDGET / (LEAST * (n_plans + 1));
    const size_t by_rows = ROWS_MAX / (of_each + 1);
    size_t n = n_workers;
    if (n > by_tables) n = by_tables;
    if (n > by_rows) n = by_rows;
    return n > 0 ? n : 1;
}

static uint64_t size_of_plan(const layout *l, size_t plan) {
    return ds_counter_dense_bytes(&l->plans[plan], l->n_years);
}

/* The smallest ones, as far as the budget goes; what the others may take is left. */
static uint64_t choose_dense(layout *l, uint64_t budget) {
    uint64_t left = budget;
    for (size_t i = 0; i < l->n_plans; i++) {
        const uint64_t bytes = size_of_plan(l, l->order[i]);
        const uint64_t others = LEAST * (uint64_t)(l->n_plans - i - 1);
        l->dense[l->order[i]] = bytes + others <= left;
        if (l->dense[l->order[i]]) left -= bytes;
    }
    return left;
}

/* A power of two of slots, of the open tables. */
static uint64_t slots_for(const layout *l, uint64_t left) {
    uint64_t n_open = 0, slots = DS_COUNTER_FIRST;
    for (size_t i = 0; i < l->n_plans; i++)
        n_open += !l->dense[i];
    while (n_open > 0 && slots * 2 * DS_COUNTER_SLOT_BYTES * n_open <= left)
        slots *= 2;
    return slots;
}

static int compare_sizes(const void *a, const void *b, void *context) {
    const uint64_t x = size_of_plan(context, *(const size_t *)a);
    const uint64_t y = size_of_plan(context, *(const size_t *)b);
    return x < y ? -1 : x > y;
}

static bool layout_init(layout *l, const ds_count_plan *plans, size_t n_plans, size_t n_years) {
    *l = (layout){.plans = plans, .n_plans = n_plans, .n_years = n_years};
    l->order = ds_calloc(n_plans + 1, sizeof *l->order);
    l->dense = ds_calloc(n_plans + 1, sizeof *l->dense);
    if (l->order == NULL || l->dense == NULL) return false;
    for (size_t i = 0; i < n_plans; i++)
        l->order[i] = i;
    qsort_r(l->order, n_plans, sizeof *l->order, compare_sizes, l);
    return true;
}

static void layout_done(layout *l) {
    ds_free(l->order);
    ds_free(l->dense);
}

static bool take_totals(ds_tables *t, layout *l, uint64_t budget) {
    t->totals = ds_calloc(l->n_plans + 1, sizeof *t->totals);
    t->locks = ds_calloc(l->n_plans + 1, sizeof *t->locks);
    if (t->totals == NULL || t->locks == NULL) return false;
    (void)choose_dense(l, budget);
    for (; t->n_locks < l->n_plans; t->n_locks++)
        (void)pthread_mutex_init(&t->locks[t->n_locks], NULL);
    for (size_t i = 0; i < l->n_plans; i++)
        if (!ds_counter_init(&t->totals[i], &l->plans[i], l->n_years, l->dense[i], 0)) return false;
    return true;
}

static bool take_threads(ds_tables *t, layout *l, size_t n_workers, uint64_t budget) {
    uint64_t slots;
    t->counters = ds_calloc(n_workers * l->n_plans + 1, sizeof *t->counters);
    if (t->counters == NULL) return false;
    slots = slots_for(l, choose_dense(l, budget / n_workers));
    for (size_t k = 0; k < n_workers * l->n_plans; k++) {
        const size_t i = k % l->n_plans;
        if (!ds_counter_init(&t->counters[k], &l->plans[i], l->n_years, l->dense[i], slots))
            return false;
        t->counters[k].into = &t->totals[i];
        t->counters[k].lock = &t->locks[i];
    }
    return true;
}

ds_tables *ds_tables_new(const ds_count_plan *plans, size_t n_plans, size_t n_years,
                         size_t n_workers, uint64_t budget) {
    ds_tables *t = ds_calloc(1, sizeof *t);
    layout l = {0};
    bool made = t != NULL && layout_init(&l, plans, n_plans, n_years);
    if (made) {
        t->n_plans = n_plans;
        t->n_workers = n_workers;
        made = take_totals(t, &l, budget) &&
               (n_workers == 1 || take_threads(t, &l, n_workers, budget));
    }
    layout_done(&l);
    if (made) return t;
    ds_tables_free(t);
    return NULL;
}

void ds_tables_free(ds_tables *t) {
    if (t == NULL) return;
    for (size_t i = 0; t->totals != NULL && i < t->n_plans; i++)
        ds_counter_done(&t->totals[i]);
    for (size_t i = 0; i < t->n_locks; i++)
        (void)pthread_mutex_destroy(&t->locks[i]);
    for (size_t k = 0; t->counters != NULL && k < t->n_workers * t->n_plans; k++)
        ds_counter_done(&t->counters[k]);
    ds_free(t->totals);
    ds_free(t->locks);
    ds_free(t->counters);
    ds_free(t);
}

ds_counter *ds_tables_of(const ds_tables *t, size_t worker) {
    return t->counters == NULL ? t->totals : t->counters + worker * t->n_plans;
}

const ds_counter *ds_tables_total(ds_tables *t, size_t plan) {
    ds_counter *sum = &t->totals[plan];
    for (size_t w = 0; t->counters != NULL && w < t->n_workers; w++) {
        ds_counter *c = &t->counters[w * t->n_plans + plan];
        ds_counter_empty(c);
        sum->failed = sum->failed || c->failed;
        sum->damaged = sum->damaged || ds_counter_is_damaged(c);
        ds_counter_done(c);
    }
    return sum->failed ? NULL : sum;
}
