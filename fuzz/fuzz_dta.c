/* fuzz/fuzz_dta.c: any bytes as a Stata file. See fuzz_foreign.h. */
#include "fuzz_foreign.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    return read_foreign_bytes(data, size, DS_TABLE_DTA);
}
