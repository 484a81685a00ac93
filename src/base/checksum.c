/* base/checksum.c: see checksum.h. */
#include "base/checksum.h"

#include <errno.h>
#include <sodium.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

enum { BLOCK = 1 << 20, SUM = 32 };

static ds_status add_all(int fd, const char *path, unsigned char *block,
                         crypto_generichash_state *state, uint64_t *size, ds_error *err) {
    for (;;) {
        ssize_t got = read(fd, block, BLOCK);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, path, errno, "lezen", "read");
        if (got == 0) return DS_OK;
        (void)crypto_generichash_update(state, block, (unsigned long long)got);
        *size += (uint64_t)got;
    }
}

void ds_checksum_bytes(const char *data, size_t size, char out[DS_CHECKSUM_SIZE]) {
    unsigned char sum[SUM];
    (void)crypto_generichash(sum, SUM, (const unsigned char *)data, size, NULL, 0);
    (void)sodium_bin2hex(out, DS_CHECKSUM_SIZE, sum, SUM);
}

ds_status ds_checksum_file(const char *path, char out[DS_CHECKSUM_SIZE], uint64_t *out_size,
                           ds_error *err) {
    crypto_generichash_state state;
    unsigned char sum[SUM];
    unsigned char *block = ds_malloc(BLOCK);
    uint64_t size = 0;
    ds_status status;
    int fd;
    if (block == NULL) return ds_error_memory(err);
    status = ds_file_open_regular(path, &fd, err);
    if (status != DS_OK) {
        ds_free(block);
        return status;
    }
    (void)crypto_generichash_init(&state, NULL, 0, SUM);
    status = add_all(fd, path, block, &state, &size, err);
    (void)close(fd);
    ds_free(block);
    if (status != DS_OK) return status;
    (void)crypto_generichash_final(&state, sum, SUM);
    (void)sodium_bin2hex(out, DS_CHECKSUM_SIZE, sum, SUM);
    *out_size = size;
    return DS_OK;
}
