/* tests/faults/shim.c: what the environment asks of the shim, and what a call meets. See shim.h. */
#include "faults/shim.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "faults/shim_inside.h"

#define DS_SHIM_ONE(name) #name,
const char *const ds_shim_names[DS_SHIM_N] = {DS_SHIM_CALLS(DS_SHIM_ONE)};
#undef DS_SHIM_ONE

enum { KILL = -3, HOLD = -4, NAME_SIZE = 256 };

static ds_shim_counts own, *counts = &own;
static bool counted[DS_SHIM_N];
static bool ready;
static uint64_t at, late_links;
static _Atomic uint64_t links_read, clock_reads, slept_ns;
static int error, lock_error;
static bool then_all, no_sleep, shifts_clock, sets_clock;
static _Atomic bool full;
static uint64_t clock_at;
static int64_t clock_shift_s;
static long fsync_ms;
static const char *only, *leave, *hold, *host, *boot, *link_name;
static char link_value[NAME_SIZE];

static const struct {
    const char *name;
    int code;
} errors[] = {
    {"EIO", EIO},       {"ENOSPC", ENOSPC},    {"EINTR", EINTR},           {"EAGAIN", EAGAIN},
    {"EACCES", EACCES}, {"EMFILE", EMFILE},    {"ENFILE", ENFILE},         {"ENOMEM", ENOMEM},
    {"ENOLCK", ENOLCK}, {"EROFS", EROFS},      {"EOPNOTSUPP", EOPNOTSUPP}, {"EDQUOT", EDQUOT},
    {"ESTALE", ESTALE}, {"ENOSYS", ENOSYS},    {"EPERM", EPERM},           {"EFBIG", EFBIG},
    {"ENOENT", ENOENT}, {"EPIPE", EPIPE},      {"EINVAL", EINVAL},         {"ECHILD", ECHILD},
    {"own", -1},        {"short", SHIM_SHORT}, {"bus", SHIM_BUS},          {"kill", KILL},
    {"hold", HOLD}};

/* ---- what is asked ---- */

static int code_of(const char *name) {
    for (size_t i = 0; name != NULL && i < sizeof errors / sizeof *errors; i++)
        if (strcmp(name, errors[i].name) == 0) return errors[i].code;
    return 0;
}

