/* effect/assign_sweep.c: from where each assignment counts to p and the interval. See
 * assign_parts.h. */
#include "effect/assign_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { EVENTS = 4 /* of an assignment, on a side */ };

bool ds_assign_sweep_init(ds_assign_sweep *sweep, size_t assignments) {
    for (size_t s = 0; s < 2; s++)
        sweep->events[s] = ds_calloc(EVENTS * assignments + 1, sizeof *sweep->events[s]);
    return sweep->events[0] != NULL && sweep->events[1] != NULL;
}

void ds_assign_sweep_done(ds_assign_sweep *sweep) {
    ds_free(sweep->events[0]);
    ds_free(sweep->events[1]);
    *sweep = (ds_assign_sweep){0};
}

/* On one side of 0, from near to far. */
static void add_stretch(ds_assign_sweep *sweep, size_t s, double near, double far) {
    ds_assign_event *to = sweep->events[s] + sweep->n_events[s];
    if (far < 0) return;
    to[0] = (ds_assign_event){far, 1};
    if (near > 0) to[1] = (ds_assign_event){near, -1};
    sweep->n_events[s] += near > 0 ? 2 : 1;
}

void ds_assign_sweep_add(ds_assign_sweep *sweep, double low, double high) {
    add_stretch(sweep, 0, low, high);
    add_stretch(sweep, 1, -high, -low);
}

/* From far to near; at one point the stretches that begin there before those that end. */
static int compare_events(const void *x, const void *y) {
    const ds_assign_event *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? 1 : -1;
    return (a->step < b->step) - (a->step > b->step);
}

/* How far from the estimate p(delta) > alpha goes on this side; NAN: without end. *out_most: the
 * most that count at `from` or farther. */
static double sweep_side(const ds_assign_sweep *sweep, size_t s, double enough, double from,
                         size_t *out_most) {
    const ds_assign_event *events = sweep->events[s];
    size_t count = sweep->always;
    double limit = (double)count > enough ? NAN : 0;
    bool found = isnan(limit);
    *out_most = count;
    for (size_t i = 0; i < sweep->n_events[s]; i++) {
        if (events[i].step > 0)
            count++;
        else
            count--;
        if (!found && (double)count > enough) {
            limit = events[i].at;
            found = true;
        }
        if (events[i].at >= from && count > *out_most) *out_most = count;
    }
    return limit;
}

void ds_assign_sweep_end(ds_assign_sweep *sweep, const ds_assign *assign, ds_assign_result *out) {
    const double t = out->estimate, n = (double)sweep->counted;
    /* A share of exactly alpha is no more than alpha, whatever the rounding. */
    const double enough = assign->alpha * n * (1 + 1e-12);
    const size_t zero = t >= 0 ? 0 : 1; /* the side that delta = 0 is on */
    double limit[2];
    size_t most[2];
    for (size_t s = 0; s < 2; s++) {
        qsort(sweep->events[s], sweep->n_events[s], sizeof *sweep->events[s], compare_events);
        limit[s] = sweep_side(sweep, s, enough, fmax(0, fabs(t) - assign->slack), &most[s]);
    }
    out->counted = sweep->counted;
    out->p = fabs(t) <= assign->slack ? 1 : (double)most[zero] / n;
    if (!isnan(limit[zero]) && (double)most[zero] > enough)
        limit[zero] = fmax(limit[zero], fabs(t)); /* to the very 0 */
    out->cannot = out->cannot || isnan(limit[0]);
    out->low = t - limit[0];
    out->high = t + limit[1];
}
