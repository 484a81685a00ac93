/* tests/effect/test_effect.c: the estimate as a whole: the same bits whatever the threads and the
 * order; standard errors beside each other; a permutation that keeps its size; and what has no
 * estimate says so. */
#include "effect/made.h"

static const ds_effect_options plain = {
    .bandwidth = 0.05, .replicates = 60, .seed = 11, .n_workers = 1};

static void estimate(ds_effect_sample **samples, size_t n, const ds_effect_options *options,
                     ds_effect_result *out) {
    ds_error err;
    memset(out, 0x55, n * sizeof *out);
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)samples, n, options, out, &err), DS_OK);
}

static ds_effect_result estimate_one(ds_effect_sample *sample, const ds_effect_options *options) {
    ds_effect_result out;
    estimate(&sample, 1, options, &out);
    return out;
}

static bool same_bits(double a, double b) {
    uint64_t x, y;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    return x == y;
}

static void assert_same(const ds_effect_result *a, const ds_effect_result *b) {
    assert_true(same_bits(a->bandwidth, b->bandwidth));
    assert_true(same_bits(a->treated, b->treated));
    assert_true(same_bits(a->control, b->control));
    assert_true(same_bits(a->difference, b->difference));
    assert_true(same_bits(a->se, b->se));
    assert_true(same_bits(a->low, b->low));
    assert_true(same_bits(a->high, b->high));
    assert_true(same_bits(a->p, b->p));
    assert_true(same_bits(a->normal_low, b->normal_low));
    assert_true(same_bits(a->normal_high, b->normal_high));
    assert_true(same_bits(a->p_permutation, b->p_permutation));
    assert_true(same_bits(a->se_psmatch2, b->se_psmatch2));
    assert_true(same_bits(a->se_kmatch, b->se_kmatch));
    assert_true(same_bits(a->se_influence, b->se_influence));
    assert_true(same_bits(a->se_influence_locations, b->se_influence_locations));
    assert_true(same_bits(a->sum_w2, b->sum_w2));
    assert_true(same_bits(a->exact_difference, b->exact_difference));
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->replicates_lost, b->replicates_lost);
}

/* No field is infinite, and NAN is not where a flag does not say so. */
static void assert_defined(const ds_effect_result *r, bool has_estimate, bool has_se) {
    assert_int_equal(isnan(r->difference), !has_estimate);
    assert_int_equal(isnan(r->treated), !has_estimate);
    assert_int_equal(isnan(r->control), !has_estimate);
    assert_int_equal(isnan(r->se), !has_se);
    assert_int_equal(isnan(r->low), !has_se);
    assert_int_equal(isnan(r->high), !has_se);
    assert_false(isinf(r->difference) || isinf(r->se) || isinf(r->low) || isinf(r->high));
    assert_false(isinf(r->se_psmatch2) || isinf(r->se_kmatch) || isinf(r->se_influence));
    assert_false(isinf(r->se_influence_locations) || isinf(r->sum_w2));
    assert_false(isinf(r->effective_controls) || isinf(r->exact_difference));
    if (has_se) assert_true(r->se > 0 && r->low <= r->high && r->p >= 0 && r->p <= 1);
}

/* ---- sameness ---- */

static ds_effect_sample *shuffled(const made_person *persons, size_t n, int outcome,
                                  uint64_t seed) {
    random_source source = {seed};
    ds_effect_sample *sample = made_empty();
    size_t *order = calloc(n, sizeof *order);
    ds_error err;
    assert_non_null(order);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)(random_next(&source) % i), keep = order[j];
        order[j] = order[i - 1];
        order[i - 1] = keep;
    }
    for (size_t i = 0; i < n; i++) {
        const made_person *p = &persons[order[i]];
        made_add(sample, p, p->outcome[outcome], 1);
        made_add(sample, p, p->outcome[outcome], 2);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    free(order);
    return sample;
}

