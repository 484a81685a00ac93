/* document/document.c: making a document: blocks, tables, and the memory that they share. See
 * doorstroom/document.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/model.h"
#include "document/print.h"
#include "doorstroom/figure.h"

enum { CHUNK_SIZE = 1 << 14 };

/* Small texts, one behind the other. */
typedef struct ds_chunk {
    struct ds_chunk *next;
    size_t used, size;
    _Alignas(16) char data[];
} ds_chunk;

/* ---- memory ---- */

static void *take_room(ds_store *store, size_t size) {
    ds_chunk *chunk = store->chunks;
    void *room;
    size = (size + 15) / 16 * 16;
    if (chunk == NULL || chunk->size - chunk->used < size) {
        size_t whole = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        chunk = ds_malloc(sizeof *chunk + whole);
        if (chunk == NULL) {
            store->lost = true;
            return NULL;
        }
        *chunk = (ds_chunk){.next = store->chunks, .size = whole};
        store->chunks = chunk;
    }
    room = chunk->data + chunk->used;
    chunk->used += size;
    return room;
}

/* A copy that is text: bytes that are no UTF-8, and zero bytes, become U+FFFD. */
static ds_text keep_text(ds_store *store, ds_text text) {
    size_t bad = 0, n = 0;
    char *copy;
    for (size_t i = 0; i < text.size; i++)
        bad += text.data[i] == '\0';
    if (bad == 0 && ds_text_is_utf8(text, NULL)) {
        copy = take_room(store, text.size + 1);
        if (copy == NULL) return (ds_text){NULL, 0};
        if (text.size > 0) memcpy(copy, text.data, text.size);
        copy[text.size] = '\0';
        return (ds_text){copy, text.size};
    }
    copy = take_room(store, 3 * text.size + 1);
    if (copy == NULL) return (ds_text){NULL, 0};
    while (text.size > 0) {
        size_t good = text.size;
        const char *zero = memchr(text.data, '\0', text.size);
        (void)ds_text_is_utf8(text, &good);
        if (zero != NULL && (size_t)(zero - text.data) < good) good = (size_t)(zero - text.data);
        memcpy(copy + n, text.data, good);
        n += good;
        if (good == text.size) break;
        memcpy(copy + n, "\xEF\xBF\xBD", 3);
        n += 3;
        text = (ds_text){text.data + good + 1, text.size - good - 1};
    }
    copy[n] = '\0';
    return (ds_text){copy, n};
}

static const char *keep_string(ds_store *store, const char *string) {
    return string == NULL ? NULL : keep_text(store, ds_text_of(string)).data;
}

const char *ds_document_keep(ds_document *document, const char *text) {
    const char *kept = document == NULL ? NULL : keep_string(document->store, text);
    return kept == NULL ? "" : kept;
}

ds_say ds_document_say(ds_document *document, const char *nl, const char *en) {
    ds_say say;
    say.nl = ds_document_keep(document, nl);
    say.en = en == NULL || en[0] == '\0' ? say.nl : ds_document_keep(document, en);
    return say;
}

/* Texts and lists become the document's; the rest is in the value. */
static ds_value keep_value(ds_store *store, ds_value value) {
    if (value.kind == DS_VALUE_TEXT && value.state == DS_STATE_SHOWN) {
        value.as.text = keep_text(store, value.as.text);
    } else if (value.kind == DS_VALUE_DECIMAL && value.state == DS_STATE_SHOWN) {
        value.as.decimal.digits = keep_string(store, value.as.decimal.digits);
    } else if (value.kind == DS_VALUE_LIST && value.as.list.n > 0) {
        size_t n = value.as.list.n;
        ds_value *copy =
            n > SIZE_MAX / 2 / sizeof *copy ? NULL : take_room(store, n * sizeof *copy);
        for (size_t i = 0; copy != NULL && i < n; i++)
            copy[i] = keep_value(store, value.as.list.values[i]);
        value.as.list.values = copy;
        if (copy == NULL) value.as.list.n = 0;
    }
    return value;
}

