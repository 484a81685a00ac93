/* document/write_json.c: the document as a tree: a section is an object, a list an array, a table
 * an array of objects. What is not there is null; nothing depends on the language. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "document/write.h"

enum { DEPTH_MAX = 64 };

/* Everything that fails is remembered here; the tree is then thrown away. */
typedef struct json_writer {
    bool failed;
    int depth;
} json_writer;

static json_t *make_json_document(json_writer *w, const ds_document *document);

static json_t *check_made(json_writer *w, json_t *made) {
    if (made == NULL) w->failed = true;
    return made;
}

/* Steals value. */
static void set_member(json_writer *w, json_t *object, const char *id, json_t *value) {
    if (value == NULL || json_object_set_new(object, id, value) != 0) w->failed = true;
}

static void append_element(json_writer *w, json_t *array, json_t *value) {
    if (value == NULL || json_array_append_new(array, value) != 0) w->failed = true;
}

/* ---- values ---- */

static json_t *make_json_value(json_writer *w, const ds_value *value);

static json_t *make_list(json_writer *w, const ds_value *value) {
    json_t *list = check_made(w, json_array());
    for (size_t i = 0; i < value->as.list.n; i++)
        append_element(w, list, make_json_value(w, &value->as.list.values[i]));
    return list;
}

static json_t *make_shown(json_writer *w, const ds_value *value) {
    switch (value->kind) {
    case DS_VALUE_TEXT:
        return json_stringn(value->as.text.data, value->as.text.size);
    case DS_VALUE_WORD:
        return json_string(value->as.word.code);
    case DS_VALUE_COUNT:
    case DS_VALUE_ORDINAL:
        return json_integer(value->as.count);
    case DS_VALUE_NUMBER:
    case DS_VALUE_SHARE:
    case DS_VALUE_P:
        return json_real(value->as.number);
    case DS_VALUE_DECIMAL: /* exact, so as text */
        return json_string(value->as.decimal.digits);
    case DS_VALUE_RANGE:
    case DS_VALUE_BOUNDS:
        return json_pack("[f, f]", value->as.range.low, value->as.range.high);
    case DS_VALUE_SCHOOLJAAR:
    case DS_VALUE_YEAR:
        return json_integer(value->as.year);
    case DS_VALUE_FLAG:
        return json_boolean(value->as.flag);
    case DS_VALUE_LIST:
        return make_list(w, value);
    case DS_VALUE_RECORD:
        return make_json_document(w, value->as.record);
    case DS_VALUE_NONE:
    default:
        return json_null();
    }
}

static json_t *make_json_value(json_writer *w, const ds_value *value) {
    return check_made(w, value->state == DS_STATE_SHOWN ? make_shown(w, value) : json_null());
}

/* Why nothing is shown, where that is more than that there is nothing. */
static void set_state(json_writer *w, json_t *object, const char *id, const ds_value *value) {
    static const char *const words[] = {[DS_STATE_NOT_AVAILABLE] = "niet_beschikbaar",
                                        [DS_STATE_SUPPRESSED] = "afgeschermd",
                                        [DS_STATE_ROUNDS_TO_ZERO] = "afgerond_nul"};
    char name[256];
    size_t size = strlen(id);
    if (value->state < DS_STATE_NOT_AVAILABLE || size + sizeof "_staat" > sizeof name) return;
    memcpy(name, id, size);
    memcpy(name + size, "_staat", sizeof "_staat");
    set_member(w, object, name, json_string(words[value->state]));
}

static void set_value(json_writer *w, json_t *object, const char *id, const ds_value *value) {
    if (id == NULL || value->state == DS_STATE_BLANK) return;
    set_member(w, object, id, make_json_value(w, value));
    set_state(w, object, id, value);
}

/* ---- tables ---- */

static json_t *make_row(json_writer *w, const ds_doc_table *table, size_t row) {
    json_t *object = check_made(w, json_object());
    for (size_t i = 0; i < table->n_fields; i++)
        if (table->fields[i].in & DS_IN_JSON)
            set_value(w, object, table->fields[i].id, &table->values[row * table->n_fields + i]);
    return object;
}

static void add_json_table(json_writer *w, json_t *object, const char *id,
                           const ds_doc_table *table) {
    json_t *list = json_object_get(object, id);
    if (list == NULL) { /* else a further part of the table before */
        list = json_array();
        set_member(w, object, id, list);
    }
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->in[r] & DS_IN_JSON) append_element(w, list, make_row(w, table, r));
}