static ds_effect_sample *thrice(const made_person *persons, size_t n, int outcome) {
    ds_effect_sample *sample = made_empty();
    ds_error err;
    for (size_t i = 0; i < n; i++)
        made_add(sample, &persons[i], persons[i].outcome[outcome], 3);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* Threads, order, splitting, and which other samples are in the call. */
static void test_effect__same_bits(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        made_plan plan = {.seed = seed,
                          .n = 700,
                          .n_locations = 20,
                          .n_treated_locations = seed % 2 ? 5 : 14,
                          .treated_pct = 40,
                          .school_effect = 0.1};
        ds_effect_options options = plain;
        made_person *persons = made_persons(&plan);
        ds_effect_sample *samples[MADE_OUTCOMES], *backwards[MADE_OUTCOMES];
        ds_effect_result first[MADE_OUTCOMES], other[MADE_OUTCOMES], one;
        options.resample = seed < 3 ? DS_EFFECT_LOCATIONS : DS_EFFECT_PERSONS;
        options.estimand = (ds_effect_estimand)(seed % 3);
        for (int o = 0; o < MADE_OUTCOMES; o++) {
            samples[o] = thrice(persons, plan.n, o);
            backwards[MADE_OUTCOMES - 1 - o] = shuffled(persons, plan.n, o, seed + 1);
        }
        estimate(samples, MADE_OUTCOMES, &options, first);
        for (size_t workers = 2; workers <= 3; workers++) {
            options.n_workers = workers;
            estimate(samples, MADE_OUTCOMES, &options, other);
            for (int o = 0; o < MADE_OUTCOMES; o++)
                assert_same(&first[o], &other[o]);
        }
        estimate(backwards, MADE_OUTCOMES, &options, other);
        for (int o = 0; o < MADE_OUTCOMES; o++)
            assert_same(&first[o], &other[MADE_OUTCOMES - 1 - o]);
        one = estimate_one(samples[2], &options);
        assert_same(&first[2], &one);
        options.seed++;
        one = estimate_one(samples[2], &options);
        assert_true(same_bits(first[2].difference, one.difference));
        if (!(first[2].flags & DS_EFFECT_FEW_LOCATIONS)) /* else there is none */
            assert_false(same_bits(first[2].se, one.se));
        for (int o = 0; o < MADE_OUTCOMES; o++) {
            ds_effect_sample_free(samples[o]);
            ds_effect_sample_free(backwards[o]);
        }
        free(persons);
    }
}

/* Many sets go side by side on threads. */
static void test_effect__many_sets_same_bits(void **state) {
    enum { SETS = 9, SAMPLES = SETS + 2 };
    made_plan plan = {.seed = 21, .n = 900, .n_locations = 30, .treated_pct = 30};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *samples[SAMPLES];
    ds_effect_result first[SAMPLES], other[SAMPLES], one;
    ds_effect_options options = plain;
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) /* the first two sets have an outcome more */
        samples[i] = made_sample(persons, plan.n - 40 * (i % SETS), i < SETS ? 0 : 1);
    estimate(samples, SAMPLES, &options, first);
    for (size_t workers = 2; workers <= 3; workers++) { /* one set a thread, or all share */
        options.n_workers = workers;
        estimate(samples, SAMPLES, &options, other);
        for (size_t i = 0; i < SAMPLES; i++)
            assert_same(&first[i], &other[i]);
    }
    for (size_t i = 0; i < SAMPLES; i++) {
        one = estimate_one(samples[i], &options);
        assert_same(&first[i], &one);
        ds_effect_sample_free(samples[i]);
    }
    free(persons);
}

/* Two samples of other persons between those of a set: each has its own numbers. */
static void test_effect__sets_are_kept_apart(void **state) {
    made_plan plan = {.seed = 8, .n = 900, .n_locations = 30, .treated_pct = 30};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *samples[4];
    ds_effect_result all[4];
    (void)state;
    samples[0] = made_sample(persons, 900, 0);
    samples[1] = made_sample(persons, 850, 0);
    samples[2] = made_sample(persons, 900, 1);
    samples[3] = made_sample(persons, 850, 3);
    estimate(samples, 4, &plain, all);
    for (int i = 0; i < 4; i++) {
        ds_effect_result one = estimate_one(samples[i], &plain);
        assert_same(&all[i], &one);
        assert_int_equal(all[i].n_treated + all[i].n_control, i % 2 ? 850 : 900);
        ds_effect_sample_free(samples[i]);
    }
    free(persons);
}

/* ---- standard errors ---- */

