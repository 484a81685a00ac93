/* stat/jonckheere_exact.c: how often each value of J comes, over all orders of the values.
 *
 * Values are dealt out from small to large, equal ones together. What matters of those dealt is
 * only how many each group has: a state. For each state stands how many ways there are to each
 * value of 2J so far; a group of t equal values goes to the groups in every way that there is room
 * for. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/jonckheere.h"

enum { STATES_MAX = 1 << 20, NUMBERS_MAX = 1 << 23, PERSONS_MAX = 150 };
static const double work_max = 1e9;

typedef struct jonckheere_ways {
    double *of; /* [n]: of 2J = 0, 1, … */
    size_t n;
} jonckheere_ways;

typedef struct jonckheere_deal {
    const ds_jonckheere_exact *of;
    size_t n_states, numbers; /* numbers: in next */
    jonckheere_ways *now, *next;
    double work;
    bool too_long;
} jonckheere_deal;

static size_t find_state(const jonckheere_deal *d, const size_t *dealt) {
    size_t state = 0;
    for (size_t g = 0; g < d->of->groups; g++)
        state = state * (d->of->size[g] + 1) + dealt[g];
    return state;
}

static void read_state(const jonckheere_deal *d, size_t state, size_t *dealt) {
    for (size_t g = d->of->groups; g-- > 0; state /= d->of->size[g] + 1)
        dealt[g] = state % (d->of->size[g] + 1);
}

/* 2J can be 0 … twice the pairs of a state. */
static size_t count_values(const jonckheere_deal *d, const size_t *dealt) {
    size_t pairs = 0, before = 0;
    for (size_t g = 0; g < d->of->groups; g++) {
        pairs += before * dealt[g];
        before += dealt[g];
    }
    return 2 * pairs + 1;
}

static ds_status make_ways(jonckheere_deal *d, jonckheere_ways *ways, size_t n, ds_error *err) {
    if (ways->of != NULL) return DS_OK;
    d->numbers += n;
    if (d->numbers > NUMBERS_MAX) {
        d->too_long = true;
        return DS_OK;
    }
    ways->of = ds_calloc(n, sizeof *ways->of);
    if (ways->of == NULL) return ds_error_memory(err);
    ways->n = n;
    return DS_OK;
}

/* taken[g] of t equal values go to each group: by how much 2J grows. */
static size_t count_growth(const jonckheere_deal *d, const size_t *dealt, const size_t *taken) {
    size_t growth = 0, before = 0, beside = 0;
    for (size_t g = 0; g < d->of->groups; g++) {
        growth += taken[g] * (2 * before + beside);
        before += dealt[g];
        beside += taken[g];
    }
    return growth;
}

static double count_ways_to_take(const jonckheere_deal *d, const size_t *taken) {
    double ways = 1, done = 0;
    for (size_t g = 0; g < d->of->groups; g++)
        for (size_t i = 1; i <= taken[g]; i++)
            ways *= ++done / (double)i;
    return ways;
}

static ds_status add_ways(jonckheere_deal *d, const jonckheere_ways *from, const size_t *dealt,
                          const size_t *taken, ds_error *err) {
    size_t after[DS_JONCKHEERE_GROUPS_MAX];
    const size_t growth = count_growth(d, dealt, taken);
    const double times = count_ways_to_take(d, taken);
    jonckheere_ways *to;
    ds_status status;
    for (size_t g = 0; g < d->of->groups; g++)
        after[g] = dealt[g] + taken[g];
    to = &d->next[find_state(d, after)];
    status = make_ways(d, to, count_values(d, after), err);
    if (status != DS_OK || d->too_long) return status;
    for (size_t i = 0; i < from->n; i++)
        to->of[i + growth] += times * from->of[i];
    d->work += (double)from->n + 16;
    d->too_long = d->work > work_max;
    return DS_OK;
}

