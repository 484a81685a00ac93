/* publish/pdf_worker.c: a helper is node with one script (libexec/doorstroom/pdf/pdf.js), started
 * by posix_spawn with an environment of ours, two pipes and no other open file. What it may use is
 * limited before it is asked anything. It keeps nothing that is of value, so it is ended by a kill.
 *
 * Both ends are written and read with a deadline: a helper that hangs is ended, one that died shows
 * as a closed pipe. Writing to one that died would raise SIGPIPE in a program that we are only a
 * library of: the signal is held back for the length of one write. */
#include "publish/pdf_worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/helper.h"
#include "base/memory.h"

enum { HEAD = 12, FILES_MAX = 64 };
#define ANSWER_MAX ((size_t)1 << 28)

/* ---- time ---- */

static double read_clock(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Whether fd is ready before the deadline; false when it is late. */
static bool wait_for_pipe(int fd, short what, double deadline) {
    for (;;) {
        struct pollfd one = {.fd = fd, .events = what};
        const double left = deadline - read_clock();
        const int wait_ms = left <= 0 ? 0 : left > 1e6 ? 1000000000 : (int)(left * 1000) + 1;
        const int n = poll(&one, 1, wait_ms);
        if (n > 0) return true;
        if (n == 0 && left <= 0) return false;
        if (n < 0 && errno != EINTR && errno != EAGAIN) return false;
    }
}

/* ---- pipes ---- */

/* DS_PDF_READY: all of it is written. */
static ds_pdf_kind write_pipe(int fd, const char *data, size_t size, double deadline) {
    while (size > 0) {
        ssize_t n;
        if (!wait_for_pipe(fd, POLLOUT, deadline)) return DS_PDF_LATE;
        n = ds_helper_write(fd, data, size);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (n < 0) return DS_PDF_DIED;
        data += n;
        size -= (size_t)n;
    }
    return DS_PDF_READY;
}

static ds_pdf_kind read_pipe(int fd, void *data, size_t size, double deadline) {
    char *at = data;
    while (size > 0) {
        ssize_t n;
        if (!wait_for_pipe(fd, POLLIN, deadline)) return DS_PDF_LATE;
        n = read(fd, at, size);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (n <= 0) return DS_PDF_DIED;
        at += n;
        size -= (size_t)n;
    }
    return DS_PDF_READY;
}

static uint32_t read_number(const unsigned char *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Whether it is an answer to what was asked; a PDF is whole from its first bytes to its last. */
static bool is_answer(const ds_pdf_answer *answer, bool asked) {
    const char *end = answer->bytes + (answer->size < 16 ? 0 : answer->size - 16);
    if (!asked) return answer->kind == DS_PDF_READY || answer->kind == DS_PDF_BROKEN;
    if (answer->kind == DS_PDF_REFUSED) return true;
    return answer->kind == DS_PDF_MADE && answer->n_pages > 0 && answer->size > 16 &&
           memcmp(answer->bytes, "%PDF-1.", 7) == 0 && strstr(end, "%%EOF") != NULL;
}

/* out->kind is what was answered, or why that is nothing. */
static ds_status read_answer(const ds_pdf_worker *worker, double deadline, bool asked,
                             ds_pdf_answer *out, ds_error *err) {
    unsigned char head[HEAD];
    ds_pdf_answer got = {.kind = read_pipe(worker->from, head, sizeof head, deadline)};
    uint32_t kind;
    if (got.kind != DS_PDF_READY) {
        out->kind = got.kind;
        return DS_OK;
    }
    kind = read_number(head);
    got.n_pages = read_number(head + 4);
    got.size = read_number(head + 8);
    out->kind = DS_PDF_NONSENSE;
    if (kind >= DS_PDF_KINDS || got.size > ANSWER_MAX) return DS_OK;
    got.bytes = ds_malloc(got.size + 1);
    if (got.bytes == NULL) return ds_error_memory(err);
    got.bytes[got.size] = '\0';
    got.kind = read_pipe(worker->from, got.bytes, got.size, deadline);
    if (got.kind == DS_PDF_READY) {
        got.kind = (ds_pdf_kind)kind;
        if (!is_answer(&got, asked)) got.kind = DS_PDF_NONSENSE;
    }
    *out = got;
    return DS_OK;
}

/* ---- the process ---- */

/* Its standard input and output are pipes, what it says else is for nobody. 0, or an errno. */
static int spawn_helper(const ds_pdf_setup *setup, int in, int out, pid_t *pid) {
    /* One thread of Typst a helper; proxies that are none, should it ever ask for something. */
    static char *const environment[] = {"LC_ALL=C.UTF-8",
                                        "TZ=UTC",
                                        "RAYON_NUM_THREADS=1",
                                        "UV_THREADPOOL_SIZE=1",
                                        "http_proxy=http://127.0.0.1:9",
                                        "https_proxy=http://127.0.0.1:9",
                                        NULL};
    char script[DS_PATH_SIZE + 8], node[DS_PATH_SIZE], folder[DS_PATH_SIZE];
    char gc[] = "--expose-gc", heap[] = "--max-old-space-size=256", pool[] = "--v8-pool-size=0";
    char *arguments[] = {node, gc, heap, pool, script, folder, NULL};
    const ds_helper_start start = {node, arguments, environment, {in, out, -1}, 3, false};
    (void)snprintf(script, sizeof script, "%s/pdf.js", setup->folder);
    (void)snprintf(folder, sizeof folder, "%s", setup->folder);
    (void)snprintf(node, sizeof node, "%s", setup->node);
    return ds_helper_spawn(&start, pid);
}

/* Of its memory what it can write to: node keeps ten times as much of addresses without using them.
 * It writes no file, leaves no core and opens few files. */
static bool limit_helper(pid_t pid, uint64_t memory_size) {
    const struct {
        __rlimit_resource_t what;
        rlim_t most;
    } limits[] = {
        {RLIMIT_DATA, (rlim_t)memory_size},
        {RLIMIT_FSIZE, 0},
        {RLIMIT_CORE, 0},
        {RLIMIT_NOFILE, FILES_MAX},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const struct rlimit limit = {limits[i].most, limits[i].most};
        if (prlimit(pid, limits[i].what, &limit, NULL) != 0) return false;
    }
    return true;
}

int ds_pdf_worker_end(ds_pdf_worker *worker) {
    int how = 0;
    if (worker->pid == 0) return 0;
    (void)close(worker->to);
    (void)close(worker->from);
    (void)kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, &how, 0) < 0 && errno == EINTR) {
    }
    worker->pid = 0;
    return how;
}

