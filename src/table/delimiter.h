/* table/delimiter.h: which delimiter a CSV has, told from its header line byte by byte.
 *
 * The header is the first line with something on it. Of , ; | and tab the one that stands there
 * most often, outside quotes, is the delimiter; the first of equals in that order. */
#ifndef DS_TABLE_DELIMITER_H
#define DS_TABLE_DELIMITER_H

#include "doorstroom/base.h"

typedef struct ds_delimiter {
    uint64_t counts[4];
    bool content;     /* something other than white space was seen */
    bool done;        /* the header's end was seen */
    bool quoted;      /* within quotes */
    bool field_start; /* at the first byte of a field */
    char last;
    uint64_t line, column;                 /* of the next byte */
    uint64_t lone_cr_line, lone_cr_column; /* a CR in the header that no LF follows; 0: none */
} ds_delimiter;

void ds_delimiter_init(ds_delimiter *look);
/* The next bytes of the file; stops by itself at the header's end. */
void ds_delimiter_add(ds_delimiter *look, const char *data, size_t size);
/* The delimiter; a comma when the header has none. */
char ds_delimiter_finish(const ds_delimiter *look);

#endif
