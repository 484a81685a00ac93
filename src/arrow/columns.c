/* arrow/columns.c: a table of columns as it grows. See columns.h.
 *
 * Rows come in parts of a bounded size, each of which becomes one array: a part ends when it is
 * full, or when its texts come near what 32 bits can count. */
#include "arrow/columns.h"

#include <string.h>

#include "arrow/model.h"
#include "base/error.h"
#include "base/memory.h"

#define TEXT_FULL ((size_t)1 << 30)

ds_arrow_columns *ds_arrow_columns_new(void) {
    return ds_calloc(1, sizeof(ds_arrow_columns));
}

void ds_arrow_part_done(ds_arrow_part *part) {
    ds_free(part->valid);
    ds_free(part->values);
    ds_free(part->text);
    *part = (ds_arrow_part){0};
}

void ds_arrow_columns_free(ds_arrow_columns *columns) {
    if (columns == NULL) return;
    for (size_t i = 0; i < columns->n_columns; i++) {
        ds_arrow_column *column = &columns->columns[i];
        for (size_t k = 0; k < columns->n_parts; k++)
            ds_arrow_part_done(&column->parts[k]);
        ds_free(column->parts);
        ds_free(column->name);
        ds_free(column->metadata);
    }
    ds_free(columns->columns);
    ds_free(columns);
}

/* ---- a column ---- */

static size_t add_counted(char *to, const char *text) {
    const int32_t size = (int32_t)strlen(text);
    memcpy(to, &size, sizeof size);
    memcpy(to + sizeof size, text, (size_t)size);
    return sizeof size + (size_t)size;
}

/* The number of pairs, then each text with its size before it; NULL where there are none. */
static bool make_metadata(ds_arrow_column *column, const ds_arrow_said *said, size_t n) {
    size_t size = sizeof(int32_t);
    int32_t n_pairs = 0;
    for (size_t i = 0; i < n; i++) {
        if (said[i].value == NULL) continue;
        size += 2 * sizeof(int32_t) + strlen(said[i].key) + strlen(said[i].value);
        n_pairs++;
    }
    if (n_pairs == 0) return true;
    column->metadata = ds_malloc(size);
    if (column->metadata == NULL) return false;
    memcpy(column->metadata, &n_pairs, sizeof n_pairs);
    column->metadata_size = sizeof n_pairs;
    for (size_t i = 0; i < n; i++) {
        if (said[i].value == NULL) continue;
        column->metadata_size += add_counted(column->metadata + column->metadata_size, said[i].key);
        column->metadata_size +=
            add_counted(column->metadata + column->metadata_size, said[i].value);
    }
    return true;
}

ds_status ds_arrow_columns_add(ds_arrow_columns *columns, const char *name, ds_arrow_type type,
                               const ds_arrow_said *said, size_t n_said, ds_error *err) {
    ds_arrow_column column = {.type = type};
    if (!ds_reserve(&columns->columns, &columns->capacity, columns->n_columns + 1,
                    sizeof *columns->columns))
        return ds_error_memory(err);
    column.name = ds_strdup(name);
    if (column.name == NULL || !make_metadata(&column, said, n_said)) {
        ds_free(column.name);
        return ds_error_memory(err);
    }
    columns->columns[columns->n_columns++] = column;
    return DS_OK;
}

/* ---- rows ---- */

/* A new part in every column; those that got one where another could not keep it unused. */
static bool begin_part(ds_arrow_columns *columns) {
    for (size_t i = 0; i < columns->n_columns; i++) {
        ds_arrow_column *column = &columns->columns[i];
        if (!ds_reserve(&column->parts, &column->capacity, columns->n_parts + 1,
                        sizeof *column->parts))
            return false;
        column->parts[columns->n_parts] = (ds_arrow_part){0};
    }
    columns->n_parts++;
    columns->n_rows = 0;
    return true;
}

static bool is_full(const ds_arrow_columns *columns) {
    if (columns->n_parts == 0 || columns->n_rows == DS_ARROW_PART_ROWS) return true;
    for (size_t i = 0; i < columns->n_columns; i++)
        if (columns->columns[i].parts[columns->n_parts - 1].text_size >= TEXT_FULL) return true;
    return false;
}

