/* tests/effect/test_frame.c: samples of joint cells: beside those that are made of the same persons
 * as cells of texts, part by part. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "effect/did.h"
#include "effect/did_joint.h"
#include "effect/frame.h"
#include "effect/sample.h"
#include "support/support.h"
#include "support/work_random.h"

enum { KEYS = 6, COLUMNS = 4, YEARS = 4, FIELDS = 3, STRIDE = 4, ROWS = 3000, VALUES = 5 };

static const char *const key_names[KEYS + 1] = {"groep",      "geslacht",  "leeftijd", "sector",
                                                "instelling", "vestiging", "waarde"};
/* Texts that are in use stand by their codes, in no order; some say the same number. */
static const ds_text texts[KEYS][5] = {
    {{"nee", 3}, {"ja", 2}, {"later", 5}, {"overig", 6}, {"onbekend", 8}},
    {{"v", 1}, {"m", 1}, {"onbekend", 8}, {"x", 1}, {"", 0}},
    {{"15", 2}, {"14", 2}, {"onbekend", 8}, {"14.0", 4}, {"-3", 2}},
    {{"zorg", 4}, {"econ", 4}, {"tech", 4}, {"onbekend", 8}, {"", 0}},
    {{"27GZ", 4}, {"25LX", 4}, {"onbekend", 8}, {"10AA", 4}, {"00", 2}},
    {{"27GZ00", 6}, {"onbekend", 8}, {"25LX01", 6}, {"10AA00", 6}, {"1", 1}}};
static const ds_text values[VALUES] = {{"3", 1}, {"onbekend", 8}, {"1", 1}, {"9", 1}, {"2.5", 3}};
static const int years[YEARS] = {2014, 2015, 2017, 2018};
static const int wanted_years[2] = {2015, 2018};
static const size_t location_keys[2] = {4, 5};

static const ds_effect_column columns[COLUMNS] = {{"geslacht", DS_EFFECT_FACTOR},
                                                  {"leeftijd", DS_EFFECT_NUMBER},
                                                  {"schooljaar", DS_EFFECT_EXACT},
                                                  {"sector", DS_EFFECT_EXACT}};
static const int column_keys[COLUMNS] = {1, 2, DS_EFFECT_SCHOOLJAAR, 3};

/* One key may be a factor, a number and exact at once. */
static const ds_effect_column same_columns[COLUMNS] = {{"leeftijd", DS_EFFECT_NUMBER},
                                                       {"leeftijd", DS_EFFECT_FACTOR},
                                                       {"leeftijd", DS_EFFECT_EXACT},
                                                       {"geslacht", DS_EFFECT_FACTOR}};
static const int same_keys[COLUMNS] = {2, 2, 2, 1};

static ds_effect_cells usual(int64_t limit) {
    return (ds_effect_cells){.columns = columns,
                             .keys = column_keys,
                             .n_columns = COLUMNS,
                             .group = 0,
                             .location = location_keys,
                             .n_location = 2,
                             .value = KEYS,
                             .limit = limit,
                             .years = wanted_years,
                             .n_years = 2};
}

static ds_joint *new_joint(void) {
    ds_joint *j = ds_calloc(1, sizeof *j);
    assert_non_null(j);
    *j = (ds_joint){.n_years = YEARS,
                    .years = years,
                    .n_keys = KEYS,
                    .n_fields = FIELDS,
                    .stride = STRIDE,
                    .n_rows = ROWS};
    j->texts = ds_calloc(KEYS, sizeof *j->texts);
    j->n_texts = ds_calloc(KEYS, sizeof *j->n_texts);
    j->fields = ds_calloc(FIELDS, sizeof *j->fields);
    j->rows = ds_calloc(ROWS * STRIDE, sizeof *j->rows);
    j->codes = ds_calloc(ROWS * KEYS, sizeof *j->codes);
    assert_true(j->texts != NULL && j->n_texts != NULL && j->fields != NULL && j->rows != NULL &&
                j->codes != NULL);
    for (size_t k = 0; k < KEYS; k++) {
        j->texts[k] = texts[k];
        j->n_texts[k] = 5;
    }
    j->fields[0] = (ds_joint_field){.word = 1, .shift = 0};
    j->fields[1] = (ds_joint_field){.word = 1, .shift = 62};
    j->fields[2] =
        (ds_joint_field){.word = 2, .shift = 7, .bits = 3, .values = values, .n_values = VALUES};
    return j;
}

