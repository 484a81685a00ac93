/* tests/faults/shim_files.c: the shim's calls on files and folders. See shim.h. */
#undef _FORTIFY_SOURCE /* the functions here are those that its checks call */
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "faults/shim_inside.h"

/* What glibc calls these where it checks sizes, and for programs built long ago. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
 */

/* ---- opening and closing ---- */

static mode_t mode_in(int flags, va_list more) {
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(more, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
    const int what = shim_meet(DS_SHIM_open, SHIM_CALLER);
    va_list more;
    mode_t mode;
    va_start(more, flags);
    mode = mode_in(flags, more);
    va_end(more);
    if (what > 0) {
        errno = what;
        return -1;
    }
    return SHIM_REAL(open)(shim_path(path), flags, mode);
}
SHIM_ALSO(open, open64);

int openat(int folder, const char *path, int flags, ...) {
    const int what = shim_meet(DS_SHIM_openat, SHIM_CALLER);
    va_list more;
    mode_t mode;
    va_start(more, flags);
    mode = mode_in(flags, more);
    va_end(more);
    if (what > 0) {
        errno = what;
        return -1;
    }
    return SHIM_REAL(openat)(folder, shim_path(path), flags, mode);
}
SHIM_ALSO(openat, openat64);

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags) {
    return open(path, flags, 0);
}

int __openat_2(int folder, const char *path, int flags);
int __openat_2(int folder, const char *path, int flags) {
    return openat(folder, path, flags, 0);
}

/* As the kernel does it: what fails is closed all the same. */
int close(int fd) {
    const int what = shim_meet(DS_SHIM_close, SHIM_CALLER);
    const int code = SHIM_REAL(close)(fd);
    if (what <= 0) return code;
    errno = what;
    return -1;
}

SHIM_WRAP(int, -1, creat, (const char *path, mode_t mode), path, mode)
SHIM_WRAP(int, -1, dup, (int fd), fd)
SHIM_WRAP(int, -1, dup2, (int from, int to), from, to)
SHIM_WRAP(off_t, -1, lseek, (int fd, off_t offset, int whence), fd, offset, whence)
SHIM_ALSO(lseek, lseek64);
SHIM_WRAP(int, -1, mkstemp, (char *path), path)
SHIM_WRAP(int, -1, mkostemp, (char *path, int flags), path, flags)
SHIM_WRAP(int, -1, memfd_create, (const char *name, unsigned flags), name, flags)

/* ---- locks ---- */

int flock(int fd, int how) {
    const int what = shim_meet(DS_SHIM_flock, SHIM_CALLER);
    if (what > 0 || shim_lock() > 0) {
        errno = what > 0 ? what : shim_lock();
        return -1;
    }
    return shim_lock() < 0 ? 0 : SHIM_REAL(flock)(fd, how);
}

static bool is_lock(int command) {
    return command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK ||
           command == F_OFD_SETLKW;
}

/* The argument is a number or a pointer: a register all the same. */
int fcntl(int fd, int command, ...) {
    const int what = shim_meet(DS_SHIM_fcntl, SHIM_CALLER);
    const int lock = is_lock(command) ? shim_lock() : 0;
    va_list more;
    void *argument;
    va_start(more, command);
    argument = va_arg(more, void *);
    va_end(more);
    if (what > 0 || lock > 0) {
        errno = what > 0 ? what : lock;
        return -1;
    }
    return lock < 0 ? 0 : SHIM_REAL(fcntl)(fd, command, argument);
}
SHIM_ALSO(fcntl, fcntl64);

int ioctl(int fd, unsigned long request, ...) {
    const int what = shim_meet(DS_SHIM_ioctl, SHIM_CALLER);
    va_list more;
    void *argument;
    va_start(more, request);
    argument = va_arg(more, void *);
    va_end(more);
    if (what <= 0) return SHIM_REAL(ioctl)(fd, request, argument);
    errno = what;
    return -1;
}

/* ---- reading and writing ---- */

