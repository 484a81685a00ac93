/* tests/stat/test_groups.c: Welch, Mann-Whitney, Kruskal-Wallis, Jonckheere:
 * golden/statistics.json, R 4.2.2, and all orders counted one by one. */
#include "stat/near.h"

static const double ab[] = {3, 5, 5, 7, 8, 8, 9, 4, 5, 2, 3, 3, 6, 1, 4};
static const size_t of_ab[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1};
/* niet, wisselend, effectief, heel effectief */
static const double classes[] = {1, 2, 2, 0, 3, 2, 3, 3, 4, 2, 5, 4, 3, 6, 5, 6, 4, 7};
static const size_t of_classes[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3};

/* t.test(a, b); t.test(c(1, 2), c(3, 5, 9)) */
static void test_welch__r(void **state) {
    const double few[] = {1, 2, 3, 5, 9};
    const size_t group[] = {0, 0, 1, 1, 1};
    ds_stat_result r;
    (void)state;
    ds_welch_test(ab, of_ab, 15, 0, 1, &r);
    is_near(r.estimate, 2.6964285714285716, "difference");
    is_near(r.statistic, 2.68461237606764, "t");
    is_near(r.df, 12.901952657696159, "df");
    is_near(r.p, 0.018837724478206877, "p");
    is_near(r.low, 0.5248737223469635, "low");
    is_near(r.high, 4.86798342051018, "high");
    ds_welch_test(few, group, 5, 0, 1, &r);
    is_near(r.statistic, -2.27272727272727293, "t of few");
    is_near(r.df, 2.30458051314339629, "df of few");
    is_near(r.p, 0.13404226512839801, "p of few");
    is_near(r.low, -11.13541282635038776, "low of few");
    is_near(r.high, 2.80207949301705428, "high of few");
}

static void test_welch__undefined(void **state) {
    const double flat[] = {2, 2, 5, 5, NAN};
    const double vast[] = {1e200, -1e200, 3, 4, 5};
    const size_t group[] = {0, 0, 1, 1, 1}, gone[] = {0, 1, 1, 1, DS_STAT_NO_GROUP};
    ds_stat_result r;
    (void)state;
    ds_welch_test(flat, group, 5, 0, 1, &r);
    assert_int_equal(r.reason, DS_STAT_NO_SPREAD);
    is_near(r.estimate, -3, "difference");
    assert_true(isnan(r.p));
    assert_int_equal(r.missing, 1);
    ds_welch_test(vast, group, 5, 0, 1, &r);
    assert_int_equal(r.reason, DS_STAT_NO_VALUE);
    ds_welch_test(flat, gone, 5, 0, 1, &r);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
    ds_welch_test(flat, group, 5, 0, 3, &r);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
    assert_true(isnan(r.estimate));
}

/* All choose(15, 8) assignments; superiority by Brunner and Munzel's formula in R. */
static void test_mann_whitney__ties(void **state) {
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    assert_int_equal(ds_mann_whitney_test(ab, of_ab, 15, 0, 1, &r, &err), DS_OK);
    is_near(r.statistic, 46.5, "U");
    is_near(r.p, 0.030147630147630149, "p");
    is_near(r.estimate, 0.8303571428571429, "superiority");
    assert_true(r.exact);
    is_near(r.se, 0.10566224702814131, "se");
    is_near(r.df, 12.94145097296837577, "df");
    is_near(r.low, 0.49173119677687471, "low");
    is_near(r.high, 0.96118645978569550, "high");
    assert_int_equal(ds_mann_whitney_test(ab, of_ab, 15, 1, 0, &r, &err), DS_OK);
    is_near(r.statistic, 56 - 46.5, "U the other way");
    is_near(r.p, 0.030147630147630149, "p the other way");
}

/* wilcox.test(exact = TRUE) of few; exact = FALSE, correct = TRUE of 15 and 14 (77,558,760
 * choices) */
static void test_mann_whitney__r(void **state) {
    const double few[] = {1.1, 2.2, 3.3, 7.5, 0.5, 4.4, 5.5, 6.6, 8.8};
    const size_t group[] = {0, 0, 0, 0, 1, 1, 1, 1, 1};
    double many[29];
    size_t of[29];
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    assert_int_equal(ds_mann_whitney_test(few, group, 9, 0, 1, &r, &err), DS_OK);
    is_near(r.statistic, 7, "U");
    is_near(r.p, 0.55555555555555558, "p");
    for (size_t i = 0; i < 29; i++) {
        many[i] = i < 15 ? 2 * (double)(i + 1) : 3 * (double)(i - 14);
        of[i] = i < 15 ? 0 : 1;
    }
    assert_int_equal(ds_mann_whitney_test(many, of, 29, 0, 1, &r, &err), DS_OK);
    assert_false(r.exact);
    is_near(r.statistic, 72.5, "U of many");
    is_near(r.p, 0.16227671023726287, "p of many");
}

