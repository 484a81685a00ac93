/* base/number.c: numbers from text and to text. See number.h. */
#include "base/number.h"

#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digits.h"

bool ds_number_parse_integer(ds_text text, int64_t *out) {
    size_t i = 0;
    bool negative = false;
    int64_t value = 0;
    if (text.size > 0 && (text.data[0] == '-' || text.data[0] == '+')) {
        negative = text.data[0] == '-';
        i = 1;
    }
    if (i == text.size) return false;
    for (; i < text.size; i++) {
        int digit = text.data[i] - '0';
        if (digit < 0 || digit > 9) return false;
        if (__builtin_mul_overflow(value, 10, &value)) return false;
        if (__builtin_sub_overflow(value, digit, &value))
            return false; /* down: reaches INT64_MIN */
    }
    if (!negative && value == INT64_MIN) return false;
    *out = negative ? value : -value;
    return true;
}

bool ds_number_parse_whole(ds_text text, int64_t *out) {
    size_t zeros = 0;
    if (ds_number_parse_integer(text, out)) return true;
    while (zeros < text.size && text.data[text.size - zeros - 1] == '0')
        zeros++;
    if (zeros == 0 || zeros == 3 || zeros == text.size) return false;
    text.size -= zeros + 1;
    return (text.data[text.size] == '.' || text.data[text.size] == ',') &&
           ds_number_parse_integer(text, out);
}

bool ds_number_parse_scaled(ds_text text, int32_t scale, int64_t *out) {
    int64_t value = 0, unit = scale;
    size_t i = 0;
    bool negative = false, fraction = false, digits = false, rounded = false;
    if (text.size > 0 && (text.data[0] == '-' || text.data[0] == '+'))
        negative = text.data[i++] == '-';
    for (; i < text.size; i++) {
        int digit = text.data[i] - '0';
        if ((text.data[i] == '.' || text.data[i] == ',') && !fraction) {
            fraction = true;
            continue;
        }
        if (digit < 0 || digit > 9) return false;
        digits = true;
        if (fraction && unit == 1) { /* past what the unit holds: round on the first digit */
            if (!rounded && digit >= 5 && __builtin_add_overflow(value, 1, &value)) return false;
            rounded = true;
            continue;
        }
        if (__builtin_mul_overflow(value, 10, &value)) return false;
        if (__builtin_add_overflow(value, digit, &value)) return false;
        if (fraction) unit /= 10;
    }
    if (!digits || __builtin_mul_overflow(value, unit, &value)) return false;
    *out = negative ? -value : value;
    return true;
}

/* One to three digits of which the first is no 0, a mark, three digits. */
static bool is_doubtful(ds_text number, size_t at) {
    const bool sign = number.data[0] == '-' || number.data[0] == '+';
    const size_t before = at - sign;
    return number.size - at == 4 && before >= 1 && before <= 3 && number.data[sign] != '0';
}

static void keep_earlier(uint64_t *to, uint64_t line) {
    if (line != 0 && (*to == 0 || line < *to)) *to = line;
}

void ds_number_note_mark(ds_number_marks *marks, ds_text number, uint64_t line) {
    for (size_t i = 0; i < number.size; i++) {
        const char c = number.data[i];
        if (c != '.' && c != ',') continue;
        keep_earlier(&marks->marked[c == ','], line);
        if (is_doubtful(number, i)) keep_earlier(&marks->doubtful[c == ','], line);
        return;
    }
}

void ds_number_add_marks(ds_number_marks *to, const ds_number_marks *from) {
    for (size_t i = 0; i < 2; i++) {
        keep_earlier(&to->marked[i], from->marked[i]);
        keep_earlier(&to->doubtful[i], from->doubtful[i]);
    }
}

bool ds_number_marks_clash(const ds_number_marks *marks, uint64_t *out_doubtful,
                           uint64_t *out_other) {
    for (size_t i = 0; i < 2; i++) {
        if (marks->doubtful[i] == 0 || marks->marked[1 - i] == 0) continue;
        *out_doubtful = marks->doubtful[i];
        *out_other = marks->marked[1 - i];
        return true;
    }
    return false;
}

