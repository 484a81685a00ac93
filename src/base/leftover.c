/* base/leftover.c: see leftover.h. */
#include "base/leftover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

bool ds_leftover_hold(int fd) {
    struct stat info;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
    return fstat(fd, &info) != 0 || info.st_nlink > 0;
}

bool ds_leftover_is_remote(int fd) {
    /* NFS, SMB by three names, FUSE, 9P, AFS, Ceph, Lustre (statfs(2)) */
    static const uint32_t kinds[] = {0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x65735546,
                                     0x01021997, 0x5346414F, 0x00C36400, 0x0BD00BD0};
    struct statfs disk;
    if (fstatfs(fd, &disk) != 0) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((uint32_t)disk.f_type == kinds[i]) return true;
    return false;
}

static void clear_one(int folder, const char *name) {
    struct stat info;
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0)
        (void)unlinkat(folder, name, 0);
    (void)close(fd);
}

/* Takes folder. */
static void clear_folder(int folder) {
    DIR *dir = ds_leftover_is_remote(folder) ? NULL : fdopendir(folder);
    const struct dirent *entry;
    if (dir == NULL) {
        (void)close(folder);
        return;
    }
    while ((entry = readdir(dir)) != NULL)
        if (ds_file_is_unfinished(entry->d_name)) clear_one(folder, entry->d_name);
    (void)closedir(dir);
}

void ds_leftover_clear(const char *path) {
    char above[PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    const size_t size = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    int folder;
    if (size >= sizeof above) return;
    if (size > 0) {
        memcpy(above, path, size);
        above[size] = '\0';
    }
    folder = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) clear_folder(folder);
}

void ds_leftover_clear_in(const char *work_folder, const char *name) {
    char path[DS_PATH_SIZE];
    int folder;
    if (ds_file_join(path, work_folder, name, NULL) != DS_OK) return;
    folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) clear_folder(folder);
}

/* ---- folders ---- */

static const char folder_name[] = "doorstroom-tijdelijk-";
enum { FOLDER_MARKS = 6, FOLDER_TRIES = 100 }; /* mkdtemp(3) */

static const char *temporary_place(void) {
    const char *where = getenv("TMPDIR");
    return where == NULL || where[0] != '/' ? "/var/tmp" : where;
}

static bool is_folder_name(const char *name) {
    const size_t size = sizeof folder_name - 1;
    return strncmp(name, folder_name, size) == 0 && strlen(name) == size + FOLDER_MARKS;
}

static int open_own_folder(int above, const char *name) {
    struct stat info;
    const int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || (fstat(fd, &info) == 0 && info.st_uid == geteuid())) return fd;
    (void)close(fd);
    return -1;
}

static void clear_left_folder(int above, const char *name) {
    const int fd = open_own_folder(above, name);
    if (fd < 0) return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 &&
        ds_file_remove_at(above, temporary_place(), name, NULL) != DS_OK) {
        (void)close(fd); /* what cannot be removed stays its owner's */
        return;
    }
    (void)close(fd);
}

void ds_leftover_folders_clear(void) {
    const int above = open(temporary_place(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = above < 0 || ds_leftover_is_remote(above) ? NULL : fdopendir(above);
    const struct dirent *entry;
    if (dir == NULL) {
        if (above >= 0) (void)close(above);
        return;
    }
    while ((entry = readdir(dir)) != NULL)
        if (is_folder_name(entry->d_name)) clear_left_folder(above, entry->d_name);
    (void)closedir(dir);
}

/* Who clears away may have been first: then it is gone, and another is made. */
static bool hold_folder(ds_leftover_folder *folder) {
    folder->fd = open_own_folder(AT_FDCWD, folder->path);
    if (folder->fd < 0) return false;
    if (ds_leftover_hold(folder->fd) && ds_file_exists(folder->path)) return true;
    (void)close(folder->fd);
    return false;
}

ds_status ds_leftover_folder_make(ds_leftover_folder *out, ds_error *err) {
    ds_leftover_folders_clear();
    errno = EAGAIN;
    for (int i = 0; i < FOLDER_TRIES; i++) {
        const int size =
            snprintf(out->path, sizeof out->path, "%s/%sXXXXXX", temporary_place(), folder_name);
        if (size < 0 || (size_t)size >= sizeof out->path || ds_file_refuses() ||
            mkdtemp(out->path) == NULL)
            break;
        if (hold_folder(out)) return DS_OK;
    }
    return ds_error_system(err, "TMPDIR", errno, "schrijven", "write");
}

/* The lock last: until then nobody else clears it away. */
ds_status ds_leftover_folder_remove(ds_leftover_folder *folder, ds_error *err) {
    const ds_status status = ds_file_remove(folder->path, err);
    (void)close(folder->fd);
    folder->fd = -1;
    return status;
}
