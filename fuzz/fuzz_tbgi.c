/* fuzz/fuzz_tbgi.c: any bytes as a TBGI: XML, or not. See fuzz_duo.h. */
#include "fuzz_duo.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    try_as("leveringen/TBGI_25LX_2027_20251124.xml", data, size);
    return 0;
}