/* The parts of a decimal: digits without the mark, and by which power of ten they count. */
typedef struct decimal {
    bool negative, marked;
    size_t n_digits;
    uint64_t digits; /* of the first 19 */
    int exponent;
} decimal;

static size_t take_digits(ds_text text, size_t i, decimal *d) {
    for (; i < text.size; i++) {
        const int digit = text.data[i] - '0';
        if (!d->marked && (text.data[i] == '.' || text.data[i] == ',')) {
            d->marked = true;
            continue;
        }
        if (digit < 0 || digit > 9) break;
        if (d->n_digits < 19) d->digits = d->digits * 10 + (uint64_t)digit;
        d->n_digits++;
        if (d->marked) d->exponent--;
    }
    return i;
}

/* The whole text; the exponent is cut off at 100,000, where every double has ended. */
static bool take_decimal(ds_text text, decimal *d) {
    const bool sign = text.size > 0 && (text.data[0] == '-' || text.data[0] == '+');
    size_t i = sign ? 1 : 0;
    int64_t exponent = 0;
    *d = (decimal){.negative = sign && text.data[0] == '-'};
    i = take_digits(text, i, d);
    if (d->n_digits == 0) return false;
    if (i == text.size) return true;
    if (text.data[i] != 'e' && text.data[i] != 'E') return false;
    i++;
    if (!ds_number_parse_integer((ds_text){text.data + i, text.size - i}, &exponent)) return false;
    if (exponent > 100000) exponent = 100000;
    if (exponent < -100000) exponent = -100000;
    d->exponent += (int)exponent;
    return true;
}

bool ds_number_parse_decimal(ds_text text, double *out) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    char plain[DS_NUMBER_TEXT_MAX + 1];
    const char mark = localeconv()->decimal_point[0];
    decimal d;
    double value;
    if (text.size > DS_NUMBER_TEXT_MAX || !take_decimal(text, &d)) return false;
    if (d.n_digits <= 15 && d.exponent >= -22 && d.exponent <= 22) {
        /* both are doubles without rounding, so one operation rounds once */
        value = (double)d.digits;
        value = d.exponent < 0 ? value / powers[-d.exponent] : value * powers[d.exponent];
        *out = d.negative ? -value : value;
        return true;
    }
    for (size_t i = 0; i < text.size; i++)
        plain[i] = text.data[i] == '.' || text.data[i] == ',' ? mark : text.data[i];
    plain[text.size] = '\0';
    value = strtod(plain, NULL);
    if (!isfinite(value)) return false;
    *out = value;
    return true;
}

static char *with_point(char *text) {
    char *comma = strchr(text, ',');
    if (comma != NULL) *comma = '.';
    return text;
}

/* By trying: where the doubles below lie closer than those above, the nearest decimal of so many
 * digits may not read back and another does, which is then not what is printed. */
static void print_by_trial(double value, char out[DS_NUMBER_SIZE]) {
    for (int precision = 1; precision <= 17; precision++) {
        (void)snprintf(out, DS_NUMBER_SIZE, "%.*g", precision, value);
        if (strtod(out, NULL) == value) break; /* same locale both ways */
    }
    with_point(out);
    if (strchr(out, 'e') != NULL && fabs(value) < 1e15 && fabs(value) >= 1e-5) {
        char plain[DS_NUMBER_SIZE];
        for (int decimals = 0; decimals <= 22; decimals++) {
            (void)snprintf(plain, sizeof plain, "%.*f", decimals, value);
            if (strtod(plain, NULL) == value) break;
        }
        memcpy(out, with_point(plain), sizeof plain);
    }
}

static bool is_power_of_two(double value) {
    int exponent;
    return fabs(frexp(value, &exponent)) == 0.5;
}

