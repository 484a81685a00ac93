/* table/parse/worker.c: see worker.h.
 *
 * A helper is ended by a descriptor of its process where the kernel has those: the program that we
 * are a library of may wait for children of its own, and a number may be another's by then.
 *
 * No clock decides that one hangs. One that computes is held to its processor time; one that waits,
 * and neither for a processor, a disk nor us, is looked at some times. */
#include "table/parse/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/helper.h"
#include "table/parse/frame.h"
#include "table/parse/seed.h"

enum { PIPE_SIZE = 1 << 20, END_MS = 2000 };

const ds_parse_limits ds_parse_usual = {600, 2, (uint64_t)4 << 30, 120, 120};

/* The file as its fourth, and beyond all four now. */
int ds_parse_worker_spawn(const char *program, int in, int out, int file, pid_t *pid) {
    /* its time zone is given, so that none is looked for; one arena, for its memory is limited */
    static char *const environment[] = {"LC_ALL=C.UTF-8", "TZ=UTC0", "MALLOC_ARENA_MAX=1", NULL};
    char name[DS_PATH_SIZE];
    char *arguments[] = {name, NULL};
    const ds_helper_start start = {name,           arguments, environment, {in, out, -1, file},
                                   DS_FRAME_FILES, true};
    (void)snprintf(name, sizeof name, "%s", program);
    return ds_helper_spawn(&start, pid);
}

int ds_parse_worker_start(ds_parse_worker *worker, const char *program, int file,
                          ds_table_readers *readers, const ds_parse_limits *limits) {
    int to[2] = {-1, -1}, from[2] = {-1, -1}, code = 0;
    ds_parse_worker made = {.pidfd = -1, .quiet_since = -1};
    const int above = fcntl(file, F_DUPFD_CLOEXEC, DS_HELPER_FILES_MAX);
    if (above < 0 || !ds_helper_pipe(to) || !ds_helper_pipe(from) || !ds_helper_unblock(to[1]) ||
        !ds_helper_unblock(from[0]))
        code = errno;
    if (code == 0) {
        (void)fcntl(from[0], F_SETPIPE_SZ, PIPE_SIZE); /* where it may not be, it is slower */
        const int files[DS_FRAME_SEED_FILES] = {to[0], from[1], above};
        if (!ds_parse_seed_make(readers, program, files, limits, &made.pid))
            code = ds_parse_worker_spawn(program, to[0], from[1], above, &made.pid);
    }
    if (above >= 0) (void)close(above);
    if (code != 0) {
        ds_helper_close_pipe(to);
        ds_helper_close_pipe(from);
        return code;
    }
    (void)close(to[0]);
    (void)close(from[1]);
    made.to = to[1];
    made.from = from[0];
    made.pidfd = (int)syscall(SYS_pidfd_open, made.pid, 0);
    *worker = made;
    return 0;
}

static void kill_worker(const ds_parse_worker *worker) {
    if (worker->pidfd >= 0)
        (void)syscall(SYS_pidfd_send_signal, worker->pidfd, SIGKILL, NULL, 0);
    else
        (void)kill(worker->pid, SIGKILL);
}

/* Waits a moment for one that closed its pipe, which mostly has ended. */
static bool wait_for_end(const ds_parse_worker *worker) {
    struct pollfd one = {.fd = worker->pidfd, .events = POLLIN};
    return worker->pidfd >= 0 && poll(&one, 1, END_MS) > 0;
}

void ds_parse_worker_end(ds_parse_worker *worker, bool at_once, ds_parse_end *out) {
    int how = 0;
    bool ended;
    pid_t gone;
    *out = (ds_parse_end){0, 0, false};
    if (worker->pid == 0) return;
    (void)close(worker->to);
    (void)close(worker->from);
    ended = !at_once && wait_for_end(worker);
    if (!ended) kill_worker(worker);
    do
        gone = waitpid(worker->pid, &how, 0);
    while (gone < 0 && errno == EINTR);
    if (worker->pidfd >= 0) (void)close(worker->pidfd);
    worker->pid = 0;
    if (gone < 0) return; /* somebody waits for all children */
    out->known = true;
    /* the kill is ours, of one that closed its pipe and went on; any other end was its own, also
     * where a busy machine had us kill what was ending already */
    if (WIFSIGNALED(how) && (ended || WTERMSIG(how) != SIGKILL)) out->signal = WTERMSIG(how);
    if (WIFEXITED(how)) out->code = WEXITSTATUS(how);
}

/* ---- whether it works ---- */

/* The processor seconds that it has used; below 0 where that is not told. */
static double read_seconds(pid_t pid) {
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return -1;
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

/* S, of one that waits for something that may never come; ? where it is not told. */
static char read_state(pid_t pid) {
    char name[64], text[256];
    const char *after;
    ssize_t size;
    int fd;
    (void)snprintf(name, sizeof name, "/proc/%ld/stat", (long)pid);
    fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return '?';
    size = read(fd, text, sizeof text - 1);
    (void)close(fd);
    text[size < 0 ? 0 : size] = '\0';
    after = strrchr(text, ')');
    return after == NULL || after[1] == '\0' ? '?' : after[2];
}

ds_parse_state ds_parse_worker_look(ds_parse_worker *worker, const ds_parse_limits *limits) {
    const double seconds = read_seconds(worker->pid);
    const char state = read_state(worker->pid);
    if (worker->quiet_since < 0) worker->quiet_since = seconds;
    if (seconds > worker->seen || state == 'R' || state == 'D')
        worker->idle = 0;
    else
        worker->idle++;
    worker->seen = seconds;
    if (worker->idle >= limits->idle_looks) return DS_PARSE_HANGS;
    return seconds - worker->quiet_since > limits->quiet_seconds ? DS_PARSE_COMPUTES
                                                                 : DS_PARSE_WORKS;
}

void ds_parse_worker_heard(ds_parse_worker *worker) {
    worker->quiet_since = -1;
    worker->idle = 0;
}
