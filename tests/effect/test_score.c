/* tests/effect/test_score.c: the propensity score against published values, and against a plain
 * Newton row by row in long double. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "effect/score.h"
#include "support/random_source.h"

#define MATCHING DS_SOURCE_DIR "/../shared/data/matching/"

/* A design and a fit of a whole sample. */
typedef struct fitted {
    ds_effect_sample *sample;
    double *n[2];
    ds_design design;
    ds_score score;
} fitted;

static void fit(ds_effect_sample *sample, fitted *out) {
    ds_error err;
    if (sample->building != NULL) assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    out->sample = sample;
    for (int g = 0; g < 2; g++)
        out->n[g] = ds_calloc(sample->n_patterns, sizeof(double));
    ds_sample_totals(sample, out->n, NULL, NULL);
    if (ds_design_init(sample, out->n[1], out->n[0], &out->design, &err) != DS_OK)
        fail_msg("%s", err.en);
    assert_int_equal(ds_score_init(&out->design, &out->score, &err), DS_OK);
    (void)ds_score_fit(&out->design, out->n[1], out->n[0], NULL, &out->score);
}

static void done(fitted *f) {
    ds_score_done(&f->score);
    ds_design_done(&f->design);
    ds_free(f->n[0]);
    ds_free(f->n[1]);
    ds_effect_sample_free(f->sample);
}

/* Of a row, for add. */
#define TEXTS(...) ((const char *const[DS_EFFECT_COLUMNS_MAX]){__VA_ARGS__})
#define NUMBERS(...) ((const double[DS_EFFECT_COLUMNS_MAX]){__VA_ARGS__})

static void add(ds_effect_sample *sample, const char *const *texts, const double *numbers,
                bool treated, uint64_t n) {
    ds_effect_value values[DS_EFFECT_COLUMNS_MAX];
    ds_error err;
    size_t t = 0, k = 0;
    for (size_t c = 0; c < sample->n_columns; c++) {
        values[c] = (ds_effect_value){{"", 0}, 0};
        if (sample->columns[c].role == DS_EFFECT_NUMBER && numbers != NULL)
            values[c].number = numbers[k++];
        else if (texts != NULL)
            values[c].text = ds_text_of(texts[t++]);
    }
    assert_int_equal(
        ds_effect_sample_add(
            sample, &(ds_effect_group){.values = values, .treated = treated, .n = n}, &err),
        DS_OK);
}

/* ---- published values ---- */

typedef struct reading {
    ds_effect_sample *sample;
    const char *const *columns; /* of the file: treatment, then the covariates; "race=black" */
    size_t n_columns;
    size_t at[16];
} reading;

static ds_status read_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    reading *r = context;
    (void)err;
    for (size_t c = 0; c < r->n_columns; c++) {
        const size_t size = strcspn(r->columns[c], "=");
        r->at[c] = SIZE_MAX;
        for (size_t i = 0; i < n_names; i++)
            if (ds_text_equal(names[i], (ds_text){r->columns[c], size})) r->at[c] = i;
        assert_true(r->at[c] != SIZE_MAX);
    }
    return DS_OK;
}

static double number_of(const char *column, ds_text field) {
    char text[64];
    if (strchr(column, '=') != NULL) return ds_text_is(field, strchr(column, '=') + 1);
    (void)snprintf(text, sizeof text, "%.*s", (int)field.size, field.data);
    return strtod(text, NULL);
}

static ds_status read_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    reading *r = context;
    (void)err;
    for (size_t i = 0; i < batch->n_records; i++) {
        double numbers[16] = {0};
        for (size_t c = 0; c < r->n_columns; c++)
            numbers[c] = number_of(r->columns[c], batch->fields[i * batch->n_columns + r->at[c]]);
        add(r->sample, NULL, numbers + 1, numbers[0] > 0, 1);
    }
    return DS_OK;
}

