/* parse/cell_text.c: a value of SPSS or Stata as text. See cell_text.h. */
#include "parse/cell_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

enum {
    DAYS_1582 = -141428, /* 14 October 1582, from 1 January 1970 */
    DAYS_1960 = -3653,   /* 1 January 1960 */
};

/* SPSS shows these as dates; a width follows, as in DATE11. */
static const char *const spss_dates[] = {
    "DATE", "ADATE", "EDATE", "SDATE", "JDATE", "DATETIME", "YMDHMS", "MOYR", "QYR", "WKYR",
};

static ds_cell_kind kind_of_spss(const char *format) {
    ds_text name = {format, strcspn(format, "0123456789")};
    for (size_t i = 0; i < sizeof spss_dates / sizeof *spss_dates; i++)
        if (ds_text_equal_nocase(name, ds_text_of(spss_dates[i]))) return DS_CELL_SECONDS_1582;
    return DS_CELL_PLAIN;
}

/* %td and its older form %d, %tc and %tC, %tw and its kin; a minus (left aligned) may stand before,
 * the way to write the date after. %ty is the year itself, %tg says nothing. */
static ds_cell_kind kind_of_stata(const char *format) {
    static const char letters[] = "dcCwmqhb";
    static const ds_cell_kind kinds[] = {
        DS_CELL_DAYS_1960,   DS_CELL_MILLIS_1960,   DS_CELL_MILLIS_LEAP, DS_CELL_WEEKS_1960,
        DS_CELL_MONTHS_1960, DS_CELL_QUARTERS_1960, DS_CELL_HALVES_1960, DS_CELL_BUSINESS};
    const char *letter;
    if (*format++ != '%') return DS_CELL_PLAIN;
    if (*format == '-') format++;
    if (*format == 'd') return DS_CELL_DAYS_1960;
    if (*format++ != 't' || *format == '\0') return DS_CELL_PLAIN;
    letter = strchr(letters, *format);
    return letter == NULL ? DS_CELL_PLAIN : kinds[letter - letters];
}

ds_cell_kind ds_cell_kind_of(ds_table_format table, const char *format) {
    if (format == NULL) return DS_CELL_PLAIN;
    return table == DS_TABLE_SAV ? kind_of_spss(format) : kind_of_stata(format);
}

/* units_a_day of value make a day; the rest is exact (fmod), and so is the day. */
static bool print_moment_of(double value, double units_a_day, int32_t epoch,
                            char out[DS_NUMBER_SIZE]) {
    double rest = fmod(value, units_a_day), day;
    if (rest < 0) rest += units_a_day;
    day = (value - rest) / units_a_day;
    return ds_date_print_moment(day + epoch, (int64_t)llround(rest / units_a_day * 86400e6), "",
                                out);
}

/* The days that began after a leap second, from 1960, by the International Earth Rotation Service.
 */
static const int16_t after_leap[] = {4565,  4749,  5114,  5479,  5844,  6210,  6575,  6940,  7305,
                                     7852,  8217,  8582,  9313,  10227, 10958, 11323, 11870, 12235,
                                     12600, 13149, 13696, 14245, 16802, 17898, 19175, 20270, 20820};

/* Milliseconds with the leap seconds among them; within one it is 23:59:60. */
static bool print_leap_moment(double value, char out[DS_NUMBER_SIZE]) {
    size_t n = 0;
    while (n < sizeof after_leap / sizeof *after_leap) {
        const double begins = after_leap[n] * 86400e3 + (double)n * 1000;
        if (value < begins) break;
        if (value < begins + 1000)
            return ds_date_print_moment(after_leap[n] - 1 + DAYS_1960,
                                        86400000000 + (int64_t)((value - begins) * 1000), "", out);
        n++;
    }
    return print_moment_of(value - (double)n * 1000, 86400e3, DAYS_1960, out);
}

/* Weeks, months, quarters, half years. */
static bool print_period(double value, int a_year, const char *format, char out[DS_NUMBER_SIZE]) {
    const double year = 1960 + floor(value / a_year);
    if (value != floor(value) || year < 1 || year > 9999) return false;
    (void)snprintf(out, DS_NUMBER_SIZE, format, (int)year,
                   (int)(value - (year - 1960) * a_year) + 1);
    return true;
}

/* False when the value is no moment of the years 1 to 9999. */
static bool print_by_kind(double value, ds_cell_kind kind, char out[DS_NUMBER_SIZE]) {
    if (!isfinite(value)) return false;
    switch (kind) {
    case DS_CELL_SECONDS_1582:
        return print_moment_of(value, 86400, DAYS_1582, out);
    case DS_CELL_DAYS_1960:
        return ds_date_print_moment(value + DAYS_1960, 0, "", out);
    case DS_CELL_MILLIS_1960:
        return print_moment_of(value, 86400e3, DAYS_1960, out);
    case DS_CELL_MILLIS_LEAP:
        return print_leap_moment(value, out);
    case DS_CELL_WEEKS_1960:
        return print_period(value, 52, "%dw%d", out);
    case DS_CELL_MONTHS_1960:
        return print_period(value, 12, "%04d-%02d", out);
    case DS_CELL_QUARTERS_1960:
        return print_period(value, 4, "%dq%d", out);
    case DS_CELL_HALVES_1960:
        return print_period(value, 2, "%dh%d", out);
    default:
        return false;
    }
}

static double number_of(const readstat_value_t *value) {
    switch (value->type) {
    case READSTAT_TYPE_INT8:
        return value->v.i8_value;
    case READSTAT_TYPE_INT16:
        return value->v.i16_value;
    case READSTAT_TYPE_INT32:
        return value->v.i32_value;
    case READSTAT_TYPE_FLOAT:
        return ds_number_widen(value->v.float_value);
    case READSTAT_TYPE_DOUBLE:
        return value->v.double_value;
    default:
        return (double)NAN;
    }
}

ds_text ds_cell_text(const readstat_value_t *value, ds_cell_kind kind, char number[DS_NUMBER_SIZE],
                     uint8_t *mark) {
    double x;
    if (readstat_value_type_class(*value) == READSTAT_TYPE_CLASS_STRING) {
        ds_text text = ds_text_of(readstat_string_value(*value));
        while (text.size > 0 && text.data[text.size - 1] == ' ')
            text.size--;
        return text;
    }
    x = number_of(value);
    if (kind == DS_CELL_BUSINESS) {
        *mark |= DS_TABLE_NO_VALUE;
        return ds_text_of("%tb");
    }
    if (kind != DS_CELL_PLAIN && print_by_kind(x, kind, number)) return ds_text_of(number);
    if (ds_number_inexact(x, value->type == READSTAT_TYPE_FLOAT)) *mark |= DS_TABLE_INEXACT;
    if (!ds_number_print_whole(x, number)) (void)ds_number_print(x, number);
    return ds_text_of(number);
}
