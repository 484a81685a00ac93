/* base/trim.h: memory that was let go, back to the system. */
#ifndef DS_BASE_TRIM_H
#define DS_BASE_TRIM_H

/* After much was taken and let go at once: an allocator keeps it for a next time that does not
 * come. Cost: the pages that are given back. */
void ds_memory_trim(void);

#endif
