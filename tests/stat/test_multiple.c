/* tests/stat/test_multiple.c: adjusted p-values against R 4.2.2:
 * p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.5), method), and ties, none, and one. */
#include "stat/multiple.h"

#include <math.h>

#include "support/support.h"

static void test_multiple__as_r(void **state) {
    static const double p[] = {0.03, 0.01, 0.5, NAN, 0.04, 0.02};
    static const double expected[3][6] = {
        {0.09, 0.05, 0.5, NAN, 0.09, 0.08},
        {0.05, 0.05, 0.5, NAN, 0.05, 0.05},
        {0.114166666666667, 0.114166666666667, 1, NAN, 0.114166666666667, 0.114166666666667}};
    static const ds_multiple ways[] = {DS_MULTIPLE_HOLM, DS_MULTIPLE_BH, DS_MULTIPLE_BY};
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        double out[6];
        assert_int_equal(ds_multiple_adjust(ways[w], p, 6, out, NULL), DS_OK);
        for (size_t i = 0; i < 6; i++)
            assert_true(isnan(expected[w][i]) ? isnan(out[i])
                                              : fabs(out[i] - expected[w][i]) < 1e-12);
    }
}

static void test_multiple__none_and_one(void **state) {
    const double one = 0.3;
    double out = 0;
    (void)state;
    assert_int_equal(ds_multiple_adjust(DS_MULTIPLE_BY, NULL, 0, NULL, NULL), DS_OK);
    assert_int_equal(ds_multiple_adjust(DS_MULTIPLE_BY, &one, 1, &out, NULL), DS_OK);
    assert_true(out == 0.3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_multiple__as_r),
        cmocka_unit_test(test_multiple__none_and_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