static size_t width_of(ds_arrow_type type) {
    return type == DS_ARROW_INT64 || type == DS_ARROW_FLOAT64 ? 8 : type == DS_ARROW_BOOL ? 1 : 4;
}

/* Room for one row more: of flags a byte for eight, of texts one place more than there are rows. */
static bool reserve_row(ds_arrow_part *part, ds_arrow_type type) {
    const size_t rows = (size_t)part->n_rows + 1, bytes = (rows + 7) / 8;
    const size_t places = type == DS_ARROW_BOOL ? bytes : rows + (type == DS_ARROW_UTF8);
    return ds_reserve(&part->valid, &part->valid_capacity, bytes, 1) &&
           ds_reserve(&part->values, &part->values_capacity, places, width_of(type));
}

static void set_bit(uint8_t *bits, int64_t at, bool value) {
    if (at % 8 == 0) bits[at / 8] = 0;
    if (value) bits[at / 8] = (uint8_t)(bits[at / 8] | 1U << (at % 8));
}

void ds_arrow_begin_row(ds_arrow_columns *columns) {
    if (!columns->failed && is_full(columns)) columns->failed = !begin_part(columns);
}

/* The part in which the value of this row goes, with room for it; NULL: nowhere. */
static ds_arrow_part *begin_value(ds_arrow_columns *columns, size_t i, bool valid) {
    ds_arrow_column *column = &columns->columns[i];
    ds_arrow_part *part = columns->failed ? NULL : &column->parts[columns->n_parts - 1];
    if (part == NULL) return NULL;
    if (!reserve_row(part, column->type)) {
        columns->failed = true;
        return NULL;
    }
    set_bit(part->valid, part->n_rows, valid);
    if (!valid) part->n_null++;
    return part;
}

void ds_arrow_put_whole(ds_arrow_columns *columns, size_t column, int64_t value) {
    ds_arrow_part *part = begin_value(columns, column, true);
    if (part == NULL) return;
    if (columns->columns[column].type == DS_ARROW_INT32)
        ((int32_t *)part->values)[part->n_rows++] = (int32_t)value;
    else
        ((int64_t *)part->values)[part->n_rows++] = value;
}

void ds_arrow_put_real(ds_arrow_columns *columns, size_t column, double value) {
    ds_arrow_part *part = begin_value(columns, column, true);
    if (part != NULL) ((double *)part->values)[part->n_rows++] = value;
}

void ds_arrow_put_flag(ds_arrow_columns *columns, size_t column, bool value) {
    ds_arrow_part *part = begin_value(columns, column, true);
    if (part != NULL) set_bit(part->values, part->n_rows++, value);
}

static void put_text(ds_arrow_columns *columns, ds_arrow_part *part, const char *data,
                     size_t size) {
    int32_t *begins = part->values;
    if (size >= TEXT_FULL ||
        !ds_reserve(&part->text, &part->text_capacity, part->text_size + size, 1)) {
        columns->failed = true;
        return;
    }
    if (size > 0) memcpy(part->text + part->text_size, data, size);
    begins[part->n_rows++] = (int32_t)part->text_size;
    part->text_size += size;
    begins[part->n_rows] = (int32_t)part->text_size;
}

void ds_arrow_put_text(ds_arrow_columns *columns, size_t column, const char *data, size_t size) {
    ds_arrow_part *part = begin_value(columns, column, true);
    if (part != NULL) put_text(columns, part, data, size);
}

static void put_null(ds_arrow_columns *columns, size_t column) {
    const ds_arrow_type type = columns->columns[column].type;
    ds_arrow_part *part = begin_value(columns, column, false);
    if (part == NULL) return;
    if (type == DS_ARROW_UTF8)
        put_text(columns, part, "", 0);
    else if (type == DS_ARROW_BOOL)
        set_bit(part->values, part->n_rows++, false);
    else {
        memset((char *)part->values + (size_t)part->n_rows * width_of(type), 0, width_of(type));
        part->n_rows++;
    }
}

ds_status ds_arrow_end_row(ds_arrow_columns *columns, ds_error *err) {
    for (size_t i = 0; !columns->failed && i < columns->n_columns; i++)
        if (columns->columns[i].parts[columns->n_parts - 1].n_rows == columns->n_rows)
            put_null(columns, i);
    columns->n_rows++;
    return columns->failed ? ds_error_memory(err) : DS_OK;
}
