/* table/database/helper.c: the process of a DuckDB: started, told, ended. See database.h.
 *
 * It is given its own end of a socket for each lane and what it copies, and nothing else of ours.
 * When it ends before it was told to, all that is told to it fails from then on, and how it ended
 * is asked once, at the close. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/helper.h"
#include "base/memory.h"
#include "table/database/database.h"

struct ds_database_helper {
    pid_t pid; /* 0: none runs */
    const char *path;
    size_t n_lanes;
    int lanes[DS_DATABASE_LANES_MAX]; /* -1: closed */
    _Atomic bool gone;
};

static const char *pretended;

void ds_database_pretend(const char *program) {
    pretended = program;
}

/* ---- bytes ---- */

static bool send_bytes(int fd, const char *data, size_t size) {
    while (size > 0) {
        const ssize_t put = send(fd, data, size, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        data += put;
        size -= (size_t)put;
    }
    return true;
}

static bool hear_bytes(int fd, void *out, size_t size) {
    char *at = out;
    while (size > 0) {
        const ssize_t got = recv(fd, at, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool tell_helper(void *context, size_t lane, uint32_t kind, const ds_text *frame,
                        ds_database_answer *out) {
    ds_database_helper *helper = context;
    const uint32_t head[2] = {kind, (uint32_t)frame->size};
    const int fd = helper->lanes[lane];
    const bool ok = send_bytes(fd, (const char *)head, sizeof head) &&
                    send_bytes(fd, frame->data, frame->size) &&
                    (out == NULL || hear_bytes(fd, out, sizeof *out));
    if (!ok) helper->gone = true;
    return ok;
}

/* ---- starting it ---- */

static bool is_program(const char *path) {
    return access(path, X_OK) == 0 && !ds_file_is_folder(path);
}

static int spawn_helper(const ds_database_options *options, const int *theirs, pid_t *pid) {
    static char *const environment[] = {"LC_ALL=C.UTF-8", "TZ=UTC0", NULL};
    char program[DS_PATH_SIZE];
    char *arguments[] = {program, NULL};
    ds_helper_start start = {program,          arguments, environment, {theirs[0], -1, -1},
                             DS_DATABASE_LANE, true};
    if (pretended != NULL)
        (void)snprintf(program, sizeof program, "%s", pretended);
    else if (!ds_helper_find("duck", is_program, program))
        return ENOENT;
    for (size_t i = 1; i < options->n_lanes; i++)
        start.files[start.n_files++] = theirs[i];
    for (size_t i = 0; i < options->n_files; i++)
        start.files[start.n_files++] = options->files[i];
    return ds_helper_spawn(&start, pid);
}

static ds_status refuse_start(int code, ds_error *err) {
    if (code == ENOENT || code == EACCES || code == ENOEXEC || code == ENOTDIR)
        return ds_error_set(err, DS_FAULT,
                            "het hulpprogramma libexec/doorstroom/duck is er niet: bouw of "
                            "installeer doorstroom opnieuw",
                            "the helper libexec/doorstroom/duck is not there: build or install "
                            "doorstroom again");
    if (code == ENOMEM) return ds_error_memory(err);
    return ds_error_set(err, DS_FAULT, "kan libexec/doorstroom/duck niet starten: %s",
                        "cannot start libexec/doorstroom/duck: %s", strerror(code));
}

/* 0, or an errno; ends that are open then are the caller's to close. */
static int start_helper(const ds_database_options *options, ds_database_helper *helper) {
    int theirs[DS_DATABASE_LANES_MAX] = {-1}, code = 0;
    size_t n = 0;
    for (; code == 0 && n < options->n_lanes; n++) {
        int ends[2];
        if (!ds_helper_pair(ends)) code = errno;
        helper->lanes[n] = ends[0];
        theirs[n] = ends[1];
    }
    if (code == 0) code = spawn_helper(options, theirs, &helper->pid);
    for (size_t i = 0; i < n; i++)
        if (theirs[i] >= 0) (void)close(theirs[i]);
    return code;
}

static ds_status ask_open(const ds_database_options *options, const ds_database *database,
                          ds_error *err) {
    ds_database_ask ask = {.threads = options->threads, .n_lanes = (uint32_t)options->n_lanes};
    ds_buffer frame;
    ds_status status;
    ds_database_answer answer = {DS_DATABASE_REFUSED, 0};
    ds_text text;
    (void)snprintf(ask.build, sizeof ask.build, "%s", DS_VERSION);
    (void)snprintf(ask.memory, sizeof ask.memory, "%s", options->memory);
    ask.path_size = options->in_memory ? 0 : (uint32_t)strlen(options->path);
    ask.temporary_size = options->temporary == NULL ? 0 : (uint32_t)strlen(options->temporary);
    ds_buffer_init(&frame, sizeof ask + 2 * DS_PATH_SIZE);
    ds_buffer_add(&frame, (const char *)&ask, sizeof ask);
    if (!options->in_memory) ds_buffer_add_string(&frame, options->path);
    if (options->temporary != NULL) ds_buffer_add_string(&frame, options->temporary);
    status = ds_buffer_finish(&frame, err);
    text = (ds_text){frame.data, frame.size};
    if (status == DS_OK && tell_helper(database->link.context, 0, DS_DATABASE_OPEN, &text, &answer))
        status = ds_database_judge(database, &answer, err);
    ds_buffer_done(&frame);
    return status;
}

ds_status ds_database_open(const ds_database_options *options, ds_database_helper **out,
                           ds_database *database, ds_error *err) {
    ds_database_options asked = *options;
    ds_database_helper *helper = ds_calloc(1, sizeof *helper);
    ds_status status;
    int code;
    *out = NULL;
    if (helper == NULL) return ds_error_memory(err);
    if (asked.n_lanes > DS_DATABASE_LANES_MAX) asked.n_lanes = DS_DATABASE_LANES_MAX;
    for (size_t i = 0; i < DS_DATABASE_LANES_MAX; i++)
        helper->lanes[i] = -1;
    helper->n_lanes = asked.n_lanes;
    helper->path = asked.path;
    *database = (ds_database){{helper, asked.n_lanes, tell_helper}, asked.path};
    code = start_helper(&asked, helper);
    status = code == 0 ? ask_open(&asked, database, err) : refuse_start(code, err);
    if (status == DS_OK && helper->gone) status = DS_FAULT;
    if (status != DS_OK) return ds_database_close(helper, status, err);
    *out = helper;
    return DS_OK;
}

/* ---- ending it ---- */

static ds_status refuse_end(const ds_database_helper *helper, int how, ds_error *err) {
    const bool exited = WIFEXITED(how);
    if (exited && ds_helper_had_no_memory(WEXITSTATUS(how)))
        (void)ds_error_memory(err);
    else if (!exited && WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL)
        (void)ds_error_set(err, DS_FAULT,
                           "het hulpprogramma libexec/doorstroom/duck is door het systeem gestopt: "
                           "te weinig geheugen?",
                           "the helper libexec/doorstroom/duck was stopped by the system: out of "
                           "memory?");
    else if (!exited && WIFSIGNALED(how))
        (void)ds_error_set(err, DS_FAULT,
                           "het hulpprogramma libexec/doorstroom/duck liep vast (signaal %d)",
                           "the helper libexec/doorstroom/duck crashed (signal %d)", WTERMSIG(how));
    else
        (void)ds_error_set(err, DS_FAULT,
                           "het hulpprogramma libexec/doorstroom/duck hield op voor het klaar was",
                           "the helper libexec/doorstroom/duck stopped before it was done");
    ds_error_place(err, helper->path, 0, 0);
    return DS_FAULT;
}

static void close_lanes(ds_database_helper *helper, size_t first) {
    for (size_t i = first; i < DS_DATABASE_LANES_MAX; i++) {
        if (helper->lanes[i] >= 0) (void)close(helper->lanes[i]);
        helper->lanes[i] = -1;
    }
}

/* Waits for its end. False: somebody else waits for all children. */
static bool wait_for_helper(ds_database_helper *helper, int *how) {
    pid_t gone;
    if (helper->pid == 0) return false;
    do
        gone = waitpid(helper->pid, how, 0);
    while (gone < 0 && errno == EINTR);
    return gone > 0;
}

ds_status ds_database_close(ds_database_helper *helper, ds_status status, ds_error *err) {
    const ds_text nothing = {NULL, 0};
    ds_database_answer answer = {DS_DATABASE_DONE, 0};
    int how = 0;
    bool known;
    if (helper == NULL) return status;
    close_lanes(helper, 1);
    if (status == DS_OK && tell_helper(helper, 0, DS_DATABASE_CLOSE, &nothing, &answer)) {
        const ds_database database = {{helper, 1, tell_helper}, helper->path};
        status = ds_database_judge(&database, &answer, err);
    }
    close_lanes(helper, 0); /* it ends when nobody tells it anything any more */
    known = wait_for_helper(helper, &how);
    if (helper->gone && helper->pid != 0) {
        if (!known) how = 0;
        status = refuse_end(helper, how, err);
    }
    ds_free(helper);
    return status;
}
