/* tests/effect/test_golden.c: the published and the 50-digit numbers of shared/golden, where they
 * are: estimates, counts and standard errors on psmatch2's and LaLonde's data. */
#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "doorstroom/table.h"
#include "matching_help.h"

#define SHARED DS_SOURCE_DIR "/../shared"
#define DATA SHARED "/data/matching/"

static size_t compared;

static bool there(const char *path) {
    struct stat found;
    return stat(path, &found) == 0;
}

static void compare(double found, double expected, double by, const char *what) {
    compared++;
    assert_near(found, expected, by, fabs(expected), what);
}

/* ---- reading ---- */

enum { CELLS_ROWS = 700, CELLS_COLUMNS = 12, CELL_SIZE = 40 };

typedef struct cells {
    size_t n_columns, n_rows;
    char name[CELLS_COLUMNS][CELL_SIZE];
    char cell[CELLS_ROWS][CELLS_COLUMNS][CELL_SIZE];
} cells;

static void copy_text(char *to, ds_text text) {
    assert_true(text.size < CELL_SIZE);
    memcpy(to, text.data, text.size);
    to[text.size] = '\0';
}

static ds_status keep_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    cells *all = context;
    (void)err;
    assert_true(n_names <= CELLS_COLUMNS);
    all->n_columns = n_names;
    for (size_t i = 0; i < n_names; i++)
        copy_text(all->name[i], names[i]);
    return DS_OK;
}

static ds_status keep_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    cells *all = context;
    (void)err;
    assert_true(all->n_rows + batch->n_records <= CELLS_ROWS);
    for (size_t r = 0; r < batch->n_records; r++, all->n_rows++)
        for (size_t c = 0; c < batch->n_columns; c++)
            copy_text(all->cell[all->n_rows][c], batch->fields[r * batch->n_columns + c]);
    return DS_OK;
}

/* unchecked: the first column of matchit_lalonde.csv has no name. */
static void read_cells(const char *path, cells *out) {
    ds_error err;
    ds_table_info info;
    const ds_table_shape shape = {.unchecked = true};
    const ds_table_sink sink = {.context = out, .header = keep_header, .batch = keep_batch};
    out->n_rows = 0;
    if (ds_table_inspect(path, &info, &err) != DS_OK ||
        ds_table_read_shaped(path, &info, &shape, 1, &sink, &err) != DS_OK)
        fail_msg("%s: %s", path, err.en);
}

static ds_text text_at(const cells *all, size_t at, const char *name) {
    for (size_t c = 0; c < all->n_columns; c++)
        if (strcmp(all->name[c], name) == 0)
            return (ds_text){all->cell[at][c], strlen(all->cell[at][c])};
    fail_msg("no column %s", name);
    return (ds_text){"", 0};
}

static double number_at(const cells *all, size_t at, const char *name) {
    const ds_text text = text_at(all, at, name);
    char *end;
    const double number = strtod(text.data, &end);
    assert_true(text.size > 0 && *end == '\0');
    return number;
}

/* ---- the samples ---- */

static void add(ds_effect_sample *sample, const ds_effect_value *values, bool treated,
                double outcome, uint64_t n) {
    ds_error err;
    const ds_effect_group group = {
        .values = values, .treated = treated, .outcome = outcome, .n = n};
    if (ds_effect_sample_add(sample, &group, &err) != DS_OK) fail_msg("%s", err.en);
}

static ds_effect_sample *finished(ds_effect_sample *sample) {
    ds_error err;
    if (ds_effect_sample_finish(sample, &err) != DS_OK) fail_msg("%s", err.en);
    return sample;
}

static ds_effect_sample *psmatch2_sample(void) {
    static const ds_effect_column columns[] = {{"x1", DS_EFFECT_NUMBER}, {"x2", DS_EFFECT_NUMBER}};
    static cells all;
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    read_cells(DATA "statspai_psmatch2_kernel_data.csv", &all);
    for (size_t i = 0; i < all.n_rows; i++) {
        const ds_effect_value values[] = {{.number = number_at(&all, i, "x1")},
                                          {.number = number_at(&all, i, "x2")}};
        add(sample, values, number_at(&all, i, "d") == 1, number_at(&all, i, "y"), 1);
    }
    return finished(sample);
}

