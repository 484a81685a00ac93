/* web/http/zip.c: see zip.h. */
#include "web/http/zip.h"

#include <isa-l/igzip_lib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

enum { LEVEL = 2, LEVEL_MEMORY = ISAL_DEF_LVL2_DEFAULT, LEAST = 512 };

/* ---- what a client takes ---- */

/* The weight of a coding, in thousandths: ";q=0.5" is 500; without one, or with one that cannot be
 * read, all and none. */
static int read_weight(ds_text parameters) {
    static const int tenths[] = {100, 10, 1};
    int weight;
    parameters = ds_text_trim(parameters);
    if (parameters.size == 0) return 1000;
    if (parameters.size < 3 || (parameters.data[0] | 0x20) != 'q' || parameters.data[1] != '=' ||
        (parameters.data[2] != '0' && parameters.data[2] != '1'))
        return 0;
    weight = 1000 * (parameters.data[2] - '0');
    if (parameters.size > 7 || (parameters.size > 3 && parameters.data[3] != '.')) return 0;
    for (size_t i = 4; i < parameters.size; i++) {
        if (parameters.data[i] < '0' || parameters.data[i] > '9') return 0;
        weight += tenths[i - 4] * (parameters.data[i] - '0');
    }
    return weight;
}

bool ds_http_takes_gzip(ds_text accept) {
    int gzip = -1, others = -1;
    size_t begin = 0;
    if (accept.data == NULL) return false;
    for (size_t end = 0; end <= accept.size; end++) {
        ds_text coding, parameters = {NULL, 0};
        if (end < accept.size && accept.data[end] != ',') continue;
        coding = (ds_text){accept.data + begin, end - begin};
        begin = end + 1;
        for (size_t i = 0; i < coding.size; i++)
            if (coding.data[i] == ';') {
                parameters = (ds_text){coding.data + i + 1, coding.size - i - 1};
                coding.size = i;
            }
        coding = ds_text_trim(coding);
        if (ds_text_equal_nocase(coding, ds_text_of("gzip")) ||
            ds_text_equal_nocase(coding, ds_text_of("x-gzip")))
            gzip = read_weight(parameters);
        else if (ds_text_is(coding, "*"))
            others = read_weight(parameters);
    }
    return gzip >= 0 ? gzip > 0 : others > 0;
}

bool ds_http_is_text(const char *type) {
    static const char *const kinds[] = {"text/", "application/json", "application/problem+json",
                                        "application/xml", "image/svg+xml"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(type, kinds[i], strlen(kinds[i])) == 0) return true;
    return false;
}

/* ---- zipping ---- */

typedef struct zip_state {
    struct isal_zstream stream;
    unsigned char memory[LEVEL_MEMORY];
} zip_state;

/* False: out has no room for what came of it. */
static bool zip_into(zip_state *state, ds_text bytes, char *out, size_t room, size_t *out_size) {
    struct isal_zstream *stream = &state->stream;
    isal_deflate_stateless_init(stream);
    stream->level = LEVEL;
    stream->level_buf = state->memory;
    stream->level_buf_size = LEVEL_MEMORY;
    stream->gzip_flag = IGZIP_GZIP;
    stream->end_of_stream = 1;
    stream->next_in = (uint8_t *)(uintptr_t)bytes.data;
    stream->avail_in = (uint32_t)bytes.size;
    stream->next_out = (uint8_t *)out;
    stream->avail_out = (uint32_t)room;
    if (isal_deflate_stateless(stream) != COMP_OK || stream->avail_in > 0) return false;
    *out_size = room - stream->avail_out;
    return true;
}

ds_status ds_http_zip(ds_text bytes, ds_text *out, ds_error *err) {
    zip_state *state;
    char *zipped, *fitting;
    size_t size = 0;
    bool done;
    *out = (ds_text){NULL, 0};
    if (bytes.size < LEAST || bytes.size > UINT32_MAX) return DS_OK;
    state = ds_malloc(sizeof *state);
    zipped = ds_malloc(bytes.size);
    if (state == NULL || zipped == NULL) {
        ds_free(state);
        ds_free(zipped);
        return ds_error_memory(err);
    }
    done = zip_into(state, bytes, zipped, bytes.size, &size);
    ds_free(state);
    if (!done) {
        ds_free(zipped);
        return DS_OK;
    }
    fitting = ds_realloc_array(zipped, size, 1);
    *out = (ds_text){fitting == NULL ? zipped : fitting, size};
    return DS_OK;
}
