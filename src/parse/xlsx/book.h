/* parse/xlsx/book.h: what an Excel file says around its cells: which sheets there are, how numbers
 * are shown, from when dates count, and the texts that cells share. */
#ifndef DS_PARSE_XLSX_BOOK_H
#define DS_PARSE_XLSX_BOOK_H

#include "base/buffer.h"
#include "parse/xlsx/package.h"

enum {
    DS_XLSX_SHEETS_MAX = 1024,
    DS_XLSX_STYLES_MAX = 65536,
    DS_XLSX_FORMATS_MAX = 4096,
    DS_XLSX_SHEET_NAME_MAX = 256, /* bytes; Excel allows 31 characters */
};

/* What a number means, told by how it is shown. */
typedef enum ds_xlsx_shown {
    DS_XLSX_PLAIN,
    DS_XLSX_DATE,
    DS_XLSX_PERCENT,
    DS_XLSX_ZEROS, /* + n: digits, filled up with zeros in front to n */
} ds_xlsx_shown;

typedef struct ds_xlsx_sheet {
    char name[DS_XLSX_SHEET_NAME_MAX + 1];
    char id[64]; /* of its relation */
    char part[DS_XLSX_NAME_MAX + 1];
    bool hidden, table; /* table: a sheet with cells, no chart */
} ds_xlsx_sheet;

typedef struct ds_xlsx_book {
    ds_xlsx_package *package;
    char part[DS_XLSX_NAME_MAX + 1]; /* of the workbook */
    ds_xlsx_sheet *sheets;
    size_t n_sheets, sheets_capacity;
    char styles[DS_XLSX_NAME_MAX + 1], strings[DS_XLSX_NAME_MAX + 1]; /* "" for none */
    bool from_1904;
    uint8_t *shown; /* shown[style]: ds_xlsx_shown, or DS_XLSX_ZEROS + n */
    size_t n_shown, shown_capacity;
    ds_buffer text; /* of the shared strings */
    size_t *ends;   /* ends[string], in text */
    size_t n_strings, strings_capacity;
} ds_xlsx_book;

/* Reads all of it; book is zeroed and package is the caller's. Done in every case. */
ds_status ds_xlsx_book_read(ds_xlsx_package *package, ds_xlsx_book *book,
                            ds_error *err) DS_NODISCARD;
void ds_xlsx_book_done(ds_xlsx_book *book);
/* The sheet of that name (letters folded), or without a name the first that is not hidden. DS_INPUT
 * when there is none, with the names that there are. */
ds_status ds_xlsx_book_find(const ds_xlsx_book *book, ds_text name, size_t *out,
                            ds_error *err) DS_NODISCARD;
/* How a format shows a number: ds_xlsx_shown, or DS_XLSX_ZEROS + n. */
uint8_t ds_xlsx_shown_by(ds_text format);
/* strings.c: the shared strings; sheet.c asks for one. */
ds_status ds_xlsx_strings_read(ds_xlsx_book *book, ds_error *err) DS_NODISCARD;
bool ds_xlsx_string(const ds_xlsx_book *book, uint64_t index, ds_text *out);
/* Adds text, of which _x000D_ and its kin are the character that they stand for, from start on. */
void ds_xlsx_unescape(ds_buffer *text, size_t start);

#endif
