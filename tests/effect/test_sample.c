/* tests/effect/test_sample.c: a sample is what was added, in whatever order and pieces. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "effect/sample.h"
#include "support/random_source.h"

static const ds_effect_column columns[] = {{"leeftijd", DS_EFFECT_NUMBER},
                                           {"schooljaar", DS_EFFECT_EXACT},
                                           {"advies", DS_EFFECT_FACTOR},
                                           {"leerweg", DS_EFFECT_EXACT},
                                           {"geslacht", DS_EFFECT_FACTOR}};
enum { N_COLUMNS = 5, PERSONS = 400 };

/* One person's values: what a group is made from. */
typedef struct person {
    const char *texts[4], *location; /* schooljaar, advies, leerweg, geslacht */
    double age, outcome;
    bool treated;
} person;

static person random_person(random_source *source) {
    static const char *const some[] = {"a", "b", "", "B", "aa", "\xc3\xa9", NULL};
    static const char *const years[] = {"2015", "2014", "2016"};
    person p = {.location = some[random_below(source, 7)],
                .age = random_below(source, 4) - 1.5,
                .outcome = random_below(source, 3) * 0.1,
                .treated = random_chance(source, 30)};
    p.texts[0] = RANDOM_PICK(source, years);
    for (int i = 1; i < 4; i++)
        p.texts[i] = some[random_below(source, i == 3 ? 2 : 7)];
    if (random_chance(source, 3)) p.age = NAN;
    if (random_chance(source, 10)) p.age = random_chance(source, 50) ? 0.0 : -0.0;
    if (p.outcome == 0 && random_chance(source, 50)) p.outcome = -0.0;
    return p;
}

static ds_text text(const char *string) {
    return string == NULL ? (ds_text){NULL, 0} : ds_text_of(string);
}

static ds_status add(ds_effect_sample *sample, const person *p, uint64_t n, ds_error *err) {
    const ds_effect_value values[N_COLUMNS] = {{.number = p->age},
                                               {.text = text(p->texts[0])},
                                               {.text = text(p->texts[1])},
                                               {.text = text(p->texts[2])},
                                               {.text = text(p->texts[3])}};
    return ds_effect_sample_add(
        sample, &(ds_effect_group){values, text(p->location), p->treated, p->outcome, n}, err);
}

