/* disclosure/counts_edges.h: what joins the counts of a margin to their parts. See counts.h. */
#ifndef DS_DISCLOSURE_COUNTS_EDGES_H
#define DS_DISCLOSURE_COUNTS_EDGES_H

#include <stdint.h>

/* Of parent, its part with key name: all of one parent and name together are its sum. */
typedef struct ds_count_edge {
    uint32_t parent, child;
    const char *name;
} ds_count_edge;

#endif
