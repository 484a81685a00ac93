/* fuzz/fuzz_parquet.c: any bytes as a Parquet file. See fuzz_foreign.h. */
#include "fuzz_foreign.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    return read_foreign_bytes(data, size, DS_TABLE_PARQUET);
}
