/* document/xlsx.h: what the parts of the Excel writer share. See write_xlsx.c. */
#ifndef DS_DOCUMENT_XLSX_H
#define DS_DOCUMENT_XLSX_H

#include <xlsxwriter.h>

#include "document/print.h"
#include "document/write.h"

enum { XLSX_TOTAL = 1, XLSX_LEFT = 2 }; /* style of a cell */
enum { XLSX_NAME_SIZE = 31 * 3 + 1, XLSX_FORMATS_MAX = 1000, XLSX_SHEETS_MAX = 1000 };

/* A table that gets a sheet. */
typedef struct xlsx_table {
    const ds_document *document; /* in which it stands, at index */
    size_t index;
    char name[XLSX_NAME_SIZE]; /* of the sheet */
} xlsx_table;

/* How a cell looks; formats are made once. */
typedef struct xlsx_look {
    char number[96]; /* Excel's code, "" for none */
    bool bold, title, head, right, left, indent, small, link, mind, wrap;
} xlsx_look;

typedef struct xlsx_writer {
    const ds_document *root;
    const ds_write_options *options;
    ds_lang lang;
    bool internal;
    lxw_workbook *book;
    struct {
        xlsx_look look;
        lxw_format *format;
    } formats[XLSX_FORMATS_MAX];
    size_t n_formats;
    xlsx_table *tables;
    size_t n_tables, capacity;
    ds_buffer scratch, clean;
    uint64_t n_cells; /* that were written, for who reads it back */
    ds_status status; /* the first failure */
    ds_error *err;
    size_t room; /* bytes that the library may yet ask for: there was room for them */
} xlsx_writer;

/* ---- the book (write_xlsx.c) ---- */

/* What makes the sheets of a book; each stops at the first w->status. */
typedef struct xlsx_filler {
    ds_say title;
    void (*prepare)(xlsx_writer *w,
                    const void *context); /* before there is a book; NULL: nothing */
    void (*fill)(xlsx_writer *w, const void *context);
    const void *context;
} xlsx_filler;

/* A book as bytes behind what is in out. */
ds_status ds_workbook_write(const ds_write_options *options, const xlsx_filler *filler,
                            ds_buffer *out, ds_error *err) DS_NODISCARD;

/* ---- room (xlsx_cell.c) ---- */

/* At most what the library asks for, in bytes, of a part and with what holds it; texts apart. */
enum {
    XLSX_ROOM_CELL = 640,
    XLSX_ROOM_LINK = 1 << 14,
    XLSX_ROOM_FORMAT = 1 << 13,
    XLSX_ROOM_SHEET = 1 << 18,
    XLSX_ROOM_BOOK = 1 << 20,
    XLSX_ROOM_CLOSING = 1 << 22 /* buffers of files, of the zip, of formats compared */
};

/* Whether there is room for need bytes more; false with a failure kept. The library does not look
 * at what it is given: it crashes, or leaves a part out. */
bool ds_workbook_room(xlsx_writer *w, size_t need);

/* ---- cells (xlsx_cell.c) ---- */

/* Without what is no character of xml or steers the direction of text, and not longer than a cell
 * holds, cut between characters; valid until the next. */
const char *ds_workbook_clean(xlsx_writer *w, const char *text, size_t size);
/* NULL with a failure kept. */
lxw_format *ds_workbook_format(xlsx_writer *w, const xlsx_look *look);
/* A text as it is, never a formula. Returns its width in characters. */
size_t ds_workbook_text(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                        const char *text, const xlsx_look *look);
size_t ds_workbook_value(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                         const ds_value *value, int decimals, unsigned style);
void ds_workbook_link(xlsx_writer *w, lxw_worksheet *sheet, size_t row, size_t column,
                      const char *sheet_name, const char *text);
void ds_workbook_keep(xlsx_writer *w, lxw_error error);

/* ---- sheets (xlsx_sheet.c) ---- */

/* A name that Excel takes: at most 31 characters, none of []:*?/\, no other sheet's. */
void ds_workbook_name(xlsx_writer *w, const char *wanted, size_t n, char out[XLSX_NAME_SIZE]);
/* NULL with a failure kept. */
lxw_worksheet *ds_workbook_sheet(xlsx_writer *w, const char *name);
/* What each page says above and below. */
void ds_workbook_dress(xlsx_writer *w, lxw_worksheet *sheet);
/* Internal, draft, made up: a line each from row on; returns the row after. */
size_t ds_workbook_marks(xlsx_writer *w, lxw_worksheet *sheet, size_t row);
/* A note on one line, behind the rows that it is of. mind: to be heeded. */
void ds_workbook_note(xlsx_writer *w, lxw_worksheet *sheet, size_t row, const ds_block *block,
                      bool mind);
void ds_workbook_table_sheet(xlsx_writer *w, const xlsx_table *table);

/* Whether the file is whole: each part unpacks, is well-formed, and all sheets together have
 * n_cells cells. The library that writes it does not look at each write of its temporary files. */
ds_status ds_workbook_check(const char *path, uint64_t n_cells, ds_error *err) DS_NODISCARD;

#endif
