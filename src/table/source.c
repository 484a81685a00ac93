/* table/source.c: an open file that is read once and must not change. See source.h. */
#include "table/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "table/gzip.h"
#include "table/stream.h"

static int64_t modified_ns(const struct stat *info) {
    return (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

ds_status ds_source_open(ds_source *out, const char *path, ds_error *err) {
    struct stat info;
    ds_status status = DS_OK;
    /* without O_NONBLOCK a named pipe would keep us waiting for a writer */
    int fd = ds_table_stream_reopen(path);
    if (fd < 0) fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    if (fstat(fd, &info) != 0)
        status = ds_error_system(err, path, errno, "lezen", "read");
    else if (!S_ISREG(info.st_mode))
        status = ds_error_at(err, DS_INPUT, path, 0, 0,
                             "dit is geen gewoon bestand (maar een map, pijp of apparaat)",
                             "this is not a regular file (but a folder, pipe or device)");
    if (status != DS_OK) {
        (void)close(fd);
        return status;
    }
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    *out = (ds_source){fd, path, (uint64_t)info.st_size, modified_ns(&info), NULL};
    return DS_OK;
}

ds_status ds_source_open_packed(ds_source *out, const char *path, ds_error *err) {
    ds_source source;
    ds_status status = ds_source_open(&source, path, err);
    if (status != DS_OK) return status;
    if (ds_gzip_named(path) && !ds_table_stream_named(path)) {
        source.gzip = ds_gzip_new(source.fd, path);
        if (source.gzip == NULL) {
            ds_source_close(&source);
            return ds_error_memory(err);
        }
    }
    *out = source;
    return DS_OK;
}

void ds_source_close(ds_source *source) {
    ds_gzip_free(source->gzip);
    source->gzip = NULL;
    if (source->fd >= 0) (void)close(source->fd);
    source->fd = -1;
}

ds_status ds_source_read(const ds_source *source, char *out, size_t size, size_t *out_got,
                         ds_error *err) {
    size_t total = 0;
    if (source->gzip != NULL) return ds_gzip_read(source->gzip, out, size, out_got, err);
    while (total < size) {
        ssize_t got = read(source->fd, out + total, size - total);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, source->path, errno, "lezen", "read");
        if (got == 0) break;
        total += (size_t)got;
    }
    *out_got = total;
    return DS_OK;
}

ds_status ds_source_unchanged(const ds_source *source, uint64_t size_bytes, int64_t modified,
                              ds_error *err) {
    struct stat info;
    if (fstat(source->fd, &info) != 0)
        return ds_error_system(err, source->path, errno, "lezen", "read");
    if ((uint64_t)info.st_size == size_bytes && modified_ns(&info) == modified) return DS_OK;
    return ds_error_at(
        err, DS_INPUT, source->path, 0, 0,
        "het bestand is veranderd terwijl het werd gelezen; begin opnieuw wanneer het "
        "klaar is",
        "the file changed while it was being read; start again when it is complete");
}

const char *ds_source_alias(const ds_source *source, char out[DS_SOURCE_ALIAS_SIZE]) {
    (void)snprintf(out, DS_SOURCE_ALIAS_SIZE, "/proc/self/fd/%d", source->fd);
    return access(out, R_OK) == 0 ? out : source->path;
}
