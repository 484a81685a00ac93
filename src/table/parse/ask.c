/* table/parse/ask.c: see ask.h. */
#include "table/parse/ask.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/helper.h"
#include "base/memory.h"
#include "table/parse/frames.h"
#include "table/parse/seed.h"

static const char *pretended;
static const ds_parse_limits *limits = &ds_parse_usual;

void ds_parse_pretend(const char *program, const ds_parse_limits *others) {
    pretended = program;
    limits = others == NULL ? &ds_parse_usual : others;
}

/* ---- what is said where there is nothing to read ---- */

static ds_status refuse_file(const char *path, const char *nl, const char *en, ds_error *err) {
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "het hulpprogramma dat dit bestand afgeschermd leest %s%.0s; het bestand is "
                       "geweigerd: sla het opnieuw op, of lever CSV",
                       "the helper that reads this file confined %.0s%s; the file is refused: save "
                       "it again, or deliver CSV",
                       nl, en);
}

static ds_status refuse_without(const char *path, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, path, 0, 0,
        "dit bestand wordt alleen afgeschermd gelezen, en het hulpprogramma daarvoor is er niet "
        "(libexec/doorstroom/parse): bouw of installeer doorstroom opnieuw, of lever CSV",
        "this file is only read confined, and the helper for it is not there "
        "(libexec/doorstroom/parse): build or install doorstroom again, or deliver CSV");
}

static ds_status refuse_version(const char *path, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, path, 0, 0,
        "het hulpprogramma libexec/doorstroom/parse is niet van deze versie (" DS_VERSION
        "): bouw of installeer doorstroom opnieuw, of lever CSV",
        "the helper libexec/doorstroom/parse is not of this version (" DS_VERSION
        "): build or install doorstroom again, or deliver CSV");
}

/* No fault of the file, as far as anybody knows: it is not refused, and not passed over. */
static ds_status tell_no_memory(const char *path, ds_error *err) {
    (void)ds_error_memory(err);
    ds_error_place(err, path, 0, 0);
    return DS_FAULT;
}

static ds_status refuse_unconfined(const char *path, const ds_frame_cannot *cannot, ds_error *err) {
    char reason[64];
    if (cannot->why == DS_FRAME_NO_MEMORY) return tell_no_memory(path, err);
    if (cannot->why == DS_FRAME_NO_DUCKDB)
        return ds_error_set(err, DS_FAULT, "libduckdb.so is er niet, of is van een andere versie",
                            "libduckdb.so is not there, or is of another version");
    (void)snprintf(reason, sizeof reason, "%s: errno %u",
                   cannot->why == DS_FRAME_NO_SECCOMP ? "seccomp" : "setrlimit", cannot->code);
    return ds_error_at(
        err, DS_INPUT, path, 0, 0,
        "dit bestand wordt alleen afgeschermd gelezen, en dat staat deze machine niet toe (%s): "
        "lees "
        "het op een andere, of lever CSV",
        "this file is only read confined, and this machine does not allow that (%s): read it on "
        "another, or deliver CSV",
        reason);
}

/* Of one that ended before it said that it was done. */
static ds_status refuse_ended(const char *path, const ds_parse_end *end, ds_error *err) {
    char nl[64], en[64];
    if (end->signal == 0 && end->known && ds_helper_had_no_memory(end->code))
        return tell_no_memory(path, err);
    switch (end->signal) {
    case 0:
        return refuse_file(path, "hield op voor het klaar was", "stopped before it was done", err);
    case SIGSYS:
        return refuse_file(path, "wilde iets doen dat bij lezen niet hoort (SIGSYS)",
                           "attempted what is no part of reading (SIGSYS)", err);
    case SIGXCPU:
    case SIGKILL:
        return refuse_file(path, "vroeg te veel rekentijd of geheugen en is gestopt",
                           "asked too much processor time or memory and was stopped", err);
    default:
        (void)snprintf(nl, sizeof nl, "liep vast (signaal %d)", end->signal);
        (void)snprintf(en, sizeof en, "crashed (signal %d)", end->signal);
        return refuse_file(path, nl, en, err);
    }
}

