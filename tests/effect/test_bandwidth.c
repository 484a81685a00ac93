/* tests/effect/test_bandwidth.c: bandwidths from sums by pattern are those of persons one by one.
 */
#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "effect/bandwidth.h"
#include "effect/kernel.h"
#include "support/random_source.h"

enum { PATTERNS = 40, PERSONS = 600, TRIALS = 300 };

typedef struct person {
    uint32_t stratum;
    double p, y;
} person;

/* The same persons twice: by pattern, and one by one ([0] controls, [1] treated). */
typedef struct sample {
    uint32_t stratum_of[PATTERNS];
    bool in[PATTERNS];
    double p[PATTERNS], n[2][PATTERNS], sum[2][PATTERNS], square[2][PATTERNS];
    size_t n_persons[2];
    person persons[2][PERSONS];
    ds_bandwidth_data data;
} sample;

static double uniform(random_source *source) {
    return (double)(random_next(source) >> 11) * 0x1p-53;
}

static void add(random_source *source, sample *s, size_t pattern, int group, bool binary) {
    const int n = random_chance(source, 35) ? 0 : random_from(source, 1, 5);
    for (int k = 0; k < n; k++) {
        const double y =
            binary ? random_chance(source, 20 + (int)(60 * s->p[pattern])) : 50 + uniform(source);
        s->n[group][pattern]++;
        s->sum[group][pattern] += y;
        s->square[group][pattern] += y * y;
        if (s->in[pattern])
            s->persons[group][s->n_persons[group]++] =
                (person){s->stratum_of[pattern], s->p[pattern], y};
    }
}

static void make(random_source *source, sample *s) {
    const int n = random_from(source, 0, PATTERNS), strata = random_from(source, 1, 4);
    const double width = pow(10, -3 * uniform(source));
    const bool binary = random_chance(source, 50);
    uint32_t stratum = 0;
    memset(s, 0, sizeof *s);
    for (int i = 0; i < n; i++) {
        if (stratum + 1 < (uint32_t)strata && random_chance(source, 15)) stratum++;
        s->stratum_of[i] = stratum;
        s->in[i] = random_chance(source, 90);
        s->p[i] = 0.05 + 0.9 * width * uniform(source);
        if (i > 0 && random_chance(source, 20)) s->p[i] = s->p[random_below(source, i)];
        for (int group = 0; group < 2; group++)
            add(source, s, (size_t)i, group, binary);
    }
    s->data = (ds_bandwidth_data){.n_patterns = (size_t)n,
                                  .stratum_of = s->stratum_of,
                                  .p = s->p,
                                  .in = s->in,
                                  .n = {s->n[0], s->n[1]},
                                  .sum = {s->sum[0], s->sum[1]},
                                  .square = {s->square[0], s->square[1]},
                                  .estimand = (ds_effect_estimand)random_below(source, 3)};
}

