/* arrow/values.c: an array of another's making, checked, and its values as text. See values.h. */
#include "arrow/values.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

#define ROWS_MAX                                                                                   \
    ((int64_t)1 << 40) /* of one array: no sum of two overflows, whatever a row takes */

#define FAULT(name, nl_text, en_text) static const ds_say name = {nl_text, en_text}
FAULT(released, "een kolom is al vrijgegeven", "a column is released already");
FAULT(bad_length, "een lengte of begin dat niet kan", "a length or offset that cannot be");
FAULT(too_short, "een kolom is korter dan de tabel", "a column is shorter than the table");
FAULT(bad_buffers, "een ander aantal buffers dan bij de soort hoort",
      "another number of buffers than its type has");
FAULT(bad_children, "kolommen binnen een kolom", "columns within a column");
FAULT(bad_dictionary, "een woordenlijst die er niet hoort, of ontbreekt",
      "a dictionary that does not belong here, or is missing");
FAULT(no_buffer, "een buffer ontbreekt", "a buffer is missing");
FAULT(bad_nulls, "een aantal lege waarden dat niet klopt", "a number of nulls that is not right");
FAULT(bad_places, "teksten liggen niet achter elkaar", "texts do not lie behind each other");
FAULT(bad_view, "een tekst ligt buiten zijn buffer", "a text lies outside its buffer");
FAULT(no_utf8, "geen geldig UTF-8", "no valid UTF-8");
FAULT(a_nul, "een NUL-teken in de tekst", "a NUL character in the text");
FAULT(infinite, "een oneindig getal", "an infinite number");
FAULT(no_moment, "een moment buiten de jaren 1 tot en met 9999",
      "a moment outside the years 1 to 9999");
FAULT(too_fine, "een moment fijner dan een microseconde", "a moment finer than a microsecond");
FAULT(bad_decimal, "een decimaal van meer dan 38 cijfers", "a decimal of more than 38 digits");

/* ---- loads, for a buffer need not be aligned ---- */

static int32_t load_32(const void *data, int64_t i) {
    int32_t x;
    memcpy(&x, (const char *)data + (size_t)i * sizeof x, sizeof x);
    return x;
}

static int64_t load_64(const void *data, int64_t i) {
    int64_t x;
    memcpy(&x, (const char *)data + (size_t)i * sizeof x, sizeof x);
    return x;
}

static bool load_bit(const uint8_t *bits, int64_t i) {
    return (bits[i / 8] >> (i % 8) & 1) != 0;
}

/* ---- an array ---- */

static ds_arrow_fault check_nulls(const struct ArrowArray *array, ds_arrow_kind kind) {
    const uint8_t *bits;
    int64_t n = 0;
    if (array->null_count < -1 || array->null_count > array->length) return &bad_nulls;
    if (kind == DS_ARROW_IN_NULL) return NULL;
    bits = array->buffers[0];
    if (bits == NULL) return array->null_count > 0 ? &bad_nulls : NULL;
    if (array->null_count < 0) return NULL;
    for (int64_t i = 0; i < array->length; i++)
        n += !load_bit(bits, array->offset + i);
    return n == array->null_count ? NULL : &bad_nulls;
}

static int64_t place_at(const ds_arrow_values *v, int64_t i) {
    const void *places = v->array->buffers[1];
    return v->type.kind == DS_ARROW_IN_TEXT ? load_32(places, i) : load_64(places, i);
}

/* Where texts begin rises, from 0 on, over all that may be asked of. */
static ds_arrow_fault check_places(const ds_arrow_values *v) {
    int64_t before;
    if (v->n == 0) return NULL;
    before = place_at(v, v->first);
    if (before < 0) return &bad_places;
    for (int64_t i = 1; i <= v->n; i++) {
        const int64_t place = place_at(v, v->first + i);
        if (place < before) return &bad_places;
        before = place;
    }
    return before > place_at(v, v->first) && v->array->buffers[2] == NULL ? &no_buffer : NULL;
}

