/* base/file.c: whole small files and folders. See file.h. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/leftover.h"
#include "base/memory.h"
#include "base/stop.h"

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
    return lstat(path, &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
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

ds_status ds_file_open_regular(const char *path, int *out, ds_error *err) {
    struct stat info;
    ds_status status = DS_OK;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    if (fstat(fd, &info) != 0)
        status = ds_error_system(err, path, errno, "openen", "open");
    else if (!S_ISREG(info.st_mode))
        status = ds_error_at(err, DS_INPUT, path, 0, 0,
                             "dit is geen gewoon bestand (maar een map, pijp of apparaat)",
                             "this is not a regular file (but a folder, pipe or device)");
    if (status == DS_OK)
        *out = fd;
    else
        (void)close(fd);
    return status;
}

/* A file, or the pipe without a name that the shell's <(…) and | make: that has a writer. */
static ds_status check_readable(int fd, const char *path, ds_error *err) {
    struct stat info;
    struct statfs system;
    if (fstat(fd, &info) != 0) return ds_error_system(err, path, errno, "openen", "open");
    if (S_ISREG(info.st_mode)) return DS_OK;
    if (S_ISFIFO(info.st_mode) && fstatfs(fd, &system) == 0 && system.f_type == PIPEFS_MAGIC &&
        fcntl(fd, F_SETFL, 0) == 0)
        return DS_OK;
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit is geen gewoon bestand (maar een map, pijp of apparaat)",
                       "this is not a regular file (but a folder, pipe or device)");
}

ds_status ds_file_read(const char *path, size_t maximum, char **out_data, size_t *out_size,
                       ds_error *err) {
    char *data = NULL;
    size_t size = 0;
    ds_status status;
    /* what has a writer is never waited for; a device is never read */
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    status = check_readable(fd, path, err);
    if (status == DS_OK) status = read_all(fd, path, maximum, &data, &size, err);
    (void)close(fd);
    if (status != DS_OK) {
        ds_free(data);
        return status;
    }
    *out_data = data;
    *out_size = size;
    return DS_OK;
}

/* ---- writing ---- */

static _Atomic uint64_t writes;
static _Atomic uint64_t fail_at;
static atomic_bool stopped; /* without a lock: from a signal handler */

void ds_file_stop(void) {
    atomic_store(&stopped, true);
}

void ds_file_stop_no_more(void) {
    atomic_store(&stopped, false);
}

bool ds_file_stopped(void) {
    return atomic_load_explicit(&stopped, memory_order_relaxed) || ds_stop_is_set();
}

ds_status ds_file_go_on(ds_error *err) {
    if (!ds_file_stopped()) return DS_OK;
    return ds_error_set(err, DS_FAULT, "er is gevraagd te stoppen", "it was asked to stop");
}

void ds_file_fail_at(uint64_t n) {
    atomic_store(&writes, 0);
    atomic_store(&fail_at, n);
}

uint64_t ds_file_writes(void) {
    return atomic_load(&writes);
}

bool ds_file_refuses(void) {
    const uint64_t limit = atomic_load_explicit(&fail_at, memory_order_relaxed);
    const uint64_t now = atomic_fetch_add_explicit(&writes, 1, memory_order_relaxed) + 1;
    if (ds_file_stopped()) {
        errno = ECANCELED;
        return true;
    }
    if (limit == 0 || now != limit) return false;
    errno = ENOSPC;
    return true;
}

static const char unfinished[] = ".doorstroom-";
enum { UNFINISHED_DIGITS = 16, TRIES = 100 };

bool ds_file_is_unfinished(const char *name) {
    const size_t size = sizeof unfinished - 1;
    return strncmp(name, unfinished, size) == 0 && strlen(name + size) == UNFINISHED_DIGITS &&
           strspn(name + size, "0123456789abcdef") == UNFINISHED_DIGITS;
}

/* A name in path's folder that nobody can have laid a link under. */
static int choose_beside(const char *path, char out[DS_PATH_SIZE]) {
    uint64_t number;
    const char *slash = strrchr(path, '/');
    int above = slash == NULL ? 0 : (int)(slash - path) + 1, size;
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
        return errno == 0 ? EAGAIN : errno;
    size = snprintf(out, DS_PATH_SIZE, "%.*s%s%0*llx", above, path, unfinished, UNFINISHED_DIGITS,
                    (unsigned long long)number);
    return size < 0 || size >= DS_PATH_SIZE ? ENAMETOOLONG : 0;
}