static ds_effect_sample *lalonde_sample(bool binary) {
    static const ds_effect_column columns[] = {
        {"age", DS_EFFECT_NUMBER},     {"educ", DS_EFFECT_NUMBER}, {"race", DS_EFFECT_FACTOR},
        {"re74", DS_EFFECT_NUMBER},    {"re75", DS_EFFECT_NUMBER}, {"married", DS_EFFECT_FACTOR},
        {"nodegree", DS_EFFECT_NUMBER}};
    static cells all;
    ds_effect_sample *sample = ds_effect_sample_new(columns, 7);
    read_cells(DATA "matchit_lalonde.csv", &all);
    for (size_t i = 0; i < all.n_rows; i++) {
        ds_effect_value values[7] = {{{NULL, 0}, 0}};
        const double re78 = number_at(&all, i, "re78");
        for (size_t c = 0; c < 7; c++)
            if (columns[c].role == DS_EFFECT_FACTOR)
                values[c].text = text_at(&all, i, columns[c].name);
            else
                values[c].number = number_at(&all, i, columns[c].name);
        add(sample, values, number_at(&all, i, "treat") == 1, binary ? re78 > 0 : re78, 1);
    }
    return finished(sample);
}

static const ds_effect_column categorical[] = {{"age", DS_EFFECT_FACTOR},
                                               {"race", DS_EFFECT_FACTOR},
                                               {"married", DS_EFFECT_FACTOR},
                                               {"nodegree", DS_EFFECT_FACTOR}};

static ds_effect_sample *categorical_sample(bool binary) {
    static const char *const bands[] = {"0", "1", "2", "3", "4"};
    static cells all;
    ds_effect_sample *sample = ds_effect_sample_new(categorical, 4);
    read_cells(DATA "matchit_lalonde.csv", &all);
    for (size_t i = 0; i < all.n_rows; i++) {
        const double age = number_at(&all, i, "age"), re78 = number_at(&all, i, "re78");
        const int band = (age >= 20) + (age >= 25) + (age >= 30) + (age >= 40);
        const ds_effect_value values[] = {{.text = {bands[band], 1}},
                                          {.text = text_at(&all, i, "race")},
                                          {.text = text_at(&all, i, "married")},
                                          {.text = text_at(&all, i, "nodegree")}};
        add(sample, values, number_at(&all, i, "treat") == 1, binary ? re78 > 0 : re78, 1);
    }
    return finished(sample);
}

/* The same persons already counted. */
static ds_effect_sample *counted_sample(void) {
    static const char *const counts[2][2] = {{"n0_y0", "n0_y1"}, {"n1_y0", "n1_y1"}};
    static cells all;
    ds_effect_sample *sample = ds_effect_sample_new(categorical, 4);
    read_cells(DATA "lalonde_categorical_cells.csv", &all);
    for (size_t i = 0; i < all.n_rows; i++) {
        const ds_effect_value values[] = {{.text = text_at(&all, i, "age_band")},
                                          {.text = text_at(&all, i, "race")},
                                          {.text = text_at(&all, i, "married")},
                                          {.text = text_at(&all, i, "nodegree")}};
        for (int g = 0; g < 2; g++)
            for (int y = 0; y < 2; y++)
                if (number_at(&all, i, counts[g][y]) > 0)
                    add(sample, values, g == 1, y, (uint64_t)number_at(&all, i, counts[g][y]));
    }
    return finished(sample);
}

static ds_effect_sample *sample_named(const char *name) {
    if (strcmp(name, "psmatch2_n40") == 0) return psmatch2_sample();
    if (strcmp(name, "lalonde_matchit") == 0) return lalonde_sample(false);
    if (strcmp(name, "lalonde_matchit_binary_outcome_re78gt0") == 0) return lalonde_sample(true);
    if (strcmp(name, "lalonde_categorical_binary") == 0) return categorical_sample(true);
    if (strcmp(name, "lalonde_categorical_re78") == 0) return categorical_sample(false);
    fail_msg("unknown data set %s", name);
    return NULL;
}