/* Each column among its first n texts; equal rows may come twice, which is no harm. */
static ds_joint *make_joint(uint64_t seed, const size_t n_texts[KEYS]) {
    random_bits r = {seed};
    ds_joint *j = new_joint();
    for (size_t i = 0; i < ROWS; i++) {
        uint64_t *row = j->rows + i * STRIDE;
        row[0] = random_below(&r, YEARS);
        for (size_t k = 0; k < KEYS; k++)
            j->codes[i * KEYS + k] = (uint32_t)random_below(&r, n_texts[k]);
        row[1] = random_below(&r, 4);
        row[1] |= (uint64_t)random_below(&r, 4) << 62;
        row[2] = (uint64_t)random_below(&r, 4) << 7;
        if (ds_joint_state_of(&j->fields[2], row) != DS_JOINT_ABSENT)
            row[2] |= (uint64_t)random_below(&r, VALUES) << 9;
        row[3] = 1 + random_below(&r, 3);
    }
    return j;
}

/* The same persons as cells of texts, of one field. */
static ds_cells *cells_of(const ds_joint *j, size_t field) {
    const ds_joint_field *f = &j->fields[field];
    ds_cells *cells = ds_cells_new("x", false, 1, key_names, KEYS + (f->bits > 0));
    ds_error err;
    assert_non_null(cells);
    for (size_t i = 0; i < j->n_rows; i++) {
        const uint64_t *row = j->rows + i * j->stride, n = ds_joint_persons(j, row);
        const ds_joint_state state = ds_joint_state_of(f, row);
        const ds_measures m = {.teller = state == DS_JOINT_TRUE ? n : 0,
                               .noemer = state == DS_JOINT_UNKNOWN ? 0 : n,
                               .onbekend = state == DS_JOINT_UNKNOWN ? n : 0};
        ds_text keys[KEYS + 1];
        if (state == DS_JOINT_ABSENT) continue;
        for (size_t k = 0; k < KEYS; k++)
            keys[k] = j->texts[k][j->codes[i * KEYS + k]];
        if (f->bits > 0) keys[KEYS] = f->values[ds_joint_value_of(f, row)];
        if (ds_cells_add(cells, j->years[ds_joint_year(row)], keys, &m, &err) != DS_OK)
            fail_msg("%s", err.en);
    }
    ds_cells_finish(cells);
    return cells;
}

static void same_text(const char *a, const char *b) {
    if (a == NULL || b == NULL)
        assert_true(a == b);
    else
        assert_string_equal(a, b);
}

static void same_groups(const ds_effect_sample *a, const ds_effect_sample *b) {
    assert_int_equal(a->n_groups, b->n_groups);
    for (size_t i = 0; i < a->n_groups; i++) {
        const ds_sample_group *x = &a->groups[i], *y = &b->groups[i];
        if (x->pattern != y->pattern || x->location != y->location || x->treated != y->treated ||
            x->n != y->n || x->outcome != y->outcome)
            fail_msg("group %zu differs", i);
    }
}

static void same_samples(const ds_effect_sample *a, const ds_effect_sample *b) {
    assert_null(a->building);
    assert_int_equal(a->n_columns, b->n_columns);
    assert_int_equal(a->n_strata, b->n_strata);
    assert_int_equal(a->n_factors, b->n_factors);
    assert_int_equal(a->n_numbers, b->n_numbers);
    assert_int_equal(a->n_patterns, b->n_patterns);
    assert_int_equal(a->n_locations, b->n_locations);
    assert_int_equal(a->n_treated, b->n_treated);
    assert_int_equal(a->n_control, b->n_control);
    assert_int_equal(a->n_missing, b->n_missing);
    for (size_t i = 0; i < a->n_strata; i++)
        same_text(a->strata[i], b->strata[i]);
    for (size_t i = 0; i < a->n_locations; i++)
        same_text(a->locations[i], b->locations[i]);
    for (size_t f = 0; f < a->n_factors; f++) {
        same_text(a->factors[f].name, b->factors[f].name);
        assert_int_equal(a->factors[f].n_levels, b->factors[f].n_levels);
        for (size_t l = 0; l < a->factors[f].n_levels; l++)
            same_text(a->factors[f].levels[l], b->factors[f].levels[l]);
    }
    for (size_t k = 0; k < a->n_numbers; k++)
        same_text(a->number_names[k], b->number_names[k]);
    assert_memory_equal(a->stratum_of, b->stratum_of, a->n_patterns * sizeof *a->stratum_of);
    assert_memory_equal(a->levels, b->levels, a->n_patterns * a->n_factors * sizeof *a->levels);
    assert_memory_equal(a->numbers, b->numbers, a->n_patterns * a->n_numbers * sizeof *a->numbers);
    same_groups(a, b);
}

