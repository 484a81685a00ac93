/* work/inside/fingerprint.c: see fingerprint.h. */
#include "work/inside/fingerprint.h"

#include <sodium.h>
#include <string.h>

#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "register/delivery.h"

enum { KEY_BYTES = 32, SUM_BYTES = 32 };

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

ds_status ds_fingerprint_delivery(const ds_work *work, const char *name,
                                  char out[DS_WORK_FINGERPRINT_SIZE], ds_error *err) {
    char checksum[DS_CHECKSUM_SIZE];
    ds_status status = ds_register_delivery_checksum(work->folder, name, checksum, err);
    out[0] = '\0';
    return status == DS_OK && checksum[0] != '\0'
               ? ds_work_fingerprint(work, checksum, strlen(checksum), out, err)
               : status;
}
