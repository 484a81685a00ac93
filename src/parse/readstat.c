/* parse/readstat.c: SPSS (.sav) and Stata (.dta) → records of text, through ReadStat.
 *
 * ReadStat calls back: once with what the file says of itself, once a variable, once a value.
 * Values are written as text one after the other; as that text may move while it grows, a cell is
 * an offset until its batch is handed over. How a value is written is cell_text.c's. */
#include <readstat.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "parse/cell_text.h"
#include "parse/readers.h"
#include "parse/readstat_file.h"
#include "table/encoding.h"
#include "table/gzip.h"
#include "table/names.h"
#include "table/rows.h"

enum {
    TEXT_FULL = 4 << 20,                          /* hand over when a batch has this much text */
    TEXT_MAX = TEXT_FULL + 4 * DS_TABLE_LINE_MAX, /* room for the row that fills it */
    LABEL_USES_MAX = 1 << 24,
};

typedef struct column {
    ds_cell_kind kind;
    size_t offset; /* of its name in names_text */
    size_t size;
    ds_table_label_use labelled; /* what the labels of its values are at most */
    size_t first_use;            /* in uses */
} column;

typedef struct place {
    uint64_t row, column; /* column from 1; 0: nowhere */
} place;

typedef struct readstat {
    const ds_source *source;
    ds_table_format format;
    ds_error *err;
    ds_status status; /* of what went wrong in a callback */
    bool utf8;        /* the file says that its text is UTF-8 */
    int64_t n_rows;   /* as the file says; at most 0 when it does not */
    column *columns;
    size_t n_columns, capacity;
    ds_buffer names_text;
    bool began; /* the header was handed over */
    ds_rows rows;
    ds_buffer text;   /* of the cells of the batch */
    size_t *offsets;  /* of each cell in it, as rows.fields */
    size_t row_start; /* the offset where the row begins */
    uint64_t row;     /* from 1; 0 before the first */
    const ds_label_asker *asker;
    ds_labels labels;
    uint8_t *uses; /* of each label of each column, what it is */
    size_t n_uses, uses_capacity;
    place in_utf8, in_1252; /* the first text of each */
    uint64_t n_made;        /* bytes and cells in all rows so far */
} readstat;

/* Keeps the status and has ReadStat stop. */
static int stop_readstat(readstat *r, ds_status status) {
    if (r->status == DS_OK) r->status = status;
    return r->status == DS_OK ? READSTAT_HANDLER_OK : READSTAT_HANDLER_ABORT;
}

static ds_status refuse_text(const readstat *r, uint64_t row, size_t index) {
    return ds_error_at(r->err, DS_INPUT, r->source->path, row, index + 1,
                       "tekst die niet in de codering staat die het bestand noemt (kolom %zu)",
                       "text that is not in the encoding that the file states (column %zu)",
                       index + 1);
}

/* Of a file that does not state its encoding each text may be either; one file is one of them. */
static ds_status note_encoding(readstat *r, ds_encoded how, size_t index) {
    place *here = how == DS_ENCODED_UTF8 ? &r->in_utf8 : &r->in_1252;
    if (how == DS_ENCODED_NOT) return refuse_text(r, r->row, index);
    if (r->utf8 || how == DS_ENCODED_PLAIN) return DS_OK;
    if (here->column == 0) *here = (place){r->row, index + 1};
    if (r->in_utf8.column == 0 || r->in_1252.column == 0) return DS_OK;
    return ds_error_at(r->err, DS_INPUT, r->source->path, r->row, index + 1,
                       "twee coderingen in één bestand: UTF-8 op rij %llu, kolom %llu en "
                       "Windows-1252 op rij %llu, kolom %llu; sla het op met één codering",
                       "two encodings in one file: UTF-8 on row %llu, column %llu and Windows-1252 "
                       "on row %llu, column %llu; save it with one encoding",
                       (unsigned long long)r->in_utf8.row, (unsigned long long)r->in_utf8.column,
                       (unsigned long long)r->in_1252.row, (unsigned long long)r->in_1252.column);
}