/* Persons drawn one by one at random: the bootstrap is close to the full influence function. */
static void test_effect__persons_beside_influence(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++) {
        made_plan plan = {.seed = 60 + seed, .n = 20000, .n_locations = 40, .treated_pct = 15};
        ds_effect_options options = plain;
        made_person *persons = made_persons(&plan);
        ds_effect_sample *sample = made_sample(persons, plan.n, seed == 2 ? 4 : 0);
        ds_effect_result r;
        options.resample = DS_EFFECT_PERSONS;
        options.replicates = 1500;
        options.estimand = (ds_effect_estimand)seed;
        options.n_workers = 2;
        r = estimate_one(sample, &options);
        assert_true(fabs(r.se / r.se_influence - 1) < 0.09); /* 1.8 % from drawing alone */
        assert_true(fabs(r.low - r.normal_low) < 0.35 * r.se);
        assert_true(fabs(r.high - r.normal_high) < 0.35 * r.se);
        ds_effect_sample_free(sample);
        free(persons);
    }
}

/* Many locations that differ: the bootstrap of locations is close to the influence added up by
 * location, and both are well above what persons alone say. */
static void test_effect__locations_beside_influence(void **state) {
    made_plan plan = {.seed = 70,
                      .n = 20000,
                      .n_locations = 400,
                      .n_treated_locations = 120,
                      .treated_pct = 40,
                      .school_effect = 0.25};
    ds_effect_options options = plain;
    made_person *persons = made_persons(&plan);
    ds_effect_sample *sample = made_sample(persons, plan.n, 0);
    ds_effect_result r;
    (void)state;
    options.replicates = 1500;
    options.n_workers = 2;
    r = estimate_one(sample, &options);
    assert_int_equal(r.locations_treated, 120);
    assert_int_equal(r.locations_all, 400);
    assert_int_equal(r.flags & (DS_EFFECT_FEW_LOCATIONS | DS_EFFECT_NO_SPREAD), 0);
    assert_true(isnan(r.p_permutation));
    assert_true(fabs(r.se / r.se_influence_locations - 1) < 0.10);
    print_message("locations: bootstrap %.5f, influence by location %.5f, by person %.5f\n", r.se,
                  r.se_influence_locations, r.se_influence);
    assert_true(r.se > 1.3 * r.se_influence);
    ds_effect_sample_free(sample);
    free(persons);
}

/* The bootstrap of LaLonde's persons in 55 patterns: see the golden README. */
static void test_effect__lalonde(void **state) {
    static const ds_effect_column columns[4] = {{"age", DS_EFFECT_FACTOR},
                                                {"race", DS_EFFECT_FACTOR},
                                                {"married", DS_EFFECT_FACTOR},
                                                {"nodegree", DS_EFFECT_FACTOR}};
    FILE *file =
        fopen(DS_SOURCE_DIR "/../shared/data/matching/lalonde_categorical_cells.csv", "re");
    ds_effect_sample *sample;
    ds_effect_options options = plain;
    ds_effect_result r;
    ds_error err;
    char line[256];
    (void)state;
    if (file == NULL) skip();
    sample = ds_effect_sample_new(columns, 4);
    assert_non_null(sample);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL) {
        ds_effect_value values[4];
        char *at = line;
        for (int c = 0; c < 4; c++) {
            size_t size = strcspn(at, ",");
            values[c].text = (ds_text){at, size};
            at += size + 1;
        }
        for (int c = 0; c < 4; c++) {
            ds_effect_group group = {.values = values, .treated = c < 2, .outcome = c % 2};
            group.n = strtoul(at, &at, 10);
            at++;
            if (group.n > 0) assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
        }
    }
    (void)fclose(file);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    options.bandwidth = 0.06;
    options.resample = DS_EFFECT_PERSONS;
    options.replicates = 2000;
    r = estimate_one(sample, &options);
    assert_int_equal(r.n_treated, 185);
    assert_int_equal(r.n_control, 429);
    assert_true(fabs(r.difference - -0.032760482775727) < 1e-12);
    assert_true(fabs(r.se_influence - 0.055447976054480) < 1e-12);
    print_message("lalonde: bootstrap %.5f, lost %u\n", r.se, (unsigned)r.replicates_lost);
    assert_true(fabs(r.se - 0.0645) < 0.004); /* 1.6 % standard error of the drawing */
    ds_effect_sample_free(sample);
}

/* ---- permutation ---- */

/* Under no effect, with locations that differ, a test at 5 % says "effect" in hardly more than 5 %
 * of the draws; the formula for persons does so far more often. With an effect it finds it. */
