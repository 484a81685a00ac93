/* frame.c: a data frame as an Arrow stream, copied: the library reads it in a thread of its own,
 * where R's memory may not be touched. R/frame.R has looked at the columns before and says what
 * each is made of, so that only plain vectors come here. */
#include "glue.h"

#include <limits.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct column {
    char *name;
    const char *format;
    int64_t length, n_nulls;
    uint8_t *valid; /* a bit a row */
    void *values;   /* numbers, bits, or the offsets of texts */
    char *text;
    const void *buffers[3];
    int64_t n_buffers;
    struct column *words; /* the dictionary of a factor */
} column;

typedef struct frame {
    atomic_size_t n_holders; /* the R object, streams, schemas, arrays */
    int64_t n_rows;
    size_t n_columns;
    column *columns;
} frame;

/* ---- its life ---- */

static void column_done(column *c) {
    free(c->name);
    free(c->valid);
    free(c->values);
    free(c->text);
    if (c->words != NULL) column_done(c->words);
    free(c->words);
}

static void frame_let_go(frame *f) {
    if (f == NULL || atomic_fetch_sub(&f->n_holders, 1) != 1) return;
    for (size_t i = 0; i < f->n_columns; i++)
        column_done(&f->columns[i]);
    free(f->columns);
    free(f);
}

static frame *frame_hold(frame *f) {
    atomic_fetch_add(&f->n_holders, 1);
    return f;
}

static void end_frame(SEXP owner) {
    frame_let_go(R_ExternalPtrAddr(owner));
    R_ClearExternalPtr(owner);
}

SEXP frame_owner(void) {
    SEXP owner = PROTECT(R_MakeExternalPtr(NULL, Rf_install("doorstroom_frame"), R_NilValue));
    R_RegisterCFinalizerEx(owner, end_frame, FALSE);
    UNPROTECT(1);
    return owner;
}

/* Memory that may be asked for while the frame is being filled: a jump leaves it to the owner. */
static void *room(size_t n, size_t size) {
    void *block = n > SIZE_MAX / size ? NULL : calloc(n == 0 ? 1 : n, size);
    if (block == NULL) Rf_error("doorstroom: te weinig geheugen / not enough memory");
    return block;
}

/* ---- the values ---- */

static void set_bit(uint8_t *bits, R_xlen_t i) {
    bits[i / 8] = (uint8_t)(bits[i / 8] | 1U << (i % 8));
}

static void mark_value(column *c, R_xlen_t i, bool there) {
    if (there)
        set_bit(c->valid, i);
    else
        c->n_nulls++;
}

static void fill_flags(column *c, SEXP data) {
    const int *from = LOGICAL_RO(data);
    c->values = room(((size_t)c->length + 7) / 8, 1);
    for (R_xlen_t i = 0; i < c->length; i++) {
        mark_value(c, i, from[i] != NA_LOGICAL);
        if (from[i] != NA_LOGICAL && from[i] != 0) set_bit(c->values, i);
    }
}

static void fill_integers(column *c, SEXP data) {
    const int *from = INTEGER_RO(data);
    int32_t *to = c->values = room((size_t)c->length, sizeof *to);
    for (R_xlen_t i = 0; i < c->length; i++) {
        mark_value(c, i, from[i] != NA_INTEGER);
        to[i] = from[i] == NA_INTEGER ? 0 : from[i];
    }
}

static void fill_doubles(column *c, SEXP data) {
    const double *from = REAL_RO(data);
    double *to = c->values = room((size_t)c->length, sizeof *to);
    for (R_xlen_t i = 0; i < c->length; i++) {
        mark_value(c, i, !ISNAN(from[i]));
        to[i] = ISNAN(from[i]) ? 0 : from[i];
    }
}

/* bit64 keeps its whole numbers of 64 bits where R has doubles; its NA is the lowest. */
static void fill_wide_integers(column *c, SEXP data) {
    int64_t *to = c->values = room((size_t)c->length, sizeof *to);
    if (c->length > 0) memcpy(to, REAL_RO(data), (size_t)c->length * sizeof *to);
    for (R_xlen_t i = 0; i < c->length; i++) {
        mark_value(c, i, to[i] != INT64_MIN);
        if (to[i] == INT64_MIN) to[i] = 0;
    }
}

/* Whole days since 1970; R/frame.R has refused what lies further away. */
static void fill_days(column *c, SEXP data) {
    const double *from = REAL_RO(data);
    int32_t *to = c->values = room((size_t)c->length, sizeof *to);
    for (R_xlen_t i = 0; i < c->length; i++) {
        const bool there = !ISNAN(from[i]) && fabs(from[i]) < INT_MAX;
        mark_value(c, i, there);
        to[i] = there ? (int32_t)floor(from[i]) : 0;
    }
}

