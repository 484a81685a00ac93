/* base/checksum.h: BLAKE2b, 256 bits, of a file: what `b2sum -l 256` prints. */
#ifndef DS_BASE_CHECKSUM_H
#define DS_BASE_CHECKSUM_H

#include "doorstroom/base.h"

enum { DS_CHECKSUM_SIZE = 65 }; /* hexadecimal, with its NUL */

void ds_checksum_bytes(const char *data, size_t size, char out[DS_CHECKSUM_SIZE]);
/* Cost: one sequential read in blocks of 1 MiB. */
ds_status ds_checksum_file(const char *path, char out[DS_CHECKSUM_SIZE], uint64_t *out_size,
                           ds_error *err) DS_NODISCARD;

#endif
