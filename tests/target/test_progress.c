/* tests/target/test_progress.c: classes, the quadrant and the national path on an example worked
 * out by hand: ten agendas with missing and negative targets, a joint agenda and two ties.
 *
 * Early leaving, lower is better; persons are many, so that values are what they seem, and few
 * where that is what is asked.
 *
 *  agenda   start    now      target            class
 *  A        10 %      8 %      9 %              better, reached
 *  B        10 %      9 %      8 %              better, not reached
 *  C        10 %     11 %     12 % (negative)   worse, reached
 *  D        10 %     12 %      9 %              worse, not reached
 *  E        10 %     10 %     10 %              equal, reached: a tie with both
 *  F        10 %     10 %      8 %              equal, not reached
 *  G (two)  (100 + 100)/2000 = 10 %, now (60 + 120)/2000 = 9 %, target 9 %: better, reached by a
 * tie H        10 %      8 %      none: niet meetbaar I        10 %      none     9 % J        2 of
 * 20   1 of 20  9 %              5 %: better, reached, but uncertain
 */
#include <math.h>

#include "doorstroom/target.h"
#include "support/support.h"

enum { PLACES = 10 };

static ds_target_place make_place(uint64_t start, uint64_t now, uint64_t of, double target) {
    return (ds_target_place){.start = ds_measured_count(start, of),
                             .previous = ds_measured_count(start, of),
                             .now = ds_measured_count(now, of),
                             .targets = {target, NAN, NAN}};
}

static void make_places(ds_target_place p[PLACES]) {
    const uint64_t of = 1000000;
    p[0] = make_place(100000, 80000, of, 9);
    p[1] = make_place(100000, 90000, of, 8);
    p[2] = make_place(100000, 110000, of, 12);
    p[3] = make_place(100000, 120000, of, 9);
    p[4] = make_place(100000, 100000, of, 10);
    p[5] = make_place(100000, 100000, of, 8);
    p[6] = make_place(200, 180, 2000, 9);
    p[7] = make_place(100000, 80000, of, NAN);
    p[7].reason = DS_ABSENCE_NIET_MEETBAAR;
    p[8] = make_place(100000, 80000, of, 9);
    p[8].now = ds_measured_count(0, 0);
    p[9] = make_place(2, 1, 20, 9);
}

static void test_progress__by_hand(void **state) {
    static const uint64_t counts[DS_PROGRESS_CLASSES] = {3, 1, 1, 1, 1, 1};
    static const uint64_t certain[DS_PROGRESS_CLASSES] = {1, 1, 1, 1, 0, 0};
    ds_target_place places[PLACES];
    ds_class_counts c;
    uint64_t sum = 0, missing = 0;
    (void)state;
    make_places(places);
    ds_target_count(places, PLACES, DS_BASIS_START, DS_TARGET_CHANGED, true, &c);
    assert_int_equal(c.n, 8);
    for (int i = 0; i < DS_PROGRESS_CLASSES; i++) {
        assert_int_equal(c.counts[i], counts[i]);
        assert_int_equal(c.certain[i], certain[i]);
        sum += c.certain[i];
    }
    assert_int_equal(c.uncertain, 4); /* E, F (a difference of 0 holds 0), G, J */
    assert_int_equal(sum + c.uncertain, c.n);
    for (int i = 0; i < DS_ABSENCES; i++)
        missing += c.missing[i];
    assert_int_equal(c.missing[DS_ABSENCE_NIET_MEETBAAR], 1);
    assert_int_equal(c.missing[DS_ABSENCE_GEEN_HEDEN], 1);
    assert_int_equal(c.n + missing, PLACES);
    assert_int_equal(c.negative, 1);
}

/* None of 40 against a target of 0: reached, and the interval, 0 to 8.8 %, holds the target. */
static void test_progress__target_at_the_end(void **state) {
    ds_target_place p = make_place(400, 0, 1000, 0);
    ds_class_result r;
    (void)state;
    p.now = ds_measured_count(0, 40);
    r = ds_target_classify(&p, DS_BASIS_START, DS_TARGET_CHANGED, true);
    assert_int_equal(r.progress, DS_PROGRESS_BETER_BEREIKT);
    assert_true(r.uncertain);
    p.targets[0] = 9;
    assert_false(ds_target_classify(&p, DS_BASIS_START, DS_TARGET_CHANGED, true).uncertain);
}

