/* register/seal_key.c: see seal_key.h. */
#include "register/seal_key.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/secret.h"

enum { KEY_BYTES = 32, SUM_BYTES = 32 };

static ds_status find_path(const char *work_folder, char out[DS_PATH_SIZE], ds_error *err) {
    return ds_file_join(out, work_folder, ".vingerafdruksleutel", err);
}

static ds_status read_secret(const char *path, ds_seal_key *secret, ds_error *err) {
    unsigned char *data = ds_secret_take(KEY_BYTES + 1);
    size_t size = 0;
    ds_status status = data == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = ds_secret_read(path, data, KEY_BYTES + 1, &size, err);
    if (status == DS_OK && size != KEY_BYTES)
        status = ds_error_at(err, DS_INPUT, path, 0, 0,
                             "dit is geen sleutel van %d bytes; haal het bestand weg, dan komt er "
                             "een nieuwe",
                             "this is no key of %d bytes; remove the file, and a new one is made",
                             KEY_BYTES);
    if (status == DS_OK) memcpy(secret->key, data, KEY_BYTES);
    ds_secret_give(data);
    return status;
}

static ds_status open_secret(ds_seal_key *secret, const char *work_folder, bool draw,
                             bool *out_found, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = find_path(work_folder, path, err);
    *secret = (ds_seal_key){NULL, false};
    *out_found = false;
    if (sodium_init() < 0) return ds_error_memory(err);
    if (status != DS_OK) return status;
    if (!ds_file_exists(path) && !draw) return DS_OK;
    secret->key = ds_secret_take(KEY_BYTES);
    if (secret->key == NULL) return ds_error_memory(err);
    if (ds_file_exists(path)) {
        *out_found = true;
        return read_secret(path, secret, err);
    }
    randombytes_buf(secret->key, KEY_BYTES);
    secret->unkept = true;
    return DS_OK;
}

ds_status ds_seal_key_open(ds_seal_key *secret, const char *work_folder, ds_error *err) {
    bool found;
    return open_secret(secret, work_folder, true, &found, err);
}

ds_status ds_seal_key_find(ds_seal_key *secret, const char *work_folder, bool *out_found,
                           ds_error *err) {
    return open_secret(secret, work_folder, false, out_found, err);
}

/* Gives what was written its name, unless another has it: 0, or an error's number. */
static int name_secret(const ds_unfinished *file) {
    return ds_file_refuses() || link(file->beside, file->path) != 0 ? errno : 0;
}

ds_status ds_seal_key_keep(ds_seal_key *secret, const char *work_folder, bool *out_other,
                           ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_unfinished file;
    int code = 0;
    ds_status status = find_path(work_folder, path, err);
    *out_other = false;
    if (status != DS_OK || !secret->unkept) return status;
    status = ds_file_begin(path, true, &file, err);
    if (status != DS_OK) return status;
    status = ds_file_put(file.fd, path, secret->key, KEY_BYTES, err);
    if (status == DS_OK) status = ds_file_sync(file.fd, path, err);
    if (status == DS_OK) code = name_secret(&file);
    if (code == EPERM || code == ENOTSUP) { /* a disk without links */
        status = ds_file_commit(&file, err);
    } else if (code != 0 && code != EEXIST) {
        status = ds_error_system(err, path, code, "schrijven", "write");
    } else if (code == EEXIST) {
        status = read_secret(path, secret, err);
        *out_other = status == DS_OK;
    }
    /* What is sealed with it may not outlive its name. */
    if (status == DS_OK) status = ds_file_sync_folder(work_folder, err);
    ds_file_abandon(&file);
    secret->unkept = status != DS_OK;
    return status;
}

void ds_seal_key_close(ds_seal_key *secret) {
    ds_secret_give(secret->key);
    secret->key = NULL;
}

void ds_seal_key_sum(const ds_seal_key *secret, const char *data, size_t size,
                     char out[DS_CHECKSUM_SIZE]) {
    unsigned char sum[SUM_BYTES];
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)data, size, secret->key,
                             KEY_BYTES);
    (void)sodium_bin2hex(out, DS_CHECKSUM_SIZE, sum, sizeof sum);
}

void ds_seal_key_seal(const ds_seal_key *secret, char checksum[DS_CHECKSUM_SIZE]) {
    char sealed[DS_CHECKSUM_SIZE];
    if (checksum[0] == '\0') return;
    ds_seal_key_sum(secret, checksum, strlen(checksum), sealed);
    memcpy(checksum, sealed, sizeof sealed);
}

ds_status ds_seal_key_forget(const char *work_folder, ds_error *err) {
    char path[DS_PATH_SIZE];
    const ds_status status = find_path(work_folder, path, err);
    return status == DS_OK ? ds_file_remove(path, err) : status;
}

/* ---- the seal of a generation ---- */

ds_status ds_generation_seal_write(const ds_seal_key *secret, const char *folder,
                                   char out[DS_CHECKSUM_SIZE], ds_error *err) {
    static const char what[] = DS_GENERATION_SEAL;
    char path[DS_PATH_SIZE], seal[DS_CHECKSUM_SIZE];
    ds_status status = ds_file_join(path, folder, DS_GENERATION_SEAL, err);
    ds_seal_key_sum(secret, what, sizeof what - 1, seal);
    if (status == DS_OK) status = ds_file_write_private(path, seal, strlen(seal), err);
    if (status == DS_OK) memcpy(out, seal, sizeof seal);
    return status;
}

ds_status ds_generation_seal_read(const char *folder, char out[DS_CHECKSUM_SIZE], ds_error *err) {
    char path[DS_PATH_SIZE];
    char *text = NULL;
    size_t size = 0;
    ds_status status = ds_file_join(path, folder, DS_GENERATION_SEAL, err);
    if (status == DS_OK) status = ds_file_read(path, DS_CHECKSUM_SIZE, &text, &size, err);
    if (status == DS_OK && size != DS_CHECKSUM_SIZE - 1)
        status = ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen zegel", "this is no seal");
    if (status == DS_OK) memcpy(out, text, DS_CHECKSUM_SIZE);
    ds_free(text);
    return status;
}

void ds_generation_seal(const char seal[DS_CHECKSUM_SIZE], char checksum[DS_CHECKSUM_SIZE]) {
    unsigned char sum[SUM_BYTES];
    if (checksum[0] == '\0') return;
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)checksum, strlen(checksum),
                             (const unsigned char *)seal, DS_CHECKSUM_SIZE - 1);
    (void)sodium_bin2hex(checksum, DS_CHECKSUM_SIZE, sum, sizeof sum);
}
