/* disclosure/near.h: the linear program that finds, near one primary count, two directions that
 * protect it through the cheapest cells. See protect.h. */
#ifndef DS_DISCLOSURE_NEAR_H
#define DS_DISCLOSURE_NEAR_H

#include "disclosure/system.h"

typedef struct ds_near ds_near; /* its room, used again and again; one thread */

ds_near *ds_near_new(const ds_system *system) DS_NODISCARD;
void ds_near_free(ds_near *near);

/* What may be used: cost[n_cells] of cells that are shown (0 and less: hidden already, for
 * nothing); marked[n_cells] may not move. only_hidden: no cell that is shown may. earlier: what
 * earlier releases showed may. */
typedef struct ds_near_asked {
    uint32_t cell;
    const double *cost;
    const bool *marked;
    bool only_hidden, earlier;
    size_t width, depth; /* of the neighbourhood: cheapest cells of each relation, steps away */
} ds_near_asked;

/* out: up to two directions, borrowed until the next call. */
typedef struct ds_near_found {
    bool found;
    const uint32_t *cells;
    const double *up, *down; /* [n] */
    size_t n;
    bool whole; /* the neighbourhood was everything that hangs together */
} ds_near_found;

ds_status ds_near_solve(ds_near *near, const ds_near_asked *asked, ds_near_found *out,
                        ds_error *err) DS_NODISCARD;
size_t ds_near_programs(const ds_near *near);

#endif
