/* document/arrow.c: a document's table as an Arrow stream. See doorstroom/arrow.h. */
#include "doorstroom/arrow.h"

#include <stdio.h>
#include <string.h>

#include "arrow/columns.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "document/csv_table.h"
#include "document/print.h"

_Static_assert((int)DS_ARROW_BATCH_ROWS == (int)DS_ARROW_PART_ROWS, "the header promises it");

typedef struct arrow_rows {
    const ds_csv_columns *from;
    ds_arrow_columns *to;
    ds_buffer scratch;
    bool failed; /* scratch did, and was cleared since */
} arrow_rows;

static void put_arrow_text(arrow_rows *rows, size_t column, const ds_value *value) {
    ds_buffer_clear(&rows->scratch);
    ds_value_print_machine(value, &rows->scratch);
    rows->failed = rows->failed || rows->scratch.failed != DS_OK;
    ds_arrow_put_text(rows->to, column, rows->scratch.data, rows->scratch.size);
}

/* Into its column, or as a word into the one behind. */
static void put_arrow_value(arrow_rows *rows, const ds_csv_column *column, size_t at,
                            const ds_value *value) {
    ds_csv_kind kind;
    if (!ds_csv_kind_of(value, &kind)) return;
    if (column->words && kind == DS_CSV_TEXT)
        put_arrow_text(rows, at + 1, value);
    else if (column->kind == DS_CSV_WHOLE)
        ds_arrow_put_whole(rows->to, at, ds_csv_whole(value));
    else if (column->kind == DS_CSV_REAL)
        ds_arrow_put_real(rows->to, at, ds_csv_real(value));
    else if (column->kind == DS_CSV_FLAG)
        ds_arrow_put_flag(rows->to, at, value->as.flag);
    else
        put_arrow_text(rows, at, value);
}

static ds_status put_arrow_row(void *to, const ds_value *const *values, ds_error *err) {
    arrow_rows *rows = to;
    size_t at = 0;
    ds_arrow_begin_row(rows->to);
    for (size_t i = 0; i < rows->from->n_columns; i++) {
        const ds_csv_column *column = &rows->from->columns[i];
        put_arrow_value(rows, column, at, values[i]);
        at += column->words ? 2 : 1;
    }
    return rows->failed ? ds_error_memory(err) : ds_arrow_end_row(rows->to, err);
}

static bool has_column(const ds_csv_columns *columns, const char *id) {
    for (size_t i = 0; i < columns->n_columns; i++)
        if (strcmp(columns->columns[i].field->id, id) == 0) return true;
    return false;
}

/* The column of the words among numbers, under a name that there is not yet. */
static ds_status add_words(const ds_csv_columns *from, const ds_field *field, const char *name,
                           ds_arrow_columns *to, ds_error *err) {
    const ds_arrow_said said[] = {{"titel", field->title.nl}, {"titel_en", field->title.en}};
    return has_column(from, name)
               ? ds_error_set(err, DS_USAGE,
                              "de woorden van kolom %s hebben een kolom %s nodig, en die is er al",
                              "the words of column %s need a column %s, and it is there already",
                              field->id, name)
               : ds_arrow_columns_add(to, name, DS_ARROW_UTF8, said, 2, err);
}

static ds_status add_column(const ds_csv_columns *from, const ds_csv_column *column,
                            ds_arrow_columns *to, ds_error *err) {
    static const ds_arrow_type types[] = {[DS_CSV_TEXT] = DS_ARROW_UTF8,
                                          [DS_CSV_WHOLE] = DS_ARROW_INT64,
                                          [DS_CSV_REAL] = DS_ARROW_FLOAT64,
                                          [DS_CSV_FLAG] = DS_ARROW_BOOL};
    const ds_field *field = column->field;
    ds_buffer name;
    ds_status status;
    ds_buffer_init(&name, 1 << 16);
    ds_buffer_addf(&name, "%s_toestand", field->id);
    status = ds_buffer_finish(&name, err);
    if (status == DS_OK) {
        const ds_arrow_said said[] = {
            {"titel", field->title.nl},
            {"titel_en", field->title.en},
            {"eenheid", field->unit.nl},
            {"eenheid_en", field->unit.en},
            {"toestand", column->words ? ds_buffer_string(&name) : NULL},
        };
        status = ds_arrow_columns_add(to, field->id, types[column->kind], said,
                                      sizeof said / sizeof *said, err);
    }
    if (status == DS_OK && column->words)
        status = add_words(from, field, ds_buffer_string(&name), to, err);
    ds_buffer_done(&name);
    return status;
}

static ds_status fill_columns(arrow_rows *rows, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < rows->from->n_columns; i++)
        status = add_column(rows->from, &rows->from->columns[i], rows->to, err);
    return status == DS_OK ? ds_csv_columns_each(rows->from, put_arrow_row, rows, err) : status;
}

ds_status ds_document_arrow(const ds_document *document, const char *table,
                            struct ArrowArrayStream *out, ds_error *err) {
    ds_csv_columns from;
    arrow_rows rows = {.from = &from};
    ds_status status = ds_document_finish(document, err);
    if (status == DS_OK) status = ds_csv_columns_find(document, table, DS_FORM_CSV, &from, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&rows.scratch, (size_t)1 << 30);
    rows.to = ds_arrow_columns_new();
    status = rows.to == NULL ? ds_error_memory(err) : fill_columns(&rows, err);
    if (status == DS_OK) status = ds_arrow_stream_of(rows.to, out, err);
    if (status != DS_OK) ds_arrow_columns_free(rows.to);
    ds_buffer_done(&rows.scratch);
    ds_csv_columns_done(&from);
    return status;
}
