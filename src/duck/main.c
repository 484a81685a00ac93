/* duck/main.c: libexec/doorstroom/duck: a DuckDB that does what it is told by the program that
 * started it (src/table/database), and ends. What DuckDB says about rows stays here.
 *
 * Lane 0 is told on the first thread, each other lane on one of its own. It ends by _exit: what
 * else would run at the end has nothing to do here. */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/helper.h"
#include "base/memory.h"
#include "duck/judge.h"
#include "duck/lane.h"
#include "duck/no_memory.h"

typedef struct wire {
    int fd;
    ds_duck_lane lane;
    uint32_t head[2];
    char *frame; /* of head[1] bytes, and a zero */
    size_t capacity;
    pthread_t thread;
    bool threaded;
} wire;

typedef struct program {
    duckdb_database database;
    size_t n_lanes;
    wire lanes[DS_DATABASE_LANES_MAX];
} program;

/* ---- bytes ---- */

static void end_without_memory(void) {
    _exit(DS_HELPER_NO_MEMORY);
}

/* False: nobody tells anything any more. */
static bool hear_frame(wire *w) {
    if (!ds_helper_read(w->fd, w->head, sizeof w->head)) return false;
    if (w->head[1] > DS_DATABASE_FRAME_MAX) return false;
    if (!ds_reserve(&w->frame, &w->capacity, (size_t)w->head[1] + 1, 1)) end_without_memory();
    w->frame[w->head[1]] = '\0';
    return ds_helper_read(w->fd, w->frame, w->head[1]);
}

static bool say_answer(const wire *w, ds_database_answer answer) {
    return write(w->fd, &answer, sizeof answer) == (ssize_t)sizeof answer;
}

/* Until nothing more is told, or CLOSE is. */
static void serve_lane(wire *w) {
    while (hear_frame(w) && w->head[0] != DS_DATABASE_CLOSE) {
        ds_database_answer answer;
        if (!ds_duck_lane_take(&w->lane, w->head[0], w->frame, w->head[1], &answer)) continue;
        if (!say_answer(w, answer)) break;
    }
    ds_duck_lane_done(&w->lane);
}

static void *serve_other(void *context) {
    serve_lane(context);
    return NULL;
}

/* ---- opening ---- */

/* Nobody may look into it, and it leaves nothing behind when it crashes. */
static void close_off(void) {
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error to tell */
    (void)signal(SIGPIPE, SIG_IGN);
}

static bool connect_lanes(program *p) {
    for (size_t i = 1; i < p->n_lanes; i++) {
        duckdb_connection connection = NULL;
        if (ds_duck.connect(p->database, &connection) != DuckDBSuccess) return false;
        p->lanes[i].fd = DS_DATABASE_LANE + (int)i - 1;
        ds_duck_lane_init(&p->lanes[i].lane, connection);
    }
    return true;
}

static bool start_lanes(program *p) {
    for (size_t i = 1; i < p->n_lanes; i++) {
        wire *w = &p->lanes[i];
        w->threaded = pthread_create(&w->thread, NULL, serve_other, w) == 0;
        if (!w->threaded) return false;
    }
    return true;
}

static ds_database_answer open_database(program *p, const ds_database_ask *ask, char *path,
                                        const char *temporary) {
    const ds_duck_options options = {ask->path_size == 0 ? NULL : path,
                                     ask->temporary_size == 0 ? NULL : temporary, ask->memory,
                                     ask->threads};
    duckdb_connection connection = NULL;
    char *trouble = NULL;
    ds_database_answer answer = {DS_DATABASE_DONE, 0};
    if (ds_duck_load(NULL) != DS_OK)
        answer = (ds_database_answer){
            ds_duck_without_memory ? DS_DATABASE_MEMORY : DS_DATABASE_NO_DUCKDB, 0};
    else if (ds_duck_open(&options, &p->database, &connection, &trouble, NULL) != DS_OK)
        answer = ds_duck_judge(DUCKDB_ERROR_INVALID, trouble);
    ds_duck_lane_init(&p->lanes[0].lane, connection);
    if (answer.what == DS_DATABASE_DONE && !(connect_lanes(p) && start_lanes(p)))
        answer = (ds_database_answer){DS_DATABASE_MEMORY, 0};
    return answer;
}

/* Takes the first frame apart. */
static ds_database_answer open_as_asked(program *p) {
    const wire *w = &p->lanes[0];
    ds_database_ask ask;
    char path[4096 + 1], temporary[4096 + 1];
    if (w->head[0] != DS_DATABASE_OPEN || w->head[1] < sizeof ask)
        return (ds_database_answer){DS_DATABASE_OTHER_BUILD, 0};
    memcpy(&ask, w->frame, sizeof ask);
    if (strncmp(ask.build, DS_VERSION, sizeof ask.build) != 0 || ask.n_lanes < 1 ||
        ask.n_lanes > DS_DATABASE_LANES_MAX || ask.path_size >= sizeof path ||
        ask.temporary_size >= sizeof temporary ||
        w->head[1] != sizeof ask + ask.path_size + ask.temporary_size)
        return (ds_database_answer){DS_DATABASE_OTHER_BUILD, 0};
    ask.memory[sizeof ask.memory - 1] = '\0';
    memcpy(path, w->frame + sizeof ask, ask.path_size);
    path[ask.path_size] = '\0';
    memcpy(temporary, w->frame + sizeof ask + ask.path_size, ask.temporary_size);
    temporary[ask.temporary_size] = '\0';
    p->n_lanes = ask.n_lanes;
    return open_database(p, &ask, path, temporary);
}

/* ---- ending ---- */

static void close_database(program *p) {
    for (size_t i = 1; i < p->n_lanes; i++) {
        if (p->lanes[i].threaded) (void)pthread_join(p->lanes[i].thread, NULL);
        ds_duck.disconnect(&p->lanes[i].lane.connection);
    }
    ds_duck.disconnect(&p->lanes[0].lane.connection);
    ds_duck.close(&p->database);
}

int main(void) {
    static program p;
    wire *first = &p.lanes[0];
    ds_database_answer answer;
    close_off();
    ds_duck_watch_memory();
    if (!hear_frame(first)) _exit(2);
    answer = open_as_asked(&p);
    if (!say_answer(first, answer) || answer.what != DS_DATABASE_DONE) _exit(1);
    serve_lane(first);
    if (first->head[0] != DS_DATABASE_CLOSE) _exit(1); /* who told it is gone: nothing is kept */
    close_database(&p);
    _exit(say_answer(first, (ds_database_answer){DS_DATABASE_DONE, 0}) ? 0 : 1);
}
