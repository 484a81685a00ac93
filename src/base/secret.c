/* base/secret.c: see secret.h. */
#include "base/secret.h"

#include <errno.h>
#include <sodium.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

void *ds_secret_take(size_t size) {
    void *block;
    if (!ds_memory_allows() || sodium_init() < 0) return NULL;
    block = sodium_malloc(size);
    if (block != NULL) sodium_memzero(block, size);
    return block;
}

void ds_secret_give(void *block) {
    sodium_free(block);
}

ds_status ds_secret_read_open(int fd, const char *path, unsigned char *data, size_t size,
                              size_t *out_size, ds_error *err) {
    size_t used = 0;
    while (used < size) {
        const ssize_t got = read(fd, data + used, size - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, path, errno, "lezen", "read");
        if (got == 0) break;
        used += (size_t)got;
    }
    *out_size = used;
    return DS_OK;
}

ds_status ds_secret_read(const char *path, unsigned char *data, size_t size, size_t *out_size,
                         ds_error *err) {
    int fd;
    ds_status status = ds_file_open_regular(path, &fd, err);
    if (status != DS_OK) return status;
    status = ds_secret_read_open(fd, path, data, size, out_size, err);
    (void)close(fd);
    return status;
}
