/* base/crc32c.h: CRC-32C (Castagnoli, RFC 3720 appendix B.4), for blocks that are read at the speed
 * of memory. It finds what a disk or a hand damaged, not what somebody forged. */
#ifndef DS_BASE_CRC32C_H
#define DS_BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Of what came before (0: nothing) and these bytes. */
uint32_t ds_crc32c_add(uint32_t before, const void *data, size_t size);

static inline uint32_t ds_crc32c(const void *data, size_t size) {
    return ds_crc32c_add(0, data, size);
}

#endif