static void test_effect__permutation_keeps_its_size(void **state) {
    enum { DRAWS = 200 };
    size_t permutation = 0, persons_only = 0, found = 0;
    (void)state;
    for (uint64_t seed = 0; seed < DRAWS; seed++) {
        made_plan plan = {.seed = 1000 + seed,
                          .n = 3000,
                          .n_locations = 40,
                          .n_treated_locations = 6,
                          .treated_pct = 60,
                          .school_effect = 0.2};
        ds_effect_options options = plain;
        made_person *persons = made_persons(&plan);
        ds_effect_sample *samples[2] = {made_sample(persons, plan.n, 0), NULL};
        ds_effect_result r[2];
        for (size_t i = 0; i < plan.n; i++)
            persons[i].outcome[4] += persons[i].treated ? 30 : 0;
        samples[1] = made_sample(persons, plan.n, 4);
        options.replicates = 199;
        options.n_workers = 2;
        estimate(samples, 2, &options, r);
        assert_int_equal(r[0].flags & DS_EFFECT_FEW_LOCATIONS, DS_EFFECT_FEW_LOCATIONS);
        assert_true(same_bits(r[0].p, r[0].p_permutation));
        assert_true(r[0].p >= 1e-4 && r[0].p <= 1 && r[0].permuted == 10000);
        permutation += r[0].p <= 0.05;
        persons_only += fabs(r[0].difference) > 1.96 * r[0].se_influence;
        found += r[1].p <= 0.05;
        ds_effect_sample_free(samples[0]);
        ds_effect_sample_free(samples[1]);
        free(persons);
    }
    print_message("permutation: %zu of %d at 5 %%; persons: %zu; with an effect: %zu\n",
                  permutation, (int)DRAWS, persons_only, found);
    assert_true(permutation <= 22); /* 10 expected; 22 or more comes once in 3,000 times */
    assert_true(persons_only >= 40);
    assert_true(found >= 190);
}

/* ---- no estimate, or no spread ---- */

static ds_effect_result estimate_persons(const made_person *persons, size_t n,
                                         const ds_effect_options *options) {
    ds_effect_sample *sample = made_sample(persons, n, 0);
    ds_effect_result r = estimate_one(sample, options);
    ds_effect_sample_free(sample);
    return r;
}

enum { N = 400 };

typedef struct bad_case {
    const char *name;
    void (*spoil)(made_person *p, size_t i);
    double bandwidth;
    unsigned flags; /* that there must be */
    bool has_estimate, has_se;
} bad_case;

static void no_treated(made_person *p, size_t i) {
    (void)i;
    p->treated = false;
}
static void no_controls(made_person *p, size_t i) {
    (void)i;
    p->treated = true;
}
static void one_pattern(made_person *p, size_t i) {
    (void)i;
    p->sex = p->age = p->advice = 1;
}
/* Each pattern has a score of its own, nobody has equals of the other group, and no level has one
 * group only. */
static void apart(made_person *p, size_t i) {
    (void)i;
    p->treated = (p->sex + p->age + p->advice) % 2 == 1;
}
static void separated(made_person *p, size_t i) {
    p->sex = (int)(i % 2);
    p->age = (int)(i / 2 % 3);
    p->advice = (int)(i / 6 % 4);
    p->treated = 2 * p->sex + p->age + p->advice >= 4;
}
static void levels_apart(made_person *p, size_t i) {
    (void)i;
    p->treated = p->sex == 1;
}
static void constant(made_person *p, size_t i) {
    (void)i;
    p->outcome[0] = 1;
}
static void one_level_apart(made_person *p, size_t i) {
    (void)i;
    if (p->advice == 3) p->treated = true;
}

