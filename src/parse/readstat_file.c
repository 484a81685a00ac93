/* parse/readstat_file.c: see readstat_file.h. */
#include "parse/readstat_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static int open_file(const char *path, void *context) {
    (void)path;
    ((ds_readstat_file *)context)->at = 0;
    return 0;
}

static int close_file(void *context) {
    (void)context;
    return 0;
}

static readstat_off_t seek_file(readstat_off_t offset, readstat_io_flags_t whence, void *context) {
    ds_readstat_file *file = context;
    int64_t to = offset;
    if (whence == READSTAT_SEEK_CUR && __builtin_add_overflow(to, file->at, &to)) return -1;
    if (whence == READSTAT_SEEK_END &&
        __builtin_add_overflow(to, (int64_t)file->source->size_bytes, &to))
        return -1;
    if (to < 0) return -1;
    file->at = to;
    return to;
}

static ssize_t read_at(int fd, char *out, size_t size, int64_t at) {
    ssize_t got;
    do
        got = pread(fd, out, size, at);
    while (got < 0 && errno == EINTR);
    return got;
}

static ssize_t read_file(void *out, size_t size, void *context) {
    ds_readstat_file *file = context;
    ssize_t got;
    int64_t from = file->at - file->window_at;
    if (size == 0) return 0; /* and out may be NULL */
    if (size >= DS_READSTAT_WINDOW) {
        got = read_at(file->source->fd, out, size, file->at);
        if (got > 0) file->at += got;
        return got;
    }
    if (from < 0 || (uint64_t)from + size > file->window_size) {
        got = read_at(file->source->fd, file->window, DS_READSTAT_WINDOW, file->at);
        if (got < 0) return got;
        file->window_at = file->at;
        file->window_size = (size_t)got;
        from = 0;
    }
    if (size > file->window_size - (size_t)from) size = file->window_size - (size_t)from;
    memcpy(out, file->window + from, size);
    file->at += (int64_t)size;
    return (ssize_t)size;
}

static readstat_error_t update_file(long size, readstat_progress_handler progress, void *user,
                                    void *context) {
    (void)size;
    (void)progress;
    (void)user;
    (void)context;
    return READSTAT_OK;
}

void ds_readstat_file_set(readstat_parser_t *parser, ds_readstat_file *file,
                          const ds_source *source) {
    file->source = source;
    file->at = file->window_at = 0;
    file->window_size = 0;
    (void)readstat_set_open_handler(parser, open_file);
    (void)readstat_set_close_handler(parser, close_file);
    (void)readstat_set_seek_handler(parser, seek_file);
    (void)readstat_set_read_handler(parser, read_file);
    (void)readstat_set_update_handler(parser, update_file);
    (void)readstat_set_io_ctx(parser, file);
}
