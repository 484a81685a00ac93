/* table/stream.c: an Arrow stream as csv, and in place of a file. See stream.h and
 * doorstroom/table.h.
 *
 * The rows become csv in memory that has no name (memfd) and goes with the process: whoever reads a
 * file of text then reads them, with its gate, its checks and its lines. What a path stands for is
 * kept in a list of this process, so that the path can be the name that people know it by. */
#include "table/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arrow/read.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/stop.h"
#include "doorstroom/table.h"

#define PIECE ((size_t)1 << 20)

/* ---- as csv ---- */

typedef struct pour {
    int fd;
    const char *name;
    ds_status status;
    ds_error error;
} pour;

static void drain_csv(ds_buffer *buffer, void *context) {
    pour *to = context;
    if (to->status == DS_OK)
        to->status = ds_file_put(to->fd, to->name, buffer->data, buffer->size, &to->error);
    if (to->status != DS_OK) buffer->failed = DS_FAULT;
    buffer->size = 0;
}

static void add_quoted(ds_text text, ds_buffer *out) {
    ds_buffer_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') ds_buffer_add_char(out, '"');
        ds_buffer_add_char(out, text.data[i]);
    }
    ds_buffer_add_char(out, '"');
}

/* alone: the only field of its row, which would be a blank line without quotes. */
static void add_value(ds_text text, bool alone, ds_buffer *out) {
    bool quote = alone && text.size == 0;
    for (size_t i = 0; !quote && i < text.size; i++)
        quote = strchr(",\"\r\n", text.data[i]) != NULL;
    if (quote)
        add_quoted(text, out);
    else
        ds_buffer_add(out, text.data, text.size);
}

static ds_status add_stream_rows(ds_arrow_reader *reader, size_t n_rows, ds_buffer *out,
                                 ds_error *err) {
    const size_t n_columns = ds_arrow_n_columns(reader);
    char room[DS_ARROW_TEXT_SIZE];
    ds_status status = DS_OK;
    for (size_t row = 0; status == DS_OK && row < n_rows; row++) {
        for (size_t i = 0; status == DS_OK && i < n_columns; i++) {
            ds_text text = {NULL, 0};
            if (i > 0) ds_buffer_add_char(out, ',');
            status = ds_arrow_text(reader, i, row, room, &text, err);
            if (status == DS_OK) add_value(text, n_columns == 1, out);
        }
        ds_buffer_add_char(out, '\n');
        if (status == DS_OK && out->failed != DS_OK) status = ds_buffer_finish(out, err);
    }
    return status;
}

static ds_status pour_csv(ds_arrow_reader *reader, ds_buffer *out, ds_error *err) {
    size_t n_rows = 1;
    ds_status status = DS_OK;
    for (size_t i = 0; i < ds_arrow_n_columns(reader); i++) {
        const char *name = ds_arrow_column_name(reader, i);
        if (i > 0) ds_buffer_add_char(out, ',');
        add_quoted((ds_text){name, strlen(name)}, out);
    }
    ds_buffer_add_char(out, '\n');
    while (status == DS_OK && n_rows > 0) {
        status = ds_file_go_on(err);
        if (status == DS_OK) status = ds_arrow_next(reader, &n_rows, err);
        if (status == DS_OK) status = add_stream_rows(reader, n_rows, out, err);
    }
    return status == DS_OK ? ds_buffer_finish(out, err) : status;
}

ds_status ds_table_write_stream(const char *name, struct ArrowArrayStream *in, int fd,
                                ds_error *err) {
    pour to = {.fd = fd, .name = name};
    ds_arrow_reader *reader = NULL;
    ds_buffer out;
    ds_status status = ds_arrow_open(name, in, &reader, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&out, (size_t)1 << 40);
    out.drain = drain_csv;
    out.drain_context = &to;
    out.drain_at = PIECE;
    status = pour_csv(reader, &out, err);
    if (status == DS_OK) drain_csv(&out, &to);
    if (to.status != DS_OK) {
        status = to.status;
        if (err != NULL) *err = to.error;
    }
    ds_buffer_done(&out);
    ds_arrow_close(reader);
    return status;
}

/* ---- in place of a file ---- */

struct ds_table_stream {
    ds_table_stream *next;
    const void *question; /* that it was opened for; NULL: for whoever knows its path */
    int fd;
    char path[DS_TABLE_STREAM_PATH_SIZE];
};

static pthread_mutex_t streams_lock = PTHREAD_MUTEX_INITIALIZER;
static ds_table_stream *streams; /* those that are open */

/* What one question was given is not there for another, which may be of somebody else in the same
 * process and only has to guess a name. */
