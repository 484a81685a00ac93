/* base/stop.h: for whom a thread works: whether that is to end (doorstroom/stop.h), and which
 * question it is of. Who begins threads hands it on to them. */
#ifndef DS_BASE_STOP_H
#define DS_BASE_STOP_H

#include "doorstroom/stop.h"

typedef struct ds_sake {
    ds_stop *stop;        /* NULL: none */
    const void *question; /* which alone sees what was handed over with it (table/stream.c); NULL:
                             of none. Compared, and never looked into */
} ds_sake;

/* Of this thread, for the threads that it begins. */
ds_sake ds_sake_used(void);
/* From now on that of this thread. */
void ds_sake_use(ds_sake sake);
/* Whether this thread's stop is there and was set. */
bool ds_stop_is_set(void);

#endif
