/* publish/pdf_table.c: how wide each column is. A number is never broken over lines, a text is
 * where it must be, between words first. What does not fit upright is set smaller, then on a page
 * on its side, then in parts that each repeat the keys, so that no column falls off a page. */
#include "publish/pdf_table.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/print.h"
#include "doorstroom/figure.h"

/* In points; the room beside a column is that of report.typ's inset, on both sides. */
#define BESIDE 8.0
#define UPRIGHT 453.0
#define UPRIGHT_CLOSE 355.0
#define LYING 700.0
#define TEXT_LEAST 110.0
#define HEAD_LEAST 95.0
#define TEXT_WANTED 320.0
#define HEAD_WANTED 62.0
#define KEYS_MOST 0.45
#define STRETCH_FROM 0.55
#define STRETCH_MOST 34.0
#define SPARE 1.03 /* for kerning, and what a browser would call rounding */
#define TEXT_MAX ((size_t)1 << 24)

static double max_of(double a, double b) {
    return a > b ? a : b;
}

static double min_of(double a, double b) {
    return a < b ? a : b;
}

/* ---- measuring ---- */

typedef struct pdf_measure {
    double size;
    ds_buffer text;
    bool failed; /* clearing the text forgets that it did */
} pdf_measure;

static double measure_text(const pdf_measure *m, bool bold) {
    return ds_figure_text_width(ds_buffer_string(&m->text), m->size, bold) * SPARE;
}

/* The widest word of what was printed; cuts the text up. */
static double measure_words(pdf_measure *m, bool bold) {
    double widest = 0;
    char *at = m->text.size == 0 ? NULL : m->text.data;
    while (at != NULL && *at != '\0') {
        const size_t size = strcspn(at, " ");
        const bool last = at[size] == '\0';
        at[size] = '\0';
        widest = max_of(widest, ds_figure_text_width(at, m->size, bold) * SPARE);
        at += size + (last ? 0 : 1);
    }
    return widest;
}

static void print_pdf_cell(const ds_pdf_table *t, const ds_pdf_column *column, size_t row,
                           pdf_measure *m) {
    const ds_value *value = &t->table->values[row * t->table->n_fields + column->at];
    ds_buffer_clear(&m->text);
    ds_value_print(value, t->lang, column->field->decimals, &m->text);
    if (value->mark != NULL) ds_buffer_add_string(&m->text, value->mark);
    m->failed |= m->text.failed != DS_OK;
}

static void print_pdf_head(const ds_pdf_table *t, const ds_pdf_column *column, pdf_measure *m) {
    const char *unit, *title = ds_field_title(column->field, t->lang, &unit);
    ds_buffer_clear(&m->text);
    ds_text_print_clean(title, strlen(title), false, &m->text);
    if (unit[0] != '\0') {
        ds_buffer_add_string(&m->text, " (");
        ds_text_print_clean(unit, strlen(unit), false, &m->text);
        ds_buffer_add_char(&m->text, ')');
    }
    m->failed |= m->text.failed != DS_OK;
}

static const char *wider_mark(const char *a, const char *b) {
    if (a == NULL || b == NULL) return a == NULL ? b : a;
    return strlen(b) > strlen(a) ? b : a;
}

static void measure_column(const ds_pdf_table *t, ds_pdf_column *column, pdf_measure *m) {
    double word = 0, head, head_word;
    for (size_t r = 0; r < t->n_rows; r++) {
        const ds_value *value = &t->table->values[t->rows[r] * t->table->n_fields + column->at];
        print_pdf_cell(t, column, t->rows[r], m);
        column->body = max_of(column->body, measure_text(m, false));
        if (column->field->number)
            column->mark = wider_mark(column->mark, value->mark);
        else
            word = max_of(word, measure_words(m, false));
    }
    if (column->mark != NULL) column->body += ds_figure_text_width(column->mark, m->size, false);
    print_pdf_head(t, column, m);
    head = measure_text(m, true);
    head_word = min_of(measure_words(m, true), HEAD_LEAST);
    column->least = column->field->number ? column->body : min_of(word, TEXT_LEAST);
    column->wanted = column->field->number ? column->body : min_of(column->body, TEXT_WANTED);
    column->least = max_of(column->least, head_word);
    column->wanted = max_of(max_of(column->wanted, min_of(head, HEAD_WANTED)), column->least);
}

