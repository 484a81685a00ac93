/* document/write_csv.c: one table as csv: RFC 4180 with LF, numbers as the shortest decimal that
 * reads back; or as a spreadsheet with Dutch settings reads it. One csv is one table: tables of one
 * id and the same fields are its parts. */
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "document/print.h"
#include "document/write.h"

/* The tables of a document that are csv, in order. */
typedef struct csv_search {
    const char *wanted;        /* id of a table or of a section around it; NULL: all */
    const ds_doc_table *first; /* what was found */
    const char *first_id;
    bool differ; /* some found one has other columns */
    bool second; /* the walk that writes */
    const ds_write_options *options;
    ds_buffer *out;
    ds_buffer names;  /* of what can be asked for */
    ds_status status; /* of writing */
    ds_error *err;
} csv_search;

static bool is_csv_field(const ds_field *field) {
    return (field->in & DS_IN_CSV) != 0;
}

static bool same_fields(const ds_doc_table *a, const ds_doc_table *b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a->n_fields && !is_csv_field(&a->fields[i]))
            i++;
        while (k < b->n_fields && !is_csv_field(&b->fields[k]))
            k++;
        if (i == a->n_fields || k == b->n_fields) return i == a->n_fields && k == b->n_fields;
        if (strcmp(a->fields[i].id, b->fields[k].id) != 0) return false;
        i++;
        k++;
    }
}

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
        if (!is_csv_field(field)) continue;
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
        if (!is_csv_field(&rows->table->fields[i])) continue;
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

/* ---- which table ---- */

/* What can be asked for, each once. */
static void add_name(csv_search *s, const char *name) {
    const char *at = ds_buffer_string(&s->names);
    const size_t size = strlen(name);
    while (*at != '\0') {
        const size_t n = strcspn(at, ",");
        if (n == size && strncmp(at, name, n) == 0) return;
        at += n + (at[n] == ',' ? 2 : 0);
    }
    if (s->names.size > 0) ds_buffer_add_string(&s->names, ", ");
    ds_buffer_add_string(&s->names, name);
}

/* Whether it is one of the tables that are asked for: all, those of a section, or by its id. */
static bool is_wanted(const csv_search *s, const ds_block *block, bool within) {
    if (s->wanted != NULL && block->id != NULL && strcmp(block->id, s->wanted) == 0) return true;
    return (block->in & DS_IN_CSV) != 0 && (s->wanted == NULL || within);
}

static void meet_table(csv_search *s, const ds_block *block, bool within) {
    const ds_doc_table *table = block->as.table;
    if (!(block->in & (DS_IN_CSV | DS_IN_NAMED))) return;
    if (!s->second && block->id != NULL) add_name(s, block->id);
    if (!is_wanted(s, block, within)) return;
    if (s->second) {
        if (s->status == DS_OK) s->status = add_rows(table, s->options, s->out, s->err);
    } else if (s->first == NULL) {
        s->first = table;
        s->first_id = block->id == NULL ? "" : block->id;
    } else if (strcmp(s->first_id, block->id == NULL ? "" : block->id) != 0 ||
               !same_fields(s->first, table)) {
        s->differ = true;
    }
}

static void walk_tables(csv_search *s, const ds_document *document, bool within) {
    within = within ||
             (s->wanted != NULL && document->id != NULL && strcmp(document->id, s->wanted) == 0);
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (block->kind == DS_BLOCK_SECTION && (block->in & DS_IN_CSV)) {
            if (!s->second && document->list && block->as.section->id != NULL) {
                add_name(s, block->as.section->id);
            }
            walk_tables(s, block->as.section, within);
        }
        if (block->kind == DS_BLOCK_TABLE) meet_table(s, block, within);
    }
}

static ds_status say_which(const csv_search *s, ds_error *err) {
    const char *names = ds_buffer_string(&s->names);
    if (s->first == NULL && s->wanted != NULL)
        return ds_error_set(err, DS_USAGE, "--table: er is geen tabel '%.64s'; er zijn: %.300s",
                            "--table: there is no table '%.64s'; there are: %.300s", s->wanted,
                            names);
    if (s->first == NULL)
        return ds_error_set(err, DS_USAGE, "hier is geen tabel voor csv; kies table, json of html",
                            "there is no table for csv here; choose table, json or html");
    return ds_error_set(
        err, DS_USAGE,
        "één csv is één tabel, en hier zijn er meer met andere kolommen: kies er een "
        "met --table (%.300s), of vraag json",
        "one csv is one table, and here are several with other columns: choose one "
        "with --table (%.300s), or ask for json",
        names);
}

ds_status ds_write_csv(const ds_document *document, const ds_write_options *options, ds_buffer *out,
                       ds_error *err) {
    csv_search s = {.wanted = options->table, .options = options, .out = out, .err = err};
    ds_status status = DS_OK;
    ds_buffer_init(&s.names, 1 << 20);
    walk_tables(&s, document, false);
    if (s.names.failed != DS_OK) out->failed = s.names.failed;
    if (s.first == NULL || s.differ) {
        status = say_which(&s, err);
    } else {
        if (options->dutch_csv) ds_buffer_add_string(out, "\xEF\xBB\xBF");
        add_header(s.first, options, out);
        s.second = true;
        walk_tables(&s, document, false);
        status = s.status;
    }
    ds_buffer_done(&s.names);
    return status;
}
