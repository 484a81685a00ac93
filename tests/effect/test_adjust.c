/* tests/effect/test_adjust.c: p-values adjusted for their number, against Holm's steps one by one.
 */
#include "effect/made.h"

static int by_size(const void *x, const void *y) {
    const double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* As the article has it: reject in order while p <= alpha / (how many are left); the adjusted p is
 * the smallest alpha that rejects. */
static double holm_by_steps(const double *p, size_t n, double own) {
    double sorted[12], adjusted = 0;
    memcpy(sorted, p, n * sizeof *p);
    qsort(sorted, n, sizeof *sorted, by_size);
    for (size_t i = 0; i < n; i++) {
        adjusted = fmax(adjusted, fmin(1, sorted[i] * (double)(n - i)));
        if (sorted[i] == own) return adjusted;
    }
    fail();
    return NAN;
}

static void test_adjust__holm(void **state) {
    random_source source = {4};
    (void)state;
    for (int round = 0; round < 500; round++) {
        ds_effect_result results[12];
        ds_effect_result *pointers[12];
        double p[12];
        size_t n = (size_t)random_from(&source, 0, 12), known = 0;
        for (size_t i = 0; i < n; i++) {
            results[i].p = random_chance(&source, 20) ? NAN : random_below(&source, 21) / 80.0;
            results[i].p_adjusted = -1;
            pointers[i] = &results[i];
            if (!isnan(results[i].p)) p[known++] = results[i].p;
        }
        ds_effect_adjust(pointers, n);
        for (size_t i = 0; i < n; i++) {
            if (isnan(results[i].p))
                assert_true(isnan(results[i].p_adjusted));
            else
                assert_true(results[i].p_adjusted == holm_by_steps(p, known, results[i].p));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_adjust__holm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
