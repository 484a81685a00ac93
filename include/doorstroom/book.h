/* doorstroom/book.h, of tally: a book of counts, of a register that is elsewhere, in parts.
 *
 * A question that counts several times before it has an answer (the monitor) is asked of each part
 * with an empty book, which notes every table that is counted; the notes of all parts, added up
 * (parts.h), are a book from which the same question takes its tables, on a machine that has no
 * careers at all. What the book does not have is an error, never a zero.
 *
 * A book belongs to one question at a time. */
#ifndef DOORSTROOM_BOOK_H
#define DOORSTROOM_BOOK_H

#include "doorstroom/parts.h"
#include "doorstroom/tally.h"

DS_BEGIN_DECLS

/* An empty book, to note in; NULL when memory is short. */
DS_API ds_tally_book *ds_tally_book_new(void) DS_NODISCARD;
/* A book to count from: files of json as ds_parts_open takes them. paths are borrowed. */
DS_API ds_status ds_tally_book_open(const char *const *paths, size_t n, ds_tally_book **out,
                                    ds_error *err) DS_NODISCARD;
DS_API void ds_tally_book_free(ds_tally_book *book);

/* ds_register_lend (register.h) has what is counted of a register go through a book. A table that
 * was noted; borrowed from the book. */
typedef struct ds_book_table {
    const ds_indicator *indicator; /* of it: id, names, goal, source, versions, kind of outcome */
    const char *const *key_names;
    size_t n_keys;
    const char *keys_version;
    const ds_cells *cells;
    ds_tally_note note;
} ds_book_table;
DS_API size_t ds_tally_book_n(const ds_tally_book *book);
DS_API ds_book_table ds_tally_book_at(const ds_tally_book *book, size_t i);
/* Of one to count from: the register that it is of; "" of an empty one. */
DS_API const char *ds_tally_book_generation(const ds_tally_book *book);

DS_END_DECLS

#endif