typedef struct published {
    const char *file;
    const char *columns[10];
    size_t n_columns;
    double loglik, coefficients[9], errors[9]; /* the constant first */
} published;

/* ../shared/golden/kernel_matching.json */
static const published golden[] = {
    {"statspai_psmatch2_kernel_data.csv",
     {"d", "x1", "x2"},
     3,
     -26.003174877754268134,
     {-0.28916148330088593909, 0.2995128447417009212, 0.56141646919618610927},
     {0.35689509544021389351, 0.37295725380158486667, 0.38561534185087821081}},
    {"matchit_lalonde.csv",
     {"treat", "age", "educ", "race=black", "race=hispan", "married", "nodegree", "re74", "re75"},
     9,
     -243.92196565524903705,
     {-4.7286493387041007008, 0.015777071017550659619, 0.16130687737426100594,
      3.0653677409713496323, 0.98363362097006291499, -0.83211327535008614267,
      0.70729688138378309214, -0.000071776686438450575199, 0.000053446447071342750858},
     {1.0170692329498018949, 0.013577050502767557018, 0.065126441343238276595,
      0.28652619240709116957, 0.42566397675826995673, 0.29032915285693680973,
      0.33766826881799730249, 0.000028748039452463589632, 0.000046348841049013730812}},
};

static void near(double found, double expected, double relative) {
    if (!(fabs(found - expected) <= relative * fabs(expected)))
        fail_msg("%.17g, not %.17g", found, expected);
}

static void check_published(const published *p) {
    ds_effect_column columns[16];
    reading r = {.columns = p->columns, .n_columns = p->n_columns};
    const ds_table_sink sink = {.context = &r, .header = read_header, .batch = read_batch};
    char path[1024];
    ds_table_info info;
    ds_error err;
    fitted f;
    double *inverse, coefficients[9], errors[9], constant, constant_error;
    (void)snprintf(path, sizeof path, "%s%s", MATCHING, p->file);
    if (ds_table_inspect(path, &info, &err) != DS_OK) skip();
    for (size_t c = 1; c < p->n_columns; c++)
        columns[c - 1] = (ds_effect_column){p->columns[c], DS_EFFECT_NUMBER};
    r.sample = ds_effect_sample_new(columns, p->n_columns - 1);
    /* the first column of lalonde has no name: shape.unchecked */
    assert_int_equal(
        ds_table_read_shaped(path, &info, &(ds_table_shape){.unchecked = true}, 1, &sink, &err),
        DS_OK);
    fit(r.sample, &f);
    assert_true(f.score.converged && !f.score.separated && !f.score.dropped);
    assert_int_equal(f.design.n_used, p->n_columns - 1);
    inverse = ds_calloc((1 + f.design.n_used) * (1 + f.design.n_used), sizeof *inverse);
    assert_int_equal(ds_score_inverse(&f.design, f.n[1], f.n[0], &f.score, inverse, &err), DS_OK);
    ds_score_coefficients(&f.design, &f.score, coefficients, &constant);
    ds_score_errors(&f.design, &f.score, inverse, errors, &constant_error);
    near(f.score.loglik, p->loglik, 1e-13);
    near(constant, p->coefficients[0], 1e-12);
    near(constant_error, p->errors[0], 1e-12);
    for (size_t j = 0; j < f.design.n_used; j++) {
        near(coefficients[j], p->coefficients[j + 1], 1e-12);
        near(errors[j], p->errors[j + 1], 1e-12);
    }
    ds_free(inverse);
    done(&f);
}

static void test_score_fit__published(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof golden / sizeof *golden; i++)
        check_published(&golden[i]);
}

/* ---- against an independent computation ---- */

enum { COLUMNS = 50 };

