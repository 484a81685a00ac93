/* publish/pdf_cells.c: a table that was laid out as a call of cells() of report.typ: all cells are
 * strings, so that none of them can be anything else, and setting them is cheap. See pdf_table.h.
 */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "document/print.h"
#include "doorstroom/figure.h"
#include "publish/pdf_table.h"
#include "publish/pdf_text.h"

enum { RULE_EVERY = 5, KEEP_ROWS = 14, LINES_MOST = 16, WORD_USUAL = 24, WORD_MEASURED = 255 };

typedef struct pdf_cells {
    const ds_pdf_table *t;
    ds_pdf_part part;
    size_t n; /* columns in it */
    ds_buffer *out, text;
} pdf_cells;

static const ds_pdf_column *cell_column(const pdf_cells *c, size_t i) {
    const ds_pdf_table *t = c->t;
    return &t->columns[i < t->n_keys ? i : c->part.first + i - t->n_keys];
}

static const ds_value *cell_value(const pdf_cells *c, size_t row, size_t i) {
    return &c->t->table->values[c->t->rows[row] * c->t->table->n_fields + cell_column(c, i)->at];
}

static bool is_total_row(const pdf_cells *c, size_t row) {
    return (c->t->table->in[c->t->rows[row]] & DS_ROW_TOTAL) != 0;
}

static void put_item(pdf_cells *c, const char *text) {
    ds_buffer_add_string(c->out, text);
    ds_buffer_add_char(c->out, ',');
}

/* ---- a cell ---- */

static void print_value_of(pdf_cells *c, size_t row, size_t i, bool marked) {
    const ds_value *value = cell_value(c, row, i);
    ds_buffer_clear(&c->text);
    ds_value_print(value, c->t->lang, cell_column(c, i)->field->decimals, &c->text);
    if (marked && value->mark != NULL) ds_buffer_add_string(&c->text, value->mark);
    if (c->text.failed != DS_OK) c->out->failed = c->text.failed;
}

/* The widest word of the cell, and how many characters the longest has. */
static double measure_longest(const pdf_cells *c, bool bold, size_t *out_characters) {
    double widest = 0;
    *out_characters = 0;
    for (const char *at = ds_buffer_string(&c->text); *at != '\0';) {
        const size_t size = strcspn(at, " ");
        size_t n = 0;
        char word[WORD_MEASURED + 1];
        for (size_t i = 0; i < size; i++)
            n += ((unsigned char)at[i] & 0xC0) != 0x80;
        if (n > *out_characters) *out_characters = n;
        (void)snprintf(word, sizeof word, "%.*s", size < INT_MAX ? (int)size : INT_MAX, at);
        if (ds_figure_text_width(word, c->t->size, bold) > widest)
            widest = ds_figure_text_width(word, c->t->size, bold);
        at += size + (at[size] != '\0');
    }
    return widest;
}

/* A word that is wider than its column is hyphenated, one that is no word is broken anywhere. */
static void put_text_of(pdf_cells *c, size_t i, bool bold) {
    const ds_text text = {ds_buffer_string(&c->text), c->text.size};
    size_t longest;
    if (measure_longest(c, bold, &longest) <= cell_column(c, i)->width) {
        ds_pdf_put_string(c->out, text, 0);
        return;
    }
    ds_buffer_add_string(c->out, "soft(");
    ds_pdf_put_string(c->out, text, longest > WORD_USUAL ? WORD_USUAL : 0);
    ds_buffer_add_char(c->out, ')');
}

/* A number's minus is one, and not a hyphen. */
static void mend_minus(pdf_cells *c) {
    const char *text = ds_buffer_string(&c->text);
    ds_buffer mended;
    if (text[0] != '-' || text[1] < '0' || text[1] > '9') return;
    ds_buffer_init(&mended, c->out->maximum);
    ds_buffer_add_string(&mended, "\xE2\x88\x92");
    ds_buffer_add(&mended, text + 1, c->text.size - 1);
    ds_buffer_clear(&c->text);
    ds_buffer_add(&c->text, ds_buffer_string(&mended), mended.size);
    if (mended.failed != DS_OK || c->text.failed != DS_OK) c->out->failed = DS_FAULT;
    ds_buffer_done(&mended);
}