static ds_table_stream *find_stream_of(const void *question, const char *path) {
    ds_table_stream *at = streams;
    while (at != NULL && (at->question != question || strcmp(at->path, path) != 0))
        at = at->next;
    return at;
}

static ds_table_stream *find_stream(const char *path) {
    const void *question = ds_sake_used().question;
    ds_table_stream *found = find_stream_of(question, path);
    return found != NULL || question == NULL ? found : find_stream_of(NULL, path);
}

bool ds_table_stream_named(const char *path) {
    bool named = false;
    if (strncmp(path, DS_TABLE_STREAM_PREFIX, strlen(DS_TABLE_STREAM_PREFIX)) != 0) return false;
    (void)pthread_mutex_lock(&streams_lock);
    named = find_stream(path) != NULL;
    (void)pthread_mutex_unlock(&streams_lock);
    return named;
}

int ds_table_stream_reopen(const char *path) {
    const ds_table_stream *found;
    char alias[32];
    int fd = -1;
    if (strncmp(path, DS_TABLE_STREAM_PREFIX, strlen(DS_TABLE_STREAM_PREFIX)) != 0) return -1;
    (void)pthread_mutex_lock(&streams_lock);
    found = find_stream(path);
    if (found != NULL) {
        (void)snprintf(alias, sizeof alias, "/proc/self/fd/%d", found->fd);
        fd = open(alias, O_RDONLY | O_CLOEXEC);
    }
    (void)pthread_mutex_unlock(&streams_lock);
    return fd;
}

/* Two of one name at once: the later one gets a number behind it. */
static void add_stream(ds_table_stream *stream, const char *name) {
    stream->question = ds_sake_used().question;
    (void)pthread_mutex_lock(&streams_lock);
    for (unsigned n = 1; n == 1 || find_stream(stream->path) != NULL; n++)
        (void)(n == 1
                   ? snprintf(stream->path, sizeof stream->path, DS_TABLE_STREAM_PREFIX "%s", name)
                   : snprintf(stream->path, sizeof stream->path, DS_TABLE_STREAM_PREFIX "%s#%u",
                              name, n));
    stream->next = streams;
    streams = stream;
    (void)pthread_mutex_unlock(&streams_lock);
}

static ds_status check_stream_name(const char *name, ds_error *err) {
    const size_t size = strlen(name);
    bool good = size > 0 && size <= DS_TABLE_STREAM_NAME_MAX;
    for (size_t i = 0; good && i < size; i++)
        good = (unsigned char)name[i] > ' ' && name[i] != '/' && name[i] != 0x7F;
    return good ? DS_OK
                : ds_error_set(err, DS_USAGE,
                               "de naam van een tabel heeft 1 tot en met %d tekens, zonder blanco "
                               "of schuine streep",
                               "a table's name has 1 to %d characters, without a blank or slash",
                               DS_TABLE_STREAM_NAME_MAX);
}

static ds_status fill_stream(ds_table_stream *stream, const char *name, struct ArrowArrayStream *in,
                             ds_error *err) {
    char path[DS_TABLE_STREAM_PATH_SIZE];
    (void)snprintf(path, sizeof path, DS_TABLE_STREAM_PREFIX "%s", name);
    stream->fd = memfd_create("doorstroom", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (stream->fd < 0) {
        if (in->release != NULL) in->release(in);
        return ds_error_system(err, path, errno, "in het geheugen maken", "make in memory");
    }
    return ds_table_write_stream(path, in, stream->fd, err);
}

ds_status ds_table_stream_open(const char *name, struct ArrowArrayStream *in, ds_table_stream **out,
                               ds_error *err) {
    ds_table_stream *stream = ds_calloc(1, sizeof *stream);
    ds_status status = stream == NULL ? ds_error_memory(err) : check_stream_name(name, err);
    if (status != DS_OK) {
        if (in->release != NULL) in->release(in);
        ds_free(stream);
        return status;
    }
    status = fill_stream(stream, name, in, err);
    if (status == DS_OK) {
        (void)fcntl(stream->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
        add_stream(stream, name);
        *out = stream;
        return DS_OK;
    }
    if (stream->fd >= 0) (void)close(stream->fd);
    ds_free(stream);
    return status;
}

const char *ds_table_stream_path(const ds_table_stream *stream) {
    return stream->path;
}

void ds_table_stream_close(ds_table_stream *stream) {
    ds_table_stream **at = &streams;
    if (stream == NULL) return;
    (void)pthread_mutex_lock(&streams_lock);
    while (*at != NULL && *at != stream)
        at = &(*at)->next;
    if (*at != NULL) *at = stream->next;
    (void)pthread_mutex_unlock(&streams_lock);
    (void)close(stream->fd);
    ds_free(stream);
}
