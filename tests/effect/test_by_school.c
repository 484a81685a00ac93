/* tests/effect/test_by_school.c: an estimate school by school: person by person, shrinkage beside
 * R, and the school that carries a row. */
#include "effect/shrink.h"
#include "made.h"

static void assert_close_to(double found, double expected, double by, const char *what) {
    if (!(fabs(found - expected) <= by)) fail_msg("%s: %.17g, not %.17g", what, found, expected);
}

/* By R 4.2.2: uniroot on the same equations, tol 1e-16. */
static void test_by_school__shrinks_as_r(void **state) {
    static const double y[] = {0.12, -0.05, 0.30, 0.02, 0.18, -0.11, 0.07};
    static const double v[] = {0.004, 0.010, 0.006, 0.003, 0.012, 0.008, 0.005};
    static const double shrunken[] = {0.10931647672515,   0.00758655718512871, 0.22597527998211,
                                      0.0313649878412843, 0.12868774459958,    -0.0354211466534022,
                                      0.0720750688556503};
    static const double errors[] = {0.056281976892831,  0.0775246208041849, 0.0655617412322068,
                                    0.0500723776102812, 0.0816855139128019, 0.0723182762257017,
                                    0.061331745221882};
    static const double equal[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    double found[7], se[7];
    ds_shrink s;
    (void)state;
    ds_shrink_values(y, v, 7, &s, found, se);
    assert_close_to(s.q, 16.7113245033113, 1e-12, "q");
    assert_close_to(s.p, 0.0104048228463001, 1e-14, "p");
    assert_close_to(s.tau2, 0.0120682696006806, 1e-9, "tau2");
    assert_close_to(s.tau2_low, 0.00100645096587084, 1e-9, "low");
    assert_close_to(s.tau2_high, 0.0866780653916145, 1e-9, "high");
    assert_close_to(s.mean, 0.0770835669336431, 1e-9, "mean");
    assert_close_to(s.mean_se, 0.0513512901309755, 1e-9, "mean_se");
    for (size_t i = 0; i < 7; i++) {
        assert_close_to(found[i], shrunken[i], 1e-9, "shrunken");
        assert_close_to(se[i], errors[i], 1e-9, "se");
    }
    ds_shrink_values(y, v, 4, &s, found, se); /* too few */
    assert_true(isnan(s.tau2) && isnan(found[0]));
    ds_shrink_values(equal, v, 7, &s, found, se); /* no spread at all */
    assert_close_to(s.tau2, 0, 0, "tau2");
    assert_close_to(found[3], 0.1, 1e-15, "shrunken");
}

/* A made country of one pattern within each of two strata, so that a kernel mean is a plain one. */
typedef struct one_person {
    int stratum, school;
    bool treated;
    double y;
} one_person;

static ds_effect_sample *sample_of(const one_person *persons, size_t n) {
    static const ds_effect_column columns[] = {{"jaar", DS_EFFECT_EXACT}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    ds_error err;
    for (size_t i = 0; i < n; i++) {
        char name[16], year[8];
        ds_effect_value value;
        ds_effect_group group = {
            .values = &value, .treated = persons[i].treated, .outcome = persons[i].y, .n = 1};
        (void)snprintf(name, sizeof name, "s%02d", persons[i].school);
        (void)snprintf(year, sizeof year, "%d", persons[i].stratum);
        value = (ds_effect_value){.text = {year, strlen(year)}};
        if (persons[i].school >= 0) group.location = (ds_text){name, strlen(name)};
        assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static ds_effect_diagnostics *diagnose_persons(const one_person *persons, size_t n,
                                               ds_effect_result *r) {
    ds_effect_sample *sample = sample_of(persons, n);
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_effect_diagnostics *d = NULL;
    ds_error err;
    options.se = DS_EFFECT_SE_INFLUENCE;
    options.resample = DS_EFFECT_PERSONS;
    options.n_workers = 1;
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)&sample, 1, &options, r, &err), DS_OK);
    assert_int_equal(ds_effect_diagnose(sample, &options, r, &d, &err), DS_OK);
    ds_effect_sample_free(sample);
    return d;
}

enum { SCHOOLS = 9, PERSONS = 400 };

static void make_persons(uint64_t seed, one_person *persons) {
    random_source source = {seed};
    for (size_t i = 0; i < PERSONS; i++) {
        one_person *p = &persons[i];
        p->stratum = 2014 + random_below(&source, 2);
        p->school = random_below(&source, SCHOOLS + 1) - 1;
        p->treated = p->school < 6 && random_chance(&source, 40);
        p->y = (double)random_below(&source, 100) / 10 + p->school + 3 * p->treated;
    }
}

static double control_mean(const one_person *persons, int stratum) {
    double sum = 0, n = 0;
    for (size_t i = 0; i < PERSONS; i++)
        if (!persons[i].treated && persons[i].stratum == stratum) {
            sum += persons[i].y;
            n++;
        }
    return sum / n;
}

static void check_school(const one_person *persons, const ds_effect_school *s, double square,
                         double degrees) {
    double sum = 0, n = 0, rest = 0, rest_n = 0;
    for (size_t i = 0; i < PERSONS; i++) {
        char name[16];
        const double left = persons[i].y - control_mean(persons, persons[i].stratum);
        (void)snprintf(name, sizeof name, "s%02d", persons[i].school);
        if (!persons[i].treated) continue;
        if (persons[i].school >= 0 && strcmp(name, s->location) == 0) {
            sum += left;
            n++;
        } else {
            rest += left;
            rest_n++;
        }
    }
    assert_int_equal(s->treated, n);
    assert_close_to(s->difference, sum / n, 1e-12, "difference");
    assert_close_to(s->without, rest / rest_n, 1e-12, "without");
    assert_close_to(s->se, sqrt(square / degrees / n), 1e-12, "se");
}

/* Σ of squares about the mean of a school, unknown ones one of their own; and n - schools. */
static double find_square(const one_person *persons, double *degrees) {
    double square = 0;
    *degrees = 0;
    for (int school = -1; school < SCHOOLS; school++) {
        double sum = 0, sum2 = 0, n = 0;
        for (size_t i = 0; i < PERSONS; i++) {
            const double left = persons[i].y - control_mean(persons, persons[i].stratum);
            if (!persons[i].treated || persons[i].school != school) continue;
            sum += left;
            sum2 += left * left;
            n++;
        }
        if (n < 1) continue;
        square += sum2 - sum * sum / n;
        *degrees += n - 1;
    }
    return square;
}

static void test_by_school__is_what_persons_say(void **state) {
    static one_person persons[PERSONS];
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        ds_effect_result r;
        ds_effect_diagnostics *d;
        const ds_effect_schools *s;
        double degrees, square, sum = 0, n = 0;
        make_persons(seed, persons);
        d = diagnose_persons(persons, PERSONS, &r);
        s = d->schools;
        assert_non_null(s);
        assert_int_equal(s->n, 6);
        assert_true(s->unknown > 0 && s->tau2 > 0 && s->tau2_low <= s->tau2 &&
                    s->tau2 <= s->tau2_high);
        square = find_square(persons, &degrees);
        for (size_t i = 0; i < s->n; i++) {
            check_school(persons, &s->list[i], square, degrees);
            assert_true(i == 0 || s->list[i - 1].difference <= s->list[i].difference);
            assert_true(s->without_low <= s->list[i].without &&
                        s->list[i].without <= s->without_high);
            sum += (double)s->list[i].treated * s->list[i].difference;
            n += (double)s->list[i].treated;
        }
        assert_true(n + (double)s->unknown == (double)r.n_treated);
        (void)sum;
        ds_effect_diagnostics_free(d);
    }
}

