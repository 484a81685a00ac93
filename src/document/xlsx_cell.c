/* document/xlsx_cell.c: a value as a cell of Excel: a number is a number with all its digits, a
 * value that is not shown a text with no number behind it, a text never a formula. See xlsx.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/xlsx.h"

/* Excel's own: UTF-16 units in a cell, and digits that a number keeps. */
enum { CELL_TEXT_MAX = 32000, DECIMALS_MAX = 15 };
/* So much is looked for at once, beside what closing takes: a hundred cells. */
enum { ROOM_PIECE = 1 << 16 };
#define WHOLE_MAX 9007199254740992LL

bool ds_workbook_room(xlsx_writer *w, size_t need) {
    if (w->status != DS_OK) return false;
    if (w->room < need) {
        void *block = ds_malloc(need + ROOM_PIECE + XLSX_ROOM_CLOSING);
        if (block == NULL) {
            w->status = ds_error_memory(w->err);
            return false;
        }
        ds_free(block);
        w->room = need + ROOM_PIECE;
    }
    w->room -= need;
    return true;
}

void ds_workbook_keep(xlsx_writer *w, lxw_error error) {
    if (error == LXW_NO_ERROR || w->status != DS_OK) return;
    w->status = error == LXW_ERROR_MEMORY_MALLOC_FAILED
                    ? ds_error_memory(w->err)
                    : ds_error_set(w->err, DS_FAULT, "kan het Excel-bestand niet maken (%s)",
                                   "cannot make the Excel file (%s)", lxw_strerror(error));
}

static void keep_buffer(xlsx_writer *w, const ds_buffer *buffer) {
    if (buffer->failed != DS_OK && w->status == DS_OK) w->status = ds_buffer_finish(buffer, w->err);
}

/* ---- formats ---- */

static void set_format(lxw_format *format, const xlsx_look *look) {
    if (look->number[0] != '\0') format_set_num_format(format, look->number);
    if (look->bold || look->title || look->head) format_set_bold(format);
    if (look->title) format_set_font_size(format, 14);
    if (look->small) format_set_font_color(format, 0x4A5A6B);
    if (look->mind) format_set_font_color(format, 0x8C1D2B);
    if (look->right) format_set_align(format, LXW_ALIGN_RIGHT);
    if (look->left) format_set_align(format, LXW_ALIGN_LEFT);
    if (look->indent) format_set_indent(format, 1);
    if (look->wrap) format_set_text_wrap(format);
    if (look->link) {
        format_set_font_color(format, 0x17508A);
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    }
    if (!look->head) return;
    format_set_bottom(format, LXW_BORDER_THIN);
    format_set_bg_color(format, 0xE9EEF3);
    format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
}

lxw_format *ds_workbook_format(xlsx_writer *w, const xlsx_look *look) {
    lxw_format *format;
    for (size_t i = 0; i < w->n_formats; i++)
        if (memcmp(&w->formats[i].look, look, sizeof *look) == 0) return w->formats[i].format;
    if (w->status != DS_OK) return NULL;
    if (w->n_formats == XLSX_FORMATS_MAX) return w->formats[0].format; /* plain beats none */
    if (!ds_workbook_room(w, XLSX_ROOM_FORMAT)) return NULL;
    format = workbook_add_format(w->book);
    if (format == NULL) {
        w->status = ds_error_memory(w->err);
        return NULL;
    }
    set_format(format, look);
    w->formats[w->n_formats].look = *look;
    w->formats[w->n_formats++].format = format;
    return format;
}

/* ---- texts ---- */

