/* base/mapped.h: of which file an address is, for who hears that it cannot be read. */
#ifndef DS_BASE_MAPPED_H
#define DS_BASE_MAPPED_H

#include <stdbool.h>
#include <stddef.h>

/* The file that is mapped at address, as the kernel names it (also one that is gone, with
 * " (deleted)" behind it); false when none is. May be called in a signal handler: takes no memory,
 * no lock and no stream. */
bool ds_mapped_name(const void *address, char *out, size_t size);

#endif
