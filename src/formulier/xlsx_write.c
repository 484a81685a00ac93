/* formulier/xlsx_write.c: a form, with what is filled in, as a workbook to be filled in elsewhere.
 * All answers are texts in cells that keep what is typed as text, so that a spreadsheet makes no
 * number or date of it and no text is ever a formula. See sheets.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/xlsx.h"
#include "formulier/sheets.h"
#include "formulier/value.h"

enum { WORKBOOK_MAX = 1 << 26, SPARE_ROWS = 20, CHOICES_MAX = 40 };

typedef struct book_filling {
    const ds_formulier *form;
    const ds_formulier_facts *facts;
} book_filling;

typedef struct sheet_filling {
    const book_filling *of;
    xlsx_writer *w;
    lxw_worksheet *sheet;
    size_t row;
} sheet_filling;

static xlsx_look look_of(bool head, bool wrap, bool text) {
    xlsx_look look;
    memset(&look, 0, sizeof look);
    look.head = head;
    look.wrap = wrap;
    if (text) look.number[0] = '@';
    return look;
}

static void put_text(const sheet_filling *f, size_t column, const char *text, bool head) {
    const xlsx_look look = look_of(head, true, false);
    (void)ds_workbook_text(f->w, f->sheet, f->row, column, text, &look);
}

/* A column that keeps what is typed in it as text. */
static void set_answer_column(const sheet_filling *f, size_t column, double width) {
    const xlsx_look look = look_of(false, true, true);
    lxw_format *format = ds_workbook_format(f->w, &look);
    if (f->w->status == DS_OK)
        ds_workbook_keep(f->w, worksheet_set_column(f->sheet, (lxw_col_t)column, (lxw_col_t)column,
                                                    width, format));
}

static void set_width(const sheet_filling *f, size_t column, double width) {
    if (f->w->status == DS_OK)
        ds_workbook_keep(f->w, worksheet_set_column(f->sheet, (lxw_col_t)column, (lxw_col_t)column,
                                                    width, NULL));
}

/* ---- an answer ---- */

/* A number without marks between thousands: 1.234 might be read as something else. */
static ds_status show_plain(const ds_veld *field, const char *canonical, ds_lang lang, char **out,
                            ds_error *err) {
    char *text;
    if (!ds_waarde_is_number(field->soort) || field->soort == DS_VELD_GETOOND)
        return ds_formulier_show(field, canonical, lang, out, err);
    text = ds_strdup(canonical);
    if (text == NULL) return ds_error_memory(err);
    for (char *c = text; lang == DS_NL && *c != '\0'; c++)
        if (*c == '.') *c = ',';
    *out = text;
    return DS_OK;
}

static ds_status guard_text(char **text, ds_error *err) {
    char *guarded;
    if (!ds_sheet_needs_guard(*text)) return DS_OK;
    guarded = ds_malloc(strlen(*text) + 2);
    if (guarded == NULL) return ds_error_memory(err);
    guarded[0] = '\\';
    memcpy(guarded + 1, *text, strlen(*text) + 1);
    ds_free(*text);
    *text = guarded;
    return DS_OK;
}

static void put_answer_cell(const sheet_filling *f, size_t column, const ds_veld *field,
                            const char *row) {
    const xlsx_look look = look_of(false, true, true);
    xlsx_writer *w = f->w;
    char *text = NULL;
    if (w->status != DS_OK) return;
    if (field->soort == DS_VELD_GETOOND)
        w->status =
            ds_formulier_shown_value(f->of->form, f->of->facts, field, row, w->lang, &text, w->err);
    else
        w->status = show_plain(field, ds_facts_value(f->of->facts->answers, field, row), w->lang,
                               &text, w->err);
    if (w->status == DS_OK) w->status = guard_text(&text, w->err);
    if (w->status == DS_OK) (void)ds_workbook_text(w, f->sheet, f->row, column, text, &look);
    ds_free(text);
}

/* ---- choices ---- */

static const char *choice_words(const ds_veld *field, size_t i, ds_lang lang) {
    static const ds_say yes_no[] = {{"ja", "yes"}, {"nee", "no"}};
    return ds_say_text(field->soort == DS_VELD_JA_NEE ? yes_no[i] : field->list->rows[i].say, lang);
}

