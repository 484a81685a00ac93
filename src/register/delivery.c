/* register/delivery.c: see delivery.h. */
#include "register/delivery.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

enum { MANIFEST_MOST = 1 << 26 };

static const char *find_delivery_checksum(const json_t *manifest, const char *name) {
    const json_t *list = json_object_get(manifest, "leveringen"), *one;
    size_t i;
    json_array_foreach(list, i, one) {
        const char *file = json_string_value(json_object_get(one, "bestand"));
        if (file != NULL && strcmp(file, name) == 0)
            return json_string_value(json_object_get(one, "controlegetal"));
    }
    return NULL;
}

ds_status ds_register_delivery_checksum(const char *work_folder, const char *name,
                                        char out[DS_CHECKSUM_SIZE], ds_error *err) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    json_t *manifest = NULL;
    const char *checksum;
    ds_status status = ds_file_join(path, work_folder, "register/current/manifest.json", err);
    out[0] = '\0';
    if (status != DS_OK || !ds_file_exists(path)) return status;
    status = ds_file_read(path, MANIFEST_MOST, &data, &size, err);
    if (status == DS_OK) manifest = json_loadb(data, size, 0, NULL);
    checksum = manifest == NULL ? NULL : find_delivery_checksum(manifest, name);
    if (checksum != NULL) (void)snprintf(out, DS_CHECKSUM_SIZE, "%s", checksum);
    json_decref(manifest);
    ds_free(data);
    return status;
}
