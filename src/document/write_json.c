/* document/write_json.c: the document as json, written as it is walked: a section is an object, a
 * list an array, a table an array of objects. What is not there is null; nothing depends on the
 * language. Laid out as jansson does with an indent of two. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "document/print.h"
#include "document/write.h"

enum { DEPTH_MAX = 64, ID_SIZE = 256 };

typedef struct json_writer {
    ds_buffer *out;
    ds_error *err;
    ds_status status; /* the first failure */
    int depth;        /* of documents within documents */
    int level;        /* of objects and arrays */
    bool to_terminal;
    const ds_document *list; /* whose section is written: its notes are of each; NULL: none */
} json_writer;

static void put_document(json_writer *w, const ds_document *document);

/* ---- the marks ---- */

static void put_line(json_writer *w) {
    static const char blanks[] =
        "\n                                                                ";
    size_t size = 2 * (size_t)w->level;
    ds_buffer_add(w->out, blanks, 1 + (size < sizeof blanks - 2 ? size : sizeof blanks - 2));
    for (; size > sizeof blanks - 2; size--)
        ds_buffer_add_char(w->out, ' ');
}

static void open_mark(json_writer *w, char mark) {
    ds_buffer_add_char(w->out, mark);
    w->level++;
}

/* Before an element or a member. */
static void next_mark(json_writer *w, bool *begun) {
    if (*begun) ds_buffer_add_char(w->out, ',');
    *begun = true;
    put_line(w);
}

static void close_mark(json_writer *w, char mark, bool begun) {
    w->level--;
    if (begun) put_line(w);
    ds_buffer_add_char(w->out, mark);
}

/* ---- texts ---- */

static void put_escape(json_writer *w, unsigned char c) {
    static const char named[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    static const char digits[] = "0123456789ABCDEF";
    char text[6] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    for (size_t i = 0; i + 1 < sizeof named; i += 2)
        if (named[i] == (char)c) {
            text[1] = named[i + 1];
            ds_buffer_add(w->out, text, 2);
            return;
        }
    ds_buffer_add(w->out, text, sizeof text);
}

/* How many bytes at text a terminal would be steered by, where that is where json goes: they are
 * written as \uXXXX, which reads back as the same. */
static size_t steering_bytes(const json_writer *w, const char *text, size_t size) {
    return w->to_terminal && (unsigned char)*text >= 0x7F
               ? ds_text_steering_size((const unsigned char *)text, size)
               : 0;
}

/* A character of 1 to 4 bytes by its number in UTF-16. */
static void put_number_of(json_writer *w, const char *text, size_t size) {
    const unsigned char *t = (const unsigned char *)text;
    const unsigned c = size == 1   ? t[0]
                       : size == 2 ? (t[0] & 0x1FU) << 6 | (t[1] & 0x3FU)
                       : size == 3 ? (t[0] & 0x0FU) << 12 | (t[1] & 0x3FU) << 6 | (t[2] & 0x3FU)
                                   : (t[0] & 0x07U) << 18 | (t[1] & 0x3FU) << 12 |
                                         (t[2] & 0x3FU) << 6 | (t[3] & 0x3FU);
    if (c < 0x10000)
        ds_buffer_addf(w->out, "\\u%04X", c);
    else
        ds_buffer_addf(w->out, "\\u%04X\\u%04X", 0xD800U + ((c - 0x10000U) >> 10),
                       0xDC00U + ((c - 0x10000U) & 0x3FFU));
}

static void put_string(json_writer *w, const char *text, size_t size) {
    size_t from = 0;
    ds_buffer_add_char(w->out, '"');
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)text[i];
        const size_t steers = steering_bytes(w, text + i, size - i);
        if (c >= ' ' && c != '"' && c != '\\' && steers == 0) continue;
        ds_buffer_add(w->out, text + from, i - from);
        if (steers > 0)
            put_number_of(w, text + i, steers);
        else
            put_escape(w, c);
        i += steers > 0 ? steers - 1 : 0;
        from = i + 1;
    }
    ds_buffer_add(w->out, text + from, size - from);
    ds_buffer_add_char(w->out, '"');
}

static void put_text(json_writer *w, const char *text) {
    put_string(w, text, strlen(text));
}