static ds_status refuse_fault(const ds_frames *f, ds_error *err) {
    switch (f->fault) {
    case DS_FRAMES_CANNOT:
        return refuse_unconfined(f->path, &f->cannot, err);
    case DS_FRAMES_OTHER:
        return refuse_version(f->path, err);
    case DS_FRAMES_TOO_LONG:
        return refuse_file(f->path, "gaf een antwoord zonder eind", "gave an answer without end",
                           err);
    case DS_FRAMES_MEMORY:
        return tell_no_memory(f->path, err);
    case DS_FRAMES_IDLE:
        return refuse_file(f->path, "bleef antwoorden zonder een rij",
                           "kept on answering without a row", err);
    case DS_FRAMES_GOOD:
    case DS_FRAMES_REFUSED:
    case DS_FRAMES_NONSENSE:
        break;
    }
    return refuse_file(f->path, "gaf een antwoord dat er geen is", "gave an answer that is none",
                       err);
}

/* ---- asking ---- */

typedef struct conversation {
    ds_parse_worker worker;
    ds_frames frames;
    bool closed; /* it closed its pipe */
    ds_parse_state state;
} conversation;

static bool send_reply(void *context, const char *data, size_t size) {
    const conversation *c = context;
    ssize_t n;
    do
        n = ds_helper_write(c->worker.to, data, size);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)size; /* it fits in a pipe that is read */
}

/* One that has ended already is noticed when it is listened to. */
static void ask_worker(conversation *c, const ds_table_shape *shape) {
    const ds_frames *f = &c->frames;
    const ds_text sheet = shape == NULL ? (ds_text){NULL, 0} : shape->sheet;
    const size_t size = sheet.size < DS_FRAME_SHEET_MAX ? sheet.size : DS_FRAME_SHEET_MAX - 1;
    const ds_frame_ask ask = {
        .version = DS_FRAME_VERSION,
        .format = f->format,
        .labels = f->table != NULL && f->table->label != NULL,
        .sheet_size = (uint32_t)size,
        .first_line = shape == NULL ? 0 : shape->first_line,
        .size_bytes = f->size_bytes,
        .seconds = limits->seconds + limits->seconds_a_megabyte * (f->size_bytes >> 20),
        .memory = limits->memory,
        .unpacked_most = shape == NULL ? 0 : shape->unpacked_most,
    };
    const uint32_t head[2] = {DS_FRAME_ASK, (uint32_t)(sizeof ask + size)};
    char bytes[sizeof head + sizeof ask + DS_FRAME_SHEET_MAX];
    memcpy(bytes, head, sizeof head);
    memcpy(bytes + sizeof head, &ask, sizeof ask);
    if (size > 0) memcpy(bytes + sizeof head + sizeof ask, sheet.data, size);
    (void)send_reply(c, bytes, sizeof head + head[1]);
}

/* Waits for more; false when it is no use to go on. */
static bool wait_for_more(conversation *c) {
    struct pollfd one = {.fd = c->worker.from, .events = POLLIN};
    const int n = poll(&one, 1, DS_PARSE_LOOK_MS);
    if (n == 0) c->state = ds_parse_worker_look(&c->worker, limits);
    return n >= 0 ? c->state == DS_PARSE_WORKS : errno == EINTR || errno == EAGAIN;
}

