/* arrow/read.h: an Arrow stream that somebody else made, read as text, a batch of rows at a time.
 *
 * Nothing of it is believed that can be checked: sizes, offsets, bits, numbers of children and
 * buffers, where texts lie. How large a buffer is the interface does not say: who hands over a
 * stream is in this process, and is trusted that far. Types that are no single value are refused
 * by name. */
#ifndef DS_ARROW_READ_H
#define DS_ARROW_READ_H

#include "base/number.h"
#include "doorstroom/arrow_abi.h"

enum { DS_ARROW_COLUMNS_MAX = 4096 };

typedef struct ds_arrow_reader ds_arrow_reader;

/* Takes the stream over: *in is released by this, also when it fails, or by ds_arrow_close. name is
 * the file of the errors; copied. */
ds_status ds_arrow_open(const char *name, struct ArrowArrayStream *in, ds_arrow_reader **out,
                        ds_error *err) DS_NODISCARD;
void ds_arrow_close(ds_arrow_reader *reader);

size_t ds_arrow_n_columns(const ds_arrow_reader *reader);
const char *ds_arrow_column_name(const ds_arrow_reader *reader, size_t column);

/* The next rows; 0: there are no more. */
ds_status ds_arrow_next(ds_arrow_reader *reader, size_t *out_n_rows, ds_error *err) DS_NODISCARD;

/* Room for a number, a moment, or a decimal of 38 digits. */
enum { DS_ARROW_TEXT_SIZE = 64 };
/* The value as text; {NULL, 0} for null and for a float that is no number. A whole number has no
 * decimals; a float the shortest decimal of its own precision, with an exponent where it may have
 * been another whole number before (2^24 in 4 bytes, 2^53 in 8): 1.6777216e+7, 2.0e+010, which the
 * gate of tables knows again (table/gate.c), and who takes a value refuses it. A
 * moment is YYYY-MM-DD, with its time behind it when that is not midnight. The text lies in room or
 * in the batch. DS_INPUT, with the row and column: what is no UTF-8, a NUL, an infinity, a moment
 * outside the years 1 to 9999, and what does not add up. */
ds_status ds_arrow_text(const ds_arrow_reader *reader, size_t column, size_t row,
                        char room[DS_ARROW_TEXT_SIZE], ds_text *out, ds_error *err) DS_NODISCARD;

#endif
