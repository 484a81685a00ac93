/* register/sealed.c: see sealed.h. */
#include "register/sealed.h"

#include <string.h>

#include "base/checksum.h"
#include "base/error.h"
#include "base/memory.h"

static const char before[] = "{\"controlegetal\":\"";
static const char after[] = "\",\n";

enum {
    DIGITS = DS_CHECKSUM_SIZE - 1,
    AT_DIGITS = sizeof before - 1,
    AT_AFTER = AT_DIGITS + DIGITS,
    AT_REST = AT_AFTER + sizeof after - 1
};

ds_status ds_sealed_make(const char *text, size_t size, char **out, size_t *out_size,
                         ds_error *err) {
    char sum[DS_CHECKSUM_SIZE];
    char *made;
    if (size == 0 || text[0] != '{')
        return ds_error_set(err, DS_FAULT, "geen JSON om te verzegelen", "no JSON to seal");
    made = ds_malloc(AT_REST + size);
    if (made == NULL) return ds_error_memory(err);
    ds_checksum_bytes(text + 1, size - 1, sum);
    memcpy(made, before, AT_DIGITS);
    memcpy(made + AT_DIGITS, sum, DIGITS);
    memcpy(made + AT_AFTER, after, sizeof after - 1);
    memcpy(made + AT_REST, text + 1, size - 1);
    *out_size = AT_REST + size - 1;
    made[*out_size] = '\0';
    *out = made;
    return DS_OK;
}

ds_seal ds_sealed_look(const char *text, size_t size) {
    char sum[DS_CHECKSUM_SIZE];
    if (size < AT_REST || memcmp(text, before, AT_DIGITS) != 0 ||
        memcmp(text + AT_AFTER, after, sizeof after - 1) != 0)
        return DS_SEAL_NONE;
    ds_checksum_bytes(text + AT_REST, size - AT_REST, sum);
    return memcmp(text + AT_DIGITS, sum, DIGITS) == 0 ? DS_SEAL_WHOLE : DS_SEAL_BROKEN;
}