static ds_effect_sample *make(const person *persons, const size_t *order, size_t n) {
    ds_effect_sample *sample = ds_effect_sample_new(columns, N_COLUMNS);
    ds_error err;
    for (size_t i = 0; i < n; i++)
        assert_int_equal(add(sample, &persons[order[i]], 1, &err), DS_OK);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static void shuffle(random_source *source, size_t *order, size_t n) {
    for (size_t i = n; i > 1; i--) {
        const size_t j = (size_t)random_below(source, (int)i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

static void expect_same(const ds_effect_sample *a, const ds_effect_sample *b) {
    assert_true(ds_sample_same_persons(a, b));
    assert_int_equal(a->n_groups, b->n_groups);
    assert_int_equal(a->n_missing, b->n_missing);
    assert_memory_equal(a->numbers, b->numbers, a->n_patterns * sizeof(double));
    assert_memory_equal(a->levels, b->levels, a->n_patterns * 2 * sizeof(uint32_t));
    for (size_t i = 0; i < a->n_groups; i++) {
        const ds_sample_group *x = &a->groups[i], *y = &b->groups[i];
        assert_true(x->pattern == y->pattern && x->location == y->location &&
                    x->treated == y->treated && x->n == y->n);
        assert_memory_equal(&x->outcome, &y->outcome, sizeof x->outcome);
    }
    for (size_t i = 0; i < a->n_strata; i++)
        assert_string_equal(a->strata[i], b->strata[i]);
}

static void test_sample__order_and_splitting_do_not_matter(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        random_source source = {seed};
        person persons[PERSONS];
        size_t order[PERSONS];
        ds_effect_sample *a, *b;
        for (size_t i = 0; i < PERSONS; i++) {
            persons[i] = random_person(&source);
            order[i] = i;
        }
        a = make(persons, order, PERSONS);
        shuffle(&source, order, PERSONS);
        b = make(persons, order, PERSONS);
        expect_same(a, b);
        ds_effect_sample_free(b);
        b = make(persons, order, PERSONS - 1);
        if (ds_effect_sample_missing(a) == ds_effect_sample_missing(b))
            assert_false(ds_sample_same_persons(a, b));
        ds_effect_sample_free(a);
        ds_effect_sample_free(b);
    }
}

/* Looks every person up in the finished sample. */
static uint64_t persons_like(const ds_effect_sample *s, const person *p) {
    uint64_t n = 0;
    char stratum[64];
    (void)snprintf(stratum, sizeof stratum, "schooljaar = %s, leerweg = %s", p->texts[0],
                   p->texts[2]);
    for (size_t i = 0; i < s->n_groups; i++) {
        const ds_sample_group *g = &s->groups[i];
        const char *location = s->locations[g->location];
        const uint32_t *levels = s->levels + 2 * g->pattern;
        if (g->treated == p->treated && g->outcome == p->outcome &&
            s->numbers[g->pattern] == p->age &&
            strcmp(s->strata[s->stratum_of[g->pattern]], stratum) == 0 &&
            strcmp(s->factors[0].levels[levels[0]], p->texts[1]) == 0 &&
            strcmp(s->factors[1].levels[levels[1]], p->texts[3]) == 0 &&
            (location == NULL || p->location == NULL ? location == p->location
                                                     : strcmp(location, p->location) == 0))
            n += g->n;
    }
    return n;
}

static bool same(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool is_missing(const person *p) {
    return isnan(p->age) || p->texts[1] == NULL || p->texts[2] == NULL || p->texts[3] == NULL;
}

static void test_sample__holds_what_was_added(void **state) {
    random_source source = {5};
    person persons[PERSONS];
    size_t order[PERSONS];
    uint64_t n_missing = 0, n_treated = 0;
    ds_effect_sample *s;
    (void)state;
    for (size_t i = 0; i < PERSONS; i++) {
        persons[i] = random_person(&source);
        order[i] = i;
    }
    s = make(persons, order, PERSONS);
    for (size_t i = 0; i < PERSONS; i++) {
        uint64_t n = 0;
        n_missing += is_missing(&persons[i]);
        n_treated += !is_missing(&persons[i]) && persons[i].treated;
        for (size_t j = 0; j < PERSONS; j++) {
            bool equal = !is_missing(&persons[j]) && persons[i].age == persons[j].age &&
                         persons[i].outcome == persons[j].outcome &&
                         persons[i].treated == persons[j].treated &&
                         same(persons[i].location, persons[j].location);
            for (int t = 0; t < 4; t++)
                equal = equal && same(persons[i].texts[t], persons[j].texts[t]);
            n += equal;
        }
        if (!is_missing(&persons[i])) assert_int_equal(persons_like(s, &persons[i]), n);
    }
    assert_int_equal(ds_effect_sample_missing(s), n_missing);
    assert_int_equal(ds_effect_sample_treated(s), n_treated);
    assert_int_equal(ds_effect_sample_controls(s), PERSONS - n_missing - n_treated);
    ds_effect_sample_free(s);
}

static void test_sample_totals__add_up(void **state) {
    random_source source = {7};
    person persons[PERSONS];
    size_t order[PERSONS];
    double n[2][PERSONS], sum[2][PERSONS], square[2][PERSONS], all[3] = {0}, expected[3] = {0};
    ds_effect_sample *s;
    (void)state;
    for (size_t i = 0; i < PERSONS; i++) {
        persons[i] = random_person(&source);
        order[i] = i;
        if (is_missing(&persons[i])) continue;
        expected[0]++;
        expected[1] += persons[i].outcome;
        expected[2] += persons[i].outcome * persons[i].outcome;
    }
    s = make(persons, order, PERSONS);
    assert_true(s->n_patterns <= PERSONS);
    ds_sample_totals(s, (double *const[]){n[0], n[1]}, (double *const[]){sum[0], sum[1]},
                     (double *const[]){square[0], square[1]});
    for (size_t i = 0; i < s->n_patterns; i++)
        for (int g = 0; g < 2; g++) {
            assert_true(n[0][i] + n[1][i] >= 1);
            all[0] += n[g][i];
            all[1] += sum[g][i];
            all[2] += square[g][i];
        }
    for (int k = 0; k < 3; k++)
        assert_true(fabs(all[k] - expected[k]) < 1e-10);
    for (size_t i = 1; i < s->n_patterns; i++)
        assert_true(s->stratum_of[i - 1] <= s->stratum_of[i]);
    ds_effect_sample_free(s);
}

static void test_sample_add__refuses(void **state) {
    ds_effect_sample *s = ds_effect_sample_new(columns, N_COLUMNS);
    person p = {.texts = {"2015", "a", "b", "m"}, .age = 1};
    ds_error err;
    (void)state;
    p.outcome = NAN;
    assert_int_equal(add(s, &p, 1, &err), DS_USAGE);
    p.outcome = 1;
    p.age = INFINITY;
    assert_int_equal(add(s, &p, 1, &err), DS_USAGE);
    p.age = 1;
    assert_int_equal(add(s, &p, UINT64_MAX, &err), DS_INPUT);
    assert_int_equal(add(s, &p, 0, &err), DS_OK);
    assert_int_equal(ds_effect_sample_finish(s, &err), DS_OK);
    assert_int_equal(s->n_patterns, 0);
    assert_int_equal(s->n_strata, 0);
    assert_int_equal(add(s, &p, 1, &err), DS_USAGE);
    assert_int_equal(ds_effect_sample_finish(s, &err), DS_USAGE);
    ds_effect_sample_free(s);
    ds_effect_sample_free(NULL);
}

static void test_sample_finish__too_many_levels(void **state) {
    static const ds_effect_column name[] = {{"naam", DS_EFFECT_FACTOR}};
    (void)state;
    for (int extra = 0; extra < 2; extra++) {
        ds_effect_sample *s = ds_effect_sample_new(name, 1);
        ds_error err;
        for (int i = 0; i < DS_EFFECT_LEVELS_MAX + extra; i++) {
            char word[16];
            ds_effect_value value = {.number = 0};
            (void)snprintf(word, sizeof word, "%d", i);
            value.text = ds_text_of(word);
            assert_int_equal(
                ds_effect_sample_add(s, &(ds_effect_group){.values = &value, .n = 1}, &err), DS_OK);
        }
        assert_int_equal(ds_effect_sample_finish(s, &err), extra ? DS_INPUT : DS_OK);
        if (extra) assert_non_null(strstr(err.en, "naam"));
        ds_effect_sample_free(s);
    }
}

/* A number that differs for everybody: as many groups as persons, in well under a second. */
static void test_sample_finish__two_hundred_thousand_groups(void **state) {
    static const ds_effect_column x[] = {{"x", DS_EFFECT_NUMBER}};
    ds_effect_sample *s = ds_effect_sample_new(x, 1);
    random_source source = {3};
    ds_error err;
    const clock_t before = clock();
    (void)state;
    for (int i = 0; i < 200000; i++) {
        const ds_effect_value value = {.number = (double)(random_next(&source) >> 20)};
        assert_int_equal(
            ds_effect_sample_add(s, &(ds_effect_group){.values = &value, .n = 1}, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(s, &err), DS_OK);
    assert_true(s->n_patterns > 199900);
    assert_true((double)(clock() - before) / CLOCKS_PER_SEC < 5); /* 0.15; sanitizers are slow */
    ds_effect_sample_free(s);
}

static ds_status all_of_it(void *context, ds_error *err) {
    const person *persons = context;
    ds_effect_sample *s = ds_effect_sample_new(columns, N_COLUMNS);
    ds_status status = s == NULL ? DS_FAULT : DS_OK;
    if (s == NULL) err->nl[0] = '?';
    for (size_t i = 0; status == DS_OK && i < 40; i++)
        status = add(s, &persons[i], 1, err);
    if (status == DS_OK) status = ds_effect_sample_finish(s, err);
    ds_effect_sample_free(s);
    return status;
}

static void test_sample__every_allocation(void **state) {
    random_source source = {9};
    person persons[40];
    (void)state;
    for (size_t i = 0; i < 40; i++)
        persons[i] = random_person(&source);
    ds_test_every_allocation(all_of_it, persons);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample__order_and_splitting_do_not_matter),
        cmocka_unit_test(test_sample__holds_what_was_added),
        cmocka_unit_test(test_sample_totals__add_up),
        cmocka_unit_test(test_sample_add__refuses),
        cmocka_unit_test(test_sample_finish__too_many_levels),
        cmocka_unit_test(test_sample_finish__two_hundred_thousand_groups),
        cmocka_unit_test(test_sample__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