static ds_arrow_fault check_buffers(const ds_arrow_values *v) {
    const struct ArrowArray *array = v->array;
    const ds_arrow_kind kind = v->type.kind;
    const int64_t wanted = ds_arrow_n_buffers(kind);
    const bool views = kind == DS_ARROW_IN_TEXT_VIEW;
    if (kind == DS_ARROW_IN_NULL) /* polars gives such an array the place of its bits, too */
        return array->n_buffers == 0 || array->n_buffers == 1 ? NULL : &bad_buffers;
    if (views ? array->n_buffers < wanted || array->n_buffers > INT32_MAX
              : array->n_buffers != wanted)
        return &bad_buffers;
    if (array->buffers == NULL) return &no_buffer;
    if (v->n > 0 && array->buffers[1] == NULL) return &no_buffer;
    if (views && array->n_buffers > wanted && array->buffers[array->n_buffers - 1] == NULL)
        return &no_buffer;
    return NULL;
}

ds_arrow_fault ds_arrow_check(const struct ArrowArray *array, ds_arrow_in_type type,
                              bool dictionary, int64_t skip, int64_t n, ds_arrow_values *out) {
    ds_arrow_values v = {.type = type, .array = array, .n = n};
    ds_arrow_fault fault;
    if (array == NULL || array->release == NULL) return &released;
    if (array->length < 0 || array->length > ROWS_MAX || array->offset < 0 ||
        array->offset > ROWS_MAX || skip < 0 || skip > ROWS_MAX || n < 0 || n > ROWS_MAX)
        return &bad_length;
    if (array->length < skip + n) return &too_short;
    if (array->n_children != 0) return &bad_children;
    if ((array->dictionary != NULL) != dictionary) return &bad_dictionary;
    v.first = array->offset + skip;
    fault = check_buffers(&v);
    if (fault == NULL) fault = check_nulls(array, type.kind);
    if (fault == NULL && (type.kind == DS_ARROW_IN_TEXT || type.kind == DS_ARROW_IN_LARGE_TEXT))
        fault = check_places(&v);
    if (fault == NULL) *out = v;
    return fault;
}

/* ---- a value ---- */

bool ds_arrow_is_null(const ds_arrow_values *v, int64_t i) {
    return v->type.kind == DS_ARROW_IN_NULL ||
           (v->array->buffers[0] != NULL && !load_bit(v->array->buffers[0], v->first + i));
}

int64_t ds_arrow_whole(const ds_arrow_values *v, int64_t i) {
    const void *data = v->array->buffers[1];
    const int64_t at = v->first + i;
    uint16_t two;
    switch (v->type.kind) {
    case DS_ARROW_IN_INT8:
        return ((const int8_t *)data)[at];
    case DS_ARROW_IN_UINT8:
        return ((const uint8_t *)data)[at];
    case DS_ARROW_IN_INT16:
    case DS_ARROW_IN_UINT16:
        memcpy(&two, (const char *)data + (size_t)at * sizeof two, sizeof two);
        return v->type.kind == DS_ARROW_IN_INT16 ? (int64_t)(int16_t)two : two;
    case DS_ARROW_IN_INT32:
        return load_32(data, at);
    case DS_ARROW_IN_UINT32:
        return (uint32_t)load_32(data, at);
    default:
        return load_64(data, at);
    }
}

static ds_text print_whole_number(const ds_arrow_values *v, int64_t i,
                                  char room[DS_ARROW_TEXT_SIZE]) {
    const int64_t n = ds_arrow_whole(v, i);
    const int size = v->type.kind == DS_ARROW_IN_UINT64
                         ? snprintf(room, DS_ARROW_TEXT_SIZE, "%" PRIu64, (uint64_t)n)
                         : snprintf(room, DS_ARROW_TEXT_SIZE, "%" PRId64, n);
    return (ds_text){room, (size_t)size};
}