/* "id": */
static void put_id(json_writer *w, const char *id, bool *begun) {
    next_mark(w, begun);
    put_text(w, id);
    ds_buffer_add(w->out, ": ", 2);
}

/* ---- values ---- */

static void put_value(json_writer *w, const ds_value *value);

static void put_real(json_writer *w, double x) {
    char text[DS_NUMBER_SIZE];
    ds_buffer_add_string(w->out, isfinite(x) ? ds_number_print_json(x, text) : "null");
}

static void put_values(json_writer *w, const ds_value *values, size_t n) {
    bool begun = false;
    open_mark(w, '[');
    for (size_t i = 0; i < n; i++) {
        next_mark(w, &begun);
        put_value(w, &values[i]);
    }
    close_mark(w, ']', begun);
}

static void put_range(json_writer *w, double low, double high) {
    bool begun = false;
    open_mark(w, '[');
    next_mark(w, &begun);
    put_real(w, low);
    next_mark(w, &begun);
    put_real(w, high);
    close_mark(w, ']', begun);
}

static void put_shown(json_writer *w, const ds_value *value) {
    switch (value->kind) {
    case DS_VALUE_TEXT:
        put_string(w, value->as.text.data, value->as.text.size);
        break;
    case DS_VALUE_WORD:
        put_text(w, value->as.word.code);
        break;
    case DS_VALUE_COUNT:
    case DS_VALUE_ORDINAL:
    case DS_VALUE_SCHOOLJAAR:
    case DS_VALUE_YEAR:
        ds_value_print_machine(value, w->out);
        break;
    case DS_VALUE_NUMBER:
    case DS_VALUE_SHARE:
    case DS_VALUE_P:
        put_real(w, value->as.number);
        break;
    case DS_VALUE_DECIMAL: /* exact, so as text */
        put_text(w, value->as.decimal.digits);
        break;
    case DS_VALUE_RANGE:
    case DS_VALUE_BOUNDS:
        put_range(w, value->as.range.low, value->as.range.high);
        break;
    case DS_VALUE_FLAG:
        ds_buffer_add_string(w->out, value->as.flag ? "true" : "false");
        break;
    case DS_VALUE_LIST:
        put_values(w, value->as.list.values, value->as.list.n);
        break;
    case DS_VALUE_RECORD:
        put_document(w, value->as.record);
        break;
    case DS_VALUE_NONE:
    default:
        ds_buffer_add(w->out, "null", 4);
    }
}

static void put_value(json_writer *w, const ds_value *value) {
    if (value->state == DS_STATE_SHOWN)
        put_shown(w, value);
    else
        ds_buffer_add(w->out, "null", 4);
}

/* Why nothing is shown, where that is more than that there is nothing. */
static void put_state(json_writer *w, const char *id, const ds_value *value, bool *begun) {
    static const char *const words[] = {[DS_STATE_NOT_AVAILABLE] = "niet_beschikbaar",
                                        [DS_STATE_SUPPRESSED] = "afgeschermd",
                                        [DS_STATE_ROUNDS_TO_ZERO] = "afgerond_nul"};
    char name[ID_SIZE];
    size_t size = strlen(id);
    if (value->state < DS_STATE_NOT_AVAILABLE || size + sizeof "_staat" > sizeof name) return;
    memcpy(name, id, size);
    memcpy(name + size, "_staat", sizeof "_staat");
    put_id(w, name, begun);
    put_text(w, words[value->state]);
}

static void put_named(json_writer *w, const char *id, const ds_value *value, bool *begun) {
    if (value->state == DS_STATE_BLANK) return;
    put_id(w, id, begun);
    put_value(w, value);
    put_state(w, id, value, begun);
}

/* ---- tables ---- */

static bool is_json_field(const ds_doc_table *table, size_t i, const ds_value *values) {
    return (table->fields[i].in & DS_IN_JSON) != 0 && table->fields[i].id != NULL &&
           values[i].state != DS_STATE_BLANK;
}

/* Another field of the same name, from one on, or SIZE_MAX: an object has each name once. */
static size_t find_same_field(const ds_doc_table *table, size_t i, const ds_value *values,
                              size_t from, size_t to) {
    for (size_t k = to; k-- > from;)
        if (is_json_field(table, k, values) &&
            strcmp(table->fields[k].id, table->fields[i].id) == 0)
            return k;
    return SIZE_MAX;
}