/* ---- one estimate ---- */

typedef struct word {
    const char *text;
    int value;
} word;

static int value_of(const word *words, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i].text, text) == 0) return words[i].value;
    fail_msg("unknown word %s", text);
    return 0;
}

/* "epan bw=0.06 common=none" */
static ds_effect_options options_of(const char *key) {
    static const word kernels[] = {{"epan", DS_EFFECT_EPANECHNIKOV},
                                   {"gauss", DS_EFFECT_GAUSSIAN},
                                   {"biweight", DS_EFFECT_BIWEIGHT},
                                   {"uniform", DS_EFFECT_UNIFORM}};
    static const word supports[] = {{"none", DS_EFFECT_SUPPORT_NONE},
                                    {"psmatch2", DS_EFFECT_SUPPORT_TREATED},
                                    {"attk", DS_EFFECT_SUPPORT_CONTROLS},
                                    {"kmatch", DS_EFFECT_SUPPORT_BOTH}};
    char kernel[16], support[16], bandwidth[16];
    assert_int_equal(sscanf(key, "%15s bw=%15s common=%15s", kernel, bandwidth, support), 3);
    return (ds_effect_options){.kernel = (ds_effect_kernel)value_of(kernels, 4, kernel),
                               .support = (ds_effect_support)value_of(supports, 4, support),
                               .bandwidth = strtod(bandwidth, NULL)};
}

typedef struct counts {
    double persons[2], usable_controls, used_controls;
} counts;

static counts counts_of(const matched *m) {
    counts of = {{0, 0}, 0, 0};
    for (size_t i = 0; i < m->sample->n_patterns; i++) {
        of.persons[0] += m->n[0][i];
        of.persons[1] += m->n[1][i];
        of.usable_controls += m->matching.usable[0][i] ? m->n[0][i] : 0;
        of.used_controls += m->matching.weight[0][i] > 0 ? m->n[0][i] : 0;
    }
    return of;
}

static double golden_number(const json_t *entry, const char *name) {
    const json_t *value = json_object_get(entry, name);
    assert_non_null(value);
    return json_is_string(value) ? strtod(json_string_value(value), NULL)
                                 : json_number_value(value);
}

static void compare_entry(const matched *m, const ds_se *se, const json_t *entry,
                          const char *what) {
    const ds_matching_estimate estimate = matched_outcome(m);
    const counts of = counts_of(m);
    const double averaged = m->matching.averaged[1];
    const struct {
        const char *name;
        double found;
    } numbers[] = {{"att", estimate.difference},
                   {"y1", estimate.treated},
                   {"y0", estimate.control},
                   {"n_treated", of.persons[1]},
                   {"n_control", of.persons[0]},
                   {"treated_matched", averaged},
                   {"treated_off_support", of.persons[1] - averaged},
                   {"controls_in_range", of.usable_controls},
                   {"controls_used", of.used_controls},
                   {"sum_w2", se->sum_w2},
                   {"se_psmatch2", se->psmatch2},
                   {"se_kmatch_if", se->kmatch}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[160];
        (void)snprintf(text, sizeof text, "%s: %s", what, numbers[i].name);
        compare(numbers[i].found, golden_number(entry, numbers[i].name), 1e-9, text);
    }
    assert_int_equal((double)se->controls_used, of.used_controls);
}

typedef void (*checker)(const matched *m, const ds_se *se, const void *context, const char *what);

static void with_estimate(const ds_effect_sample *sample, const ds_effect_options *options,
                          checker check, const void *context, const char *what) {
    matched m;
    ds_se se = {0};
    ds_error err;
    matched_init(&m, sample, options);
    assert_true(matched_persons(&m));
    assert_int_equal(ds_se_estimate(&m.matching, sample, &se, &err), DS_OK);
    check(&m, &se, context, what);
    matched_done(&m);
}

/* ---- the tests ---- */

static void check_entry(const matched *m, const ds_se *se, const void *context, const char *what) {
    compare_entry(m, se, context, what);
}