/* The words of a choice as a list to pick from, where Excel has room for it: 255 characters. */
static void add_choices(const sheet_filling *f, size_t column, const ds_veld *field, size_t last) {
    char *words[CHOICES_MAX + 1] = {NULL}; /* the library reads them only */
    lxw_data_validation validation;
    const bool yes_no = field->soort == DS_VELD_JA_NEE;
    const size_t n = yes_no ? 2 : field->list == NULL ? 0 : field->list->n_rows;
    size_t size = 0;
    if ((!yes_no && field->soort != DS_VELD_KEUZE) || n > CHOICES_MAX) return;
    for (size_t i = 0; i < n; i++) {
        words[i] = (char *)(uintptr_t)choice_words(field, i, f->w->lang);
        size += strlen(words[i]) + 1;
        if (strchr(words[i], ',') != NULL || words[i][0] == '=') return;
    }
    if (size > 250 || !ds_workbook_room(f->w, XLSX_ROOM_FORMAT)) return;
    memset(&validation, 0, sizeof validation);
    validation.validate = LXW_VALIDATION_TYPE_LIST;
    validation.value_list = words;
    validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    ds_workbook_keep(f->w, worksheet_data_validation_range(f->sheet, (lxw_row_t)f->row,
                                                           (lxw_col_t)column, (lxw_row_t)last,
                                                           (lxw_col_t)column, &validation));
}

/* ---- sheets ---- */

static bool begin_sheet(sheet_filling *f, const char *name) {
    f->sheet = ds_workbook_sheet(f->w, name);
    f->row = 0;
    if (f->sheet == NULL) return false;
    ds_workbook_dress(f->w, f->sheet);
    worksheet_freeze_panes(f->sheet, 1, 0);
    return true;
}

static void put_fields_sheet(sheet_filling *f, size_t topic) {
    const ds_onderwerp *of = &f->of->form->topics[topic];
    char name[DS_SHEET_NAME_SIZE];
    ds_sheet_name(f->of->form, topic, NULL, name);
    if (!begin_sheet(f, name)) return;
    set_width(f, 0, 20);
    set_width(f, 1, 50);
    set_answer_column(f, 2, 50);
    set_width(f, 3, 60);
    for (size_t i = 0; i < 4; i++)
        put_text(f, i, ds_say_text(ds_sheet_field_heads[i], f->w->lang), true);
    for (size_t i = 0; f->w->status == DS_OK && i < of->n_fields; i++) {
        const ds_veld *field = &of->fields[i];
        if (!ds_sheet_has(field)) continue;
        f->row++;
        put_text(f, 0, field->id, false);
        put_text(f, 1, ds_say_text(field->say, f->w->lang), false);
        put_answer_cell(f, 2, field, NULL);
        add_choices(f, 2, field, f->row);
        if (field->uitleg.nl != NULL) put_text(f, 3, ds_say_text(field->uitleg, f->w->lang), false);
    }
}

/* "Besteed [besteed]" */
static void put_column_head(const sheet_filling *f, size_t column, const ds_veld *field) {
    ds_buffer head;
    ds_buffer_init(&head, 1 << 14);
    ds_buffer_addf(&head, "%s [%s]", ds_say_text(field->say, f->w->lang), field->id);
    if (head.failed != DS_OK && f->w->status == DS_OK)
        f->w->status = ds_buffer_finish(&head, f->w->err);
    put_text(f, column, ds_buffer_string(&head), true);
    ds_buffer_done(&head);
}

static void put_table_row(const sheet_filling *f, const ds_veld *table, const char *row) {
    const ds_say say = ds_formulier_row_say(table, f->of->facts, row);
    size_t column = 2;
    put_text(f, 0, row, false);
    put_text(f, 1, ds_say_text(say, f->w->lang), false);
    for (size_t i = 0; i < table->n_columns; i++)
        if (ds_sheet_has(&table->columns[i])) put_answer_cell(f, column++, &table->columns[i], row);
}

