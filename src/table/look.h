/* table/look.h: the faults of a CSV that only its raw bytes show, found while they pass by.
 *
 * Bytes come in blocks, in order. Kept from one block to the next: the line, how far along it we
 * are, whether all was UTF-8 so far, the first byte that Windows-1252 does not have, and the first
 * character that UTF-8 writes in several bytes. A file may be either; one that can be neither is
 * refused, and so is one that is both by turns: two files glued together, of which either reading
 * spoils the half. */
#ifndef DS_TABLE_LOOK_H
#define DS_TABLE_LOOK_H

#include "doorstroom/base.h"
#include "table/delimiter.h"

typedef struct ds_look_place {
    uint64_t line, column; /* from 1; line 0: nowhere */
    unsigned char byte;
} ds_look_place;

typedef struct ds_look {
    const char *path;
    uint64_t line;       /* on which the next block begins, from 1 */
    uint64_t line_bytes; /* of that line, in earlier blocks */
    char last;           /* the byte before the next block */
    bool utf8;           /* so far */
    bool high;           /* a byte of 80 or above was seen */
    ds_look_place not_utf8, not_1252;
    ds_look_place many; /* the first character of several bytes that is well-formed UTF-8 */
    ds_delimiter delimiter;
    size_t n_before; /* bytes before the header: a line that names the delimiter */
} ds_look;

enum { DS_LOOK_TAIL = 3 }; /* bytes of an earlier block that stand before the next */

void ds_look_init(ds_look *look, const char *path);
/* Looks at data[0..size), which n_tail bytes precede in memory (data[-n_tail] …): the beginning of
 * a character that the block before left unfinished. *out_tail is how many this block leaves so. */
ds_status ds_look_add(ds_look *look, const char *data, size_t size, size_t n_tail, size_t *out_tail,
                      ds_error *err) DS_NODISCARD;
/* The file ends here, perhaps with tail[0..n_tail) of an unfinished character. */
ds_status ds_look_finish(ds_look *look, const char *tail, size_t n_tail,
                         ds_error *err) DS_NODISCARD;

#endif
