/* parse/duck_file.c: open(), access() and stat() for the helper, in place of the C library's: they
 * know one name, which is the delivery that is open already. So DuckDB asks the kernel for no name
 * at all, and the filter allows none; fstat() by the call that takes none. In no library and no
 * test: of the program only. */
#include "parse/duck_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "doorstroom/base.h"
#include "table/parse/frame.h"

/* Under their names in the C library, but for <fcntl.h>, which has bodies for some of them. */
DS_API int ds_helper_open(const char *path, int flags, ...) __asm__("open");
DS_API int ds_helper_open64(const char *path, int flags, ...) __asm__("open64");
DS_API int ds_helper_access(const char *path, int mode) __asm__("access");
DS_API int ds_helper_stat(int version, const char *path, struct stat *out) __asm__("__xstat");
DS_API int ds_helper_lstat(int version, const char *path, struct stat *out) __asm__("__lxstat");

DS_API int ds_helper_fstat(int fd, struct stat *out) __asm__("fstat");
DS_API int ds_helper_fstat64(int fd, struct stat *out) __asm__("fstat64");
DS_API int ds_helper_fxstat(int version, int fd, struct stat *out) __asm__("__fxstat");

static bool is_delivery(const char *path) {
    if (strcmp(path, DS_DUCK_FILE) == 0) return true;
    errno = ENOENT;
    return false;
}

int ds_helper_open(const char *path, int flags, ...) {
    (void)flags;
    return is_delivery(path) ? dup(DS_FRAME_FILE) : -1;
}

int ds_helper_open64(const char *path, int flags, ...) {
    (void)flags;
    return is_delivery(path) ? dup(DS_FRAME_FILE) : -1;
}

int ds_helper_access(const char *path, int mode) {
    (void)mode;
    return is_delivery(path) ? 0 : -1;
}

int ds_helper_stat(int version, const char *path, struct stat *out) {
    (void)version;
    return is_delivery(path) ? ds_helper_fstat(DS_FRAME_FILE, out) : -1;
}

int ds_helper_lstat(int version, const char *path, struct stat *out) {
    (void)version;
    return is_delivery(path) ? ds_helper_fstat(DS_FRAME_FILE, out) : -1;
}

int ds_helper_fstat(int fd, struct stat *out) {
    return (int)syscall(SYS_fstat, fd, out);
}

int ds_helper_fstat64(int fd, struct stat *out) {
    return ds_helper_fstat(fd, out);
}

int ds_helper_fxstat(int version, int fd, struct stat *out) {
    (void)version;
    return ds_helper_fstat(fd, out);
}