/* Numbers stand under each other whether they have a mark behind them or not. */
static void put_pdf_cell(pdf_cells *c, size_t row, size_t i) {
    const char *mark = cell_column(c, i)->mark;
    const bool marked = cell_value(c, row, i)->mark != NULL, total = is_total_row(c, row);
    print_value_of(c, row, i, true);
    if (cell_column(c, i)->field->number) mend_minus(c);
    if (mark != NULL && !marked) ds_buffer_add_string(c->out, "unmarked(");
    if (total) ds_buffer_add_string(c->out, "strong(");
    put_text_of(c, i, total);
    if (total) ds_buffer_add_char(c->out, ')');
    if (mark != NULL && !marked) {
        ds_buffer_add_string(c->out, ", ");
        ds_pdf_put_string(c->out, ds_text_of(mark), 0);
        ds_buffer_add_char(c->out, ')');
    }
    ds_buffer_add_char(c->out, ',');
}

/* ---- the headings ---- */

static void print_head_of(pdf_cells *c, size_t i) {
    const char *unit, *title = ds_field_title(cell_column(c, i)->field, c->t->lang, &unit);
    ds_buffer_clear(&c->text);
    ds_buffer_add_string(&c->text, title);
    if (unit[0] != '\0') ds_buffer_addf(&c->text, " (%s)", unit);
    if (c->text.failed != DS_OK) c->out->failed = c->text.failed;
}

static const ds_field_group *group_of(const pdf_cells *c, size_t i) {
    const size_t at = cell_column(c, i)->at;
    const ds_doc_table *table = c->t->table;
    for (size_t g = 0; g < table->n_groups; g++)
        if (at >= table->groups[g].first && at < table->groups[g].first + table->groups[g].n)
            return &table->groups[g];
    return NULL;
}

static bool has_groups(const pdf_cells *c) {
    for (size_t i = 0; i < c->n; i++)
        if (group_of(c, i) != NULL) return true;
    return false;
}

static void put_head_cell(pdf_cells *c, size_t i, size_t rows) {
    print_head_of(c, i);
    ds_buffer_add_char(c->out, '(');
    put_text_of(c, i, true);
    ds_buffer_addf(c->out, ",1,%zu),", rows);
}

/* The upper row of two: groups, and beside them what is in none and is two rows high. */
static void put_upper_heads(pdf_cells *c) {
    for (size_t i = 0; i < c->n;) {
        const ds_field_group *group = group_of(c, i);
        size_t n = 1;
        if (group == NULL) {
            put_head_cell(c, i++, 2);
            continue;
        }
        while (i + n < c->n && group_of(c, i + n) == group)
            n++;
        ds_buffer_add_char(c->out, '(');
        ds_pdf_put_say(c->out, group->title, c->t->lang);
        ds_buffer_addf(c->out, ",%zu,1),", n);
        i += n;
    }
}

static void put_heads(pdf_cells *c) {
    const bool two = has_groups(c);
    ds_buffer_add_string(c->out, "header:(");
    if (two) put_upper_heads(c);
    for (size_t i = 0; i < c->n; i++)
        if (!two || group_of(c, i) != NULL) put_head_cell(c, i, 1);
    ds_buffer_addf(c->out, "),head-rows:%d,", two ? 2 : 1);
}

/* ---- rules between rows, and how high it is ---- */