static int on_metadata(readstat_metadata_t *metadata, void *context) {
    readstat *r = context;
    const char *encoding = readstat_get_file_encoding(metadata);
    r->utf8 = encoding != NULL && ds_text_equal_nocase(ds_text_of(encoding), ds_text_of("UTF-8"));
    r->n_rows = readstat_get_row_count(metadata);
    return READSTAT_HANDLER_OK;
}

static int on_variable(int index, readstat_variable_t *variable, const char *labels,
                       void *context) {
    readstat *r = context;
    column *added;
    ds_text name = ds_names_trim(ds_text_of(readstat_variable_get_name(variable)));
    (void)labels;
    if (r->status != DS_OK) return READSTAT_HANDLER_ABORT;
    if (index < 0 || (size_t)index != r->n_columns || r->n_columns == DS_TABLE_COLUMNS_MAX)
        return stop_readstat(r, ds_error_at(r->err, DS_INPUT, r->source->path, 0, 0,
                                            "meer dan %d kolommen", "more than %d columns",
                                            DS_TABLE_COLUMNS_MAX));
    if (!ds_reserve(&r->columns, &r->capacity, r->n_columns + 1, sizeof *r->columns))
        return stop_readstat(r, ds_error_memory(r->err));
    added = &r->columns[r->n_columns];
    *added = (column){ds_cell_kind_of(r->format, readstat_variable_get_format(variable)),
                      r->names_text.size, 0, DS_TABLE_VALUE, 0};
    if (ds_encoding_add(&r->names_text, name, r->utf8) == DS_ENCODED_NOT)
        return stop_readstat(r, refuse_text(r, 0, r->n_columns));
    added->size = r->names_text.size - added->offset;
    r->n_columns++;
    return stop_readstat(r, ds_buffer_finish(&r->names_text, r->err));
}

static ds_status make_room(readstat *r) {
    ds_status status = ds_rows_init(&r->rows, r->n_columns, r->err);
    if (status != DS_OK) return status;
    r->offsets = ds_calloc(r->rows.max_records * r->n_columns, sizeof *r->offsets);
    return r->offsets == NULL ? ds_error_memory(r->err) : DS_OK;
}

/* What each label of the column is. */
static ds_status ask_labels(readstat *r, size_t index) {
    const size_t n = r->asker == NULL ? 0 : ds_labels_count(&r->labels, index);
    column *c = &r->columns[index];
    ds_status status;
    if (n == 0) return DS_OK;
    if (r->n_uses + n > LABEL_USES_MAX)
        return ds_error_at(r->err, DS_INPUT, r->source->path, 0, 0, "te veel labels",
                           "too many labels");
    if (!ds_reserve(&r->uses, &r->uses_capacity, r->n_uses + n, sizeof *r->uses))
        return ds_error_memory(r->err);
    c->first_use = r->n_uses;
    status = r->asker->ask(r->asker->context, &r->labels, index, r->uses + r->n_uses, r->err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n; i++)
        if (r->uses[r->n_uses + i] > (uint8_t)c->labelled)
            c->labelled = (ds_table_label_use)r->uses[r->n_uses + i];
    r->n_uses += n;
    return DS_OK;
}

/* Hands the header over, once, when all variables are known. */
static ds_status begin_rows(readstat *r) {
    const ds_table_sink *sink = r->rows.sink;
    ds_text *names;
    size_t bad, earlier;
    ds_status status;
    if (r->began) return DS_OK;
    r->began = true;
    if (r->n_columns == 0)
        return ds_error_at(r->err, DS_INPUT, r->source->path, 0, 0,
                           "het bestand heeft geen kolommen", "the file has no columns");
    names = ds_calloc(r->n_columns, sizeof *names);
    if (names == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; i < r->n_columns; i++)
        names[i] =
            (ds_text){ds_buffer_string(&r->names_text) + r->columns[i].offset, r->columns[i].size};
    if (ds_names_check(names, r->n_columns, true, &bad, &earlier))
        status = sink->header(sink->context, names, r->n_columns, r->err);
    else
        status = ds_names_refuse(r->source->path, names, bad, earlier, 0, 0, r->err);
    ds_free(names);
    for (size_t i = 0; status == DS_OK && i < r->n_columns; i++)
        status = ask_labels(r, i);
    return status == DS_OK ? make_room(r) : status;
}