/* Which patterns have a level or stratum with one group: looked at one by one, over and over. */
static void leave_out(const fitted *f, bool *in) {
    const ds_effect_sample *s = f->sample;
    bool again = true;
    for (size_t i = 0; i < s->n_patterns; i++)
        in[i] = f->n[0][i] + f->n[1][i] > 0;
    while (again) {
        again = false;
        for (size_t i = 0; i < s->n_patterns; i++)
            for (size_t c = 0; in[i] && c <= s->n_factors; c++) {
                double sums[2] = {0, 0};
                for (size_t j = 0; j < s->n_patterns; j++)
                    if (in[j] && (c == s->n_factors ? s->stratum_of[i] == s->stratum_of[j]
                                                    : s->levels[i * s->n_factors + c] ==
                                                          s->levels[j * s->n_factors + c]))
                        for (int g = 0; g < 2; g++)
                            sums[g] += f->n[g][j];
                if (sums[0] == 0 || sums[1] == 0) {
                    in[i] = false;
                    again = true;
                }
            }
    }
}

/* All levels of all factors and all strata as columns of their own, numbers as they are. */
static size_t row_of(const ds_effect_sample *s, size_t i, long double *x) {
    size_t n = 0;
    for (size_t t = 0; t < s->n_strata; t++)
        x[n++] = s->stratum_of[i] == t;
    for (size_t a = 0; a < s->n_factors; a++)
        for (size_t l = 0; l < s->factors[a].n_levels; l++)
            x[n++] = s->levels[i * s->n_factors + a] == l;
    for (size_t k = 0; k < s->n_numbers; k++)
        x[n++] = s->numbers[i * s->n_numbers + k];
    return n;
}

/* Gauss-Jordan; columns without a pivot the first time get 0, then and later. */
static void solve(long double (*a)[COLUMNS + 1], size_t n, bool first, bool *used,
                  long double *out) {
    long double whole[COLUMNS];
    for (size_t j = 0; j < n; j++)
        whole[j] = a[j][j];
    memset(out, 0, COLUMNS * sizeof *out);
    for (size_t j = 0; j < n; j++) {
        if (first) used[j] = a[j][j] > 1e-13L * whole[j];
        if (!used[j]) continue;
        for (size_t i = 0; i < n; i++) {
            const long double by = a[i][j] / a[j][j];
            for (size_t k = 0; i != j && k <= n; k++)
                a[i][k] -= by * a[j][k];
        }
    }
    for (size_t j = 0; j < n; j++)
        if (used[j]) out[j] = a[j][n] / a[j][j];
}

/* p by plain Newton; false when it does not settle. */
static bool plain_fit(const fitted *f, const bool *in, long double *p) {
    const ds_effect_sample *s = f->sample;
    long double beta[COLUMNS] = {0}, x[COLUMNS], step[COLUMNS], largest = 0;
    static long double a[COLUMNS][COLUMNS + 1];
    bool used[COLUMNS];
    for (int round = 0; round < 60; round++) {
        size_t n = 0;
        largest = 0;
        memset(a, 0, sizeof a);
        for (size_t i = 0; i < s->n_patterns; i++) {
            const long double persons = (long double)f->n[0][i] + (long double)f->n[1][i];
            long double eta = 0, q;
            n = row_of(s, i, x);
            assert_true(n <= COLUMNS);
            if (!in[i]) continue;
            for (size_t j = 0; j < n; j++)
                eta += beta[j] * x[j];
            p[i] = 1 / (1 + expl(-eta));
            q = 1 / (1 + expl(eta)); /* never 0: without a maximum it goes on */
            for (size_t j = 0; j < n; j++) {
                for (size_t k = 0; k < n; k++)
                    a[j][k] += persons * p[i] * q * x[j] * x[k];
                a[j][n] += ((long double)f->n[1][i] * q - (long double)f->n[0][i] * p[i]) * x[j];
            }
        }
        solve(a, n, round == 0, used, step);
        for (size_t i = 0; i < s->n_patterns; i++) {
            long double change = 0;
            (void)row_of(s, i, x);
            for (size_t j = 0; in[i] && j < n; j++)
                change += step[j] * x[j];
            if (in[i] && !(fabsl(change) <= largest)) largest = fabsl(change);
        }
        for (size_t j = 0; j < n; j++)
            beta[j] += step[j] * (largest > 2 ? 2 / largest : 1);
        if (largest < 1e-13L) break;
    }
    return largest < 1e-13L;
}

