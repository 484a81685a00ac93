/* base/int128.h: numbers of 128 bits, which the compilers that we use have and standard C has not:
 * public structs hold a ds_sum in their place. Both ways cost nothing. */
#ifndef DS_BASE_INT128_H
#define DS_BASE_INT128_H

#include "doorstroom/base.h"

__extension__ typedef __int128 ds_int128;
__extension__ typedef unsigned __int128 ds_uint128;

static inline ds_int128 ds_sum_value(ds_sum sum) {
    return (ds_int128)((ds_uint128)(uint64_t)sum.high << 64 | sum.low);
}

static inline ds_sum ds_sum_of(ds_int128 value) {
    return (ds_sum){.low = (uint64_t)value, .high = (int64_t)(value >> 64)};
}

#endif