/* ---- fitting ---- */

static double sum_least(const ds_pdf_table *t, size_t from, size_t to) {
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += t->columns[i].least + BESIDE;
    return sum;
}

/* The i-th of a part: keys first. */
static ds_pdf_column *column_in(ds_pdf_table *t, ds_pdf_part part, size_t i) {
    return &t->columns[i < t->n_keys ? i : part.first + i - t->n_keys];
}

/* Shares out what is left beyond the least, as far as it is wanted, and some more; repeated keys
 * have one width in all parts, the least. */
static void widen_columns(ds_pdf_table *t, ds_pdf_part part) {
    double least = 0, wanted = 0, share, rest;
    const size_t n = t->n_keys + part.n;
    for (size_t i = 0; i < n; i++) {
        least += column_in(t, part, i)->least + BESIDE;
        wanted += column_in(t, part, i)->wanted + BESIDE;
    }
    share = wanted > least ? min_of((t->page - least) / (wanted - least), 1) : 0;
    if (share < 0) share = 0;
    rest = t->page - least - share * (wanted - least);
    rest = rest > 0 && wanted > STRETCH_FROM * t->page ? min_of(rest / (double)part.n, STRETCH_MOST)
                                                       : 0;
    for (size_t i = 0; i < n; i++) {
        ds_pdf_column *column = column_in(t, part, i);
        column->width = column->least;
        if (i >= t->n_keys) column->width += share * (column->wanted - column->least) + rest;
    }
}

/* A column that is wider than a page by itself is as wide as the page leaves. */
static void bound_columns(ds_pdf_table *t) {
    const double keys = t->page * KEYS_MOST / (double)(t->n_keys == 0 ? 1 : t->n_keys) - BESIDE;
    for (size_t i = 0; i < t->n_columns; i++) {
        ds_pdf_column *column = &t->columns[i];
        const double most = i < t->n_keys ? keys : t->page * (1 - KEYS_MOST) - BESIDE;
        column->wanted = min_of(column->wanted, most);
        column->least = i < t->n_keys ? column->wanted : min_of(column->least, most);
    }
}

/* How many columns from first on stand beside the keys; at least one. */
static size_t count_in_part(const ds_pdf_table *t, size_t first) {
    double sum = sum_least(t, 0, t->n_keys);
    size_t n = 0;
    while (first + n < t->n_columns) {
        sum += t->columns[first + n].least + BESIDE;
        if (n > 0 && sum > t->page) break;
        n++;
    }
    return n;
}

static size_t count_keys(const ds_pdf_table *t) {
    size_t n = 0;
    while (n < t->n_columns && t->columns[n].field->key)
        n++;
    if (n == 0) n = 1;
    while (n > 1 && (n >= t->n_columns || n > 4))
        n--;
    return n < t->n_columns ? n : 0;
}

/* As few parts as there must be, and about as many columns in each. */
static void cut_parts(ds_pdf_table *t) {
    size_t n_parts = 0;
    t->n_keys = count_keys(t);
    bound_columns(t);
    for (size_t first = t->n_keys; first < t->n_columns; n_parts++)
        first += count_in_part(t, first);
    for (size_t first = t->n_keys; first < t->n_columns;) {
        const size_t left = t->n_parts < n_parts ? n_parts - t->n_parts : 1;
        const size_t most = count_in_part(t, first);
        const size_t even = (t->n_columns - first + left - 1) / left;
        t->parts[t->n_parts++] = (ds_pdf_part){first, even < most ? even : most};
        first += even < most ? even : most;
    }
}

/* ---- */

static bool has_heading(const ds_field *field, ds_lang lang) {
    const char *unit, *title = ds_field_title(field, lang, &unit);
    return ds_text_trim(ds_text_of(title)).size > 0;
}

static ds_status refuse_table(const char *id, ds_error *err) {
    return ds_error_set(err, DS_INPUT,
                        "tabel %.200s: een kolom heeft geen kop, zodat niemand hem kan voorlezen; "
                        "geef elk veld een titel",
                        "table %.200s: a column has no heading, so that nobody can read it aloud; "
                        "give each field a title",
                        id == NULL ? "?" : id);
}

