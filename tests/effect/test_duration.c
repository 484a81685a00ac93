/* tests/effect/test_duration.c: cumulative incidence with competing causes: beside R's survival,
 * and what its standard errors are worth. */
#include <math.h>

#include "did_made.h"

#include "base/error.h"
#include "doorstroom/duration.h"

/* Location, group, year, cause, persons. */
static const int made[][5] = {
    {1, 0, 1, 0, 2}, {1, 1, 3, 2, 1}, {1, 1, 4, 0, 1}, {1, 1, 5, 1, 1}, {2, 0, 1, 0, 1},
    {2, 0, 2, 0, 1}, {2, 0, 2, 1, 2}, {2, 0, 2, 2, 1}, {2, 1, 3, 1, 1}, {2, 1, 4, 0, 1},
    {2, 1, 4, 1, 1}, {3, 0, 2, 1, 1}, {3, 0, 4, 2, 1}, {3, 1, 2, 1, 1}, {3, 1, 4, 0, 2},
    {4, 0, 1, 1, 1}, {4, 0, 1, 2, 2}, {4, 0, 4, 2, 1}, {4, 0, 5, 0, 1}, {4, 0, 5, 1, 1},
    {4, 1, 1, 0, 1}, {4, 1, 2, 0, 1}, {5, 0, 1, 1, 1}, {5, 0, 2, 1, 1}, {5, 1, 1, 1, 2},
    {5, 1, 2, 2, 1}, {5, 1, 3, 0, 1}, {5, 1, 5, 1, 2}, {6, 0, 1, 2, 1}, {6, 0, 3, 0, 1},
    {6, 1, 1, 2, 1}, {6, 1, 2, 1, 1}, {6, 1, 3, 2, 1}, {6, 1, 5, 1, 1}, {7, 0, 1, 0, 1},
    {7, 0, 3, 2, 1}, {7, 0, 5, 1, 1}, {7, 1, 1, 1, 1}, {7, 1, 3, 0, 1}, {7, 1, 5, 0, 1},
    {7, 1, 5, 1, 1}, {8, 0, 2, 0, 2}, {8, 0, 2, 2, 1}, {8, 0, 3, 0, 1}, {8, 0, 4, 2, 1},
    {8, 0, 5, 0, 1}, {8, 1, 2, 0, 2}, {8, 1, 2, 2, 1}, {8, 1, 3, 0, 1}, {8, 1, 4, 0, 1},
    {8, 1, 5, 0, 1}, {8, 1, 5, 1, 1}};

/* survfit(Surv(t, factor(c)) ~ 1, influence = 1) of R 4.2.2, survival 3.5: [group][cause][year];
 * the standard errors of its influence added up by location, times √(G / (G - 1)). */
static const double incidence[2][2][4] = {
    {{0.0714285714285714, 0.244360902255639, 0.244360902255639, 0.244360902255639},
     {0.107142857142857, 0.193609022556391, 0.249812030075188, 0.466595059076262}},
    {{0.09375, 0.158564814814815, 0.195833333333333, 0.241087962962963},
     {0.03125, 0.0960648148148148, 0.170601851851852, 0.170601851851852}}};
static const double errors[2][2][4] = {
    {{0.046441785195551, 0.112972397339057, 0.112972397339057, 0.112972397339057},
     {0.0704060505873087, 0.0494006387973343, 0.0515473108720956, 0.060252062154827}},
    {{0.0606952028177622, 0.0622305524172638, 0.0616461983397128, 0.0865254725883603},
     {0.0315968474707412, 0.035399600261976, 0.0645440341600855, 0.0645440341600855}}};
static const double restricted[2] = {2.88928571428571, 3.25393518518519};

static void assert_close_by(double found, double expected, double by, const char *what) {
    if (!(fabs(found - expected) <= by)) fail_msg("%s: %.17g, not %.17g", what, found, expected);
}

static void add_persons(ds_duration *d, int location, bool treated, int year, int cause,
                        uint64_t n) {
    char name[16];
    ds_error err;
    const ds_duration_cell cell = {{name, 0}, treated, year, cause, n};
    ds_duration_cell one = cell;
    (void)snprintf(name, sizeof name, "s%02d", location);
    one.location.size = strlen(name);
    assert_int_equal(ds_duration_add(d, &one, &err), DS_OK);
}

