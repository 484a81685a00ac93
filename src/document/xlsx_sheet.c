/* document/xlsx_sheet.c: a table as a sheet: its title, headings that stay in sight, rows, and
 * below them what belongs to it: notes, source, definition. See xlsx.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "document/xlsx.h"

enum { ROWS_MAX = 1 << 20, WIDTH_MIN = 9, WIDTH_MAX = 60, NAME_MAX = 31, HEADER_MAX = 200 };

/* ---- names ---- */

static bool is_taken(const xlsx_writer *w, const char *name, size_t n) {
    if (ds_text_equal_nocase(ds_text_of(name), ds_text_of("history")) ||
        ds_text_equal_nocase(ds_text_of(name),
                             ds_text_of(w->lang == DS_NL ? "Inhoud" : "Contents")))
        return true;
    for (size_t i = 0; i < n; i++)
        if (ds_text_equal_nocase(ds_text_of(name), ds_text_of(w->tables[i].name))) return true;
    return false;
}

/* The first characters of wanted that may stand in a name, at most so many UTF-16 units; an
 * apostrophe would have to be inside. */
static void cut_name(const char *wanted, size_t most, ds_buffer *out) {
    size_t units = 0;
    for (size_t i = 0; wanted[i] != '\0';) {
        const unsigned char *at = (const unsigned char *)wanted + i;
        const size_t left = strlen(wanted + i), bad = ds_text_steering_size(at, left);
        const size_t size = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
        units += size == 4 ? 2 : 1;
        if (units > most || size > left) break;
        if (bad > 0 || strchr("[]:*?/\\'", wanted[i]) != NULL)
            ds_buffer_add_char(out, '-');
        else
            ds_buffer_add(out, wanted + i, size);
        i += bad > 0 ? bad : size;
    }
}

void ds_workbook_name(xlsx_writer *w, const char *wanted, size_t n, char out[XLSX_NAME_SIZE]) {
    ds_buffer name;
    ds_buffer_init(&name, 1 << 10);
    for (size_t copy = 1;; copy++) {
        ds_buffer_clear(&name);
        cut_name(wanted, copy == 1 ? NAME_MAX : NAME_MAX - 7, &name);
        if (name.size == 0) ds_buffer_add_string(&name, w->lang == DS_NL ? "Tabel" : "Table");
        if (copy > 1) ds_buffer_addf(&name, " (%zu)", copy);
        if (name.failed != DS_OK || !is_taken(w, ds_buffer_string(&name), n)) break;
    }
    if (name.failed != DS_OK && w->status == DS_OK) w->status = ds_buffer_finish(&name, w->err);
    (void)strncpy(out, ds_buffer_string(&name), XLSX_NAME_SIZE - 1);
    out[XLSX_NAME_SIZE - 1] = '\0';
    ds_buffer_done(&name);
}

/* ---- what each page says ---- */

static const char *mark_words(const xlsx_writer *w, int mark, bool *out_is) {
    const bool nl = w->lang == DS_NL;
    *out_is = mark == 0 ? w->internal : mark == 1 ? w->options->draft : w->options->made_up;
    if (mark == 0)
        return nl ? "INTERN: niet beveiligd voor publicatie"
                  : "INTERNAL: not protected for publication";
    if (mark == 1) return nl ? "CONCEPT: voorlopige cijfers" : "DRAFT: provisional figures";
    return nl ? "GEMAAKTE GEGEVENS: deze personen bestaan niet"
              : "MADE-UP DATA: these persons do not exist";
}

/* In a header & is an order. */
static void add_header_text(const char *text, ds_buffer *out) {
    for (size_t n = 0; *text != '\0' && (n < HEADER_MAX || ((unsigned char)*text & 0xC0) == 0x80);
         text++, n++) {
        if (*text == '&') ds_buffer_add_char(out, '&');
        ds_buffer_add_char(out, *text);
    }
}

lxw_worksheet *ds_workbook_sheet(xlsx_writer *w, const char *name) {
    lxw_worksheet *sheet = NULL;
    if (!ds_workbook_room(w, XLSX_ROOM_SHEET)) return NULL;
    sheet = workbook_add_worksheet(w->book, name);
    if (sheet == NULL) w->status = ds_error_memory(w->err);
    return sheet;
}

