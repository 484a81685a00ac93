/* table/cell_text.c: a value of SPSS or Stata as text. See cell_text.h. */
#include "table/cell_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"

enum {
    DAYS_1582 = -141428,  /* 14 October 1582, from 1 January 1970 */
    DAYS_1960 = -3653,    /* 1 January 1960 */
    DAYS_FIRST = -719162, /* 1 January of the year 1 */
    DAYS_LAST = 2932896,  /* 31 December 9999 */
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

/* %td and its older form %d, %tc and %tC; a minus (left aligned) may stand before, the way to write
 * the date after. */
static ds_cell_kind kind_of_stata(const char *format) {
    if (*format++ != '%') return DS_CELL_PLAIN;
    if (*format == '-') format++;
    if (*format == 'd') return DS_CELL_DAYS_1960;
    if (*format++ != 't') return DS_CELL_PLAIN;
    if (*format == 'd') return DS_CELL_DAYS_1960;
    return *format == 'c' || *format == 'C' ? DS_CELL_MILLIS_1960 : DS_CELL_PLAIN;
}

ds_cell_kind ds_cell_kind_of(ds_table_format table, const char *format) {
    if (format == NULL) return DS_CELL_PLAIN;
    return table == DS_TABLE_SAV ? kind_of_spss(format) : kind_of_stata(format);
}

/* False when the day is outside the years 1 to 9999. */
static bool print_date(double value, ds_cell_kind kind, char out[DS_NUMBER_SIZE]) {
    int year, month, day;
    double days = kind == DS_CELL_SECONDS_1582  ? floor(value / 86400) + DAYS_1582
                  : kind == DS_CELL_MILLIS_1960 ? floor(value / 86400000) + DAYS_1960
                                                : floor(value) + DAYS_1960;
    if (!(days >= DAYS_FIRST && days <= DAYS_LAST)) return false;
    ds_date_civil((int32_t)days, &year, &month, &day);
    (void)snprintf(out, DS_NUMBER_SIZE, "%04d-%02d-%02d", year, month, day);
    return true;
}

/* The double whose shortest decimal is the float's: 0.1f is 0.1 and not 0.10000000149011612. */
static double widen_float(float value) {
    char text[DS_NUMBER_SIZE];
    for (int precision = 6; precision <= 9; precision++) {
        (void)snprintf(text, sizeof text, "%.*g", precision, (double)value);
        if (strtof(text, NULL) == value) break; /* same locale both ways */
    }
    return strtod(text, NULL);
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
        return isfinite(value->v.float_value) ? widen_float(value->v.float_value) : (double)NAN;
    case READSTAT_TYPE_DOUBLE:
        return value->v.double_value;
    default:
        return (double)NAN;
    }
}

ds_text ds_cell_text(const readstat_value_t *value, ds_cell_kind kind,
                     char number[DS_NUMBER_SIZE]) {
    const double whole_max = 9007199254740992.0; /* 2^53: up to there each whole number is itself */
    double x;
    if (readstat_value_type_class(*value) == READSTAT_TYPE_CLASS_STRING) {
        ds_text text = ds_text_of(readstat_string_value(*value));
        while (text.size > 0 && text.data[text.size - 1] == ' ')
            text.size--;
        return text;
    }
    x = number_of(value);
    if (kind != DS_CELL_PLAIN && print_date(x, kind, number)) return ds_text_of(number);
    if (fabs(x) <= whole_max && x == trunc(x))
        (void)snprintf(number, DS_NUMBER_SIZE, "%" PRId64, (int64_t)x);
    else
        (void)ds_number_print(x, number);
    return ds_text_of(number);
}