static bool averaged_over(const sample *s, int group) {
    return s->data.estimand == DS_EFFECT_ATE ||
           group == (s->data.estimand == DS_EFFECT_ATT ? 1 : 0);
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* 0 when there is no distance above 0. */
static double pair_by_person(const sample *s) {
    double distances[2 * PERSONS];
    size_t n = 0;
    for (int g = 0; g < 2; g++)
        for (size_t i = 0; i < s->n_persons[g] && averaged_over(s, g); i++) {
            const person *a = &s->persons[g][i];
            double nearest = INFINITY;
            for (size_t k = 0; k < s->n_persons[1 - g]; k++)
                if (s->persons[1 - g][k].stratum == a->stratum)
                    nearest = fmin(nearest, fabs(s->persons[1 - g][k].p - a->p));
            if (nearest > 0 && isfinite(nearest)) distances[n++] = nearest;
        }
    if (n == 0) return 0;
    qsort(distances, n, sizeof *distances, by_size);
    if (9 * n % 10 == 0) return 1.5 * ((distances[9 * n / 10 - 1] + distances[9 * n / 10]) / 2);
    return 1.5 * distances[(9 * n + 9) / 10 - 1];
}

static double gap_by_person(const sample *s) {
    double gap = INFINITY;
    for (int g = 0; g < 4; g++)
        for (size_t i = 0; i < s->n_persons[g / 2]; i++)
            for (size_t k = 0; k < s->n_persons[g % 2]; k++) {
                const person *a = &s->persons[g / 2][i], *b = &s->persons[g % 2][k];
                if (a->stratum == b->stratum && a->p < b->p) gap = fmin(gap, b->p - a->p);
            }
    return isfinite(gap) ? gap : 1e-6;
}

static void test_bandwidth_pair__is_that_of_all_pairs_of_persons(void **state) {
    random_source source = {11};
    int fallbacks = 0;
    (void)state;
    for (int trial = 0; trial < 3 * TRIALS; trial++) {
        sample s;
        ds_bandwidth found;
        double expected;
        make(&source, &s);
        expected = pair_by_person(&s);
        assert_int_equal(ds_bandwidth_pair(&s.data, &found, NULL), DS_OK);
        assert_int_equal(found.fallback, expected == 0);
        fallbacks += found.fallback;
        if (found.fallback) expected = gap_by_person(&s);
        assert_true(found.bandwidth == expected);
        assert_true(isnan(found.loss));
    }
    assert_in_range(fallbacks, 10, 2 * TRIALS);
}

/* Nine of ten persons at 0.1, one at 0.2: exactly 90 % have at most 0.1, and it is halfway, as
 * kmatch's quantile. With one more at 0.2 fewer have. Persons at a distance of zero, or of
 * rounding, do not count. */
static void test_bandwidth_pair__the_quantile_counts_persons(void **state) {
    const uint32_t stratum_of[6] = {0};
    double p[] = {0.3, 0.4, 0.5, 0.6, 0.3, 0.3 + 1e-15};
    double n1[] = {0, 9, 1, 0, 500, 400}, n0[] = {5, 0, 0, 0, 0, 0};
    ds_bandwidth_data data = {.n_patterns = 6, .stratum_of = stratum_of, .p = p, .n = {n0, n1}};
    ds_bandwidth found;
    (void)state;
    assert_int_equal(ds_bandwidth_pair(&data, &found, NULL), DS_OK);
    assert_true(found.bandwidth == 1.5 * (((0.4 - 0.3) + (0.5 - 0.3)) / 2) && !found.fallback);
    n1[2] = 2;
    assert_int_equal(ds_bandwidth_pair(&data, &found, NULL), DS_OK);
    assert_true(found.bandwidth == 1.5 * (0.5 - 0.3));
    n1[1] = n1[2] = 0;
    assert_int_equal(ds_bandwidth_pair(&data, &found, NULL), DS_OK);
    assert_true(found.fallback && found.bandwidth == 1e-6);
}

/* By person: the scores of those averaged over about the means of their strata. */
static double auto_by_person(const sample *s, size_t g) {
    double squares = 0, strata = 0;
    for (size_t i = 0; i < s->n_persons[g]; i++) {
        const person *a = &s->persons[g][i];
        double mean = 0, n = 0;
        bool first = true;
        for (size_t k = 0; k < s->n_persons[g]; k++) {
            if (s->persons[g][k].stratum != a->stratum) continue;
            mean += s->persons[g][k].p;
            n++;
            if (k < i) first = false;
        }
        strata += first;
        squares += (a->p - mean / n) * (a->p - mean / n);
    }
    return (double)s->n_persons[g] > strata ? sqrt(squares / ((double)s->n_persons[g] - strata)) /
                                                  2 / cbrt((double)s->n_persons[g])
                                            : 0;
}

static void test_bandwidth_auto__is_that_of_persons_one_by_one(void **state) {
    random_source source = {12};
    int fallbacks = 0;
    (void)state;
    for (int trial = 0; trial < TRIALS; trial++) {
        sample s;
        ds_bandwidth found, gaussian;
        make(&source, &s);
        s.data.estimand = trial % 2 == 0 ? DS_EFFECT_ATT : DS_EFFECT_ATU;
        const double expected = auto_by_person(&s, trial % 2 == 0 ? 1 : 0);
        assert_int_equal(ds_bandwidth_auto(&s.data, DS_EFFECT_EPANECHNIKOV, &found, NULL), DS_OK);
        assert_int_equal(ds_bandwidth_auto(&s.data, DS_EFFECT_GAUSSIAN, &gaussian, NULL), DS_OK);
        fallbacks += found.fallback;
        if (found.fallback) {
            assert_true(expected < 1e-12 && found.bandwidth == gap_by_person(&s));
            continue;
        }
        assert_true(fabs(found.bandwidth - expected) <= 1e-9 * expected);
        assert_true(fabs(gaussian.bandwidth * sqrt(5) - found.bandwidth) <= 1e-12 * expected);
    }
    assert_in_range(fallbacks, 1, TRIALS / 2);
}

/* Of 144 persons 141 have their equal, three lie far from anybody: the three do not set the width
 * that everybody is compared within, as they do by the pair rule. */
static void test_bandwidth_auto__three_of_144_do_not_set_it(void **state) {
    const uint32_t stratum_of[6] = {0};
    double p[] = {0.10, 0.11, 0.12, 0.2, 0.45, 0.6};
    double n1[] = {47, 47, 47, 0, 3, 0}, n0[] = {500, 400, 300, 100, 0, 10};
    const ds_bandwidth_data data = {
        .n_patterns = 6, .stratum_of = stratum_of, .p = p, .n = {n0, n1}};
    ds_bandwidth pair, found;
    (void)state;
    assert_int_equal(ds_bandwidth_pair(&data, &pair, NULL), DS_OK);
    assert_int_equal(ds_bandwidth_auto(&data, DS_EFFECT_EPANECHNIKOV, &found, NULL), DS_OK);
    assert_true(pair.bandwidth > 0.2);
    assert_true(!found.fallback && found.bandwidth < 0.01);
}

static double variance_of(const person *persons, size_t n) {
    double mean = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        mean += persons[i].y / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (persons[i].y - mean) * (persons[i].y - mean);
    return sum / (double)n;
}

/* Predicts each person from all others of the group and stratum. */
static double loss_by_person(const sample *s, ds_effect_kernel kernel, double h) {
    double loss = 0, total = 0;
    for (int g = 0; g < 2; g++) {
        const person *persons = s->persons[g];
        const size_t n = s->n_persons[g];
        const double variance = n == 0 ? 0 : variance_of(persons, n);
        if (!averaged_over(s, 1 - g)) continue; /* they are predicted for the other group */
        for (size_t i = 0; i < n; i++) {
            const double p = persons[i].p, odds = g == 0 ? p / (1 - p) : (1 - p) / p;
            double d = 0, a = 0, error = variance;
            for (size_t k = 0; k < n; k++)
                if (k != i && persons[k].stratum == persons[i].stratum) {
                    const double weight = ds_kernel_at(kernel, (p - persons[k].p) / h);
                    d += weight;
                    a += weight * persons[k].y;
                }
            if (d > 1e-9 * ds_kernel_at(kernel, 0))
                error = (persons[i].y - a / d) * (persons[i].y - a / d);
            loss += odds * error;
            total += odds;
        }
    }
    return total > 0 ? loss / total : 0;
}

static void test_bandwidth_loss__is_that_of_person_by_person(void **state) {
    random_source source = {12};
    (void)state;
    for (int trial = 0; trial < TRIALS; trial++) {
        sample s;
        const ds_effect_kernel kernel = (ds_effect_kernel)random_below(&source, 5);
        const double h = pow(10, 1 - 5 * uniform(&source));
        double loss, expected;
        make(&source, &s);
        expected = loss_by_person(&s, kernel, h);
        assert_int_equal(ds_bandwidth_loss(&s.data, kernel, h, &loss, NULL), DS_OK);
        if (!(fabs(loss - expected) <= 1e-7 * expected + 1e-13))
            fail_msg("trial %d, kernel %d, h %g: %.17g, not %.17g", trial, kernel, h, loss,
                     expected);
    }
}

static void test_bandwidth_cross_validate__nothing_tried_is_better(void **state) {
    random_source source = {13};
    int searched = 0;
    (void)state;
    for (int trial = 0; trial < TRIALS / 3; trial++) {
        sample s;
        ds_bandwidth found, again, pair;
        const ds_effect_kernel kernel = (ds_effect_kernel)random_below(&source, 5);
        double low = INFINITY, high = 0, loss;
        make(&source, &s);
        assert_int_equal(ds_bandwidth_cross_validate(&s.data, kernel, &found, NULL), DS_OK);
        assert_int_equal(ds_bandwidth_cross_validate(&s.data, kernel, &again, NULL), DS_OK);
        assert_memory_equal(&found.bandwidth, &again.bandwidth, sizeof found.bandwidth);
        assert_int_equal(ds_bandwidth_pair(&s.data, &pair, NULL), DS_OK);
        assert_int_equal(found.fallback, pair.fallback);
        assert_int_equal(ds_bandwidth_loss(&s.data, kernel, found.bandwidth, &loss, NULL), DS_OK);
        assert_true(loss == found.loss);
        for (int g = 0; g < 2; g++)
            for (size_t i = 0; i < s.n_persons[g]; i++) {
                low = fmin(low, s.persons[g][i].p);
                high = fmax(high, s.persons[g][i].p);
            }
        if (!(high - low > pair.bandwidth / 4)) {
            assert_true(found.bandwidth == pair.bandwidth);
            continue;
        }
        searched += found.bandwidth > pair.bandwidth / 4 * 1.001;
        for (int k = 0; k <= 24; k++) {
            const double h =
                pair.bandwidth / 4 * pow((high - low) / (pair.bandwidth / 4), k / 24.0);
            assert_int_equal(ds_bandwidth_loss(&s.data, kernel, h, &loss, NULL), DS_OK);
            if (!(loss >= found.loss * (1 - 1e-9)) &&
                k < 24) /* the last may round past the range */
                fail_msg("trial %d: %.17g at %g, but %.17g at %g", trial, found.loss,
                         found.bandwidth, loss, h);
        }
    }
    assert_true(searched > TRIALS / 10);
}

/* A wave in the outcome is followed by a bandwidth of its width, noise by a wide one. */
static void test_bandwidth_cross_validate__follows_the_outcome(void **state) {
    enum { N = 400 };
    random_source source = {14};
    uint32_t stratum_of[N] = {0};
    double p[N], n[N], wave[N], wave2[N], noise[N], noise2[N];
    ds_bandwidth_data data = {.n_patterns = N,
                              .stratum_of = stratum_of,
                              .p = p,
                              .n = {n, n},
                              .sum = {wave, wave},
                              .square = {wave2, wave2}};
    ds_bandwidth of_wave, of_noise;
    (void)state;
    for (size_t i = 0; i < N; i++) {
        p[i] = 0.1 + 0.8 * uniform(&source);
        n[i] = 1;
        noise[i] = uniform(&source);
        wave[i] = sin(60 * p[i]) + 0.2 * noise[i];
        wave2[i] = wave[i] * wave[i];
        noise2[i] = noise[i] * noise[i];
    }
    /* every pattern has both groups, so that the pair rule falls back to the smallest gap */
    assert_int_equal(ds_bandwidth_cross_validate(&data, DS_EFFECT_EPANECHNIKOV, &of_wave, NULL),
                     DS_OK);
    data.sum[0] = data.sum[1] = noise;
    data.square[0] = data.square[1] = noise2;
    assert_int_equal(ds_bandwidth_cross_validate(&data, DS_EFFECT_EPANECHNIKOV, &of_noise, NULL),
                     DS_OK);
    assert_true(of_wave.fallback && of_noise.fallback);
    assert_true(of_wave.bandwidth > 0.003 && of_wave.bandwidth < 0.05);
    assert_true(of_noise.bandwidth > 3 * of_wave.bandwidth);
    assert_true(of_wave.loss < 0.02 && of_noise.loss > 0.05);
}

static ds_status cross_validate(void *context, ds_error *err) {
    ds_bandwidth found = {.bandwidth = -1};
    const ds_status status =
        ds_bandwidth_cross_validate(&((sample *)context)->data, DS_EFFECT_BIWEIGHT, &found, err);
    double loss = -1;
    if (status != DS_OK) assert_true(found.bandwidth == -1);
    if (status != DS_OK) return status;
    return ds_bandwidth_loss(&((sample *)context)->data, DS_EFFECT_UNIFORM, 0.1, &loss, err);
}

static void test_bandwidth__every_allocation_may_fail(void **state) {
    random_source source = {15};
    sample s;
    (void)state;
    do
        make(&source, &s);
    while (s.data.n_patterns < 10 || s.data.estimand != DS_EFFECT_ATE);
    ds_test_every_allocation(cross_validate, &s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bandwidth_pair__is_that_of_all_pairs_of_persons),
        cmocka_unit_test(test_bandwidth_pair__the_quantile_counts_persons),
        cmocka_unit_test(test_bandwidth_auto__is_that_of_persons_one_by_one),
        cmocka_unit_test(test_bandwidth_auto__three_of_144_do_not_set_it),
        cmocka_unit_test(test_bandwidth_loss__is_that_of_person_by_person),
        cmocka_unit_test(test_bandwidth_cross_validate__nothing_tried_is_better),
        cmocka_unit_test(test_bandwidth_cross_validate__follows_the_outcome),
        cmocka_unit_test(test_bandwidth__every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
