/* kinds/encode.c: the rows of a matrix, in their order, as the bytes of a table. See table.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "kinds/table.h"

enum { BYTES_MAX_GIB = 16 };

typedef struct encoding {
    const ds_kind_of *of;
    const ds_kind_matrix *matrix; /* NULL: no rows */
    ds_buffer to;
    uint32_t *local; /* by rank: a word's number in the column at hand + 1; 0 not in it */
    size_t n_local;
    struct {
        int64_t base;
        uint8_t width;
    } columns[DS_KIND_COLUMNS_MAX];
} encoding;

static void put_number(ds_buffer *to, uint64_t value) {
    unsigned char bytes[8];
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    ds_buffer_add(to, (const char *)bytes, 8);
}

static void put_text(ds_buffer *to, ds_text text) {
    put_number(to, text.size);
    ds_buffer_add(to, text.data, text.size);
    ds_buffer_add(to, "", 1);
}

static void put_padding(ds_buffer *to) {
    while (to->size % 8 != 0 && to->failed == DS_OK)
        ds_buffer_add(to, "", 1);
}

/* The column of the table: those of the description, then questions by their names' bytes. */
typedef struct column_view {
    size_t at; /* in the matrix */
    ds_kind_column told;
} column_view;

static int compare_views(const void *a, const void *b) {
    return strcmp(((const column_view *)a)->told.name, ((const column_view *)b)->told.name);
}

static ds_held held_of(ds_kind_value value) {
    switch (value) {
    case DS_KIND_VALUE_CODE:
        return DS_HELD_CODE;
    case DS_KIND_VALUE_WHOLE:
    case DS_KIND_VALUE_YEAR:
        return DS_HELD_WHOLE;
    case DS_KIND_VALUE_DECIMAL:
        return DS_HELD_DECIMAL;
    default:
        return DS_HELD_TEXT;
    }
}

static size_t list_views(const ds_kind_of *of, const ds_kind_matrix *m, column_view *out) {
    static const ds_text yes_no[] = {{"nee", 3}, {"ja", 2}};
    const size_t n_fields = of->told.n_fields, n = m == NULL ? 0 : m->builder->n_questions;
    for (size_t i = 0; i < n_fields; i++) {
        const ds_kind_field *f = &of->fields[i];
        out[i] = (column_view){i,
                               {f->name, f->nl, f->en, held_of(f->value), f->unit, f->key, false,
                                f->codes, f->n_codes}};
    }
    for (size_t q = 0; q < n; q++) {
        const char *name = m->builder->questions[q];
        const ds_kind_asked *asked = &m->questions[q];
        out[n_fields + q] = (column_view){n_fields + q,
                                          {name, name, name, asked->held, asked->unit, false, true,
                                           asked->yes_no ? yes_no : NULL, asked->yes_no ? 2 : 0}};
    }
    if (n > 0) qsort(out + n_fields, n, sizeof *out, compare_views);
    return n_fields + n;
}

/* Gives the words of a column of text their numbers, from 1; how many there are. */
static uint64_t number_words(encoding *e, size_t column) {
    const ds_kind_matrix *m = e->matrix;
    uint64_t n = 0;
    memset(e->local, 0, e->n_local * sizeof *e->local);
    for (uint64_t i = 0; i < m->n_order; i++) {
        const int64_t cell = m->cells[m->order[i] * m->n_columns + column];
        if (cell != DS_KIND_MISSING) e->local[cell] = 1;
    }
    for (size_t i = 0; i < m->n_words; i++)
        if (e->local[i] != 0) e->local[i] = (uint32_t)++n;
    return n;
}

/* The words of a column; of one of text those that its rows have. */
static void put_words(encoding *e, const column_view *view) {
    const ds_kind_matrix *m = e->matrix;
    if (view->told.held != DS_HELD_TEXT) {
        put_number(&e->to, view->told.n_words);
        for (size_t i = 0; i < view->told.n_words; i++)
            put_text(&e->to, view->told.words[i]);
        return;
    }
    put_number(&e->to, m == NULL ? 0 : number_words(e, view->at));
    for (size_t i = 0; m != NULL && i < m->n_words; i++)
        if (e->local[i] != 0) put_text(&e->to, m->words[i]);
}

