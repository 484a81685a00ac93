/* tally/book.h: what ds_tally does with a book (doorstroom/book.h). */
#ifndef DS_TALLY_BOOK_H
#define DS_TALLY_BOOK_H

#include "doorstroom/book.h"

/* Notes what was counted, or puts what the book has in its place. */
ds_status ds_tally_book_pass(ds_tally_book *book, const ds_definitions *definitions,
                             const ds_tally_request *request, ds_cells **cells,
                             const ds_tally_note *note, ds_error *err) DS_NODISCARD;

#endif