/* Fills taken from group `from` on, the last groups first; false where there is no room. */
static bool take_first(const jonckheere_deal *d, const size_t *dealt, size_t from, size_t t,
                       size_t *taken) {
    for (size_t g = d->of->groups; g-- > from;) {
        const size_t room = d->of->size[g] - dealt[g];
        taken[g] = t < room ? t : room;
        t -= taken[g];
    }
    return t == 0;
}

static bool take_next(const jonckheere_deal *d, const size_t *dealt, size_t *taken) {
    size_t after = 0;
    for (size_t g = d->of->groups; g-- > 0;) {
        if (after > 0 && taken[g] < d->of->size[g] - dealt[g]) {
            taken[g]++;
            return take_first(d, dealt, g + 1, after - 1, taken);
        }
        after += taken[g];
    }
    return false;
}

static void forget_ways(jonckheere_deal *d, jonckheere_ways *ways) {
    for (size_t s = 0; ways != NULL && s < d->n_states; s++) {
        ds_free(ways[s].of);
        ways[s] = (jonckheere_ways){NULL, 0};
    }
}

static ds_status deal_equals(jonckheere_deal *d, size_t t, ds_error *err) {
    jonckheere_ways *spare;
    ds_status status = DS_OK;
    for (size_t s = 0; status == DS_OK && !d->too_long && s < d->n_states; s++) {
        size_t dealt[DS_JONCKHEERE_GROUPS_MAX], taken[DS_JONCKHEERE_GROUPS_MAX] = {0};
        bool more;
        if (d->now[s].of == NULL) continue;
        read_state(d, s, dealt);
        for (more = take_first(d, dealt, 0, t, taken); more && status == DS_OK && !d->too_long;
             more = take_next(d, dealt, taken))
            status = add_ways(d, &d->now[s], dealt, taken, err);
    }
    forget_ways(d, d->now);
    spare = d->now;
    d->now = d->next;
    d->next = spare;
    d->numbers = 0;
    return status;
}

static void add_up_ways(const jonckheere_ways *ways, double j, double mean, double *out_as_far,
                        double *out_larger) {
    double all = 0, as_far = 0, larger = 0;
    for (size_t i = 0; i < ways->n; i++) {
        const double value = (double)i / 2;
        all += ways->of[i];
        if (fabs(value - mean) >= fabs(j - mean) - 1e-9) as_far += ways->of[i];
        if (value >= j - 1e-9) larger += ways->of[i];
    }
    *out_as_far = fmin(1, as_far / all);
    *out_larger = fmin(1, larger / all);
}

static bool count_states(jonckheere_deal *d) {
    size_t persons = 0;
    d->n_states = 1;
    for (size_t g = 0; g < d->of->groups; g++) {
        persons += d->of->size[g];
        if (persons > PERSONS_MAX || d->n_states > STATES_MAX / (d->of->size[g] + 1)) return false;
        d->n_states *= d->of->size[g] + 1;
    }
    return true;
}

ds_status ds_jonckheere_count(const ds_jonckheere_exact *of, double j, double mean,
                              double *out_as_far, double *out_larger, bool *out_done,
                              ds_error *err) {
    jonckheere_deal d = {.of = of};
    ds_status status = DS_OK;
    *out_done = false;
    if (!count_states(&d)) return DS_OK;
    d.now = ds_calloc(d.n_states, sizeof *d.now);
    d.next = ds_calloc(d.n_states, sizeof *d.next);
    if (d.now == NULL || d.next == NULL)
        status = ds_error_memory(err);
    else
        status = make_ways(&d, &d.now[0], 1, err);
    if (status == DS_OK) d.now[0].of[0] = 1;
    for (size_t i = 0; status == DS_OK && !d.too_long && i < of->n_ties; i++)
        status = deal_equals(&d, of->ties[i], err);
    if (status == DS_OK && !d.too_long) {
        add_up_ways(&d.now[d.n_states - 1], j, mean, out_as_far, out_larger);
        *out_done = true;
    }
    forget_ways(&d, d.now);
    forget_ways(&d, d.next);
    ds_free(d.now);
    ds_free(d.next);
    return status;
}
