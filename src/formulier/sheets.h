/* formulier/sheets.h: how a form lies in a workbook, for who writes it (xlsx_write.c) and who reads
 * it back (xlsx_read.c): a first sheet that says which form it is, a sheet for the single fields of
 * each topic, one for each table. */
#ifndef DS_FORMULIER_SHEETS_H
#define DS_FORMULIER_SHEETS_H

#include "formulier/facts.h"

enum { DS_SHEET_NAME_SIZE = 32 };

/* Of the single fields of topic i: "3 geld"; of its k-th table: "3.2 besteding". The same in both
 * languages. */
void ds_sheet_name(const ds_formulier *form, size_t topic, const ds_veld *table,
                   char out[DS_SHEET_NAME_SIZE]);
/* Whether a field is in a workbook at all: files are not. */
bool ds_sheet_has(const ds_veld *field);
/* Whether there is a single field of the topic in it. */
bool ds_sheet_has_fields(const ds_onderwerp *topic);

#define DS_SHEET_FIRST "formulier"
#define DS_SHEET_MARK "stand" /* of facts.mark, on the first sheet */
/* Headings, nl and en: of single fields and of tables. */
extern const ds_say ds_sheet_field_heads[4]; /* field, question, answer, hint */
extern const ds_say ds_sheet_row_heads[2];   /* row, name */
enum { DS_SHEET_ANSWER = 2 };                /* the column of answers among the first */

/* A text as it is to stand in a cell: what a reader would take for something else gets a backslash
 * before it, and so does what begins with one. */
bool ds_sheet_needs_guard(const char *text);

#endif
