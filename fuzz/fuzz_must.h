/* fuzz/fuzz_must.h: what a fuzzer demands of what comes out: else it stops, and the input is kept.
 */
#ifndef DS_FUZZ_MUST_H
#define DS_FUZZ_MUST_H

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) abort();                                                                 \
    } while (0)

#endif