static const char *const words[] = {"a", "b", "c", "d", "e", "f"};

/* Random columns and persons; numbers are sometimes a function of the factors. */
static ds_effect_sample *random_sample(random_source *source, size_t *out_columns) {
    static const char *const names[] = {"k0", "k1", "k2", "k3", "k4", "k5"};
    ds_effect_column columns[6] = {{0}};
    int n_exact = 0;
    const size_t n_columns = (size_t)random_below(source, 7);
    const int n_groups = random_from(source, 1, 120), n_levels = random_from(source, 1, 5);
    ds_effect_sample *sample;
    for (size_t c = 0; c < n_columns; c++) {
        const int role = random_below(source, 10);
        columns[c] = (ds_effect_column){names[c], DS_EFFECT_FACTOR};
        if (role >= 6) columns[c].role = DS_EFFECT_NUMBER;
        if (role == 9 && n_exact++ < 2) columns[c].role = DS_EFFECT_EXACT;
    }
    sample = ds_effect_sample_new(columns, n_columns);
    for (int i = 0; i < n_groups; i++) {
        const char *texts[6];
        double numbers[6], eta = -0.5;
        size_t t = 0, k = 0;
        for (size_t c = 0; c < n_columns; c++) {
            const int level = random_below(source, n_levels);
            eta += 0.2 * level;
            if (columns[c].role == DS_EFFECT_NUMBER)
                numbers[k++] = random_below(source, 30) / 7.0 + level;
            else
                texts[t++] = words[level];
        }
        add(sample, texts, numbers, random_below(source, 1000) < 1000 / (1 + exp(-eta)),
            (uint64_t)random_from(source, 1, 4));
    }
    *out_columns = n_columns;
    return sample;
}

/* One random sample; 1 when there was a fit, 2 when separated. */
/* Solving with the Hessian is multiplying by its inverse. */
static void check_solve(const fitted *f, random_source *source) {
    const size_t order = f->sample->n_strata + f->design.n_used;
    double *inverse = ds_calloc(order * order, sizeof *inverse);
    double *right = ds_calloc(order, sizeof *right), *solved = ds_calloc(order, sizeof *solved);
    ds_error err;
    for (size_t i = 0; i < order; i++)
        right[i] = random_below(source, 2001) / 1000.0 - 1;
    assert_int_equal(ds_score_inverse(&f->design, f->n[1], f->n[0], &f->score, inverse, &err),
                     DS_OK);
    assert_int_equal(ds_score_solve(&f->design, &f->score, right, solved, &err), DS_OK);
    for (size_t i = 0; i < order; i++) {
        double sum = 0, size = 0;
        for (size_t j = 0; j < order; j++) {
            sum += inverse[i * order + j] * right[j];
            size += fabs(inverse[i * order + j] * right[j]);
        }
        assert_true(fabs(solved[i] - sum) <= 1e-9 * size);
    }
    ds_free(inverse);
    ds_free(right);
    ds_free(solved);
}

