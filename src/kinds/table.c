/* kinds/table.c: the bytes of a table, read back and asked. See table.h. */
#include "kinds/table.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

typedef struct bytes_reader {
    const char *at, *end;
    bool bad;
} bytes_reader;

static uint64_t number_at(const char *at, size_t width) {
    uint64_t value = 0;
    for (size_t i = width; i > 0; i--)
        value = value << 8 | (unsigned char)at[i - 1];
    return value;
}

static uint64_t next_number(bytes_reader *r) {
    if (r->bad || r->at == NULL || r->end - r->at < 8) {
        r->bad = true;
        return 0;
    }
    r->at += 8;
    return number_at(r->at - 8, 8);
}

static ds_text next_text(bytes_reader *r) {
    const uint64_t size = next_number(r);
    ds_text text;
    if (r->bad || size >= (uint64_t)(r->end - r->at) || r->at[size] != '\0') {
        r->bad = true;
        return (ds_text){"", 0};
    }
    text = (ds_text){r->at, (size_t)size};
    r->at += size + 1;
    return text;
}

void ds_kind_table_free(ds_kind_table *table) {
    if (table == NULL) return;
    ds_free(table->bytes);
    ds_free(table->columns);
    ds_free(table->words);
    ds_free(table);
}

/* What a column says of itself, without its words: those are passed over, and counted. */
static void read_told(bytes_reader *r, ds_kind_stored *to, const char **out_words) {
    uint64_t held, unit, flags, width, n;
    to->told.name = next_text(r).data;
    to->told.nl = next_text(r).data;
    to->told.en = next_text(r).data;
    held = next_number(r);
    unit = next_number(r);
    flags = next_number(r);
    width = next_number(r);
    to->base = (int64_t)next_number(r);
    n = next_number(r);
    *out_words = r->at;
    for (uint64_t i = 0; i < n && !r->bad; i++)
        (void)next_text(r);
    r->bad = r->bad || held > DS_HELD_DECIMAL || unit < 1 || unit > INT32_MAX ||
             (width != 0 && width != 1 && width != 2 && width != 4 && width != 8);
    if (r->bad) return;
    to->told.held = (ds_held)held;
    to->told.unit = (int32_t)unit;
    to->told.key = (flags & DS_KIND_IS_KEY) != 0;
    to->told.question = (flags & DS_KIND_IS_QUESTION) != 0;
    to->width = (uint8_t)width;
    to->told.n_words = (size_t)n;
}

/* Where the numbers of the columns stand. */
static void find_numbers(bytes_reader *r, ds_kind_table *table) {
    r->at += (8 - (r->at - table->bytes) % 8) % 8;
    for (size_t i = 0; !r->bad && i < table->n_columns; i++) {
        ds_kind_stored *c = &table->columns[i];
        const uint64_t left = r->at > r->end ? 0 : (uint64_t)(r->end - r->at);
        const uint64_t size = table->n_rows * c->width;
        c->data = r->at;
        if (r->at > r->end || (c->width > 0 && table->n_rows > left / c->width) ||
            size + (8 - size % 8) % 8 > left) {
            r->bad = true;
            return;
        }
        r->at += size + (8 - size % 8) % 8;
    }
    r->bad = r->bad || r->at != r->end;
}

/* No number of a column of words stands for none of them. */
static bool numbers_fit(const ds_kind_table *table) {
    for (size_t i = 0; i < table->n_columns; i++) {
        const ds_kind_stored *c = &table->columns[i];
        if (c->told.held != DS_HELD_TEXT && c->told.held != DS_HELD_CODE) continue;
        if (c->base < 0 || c->base > INT32_MAX) return false;
        for (uint64_t row = 0; c->width > 0 && row < table->n_rows; row++) {
            const uint64_t number = number_at(c->data + row * c->width, c->width);
            if (number > c->told.n_words ||
                (number > 0 && number - 1 + (uint64_t)c->base >= c->told.n_words))
                return false;
        }
    }
    return true;
}

