/* parse/xlsx/sheet.c: the rows of a sheet → records of text.
 *
 * The first row that holds something names the columns. A row's number is the one that Excel shows;
 * cells that the file leaves out are empty. A formula gives the value that was kept with it, and
 * how many there were is told; one without a value kept (or with an empty one that is no text, as
 * programs write that do not reckon) is refused, for nothing here reckons. Of
 * cells that were merged the first has the value and the others are empty: that is told too, and so
 * are rows and columns that are hidden (they count) and sheets that are left aside. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "parse/xlsx/read.h"
#include "parse/xlsx/value.h"
#include "table/gzip.h"
#include "table/names.h"
#include "table/rows.h"

enum {
    ROWS_MAX = 1048576,
    TEXT_FULL = 4 << 20,
    TEXT_MAX = TEXT_FULL + 4 * DS_TABLE_LINE_MAX,
    REF_MAX = 16,
    OUTSIDE_MAX = 16384, /* columns that Excel has */
};

/* The cell at hand. */
typedef struct cell {
    ds_xlsx_type type;
    uint8_t shown;
    uint64_t column; /* from 1 */
    bool formula, value;
} cell;

typedef struct remark {
    uint64_t n, line, column; /* of the first */
} remark;

typedef struct sheet {
    ds_xlsx_book book;
    const ds_source *source;
    const ds_table_sink *sink;
    uint64_t first_line;
    bool in_data, in_row, in_cell, in_text, spoken;
    uint64_t row, last_row; /* from 1 */
    uint64_t last_column;   /* of the cells so far in this row */
    cell at;
    ds_buffer raw; /* of the cell */
    ds_rows rows;
    ds_buffer text;  /* of the cells of the batch */
    size_t *offsets; /* of each cell in it, as rows.fields */
    size_t row_start;
    bool began;     /* the columns are named */
    bool *named;    /* named[rows.n_columns] */
    ds_text *names; /* of the row of names, DS_TABLE_COLUMNS_MAX; NULL afterwards */
    size_t n_names;
    bool filled;     /* the row holds something */
    uint64_t n_made; /* bytes and cells so far */
    remark formulas, merged, hidden;
} sheet;

static ds_status refuse_cell(const sheet *s, ds_error *err, const char *nl, const char *en) {
    return ds_error_texts(err, DS_INPUT, s->source->path, s->row, s->at.column, nl, en);
}

static void note_remark(remark *r, uint64_t line, uint64_t column) {
    if (r->n++ == 0) *r = (remark){1, line, column};
}

/* ---- rows ---- */

/* The names are kept in text until the row of names ends. */
static ds_status begin_table(sheet *s, ds_error *err) {
    size_t bad, earlier;
    ds_status status = ds_buffer_finish(&s->text, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < s->n_names; i++)
        s->names[i].data = ds_buffer_string(&s->text) + s->offsets[i];
    for (size_t i = 0; i < s->n_names; i++)
        s->names[i] = ds_names_trim(s->names[i]);
    if (ds_names_check(s->names, s->n_names, false, &bad, &earlier))
        status = s->sink->header(s->sink->context, s->names, s->n_names, err);
    else
        status = ds_names_refuse(s->source->path, s->names, bad, earlier, s->row, bad + 1, err);
    if (status != DS_OK) return status;
    s->named = ds_calloc(s->n_names, sizeof *s->named);
    if (s->named == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < s->n_names; i++)
        s->named[i] = s->names[i].size > 0;
    ds_free(s->offsets);
    s->offsets = NULL;
    status = ds_rows_init(&s->rows, s->n_names, err);
    if (status != DS_OK) return status;
    s->offsets = ds_calloc(s->rows.max_records * s->n_names, sizeof *s->offsets);
    ds_buffer_clear(&s->text);
    s->row_start = 0;
    s->began = true;
    return s->offsets == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status flush_table(sheet *s, ds_error *err) {
    ds_status status = ds_buffer_finish(&s->text, err);
    const char *text = ds_buffer_string(&s->text);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < s->rows.n_records * s->rows.n_columns; i++)
        s->rows.fields[i].data = text + s->offsets[i];
    status = ds_rows_hand_over(&s->rows, err);
    ds_buffer_clear(&s->text);
    s->row_start = 0;
    return status;
}