static int check_random(uint64_t seed) {
    random_source source = {seed};
    size_t n_columns;
    fitted f;
    bool *in, any = false;
    long double *p;
    int result = 0;
    fit(random_sample(&source, &n_columns), &f);
    in = ds_calloc(f.sample->n_patterns, sizeof *in);
    p = ds_calloc(f.sample->n_patterns, sizeof *p);
    leave_out(&f, in);
    assert_memory_equal(in, f.score.in, f.sample->n_patterns);
    for (size_t i = 0; i < f.sample->n_patterns; i++)
        any |= in[i];
    if (!any) {
        assert_false(f.score.converged || f.score.separated);
    } else if (plain_fit(&f, in, p)) {
        if (!f.score.converged) fail_msg("seed %llu: no fit", (unsigned long long)seed);
        for (size_t i = 0; i < f.sample->n_patterns; i++)
            if (fabsl(p[i] - (long double)f.score.p[i]) > 1e-12L)
                fail_msg("seed %llu: %.17g, not %.17Lg", (unsigned long long)seed, f.score.p[i],
                         p[i]);
        check_solve(&f, &source);
        result = 1;
    } else {
        if (!f.score.separated) fail_msg("seed %llu: not separated", (unsigned long long)seed);
        for (size_t i = 0; i < f.sample->n_patterns; i++)
            assert_true(f.score.p[i] == 0);
        for (size_t j = 0; j < f.design.n_used; j++)
            assert_true(f.score.beta[j] == 0);
        result = 2;
    }
    ds_free(in);
    ds_free(p);
    done(&f);
    return result;
}

static void test_score_fit__as_a_plain_newton(void **state) {
    int n[3] = {0};
    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++)
        n[check_random(seed)]++;
    assert_true(n[0] > 10 && n[1] > 150 && n[2] > 20); /* all ways were gone */
}

/* Another start gives the same to 1e-12, also with other persons and columns that fall away. */
static void test_score_fit__start_does_not_matter(void **state) {
    int fits = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        random_source source = {seed};
        size_t n_columns;
        fitted f;
        ds_score cold, warm;
        ds_error err;
        bool a, b;
        uint64_t requests;
        fit(random_sample(&source, &n_columns), &f);
        assert_int_equal(ds_score_init(&f.design, &cold, &err), DS_OK);
        assert_int_equal(ds_score_init(&f.design, &warm, &err), DS_OK);
        for (size_t i = 0; i < f.sample->n_patterns; i++)
            for (int g = 0; g < 2; g++)
                f.n[g][i] *= random_below(&source, 3);
        requests = ds_memory_requests();
        a = ds_score_fit(&f.design, f.n[1], f.n[0], NULL, &cold);
        b = ds_score_fit(&f.design, f.n[1], f.n[0], &f.score, &warm);
        assert_true(requests == ds_memory_requests());
        if (a != b) fail_msg("seed %llu", (unsigned long long)seed);
        assert_true(cold.separated == warm.separated && cold.dropped == warm.dropped);
        for (size_t i = 0; i < f.sample->n_patterns; i++)
            if (!(fabs(cold.p[i] - warm.p[i]) <= 1e-12))
                fail_msg("seed %llu: %.17g, not %.17g", (unsigned long long)seed, warm.p[i],
                         cold.p[i]);
        fits += a;
        ds_score_done(&cold);
        ds_score_done(&warm);
        done(&f);
    }
    assert_true(fits > 50);
}

/* ---- columns that say nothing ---- */

static void expect_drops(const fitted *f, const ds_design_drop *drops, size_t n) {
    assert_int_equal(f->design.n_columns, n);
    for (size_t c = 0; c < n; c++)
        if (f->design.drop[c] != drops[c])
            fail_msg("column %zu: %d, not %d", c, (int)f->design.drop[c], (int)drops[c]);
}

