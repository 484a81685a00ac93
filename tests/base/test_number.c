/* tests/base/test_number.c: numbers from text and to text. */
#include "base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "support/support.h"
#include "support/work_random.h"

static void test_number_parse_integer__takes_and_refuses(void **state) {
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {{"0", 0},
                {"-0", 0},
                {"007", 7},
                {"+12", 12},
                {"-12", -12},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN},
                {"00000000000000000000000000000001", 1}};
    static const char *const bad[] = {"",
                                      "-",
                                      "+",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "1e3",
                                      "0x1",
                                      "--1",
                                      "1-",
                                      "١",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999999"};
    int64_t value = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_number_parse_integer(ds_text_of(bad[i]), &value)) fail_msg("took %s", bad[i]);
    assert_int_equal(value, 77); /* as it was */
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(ds_number_parse_integer(ds_text_of(good[i].text), &value));
        assert_true(value == good[i].value);
    }
    assert_true(ds_number_parse_integer((ds_text){"123", 2}, &value)); /* not past the view */
    assert_int_equal(value, 12);
}

static void parses_decimal(const char *text, double expected) {
    double value = 12345;
    if (!ds_number_parse_decimal(ds_text_of(text), &value) || value != expected ||
        signbit(value) != signbit(expected))
        fail_msg("%s: %.17g, expected %.17g", text, value, expected);
}

/* Beside strtod: random digits, marks and exponents, short ones (which are worked out by hand) and
 * long ones. */
static void decimals_at_random(void) {
    random_bits r = {42};
    for (int i = 0; i < 200000; i++) {
        char text[64], with_comma[64], *mark;
        const size_t whole = random_below(&r, 12), fraction = random_below(&r, 12);
        size_t n = 0;
        if (whole + fraction == 0) continue;
        if (random_below(&r, 3) == 0) text[n++] = random_below(&r, 2) == 0 ? '-' : '+';
        for (size_t k = 0; k < whole; k++)
            text[n++] = (char)('0' + random_below(&r, 10));
        if (fraction > 0) text[n++] = '.';
        for (size_t k = 0; k < fraction; k++)
            text[n++] = (char)('0' + random_below(&r, 10));
        text[n] = '\0';
        if (random_below(&r, 2) == 0)
            (void)snprintf(text + n, sizeof text - n, "%c%d", random_below(&r, 2) == 0 ? 'e' : 'E',
                           (int)random_below(&r, 620) - 330);
        if (!isfinite(strtod(text, NULL))) continue;
        parses_decimal(text, strtod(text, NULL));
        (void)snprintf(with_comma, sizeof with_comma, "%s", text);
        mark = strchr(with_comma, '.');
        if (mark != NULL) *mark = ',';
        parses_decimal(with_comma, strtod(text, NULL));
    }
}

static void test_number_parse_whole__takes_and_refuses(void **state) {
    static const char *const twos[] = {"2", "2.0", "2,0", "2.00", "2.0000000000", "+2", "02"};
    static const char *const bad[] = {"",     "2.5",  "2.",  ".0", "2.0.0", "1.000", "1,000",
                                      "2 .0", "2,0x", "2e0", "0.", "x2",    "2.01"};
    int64_t value = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_number_parse_whole(ds_text_of(bad[i]), &value)) fail_msg("took %s", bad[i]);
    assert_int_equal(value, 77);
    for (size_t i = 0; i < sizeof twos / sizeof *twos; i++) {
        assert_true(ds_number_parse_whole(ds_text_of(twos[i]), &value));
        assert_int_equal(value, 2);
    }
    assert_true(ds_number_parse_whole(ds_text_of("-10.0"), &value));
    assert_int_equal(value, -10);
}