static int create_new(const char *path, mode_t mode, int *out_fd) {
    int fd = ds_file_refuses()
                 ? -1
                 : open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0) return errno;
    *out_fd = fd;
    return 0;
}

static int create_beside(const char *path, mode_t mode, char out[DS_PATH_SIZE], int *out_fd) {
    int code = EEXIST;
    for (int i = 0; code == EEXIST && i < TRIES; i++) {
        code = choose_beside(path, out);
        if (code == 0) code = create_new(out, mode, out_fd);
        if (code == 0 && !ds_leftover_hold(*out_fd)) {
            (void)close(*out_fd);
            code = EEXIST;
        }
    }
    return code;
}

ds_status ds_file_create(const char *path, int *out_fd, ds_error *err) {
    int code = create_new(path, 0666, out_fd);
    return code == 0 ? DS_OK : ds_error_system(err, path, code, "schrijven", "write");
}

/* A disk without permissions refuses the owner too. */
static int make_private(int fd) {
    struct stat info;
    mode_t wanted;
    if (fstat(fd, &info) != 0) return errno;
    wanted = S_ISDIR(info.st_mode) ? 0700 : 0600;
    if ((info.st_mode & 07777) == wanted || fchmod(fd, wanted) == 0) return 0;
    return info.st_uid == geteuid() && (errno == EPERM || errno == ENOTSUP || errno == ENOSYS)
               ? 0
               : errno;
}

ds_status ds_file_make_private(int fd, const char *path, ds_error *err) {
    int code = make_private(fd);
    if (code == 0) return DS_OK;
    return ds_error_system(err, path, code, "voor anderen afsluiten", "close to others");
}

ds_status ds_file_create_private(const char *path, int *out_fd, ds_error *err) {
    int fd = -1, code = create_new(path, 0600, &fd);
    if (code == 0 && (code = make_private(fd)) != 0) {
        (void)close(fd);
        (void)unlink(path);
    }
    if (code != 0) return ds_error_system(err, path, code, "schrijven", "write");
    *out_fd = fd;
    return DS_OK;
}

/* at UINT64_MAX: where the file stands. */
static int put_all(int fd, const char *data, size_t size, uint64_t at) {
    while (size > 0) {
        ssize_t put = -1;
        if (!ds_file_refuses())
            put = at == UINT64_MAX ? write(fd, data, size) : pwrite(fd, data, size, (off_t)at);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return put == 0 ? ENOSPC : errno;
        data += put;
        size -= (size_t)put;
        if (at != UINT64_MAX) at += (uint64_t)put;
    }
    return 0;
}

ds_status ds_file_put(int fd, const char *path, const void *data, size_t size, ds_error *err) {
    int code = put_all(fd, data, size, UINT64_MAX);
    return code == 0 ? DS_OK : ds_error_system(err, path, code, "schrijven", "write");
}

ds_status ds_file_put_at(int fd, const char *path, const void *data, size_t size, uint64_t at,
                         ds_error *err) {
    int code = put_all(fd, data, size, at);
    return code == 0 ? DS_OK : ds_error_system(err, path, code, "schrijven", "write");
}

static int sync_file(int fd) {
    return ds_file_refuses() || fsync(fd) != 0 ? errno : 0;
}

ds_status ds_file_sync(int fd, const char *path, ds_error *err) {
    int code = sync_file(fd);
    return code == 0 ? DS_OK : ds_error_system(err, path, code, "schrijven", "write");
}

/* Who may read an earlier file may read the one that takes its place, and nobody else. */
static int keep_mode(int fd, const char *path) {
    struct stat info;
    if (lstat(path, &info) != 0 || !S_ISREG(info.st_mode)) return 0;
    if (fchmod(fd, info.st_mode & 0777) == 0 || errno == EPERM || errno == ENOTSUP) return 0;
    return errno;
}

/* "it does not exist" would read as if the file had to be there. */
static ds_status refuse_missing_folder(const char *path, ds_error *err) {
    const char *slash = strrchr(path, '/');
    const int size = slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path);
    return ds_error_at(
        err, DS_INPUT, path, 0, 0, "kan het niet schrijven: de map %.*s bestaat niet",
        "cannot write it: the folder %.*s does not exist", size, slash == NULL ? "." : path);
}