static void compare_field(const ds_joint *joint, const ds_effect_frame *frame, size_t field,
                          ds_effect_cells how) {
    ds_cells *cells = cells_of(joint, field);
    ds_effect_sample *a = NULL, *b = NULL;
    ds_effect_cells_note x, y;
    ds_error err;
    how.has_value = joint->fields[field].bits > 0;
    if (ds_effect_sample_from_cells(cells, &how, &b, &y, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_effect_frame_sample(frame, field, &how, &a, &x, &err) != DS_OK) fail_msg("%s", err.en);
    same_samples(a, b);
    assert_int_equal(x.other, y.other);
    assert_int_equal(x.later, y.later);
    assert_int_equal(x.left_out, y.left_out);
    assert_int_equal(x.unknown, y.unknown);
    ds_effect_sample_free(a);
    ds_effect_sample_free(b);
    ds_cells_free(cells);
}

/* Of the same vestigingen the same sums; a start that only somebody shows who is not in the
 * outcome's population is known of joint cells alone. */
static void same_panels(const ds_did_panel *a, const ds_did_panel *b) {
    size_t found = 0;
    for (size_t i = 0; i < a->n_units; i++)
        for (size_t j = 0; j < b->n_units; j++) {
            if (strcmp(a->units[i], b->units[j]) != 0) continue;
            found++;
            assert_true(a->first_year == b->first_year && a->n_years == b->n_years);
            for (size_t t = 0; t < a->n_years; t++) {
                const size_t x = i * a->n_years + t, y = j * b->n_years + t;
                assert_true(a->n[x] == b->n[y] && a->sum[x] == b->sum[y] &&
                            a->took[x] == b->took[y]);
            }
            assert_true(b->starts[j] <= a->starts[i]);
        }
    assert_int_equal(found, a->n_units);
    assert_int_equal(a->unknown, b->unknown);
}

static void compare_panels(const ds_joint *joint, size_t field, const ds_effect_cells *how) {
    ds_cells *cells = cells_of(joint, field);
    const ds_did_cells as_cells = {.group = how->group,
                                   .location = how->location,
                                   .n_location = how->n_location,
                                   .has_value = joint->fields[field].bits > 0,
                                   .value = how->value,
                                   .limit = how->limit,
                                   .years = how->years,
                                   .n_years = how->n_years,
                                   .leave_out = how->leave_out};
    ds_did_panel *a = NULL, *b = NULL;
    ds_error err;
    if (ds_did_panel_from_cells(cells, &as_cells, &a, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_did_panel_from_joint(joint, field, how, &b, &err) != DS_OK) fail_msg("%s", err.en);
    same_panels(a, b);
    ds_did_panel_free(a);
    ds_did_panel_free(b);
    ds_cells_free(cells);
}

static void test_frame__panels_are_those_of_cells(void **state) {
    static const size_t all[KEYS] = {5, 5, 5, 5, 5, 5};
    (void)state;
    for (uint64_t seed = 21; seed <= 24; seed++) {
        ds_joint *joint = make_joint(seed, all);
        const ds_effect_cells how = usual(seed % 2 == 0 ? INT64_MIN : 2);
        for (size_t f = 0; f < FIELDS; f++)
            compare_panels(joint, f, &how);
        ds_joint_free(joint);
    }
}

static void compare(const ds_joint *joint, const ds_effect_cells *how) {
    ds_effect_frame *frame = NULL;
    ds_error err;
    if (ds_effect_frame_new(joint, how, &frame, &err) != DS_OK) fail_msg("%s", err.en);
    for (size_t f = 0; f < FIELDS; f++)
        compare_field(joint, frame, f, *how);
    ds_effect_frame_free(frame);
}

static void test_frame__is_cells(void **state) {
    static const size_t all[KEYS] = {5, 5, 5, 5, 5, 5}, few[KEYS] = {2, 2, 2, 2, 2, 2};
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        ds_joint *a = make_joint(seed, all), *b = make_joint(seed, few);
        ds_effect_cells how = usual(seed % 2 == 0 ? INT64_MIN : 2);
        compare(a, &how);
        compare(b, &how);
        how.columns = same_columns;
        how.keys = same_keys;
        compare(a, &how);
        how.n_columns = 0;
        compare(a, &how);
        how.n_location = 0;
        compare(a, &how);
        how.n_years = 0; /* nobody */
        compare(a, &how);
        ds_joint_free(a);
        ds_joint_free(b);
    }
}

static bool at_27gz(void *context, const ds_text *keys, bool treated) {
    (void)context;
    return !treated && ds_text_is(keys[4], "27GZ");
}

static void test_frame__leaves_out(void **state) {
    static const size_t all[KEYS] = {5, 5, 5, 5, 5, 5};
    ds_joint *joint = make_joint(9, all);
    ds_effect_cells how = usual(INT64_MIN);
    (void)state;
    how.leave_out = at_27gz;
    compare(joint, &how);
    ds_joint_free(joint);
}

/* Keys that are not there; a number that is none only where somebody counts who has it. */
static void test_frame__refuses(void **state) {
    static const size_t all[KEYS] = {2, 2, 2, 2, 2, 2};
    const int no_key[COLUMNS] = {1, KEYS, 2, 3}, no_number[COLUMNS] = {2, 1, 3, 3};
    const size_t no_location[1] = {KEYS};
    ds_joint *joint = make_joint(6, all);
    ds_effect_cells bad[4];
    ds_effect_frame *frame = NULL;
    ds_effect_sample *sample = NULL;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 4; i++)
        bad[i] = usual(INT64_MIN);
    bad[0].keys = no_key;
    bad[1].group = KEYS;
    bad[2].location = no_location;
    bad[2].n_location = 1;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(ds_effect_frame_new(joint, &bad[i], &frame, &err), DS_USAGE);
        assert_null(frame);
    }
    bad[3].keys = no_number;
    assert_int_equal(ds_effect_frame_new(joint, &bad[3], &frame, &err), DS_OK);
    assert_int_equal(ds_effect_frame_sample(frame, 0, &bad[3], &sample, NULL, &err), DS_INPUT);
    assert_null(sample);
    bad[3].n_years = 0;
    assert_int_equal(ds_effect_frame_sample(frame, 0, &bad[3], &sample, NULL, &err), DS_OK);
    assert_int_equal(ds_effect_sample_treated(sample), 0);
    ds_effect_sample_free(sample);
    ds_effect_frame_free(frame);
    ds_joint_free(joint);
}

static ds_status make_a_sample(void *context, ds_error *err) {
    const ds_effect_cells how = usual(2);
    ds_effect_frame *frame = NULL;
    ds_effect_sample *sample = NULL;
    ds_status status = ds_effect_frame_new(context, &how, &frame, err);
    if (status == DS_OK) status = ds_effect_frame_sample(frame, 2, &how, &sample, NULL, err);
    ds_effect_sample_free(sample);
    ds_effect_frame_free(frame);
    if (status == DS_OK) {
        ds_did_panel *panel = NULL;
        status = ds_did_panel_from_joint(context, 2, &how, &panel, err);
        ds_did_panel_free(panel);
    }
    return status;
}

static void test_frame__allocations(void **state) {
    static const size_t all[KEYS] = {5, 5, 5, 5, 5, 5};
    ds_joint *joint = make_joint(7, all);
    (void)state;
    joint->n_rows = 40;
    ds_test_every_allocation(make_a_sample, joint);
    ds_joint_free(joint);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_frame__is_cells),
                                       cmocka_unit_test(test_frame__panels_are_those_of_cells),
                                       cmocka_unit_test(test_frame__leaves_out),
                                       cmocka_unit_test(test_frame__refuses),
                                       cmocka_unit_test(test_frame__allocations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