static void test_effect__bad_cases(void **state) {
    static const bad_case cases[] = {
        {"no treated", no_treated, 0.05, DS_EFFECT_NO_TREATED, false, false},
        {"no controls", no_controls, 0.05, DS_EFFECT_NO_CONTROLS, false, false},
        {"one pattern", one_pattern, 0.05, DS_EFFECT_ONE_PATTERN, true, true},
        {"all off support", apart, 1e-9, DS_EFFECT_ALL_OFF_SUPPORT, false, false},
        {"separated", separated, 0.05, DS_EFFECT_SEPARATED, false, false},
        {"levels apart", levels_apart, 0.05, DS_EFFECT_LEVELS_DROPPED, false, false},
        {"constant", constant, 0.05, DS_EFFECT_NO_SPREAD, true, false},
        {"one level apart", one_level_apart, 0.05, DS_EFFECT_LEVELS_DROPPED, true, true},
    };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int variant = 0; variant < 18; variant++) {
            made_plan plan = {.seed = 90, .n = N, .n_locations = 30, .treated_pct = 40};
            ds_effect_options options = plain;
            made_person *persons = made_persons(&plan);
            ds_effect_result r;
            for (size_t i = 0; i < N; i++)
                cases[c].spoil(&persons[i], i);
            options.resample = (ds_effect_resample)(variant % 2);
            options.estimand = (ds_effect_estimand)(variant / 2 % 3);
            options.rule = (ds_effect_rule)(variant / 6);
            options.bandwidth = cases[c].bandwidth;
            options.replicates = 20;
            if (cases[c].bandwidth < 1e-6 && options.rule != DS_EFFECT_FIXED) {
                free(persons);
                continue; /* a rule finds a bandwidth with support */
            }
            r = estimate_persons(persons, N, &options);
            if ((r.flags & cases[c].flags) != cases[c].flags)
                fail_msg("%s, %d: flags %x", cases[c].name, variant, r.flags);
            if (cases[c].has_estimate != !isnan(r.difference))
                fail_msg("%s, %d: %g", cases[c].name, variant, r.difference);
            assert_defined(&r, cases[c].has_estimate, cases[c].has_se);
            assert_int_equal(r.n_treated + r.n_control, N);
            if (!cases[c].has_estimate)
                assert_true((r.flags & (DS_EFFECT_NO_TREATED | DS_EFFECT_NO_CONTROLS |
                                        DS_EFFECT_ALL_OFF_SUPPORT | DS_EFFECT_SEPARATED)) != 0);
            free(persons);
        }
}

/* Pairs in a stratum of their own: memory by strata, not by their square (here 72 GB); and the
 * score is found, although its likelihood has more rounding here than the last step adds to it. */
