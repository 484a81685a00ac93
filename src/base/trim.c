/* base/trim.c: see trim.h. */
#include "base/trim.h"

#include <limits.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void ds_memory_trim(void) {
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

void ds_memory_share(size_t n) {
#ifdef __GLIBC__
    (void)mallopt(M_ARENA_MAX, n > INT_MAX ? INT_MAX : (int)n);
#else
    (void)n;
#endif
}
