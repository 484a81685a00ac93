/* tests/stat/test_risk.c: who runs the risk: a contrast by hand, every subgroup against a search
 * that looks at each row for each subgroup, what is screened and folded, and a small version of
 * the study of its errors (tools/risk; the whole is in docs/kansen.md). */
#include <gsl/gsl_cdf.h>

#include "base/error.h"
#include "stat/gap_made.h"
#include "support/risk_made.h"
#include "support/work_run.h"

static void search(const ds_numbered *cells, const ds_risk_options *o, ds_risk_result *out) {
    ds_error err = {0};
    if (ds_risk_search(cells, o, out, &err) != DS_OK) fail_msg("%s", err.en);
}

static const size_t made_attributes[] = {MADE_GROEP, MADE_NIVEAU, MADE_LEERWEG, MADE_SEKSE};

static ds_risk_options made_options(void) {
    ds_risk_options o = DS_RISK_OPTIONS_INIT;
    o.cluster = MADE_INSTELLING;
    o.attributes = made_attributes;
    o.n_attributes = 4;
    o.year = 1;
    return o;
}

/* ---- by hand ---- */

/* Four equal institutions; group b: 10, 12, 8, 10 of 20 each, the others 4, 5, 3, 4 of 20. */
static void test_risk__by_hand(void **state) {
    static const size_t n_texts[MADE_KEYS] = {4, 2, 1, 1, 1};
    static const uint64_t with[2][4] = {{4, 5, 3, 4}, {10, 12, 8, 10}};
    static made_cells m;
    ds_risk_options o = made_options();
    ds_risk_result r;
    const ds_risk_group *g;
    double variance = 0, floor, df;
    (void)state;
    made_begin(&m, 1, n_texts);
    for (uint32_t i = 0; i < 4; i++)
        for (uint32_t k = 0; k < 2; k++)
            made_add(&m, 0, (uint32_t[]){i, k, 0, 0, 0}, 20, with[k][i]);
    o.year = 0;
    o.n_attributes = 1;
    search(&m.cells, &o, &r);
    assert_int_equal(r.n, 2);
    g = &r.groups[0];
    assert_int_equal(g->codes[0], 1);
    assert_int_equal(g->noemer, 80);
    assert_int_equal(g->teller, 40);
    assert_true(fabs(g->rate - 0.5) < 1e-15 && fabs(g->rest_rate - 0.2) < 1e-15);
    assert_true(fabs(g->relative - 2.5) < 1e-14);
    assert_true(fabs(g->share - 40.0 / 56) < 1e-15);
    for (size_t i = 0; i < 4; i++) {
        const double a = ((double)with[1][i] - 10) / 80, b = ((double)with[0][i] - 4) / 80;
        variance += 4.0 / 3 * (a - b) * (a - b);
    }
    floor = 0.35 * 0.65 * (2.0 / 80); /* the larger: institutions hardly differ */
    assert_true(floor > variance);
    assert_true(fabs(g->se - sqrt(floor)) < 1e-14);
    df = 3; /* equal institutions: 4 - 1 */
    assert_true(fabs(g->df - df) < 1e-12);
    assert_true(fabs(g->p - gsl_cdf_tdist_Q(0.3 / sqrt(floor), df)) < 1e-14);
    assert_int_equal(g->against, SIZE_MAX);
    assert_true(r.groups[1].p > 0.5);
    ds_risk_result_done(&r);
}

/* ---- by brute force ---- */

typedef struct brute {
    double n, t;
} brute;

/* Whether a row is in the subgroup, without regard to one of its attributes. */
static bool row_is_in(const made_cells *m, size_t row, const ds_risk_group *g, size_t without) {
    for (size_t k = 0; k < g->n_attributes; k++)
        if (k != without &&
            m->codes[row * MADE_KEYS + made_attributes[g->attributes[k]]] != g->codes[k])
            return false;
    return true;
}

static brute count_brute(const made_cells *m, uint32_t year, const ds_risk_group *g, size_t without,
                         uint32_t cluster) {
    brute b = {0, 0};
    for (size_t i = 0; i < m->cells.n_rows; i++)
        if (m->year[i] == year && row_is_in(m, i, g, without) &&
            (cluster == UINT32_MAX || m->codes[i * MADE_KEYS] == cluster)) {
            b.n += (double)m->noemer[i];
            b.t += (double)m->teller[i];
        }
    return b;
}

