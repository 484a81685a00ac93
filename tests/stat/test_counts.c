/* tests/stat/test_counts.c: tables of counts and many tests at once: golden/statistics.json
 * (fisher-3x3, holm-bh), R 4.2.2, and all tables enumerated. */
#include "stat/near.h"

static double fisher_of(const uint64_t *counts, size_t rows, size_t columns) {
    ds_error err = {0};
    ds_stat_reason reason;
    double p;
    assert_int_equal(ds_fisher_test(counts, rows, columns, &p, &reason, &err), DS_OK);
    return p;
}

/* fisher.test(table); chisq.test(table) */
static void test_counts__golden(void **state) {
    const uint64_t counts[] = {6, 2, 1, 3, 5, 2, 0, 4, 6};
    ds_error err = {0};
    ds_chi_square r;
    (void)state;
    is_near(fisher_of(counts, 3, 3), 0.01910038690445838, "Fisher");
    assert_int_equal(ds_chi_square_test(counts, 3, 3, &r, &err), DS_OK);
    is_near(r.statistic, 12.016610549943884, "chi-square");
    is_near(r.df, 4, "df");
    is_near(r.p, 0.017228171426861495, "p");
    is_near(r.cramers_v, 0.45517352791685267, "V");
    is_near(r.least, 2.7931034482758621, "least expected");
    assert_true(ds_chi_square_is_small(&r));
}

/* fisher.test of matrices, row by row here */
static void test_fisher__r(void **state) {
    const uint64_t tea[] = {3, 1, 1, 3}, few[] = {3, 2, 4, 0, 5, 1};
    const uint64_t job[] = {1, 3, 10, 6, 2, 3, 10, 7, 1, 6, 14, 12, 0, 1, 9, 11};
    const uint64_t four[] = {4, 3, 0, 1, 1, 6, 5, 2, 0, 2, 7, 5, 2, 1, 2, 9};
    const uint64_t five[] = {8, 2, 1, 2, 6, 2, 1, 3, 7, 0, 1, 5, 3, 1, 4};
    const uint64_t large[] = {320, 410, 280, 390};
    const uint64_t bands[] = {3, 4, 2, 6, 2, 2, 2, 4, 2, 4, 1, 2, 3, 4, 0, 1, 1, 3, 4, 1};
    (void)state;
    is_near(fisher_of(tea, 2, 2), 0.48571428571428582, "2 x 2");
    is_near(fisher_of(few, 2, 3), 0.1468531468531471, "2 x 3");
    is_near(fisher_of(job, 4, 4), 0.78268493896563884, "job satisfaction");
    is_close(fisher_of(four, 4, 4), 0.0016045341309716542, "4 x 4");
    is_near(fisher_of(five, 5, 3), 0.003623368192515076, "5 x 3");
    is_within(fisher_of(bands, 4, 5), 0.799668352755851, 1e-11, "bands of 51 agendas");
    is_near(fisher_of(large, 2, 2), 0.44953587408795759, "1,400 persons");
}