static void test_number_parse_decimal__takes_and_refuses(void **state) {
    static const char *const bad[] = {
        "",      "-",     ".",      ",",   "e5",    "1e",  "1e+", "1.2.3",
        "1,2,3", "1.2,3", "1 ",     " 1",  "0x10",  "inf", "nan", "NaN",
        "-inf",  "1e999", "-1e999", "1d5", "1e5.0", "--1", "1-",  "1e99999999999999999999"};
    char longest[DS_NUMBER_TEXT_MAX + 2];
    double value = 7;
    (void)state;
    parses_decimal("0", 0);
    parses_decimal("-0", -0.0);
    parses_decimal("1.", 1);
    parses_decimal(".5", .5);
    parses_decimal("1,5E3", 1500);
    parses_decimal("9930.0460000000003", 9930.0460000000003);
    parses_decimal("1e-400", 0);
    parses_decimal("4.9e-324", 4.9e-324);
    parses_decimal("1.7976931348623157e308", DBL_MAX);
    decimals_at_random();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_number_parse_decimal(ds_text_of(bad[i]), &value)) fail_msg("takes %s", bad[i]);
    assert_true(value == 7); /* left alone */
    memset(longest, '0', sizeof longest);
    assert_true(ds_number_parse_decimal((ds_text){longest, DS_NUMBER_TEXT_MAX}, &value));
    assert_false(ds_number_parse_decimal((ds_text){longest, DS_NUMBER_TEXT_MAX + 1}, &value));
}

static void test_number_parse_scaled__takes_and_refuses(void **state) {
    static const struct {
        const char *text;
        int32_t scale;
        int64_t value;
    } good[] = {{"36,5", 100, 3650},
                {"36.5", 100, 3650},
                {"36", 100, 3600},
                {"-0.125", 100, -13},
                {"0.125", 100, 13},
                {"0.124999", 100, 12},
                {"0.005", 100, 1},
                {",5", 100, 50},
                {"5,", 100, 500},
                {"-.5", 1, -1},
                {"0.49", 1, 0},
                {"1.9999", 100, 200},
                {"1.23456789", 10000, 12346},
                {"92233720368547758.07", 100, INT64_MAX},
                {"9223372036854775807", 1, INT64_MAX},
                {"9223372036854775806.5", 1, INT64_MAX}};
    static const char *const bad[] = {"",
                                      ".",
                                      ",",
                                      "-",
                                      "-,",
                                      "1.2.3",
                                      "1,2,3",
                                      "1.2,3",
                                      "1e2",
                                      " 1",
                                      "1 ",
                                      "nan",
                                      "inf",
                                      "9223372036854775808",
                                      "9223372036854775807.5",
                                      "99999999999999999999.1"};
    int64_t value = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ds_number_parse_scaled(ds_text_of(bad[i]), 1, &value)) fail_msg("took %s", bad[i]);
    assert_false(ds_number_parse_scaled(ds_text_of("92233720368547758.08"), 100, &value));
    assert_int_equal(value, 77);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(ds_number_parse_scaled(ds_text_of(good[i].text), good[i].scale, &value));
        if (value != good[i].value) fail_msg("%s gives %lld", good[i].text, (long long)value);
    }
}

/* Reads back, has no comma, and no shorter number of digits reads back. */
static void prints_shortest(double value) {
    char out[DS_NUMBER_SIZE], shorter[64];
    int digits = 0;
    assert_ptr_equal(ds_number_print(value, out), out);
    assert_true(strlen(out) < DS_NUMBER_SIZE);
    if (strtod(out, NULL) != value) fail_msg("%a is printed as %s", value, out);
    assert_null(strchr(out, ','));
    if (fabs(value) < 1e15 && fabs(value) >= 1e-5) assert_null(strchr(out, 'e'));
    for (const char *c = out; *c != '\0' && *c != 'e'; c++)
        if (*c >= '0' && *c <= '9' && (digits > 0 || *c != '0')) digits++;
    for (const char *c = out + strlen(out) - 1; strchr(out, '.') == NULL && *c == '0' && digits > 1;
         c--)
        digits--;
    if (digits < 2) return;
    (void)snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
    if (strtod(shorter, NULL) == value) fail_msg("%s could be %s", out, shorter);
}

