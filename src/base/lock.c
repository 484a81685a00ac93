/* base/lock.c: see lock.h. */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/lock_owner.h"

static const char owner_ending[] = ".eigenaar";

bool ds_lock_is_owner_name(const char *of, const char *name) {
    const size_t size = strlen(of), n = sizeof owner_ending - 1;
    return strncmp(name, of, size) == 0 && strncmp(name + size, owner_ending, n) == 0;
}

/* Disks that have no such locks say so in one of these ways. */
static bool has_no_locks(int code) {
    return code == ENOLCK || code == EOPNOTSUPP || code == ENOSYS || code == EINVAL;
}

/* 0, or the errno. */
static int wait_for_lock(int fd, ds_lock_waiting waiting) {
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return 0;
    if (errno != EWOULDBLOCK && errno != EINTR) return errno;
    if (waiting.waiting != NULL) waiting.waiting(waiting.context);
    while (flock(fd, LOCK_EX) != 0)
        if (errno != EINTR || ds_file_stopped()) return errno;
    return 0;
}

/* Whether who had the lock before removed the file: another one stands there now, or none. */
static bool is_removed(int fd) {
    struct stat info;
    return fstat(fd, &info) == 0 && info.st_nlink == 0;
}

/* The system's lock on the file, where there is one. */
static ds_status lock_file(ds_lock *lock, const char *path, bool *out_locked,
                           ds_lock_waiting waiting, ds_error *err) {
    for (;;) {
        int code;
        lock->fd =
            openat(lock->folder, lock->name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (lock->fd < 0) return ds_error_system(err, path, errno, "vergrendelen", "lock");
        code = wait_for_lock(lock->fd, waiting);
        *out_locked = code == 0;
        if (code != 0 && !has_no_locks(code))
            return ds_error_system(err, path, code, "vergrendelen", "lock");
        if (!is_removed(lock->fd)) return DS_OK;
        (void)close(lock->fd);
        lock->fd = -1;
    }
}

ds_status ds_lock_take(ds_lock *lock, int folder, const char *path, const char *name,
                       ds_lock_waiting waiting, ds_error *err) {
    bool locked = false;
    ds_status status;
    *lock = (ds_lock)DS_LOCK_INIT;
    lock->folder = folder;
    (void)snprintf(lock->name, sizeof lock->name, "%s", name);
    status = lock_file(lock, path, &locked, waiting, err);
    if (status == DS_OK && (!locked || ds_leftover_is_remote(folder)))
        status = ds_lock_owner_take(lock, path, locked, waiting, &lock->owner, err);
    if (status != DS_OK) ds_lock_let_go(lock);
    return status;
}

ds_status ds_lock_check(const ds_lock *lock, const char *path, ds_error *err) {
    if (lock->owner == NULL || ds_lock_owner_is_ours(lock)) return DS_OK;
    return ds_error_at(
        err, DS_FAULT, path, 0, 0,
        "een andere computer nam het hier over, want deze stond een halve minuut "
        "stil; begin opnieuw",
        "another machine took over here, for this one stood still for half a minute; "
        "begin anew");
}

void ds_lock_let_go(ds_lock *lock) {
    if (lock->owner != NULL) ds_lock_owner_free(lock, lock->owner);
    if (lock->fd >= 0) {
        (void)flock(lock->fd, LOCK_UN); /* a host's forked child has it open as well */
        (void)close(lock->fd);
    }
    lock->owner = NULL;
    lock->fd = lock->folder = -1;
}

void ds_lock_remove(ds_lock *lock) {
    if (lock->fd >= 0) (void)unlinkat(lock->folder, lock->name, 0);
    ds_lock_let_go(lock);
}