static bool has_same_fields(const ds_doc_table *table) {
    for (size_t i = 0; i < table->n_fields; i++)
        for (size_t k = i + 1; k < table->n_fields; k++)
            if ((table->fields[i].in & table->fields[k].in & DS_IN_JSON) != 0 &&
                table->fields[i].id != NULL && table->fields[k].id != NULL &&
                strcmp(table->fields[i].id, table->fields[k].id) == 0)
                return true;
    return false;
}

/* The rows of a table as they come. */
typedef struct json_rows {
    json_writer *w;
    const ds_doc_table *table;
    bool plain;  /* one field without a name: its values themselves */
    bool same;   /* some fields have one name: the last of those goes */
    bool *begun; /* of the array */
} json_rows;

static void put_row(const json_rows *rows, const ds_value *values) {
    json_writer *w = rows->w;
    const ds_doc_table *table = rows->table;
    bool begun = false;
    open_mark(w, '{');
    for (size_t i = 0; i < table->n_fields; i++) {
        size_t from = i;
        if (!is_json_field(table, i, values)) continue;
        if (rows->same) {
            if (find_same_field(table, i, values, 0, i) != SIZE_MAX) continue;
            from = find_same_field(table, i, values, i, table->n_fields);
        }
        put_named(w, table->fields[i].id, &values[from], &begun);
    }
    close_mark(w, '}', begun);
}

static ds_status take_json_row(void *to, const ds_value *values, unsigned in, ds_error *err) {
    const json_rows *rows = to;
    if (!(in & DS_IN_JSON)) return DS_OK;
    next_mark(rows->w, rows->begun);
    if (rows->plain)
        put_value(rows->w, &values[0]);
    else
        put_row(rows, values);
    return rows->w->out->failed == DS_OK ? DS_OK : ds_buffer_finish(rows->w->out, err);
}

static void put_rows(json_writer *w, const ds_doc_table *table, bool plain, bool *begun) {
    json_rows rows = {w, table, plain, has_same_fields(table), begun};
    const ds_status status = ds_table_each(table, take_json_row, &rows, w->err);
    if (w->status == DS_OK) w->status = status;
}

/* ---- notes ---- */

static void put_json_note(json_writer *w, const ds_block *block) {
    const ds_note *note = block->as.note;
    bool begun = false, row_begun = false;
    open_mark(w, '{');
    put_id(w, "code", &begun);
    put_text(w, note->code == NULL ? "" : note->code);
    if (note->n_rows > 0) {
        put_id(w, "rijen", &begun);
        open_mark(w, '[');
        for (size_t i = 0; i < note->n_rows; i++) {
            next_mark(w, &row_begun);
            put_text(w, note->rows[i]);
        }
        close_mark(w, ']', row_begun);
    }
    if (note->n_values > 0) {
        put_id(w, "waarden", &begun);
        put_values(w, note->values, note->n_values);
    }
    put_id(w, "nl", &begun);
    put_text(w, ds_say_text(block->title, DS_NL));
    put_id(w, "en", &begun);
    put_text(w, ds_say_text(block->title, DS_EN));
    close_mark(w, '}', begun);
}

static bool is_json_note(const ds_block *block) {
    return block->kind == DS_BLOCK_NOTE && (block->in & DS_IN_JSON) != 0;
}

/* An array has no place of its own for what is to be heeded of all that is in it. */
static bool is_list_note(const ds_block *block) {
    return is_json_note(block) && block->as.note->kind == DS_NOTE_MESSAGE;
}

static bool has_notes(const ds_document *document, bool (*is_one)(const ds_block *block)) {
    for (size_t i = 0; document != NULL && i < document->n_blocks; i++)
        if (is_one(&document->blocks[i])) return true;
    return false;
}

static void put_notes_of(json_writer *w, const ds_document *document,
                         bool (*is_one)(const ds_block *block), bool *begun) {
    for (size_t i = 0; document != NULL && i < document->n_blocks; i++) {
        if (!is_one(&document->blocks[i])) continue;
        next_mark(w, begun);
        put_json_note(w, &document->blocks[i]);
    }
}

