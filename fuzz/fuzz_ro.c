/* fuzz/fuzz_ro.c: any bytes as an RO or a GRONDSLAG IP MBO; the first byte says which. See
 * fuzz_duo.h. */
#include "fuzz_duo.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static const char *const names[] = {"leveringen/RO_27DV_20240731_20260324.csv",
                                        "leveringen/GRONDSLAG_IP_MBO_27DV_20251119_2025.csv"};
    if (size > 0) try_as(names[data[0] % 2], data + 1, size - 1);
    return 0;
}