static void test_effect__many_strata(void **state) {
    enum { PAIRS = 95000 };
    static const ds_effect_column columns[2] = {{"x", DS_EFFECT_NUMBER}, {"paar", DS_EFFECT_EXACT}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    random_source source = {5};
    ds_effect_options options = plain;
    ds_effect_result r;
    ds_error err;
    (void)state;
    assert_non_null(sample);
    for (int i = 0; i < 2 * PAIRS; i++) {
        char pair[16];
        ds_effect_value values[2] = {{.number = random_below(&source, 5)}, {{NULL, 0}, NAN}};
        const ds_effect_group group = {
            .values = values, .treated = i % 2 == 1, .outcome = random_below(&source, 2), .n = 1};
        (void)snprintf(pair, sizeof pair, "%d", i / 2);
        values[1].text = (ds_text){pair, strlen(pair)};
        assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    options.bandwidth = 1;
    options.se = DS_EFFECT_SE_INFLUENCE;
    r = estimate_one(sample, &options);
    assert_int_equal(r.n_treated, PAIRS);
    /* Of pairs with outcomes that are a coin's toss the difference has a variance of 1/2. */
    assert_true(fabs(r.se / sqrt(0.5 / PAIRS) - 1) < 0.02);
    ds_effect_sample_free(sample);
}

/* Nobody of the treated left school: the resamples know nothing of how rare that is, and neither
 * does a formula. The larger group may have one outcome. */
/* Fewer than five with, or without, the outcome in a group: said. */
static void test_effect__few_events(void **state) {
    (void)state;
    for (int group = 0; group < 2; group++)
        for (int event = 0; event < 2; event++)
            for (uint64_t n = 3; n < 7; n++) {
                ds_effect_sample *sample = ds_effect_sample_new(NULL, 0);
                ds_effect_options options = plain;
                ds_error err;
                ds_effect_result result;
                for (int g = 0; g < 2; g++)
                    for (int o = 0; o < 2; o++) {
                        const ds_effect_group persons = {.treated = g == 1,
                                                         .outcome = o,
                                                         .n = g == group && o == event ? n : 40};
                        assert_int_equal(ds_effect_sample_add(sample, &persons, &err), DS_OK);
                    }
                assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
                result = estimate_one(sample, &plain);
                assert_int_equal((result.flags & DS_EFFECT_FEW_EVENTS) != 0, n < 5);
                assert_int_equal(result.flags & DS_EFFECT_ONE_OUTCOME, 0);
                options.se = DS_EFFECT_SE_KMATCH; /* too small, and what it could have found too */
                result = estimate_one(sample, &options);
                assert_true(result.se > 0 && isnan(result.smallest) == (n < 5));
                ds_effect_sample_free(sample);
            }
}

static void test_effect__one_outcome(void **state) {
    made_plan plan = {
        .seed = 93, .n = 3000, .n_locations = 60, .n_treated_locations = 20, .treated_pct = 40};
    made_person *persons = made_persons(&plan);
    ds_effect_options options = plain;
    ds_effect_result r;
    (void)state;
    for (size_t i = 0; i < plan.n; i++)
        persons[i].outcome[0] = !persons[i].treated && i % 150 == 0 ? 1 : 0;
    for (int se = DS_EFFECT_SE_BOOTSTRAP; se <= DS_EFFECT_SE_KMATCH; se++) {
        options.se = (ds_effect_se)se;
        r = estimate_persons(persons, plan.n, &options);
        assert_true(r.flags & DS_EFFECT_ONE_OUTCOME);
        assert_true(r.treated == 0 && r.control > 0 && r.se_kmatch > 0);
        assert_true(isnan(r.se) && isnan(r.normal_low) && isnan(r.percentile_low));
        if (se == DS_EFFECT_SE_BOOTSTRAP) {
            assert_true(r.p == r.p_permutation && r.p > 0.05 && r.p_adjusted == r.p);
            assert_true(r.low < 0 && r.high == 0); /* fewer than none there cannot be */
        } else {
            assert_true(isnan(r.p) && isnan(r.p_adjusted) && isnan(r.low) && isnan(r.high));
        }
    }
    options.se = DS_EFFECT_SE_BOOTSTRAP;
    options.resample = DS_EFFECT_PERSONS;
    r = estimate_persons(persons, plan.n, &options);
    assert_true((r.flags & DS_EFFECT_ONE_OUTCOME) && isnan(r.p) && isnan(r.p_permutation));
    for (size_t i = 0; i < plan.n; i++)
        persons[i].outcome[0] = persons[i].treated && i % 3 == 0 ? 1 : 0;
    r = estimate_persons(persons, plan.n, &options);
    assert_true(r.n_control > 2 * r.n_treated && r.se > 0 && r.p < 0.01);
    assert_int_equal(r.flags & DS_EFFECT_ONE_OUTCOME, 0);
    free(persons);
}

/* One location, and nobody at all. */
static void test_effect__one_location(void **state) {
    made_plan plan = {.seed = 91, .n = N, .n_locations = 1, .treated_pct = 40};
    made_person *persons = made_persons(&plan);
    ds_effect_result r = estimate_persons(persons, N, &plain);
    (void)state;
    assert_int_equal(r.flags & (DS_EFFECT_NO_SPREAD | DS_EFFECT_FEW_LOCATIONS),
                     DS_EFFECT_NO_SPREAD | DS_EFFECT_FEW_LOCATIONS);
    assert_defined(&r, true, false);
    assert_true(isnan(r.p) && isnan(r.p_permutation) && isnan(r.p_adjusted));
    assert_true(r.se_influence > 0);
    r = estimate_persons(persons, 0, &plain);
    assert_int_equal(r.flags & (DS_EFFECT_NO_TREATED | DS_EFFECT_NO_CONTROLS),
                     DS_EFFECT_NO_TREATED | DS_EFFECT_NO_CONTROLS);
    assert_defined(&r, false, false);
    free(persons);
}

/* With one pattern the estimate is a difference of means, and so is the exact one. */
static void test_effect__one_pattern_by_hand(void **state) {
    made_plan plan = {.seed = 92, .n = N, .n_locations = 25, .treated_pct = 40};
    made_person *persons = made_persons(&plan);
    double n[2] = {0}, sum[2] = {0}, difference;
    ds_effect_result r;
    (void)state;
    for (size_t i = 0; i < N; i++) {
        one_pattern(&persons[i], i);
        n[persons[i].treated]++;
        sum[persons[i].treated] += persons[i].outcome[0];
    }
    difference = sum[1] / n[1] - sum[0] / n[0];
    r = estimate_persons(persons, N, &plain);
    assert_true(fabs(r.difference - difference) < 1e-14);
    assert_true(fabs(r.exact_difference - difference) < 1e-14);
    assert_true(fabs(r.effective_controls - n[0]) < 1e-9);
    assert_int_equal(r.controls_used, (uint64_t)n[0]);
    assert_int_equal(r.exact_treated, (uint64_t)n[1]);
    assert_int_equal(r.off_support, 0);
    free(persons);
}

/* The bootstrap loses replicates where there are few treated, and says so. */
static void test_effect__lost_replicates(void **state) {
    made_plan plan = {
        .seed = 93, .n = N, .n_locations = 12, .n_treated_locations = 1, .treated_pct = 70};
    ds_effect_options options = plain;
    made_person *persons = made_persons(&plan);
    ds_effect_result r;
    (void)state;
    options.replicates = 300;
    options.resample = DS_EFFECT_PERSONS;
    for (size_t i = 0; i < N; i++) {
        one_pattern(&persons[i], i);
        persons[i].treated = i == 0;
        persons[i].outcome[0] = (double)(i % 7);
    }
    r = estimate_persons(persons, N, &options);
    assert_int_equal(r.flags & DS_EFFECT_REPLICATES_LOST, DS_EFFECT_REPLICATES_LOST);
    assert_true(r.replicates_lost > 70 && r.replicates_lost < 150); /* (1 - 1/N)^N = 37 % */
    assert_int_equal(r.replicates, 300);
    assert_defined(&r, true, false); /* one treated has no spread */
    free(persons);
}

static void test_effect__formulas(void **state) {
    made_plan plan = {.seed = 94, .n = N, .n_locations = 25, .treated_pct = 40};
    ds_effect_options options = plain;
    made_person *persons = made_persons(&plan);
    (void)state;
    options.replicates = 0;
    for (int se = DS_EFFECT_SE_INFLUENCE; se <= DS_EFFECT_SE_NONE; se++) {
        ds_effect_result r;
        double expected;
        options.se = (ds_effect_se)se;
        r = estimate_persons(persons, N, &options);
        expected = se == DS_EFFECT_SE_INFLUENCE  ? r.se_influence
                   : se == DS_EFFECT_SE_PSMATCH2 ? r.se_psmatch2
                                                 : r.se_kmatch;
        assert_defined(&r, true, se != DS_EFFECT_SE_NONE);
        assert_int_equal(r.replicates, 0);
        if (se == DS_EFFECT_SE_NONE) continue;
        assert_true(same_bits(r.se, expected));
        assert_true(fabs(r.high - r.low - 2 * 1.959963984540054 * r.se) < 1e-14);
        assert_true(fabs(r.p - erfc(fabs(r.difference) / r.se / sqrt(2))) < 1e-14);
        assert_true(same_bits(r.p_adjusted, r.p));
    }
    options.se = DS_EFFECT_SE_PSMATCH2; /* there is no such thing for the others */
    options.estimand = DS_EFFECT_ATU;
    {
        ds_effect_result r = estimate_persons(persons, N, &options);
        assert_defined(&r, true, false);
    }
    free(persons);
}

static void test_effect__usage(void **state) {
    static const ds_effect_options wrong[] = {
        {.bandwidth = 0, .replicates = 10},
        {.bandwidth = -1, .replicates = 10},
        {.bandwidth = NAN, .replicates = 10},
        {.bandwidth = INFINITY, .replicates = 10},
        {.bandwidth = 2e6, .replicates = 10},
        {.bandwidth = 1, .replicates = 0},
        {.bandwidth = 1, .replicates = 1},
        {.bandwidth = 1, .replicates = 1000001},
        {.bandwidth = 1, .replicates = 10, .kernel = (ds_effect_kernel)7},
        {.bandwidth = 1, .replicates = 10, .estimand = (ds_effect_estimand)3},
        {.bandwidth = 1, .replicates = 10, .se = (ds_effect_se)9},
        {.bandwidth = 1, .replicates = 10, .support = (ds_effect_support)4},
        {.bandwidth = 1, .replicates = 10, .rule = (ds_effect_rule)4},
        {.bandwidth = 1, .replicates = 10, .resample = (ds_effect_resample)2},
    };
    made_plan plan = {.seed = 95, .n = 50, .n_locations = 5, .treated_pct = 40};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *sample = made_sample(persons, 50, 0), *open = made_empty();
    const ds_effect_sample *const one[1] = {sample}, *const unfinished[2] = {sample, open};
    ds_effect_result out, before;
    ds_error err;
    (void)state;
    memset(&out, 0x55, sizeof out);
    before = out;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(ds_effect_estimate(one, 1, &wrong[i], &out, &err), DS_USAGE);
    assert_int_equal(ds_effect_estimate(unfinished, 2, &plain, &out, &err), DS_USAGE);
    assert_memory_equal(&out, &before, sizeof out);
    assert_int_equal(ds_effect_estimate(NULL, 0, &plain, NULL, &err), DS_OK);
    ds_effect_sample_free(sample);
    ds_effect_sample_free(open);
    free(persons);
}

/* More persons than can be drawn from; whole locations still can. */
static void test_effect__too_many_persons(void **state) {
    made_plan plan = {.seed = 97, .n = 200, .n_locations = 20, .treated_pct = 40};
    ds_effect_options options = plain;
    made_person *persons = made_persons(&plan);
    ds_effect_sample *sample = made_empty();
    ds_effect_result out;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < plan.n; i++)
        made_add(sample, &persons[i], persons[i].outcome[0], UINT64_C(1) << 26);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    options.resample = DS_EFFECT_PERSONS;
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const[1]){sample}, 1, &options, &out, &err),
        DS_INPUT);
    options.resample = DS_EFFECT_LOCATIONS;
    out = estimate_one(sample, &options);
    assert_defined(&out, true, true);
    ds_effect_sample_free(sample);
    free(persons);
}

