/* tests/effect/test_agree.c: kernel, AIPW and entropy balancing of one row: the same where they
 * must be, apart where the kernel is wrong, and how far chance puts them apart against drawing
 * locations.
 */
#include "effect/made.h"

static ds_effect_options asked_options(void) {
    ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
    o.replicates = 300;
    o.others = true;
    o.n_workers = 1;
    return o;
}

static ds_effect_result estimate(const ds_effect_sample *sample, const ds_effect_options *o) {
    ds_effect_result r;
    ds_error err;
    if (ds_effect_estimate(&sample, 1, o, &r, &err) != DS_OK) fail_msg("%s", err.en);
    return r;
}

enum { PLACES = 60 };

static void take_place(ds_effect_sample *sample, const made_person *persons, size_t n, int place,
                       int named, int outcome) {
    static const char *const advices[] = {"bb", "gl", "havo", "kb"};
    char location[8];
    ds_error err;
    (void)snprintf(location, sizeof location, "%d", named);
    for (size_t i = 0; i < n; i++) {
        const made_person *p = &persons[i];
        const ds_effect_value values[] = {{{advices[p->advice], strlen(advices[p->advice])}, 0},
                                          {{p->sex ? "m" : "v", 1}, 0},
                                          {{NULL, 0}, p->age}};
        const ds_effect_group group = {
            values, {location, strlen(location)}, p->treated, p->outcome[outcome], 1};
        if (p->location == place)
            assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
}

static ds_effect_sample *new_sample(void) {
    static const ds_effect_column columns[] = {{"advies", DS_EFFECT_FACTOR},
                                               {"geslacht", DS_EFFECT_FACTOR},
                                               {"leeftijd", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 3);
    assert_non_null(sample);
    return sample;
}

static ds_effect_sample *all_places(const made_person *persons, size_t n, int outcome) {
    ds_effect_sample *sample = new_sample();
    ds_error err;
    for (int l = 0; l < PLACES; l++)
        take_place(sample, persons, n, l, l, outcome);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* By drawing locations and estimating all three anew. */
static void draw_apart(const made_person *persons, size_t n, const ds_effect_options *o,
                       double out[3]) {
    enum { DRAWS = 300 };
    random_source source = {77};
    double sum[3] = {0}, square[3] = {0};
    for (int d = 0; d < DRAWS; d++) {
        ds_effect_sample *sample = new_sample();
        ds_effect_result r;
        ds_error err;
        for (int l = 0; l < PLACES; l++) {
            const int place = random_below(&source, PLACES);
            take_place(sample, persons, n, place, l, 0);
        }
        assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
        r = estimate(sample, o);
        const double apart[3] = {r.others[0].difference - r.difference,
                                 r.others[1].difference - r.difference,
                                 r.others[0].difference - r.others[1].difference};
        for (int k = 0; k < 3; k++) {
            sum[k] += apart[k];
            square[k] += apart[k] * apart[k];
        }
        ds_effect_sample_free(sample);
    }
    for (int k = 0; k < 3; k++)
        out[k] = sqrt((square[k] - sum[k] * sum[k] / DRAWS) / (DRAWS - 1));
}

/* At a narrow, a middle and a wide bandwidth. */
static void test_agree__how_far_by_chance(void **state) {
    static const double bandwidths[] = {0.002, 0.01, 0.1};
    const made_plan plan = {.seed = 5,
                            .n = 4000,
                            .n_locations = PLACES,
                            .n_treated_locations = 25,
                            .treated_pct = 40,
                            .school_effect = 0.1};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *sample = all_places(persons, plan.n, 0);
    (void)state;
    for (int width = 0; width < 3; width++) {
        ds_effect_options o = asked_options();
        ds_effect_result resampled, influence;
        double drawn[3];
        o.rule = DS_EFFECT_FIXED;
        o.bandwidth = bandwidths[width];
        resampled = estimate(sample, &o);
        o.se = DS_EFFECT_SE_INFLUENCE;
        influence = estimate(sample, &o);
        draw_apart(persons, plan.n, &o, drawn);
        for (int k = 0; k < 2; k++) {
            const double by = resampled.others[k].apart_se, formula = influence.others[k].apart_se;
            print_message(
                "bandwidth %g: drawn %.5f, with the kernel's resamples %.5f, by influence "
                "%.5f\n",
                o.bandwidth, drawn[k], by, formula);
            assert_true(by > 0.8 * drawn[k] && by < 1.25 * drawn[k]);
            assert_true(formula > 0.5 * drawn[k] && formula < 2 * drawn[k]);
        }
        assert_true(influence.others_se > 0.7 * drawn[2] && influence.others_se < 1.5 * drawn[2]);
    }
    ds_effect_sample_free(sample);
    free(persons);
}

/* A kernel that smooths everything is the raw difference, which advice makes wrong. */
static void test_agree__a_kernel_that_is_wrong(void **state) {
    made_plan plan = {
        .seed = 9, .n = 8000, .n_locations = PLACES, .n_treated_locations = 25, .treated_pct = 50};
    made_person *persons = made_persons(&plan);
    ds_effect_options o = asked_options();
    ds_effect_result r;
    ds_effect_sample *sample;
    (void)state;
    for (size_t i = 0; i < plan.n; i++) /* no chance, no effect: by advice only */
        persons[i].outcome[4] = 0.1 * persons[i].advice + 0.05 * persons[i].sex;
    sample = all_places(persons, plan.n, 4);
    r = estimate(sample, &o);
    assert_int_equal(r.flags & DS_EFFECT_WAYS_DIFFER, 0);
    o.rule = DS_EFFECT_FIXED;
    o.bandwidth = 10;
    r = estimate(sample, &o);
    assert_int_equal(r.n_others, 2);
    assert_int_equal(r.flags & DS_EFFECT_WAYS_DIFFER, DS_EFFECT_WAYS_DIFFER);
    assert_true(r.others[0].apart && r.others[1].apart && !r.others_apart);
    assert_true(fabs(r.others[0].difference) < 1e-9 && fabs(r.difference) > 0.01);
    o.others = false;
    r = estimate(sample, &o);
    assert_int_equal(r.n_others, 0);
    assert_int_equal(r.flags & DS_EFFECT_WAYS_DIFFER, 0);
    ds_effect_sample_free(sample);
    free(persons);
}

/* Threads and the other outcomes of a call change nothing; the kernel's own numbers are those
 * without the others. */
static void test_agree__same_bits(void **state) {
    const made_plan plan = {
        .seed = 11, .n = 1500, .n_locations = PLACES, .n_treated_locations = 20, .treated_pct = 50};
    made_person *persons = made_persons(&plan);
    const ds_effect_sample *samples[] = {all_places(persons, plan.n, 0),
                                         all_places(persons, plan.n, 4)};
    ds_effect_options o = asked_options();
    ds_effect_result alone[2], both[2], without;
    ds_error err;
    (void)state;
    for (int i = 0; i < 2; i++)
        alone[i] = estimate(samples[i], &o);
    o.n_workers = 3;
    assert_int_equal(ds_effect_estimate(samples, 2, &o, both, &err), DS_OK);
    for (int i = 0; i < 2; i++) {
        both[i].p_adjusted = alone[i].p_adjusted;
        assert_memory_equal(&alone[i], &both[i], sizeof *both);
    }
    o.others = false;
    without = estimate(samples[0], &o);
    assert_true(without.difference == alone[0].difference && without.se == alone[0].se &&
                without.p == alone[0].p);
    /* each other is what it is when it is asked for */
    for (int way = 0; way < 2; way++) {
        ds_effect_result r;
        o.estimator = way == 0 ? DS_EFFECT_AIPW : DS_EFFECT_EB;
        o.se = DS_EFFECT_SE_INFLUENCE;
        r = estimate(samples[0], &o);
        assert_int_equal(alone[0].others[way].estimator, o.estimator);
        assert_true(alone[0].others[way].difference == r.difference &&
                    alone[0].others[way].se == r.se_influence_locations);
    }
    for (int i = 0; i < 2; i++)
        ds_effect_sample_free((ds_effect_sample *)samples[i]);
    free(persons);
}

static ds_status estimate_one(void *context, ds_error *err) {
    const ds_effect_sample *sample = context;
    ds_effect_options o = asked_options();
    ds_effect_result r;
    o.replicates = 10;
    return ds_effect_estimate(&sample, 1, &o, &r, err);
}

static void test_agree__every_allocation(void **state) {
    const made_plan plan = {
        .seed = 3, .n = 300, .n_locations = PLACES, .n_treated_locations = 20, .treated_pct = 60};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *sample = all_places(persons, plan.n, 0);
    (void)state;
    ds_test_every_allocation(estimate_one, sample);
    ds_effect_sample_free(sample);
    free(persons);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agree__how_far_by_chance),
        cmocka_unit_test(test_agree__a_kernel_that_is_wrong),
        cmocka_unit_test(test_agree__same_bits),
        cmocka_unit_test(test_agree__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
