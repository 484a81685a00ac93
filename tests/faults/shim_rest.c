/* tests/faults/shim_rest.c: the shim's calls that are not of files and folders: streams, processes,
 * threads, pipes, clocks, the machine. See shim.h. */
#undef _FORTIFY_SOURCE /* the functions here are those that its checks call */
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults/shim_inside.h"

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
 */

/* ---- streams: their calls are libc's own, so what stands for them is the function ---- */

SHIM_WRAP(FILE *, NULL, fopen, (const char *path, const char *how), shim_path(path), how)
SHIM_ALSO(fopen, fopen64);
SHIM_WRAP(FILE *, NULL, fdopen, (int fd, const char *how), fd, how)

size_t fread(void *data, size_t size, size_t n, FILE *stream) {
    if (shim_meet_stream(DS_SHIM_fread, stream, SHIM_CALLER) != 0) return 0;
    return SHIM_REAL(fread)(data, size, n, stream);
}

size_t fwrite(const void *data, size_t size, size_t n, FILE *stream) {
    if (shim_meet_stream(DS_SHIM_fwrite, stream, SHIM_CALLER) != 0) return 0;
    return SHIM_REAL(fwrite)(data, size, n, stream);
}

char *fgets(char *data, int size, FILE *stream) {
    if (shim_meet_stream(DS_SHIM_fgets, stream, SHIM_CALLER) != 0) return NULL;
    return SHIM_REAL(fgets)(data, size, stream);
}

int fputs(const char *text, FILE *stream) {
    if (shim_meet_stream(DS_SHIM_fputs, stream, SHIM_CALLER) != 0) return EOF;
    return SHIM_REAL(fputs)(text, stream);
}

int fflush(FILE *stream) {
    if (stream != NULL && shim_meet_stream(DS_SHIM_fflush, stream, SHIM_CALLER) != 0) return EOF;
    return SHIM_REAL(fflush)(stream);
}

int fclose(FILE *stream) {
    const int what = shim_meet(DS_SHIM_fclose, SHIM_CALLER);
    const int code = SHIM_REAL(fclose)(stream);
    if (what <= 0) return code;
    errno = what;
    return EOF;
}

SHIM_WRAP(int, -1, fseek, (FILE * stream, long offset, int whence), stream, offset, whence)

int __uflow(FILE *stream);
int __uflow(FILE *stream) {
    if (shim_meet_stream(DS_SHIM_uflow, stream, SHIM_CALLER) != 0) return EOF;
    return SHIM_REAL_AS(uflow, __uflow, "__uflow")(stream);
}

int __overflow(FILE *stream, int c);
int __overflow(FILE *stream, int c) {
    if (shim_meet_stream(DS_SHIM_overflow, stream, SHIM_CALLER) != 0) return EOF;
    return SHIM_REAL_AS(overflow, __overflow, "__overflow")(stream, c);
}

/* ---- processes, threads, pipes ---- */

SHIM_WRAP_CODE(posix_spawn,
               (pid_t * out, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *how, char *const arguments[], char *const environment[]),
               out, path, actions, how, arguments, environment)
SHIM_WRAP_CODE(posix_spawnp,
               (pid_t * out, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *how, char *const arguments[], char *const environment[]),
               out, path, actions, how, arguments, environment)
SHIM_WRAP(pid_t, -1, waitpid, (pid_t pid, int *out, int how), pid, out, how)
SHIM_WRAP(int, -1, kill, (pid_t pid, int number), pid, number)
SHIM_WRAP_CODE(pthread_create,
               (pthread_t * out, const pthread_attr_t *how, void *(*work)(void *), void *context),
               out, how, work, context)
SHIM_WRAP(int, -1, sched_getaffinity, (pid_t pid, size_t size, cpu_set_t *out), pid, size, out)
SHIM_WRAP(int, -1, pipe, (int out[2]), out)
SHIM_WRAP(int, -1, pipe2, (int out[2], int how), out, how)
SHIM_WRAP(int, -1, socketpair, (int family, int type, int protocol, int out[2]), family, type,
          protocol, out)
SHIM_WRAP(int, -1, poll, (struct pollfd * of, nfds_t n, int wait_ms), of, n, wait_ms)
SHIM_WRAP(ssize_t, -1, recvmsg, (int fd, struct msghdr *out, int how), fd, out, how)
SHIM_WRAP(ssize_t, -1, sendmsg, (int fd, const struct msghdr *message, int how), fd, message, how)
SHIM_WRAP(void *, NULL, dlopen, (const char *path, int how), path, how)

