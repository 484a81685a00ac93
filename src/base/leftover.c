/* base/leftover.c: see leftover.h. */
#include "base/leftover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

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
