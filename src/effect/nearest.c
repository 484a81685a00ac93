/* effect/nearest.c: the nearest of the other group, for whoever has nobody within the bandwidth.
 * See matching.h.
 *
 * Beyond the bandwidth the DS_MATCHING_NEAREST nearest persons count, each alike, and with them
 * everybody who is as near as the last of these: so that no order decides. Which they are is found
 * by walking to both sides in the order of the scores. Few need it, and each walk is short. */
#include <math.h>

#include "effect/matching_work.h"

/* One side of the walk: at is the next place to look; end is behind the last (to the left: first).
 */
typedef struct side {
    size_t at, end;
    double distance; /* of at; INFINITY where nobody is left */
} side;

static const ds_order_entry *find_place(const ds_matching *m, size_t place) {
    return &m->work->order[place];
}

static void go_left(const ds_matching *m, size_t other, double p, side *s) {
    while (s->at > s->end && !m->usable[other][find_place(m, s->at - 1)->pattern])
        s->at--;
    s->distance = s->at > s->end ? fabs(p - find_place(m, s->at - 1)->p) : INFINITY;
}

static void go_right(const ds_matching *m, size_t other, double p, side *s) {
    while (s->at < s->end && !m->usable[other][find_place(m, s->at)->pattern])
        s->at++;
    s->distance = s->at < s->end ? fabs(find_place(m, s->at)->p - p) : INFINITY;
}

/* How far one has to go from a place to reach enough persons, and how many there are so far; -1
 * where all of the other group lie on one side. */
static double find_reach(const ds_matching *m, size_t other, size_t stratum, size_t place,
                         const double *others, double *persons) {
    const double p = find_place(m, place)->p;
    side left = {.at = place, .end = m->work->first[stratum]};
    side right = {.at = place, .end = m->work->first[stratum + 1]};
    double reach = -1, n = 0;
    go_left(m, other, p, &left);
    go_right(m, other, p, &right);
    if (!isfinite(left.distance) || !isfinite(right.distance)) return -1;
    for (;;) {
        const bool by_left = left.distance <= right.distance;
        const double nearest = by_left ? left.distance : right.distance;
        if (!isfinite(nearest) || (n >= DS_MATCHING_NEAREST && nearest > reach)) break;
        reach = nearest;
        n += others[find_place(m, by_left ? left.at - 1 : right.at)->pattern];
        if (by_left) {
            left.at--;
            go_left(m, other, p, &left);
        } else {
            right.at++;
            go_right(m, other, p, &right);
        }
    }
    *persons = n;
    return reach;
}

void ds_matching_find_nearest(ds_matching *matching, size_t g, const double *n,
                              const double *others, double *sums) {
    const struct ds_matching_work *work = matching->work;
    for (size_t s = 0; s < matching->design->sample->n_strata; s++)
        for (size_t place = work->first[s]; place < work->first[s + 1]; place++) {
            const size_t pattern = work->order[place].pattern;
            double persons = 0, reach;
            if (!matching->usable[g][pattern] || matching->on[g][pattern]) continue;
            reach = find_reach(matching, 1 - g, s, place, others, &persons);
            if (reach < 0) continue;
            matching->reach[g][pattern] = reach;
            matching->on[g][pattern] = true;
            matching->nearest[g] += n[pattern];
            sums[pattern] = persons;
        }
}

/* One pattern with its nearest, in the order of the scores. */
static void add_pair(const ds_matching *m, size_t g, bool forward, size_t averaged, size_t place,
                     const double *const *values, size_t n_values, double *const *out) {
    const size_t match = m->work->order[place].pattern;
    if (!m->usable[1 - g][match]) return;
    for (size_t v = 0; v < n_values; v++) {
        if (forward)
            out[v][averaged] += values[v][match];
        else
            out[v][match] += values[v][averaged];
    }
}

void ds_matching_add_nearest(const ds_matching *matching, size_t g, bool forward,
                             const double *const *values, size_t n_values, double *const *out) {
    const struct ds_matching_work *work = matching->work;
    if (!(matching->nearest[g] > 0)) return;
    for (size_t s = 0; s < matching->design->sample->n_strata; s++)
        for (size_t place = work->first[s]; place < work->first[s + 1]; place++) {
            const size_t averaged = work->order[place].pattern;
            const double reach = matching->reach[g][averaged], p = work->order[place].p;
            size_t low = place;
            if (reach < 0) continue;
            while (low > work->first[s] && fabs(p - work->order[low - 1].p) <= reach)
                low--;
            for (size_t k = low;
                 k < work->first[s + 1] && (k <= place || fabs(work->order[k].p - p) <= reach); k++)
                add_pair(matching, g, forward, averaged, k, values, n_values, out);
        }
}