static void test_mann_whitney__undefined(void **state) {
    const double flat[] = {2, 2, 2, 2}, apart[] = {1, 2, 3, 4}, alone[] = {1, 2, 3, 4};
    const size_t two[] = {0, 0, 1, 1}, one[] = {0, 0, 0, 0}, single[] = {0, 1, 1, 1};
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    assert_int_equal(ds_mann_whitney_test(flat, two, 4, 0, 1, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_SPREAD);
    assert_int_equal(ds_mann_whitney_test(apart, two, 4, 0, 1, &r, &err), DS_OK);
    is_near(r.estimate, 0, "superiority");
    is_near(r.p, 2.0 / 6, "p");
    assert_int_equal(r.reason, DS_STAT_NO_INTERVAL);
    assert_int_equal(ds_mann_whitney_test(apart, one, 4, 0, 1, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_FEW_GROUPS);
    assert_int_equal(ds_mann_whitney_test(alone, single, 4, 0, 1, &r, &err), DS_OK);
    is_near(r.p, 0.5, "one against three");
}

static void test_kruskal_wallis__r(void **state) {
    const double few[] = {1, 5, 9, 2, 6, 12, 15, 20};
    const size_t group[] = {0, 0, 0, 1, 1, 4, 4, 4}; /* groups without anybody do not count */
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    assert_int_equal(ds_kruskal_wallis_test(classes, of_classes, 18, 4, &r, &err), DS_OK);
    is_near(r.statistic, 10.91524390243902, "H");
    is_near(r.df, 3, "df");
    is_near(r.p, 0.012193124271813844, "p");
    is_near(r.estimate, 0.642073170731707, "epsilon2");
    assert_int_equal(ds_kruskal_wallis_test(few, group, 8, 5, &r, &err), DS_OK);
    is_near(r.statistic, 5, "H of few");
    is_near(r.p, 0.0820849986238988, "p of few");
    assert_int_equal(ds_kruskal_wallis_test(few, group, 3, 5, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_FEW_GROUPS);
}

static void test_jonckheere__golden(void **state) {
    ds_error err = {0};
    ds_jonckheere r;
    (void)state;
    assert_int_equal(ds_jonckheere_test(classes, of_classes, 18, 4, &r, &err), DS_OK);
    is_near(r.j, 104, "J");
    is_near(r.mean, 59.5, "mean");
    is_near(r.variance, 155.17544934640523, "variance");
    is_near(r.z, 3.5723047836875033, "z");
    is_close(r.p, 0.00035385324398365419, "p");
    is_close(r.p_increasing, 0.0001769266219918271, "p increasing");
    assert_false(r.exact);
    assert_int_equal(r.n_groups, 4);
}

/* Every order of up to eight values over the groups, one by one. */
typedef struct orders {
    const double *values;
    size_t group[8], n, n_groups;
    double j, mean, sum, squares;
    uint64_t all, as_far, larger;
} orders;

static double count_j(const orders *o) {
    double j = 0;
    for (size_t a = 0; a < o->n; a++)
        for (size_t b = 0; b < o->n; b++)
            if (o->group[a] < o->group[b])
                j += o->values[a] < o->values[b] ? 1 : o->values[a] == o->values[b] ? 0.5 : 0;
    return j;
}

static void visit_orders(orders *o, size_t from) {
    if (from == o->n) {
        const double j = count_j(o);
        o->all++;
        o->sum += j;
        o->squares += j * j;
        o->as_far += fabs(j - o->mean) >= fabs(o->j - o->mean) - 1e-9;
        o->larger += j >= o->j - 1e-9;
        return;
    }
    for (size_t i = from; i < o->n; i++) {
        const size_t kept = o->group[from];
        o->group[from] = o->group[i];
        o->group[i] = kept;
        visit_orders(o, from + 1);
        o->group[i] = o->group[from];
        o->group[from] = kept;
    }
}

static void test_jonckheere__all_orders(void **state) {
    uint64_t random = 5;
    (void)state;
    for (int turn = 0; turn < 25; turn++) {
        double values[7];
        orders o = {.values = values, .n = 7, .n_groups = 3};
        ds_error err = {0};
        ds_jonckheere r;
        for (size_t i = 0; i < o.n; i++) {
            values[i] = (double)(next_bits(&random) % 5);
            o.group[i] = i < 3 ? i : next_bits(&random) % 3;
        }
        assert_int_equal(ds_jonckheere_test(values, o.group, o.n, 3, &r, &err), DS_OK);
        if (r.reason == DS_STAT_NO_SPREAD) continue;
        assert_true(r.exact);
        o.j = r.j;
        o.mean = r.mean;
        is_near(count_j(&o), r.j, "J");
        visit_orders(&o, 0);
        is_near(o.sum / (double)o.all, r.mean, "mean");
        is_near(o.squares / (double)o.all - r.mean * r.mean, r.variance, "variance");
        is_near((double)o.as_far / (double)o.all, r.p, "p");
        is_near((double)o.larger / (double)o.all, r.p_increasing, "p increasing");
    }
}

/* 51 agendas of which one group is small, as the monitor's: the exact chance is near the normal's,
 * and is there. Reversed values turn the order round. */
static void test_jonckheere__one_small_group(void **state) {
    double values[51], turned[51];
    size_t group[51];
    uint64_t random = 3;
    ds_error err = {0};
    ds_jonckheere r, s;
    (void)state;
    for (size_t i = 0; i < 51; i++) {
        group[i] = i < 2 ? 0 : i < 8 ? 1 : i < 25 ? 2 : i < 45 ? 3 : 4;
        values[i] = (double)(next_bits(&random) % 12) + (double)group[i];
        turned[i] = -values[i];
    }
    assert_int_equal(ds_jonckheere_test(values, group, 51, 5, &r, &err), DS_OK);
    assert_true(r.exact);
    assert_true(fabs(r.p - erfc(fabs(r.z) / sqrt(2))) < 0.02);
    assert_int_equal(ds_jonckheere_test(turned, group, 51, 5, &s, &err), DS_OK);
    is_near(s.z, -r.z, "z turned");
    is_near(s.p, r.p, "p turned");
    is_near(r.share + s.share, 1, "shares");
}

static void test_jonckheere__limits(void **state) {
    double *values = ds_calloc(3000, sizeof *values);
    size_t *group = ds_calloc(3000, sizeof *group);
    ds_error err = {0};
    ds_jonckheere r;
    (void)state;
    for (size_t i = 0; i < 3000; i++) {
        values[i] = (double)(i * 7919 % 3001);
        group[i] = i < 2 ? 0 : 1 + i % 3;
    }
    assert_int_equal(ds_jonckheere_test(values, group, 3000, 4, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_TOO_LARGE);
    assert_true(!r.exact && r.p > 0);
    assert_int_equal(ds_jonckheere_test(values, group, 3000, 17, &r, &err), DS_USAGE);
    assert_int_equal(ds_jonckheere_test(values, group, 2, 4, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_FEW_GROUPS);
    ds_free(values);
    ds_free(group);
}

/* Rows in another order, groups under other numbers, any rising function: nothing changes. Of two
 * groups Kruskal-Wallis and Jonckheere are Mann-Whitney's U, in other words. */
static void test_groups__invariant(void **state) {
    uint64_t random = 41;
    (void)state;
    for (int turn = 0; turn < 100; turn++) {
        const size_t n = 12 + next_bits(&random) % 20;
        double v[32], moved[32];
        size_t g[32], turned[32];
        ds_error err = {0};
        ds_stat_result k, l, u;
        ds_jonckheere j;
        for (size_t i = 0; i < n; i++) {
            v[i] = (double)(next_bits(&random) % 9);
            g[i] = i < 6 ? i / 3 : next_bits(&random) % 2;
            moved[n - 1 - i] = exp(v[i]) - 5;
            turned[n - 1 - i] = g[i] == 0 ? 3 : 1;
        }
        assert_int_equal(ds_kruskal_wallis_test(v, g, n, 2, &k, &err), DS_OK);
        assert_int_equal(ds_kruskal_wallis_test(moved, turned, n, 4, &l, &err), DS_OK);
        if (k.reason == DS_STAT_NO_SPREAD) continue;
        is_near(l.statistic, k.statistic, "H");
        assert_int_equal(ds_mann_whitney_test(v, g, n, 1, 0, &u, &err), DS_OK);
        assert_int_equal(ds_jonckheere_test(v, g, n, 2, &j, &err), DS_OK);
        is_near(j.j, u.statistic, "J is U");
        is_near(j.z * j.z, k.statistic, "z squared is H");
        assert_int_equal(ds_mann_whitney_test(moved, turned, n, 1, 3, &l, &err), DS_OK);
        is_near(l.p, u.p, "p of U");
    }
}

static ds_status run_groups(void *context, ds_error *err) {
    ds_stat_result r;
    ds_jonckheere j;
    ds_status status = ds_mann_whitney_test(ab, of_ab, 15, 0, 1, &r, err);
    (void)context;
    if (status == DS_OK) status = ds_kruskal_wallis_test(classes, of_classes, 18, 4, &r, err);
    if (status == DS_OK) status = ds_jonckheere_test(classes, of_classes, 10, 4, &j, err);
    return status;
}

static void test_groups__memory(void **state) {
    (void)state;
    ds_test_every_allocation(run_groups, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_welch__r),
        cmocka_unit_test(test_welch__undefined),
        cmocka_unit_test(test_mann_whitney__ties),
        cmocka_unit_test(test_mann_whitney__r),
        cmocka_unit_test(test_mann_whitney__undefined),
        cmocka_unit_test(test_kruskal_wallis__r),
        cmocka_unit_test(test_jonckheere__golden),
        cmocka_unit_test(test_jonckheere__all_orders),
        cmocka_unit_test(test_jonckheere__one_small_group),
        cmocka_unit_test(test_jonckheere__limits),
        cmocka_unit_test(test_groups__invariant),
        cmocka_unit_test(test_groups__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