static ds_status begin_sheet_row(sheet *s, const char *const *attributes, ds_error *err) {
    const char *number = ds_xlsx_attribute(attributes, "r"),
               *hidden = ds_xlsx_attribute(attributes, "hidden");
    int64_t row = (int64_t)s->last_row + 1;
    s->at.column = 0;
    if (number != NULL && !ds_number_parse_integer(ds_text_of(number), &row)) row = 0;
    if (row <= (int64_t)s->last_row || row > ROWS_MAX) {
        s->row = s->last_row;
        return refuse_cell(
            s, err,
            "na deze rij komt er een zonder goed nummer; rijen staan in volgorde, tot 1.048.576",
            "after this row comes one without a good number; rows stand in order, up to 1,048,576");
    }
    s->row = s->last_row = (uint64_t)row;
    s->last_column = 0;
    s->in_row = s->row >= s->first_line;
    s->filled = false;
    if (hidden != NULL && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0))
        note_remark(&s->hidden, s->row, 0);
    if (s->began)
        for (size_t i = 0; i < s->rows.n_columns; i++) {
            const size_t k = s->rows.n_records * s->rows.n_columns + i;
            s->rows.fields[k] = (ds_text){NULL, 0};
            s->offsets[k] = 0;
        }
    return DS_OK;
}

static ds_status end_sheet_row(sheet *s, ds_error *err) {
    if (!s->in_row) return DS_OK;
    s->in_row = false;
    if (!s->filled) return DS_OK; /* as a blank line */
    if (!s->began) return begin_table(s, err);
    if (s->text.size - s->row_start > DS_TABLE_LINE_MAX)
        return ds_error_at(err, DS_INPUT, s->source->path, s->row, 0,
                           "deze rij is langer dan %d bytes, het meeste dat mag",
                           "this row is longer than %d bytes, the most allowed", DS_TABLE_LINE_MAX);
    s->n_made += s->text.size - s->row_start + s->rows.n_columns;
    if (s->n_made > DS_GZIP_FREE_BYTES && s->n_made / DS_GZIP_FACTOR > s->source->size_bytes)
        return ds_error_at(err, DS_INPUT, s->source->path, s->row, 0,
                           "uitgepakt is dit meer dan %d keer zo groot; dat doet geen levering",
                           "unpacked this is more than %d times as large; no delivery does that",
                           DS_GZIP_FACTOR);
    s->row_start = s->text.size;
    if (!ds_rows_add(&s->rows, s->row) && s->text.size <= TEXT_FULL)
        return ds_buffer_finish(&s->text, err);
    if (s->sink->progress != NULL)
        s->sink->progress(s->sink->context, ds_xlsx_done(s->book.package));
    return flush_table(s, err);
}

/* ---- cells ---- */

/* AB12: 28; 0 for what is none, or of another row. */
static uint64_t column_of_ref(const sheet *s, const char *ref) {
    uint64_t column = 0;
    int64_t row;
    for (; *ref >= 'A' && *ref <= 'Z' && column <= OUTSIDE_MAX; ref++)
        column = 26 * column + (uint64_t)(*ref - 'A' + 1);
    if (strlen(ref) > REF_MAX || !ds_number_parse_integer(ds_text_of(ref), &row)) return 0;
    return row > 0 && (uint64_t)row == s->row && column <= OUTSIDE_MAX ? column : 0;
}

static ds_status begin_cell(sheet *s, const char *const *attributes, ds_error *err) {
    const char *ref = ds_xlsx_attribute(attributes, "r"),
               *style = ds_xlsx_attribute(attributes, "s");
    int64_t index = 0;
    s->at = (cell){.column = s->last_column + 1};
    if (ref != NULL) s->at.column = column_of_ref(s, ref);
    if (s->at.column <= s->last_column) {
        s->at.column = s->last_column;
        return refuse_cell(s, err, "na deze cel komt er een die hier niet hoort",
                           "after this cell comes one that does not belong here");
    }
    s->last_column = s->at.column;
    if (!ds_xlsx_type_of(ds_xlsx_attribute(attributes, "t"), &s->at.type))
        return refuse_cell(s, err, "een cel van een onbekende soort", "a cell of an unknown kind");
    if (style != NULL && ds_number_parse_integer(ds_text_of(style), &index) && index >= 0 &&
        (uint64_t)index < s->book.n_shown)
        s->at.shown = s->book.shown[index];
    ds_buffer_clear(&s->raw);
    s->in_cell = true;
    return DS_OK;
}

/* Where the value of this cell goes; false with an error for one without a column. */
static ds_status place_cell(sheet *s, size_t *out, ds_error *err) {
    const size_t index = (size_t)s->at.column - 1;
    if (s->began) {
        if (index >= s->rows.n_columns || !s->named[index])
            return refuse_cell(s, err, "een waarde in een kolom zonder naam",
                               "a value in a column without a name");
        *out = s->rows.n_records * s->rows.n_columns + index;
        return DS_OK;
    }
    if (index >= DS_TABLE_COLUMNS_MAX)
        return refuse_cell(s, err, "meer dan 4096 kolommen", "more than 4096 columns");
    if (s->names == NULL) {
        s->names = ds_calloc(DS_TABLE_COLUMNS_MAX, sizeof *s->names);
        s->offsets = ds_calloc(DS_TABLE_COLUMNS_MAX, sizeof *s->offsets);
        if (s->names == NULL || s->offsets == NULL) return ds_error_memory(err);
    }
    s->n_names = index + 1;
    *out = index;
    return DS_OK;
}

