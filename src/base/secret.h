/* base/secret.h: memory for keys: not swapped out, in no core dump, between pages that nothing may
 * touch, and wiped when it is given back; and a file read into it, so that no copy of what it holds
 * is left in a buffer. */
#ifndef DS_BASE_SECRET_H
#define DS_BASE_SECRET_H

#include "doorstroom/base.h"

/* NULL when memory is short. Where the limit of locked memory (ulimit -l) does not allow locking it
 * is wiped all the same. */
void *ds_secret_take(size_t size) DS_NODISCARD;
/* NULL is fine. */
void ds_secret_give(void *block);

/* At most size bytes of a regular file, so that who asks for one more sees a file that is longer.
 * What is no file, a pipe or a device, is refused and never waited for. */
ds_status ds_secret_read(const char *path, unsigned char *data, size_t size, size_t *out_size,
                         ds_error *err) DS_NODISCARD;
/* The same of what is open already; path is for the message. */
ds_status ds_secret_read_open(int fd, const char *path, unsigned char *data, size_t size,
                              size_t *out_size, ds_error *err) DS_NODISCARD;

#endif
