/* base/lock_owner.c: see lock_owner.h. The file holds one line of a fixed size: boot id, process,
 * a number by chance, and how often it was written. */
#include "base/lock_owner.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

enum { LINE = 128, BOOT = 40, NAME = DS_LOCK_NAME_SIZE + 32, PATIENCE_S = 30 };

struct ds_lock_owner {
    int fd;
    char who[LINE]; /* without the count */
    uint64_t count;
    pthread_t beat;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    bool beats, ends;
};

/* ---- who we are ---- */

/* Of this boot of this machine; "?" where the system does not say, which is nobody's. */
static void read_boot(char out[BOOT]) {
    ssize_t got = -1;
    const int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) got = read(fd, out, BOOT - 1);
    if (fd >= 0) (void)close(fd);
    if (got <= 0) got = snprintf(out, BOOT, "?");
    out[got] = '\0';
    out[strcspn(out, " \n")] = '\0';
}

static bool is_of_this_boot(const char *line) {
    char boot[BOOT];
    read_boot(boot);
    return boot[0] != '?' && strncmp(line, boot, strlen(boot)) == 0 && line[strlen(boot)] == ' ';
}

static bool name_owner(char who[LINE]) {
    char boot[BOOT];
    uint64_t number;
    read_boot(boot);
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) return false;
    (void)snprintf(who, LINE, "%s %ld %016llx", boot, (long)getpid(), (unsigned long long)number);
    return true;
}

static bool write_line(ds_lock_owner *owner) {
    char line[LINE];
    const int size =
        snprintf(line, sizeof line, "%s %020llu\n", owner->who, (unsigned long long)owner->count++);
    return size > 0 && size < LINE && pwrite(owner->fd, line, (size_t)size, 0) == size &&
           fsync(owner->fd) == 0;
}

static void name_file(const ds_lock *lock, char out[NAME]) {
    (void)snprintf(out, NAME, "%s.eigenaar", lock->name);
}

/* What stands in it, opened anew, so that what another machine wrote is seen; "" where it is not
 * there, or being made. */
static bool read_owner(int folder, const char *name, char line[LINE]) {
    ssize_t got = 0;
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    line[0] = '\0';
    if (fd < 0) return errno != ENOENT;
    got = read(fd, line, LINE - 1);
    (void)close(fd);
    line[got > 0 ? got : 0] = '\0';
    return true;
}

/* ---- that we are there ---- */

static void *keep_beating(void *context) {
    ds_lock_owner *owner = context;
    (void)pthread_mutex_lock(&owner->mutex);
    while (!owner->ends) {
        struct timespec next;
        (void)clock_gettime(CLOCK_MONOTONIC, &next);
        next.tv_sec++;
        while (!owner->ends && pthread_cond_timedwait(&owner->wake, &owner->mutex, &next) == 0) {
        }
        if (!owner->ends) (void)write_line(owner); /* one that fails is made up by the next */
    }
    (void)pthread_mutex_unlock(&owner->mutex);
    return NULL;
}

/* Signals are for the threads of the program. */
static bool begin_beating(ds_lock_owner *owner) {
    pthread_condattr_t attributes;
    sigset_t all, before;
    (void)pthread_mutex_init(&owner->mutex, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&owner->wake, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    owner->beats = pthread_create(&owner->beat, NULL, keep_beating, owner) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return owner->beats;
}

static void end_beating(ds_lock_owner *owner) {
    if (owner->beats) {
        (void)pthread_mutex_lock(&owner->mutex);
        owner->ends = true;
        (void)pthread_cond_signal(&owner->wake);
        (void)pthread_mutex_unlock(&owner->mutex);
        (void)pthread_join(owner->beat, NULL);
    }
    (void)pthread_cond_destroy(&owner->wake);
    (void)pthread_mutex_destroy(&owner->mutex);
    owner->beats = false;
}

/* ---- whose it is ---- */

/* Puts the file of an owner that is none any more aside, and looks whether it was that one: two may
 * have seen it die, and one have taken its place already. */
static void push_aside(const ds_lock *lock, const char *name, const char *seen) {
    char aside[NAME + 24], line[LINE];
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) return;
    (void)snprintf(aside, sizeof aside, "%s-%016llx", name, (unsigned long long)number);
    if (renameat(lock->folder, name, lock->folder, aside) != 0) return;
    if (read_owner(lock->folder, aside, line) && strcmp(line, seen) != 0 &&
        linkat(lock->folder, aside, lock->folder, name, 0) != 0)
        return; /* whose it was will see that it is gone; what is aside the next call removes */
    (void)unlinkat(lock->folder, aside, 0);
}

