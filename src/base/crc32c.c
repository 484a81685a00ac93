/* base/crc32c.c: see crc32c.h. The work is ISA-L's, which takes the processor's instructions for it
 * where there are such and tables where there are none. */
#include "base/crc32c.h"

#include <isa-l/crc.h>

enum { PIECE = 1 << 30 }; /* the library counts in int */

uint32_t ds_crc32c_add(uint32_t before, const void *data, size_t size) {
    unsigned char *at = (unsigned char *)(uintptr_t)data; /* only read */
    uint32_t crc = ~before;
    while (size > 0) {
        const size_t n = size < PIECE ? size : PIECE;
        crc = crc32_iscsi(at, (int)n, crc);
        at += n;
        size -= n;
    }
    return ~crc;
}