static uint64_t number_of(const char *name) {
    const char *text = getenv(name);
    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

static void choose_calls(const char *list) {
    for (size_t i = 0; i < DS_SHIM_N; i++) {
        const size_t size = strlen(ds_shim_names[i]);
        const char *found = list;
        counted[i] = list == NULL || strcmp(list, "all") == 0;
        while (!counted[i] && (found = strstr(found, ds_shim_names[i])) != NULL) {
            counted[i] =
                (found == list || found[-1] == ',') && (found[size] == '\0' || found[size] == ',');
            found += size;
        }
    }
}

/* A child of the program keeps count in the same place. */
static void keep_counts(const char *path) {
    const int fd =
        path == NULL ? -1
                     : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *data = MAP_FAILED;
    if (fd < 0) return;
    if (syscall(SYS_ftruncate, fd, sizeof own) == 0)
        data = (void *)(uintptr_t)syscall(SYS_mmap, NULL, sizeof own, PROT_READ | PROT_WRITE,
                                          MAP_SHARED, fd, 0);
    if (data != MAP_FAILED) counts = data;
    (void)syscall(SYS_close, fd);
}

static void read_clock(void) {
    const char *text = getenv("DS_SHIM_CLOCK");
    if (text == NULL) return;
    sets_clock = text[0] == '@';
    shifts_clock = true;
    clock_shift_s = strtoll(text + sets_clock, NULL, 10);
    clock_at = number_of("DS_SHIM_CLOCK_AT");
}

static void read_link(void) {
    const char *text = getenv("DS_SHIM_READLINK"),
               *equals = text == NULL ? NULL : strchr(text, '=');
    if (equals == NULL || strlen(equals + 1) >= sizeof link_value) return;
    memcpy(link_value, equals + 1, strlen(equals + 1) + 1);
    link_name = text;
    late_links = number_of("DS_SHIM_LATE");
}

__attribute__((constructor)) static void begin(void) {
    const char *what = getenv("DS_SHIM_ERROR");
    choose_calls(getenv("DS_SHIM_CALLS"));
    keep_counts(getenv("DS_SHIM_COUNT"));
    read_clock();
    read_link();
    at = number_of("DS_SHIM_AT");
    error = code_of(what);
    if (what != NULL && strcmp(what, "full") == 0) {
        error = SHIM_SHORT;
        full = true;
    }
    then_all = getenv("DS_SHIM_THEN") != NULL;
    lock_error = code_of(getenv("DS_SHIM_LOCK"));
    no_sleep = getenv("DS_SHIM_SLEEP") != NULL;
    fsync_ms = (long)number_of("DS_SHIM_FSYNC_MS");
    only = getenv("DS_SHIM_ONLY");
    leave = getenv("DS_SHIM_LEAVE");
    hold = getenv("DS_SHIM_HOLD");
    host = getenv("DS_SHIM_HOST");
    boot = getenv("DS_SHIM_BOOT");
    ready = true;
}

/* ---- what a call meets ---- */

static bool is_from(const void *caller, const char *library) {
    Dl_info info;
    return dladdr(caller, &info) != 0 && info.dli_fname != NULL &&
           strstr(info.dli_fname, library) != NULL;
}

static void hold_on(void) {
    const struct timespec moment = {0, 2000000};
    while (hold != NULL && syscall(SYS_faccessat, AT_FDCWD, hold, F_OK) == 0)
        (void)syscall(SYS_nanosleep, &moment, NULL);
}

/* Of a disk that became full: what takes room on it. */
static bool takes_room(ds_shim_call call) {
    static const ds_shim_call calls[] = {
        DS_SHIM_write,  DS_SHIM_writev,   DS_SHIM_pwrite,    DS_SHIM_pwritev,
        DS_SHIM_mkdir,  DS_SHIM_mkdirat,  DS_SHIM_fallocate, DS_SHIM_posix_fallocate,
        DS_SHIM_fwrite, DS_SHIM_symlinkat};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (calls[i] == call) return true;
    return false;
}

int shim_meet(ds_shim_call call, const void *caller) {
    uint64_t now;
    const int before = errno;
    if (!ready || !counted[call] || (only != NULL && !is_from(caller, only)) ||
        (leave != NULL && is_from(caller, leave)))
        return 0;
    errno = before;
    (void)atomic_fetch_add(&counts->of[call], 1);
    now = atomic_fetch_add(&counts->n, 1) + 1;
    if (at == 0 || now < at) return 0;
    if (now > at && full) return takes_room(call) ? ENOSPC : 0;
    if (now > at && !then_all) return 0;
    if (atomic_fetch_add(&counts->met, 1) == 0) atomic_store(&counts->call, (uint64_t)call);
    if (error == KILL) (void)syscall(SYS_kill, getpid(), SIGKILL);
    if (error == HOLD) hold_on();
    return error == KILL || error == HOLD ? 0 : error;
}

void *shim_find(ds_shim_call call, const char *name) {
    static void *_Atomic found[DS_SHIM_N];
    void *known = atomic_load_explicit(&found[call], memory_order_relaxed);
    if (known == NULL) {
        known = dlsym(RTLD_NEXT, name);
        atomic_store_explicit(&found[call], known, memory_order_relaxed);
    }
    if (known == NULL) abort(); /* not in this libc, and yet it was called */
    return known;
}

size_t shim_part(int what, size_t size) {
    return what == SHIM_SHORT && size > 1 ? size / 2 : size;
}

bool shim_is_heard(ds_shim_call call, int fd) {
    return call != DS_SHIM_write || fd != STDERR_FILENO;
}

ssize_t shim_copy_link(const char *text, char *out, size_t size) {
    const size_t n = strlen(text) < size ? strlen(text) : size;
    memcpy(out, text, n);
    return (ssize_t)n;
}

int shim_meet_stream(ds_shim_call call, FILE *stream, const void *caller) {
    enum { STREAM_ERROR = 0x20 }; /* glibc's flag behind ferror */
    const int what = stream == stderr ? 0 : shim_meet(call, caller);
    if (what <= 0) return 0;
    stream->_flags |= STREAM_ERROR;
    errno = what;
    return what;
}

void shim_wait_for_disk(void) {
    const struct timespec time = {fsync_ms / 1000, fsync_ms % 1000 * 1000000};
    if (fsync_ms > 0) (void)syscall(SYS_nanosleep, &time, NULL);
}

/* ---- another machine ---- */

const char *shim_path(const char *path) {
    return boot != NULL && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0 ? boot : path;
}

const char *shim_link(const char *path) {
    const char *name = strrchr(path, '/');
    const size_t size = link_name == NULL ? 0 : strcspn(link_name, "=");
    name = name == NULL ? path : name + 1;
    if (size == 0 || strlen(name) != size || memcmp(name, link_name, size) != 0) return NULL;
    return atomic_fetch_add(&links_read, 1) < late_links ? link_value : NULL;
}

int shim_lock(void) {
    return lock_error;
}

bool shim_is_remote(void) {
    return getenv("DS_SHIM_DISK") != NULL;
}

const char *shim_host(void) {
    return host;
}

/* ---- the clock ---- */

void shim_show(clockid_t clock, struct timespec *now) {
    const uint64_t ns = atomic_load(&slept_ns);
    now->tv_sec += (time_t)(ns / 1000000000);
    now->tv_nsec += (long)(ns % 1000000000);
    if (now->tv_nsec >= 1000000000) {
        now->tv_nsec -= 1000000000;
        now->tv_sec++;
    }
    if (clock != CLOCK_REALTIME || !shifts_clock) return;
    if (atomic_fetch_add(&clock_reads, 1) + 1 < clock_at) return;
    now->tv_sec = (sets_clock ? 0 : now->tv_sec) + (time_t)clock_shift_s;
}

bool shim_sleep(const struct timespec *time) {
    if (!no_sleep) return false;
    (void)atomic_fetch_add(&slept_ns,
                           (uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_nsec);
    return true;
}
