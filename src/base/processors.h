/* base/processors.h: how many processors this process may keep busy. */
#ifndef DS_BASE_PROCESSORS_H
#define DS_BASE_PROCESSORS_H

#include "doorstroom/base.h"

/* Those that it may run on, and no more than the limits of its control groups, rounded up; at least
 * one. The limits are looked up once. */
size_t ds_processors(void);

/* What the control groups allow, of a system whose /proc and /sys stand in the folder root ("" for
 * this one); SIZE_MAX where nothing limits. What cannot be read limits nothing. */
size_t ds_processors_allowed(const char *root);

/* For tests. From now on as if there were n, and as if no work were too little for a thread of its
 * own; 0: as many as there are. */
void ds_processors_pretend(size_t n);
bool ds_processors_are_pretended(void);

#endif
