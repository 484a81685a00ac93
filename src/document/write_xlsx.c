/* document/write_xlsx.c: the document as an Excel workbook: a sheet a table, before them one that
 * tells what there is. No macros, no formulas, no date of today: the same document gives the same
 * bytes.
 *
 * The library that makes it writes to a file without a name, which is read back and looked at
 * before a byte goes on: it does not notice everything that goes wrong with its temporary files.
 * Where memory is short it falls over, so it is asked for nothing before there is room for that. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "document/html.h"
#include "document/xlsx.h"

enum { MANY_ROWS = 20000, COPY_SIZE = 1 << 16 };
#define FIXED_DATE 315532800 /* 1980-01-01, the first of a zip */

/* ---- which tables ---- */

static void find_tables(xlsx_writer *w, const ds_document *document) {
    for (size_t i = 0; w->status == DS_OK && i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (!(block->in & DS_IN_PAGE)) continue;
        if (block->kind == DS_BLOCK_SECTION) find_tables(w, block->as.section);
        if (block->kind != DS_BLOCK_TABLE) continue;
        if (w->n_tables == XLSX_SHEETS_MAX) {
            w->status = ds_error_set(w->err, DS_USAGE, "meer dan %d tabellen: te veel voor Excel",
                                     "more than %d tables: too many for Excel", XLSX_SHEETS_MAX);
            return;
        }
        if (!ds_reserve(&w->tables, &w->capacity, w->n_tables + 1, sizeof *w->tables)) {
            w->status = ds_error_memory(w->err);
            return;
        }
        w->tables[w->n_tables].document = document;
        w->tables[w->n_tables].index = i;
        ds_workbook_name(w, block->id == NULL ? "" : block->id, w->n_tables,
                         w->tables[w->n_tables].name);
        w->n_tables++;
    }
}

/* Then rows go to a file as they come. */
static bool is_large(const xlsx_writer *w) {
    size_t rows = 0;
    for (size_t i = 0; i < w->n_tables; i++) {
        const ds_doc_table *table = w->tables[i].document->blocks[w->tables[i].index].as.table;
        if (table->each != NULL) return true;
        rows += table->n_rows;
    }
    return rows > MANY_ROWS;
}

/* ---- the sheet before them ---- */

typedef struct contents_sheet {
    xlsx_writer *w;
    lxw_worksheet *sheet;
    size_t row, table; /* the next */
    bool beside;       /* what stood before belongs to a table, and so does a note or source */
} contents_sheet;

static const xlsx_look plain_look = {.bold = false};

static void put_contents_text(contents_sheet *c, const char *text, bool bold) {
    xlsx_look look;
    memset(&look, 0, sizeof look);
    look.bold = bold;
    if (text[0] != '\0') (void)ds_workbook_text(c->w, c->sheet, c->row++, 0, text, &look);
}

/* What is to be heeded of all, and what stands with no table. */
static void put_contents_note(contents_sheet *c, const ds_block *block) {
    const ds_note_kind kind = block->as.note->kind;
    if (c->beside && kind != DS_NOTE_MESSAGE) return;
    ds_workbook_note(c->w, c->sheet, c->row++, block,
                     kind == DS_NOTE_MESSAGE || kind == DS_NOTE_MIND);
}

static void put_contents(contents_sheet *c, const ds_document *document);

static void put_contents_block(contents_sheet *c, const ds_block *block) {
    xlsx_writer *w = c->w;
    const char *title = ds_say_text(block->title, w->lang);
    switch (block->kind) {
    case DS_BLOCK_SECTION:
        if (!ds_say_is_empty(block->as.section->title)) {
            c->row++;
            put_contents_text(c, ds_say_text(block->as.section->title, w->lang), true);
        }
        put_contents(c, block->as.section);
        break;
    case DS_BLOCK_VALUE:
        (void)ds_workbook_text(w, c->sheet, c->row, 0,
                               ds_say_is_empty(block->title) ? block->id == NULL ? "" : block->id
                                                             : title,
                               &plain_look);
        (void)ds_workbook_value(w, c->sheet, c->row++, 1, &block->as.value, 0, XLSX_LEFT);
        break;
    case DS_BLOCK_TEXT:
        put_contents_text(c, title, false);
        break;
    case DS_BLOCK_TABLE:
        ds_workbook_link(w, c->sheet, c->row, 0, w->tables[c->table].name,
                         w->tables[c->table].name);
        (void)ds_workbook_text(w, c->sheet, c->row++, 1, title, &plain_look);
        c->table++;
        break;
    case DS_BLOCK_NOTE:
        put_contents_note(c, block);
        break;
    default: /* sources stand with their table; prose is for pages */
        break;
    }
    c->beside = block->kind == DS_BLOCK_TABLE ||
                (c->beside && (block->kind == DS_BLOCK_NOTE || block->kind == DS_BLOCK_SOURCE));
}

static void put_contents(contents_sheet *c, const ds_document *document) {
    c->beside = false;
    for (size_t i = 0; c->w->status == DS_OK && i < document->n_blocks; i++)
        if (document->blocks[i].in & DS_IN_PAGE) put_contents_block(c, &document->blocks[i]);
}

