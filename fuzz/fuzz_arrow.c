/* fuzz/fuzz_arrow.c: an Arrow stream of somebody else's making, as the input says: types, lengths,
 * offsets, numbers of buffers and children, nulls, dictionaries, places of texts. It is read or
 * refused; nothing is read outside a buffer, and everything is released once. How large a buffer is
 * the interface does not say, so here they are as large as what may pass the checks asks for. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arrow/read.h"
#include "fuzz_must.h"

enum { COLUMNS = 4, BUFFERS = 5, SMALL = 66, ROWS = 4 * SMALL, TEXT_SIZE = 1 << 16, BLOCKS = 64 };

static const char *const formats[] = {
    "n", "b",  "c",   "C",   "s",    "S",       "i",     "I",  "l", "L",           "f",  "g", "u",
    "U", "vu", "tdD", "tdm", "tss:", "tsn:UTC", "d:9,3", "+s", "z", "d:38,38,128", "+l", "",  NULL};
enum { FORMATS = 26 };

static const uint8_t *input;
static size_t input_size;

static uint8_t next_byte(void) {
    if (input_size == 0) return 0;
    input_size--;
    return *input++;
}

/* Mostly small, now and then at an end of what 64 bits hold. */
static int64_t next_number(void) {
    const uint8_t b = next_byte();
    if (b == 255) return INT64_MAX - next_byte();
    if (b == 254) return -1 - (int64_t)next_byte();
    return b % SMALL;
}

/* ---- what is handed over ---- */

typedef struct column {
    struct ArrowSchema schema, words_schema;
    struct ArrowArray array, words_array;
    const void *buffers[BUFFERS], *words_buffers[BUFFERS];
} column;

static column columns[COLUMNS];
static struct ArrowSchema table_schema, *schemas[COLUMNS];
static struct ArrowArray table_array, *arrays[COLUMNS];
static const void *table_buffers[1];
static void *blocks[BLOCKS];
static size_t n_blocks;
static int n_given, n_alive;

static void release_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
    n_alive--;
}

static void release_array(struct ArrowArray *array) {
    array->release = NULL;
    n_alive--;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    (void)stream;
    *out = table_schema;
    n_alive++;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    (void)stream;
    if (n_given++ == 2) {
        out->release = NULL;
        return 0;
    }
    *out = table_array;
    n_alive++;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return NULL;
}

static void release_stream(struct ArrowArrayStream *stream) {
    stream->release = NULL;
    n_alive--;
}

static uint8_t *make_block(size_t size) {
    uint8_t *block = calloc(size, 1);
    size_t some = next_byte();
    MUST(block != NULL && n_blocks < BLOCKS);
    if (some > size) some = size;
    for (size_t i = 0; i < some; i++)
        block[i] = next_byte();
    blocks[n_blocks++] = block;
    return block;
}

/* Where texts begin: within their buffer, in any order, or below it. */
static void *make_places(bool large) {
    uint8_t *block = make_block((ROWS + 1) * sizeof(int64_t));
    int64_t at = 0;
    for (size_t i = 0; i <= ROWS; i++) {
        const uint8_t step = i < SMALL ? next_byte() : 0;
        int32_t narrow;
        at = step == 255 ? -1 : step > 250 ? step : at + step % 50;
        narrow = (int32_t)at;
        if (large)
            memcpy(block + i * sizeof at, &at, sizeof at);
        else
            memcpy(block + i * sizeof narrow, &narrow, sizeof narrow);
    }
    return block;
}

static int64_t usual_buffers(const char *format) {
    if (format == NULL || format[0] == 'n') return 0;
    if (format[0] == 'v') return 4;
    return format[0] == 'u' || format[0] == 'U' ? 3 : 2;
}

