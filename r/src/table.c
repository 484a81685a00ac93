/* table.c: an Arrow stream of the library as a list of R's vectors. */
#include "glue.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

typedef struct table {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray *batches; /* [n_batches] */
    size_t n_batches, capacity;
    int64_t n_rows;
} table;

static void end_table(SEXP owner) {
    table *t = R_ExternalPtrAddr(owner);
    if (t == NULL) return;
    R_ClearExternalPtr(owner);
    for (size_t i = 0; i < t->n_batches; i++)
        if (t->batches[i].release != NULL) t->batches[i].release(&t->batches[i]);
    if (t->schema.release != NULL) t->schema.release(&t->schema);
    if (t->stream.release != NULL) t->stream.release(&t->stream);
    free(t->batches);
    free(t);
}

SEXP table_owner(struct ArrowArrayStream **out) {
    SEXP owner = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
    table *t = calloc(1, sizeof *t);
    if (t == NULL) Rf_error("doorstroom: te weinig geheugen / not enough memory");
    R_SetExternalPtrAddr(owner, t);
    R_RegisterCFinalizerEx(owner, end_table, FALSE);
    *out = &t->stream;
    UNPROTECT(1);
    return owner;
}

static void check_stream(table *t, int code) {
    if (code != 0) Rf_error("doorstroom: %s", t->stream.get_last_error(&t->stream));
}

static void gather_batches(table *t) {
    for (;;) {
        struct ArrowArray *at;
        if (t->n_batches == t->capacity) {
            const size_t capacity = t->capacity == 0 ? 8 : 2 * t->capacity;
            struct ArrowArray *grown = realloc(t->batches, capacity * sizeof *grown);
            if (grown == NULL) Rf_error("doorstroom: te weinig geheugen / not enough memory");
            t->batches = grown;
            t->capacity = capacity;
        }
        at = &t->batches[t->n_batches];
        at->release = NULL;
        check_stream(t, t->stream.get_next(&t->stream, at));
        if (at->release == NULL) return;
        t->n_rows += at->length;
        t->n_batches++;
    }
}

/* ---- the values of a column ---- */

typedef struct place {
    const struct ArrowArray *values;
    int64_t at; /* in its buffers, its offset included */
} place;

static bool bit_at(const void *bits, int64_t i) {
    return ((const uint8_t *)bits)[i / 8] >> (i % 8) & 1;
}

static bool is_there(const place *p) {
    return p->values->buffers[0] == NULL || bit_at(p->values->buffers[0], p->at);
}

static double number_at(const place *p) {
    return ((const double *)p->values->buffers[1])[p->at];
}

static int64_t whole_at(const place *p, const char *format) {
    const void *values = p->values->buffers[1];
    return format[0] == 'l' ? ((const int64_t *)values)[p->at] : ((const int32_t *)values)[p->at];
}

static SEXP text_at(const place *p, const char *format) {
    const void *offsets = p->values->buffers[1];
    const char *text = p->values->buffers[2];
    const bool wide = format[0] == 'U';
    const int64_t from =
        wide ? ((const int64_t *)offsets)[p->at] : ((const int32_t *)offsets)[p->at];
    const int64_t to =
        wide ? ((const int64_t *)offsets)[p->at + 1] : ((const int32_t *)offsets)[p->at + 1];
    if (to - from > INT_MAX) Rf_error("doorstroom: a text is longer than R can hold");
    return Rf_mkCharLenCE(to == from ? "" : text + from, (int)(to - from), CE_UTF8);
}

/* Calls visit for each row of the column, in order. */
static void walk_column(const table *t, int64_t column,
                        void (*visit)(void *context, const place *p, R_xlen_t row), void *context) {
    R_xlen_t row = 0;
    for (size_t b = 0; b < t->n_batches; b++) {
        const struct ArrowArray *batch = &t->batches[b];
        const struct ArrowArray *values = batch->children[column];
        for (int64_t i = 0; i < batch->length; i++, row++) {
            const place p = {values, values->offset + batch->offset + i};
            visit(context, &p, row);
        }
    }
}

/* ---- whole numbers: R has 32 bits, and doubles that are exact up to 2^53 ---- */

enum { BIG_REFUSE, BIG_DOUBLE, BIG_TEXT, BIG_INTEGER64 };

typedef struct span {
    const char *format;
    bool beyond_int, beyond_double;
} span;

static void widen_span(void *context, const place *p, R_xlen_t row) {
    static const int64_t exact = (int64_t)1 << 53;
    span *s = context;
    int64_t value;
    (void)row;
    if (!is_there(p)) return;
    value = whole_at(p, s->format);
    if (value > INT_MAX || value <= INT_MIN) s->beyond_int = true;
    if (value > exact || value < -exact) s->beyond_double = true;
}

typedef struct filling {
    const char *format;
    SEXP to;
} filling;

static void put_integer(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    INTEGER(f->to)[row] = is_there(p) ? (int)whole_at(p, f->format) : NA_INTEGER;
}

static void put_whole_double(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    REAL(f->to)[row] = is_there(p) ? (double)whole_at(p, f->format) : NA_REAL;
}

static void put_integer64(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    const int64_t value = is_there(p) ? whole_at(p, f->format) : INT64_MIN;
    memcpy(REAL(f->to) + row, &value, sizeof value);
}

