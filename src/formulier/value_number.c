/* formulier/value_number.c: whole numbers, decimals, percentages and amounts as people type them.
 *
 * In Dutch a comma is the decimal mark and points part thousands; in English the other way round.
 * What the other language would read as something else is refused: 12.5 in Dutch, 1,234 as an
 * amount. See value.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "formulier/expression.h"
#include "formulier/value.h"

enum { DIGITS_MAX = 12 }; /* before the mark */

bool ds_waarde_is_number(ds_veld_soort soort) {
    return soort == DS_VELD_GEHEEL || soort == DS_VELD_GETAL || soort == DS_VELD_PROCENT ||
           soort == DS_VELD_BEDRAG || soort == DS_VELD_GETOOND;
}

static bool starts_nocase(ds_text text, const char *with) {
    const size_t size = strlen(with);
    return text.size >= size &&
           ds_text_equal_nocase((ds_text){text.data, size}, (ds_text){with, size});
}

static bool ends_nocase(ds_text text, const char *with) {
    const size_t size = strlen(with);
    return text.size >= size && ds_text_equal_nocase((ds_text){text.data + text.size - size, size},
                                                     (ds_text){with, size});
}

/* Without a sign of the euro or per cent at either end. */
static ds_text strip_unit(ds_veld_soort soort, ds_text text) {
    static const char *const euro[] = {"€", "euro", "EUR"}, *const share[] = {"%", "procent",
                                                                              "per cent"};
    const char *const *units = soort == DS_VELD_BEDRAG ? euro : share;
    if (soort != DS_VELD_BEDRAG && soort != DS_VELD_PROCENT) return text;
    for (size_t i = 0; i < 3; i++) {
        const size_t size = strlen(units[i]);
        if (soort == DS_VELD_BEDRAG && starts_nocase(text, units[i]))
            return ds_text_trim((ds_text){text.data + size, text.size - size});
        if (ends_nocase(text, units[i]))
            return ds_text_trim((ds_text){text.data, text.size - size});
    }
    return text;
}

static bool strip_minus(ds_text *text) {
    static const char *const minus[] = {"-", "−", "–"};
    for (size_t i = 0; i < 3; i++)
        if (starts_nocase(*text, minus[i])) {
            const size_t size = strlen(minus[i]);
            *text = ds_text_trim((ds_text){text->data + size, text->size - size});
            return true;
        }
    return false;
}

/* 1.000,- and 1.000,-- are 1.000. */
static ds_text strip_dash(ds_text text, char mark) {
    size_t size = text.size;
    while (size > 0 && text.data[size - 1] == '-')
        size--;
    if (size == text.size || text.size - size > 2 || size < 2 || text.data[size - 1] != mark)
        return text;
    return (ds_text){text.data, size - 1};
}

typedef struct number_parts {
    char digits[DIGITS_MAX + 1]; /* before the mark */
    size_t n_digits;
    ds_text decimals;
    bool grouped;
} number_parts;

/* Digits, in groups of three where a mark or blank parts them. False: it is no such number. */
static bool read_whole_part(ds_text text, char group, number_parts *out) {
    size_t run = 0;
    char used = '\0';
    out->n_digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c >= '0' && c <= '9') {
            if (out->n_digits == DIGITS_MAX) return false;
            out->digits[out->n_digits++] = c;
            run++;
            continue;
        }
        if ((c != group && c != ' ') || (used != '\0' && c != used) || run == 0 || run > 3 ||
            (used != '\0' && run != 3))
            return false;
        used = c;
        run = 0;
    }
    out->grouped = used != '\0';
    if (out->grouped && (run != 3 || out->digits[0] == '0')) return false;
    out->digits[out->n_digits] = '\0';
    return out->n_digits > 0;
}

static bool split_number(ds_text text, char mark, char group, number_parts *out) {
    const char *at = text.size == 0 ? NULL : memchr(text.data, mark, text.size);
    const size_t before = at == NULL ? text.size : (size_t)(at - text.data);
    *out = (number_parts){.n_digits = 0};
    if (!read_whole_part((ds_text){text.data, before}, group, out)) return false;
    if (at == NULL) return true;
    out->decimals = (ds_text){at + 1, text.size - before - 1};
    if (out->decimals.size == 0) return false;
    for (size_t i = 0; i < out->decimals.size; i++)
        if (out->decimals.data[i] < '0' || out->decimals.data[i] > '9') return false;
    return true;
}

/* ---- what is said of one that is none ---- */

static ds_status refuse_number(const ds_veld *field, ds_lang lang, ds_error *err) {
    const bool nl = lang == DS_NL;
    switch (field->soort) {
    case DS_VELD_BEDRAG:
        return ds_error_set(err, DS_INPUT, "verwacht een bedrag zoals %s",
                            "expected an amount such as %s", nl ? "1.234,50" : "1,234.50");
    case DS_VELD_PROCENT:
        return ds_error_set(err, DS_INPUT, "verwacht een percentage zoals %s",
                            "expected a percentage such as %s", nl ? "12,5" : "12.5");
    case DS_VELD_GEHEEL:
        return ds_error_set(err, DS_INPUT, "verwacht een geheel getal zoals %s",
                            "expected a whole number such as %s", nl ? "1.234" : "1,234");
    default:
        return ds_error_set(err, DS_INPUT, "verwacht een getal zoals %s",
                            "expected a number such as %s", nl ? "1.234,5" : "1,234.5");
    }
}