void ds_workbook_dress(xlsx_writer *w, lxw_worksheet *sheet) {
    ds_buffer text;
    const char *say;
    ds_buffer_init(&text, 1 << 12);
    ds_buffer_add_string(&text, "&L");
    for (int mark = 0; mark < 3; mark++) {
        bool is;
        const char *words = mark_words(w, mark, &is);
        if (is) ds_buffer_addf(&text, "%s%s", text.size > 2 ? " · " : "", words);
    }
    if (w->status == DS_OK && text.failed != DS_OK) w->status = ds_buffer_finish(&text, w->err);
    if (w->status == DS_OK && text.size > 2)
        ds_workbook_keep(w, worksheet_set_header(sheet, ds_buffer_string(&text)));
    ds_buffer_clear(&text);
    ds_buffer_add_string(&text, "&L");
    say = ds_say_text(w->options->footer, w->lang);
    add_header_text(ds_workbook_clean(w, say, strlen(say)), &text);
    ds_buffer_add_string(&text, "&R&P / &N");
    if (w->status == DS_OK && text.failed != DS_OK) w->status = ds_buffer_finish(&text, w->err);
    if (w->status == DS_OK)
        ds_workbook_keep(w, worksheet_set_footer(sheet, ds_buffer_string(&text)));
    ds_buffer_done(&text);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
}

size_t ds_workbook_marks(xlsx_writer *w, lxw_worksheet *sheet, size_t row) {
    xlsx_look look;
    memset(&look, 0, sizeof look);
    look.mind = look.bold = true;
    for (int mark = 0; mark < 3; mark++) {
        bool is;
        const char *words = mark_words(w, mark, &is);
        if (is) (void)ds_workbook_text(w, sheet, row++, 0, words, &look);
    }
    return row;
}

/* ---- headings ---- */

/* A sheet on its way. */
typedef struct xlsx_filling {
    xlsx_writer *w;
    const ds_doc_table *table;
    lxw_worksheet *sheet;
    size_t row;
    size_t widths[DS_FIELDS_MAX];
} xlsx_filling;

static bool is_sheet_field(const ds_field *field) {
    return (field->in & DS_IN_PAGE) != 0;
}

static void widen_column(xlsx_filling *f, size_t column, size_t width) {
    if (width > f->widths[column]) f->widths[column] = width;
}

static const ds_field_group *group_of(const ds_doc_table *table, size_t field) {
    for (size_t g = 0; g < table->n_groups; g++)
        if (field >= table->groups[g].first && field - table->groups[g].first < table->groups[g].n)
            return &table->groups[g];
    return NULL;
}

/* One row of headings, so that it can be filtered and read by others: a group's words come first.
 */
static void put_heads(xlsx_filling *f) {
    xlsx_look look;
    size_t column = 0;
    ds_buffer head;
    memset(&look, 0, sizeof look);
    look.head = true;
    ds_buffer_init(&head, 1 << 20);
    look.wrap = true;
    for (size_t i = 0; i < f->table->n_fields; i++) {
        const ds_field *field = &f->table->fields[i];
        const char *unit, *title = ds_field_title(field, f->w->lang, &unit);
        const ds_field_group *group;
        size_t width;
        if (!is_sheet_field(field)) continue;
        ds_buffer_clear(&head);
        group = group_of(f->table, i);
        if (group != NULL) ds_buffer_addf(&head, "%s ", ds_say_text(group->title, f->w->lang));
        ds_buffer_add_string(&head, title);
        if (unit[0] != '\0') ds_buffer_addf(&head, " (%s)", unit);
        if (head.failed != DS_OK && f->w->status == DS_OK)
            f->w->status = ds_buffer_finish(&head, f->w->err);
        look.right = field->number;
        look.indent = !field->number && column > 0;
        width = ds_workbook_text(f->w, f->sheet, f->row, column, ds_buffer_string(&head), &look);
        widen_column(f, column++, width > 16 ? 16 : width); /* folds */
    }
    ds_buffer_done(&head);
    f->row++;
}

/* ---- rows ---- */

static ds_status take_sheet_row(void *to, const ds_value *values, unsigned in, ds_error *err) {
    xlsx_filling *f = to;
    size_t column = 0;
    if (!(in & DS_IN_PAGE)) return DS_OK;
    if (f->row >= ROWS_MAX - 100)
        return ds_error_set(err, DS_USAGE,
                            "een blad van Excel heeft ten hoogste 1.048.576 rijen: vraag csv",
                            "a sheet of Excel has at most 1,048,576 rows: ask for csv");
    for (size_t i = 0; i < f->table->n_fields; i++) {
        const ds_field *field = &f->table->fields[i];
        if (!is_sheet_field(field)) continue;
        widen_column(f, column,
                     ds_workbook_value(f->w, f->sheet, f->row, column, &values[i], field->decimals,
                                       (in & DS_ROW_TOTAL) != 0 ? XLSX_TOTAL : 0));
        column++;
    }
    f->row++;
    return f->w->status;
}

static void set_widths(const xlsx_filling *f) {
    size_t column = 0;
    for (size_t i = 0; i < f->table->n_fields; i++) {
        size_t width;
        if (!is_sheet_field(&f->table->fields[i])) continue;
        width = f->widths[column] < WIDTH_MIN   ? WIDTH_MIN
                : f->widths[column] > WIDTH_MAX ? WIDTH_MAX
                                                : f->widths[column];
        ds_workbook_keep(f->w, worksheet_set_column(f->sheet, (lxw_col_t)column, (lxw_col_t)column,
                                                    (double)width + 1, NULL));
        column++;
    }
}