/* ---- documents ---- */

static ds_document *make_document(ds_store *store, const char *id, ds_say title, bool list) {
    ds_document *document = ds_calloc(1, sizeof *document);
    if (document == NULL) {
        store->lost = true;
        return NULL;
    }
    document->store = store;
    document->list = list;
    document->id = keep_string(store, id);
    document->title = title;
    document->next = store->documents;
    store->documents = document;
    return document;
}

static ds_document *make_root(const char *id, ds_say title, bool list) {
    ds_store *store = ds_calloc(1, sizeof *store);
    ds_document *root = store == NULL ? NULL : make_document(store, id, title, list);
    if (root == NULL) ds_free(store);
    return root;
}

ds_document *ds_document_new(const char *id, ds_say title) {
    return make_root(id, title, false);
}

ds_document *ds_document_new_list(const char *id, ds_say title) {
    return make_root(id, title, true);
}

void ds_document_free(ds_document *document) {
    ds_store *store = document == NULL ? NULL : document->store;
    if (store == NULL) return;
    while (store->tables != NULL) {
        ds_doc_table *table = store->tables;
        store->tables = table->next;
        ds_free(table->values);
        ds_free(table->in);
        ds_figure_free(table->figure);
        ds_free(table);
    }
    while (store->documents != NULL) {
        ds_document *one = store->documents;
        store->documents = one->next;
        ds_free(one->blocks);
        ds_free(one);
    }
    while (store->chunks != NULL) {
        ds_chunk *chunk = store->chunks;
        store->chunks = chunk->next;
        ds_free(chunk);
    }
    ds_free(store);
}

void ds_document_set_internal(ds_document *document) {
    if (document != NULL) document->internal = true;
}

void ds_document_set_of_persons(ds_document *document) {
    if (document == NULL) return;
    document->internal = document->of_persons = true;
    ds_document_remark(document, DS_NOTE_MESSAGE, "personen",
                       DS_SAY("let op: dit zijn personen; alleen voor wie het register mag zien",
                              "mind: these are persons; only for who may see the register"));
}

void ds_document_fail(ds_document *document) {
    if (document != NULL) document->store->lost = true;
}