static void test_number_print__shortest_that_reads_back(void **state) {
    random_bits r = {42};
    (void)state;
    for (int i = 0; i < 100000; i++) {
        uint64_t bits = random_next(&r);
        double value, share;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value)) prints_shortest(value);
        share = 100.0 * (double)(bits % 5000) / (double)(bits / 5000 % 5000 + 1);
        prints_shortest(share);
        prints_shortest((double)(int64_t)bits);
        prints_shortest((double)(bits % 1000000) / 100);
    }
}

/* The way it was done before: by trying, which is slow and the reference. */
static void print_as_before(double value, char out[DS_NUMBER_SIZE]) {
    for (int precision = 1; precision <= 17; precision++) {
        (void)snprintf(out, DS_NUMBER_SIZE, "%.*g", precision, value);
        if (strtod(out, NULL) == value) break;
    }
    if (strchr(out, 'e') == NULL || fabs(value) >= 1e15 || fabs(value) < 1e-5) return;
    for (int decimals = 0; decimals <= 22; decimals++) {
        (void)snprintf(out, DS_NUMBER_SIZE, "%.*f", decimals, value);
        if (strtod(out, NULL) == value) break;
    }
}

static void prints_as_before(double value) {
    char out[DS_NUMBER_SIZE], before[DS_NUMBER_SIZE];
    if (!isfinite(value)) return;
    print_as_before(value, before);
    if (strcmp(ds_number_print(value, out), before) != 0)
        fail_msg("%a was %s and is %s", value, before, out);
}

static void test_number_print__bytes_as_before(void **state) {
    random_bits r = {7};
    (void)state;
    for (int exponent = -1074; exponent < 1024; exponent++) { /* where the neighbours lie uneven */
        const double power = ldexp(1, exponent);
        prints_as_before(power);
        prints_as_before(nextafter(power, 0));
        prints_as_before(nextafter(power, INFINITY));
    }
    for (int exponent = -30; exponent < 30; exponent++)
        for (int digits = 1; digits < 20; digits++)
            prints_as_before(digits * pow(10, exponent));
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = random_next(&r);
        double value;
        memcpy(&value, &bits, sizeof value);
        prints_as_before(value);
        prints_as_before((double)bits);
        prints_as_before(-(double)(bits % 100000000000000000) / 1024);
        prints_as_before((double)(bits % 5000) / 700);
        prints_as_before(1e-5 + (double)(bits % 5000) * 1e-9);
    }
}

/* What %.17g says, with a point or an exponent, and the exponent without plus and zeros. */
static void json_as_before(double value, char out[64]) {
    char *at;
    size_t keep;
    (void)snprintf(out, 60, "%.17g", value);
    if (strpbrk(out, ".e") == NULL) (void)strcat(out, ".0");
    at = strchr(out, 'e');
    if (at == NULL) return;
    at += at[1] == '-' ? 2 : 1;
    keep = strspn(at, "+0");
    memmove(at, at + keep, strlen(at + keep) + 1);
}

static void test_number_print_json__as_printf(void **state) {
    static const double list[] = {0,     -0.0,   1,       12,       0.1,      1e15,
                                  1e16,  1e17,   1e20,    1e100,    1e-4,     1e-5,
                                  1e-10, 5e-324, DBL_MAX, -DBL_MIN, 100.0 / 3};
    random_bits r = {11};
    char out[DS_NUMBER_SIZE], before[64];
    (void)state;
    for (size_t i = 0; i < 100000; i++) {
        const uint64_t bits = random_next(&r);
        double value = (double)(bits % 5000) / (double)(bits / 5000 % 5000 + 1);
        if (i < sizeof list / sizeof *list)
            value = list[i];
        else if (i % 2 == 0)
            memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) continue;
        json_as_before(value, before);
        assert_string_equal(ds_number_print_json(value, out), before);
    }
    assert_string_equal(ds_number_print_json(1e20, out), "1e20");
    assert_string_equal(ds_number_print_json(3, out), "3.0");
    assert_string_equal(ds_number_print_json(1e-7, out), "9.9999999999999995e-8");
}

