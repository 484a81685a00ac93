/* base/number.h: numbers from text and to text, whatever the locale of the host program. */
#ifndef DS_BASE_NUMBER_H
#define DS_BASE_NUMBER_H

#include "base/int128.h"

/* Digits only, with an optional sign; the whole text. False when it is anything else or does not
 * fit. */
bool ds_number_parse_integer(ds_text text, int64_t *out);
/* As ds_number_parse_integer, or with decimals that are all 0: "2.0", "2,00". Not three of them:
 * 1.000 may be a thousand. */
bool ds_number_parse_whole(ds_text text, int64_t *out);
/* A decimal with point or comma, no exponent, no thousands separator, times scale, rounded half
 * away from zero. "36,5" with scale 100 gives 3650. False when malformed or out of range. */
bool ds_number_parse_scaled(ds_text text, int32_t scale, int64_t *out);
/* A decimal with point or comma and perhaps an exponent ("1.5e3", "1,5E3", "-.5"), no thousands
 * separator, as the nearest double. False when malformed (also "inf", "nan" and hexadecimals),
 * longer than DS_NUMBER_TEXT_MAX bytes, or too large for a double. */
enum { DS_NUMBER_TEXT_MAX = 400 };
bool ds_number_parse_decimal(ds_text text, double *out);

/* What a file's numbers say of its decimal mark: on which line the first with a point stands, with
 * a comma, and the first that may be thousands in either way: 1.234 and 1,234, but not 0.234. */
typedef struct ds_number_marks {
    uint64_t marked[2], doubtful[2]; /* 0 a point, 1 a comma; line 0: none */
} ds_number_marks;
void ds_number_note_mark(ds_number_marks *marks, ds_text number, uint64_t line);
/* Lines of the earlier of both are kept. */
void ds_number_add_marks(ds_number_marks *to, const ds_number_marks *from);
/* True when a doubtful number stands beside one with the other mark: then nobody can tell what it
 * is. *out_doubtful and *out_other are their lines. */
bool ds_number_marks_clash(const ds_number_marks *marks, uint64_t *out_doubtful,
                           uint64_t *out_other);

/* How a text looks that is a key, of a person or a code. */
typedef enum ds_key_look {
    DS_KEY_TEXT,
    DS_KEY_NUMBER, /* digits */
    DS_KEY_ZERO,   /* digits and decimals that are all 0, not three */
    DS_KEY_SPOILT, /* decimals, a thousands mark, an exponent, a sign */
} ds_key_look;
/* Digits between points, commas, blanks, apostrophes; then perhaps an exponent, which counts with a
 * sign or after a mark: 12E4567 is a text. */
ds_key_look ds_number_look(ds_text text);
/* 2 of 2.0 and 2,0; anything else as it stands. */
ds_text ds_number_plain(ds_text text);

enum { DS_NUMBER_SIZE = 48 };
/* The shortest decimal that reads back as value, with a point; at most DS_NUMBER_SIZE bytes with
 * the closing zero. Not a number and the infinities give the empty text. Returns out. */
char *ds_number_print(double value, char out[DS_NUMBER_SIZE]);
/* The whole number x, exactly; false when it is not whole or has more than 18 digits. */
bool ds_number_print_whole(double x, char out[DS_NUMBER_SIZE]);
/* Whether a whole number may have been another before it was kept so: of 2^24 or more in 4 bytes,
 * of 2^53 or more in 8. */
bool ds_number_inexact(double x, bool four_bytes);
/* The double whose shortest decimal is the float's: 0.1f is 0.1 and not 0.10000000149011612. Not a
 * number and the infinities give not a number. */
double ds_number_widen(float value);
/* As json has it: 17 digits without closing zeros, a point or an exponent, so that it reads back as
 * no whole number: 12.0, 0.10000000000000001, 1e-20. value is finite. Returns out. */
char *ds_number_print_json(double value, char out[DS_NUMBER_SIZE]);
/* As a person reads it: decimals digits after the mark, thousands grouped; Dutch (1.234,5) or
 * English (1,234.5). Returns out. */
char *ds_number_print_grouped(double value, int decimals, bool dutch, char out[DS_NUMBER_SIZE]);
/* value / scale exactly, as the shortest decimal ("3650" with 100 gives "36.5"). Returns out. */
char *ds_number_print_scaled(ds_int128 value, int32_t scale, char out[DS_NUMBER_SIZE]);

#endif
