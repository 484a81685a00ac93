/* parse/xlsx/value.c: a cell of Excel as text. See value.h.
 *
 * A date is a number of days. From 1900 on Excel counts a 29 February 1900 that was not there, so
 * that 1 is 1 January 1900, 60 that day, and 61 1 March; or, on a Mac of old, 0 is 1 January 1904.
 */
#include "parse/xlsx/value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "parse/cell_text.h"

enum {
    DAYS_1900 = -25569, /* 30 December 1899, from 1 January 1970: 61 is 1 March 1900 */
    DAYS_1904 = -24107, /* 1 January 1904 */
    LEAP_1900 = 60,     /* the day that was not there */
    MILLIS_A_DAY = 86400000,
};

bool ds_xlsx_type_of(const char *t, ds_xlsx_type *out) {
    static const struct {
        const char *name;
        ds_xlsx_type type;
    } types[] = {{"n", DS_XLSX_NUMBER},       {"s", DS_XLSX_SHARED},  {"str", DS_XLSX_TEXT},
                 {"inlineStr", DS_XLSX_TEXT}, {"b", DS_XLSX_BOOLEAN}, {"e", DS_XLSX_ERROR},
                 {"d", DS_XLSX_DAY}};
    *out = DS_XLSX_NUMBER;
    if (t == NULL) return true;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (t[0] != types[i].name[0] || strcmp(t, types[i].name) != 0) continue;
        *out = types[i].type;
        return true;
    }
    return false;
}

/* False for what is no day of a calendar: then the number itself is the value. */
static bool print_day(const ds_xlsx_book *book, double value, char out[DS_NUMBER_SIZE]) {
    double day, millis;
    if (!(value >= 1 && value < 2958466)) return false;
    day = floor(value);
    millis = round((value - day) * MILLIS_A_DAY);
    if (millis >= MILLIS_A_DAY) {
        day++;
        millis = 0;
    }
    if (book->from_1904)
        return ds_date_print_moment(day + DAYS_1904, (int64_t)millis * 1000, "", out);
    if (day == LEAP_1900) return false;
    return ds_date_print_moment(day + DAYS_1900 + (day < LEAP_1900), (int64_t)millis * 1000, "",
                                out);
}

static void print_plain(double value, char out[DS_NUMBER_SIZE]) {
    if (!ds_number_print_whole(value, out)) (void)ds_number_print(value, out);
}

/* The percentage that stands for value: its digits, with the mark two places on, as dividing by 100
 * made it. */
static void print_percent(double value, char out[DS_NUMBER_SIZE]) {
    char text[DS_NUMBER_SIZE];
    double shown;
    size_t n;
    (void)snprintf(text, sizeof text, "%.15g", value * 100); /* 0.07 * 100 is no 7 */
    if (!ds_number_parse_decimal(ds_text_of(text), &shown)) shown = value * 100;
    print_plain(shown, out);
    n = strlen(out);
    if (n + 1 < (size_t)DS_NUMBER_SIZE) memcpy(out + n, "%", 2);
}

static void print_filled(double value, size_t digits, char out[DS_NUMBER_SIZE]) {
    if (value >= 0 && value < 1e15 && value == floor(value) && digits < (size_t)DS_NUMBER_SIZE)
        (void)snprintf(out, DS_NUMBER_SIZE, "%0*.0f", (int)digits, value);
    else
        print_plain(value, out);
}

static bool number_as_text(const ds_xlsx_book *book, uint8_t shown, ds_text raw,
                           char out[DS_NUMBER_SIZE], uint8_t *mark) {
    double value;
    if (memchr(raw.data, ',', raw.size) != NULL || !ds_number_parse_decimal(raw, &value))
        return false;
    if (fabs(value) >= 1e15) *mark |= DS_TABLE_INEXACT;
    if (shown == DS_XLSX_DATE && print_day(book, value, out)) return true;
    if (shown == DS_XLSX_PERCENT)
        print_percent(value, out);
    else if (shown > DS_XLSX_ZEROS)
        print_filled(value, shown - DS_XLSX_ZEROS, out);
    else
        print_plain(value, out);
    return true;
}

static ds_text without_midnight(ds_text day) {
    static const char *const midnights[] = {"T00:00:00", "T00:00:00.000", "T00:00:00Z",
                                            "T00:00:00.000Z", "T00:00"};
    for (size_t i = 0; i < sizeof midnights / sizeof *midnights; i++)
        if (day.size == 10 + strlen(midnights[i]) &&
            memcmp(day.data + 10, midnights[i], strlen(midnights[i])) == 0)
            return (ds_text){day.data, 10};
    return day;
}

bool ds_xlsx_value(const ds_xlsx_book *book, ds_xlsx_type type, uint8_t shown, ds_text raw,
                   char number[DS_NUMBER_SIZE], uint8_t *mark, ds_text *out) {
    int64_t index;
    *out = raw;
    if (raw.size == 0) return true;
    switch (type) {
    case DS_XLSX_NUMBER:
        if (!number_as_text(book, shown, raw, number, mark)) return false;
        *out = ds_text_of(number);
        return true;
    case DS_XLSX_SHARED:
        return ds_number_parse_integer(raw, &index) && index >= 0 &&
               ds_xlsx_string(book, (uint64_t)index, out);
    case DS_XLSX_BOOLEAN:
        *out = ds_text_of(ds_text_is(raw, "1") || ds_text_is(raw, "true") ? "TRUE" : "FALSE");
        return ds_text_is(raw, "0") || ds_text_is(raw, "1") || ds_text_is(raw, "true") ||
               ds_text_is(raw, "false");
    case DS_XLSX_ERROR:
        if (ds_text_is(raw, "#N/A"))
            *out = ds_text_of("#N/B"); /* as Excel shows it in Dutch: there is no value */
        else
            *mark |= DS_TABLE_NO_VALUE;
        return true;
    case DS_XLSX_DAY:
        *out = without_midnight(raw);
        return true;
    case DS_XLSX_TEXT:
        return true;
    }
    return false;
}