static void make_array(const char *format, const void **buffers, struct ArrowArray *out) {
    static const int64_t sizes[] = {TEXT_SIZE, TEXT_SIZE};
    const char type = format == NULL ? '\0' : format[0];
    const bool places = type == 'u' || type == 'U';
    memset(buffers, 0, BUFFERS * sizeof *buffers);
    *out = (struct ArrowArray){.length = next_number(),
                               .offset = next_number(),
                               .null_count = next_byte() % 4 - 1,
                               .n_buffers = usual_buffers(format),
                               .buffers = buffers,
                               .release = release_array};
    if (next_byte() == 7) out->n_buffers = next_number() % (BUFFERS + 1);
    if (next_byte() % 2 != 0) buffers[0] = make_block(ROWS / 8 + 1);
    if (next_byte() != 9) buffers[1] = places ? make_places(type == 'U') : make_block(ROWS * 16);
    if ((places || type == 'v') && next_byte() != 9) buffers[2] = make_block(TEXT_SIZE);
    if (type == 'v') buffers[3] = sizes;
}

static void make_column(column *c) {
    static const char *const names[] = {"persoon", "", "a,\"b\"", "\xFF", NULL};
    const char *format = formats[next_byte() % FORMATS], *words = formats[next_byte() % FORMATS];
    const bool dictionary = next_byte() % 4 == 0;
    c->schema = (struct ArrowSchema){
        .format = format, .name = names[next_byte() % 5], .release = release_schema};
    c->words_schema = (struct ArrowSchema){.format = words, .release = release_schema};
    make_array(format, c->buffers, &c->array);
    make_array(words, c->words_buffers, &c->words_array);
    if (dictionary) {
        c->schema.dictionary = &c->words_schema;
        c->array.dictionary = &c->words_array;
    }
    if (next_byte() == 3) c->array.dictionary = dictionary ? NULL : &c->words_array;
    if (next_byte() == 3) c->schema.release = NULL;
    if (next_byte() == 3) c->array.release = NULL;
    if (next_byte() == 3) c->array.n_children = next_number();
}

static void make_stream(void) {
    const int64_t n = next_byte() % (COLUMNS + 1);
    for (size_t i = 0; i < COLUMNS; i++) {
        make_column(&columns[i]);
        schemas[i] = &columns[i].schema;
        arrays[i] = next_byte() == 3 ? NULL : &columns[i].array;
    }
    table_schema = (struct ArrowSchema){.format = next_byte() == 3 ? "l" : "+s",
                                        .n_children = n,
                                        .children = schemas,
                                        .release = release_schema};
    table_array = (struct ArrowArray){.length = next_number(),
                                      .offset = next_number(),
                                      .n_buffers = next_byte() == 3 ? 0 : 1,
                                      .n_children = next_byte() == 3 ? next_number() : n,
                                      .buffers = table_buffers,
                                      .children = arrays,
                                      .release = release_array};
}

/* ---- and read ---- */

static void read_all(ds_arrow_reader *reader) {
    char room[DS_ARROW_TEXT_SIZE];
    size_t n_rows = 1;
    ds_error err;
    while (n_rows > 0 && ds_arrow_next(reader, &n_rows, &err) == DS_OK) {
        for (size_t row = 0; row < n_rows; row++)
            for (size_t i = 0; i < ds_arrow_n_columns(reader); i++) {
                ds_text text = {NULL, 0};
                unsigned sum = 0;
                if (ds_arrow_text(reader, i, row, room, &text, &err) != DS_OK) return;
                for (size_t k = 0; k < text.size; k++)
                    sum += (unsigned char)text.data[k];
                MUST(text.size == 0 || sum > 0); /* no text of ours has a NUL */
            }
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream, NULL};
    ds_arrow_reader *reader = NULL;
    ds_error err = {.nl = ""};
    input = data;
    input_size = size;
    n_given = 0;
    n_alive = 1;
    make_stream();
    if (ds_arrow_open("proef", &stream, &reader, &err) == DS_OK) {
        read_all(reader);
        ds_arrow_close(reader);
    } else {
        MUST(err.nl[0] != '\0' && err.en[0] != '\0');
    }
    MUST(n_alive == 0 && stream.release == NULL);
    while (n_blocks > 0)
        free(blocks[--n_blocks]);
    return 0;
}