/* chisq.test(job); chisq.test(correct = FALSE); rows without anybody do not count. */
static void test_chi_square__r(void **state) {
    const uint64_t job[] = {1, 3, 10, 6, 2, 3, 10, 7, 1, 6, 14, 12, 0, 1, 9, 11};
    const uint64_t two[] = {12, 3, 0, 0, 0, 0, 5, 9, 0}, one[] = {3, 4};
    ds_error err = {0};
    ds_stat_reason reason;
    ds_chi_square r;
    double p;
    (void)state;
    assert_int_equal(ds_chi_square_test(job, 4, 4, &r, &err), DS_OK);
    is_near(r.statistic, 5.9655145887704029, "chi-square");
    is_near(r.p, 0.7433647250525508, "p");
    assert_int_equal(ds_chi_square_test(two, 3, 3, &r, &err), DS_OK);
    is_near(r.statistic, 5.8548319327731102, "2 x 2");
    is_near(r.p, 0.015534341414683506, "p of 2 x 2");
    assert_int_equal(r.rows, 2);
    assert_false(ds_chi_square_is_small(&r));
    assert_int_equal(ds_chi_square_test(one, 1, 2, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_FEW_GROUPS);
    assert_int_equal(ds_fisher_test(one, 1, 2, &p, &reason, &err), DS_OK);
    assert_true(isnan(p) && reason == DS_STAT_FEW_GROUPS);
    assert_int_equal(ds_chi_square_test(job, 65, 1, &r, &err), DS_USAGE);
}

/* All tables of 3 x 3 with the same margins, one by one. */
static double count_tables(const uint64_t *t) {
    const uint64_t row[] = {t[0] + t[1] + t[2], t[3] + t[4] + t[5], t[6] + t[7] + t[8]};
    const uint64_t column[] = {t[0] + t[3] + t[6], t[1] + t[4] + t[7], t[2] + t[5] + t[8]};
    double all = 0, rare = 0, observed = 0;
    for (size_t i = 0; i < 9; i++)
        observed -= lgamma((double)t[i] + 1);
    for (uint64_t a = 0; a <= row[0] && a <= column[0]; a++)
        for (uint64_t b = 0; a + b <= row[0] && b <= column[1]; b++)
            for (uint64_t c = 0; c <= row[1] && a + c <= column[0]; c++)
                for (uint64_t d = 0; c + d <= row[1] && b + d <= column[1]; d++) {
                    const int64_t s[] = {(int64_t)a,
                                         (int64_t)b,
                                         (int64_t)(row[0] - a - b),
                                         (int64_t)c,
                                         (int64_t)d,
                                         (int64_t)(row[1] - c - d),
                                         (int64_t)(column[0] - a - c),
                                         (int64_t)(column[1] - b - d),
                                         (int64_t)column[2] - (int64_t)(row[0] - a - b) -
                                             (int64_t)(row[1] - c - d)};
                    double chance = 0;
                    if (s[8] < 0) continue;
                    for (size_t i = 0; i < 9; i++)
                        chance -= lgamma((double)s[i] + 1);
                    all += exp(chance);
                    if (chance <= observed + 1e-7) rare += exp(chance);
                }
    return rare / all;
}

static void test_fisher__all_tables(void **state) {
    uint64_t random = 17;
    (void)state;
    for (int turn = 0; turn < 100; turn++) {
        uint64_t t[9], turned[9];
        for (size_t i = 0; i < 9; i++) {
            t[i] = next_bits(&random) % 6;
            turned[(2 - i % 3) * 3 + i / 3] = t[i];
        }
        t[0]++, t[4]++, t[8]++;
        turned[6]++, turned[4]++, turned[2]++;
        is_within(fisher_of(t, 3, 3), count_tables(t), 1e-11, "Fisher");
        is_within(fisher_of(turned, 3, 3), fisher_of(t, 3, 3), 1e-11, "turned");
    }
}

/* 2,500 persons in 8 x 8 are too many tables: said, within some seconds. */
static void test_fisher__too_large(void **state) {
    uint64_t counts[64];
    ds_error err = {0};
    ds_stat_reason reason;
    double p;
    (void)state;
    for (size_t i = 0; i < 64; i++)
        counts[i] = 20 + i * 37 % 40;
    assert_int_equal(ds_fisher_test(counts, 8, 8, &p, &reason, &err), DS_OK);
    assert_true(isnan(p) && reason == DS_STAT_TOO_LARGE);
}

/* p.adjust(p, "holm"), "BH", "BY"; what could not be done counts nowhere. */
static void test_adjust__golden(void **state) {
    static const double p[] = {0.001, 0.013, 0.013, 0.04, 0.2, NAN, 0.0004, 0.85, 0.03};
    static const double expected[3][9] = {
        {0.007, 0.078, 0.078, 0.12, 0.4, NAN, 0.0032, 0.85, 0.12},
        {0.004, 0.026, 0.026, 0.05333333333333333, 0.22857142857142856, NAN, 0.0032, 0.85, 0.048},
        {0.010871428571428572, 0.070664285714285707, 0.070664285714285707, 0.14495238095238094,
         0.62122448979591838, NAN, 0.0086971428571428581, 1, 0.13045714285714285}};
    double adjusted[9];
    size_t m;
    ds_error err = {0};
    (void)state;
    for (ds_adjust_method method = DS_ADJUST_HOLM; method <= DS_ADJUST_BY; method++) {
        assert_int_equal(ds_adjust_p(p, 9, method, adjusted, &m, &err), DS_OK);
        assert_int_equal(m, 8);
        for (size_t i = 0; i < 9; i++)
            if (isnan(expected[method][i]))
                assert_true(isnan(adjusted[i]));
            else
                is_near(adjusted[i], expected[method][i], "adjusted");
    }
    assert_int_equal(ds_adjust_p(p, 0, DS_ADJUST_HOLM, adjusted, &m, &err), DS_OK);
    assert_int_equal(m, 0);
}

/* One test is not adjusted; no p becomes smaller; their order stays. */
static void test_adjust__properties(void **state) {
    uint64_t random = 23;
    (void)state;
    for (int turn = 0; turn < 100; turn++) {
        const size_t n = 1 + next_bits(&random) % 30;
        double p[30], adjusted[30];
        size_t m;
        ds_error err = {0};
        for (size_t i = 0; i < n; i++)
            p[i] = next_share(&random);
        for (ds_adjust_method method = DS_ADJUST_HOLM; method <= DS_ADJUST_BY; method++) {
            assert_int_equal(ds_adjust_p(p, n, method, adjusted, &m, &err), DS_OK);
            for (size_t i = 0; i < n; i++) {
                assert_true(adjusted[i] >= p[i] && adjusted[i] <= 1);
                for (size_t j = 0; j < n; j++)
                    if (p[i] <= p[j]) assert_true(adjusted[i] <= adjusted[j]);
            }
            if (n == 1) is_near(adjusted[0], p[0], "one test");
        }
    }
}

static ds_status run_counts(void *context, ds_error *err) {
    const uint64_t counts[] = {6, 2, 1, 3, 5, 2, 0, 4, 6};
    double p[] = {0.1, 0.2};
    size_t m;
    ds_stat_reason reason;
    ds_chi_square r;
    ds_status status = ds_chi_square_test(counts, 3, 3, &r, err);
    (void)context;
    if (status == DS_OK) status = ds_fisher_test(counts, 3, 3, &p[0], &reason, err);
    if (status == DS_OK) status = ds_adjust_p(p, 2, DS_ADJUST_BH, p, &m, err);
    return status;
}

static void test_counts__memory(void **state) {
    (void)state;
    ds_test_every_allocation(run_counts, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts__golden),     cmocka_unit_test(test_fisher__r),
        cmocka_unit_test(test_chi_square__r),      cmocka_unit_test(test_fisher__all_tables),
        cmocka_unit_test(test_fisher__too_large),  cmocka_unit_test(test_adjust__golden),
        cmocka_unit_test(test_adjust__properties), cmocka_unit_test(test_counts__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