/* Seconds of the clock on the wall since 1970, as microseconds. */
static void fill_moments(column *c, SEXP data) {
    const double *from = REAL_RO(data);
    int64_t *to = c->values = room((size_t)c->length, sizeof *to);
    for (R_xlen_t i = 0; i < c->length; i++) {
        const bool there = !ISNAN(from[i]) && fabs(from[i]) < 9e12;
        mark_value(c, i, there);
        to[i] = there ? (int64_t)nearbyint(from[i] * 1e6) : 0;
    }
}

/* Rf_translateCharUTF8 gives memory of R's, which is given back row by row. */
static size_t text_size(SEXP data, R_xlen_t i) {
    const void *mark = vmaxget();
    SEXP text = STRING_ELT(data, i);
    const size_t size = text == NA_STRING ? 0 : strlen(Rf_translateCharUTF8(text));
    vmaxset(mark);
    return size;
}

static void fill_texts(column *c, SEXP data) {
    int64_t *offsets = c->values = room((size_t)c->length + 1, sizeof *offsets);
    for (R_xlen_t i = 0; i < c->length; i++)
        offsets[i + 1] = offsets[i] + (int64_t)text_size(data, i);
    c->text = room((size_t)offsets[c->length], 1);
    for (R_xlen_t i = 0; i < c->length; i++) {
        const void *mark = vmaxget();
        SEXP text = STRING_ELT(data, i);
        mark_value(c, i, text != NA_STRING);
        if (text != NA_STRING)
            memcpy(c->text + offsets[i], Rf_translateCharUTF8(text),
                   (size_t)(offsets[i + 1] - offsets[i]));
        vmaxset(mark);
    }
}

static void fill_column(column *c, const char *name, SEXP data, SEXP levels);

/* The numbers of R's levels begin at 1. */
static void fill_factor(column *c, SEXP data, SEXP levels) {
    const int *from = INTEGER_RO(data);
    const R_xlen_t n_levels = Rf_xlength(levels);
    int32_t *to = c->values = room((size_t)c->length, sizeof *to);
    for (R_xlen_t i = 0; i < c->length; i++) {
        const bool there = from[i] != NA_INTEGER && from[i] >= 1 && from[i] <= n_levels &&
                           STRING_ELT(levels, from[i] - 1) != NA_STRING;
        mark_value(c, i, there);
        to[i] = there ? from[i] - 1 : 0;
    }
    c->words = room(1, sizeof *c->words);
    fill_column(c->words, "text", levels, R_NilValue);
}

typedef struct kind {
    const char *name, *format;
    void (*fill)(column *c, SEXP data);
    bool texts;
} kind;

static const kind kinds[] = {
    {"logical", "b", fill_flags, false},  {"integer", "i", fill_integers, false},
    {"double", "g", fill_doubles, false}, {"integer64", "l", fill_wide_integers, false},
    {"date", "tdD", fill_days, false},    {"moment", "tsu:", fill_moments, false},
    {"text", "U", fill_texts, true},
};

static void fill_column(column *c, const char *name, SEXP data, SEXP levels) {
    c->length = Rf_xlength(data);
    c->valid = room(((size_t)c->length + 7) / 8, 1);
    c->n_buffers = 2;
    if (strcmp(name, "factor") == 0) {
        c->format = "i";
        fill_factor(c, data, levels);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            c->format = kinds[i].format;
            kinds[i].fill(c, data);
            if (kinds[i].texts) c->n_buffers = 3;
        }
    if (c->format == NULL) Rf_error("doorstroom: no kind of column '%s'", name);
    c->buffers[0] = c->valid;
    c->buffers[1] = c->values;
    c->buffers[2] = c->text;
}

static char *copy_name(SEXP name) {
    const char *text = Rf_translateCharUTF8(name);
    char *copy = room(strlen(text) + 1, 1);
    memcpy(copy, text, strlen(text));
    return copy;
}

void frame_fill(SEXP owner, SEXP columns, SEXP n_rows) {
    SEXP names = PROTECT(Rf_getAttrib(columns, R_NamesSymbol));
    const size_t n = (size_t)Rf_xlength(columns);
    frame *f = room(1, sizeof *f);
    atomic_init(&f->n_holders, 1);
    R_SetExternalPtrAddr(owner, f);
    f->columns = room(n, sizeof *f->columns);
    f->n_rows = (int64_t)Rf_asReal(n_rows);
    for (size_t i = 0; i < n; i++) {
        SEXP one = VECTOR_ELT(columns, (R_xlen_t)i);
        column *c = &f->columns[i];
        f->n_columns = i + 1; /* before it is filled: a jump leaves it half, and is cleaned up */
        if (Rf_xlength(VECTOR_ELT(one, 1)) != f->n_rows)
            Rf_error("doorstroom: a column has not as many values as there are rows");
        c->name = copy_name(STRING_ELT(names, (R_xlen_t)i));
        fill_column(c, CHAR(STRING_ELT(VECTOR_ELT(one, 0), 0)), VECTOR_ELT(one, 1),
                    VECTOR_ELT(one, 2));
        R_CheckUserInterrupt();
    }
    UNPROTECT(1);
}

