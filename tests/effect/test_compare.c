/* tests/effect/test_compare.c: two comparisons of the same persons: how far apart they are by
 * chance, against drawing whole locations for both at once. */
#include "effect/made.h"

enum { DRAWS = 160, PLACES = 60, N = 2400 };

static const ds_effect_column columns[3] = {
    {"leeftijd", DS_EFFECT_FACTOR}, {"advies", DS_EFFECT_FACTOR}, {"geslacht", DS_EFFECT_EXACT}};

/* With or without geslacht as an exact column; times: how often each location counts. */
static ds_effect_sample *sample_of(const made_person *persons, bool exact, const int *times) {
    ds_effect_sample *sample = ds_effect_sample_new(columns, exact ? 3 : 2);
    ds_error err;
    assert_non_null(sample);
    for (size_t i = 0; i < N; i++) {
        const made_person *p = &persons[i];
        const int values[4] = {p->age, p->advice, p->sex, p->location};
        char text[4][24];
        ds_effect_value value[3];
        ds_effect_group group = {
            .values = value, .treated = p->treated, .outcome = p->outcome[0], .n = 1};
        for (int k = 0; k < 4; k++)
            (void)snprintf(text[k], sizeof text[k], "%d", values[k]);
        for (int k = 0; k < 3; k++)
            value[k] = (ds_effect_value){.text = {text[k], strlen(text[k])}};
        group.location = (ds_text){text[3], strlen(text[3])};
        if (times != NULL) group.n = (uint64_t)times[p->location];
        if (group.n > 0) assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* The difference between the two estimates; *out_se: by their places. */
static double gap(const made_person *persons, const int *times, double *out_se) {
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    double differences[2];
    ds_effect_places *places[2];
    options.se = DS_EFFECT_SE_NONE;
    options.n_workers = 1;
    for (int e = 0; e < 2; e++) {
        ds_effect_sample *sample = sample_of(persons, e == 1, times);
        ds_effect_result r;
        ds_error err;
        assert_int_equal(ds_effect_estimate_places((const ds_effect_sample *const *)&sample, 1,
                                                   &options, &r, &places[e], &err),
                         DS_OK);
        differences[e] = r.difference;
        ds_effect_sample_free(sample);
    }
    if (out_se != NULL) *out_se = ds_effect_places_se(places[0], places[1]);
    ds_effect_places_free(places[0]);
    ds_effect_places_free(places[1]);
    return differences[1] - differences[0];
}

static double draw_gaps(const made_person *persons, random_source *source) {
    double sum = 0, square = 0;
    for (int d = 0; d < DRAWS; d++) {
        int times[PLACES] = {0};
        double one;
        for (int l = 0; l < PLACES; l++) {
            const int drawn = random_below(source, PLACES);
            times[drawn]++;
        }
        one = gap(persons, times, NULL);
        sum += one;
        square += one * one;
    }
    return sqrt((square - sum * sum / DRAWS) / (DRAWS - 1));
}

static void test_compare__as_drawn_together(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++) {
        const made_plan plan = {.seed = 500 + seed,
                                .n = N,
                                .n_locations = PLACES,
                                .n_treated_locations = seed == 2 ? 0 : 25,
                                .treated_pct = 30,
                                .school_effect = 0.2};
        random_source source = {seed + 1};
        made_person *persons = made_persons(&plan);
        double se = NAN, drawn;
        const double apart = gap(persons, NULL, &se);
        drawn = draw_gaps(persons, &source);
        print_message("apart %.5f, se %.5f, drawn %.5f\n", apart, se, drawn);
        assert_true(se > 0.7 * drawn && se < 1.4 * drawn);
        free(persons);
    }
}

/* Who is compared with whom matters: within the sexes there is no effect, across them there is. */
static void test_compare__finds_what_matters(void **state) {
    const made_plan plan = {.seed = 510, .n = N, .n_locations = PLACES, .treated_pct = 30};
    made_person *persons = made_persons(&plan);
    double se = NAN, apart;
    (void)state;
    for (size_t i = 0; i < N; i++)
        persons[i].outcome[0] = persons[i].sex == 1 ? i % 8 != 0 : i % 8 == 0;
    apart = gap(persons, NULL, &se);
    assert_true(fabs(apart) > 1.96 * se && fabs(apart) > 0.02);
    free(persons);
}

static void test_compare__with_itself(void **state) {
    const made_plan plan = {.seed = 511, .n = N, .n_locations = PLACES, .treated_pct = 30};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *sample = sample_of(persons, true, NULL);
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_effect_places *places;
    ds_effect_result r;
    ds_error err;
    (void)state;
    options.se = DS_EFFECT_SE_NONE;
    assert_int_equal(ds_effect_estimate_places((const ds_effect_sample *const *)&sample, 1,
                                               &options, &r, &places, &err),
                     DS_OK);
    assert_true(ds_effect_places_se(places, places) == 0);
    ds_effect_places_free(places);
    ds_effect_sample_free(sample);
    free(persons);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_compare__as_drawn_together),
                                       cmocka_unit_test(test_compare__finds_what_matters),
                                       cmocka_unit_test(test_compare__with_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
