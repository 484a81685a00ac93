/* fuzz/within.c: foreign files read within the fuzzer, in place of a helper (ds_parse_table and
 * ds_parse_xml are wrapped by the linker): the helper's code in a thread, its frames through a
 * pipe, and ours behind it. So both are instrumented, and a run costs no process. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "fuzz_must.h"
#include "parse/serve.h"
#include "table/parse/ask.h"
#include "table/parse/frames.h"

ds_status __wrap_ds_parse_table(const ds_source *source, ds_table_format format,
                                const ds_table_shape *shape, const ds_table_sink *sink,
                                ds_error *err);
ds_status __wrap_ds_parse_xml(const ds_source *source, const ds_xml_sink *sink, ds_error *err);

typedef struct helper {
    ds_serve serve;
    const ds_source *source;
    const ds_parquet_duck *duck;
} helper;

/* One for all runs: it is slow to start. It keeps nothing of a file. */
static const ds_parquet_duck *open_duck(void) {
    static ds_parquet_duck duck;
    if (duck.connection != NULL) return &duck;
    MUST(ds_parquet_open(&duck, NULL) == DS_OK);
    MUST(ds_duck.query(duck.connection, "SET enable_external_file_cache = false", NULL) ==
         DuckDBSuccess);
    return &duck;
}

static void *run_helper(void *context) {
    helper *h = context;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_serve_hello(&h->serve, 0)) {
        if (ds_serve_read(&h->serve, h->source, h->duck, &err) == DS_OK)
            (void)ds_serve_end(&h->serve);
        else
            (void)ds_serve_error(&h->serve, &err);
    }
    (void)close(h->serve.to);
    (void)close(h->serve.from);
    ds_serve_done(&h->serve);
    return NULL;
}

static bool reply_within(void *context, const char *data, size_t size) {
    return write(*(int *)context, data, size) == (ssize_t)size;
}

static ds_status hear_helper(ds_frames *f, int from, ds_error *err) {
    ds_status status = DS_OK;
    while (status == DS_OK && !f->ended) {
        char *room;
        size_t size;
        ssize_t got;
        status = ds_frames_room(f, &room, &size, err);
        if (status != DS_OK) return status;
        do
            got = read(from, room, size);
        while (got < 0 && errno == EINTR);
        MUST(got > 0); /* a helper of ours says how it ends */
        status = ds_frames_take(f, (size_t)got, err);
    }
    return status;
}

/* What our own helper says is never nonsense, whatever the file. */
static ds_status settle(const ds_frames *f, ds_status status, ds_error *err) {
    if (status == DS_OK || f->fault == DS_FRAMES_REFUSED) return status;
    MUST(f->fault == DS_FRAMES_MEMORY || f->fault == DS_FRAMES_IDLE);
    return ds_error_at(err, DS_INPUT, f->path, 0, 0, "te veel", "too much");
}

static ds_status read_within(ds_frames *f, const ds_source *source, const ds_table_shape *shape,
                             ds_error *err) {
    helper *h = calloc(1, sizeof *h);
    int to[2], from[2];
    pthread_t thread;
    ds_status status;
    MUST(h != NULL && pipe(to) == 0 && pipe(from) == 0);
    (void)signal(SIGPIPE, SIG_IGN);
    ds_serve_init(&h->serve, to[0], from[1]);
    h->source = source;
    if (f->format == DS_TABLE_PARQUET) h->duck = open_duck();
    h->serve.ask = (ds_frame_ask){.format = f->format,
                                  .labels = f->table != NULL && f->table->label != NULL,
                                  .size_bytes = f->size_bytes};
    if (shape != NULL && shape->sheet.size < sizeof h->serve.sheet) {
        memcpy(h->serve.sheet, shape->sheet.data, shape->sheet.size);
        h->serve.ask.sheet_size = (uint32_t)shape->sheet.size;
        h->serve.ask.first_line = shape->first_line;
        h->serve.ask.unpacked_most = shape->unpacked_most;
    }
    f->reply = reply_within;
    f->reply_context = &to[1];
    MUST(pthread_create(&thread, NULL, run_helper, h) == 0);
    status = hear_helper(f, from[0], err);
    (void)close(from[0]);
    (void)close(to[1]);
    MUST(pthread_join(thread, NULL) == 0);
    free(h);
    status = settle(f, status, err);
    ds_frames_done(f);
    return status;
}

ds_status __wrap_ds_parse_table(const ds_source *source, ds_table_format format,
                                const ds_table_shape *shape, const ds_table_sink *sink,
                                ds_error *err) {
    ds_frames f = {
        .path = source->path, .format = format, .size_bytes = source->size_bytes, .table = sink};
    return read_within(&f, source, shape, err);
}

ds_status __wrap_ds_parse_xml(const ds_source *source, const ds_xml_sink *sink, ds_error *err) {
    ds_frames f = {.path = source->path,
                   .format = DS_TABLE_XML,
                   .size_bytes = source->size_bytes,
                   .xml = sink};
    return read_within(&f, source, NULL, err);
}