/* ---- as Arrow has it ---- */

static void end_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release != NULL) schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    if (schema->dictionary != NULL && schema->dictionary->release != NULL)
        schema->dictionary->release(schema->dictionary);
    free(schema->dictionary);
    frame_let_go(schema->private_data);
    schema->release = NULL;
}

static void end_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release != NULL) array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    if (array->dictionary != NULL && array->dictionary->release != NULL)
        array->dictionary->release(array->dictionary);
    free(array->dictionary);
    frame_let_go(array->private_data);
    array->release = NULL;
}

static bool make_schema(frame *f, const column *c, struct ArrowSchema *out) {
    *out = (struct ArrowSchema){.format = c->format,
                                .name = c->name == NULL ? "" : c->name,
                                .flags = ARROW_FLAG_NULLABLE,
                                .release = end_schema,
                                .private_data = frame_hold(f)};
    if (c->words == NULL) return true;
    out->dictionary = calloc(1, sizeof *out->dictionary);
    return out->dictionary != NULL && make_schema(f, c->words, out->dictionary);
}

static bool make_array(frame *f, column *c, struct ArrowArray *out) {
    *out = (struct ArrowArray){.length = c->length,
                               .null_count = c->n_nulls,
                               .n_buffers = c->n_buffers,
                               .buffers = c->buffers,
                               .release = end_array,
                               .private_data = frame_hold(f)};
    if (c->words == NULL) return true;
    out->dictionary = calloc(1, sizeof *out->dictionary);
    return out->dictionary != NULL && make_array(f, c->words, out->dictionary);
}

static bool fill_schema(frame *f, struct ArrowSchema *out) {
    *out = (struct ArrowSchema){
        .format = "+s", .name = "", .release = end_schema, .private_data = frame_hold(f)};
    out->children = calloc(f->n_columns == 0 ? 1 : f->n_columns, sizeof *out->children);
    if (out->children == NULL) return false;
    for (size_t i = 0; i < f->n_columns; i++) {
        out->children[i] = calloc(1, sizeof *out->children[i]);
        if (out->children[i] == NULL) return false;
        out->n_children++;
        if (!make_schema(f, &f->columns[i], out->children[i])) return false;
    }
    return true;
}

static const void *no_buffer[1] = {NULL};

static bool fill_array(frame *f, struct ArrowArray *out) {
    *out = (struct ArrowArray){.length = f->n_rows,
                               .n_buffers = 1,
                               .buffers = no_buffer,
                               .release = end_array,
                               .private_data = frame_hold(f)};
    out->children = calloc(f->n_columns == 0 ? 1 : f->n_columns, sizeof *out->children);
    if (out->children == NULL) return false;
    for (size_t i = 0; i < f->n_columns; i++) {
        out->children[i] = calloc(1, sizeof *out->children[i]);
        if (out->children[i] == NULL) return false;
        out->n_children++;
        if (!make_array(f, &f->columns[i], out->children[i])) return false;
    }
    return true;
}

/* ---- the stream ---- */

typedef struct giving {
    frame *frame;
    bool given;
} giving;

enum { NO_MEMORY = 12 }; /* ENOMEM */

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    giving *g = stream->private_data;
    if (fill_schema(g->frame, out)) return 0;
    end_schema(out);
    return NO_MEMORY;
}

static int give_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    giving *g = stream->private_data;
    *out = (struct ArrowArray){.release = NULL};
    if (g->given || g->frame->n_rows == 0) return 0;
    g->given = true;
    if (fill_array(g->frame, out)) return 0;
    end_array(out);
    return NO_MEMORY;
}

static const char *give_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "not enough memory";
}

static void end_stream(struct ArrowArrayStream *stream) {
    giving *g = stream->private_data;
    frame_let_go(g->frame);
    free(g);
    stream->release = NULL;
}

bool frame_give(SEXP owner, struct ArrowArrayStream *out) {
    giving *g = calloc(1, sizeof *g);
    if (g == NULL || R_ExternalPtrAddr(owner) == NULL) {
        free(g);
        return false;
    }
    g->frame = R_ExternalPtrAddr(owner);
    R_ClearExternalPtr(owner);
    *out = (struct ArrowArrayStream){give_schema, give_next, give_error, end_stream, NULL};
    out->private_data = g;
    return true;
}

SEXP r_frame(SEXP columns, SEXP n_rows) {
    SEXP owner = PROTECT(frame_owner());
    frame_fill(owner, columns, n_rows);
    UNPROTECT(1);
    return owner;
}

/* What was given, read back: how tests see both halves. */
SEXP r_frame_back(SEXP held, SEXP big) {
    struct ArrowArrayStream *stream = NULL;
    SEXP owner = PROTECT(table_owner(&stream)), result;
    if (!frame_give(held, stream)) Rf_error("doorstroom: this frame was given already");
    result = table_read(owner, big);
    UNPROTECT(1);
    return result;
}
