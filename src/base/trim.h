/* base/trim.h: memory that was let go, back to the system. */
#ifndef DS_BASE_TRIM_H
#define DS_BASE_TRIM_H

#include <stddef.h>

/* After much was taken and let go at once: an allocator keeps it for a next time that does not
 * come. Cost: the pages that are given back. */
void ds_memory_trim(void);
/* From now on all threads take memory from n heaps at most, for a program whose many threads mostly
 * wait: each heap keeps what its busiest moment took. Before threads are started. */
void ds_memory_share(size_t n);

#endif