/* Higher is better turns the classes of all that are no tie. */
static void test_progress__direction(void **state) {
    ds_target_place places[PLACES];
    ds_class_result r;
    (void)state;
    make_places(places);
    r = ds_target_classify(&places[2], DS_BASIS_START, DS_TARGET_CHANGED, false);
    assert_int_equal(r.progress, DS_PROGRESS_BETER_NIET);
    assert_false(r.negative);
    r = ds_target_classify(&places[4], DS_BASIS_START, DS_TARGET_CHANGED, false);
    assert_int_equal(r.progress, DS_PROGRESS_GELIJK_BEREIKT);
}

static void test_progress__versions(void **state) {
    ds_target_place p = {.targets = {NAN, 10, NAN}};
    (void)state;
    assert_true(isnan(ds_target_of(&p, DS_TARGET_ORIGINAL)));
    assert_true(ds_target_of(&p, DS_TARGET_ADDED) == 10);
    assert_true(ds_target_of(&p, DS_TARGET_CHANGED) == 10);
    p.targets[0] = 8;
    p.targets[2] = 12;
    assert_true(ds_target_of(&p, DS_TARGET_ORIGINAL) == 8);
    assert_true(ds_target_of(&p, DS_TARGET_ADDED) == 8);
    assert_true(ds_target_of(&p, DS_TARGET_CHANGED) == 12);
}

/* Wilson of 1 of 20: 0.888 to 23.61 per cent; Newcombe 1998, table II case (a): 56/70 - 48/80. */
static void test_progress__intervals(void **state) {
    const ds_measured a = ds_measured_count(1, 20), b = ds_measured_count(56, 70),
                      c = ds_measured_count(48, 80), fixed = ds_measured_estimate(60, NAN);
    bool is_fixed = true;
    ds_span s = ds_target_interval(&a);
    (void)state;
    assert_true(fabs(s.low - 0.8881) < 1e-4 && fabs(s.high - 23.6131) < 1e-4);
    s = ds_target_difference(&b, &c, &is_fixed);
    assert_false(is_fixed);
    assert_true(fabs(s.low - 5.24) < 5e-3 && fabs(s.high - 33.39) < 5e-3);
    s = ds_target_difference(&b, &fixed, &is_fixed);
    assert_true(is_fixed);
    assert_true(fabs(s.low + 60 - ds_target_interval(&b).low) < 1e-9 + 60.0 && s.low < 20);
    s = ds_target_difference(&fixed, &fixed, &is_fixed);
    assert_true(isnan(s.low));
}

static void test_progress__spread(void **state) {
    const double values[] = {1, NAN, 2, 4, 3, 10};
    ds_spread s;
    ds_error err;
    (void)state;
    assert_int_equal(ds_target_spread(values, 6, &s, &err), DS_OK);
    assert_int_equal(s.n, 5);
    assert_true(s.mean == 4 && s.q1 == 2 && s.median == 3 && s.q3 == 4);
    assert_true(s.lowest == 1 && s.highest == 10);
    assert_int_equal(ds_target_spread(values + 3, 2, &s, &err), DS_OK);
    assert_true(s.q1 == 3.25); /* quantile(c(3, 4), .25, type = 7) */
    assert_int_equal(ds_target_spread(values + 1, 1, &s, &err), DS_OK);
    assert_int_equal(s.n, 0);
    assert_true(isnan(s.mean));
}

