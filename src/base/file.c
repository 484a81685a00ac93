/* base/file.c: whole small files and folders. See file.h. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

ds_status ds_file_join(char out[DS_PATH_SIZE], const char *folder, const char *name,
                       ds_error *err) {
    char path[DS_PATH_SIZE];
    int size = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (size < 0 || (size_t)size >= sizeof path)
        return ds_error_set(err, DS_INPUT, "het pad is langer dan %d bytes",
                            "the path is longer than %d bytes", DS_PATH_SIZE - 1);
    memcpy(out, path, (size_t)size + 1);
    return DS_OK;
}

bool ds_file_exists(const char *path) {
    struct stat info;
    return stat(path, &info) == 0;
}

bool ds_file_is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Reads to the end or to maximum + 1 bytes, whichever is first. */
static ds_status read_all(int fd, const char *path, size_t maximum, char **data, size_t *size,
                          ds_error *err) {
    size_t capacity = 0;
    for (;;) {
        ssize_t got;
        if (!ds_reserve(data, &capacity, *size + 65536, 1)) return ds_error_memory(err);
        got = read(fd, *data + *size, capacity - *size - 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, path, errno, "lezen", "read");
        *size += (size_t)got;
        if (*size > maximum)
            return ds_error_at(err, DS_INPUT, path, 0, 0, "het bestand is groter dan %zu bytes",
                               "the file is larger than %zu bytes", maximum);
        if (got == 0) break;
    }
    (*data)[*size] = '\0';
    return DS_OK;
}

ds_status ds_file_read(const char *path, size_t maximum, char **out_data, size_t *out_size,
                       ds_error *err) {
    char *data = NULL;
    size_t size = 0;
    ds_status status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    status = read_all(fd, path, maximum, &data, &size, err);
    (void)close(fd);
    if (status != DS_OK) {
        ds_free(data);
        return status;
    }
    *out_data = data;
    *out_size = size;
    return DS_OK;
}

static int write_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        ssize_t put = write(fd, data, size);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno;
        data += put;
        size -= (size_t)put;
    }
    return fsync(fd) != 0 ? errno : 0;
}

ds_status ds_file_write(const char *path, const char *data, size_t size, ds_error *err) {
    char beside[DS_PATH_SIZE];
    int code, fd;
    int length = snprintf(beside, sizeof beside, "%s.nieuw", path);
    if (length < 0 || (size_t)length >= sizeof beside)
        return ds_error_system(err, path, ENAMETOOLONG, "schrijven", "write");
    fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return ds_error_system(err, path, errno, "schrijven", "write");
    code = write_all(fd, data, size);
    if (close(fd) != 0 && code == 0) code = errno;
    if (code == 0 && rename(beside, path) != 0) code = errno;
    if (code != 0) {
        (void)unlink(beside);
        return ds_error_system(err, path, code, "schrijven", "write");
    }
    return DS_OK;
}

ds_status ds_file_make_folder(const char *path, ds_error *err) {
    char part[DS_PATH_SIZE];
    size_t size = strlen(path);
    if (size >= sizeof part) return ds_error_system(err, path, ENAMETOOLONG, "maken", "make");
    memcpy(part, path, size + 1);
    for (size_t i = 1; i <= size; i++) {
        if (part[i] != '/' && part[i] != '\0') continue;
        part[i] = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return ds_error_system(err, part, errno, "maken", "make");
        part[i] = path[i];
    }
    if (!ds_file_is_folder(path)) return ds_error_system(err, path, ENOTDIR, "maken", "make");
    return DS_OK;
}

ds_status ds_file_sync_folder(const char *path, ds_error *err) {
    int code = 0;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    if (fsync(fd) != 0) code = errno;
    (void)close(fd);
    if (code != 0 && code != EINVAL) return ds_error_system(err, path, code, "schrijven", "write");
    return DS_OK;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static ds_status collect(DIR *dir, const char *folder, bool hidden, ds_file_names *names,
                         ds_error *err) {
    for (;;) {
        struct dirent *entry;
        char *copy;
        errno = 0;
        entry = readdir(dir);
        if (entry == NULL)
            return errno == 0 ? DS_OK : ds_error_system(err, folder, errno, "lezen", "read");
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (!hidden && entry->d_name[0] == '.') continue;
        copy = ds_strdup(entry->d_name);
        if (copy == NULL ||
            !ds_reserve(&names->names, &names->capacity, names->n_names + 1, sizeof(char *))) {
            ds_free(copy);
            return ds_error_memory(err);
        }
        names->names[names->n_names++] = copy;
    }
}

static ds_status list(const char *folder, bool hidden, ds_file_names *out, ds_error *err) {
    ds_file_names names = {0};
    ds_status status;
    DIR *dir = opendir(folder);
    if (dir == NULL) return ds_error_system(err, folder, errno, "openen", "open");
    status = collect(dir, folder, hidden, &names, err);
    (void)closedir(dir);
    if (status != DS_OK) {
        ds_file_names_done(&names);
        return status;
    }
    if (names.n_names > 0) qsort(names.names, names.n_names, sizeof *names.names, compare_names);
    *out = names;
    return DS_OK;
}

ds_status ds_file_list(const char *folder, ds_file_names *out, ds_error *err) {
    return list(folder, false, out, err);
}

void ds_file_names_done(ds_file_names *names) {
    for (size_t i = 0; i < names->n_names; i++)
        ds_free(names->names[i]);
    ds_free(names->names);
    *names = (ds_file_names){0};
}

static ds_status remove_content(const char *path, ds_error *err) {
    ds_file_names names = {0};
    ds_status status = list(path, true, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        char inside[DS_PATH_SIZE];
        status = ds_file_join(inside, path, names.names[i], err);
        if (status == DS_OK) status = ds_file_remove(inside, err);
    }
    ds_file_names_done(&names);
    return status;
}

ds_status ds_file_remove(const char *path, ds_error *err) {
    struct stat info;
    if (lstat(path, &info) != 0)
        return errno == ENOENT ? DS_OK : ds_error_system(err, path, errno, "verwijderen", "remove");
    if (S_ISDIR(info.st_mode)) {
        ds_status status = remove_content(path, err);
        if (status != DS_OK) return status;
    }
    if (remove(path) != 0 && errno != ENOENT)
        return ds_error_system(err, path, errno, "verwijderen", "remove");
    return DS_OK;
}