/* DS_INPUT for bytes that are no table. */
static ds_status read_table_bytes(ds_kind_table *table, ds_error *err) {
    bytes_reader r = {table->bytes + 8, table->bytes + table->size, false};
    const char *words[DS_KIND_COLUMNS_MAX] = {NULL};
    uint64_t n_columns;
    size_t n_words = 0, at = 0;
    if (table->size < 8 || memcmp(table->bytes, DS_KIND_MARK, 8) != 0)
        return ds_error_set(err, DS_INPUT, "dit is geen tabel van een levering",
                            "this is no table of a delivery");
    table->kind = next_text(&r).data;
    table->present = next_number(&r) != 0;
    table->n_rows = next_number(&r);
    n_columns = next_number(&r);
    r.bad = r.bad || n_columns > DS_KIND_COLUMNS_MAX;
    table->columns = ds_calloc(r.bad ? 1 : (size_t)n_columns + 1, sizeof *table->columns);
    if (table->columns == NULL) return ds_error_memory(err);
    table->n_columns = r.bad ? 0 : (size_t)n_columns;
    for (size_t i = 0; !r.bad && i < table->n_columns; i++) {
        read_told(&r, &table->columns[i], &words[i]);
        n_words += r.bad ? 0 : table->columns[i].told.n_words;
    }
    if (!r.bad) find_numbers(&r, table);
    if (r.bad || !numbers_fit(table))
        return ds_error_set(err, DS_INPUT, "deze tabel van een levering is beschadigd",
                            "this table of a delivery is damaged");
    table->words = ds_malloc((n_words + 1) * sizeof *table->words);
    if (table->words == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < table->n_columns; i++) {
        ds_kind_column *told = &table->columns[i].told;
        r.at = words[i];
        told->words = told->n_words == 0 ? NULL : table->words + at;
        for (size_t k = 0; k < told->n_words; k++)
            table->words[at++] = next_text(&r);
    }
    return DS_OK;
}

ds_status ds_kind_table_read(char *data, size_t size, ds_kind_table **out, ds_error *err) {
    ds_kind_table *table = ds_calloc(1, sizeof *table);
    ds_status status;
    if (table == NULL) {
        ds_free(data);
        return ds_error_memory(err);
    }
    table->bytes = data;
    table->size = size;
    status = data == NULL ? ds_error_memory(err) : read_table_bytes(table, err);
    if (status == DS_OK)
        *out = table;
    else
        ds_kind_table_free(table);
    return status;
}

const char *ds_kind_table_bytes(const ds_kind_table *table, size_t *out_size) {
    *out_size = table->size;
    return table->bytes;
}

const char *ds_kind_table_kind(const ds_kind_table *table) {
    return table->kind;
}

bool ds_kind_table_is_present(const ds_kind_table *table) {
    return table->present;
}

uint64_t ds_kind_table_n_rows(const ds_kind_table *table) {
    return table->n_rows;
}

size_t ds_kind_table_n_columns(const ds_kind_table *table) {
    return table->n_columns;
}

const ds_kind_column *ds_kind_table_column(const ds_kind_table *table, size_t column) {
    return &table->columns[column].told;
}

size_t ds_kind_table_find(const ds_kind_table *table, const char *name) {
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i].told.name, name) == 0) return i;
    return SIZE_MAX;
}

int64_t ds_kind_table_integer(const ds_kind_table *table, uint64_t row, size_t column) {
    const ds_kind_stored *c = &table->columns[column];
    uint64_t number = 0;
    if (c->width == 0) return DS_KIND_MISSING;
    number = number_at(c->data + row * c->width, c->width);
    return number == 0 ? DS_KIND_MISSING : (int64_t)(number - 1 + (uint64_t)c->base);
}

bool ds_kind_table_is_missing(const ds_kind_table *table, uint64_t row, size_t column) {
    return ds_kind_table_integer(table, row, column) == DS_KIND_MISSING;
}

ds_text ds_kind_table_text(const ds_kind_table *table, uint64_t row, size_t column) {
    const ds_kind_column *told = &table->columns[column].told;
    const int64_t number = ds_kind_table_integer(table, row, column);
    if (number == DS_KIND_MISSING || told->words == NULL) return (ds_text){NULL, 0};
    return told->words[number];
}

double ds_kind_table_number(const ds_kind_table *table, uint64_t row, size_t column) {
    const int64_t number = ds_kind_table_integer(table, row, column);
    if (number == DS_KIND_MISSING) return NAN;
    return (double)number / table->columns[column].told.unit;
}