static void put_json_notes(json_writer *w, const ds_document *document, const ds_document *list,
                           bool *begun) {
    bool note_begun = false;
    if (!has_notes(document, is_json_note) && !has_notes(list, is_list_note)) return;
    put_id(w, "opmerkingen", begun);
    open_mark(w, '[');
    put_notes_of(w, document, is_json_note, &note_begun);
    put_notes_of(w, list, is_list_note, &note_begun);
    close_mark(w, ']', note_begun);
}

/* ---- objects ---- */

/* Whether the block is a member of the object. */
static bool is_member(const ds_block *block) {
    if (block->id == NULL || !(block->in & DS_IN_JSON)) return false;
    return block->kind == DS_BLOCK_VALUE
               ? block->as.value.state != DS_STATE_BLANK
               : block->kind == DS_BLOCK_CODE || block->kind == DS_BLOCK_TABLE ||
                     block->kind == DS_BLOCK_SECTION;
}

static bool is_same_member(const ds_block *block, const ds_block *other) {
    return is_member(other) && strcmp(block->id, other->id) == 0;
}

/* All tables of its name, one behind the other. */
static void put_tables(json_writer *w, const ds_document *document, size_t from, bool *begun) {
    const ds_block *block = &document->blocks[from];
    bool row_begun = false;
    put_id(w, block->id, begun);
    open_mark(w, '[');
    for (size_t i = from; i < document->n_blocks; i++)
        if (document->blocks[i].kind == DS_BLOCK_TABLE &&
            is_same_member(block, &document->blocks[i]))
            put_rows(w, document->blocks[i].as.table, false, &row_begun);
    close_mark(w, ']', row_begun);
}

static void put_member(json_writer *w, const ds_block *block, bool *begun) {
    if (block->kind == DS_BLOCK_VALUE) {
        put_named(w, block->id, &block->as.value, begun);
        return;
    }
    put_id(w, block->id, begun);
    if (block->kind == DS_BLOCK_CODE)
        put_text(w, block->as.code);
    else
        put_document(w, block->as.section);
}

/* Each name once, where it comes first: what it has is what the last of that name says. */
static void put_object(json_writer *w, const ds_document *document) {
    const ds_document *list = w->list;
    bool begun = false;
    w->list = NULL;
    open_mark(w, '{');
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i], *last = block;
        bool before = false;
        if (!is_member(block)) continue;
        for (size_t k = 0; !before && k < i; k++)
            before = is_same_member(block, &document->blocks[k]);
        if (before) continue;
        for (size_t k = i + 1; k < document->n_blocks; k++)
            if (is_same_member(block, &document->blocks[k])) last = &document->blocks[k];
        if (last->kind == DS_BLOCK_TABLE)
            put_tables(w, document, i, &begun);
        else
            put_member(w, last, &begun);
    }
    put_json_notes(w, document, list, &begun);
    close_mark(w, '}', begun);
}

/* The sections of a list; a table in it gives its rows. */
static void put_array(json_writer *w, const ds_document *document) {
    bool begun = false;
    open_mark(w, '[');
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (!(block->in & DS_IN_JSON)) continue;
        if (block->kind == DS_BLOCK_SECTION) {
            next_mark(w, &begun);
            w->list = document;
            put_document(w, block->as.section);
            w->list = NULL;
        }
        if (block->kind == DS_BLOCK_TABLE) {
            const ds_doc_table *table = block->as.table;
            put_rows(w, table, table->n_fields == 1 && table->fields[0].id[0] == '\0', &begun);
        }
    }
    close_mark(w, ']', begun);
}

static void put_document(json_writer *w, const ds_document *document) {
    if (document == NULL || w->depth >= DEPTH_MAX) {
        if (w->status == DS_OK) w->status = ds_error_memory(w->err);
        return;
    }
    w->depth++;
    if (document->list)
        put_array(w, document);
    else
        put_object(w, document);
    w->depth--;
}

ds_status ds_write_json(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) {
    json_writer w = {.out = out, .err = err, .to_terminal = options->to_terminal};
    put_document(&w, document);
    ds_buffer_add_char(out, '\n');
    return w.status;
}