static void test_duration__is_that_of_r(void **state) {
    ds_duration *d = ds_duration_new();
    ds_duration_result r;
    ds_error err;
    (void)state;
    for (size_t i = sizeof made / sizeof *made; i-- > 0;)
        add_persons(d, made[i][0], made[i][1] == 1, made[i][2], made[i][3], (uint64_t)made[i][4]);
    assert_int_equal(ds_duration_estimate(d, 4, &r, &err), DS_OK);
    assert_int_equal(r.n_years, 4);
    assert_int_equal(r.n_causes, 2);
    for (size_t g = 0; g < 2; g++) {
        assert_int_equal(r.locations[g], 8);
        assert_close_by(r.restricted.value[g], restricted[g], 1e-12, "restricted");
        for (size_t k = 0; k < 4; k++)
            for (size_t c = 0; c < 2; c++) {
                assert_close_by(r.years[k].incidence[c].value[g], incidence[g][c][k], 1e-12,
                                "value");
                assert_close_by(r.years[k].incidence[c].se[g], errors[g][c][k], 1e-12, "se");
            }
    }
    /* what is not lost to a cause is free of all */
    assert_close_by(r.restricted.value[1] + r.lost[0].value[1] + r.lost[1].value[1], 4, 1e-12,
                    "years");
    assert_close_by(r.years[2].incidence[0].difference, incidence[1][0][2] - incidence[0][0][2],
                    1e-12, "difference");
    ds_duration_result_done(&r);
    ds_duration_free(d);
}

/* Locations with hazards of their own; the second half of the cohorts is followed for three years.
 * Hazards of who took part are higher by a known part. */
enum { PLACES = 40, FOLLOWED = 5, EACH = 12 };
static const double more = 0.1; /* of the hazard of cause 1 */

static void make_duration(uint64_t seed, int places, ds_duration *d) {
    random_source source = {seed * 2 + 1};
    for (int l = 0; l < places; l++) {
        const double own = 0.05 * did_normal(&source);
        for (int i = 0; i < 2 * EACH; i++) {
            const bool treated = l % 2 == 0;
            const int followed = i % 2 == 0 ? FOLLOWED : 3;
            int year = 1, cause = 0;
            for (; cause == 0 && year <= followed; year++) {
                const double first = 0.2 + own + (treated ? more : 0), draw = did_share(&source);
                cause = draw < first ? 1 : draw < first + 0.1 ? 2 : 0;
            }
            add_persons(d, l, treated, year - 1, cause, 1);
        }
    }
}

/* Incidence of cause 1 within so many years, with a hazard h and 0.1 of the other. */
static double true_incidence(double h, int years) {
    double left = 1, sum = 0;
    for (int k = 0; k < years; k++) {
        sum += left * h;
        left *= 0.9 - h;
    }
    return sum;
}

/* The difference is found within 2 SE in 95 % of the rows. Of locations that vary the mean curve is
 * not that of the mean hazard; with so little variation that is far below the error. */
static void test_duration__is_found(void **state) {
    double errors_asked, within = 0, rows = 0, shorter = 0;
    const int n = did_draws(2000, &errors_asked);
    (void)state;
    for (int i = 0; i < n; i++) {
        ds_duration *d = ds_duration_new();
        ds_duration_result r;
        ds_error err;
        make_duration((uint64_t)i + 1, PLACES, d);
        assert_int_equal(ds_duration_estimate(d, 0, &r, &err), DS_OK);
        assert_int_equal(r.n_years, FOLLOWED);
        for (int k = 0; k < FOLLOWED; k++) {
            const ds_duration_number *found = &r.years[k].incidence[0];
            const double truth = true_incidence(0.2 + more, k + 1) - true_incidence(0.2, k + 1);
            within += fabs(found->difference - truth) <= 2 * found->difference_se;
            rows++;
        }
        shorter += r.restricted.difference < 0;
        ds_duration_result_done(&r);
        ds_duration_free(d);
    }
    print_message("within 2 SE: %.4f\n", within / rows);
    did_assert_at_least(within / rows, 0.95, n, errors_asked);
    assert_true(shorter / n > 0.95);
}