/* One school has all of the difference: without it there is none. */
static void test_by_school__names_who_carries_it(void **state) {
    static one_person persons[PERSONS];
    (void)state;
    for (int carried = 0; carried < 2; carried++) {
        random_source source = {99};
        ds_effect_result r;
        ds_effect_diagnostics *d;
        for (size_t i = 0; i < PERSONS; i++) {
            one_person *p = &persons[i];
            p->stratum = 2014;
            p->school = random_below(&source, SCHOOLS);
            p->treated = p->school < 5 && random_chance(&source, 50);
            p->y = (double)random_below(&source, 100) / 100;
            if (p->treated && (carried == 0 || p->school == 2)) p->y += carried == 0 ? 0.5 : 1.5;
        }
        d = diagnose_persons(persons, PERSONS, &r);
        assert_true(r.p <= 0.05);
        if (carried == 0)
            assert_null(d->schools->carrier);
        else
            assert_string_equal(d->schools->carrier->location, "s02");
        ds_effect_diagnostics_free(d);
    }
}

/* Not of other estimands, nor of one location. */
static void test_by_school__not_always(void **state) {
    static one_person persons[PERSONS];
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_effect_sample *sample;
    ds_effect_result r;
    ds_effect_diagnostics *d = NULL;
    ds_error err;
    (void)state;
    make_persons(5, persons);
    for (size_t i = 0; i < PERSONS; i++)
        persons[i].school = -1;
    d = diagnose_persons(persons, PERSONS, &r);
    assert_null(d->schools);
    ds_effect_diagnostics_free(d);
    make_persons(5, persons);
    sample = sample_of(persons, PERSONS);
    options.estimand = DS_EFFECT_ATE;
    options.se = DS_EFFECT_SE_NONE;
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)&sample, 1, &options, &r, &err), DS_OK);
    assert_int_equal(ds_effect_diagnose(sample, &options, &r, &d, &err), DS_OK);
    assert_null(d->schools);
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_school__shrinks_as_r),
        cmocka_unit_test(test_by_school__is_what_persons_say),
        cmocka_unit_test(test_by_school__names_who_carries_it),
        cmocka_unit_test(test_by_school__not_always),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
