/* intake/checksum.h: BLAKE2b, 256 bits, of a file: what `b2sum -l 256` prints. */
#ifndef DS_INTAKE_CHECKSUM_H
#define DS_INTAKE_CHECKSUM_H

#include "doorstroom/table.h"

/* Cost: one sequential read in blocks of 1 MiB. */
ds_status ds_checksum_file(const char *path, char out[DS_TABLE_CHECKSUM_SIZE], uint64_t *out_size,
                           ds_error *err) DS_NODISCARD;

#endif
