/* disclosure/flow.h: the linear program of a large system, built once and asked again and again:
 * the cheapest direction in which one count can go up. See protect.h; near.h is for small systems.
 */
#ifndef DS_DISCLOSURE_FLOW_H
#define DS_DISCLOSURE_FLOW_H

#include "disclosure/system.h"

typedef struct ds_flow ds_flow; /* one thread */

/* Over those cells (a component: no relation joins it to others). cost[n_cells of the system];
 * hidden cells cost nothing. NULL when memory is short. */
ds_flow *ds_flow_new(const ds_system *system, const uint32_t *cells, size_t n,
                     const double *cost) DS_NODISCARD;
void ds_flow_free(ds_flow *flow);

void ds_flow_set_cost(ds_flow *flow, uint32_t cell, double cost);
/* A cell that is barred does not move. */
void ds_flow_bar(ds_flow *flow, uint32_t cell, bool barred);

/* Whether what earlier releases showed may move; at first it does not. */
void ds_flow_let_earlier(ds_flow *flow, bool on);

/* cell goes up by demand; *out_found is false when nothing lets it. The moves of cells[n], as at
 * ds_flow_new, are borrowed until the next call. */
const double *ds_flow_solve(ds_flow *flow, uint32_t cell, double demand, bool *out_found);
/* The same for a count that shrinks by demand, which is at most the count. */
const double *ds_flow_solve_down(ds_flow *flow, uint32_t cell, double demand, bool *out_found);
size_t ds_flow_programs(const ds_flow *flow);

#endif
