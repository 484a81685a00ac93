/* doorstroom/arrow.h, of document: a document's table as an Arrow stream, for programs that work
 * with columns: pyarrow, pandas, polars, DuckDB, R.
 *
 * The table is the one that csv shows: the same columns, rows and values, in the same order. Of a
 * column all values are of one type, by what its fields hold:
 *  - int64 ("l"): whole numbers, school years and years;
 *  - float64 ("g"): numbers, shares, p-values and decimals; the very double that csv's text reads
 *    back to; whole numbers that stand among them, too;
 *  - bool ("b"): flags;
 *  - utf8 ("u"): everything else, and a column of several kinds, as csv writes it.
 * What csv leaves empty is null. Where csv has a word in a column of numbers (a state), the number
 * is null and the word stands in a second column behind it, utf8, <id>_toestand; metadata of the
 * first column says so ("toestand").
 *
 * Metadata of a column: "titel" and "titel_en", what people read above it.
 *
 * Threads: a stream belongs to one thread at a time. */
#ifndef DOORSTROOM_ARROW_H
#define DOORSTROOM_ARROW_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/document.h"

DS_BEGIN_DECLS

enum { DS_ARROW_BATCH_ROWS = 65536 }; /* rows of one array of a stream, at most */

/* table: the id of the table, or of its section, as ds_write_options.table; NULL: there is one. All
 * rows are made now, into memory of the stream's own: it outlives the document. *out must be
 * released by its own release. DS_USAGE as of ds_document_write to csv: no such table, or several.
 * DS_FAULT: memory, or a document that is not whole. Cost: one walk over the rows; 8 bytes a
 * number, a bit a flag, a text its bytes and 4. */
DS_API ds_status ds_document_arrow(const ds_document *document, const char *table,
                                   struct ArrowArrayStream *out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
