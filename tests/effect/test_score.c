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

static void add(ds_effect_sample *sample, const char *const *texts, const double *numbers,
                bool treated, uint64_t n) {
    ds_effect_value values[DS_EFFECT_COLUMNS_MAX];
    ds_error err;
    size_t t = 0, k = 0;
    for (size_t c = 0; c < sample->n_columns; c++)
        if (sample->columns[c].role == DS_EFFECT_NUMBER)
            values[c].number = numbers[k++];
        else
            values[c].text = ds_text_of(texts[t++]);
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
        double numbers[16];
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_fit__published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
