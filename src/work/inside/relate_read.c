/* work/inside/relate_read.c: each column that was asked for is kept as numbers and as codes of its
 * values, since only all of it says which it is. See relate_read.h. */
#include "work/inside/relate_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/missing.h"
#include "base/text.h"
#include "base/unicode.h"
#include "doorstroom/table.h"

enum { SLOTS = 4 * RELATE_VALUES_MAX };

typedef struct relate_reading {
    const ds_work *work;
    const char *path;
    relate_table *table;
    uint64_t size_bytes;
} relate_reading;

/* ---- values ---- */

static ds_status refuse_relate_value(const relate_reading *r, uint64_t line,
                                     const relate_column *column, const char *nl, const char *en,
                                     ds_error *err) {
    char text_nl[512], text_en[512];
    (void)snprintf(text_nl, sizeof text_nl, "'%.200s': %s", column->name, nl);
    (void)snprintf(text_en, sizeof text_en, "'%.200s': %s", column->name, en);
    return ds_error_texts(err, DS_INPUT, r->path, line, column->index + 1, text_nl, text_en);
}

static bool is_weet_niet(ds_text text) {
    return ds_text_equal_nocase(text, ds_text_of("weet niet")) ||
           ds_text_equal_nocase(text, ds_text_of("weet_niet"));
}

/* What looks like another category and is not would be one of its own. */
static ds_status check_relate_seen(const relate_reading *r, uint64_t line,
                                   const relate_column *column, ds_text text, ds_error *err) {
    size_t character;
    char nl[128], en[128];
    const uint32_t hidden = ds_unicode_hidden(text, &character);
    if (hidden == 0) return DS_OK;
    (void)snprintf(nl, sizeof nl, "een teken dat niet te zien is: U+%04X, teken %zu",
                   (unsigned)hidden, character);
    (void)snprintf(en, sizeof en, "a character that cannot be seen: U+%04X, character %zu",
                   (unsigned)hidden, character);
    return refuse_relate_value(r, line, column, nl, en, err);
}

static ds_status add_relate_value(relate_table *table, relate_column *column, ds_text text,
                                  uint32_t *slot, ds_error *err) {
    const char *copy;
    if (!ds_reserve(&column->values, &column->values_capacity, column->n_values + 1,
                    sizeof *column->values))
        return ds_error_memory(err);
    copy = ds_arena_copy(&table->texts, text);
    if (copy == NULL) return ds_error_memory(err);
    column->values[column->n_values++] = ds_text_of(copy);
    *slot = (uint32_t)column->n_values;
    return DS_OK;
}

/* Slots hold 1 + the code, 0 for none. */
static ds_status find_relate_code(relate_table *table, relate_column *column, ds_text text,
                                  uint32_t *out, ds_error *err) {
    uint64_t at = ds_hash_mix(ds_hash_fnv1a(text.data, text.size)) % SLOTS;
    *out = RELATE_NO_CODE;
    if (column->many) return DS_OK;
    while (column->slots[at] != 0) {
        if (ds_text_equal(column->values[column->slots[at] - 1], text)) {
            *out = column->slots[at] - 1;
            return DS_OK;
        }
        at = (at + 1) % SLOTS;
    }
    if (column->n_values == RELATE_VALUES_MAX) {
        column->many = true;
        return DS_OK;
    }
    *out = (uint32_t)column->n_values;
    return add_relate_value(table, column, text, &column->slots[at], err);
}

static ds_status take_relate_value(const relate_reading *r, uint64_t line, relate_column *column,
                                   ds_text text, ds_error *err) {
    const size_t row = r->table->n_rows;
    double *number = &column->numbers[row];
    const ds_text plain = ds_number_plain(text);
    *number = NAN;
    column->codes[row] = RELATE_NO_CODE;
    if (ds_missing_is(&ds_missing_usual, text)) {
        column->empty++;
        return DS_OK;
    }
    if (is_weet_niet(text)) {
        column->unknown++;
        return DS_OK;
    }
    if (ds_number_parse_decimal(text, number))
        ds_number_note_mark(&column->marks, text, line);
    else {
        ds_status status = check_relate_seen(r, line, column, text, err);
        *number = NAN;
        if (status != DS_OK) return status;
        if (column->text_line == 0) column->text_line = line;
    }
    return find_relate_code(r->table, column, plain, &column->codes[row], err);
}

static ds_status take_relate_field(const relate_reading *r, uint64_t line, relate_column *column,
                                   ds_text text, uint8_t mark, ds_error *err) {
    const size_t need = r->table->n_rows + 1;
    if (mark & DS_TABLE_NO_VALUE)
        return refuse_relate_value(r, line, column, "geen enkele waarde maar een samengestelde",
                                   "no single value but a composed one", err);
    if (mark & DS_TABLE_INEXACT)
        return refuse_relate_value(
            r, line, column,
            "uit een getal van het bestand dat zo veel cijfers niet onthoudt; bewaar dit als tekst",
            "of a number in the file that does not keep so many digits; keep this as text", err);
    if (!ds_reserve(&column->numbers, &column->numbers_capacity, need, sizeof *column->numbers) ||
        !ds_reserve(&column->codes, &column->codes_capacity, need, sizeof *column->codes))
        return ds_error_memory(err);
    return take_relate_value(r, line, column, text, err);
}