static void test_number_print__edges(void **state) {
    static const struct {
        double value;
        const char *text;
    } list[] = {{0, "0"},
                {1, "1"},
                {100000, "100000"},
                {0.1, "0.1"},
                {-2.5, "-2.5"},
                {1e15, "1e+15"},
                {123456789012345, "123456789012345"},
                {1e-5, "0.00001"},
                {1e-6, "1e-06"},
                {100.0 / 3, "33.333333333333336"},
                {NAN, ""},
                {INFINITY, ""},
                {-INFINITY, ""},
                {0.3, "0.3"}};
    static const double extremes[] = {DBL_MAX,
                                      -DBL_MAX,
                                      DBL_MIN,
                                      5e-324,
                                      2.2250738585072011e-308,
                                      9007199254740993.0,
                                      999999999999999.9,
                                      1.0000000000000002e-5};
    char out[DS_NUMBER_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        assert_string_equal(ds_number_print(list[i].value, out), list[i].text);
    for (size_t i = 0; i < sizeof extremes / sizeof *extremes; i++)
        prints_shortest(extremes[i]);
}

static void test_number_print_grouped__both_languages(void **state) {
    static const struct {
        double value;
        int decimals;
        const char *nl, *en;
    } list[] = {{0, 0, "0", "0"},
                {999, 0, "999", "999"},
                {1000, 0, "1.000", "1,000"},
                {1234567.891, 2, "1.234.567,89", "1,234,567.89"},
                {-1234, 1, "-1.234,0", "-1,234.0"},
                {-123, 0, "-123", "-123"},
                {0.05, 1, "0,1", "0.1"},
                {999999.96, 1, "1.000.000,0", "1,000,000.0"},
                {1e17, 0, "100.000.000.000.000.000", "100,000,000,000,000,000"},
                {1e18, 0, "", ""},
                {NAN, 1, "", ""}};
    char out[DS_NUMBER_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        assert_string_equal(ds_number_print_grouped(list[i].value, list[i].decimals, true, out),
                            list[i].nl);
        assert_string_equal(ds_number_print_grouped(list[i].value, list[i].decimals, false, out),
                            list[i].en);
    }
}

static void test_number_print_scaled__exact(void **state) {
    const ds_int128 most = (ds_int128)(~(ds_uint128)0 >> 1);
    char out[DS_NUMBER_SIZE];
    random_bits r = {7};
    (void)state;
    assert_string_equal(ds_number_print_scaled(0, 100, out), "0");
    assert_string_equal(ds_number_print_scaled(3650, 100, out), "36.5");
    assert_string_equal(ds_number_print_scaled(5, 100, out), "0.05");
    assert_string_equal(ds_number_print_scaled(-5, 1000000, out), "-0.000005");
    assert_string_equal(ds_number_print_scaled(-12300, 100, out), "-123");
    assert_string_equal(ds_number_print_scaled(12300, 1, out), "12300");
    assert_string_equal(ds_number_print_scaled(most, 1, out),
                        "170141183460469231731687303715884105727");
    assert_string_equal(ds_number_print_scaled(-most - 1, 1000000, out),
                        "-170141183460469231731687303715884.105728");
    for (int i = 0; i < 20000; i++) { /* what is printed reads back */
        int64_t value = (int64_t)random_next(&r) >> (i % 60), back;
        assert_true(
            ds_number_parse_scaled(ds_text_of(ds_number_print_scaled(value, 1, out)), 1, &back) ||
            value == INT64_MIN);
        value /= 1000;
        assert_true(ds_number_parse_scaled(ds_text_of(ds_number_print_scaled(value, 100, out)), 100,
                                           &back));
        assert_true(back == value);
    }
}

/* Two halves hold what 128 bits hold, and are read as a number at once. */
static void test_number_sum__both_ways(void **state) {
    const ds_int128 most = (ds_int128)(~(ds_uint128)0 >> 1);
    const ds_int128 list[] = {0,    1,        -1, INT64_MAX, INT64_MIN, (ds_int128)UINT64_MAX + 1,
                              most, -most - 1};
    random_bits r = {11};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        assert_true(ds_sum_value(ds_sum_of(list[i])) == list[i]);
    for (int i = 0; i < 20000; i++) {
        ds_int128 value = (ds_int128)(int64_t)random_next(&r) * (int64_t)random_next(&r);
        assert_true(ds_sum_value(ds_sum_of(value)) == value);
        assert_true(ds_sum_double(ds_sum_of(value)) == (double)value);
    }
    assert_true(ds_sum_double((ds_sum){.low = 5}) == 5);
    assert_true(ds_sum_double((ds_sum){.low = UINT64_MAX, .high = -1}) == -1);
    assert_true(ds_sum_double((ds_sum){.high = 1}) == 18446744073709551616.0);
}

/* A host program that set a locale with a decimal comma changes nothing. */
static void test_number__whatever_the_locale(void **state) {
    static const char *const locales[] = {"nl_NL.UTF-8", "de_DE.UTF-8", "nl_NL", "fr_FR.UTF-8"};
    char out[DS_NUMBER_SIZE];
    bool found = false;
    int64_t value;
    double decimal;
    (void)state;
    for (size_t i = 0; !found && i < sizeof locales / sizeof *locales; i++)
        found = setlocale(LC_ALL, locales[i]) != NULL;
    if (!found) skip();
    assert_string_equal(ds_number_print(2.5, out), "2.5");
    assert_string_equal(ds_number_print(0.00012, out), "0.00012");
    assert_string_equal(ds_number_print_grouped(1234.5, 1, true, out), "1.234,5");
    assert_string_equal(ds_number_print_grouped(1234.5, 1, false, out), "1,234.5");
    assert_true(ds_number_parse_scaled(ds_text_of("2.5"), 100, &value));
    assert_int_equal(value, 250);
    assert_true(ds_number_parse_decimal(ds_text_of("9930.0460000000003"), &decimal));
    assert_true(decimal == 9930.0460000000003);
    assert_true(ds_number_parse_decimal(ds_text_of("9930,0460000000003"), &decimal));
    assert_true(decimal == 9930.0460000000003);
    (void)setlocale(LC_ALL, "C");
}

static void test_number_look__keys(void **state) {
    static const struct {
        const char *text;
        ds_key_look look;
    } list[] = {{"", DS_KEY_TEXT},          {"0012", DS_KEY_NUMBER},   {"12.0", DS_KEY_ZERO},
                {"12,00", DS_KEY_ZERO},     {"12.000", DS_KEY_SPOILT}, {"12.", DS_KEY_SPOILT},
                {"1 234", DS_KEY_SPOILT},   {"-12", DS_KEY_SPOILT},    {"+12", DS_KEY_SPOILT},
                {"1,2E+08", DS_KEY_SPOILT}, {"12E4567", DS_KEY_TEXT},  {"-", DS_KEY_TEXT},
                {"27GZ", DS_KEY_TEXT},      {"-12A", DS_KEY_TEXT}};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (ds_number_look(ds_text_of(list[i].text)) != list[i].look) fail_msg("%s", list[i].text);
    assert_true(ds_text_equal(ds_number_plain(ds_text_of("1200.00")), ds_text_of("1200")));
    assert_true(ds_text_equal(ds_number_plain(ds_text_of("1.000")), ds_text_of("1.000")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_parse_integer__takes_and_refuses),
        cmocka_unit_test(test_number_parse_whole__takes_and_refuses),
        cmocka_unit_test(test_number_parse_decimal__takes_and_refuses),
        cmocka_unit_test(test_number_parse_scaled__takes_and_refuses),
        cmocka_unit_test(test_number_print__shortest_that_reads_back),
        cmocka_unit_test(test_number_print__bytes_as_before),
        cmocka_unit_test(test_number_print_json__as_printf),
        cmocka_unit_test(test_number_print__edges),
        cmocka_unit_test(test_number_print_grouped__both_languages),
        cmocka_unit_test(test_number_print_scaled__exact),
        cmocka_unit_test(test_number_sum__both_ways),
        cmocka_unit_test(test_number__whatever_the_locale),
        cmocka_unit_test(test_number_look__keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
