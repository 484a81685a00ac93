/* web/api/published.c: see published.h. */
#include "web/api/published.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

enum { MANIFEST_MAX = 16 << 20, SHA256_SIZE = 64, ETAG_SIZE = 32 };

static const char manifest_name[] = "manifest.csv";

/* ---- the manifest ---- */

static ds_text take_line(ds_text *rest) {
    const char *end = rest->size == 0 ? NULL : memchr(rest->data, '\n', rest->size);
    const ds_text line = {rest->data, end == NULL ? rest->size : (size_t)(end - rest->data)};
    rest->data += line.size + (end != NULL);
    rest->size -= line.size + (end != NULL);
    return line;
}

/* A name of a file below openbaar/ as publishing gives them: no quotes, nothing that leads away. */
static bool is_path(ds_text path) {
    char before = '/';
    if (path.size == 0 || path.size >= 1024 || path.data[path.size - 1] == '/') return false;
    for (size_t i = 0; i < path.size; i++) {
        const char c = path.data[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '~' || c == '.' ||
                           c == '/';
        if (!plain || (before == '/' && (c == '.' || c == '/'))) return false;
        before = c;
    }
    return true;
}

static bool is_sha256(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (!((text.data[i] >= '0' && text.data[i] <= '9') ||
              (text.data[i] >= 'a' && text.data[i] <= 'f')))
            return false;
    return text.size == SHA256_SIZE;
}

/* "path,bytes,sha256": from the end, as only these two are of one shape. */
static bool read_line(ds_text line, ds_text *path, uint64_t *size, ds_text *sum) {
    int64_t bytes = 0;
    size_t comma = line.size;
    while (comma > 0 && line.data[comma - 1] != ',')
        comma--;
    if (comma == 0) return false;
    *sum = (ds_text){line.data + comma, line.size - comma};
    line.size = comma - 1;
    for (comma = line.size; comma > 0 && line.data[comma - 1] != ',';)
        comma--;
    if (comma == 0) return false;
    *path = (ds_text){line.data, comma - 1};
    if (!ds_number_parse_integer((ds_text){line.data + comma, line.size - comma}, &bytes) ||
        bytes < 0)
        return false;
    *size = (uint64_t)bytes;
    return is_path(*path) && is_sha256(*sum);
}

static ds_status keep_file(ds_web_published *out, ds_arena *arena, ds_text path, uint64_t size,
                           ds_text sum, ds_error *err) {
    ds_web_published_file *file;
    if (!ds_reserve(&out->files, &out->capacity, out->n + 1, sizeof *out->files))
        return ds_error_memory(err);
    file = &out->files[out->n];
    file->path = ds_arena_copy(arena, path);
    file->sha256 = ds_arena_copy(arena, sum);
    file->size = size;
    if (file->path == NULL || file->sha256 == NULL) return ds_error_memory(err);
    out->n++;
    return DS_OK;
}

static ds_status read_lines(ds_text text, ds_arena *arena, ds_web_published *out, ds_error *err) {
    ds_status status = DS_OK;
    (void)take_line(&text); /* the names of the columns */
    while (text.size > 0 && status == DS_OK) {
        ds_text line = take_line(&text), path, sum;
        uint64_t size;
        if (line.size > 0 && line.data[line.size - 1] == '\r') line.size--;
        if (read_line(line, &path, &size, &sum))
            status = keep_file(out, arena, path, size, sum, err);
    }
    return status;
}

/* Who fetched files holds them against it. */
static ds_status keep_manifest(ds_web_published *out, ds_arena *arena, ds_text text,
                               ds_error *err) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    (void)crypto_hash_sha256(digest, (const unsigned char *)text.data, text.size);
    (void)sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return keep_file(out, arena, ds_text_of(manifest_name), text.size, ds_text_of(hex), err);
}

static ds_status path_in_release(const ds_current_release *release, const char *name,
                                 char out[DS_PATH_SIZE], ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, ds_current_folder(release), "openbaar", err);
    return status == DS_OK ? ds_file_join(out, folder, name, err) : status;
}

ds_status ds_web_published_read(const ds_current_release *release, ds_arena *arena,
                                ds_web_published *out, ds_error *err) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size = 0;
    ds_status status;
    *out = (ds_web_published){0};
    if (ds_current_folder(release) == NULL) return DS_OK;
    status = path_in_release(release, manifest_name, path, err);
    if (status == DS_OK) status = ds_file_read(path, MANIFEST_MAX, &text, &size, err);
    if (status == DS_INPUT) return DS_OK;
    if (status == DS_OK) status = read_lines((ds_text){text, size}, arena, out, err);
    if (status == DS_OK) status = keep_manifest(out, arena, (ds_text){text, size}, err);
    ds_free(text);
    if (status != DS_OK) ds_web_published_done(out);
    return status;
}

void ds_web_published_done(ds_web_published *published) {
    ds_free(published->files);
    *published = (ds_web_published){0};
}

const ds_web_published_file *ds_web_published_find(const ds_web_published *published,
                                                   const char *path) {
    for (size_t i = 0; i < published->n; i++)
        if (strcmp(published->files[i].path, path) == 0) return &published->files[i];
    return NULL;
}

/* ---- a file ---- */

/* Below folder and through no link, however the path came to be. */
static int open_below(int folder, const char *path) {
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW,
                           .resolve =
                               RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

/* The same, part by part, where the system has no openat2 or a filter forbids it. */
static int open_by_parts(int folder, const char *path) {
    int at = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    char name[256];
    while (at >= 0) {
        const size_t size = strcspn(path, "/");
        const bool is_last = path[size] == '\0';
        int next = -1;
        if (size < sizeof name) {
            memcpy(name, path, size);
            name[size] = '\0';
            next = openat(at, name,
                          O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (is_last ? O_NONBLOCK : O_DIRECTORY));
        }
        (void)close(at);
        if (is_last || next < 0) return next;
        at = next;
        path += size + 1;
    }
    return -1;
}

static int open_published(const char *folder, const char *path) {
    const int at = open(folder, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int fd;
    if (at < 0) return -1;
    fd = open_below(at, path);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM)) fd = open_by_parts(at, path);
    (void)close(at);
    return fd;
}

static const struct {
    const char *ending, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".jsonld", "application/ld+json"},
    {".csv", "text/csv; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".pdf", "application/pdf"},
    {".woff2", "font/woff2"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
};
static const char unknown_type[] = "application/octet-stream";

const char *ds_web_published_type(const char *path) {
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].ending, dot) == 0) return types[i].type;
    return unknown_type;
}

ds_status ds_web_published_show(const ds_current_release *release,
                                const ds_web_published_file *file, ds_http_response *response,
                                bool *out_there, ds_error *err) {
    char folder[DS_PATH_SIZE];
    struct stat info;
    ds_status status = ds_file_join(folder, ds_current_folder(release), "openbaar", err);
    int fd;
    *out_there = false;
    if (status != DS_OK) return status;
    fd = open_published(folder, file->path);
    if (fd < 0)
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM ? ds_error_memory(err) : DS_OK;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || (uint64_t)info.st_size != file->size) {
        (void)close(fd);
        return DS_OK;
    }
    response->file = fd;
    response->file_size = file->size;
    response->type = ds_web_published_type(file->path);
    memcpy(response->etag, file->sha256, ETAG_SIZE);
    response->etag[ETAG_SIZE] = '\0';
    *out_there = true;
    return DS_OK;
}