/* 0.00125, 12.5 or 12500: n digits, of which the first counts for ten to the power exponent. */
static char *lay_out_plain(const char *digits, int n, int exponent, char *to) {
    int at = 0;
    if (exponent < 0) {
        *to++ = '0';
        *to++ = '.';
        for (int i = -1; i > exponent; i--)
            *to++ = '0';
    }
    for (; at < n; at++) {
        if (exponent >= 0 && at == exponent + 1) *to++ = '.';
        *to++ = digits[at];
    }
    for (; at <= exponent; at++)
        *to++ = '0';
    return to;
}

static char *lay_out_scientific(const char *digits, int n, int exponent, char *to) {
    const int size = exponent < 0 ? -exponent : exponent;
    *to++ = digits[0];
    if (n > 1) *to++ = '.';
    for (int i = 1; i < n; i++)
        *to++ = digits[i];
    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    if (size >= 100) *to++ = (char)('0' + size / 100);
    *to++ = (char)('0' + size / 10 % 10);
    *to++ = (char)('0' + size % 10);
    return to;
}

/* What ds_digits_shortest writes, as digits and an exponent; returns how many digits. */
static int take_shortest(double value, char digits[32], int *out_exponent) {
    char text[32];
    const size_t size = ds_digits_shortest(fabs(value), text, sizeof text);
    int n = 0, exponent = 0;
    size_t i = 0;
    bool negative;
    for (; i < size && text[i] != 'e'; i++)
        if (text[i] != '.') digits[n++] = text[i];
    negative = i + 1 < size && text[i + 1] == '-';
    for (i += 2; i < size; i++)
        exponent = exponent * 10 + (text[i] - '0');
    *out_exponent = negative ? -exponent : exponent;
    return n;
}

char *ds_number_print(double value, char out[DS_NUMBER_SIZE]) {
    char digits[32] = "", *to = out;
    int n, exponent;
    out[0] = '\0';
    if (!isfinite(value)) return out;
    if (is_power_of_two(value) && (fabs(value) < 1 || fabs(value) >= 1e15)) {
        print_by_trial(value, out);
        return out;
    }
    n = take_shortest(value, digits, &exponent);
    if (signbit(value)) *to++ = '-';
    if (exponent < -5 || (exponent >= 15 && exponent >= n))
        to = lay_out_scientific(digits, n, exponent, to);
    else
        to = lay_out_plain(digits, n, exponent, to);
    *to = '\0';
    return out;
}

char *ds_number_print_json(double value, char out[DS_NUMBER_SIZE]) {
    size_t size = ds_digits_precise(value, 17, out, DS_NUMBER_SIZE - 3), e;
    out[size] = '\0';
    e = strcspn(out, "e");
    if (e == size) {
        if (strchr(out, '.') == NULL) memcpy(out + size, ".0", 3); /* it is no whole number */
        return out;
    }
    e += out[e + 1] == '-' ? 2 : 1;
    size = strspn(out + e, "+0");
    memmove(out + e, out + e + size, strlen(out + e + size) + 1);
    return out;
}

char *ds_number_print_grouped(double value, int decimals, bool dutch, char out[DS_NUMBER_SIZE]) {
    char plain[DS_NUMBER_SIZE];
    size_t n = 0, length, whole;
    out[0] = '\0';
    if (!isfinite(value) || fabs(value) >= 1e18) return out;
    (void)snprintf(plain, sizeof plain, "%.*f", decimals, value);
    with_point(plain);
    length = strlen(plain);
    whole = strcspn(plain, ".");
    for (size_t i = 0; i < length && n + 2 < DS_NUMBER_SIZE; i++) {
        size_t left = whole > i ? whole - i : 0;
        bool digits_before = i > 0 && plain[i - 1] != '-';
        if (left > 0 && left % 3 == 0 && digits_before) out[n++] = dutch ? '.' : ',';
        out[n++] = plain[i] == '.' ? (dutch ? ',' : '.') : plain[i];
    }
    out[n] = '\0';
    return out;
}

