/* tests/effect/test_wide.c: four fits side by side are what ds_score_fit makes of each. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#include "base/memory.h"
#include "effect/wide.h"
#include "support/random_source.h"

enum { COLUMNS = 5, LANES = DS_WIDE_LANES, STRIDE = 7 };

/* ---- a sample, its fit, and replicates ---- */

typedef struct fitted {
    ds_effect_sample *sample;
    ds_design design;
    ds_score score, alone, taken;
    ds_wide *wide;
    size_t n_slots;
    double *n, *persons; /* [n_slots], [n_slots * STRIDE] */
} fitted;

static void add(ds_effect_sample *sample, const int *values, const ds_effect_column *columns,
                bool treated, uint64_t n) {
    char texts[COLUMNS][16];
    ds_effect_value at[COLUMNS];
    const ds_effect_group group = {
        .values = at, .location = {"x", 1}, .treated = treated, .outcome = 1, .n = n};
    ds_error err;
    for (size_t c = 0; c < COLUMNS; c++) {
        (void)snprintf(texts[c], sizeof texts[c], "%d", values[c]);
        at[c] = (ds_effect_value){.text = {texts[c], strlen(texts[c])}};
        if (columns[c].role == DS_EFFECT_NUMBER) at[c] = (ds_effect_value){.number = values[c]};
    }
    assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
}

/* Persons with n_levels of each column; of level 0 of the first column none are treated when
 * one_group is set. */