ds_status ds_file_begin(const char *path, bool private, ds_unfinished *out, ds_error *err) {
    int code = strlen(path) < sizeof out->path ? 0 : ENAMETOOLONG;
    out->fd = -1;
    if (code == 0) {
        memcpy(out->path, path, strlen(path) + 1);
        ds_leftover_clear(path);
        code = create_beside(path, private ? 0600 : 0666, out->beside, &out->fd);
    }
    if (code == ENOENT) return refuse_missing_folder(path, err);
    if (code != 0) return ds_error_system(err, path, code, "schrijven", "write");
    code = private ? make_private(out->fd) : keep_mode(out->fd, path);
    if (code == 0) return DS_OK;
    ds_file_abandon(out);
    return ds_error_system(err, path, code, "schrijven", "write");
}

ds_status ds_file_commit(ds_unfinished *file, ds_error *err) {
    int code = sync_file(file->fd);
    /* before it is closed, for with that its lock goes; what is on the disk needs no close */
    if (code == 0 && (ds_file_refuses() || rename(file->beside, file->path) != 0)) code = errno;
    if (code != 0) (void)unlink(file->beside);
    (void)close(file->fd);
    file->fd = -1;
    if (code == 0) return DS_OK;
    return ds_error_system(err, file->path, code, "schrijven", "write");
}

void ds_file_abandon(ds_unfinished *file) {
    if (file->fd < 0) return;
    (void)close(file->fd);
    (void)unlink(file->beside);
    file->fd = -1;
}

/* A disk without a second name for a file (FAT, some of the network) gives it another one. */
static int name_beside(const char *path, const char *beside) {
    if (ds_file_refuses()) return errno;
    if (link(path, beside) == 0) return 0;
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK) return errno;
    return rename(path, beside) == 0 ? 0 : errno;
}

static int keep_beside(ds_unfinished *file) {
    int code = EEXIST;
    for (int i = 0; code == EEXIST && i < TRIES; i++) {
        code = choose_beside(file->path, file->beside);
        if (code == 0) code = name_beside(file->path, file->beside);
    }
    return code;
}

ds_status ds_file_keep(const char *path, ds_unfinished *out, ds_error *err) {
    int code = strlen(path) < sizeof out->path ? 0 : ENAMETOOLONG;
    out->fd = -1;
    if (code == 0) {
        memcpy(out->path, path, strlen(path) + 1);
        out->fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (out->fd < 0 && errno == ENOENT) return DS_OK;
        code = out->fd < 0 ? errno : ds_leftover_hold(out->fd) ? keep_beside(out) : EBUSY;
    }
    if (code == 0) return DS_OK;
    if (out->fd >= 0) (void)close(out->fd);
    out->fd = -1;
    return ds_error_system(err, path, code, "bewaren", "keep");
}

static ds_status write_file(const char *path, bool private, const char *data, size_t size,
                            ds_error *err) {
    ds_unfinished file;
    ds_status status = ds_file_begin(path, private, &file, err);
    if (status != DS_OK) return status;
    status = ds_file_put(file.fd, path, data, size, err);
    if (status == DS_OK) return ds_file_commit(&file, err);
    ds_file_abandon(&file);
    return status;
}

ds_status ds_file_write(const char *path, const char *data, size_t size, ds_error *err) {
    return write_file(path, false, data, size, err);
}

ds_status ds_file_write_private(const char *path, const char *data, size_t size, ds_error *err) {
    return write_file(path, true, data, size, err);
}

static int open_nameless(const char *folder) {
    char path[DS_PATH_SIZE];
    const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    int n;
    if (fd >= 0) return fd;
    n = snprintf(path, sizeof path, "%s/doorstroom-XXXXXX", folder);
    if (n < 0 || (size_t)n >= sizeof path) return -1;
    n = mkostemp(path, O_CLOEXEC); /* a disk that has no files without a name */
    if (n >= 0) (void)unlink(path);
    return n;
}

ds_status ds_file_temporary(int *out_fd, ds_error *err) {
    const char *said = getenv("TMPDIR"), *folders[] = {said, "/var/tmp", "/tmp"};
    int fd = -1;
    for (size_t i = 0; fd < 0 && i < sizeof folders / sizeof *folders; i++)
        if (folders[i] != NULL && folders[i][0] != '\0' && !ds_file_refuses())
            fd = open_nameless(folders[i]);
    if (fd < 0)
        return ds_error_at(err, DS_FAULT, said == NULL ? "/var/tmp" : said, 0, 0,
                           "kan hier geen tijdelijk bestand maken; TMPDIR zegt waar wel",
                           "cannot make a temporary file here; TMPDIR says where it can be");
    *out_fd = fd;
    return DS_OK;
}

/* ---- folders ---- */