/* Half is half: > and >= differ there only. */
static void test_progress__quadrant(void **state) {
    ds_class_result classes[] = {{.progress = DS_PROGRESS_BETER_BEREIKT},
                                 {.progress = DS_PROGRESS_BETER_NIET},
                                 {.progress = DS_PROGRESS_SLECHTER_NIET},
                                 {.progress = DS_PROGRESS_GELIJK_NIET},
                                 {.absence = DS_ABSENCE_GEEN_HEDEN}};
    ds_quadrant_rule rule = {.at_least = false, .minimum = 4};
    ds_quadrant_place p = ds_target_quadrant(classes, 5, &rule);
    (void)state;
    assert_int_equal(p.n, 4);
    assert_true(p.better_pct == 50 && p.reached_pct == 25);
    assert_int_equal(p.quadrant, DS_QUADRANT_LOWER_LEFT);
    rule.at_least = true;
    assert_int_equal(ds_target_quadrant(classes, 5, &rule).quadrant, DS_QUADRANT_LOWER_RIGHT);
    rule.minimum = 5;
    assert_int_equal(ds_target_quadrant(classes, 5, &rule).quadrant, DS_QUADRANT_NONE);
    assert_true(isnan(ds_target_quadrant(classes + 4, 1, &rule).better_pct));
}

/* Table 4.1: 24,286 in 2022, 22,308 in 2023; mbo-4 bol fell by 1,303 (its numbers here are such).
 */
static void test_progress__national_path(void **state) {
    ds_path_rule rule = {.jaar = 2027, .grens = 18000, .below = false};
    ds_path p = ds_target_path(2022, 24286, 2023, 22308, &rule);
    ds_path_part part = ds_target_path_part(&p, 9303, 8000);
    (void)state;
    assert_true(p.needed == -1077);
    assert_int_equal(p.got, -1978);
    assert_false(p.met);
    assert_int_equal(part.got, -1303);
    assert_true(fabs(part.share_of_got - 65.8746) < 1e-4);
    assert_true(part.gap < 0);
    rule.below = true;
    assert_int_equal(ds_target_path(2022, 24286, 2023, 22308, &rule).highest, 17999);
    assert_true(ds_target_path(2022, 24286, 2023, 22308, &rule).needed == -4309.0 / 4);
    assert_false(ds_target_path(2022, 1, 2023, 18000, &rule).met);
    rule.below = false;
    assert_true(ds_target_path(2022, 1, 2023, 18000, &rule).met);
    assert_true(isnan(ds_target_path(2026, 1, 2027, 18000, &rule).needed));
}

/* A budget of zero is no ratio; what was spent may be zero. */
static void test_progress__ratios(void **state) {
    const int64_t spent[] = {2000, 0, 0, 5000, DS_MONEY_UNKNOWN, 100};
    const int64_t budget[] = {10000, 10000, 0, 10000, 10000, DS_MONEY_UNKNOWN};
    const double cuts[] = {20, 30, 50};
    const ds_threshold t = {"<=", 20};
    ds_ratio_counts c;
    double ratios[6];
    ds_error err;
    (void)state;
    assert_int_equal(ds_target_ratios(spent, budget, 6, cuts, 3, ratios, &c, &err), DS_OK);
    assert_int_equal(c.n, 3);
    assert_int_equal(c.not_budgeted, 1);
    assert_int_equal(c.unknown, 2);
    assert_int_equal(c.nothing, 1);
    assert_int_equal(c.bands[0], 1); /* 0 % */
    assert_int_equal(c.bands[1], 1); /* 20 % is in [20, 30) */
    assert_int_equal(c.bands[3], 1); /* 50 % is in >= 50 */
    assert_true(fabs(c.spread.mean - 70.0 / 3) < 1e-12);
    assert_true(fabs(c.ratio_of_sums - 70.0 / 3) < 1e-12);
    assert_true(isnan(ratios[2]) && ratios[0] == 20);
    assert_true(ds_threshold_holds(&t, 20) && !ds_threshold_holds(&t, 20.1));
    assert_false(ds_threshold_holds(&t, NAN));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_progress__by_hand),
        cmocka_unit_test(test_progress__target_at_the_end),
        cmocka_unit_test(test_progress__direction),
        cmocka_unit_test(test_progress__versions),
        cmocka_unit_test(test_progress__intervals),
        cmocka_unit_test(test_progress__spread),
        cmocka_unit_test(test_progress__quadrant),
        cmocka_unit_test(test_progress__national_path),
        cmocka_unit_test(test_progress__ratios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