static ds_status flush_rows(readstat *r) {
    const ds_table_sink *sink = r->rows.sink;
    ds_status status = ds_buffer_finish(&r->text, r->err);
    const char *text = ds_buffer_string(&r->text);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < r->rows.n_records * r->n_columns; i++)
        r->rows.fields[i].data = text + r->offsets[i];
    status = ds_rows_hand_over(&r->rows, r->err);
    ds_buffer_clear(&r->text);
    r->row_start = 0;
    if (status == DS_OK && sink->progress != NULL && r->n_rows > 0)
        sink->progress(sink->context, (uint64_t)((double)r->source->size_bytes * (double)r->row /
                                                 (double)r->n_rows));
    return status;
}

/* The row is complete; does nothing before the first. */
static ds_status end_row(readstat *r) {
    if (r->row == 0) return DS_OK;
    if (r->text.size - r->row_start > DS_TABLE_LINE_MAX)
        return ds_error_at(r->err, DS_INPUT, r->source->path, r->row, 0,
                           "deze rij is langer dan %d bytes, het meeste dat mag",
                           "this row is longer than %d bytes, the most allowed", DS_TABLE_LINE_MAX);
    r->n_made += r->text.size - r->row_start + r->n_columns;
    if (r->n_made > DS_GZIP_FREE_BYTES && r->n_made / DS_GZIP_FACTOR > r->source->size_bytes)
        return ds_error_at(r->err, DS_INPUT, r->source->path, r->row, 0,
                           "uitgepakt is dit meer dan %d keer zo groot; dat doet geen levering",
                           "unpacked this is more than %d times as large; no delivery does that",
                           DS_GZIP_FACTOR);
    r->row_start = r->text.size;
    if (ds_rows_add(&r->rows, r->row) || r->text.size > TEXT_FULL) return flush_rows(r);
    return r->text.failed == DS_OK ? DS_OK : ds_buffer_finish(&r->text, r->err);
}

static ds_status next_row(readstat *r, uint64_t row) {
    ds_status status = begin_rows(r);
    if (status == DS_OK) status = end_row(r);
    if (status != DS_OK) return status;
    r->row = row;
    for (size_t i = 0; i < r->n_columns; i++) {
        size_t cell = r->rows.n_records * r->n_columns + i;
        r->rows.fields[cell] = (ds_text){NULL, 0};
        r->offsets[cell] = 0;
    }
    return DS_OK;
}

/* The value at the end of the text, of a column of which some labels are the values. */
static void put_labelled(readstat *r, size_t index, size_t cell) {
    const column *c = &r->columns[index];
    const size_t start = r->offsets[cell];
    const ds_text value = {ds_buffer_string(&r->text) + start, r->text.size - start};
    const size_t found = ds_labels_find(&r->labels, index, value);
    ds_text label = {NULL, 0};
    if (found == SIZE_MAX && c->labelled == DS_TABLE_LABEL)
        ds_rows_mark(&r->rows, index, DS_TABLE_UNLABELLED);
    if (found == SIZE_MAX || r->uses[c->first_use + found] == DS_TABLE_VALUE) return;
    if (r->uses[c->first_use + found] != DS_TABLE_LABEL_NOTHING)
        label = ds_labels_at(&r->labels, index, found).label;
    r->text.size = start;
    ds_buffer_add(&r->text, label.data, label.size);
}

