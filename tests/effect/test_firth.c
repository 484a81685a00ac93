/* tests/effect/test_firth.c: the score by Firth's penalty and without it, beside numbers worked out
 * elsewhere; and an estimate where the likelihood has no maximum. */
#include <math.h>

#include "effect/made.h"

static void add(ds_effect_sample *sample, const ds_effect_value *values, bool treated,
                double outcome, uint64_t n) {
    const ds_effect_group group = {
        .values = values, .treated = treated, .outcome = outcome, .n = n};
    ds_error err;
    if (n > 0) assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
}

static ds_effect_value text_value(const char *text) {
    return (ds_effect_value){.text = {text, strlen(text)}};
}

static ds_effect_result estimate(ds_effect_sample *sample, const ds_effect_options *options) {
    ds_effect_result r;
    ds_error err;
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)&sample, 1, options, &r, &err), DS_OK);
    return r;
}

static ds_effect_options quick(bool firth) {
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    options.se = DS_EFFECT_SE_INFLUENCE;
    options.resample = DS_EFFECT_PERSONS;
    options.firth = firth;
    options.n_workers = 1;
    return options;
}

static const ds_effect_term *find_term(const ds_effect_diagnostics *d, const char *name) {
    for (size_t i = 0; i < d->n_terms; i++)
        if (strcmp(d->terms[i].name, name) == 0) return &d->terms[i];
    fail_msg("no term %s", name);
    return NULL;
}