typedef struct heard {
    size_t n;
    double last;
} heard;

static void hear(void *context, const char *nl, const char *en, double share) {
    heard *h = context;
    assert_non_null(nl);
    assert_non_null(en);
    assert_true(share > 0 && share <= 1 && share >= h->last);
    h->last = share;
    h->n++;
}

static void test_effect__progress(void **state) {
    made_plan plan = {.seed = 98, .n = 200, .n_locations = 20, .treated_pct = 40};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *samples[2] = {made_sample(persons, 200, 0), made_sample(persons, 150, 0)};
    ds_effect_options options = plain;
    ds_effect_result out[2];
    heard h = {0};
    (void)state;
    options.progress = hear;
    options.progress_context = &h;
    estimate(samples, 2, &options, out);
    assert_true(h.n == 8 && h.last == 1); /* 60 replicates, 16 at a time, twice */
    ds_effect_sample_free(samples[0]);
    ds_effect_sample_free(samples[1]);
    free(persons);
}

/* ---- memory ---- */

typedef struct asked {
    ds_effect_sample *samples[3];
    ds_effect_options options;
} asked;

static ds_status work(void *context, ds_error *err) {
    asked *a = context;
    ds_effect_result out[3], before[3];
    ds_status status;
    memset(out, 0x55, sizeof out);
    memcpy(before, out, sizeof out);
    status =
        ds_effect_estimate((const ds_effect_sample *const *)a->samples, 3, &a->options, out, err);
    if (status != DS_OK) assert_memory_equal(out, before, sizeof out);
    return status;
}

