/* tests/effect/test_product.c: interactions and powers in the score are the columns that one would
 * have made by hand. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "effect/sample.h"
#include "support/random_source.h"
#include "support/support.h"

enum { MADE = 600 };

typedef struct person {
    char a[2], b[2], both[8];
    double x;
    bool treated;
    double y;
} person;

static double draw_share(random_source *source) {
    return (double)(random_next(source) >> 11) * 0x1p-53;
}

static void make_persons(uint64_t seed, person *out) {
    random_source source = {seed * 2 + 1};
    for (size_t i = 0; i < MADE; i++) {
        person *p = &out[i];
        const int a = random_below(&source, 3), b = random_below(&source, 2);
        (void)snprintf(p->a, sizeof p->a, "%c", 'p' + a);
        (void)snprintf(p->b, sizeof p->b, "%c", 'u' + b);
        (void)snprintf(p->both, sizeof p->both, "%s # %s", p->a, p->b);
        p->x = random_below(&source, 40) / 8.0;
        const double eta = -1 + 0.4 * a - 0.5 * b + 0.3 * a * b + 0.1 * p->x * (a == 1);
        p->treated = draw_share(&source) < 1 / (1 + exp(-eta));
        p->y = draw_share(&source) + 0.2 * a + 0.1 * p->x;
    }
}

/* by_hand: the products are columns. */
static ds_status try_sample(const person *persons, bool by_hand, ds_effect_sample **out,
                            ds_error *err) {
    static const ds_effect_column columns[] = {
        {"a", DS_EFFECT_FACTOR},    {"b", DS_EFFECT_FACTOR},      {"x", DS_EFFECT_NUMBER},
        {"both", DS_EFFECT_FACTOR}, {"square", DS_EFFECT_NUMBER}, {"at p", DS_EFFECT_NUMBER},
        {"at q", DS_EFFECT_NUMBER}, {"at r", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, by_hand ? 8 : 3);
    ds_status status = sample == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < MADE; i++) {
        const person *p = &persons[i];
        const ds_effect_value values[] = {{.text = {p->a, 1}},
                                          {.text = {p->b, 1}},
                                          {.number = p->x},
                                          {.text = {p->both, strlen(p->both)}},
                                          {.number = p->x * p->x},
                                          {.number = p->a[0] == 'p' ? p->x : 0},
                                          {.number = p->a[0] == 'q' ? p->x : 0},
                                          {.number = p->a[0] == 'r' ? p->x : 0}};
        const ds_effect_group group = {
            .values = values, .treated = p->treated, .outcome = p->y, .n = 1};
        status = ds_effect_sample_add(sample, &group, err);
    }
    if (status == DS_OK) status = ds_effect_sample_finish(sample, err);
    if (status != DS_OK) {
        ds_effect_sample_free(sample);
        return status;
    }
    *out = sample;
    return DS_OK;
}

static ds_effect_sample *make_sample(const person *persons, bool by_hand) {
    ds_effect_sample *sample = NULL;
    ds_error err;
    if (try_sample(persons, by_hand, &sample, &err) != DS_OK) fail_msg("%s", err.en);
    return sample;
}

static ds_effect_result estimate_sample(const ds_effect_sample *sample) {
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    const ds_effect_sample *const one[] = {sample};
    ds_effect_result result;
    ds_error err;
    options.se = DS_EFFECT_SE_KMATCH;
    options.resample = DS_EFFECT_PERSONS;
    if (ds_effect_estimate(one, 1, &options, &result, &err) != DS_OK) fail_msg("%s", err.en);
    return result;
}

static void add_products(ds_effect_sample *sample) {
    static const char *const terms[] = {"a#b", "x^2", "A # x"};
    ds_error err;
    for (size_t i = 0; i < 3; i++)
        if (ds_effect_sample_product(sample, terms[i], &err) != DS_OK) fail_msg("%s", err.en);
}

static void test_product__is_the_column_by_hand(void **state) {
    static person persons[MADE];
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ds_effect_sample *by_hand, *made, *plain;
        make_persons(seed, persons);
        by_hand = make_sample(persons, true);
        made = make_sample(persons, false);
        plain = make_sample(persons, false);
        const size_t patterns = made->n_patterns;
        add_products(made);
        assert_int_equal(made->n_patterns, patterns);
        assert_int_equal(made->n_factors, 3);
        assert_int_equal(made->factors[2].n_levels, by_hand->factors[2].n_levels);
        for (size_t l = 0; l < made->factors[2].n_levels; l++)
            assert_string_equal(made->factors[2].levels[l], by_hand->factors[2].levels[l]);
        assert_int_equal(made->n_numbers, 5);
        assert_string_equal(made->number_names[1], "x^2");
        assert_string_equal(made->number_names[3], "A # x = q");
        const ds_effect_result one = estimate_sample(by_hand), two = estimate_sample(made),
                               without = estimate_sample(plain);
        assert_true(fabs(one.difference - two.difference) < 1e-8);
        assert_true(fabs(one.bandwidth - two.bandwidth) < 1e-8 * one.bandwidth);
        assert_true(fabs(one.bandwidth - without.bandwidth) > 1e-4 * one.bandwidth);
        ds_effect_sample_free(by_hand);
        ds_effect_sample_free(made);
        ds_effect_sample_free(plain);
    }
}

static void test_product__refuses(void **state) {
    static const char *const wrong[] = {"",  "a",   "a^2", "x^1",   "x^5",       "x^",  "a#",
                                        "#", "a#c", "x^x", "x^2.5", "a#b#x#a#b", "b#^2"};
    static person persons[MADE];
    ds_effect_sample *sample;
    (void)state;
    make_persons(9, persons);
    sample = make_sample(persons, false);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ds_error err = {0};
        assert_int_equal(ds_effect_sample_product(sample, wrong[i], &err), DS_USAGE);
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
        assert_int_equal(sample->n_factors + sample->n_numbers, 3);
    }
    ds_effect_sample_free(sample);
}

static ds_status product_once(void *context, ds_error *err) {
    static const char *const terms[] = {"a#b", "x^2", "a#x"};
    ds_effect_sample *sample = NULL;
    ds_status status = try_sample(context, false, &sample, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; status == DS_OK && i < 3; i++)
        status = ds_effect_sample_product(sample, terms[i], err);
    ds_effect_sample_free(sample);
    return status;
}

static void test_product__every_allocation_fails_once(void **state) {
    static person persons[MADE];
    (void)state;
    make_persons(11, persons);
    ds_test_every_allocation(product_once, persons);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_product__is_the_column_by_hand),
        cmocka_unit_test(test_product__refuses),
        cmocka_unit_test(test_product__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
