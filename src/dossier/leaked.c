/* dossier/leaked.c: passwords that are known to have leaked, out of a list that somebody put on
 * this machine: SHA-1 checksums in hexadecimal, rising, one a line, with what they like behind a
 * colon (as the downloader of Have I Been Pwned writes it, some 40 GB). It is asked by halving, a
 * few dozen reads of a line each; nothing of it is kept in memory, and nobody outside is asked. See
 * token.h. */
#include "dossier/leaked.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "dossier/totp.h"

enum { HEX = 2 * DS_SHA1_SIZE, LINE_MAX_BYTES = 128, SAMPLES = 64 };

struct ds_leaked {
    int fd;
    int64_t size;
    char path[DS_PATH_SIZE];
};

typedef struct leaked_line {
    int64_t start, next; /* offsets; start == size: there is none any more */
    unsigned char sum[DS_SHA1_SIZE];
} leaked_line;

static ds_status refuse_list(const ds_leaked *list, ds_error *err) {
    return ds_error_at(err, DS_INPUT, list->path, 0, 0,
                       "dit is geen lijst van SHA-1-controlegetallen die oploopt, een per regel",
                       "this is no list of SHA-1 checksums that rises, one a line");
}

/* The first line that starts at `from` or after it. */
static ds_status read_line_from(const ds_leaked *list, int64_t from, leaked_line *out,
                                ds_error *err) {
    char bytes[2 * LINE_MAX_BYTES];
    const int64_t at = from == 0 ? 0 : from - 1;
    const ssize_t n = pread(list->fd, bytes, sizeof bytes, (off_t)at);
    const char *line = bytes, *end;
    size_t left;
    if (n < 0) return ds_error_system(err, list->path, errno, "lezen", "read");
    left = (size_t)n;
    if (from > 0) {
        line = memchr(bytes, '\n', left);
        if (line == NULL && n == (ssize_t)sizeof bytes) return refuse_list(list, err);
        line = line == NULL ? bytes + n : line + 1;
        left = (size_t)(bytes + n - line);
    }
    out->start = out->next = at + (line - bytes);
    if (left == 0) return DS_OK;
    end = memchr(line, '\n', left);
    if (left < HEX || sodium_hex2bin(out->sum, sizeof out->sum, line, HEX, NULL, NULL, NULL) != 0 ||
        (end == NULL && out->start + (int64_t)left < list->size))
        return refuse_list(list, err);
    out->next = end == NULL ? list->size : at + (end - bytes) + 1;
    return DS_OK;
}

/* Lines here and there: sums, and rising. */
static ds_status check_samples(const ds_leaked *list, ds_error *err) {
    leaked_line last = {.start = -1}, line;
    for (int64_t i = 0; i < SAMPLES; i++) {
        ds_status status = read_line_from(list, list->size / SAMPLES * i, &line, err);
        if (status != DS_OK) return status;
        if (line.start == list->size) return i == 0 ? refuse_list(list, err) : DS_OK;
        if (last.start >= 0 && line.start != last.start &&
            memcmp(last.sum, line.sum, sizeof line.sum) >= 0)
            return refuse_list(list, err);
        last = line;
    }
    return DS_OK;
}

ds_status ds_leaked_open(const char *path, ds_leaked **out, ds_error *err) {
    struct stat info;
    ds_status status;
    ds_leaked *list = ds_calloc(1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    list->fd = -1;
    (void)snprintf(list->path, sizeof list->path, "%s", path); /* for messages */
    status = ds_file_open_regular(path, &list->fd, err);
    if (status == DS_OK && fstat(list->fd, &info) != 0)
        status = ds_error_system(err, path, errno, "lezen", "read");
    if (status == DS_OK) {
        list->size = (int64_t)info.st_size;
        status = check_samples(list, err);
    }
    if (status == DS_OK)
        *out = list;
    else
        ds_leaked_close(list);
    return status;
}

void ds_leaked_close(ds_leaked *list) {
    if (list == NULL) return;
    if (list->fd >= 0) (void)close(list->fd);
    ds_free(list);
}

ds_status ds_leaked_has(const ds_leaked *list, const char *password, bool *out, ds_error *err) {
    unsigned char sum[DS_SHA1_SIZE];
    int64_t low = 0, high = list->size; /* where its line would start */
    ds_sha1(password, strlen(password), sum);
    *out = false;
    while (low < high && !*out) {
        const int64_t middle = low + (high - low) / 2;
        leaked_line line;
        int order;
        const ds_status status = read_line_from(list, middle, &line, err);
        if (status != DS_OK) return status;
        order = line.start >= high ? -1 : memcmp(sum, line.sum, sizeof sum);
        if (order < 0) high = middle;
        if (order > 0) low = line.next;
        *out = order == 0;
    }
    sodium_memzero(sum, sizeof sum);
    return DS_OK;
}
