/* tests/figure/test_scale.c: steps that people count in, and texts that fit. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "figure/scale.h"
#include "figure/text.h"
#include "support/support.h"

static ds_scale make_plain(double low, double high, bool from_zero, size_t about) {
    const ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    return ds_scale_make((ds_extent){low, high}, &axis, from_zero, about);
}

static void test_scale__steps_are_one_two_or_five(void **state) {
    (void)state;
    for (int i = 0; i < 4000; i++) {
        const double low = pow(10, i % 13 - 5) * (i % 7 - 3),
                     high = low + pow(10, i % 9 - 3) * (1 + i % 11);
        const ds_scale s = make_plain(low, high, i % 2 == 0, 2 + (size_t)i % 8);
        const double unit = pow(10, floor(log10(s.step) + 1e-9)), digit = s.step / unit;
        const size_t n = ds_scale_n_steps(&s);
        assert_true(fabs(digit - 1) < 1e-6 || fabs(digit - 2) < 1e-6 || fabs(digit - 5) < 1e-6);
        assert_true(s.low <= low + 1e-8 * s.step && s.high >= high - 1e-8 * s.step);
        assert_true(n >= 1 && n <= 14);
        assert_true(ds_scale_step(&s, 0) >= s.low - 1e-9 * s.step);
        assert_true(ds_scale_step(&s, n - 1) <= s.high + 1e-9 * s.step);
        if (i % 2 == 0) assert_true(s.low <= 0 && s.high >= 0);
    }
}

static void test_scale__ends_by_hand(void **state) {
    ds_scale s = make_plain(3.1, 23.4, true, 5);
    (void)state;
    assert_true(s.low == 0 && s.step == 5 && s.high == 24 && s.decimals == 0);
    assert_int_equal(ds_scale_n_steps(&s), 5);
    s = make_plain(4.4, 6.8, false, 5);
    assert_true(s.low == 4 && s.step == 0.5 && s.decimals == 1);
    s = make_plain(5, 5, false, 4); /* one value has a scale, too */
    assert_true(s.low < 5 && s.high > 5);
    s = make_plain(0, 0, true, 4);
    assert_true(s.low == 0 && s.high > 0);
    s = make_plain(INFINITY, -INFINITY, false, 4);
    assert_true(s.low == 0 && s.high == 1);
}

static void test_scale__axis_has_its_say(void **state) {
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    ds_scale s;
    (void)state;
    axis.begin = 0;
    axis.end = 100;
    axis.unit = DS_SAY("%", "%");
    s = ds_scale_make((ds_extent){40, 60}, &axis, false, 5);
    assert_true(s.low == 0 && s.high == 100);
    axis.end = 50; /* never less than what is shown */
    s = ds_scale_make((ds_extent){40, 99.6}, &axis, false, 5);
    assert_true(s.high >= 99.6 && s.high <= 100);
}

static void test_scale__numbers_in_both_languages(void **state) {
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    char text[DS_NUMBER_TEXT];
    (void)state;
    assert_string_equal(ds_figure_number(&axis, 1234.5, 1, true, DS_NL, text), "1.234,5");
    assert_string_equal(ds_figure_number(&axis, 1234.5, 1, true, DS_EN, text), "1,234.5");
    assert_string_equal(ds_figure_number(&axis, -0.04, 1, true, DS_NL, text), "0,0");
    assert_string_equal(ds_figure_number(&axis, -3, 0, true, DS_NL, text), "−3");
    axis.unit = DS_SAY("%", "%");
    assert_string_equal(ds_figure_number(&axis, 6.1, 1, true, DS_NL, text), "6,1\u00A0%");
    axis.unit = DS_SAY("€", "€");
    assert_string_equal(ds_figure_number(&axis, 2500, 0, true, DS_NL, text), "€\u00A02.500");
    axis.unit = DS_SAY("procentpunt", "points"); /* too long: in the title */
    assert_string_equal(ds_figure_number(&axis, 2, 0, true, DS_NL, text), "2");
    axis.years = true;
    assert_string_equal(ds_figure_number(&axis, 2023, 0, true, DS_NL, text), "2023");
}

/* ---- texts ---- */

static void test_text__widths_add_up(void **state) {
    (void)state;
    assert_true(fabs(ds_figure_text_width("00", 10, false) - 11.6) <
                0.01); /* 1160 of 2000 a digit */
    assert_true(fabs(ds_figure_text_width("0123456789", 10, false) - 58) < 0.01);
    assert_true(ds_figure_text_width("vsv’ers – ë", 13, true) >
                ds_figure_text_width("vsv’ers – ë", 13, false));
    assert_true(ds_figure_text_width(NULL, 13, false) == 0);
    assert_true(ds_figure_text_width("\xFF", 13, false) == 0);
}

static void test_text__what_fits_fits(void **state) {
    const char *text = "Horeca, bakkerij, toerisme en recreatie";
    (void)state;
    for (double room = 0; room < 300; room += 1.7) {
        const ds_figure_run run = ds_figure_text_fit(text, 12, false, room);
        assert_true(run.cut ? run.size < strlen(text) : run.size == strlen(text));
        if (run.size > 0) assert_true(run.width <= room + 0.001);
    }
}

static void test_text__folds_between_words(void **state) {
    ds_figure_run lines[3];
    const char *text = "Horeca, bakkerij en recreatie";
    size_t n = ds_figure_text_fold(text, 12, false, 100, 3, lines);
    (void)state;
    assert_int_equal(n, 2);
    assert_int_equal(strncmp(lines[0].text, "Horeca, bakkerij", 16), 0);
    assert_false(lines[0].broken || lines[1].cut);
    n = ds_figure_text_fold("Armoedeprobleemcumulatiegebied", 12, false, 90, 3, lines);
    assert_true(n >= 2 && lines[0].broken && !lines[n - 1].cut);
    n = ds_figure_text_fold(text, 12, false, 60, 2, lines);
    assert_true(n == 2 && lines[1].cut);
    assert_int_equal(ds_figure_text_fold("", 12, false, 60, 2, lines), 0);
}

static void test_text__is_cleaned(void **state) {
    ds_arena arena = {0};
    (void)state;
    assert_string_equal(ds_figure_text_keep(&arena, "a\x01"
                                                    "b\xE2\x80\xAE"
                                                    "c\xEF\xBF\xBE"
                                                    "d"),
                        "a?b?c?d");
    assert_string_equal(ds_figure_text_keep(&arena, "a\nb\tc"), "a b c");
    assert_string_equal(ds_figure_text_keep(&arena, "é – 漢"), "é – 漢");
    assert_string_equal(ds_figure_text_keep(&arena, "\xFF"), "?");
    ds_arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scale__steps_are_one_two_or_five),
        cmocka_unit_test(test_scale__ends_by_hand),
        cmocka_unit_test(test_scale__axis_has_its_say),
        cmocka_unit_test(test_scale__numbers_in_both_languages),
        cmocka_unit_test(test_text__widths_add_up),
        cmocka_unit_test(test_text__what_fits_fits),
        cmocka_unit_test(test_text__folds_between_words),
        cmocka_unit_test(test_text__is_cleaned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
