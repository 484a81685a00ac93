/* tests/base/test_date.c: days and school years, held against the C library's own. */
#include "base/date.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "support/support.h"
#include "support/work_random.h"

static int32_t days_of_library(int year, int month, int day) {
    struct tm date;
    memset(&date, 0, sizeof date);
    date.tm_year = year - 1900;
    date.tm_mon = month - 1;
    date.tm_mday = day;
    return (int32_t)(timegm(&date) / 86400);
}

static void test_date_days__as_the_c_library(void **state) {
    random_bits r = {1};
    (void)state;
    for (int i = 0; i < 200000; i++) {
        int year = (int)random_below(&r, 9999) + 1, month = (int)random_below(&r, 12) + 1;
        int day = (int)random_below(&r, 31) + 1, y, m, d;
        int32_t days;
        if (!ds_date_valid(year, month, day)) continue;
        days = ds_date_days(year, month, day);
        assert_int_equal(days, days_of_library(year, month, day));
        ds_date_civil(days, &y, &m, &d);
        assert_true(y == year && m == month && d == day);
    }
    assert_int_equal(ds_date_days(1970, 1, 1), 0);
    assert_int_equal(ds_date_days(2000, 3, 1), 11017);
}

/* Every day from 1890 to 2160 follows the one before, and only real days are valid. */
static void test_date_civil__day_after_day(void **state) {
    int year = 1890, month = 1, day = 1;
    (void)state;
    for (int32_t days = ds_date_days(1890, 1, 1); days < ds_date_days(2160, 1, 1); days++) {
        int y, m, d;
        ds_date_civil(days, &y, &m, &d);
        assert_true(y == year && m == month && d == day);
        assert_true(ds_date_valid(y, m, d));
        day++;
        if (ds_date_valid(year, month, day)) continue;
        day = 1;
        if (++month <= 12) continue;
        month = 1;
        year++;
    }
    assert_false(ds_date_valid(2023, 2, 29));
    assert_false(ds_date_valid(1900, 2, 29));
    assert_true(ds_date_valid(2000, 2, 29));
    assert_false(ds_date_valid(2023, 0, 1));
    assert_false(ds_date_valid(2023, 13, 1));
    assert_false(ds_date_valid(2023, 4, 31));
    assert_false(ds_date_valid(2023, 4, 0));
}

static void test_date_parse__spellings(void **state) {
    static const char *const good[] = {"2004-11-05", "05-11-2004"};
    static const char *const bad[] = {
        "",           "2004",        "2004-11-",    "2004-11-5",  "2004-1-05",  "2004/11/05",
        "05/11/2004", "2004-11-31",  "31-11-2004",  "2004-13",    "2004-00",    "2004-13-01",
        "20041105",   "2004-11-05 ", " 2004-11-05", "5-11-2004",  "05-11-04",   "2004-11-05T00:00",
        "12-2004",    "2004-02-30",  "29-02-2023",  "----------", "aaaa-bb-cc", "+004-11-05"};
    int32_t days = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_date_parse(ds_text_of(bad[i]), &days)) fail_msg("took %s", bad[i]);
    assert_int_equal(days, 77);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(ds_date_parse(ds_text_of(good[i]), &days));
        assert_int_equal(days, ds_date_days(2004, 11, 5));
    }
    assert_true(ds_date_parse(ds_text_of("2004-11"), &days));
    assert_int_equal(days, ds_date_days(2004, 11, 1));
}

static void test_date_parse_delivered__spellings(void **state) {
    static const char *const good[] = {"2005-03-01",
                                       "01-03-2005",
                                       "1-3-2005",
                                       "1-03-2005",
                                       "01-3-2005",
                                       "2005-3-1",
                                       "01-MAR-2005",
                                       "1-mrt-2005",
                                       "2005-mar-01",
                                       "1-3-2005 0:00",
                                       "1-3-2005 00:00",
                                       "2005-03-01 00:00:00",
                                       "2005-03-01T00:00:00",
                                       "2005-03-01T00:00:00Z",
                                       "2005-03-01T00:00",
                                       "2005-03-01 00:00:00.000",
                                       "2005-03-01 00:00:00+00",
                                       "2005-03-01T00:00:00.000000+01:00",
                                       "2005-03-01 00:00:00 UTC",
                                       "2005-03-01 00:00:00 -0500",
                                       "2005-03",
                                       "1-3-2005 12:00:00 AM"};
    static const char *const bad[] = {"",
                                      "1-3-05",
                                      "1/3/2005",
                                      "3-13-2005",
                                      "29-2-2005",
                                      "2005-3",
                                      "1.3.2005",
                                      "01-FOO-2005",
                                      "2005-03-01 22:00",
                                      "2005-03-01T00:01",
                                      "38412",
                                      "2005-03-01 ",
                                      "2005-03-01 0",
                                      "2005-03-01 00:00:00.001",
                                      "2005-03-01 12:00:00",
                                      "2005-03-01 00:00:00+",
                                      "2005-03-01T",
                                      "2005-03-01 24:00",
                                      "0:00",
                                      "01-FEB-05",
                                      "2005-03-01 00:00 x",
                                      "1-3-2005 0:00 PM"};
    int32_t days = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_date_parse_delivered(ds_text_of(bad[i]), &days)) fail_msg("took %s", bad[i]);
    assert_int_equal(days, 77);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!ds_date_parse_delivered(ds_text_of(good[i]), &days)) fail_msg("refused %s", good[i]);
        assert_int_equal(days, ds_date_days(2005, 3, 1));
    }
}

