/* tests/effect/test_known.c: balance of everything known, against the same from rows: with a score
 * that is saturated the weights are known. */
#include "doorstroom/balance.h"
#include "effect/made.h"

enum { PERSONS = 600 };

typedef struct person {
    int a, z, treated; /* a is in the score, z is not */
    double x, y;       /* x is a number of the wide sample only where that is asked */
} person;

static person *make_people(uint64_t seed) {
    random_source source = {seed};
    person *all = calloc(PERSONS, sizeof *all);
    assert_non_null(all);
    for (int i = 0; i < PERSONS; i++) {
        person *p = &all[i];
        p->a = random_below(&source, 3);
        p->z = random_below(&source, 4) < 1 + p->a ? 1 : 0;
        p->treated = random_below(&source, 10) < 2 + p->a + 2 * p->z;
        p->x = random_below(&source, 5) + p->z;
        p->y = random_below(&source, 2);
    }
    return all;
}

/* wide: z too; numbers: x too, in the score. */
static ds_effect_sample *sample_of(const person *all, bool wide, bool numbers, bool backwards) {
    static const char *const levels[] = {"p", "q", "r"}, *const known[] = {"0", "1"};
    ds_effect_column columns[3] = {{"a", DS_EFFECT_FACTOR}};
    size_t n = 1;
    ds_effect_sample *sample;
    ds_error err;
    if (numbers) columns[n++] = (ds_effect_column){"x", DS_EFFECT_NUMBER};
    if (wide) columns[n++] = (ds_effect_column){"z", DS_EFFECT_FACTOR};
    sample = ds_effect_sample_new(columns, n);
    for (int i = 0; i < PERSONS; i++) {
        const person *p = &all[backwards ? PERSONS - 1 - i : i];
        ds_effect_value values[3] = {{.text = {levels[p->a], 1}}};
        size_t at = 1;
        if (numbers) values[at++].number = p->x;
        if (wide) values[at++].text = (ds_text){known[p->z], 1};
        const ds_effect_group group = {values, {"l", 1}, p->treated == 1, p->y, 1};
        assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static ds_effect_options by(ds_effect_estimator estimator) {
    ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
    o.estimator = estimator;
    o.se = DS_EFFECT_SE_NONE;
    return o;
}

static ds_effect_result estimate(const ds_effect_sample *sample, const ds_effect_options *o) {
    ds_effect_result r;
    ds_error err;
    if (ds_effect_estimate(&sample, 1, o, &r, &err) != DS_OK) fail_msg("%s", err.en);
    return r;
}

static const ds_effect_known_term *term_named(const ds_effect_known *k, const char *name) {
    for (size_t i = 0; i < k->n_terms; i++)
        if (strcmp(k->terms[i].name, name) == 0) return &k->terms[i];
    fail_msg("no term %s", name);
    return NULL;
}

static void close_to(double found, double expected, const char *what) {
    if (!(fabs(found - expected) <= 1e-10))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

/* Of rows: mean and variance of f over one group, each row weighing w. */
typedef struct rows_moments {
    double mean, variance;
} rows_moments;

static rows_moments moments_of(const person *all, const double *w, int treated,
                               double (*f)(const person *p)) {
    double sum = 0, square = 0, total = 0, squares = 0;
    rows_moments m;
    for (int i = 0; i < PERSONS; i++) {
        if (all[i].treated != treated) continue;
        total += w[i];
        squares += w[i] * w[i];
        sum += w[i] * f(&all[i]);
    }
    m.mean = sum / total;
    for (int i = 0; i < PERSONS; i++)
        if (all[i].treated == treated) square += w[i] * pow(f(&all[i]) - m.mean, 2);
    m.variance = square / (total - squares / total);
    return m;
}

static double is_z(const person *p) {
    return p->z;
}
static double is_q_and_z(const person *p) {
    return p->a == 1 && p->z == 1;
}
static double is_q(const person *p) {
    return p->a == 1;
}

static void check_term(const person *all, const double *w, const ds_effect_known *k,
                       const char *name, double (*f)(const person *p), bool scored) {
    double one[PERSONS];
    const ds_effect_known_term *t = term_named(k, name);
    rows_moments before[2], after;
    double root;
    for (int i = 0; i < PERSONS; i++)
        one[i] = 1;
    before[0] = moments_of(all, one, 0, f);
    before[1] = moments_of(all, one, 1, f);
    after = moments_of(all, w, 0, f);
    root = sqrt((before[0].variance + before[1].variance) / 2);
    assert_int_equal(t->scored, scored);
    close_to(t->mean_treated, before[1].mean, name);
    close_to(t->mean_control, before[0].mean, name);
    close_to(t->mean_matched, after.mean, name);
    close_to(t->difference_before, (before[1].mean - before[0].mean) / root, name);
    close_to(t->difference_after, (before[1].mean - after.mean) / root, name);
    close_to(t->ratio_before, before[1].variance / before[0].variance, name);
    close_to(t->ratio_after, before[1].variance / after.variance, name);
    close_to(t->distance_before, fabs(before[1].mean - before[0].mean), name);
    close_to(t->distance_after, fabs(before[1].mean - after.mean), name);
}

/* ATT by IPW on a alone: a control of a weighs n1 / n0 there. */
static void test_known__levels_and_pairs(void **state) {
    person *all = make_people(3);
    ds_effect_sample *sample = sample_of(all, false, false, false);
    ds_effect_sample *wide = sample_of(all, true, false, true);
    double n[2][3] = {{0}}, w[PERSONS];
    ds_effect_known *k;
    ds_error err;
    (void)state;
    for (int i = 0; i < PERSONS; i++)
        n[all[i].treated][all[i].a]++;
    for (int i = 0; i < PERSONS; i++)
        w[i] = all[i].treated ? 1 : n[1][all[i].a] / n[0][all[i].a];
    for (int way = 0; way < 3; way++) {
        const ds_effect_options o = by((ds_effect_estimator)(DS_EFFECT_AIPW + way));
        const ds_effect_result r = estimate(sample, &o);
        assert_int_equal(ds_effect_known_balance(sample, &o, &r, wide, 1, &k, &err), DS_OK);
        assert_int_equal(k->n_single, 5);
        assert_true(k->pairs);
        check_term(all, w, k, "a = q", is_q, true);
        check_term(all, w, k, "z = 1", is_z, false);
        check_term(all, w, k, "a = q × z = 1", is_q_and_z, false);
        close_to(term_named(k, "a = q")->difference_after, 0, "balanced");
        assert_true(fabs(term_named(k, "z = 1")->difference_after) > 0.2);
        ds_effect_known_free(k);
    }
    ds_effect_sample_free(sample);
    ds_effect_sample_free(wide);
    free(all);
}

/* Entropy balancing makes the mean of x equal, and nothing of its square or its distribution. */
static void test_known__numbers(void **state) {
    person *all = make_people(4);
    ds_effect_sample *sample = sample_of(all, false, true, false);
    const ds_effect_options o = by(DS_EFFECT_EB);
    const ds_effect_result r = estimate(sample, &o);
    const ds_effect_known_term *x, *square;
    ds_effect_known *k;
    double mean[2] = {0}, n[2] = {0}, largest = 0;
    ds_error err;
    (void)state;
    assert_int_equal(ds_effect_known_balance(sample, &o, &r, sample, SIZE_MAX, &k, &err), DS_OK);
    x = term_named(k, "x");
    square = term_named(k, "x²");
    for (int i = 0; i < PERSONS; i++) {
        n[all[i].treated]++;
        mean[all[i].treated] += all[i].x;
    }
    close_to(x->mean_treated, mean[1] / n[1], "treated");
    close_to(x->mean_control, mean[0] / n[0], "control");
    close_to(x->mean_matched, mean[1] / n[1], "matched");
    close_to(x->difference_after, 0, "after");
    for (int at = 0; at < 8; at++) {
        double share[2] = {0};
        for (int i = 0; i < PERSONS; i++)
            share[all[i].treated] += all[i].x <= at;
        largest = fmax(largest, fabs(share[1] / n[1] - share[0] / n[0]));
    }
    close_to(x->distance_before, largest, "distance");
    assert_true(x->distance_after > 0 && x->distance_after < largest);
    assert_true(square->kind == DS_EFFECT_KNOWN_SQUARE && isnan(square->distance_before));
    assert_true(fabs(square->difference_after) > 1e-6);
    assert_true(isnan(term_named(k, "a = p × x")->distance_before));
    ds_effect_known_free(k);
    ds_effect_sample_free(sample);
    free(all);
}

/* The kernel's own weights: as ds_effect_diagnose has them. */
static void test_known__as_the_diagnostics(void **state) {
    person *all = make_people(5);
    ds_effect_sample *sample = sample_of(all, false, true, false);
    const ds_effect_options o = by(DS_EFFECT_KERNEL_MATCHING);
    const ds_effect_result r = estimate(sample, &o);
    ds_effect_diagnostics *d;
    ds_effect_known *k;
    ds_error err;
    (void)state;
    assert_int_equal(ds_effect_diagnose(sample, &o, &r, &d, &err), DS_OK);
    assert_int_equal(ds_effect_known_balance(sample, &o, &r, sample, SIZE_MAX, &k, &err), DS_OK);
    assert_int_equal(d->n_balance, k->n_single);
    for (size_t i = 0; i < d->n_balance; i++) {
        const ds_effect_balance *b = &d->balance[i];
        const ds_effect_known_term *t = term_named(k, b->name);
        close_to(t->mean_matched, b->mean_matched, b->name);
        close_to(t->difference_before, b->difference_before, b->name);
        close_to(t->difference_after, b->difference_after, b->name);
        close_to(t->ratio_after, b->ratio_after, b->name);
    }
    ds_effect_known_free(k);
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
    free(all);
}

static void test_known__other_persons_are_refused(void **state) {
    person *all = make_people(6), *others = make_people(7);
    ds_effect_sample *sample = sample_of(all, false, false, false);
    ds_effect_sample *wide = sample_of(others, true, false, false);
    ds_effect_sample *numbers = sample_of(all, true, true, false);
    const ds_effect_options o = by(DS_EFFECT_IPW);
    ds_effect_result r = estimate(sample, &o);
    ds_effect_known *k = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_effect_known_balance(sample, &o, &r, wide, 1, &k, &err), DS_USAGE);
    assert_int_equal(ds_effect_known_balance(sample, &o, &r, numbers, 1, &k, &err), DS_USAGE);
    assert_null(k);
    r.difference = NAN; /* no estimate: before only */
    assert_int_equal(ds_effect_known_balance(sample, &o, &r, sample, 1, &k, &err), DS_OK);
    assert_true(isfinite(k->terms[0].difference_before) && isnan(k->terms[0].difference_after));
    ds_effect_known_free(k);
    ds_effect_sample_free(sample);
    ds_effect_sample_free(wide);
    ds_effect_sample_free(numbers);
    free(all);
    free(others);
}

typedef struct both {
    ds_effect_sample *sample, *wide;
} both;

static ds_status balance_both(void *context, ds_error *err) {
    const both *b = context;
    const ds_effect_options o = by(DS_EFFECT_KERNEL_MATCHING);
    ds_effect_known *k = NULL;
    ds_effect_result r;
    ds_status status =
        ds_effect_estimate((const ds_effect_sample *const[]){b->sample}, 1, &o, &r, err);
    if (status == DS_OK) status = ds_effect_known_balance(b->sample, &o, &r, b->wide, 1, &k, err);
    ds_effect_known_free(k);
    return status;
}

static void test_known__every_allocation(void **state) {
    person *all = make_people(8);
    both b = {sample_of(all, false, true, false), sample_of(all, true, true, false)};
    (void)state;
    ds_test_every_allocation(balance_both, &b);
    ds_effect_sample_free(b.sample);
    ds_effect_sample_free(b.wide);
    free(all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known__levels_and_pairs),
        cmocka_unit_test(test_known__numbers),
        cmocka_unit_test(test_known__as_the_diagnostics),
        cmocka_unit_test(test_known__other_persons_are_refused),
        cmocka_unit_test(test_known__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
