/* base/stop.h: whether what this thread does is to end: what doorstroom/stop.h promises, for who
 * begins threads and for file.c, which asks. */
#ifndef DS_BASE_STOP_H
#define DS_BASE_STOP_H

#include "doorstroom/stop.h"

/* That of this thread, for the threads that it begins; NULL: none. */
ds_stop *ds_stop_used(void);
/* Whether it is there and was set. */
bool ds_stop_is_set(void);

#endif
