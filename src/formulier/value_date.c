/* formulier/value_date.c: dates as people type them: 1-6-2025, 1 juni 2025, 2025-06-01. In English
 * a day and a month in numbers can be read in two ways, and are refused unless one is over 12. See
 * value.h. */
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "formulier/value.h"

enum { YEAR_MIN = 1900 };

static const char *const months[2][12] = {
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
     "oktober", "november", "december"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"}};

/* 1 to 12 for a name of a month, whole or its first three letters, in either language; 0. */
static int find_month(ds_text word) {
    if (word.size > 0 && word.data[word.size - 1] == '.') word.size--;
    if (ds_text_equal_nocase(word, ds_text_of("mrt"))) return 3;
    for (int lang = 0; lang < 2; lang++)
        for (int i = 0; i < 12; i++)
            if (ds_text_equal_nocase(word, ds_text_of(months[lang][i])) ||
                (word.size == 3 && ds_text_equal_nocase(word, (ds_text){months[lang][i], 3})))
                return i + 1;
    return 0;
}

/* Three parts between any of - / . and blanks; false for another number of them. */
static bool split_date(ds_text text, ds_text parts[3]) {
    size_t n = 0, begin = 0;
    for (size_t i = 0; i <= text.size; i++) {
        const bool part = i < text.size && strchr("-/. ", text.data[i]) == NULL;
        if (part) continue;
        if (i > begin) {
            if (n == 3) return false;
            parts[n++] = (ds_text){text.data + begin, i - begin};
        }
        begin = i + 1;
    }
    return n == 3;
}

static bool read_digits(ds_text text, size_t least, size_t most, int *out) {
    int64_t value;
    if (text.size < least || text.size > most || text.data[0] < '0' || text.data[0] > '9' ||
        !ds_number_parse_integer(text, &value))
        return false;
    *out = (int)value;
    return true;
}

static ds_status refuse_date(ds_lang lang, ds_error *err) {
    if (lang == DS_NL)
        return ds_error_set(err, DS_INPUT,
                            "verwacht een datum zoals 1-6-2025, met een jaar van vier cijfers",
                            "expected a date such as 1-6-2025, with a year of four digits");
    return ds_error_set(err, DS_INPUT,
                        "verwacht een datum zoals 1 June 2025, met een jaar van vier cijfers",
                        "expected a date such as 1 June 2025, with a year of four digits");
}

/* 31-2-2025: well written, and no day. */
static ds_status refuse_day(ds_lang lang, ds_error *err) {
    if (lang == DS_NL)
        return ds_error_set(err, DS_INPUT,
                            "deze dag bestaat niet: verwacht een datum zoals 1-6-2025",
                            "there is no such day: expected a date such as 1-6-2025");
    return ds_error_set(err, DS_INPUT,
                        "deze dag bestaat niet: verwacht een datum zoals 1 June 2025",
                        "there is no such day: expected a date such as 1 June 2025");
}

ds_status ds_waarde_read_date(ds_text text, ds_lang lang, ds_buffer *out, ds_error *err) {
    ds_text parts[3];
    int day, month, year;
    bool named = false;
    if (!split_date(text, parts)) return refuse_date(lang, err);
    if (read_digits(parts[0], 4, 4, &year)) {
        if (!read_digits(parts[1], 1, 2, &month) || !read_digits(parts[2], 1, 2, &day))
            return refuse_date(lang, err);
        named = true;
    } else {
        month = find_month(parts[1]);
        named = month != 0;
        if (!read_digits(parts[0], 1, 2, &day) || !read_digits(parts[2], 4, 4, &year) ||
            (!named && !read_digits(parts[1], 1, 2, &month)))
            return refuse_date(lang, err);
    }
    if (year < YEAR_MIN || year > DS_YEAR_MAX || !ds_date_valid(year, month, day))
        return refuse_day(lang, err);
    if (lang == DS_EN && !named && day <= 12 && day != month)
        return ds_error_set(
            err, DS_INPUT,
            "dit kan op twee manieren gelezen worden: schrijf 1 June 2025 of 2025-06-01",
            "this can be read in two ways: write 1 June 2025 or 2025-06-01");
    ds_buffer_addf(out, "%04d-%02d-%02d", year, month, day);
    return DS_OK;
}

void ds_waarde_show_date(int32_t days, ds_lang lang, ds_buffer *out) {
    int year, month, day;
    ds_date_civil(days, &year, &month, &day);
    if (lang == DS_NL)
        ds_buffer_addf(out, "%d-%d-%d", day, month, year);
    else
        ds_buffer_addf(out, "%d %s %d", day, months[1][month - 1], year);
}
