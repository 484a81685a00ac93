/* parse/xlsx/value.h: a cell of Excel as text. */
#ifndef DS_PARSE_XLSX_VALUE_H
#define DS_PARSE_XLSX_VALUE_H

#include "base/number.h"
#include "parse/xlsx/book.h"

typedef enum ds_xlsx_type {
    DS_XLSX_NUMBER,
    DS_XLSX_SHARED, /* the number of a shared string */
    DS_XLSX_TEXT,
    DS_XLSX_BOOLEAN,
    DS_XLSX_ERROR,
    DS_XLSX_DAY, /* written as a date, 2022-10-01T00:00:00 */
} ds_xlsx_type;

/* What t says of a cell; NULL is a number. False for what there is not. */
bool ds_xlsx_type_of(const char *t, ds_xlsx_type *out);

/* The value as text: a date as YYYY-MM-DD, with its time when that is not midnight; a percentage
 * with its %; a number that is shown with zeros in front, with them; another number as the shortest
 * decimal that reads back as the same; yes and no as TRUE and FALSE; #N/A as a word for missing.
 * *mark gets DS_TABLE_INEXACT for a number of more digits than Excel keeps (15), DS_TABLE_NO_VALUE
 * for an error such as #REF!. False when raw is none of its type. The result is in number, raw or
 * book. */
bool ds_xlsx_value(const ds_xlsx_book *book, ds_xlsx_type type, uint8_t shown, ds_text raw,
                   char number[DS_NUMBER_SIZE], uint8_t *mark, ds_text *out);

#endif
