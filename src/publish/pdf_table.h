/* publish/pdf_table.h: a table laid out for paper: columns of known widths, upright or lying, in
 * parts that repeat the keys where one page is not wide enough. Nothing is cut off. */
#ifndef DS_PUBLISH_PDF_TABLE_H
#define DS_PUBLISH_PDF_TABLE_H

#include "base/buffer.h"
#include "document/model.h"

typedef struct ds_pdf_column {
    const ds_field *field;
    size_t at;        /* of the fields */
    double width;     /* chosen, in points, without the room beside it */
    double body;      /* the widest value on one line */
    double least;     /* what it can do with */
    double wanted;    /* what it would like */
    const char *mark; /* the widest mark of a column of numbers; NULL: none */
} ds_pdf_column;

/* Which columns stand together: n of them, from the keys on. */
typedef struct ds_pdf_part {
    size_t first, n; /* of the columns that are no repeated keys */
} ds_pdf_part;

typedef struct ds_pdf_table {
    const ds_doc_table *table;
    ds_lang lang;
    ds_pdf_column *columns;
    size_t n_columns, n_keys; /* keys: repeated in each part, where there are several */
    size_t *rows;             /* those shown, of the table */
    size_t n_rows;
    ds_pdf_part *parts;
    size_t n_parts;
    double size; /* of its text, in points */
    double page; /* how wide the page is */
    bool landscape;
} ds_pdf_table;

/* close: of a page with small margins. DS_INPUT: a column without a heading; id is for the message.
 */
ds_status ds_pdf_table_lay_out(const ds_doc_table *table, const char *id, ds_lang lang, bool close,
                               ds_pdf_table *out, ds_error *err) DS_NODISCARD;
void ds_pdf_table_done(ds_pdf_table *laid);

/* One part as a call of cells() of report.typ, without its caption: what follows "cells(". */
void ds_pdf_table_put(const ds_pdf_table *laid, size_t part, ds_buffer *out);

#endif
