/* table/gzip.c: what a gzip file holds, in order; see gzip.h. A file may be several gzip members
 * one after the other, which are read as one; zlib checks each one's checksum and length. */
#include "table/gzip.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

enum { IN_SIZE = 64 << 10, ANY_WINDOW = 15, GZIP_ONLY = 16, OUT_MAX = 1 << 30 };

struct ds_gzip {
    int fd;
    const char *path;
    z_stream stream;
    bool started;   /* the stream is to be ended */
    bool in_member; /* a member's end has not been seen */
    bool in_ended;  /* the file has no more bytes */
    bool any;       /* a member was seen */
    uint64_t n_in, n_out;
    unsigned char in[IN_SIZE];
};

bool ds_gzip_named(const char *path) {
    const size_t size = strlen(path);
    return size > 3 && ds_text_equal_nocase((ds_text){path + size - 3, 3}, ds_text_of(".gz"));
}

/* zlib's memory comes from where all memory comes from, so that tests can make it fail. */
static void *allocate_for_zlib(void *context, unsigned n, unsigned size) {
    (void)context;
    return ds_calloc(n, size);
}

static void free_for_zlib(void *context, void *data) {
    (void)context;
    ds_free(data);
}

ds_gzip *ds_gzip_new(int fd, const char *path) {
    ds_gzip *gzip = ds_calloc(1, sizeof *gzip);
    if (gzip == NULL) return NULL;
    gzip->fd = fd;
    gzip->path = path;
    gzip->stream.zalloc = allocate_for_zlib;
    gzip->stream.zfree = free_for_zlib;
    gzip->started = inflateInit2(&gzip->stream, ANY_WINDOW + GZIP_ONLY) == Z_OK;
    if (gzip->started) return gzip;
    ds_gzip_free(gzip);
    return NULL;
}

void ds_gzip_free(ds_gzip *gzip) {
    if (gzip == NULL) return;
    if (gzip->started) (void)inflateEnd(&gzip->stream);
    ds_free(gzip);
}

static ds_status refuse_gzip(const ds_gzip *gzip, const char *nl, const char *en, ds_error *err) {
    return ds_error_at(err, DS_INPUT, gzip->path, 0, 0,
                       "%s%.0s; pak het bestand uit en lever het als .csv",
                       "%.0s%s; unpack the file and deliver it as .csv", nl, en);
}

/* More bytes of the file; in_ended when there are none. */
static ds_status fill_input(ds_gzip *gzip, ds_error *err) {
    ssize_t got;
    if (gzip->stream.avail_in > 0 || gzip->in_ended) return DS_OK;
    do
        got = read(gzip->fd, gzip->in, sizeof gzip->in);
    while (got < 0 && errno == EINTR);
    if (got < 0) return ds_error_system(err, gzip->path, errno, "lezen", "read");
    gzip->in_ended = got == 0;
    gzip->n_in += (uint64_t)got;
    gzip->stream.next_in = gzip->in;
    gzip->stream.avail_in = (unsigned)got;
    return DS_OK;
}

/* Another member may follow the one that ended. */
static ds_status begin_member(ds_gzip *gzip, ds_error *err) {
    if (gzip->stream.next_in[0] != 0x1F)
        return gzip->any ? refuse_gzip(gzip, "na het gzip-deel volgt iets anders",
                                       "something else follows after the gzip part", err)
                         : refuse_gzip(gzip, "de naam zegt gzip, maar dat is het niet",
                                       "the name says gzip, but it is not", err);
    if (inflateReset(&gzip->stream) != Z_OK) return ds_error_memory(err);
    gzip->in_member = gzip->any = true;
    return DS_OK;
}

static ds_status inflate_some(ds_gzip *gzip, ds_error *err) {
    const unsigned before = gzip->stream.avail_out;
    const int code = inflate(&gzip->stream, Z_NO_FLUSH);
    gzip->n_out += before - gzip->stream.avail_out;
    if (code == Z_MEM_ERROR) return ds_error_memory(err);
    if (code == Z_STREAM_END) gzip->in_member = false;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return refuse_gzip(gzip, "dit gzip-bestand is beschadigd", "this gzip file is damaged",
                           err);
    if (gzip->n_out > DS_GZIP_FREE_BYTES && gzip->n_out / DS_GZIP_FACTOR > gzip->n_in)
        return ds_error_at(err, DS_INPUT, gzip->path, 0, 0,
                           "uitgepakt is dit meer dan %d keer zo groot; dat doet geen levering",
                           "unpacked this is more than %d times as large; no delivery does that",
                           DS_GZIP_FACTOR);
    return DS_OK;
}

ds_status ds_gzip_read(ds_gzip *gzip, char *out, size_t size, size_t *out_got, ds_error *err) {
    ds_status status = DS_OK;
    size_t total = 0;
    while (status == DS_OK && total < size) {
        const size_t room = size - total < OUT_MAX ? size - total : OUT_MAX;
        status = fill_input(gzip, err);
        if (status != DS_OK) break;
        if (!gzip->in_member) {
            if (gzip->stream.avail_in == 0) break; /* the end, between members */
            status = begin_member(gzip, err);
            if (status != DS_OK) break;
        }
        gzip->stream.next_out = (unsigned char *)out + total;
        gzip->stream.avail_out = (unsigned)room;
        status = inflate_some(gzip, err);
        if (status == DS_OK && gzip->in_member && gzip->in_ended && gzip->stream.avail_out == room)
            status = refuse_gzip(gzip, "dit gzip-bestand is afgebroken",
                                 "this gzip file is cut short", err);
        total += room - gzip->stream.avail_out;
    }
    if (status == DS_OK) *out_got = total;
    return status;
}