static void add_contents_sheet(xlsx_writer *w, const ds_document *document) {
    contents_sheet c = {.w = w};
    xlsx_look look;
    memset(&look, 0, sizeof look);
    look.title = true;
    c.sheet = ds_workbook_sheet(w, w->lang == DS_NL ? "Inhoud" : "Contents");
    if (c.sheet == NULL) return;
    ds_workbook_dress(w, c.sheet);
    ds_workbook_keep(w, worksheet_set_column(c.sheet, 0, 0, 32, NULL));
    ds_workbook_keep(w, worksheet_set_column(c.sheet, 1, 1, 90, NULL));
    (void)ds_workbook_text(w, c.sheet, c.row++, 0,
                           ds_say_is_empty(document->title)
                               ? document->id == NULL ? "doorstroom" : document->id
                               : ds_say_text(document->title, w->lang),
                           &look);
    c.row = ds_workbook_marks(w, c.sheet, c.row);
    put_contents_text(&c, ds_say_text(w->options->footer, w->lang), false);
    c.row++;
    put_contents(&c, document);
    c.row++;
    put_contents_text(
        &c,
        w->lang == DS_NL
            ? "niet getoond: zo weinig personen dat zij herkenbaar kunnen zijn, of een "
              "getal dat een ander zou verraden; –: geen waarde"
            : "not shown: so few persons that they may be recognised, or a number that "
              "would give another one away; –: no value",
        false);
}

/* ---- the workbook ---- */

static void set_properties(xlsx_writer *w, const char *say) {
    static char author[] = "doorstroom", none[] = "";
    lxw_doc_properties properties;
    const char *title = ds_workbook_clean(w, say, strlen(say));
    char *copy = strlen(title) > 255 ? none : ds_strdup(title);
    if (copy == NULL) {
        w->status = ds_error_memory(w->err);
        return;
    }
    memset(&properties, 0, sizeof properties);
    properties.title = copy;
    properties.author = author;
    properties.created = FIXED_DATE;
    ds_workbook_keep(w, workbook_set_properties(w->book, &properties));
    if (copy != none) ds_free(copy);
}

static const char *temporary_folder(void) {
    const char *folder = getenv("TMPDIR");
    return folder != NULL && folder[0] == '/' ? folder : "/var/tmp";
}

/* All of it; the book is closed whatever happens. */
static void fill_book(xlsx_writer *w, const xlsx_filler *filler, const char *path) {
    lxw_workbook_options options;
    char folder[DS_PATH_SIZE];
    if (!ds_workbook_room(w, XLSX_ROOM_BOOK)) return;
    memset(&options, 0, sizeof options);
    (void)snprintf(folder, sizeof folder, "%s", temporary_folder());
    options.constant_memory = is_large(w);
    options.tmpdir = folder;
    w->book = workbook_new_opt(path, &options);
    if (w->book == NULL) {
        w->status = ds_error_memory(w->err);
        return;
    }
    (void)ds_workbook_format(w, &plain_look);
    set_properties(w, ds_say_text(filler->title, w->lang));
    if (w->status == DS_OK) filler->fill(w, filler->context);
    if (ds_workbook_room(w, XLSX_ROOM_CLOSING))
        ds_workbook_keep(w, workbook_close(w->book));
    else
        lxw_workbook_free(w->book);
}

static ds_status copy_out(int fd, ds_buffer *out, ds_error *err) {
    char piece[COPY_SIZE];
    off_t at = 0;
    for (;;) {
        const ssize_t got = pread(fd, piece, sizeof piece, at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, "TMPDIR", errno, "teruglezen", "read back");
        if (got == 0) return ds_buffer_finish(out, err);
        ds_buffer_add(out, piece, (size_t)got);
        at += got;
    }
}

ds_status ds_workbook_write(const ds_write_options *options, const xlsx_filler *filler,
                            ds_buffer *out, ds_error *err) {
    xlsx_writer *w = ds_calloc(1, sizeof *w);
    char path[64];
    int fd = -1;
    ds_status status;
    if (w == NULL) return ds_error_memory(err);
    w->options = options;
    w->lang = options->lang;
    w->err = err;
    ds_buffer_init(&w->scratch, out->maximum);
    ds_buffer_init(&w->clean, out->maximum);
    w->status = ds_file_temporary(&fd, err);
    if (w->status == DS_OK && filler->prepare != NULL) filler->prepare(w, filler->context);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (w->status == DS_OK) fill_book(w, filler, path);
    if (w->status == DS_OK) w->status = ds_workbook_check(path, w->n_cells, err);
    if (w->status == DS_OK) w->status = copy_out(fd, out, err);
    if (fd >= 0) (void)close(fd);
    ds_buffer_done(&w->scratch);
    ds_buffer_done(&w->clean);
    ds_free(w->tables);
    status = w->status;
    ds_free(w);
    return status;
}

/* ---- of a document ---- */

static void prepare_document(xlsx_writer *w, const void *context) {
    const ds_document *document = context;
    w->root = document;
    w->internal = ds_html_is_internal(document);
    find_tables(w, document);
}

static void fill_document(xlsx_writer *w, const void *context) {
    add_contents_sheet(w, context);
    for (size_t i = 0; w->status == DS_OK && i < w->n_tables; i++)
        ds_workbook_table_sheet(w, &w->tables[i]);
}

ds_status ds_write_xlsx(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) {
    const xlsx_filler filler = {document->title, prepare_document, fill_document, document};
    return ds_workbook_write(options, &filler, out, err);
}
