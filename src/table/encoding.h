/* table/encoding.h: what bytes a text is made of, and Windows-1252 to UTF-8. */
#ifndef DS_TABLE_ENCODING_H
#define DS_TABLE_ENCODING_H

#include "base/buffer.h"

enum {
    DS_ENCODING_PLAIN = 0,   /* ASCII, its only control characters tab, CR and LF */
    DS_ENCODING_HIGH = 1,    /* holds a byte of 80 or above */
    DS_ENCODING_CONTROL = 2, /* holds another control character (below 20, or 7F) */
};

/* The flags above that hold for data. Cost: a fraction of a cycle a byte. */
unsigned ds_encoding_scan(const char *data, size_t size);

/* The offset of the first byte that Windows-1252 text does not have: 81 8D 8F 90 9D and control
 * characters other than tab, CR, LF; size when there is none. */
size_t ds_encoding_not_1252(const char *data, size_t size);

/* How many bytes at the end of data begin a UTF-8 character that is not complete there: 0 to 3. */
size_t ds_encoding_cut_tail(const char *data, size_t size);

/* Writes a code point below U+10000 as UTF-8; returns its bytes, one to three. */
size_t ds_encoding_put(char *out, unsigned code);
/* Writes text as UTF-8 to out, which has room for 3 * text.size bytes; bytes that Windows-1252
 * leaves undefined become U+FFFD. Returns the number of bytes written. */
size_t ds_encoding_from_1252(ds_text text, char *out);

/* What a text was; ds_encoding_add has put it in as UTF-8 but for the first. */
typedef enum ds_encoded {
    DS_ENCODED_NOT, /* in none that it can be in */
    DS_ENCODED_PLAIN,
    DS_ENCODED_UTF8,
    DS_ENCODED_1252,
} ds_encoded;
/* Adds text to out as UTF-8. utf8: the file says that it is that; else it may be either. A fixed
 * width may have cut the last character of UTF-8 text: it is left away. */
ds_encoded ds_encoding_add(ds_buffer *out, ds_text text, bool utf8);

#endif