/* Reads once. DS_OK also when nothing came. */
static ds_status hear_some(conversation *c, bool *go_on, ds_error *err) {
    char *room;
    size_t size;
    ssize_t got;
    ds_status status = ds_frames_room(&c->frames, &room, &size, err);
    if (status != DS_OK) {
        c->frames.fault = DS_FRAMES_REFUSED;
        return status;
    }
    got = read(c->worker.from, room, size);
    if (got > 0) {
        const uint64_t before = c->frames.n_frames;
        status = ds_frames_take(&c->frames, (size_t)got, err);
        if (c->frames.n_frames > before) ds_parse_worker_heard(&c->worker);
        return status;
    }
    c->closed = got == 0 || (errno != EAGAIN && errno != EINTR);
    *go_on = !c->closed && wait_for_more(c);
    return DS_OK;
}

static ds_status hear_all(conversation *c, ds_error *err) {
    bool go_on = true;
    ds_status status = DS_OK;
    while (status == DS_OK && go_on && !c->frames.ended) {
        status = ds_file_go_on(err);
        if (status != DS_OK)
            c->frames.fault = DS_FRAMES_REFUSED;
        else
            status = hear_some(c, &go_on, err);
    }
    return status;
}

static ds_status tell_end(conversation *c, const ds_parse_end *end, ds_status status,
                          ds_error *err) {
    const ds_frames *f = &c->frames;
    if (f->fault == DS_FRAMES_REFUSED) return status;
    if (f->fault != DS_FRAMES_GOOD) return refuse_fault(f, err);
    if (f->ended) return DS_OK;
    if (c->state == DS_PARSE_HANGS)
        return refuse_file(f->path, "deed niets meer", "did nothing any more", err);
    if (c->state == DS_PARSE_COMPUTES)
        return refuse_file(f->path, "rekende te lang zonder een rij",
                           "computed for too long without a row", err);
    if (!f->greeted && end->signal == 0 && end->known && !ds_helper_had_no_memory(end->code))
        return refuse_version(f->path, err);
    return refuse_ended(f->path, end, err);
}

static bool is_helper(const char *path) {
    return access(path, X_OK) == 0 && !ds_file_is_folder(path);
}

static ds_status hold_conversation(conversation *c, const ds_source *source,
                                   const ds_table_shape *shape, ds_error *err) {
    char program[DS_PATH_SIZE];
    ds_parse_end end;
    ds_status status;
    int code = ENOENT;
    ds_table_readers *readers =
        shape != NULL && c->frames.format == DS_TABLE_PARQUET ? shape->readers : NULL;
    if (pretended != NULL)
        code = ds_parse_worker_start(&c->worker, pretended, source->fd, readers, limits);
    else if (ds_helper_find("parse", is_helper, program))
        code = ds_parse_worker_start(&c->worker, program, source->fd, readers, limits);
    if (code == ENOENT || code == EACCES || code == ENOEXEC || code == ENOTDIR)
        return refuse_without(source->path, err);
    if (code != 0)
        return ds_error_set(err, DS_FAULT, "kan libexec/doorstroom/parse niet starten: %s",
                            "cannot start libexec/doorstroom/parse: %s", strerror(code));
    ask_worker(c, shape);
    status = hear_all(c, err);
    ds_parse_worker_end(&c->worker, !c->closed, &end);
    status = tell_end(c, &end, status, err);
    ds_frames_done(&c->frames);
    return status;
}

ds_status ds_parse_table(const ds_source *source, ds_table_format format,
                         const ds_table_shape *shape, const ds_table_sink *sink, ds_error *err) {
    conversation c = {.frames = {.path = source->path,
                                 .format = format,
                                 .size_bytes = source->size_bytes,
                                 .table = sink,
                                 .reply = send_reply,
                                 .reply_context = &c}};
    return hold_conversation(&c, source, shape, err);
}

ds_status ds_parse_xml(const ds_source *source, const ds_xml_sink *sink, ds_error *err) {
    conversation c = {.frames = {.path = source->path,
                                 .format = DS_TABLE_XML,
                                 .size_bytes = source->size_bytes,
                                 .xml = sink,
                                 .reply = send_reply,
                                 .reply_context = &c}};
    return hold_conversation(&c, source, NULL, err);
}