/* One-sided p of a subgroup against the rest of who has all but one (SIZE_MAX: of everybody); NAN
 * where it cannot be. */
static double find_brute_p(const made_cells *m, uint32_t year, const ds_risk_group *g,
                           size_t without) {
    const ds_risk_group everybody = {.n_attributes = 0};
    const ds_risk_group *of = without == SIZE_MAX ? &everybody : g;
    const brute own = count_brute(m, year, g, SIZE_MAX, UINT32_MAX);
    const brute all = count_brute(m, year, of, without, UINT32_MAX);
    const double n[2] = {own.n, all.n - own.n}, t[2] = {own.t, all.t - own.t};
    double w2[2] = {0, 0}, w3[2] = {0, 0}, variance = 0, v1 = 0, v2 = 0, e, floor, more;
    for (uint32_t i = 0; i < 6; i++) {
        const brute a = count_brute(m, year, g, SIZE_MAX, i),
                    b = count_brute(m, year, of, without, i);
        w2[0] += pow(a.n / n[0], 2);
        w3[0] += pow(a.n / n[0], 3);
        w2[1] += pow((b.n - a.n) / n[1], 2);
        w3[1] += pow((b.n - a.n) / n[1], 3);
    }
    if (!(w2[0] < 1 - 1e-9) || !(w2[1] < 1 - 1e-9)) return NAN;
    for (uint32_t i = 0; i < 6; i++) {
        const brute a = count_brute(m, year, g, SIZE_MAX, i),
                    b = count_brute(m, year, of, without, i);
        const double f0 = 1 / (1 - 2 * w3[0] / w2[0] + w2[0]);
        const double f1 = 1 / (1 - 2 * w3[1] / w2[1] + w2[1]);
        variance += pow(sqrt(f0) * (a.t - t[0] / n[0] * a.n) / n[0] -
                            sqrt(f1) * (b.t - a.t - t[1] / n[1] * (b.n - a.n)) / n[1],
                        2);
    }
    e = (t[0] + t[1]) / (n[0] + n[1]);
    floor = e * (1 - e) * (1 / n[0] + 1 / n[1]);
    more = fmax(0, variance - floor);
    for (uint32_t i = 0; i < 6; i++) {
        const brute a = count_brute(m, year, g, SIZE_MAX, i),
                    b = count_brute(m, year, of, without, i);
        const double s0 = a.n / n[0], s1 = (b.n - a.n) / n[1];
        const double v =
            e * (1 - e) * (s0 / n[0] + s1 / n[1]) + more * (s0 * s0 + s1 * s1) / (w2[0] + w2[1]);
        v1 += v;
        v2 += v * v;
    }
    return gsl_cdf_tdist_Q((t[0] / n[0] - t[1] / n[1]) / sqrt(fmax(variance, floor)),
                           fmax(1, v1 * v1 / v2 - 1));
}

static double find_brute_largest(const made_cells *m, uint32_t year, const ds_risk_group *g) {
    double p = find_brute_p(m, year, g, SIZE_MAX);
    for (size_t k = 0; g->n_attributes > 1 && k < g->n_attributes; k++)
        p = fmax(p, find_brute_p(m, year, g, k));
    return p;
}

/* How many subgroups of so many attributes have at least so many persons. */
static size_t count_brute_groups(const made_cells *m, const ds_risk_options *o) {
    size_t n = 0;
    for (size_t mask = 1; mask < 16; mask++) {
        ds_risk_group g = {.n_attributes = 0};
        size_t radix[4], combinations = 1;
        if ((size_t)__builtin_popcountll(mask) > o->depth) continue;
        for (size_t a = 0; a < 4; a++)
            if (mask >> a & 1) {
                radix[g.n_attributes] = m->n_texts[made_attributes[a]];
                combinations *= radix[g.n_attributes];
                g.attributes[g.n_attributes++] = a;
            }
        for (size_t c = 0; c < combinations; c++) {
            size_t rest = c;
            for (size_t k = 0; k < g.n_attributes; k++) {
                g.codes[k] = (uint32_t)(rest % radix[k]);
                rest /= radix[k];
            }
            n +=
                count_brute(m, (uint32_t)o->year, &g, SIZE_MAX, UINT32_MAX).n >= (double)o->minimum;
        }
    }
    return n;
}