static uint8_t width_of(uint64_t span) {
    return span <= UINT8_MAX ? 1 : span <= UINT16_MAX ? 2 : span <= UINT32_MAX ? 4 : 8;
}

/* From which number on a column of numbers is stored, and how wide. */
static void measure_column(encoding *e, const column_view *view, size_t i) {
    const ds_kind_matrix *m = e->matrix;
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (uint64_t k = 0; m != NULL && k < m->n_order; k++) {
        const int64_t cell = m->cells[m->order[k] * m->n_columns + view->at];
        if (cell == DS_KIND_MISSING) continue;
        if (cell < low) low = cell;
        if (cell > high) high = cell;
    }
    e->columns[i].base = 0;
    e->columns[i].width = 0;
    if (low > high) return;
    if (view->told.held == DS_HELD_TEXT)
        e->columns[i].width = width_of(number_words(e, view->at));
    else {
        e->columns[i].base = low;
        e->columns[i].width = width_of((uint64_t)high - (uint64_t)low + 1);
    }
}

static void put_head(encoding *e, const column_view *views, size_t n, bool present) {
    ds_buffer *to = &e->to;
    ds_buffer_add(to, DS_KIND_MARK, 8);
    put_text(to, ds_text_of(e->of->told.name));
    put_number(to, present);
    put_number(to, e->matrix == NULL ? 0 : e->matrix->n_order);
    put_number(to, n);
    for (size_t i = 0; i < n; i++) {
        measure_column(e, &views[i], i);
        put_text(to, ds_text_of(views[i].told.name));
        put_text(to, ds_text_of(views[i].told.nl));
        put_text(to, ds_text_of(views[i].told.en));
        put_number(to, views[i].told.held);
        put_number(to, (uint64_t)views[i].told.unit);
        put_number(to, (views[i].told.key ? DS_KIND_IS_KEY : 0) |
                           (views[i].told.question ? DS_KIND_IS_QUESTION : 0));
        put_number(to, e->columns[i].width);
        put_number(to, (uint64_t)e->columns[i].base);
        put_words(e, &views[i]);
    }
    put_padding(to);
}

static void put_column(encoding *e, const column_view *view, size_t i) {
    const ds_kind_matrix *m = e->matrix;
    const uint8_t width = e->columns[i].width;
    if (width > 0 && view->told.held == DS_HELD_TEXT) (void)number_words(e, view->at);
    for (uint64_t k = 0; width > 0 && k < m->n_order; k++) {
        const int64_t cell = m->cells[m->order[k] * m->n_columns + view->at];
        uint64_t number = 0;
        unsigned char bytes[8];
        if (cell != DS_KIND_MISSING)
            number = view->told.held == DS_HELD_TEXT
                         ? e->local[cell]
                         : (uint64_t)cell - (uint64_t)e->columns[i].base + 1;
        for (size_t b = 0; b < 8; b++)
            bytes[b] = (unsigned char)(number >> (8 * b));
        ds_buffer_add(&e->to, (const char *)bytes, width);
    }
    put_padding(&e->to);
}

ds_status ds_kind_encode(const ds_kind_of *of, const ds_kind_matrix *matrix, bool present,
                         ds_kind_table **out, ds_error *err) {
    encoding e = {.of = of, .matrix = matrix, .n_local = matrix == NULL ? 0 : matrix->n_words};
    column_view views[DS_KIND_COLUMNS_MAX];
    const size_t n = list_views(of, matrix, views);
    ds_status status;
    size_t size;
    ds_buffer_init(&e.to, (size_t)BYTES_MAX_GIB << 30);
    e.local = ds_malloc((e.n_local + 1) * sizeof *e.local);
    status = e.local == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) {
        put_head(&e, views, n, present);
        for (size_t i = 0; i < n; i++)
            put_column(&e, &views[i], i);
        status = ds_buffer_finish(&e.to, err);
    }
    size = e.to.size;
    if (status == DS_OK) status = ds_kind_table_read(ds_buffer_take(&e.to), size, out, err);
    ds_buffer_done(&e.to);
    ds_free(e.local);
    return status;
}

ds_status ds_kind_table_absent(const ds_kind_of *of, ds_kind_table **out, ds_error *err) {
    return ds_kind_encode(of, NULL, false, out, err);
}