static void test_golden__fifty_digits(void **state) {
    (void)state;
    if (!there(SHARED "/golden/kernel_matching.json")) skip();
    json_error_t error;
    json_t *golden = json_load_file(SHARED "/golden/kernel_matching.json", 0, &error), *set, *entry;
    const char *name, *key;
    compared = 0;
    assert_non_null(golden);
    json_object_foreach(golden, name, set) {
        ds_effect_sample *sample = sample_named(name);
        assert_int_equal(ds_effect_sample_treated(sample) + ds_effect_sample_controls(sample),
                         (uint64_t)golden_number(set, "n"));
        json_object_foreach(json_object_get(set, "att"), key, entry) {
            const ds_effect_options options = options_of(key);
            char what[120];
            (void)snprintf(what, sizeof what, "%s %s", name, key);
            with_estimate(sample, &options, check_entry, entry, what);
        }
        ds_effect_sample_free(sample);
    }
    json_decref(golden);
    print_message("compared %zu numbers of kernel_matching.json\n", compared);
    assert_true(compared >= 216);
}

typedef struct influence_case {
    double bandwidth, att, se;
} influence_case;

static void check_influence(const matched *m, const ds_se *se, const void *context,
                            const char *what) {
    const influence_case *expected = context;
    compare(matched_outcome(m).difference, expected->att, 1e-12, what);
    compare(se->influence, expected->se, 1e-12, what);
}

/* The golden set's own numbers; the same from persons and from cells that were already counted. */
static void test_golden__full_influence_function(void **state) {
    static const influence_case cases[] = {{0.06, -0.032760482775727, 0.055447976054480},
                                           {0.1, -0.028496636625260, 0.063239466812953},
                                           {0.2, 0.002197178362396, 0.058208025116777}};
    (void)state;
    if (!there(DATA "lalonde_categorical_cells.csv")) skip();
    ds_effect_sample *samples[] = {categorical_sample(true), counted_sample()};
    assert_int_equal(samples[0]->n_patterns, 55);
    assert_int_equal(samples[1]->n_patterns, 55);
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < 3; i++) {
            const ds_effect_options options = {.bandwidth = cases[i].bandwidth};
            with_estimate(samples[s], &options, check_influence, &cases[i], "influence");
        }
    ds_effect_sample_free(samples[0]);
    ds_effect_sample_free(samples[1]);
}

typedef struct stata_case {
    double att, psmatch2; /* NAN: not published */
} stata_case;

static void check_stata(const matched *m, const ds_se *se, const void *context, const char *what) {
    const stata_case *expected = context;
    compare(matched_outcome(m).difference, expected->att, 1e-7, what);
    if (!isnan(expected->psmatch2)) compare(se->psmatch2, expected->psmatch2, 1e-7, what);
}

/* Stata 18: psmatch2 on 40 persons, attk on LaLonde's. */
static void test_golden__stata(void **state) {
    static const stata_case psmatch2 = {3.617975292503206, 0.9245573977838009};
    static const stata_case gaussian = {1157.954487565456, NAN}, comsup = {1250.43208865287, NAN};
    static const ds_effect_options options[] = {
        {.bandwidth = 0.5},
        {.kernel = DS_EFFECT_GAUSSIAN, .bandwidth = 0.06},
        {.support = DS_EFFECT_SUPPORT_CONTROLS, .bandwidth = 0.1}};
    (void)state;
    if (!there(DATA "matchit_lalonde.csv")) skip();
    ds_effect_sample *small = psmatch2_sample(), *lalonde = lalonde_sample(false);
    with_estimate(small, &options[0], check_stata, &psmatch2, "psmatch2");
    with_estimate(lalonde, &options[1], check_stata, &gaussian, "attk, Gaussian");
    with_estimate(lalonde, &options[2], check_stata, &comsup, "attk, comsup");
    ds_effect_sample_free(small);
    ds_effect_sample_free(lalonde);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden__fifty_digits),
        cmocka_unit_test(test_golden__full_influence_function),
        cmocka_unit_test(test_golden__stata),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