/* The other language would read it: then say which mark is which. */
static ds_status refuse_marks(ds_lang lang, ds_error *err) {
    if (lang == DS_NL)
        return ds_error_set(
            err, DS_INPUT,
            "dit kan op twee manieren gelezen worden: zet een komma voor decimalen en "
            "punten alleen tussen duizendtallen, zoals 1.234,56",
            "this can be read in two ways: put a comma before decimals and points "
            "between thousands only, as in 1.234,56");
    return ds_error_set(err, DS_INPUT,
                        "dit kan op twee manieren gelezen worden: zet een punt voor decimalen en "
                        "komma's alleen tussen duizendtallen, zoals 1,234.56",
                        "this can be read in two ways: put a point before decimals and commas "
                        "between thousands only, as in 1,234.56");
}

static size_t decimals_of(const ds_veld *field) {
    return field->soort == DS_VELD_BEDRAG ? 2 : DS_FORMULIER_DECIMALS;
}

static bool is_zeros(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != '0') return false;
    return true;
}

/* Three decimals of an amount or a whole number may be thousands of the other language; a
 * percentage with thousands may have a mark of the other language. */
static ds_status check_parts(const ds_veld *field, const number_parts *parts, ds_lang lang,
                             ds_error *err) {
    const size_t n = parts->decimals.size;
    const bool money = field->soort == DS_VELD_BEDRAG, whole = field->soort == DS_VELD_GEHEEL;
    if ((money || whole) && n == 3 && !parts->grouped) return refuse_marks(lang, err);
    if (field->soort == DS_VELD_PROCENT && parts->grouped) return refuse_marks(lang, err);
    if (whole && !is_zeros(parts->decimals)) return refuse_number(field, lang, err);
    if (n > decimals_of(field))
        return ds_error_set(err, DS_INPUT, "hoogstens %zu cijfers achter de komma",
                            "at most %zu decimals", decimals_of(field));
    return DS_OK;
}

void ds_waarde_put_number(const ds_veld *field, int64_t number, ds_buffer *out) {
    char text[DS_NUMBER_SIZE];
    if (field->soort == DS_VELD_BEDRAG) {
        const uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
        const uint64_t cents = (size + 5000) / 10000;
        ds_buffer_addf(out, "%s%llu.%02llu", number < 0 && cents > 0 ? "-" : "",
                       (unsigned long long)(cents / 100), (unsigned long long)(cents % 100));
        return;
    }
    ds_buffer_add_string(out, ds_number_print_scaled(number, DS_EXPRESSIE_UNIT, text));
}

ds_status ds_waarde_read_number(const ds_veld *field, ds_text text, ds_lang lang, ds_buffer *out,
                                ds_error *err) {
    const char mark = lang == DS_NL ? ',' : '.', group = lang == DS_NL ? '.' : ',';
    char joined[DIGITS_MAX + 12];
    number_parts parts;
    int64_t number = 0;
    bool minus = strip_minus(&text);
    ds_status status;
    text = strip_unit(field->soort, text);
    if (!minus) minus = strip_minus(&text);
    if (field->soort == DS_VELD_BEDRAG) text = strip_dash(text, mark);
    if (!split_number(text, mark, group, &parts))
        return split_number(text, group, mark, &parts) ? refuse_marks(lang, err)
                                                       : refuse_number(field, lang, err);
    status = check_parts(field, &parts, lang, err);
    if (status != DS_OK) return status;
    (void)snprintf(joined, sizeof joined, "%s.%.*s", parts.digits,
                   (int)(field->soort == DS_VELD_GEHEEL ? 0 : parts.decimals.size),
                   parts.decimals.data == NULL ? "" : parts.decimals.data);
    if (joined[parts.n_digits + 1] == '\0') joined[parts.n_digits] = '\0';
    if (!ds_number_parse_scaled(ds_text_of(joined), DS_EXPRESSIE_UNIT, &number))
        return refuse_number(field, lang, err);
    ds_waarde_put_number(field, minus ? -number : number, out);
    return DS_OK;
}

/* ---- shown ---- */

/* Digits with thousands parted and the language's mark; decimals as they stand, of getoond rounded.
 */
void ds_waarde_show_number(const ds_veld *field, ds_text canonical, ds_lang lang, ds_buffer *out) {
    const char mark = lang == DS_NL ? ',' : '.', group = lang == DS_NL ? '.' : ',';
    const char *point = memchr(canonical.data, '.', canonical.size);
    const size_t minus = canonical.data[0] == '-';
    const size_t end = point == NULL ? canonical.size : (size_t)(point - canonical.data);
    if (minus) ds_buffer_add_char(out, '-');
    for (size_t i = minus; i < end; i++) {
        if (i > minus && (end - i) % 3 == 0 && field->soort != DS_VELD_PROCENT)
            ds_buffer_add_char(out, group);
        ds_buffer_add_char(out, canonical.data[i]);
    }
    if (point == NULL) return;
    ds_buffer_add_char(out, mark);
    ds_buffer_add(out, point + 1, canonical.size - end - 1);
}
