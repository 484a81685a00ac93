/* work/inside/fingerprint.c: see fingerprint.h. */
#include "work/inside/fingerprint.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

enum { KEY_BYTES = 32, SUM_BYTES = 32, MANIFEST_MOST = 1 << 26 };

/* Made when it is first needed, readable by its owner; never written anywhere else. */
static ds_status make_key(const char *path, unsigned char key[KEY_BYTES], ds_error *err) {
    randombytes_buf(key, KEY_BYTES);
    return ds_file_write_private(path, (const char *)key, KEY_BYTES, err);
}

static ds_status read_key(const ds_work *work, unsigned char key[KEY_BYTES], ds_error *err) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    ds_status status = ds_file_join(path, work->folder, ".vingerafdruksleutel", err);
    if (sodium_init() < 0) return ds_error_memory(err);
    if (status != DS_OK) return status;
    if (!ds_file_exists(path)) return make_key(path, key, err);
    status = ds_file_read(path, KEY_BYTES + 1, &data, &size, err);
    if (status == DS_OK && size != KEY_BYTES)
        status = ds_error_at(err, DS_INPUT, path, 0, 0,
                             "dit is geen sleutel van %d bytes; haal het bestand weg, dan komt er "
                             "een nieuwe",
                             "this is no key of %d bytes; remove the file, and a new one is made",
                             KEY_BYTES);
    if (status == DS_OK) memcpy(key, data, KEY_BYTES);
    ds_free(data);
    return status;
}

ds_status ds_work_fingerprint(const ds_work *work, const char *data, size_t size,
                              char out[DS_WORK_FINGERPRINT_SIZE], ds_error *err) {
    unsigned char key[KEY_BYTES] = {0}, sum[SUM_BYTES];
    ds_status status = read_key(work, key, err);
    if (status != DS_OK) return status;
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)data, size, key, sizeof key);
    (void)sodium_bin2hex(out, DS_WORK_FINGERPRINT_SIZE, sum, sizeof sum);
    sodium_memzero(key, sizeof key);
    return DS_OK;
}

/* The checksum of one delivery in the manifest; NULL. */
static const char *find_checksum(const json_t *manifest, const char *name) {
    const json_t *list = json_object_get(manifest, "leveringen"), *one;
    size_t i;
    json_array_foreach(list, i, one) {
        const char *file = json_string_value(json_object_get(one, "bestand"));
        if (file != NULL && strcmp(file, name) == 0)
            return json_string_value(json_object_get(one, "controlegetal"));
    }
    return NULL;
}

ds_status ds_fingerprint_delivery(const ds_work *work, const char *name,
                                  char out[DS_WORK_FINGERPRINT_SIZE], ds_error *err) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    json_t *manifest = NULL;
    const char *checksum;
    ds_status status = ds_file_join(path, work->folder, "register/current/manifest.json", err);
    out[0] = '\0';
    if (status != DS_OK || !ds_file_exists(path)) return status;
    status = ds_file_read(path, MANIFEST_MOST, &data, &size, err);
    if (status == DS_OK) manifest = json_loadb(data, size, 0, NULL);
    checksum = manifest == NULL ? NULL : find_checksum(manifest, name);
    if (status == DS_OK && checksum != NULL)
        status = ds_work_fingerprint(work, checksum, strlen(checksum), out, err);
    json_decref(manifest);
    ds_free(data);
    return status;
}