/* How one ended whose pipes closed by themselves; it is given a moment to do so. */
static int look_how_it_ended(ds_pdf_worker *worker) {
    const struct timespec moment = {0, 2000000};
    int how = 0;
    for (int i = 0; i < 250; i++) {
        const pid_t gone = waitpid(worker->pid, &how, WNOHANG);
        if (gone < 0 && errno == EINTR) continue;
        if (gone != 0) {
            (void)close(worker->to);
            (void)close(worker->from);
            worker->pid = 0;
            return gone < 0 ? 0 : how;
        }
        (void)nanosleep(&moment, NULL);
    }
    return ds_pdf_worker_end(worker);
}

/* After an answer that is none, none runs any more. */
static void settle_answer(ds_pdf_worker *worker, ds_pdf_answer *answer) {
    if (answer->kind == DS_PDF_READY || answer->kind == DS_PDF_MADE ||
        answer->kind == DS_PDF_REFUSED)
        return;
    if (answer->kind == DS_PDF_DIED)
        answer->how = look_how_it_ended(worker);
    else
        (void)ds_pdf_worker_end(worker);
    if (answer->kind == DS_PDF_BROKEN) return;
    ds_free(answer->bytes);
    answer->bytes = NULL;
}

/* Opens the pipes and starts it; 0, or an errno. */
static int begin_helper(ds_pdf_worker *worker, const ds_pdf_setup *setup) {
    int to[2] = {-1, -1}, from[2] = {-1, -1}, code = 0;
    ds_pdf_worker made = {0};
    if (!ds_helper_pipe(to) || !ds_helper_pipe(from) || !ds_helper_unblock(to[1]) ||
        !ds_helper_unblock(from[0]))
        code = errno;
    if (code == 0) code = spawn_helper(setup, to[0], from[1], &made.pid);
    if (code != 0) {
        ds_helper_close_pipe(to);
        ds_helper_close_pipe(from);
        return code;
    }
    (void)close(to[0]);
    (void)close(from[1]);
    made.to = to[1];
    made.from = from[0];
    if (!limit_helper(made.pid, setup->memory_size) && errno != ESRCH) {
        code = errno;
        (void)ds_pdf_worker_end(&made);
        return code;
    }
    *worker = made;
    return 0;
}

ds_status ds_pdf_worker_start(ds_pdf_worker *worker, const ds_pdf_setup *setup, ds_pdf_answer *out,
                              ds_error *err) {
    const int code = begin_helper(worker, setup);
    ds_status status;
    *out = (ds_pdf_answer){.kind = DS_PDF_NO_NODE};
    if (code == ENOENT || code == EACCES || code == ENOEXEC || code == ENOTDIR) return DS_OK;
    if (code != 0)
        return ds_error_set(err, DS_FAULT, "kan de hulp voor pdf niet starten: %s",
                            "cannot start the helper for pdf: %s", strerror(code));
    status = read_answer(worker, read_clock() + setup->seconds, false, out, err);
    if (status != DS_OK)
        (void)ds_pdf_worker_end(worker);
    else
        settle_answer(worker, out);
    return status;
}

ds_status ds_pdf_worker_ask(ds_pdf_worker *worker, const ds_pdf_setup *setup, ds_text source,
                            ds_pdf_answer *out, ds_error *err) {
    const double deadline = read_clock() + setup->seconds;
    const char size[4] = {(char)(source.size & 255), (char)(source.size >> 8 & 255),
                          (char)(source.size >> 16 & 255), (char)(source.size >> 24 & 255)};
    ds_status status = DS_OK;
    *out = (ds_pdf_answer){.kind = write_pipe(worker->to, size, sizeof size, deadline)};
    if (out->kind == DS_PDF_READY)
        out->kind = write_pipe(worker->to, source.data, source.size, deadline);
    if (out->kind == DS_PDF_READY) status = read_answer(worker, deadline, true, out, err);
    if (status != DS_OK)
        (void)ds_pdf_worker_end(worker);
    else
        settle_answer(worker, out);
    return status;
}