/* ---- below ---- */

static void put_beside_line(xlsx_filling *f, const char *before, const char *text) {
    xlsx_look look;
    ds_buffer line;
    memset(&look, 0, sizeof look);
    look.small = true;
    ds_buffer_init(&line, 1 << 24);
    ds_buffer_addf(&line, "%s%s", before, text);
    if (line.failed != DS_OK && f->w->status == DS_OK)
        f->w->status = ds_buffer_finish(&line, f->w->err);
    (void)ds_workbook_text(f->w, f->sheet, f->row++, 0, ds_buffer_string(&line), &look);
    ds_buffer_done(&line);
}

void ds_workbook_note(xlsx_writer *w, lxw_worksheet *sheet, size_t row, const ds_block *block,
                      bool mind) {
    const ds_note *note = block->as.note;
    xlsx_look look;
    ds_buffer line;
    memset(&look, 0, sizeof look);
    look.small = !mind;
    look.mind = look.bold = mind;
    ds_buffer_init(&line, 1 << 24);
    for (size_t i = 0; i < note->n_rows; i++)
        ds_buffer_addf(&line, "%s%s", note->rows[i], i + 1 < note->n_rows ? ", " : ": ");
    ds_buffer_add_string(&line, ds_say_text(block->title, w->lang));
    if (line.failed != DS_OK && w->status == DS_OK) w->status = ds_buffer_finish(&line, w->err);
    (void)ds_workbook_text(w, sheet, row, 0, ds_buffer_string(&line), &look);
    ds_buffer_done(&line);
}

/* The title of the section that links call so; "" for none. */
static const char *find_definition(const ds_document *document, const char *anchor, ds_lang lang) {
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_document *section = document->blocks[i].as.section;
        const char *found;
        if (document->blocks[i].kind != DS_BLOCK_SECTION) continue;
        found = section->anchor != NULL ? section->anchor : section->id;
        if (found != NULL && strcmp(found, anchor) == 0) return ds_say_text(section->title, lang);
        found = find_definition(section, anchor, lang);
        if (found[0] != '\0') return found;
    }
    return "";
}

static void put_source(xlsx_filling *f, const ds_block *block) {
    const bool nl = f->w->lang == DS_NL;
    if (!ds_say_is_empty(block->title))
        put_beside_line(f, nl ? "Bron: " : "Source: ", ds_say_text(block->title, f->w->lang));
    if (block->as.definition != NULL) {
        const char *title = find_definition(f->w->root, block->as.definition, f->w->lang);
        put_beside_line(f, nl ? "Definitie: " : "Definition: ",
                        title[0] == '\0' ? block->as.definition : title);
    }
}

static void put_beside(xlsx_filling *f, const xlsx_table *table) {
    f->row++;
    for (size_t i = table->index + 1; i < table->document->n_blocks; i++) {
        const ds_block *block = &table->document->blocks[i];
        if (!(block->in & DS_IN_PAGE)) continue;
        if (block->kind == DS_BLOCK_NOTE)
            ds_workbook_note(f->w, f->sheet, f->row++, block, false);
        else if (block->kind == DS_BLOCK_SOURCE)
            put_source(f, block);
        else
            break;
    }
}

void ds_workbook_table_sheet(xlsx_writer *w, const xlsx_table *table) {
    const ds_block *block = &table->document->blocks[table->index];
    xlsx_filling f = {.w = w, .table = block->as.table};
    xlsx_look look;
    ds_status status;
    memset(&look, 0, sizeof look);
    look.title = true;
    f.sheet = ds_workbook_sheet(w, table->name);
    if (f.sheet == NULL) return;
    ds_workbook_dress(w, f.sheet);
    (void)ds_workbook_text(
        w, f.sheet, f.row++, 0,
        ds_say_is_empty(block->title) ? table->name : ds_say_text(block->title, w->lang), &look);
    f.row = ds_workbook_marks(w, f.sheet, f.row) + 1;
    {
        const size_t first = f.row;
        put_heads(&f);
        worksheet_freeze_panes(f.sheet, (lxw_row_t)f.row, 0);
        ds_workbook_keep(w, worksheet_repeat_rows(f.sheet, (lxw_row_t)first, (lxw_row_t)f.row - 1));
    }
    if (w->status != DS_OK) return;
    status = ds_table_each(f.table, take_sheet_row, &f, w->err);
    if (status != DS_OK && w->status == DS_OK) w->status = status;
    set_widths(&f);
    put_beside(&f, table);
}