/* How many lines a row is high, about. */
static size_t count_lines(pdf_cells *c, size_t row) {
    size_t most = 1;
    for (size_t i = 0; i < c->n; i++) {
        const double width = cell_column(c, i)->width;
        double lines;
        if (cell_column(c, i)->field->number) continue;
        print_value_of(c, row, i, true);
        lines = ds_figure_text_width(ds_buffer_string(&c->text), c->t->size, false) / width;
        if (lines > 1 && ceil(lines) > (double)most) most = (size_t)ceil(lines);
    }
    return most;
}

static bool is_same_key(pdf_cells *c, size_t row) {
    ds_buffer before;
    bool same;
    ds_buffer_init(&before, c->out->maximum);
    print_value_of(c, row, 0, false);
    ds_buffer_add(&before, c->text.data, c->text.size);
    print_value_of(c, row + 1, 0, false);
    same = strcmp(ds_buffer_string(&before), ds_buffer_string(&c->text)) == 0;
    if (before.failed != DS_OK) c->out->failed = before.failed;
    ds_buffer_done(&before);
    return same;
}

/* Whether rows of one first key stand together, in groups of two and more on average. */
static bool has_runs(pdf_cells *c) {
    size_t changes = 0;
    for (size_t r = 0; r + 1 < c->t->n_rows; r++)
        changes += !is_same_key(c, r);
    return changes > 0 && 2 * (changes + 1) <= c->t->n_rows;
}

/* Below which rows a light rule stands: each where some are several lines high, else where the
 * first key changes, else every fifth. */
static void put_rules(pdf_cells *c, bool tall) {
    const bool runs = !tall && has_runs(c);
    ds_buffer_add_string(c->out, "rules:(");
    for (size_t r = 0; r + 1 < c->t->n_rows; r++)
        if (tall || (runs ? !is_same_key(c, r) : (r + 1) % RULE_EVERY == 0))
            ds_buffer_addf(c->out, "%zu,", r);
    ds_buffer_add_string(c->out, "),totals:(");
    for (size_t r = 0; r < c->t->n_rows; r++)
        if (is_total_row(c, r)) ds_buffer_addf(c->out, "%zu,", r);
    ds_buffer_add_string(c->out, "),");
}

/* A row stays on one page unless it is very high, a small table as a whole. */
static bool put_heights(pdf_cells *c) {
    size_t lines = 0, highest = 1;
    for (size_t r = 0; r < c->t->n_rows; r++) {
        const size_t n = count_lines(c, r);
        lines += n;
        if (n > highest) highest = n;
    }
    ds_buffer_addf(c->out, "whole-rows:%s,whole:%s,", highest <= LINES_MOST ? "true" : "false",
                   lines <= KEEP_ROWS ? "true" : "false");
    return highest > 1;
}

static void put_columns(pdf_cells *c) {
    ds_buffer_add_string(c->out, "widths:(");
    for (size_t i = 0; i < c->n; i++)
        ds_buffer_addf(c->out, "%d/10,", (int)floor((cell_column(c, i)->width + 8) * 10));
    ds_buffer_add_string(c->out, "),numbers:(");
    for (size_t i = 0; i < c->n; i++)
        put_item(c, cell_column(c, i)->field->number ? "true" : "false");
    ds_buffer_addf(c->out, "),size:%dpt/10,", (int)(c->t->size * 10));
}

void ds_pdf_table_put(const ds_pdf_table *laid, size_t part, ds_buffer *out) {
    pdf_cells c = {.t = laid, .part = laid->parts[part], .out = out};
    c.n = laid->n_keys + c.part.n;
    ds_buffer_init(&c.text, out->maximum);
    put_columns(&c);
    put_heads(&c);
    put_rules(&c, put_heights(&c));
    ds_buffer_add_char(out, '(');
    for (size_t r = 0; r < laid->n_rows; r++) {
        for (size_t i = 0; i < c.n; i++)
            put_pdf_cell(&c, r, i);
        ds_buffer_add_char(out, '\n');
    }
    ds_buffer_add_string(out, ")");
    ds_buffer_done(&c.text);
}