static ds_status end_cell(sheet *s, ds_error *err) {
    char number[DS_NUMBER_SIZE];
    uint8_t mark = 0;
    ds_text text, raw;
    size_t to = 0;
    ds_status status;
    s->in_cell = false;
    if (s->at.formula) note_remark(&s->formulas, s->row, s->at.column);
    if (s->at.formula && (!s->at.value || (s->raw.size == 0 && s->at.type != DS_XLSX_TEXT)))
        return refuse_cell(
            s, err,
            "een formule waarvan de waarde niet is bewaard; open het bestand in Excel en sla het "
            "op",
            "a formula of which the value was not kept; open the file in Excel and save it");
    if (s->at.type == DS_XLSX_TEXT) ds_xlsx_unescape(&s->raw, 0);
    status = ds_buffer_finish(&s->raw, err);
    if (status != DS_OK) return status;
    raw = (ds_text){ds_buffer_string(&s->raw), s->raw.size};
    if (!ds_xlsx_value(&s->book, s->at.type, s->at.shown, raw, number, &mark, &text))
        return refuse_cell(s, err, "de inhoud van deze cel is niet wat de cel zegt te zijn",
                           "what this cell holds is not what it says that it is");
    if (text.size == 0) return DS_OK;
    status = place_cell(s, &to, err);
    if (status != DS_OK) return status;
    s->filled = true;
    s->offsets[to] = s->text.size;
    ds_buffer_add(&s->text, text.data, text.size);
    if (s->began)
        s->rows.fields[to].size = text.size;
    else
        s->names[to].size = text.size;
    if (mark != 0 && s->began) ds_rows_mark(&s->rows, (size_t)s->at.column - 1, mark);
    return DS_OK;
}

/* ---- elements ---- */

typedef enum element {
    ELEMENT_OTHER,
    ELEMENT_DATA,
    ELEMENT_MERGED,
    ELEMENT_ROW,
    ELEMENT_CELL,
    ELEMENT_FORMULA,
    ELEMENT_VALUE,
    ELEMENT_INLINE,
    ELEMENT_SPOKEN,
    ELEMENT_TEXT,
} element;

/* Of a cell most have one letter: these come first. */
static element element_of(const char *name) {
    static const struct {
        const char *name;
        element is;
    } longer[] = {{"row", ELEMENT_ROW},
                  {"is", ELEMENT_INLINE},
                  {"rPh", ELEMENT_SPOKEN},
                  {"sheetData", ELEMENT_DATA},
                  {"mergeCell", ELEMENT_MERGED}};
    if (name[0] == '\0') return ELEMENT_OTHER;
    if (name[1] == '\0') switch (name[0]) {
        case 'c':
            return ELEMENT_CELL;
        case 'f':
            return ELEMENT_FORMULA;
        case 'v':
            return ELEMENT_VALUE;
        case 't':
            return ELEMENT_TEXT;
        default:
            return ELEMENT_OTHER;
        }
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        if (strcmp(name, longer[i].name) == 0) return longer[i].is;
    return ELEMENT_OTHER;
}

/* Within a row: a row, a cell within a cell, two values in a cell. One of them would be lost. */
static bool is_second(const sheet *s, element is) {
    if (is == ELEMENT_ROW) return true;
    if (!s->in_cell) return false;
    return is == ELEMENT_CELL || (s->at.value && (is == ELEMENT_VALUE || is == ELEMENT_INLINE));
}

/* Only the cells that are in no row of names tell; a title over several columns is no loss. */
static void note_merged(sheet *s, const char *const *attributes) {
    const char *ref = ds_xlsx_attribute(attributes, "ref");
    int64_t row = 0;
    if (ref == NULL) return;
    while (*ref >= 'A' && *ref <= 'Z')
        ref++;
    (void)ds_number_parse_integer((ds_text){ref, strspn(ref, "0123456789")}, &row);
    note_remark(&s->merged, row > 0 ? (uint64_t)row : 0, 0);
}