ds_status ds_document_finish(const ds_document *document, ds_error *err) {
    if (document == NULL || document->store->lost) return ds_error_memory(err);
    if (document->store->faulty != NULL)
        return ds_error_set(err, DS_FAULT, "een tekst past niet bij zijn vertaling: %.200s",
                            "a text does not fit its translation: %.200s", document->store->faulty);
    for (const ds_doc_table *t = document->store->tables; t != NULL; t = t->next) {
        const ds_status status = t->figure == NULL ? DS_OK : ds_figure_finish(t->figure, err);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

/* ---- blocks ---- */

static ds_block *make_block(ds_document *document, ds_block_kind kind, unsigned in,
                            const char *id) {
    ds_block *block;
    if (document == NULL) return NULL;
    if (!ds_reserve(&document->blocks, &document->capacity, document->n_blocks + 1,
                    sizeof *document->blocks)) {
        document->store->lost = true;
        return NULL;
    }
    block = &document->blocks[document->n_blocks++];
    memset(block, 0, sizeof *block);
    block->kind = kind;
    block->in = in;
    block->id = keep_string(document->store, id);
    return block;
}

static ds_document *add_section(ds_document *document, const char *id, ds_say title, unsigned in,
                                bool list) {
    ds_document *section;
    ds_block *block;
    if (document == NULL) return NULL;
    section = make_document(document->store, id, title, list);
    block = section == NULL ? NULL : make_block(document, DS_BLOCK_SECTION, in, id);
    if (block != NULL) block->as.section = section;
    return section;
}

ds_document *ds_document_section(ds_document *document, const char *id, ds_say title, unsigned in) {
    return add_section(document, id, title, in, false);
}

ds_document *ds_document_list(ds_document *document, const char *id, ds_say title, unsigned in) {
    return add_section(document, id, title, in, true);
}

ds_document *ds_document_record(ds_document *document) {
    return document == NULL ? NULL
                            : make_document(document->store, NULL, (ds_say){NULL, NULL}, false);
}

ds_document *ds_document_record_list(ds_document *document) {
    return document == NULL ? NULL
                            : make_document(document->store, NULL, (ds_say){NULL, NULL}, true);
}

void ds_document_value(ds_document *document, unsigned in, const char *id, ds_say title,
                       ds_value value) {
    ds_block *block = make_block(document, DS_BLOCK_VALUE, in, id);
    if (block == NULL) return;
    block->title = title;
    block->as.value = keep_value(document->store, value);
}

void ds_document_text(ds_document *document, unsigned in, ds_say text) {
    ds_block *block = make_block(document, DS_BLOCK_TEXT, in, NULL);
    if (block != NULL) block->title = text;
}

static ds_prose_span *keep_spans(ds_document *document, const ds_prose_span *spans, size_t n) {
    ds_prose_span *kept =
        n > SIZE_MAX / 2 / sizeof *kept ? NULL : take_room(document->store, (n + 1) * sizeof *kept);
    for (size_t i = 0; kept != NULL && i < n; i++) {
        kept[i].text = ds_document_say(document, spans[i].text.nl, spans[i].text.en);
        kept[i].style = spans[i].style;
        kept[i].href = keep_string(document->store, spans[i].href);
    }
    return kept;
}

void ds_document_prose(ds_document *document, unsigned in, ds_prose_kind kind, unsigned depth,
                       const ds_prose_span *spans, size_t n) {
    ds_prose *prose = document == NULL ? NULL : take_room(document->store, sizeof *prose);
    ds_prose_span *kept = prose == NULL ? NULL : keep_spans(document, spans, n);
    ds_block *block =
        kept == NULL ? NULL : make_block(document, DS_BLOCK_PROSE, in & DS_IN_PEOPLE, NULL);
    if (block == NULL) return;
    *prose = (ds_prose){kind, depth > DS_PROSE_DEPTH_MAX ? DS_PROSE_DEPTH_MAX : depth, kept, n};
    block->as.prose = prose;
}

void ds_document_source(ds_document *document, ds_say source, const char *definition) {
    ds_block *block = make_block(document, DS_BLOCK_SOURCE, DS_IN_PEOPLE, NULL);
    if (block == NULL) return;
    block->title = ds_document_say(document, source.nl, source.en);
    block->as.definition = keep_string(document->store, definition);
}

void ds_document_anchor(ds_document *section, const char *anchor) {
    if (section != NULL) section->anchor = keep_string(section->store, anchor);
}

void ds_document_code(ds_document *document, unsigned in, const char *id, const char *text) {
    ds_block *block = make_block(document, DS_BLOCK_CODE, in, id);
    if (block != NULL) block->as.code = ds_document_keep(document, text);
}

/* ---- notes ---- */

static unsigned note_forms(ds_note_kind kind) {
    if (kind == DS_NOTE_LEGEND) return DS_IN_PEOPLE;
    if (kind == DS_NOTE_MESSAGE) return DS_IN_ALL & ~(unsigned)DS_IN_JSON;
    return DS_IN_ALL;
}

/* Its values and rows as the document's own. */
static ds_note *keep_note(ds_store *store, const ds_note *note) {
    ds_value list = keep_value(store, ds_value_list(note->values, note->n_values));
    const char **rows = take_room(store, (note->n_rows + 1) * sizeof *rows);
    ds_note *kept = take_room(store, sizeof *kept);
    if (kept == NULL || rows == NULL) return NULL;
    for (size_t i = 0; i < note->n_rows; i++)
        rows[i] = keep_string(store, note->rows[i]);
    *kept = *note;
    kept->values = list.as.list.values;
    kept->n_values = list.as.list.n;
    kept->rows = rows;
    kept->code = keep_string(store, note->code);
    return kept;
}

void ds_document_note(ds_document *document, const ds_note *note) {
    ds_block *block = make_block(document, DS_BLOCK_NOTE,
                                 note->in == 0 ? note_forms(note->kind) : note->in, NULL);
    if (block == NULL) return;
    block->title = ds_document_phrase(document, note->text, note->values, note->n_values);
    block->as.note = keep_note(document->store, note);
    if (block->as.note == NULL) document->n_blocks--; /* and it is lost, which finish says */
}

void ds_document_remark(ds_document *document, ds_note_kind kind, const char *code, ds_say text) {
    ds_note note;
    memset(&note, 0, sizeof note);
    note.kind = kind;
    note.code = code;
    note.text = text;
    ds_document_note(document, &note);
}

/* ---- tables ---- */

static bool keep_fields(ds_doc_table *table, const ds_field *fields, size_t n) {
    table->fields = take_room(table->store, (n + 1) * sizeof *fields);
    if (table->fields == NULL) return false;
    for (size_t i = 0; i < n; i++) {
        table->fields[i] = fields[i];
        table->fields[i].id = keep_string(table->store, fields[i].id);
    }
    table->n_fields = n;
    return true;
}

ds_doc_table *ds_document_table(ds_document *document, unsigned in, const char *id, ds_say title,
                                const ds_field *fields, size_t n_fields) {
    ds_doc_table *table;
    ds_block *block;
    if (document == NULL) return NULL;
    table = ds_calloc(1, sizeof *table);
    if (table == NULL || n_fields > DS_FIELDS_MAX) {
        document->store->lost = true;
        ds_free(table);
        return NULL;
    }
    table->store = document->store;
    table->rows_in = DS_IN_ALL;
    table->next = document->store->tables;
    document->store->tables = table;
    block =
        keep_fields(table, fields, n_fields) ? make_block(document, DS_BLOCK_TABLE, in, id) : NULL;
    if (block == NULL) return NULL; /* nowhere, and lost */
    block->title = title;
    block->as.table = table;
    return table;
}

ds_doc_table *ds_document_figure(ds_document *document, unsigned in, const char *id, ds_say title,
                                 struct ds_figure *figure, const ds_field *fields,
                                 size_t n_fields) {
    ds_doc_table *table = ds_document_table(document, in, id, title, fields, n_fields);
    if (figure == NULL) ds_document_fail(document); /* memory was short when it was made */
    if (table == NULL)
        ds_figure_free(figure);
    else
        table->figure = figure;
    return table;
}

void ds_doc_table_group(ds_doc_table *table, size_t first, size_t n, ds_say title) {
    if (table == NULL || n == 0 || first >= table->n_fields || n > table->n_fields - first ||
        table->n_groups >= DS_GROUPS_MAX)
        return;
    if (table->groups == NULL)
        table->groups = take_room(table->store, DS_GROUPS_MAX * sizeof *table->groups);
    if (table->groups != NULL) table->groups[table->n_groups++] = (ds_field_group){first, n, title};
}

void ds_doc_table_rows_total(ds_doc_table *table, bool total) {
    if (table != NULL)
        table->rows_in = (table->rows_in & ~DS_ROW_TOTAL) | (total ? DS_ROW_TOTAL : 0);
}

void ds_doc_table_row(ds_doc_table *table, const ds_value *values) {
    size_t at;
    if (table == NULL) return;
    at = table->n_rows * table->n_fields;
    if (!ds_reserve(&table->values, &table->values_capacity, at + table->n_fields,
                    sizeof *table->values) ||
        !ds_reserve(&table->in, &table->in_capacity, table->n_rows + 1, sizeof *table->in)) {
        table->store->lost = true;
        return;
    }
    for (size_t i = 0; i < table->n_fields; i++)
        table->values[at + i] = keep_value(table->store, values[i]);
    table->in[table->n_rows++] = table->rows_in;
}

void ds_doc_table_rows_in(ds_doc_table *table, unsigned in) {
    if (table != NULL) table->rows_in = (table->rows_in & DS_ROW_TOTAL) | (in & ~DS_ROW_TOTAL);
}

void ds_doc_table_as_list(ds_doc_table *table, size_t depth) {
    if (table == NULL) return;
    table->as_list = true;
    table->depth = depth;
}

size_t ds_doc_table_n_rows(const ds_doc_table *table) {
    return table == NULL ? 0 : table->n_rows;
}

/* ---- rows that are made ---- */

void ds_doc_table_rows_from(ds_doc_table *table, ds_each_row each, void *context) {
    if (table == NULL) return;
    table->each = each;
    table->each_context = context;
}

void *ds_document_room(ds_document *document, size_t size) {
    void *room = document == NULL ? NULL : take_room(document->store, size);
    if (room != NULL) memset(room, 0, size);
    return room;
}

typedef struct row_sieve {
    const ds_doc_table *table;
    ds_take_row take;
    void *to;
} row_sieve;

static bool is_clean(const ds_value *value) {
    return value->kind != DS_VALUE_TEXT || value->state != DS_STATE_SHOWN ||
           (memchr(value->as.text.data, '\0', value->as.text.size) == NULL &&
            ds_text_is_utf8(value->as.text, NULL));
}

/* A text that is none is seldom: only then are values copied. */
static ds_status sieve_row(void *context, const ds_value *values, unsigned in, ds_error *err) {
    const row_sieve *s = context;
    ds_value own[DS_FIELDS_MAX];
    size_t bad = 0;
    while (bad < s->table->n_fields && is_clean(&values[bad]))
        bad++;
    if (bad == s->table->n_fields) return s->take(s->to, values, in, err);
    for (size_t i = 0; i < s->table->n_fields; i++)
        own[i] = is_clean(&values[i]) ? values[i] : keep_value(s->table->store, values[i]);
    return s->table->store->lost ? ds_error_memory(err) : s->take(s->to, own, in, err);
}

ds_status ds_table_each(const ds_doc_table *table, ds_take_row take, void *to, ds_error *err) {
    ds_status status = DS_OK;
    if (table->each != NULL) {
        row_sieve s = {table, take, to};
        return table->each(table->each_context, sieve_row, &s, err);
    }
    for (size_t r = 0; status == DS_OK && r < table->n_rows; r++)
        status = take(to, &table->values[r * table->n_fields], table->in[r], err);
    return status;
}

static ds_status keep_row(void *to, const ds_value *values, unsigned in, ds_error *err) {
    ds_doc_table *table = to;
    ds_doc_table_rows_in(table, in);
    ds_doc_table_row(table, values);
    return table->store->lost ? ds_error_memory(err) : DS_OK;
}

ds_status ds_document_fill(const ds_document *document, ds_error *err) {
    ds_status status = DS_OK;
    for (ds_doc_table *t = document->store->tables; status == DS_OK && t != NULL; t = t->next) {
        const ds_each_row each = t->each;
        if (each == NULL) continue;
        t->n_rows = 0;
        status = each(t->each_context, keep_row, t, err);
        if (status == DS_OK) t->each = NULL;
    }
    return status;
}

/* ---- for the writers ---- */

bool ds_say_is_empty(ds_say say) {
    return say.nl == NULL || say.nl[0] == '\0';
}

const char *ds_field_title(const ds_field *field, ds_lang lang, const char **out_unit) {
    *out_unit = ds_say_text(field->unit, lang);
    return field->title.nl == NULL ? (field->id == NULL ? "" : field->id)
                                   : ds_say_text(field->title, lang);
}