static void test_risk__is_what_brute_force_finds(void **state) {
    static made_cells m;
    ds_risk_options o = made_options();
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        ds_risk_result r;
        made_fill(&m, seed);
        o.minimum = 10 + 20 * seed;
        search(&m.cells, &o, &r);
        assert_int_equal(r.n + r.n_same + r.n_untested, count_brute_groups(&m, &o));
        for (size_t i = 0; i < r.n; i++) {
            const ds_risk_group *g = &r.groups[i];
            const brute own = count_brute(&m, 1, g, SIZE_MAX, UINT32_MAX);
            const double p = find_brute_largest(&m, 1, g);
            assert_int_equal(g->noemer, (uint64_t)own.n);
            assert_int_equal(g->teller, (uint64_t)own.t);
            if (!(fabs(p - g->p) <= 1e-9)) fail_msg("group %zu: %.12g, %.12g", i, g->p, p);
        }
        ds_risk_result_done(&r);
    }
}

/* ---- screens and folds ---- */

static void test_risk__minimum_is_of_persons_not_of_events(void **state) {
    static const size_t n_texts[MADE_KEYS] = {3, 2, 1, 1, 1};
    static made_cells m;
    ds_risk_options o = made_options();
    ds_risk_result r;
    (void)state;
    made_begin(&m, 1, n_texts);
    for (uint32_t i = 0; i < 3; i++) {
        made_add(&m, 0, (uint32_t[]){i, 0, 0, 0, 0}, 100, 1);
        made_add(&m, 0, (uint32_t[]){i, 1, 0, 0, 0}, 3, 3);
    }
    o.year = 0;
    o.n_attributes = 1;
    search(&m.cells, &o, &r);
    assert_int_equal(r.n_small, 1); /* 9 persons, all with the event */
    assert_int_equal(r.n, 1);       /* 300 persons with 3: large enough */
    ds_risk_result_done(&r);
    o.minimum = 9;
    search(&m.cells, &o, &r);
    assert_int_equal(r.n, 2);
    ds_risk_result_done(&r);
}

static void test_risk__nested_ones_are_folded(void **state) {
    static const size_t n_texts[MADE_KEYS] = {6, 3, 2, 2, 1};
    static made_cells m;
    ds_risk_options o = made_options();
    ds_risk_result r;
    size_t printed = 0, nested = 0;
    (void)state;
    made_begin(&m, 2, n_texts);
    for (uint32_t i = 0; i < 6; i++)
        for (uint32_t c = 0; c < 12; c++) {
            const uint32_t codes[MADE_KEYS] = {i, c / 4, c / 2 % 2, c % 2, 0};
            const uint64_t n = 400 + 10 * i;
            uint64_t t = n / 20;
            if (c / 4 == 2) t = n / 5;                   /* groep c: raised */
            if (c / 4 == 2 && c / 2 % 2 == 1) t = n / 2; /* and with niveau b more so */
            made_add(&m, 1, codes, n, t);
        }
    search(&m.cells, &o, &r);
    assert_true(r.n_found >= 2);
    for (size_t i = 0; i < r.n; i++) {
        const ds_risk_group *g = &r.groups[i];
        assert_true(g->found == (i < r.n_found));
        if (!g->found) assert_true(g->within == SIZE_MAX && g->nested == 0);
        if (!g->found) continue;
        printed += g->within == SIZE_MAX;
        nested += g->nested;
        if (g->within != SIZE_MAX)
            assert_true(r.groups[g->within].n_attributes < g->n_attributes &&
                        r.groups[g->within].within == SIZE_MAX);
    }
    assert_int_equal(printed, r.n_printed);
    assert_int_equal(printed + nested, r.n_found);
    assert_true(nested >= 1);
    ds_risk_result_done(&r);
}

static void test_risk__complement(void **state) {
    static made_cells m, other;
    ds_risk_options o = made_options();
    ds_risk_result a, b;
    (void)state;
    made_fill(&m, 8);
    made_fill(&other, 8);
    for (size_t i = 0; i < other.cells.n_rows; i++)
        other.teller[i] = other.noemer[i] - other.teller[i];
    search(&m.cells, &o, &a);
    o.complement = true;
    search(&other.cells, &o, &b);
    assert_int_equal(a.n, b.n);
    for (size_t i = 0; i < a.n; i++)
        assert_true(a.groups[i].p == b.groups[i].p && a.groups[i].teller == b.groups[i].teller);
    ds_risk_result_done(&a);
    ds_risk_result_done(&b);
}

/* ---- the study, small ---- */

typedef struct small_study {
    double share, squares; /* of false ones among the printed, summed */
    size_t planted[RISK_PLANTED];
} small_study;

