/* disclosure/counts_edges.h: what joins the counts of a margin to their parts. See counts.h. */
#ifndef DS_DISCLOSURE_COUNTS_EDGES_H
#define DS_DISCLOSURE_COUNTS_EDGES_H

#include "disclosure/counts.h"

/* Of parent, its part with key name: all of one parent and name together are its sum. */
typedef struct ds_count_edge {
    uint32_t parent, child;
    const char *name;
} ds_count_edge;

/* Each edge once, those of one parent and name beside each other. */
void ds_counts_sort_edges(ds_counts *counts);
/* In sorted edges: behind the last of the margin that edge from is of. */
size_t ds_counts_end_of_margin(const ds_counts *counts, size_t from);

#endif