/* ---- notes ---- */

static json_t *make_note(json_writer *w, const ds_block *block) {
    const ds_note *note = block->as.note;
    json_t *object = check_made(w, json_object());
    json_t *rows, *values;
    set_member(w, object, "code", json_string(note->code == NULL ? "" : note->code));
    if (note->n_rows > 0) {
        rows = check_made(w, json_array());
        for (size_t i = 0; i < note->n_rows; i++)
            append_element(w, rows, json_string(note->rows[i]));
        set_member(w, object, "rijen", rows);
    }
    if (note->n_values > 0) {
        values = check_made(w, json_array());
        for (size_t i = 0; i < note->n_values; i++)
            append_element(w, values, make_json_value(w, &note->values[i]));
        set_member(w, object, "waarden", values);
    }
    set_member(w, object, "nl", json_string(ds_say_text(block->title, DS_NL)));
    set_member(w, object, "en", json_string(ds_say_text(block->title, DS_EN)));
    return object;
}

/* ---- the tree ---- */

static void add_json_block(json_writer *w, json_t *object, const ds_block *block) {
    switch (block->kind) {
    case DS_BLOCK_VALUE:
        set_value(w, object, block->id, &block->as.value);
        break;
    case DS_BLOCK_CODE:
        if (block->id != NULL) set_member(w, object, block->id, json_string(block->as.code));
        break;
    case DS_BLOCK_TABLE:
        if (block->id != NULL) add_json_table(w, object, block->id, block->as.table);
        break;
    case DS_BLOCK_SECTION:
        if (block->id != NULL)
            set_member(w, object, block->id, make_json_document(w, block->as.section));
        break;
    case DS_BLOCK_TEXT:
    case DS_BLOCK_NOTE:
    default:
        break;
    }
}

static void add_notes(json_writer *w, json_t *object, const ds_document *document) {
    json_t *list = NULL;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (block->kind != DS_BLOCK_NOTE || !(block->in & DS_IN_JSON)) continue;
        if (list == NULL) {
            list = json_array();
            set_member(w, object, "opmerkingen", list);
        }
        append_element(w, list, make_note(w, block));
    }
}

static json_t *make_object(json_writer *w, const ds_document *document) {
    json_t *object = check_made(w, json_object());
    for (size_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].in & DS_IN_JSON) add_json_block(w, object, &document->blocks[i]);
    add_notes(w, object, document);
    return object;
}

/* A row of a list: an object, or the value itself where the table has one field without a name. */
static json_t *make_element(json_writer *w, const ds_doc_table *table, size_t row) {
    if (table->n_fields == 1 && table->fields[0].id[0] == '\0')
        return make_json_value(w, &table->values[row]);
    return make_row(w, table, row);
}

/* The sections of a list; a table in it gives its rows. */
static json_t *make_array(json_writer *w, const ds_document *document) {
    json_t *list = check_made(w, json_array());
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (!(block->in & DS_IN_JSON)) continue;
        if (block->kind == DS_BLOCK_SECTION)
            append_element(w, list, make_json_document(w, block->as.section));
        if (block->kind != DS_BLOCK_TABLE) continue;
        for (size_t r = 0; r < block->as.table->n_rows; r++)
            if (block->as.table->in[r] & DS_IN_JSON)
                append_element(w, list, make_element(w, block->as.table, r));
    }
    return list;
}

static json_t *make_json_document(json_writer *w, const ds_document *document) {
    json_t *made;
    if (document == NULL || ++w->depth > DEPTH_MAX) {
        w->failed = true;
        return NULL;
    }
    made = document->list ? make_array(w, document) : make_object(w, document);
    w->depth--;
    return made;
}

static int put_piece(const char *data, size_t size, void *context) {
    ds_buffer *out = context;
    ds_buffer_add(out, data, size);
    return out->failed == DS_OK ? 0 : -1;
}

ds_status ds_write_json(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) {
    json_writer w = {0};
    json_t *tree;
    bool whole;
    (void)options;
    ds_json_begin();
    tree = make_json_document(&w, document);
    whole = tree != NULL && !w.failed;
    if (whole)
        whole =
            json_dump_callback(tree, put_piece, out, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) == 0;
    json_decref(tree);
    if (!whole) return ds_error_memory(err);
    ds_buffer_add_char(out, '\n');
    return DS_OK;
}