ds_status ds_file_make_folder(const char *path, ds_error *err) {
    char part[DS_PATH_SIZE];
    size_t size = strlen(path);
    if (size >= sizeof part) return ds_error_system(err, path, ENAMETOOLONG, "maken", "make");
    memcpy(part, path, size + 1);
    for (size_t i = 1; i <= size; i++) {
        if (part[i] != '/' && part[i] != '\0') continue;
        part[i] = '\0';
        if ((ds_file_refuses() || mkdir(part, 0777) != 0) && errno != EEXIST)
            return ds_error_system(err, part, errno, "maken", "make");
        part[i] = path[i];
    }
    if (!ds_file_is_folder(path)) return ds_error_system(err, path, ENOTDIR, "maken", "make");
    return DS_OK;
}

ds_status ds_file_make_private_folder(const char *path, ds_error *err) {
    ds_status status;
    int fd, above = 0;
    const char *slash = strrchr(path, '/');
    char parent[DS_PATH_SIZE];
    if (slash != NULL && slash != path) above = (int)(slash - path);
    if (snprintf(parent, sizeof parent, "%.*s", above, path) >= (int)sizeof parent)
        return ds_error_system(err, path, ENAMETOOLONG, "maken", "make");
    status = above == 0 ? DS_OK : ds_file_make_folder(parent, err);
    if (status != DS_OK) return status;
    if ((ds_file_refuses() || mkdir(path, 0700) != 0) && errno != EEXIST)
        return ds_error_system(err, path, errno, "maken", "make");
    fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    status = ds_file_make_private(fd, path, err);
    (void)close(fd);
    return status;
}

ds_status ds_file_sync_folder(const char *path, ds_error *err) {
    int code = 0;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    code = sync_file(fd);
    (void)close(fd);
    if (code != 0 && code != EINVAL) return ds_error_system(err, path, code, "schrijven", "write");
    return DS_OK;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static ds_status collect_names(DIR *dir, const char *folder, bool hidden, ds_file_names *names,
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

/* Takes dir. */
static ds_status list_folder(DIR *dir, const char *path, bool hidden, ds_file_names *out,
                             ds_error *err) {
    ds_file_names names = {0};
    ds_status status;
    if (dir == NULL) return ds_error_system(err, path, errno, "openen", "open");
    status = collect_names(dir, path, hidden, &names, err);
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
    return list_folder(opendir(folder), folder, false, out, err);
}

ds_status ds_file_list_all(int folder, const char *path, ds_file_names *out, ds_error *err) {
    DIR *dir = NULL;
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (again >= 0 && (dir = fdopendir(again)) == NULL) {
        ds_status status = ds_error_system(err, path, errno, "openen", "open");
        (void)close(again);
        return status;
    }
    return list_folder(dir, path, true, out, err);
}

void ds_file_names_done(ds_file_names *names) {
    for (size_t i = 0; i < names->n_names; i++)
        ds_free(names->names[i]);
    ds_free(names->names);
    *names = (ds_file_names){0};
}

/* ---- links ---- */

ds_status ds_file_read_link(const char *path, char *out, size_t size, ds_error *err) {
    const ssize_t n = readlink(path, out, size);
    const int code = n < 0 ? errno : 0;
    out[n < 0 || (size_t)n >= size ? 0 : n] = '\0';
    return code == 0 || code == ENOENT || code == ENOTDIR || code == EINVAL
               ? DS_OK
               : ds_error_system(err, path, code, "lezen", "read");
}

/* ---- removing ---- */

static ds_status remove_content(int folder, const char *path, const char *name, ds_error *err) {
    ds_file_names names = {0};
    ds_status status;
    int inside = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inside < 0) return ds_error_system(err, path, errno, "verwijderen", "remove");
    status = ds_file_list_all(inside, path, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        status = ds_file_remove_at(inside, path, names.names[i], err);
    ds_file_names_done(&names);
    (void)close(inside);
    return status;
}

ds_status ds_file_remove_at(int folder, const char *path, const char *name, ds_error *err) {
    struct stat info;
    int how = 0;
    if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? DS_OK : ds_error_system(err, path, errno, "verwijderen", "remove");
    if (S_ISDIR(info.st_mode)) {
        ds_status status = remove_content(folder, path, name, err);
        if (status != DS_OK) return status;
        how = AT_REMOVEDIR;
    }
    if (unlinkat(folder, name, how) != 0 && errno != ENOENT)
        return ds_error_system(err, path, errno, "verwijderen", "remove");
    return DS_OK;
}

ds_status ds_file_remove(const char *path, ds_error *err) {
    return ds_file_remove_at(AT_FDCWD, path, path, err);
}