/* Saturated: p = (teller + 1/2) / (noemer + 1), so the numbers are known in closed form. */
static void test_firth__saturated(void **state) {
    static const ds_effect_column columns[1] = {{"x", DS_EFFECT_FACTOR}};
    static const char *const levels[3] = {"0", "1", "2"};
    static const uint64_t teller[3] = {12, 5, 0}, noemer[3] = {60, 40, 18};
    static const double beta[3] = {-1.355835153635182, -0.5089494506077629, -2.255082759009042};
    static const double se[3] = {0.31983672810677655, 0.5635001405912018, 1.5068057939941082};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    const ds_effect_options options = quick(true);
    ds_effect_diagnostics *d;
    ds_effect_result r;
    ds_error err;
    (void)state;
    for (int i = 0; i < 3; i++) {
        const ds_effect_value value = text_value(levels[i]);
        for (int outcome = 0; outcome < 2; outcome++) {
            add(sample, &value, true, outcome, teller[i] / 2);
            add(sample, &value, false, outcome, (noemer[i] - teller[i]) / 2);
        }
        add(sample, &value, true, 1, teller[i] % 2);
        add(sample, &value, false, 1, (noemer[i] - teller[i]) % 2);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    r = estimate(sample, &options);
    assert_int_equal(r.flags & (DS_EFFECT_SEPARATED | DS_EFFECT_LEVELS_DROPPED), 0);
    assert_int_equal(ds_effect_diagnose(sample, &options, &r, &d, &err), DS_OK);
    assert_true(fabs(d->constant - beta[0]) < 1e-9 && fabs(d->constant_se - se[0]) < 1e-9);
    assert_true(fabs(find_term(d, "x = 1")->coefficient - beta[1]) < 1e-9);
    assert_true(fabs(find_term(d, "x = 1")->se - se[1]) < 1e-9);
    assert_true(fabs(find_term(d, "x = 2")->coefficient - beta[2]) < 1e-9);
    assert_true(fabs(find_term(d, "x = 2")->se - se[2]) < 1e-9);
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

/* Without the penalty: R, glm(cbind(teller, noemer - teller) ~ niveau + leerweg + vrouw, binomial).
 */
static void test_firth__grouped_logit(void **state) {
    static const ds_effect_column columns[3] = {
        {"niveau", DS_EFFECT_FACTOR}, {"leerweg", DS_EFFECT_FACTOR}, {"vrouw", DS_EFFECT_NUMBER}};
    static const struct {
        const char *niveau, *leerweg;
        double vrouw;
        uint64_t teller, noemer;
    } rows[] = {{"2", "bol", 0, 14, 80},  {"2", "bbl", 0, 5, 40},  {"3", "bol", 1, 9, 120},
                {"3", "bbl", 0, 3, 50},   {"4", "bol", 1, 6, 200}, {"4", "bbl", 1, 2, 70},
                {"4", "bol", 0, 11, 210}, {"2", "bol", 1, 8, 60}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 3);
    const ds_effect_options options = quick(false);
    ds_effect_diagnostics *d;
    ds_effect_result r;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ds_effect_value values[3] = {
            text_value(rows[i].niveau), text_value(rows[i].leerweg), {{NULL, 0}, rows[i].vrouw}};
        add(sample, values, true, i % 2 == 1, rows[i].teller);
        add(sample, values, false, i % 3 == 0, rows[i].noemer - rows[i].teller);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    r = estimate(sample, &options);
    assert_int_equal(ds_effect_diagnose(sample, &options, &r, &d, &err), DS_OK);
    assert_true(fabs(d->loglik - -198.397368196992) < 1e-9);
    assert_true(fabs(d->constant - -1.9525061720467953) < 1e-9);
    assert_true(fabs(d->constant_se - 0.36641347246538536) < 1e-9);
    assert_true(fabs(find_term(d, "niveau = 3")->coefficient - -0.663163363044259) < 1e-9);
    assert_true(fabs(find_term(d, "niveau = 4")->coefficient - -1.4218772168010376) < 1e-9);
    assert_true(fabs(find_term(d, "leerweg = bol")->coefficient - 0.42048749188189205) < 1e-9);
    assert_true(fabs(find_term(d, "vrouw")->coefficient - -0.367039762256403) < 1e-9);
    assert_true(fabs(find_term(d, "vrouw")->se - 0.30786796749344697) < 1e-9);
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

/* Everybody from 50 on took part, nobody below: no estimate, and which covariate does it; with the
 * penalty there is one. */
static ds_effect_sample *make_separated(void) {
    static const ds_effect_column columns[2] = {{"toets", DS_EFFECT_NUMBER},
                                                {"advies", DS_EFFECT_FACTOR}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    ds_error err;
    for (int i = 0; i < 200; i++) {
        const ds_effect_value values[2] = {{{NULL, 0}, floor(i / 2.0)},
                                           text_value(i % 3 == 0 ? "a" : "b")};
        add(sample, values, i >= 100, i % 5 == 0, 1);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static void test_firth__separated(void **state) {
    ds_effect_sample *sample = make_separated();
    ds_effect_options options = quick(false);
    ds_effect_result r = estimate(sample, &options);
    (void)state;
    assert_true((r.flags & DS_EFFECT_SEPARATED) && isnan(r.difference));
    options = quick(true);
    options.rule = DS_EFFECT_FIXED;
    options.bandwidth = 0.9;
    r = estimate(sample, &options);
    assert_int_equal(r.flags & DS_EFFECT_SEPARATED, 0);
    assert_true(isfinite(r.difference) && r.se > 0);
    ds_effect_sample_free(sample);
}

/* Where the likelihood has a maximum the penalty hardly moves the estimate of many persons. */
static void test_firth__of_many(void **state) {
    const made_plan plan = {.seed = 31, .n = 20000, .n_locations = 40, .treated_pct = 30};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *sample = made_sample(persons, plan.n, 0);
    ds_effect_options options = quick(false);
    const ds_effect_result plain = estimate(sample, &options);
    (void)state;
    options.firth = true;
    assert_true(fabs(estimate(sample, &options).difference - plain.difference) < 0.05 * plain.se);
    options.se = DS_EFFECT_SE_BOOTSTRAP;
    options.resample = DS_EFFECT_LOCATIONS;
    options.replicates = 10;
    assert_true(estimate(sample, &options).se > 0);
    ds_effect_sample_free(sample);
    free(persons);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_firth__saturated), cmocka_unit_test(test_firth__grouped_logit),
        cmocka_unit_test(test_firth__separated), cmocka_unit_test(test_firth__of_many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