static void study_registers(size_t n, ds_risk_adjust adjust, bool planted, small_study *out) {
    static const size_t attributes[RISK_ATTRIBUTES] = {1, 2, 3, 4, 5, 6};
    ds_risk_options o = DS_RISK_OPTIONS_INIT;
    memset(out, 0, sizeof *out);
    o.attributes = attributes;
    o.n_attributes = RISK_ATTRIBUTES;
    o.adjust = adjust;
    for (size_t i = 0; i < n; i++) {
        risk_made m = {.codes = NULL};
        ds_risk_result r;
        size_t wrong = 0;
        double share;
        assert_true(risk_make(&m, 7919 * i + 5, 40, 400, 0.4, planted));
        search(&m.cells, &o, &r);
        for (size_t k = 0; k < r.n_found; k++) {
            wrong += r.groups[k].within == SIZE_MAX && !risk_is_true(&m, &r.groups[k], 1e-9);
            for (size_t g = 0; g < RISK_PLANTED; g++)
                out->planted[g] += risk_is_group(&r.groups[k], &risk_groups[g]);
        }
        share = r.n_printed == 0 ? 0 : (double)wrong / (double)r.n_printed;
        out->share += share;
        out->squares += share * share;
        ds_risk_result_done(&r);
        risk_free(&m);
    }
}

/* At most the rate and three of its standard errors. */
static void test_risk__finds_nothing_where_nothing_is(void **state) {
    const size_t n = (size_t)ds_work_scaled(40, 6);
    small_study s;
    (void)state;
    study_registers(n, DS_RISK_BH, false, &s);
    assert_true(s.share / (double)n <= 0.05 + 3 * sqrt(0.05 * 0.95 / (double)n));
}

static void test_risk__finds_what_was_planted(void **state) {
    const size_t n = (size_t)ds_work_scaled(20, 4);
    small_study s;
    (void)state;
    study_registers(n, DS_RISK_BH, true, &s);
    assert_true(s.share / (double)n <= 0.05 + 3 * sqrt(0.05 * 0.95 / (double)n));
    for (size_t g = 0; g < RISK_PLANTED; g++)
        if (2 * s.planted[g] < n) fail_msg("group %zu: found in %zu of %zu", g, s.planted[g], n);
}

/* ---- what goes wrong ---- */

static ds_status search_once(void *context, ds_error *err) {
    const made_cells *m = context;
    ds_risk_options o = made_options();
    ds_risk_result r;
    ds_status status;
    o.depth = 2;
    status = ds_risk_search(&m->cells, &o, &r, err);
    if (status == DS_OK) ds_risk_result_done(&r);
    return status;
}

static void test_risk__every_allocation(void **state) {
    static made_cells m;
    (void)state;
    made_fill(&m, 2);
    ds_test_every_allocation(search_once, &m);
}

static void test_risk__refuses_what_it_cannot(void **state) {
    static made_cells m;
    ds_risk_options o = made_options();
    ds_risk_result r;
    ds_error err;
    (void)state;
    made_fill(&m, 1);
    o.depth = 4;
    assert_int_equal(ds_risk_search(&m.cells, &o, &r, &err), DS_USAGE);
    o = made_options();
    o.rate = 1;
    assert_int_equal(ds_risk_search(&m.cells, &o, &r, &err), DS_USAGE);
    o = made_options();
    o.n_attributes = 0;
    assert_int_equal(ds_risk_search(&m.cells, &o, &r, &err), DS_USAGE);
    o = made_options();
    o.year = 99;
    assert_int_equal(ds_risk_search(&m.cells, &o, &r, &err), DS_INPUT);
    o = made_options();
    m.n_texts[MADE_GROEP] = m.n_texts[MADE_NIVEAU] = m.n_texts[MADE_LEERWEG] = 1000;
    assert_int_equal(ds_risk_search(&m.cells, &o, &r, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "--depth"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_risk__by_hand),
        cmocka_unit_test(test_risk__is_what_brute_force_finds),
        cmocka_unit_test(test_risk__minimum_is_of_persons_not_of_events),
        cmocka_unit_test(test_risk__nested_ones_are_folded),
        cmocka_unit_test(test_risk__complement),
        cmocka_unit_test(test_risk__finds_nothing_where_nothing_is),
        cmocka_unit_test(test_risk__finds_what_was_planted),
        cmocka_unit_test(test_risk__every_allocation),
        cmocka_unit_test(test_risk__refuses_what_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
