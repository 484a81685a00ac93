/* fuzz/fuzz_upload.c: any bytes as an uploaded file: what it is is looked up in them, and never
 * beyond them. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "work/outside/dossiers_sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *bytes = ds_malloc(size == 0 ? 1 : size); /* no byte behind the last one */
    const desk_file_kind *kind;
    if (bytes == NULL) return 0;
    if (size > 0) memcpy(bytes, data, size);
    kind = ds_desk_sniff((ds_text){bytes, size});
    if (kind != NULL && !ds_desk_is_file_kind(kind->ending)) abort();
    ds_free(bytes);
    return 0;
}