static int on_value(int row, readstat_variable_t *variable, readstat_value_t value, void *context) {
    readstat *r = context;
    const size_t index = (size_t)readstat_variable_get_index(variable);
    char number[DS_NUMBER_SIZE];
    uint8_t mark = 0;
    ds_text text;
    size_t cell;
    ds_status status;
    if (r->status != DS_OK) return READSTAT_HANDLER_ABORT;
    if ((uint64_t)row + 1 != r->row) {
        status = next_row(r, (uint64_t)row + 1);
        if (status != DS_OK) return stop_readstat(r, status);
    }
    if (index >= r->n_columns || readstat_value_is_missing(value, variable))
        return READSTAT_HANDLER_OK;
    text = ds_cell_text(&value, r->columns[index].kind, number, &mark);
    if (mark != 0) ds_rows_mark(&r->rows, index, mark);
    cell = r->rows.n_records * r->n_columns + index;
    r->offsets[cell] = r->text.size;
    status = note_encoding(r, ds_encoding_add(&r->text, text, r->utf8), index);
    if (status == DS_OK && r->columns[index].labelled != DS_TABLE_VALUE && r->text.failed == DS_OK)
        put_labelled(r, index, cell);
    r->rows.fields[cell].size = r->text.size - r->offsets[cell];
    return status == DS_OK ? READSTAT_HANDLER_OK : stop_readstat(r, status);
}

ds_status ds_readstat_refuse(const char *path, ds_table_format format, readstat_error_t code,
                             ds_error *err) {
    const char *name = format == DS_TABLE_SAV ? "SPSS" : "Stata";
    switch (code) {
    case READSTAT_ERROR_MALLOC:
        return ds_error_memory(err);
    case READSTAT_ERROR_UNSUPPORTED_COMPRESSION:
    case READSTAT_ERROR_UNSUPPORTED_CHARSET:
    case READSTAT_ERROR_UNSUPPORTED_FILE_FORMAT_VERSION:
        return ds_error_at(
            err, DS_INPUT, path, 0, 0,
            "dit %s-bestand gebruikt een versie, compressie of codering die niet wordt "
            "ondersteund",
            "this %s file uses a version, compression or encoding that is not "
            "supported",
            name);
    case READSTAT_ERROR_CONVERT:
    case READSTAT_ERROR_CONVERT_BAD_STRING:
    case READSTAT_ERROR_CONVERT_SHORT_STRING:
    case READSTAT_ERROR_CONVERT_LONG_STRING:
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "tekst in dit %s-bestand staat niet in de codering die het noemt",
                           "text in this %s file is not in the encoding that it states", name);
    default:
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "dit %s-bestand is niet te lezen: het is beschadigd of afgebroken",
                           "this %s file cannot be read: it is damaged or cut short", name);
    }
}

static ds_status parse_file(readstat *r, readstat_parser_t *parser) {
    readstat_error_t code;
    ds_status status;
    (void)readstat_set_metadata_handler(parser, on_metadata);
    (void)readstat_set_variable_handler(parser, on_variable);
    (void)readstat_set_value_handler(parser, on_value);
    code = r->format == DS_TABLE_SAV ? readstat_parse_sav(parser, "", r)
                                     : readstat_parse_dta(parser, "", r);
    if (r->status != DS_OK) return r->status;
    if (code != READSTAT_OK) return ds_readstat_refuse(r->source->path, r->format, code, r->err);
    status = begin_rows(r);
    if (status == DS_OK) status = end_row(r);
    return status == DS_OK ? flush_rows(r) : status;
}

ds_status ds_readstat_read(const ds_source *source, ds_table_format format,
                           const ds_table_sink *sink, const ds_label_asker *asker, ds_error *err) {
    readstat r = {
        .source = source, .format = format, .err = err, .asker = asker, .rows = {.sink = sink}};
    readstat_parser_t *parser = readstat_parser_init();
    ds_readstat_file *file = ds_malloc(sizeof *file);
    ds_status status;
    ds_buffer_init(&r.names_text, DS_TABLE_LINE_MAX);
    ds_buffer_init(&r.text, TEXT_MAX);
    status = parser == NULL || file == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK && asker != NULL) status = ds_labels_read(source, format, &r.labels, err);
    if (status == DS_OK) {
        ds_readstat_file_set(parser, file, source);
        status = parse_file(&r, parser);
    }
    if (parser != NULL) readstat_parser_free(parser);
    ds_free(file);
    ds_rows_done(&r.rows);
    ds_labels_done(&r.labels);
    ds_free(r.uses);
    ds_free(r.offsets);
    ds_free(r.columns);
    ds_buffer_done(&r.text);
    ds_buffer_done(&r.names_text);
    return status;
}