/* A whole number that may have been another gets an exponent with a sign (read.h): its shortest
 * digits, a point behind the first; the exponent of one digit or of three, as nobody else writes
 * it, by which table/gate.c knows it again. */
static void print_inexact(double x, char room[DS_ARROW_TEXT_SIZE]) {
    char digits[DS_NUMBER_SIZE], shortest[DS_NUMBER_SIZE] = "0";
    const char *c = ds_number_print(x, digits);
    int power = 0, n = 0;
    for (; *c != '\0' && *c != 'e'; c++)
        if (*c >= '0' && *c <= '9') shortest[n++] = *c;
    power = *c == 'e' ? (int)strtol(c + 1, NULL, 10) : n - 1;
    while (n > 1 && shortest[n - 1] == '0')
        n--;
    (void)snprintf(room, DS_ARROW_TEXT_SIZE, "%s%c.%.*se+%0*d", x < 0 ? "-" : "", shortest[0],
                   n > 1 ? n - 1 : 1, n > 1 ? shortest + 1 : "0", power < 10 ? 1 : 3, power);
}

static ds_arrow_fault print_float(const ds_arrow_values *v, int64_t i,
                                  char room[DS_ARROW_TEXT_SIZE], ds_text *out) {
    const bool four_bytes = v->type.kind == DS_ARROW_IN_FLOAT;
    const char *data = v->array->buffers[1];
    double x;
    float narrow = 0;
    if (four_bytes)
        memcpy(&narrow, data + (size_t)(v->first + i) * sizeof narrow, sizeof narrow);
    else
        memcpy(&x, data + (size_t)(v->first + i) * sizeof x, sizeof x);
    if (four_bytes) x = narrow;
    *out = (ds_text){NULL, 0};
    if (isnan(x)) return NULL;
    if (isinf(x)) return &infinite;
    if (four_bytes) x = ds_number_widen(narrow);
    if (x == trunc(x) && ds_number_inexact(x, four_bytes))
        print_inexact(x, room);
    else if (!ds_number_print_whole(x, room))
        (void)ds_number_print(x, room);
    *out = ds_text_of(room);
    return NULL;
}

static ds_arrow_fault print_moment(const ds_arrow_values *v, int64_t i,
                                   char room[DS_ARROW_TEXT_SIZE], ds_text *out) {
    const void *data = v->array->buffers[1];
    const bool day = v->type.kind == DS_ARROW_IN_DAY;
    const int64_t units = v->type.kind == DS_ARROW_IN_MILLIS ? 1000 : v->type.units_a_second;
    const int64_t a_day = day ? 1 : units * 86400;
    const int64_t x = day ? load_32(data, v->first + i) : load_64(data, v->first + i);
    int64_t days = x / a_day, rest = x % a_day;
    if (rest < 0) {
        rest += a_day;
        days--;
    }
    if (!day && units > 1000000 && rest % (units / 1000000) != 0) return &too_fine;
    if (!day) rest = units > 1000000 ? rest / (units / 1000000) : rest * (1000000 / units);
    if (!ds_date_print_moment((double)days, rest, v->type.zoned ? "+00" : "", room))
        return &no_moment;
    *out = ds_text_of(room);
    return NULL;
}

/* The digits of 128 bits of two's complement, with the point where it belongs, and without zeros
 * behind it. */
