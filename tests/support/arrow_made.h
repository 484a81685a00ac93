/* tests/support/arrow_made.h: Arrow streams as a foreign program makes them, right or wrong.
 * Columns point at arrays of the test; the memory around them is one block that release frees. */
#ifndef DS_TESTS_ARROW_MADE_H
#define DS_TESTS_ARROW_MADE_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/arrow_abi.h"
#include "support/support.h"

enum { MADE_COLUMNS = 8, MADE_BUFFERS = 5 };

typedef struct made_column {
    const char *name, *format;
    const void *buffers[MADE_BUFFERS];
    int64_t n_buffers, length, offset, null_count;
    const struct made_column *words; /* a dictionary; NULL: none */
} made_column;

typedef struct made_stream {
    made_column columns[MADE_COLUMNS];
    int64_t n_columns;
    int64_t length, offset; /* of the table */
    int n_arrays;           /* how often it gives them */
    int n_empty;            /* before these: arrays without rows */
    int fails_with;         /* after them: an errno */
    const char *said;       /* what it then says */
    const char *metadata;   /* of the first column; NULL: none */
    int alive;              /* structs that were not released yet */
} made_stream;

static inline void made_release_schema(struct ArrowSchema *s) {
    for (int64_t i = 0; i < s->n_children; i++)
        if (s->children[i]->release != NULL) s->children[i]->release(s->children[i]);
    if (s->dictionary != NULL && s->dictionary->release != NULL)
        s->dictionary->release(s->dictionary);
    if (s->children != NULL) free(s->children[0]);
    free(s->children);
    free(s->dictionary);
    --*(int *)s->private_data;
    s->release = NULL;
}

static inline void made_release_array(struct ArrowArray *a) {
    for (int64_t i = 0; i < a->n_children; i++)
        if (a->children[i]->release != NULL) a->children[i]->release(a->children[i]);
    if (a->dictionary != NULL && a->dictionary->release != NULL)
        a->dictionary->release(a->dictionary);
    if (a->children != NULL) free(a->children[0]);
    free(a->children);
    free(a->dictionary);
    free(a->buffers);
    --*(int *)a->private_data;
    a->release = NULL;
}

static inline void made_schema_of(const made_column *c, int *alive, struct ArrowSchema *out) {
    *out = (struct ArrowSchema){.format = c->format,
                                .name = c->name,
                                .flags = ARROW_FLAG_NULLABLE,
                                .release = made_release_schema,
                                .private_data = alive};
    ++*alive;
    if (c->words == NULL) return;
    out->dictionary = calloc(1, sizeof *out->dictionary);
    made_schema_of(c->words, alive, out->dictionary);
}

static inline void made_array_of(const made_column *c, int *alive, struct ArrowArray *out) {
    *out = (struct ArrowArray){.length = c->length,
                               .offset = c->offset,
                               .null_count = c->null_count,
                               .n_buffers = c->n_buffers,
                               .buffers = calloc(MADE_BUFFERS, sizeof(void *)),
                               .release = made_release_array,
                               .private_data = alive};
    memcpy(out->buffers, c->buffers, sizeof c->buffers);
    ++*alive;
    if (c->words == NULL) return;
    out->dictionary = calloc(1, sizeof *out->dictionary);
    made_array_of(c->words, alive, out->dictionary);
}

static inline int made_get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    made_stream *m = stream->private_data;
    struct ArrowSchema *places = calloc(MADE_COLUMNS, sizeof *places);
    if (m->n_arrays < 0) {
        free(places);
        return m->fails_with;
    }
    *out = (struct ArrowSchema){.format = "+s",
                                .name = "",
                                .n_children = m->n_columns,
                                .children = calloc(MADE_COLUMNS, sizeof(void *)),
                                .release = made_release_schema,
                                .private_data = &m->alive};
    m->alive++;
    for (int64_t i = 0; i < m->n_columns; i++)
        made_schema_of(&m->columns[i], &m->alive, &places[i]);
    places[0].metadata = m->metadata;
    for (int64_t i = 0; i < MADE_COLUMNS; i++)
        out->children[i] = &places[i];
    return 0;
}

static inline int made_get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    made_stream *m = stream->private_data;
    struct ArrowArray *places;
    const bool empty = m->n_empty > 0;
    if (!empty && m->n_arrays == 0) {
        *out = (struct ArrowArray){.release = NULL};
        return m->fails_with;
    }
    if (empty)
        m->n_empty--;
    else
        m->n_arrays--;
    places = calloc(MADE_COLUMNS, sizeof *places);
    *out = (struct ArrowArray){.length = empty ? 0 : m->length,
                               .offset = m->offset,
                               .n_buffers = 1,
                               .n_children = m->n_columns,
                               .buffers = calloc(MADE_BUFFERS, sizeof(void *)),
                               .children = calloc(MADE_COLUMNS, sizeof(void *)),
                               .release = made_release_array,
                               .private_data = &m->alive};
    m->alive++;
    for (int64_t i = 0; i < m->n_columns; i++)
        made_array_of(&m->columns[i], &m->alive, &places[i]);
    for (int64_t i = 0; i < MADE_COLUMNS; i++)
        out->children[i] = &places[i];
    return 0;
}

static inline const char *made_get_last_error(struct ArrowArrayStream *stream) {
    return ((made_stream *)stream->private_data)->said;
}

static inline void made_release_stream(struct ArrowArrayStream *stream) {
    ((made_stream *)stream->private_data)->alive--;
    stream->release = NULL;
}

static inline struct ArrowArrayStream made_stream_of(made_stream *m) {
    m->alive++;
    return (struct ArrowArrayStream){made_get_schema, made_get_next, made_get_last_error,
                                     made_release_stream, m};
}

#endif