static ds_status take_columns(ds_pdf_table *t, const char *id, ds_error *err) {
    const ds_doc_table *table = t->table;
    for (size_t i = 0; i < table->n_fields; i++) {
        if (!(table->fields[i].in & DS_IN_PAGE)) continue;
        if (!has_heading(&table->fields[i], t->lang)) return refuse_table(id, err);
        t->columns[t->n_columns++] = (ds_pdf_column){.field = &table->fields[i], .at = i};
    }
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->in[r] & DS_IN_PAGE) t->rows[t->n_rows++] = r;
    return t->n_columns == 0 ? refuse_table(id, err) : DS_OK;
}

/* Columns are measured at one size; other sizes are in proportion. */
static void scale_columns(ds_pdf_table *t, double size) {
    for (size_t i = 0; i < t->n_columns; i++) {
        t->columns[i].body *= size / t->size;
        t->columns[i].least *= size / t->size;
        t->columns[i].wanted *= size / t->size;
    }
    t->size = size;
}

/* The first way in which all stands on one page; false for none. */
static bool fit_whole(ds_pdf_table *t, bool close) {
    const struct {
        double size;
        bool landscape;
    } ways[] = {{8.5, false}, {7.5, false}, {8.5, true}, {7.5, true}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (close && ways[i].landscape) break; /* a sheet of columns has one shape */
        scale_columns(t, ways[i].size);
        t->landscape = ways[i].landscape;
        t->page = t->landscape ? LYING : close ? UPRIGHT_CLOSE : UPRIGHT;
        if (sum_least(t, 0, t->n_columns) <= t->page) return true;
    }
    return false;
}

/* A few columns that are too wide fit upright once their texts are broken. */
static bool fit_broken(ds_pdf_table *t, bool close) {
    if (t->n_columns > 3) return false;
    t->landscape = false;
    t->page = close ? UPRIGHT_CLOSE : UPRIGHT;
    for (size_t i = 0; i < t->n_columns; i++) {
        const double most = t->page / (double)t->n_columns - BESIDE;
        t->columns[i].least = min_of(t->columns[i].least, most);
        t->columns[i].wanted = max_of(t->columns[i].wanted, t->columns[i].least);
    }
    return true;
}

static void fit_columns(ds_pdf_table *t, bool close) {
    if (fit_whole(t, close) || fit_broken(t, close))
        t->parts[t->n_parts++] = (ds_pdf_part){0, t->n_columns};
    else
        cut_parts(t);
    for (size_t i = 0; i < t->n_parts; i++)
        widen_columns(t, t->parts[i]);
}

static bool take_memory(ds_pdf_table *t) {
    t->columns = ds_calloc(t->table->n_fields + 1, sizeof *t->columns);
    t->parts = ds_calloc(t->table->n_fields + 1, sizeof *t->parts);
    t->rows = ds_calloc(t->table->n_rows + 1, sizeof *t->rows);
    return t->columns != NULL && t->parts != NULL && t->rows != NULL;
}

ds_status ds_pdf_table_lay_out(const ds_doc_table *table, const char *id, ds_lang lang, bool close,
                               ds_pdf_table *out, ds_error *err) {
    ds_pdf_table t = {.table = table, .lang = lang, .size = 8.5};
    pdf_measure m = {.size = t.size};
    ds_status status = take_memory(&t) ? DS_OK : ds_error_memory(err);
    if (status == DS_OK) status = take_columns(&t, id, err);
    ds_buffer_init(&m.text, TEXT_MAX);
    for (size_t i = 0; status == DS_OK && i < t.n_columns; i++) {
        measure_column(&t, &t.columns[i], &m);
        if (m.failed) status = ds_error_memory(err);
    }
    ds_buffer_done(&m.text);
    if (status != DS_OK) {
        ds_pdf_table_done(&t);
        return status;
    }
    fit_columns(&t, close);
    *out = t;
    return DS_OK;
}

void ds_pdf_table_done(ds_pdf_table *laid) {
    ds_free(laid->columns);
    ds_free(laid->parts);
    ds_free(laid->rows);
    *laid = (ds_pdf_table){0};
}
