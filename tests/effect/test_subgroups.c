/* tests/effect/test_subgroups.c: effects of subgroups: a planted interaction is found, none is
 * found where there is none. */
#include "did_made.h"

#include "doorstroom/subgroups.h"

enum { LEVELS = 3, LOCATIONS = 40, EACH = 4 };

/* Persons of each level at each location; half of the locations have treated beside controls. All
 * of a location share a level of outcome, and the treated of one an effect of their own. */
static ds_effect_sample *make_level(random_source source, int level, double effect) {
    static const ds_effect_column columns[] = {{"advies", DS_EFFECT_FACTOR}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    ds_error err;
    for (int l = 0; l < LOCATIONS; l++) {
        const double school = 0.3 * did_normal(&source), own = 0.3 * did_normal(&source);
        for (int i = 0; i < LEVELS * EACH; i++) {
            const double noise = did_normal(&source);
            const int advice = random_below(&source, 2);
            const bool treated = l % 2 == 0 && i / LEVELS % 2 == 0;
            char name[16];
            const ds_effect_value value = {.text = {advice == 0 ? "kb" : "bb", 2}};
            ds_effect_group group = {.values = &value, .treated = treated, .n = 1};
            if (i % LEVELS != level) continue;
            (void)snprintf(name, sizeof name, "s%d", l);
            group.location = (ds_text){name, strlen(name)};
            group.outcome = school + noise + 0.2 * advice + (treated ? effect + own : 0);
            assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
        }
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static ds_effect_interaction test_made(uint64_t seed, const double *effects, size_t n) {
    const random_source source = {seed * 2 + 1};
    ds_effect_sample *samples[LEVELS] = {NULL};
    ds_effect_places *places[LEVELS] = {NULL};
    ds_effect_result results[LEVELS] = {{0}};
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_effect_interaction found;
    ds_error err;
    options.se = DS_EFFECT_SE_NONE;
    options.n_workers = 1;
    options.rule = DS_EFFECT_FIXED;
    options.bandwidth = 0.5;
    for (size_t i = 0; i < n; i++)
        samples[i] = make_level(source, (int)i, effects[i]);
    if (ds_effect_estimate_places((const ds_effect_sample *const *)samples, n, &options, results,
                                  places, &err) != DS_OK)
        fail_msg("%s", err.en);
    assert_int_equal(ds_effect_interaction_test(results, (const ds_effect_places *const *)places, n,
                                                &found, &err),
                     DS_OK);
    for (size_t i = 0; i < n; i++) {
        ds_effect_places_free(places[i]);
        ds_effect_sample_free(samples[i]);
    }
    return found;
}

/* No interaction: at most one in twenty is found. */
static void test_subgroups__size(void **state) {
    static const double same[LEVELS] = {0.3, 0.3, 0.3};
    double errors, below[2] = {0, 0};
    const int n = did_draws(5000, &errors);
    (void)state;
    for (int i = 0; i < n; i++) {
        below[0] += test_made((uint64_t)i + 1, same, 2).p < 0.05;
        below[1] += test_made((uint64_t)i + 1, same, 3).p < 0.05;
    }
    print_message("size %.4f, of three %.4f\n", below[0] / n, below[1] / n);
    for (int k = 0; k < 2; k++)
        did_assert_at_most(below[k] / n, 0.05, n, errors);
}

static void test_subgroups__planted(void **state) {
    static const double effects[LEVELS] = {0.2, 0.8, 0.5};
    double errors, within = 0, found = 0, of_three = 0, smallest = 0;
    const int n = did_draws(2000, &errors);
    (void)state;
    for (int i = 0; i < n; i++) {
        const ds_effect_interaction two = test_made((uint64_t)i + 1, effects, 2);
        within += fabs(two.difference - 0.6) <= 2 * two.difference_se;
        found += two.p < 0.05;
        smallest += two.smallest / n;
        of_three += test_made((uint64_t)i + 1, effects, 3).p < 0.05;
    }
    print_message("within 2 SE %.4f, found %.4f (smallest %.3f), of three %.4f\n", within / n,
                  found / n, smallest, of_three / n);
    did_assert_at_least(within / n, 0.95, n, errors);
    assert_true(found / n > 0.5 && of_three / n > 0.3);
}

/* Of few treated locations there is no test, and of one subgroup none either. */
static void test_subgroups__few(void **state) {
    ds_effect_result results[2] = {{.difference = 0.1, .locations_treated = 9},
                                   {.difference = 0.3, .locations_treated = 30}};
    const ds_effect_places *places[2] = {NULL, NULL};
    ds_effect_interaction found;
    ds_error err;
    (void)state;
    assert_int_equal(ds_effect_interaction_test(results, places, 2, &found, &err), DS_OK);
    assert_true(found.n == 0 && isnan(found.p));
    found = test_made(1, (const double[]){0.1}, 1);
    assert_true(found.n == 1 && isnan(found.p) && isnan(found.difference));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_subgroups__size),
        cmocka_unit_test(test_subgroups__planted),
        cmocka_unit_test(test_subgroups__few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
