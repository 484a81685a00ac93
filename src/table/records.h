/* table/records.h: a text file of records without a line of column names, each with as many fields
 * as it happens to have: DUO's deliveries of several kinds of record in one file. The tokeniser,
 * its limits and its messages are those of a CSV (table/csv.h). */
#ifndef DS_TABLE_RECORDS_H
#define DS_TABLE_RECORDS_H

#include "doorstroom/table.h"

enum { DS_RECORD_FIELDS_MAX = 64 }; /* more are a fault: no described record has half as many */

typedef struct ds_record_sink {
    void *context;
    /* In file order, from the caller's thread. fields[0 .. DS_RECORD_FIELDS_MAX): the first
     * n_fields are the record's, UTF-8, the others empty; valid during the call. A failure ends the
     * reading. */
    ds_status (*record)(void *context, const ds_text *fields, size_t n_fields, uint64_t line,
                        ds_error *err);
    void (*progress)(void *context, uint64_t bytes); /* may be NULL */
} ds_record_sink;

/* Reads path, which info describes (a CSV by its name), into sink. Blank lines are passed over.
 * Faults, DS_INPUT with file, line, column: an open quote, text after a closing quote, a record
 * over DS_TABLE_LINE_MAX, more than DS_RECORD_FIELDS_MAX fields, a file that changed. Memory: two
 * chunks of DS_CSV_CHUNK_SIZE. Cost: one read. */
ds_status ds_records_read(const char *path, const ds_table_info *info, const ds_record_sink *sink,
                          ds_error *err) DS_NODISCARD;

#endif