static void test_design__drops_what_says_nothing(void **state) {
    const ds_effect_column columns[] = {{"jaar", DS_EFFECT_EXACT},    {"leeg", DS_EFFECT_FACTOR},
                                        {"cohort", DS_EFFECT_FACTOR}, {"x", DS_EFFECT_NUMBER},
                                        {"twee x", DS_EFFECT_NUMBER}, {"een", DS_EFFECT_NUMBER}};
    const ds_design_drop drops[] = {DS_DESIGN_REFERENCE, DS_DESIGN_USED,      DS_DESIGN_ONE_GROUP,
                                    DS_DESIGN_REFERENCE, DS_DESIGN_COLLINEAR, DS_DESIGN_ONE_GROUP,
                                    DS_DESIGN_USED,      DS_DESIGN_COLLINEAR, DS_DESIGN_COLLINEAR};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 6);
    char name[64];
    fitted f;
    (void)state;
    for (int i = 0; i < 48; i++) {
        const char *year = i % 2 == 0 ? "2015" : "2016";
        const double x = 1e6 + i % 5;
        const double numbers[] = {x, 3 - 2 * x, 0.1};
        add(sample, TEXTS(year, i % 3 == 0 ? "a" : "b", year), numbers, i % 7 < 3, 2);
    }
    /* c and 2017 have only treated */
    add(sample, TEXTS("2015", "c", "2015"), NUMBERS(1e9, 7, 0.1), true, 3);
    add(sample, TEXTS("2016", "c", "2017"), NUMBERS(1, 8, 0.1), true, 1);
    fit(sample, &f);
    expect_drops(&f, drops, 9);
    assert_true(f.score.converged && f.score.dropped);
    assert_int_equal(f.design.n_used, 2);
    assert_string_equal(ds_design_name(&f.design, 1, name, sizeof name), "leeg = b");
    assert_string_equal(ds_design_name(&f.design, 6, name, sizeof name), "x");
    assert_string_equal(ds_design_name(&f.design, 6, name, 1), "");
    done(&f);
}

static void test_score_fit__one_pattern(void **state) {
    fitted f;
    (void)state;
    ds_effect_sample *sample = ds_effect_sample_new(NULL, 0);
    add(sample, NULL, NULL, true, 3);
    add(sample, NULL, NULL, false, 9);
    fit(sample, &f);
    assert_true(f.score.converged);
    assert_true(fabs(f.score.p[0] - 0.25) < 1e-15);
    done(&f);
    fit(ds_effect_sample_new(NULL, 0), &f);
    assert_false(f.score.converged || f.score.separated);
    done(&f);
}

/* ---- separation ---- */

static void expect_separated(ds_effect_sample *sample) {
    fitted f;
    fit(sample, &f);
    assert_true(f.score.separated && !f.score.converged);
    done(&f);
}

static void test_score_fit__separated(void **state) {
    static const ds_effect_column number[] = {{"x", DS_EFFECT_NUMBER}};
    static const ds_effect_column factors[] = {{"a", DS_EFFECT_FACTOR}, {"b", DS_EFFECT_FACTOR}};
    (void)state;
    for (int quasi = 0; quasi < 2; quasi++)
        for (uint64_t n = 1; n <= 1000000; n *= 1000) {
            ds_effect_sample *sample = ds_effect_sample_new(number, 1);
            for (int i = 0; i < 20; i++)
                add(sample, NULL, NUMBERS(i * 1.7), i >= 12, n);
            if (quasi) add(sample, NULL, NUMBERS(12 * 1.7), false, 5);
            expect_separated(sample);
        }
    {
        /* every level has both groups, and yet a1 b1 only treated, and the others no one treated
         * but where a2 b2 has both */
        ds_effect_sample *sample = ds_effect_sample_new(factors, 2);
        add(sample, TEXTS("1", "1"), NULL, true, 5);
        add(sample, TEXTS("1", "2"), NULL, false, 5);
        add(sample, TEXTS("1", "2"), NULL, true, 5);
        add(sample, TEXTS("2", "1"), NULL, false, 4);
        add(sample, TEXTS("2", "1"), NULL, true, 4);
        add(sample, TEXTS("2", "2"), NULL, false, 3);
        expect_separated(sample);
    }
}

