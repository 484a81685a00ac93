/* base/date.c: days and school years. See date.h. The day count follows the usual era arithmetic of
 * the proleptic Gregorian calendar (400 years are 146,097 days); checked against the C library. */
#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

int32_t ds_date_days(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int shifted = month > 2 ? month - 3 : month + 9;
    int day_of_year = (153 * shifted + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void ds_date_civil(int32_t days, int *year, int *month, int *day) {
    int z = days + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

bool ds_date_valid(int year, int month, int day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] + (month == 2 && leap);
}

/* Reads exactly n digits at *at; false when they are not there. */
static bool read_digits(ds_text text, size_t *at, size_t n, int *out) {
    int value = 0;
    if (text.size < n || *at > text.size - n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = text.data[*at + i];
        if (c < '0' || c > '9') return false;
        value = value * 10 + (c - '0');
    }
    *at += n;
    *out = value;
    return true;
}

static bool take_mark(ds_text text, size_t *at, char c) {
    if (*at >= text.size || text.data[*at] != c) return false;
    (*at)++;
    return true;
}

bool ds_date_parse(ds_text text, int32_t *out_days) {
    int year, month, day = 1;
    size_t at = 0;
    if (text.size == 10 && text.data[2] == '-') {
        if (!read_digits(text, &at, 2, &day) || !take_mark(text, &at, '-') ||
            !read_digits(text, &at, 2, &month) || !take_mark(text, &at, '-') ||
            !read_digits(text, &at, 4, &year))
            return false;
    } else {
        if (!read_digits(text, &at, 4, &year) || !take_mark(text, &at, '-') ||
            !read_digits(text, &at, 2, &month))
            return false;
        if (at != text.size && (!take_mark(text, &at, '-') || !read_digits(text, &at, 2, &day)))
            return false;
    }
    if (at != text.size || !ds_date_valid(year, month, day)) return false;
    *out_days = ds_date_days(year, month, day);
    return true;
}

/* One or two digits. */
static bool short_number(ds_text text, size_t *at, int *out) {
    return read_digits(text, at, 2, out) || read_digits(text, at, 1, out);
}

bool ds_date_parse_mdy(ds_text text, int pivot, int32_t *out_days) {
    int year, month, day;
    size_t at = 0;
    if (!short_number(text, &at, &month) || !take_mark(text, &at, '/') ||
        !short_number(text, &at, &day) || !take_mark(text, &at, '/') ||
        !read_digits(text, &at, 2, &year))
        return false;
    year += year <= pivot ? 2000 : 1900;
    if (at != text.size || !ds_date_valid(year, month, day)) return false;
    *out_days = ds_date_days(year, month, day);
    return true;
}

/* ---- as files have them ---- */

static size_t skip_run(ds_text text, size_t at, char c) {
    while (at < text.size && text.data[at] == c)
        at++;
    return at;
}

/* :00 or :00:00, perhaps with a fraction of zeros. */
static bool take_zero_minutes(ds_text text, size_t *at) {
    int value;
    if (!take_mark(text, at, ':') || !read_digits(text, at, 2, &value) || value != 0) return false;
    if (!take_mark(text, at, ':')) return true;
    if (!read_digits(text, at, 2, &value) || value != 0) return false;
    if (take_mark(text, at, '.') || take_mark(text, at, ',')) {
        const size_t from = *at;
        *at = skip_run(text, *at, '0');
        return *at > from;
    }
    return true;
}

/* Nothing, or a zone: Z, UTC, +01, +0100, +01:00. What the date is, is so in that zone. */
static bool is_zone(ds_text rest) {
    size_t at = 1;
    int hours, minutes;
    if (rest.size == 0 || ds_text_equal_nocase(rest, ds_text_of("Z")) ||
        ds_text_equal_nocase(rest, ds_text_of("UTC")) ||
        ds_text_equal_nocase(rest, ds_text_of("GMT")))
        return true;
    if ((rest.data[0] != '+' && rest.data[0] != '-') || !read_digits(rest, &at, 2, &hours))
        return false;
    if (at == rest.size) return hours <= 14;
    (void)take_mark(rest, &at, ':');
    return read_digits(rest, &at, 2, &minutes) && at == rest.size && hours <= 14 && minutes < 60;
}

ds_text ds_date_without_midnight(ds_text text) {
    size_t date = 0, at;
    int hour;
    ds_text rest;
    while (date < text.size && text.data[date] != ' ' && text.data[date] != 'T' &&
           text.data[date] != 't')
        date++;
    if (date == 0 || date == text.size) return text;
    at = text.data[date] == ' ' ? skip_run(text, date, ' ') : date + 1;
    if (!short_number(text, &at, &hour) || !take_zero_minutes(text, &at)) return text;
    at = skip_run(text, at, ' ');
    rest = (ds_text){text.data + at, text.size - at};
    if (hour == 12 && ds_text_equal_nocase(rest, ds_text_of("AM"))) text.size = date;
    if (hour == 0 && is_zone(rest)) text.size = date;
    return text;
}

/* Three letters of a month in Dutch or English; 0 for none. */
static int month_named(ds_text word) {
    static const char *const names[] = {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug",
                                        "sep", "okt", "nov", "dec", "mar", "may", "oct"};
    static const int months[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 3, 5, 10};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ds_text_equal_nocase(word, ds_text_of(names[i]))) return months[i];
    return 0;
}

static bool take_month(ds_text text, size_t *at, int *out) {
    if (short_number(text, at, out)) return true;
    if (text.size < *at + 3) return false;
    *out = month_named((ds_text){text.data + *at, 3});
    *at += 3;
    return *out != 0;
}

bool ds_date_parse_delivered(ds_text text, int32_t *out_days) {
    int year, month, day;
    size_t at = 0;
    if (ds_date_parse(text, out_days)) return true;
    text = ds_date_without_midnight(text);
    if (ds_date_parse(text, out_days)) return true;
    if (read_digits(text, &at, 4, &year)) {
        if (!take_mark(text, &at, '-') || !take_month(text, &at, &month) ||
            !take_mark(text, &at, '-') || !short_number(text, &at, &day))
            return false;
    } else if (!short_number(text, &at, &day) || !take_mark(text, &at, '-') ||
               !take_month(text, &at, &month) || !take_mark(text, &at, '-') ||
               !read_digits(text, &at, 4, &year)) {
        return false;
    }
    if (at != text.size || !ds_date_valid(year, month, day)) return false;
    *out_days = ds_date_days(year, month, day);
    return true;
}

/* / or -, or one of U+2010 to U+2015 and U+2212, with blanks around it. */
static bool take_year_mark(ds_text text, size_t *at) {
    static const char *const dashes[] = {"/", "-", "\xE2\x88\x92"};
    size_t i = skip_run(text, *at, ' '), size = 0;
    for (size_t k = 0; k < 3 && size == 0; k++) {
        const ds_text dash = ds_text_of(dashes[k]);
        if (text.size - i >= dash.size && memcmp(text.data + i, dash.data, dash.size) == 0)
            size = dash.size;
    }
    if (size == 0 && text.size - i >= 3 && memcmp(text.data + i, "\xE2\x80", 2) == 0 &&
        (unsigned char)text.data[i + 2] >= 0x90 && (unsigned char)text.data[i + 2] <= 0x95)
        size = 3;
    *at = skip_run(text, i + size, ' ');
    return size > 0;
}

/* What follows the first year: nothing, decimals that are 0, or the next year. */
static bool ends_school_year(ds_text text, size_t at, int year) {
    int64_t whole;
    int next;
    if (at == text.size) return true;
    if (text.data[at] == '.' || text.data[at] == ',') return ds_number_parse_whole(text, &whole);
    if (!take_year_mark(text, &at)) return false;
    if (text.size - at == 2) return read_digits(text, &at, 2, &next) && next == (year + 1) % 100;
    return read_digits(text, &at, 4, &next) && at == text.size && next == year + 1;
}

bool ds_date_parse_schoolyear(ds_text text, int *out_year) {
    int year;
    size_t at = 0;
    if (!read_digits(text, &at, 4, &year) || !ends_school_year(text, at, year)) return false;
    if (year < DS_YEAR_MIN || year > DS_YEAR_MAX) return false;
    *out_year = year;
    return true;
}

int ds_date_age(int32_t birth_days, int year) {
    int birth_year, month, day;
    ds_date_civil(birth_days, &birth_year, &month, &day);
    return year - birth_year - (month > 10 || (month == 10 && day > 1));
}

enum { DAYS_FIRST = -719162, DAYS_LAST = 2932896 }; /* 1 January of the year 1, 31 December 9999 */

bool ds_date_print_moment(double day, int64_t micros, const char *zone, char out[DS_DATE_SIZE]) {
    const int64_t seconds = micros / 1000000, fraction = micros % 1000000;
    int year, month, date, n;
    if (!(day >= DAYS_FIRST && day <= DAYS_LAST) || day != floor(day)) return false;
    ds_date_civil((int32_t)day, &year, &month, &date);
    n = snprintf(out, DS_DATE_SIZE, "%04d-%02d-%02d", year, month, date);
    if (micros == 0) return true;
    /* a leap second is the 86,401st of its day */
    n += snprintf(out + n, DS_DATE_SIZE - (size_t)n, " %02d:%02d:%02d",
                  seconds == 86400 ? 23 : (int)(seconds / 3600),
                  seconds == 86400 ? 59 : (int)(seconds / 60 % 60),
                  seconds == 86400 ? 60 : (int)(seconds % 60));
    if (fraction != 0) {
        n += snprintf(out + n, DS_DATE_SIZE - (size_t)n, ".%06d", (int)fraction);
        while (out[n - 1] == '0')
            out[--n] = '\0';
    }
    (void)snprintf(out + n, DS_DATE_SIZE - (size_t)n, "%s", zone);
    return true;
}
