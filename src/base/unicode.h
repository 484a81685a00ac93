/* base/unicode.h: text as people see it: characters that show nothing, one spelling of an accent,
 * and letters folded for comparing. Text is well-formed UTF-8; other bytes stay as they are. */
#ifndef DS_BASE_UNICODE_H
#define DS_BASE_UNICODE_H

#include "doorstroom/base.h"

/* Without white space, control characters and characters without width (a byte order mark, a zero
 * width space, a soft hyphen) at both ends. No cost for text that begins and ends in plain ASCII.
 */
ds_text ds_unicode_trim(ds_text text);
/* The first of those characters within text, of white space all but the ordinary blank; 0 when
 * there is none. *out_at, when not NULL, is its place in characters, from 1. */
uint32_t ds_unicode_hidden(ds_text text, size_t *out_at);

/* Text, of at most size bytes, with an ordinary blank for other white space within and without what
 * has no width; a row of blanks that comes of it is one. In out; text itself when nothing is hidden
 * in it. */
ds_text ds_unicode_plain(ds_text text, char *out, size_t size);

/* False when text is surely in NFC: when all of it lies below U+0300. */
bool ds_unicode_may_decompose(ds_text text);
enum { DS_UNICODE_GROWTH = 3 }; /* NFC is at most so many times as long */
/* Text in normalisation form C, in out, which has room for DS_UNICODE_GROWTH times its size. work
 * and *capacity are scratch, kept from call to call and freed by the caller. False when memory is
 * short. */
bool ds_unicode_nfc(ds_text text, char *out, size_t *out_size, int32_t **work, size_t *capacity);

/* Text folded for comparing names of columns or keys: letters without case, in NFC; with loose also
 * without accents, white space and underscores. In out, with room for size bytes; longer is cut.
 * Returns how many bytes it is. For short text: of at most DS_UNICODE_FOLD_MAX bytes; of longer
 * text ASCII letters alone are folded. */
enum { DS_UNICODE_FOLD_MAX = 256 };
size_t ds_unicode_fold(ds_text text, bool loose, char *out, size_t size);

#endif
