/* effect/assign_parts.h: between the files of assign.h: the points between which assignments count,
 * and p and the interval of all of them. */
#ifndef DS_EFFECT_ASSIGN_PARTS_H
#define DS_EFFECT_ASSIGN_PARTS_H

#include "effect/assign.h"

/* Where the count changes, walking towards 0 from far away. */
typedef struct ds_assign_event {
    double at; /* how far from 0, at least 0 */
    int step;
} ds_assign_event;

/* The stretches of x = estimate - delta at which assignments count; sides: x above and below 0. */
typedef struct ds_assign_sweep {
    ds_assign_event *events[2]; /* [n_events]: room for four an assignment */
    size_t n_events[2];
    size_t always;    /* assignments that count whatever delta is */
    uint32_t counted; /* all of them */
} ds_assign_sweep;

/* Room for so many assignments. False when memory is short. */
bool ds_assign_sweep_init(ds_assign_sweep *sweep, size_t assignments) DS_NODISCARD;
void ds_assign_sweep_done(ds_assign_sweep *sweep);
/* An assignment counts from low to high; at most two such stretches an assignment. */
void ds_assign_sweep_add(ds_assign_sweep *sweep, double low, double high);
/* Fills p, low, high, cannot where it is so for lack of assignments, and counted. */
void ds_assign_sweep_end(ds_assign_sweep *sweep, const ds_assign *assign, ds_assign_result *out);

#endif