static ds_arrow_fault print_decimal(const ds_arrow_values *v, int64_t i,
                                    char room[DS_ARROW_TEXT_SIZE], ds_text *out) {
    const char *data = v->array->buffers[1];
    const int decimals = v->type.decimals;
    ds_int128 signed_value;
    ds_uint128 left;
    int at = DS_ARROW_TEXT_SIZE, n = 0;
    memcpy(&signed_value, data + (size_t)(v->first + i) * 16, 16);
    left = signed_value < 0 ? -(ds_uint128)signed_value : (ds_uint128)signed_value;
    while (left > 0 || n <= decimals) {
        const char digit = (char)('0' + (int)(left % 10));
        if (n == 40) return &bad_decimal;
        if (n == decimals && decimals > 0 && at < DS_ARROW_TEXT_SIZE) room[--at] = '.';
        if (n >= decimals || digit != '0' || at < DS_ARROW_TEXT_SIZE) room[--at] = digit;
        left /= 10;
        n++;
    }
    if (signed_value < 0) room[--at] = '-';
    *out = (ds_text){room + at, (size_t)(DS_ARROW_TEXT_SIZE - at)};
    return NULL;
}

/* 16 bytes: a size, and either up to 12 bytes of text, or its first four, a buffer and a place. */
static ds_arrow_fault view_text(const ds_arrow_values *v, int64_t i, ds_text *out) {
    const struct ArrowArray *array = v->array;
    const char *view = (const char *)array->buffers[1] + (size_t)(v->first + i) * 16;
    const int32_t size = load_32(view, 0), buffer = load_32(view, 2), place = load_32(view, 3);
    const int64_t n_long = array->n_buffers - 3;
    const char *data;
    if (size < 0) return &bad_view;
    if (size <= 12) {
        *out = (ds_text){view + 4, (size_t)size};
        return NULL;
    }
    if (buffer < 0 || buffer >= n_long || place < 0) return &bad_view;
    data = array->buffers[2 + buffer];
    if (data == NULL ||
        load_64(array->buffers[array->n_buffers - 1], buffer) < (int64_t)place + size)
        return &bad_view;
    if (memcmp(data + place, view + 4, 4) != 0) return &bad_view;
    *out = (ds_text){data + place, (size_t)size};
    return NULL;
}

static ds_arrow_fault check_text(ds_text text) {
    if (!ds_text_is_utf8(text, NULL)) return &no_utf8;
    return text.size > 0 && memchr(text.data, 0, text.size) != NULL ? &a_nul : NULL;
}

static ds_arrow_fault find_text(const ds_arrow_values *v, int64_t i, ds_text *out) {
    ds_text text = {"", 0};
    ds_arrow_fault fault = NULL;
    if (v->type.kind == DS_ARROW_IN_TEXT_VIEW)
        fault = view_text(v, i, &text);
    else {
        const int64_t place = place_at(v, v->first + i);
        text.size = (size_t)(place_at(v, v->first + i + 1) - place);
        if (text.size > 0) text.data = (const char *)v->array->buffers[2] + place;
    }
    if (fault == NULL) fault = check_text(text);
    if (fault == NULL) *out = text;
    return fault;
}

ds_arrow_fault ds_arrow_print(const ds_arrow_values *v, int64_t i, char room[DS_ARROW_TEXT_SIZE],
                              ds_text *out) {
    if (ds_arrow_is_null(v, i)) {
        *out = (ds_text){NULL, 0};
        return NULL;
    }
    switch (v->type.kind) {
    case DS_ARROW_IN_BOOL:
        *out = ds_text_of(load_bit(v->array->buffers[1], v->first + i) ? "true" : "false");
        return NULL;
    case DS_ARROW_IN_FLOAT:
    case DS_ARROW_IN_DOUBLE:
        return print_float(v, i, room, out);
    case DS_ARROW_IN_TEXT:
    case DS_ARROW_IN_LARGE_TEXT:
    case DS_ARROW_IN_TEXT_VIEW:
        return find_text(v, i, out);
    case DS_ARROW_IN_DAY:
    case DS_ARROW_IN_MILLIS:
    case DS_ARROW_IN_MOMENT:
        return print_moment(v, i, room, out);
    case DS_ARROW_IN_DECIMAL:
        return print_decimal(v, i, room, out);
    default:
        *out = print_whole_number(v, i, room);
        return NULL;
    }
}