/* _x0041_ in a cell is read as A: the first _ of such a text is written _x005F_. */
static bool is_escape(const char *text, size_t size) {
    if (size < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return false;
    for (size_t i = 2; i < 6; i++)
        if (strchr("0123456789abcdefABCDEF", text[i]) == NULL || text[i] == '\0') return false;
    return true;
}

const char *ds_workbook_clean(xlsx_writer *w, const char *text, size_t size) {
    size_t units = 0, good = size;
    ds_buffer_clear(&w->clean);
    (void)ds_text_is_utf8((ds_text){text, size}, &good);
    for (size_t i = 0; i < size;) {
        const unsigned char *at = (const unsigned char *)text + i;
        const bool line = *at == '\n' || *at == '\t';
        size_t n = line ? 0 : ds_text_steering_size(at, size - i);
        if (i == good) { /* a borrowed text that is none */
            n = 1;
            if (ds_text_is_utf8((ds_text){text + i + 1, size - i - 1}, &good))
                good = size;
            else
                good += i + 1;
        }
        if (n == 0 && size - i >= 3 && at[0] == 0xEF && at[1] == 0xBF && at[2] >= 0xBE) n = 3;
        if ((*at & 0xC0) != 0x80) units += *at >= 0xF0 ? 2 : 1;
        if (units > CELL_TEXT_MAX) {
            ds_buffer_add_string(&w->clean, "…");
            break;
        }
        if (n == 0 && is_escape(text + i, size - i))
            ds_buffer_add_string(&w->clean, "_x005F_");
        else if (n > 0)
            ds_buffer_add_string(&w->clean, "\xEF\xBF\xBD");
        else
            ds_buffer_add_char(&w->clean, text[i]);
        i += n > 0 ? n : 1;
    }
    keep_buffer(w, &w->clean);
    return ds_buffer_string(&w->clean);
}

static size_t put_cell_text(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                            ds_text text, const xlsx_look *look) {
    const char *clean = ds_workbook_clean(w, text.data, text.size);
    lxw_format *format = ds_workbook_format(w, look);
    if (w->status != DS_OK || (clean[0] == '\0' && !look->head)) return 0;
    if (!ds_workbook_room(w, XLSX_ROOM_CELL + 8 * w->clean.size)) return 0;
    ds_workbook_keep(
        w, clean[0] == '\0'
               ? worksheet_write_blank(sheet, (lxw_row_t)row, (lxw_col_t)column, format)
               : worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, clean, format));
    w->n_cells++;
    return ds_text_width(clean, w->clean.size);
}

size_t ds_workbook_text(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                        const char *text, const xlsx_look *look) {
    return put_cell_text(w, sheet, row, column, (ds_text){text, strlen(text)}, look);
}

void ds_workbook_link(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                      const char *sheet_name, const char *text) {
    const xlsx_look look = {.link = true};
    lxw_format *format = ds_workbook_format(w, &look);
    ds_buffer link;
    ds_buffer_init(&link, 1 << 10);
    ds_buffer_add_string(&link, "internal:'");
    for (const char *c = sheet_name; *c != '\0'; c++) {
        if (*c == '\'') ds_buffer_add_char(&link, '\'');
        ds_buffer_add_char(&link, *c);
    }
    ds_buffer_add_string(&link, "'!A1");
    keep_buffer(w, &link);
    if (ds_workbook_room(w, XLSX_ROOM_LINK)) {
        ds_workbook_keep(w, worksheet_write_url_opt(
                                sheet, (lxw_row_t)row, (lxw_col_t)column, ds_buffer_string(&link),
                                format, ds_workbook_clean(w, text, strlen(text)), NULL));
        w->n_cells++;
    }
    ds_buffer_done(&link);
}

/* ---- numbers ---- */

/* "…" around what stands before or behind the number, within its format. */
static bool add_literal(char *code, size_t room, const char *text) {
    size_t size = strlen(code);
    if (text == NULL || text[0] == '\0') return true;
    if (strlen(text) > 16 || strpbrk(text, "\"\\") != NULL) return false;
    return snprintf(code + size, room - size, "\"%s\"", text) > 0;
}