/* With the fewest locations that have an interval, ten in each group. */
static void test_duration__interval_holds(void **state) {
    double errors_asked, within = 0, rows = 0;
    const int n = did_draws(2000, &errors_asked);
    (void)state;
    for (int i = 0; i < n; i++) {
        ds_duration *d = ds_duration_new();
        ds_duration_result r;
        ds_error err;
        make_duration((uint64_t)i + 1, 2 * DS_DURATION_LOCATIONS_MIN, d);
        assert_int_equal(ds_duration_estimate(d, 0, &r, &err), DS_OK);
        for (int k = 0; k < FOLLOWED; k++) {
            const ds_duration_number *found = &r.years[k].incidence[0];
            const double truth = true_incidence(0.2 + more, k + 1) - true_incidence(0.2, k + 1);
            double low, high, p;
            ds_duration_interval(found->difference, found->difference_se, r.locations[0], &low,
                                 &high, &p);
            within += low <= truth && truth <= high;
            rows++;
            assert_true((p <= 0.05) == (low >= 0 || high <= 0));
            ds_duration_interval(found->difference, found->difference_se,
                                 DS_DURATION_LOCATIONS_MIN - 1, &low, &high, &p);
            assert_true(isnan(low) && isnan(high) && isnan(p));
        }
        ds_duration_result_done(&r);
        ds_duration_free(d);
    }
    print_message("within the interval: %.4f\n", within / rows);
    did_assert_at_least(within / rows, 0.95, n, errors_asked);
}

/* A group of nobody takes nothing from the other, and has no numbers of its own. */
static void test_duration__one_group(void **state) {
    ds_duration *d = ds_duration_new();
    ds_duration_result r;
    ds_error err;
    (void)state;
    add_persons(d, 1, true, 1, 1, 1);
    add_persons(d, 2, true, 2, 0, 3);
    assert_int_equal(ds_duration_estimate(d, 0, &r, &err), DS_OK);
    assert_int_equal(r.n_years, 2);
    assert_int_equal(ds_duration_nothing(d), 3);
    assert_close_by(r.years[1].incidence[0].value[1], 0.25, 1e-15, "incidence");
    assert_close_by(r.restricted.value[1], 1.75, 1e-15, "restricted");
    assert_true(r.years[0].incidence[0].se[1] > 0);
    assert_true(isnan(r.years[0].incidence[0].value[0]));
    assert_true(isnan(r.years[0].incidence[0].difference_se));
    assert_true(isnan(r.restricted.value[0]) && isnan(r.lost[0].difference));
    ds_duration_result_done(&r);
    ds_duration_free(d);
}

static void test_duration__edges(void **state) {
    ds_duration *d = ds_duration_new();
    ds_duration_result r;
    ds_error err;
    ds_duration_cell cell = {{NULL, 0}, false, 0, 0, 1};
    (void)state;
    assert_int_equal(ds_duration_add(d, &cell, &err), DS_USAGE);
    cell.year = 1;
    cell.cause = DS_DURATION_CAUSES_MAX + 1;
    assert_int_equal(ds_duration_add(d, &cell, &err), DS_USAGE);
    assert_int_equal(ds_duration_estimate(d, 0, &r, &err), DS_OK); /* nobody */
    assert_int_equal(r.n_years, 0);
    ds_duration_result_done(&r);
    cell.cause = 1;
    assert_int_equal(ds_duration_add(d, &cell, &err), DS_OK);
    cell.treated = true;
    assert_int_equal(ds_duration_add(d, &cell, &err), DS_OK);
    assert_int_equal(ds_duration_estimate(d, 0, &r, &err), DS_OK); /* one location */
    assert_true(isnan(r.years[0].incidence[0].difference_se));
    assert_close_by(r.years[0].incidence[0].value[1], 1, 0, "all");
    ds_duration_result_done(&r);
    ds_duration_free(d);
}

static ds_status work_on_duration(void *context, ds_error *err) {
    ds_duration *d = ds_duration_new();
    ds_duration_result r;
    ds_status status = d == NULL ? ds_error_memory(err) : DS_OK;
    (void)context;
    for (int l = 0; status == DS_OK && l < 3; l++) {
        const char name[] = {(char)('a' + l), '\0'};
        const ds_duration_cell cell = {{name, 1}, l != 1, 1 + l % 2, 1, 3};
        status = ds_duration_add(d, &cell, err);
    }
    if (status == DS_OK) status = ds_duration_estimate(d, 0, &r, err);
    if (status == DS_OK) ds_duration_result_done(&r);
    ds_duration_free(d);
    return status;
}

static void test_duration__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(work_on_duration, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_duration__is_that_of_r),
        cmocka_unit_test(test_duration__is_found),
        cmocka_unit_test(test_duration__interval_holds),
        cmocka_unit_test(test_duration__one_group),
        cmocka_unit_test(test_duration__edges),
        cmocka_unit_test(test_duration__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