/* Nearly, but not: there is a maximum, far away. */
static void test_score_fit__nearly_separated(void **state) {
    static const ds_effect_column columns[] = {{"x", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    fitted f;
    (void)state;
    for (int i = 0; i < 20; i++)
        add(sample, NULL, NUMBERS(i), i >= 10, 1000000);
    add(sample, NULL, NUMBERS(9), true, 1);
    add(sample, NULL, NUMBERS(10), false, 1);
    add(sample, NULL, NUMBERS(30000), true, 1); /* its logit is 830,000 */
    fit(sample, &f);
    assert_true(f.score.converged && !f.score.separated);
    assert_true(f.score.loglik > -100);
    done(&f);
}

/* ---- very many levels ---- */

static ds_effect_sample *levels(int n, bool both) {
    static const ds_effect_column columns[] = {{"naam", DS_EFFECT_FACTOR}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    for (int i = 0; i < n; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "n%d", i);
        add(sample, TEXTS(name), NULL, i % 2 == 0, 1);
        if (both) add(sample, TEXTS(name), NULL, i % 2 != 0, (uint64_t)(i % 5 + 1));
    }
    return sample;
}

static void test_design__ten_thousand_levels(void **state) {
    ds_effect_sample *sample = levels(10000, true);
    ds_design design;
    ds_error err;
    double *n[2];
    fitted f;
    (void)state;
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    for (int g = 0; g < 2; g++)
        n[g] = ds_calloc(sample->n_patterns, sizeof(double));
    ds_sample_totals(sample, n, NULL, NULL);
    assert_int_equal(ds_design_init(sample, n[1], n[0], &design, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "naam"));
    assert_non_null(strstr(err.en, "10000"));
    ds_free(n[0]);
    ds_free(n[1]);
    ds_effect_sample_free(sample);
    fit(levels(10000, false), &f); /* nobody has anybody to be compared with */
    assert_true(f.score.dropped && !f.score.converged && !f.score.separated);
    done(&f);
    fit(levels(400, true), &f);
    assert_true(f.score.converged);
    assert_int_equal(f.design.n_used, 399);
    for (size_t i = 0; i < 400; i++)
        assert_true(fabs(f.score.p[i] - f.n[1][i] / (f.n[1][i] + f.n[0][i])) < 1e-12);
    done(&f);
}

/* ---- memory ---- */

static ds_status all_of_it(void *context, ds_error *err) {
    const ds_effect_sample *sample = context;
    double n1[3] = {2, 3, 4}, n0[3] = {5, 3, 2}, inverse[16];
    ds_design design;
    ds_score score;
    ds_status status = ds_design_init(sample, n1, n0, &design, err);
    if (status != DS_OK) return status;
    status = ds_score_init(&design, &score, err);
    if (status == DS_OK) {
        assert_true(ds_score_fit(&design, n1, n0, NULL, &score));
        status = ds_score_inverse(&design, n1, n0, &score, inverse, err);
        if (status == DS_OK) status = ds_score_solve(&design, &score, n1, n0, err);
        ds_score_done(&score);
    }
    ds_design_done(&design);
    return status;
}

static void add_pair(ds_effect_sample *sample, const char *level, double x, bool treated) {
    const ds_effect_value values[2] = {{.text = ds_text_of(level)}, {.number = x}};
    ds_error err;
    assert_int_equal(
        ds_effect_sample_add(
            sample, &(ds_effect_group){.values = values, .treated = treated, .n = 1}, &err),
        DS_OK);
}

static void test_score__every_allocation(void **state) {
    static const ds_effect_column columns[] = {{"a", DS_EFFECT_FACTOR}, {"x", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    ds_error err;
    (void)state;
    add_pair(sample, "1", 1, true);
    add_pair(sample, "1", 2, true);
    add_pair(sample, "2", 1, false);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    ds_test_every_allocation(all_of_it, sample);
    ds_effect_sample_free(sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_fit__published),
        cmocka_unit_test(test_score_fit__as_a_plain_newton),
        cmocka_unit_test(test_score_fit__start_does_not_matter),
        cmocka_unit_test(test_design__drops_what_says_nothing),
        cmocka_unit_test(test_score_fit__one_pattern),
        cmocka_unit_test(test_score_fit__separated),
        cmocka_unit_test(test_score_fit__nearly_separated),
        cmocka_unit_test(test_design__ten_thousand_levels),
        cmocka_unit_test(test_score__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