/* Waits until the file changes, goes, or has not changed for long enough; the last line seen. False
 * when it was asked to stop. */
static bool watch_owner(const ds_lock *lock, const char *name, bool alone, char seen[LINE],
                        bool *out_dead) {
    const struct timespec second = {1, 0};
    char line[LINE];
    *out_dead = false;
    if (!read_owner(lock->folder, name, seen)) return true;
    for (int waited = 0; !(alone && is_of_this_boot(seen)); waited++) {
        if (waited == PATIENCE_S) break;
        (void)nanosleep(&second, NULL);
        if (ds_file_stopped()) return false;
        if (!read_owner(lock->folder, name, line)) return true;
        if (strcmp(line, seen) != 0) return true;
    }
    *out_dead = true;
    return true;
}

/* 0: the file is there and ours; EEXIST: another's; else what is wrong. */
static int make_file(const ds_lock *lock, const char *name, ds_lock_owner *owner) {
    owner->fd =
        openat(lock->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (owner->fd < 0) return errno;
    if (write_line(owner)) return 0;
    (void)unlinkat(lock->folder, name, 0);
    return errno == 0 ? EIO : errno;
}

/* Makes the file, or waits until it may be made. */
static int become_owner(const ds_lock *lock, bool alone, ds_lock_waiting waiting,
                        ds_lock_owner *owner) {
    char name[NAME], seen[LINE];
    bool said = false;
    name_file(lock, name);
    for (;;) {
        bool dead;
        int code = make_file(lock, name, owner);
        if (code != EEXIST) return code;
        if (!read_owner(lock->folder, name, seen)) continue;
        if (!said && waiting.waiting != NULL && !(alone && is_of_this_boot(seen)))
            waiting.waiting(waiting.context);
        said = true;
        if (!watch_owner(lock, name, alone, seen, &dead)) return ECANCELED;
        if (dead) push_aside(lock, name, seen);
    }
}

ds_status ds_lock_owner_take(const ds_lock *lock, const char *path, bool alone,
                             ds_lock_waiting waiting, ds_lock_owner **out, ds_error *err) {
    ds_lock_owner *owner = ds_calloc(1, sizeof *owner);
    int code;
    if (owner == NULL) return ds_error_memory(err);
    owner->fd = -1;
    code = name_owner(owner->who) ? become_owner(lock, alone, waiting, owner) : EAGAIN;
    if (code == 0 && !begin_beating(owner)) {
        ds_lock_owner_free(lock, owner);
        return ds_error_system(err, path, EAGAIN, "vergrendelen", "lock");
    }
    if (code != 0) {
        if (owner->fd >= 0) (void)close(owner->fd);
        ds_free(owner);
        return ds_error_system(err, path, code, "vergrendelen", "lock");
    }
    *out = owner;
    return DS_OK;
}

static bool has_our_line(const ds_lock *lock, const ds_lock_owner *owner) {
    char name[NAME], line[LINE];
    name_file(lock, name);
    return read_owner(lock->folder, name, line) &&
           strncmp(line, owner->who, strlen(owner->who)) == 0;
}

bool ds_lock_owner_is_ours(const ds_lock *lock) {
    return has_our_line(lock, lock->owner);
}

void ds_lock_owner_free(const ds_lock *lock, ds_lock_owner *owner) {
    char name[NAME];
    name_file(lock, name);
    end_beating(owner);
    if (has_our_line(lock, owner)) (void)unlinkat(lock->folder, name, 0);
    if (owner->fd >= 0) (void)close(owner->fd);
    ds_free(owner);
}
