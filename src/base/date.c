/* base/date.c: days and school years. See date.h. The day count follows the usual era arithmetic of
 * the proleptic Gregorian calendar (400 years are 146,097 days); checked against the C library. */
#include "base/date.h"

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

bool ds_date_parse_schoolyear(ds_text text, int *out_year) {
    int year, next;
    size_t at = 0;
    if (!read_digits(text, &at, 4, &year)) return false;
    if (at != text.size) {
        size_t rest = text.size - at;
        bool slash = text.data[at] == '/';
        if (!take_mark(text, &at, '/') && !take_mark(text, &at, '-')) return false;
        if (rest == 5) {
            if (!read_digits(text, &at, 4, &next) || next != year + 1) return false;
        } else if (rest == 3 && slash) {
            if (!read_digits(text, &at, 2, &next) || next != (year + 1) % 100) return false;
        } else {
            return false;
        }
    }
    if (year < DS_YEAR_MIN || year > DS_YEAR_MAX) return false;
    *out_year = year;
    return true;
}

int ds_date_age(int32_t birth_days, int year) {
    int birth_year, month, day;
    ds_date_civil(birth_days, &birth_year, &month, &day);
    return year - birth_year - (month > 10 || (month == 10 && day > 1));
}
