/* cell/pieces.c: see pieces.h. */
#include "cell/pieces.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

enum { ROW_MAX = 1 << 24 }; /* no line is longer */

static ds_status open_piece(const char *path, int *out_fd, struct stat *info, ds_error *err) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    if (fstat(fd, info) == 0 && S_ISREG(info->st_mode)) {
        *out_fd = fd;
        return DS_OK;
    }
    (void)close(fd);
    return ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen gewoon bestand",
                       "this is not a regular file");
}

ds_status ds_piece_file_look(const char *path, ds_piece_file *out, ds_error *err) {
    struct stat info;
    int fd = -1;
    ds_status status = open_piece(path, &fd, &info, err);
    if (status != DS_OK) return status;
    (void)close(fd);
    *out = (ds_piece_file){.path = path,
                           .fd = -1,
                           .device = info.st_dev,
                           .number = info.st_ino,
                           .size = (uint64_t)info.st_size,
                           .changed = info.st_mtim};
    return DS_OK;
}

ds_status ds_pieces_open(ds_pieces *p, const ds_piece_file *file, uint64_t offset, uint64_t end,
                         uint64_t line, size_t capacity, ds_error *err) {
    *p = (ds_pieces){.file = file,
                     .capacity = capacity,
                     .offset = offset,
                     .end = end,
                     .line = line,
                     .line_offset = offset};
    p->data = ds_malloc(capacity);
    return p->data == NULL ? ds_error_memory(err) : DS_OK;
}

void ds_pieces_done(ds_pieces *p) {
    ds_free(p->data);
    p->data = NULL;
}

ds_status ds_pieces_refuse(const ds_pieces *p, uint64_t column, const char *nl, const char *en,
                           ds_error *err) {
    return ds_error_texts(err, DS_INPUT, p->file->path, p->line, column, nl, en);
}

static bool is_as_it_was(const ds_piece_file *file, const struct stat *info) {
    return info->st_dev == file->device && info->st_ino == file->number &&
           (uint64_t)info->st_size == file->size && info->st_mtim.tv_sec == file->changed.tv_sec &&
           info->st_mtim.tv_nsec == file->changed.tv_nsec;
}

static ds_status read_piece(ds_pieces *p, int fd, size_t wanted, ds_error *err) {
    while (wanted > 0) {
        const ssize_t got = pread(fd, p->data + p->size, wanted, (off_t)(p->offset + p->size));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, p->file->path, errno, "lezen", "read");
        if (got == 0)
            return ds_error_at(err, DS_INPUT, p->file->path, 0, 0,
                               "dit bestand werd korter terwijl het gelezen werd",
                               "this file became shorter while it was read");
        p->size += (size_t)got;
        wanted -= (size_t)got;
    }
    return DS_OK;
}

static ds_status read_by_path(ds_pieces *p, size_t wanted, ds_error *err) {
    struct stat info;
    int fd = -1;
    ds_status status = open_piece(p->file->path, &fd, &info, err);
    if (status != DS_OK) return status;
    status = is_as_it_was(p->file, &info)
                 ? read_piece(p, fd, wanted, err)
                 : ds_error_at(err, DS_INPUT, p->file->path, 0, 0,
                               "dit bestand veranderde terwijl het gelezen werd",
                               "this file changed while it was read");
    (void)close(fd);
    return status;
}

/* Room behind what is unread: at least half of all there is. */
static ds_status make_room_behind(ds_pieces *p, ds_error *err) {
    char *more;
    if (p->at > 0) {
        memmove(p->data, p->data + p->at, p->size - p->at);
        p->offset += p->at;
        p->size -= p->at;
        p->at = 0;
    }
    if (p->size <= p->capacity / 2) return DS_OK;
    if (p->capacity >= ROW_MAX)
        return ds_pieces_refuse(p, 0, "deze regel is te lang", "this line is too long", err);
    more = ds_realloc_array(p->data, p->capacity * 2, 1);
    if (more == NULL) return ds_error_memory(err);
    p->data = more;
    p->capacity *= 2;
    return DS_OK;
}

ds_status ds_pieces_more(ds_pieces *p, bool *out_more, ds_error *err) {
    const uint64_t left = p->end - (p->offset + p->size);
    size_t wanted;
    ds_status status;
    *out_more = left > 0;
    if (left == 0) return DS_OK;
    status = make_room_behind(p, err);
    if (status != DS_OK) return status;
    wanted = p->capacity - p->size;
    if (wanted > left) wanted = (size_t)left;
    return p->file->fd >= 0 ? read_piece(p, p->file->fd, wanted, err)
                            : read_by_path(p, wanted, err);
}
