/* table/parse/seed.c: see seed.h. */
#include "table/parse/seed.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/helper.h"
#include "table/parse/frame.h"
#include "table/parse/worker.h"

static bool send_ask(int socket) {
    struct {
        uint32_t head[2];
        ds_frame_ask ask;
    } first;
    memset(&first, 0, sizeof first);
    first.head[0] = DS_FRAME_ASK;
    first.head[1] = sizeof first.ask;
    first.ask.version = DS_FRAME_VERSION;
    first.ask.format = DS_TABLE_PARQUET;
    first.ask.seed = 1;
    return send(socket, &first, sizeof first, MSG_NOSIGNAL) == (ssize_t)sizeof first;
}

/* Whether there is something to hear. False: it hangs, or nobody waits any more. */
static bool wait_for_seed(int socket, ds_parse_worker *seed, const ds_parse_limits *limits) {
    struct pollfd one = {.fd = socket, .events = POLLIN};
    for (;;) {
        const int n = poll(&one, 1, DS_PARSE_LOOK_MS);
        if (n > 0) return true;
        if (n < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (ds_file_stopped()) return false;
        if (n == 0 && ds_parse_worker_look(seed, limits) != DS_PARSE_WORKS) return false;
    }
}

/* What the seed says: 0 that it is ready, or the number of a process; -1 where it says nothing. */
static int32_t hear_seed(const ds_table_readers *readers, const ds_parse_limits *limits) {
    ds_parse_worker seed = {.pid = readers->pid, .pidfd = -1, .quiet_since = -1};
    int32_t said = -1;
    size_t n = 0;
    while (n < sizeof said) {
        ssize_t got;
        if (!wait_for_seed(readers->socket, &seed, limits)) return -1;
        got = recv(readers->socket, (char *)&said + n, sizeof said - n, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) return -1;
        if (got > 0) n += (size_t)got;
    }
    return said;
}

static void end_seed(ds_table_readers *readers) {
    pid_t gone;
    if (readers->socket >= 0) (void)close(readers->socket);
    readers->socket = -1;
    if (readers->pid == 0) return;
    (void)kill(readers->pid, SIGKILL); /* it keeps nothing */
    do
        gone = waitpid(readers->pid, NULL, 0);
    while (gone < 0 && errno == EINTR);
    readers->pid = 0;
}

static void begin_seed(ds_table_readers *readers, const char *program,
                       const ds_parse_limits *limits) {
    int ends[2] = {-1, -1};
    readers->tried = true;
    if (!ds_helper_pair(ends)) {
        ds_helper_close_pipe(ends);
        return;
    }
    if (ds_parse_worker_spawn(program, ends[1], -1, -1, &readers->pid) != 0) readers->pid = 0;
    (void)close(ends[1]);
    readers->socket = ends[0];
    if (readers->pid == 0 || !send_ask(readers->socket) || hear_seed(readers, limits) != 0)
        end_seed(readers);
}

bool ds_parse_seed_make(ds_table_readers *readers, const char *program, const int files[3],
                        const ds_parse_limits *limits, pid_t *out) {
    int32_t pid = -1;
    if (readers == NULL) return false;
    (void)pthread_mutex_lock(&readers->lock);
    if (!readers->tried) begin_seed(readers, program, limits);
    if (readers->pid != 0 && ds_helper_send(readers->socket, files, DS_FRAME_SEED_FILES))
        pid = hear_seed(readers, limits);
    if (pid <= 0) end_seed(readers);
    (void)pthread_mutex_unlock(&readers->lock);
    if (pid > 0) *out = (pid_t)pid;
    return pid > 0;
}

void ds_table_readers_done(ds_table_readers *readers) {
    end_seed(readers);
    (void)pthread_mutex_destroy(&readers->lock);
}
