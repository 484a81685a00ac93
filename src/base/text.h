/* base/text.h: views of text: comparing, trimming, and the nearest known name for a misspelt one.
 */
#ifndef DS_BASE_TEXT_H
#define DS_BASE_TEXT_H

#include "doorstroom/base.h"

ds_text ds_text_of(const char *string);
bool ds_text_is(ds_text text, const char *string);
bool ds_text_equal(ds_text a, ds_text b);
/* ASCII letters only fold. */
bool ds_text_equal_nocase(ds_text a, ds_text b);
/* By bytes; a prefix comes first. Negative, zero or positive. */
int ds_text_compare(ds_text a, ds_text b);
/* Without ASCII spaces and tabs at both ends. */
ds_text ds_text_trim(ds_text text);
/* True when text is well-formed UTF-8 (RFC 3629: no overlong forms, surrogates or values above
 * U+10FFFF). *out_bad, when not NULL, is the offset of the first byte that is not. */
bool ds_text_is_utf8(ds_text text, size_t *out_bad);

/* Whether text may be shown as the name of a column: no digit first, at most five digits, no @.
 * What stands on the first line of a file without a header may be a person's. */
bool ds_text_is_name(ds_text text);

/* Whether two names of columns are the same but for letter case, accents, blanks and underscores.
 */
bool ds_text_same_name(ds_text a, ds_text b);
/* The index of the name that is wanted: the one that differs in letter case at most, else the one
 * that is the same name; SIZE_MAX for none. *out_twice: another that is as near, else SIZE_MAX. */
size_t ds_text_find_name(const ds_text *names, size_t n, ds_text wanted, size_t *out_twice);

/* How many bytes to change, add, leave out or swap with their neighbour to get from one to the
 * other, lower-cased; SIZE_MAX when b is longer than 64 bytes. */
size_t ds_text_distance(ds_text a, ds_text b);

/* The index of the name nearest to text, by changed, added, left out or swapped bytes, lower-cased,
 * the first of equals; SIZE_MAX when none is within a third of the length plus one, or text is
 * longer than 64 bytes. */
size_t ds_text_nearest(ds_text text, const char *const *names, size_t n_names);
/* The same, and within half of the length of those that begin alike: to be suggested, and for
 * nothing that is decided by it. */
size_t ds_text_nearest_by_ear(ds_text text, const char *const *names, size_t n_names);

/* The length of what may steer a terminal at text, 0 for none: C0 and DEL, C1 (C2 80-9F), the
 * directional marks U+061C, 200E, 200F, 202A-202E and 2066-2069, the ends of lines U+2028 and 2029,
 * and what shows nothing and makes two names look the same: U+180E, 200B-200D, 2060-206F, FEFF and
 * the tags U+E0000-E007F. */
size_t ds_text_steering_size(const unsigned char *text, size_t size);

#endif