/* ---- clocks ---- */

int clock_gettime(clockid_t clock, struct timespec *out) {
    const int what = shim_meet(DS_SHIM_clock_gettime, SHIM_CALLER);
    int code;
    if (what > 0) {
        errno = what;
        return -1;
    }
    code = SHIM_REAL(clock_gettime)(clock, out);
    if (code == 0) shim_show(clock, out);
    return code;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (shim_meet(DS_SHIM_gettimeofday, SHIM_CALLER) > 0) return -1;
    if (SHIM_REAL(clock_gettime)(CLOCK_REALTIME, &now) != 0) return -1;
    shim_show(CLOCK_REALTIME, &now);
    *out = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *out) {
    struct timespec now;
    if (shim_meet(DS_SHIM_time, SHIM_CALLER) > 0) return -1;
    if (SHIM_REAL(clock_gettime)(CLOCK_REALTIME, &now) != 0) return -1;
    shim_show(CLOCK_REALTIME, &now);
    if (out != NULL) *out = now.tv_sec;
    return now.tv_sec;
}

int nanosleep(const struct timespec *time, struct timespec *left) {
    const int what = shim_meet(DS_SHIM_nanosleep, SHIM_CALLER);
    if (what > 0) {
        if (left != NULL) *left = *time;
        errno = what;
        return -1;
    }
    return shim_sleep(time) ? 0 : SHIM_REAL(nanosleep)(time, left);
}

int clock_nanosleep(clockid_t clock, int how, const struct timespec *time, struct timespec *left) {
    const int what = shim_meet(DS_SHIM_clock_nanosleep, SHIM_CALLER);
    if (what > 0) return what;
    if (how == 0 && shim_sleep(time)) return 0;
    return SHIM_REAL(clock_nanosleep)(clock, how, time, left);
}

/* ---- the machine ---- */

SHIM_WRAP(int, -1, getentropy, (void *out, size_t size), out, size)
SHIM_WRAP(int, -1, getrlimit, (__rlimit_resource_t which, struct rlimit *out), which, out)
SHIM_WRAP(int, -1, setrlimit, (__rlimit_resource_t which, const struct rlimit *limit), which, limit)
SHIM_WRAP(int, -1, prlimit,
          (pid_t pid, enum __rlimit_resource which, const struct rlimit *limit, struct rlimit *out),
          pid, which, limit, out)
SHIM_WRAP(int, 0, isatty, (int fd), fd)

ssize_t getrandom(void *out, size_t size, unsigned how) {
    const int what = shim_meet(DS_SHIM_getrandom, SHIM_CALLER);
    if (what > 0) {
        errno = what;
        return -1;
    }
    /* what is short enough is given whole, always */
    return SHIM_REAL(getrandom)(out, size <= 256 ? size : shim_part(what, size), how);
}

/* What is only a number in libc does not count. */
long sysconf(int name) {
    const bool asks = name == _SC_PHYS_PAGES || name == _SC_NPROCESSORS_ONLN;
    if (asks && shim_meet(DS_SHIM_sysconf, SHIM_CALLER) > 0) return -1;
    return SHIM_REAL(sysconf)(name);
}

int gethostname(char *out, size_t size) {
    const int what = shim_meet(DS_SHIM_gethostname, SHIM_CALLER);
    if (what > 0) {
        errno = what;
        return -1;
    }
    if (shim_host() == NULL) return SHIM_REAL(gethostname)(out, size);
    (void)snprintf(out, size, "%s", shim_host());
    return 0;
}

int __gethostname_chk(char *out, size_t size, size_t room);
int __gethostname_chk(char *out, size_t size, size_t room) {
    if (size > room) abort();
    return gethostname(out, size);
}

int uname(struct utsname *out) {
    const int what = shim_meet(DS_SHIM_uname, SHIM_CALLER);
    int code;
    if (what > 0) {
        errno = what;
        return -1;
    }
    code = SHIM_REAL(uname)(out);
    if (code == 0 && shim_host() != NULL)
        (void)snprintf(out->nodename, sizeof out->nodename, "%s", shim_host());
    return code;
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
 */
