/* document/write_csv.c: one table as csv: RFC 4180 with LF, numbers as the shortest decimal that
 * reads back; or as a spreadsheet with Dutch settings reads it. One csv is one table: tables of one
 * id and the same fields are its parts. */
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "document/csv_table.h"
#include "document/print.h"
#include "document/write.h"

/* ---- fields ---- */

static void add_field(const char *text, size_t size, char separator, ds_buffer *out) {
    bool quote = false;
    for (size_t i = 0; i < size; i++)
        quote = quote || text[i] == separator || text[i] == '"' || text[i] == '\r' ||
                text[i] == '\n' || (separator != ',' && text[i] == ',');
    if (!quote) {
        ds_buffer_add(out, text, size);
        return;
    }
    ds_buffer_add_char(out, '"');
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"') ds_buffer_add_char(out, '"');
        ds_buffer_add_char(out, text[i]);
    }
    ds_buffer_add_char(out, '"');
}

/* What a spreadsheet would take for a formula, and is no number. */
static bool is_formula(const char *text, size_t size) {
    double number;
    if (size == 0 || strchr("=+-@\t\r", text[0]) == NULL || text[0] == '\0') return false;
    return !ds_number_parse_decimal((ds_text){text, size}, &number);
}

/* A text; for a Dutch spreadsheet an apostrophe keeps it from being a formula, and for a terminal
 * it steers nothing. scratch is another than the one text stands in. */
static void add_csv_text(const ds_write_options *options, const char *text, size_t size,
                         ds_buffer *scratch, ds_buffer *out) {
    const bool dutch = options->dutch_csv;
    const bool formula = (dutch || options->no_formulas) && is_formula(text, size);
    if (!formula && !options->to_terminal) {
        add_field(text, size, dutch ? ';' : ',', out);
        return;
    }
    ds_buffer_clear(scratch);
    if (formula) ds_buffer_add_char(scratch, '\'');
    if (options->to_terminal)
        ds_text_print_clean(text, size, true, scratch);
    else
        ds_buffer_add(scratch, text, size);
    if (scratch->failed != DS_OK) out->failed = scratch->failed;
    add_field(ds_buffer_string(scratch), scratch->size, dutch ? ';' : ',', out);
}

static bool is_real(ds_value_kind kind) {
    return kind == DS_VALUE_NUMBER || kind == DS_VALUE_SHARE || kind == DS_VALUE_P ||
           kind == DS_VALUE_DECIMAL;
}

/* Nothing but digits, a point, a sign: never quoted. */
static bool is_plain(const ds_value *value, bool dutch) {
    return value->kind == DS_VALUE_COUNT || value->kind == DS_VALUE_SCHOOLJAAR ||
           value->kind == DS_VALUE_YEAR || (is_real(value->kind) && !dutch);
}

/* The rows of a table as they come. */
typedef struct csv_rows {
    const ds_doc_table *table;
    const ds_write_options *options;
    ds_buffer scratch, plain; /* a value; a text without what may not stand in it */
    ds_buffer *out;
} csv_rows;

static void add_csv_value(csv_rows *rows, const ds_value *value) {
    const bool dutch = rows->options->dutch_csv;
    ds_buffer *scratch = &rows->scratch, *out = rows->out;
    if (is_plain(value, dutch)) {
        ds_value_print_machine(value, out);
        return;
    }
    if (value->kind == DS_VALUE_TEXT && value->state == DS_STATE_SHOWN) {
        add_csv_text(rows->options, value->as.text.data, value->as.text.size, &rows->plain, out);
        return;
    }
    ds_buffer_clear(scratch);
    ds_value_print_machine(value, scratch);
    if (scratch->failed != DS_OK) out->failed = scratch->failed;
    if (!dutch || !is_real(value->kind)) {
        add_csv_text(rows->options, ds_buffer_string(scratch), scratch->size, &rows->plain, out);
        return;
    }
    for (size_t i = 0; i < scratch->size; i++)
        ds_buffer_add_char(out, scratch->data[i] == '.' ? ',' : scratch->data[i]);
}

static void add_header(const ds_doc_table *table, const ds_write_options *options, ds_buffer *out) {
    ds_buffer plain;
    bool begun = false;
    ds_buffer_init(&plain, out->maximum);
    for (size_t i = 0; i < table->n_fields; i++) {
        const ds_field *field = &table->fields[i];
        if (!ds_field_is_csv(field)) continue;
        if (begun) ds_buffer_add_char(out, options->dutch_csv ? ';' : ',');
        add_csv_text(options, field->id, strlen(field->id), &plain, out);
        begun = true;
    }
    ds_buffer_done(&plain);
    if (begun) ds_buffer_add_char(out, '\n'); /* a table without columns is an empty file */
}

static ds_status take_csv_row(void *to, const ds_value *values, unsigned in, ds_error *err) {
    csv_rows *rows = to;
    bool begun = false;
    if (!(in & DS_IN_CSV)) return DS_OK;
    for (size_t i = 0; i < rows->table->n_fields; i++) {
        if (!ds_field_is_csv(&rows->table->fields[i])) continue;
        if (begun) ds_buffer_add_char(rows->out, rows->options->dutch_csv ? ';' : ',');
        add_csv_value(rows, &values[i]);
        begun = true;
    }
    ds_buffer_add_char(rows->out, '\n');
    return rows->out->failed == DS_OK ? DS_OK : ds_buffer_finish(rows->out, err);
}

static ds_status add_rows(const ds_doc_table *table, const ds_write_options *options,
                          ds_buffer *out, ds_error *err) {
    csv_rows rows = {.table = table, .options = options, .out = out};
    ds_status status;
    ds_buffer_init(&rows.scratch, out->maximum);
    ds_buffer_init(&rows.plain, out->maximum);
    status = ds_table_each(table, take_csv_row, &rows, err);
    ds_buffer_done(&rows.scratch);
    ds_buffer_done(&rows.plain);
    return status;
}

ds_status ds_write_csv(const ds_document *document, const ds_write_options *options, ds_buffer *out,
                       ds_error *err) {
    ds_csv_table table;
    ds_status status = ds_csv_table_find(document, options->table, DS_FORM_CSV, &table, err);
    if (status != DS_OK) return status;
    if (options->dutch_csv) ds_buffer_add_string(out, "\xEF\xBB\xBF");
    add_header(table.parts[0], options, out);
    for (size_t i = 0; status == DS_OK && i < table.n_parts; i++)
        status = add_rows(table.parts[i], options, out, err);
    ds_csv_table_done(&table);
    return status;
}