/* ---- rows ---- */

static ds_status take_relate_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    relate_reading *r = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->table->n_columns; i++) {
        relate_column *column = &r->table->columns[i];
        column->slots = ds_calloc(SLOTS, sizeof *column->slots);
        if (column->slots == NULL) return ds_error_memory(err);
        status = ds_table_find_column(r->path, column->name, names, n, &column->index, err);
    }
    return status;
}

static bool is_blank_row(const ds_text *fields, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (fields[i].size > 0) return false;
    return true;
}

static ds_status take_relate_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    relate_reading *r = context;
    relate_table *table = r->table;
    for (size_t i = 0; i < batch->n_records; i++) {
        const ds_text *fields = batch->fields + i * batch->n_columns;
        const uint8_t *marks = batch->marks == NULL ? NULL : batch->marks + i * batch->n_columns;
        if (is_blank_row(fields, batch->n_columns)) continue;
        if (table->n_rows == RELATE_ROWS_MAX)
            return ds_error_at(err, DS_INPUT, r->path, batch->lines[i], 0, "meer dan %d rijen",
                               "more than %d rows", RELATE_ROWS_MAX);
        for (size_t c = 0; c < table->n_columns; c++) {
            relate_column *column = &table->columns[c];
            const ds_status status =
                take_relate_field(r, batch->lines[i], column, fields[column->index],
                                  marks == NULL ? 0 : marks[column->index], err);
            if (status != DS_OK) return status;
        }
        table->n_rows++;
    }
    return DS_OK;
}

static void tell_relate_progress(void *context, uint64_t bytes) {
    const relate_reading *r = context;
    if (r->size_bytes > 0 && r->work->progress != NULL)
        r->work->progress(r->work->progress_context, "lezen", "reading",
                          (double)bytes / (double)r->size_bytes);
}

ds_status ds_relate_read_table(const ds_work *work, const char *path, relate_table *table,
                               ds_error *err) {
    relate_reading r = {.work = work, .path = path, .table = table};
    const ds_table_shape shape = {.unchecked = true};
    const ds_table_sink sink = {
        &r, take_relate_header, take_relate_batch, tell_relate_progress, NULL, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status != DS_OK) return status;
    r.size_bytes = info.size_bytes;
    table->csv = info.format == DS_TABLE_CSV;
    status = ds_table_read_shaped(path, &info, &shape, 1, &sink, err);
    if (status == DS_OK && table->n_rows == 0)
        status = ds_error_at(err, DS_INPUT, path, 1, 0, "alleen een kopregel, verwacht rijen",
                             "a header alone, expected rows");
    return status;
}

void ds_relate_table_done(relate_table *table) {
    for (size_t i = 0; i < table->n_columns; i++) {
        relate_column *column = &table->columns[i];
        ds_free(column->numbers);
        ds_free(column->codes);
        ds_free(column->values);
        ds_free(column->slots);
    }
    ds_arena_done(&table->texts);
    *table = (relate_table){0};
}

/* ---- what they are ---- */

/* Of a CSV all columns of numbers have one mark. */
static ds_status check_relate_marks(const relate_table *table, const char *path, size_t column,
                                    ds_error *err) {
    ds_number_marks marks = table->columns[column].marks;
    uint64_t doubtful, other;
    for (size_t i = 0; table->csv && i < table->n_columns; i++)
        if (table->columns[i].text_line == 0) ds_number_add_marks(&marks, &table->columns[i].marks);
    if (!ds_number_marks_clash(&marks, &doubtful, &other)) return DS_OK;
    return ds_error_at(
        err, DS_INPUT, path, doubtful, 0,
        "een getal als 1.234, en op regel %llu een met het andere decimaalteken: of dit een "
        "duizendtal is, is niet te zeggen; gebruik in een bestand één teken",
        "a number like 1.234, and on line %llu one with the other decimal mark: whether this is a "
        "thousand cannot be told; use one mark in a file",
        (unsigned long long)other);
}

ds_status ds_relate_check_numbers(const relate_table *table, const char *path, size_t column,
                                  ds_error *err) {
    const relate_reading r = {.path = path};
    const relate_column *c = &table->columns[column];
    if (c->text_line != 0)
        return refuse_relate_value(&r, c->text_line, c,
                                   "verwacht een getal (punt of komma): deze methode rekent met "
                                   "getallen",
                                   "expected a number (point or comma): this method works with "
                                   "numbers",
                                   err);
    return check_relate_marks(table, path, column, err);
}

ds_status ds_relate_check_categories(const relate_table *table, const char *path, size_t column,
                                     ds_error *err) {
    const relate_column *c = &table->columns[column];
    if (!c->many) return DS_OK;
    return ds_error_at(err, DS_INPUT, path, 0, c->index + 1,
                       "'%.200s': meer dan %d verschillende waarden: dat zijn geen groepen",
                       "'%.200s': more than %d different values: these are no groups", c->name,
                       RELATE_VALUES_MAX);
}