static ds_effect_sample *random_sample(random_source *source, int n_levels, bool one_group) {
    static const char *const names[COLUMNS] = {"a", "b", "c", "d", "e"};
    const int n_groups = random_from(source, 100, 900);
    ds_effect_column columns[COLUMNS];
    ds_effect_sample *sample;
    ds_error err;
    for (size_t c = 0; c < COLUMNS; c++)
        columns[c] = (ds_effect_column){names[c], DS_EFFECT_FACTOR};
    if (random_chance(source, 50)) columns[3].role = DS_EFFECT_NUMBER;
    if (random_chance(source, 30)) columns[2].role = DS_EFFECT_NUMBER;
    if (random_chance(source, 60)) columns[4].role = DS_EFFECT_EXACT;
    sample = ds_effect_sample_new(columns, COLUMNS);
    for (int i = 0; i < n_groups; i++) {
        int values[COLUMNS];
        double eta = -1;
        for (size_t c = 0; c < COLUMNS; c++) {
            values[c] = random_below(source, n_levels);
            eta += 0.1 * values[c];
        }
        bool treated = random_below(source, 1000) < 1000 / (1 + exp(-eta));
        if (one_group && values[0] == 0) treated = false;
        add(sample, values, columns, treated, (uint64_t)random_from(source, 1, 9));
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static void fit(ds_effect_sample *sample, fitted *f) {
    const size_t n = sample->n_patterns;
    ds_error err;
    *f = (fitted){.sample = sample, .n_slots = 2 * n};
    f->n = ds_calloc(2 * n, sizeof *f->n);
    f->persons = ds_calloc(2 * n, STRIDE * sizeof *f->persons);
    ds_sample_totals(sample, (double *const[2]){f->n, f->n + n}, (double *const[2]){NULL, NULL},
                     (double *const[2]){NULL, NULL});
    assert_int_equal(ds_design_init(sample, f->n + n, f->n, &f->design, &err), DS_OK);
    assert_int_equal(ds_score_init(&f->design, &f->score, &err), DS_OK);
    assert_int_equal(ds_score_init(&f->design, &f->alone, &err), DS_OK);
    assert_int_equal(ds_score_init(&f->design, &f->taken, &err), DS_OK);
    (void)ds_score_fit(&f->design, f->n + n, f->n, NULL, &f->score);
    assert_int_equal(ds_wide_init(&f->design, &f->score, &f->wide, &err), DS_OK);
}

static void done(fitted *f) {
    ds_wide_free(f->wide);
    ds_score_done(&f->score);
    ds_score_done(&f->alone);
    ds_score_done(&f->taken);
    ds_design_done(&f->design);
    ds_effect_sample_free(f->sample);
    ds_free(f->n);
    ds_free(f->persons);
}

/* Each slot of a lane 0 to 3 times; sparse: mostly not at all. */
static void draw(random_source *source, fitted *f, size_t lane, bool sparse) {
    const size_t n = f->sample->n_patterns;
    for (size_t slot = 0; slot < f->n_slots; slot++) {
        const int times = sparse && random_chance(source, 70) ? 0 : random_below(source, 4);
        f->persons[slot * STRIDE + lane] = times * f->n[slot / 2 + (slot % 2 == 0 ? 0 : n)];
    }
}

static bool fit_alone(fitted *f, size_t lane) {
    const size_t n = f->sample->n_patterns;
    double *n0 = ds_calloc(2 * n, sizeof *n0), *n1 = n0 + n;
    bool found;
    for (size_t p = 0; p < n; p++) {
        n0[p] = f->persons[2 * p * STRIDE + lane];
        n1[p] = f->persons[(2 * p + 1) * STRIDE + lane];
    }
    found = ds_score_fit(&f->design, n1, n0, &f->score, &f->alone);
    ds_free(n0);
    return found;
}

/* Whether all are in who are in the fit to all and are there, and every column says something. */
static bool as_usual(const fitted *f, size_t lane) {
    for (size_t p = 0; p < f->sample->n_patterns; p++) {
        const double *n = f->persons + 2 * p * STRIDE + lane;
        if (f->alone.in[p] != (f->score.in[p] && n[0] + n[STRIDE] > 0)) return false;
    }
    for (size_t j = 0; j < f->design.n_used; j++)
        if (f->alone.beta[j] == 0) return false;
    return true;
}

static void compare(const fitted *f) {
    const size_t n = f->sample->n_patterns;
    assert_memory_equal(f->alone.in, f->taken.in, n * sizeof *f->alone.in);
    assert_true(f->taken.converged && !f->taken.separated && isnan(f->taken.loglik));
    assert_int_equal(f->alone.dropped, f->taken.dropped);
    for (size_t p = 0; p < n; p++)
        if (fabs(f->alone.p[p] - f->taken.p[p]) > 1e-12)
            fail_msg("%.17g, not %.17g", f->taken.p[p], f->alone.p[p]);
    for (size_t j = 0; j < f->design.n_used; j++)
        assert_true(fabs(f->alone.beta[j] - f->taken.beta[j]) < 1e-9);
    for (size_t s = 0; s < f->sample->n_strata; s++)
        assert_true(fabs(f->alone.alpha[s] - f->taken.alpha[s]) < 1e-9);
}

/* ---- the tests ---- */

static void test_wide_fit__as_each_alone(void **state) {
    size_t usual = 0, n_taken = 0, n = 0, dropped = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 400; seed++) {
        random_source source = {seed};
        fitted f;
        fit(random_sample(&source, 2 + (int)(seed % 4), seed % 5 == 0), &f);
        if (f.wide == NULL) {
            done(&f);
            continue;
        }
        for (size_t lane = 0; lane < LANES; lane++)
            draw(&source, &f, lane, lane == seed % 6);
        ds_wide_fit(f.wide, f.persons, STRIDE);
        for (size_t lane = 0; lane < LANES; lane++, n++) {
            const bool found = fit_alone(&f, lane), taken = ds_wide_take(f.wide, lane, &f.taken);
            if (found && as_usual(&f, lane)) usual++;
            if (!taken) continue;
            assert_true(found);
            compare(&f);
            n_taken++;
            dropped += f.taken.dropped;
        }
        done(&f);
    }
    assert_true(n > 1400 && n_taken > 1000 && dropped > 100 && n_taken < n - 20);
    assert_true(n_taken > usual - usual / 50); /* one group may be gone from a level of reference */
}

/* ---- many small strata ---- */

/* Strata of a few persons by e, with one treated group in most, and rare levels of a: resamples
 * often lack a group. apart: b nearly tells who is treated. */
static ds_effect_sample *small_strata(random_source *source, bool apart) {
    static const ds_effect_column columns[COLUMNS] = {{"a", DS_EFFECT_FACTOR},
                                                      {"b", DS_EFFECT_FACTOR},
                                                      {"c", DS_EFFECT_FACTOR},
                                                      {"d", DS_EFFECT_NUMBER},
                                                      {"e", DS_EFFECT_EXACT}};
    const int n_strata = random_from(source, 8, 40);
    ds_effect_sample *sample = ds_effect_sample_new(columns, COLUMNS);
    ds_error err;
    for (int stratum = 0; stratum < n_strata; stratum++) {
        const int n_groups = random_from(source, 8, 25), n_treated = random_from(source, 1, 4);
        for (int i = 0; i < n_groups; i++) {
            const bool treated = i < n_treated, rare = random_chance(source, 4);
            const int level = random_from(source, 1, 3), number = random_below(source, 9);
            const int seldom =
                random_chance(source, 30) ? 0 : 9; /* 0 is the reference, where used */
            const int b = apart && !random_chance(source, 2) ? treated : random_below(source, 2);
            const int values[COLUMNS] = {rare ? seldom : level, b, random_below(source, 3), number,
                                         stratum};
            add(sample, values, columns, treated, (uint64_t)random_from(source, 1, 4));
        }
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* What a lane lacks that the fit to all has. */
typedef struct lacking {
    size_t strata, levels, reference, lanes, taken, found, apart;
} lacking;

/* Persons of the stratum, or of the level of factor f: in the fit to all, and in the lane's. */
static bool is_gone(const fitted *f, size_t factor, size_t value) {
    const ds_effect_sample *s = f->sample;
    bool before = false, after = false;
    for (size_t p = 0; p < s->n_patterns; p++) {
        const size_t here =
            factor == s->n_factors ? s->stratum_of[p] : s->levels[p * s->n_factors + factor];
        before = before || (here == value && f->score.in[p]);
        after = after || (here == value && f->alone.in[p]);
    }
    return before && !after;
}

static void count_lacking(const fitted *f, lacking *out) {
    for (size_t s = 0; s < f->sample->n_strata; s++)
        out->strata += is_gone(f, f->sample->n_factors, s);
    for (size_t k = 0; k < f->sample->n_factors; k++)
        for (size_t v = 0; v < f->sample->factors[k].n_levels; v++)
            if (is_gone(f, k, v)) {
                const size_t column = f->design.first_of_factor[k] + v;
                out->levels++;
                out->reference += f->design.drop[column] == DS_DESIGN_REFERENCE;
            }
}

/* A lane leaves out the strata and levels that lack a group, and what then lacks one, as the fit
 * by itself does. Where there is no fit it gives none. */
static void test_wide_fit__strata_and_levels_vanish(void **state) {
    lacking all = {0};
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        random_source source = {1000 + seed};
        fitted f;
        fit(small_strata(&source, seed % 3 == 0), &f);
        for (size_t lane = 0; lane < LANES; lane++)
            draw(&source, &f, lane, lane == seed % 8);
        if (f.wide != NULL) ds_wide_fit(f.wide, f.persons, STRIDE);
        for (size_t lane = 0; f.wide != NULL && lane < LANES; lane++) {
            const bool found = fit_alone(&f, lane), taken = ds_wide_take(f.wide, lane, &f.taken);
            all.lanes++;
            all.found += found;
            all.apart += f.alone.separated;
            if (!taken) continue;
            assert_true(found);
            compare(&f);
            all.taken++;
            count_lacking(&f, &all);
        }
        done(&f);
    }
    assert_true(all.lanes > 800 && all.strata > 2 * all.taken && all.levels > all.taken / 50);
    assert_true(all.reference > 20);
    assert_true(all.apart > 20 && all.taken > all.found - all.found / 20);
}

/* The lanes beside it may hold anything. */
static void test_wide_fit__lanes_are_apart(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        random_source source = {seed};
        fitted f;
        double *p;
        fit(random_sample(&source, 3, false), &f);
        assert_non_null(f.wide);
        p = ds_calloc(f.sample->n_patterns, sizeof *p);
        for (size_t lane = 0; lane < LANES; lane++)
            draw(&source, &f, lane, false);
        ds_wide_fit(f.wide, f.persons, STRIDE);
        if (ds_wide_take(f.wide, 1, &f.taken)) {
            memcpy(p, f.taken.p, f.sample->n_patterns * sizeof *p);
            for (size_t slot = 0; slot < f.n_slots; slot++) {
                f.persons[slot * STRIDE] = 0;
                f.persons[slot * STRIDE + 3] = f.persons[slot * STRIDE + 1];
            }
            draw(&source, &f, 2, true);
            ds_wide_fit(f.wide, f.persons, STRIDE);
            assert_false(ds_wide_take(f.wide, 0, &f.taken));
            for (size_t lane = 1; lane <= 3; lane += 2) {
                assert_true(ds_wide_take(f.wide, lane, &f.taken));
                assert_memory_equal(p, f.taken.p, f.sample->n_patterns * sizeof *p);
            }
        }
        ds_free(p);
        done(&f);
    }
}

/* Many columns, many strata, or no fit: ds_score_fit is asked for each. */
static void test_wide_init__leaves_the_rest(void **state) {
    static const ds_effect_role roles[] = {DS_EFFECT_FACTOR, DS_EFFECT_EXACT, DS_EFFECT_FACTOR};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ds_effect_column columns[COLUMNS] = {{"a", DS_EFFECT_FACTOR},
                                             {"b", DS_EFFECT_FACTOR},
                                             {"c", DS_EFFECT_FACTOR},
                                             {"d", DS_EFFECT_FACTOR},
                                             {"e", roles[i]}};
        ds_effect_sample *sample = ds_effect_sample_new(columns, COLUMNS);
        const int n_levels = i == 2 ? 2 : 80;
        random_source source = {i};
        ds_error err;
        fitted f;
        for (int j = 0; j < 4 * n_levels; j++) {
            const int level = j % n_levels;
            const int values[COLUMNS] = {random_below(&source, 12), random_below(&source, 12), 0, 0,
                                         level};
            add(sample, values, columns, i == 2 ? level == 0 : j / n_levels % 2 == 0, 1);
        }
        assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
        fit(sample, &f);
        assert_null(f.wide);
        done(&f);
    }
}

static ds_status make(void *context, ds_error *err) {
    const fitted *f = context;
    ds_wide *wide;
    const ds_status status = ds_wide_init(&f->design, &f->score, &wide, err);
    if (status == DS_OK) ds_wide_free(wide);
    return status;
}

static void test_wide__every_allocation(void **state) {
    random_source source = {3};
    fitted f;
    (void)state;
    fit(random_sample(&source, 3, false), &f);
    assert_non_null(f.wide);
    ds_test_every_allocation(make, &f);
    done(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wide_fit__as_each_alone),
        cmocka_unit_test(test_wide_fit__strata_and_levels_vanish),
        cmocka_unit_test(test_wide_fit__lanes_are_apart),
        cmocka_unit_test(test_wide_init__leaves_the_rest),
        cmocka_unit_test(test_wide__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