/* Rows that there are; of a table to which rows are added, some more to fill in. */
static size_t rows_to_put(const ds_veld *table, const ds_formulier_facts *facts,
                          const char *rows[DS_FORMULIER_ROWS_MAX]) {
    const size_t n = ds_formulier_rows_of(table, facts, rows);
    if (table->rows_of != DS_RIJEN_VRIJ) return n;
    return ds_facts_spare_rows(table, rows, n, SPARE_ROWS);
}

static void put_table_sheet(sheet_filling *f, size_t topic, const ds_veld *table) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    const size_t n = rows_to_put(table, f->of->facts, rows);
    char name[DS_SHEET_NAME_SIZE];
    size_t column = 2;
    ds_sheet_name(f->of->form, topic, table, name);
    if (!begin_sheet(f, name)) return;
    set_width(f, 0, 12);
    set_width(f, 1, 40);
    for (size_t i = 0; i < 2; i++)
        put_text(f, i, ds_say_text(ds_sheet_row_heads[i], f->w->lang), true);
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!ds_sheet_has(&table->columns[i])) continue;
        set_answer_column(f, column, 24);
        put_column_head(f, column++, &table->columns[i]);
    }
    f->row = 1;
    column = 2;
    for (size_t i = 0; n > 0 && i < table->n_columns; i++)
        if (ds_sheet_has(&table->columns[i])) add_choices(f, column++, &table->columns[i], n);
    for (size_t i = 0; f->w->status == DS_OK && i < n; i++, f->row++)
        put_table_row(f, table, rows[i]);
}

static void put_first_sheet(sheet_filling *f) {
    const ds_formulier *form = f->of->form;
    const bool nl = f->w->lang == DS_NL;
    if (!begin_sheet(f, DS_SHEET_FIRST)) return;
    set_width(f, 0, 24);
    set_width(f, 1, 90);
    put_text(f, 0, "formulier", true);
    put_text(f, 1, form->id, true);
    f->row++;
    put_text(f, 0, "versie", false);
    put_text(f, 1, form->version, false);
    f->row++;
    put_text(f, 0, nl ? "naam" : "name", false);
    put_text(f, 1, f->of->facts->name == NULL ? "" : f->of->facts->name, false);
    if (f->of->facts->mark != NULL) {
        f->row++;
        put_text(f, 0, DS_SHEET_MARK, false);
        put_text(f, 1, f->of->facts->mark, false);
    }
    f->row++;
    put_text(f, 0, nl ? "uitleg" : "explanation", false);
    put_text(
        f, 1,
        nl ? "Vul op de andere bladen de antwoorden in en bied dit bestand weer aan. Laat de namen "
             "van bladen, velden, rijen en kolommen staan. Getallen met een komma voor decimalen."
           : "Fill in the answers on the other sheets and offer this file again. Leave the names "
             "of "
             "sheets, fields, rows and columns. Numbers with a point before decimals.",
        false);
}

static void fill_form_book(xlsx_writer *w, const void *context) {
    sheet_filling f = {.of = context, .w = w};
    const ds_formulier *form = f.of->form;
    put_first_sheet(&f);
    for (size_t i = 0; w->status == DS_OK && i < form->n_topics; i++) {
        const ds_onderwerp *topic = &form->topics[i];
        if (ds_sheet_has_fields(topic)) put_fields_sheet(&f, i);
        for (size_t k = 0; w->status == DS_OK && k < topic->n_fields; k++)
            if (topic->fields[k].soort == DS_VELD_TABEL) put_table_sheet(&f, i, &topic->fields[k]);
    }
}

ds_status ds_formulier_write_xlsx(const ds_formulier *form, const ds_formulier_facts *facts,
                                  ds_lang lang, const char *path, ds_error *err) {
    const book_filling filling = {form, facts};
    const xlsx_filler filler = {form->say, NULL, fill_form_book, &filling};
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    ds_buffer bytes;
    ds_status status;
    options.lang = lang;
    ds_buffer_init(&bytes, WORKBOOK_MAX);
    status = ds_workbook_write(&options, &filler, &bytes, err);
    if (status == DS_OK) status = ds_buffer_finish(&bytes, err);
    if (status == DS_OK)
        status = ds_file_write_private(path, ds_buffer_string(&bytes), bytes.size, err);
    ds_buffer_done(&bytes);
    return status;
}