static void test_date_parse_mdy__pivot(void **state) {
    static const struct {
        const char *text;
        int pivot, year, month, day;
    } good[] = {{"8/18/05", 22, 2005, 8, 18}, {"08/18/05", 22, 2005, 8, 18},
                {"12/1/99", 22, 1999, 12, 1}, {"1/1/22", 22, 2022, 1, 1},
                {"1/1/23", 22, 1923, 1, 1},   {"2/29/00", 22, 2000, 2, 29}};
    static const char *const bad[] = {"",        "8/18/2005", "18/8/05",   "8/18",
                                      "8/18/5",  "8/18/05 ",  "008/18/05", "8-18-05",
                                      "2/29/01", "0/1/05",    "1/0/05"};
    int32_t days = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_date_parse_mdy(ds_text_of(bad[i]), 22, &days)) fail_msg("took %s", bad[i]);
    assert_int_equal(days, 77);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(ds_date_parse_mdy(ds_text_of(good[i].text), good[i].pivot, &days));
        assert_int_equal(days, ds_date_days(good[i].year, good[i].month, good[i].day));
    }
}

static void test_date_parse_schoolyear__spellings(void **state) {
    static const char *const good[] = {
        "2022",    "2022/23",     "2022/2023",          "2022-2023",
        "2022-23", "2022 - 2023", "2022\342\200\22323", "2022\342\210\2222023",
        "2022.0",  "2022,00"};
    static const char *const bad[] = {
        "",           "22",        "20222",    "2022/24", "2022/2024", "2022-24",
        "2022/2022",  "2022 ",     " 2022",    "2022/",   "2022-",     "2022/3",
        "2022/023",   "2022_2023", "1949",     "2151",    "abcd",      "2022/23/24",
        "2022/20233", "202",       "2022.000", "2022.5",  "2022-2",    "2022\xE2\x80\x93",
        "2022--23"};
    int year = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_date_parse_schoolyear(ds_text_of(bad[i]), &year)) fail_msg("took %s", bad[i]);
    assert_int_equal(year, 77);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(ds_date_parse_schoolyear(ds_text_of(good[i]), &year));
        assert_int_equal(year, 2022);
    }
    assert_true(ds_date_parse_schoolyear(ds_text_of("1999/00"), &year));
    assert_int_equal(year, 1999);
    assert_true(ds_date_parse_schoolyear(ds_text_of("1950"), &year));
    assert_true(ds_date_parse_schoolyear(ds_text_of("2150"), &year));
}

static void test_date_age__on_1_october(void **state) {
    (void)state;
    assert_int_equal(ds_date_age(ds_date_days(1999, 10, 1), 2022), 23); /* on the day itself */
    assert_int_equal(ds_date_age(ds_date_days(1999, 10, 2), 2022), 22);
    assert_int_equal(ds_date_age(ds_date_days(1999, 9, 30), 2022), 23);
    assert_int_equal(ds_date_age(ds_date_days(2022, 10, 1), 2022), 0);
    assert_int_equal(ds_date_age(ds_date_days(2022, 10, 2), 2022), -1);
    assert_int_equal(ds_date_age(ds_date_days(2000, 2, 29), 2022), 22);
    assert_int_equal(ds_date_age(ds_date_days(1900, 1, 1), 2022), 122);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date_days__as_the_c_library),
        cmocka_unit_test(test_date_civil__day_after_day),
        cmocka_unit_test(test_date_parse__spellings),
        cmocka_unit_test(test_date_parse_delivered__spellings),
        cmocka_unit_test(test_date_parse_mdy__pivot),
        cmocka_unit_test(test_date_parse_schoolyear__spellings),
        cmocka_unit_test(test_date_age__on_1_october),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
