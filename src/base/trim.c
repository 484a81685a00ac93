/* base/trim.c: see trim.h. */
#include "base/trim.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void ds_memory_trim(void) {
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