static void put_whole_text(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    char text[32];
    (void)snprintf(text, sizeof text, "%lld", (long long)whole_at(p, f->format));
    SET_STRING_ELT(f->to, row, is_there(p) ? Rf_mkChar(text) : NA_STRING);
}

static void put_double(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    REAL(f->to)[row] = is_there(p) ? number_at(p) : NA_REAL;
}

static void put_flag(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    LOGICAL(f->to)[row] = is_there(p) ? bit_at(p->values->buffers[1], p->at) : NA_LOGICAL;
}

static void put_text(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    SET_STRING_ELT(f->to, row, is_there(p) ? text_at(p, f->format) : NA_STRING);
}

/* The factor's texts are those of its dictionary. */
static void put_word(void *context, const place *p, R_xlen_t row) {
    const filling *f = context;
    const struct ArrowArray *words = p->values->dictionary;
    const place word = {words, is_there(p) ? words->offset + whole_at(p, "i") : 0};
    SET_STRING_ELT(f->to, row,
                   is_there(p) && is_there(&word) ? text_at(&word, f->format) : NA_STRING);
}

static SEXP fill_with(const table *t, int64_t column, const char *format, SEXPTYPE type,
                      void (*put)(void *context, const place *p, R_xlen_t row)) {
    filling f = {format, PROTECT(Rf_allocVector(type, (R_xlen_t)t->n_rows))};
    walk_column(t, column, put, &f);
    UNPROTECT(1);
    return f.to;
}

static SEXP read_wholes(const table *t, int64_t column, const char *format, int big) {
    span s = {format, false, false};
    SEXP result;
    walk_column(t, column, widen_span, &s);
    if (!s.beyond_int) return fill_with(t, column, format, INTSXP, put_integer);
    if (!s.beyond_double) return fill_with(t, column, format, REALSXP, put_whole_double);
    if (big == BIG_TEXT) return fill_with(t, column, format, STRSXP, put_whole_text);
    if (big == BIG_INTEGER64) {
        result = PROTECT(fill_with(t, column, format, REALSXP, put_integer64));
        Rf_setAttrib(result, R_ClassSymbol, Rf_mkString("integer64"));
    } else { /* R/answer.R refuses it, or says that digits are gone */
        result = PROTECT(fill_with(t, column, format, REALSXP, put_whole_double));
        Rf_setAttrib(result, Rf_install("beyond"), Rf_ScalarLogical(TRUE));
    }
    UNPROTECT(1);
    return result;
}

static SEXP read_column(const table *t, int64_t column, int big) {
    const struct ArrowSchema *schema = t->schema.children[column];
    const char *format = schema->format;
    if (schema->dictionary != NULL)
        return fill_with(t, column, schema->dictionary->format, STRSXP, put_word);
    if (strcmp(format, "l") == 0 || strcmp(format, "i") == 0 || strcmp(format, "tdD") == 0 ||
        strncmp(format, "tsu", 3) == 0)
        return read_wholes(t, column, strncmp(format, "ts", 2) == 0 ? "l" : format, big);
    if (strcmp(format, "g") == 0) return fill_with(t, column, format, REALSXP, put_double);
    if (strcmp(format, "b") == 0) return fill_with(t, column, format, LGLSXP, put_flag);
    if (strcmp(format, "u") == 0 || strcmp(format, "U") == 0)
        return fill_with(t, column, format, STRSXP, put_text);
    Rf_error("doorstroom: a column of type '%s' is not known here", format);
    return R_NilValue;
}

/* ---- what is said of a column: pairs of counted texts ---- */

static const char *take_count(const char *at, int32_t *out) {
    memcpy(out, at, sizeof *out);
    return at + sizeof *out;
}

static void add_metadata(SEXP column, const char *at) {
    int32_t n, size;
    if (at == NULL) return;
    at = take_count(at, &n);
    for (int32_t i = 0; i < n; i++) {
        char name[64];
        SEXP value;
        at = take_count(at, &size);
        (void)snprintf(name, sizeof name, "%.*s", (int)size, at);
        at = take_count(at + size, &size);
        value = PROTECT(Rf_ScalarString(Rf_mkCharLenCE(at, size, CE_UTF8)));
        at += size;
        Rf_setAttrib(column, Rf_install(name), value);
        UNPROTECT(1);
    }
}

SEXP table_read(SEXP owner, SEXP big) {
    table *t = R_ExternalPtrAddr(owner);
    SEXP columns, names;
    check_stream(t, t->stream.get_schema(&t->stream, &t->schema));
    gather_batches(t);
    columns = PROTECT(Rf_allocVector(VECSXP, (R_xlen_t)t->schema.n_children));
    names = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)t->schema.n_children));
    for (int64_t i = 0; i < t->schema.n_children; i++) {
        SET_STRING_ELT(names, (R_xlen_t)i, Rf_mkCharCE(t->schema.children[i]->name, CE_UTF8));
        SET_VECTOR_ELT(columns, (R_xlen_t)i, read_column(t, i, Rf_asInteger(big)));
        add_metadata(VECTOR_ELT(columns, (R_xlen_t)i), t->schema.children[i]->metadata);
    }
    Rf_setAttrib(columns, R_NamesSymbol, names);
    Rf_setAttrib(columns, Rf_install("n_rows"), Rf_ScalarReal((double)t->n_rows));
    UNPROTECT(2);
    end_table(owner);
    return columns;
}
