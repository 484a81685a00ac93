/* work/inside/fingerprint.c: see fingerprint.h. */
#include "work/inside/fingerprint.h"

#include <string.h>

#include "base/checksum.h"
#include "register/delivery.h"
#include "register/seal_key.h"

ds_status ds_work_fingerprint(const ds_work *work, const char *data, size_t size,
                              char out[DS_WORK_FINGERPRINT_SIZE], ds_error *err) {
    ds_seal_key secret;
    bool other;
    ds_status status = ds_seal_key_open(&secret, work->folder, err);
    if (status == DS_OK) status = ds_seal_key_keep(&secret, work->folder, &other, err);
    if (status == DS_OK) ds_seal_key_sum(&secret, data, size, out);
    ds_seal_key_close(&secret);
    return status;
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
