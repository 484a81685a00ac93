/* tests/support/random_table.c: see random_table.h. */
#include "support/random_table.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/support.h"

typedef struct style {
    char delimiter;
    const char *end;
    bool bom, windows, unknown_column, upper;
    int quotes; /* percent of the cells that are quoted without need */
    size_t order[RANDOM_COLUMNS_MAX];
} style;

static const size_t text_max = (size_t)1 << 28;

void random_table_init(random_table *table, const char *const *names, size_t n_columns) {
    memset(table, 0, sizeof *table);
    table->names = names;
    table->n_columns = n_columns;
    ds_buffer_init(&table->text, text_max);
}

void random_table_done(random_table *table) {
    ds_buffer_done(&table->text);
    ds_free(table->rows);
}

void random_table_cell(random_table *table, const char *value) {
    if (table->n_cells++ % table->n_columns == 0) {
        assert_true(ds_reserve(&table->rows, &table->rows_capacity, table->n_rows + 1,
                               sizeof *table->rows));
        table->rows[table->n_rows++] = table->text.size;
    }
    if (value != NULL) ds_buffer_add_string(&table->text, value);
    ds_buffer_add_char(&table->text, '\0');
}

void random_table_cellf(random_table *table, const char *format, ...) {
    char value[256];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(value, sizeof value, format, list);
    va_end(list);
    random_table_cell(table, value);
}

const char *random_table_at(const random_table *table, size_t i, size_t column) {
    const char *cell = table->text.data + table->rows[i];
    while (column-- > 0)
        cell += strlen(cell) + 1;
    return cell;
}

void random_table_repeat(random_table *table, size_t i) {
    for (size_t c = 0; c < table->n_columns; c++) {
        char value[512];
        (void)snprintf(value, sizeof value, "%s", random_table_at(table, i, c));
        random_table_cell(table, value);
    }
}

static void choose(const random_table *table, random_source *source, style *out) {
    static const char delimiters[] = {',', ';', '|', '\t'};
    static const char *const ends[] = {"\n", "\r\n"};
    out->delimiter = RANDOM_PICK(source, delimiters);
    out->end = RANDOM_PICK(source, ends);
    out->windows = random_chance(source, 25);
    out->bom = !out->windows && random_chance(source, 25);
    out->unknown_column = random_chance(source, 10);
    out->upper = random_chance(source, 20);
    out->quotes = random_chance(source, 30) ? 30 : 0;
    for (size_t i = 0; i < table->n_columns; i++)
        out->order[i] = i;
    for (size_t i = table->n_columns; i > 1 && random_chance(source, 95); i--) {
        size_t j = (size_t)random_below(source, (int)i), kept = out->order[i - 1];
        out->order[i - 1] = out->order[j];
        out->order[j] = kept;
    }
}

/* Of the letters beyond ASCII the texts have only those of U+00C0 to U+00FF: C3 and one byte. */
static void add_letters(ds_buffer *out, const char *value, bool windows) {
    for (; *value != '\0'; value++) {
        if (windows && (unsigned char)*value == 0xC3) {
            value++;
            ds_buffer_add_char(out, (char)((unsigned char)*value + 0x40));
            continue;
        }
        ds_buffer_add_char(out, *value);
        if (*value == '"') ds_buffer_add_char(out, '"');
    }
}

static void add_cell(ds_buffer *out, const char *value, const style *s, random_source *source) {
    char special[] = {s->delimiter, '"', '\r', '\n', '\0'};
    bool quote =
        strpbrk(value, special) != NULL || (s->quotes > 0 && random_chance(source, s->quotes));
    if (quote) ds_buffer_add_char(out, '"');
    add_letters(out, value, s->windows);
    if (quote) ds_buffer_add_char(out, '"');
}

static void add_name(ds_buffer *out, const char *name, bool upper) {
    for (; *name != '\0'; name++)
        ds_buffer_add_char(out, upper ? (char)toupper((unsigned char)*name) : *name);
}

static void add_line(const random_table *table, ds_buffer *out, const style *s, size_t row,
                     random_source *source) {
    bool first = true;
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->left_out[s->order[c]]) continue;
        if (!first) ds_buffer_add_char(out, s->delimiter);
        first = false;
        if (row == SIZE_MAX)
            add_name(out, table->names[s->order[c]], s->upper);
        else
            add_cell(out, random_table_at(table, row, s->order[c]), s, source);
    }
    if (s->unknown_column) {
        ds_buffer_add_char(out, s->delimiter);
        ds_buffer_add_string(out, row == SIZE_MAX ? "opmerking" : "niets");
    }
    ds_buffer_add_string(out, s->end);
}

static void write_style(const random_table *table, const char *folder, const char *name,
                        const style *s, random_source *source, random_source *rows) {
    size_t *order = ds_calloc(table->n_rows + 1, sizeof *order);
    char path[256];
    ds_buffer out;
    assert_non_null(order);
    for (size_t i = 0; i < table->n_rows; i++)
        order[i] = i;
    for (size_t i = table->n_rows; i > 1; i--) {
        size_t j = (size_t)(random_next(rows) % i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
    ds_buffer_init(&out, text_max);
    if (s->bom) ds_buffer_add_string(&out, "\xEF\xBB\xBF");
    add_line(table, &out, s, SIZE_MAX, source);
    for (size_t i = 0; i < table->n_rows; i++)
        add_line(table, &out, s, order[i], source);
    assert_int_equal(out.failed, DS_OK);
    (void)snprintf(path, sizeof path, "leveringen/%s", name);
    ds_free(ds_test_write(folder, path, ds_buffer_string(&out), out.size));
    ds_buffer_done(&out);
    ds_free(order);
}

void random_table_write(const random_table *table, const char *folder, const char *name,
                        random_source *source, random_source *rows) {
    style s;
    choose(table, source, &s);
    write_style(table, folder, name, &s, source, rows);
}

void random_table_write_duo(const random_table *table, const char *folder, const char *name,
                            random_source *rows) {
    style s = {.delimiter = ';', .end = "\r\n", .windows = true};
    for (size_t i = 0; i < table->n_columns; i++)
        s.order[i] = i;
    write_style(table, folder, name, &s, rows, rows);
}