#define SHIM_TRANSFER(name, parameters, size, ...)                                                 \
    ssize_t name parameters {                                                                      \
        const int what =                                                                           \
            shim_is_heard(DS_SHIM_##name, fd) ? shim_meet(DS_SHIM_##name, SHIM_CALLER) : 0;        \
        if (what > 0) {                                                                            \
            errno = what;                                                                          \
            return -1;                                                                             \
        }                                                                                          \
        size = shim_part(what, size);                                                              \
        return SHIM_REAL(name)(__VA_ARGS__);                                                       \
    }

SHIM_TRANSFER(read, (int fd, void *data, size_t size), size, fd, data, size)
SHIM_TRANSFER(pread, (int fd, void *data, size_t size, off_t offset), size, fd, data, size, offset)
SHIM_TRANSFER(write, (int fd, const void *data, size_t size), size, fd, data, size)
SHIM_TRANSFER(pwrite, (int fd, const void *data, size_t size, off_t offset), size, fd, data, size,
              offset)
SHIM_ALSO(pread, pread64);
SHIM_ALSO(pwrite, pwrite64);

ssize_t __read_chk(int fd, void *data, size_t size, size_t room);
ssize_t __read_chk(int fd, void *data, size_t size, size_t room) {
    if (size > room) abort();
    return read(fd, data, size);
}

ssize_t __pread_chk(int fd, void *data, size_t size, off_t offset, size_t room);
ssize_t __pread_chk(int fd, void *data, size_t size, off_t offset, size_t room) {
    if (size > room) abort();
    return pread(fd, data, size, offset);
}
SHIM_ALSO(__pread_chk, __pread64_chk);

SHIM_WRAP(ssize_t, -1, readv, (int fd, const struct iovec *parts, int n), fd, parts, n)
SHIM_WRAP(ssize_t, -1, writev, (int fd, const struct iovec *parts, int n), fd, parts, n)
SHIM_WRAP(ssize_t, -1, preadv, (int fd, const struct iovec *parts, int n, off_t offset), fd, parts,
          n, offset)
SHIM_WRAP(ssize_t, -1, pwritev, (int fd, const struct iovec *parts, int n, off_t offset), fd, parts,
          n, offset)

/* ---- onto the disk ---- */

#define SHIM_SYNC(name, parameters, ...)                                                           \
    int name parameters {                                                                          \
        const int what = shim_meet(DS_SHIM_##name, SHIM_CALLER);                                   \
        shim_wait_for_disk();                                                                      \
        if (what <= 0) return SHIM_REAL(name)(__VA_ARGS__);                                        \
        errno = what;                                                                              \
        return -1;                                                                                 \
    }
SHIM_SYNC(fsync, (int fd), fd)
SHIM_SYNC(fdatasync, (int fd), fd)
SHIM_SYNC(syncfs, (int fd), fd)
SHIM_SYNC(msync, (void *data, size_t size, int flags), data, size, flags)

SHIM_WRAP(int, -1, ftruncate, (int fd, off_t size), fd, size)
SHIM_ALSO(ftruncate, ftruncate64);
SHIM_WRAP(int, -1, truncate, (const char *path, off_t size), path, size)
SHIM_WRAP(int, -1, fallocate, (int fd, int how, off_t from, off_t size), fd, how, from, size)
SHIM_ALSO(fallocate, fallocate64);
SHIM_WRAP_CODE(posix_fallocate, (int fd, off_t from, off_t size), fd, from, size)
SHIM_ALSO(posix_fallocate, posix_fallocate64);
SHIM_WRAP_CODE(posix_fadvise, (int fd, off_t from, off_t size, int how), fd, from, size, how)

/* ---- names ---- */

SHIM_WRAP(int, -1, rename, (const char *from, const char *to), from, to)
SHIM_WRAP(int, -1, renameat, (int above, const char *from, int other, const char *to), above, from,
          other, to)
SHIM_WRAP(int, -1, renameat2,
          (int above, const char *from, int other, const char *to, unsigned how), above, from,
          other, to, how)
SHIM_WRAP(int, -1, link, (const char *from, const char *to), from, to)
SHIM_WRAP(int, -1, linkat, (int above, const char *from, int other, const char *to, int how), above,
          from, other, to, how)
SHIM_WRAP(int, -1, symlink, (const char *to, const char *path), to, path)
SHIM_WRAP(int, -1, symlinkat, (const char *to, int folder, const char *path), to, folder, path)
SHIM_WRAP(int, -1, mkdir, (const char *path, mode_t mode), path, mode)
SHIM_WRAP(int, -1, mkdirat, (int folder, const char *path, mode_t mode), folder, path, mode)
SHIM_WRAP(int, -1, unlink, (const char *path), path)
SHIM_WRAP(int, -1, unlinkat, (int folder, const char *path, int how), folder, path, how)
SHIM_WRAP(int, -1, rmdir, (const char *path), path)
SHIM_WRAP(int, -1, remove, (const char *path), path)
SHIM_WRAP(int, -1, chmod, (const char *path, mode_t mode), path, mode)
SHIM_WRAP(int, -1, fchmod, (int fd, mode_t mode), fd, mode)
SHIM_WRAP(int, -1, access, (const char *path, int how), path, how)
SHIM_WRAP(int, -1, faccessat, (int folder, const char *path, int how, int flags), folder, path, how,
          flags)
SHIM_WRAP(char *, NULL, realpath, (const char *path, char *out), path, out)
SHIM_WRAP(char *, NULL, getcwd, (char *out, size_t size), out, size)

char *__realpath_chk(const char *path, char *out, size_t room);
char *__realpath_chk(const char *path, char *out, size_t room) {
    (void)room; /* of PATH_MAX, or the caller would not have been compiled */
    return realpath(path, out);
}

ssize_t readlink(const char *path, char *out, size_t size) {
    const int what = shim_meet(DS_SHIM_readlink, SHIM_CALLER);
    const char *instead = shim_link(path);
    if (what > 0) {
        errno = what;
        return -1;
    }
    return instead == NULL ? SHIM_REAL(readlink)(path, out, size)
                           : shim_copy_link(instead, out, size);
}

ssize_t readlinkat(int folder, const char *path, char *out, size_t size) {
    const int what = shim_meet(DS_SHIM_readlinkat, SHIM_CALLER);
    const char *instead = shim_link(path);
    if (what > 0) {
        errno = what;
        return -1;
    }
    return instead == NULL ? SHIM_REAL(readlinkat)(folder, path, out, size)
                           : shim_copy_link(instead, out, size);
}

ssize_t __readlink_chk(const char *path, char *out, size_t size, size_t room);
ssize_t __readlink_chk(const char *path, char *out, size_t size, size_t room) {
    if (size > room) abort();
    return readlink(path, out, size);
}

/* ---- what is there ---- */

SHIM_WRAP(int, -1, stat, (const char *path, struct stat *out), path, out)
SHIM_WRAP(int, -1, lstat, (const char *path, struct stat *out), path, out)
SHIM_WRAP(int, -1, fstat, (int fd, struct stat *out), fd, out)
SHIM_WRAP(int, -1, fstatat, (int folder, const char *path, struct stat *out, int how), folder, path,
          out, how)
SHIM_WRAP(int, -1, statx, (int folder, const char *path, int how, unsigned mask, struct statx *out),
          folder, path, how, mask, out)
enum { OF_NFS = 0x6969 };

static int show_disk(int code, struct statfs *out) {
    if (code == 0 && shim_is_remote()) out->f_type = OF_NFS;
    return code;
}

int statfs(const char *path, struct statfs *out) {
    const int what = shim_meet(DS_SHIM_statfs, SHIM_CALLER);
    if (what <= 0) return show_disk(SHIM_REAL(statfs)(path, out), out);
    errno = what;
    return -1;
}

int fstatfs(int fd, struct statfs *out) {
    const int what = shim_meet(DS_SHIM_fstatfs, SHIM_CALLER);
    if (what <= 0) return show_disk(SHIM_REAL(fstatfs)(fd, out), out);
    errno = what;
    return -1;
}
SHIM_WRAP(int, -1, statvfs, (const char *path, struct statvfs *out), path, out)

int __xstat(int version, const char *path, struct stat *out);
int __xstat(int version, const char *path, struct stat *out) {
    (void)version;
    return stat(path, out);
}

int __lxstat(int version, const char *path, struct stat *out);
int __lxstat(int version, const char *path, struct stat *out) {
    (void)version;
    return lstat(path, out);
}

int __fxstat(int version, int fd, struct stat *out);
int __fxstat(int version, int fd, struct stat *out) {
    (void)version;
    return fstat(fd, out);
}

SHIM_WRAP(DIR *, NULL, opendir, (const char *path), path)
SHIM_WRAP(DIR *, NULL, fdopendir, (int fd), fd)
SHIM_WRAP(struct dirent *, NULL, readdir, (DIR * folder), folder)
SHIM_WRAP(int, -1, closedir, (DIR * folder), folder)

/* ---- in memory ---- */

/* A file that was cut off or a disk that does not give it: pages that are not there. */
static void *map_nothing(void *where, size_t size, int access, int how) {
    const int fd = SHIM_REAL(memfd_create)("shim", MFD_CLOEXEC);
    void *data = fd < 0 ? MAP_FAILED : SHIM_REAL(mmap)(where, size, access, how, fd, 0);
    if (fd >= 0) (void)SHIM_REAL(close)(fd);
    return data;
}

void *mmap(void *where, size_t size, int access, int how, int fd, off_t offset) {
    const int what = fd < 0 && (how & MAP_STACK) != 0 ? 0 : shim_meet(DS_SHIM_mmap, SHIM_CALLER);
    if (what > 0) {
        errno = what;
        return MAP_FAILED;
    }
    if (what == SHIM_BUS && fd >= 0) return map_nothing(where, size, access, how);
    return SHIM_REAL(mmap)(where, size, access, how, fd, offset);
}
SHIM_ALSO(mmap, mmap64);

SHIM_WRAP(int, -1, munmap, (void *data, size_t size), data, size)
SHIM_WRAP(int, -1, mprotect, (void *data, size_t size, int access), data, size, access)
SHIM_WRAP(int, -1, madvise, (void *data, size_t size, int how), data, size, how)
SHIM_WRAP(int, -1, mlock, (const void *data, size_t size), data, size)

void *mremap(void *data, size_t size, size_t wanted, int how, ...) {
    const int what = shim_meet(DS_SHIM_mremap, SHIM_CALLER);
    va_list more;
    void *where;
    va_start(more, how);
    where = (how & MREMAP_FIXED) != 0 ? va_arg(more, void *) : NULL;
    va_end(more);
    if (what <= 0) return SHIM_REAL(mremap)(data, size, wanted, how, where);
    errno = what;
    return MAP_FAILED;
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
 */