static void test_effect__every_allocation(void **state) {
    made_plan plan = {
        .seed = 96, .n = 120, .n_locations = 14, .n_treated_locations = 4, .treated_pct = 60};
    made_person *persons = made_persons(&plan);
    asked a = {.options = plain};
    (void)state;
    a.options.replicates = 20;
    a.samples[0] = made_sample(persons, 120, 0);
    a.samples[1] = made_sample(persons, 120, 1);
    a.samples[2] = made_sample(persons, 90, 0);
    for (int variant = 0; variant < 3; variant++) {
        a.options.resample = variant == 1 ? DS_EFFECT_PERSONS : DS_EFFECT_LOCATIONS;
        a.options.rule = (ds_effect_rule)variant;
        ds_test_every_allocation(work, &a);
    }
    for (int i = 0; i < 3; i++)
        ds_effect_sample_free(a.samples[i]);
    free(persons);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect__same_bits),
        cmocka_unit_test(test_effect__many_sets_same_bits),
        cmocka_unit_test(test_effect__sets_are_kept_apart),
        cmocka_unit_test(test_effect__persons_beside_influence),
        cmocka_unit_test(test_effect__locations_beside_influence),
        cmocka_unit_test(test_effect__lalonde),
        cmocka_unit_test(test_effect__permutation_keeps_its_size),
        cmocka_unit_test(test_effect__bad_cases),
        cmocka_unit_test(test_effect__one_location),
        cmocka_unit_test(test_effect__many_strata),
        cmocka_unit_test(test_effect__few_events),
        cmocka_unit_test(test_effect__one_outcome),
        cmocka_unit_test(test_effect__one_pattern_by_hand),
        cmocka_unit_test(test_effect__lost_replicates),
        cmocka_unit_test(test_effect__formulas),
        cmocka_unit_test(test_effect__usage),
        cmocka_unit_test(test_effect__too_many_persons),
        cmocka_unit_test(test_effect__progress),
        cmocka_unit_test(test_effect__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