/* Excel's code of a number with so many decimals; false where it cannot say it. */
static bool make_code(const ds_value *value, int decimals, bool dutch, char out[96]) {
    const bool share = value->kind == DS_VALUE_SHARE;
    size_t size;
    out[0] = '\0';
    if (value->kind == DS_VALUE_P) {
        (void)snprintf(out, 96, "[<0.001]\"<0%c001\";0.000", dutch ? ',' : '.');
        return value->before == NULL && value->mark == NULL;
    }
    if (!add_literal(out, 96, value->before)) return false;
    size = strlen(out);
    if (value->kind == DS_VALUE_ORDINAL || value->kind == DS_VALUE_YEAR)
        (void)snprintf(out + size, 96 - size, "0");
    else if (decimals < 0)
        (void)snprintf(out + size, 96 - size, share ? "0.0%%" : "General");
    else
        (void)snprintf(out + size, 96 - size, "%s%s%.*s%s", share ? "0" : "#,##0",
                       decimals > 0 ? "." : "", decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals,
                       "000000000000000", share ? "%" : "");
    return add_literal(out, 96, value->mark);
}

static bool number_of(const ds_value *value, double *out) {
    switch (value->kind) {
    case DS_VALUE_COUNT:
    case DS_VALUE_ORDINAL:
        *out = (double)value->as.count;
        return value->as.count <= WHOLE_MAX && value->as.count >= -WHOLE_MAX;
    case DS_VALUE_YEAR:
        *out = value->as.year;
        return true;
    case DS_VALUE_NUMBER:
    case DS_VALUE_SHARE:
    case DS_VALUE_P:
        *out = value->as.number;
        return true;
    case DS_VALUE_DECIMAL:
        *out = value->as.decimal.number;
        return true;
    default:
        return false;
    }
}

/* What stands where there is no number. */
static const char *state_text(ds_state state, bool dutch) {
    if (state == DS_STATE_SUPPRESSED) return dutch ? "niet getoond" : "not shown";
    return NULL;
}

static size_t put_printed(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                          const ds_value *value, int decimals, xlsx_look look) {
    const char *words = state_text(value->state, w->lang == DS_NL);
    ds_buffer_clear(&w->scratch);
    if (words != NULL)
        ds_buffer_add_string(&w->scratch, words);
    else
        ds_value_print(value, w->lang, decimals, &w->scratch);
    if (value->mark != NULL) ds_buffer_add_string(&w->scratch, value->mark);
    keep_buffer(w, &w->scratch);
    look.right = !look.left && value->kind != DS_VALUE_TEXT && value->kind != DS_VALUE_WORD &&
                 value->kind != DS_VALUE_LIST && value->kind != DS_VALUE_SCHOOLJAAR;
    look.number[0] = '\0';
    look.indent = !look.right && !look.left && column > 0;
    return put_cell_text(w, sheet, row, column,
                         (ds_text){ds_buffer_string(&w->scratch), w->scratch.size}, &look);
}

size_t ds_workbook_value(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                         const ds_value *value, int decimals, unsigned style) {
    xlsx_look look;
    double number = 0;
    memset(&look, 0, sizeof look); /* compared as bytes */
    look.bold = (style & XLSX_TOTAL) != 0;
    look.left = (style & XLSX_LEFT) != 0;
    if (value->decimals != DS_DECIMALS_OF_FIELD) decimals = value->decimals;
    if (value->kind == DS_VALUE_COUNT) decimals = 0;
    if (value->state != DS_STATE_SHOWN || !number_of(value, &number) || !isfinite(number) ||
        !make_code(value, decimals, w->lang == DS_NL, look.number))
        return put_printed(w, sheet, row, column, value, decimals, look);
    {
        lxw_format *format = ds_workbook_format(w, &look);
        if (!ds_workbook_room(w, XLSX_ROOM_CELL)) return 0;
        ds_workbook_keep(
            w, worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, number, format));
    }
    w->n_cells++;
    ds_buffer_clear(&w->scratch);
    ds_value_print(value, w->lang, decimals, &w->scratch);
    keep_buffer(w, &w->scratch);
    return w->scratch.size + 2;
}