char *ds_number_print_scaled(ds_int128 value, int32_t scale, char out[DS_NUMBER_SIZE]) {
    char digits[DS_NUMBER_SIZE];
    size_t n = sizeof digits - 1, decimals = 0;
    bool negative = value < 0;
    ds_uint128 rest = negative ? -(ds_uint128)value : (ds_uint128)value;
    for (int32_t s = scale; s > 1; s /= 10)
        decimals++;
    while (decimals > 0 && rest % 10 == 0) { /* no closing zeros */
        rest /= 10;
        decimals--;
    }
    digits[n] = '\0';
    do {
        digits[--n] = (char)('0' + (int)(rest % 10));
        rest /= 10;
        if (decimals > 0 && --decimals == 0) {
            digits[--n] = '.';
            if (rest == 0) digits[--n] = '0';
        }
    } while ((rest > 0 || decimals > 0) && n > 1);
    if (negative) digits[--n] = '-';
    memcpy(out, digits + n, sizeof digits - n);
    return out;
}

/* ---- keys ---- */

static size_t run_of_digits(ds_text text, size_t at) {
    size_t n = 0;
    while (at + n < text.size && text.data[at + n] >= '0' && text.data[at + n] <= '9')
        n++;
    return n;
}

/* Of a text without its sign. */
static ds_key_look look_unsigned(ds_text text) {
    size_t at = run_of_digits(text, 0), n_marks = 0, last = 0;
    bool exponent, sign;
    if (at == text.size) return text.size == 0 ? DS_KEY_TEXT : DS_KEY_NUMBER;
    if (at == 0 && text.data[0] != '.' && text.data[0] != ',') return DS_KEY_TEXT;
    while (at < text.size && memchr("., '", text.data[at], 4) != NULL) {
        n_marks++;
        last = ++at;
        at += run_of_digits(text, at);
    }
    exponent = at < text.size && (text.data[at] == 'e' || text.data[at] == 'E');
    sign = exponent && at + 1 < text.size && memchr("+-", text.data[at + 1], 2) != NULL;
    if (exponent) {
        const size_t from = at + 1 + sign;
        if (from == text.size || run_of_digits(text, from) != text.size - from) return DS_KEY_TEXT;
        return sign || n_marks > 0 ? DS_KEY_SPOILT : DS_KEY_TEXT;
    }
    if (at < text.size) return DS_KEY_TEXT;
    if (n_marks != 1 || last < 2 || last == text.size || text.size - last == 3 ||
        (text.data[last - 1] != '.' && text.data[last - 1] != ','))
        return DS_KEY_SPOILT;
    for (size_t i = last; i < text.size; i++)
        if (text.data[i] != '0') return DS_KEY_SPOILT;
    return DS_KEY_ZERO;
}

ds_key_look ds_number_look(ds_text text) {
    const bool sign = text.size > 1 && (text.data[0] == '+' || text.data[0] == '-');
    ds_key_look look;
    if (sign) text = (ds_text){text.data + 1, text.size - 1};
    look = look_unsigned(text);
    return sign && look != DS_KEY_TEXT ? DS_KEY_SPOILT : look;
}

ds_text ds_number_plain(ds_text text) {
    if (ds_number_look(text) != DS_KEY_ZERO) return text;
    while (text.data[text.size - 1] == '0')
        text.size--;
    text.size--;
    return text;
}

bool ds_number_print_whole(double x, char out[DS_NUMBER_SIZE]) {
    if (!(fabs(x) < 1e18) || x != trunc(x)) return false;
    (void)snprintf(out, DS_NUMBER_SIZE, "%" PRId64, (int64_t)x);
    return true;
}

bool ds_number_inexact(double x, bool four_bytes) {
    return fabs(x) >= (four_bytes ? 16777216.0 : 9007199254740992.0);
}

static double widen_float(float value) {
    char text[DS_NUMBER_SIZE];
    for (int precision = 6; precision <= 9; precision++) {
        (void)snprintf(text, sizeof text, "%.*g", precision, (double)value);
        if (strtof(text, NULL) == value) break; /* same locale both ways */
    }
    return strtod(text, NULL);
}

double ds_number_widen(float value) {
    if (!isfinite(value)) return (double)NAN;
    return value == truncf(value) ? (double)value : widen_float(value);
}