static ds_status begin_sheet_element(void *context, const char *name, const char *const *attributes,
                                     ds_error *err) {
    sheet *s = context;
    const element is = element_of(name);
    if (is == ELEMENT_DATA) s->in_data = true;
    if (is == ELEMENT_MERGED) note_merged(s, attributes);
    if (!s->in_data) return DS_OK;
    if (s->in_row && is_second(s, is))
        return refuse_cell(s, err, "een tweede waarde of rij binnen deze",
                           "a second value or row within this one");
    if (is == ELEMENT_ROW) return begin_sheet_row(s, attributes, err);
    if (!s->in_row) return DS_OK;
    if (is == ELEMENT_CELL) return begin_cell(s, attributes, err);
    if (is == ELEMENT_FORMULA) s->at.formula = true;
    if (is == ELEMENT_VALUE || is == ELEMENT_INLINE) s->at.value = true;
    if (is == ELEMENT_SPOKEN) s->spoken = true;
    if (is == ELEMENT_VALUE || is == ELEMENT_TEXT) s->in_text = !s->spoken;
    return DS_OK;
}

static ds_status end_sheet_element(void *context, const char *name, ds_error *err) {
    sheet *s = context;
    const element is = element_of(name);
    if (is == ELEMENT_DATA) s->in_data = false;
    if (is == ELEMENT_SPOKEN) s->spoken = false;
    if (is == ELEMENT_VALUE || is == ELEMENT_TEXT) s->in_text = false;
    if (!s->in_data || !s->in_row) return DS_OK;
    if (is == ELEMENT_CELL) return end_cell(s, err);
    return is == ELEMENT_ROW ? end_sheet_row(s, err) : DS_OK;
}

static ds_status take_cell_text(void *context, ds_text text, ds_error *err) {
    sheet *s = context;
    if (!s->in_row || !s->in_text) return DS_OK;
    ds_buffer_add(&s->raw, text.data, text.size);
    return s->raw.failed == DS_OK ? DS_OK : ds_buffer_finish(&s->raw, err);
}

/* ---- the whole ---- */

static void tell_remarks(const sheet *s, size_t chosen) {
    const remark *const list[] = {&s->formulas, &s->merged, &s->hidden};
    static const ds_table_remark_kind kinds[] = {DS_TABLE_FORMULAS, DS_TABLE_MERGED,
                                                 DS_TABLE_HIDDEN_ROWS};
    if (s->sink->remark == NULL) return;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const ds_table_remark told = {
            kinds[i], list[i]->n, list[i]->line, list[i]->column, {NULL, 0}};
        if (list[i]->n > 0) s->sink->remark(s->sink->context, &told);
    }
    for (size_t i = 0; i < s->book.n_sheets; i++) {
        const ds_table_remark told = {DS_TABLE_SHEET_ASIDE, 1, 0, 0,
                                      ds_text_of(s->book.sheets[i].name)};
        if (i != chosen) s->sink->remark(s->sink->context, &told);
    }
}

static ds_status read_sheet(sheet *s, ds_text name, ds_error *err) {
    const ds_xlsx_handler handler = {s, begin_sheet_element, end_sheet_element, take_cell_text};
    size_t chosen;
    ds_status status = ds_xlsx_book_find(&s->book, name, &chosen, err);
    if (status == DS_OK)
        status = ds_xlsx_parse(s->book.package, s->book.sheets[chosen].part, &handler, err);
    if (status != DS_OK) return status;
    if (!s->began)
        return ds_error_at(
            err, DS_INPUT, s->source->path, 0, 0,
            "blad '%s' is leeg; verwacht: een rij met kolomnamen en daaronder de gegevens",
            "sheet '%s' is empty; expected: a row of column names and the data under it",
            s->book.sheets[chosen].name);
    status = flush_table(s, err);
    if (status == DS_OK) tell_remarks(s, chosen);
    return status;
}

ds_status ds_xlsx_read(const ds_source *source, const ds_table_shape *shape,
                       const ds_table_sink *sink, ds_error *err) {
    sheet *s = ds_calloc(1, sizeof *s);
    ds_xlsx_package *package = NULL;
    ds_status status;
    if (s == NULL) return ds_error_memory(err);
    *s = (sheet){.source = source,
                 .sink = sink,
                 .rows = {.sink = sink},
                 .first_line = shape == NULL ? 0 : shape->first_line};
    ds_buffer_init(&s->raw, DS_TABLE_LINE_MAX);
    ds_buffer_init(&s->text, TEXT_MAX);
    status = ds_xlsx_open(source, &package, err);
    if (status == DS_OK) ds_xlsx_limit(package, shape == NULL ? 0 : shape->unpacked_most);
    if (status == DS_OK) status = ds_xlsx_book_read(package, &s->book, err);
    if (status == DS_OK)
        status = read_sheet(s, shape == NULL ? (ds_text){NULL, 0} : shape->sheet, err);
    ds_rows_done(&s->rows);
    ds_xlsx_book_done(&s->book);
    ds_xlsx_close(package);
    ds_buffer_done(&s->raw);
    ds_buffer_done(&s->text);
    ds_free(s->offsets);
    ds_free(s->named);
    ds_free(s->names);
    ds_free(s);
    return status;
}
