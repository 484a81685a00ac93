/* tests/effect/test_from_cells.c: cells as a sample: beside the same persons added one group at a
 * time, and by what is estimated of both. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/effect.h"
#include "support/support.h"
#include "support/work_random.h"

enum { KEYS = 6, COLUMNS = 3 };

static const char *const key_names[KEYS] = {"groep",      "geslacht",  "leeftijd",
                                            "instelling", "vestiging", "waarde"};
static const ds_effect_column columns[COLUMNS] = {{"geslacht", DS_EFFECT_FACTOR},
                                                  {"leeftijd", DS_EFFECT_NUMBER},
                                                  {"schooljaar", DS_EFFECT_EXACT}};
static const int column_keys[COLUMNS] = {1, 2, DS_EFFECT_SCHOOLJAAR};
static const size_t location_keys[2] = {3, 4};
static const int years[2] = {2015, 2017};

static ds_effect_cells usual(bool value, int64_t limit) {
    return (ds_effect_cells){.columns = columns,
                             .keys = column_keys,
                             .n_columns = COLUMNS,
                             .group = 0,
                             .location = location_keys,
                             .n_location = 2,
                             .has_value = value,
                             .value = 5,
                             .limit = limit,
                             .years = years,
                             .n_years = 2};
}

typedef struct made {
    ds_cells *cells;
    ds_effect_sample *sample; /* the same persons, added as groups */
    ds_effect_cells_note note;
} made;

static void add_group(made *m, const ds_effect_group *group, uint64_t n) {
    ds_effect_group one = *group;
    ds_error err;
    one.n = n;
    if (n > 0 && ds_effect_sample_add(m->sample, &one, &err) != DS_OK) fail_msg("%s", err.en);
}

/* What the cell should come to, in plain words. */
static void expect(made *m, const ds_text *keys, int year, const ds_measures *n, bool value,
                   int64_t limit) {
    char place[64], year_text[16];
    const bool male = !ds_text_is(keys[1], "onbekend"), aged = !ds_text_is(keys[2], "onbekend");
    const ds_effect_value values[COLUMNS] = {
        {male ? keys[1] : (ds_text){NULL, 0}, NAN},
        {{NULL, 0},
         aged ? (double)((keys[2].data[0] - '0') * 10 + keys[2].data[1] - '0') : (double)NAN},
        {{year_text, 4}, NAN}};
    ds_effect_group group = {.values = values, .treated = ds_text_is(keys[0], "ja")};
    (void)snprintf(year_text, sizeof year_text, "%d", year);
    (void)snprintf(place, sizeof place, "%.*s\x1f%.*s", (int)keys[3].size, keys[3].data,
                   (int)keys[4].size, keys[4].data);
    if (!ds_text_is(keys[3], "onbekend") || !ds_text_is(keys[4], "onbekend"))
        group.location = ds_text_of(place);
    if (year == 2016) return;
    if (!group.treated && !ds_text_is(keys[0], "nee")) {
        m->note.other += n->noemer + n->onbekend;
        return;
    }
    m->note.unknown += n->onbekend;
    if (!value) {
        group.outcome = 1;
        add_group(m, &group, n->teller);
        group.outcome = 0;
        add_group(m, &group, n->noemer - n->teller);
    } else if (ds_text_is(keys[5], "onbekend") && limit == INT64_MIN) {
        m->note.unknown += n->noemer;
    } else {
        group.outcome = ds_text_is(keys[5], "onbekend") ? 99 : keys[5].data[0] - '0';
        if (limit != INT64_MIN && group.outcome > (double)limit) group.outcome = (double)limit;
        add_group(m, &group, n->noemer);
    }
}

static made make(uint64_t seed, bool value, int64_t limit) {
    static const char *const texts[KEYS][4] = {{"ja", "nee", "nee", "overig"},
                                               {"m", "v", "v", "onbekend"},
                                               {"14", "15", "16", "onbekend"},
                                               {"27GZ", "25LX", "onbekend", "10AA"},
                                               {"27GZ00", "onbekend", "25LX01", "10AA00"},
                                               {"1", "3", "9", "onbekend"}};
    made m = {.cells = ds_cells_new("x", false, 1, key_names, KEYS),
              .sample = ds_effect_sample_new(columns, COLUMNS)};
    random_bits r = {seed};
    ds_error err;
    assert_true(m.cells != NULL && m.sample != NULL);
    for (int i = 0; i < 2500; i++) {
        const int year = 2015 + (int)random_below(&r, 3);
        ds_measures n = {.noemer = random_below(&r, 5), .onbekend = random_below(&r, 8) == 0};
        ds_text keys[KEYS];
        for (size_t k = 0; k < KEYS; k++)
            keys[k] = ds_text_of(texts[k][random_below(&r, 4)]);
        n.teller = n.noemer == 0 ? 0 : random_below(&r, n.noemer + 1);
        if (ds_cells_add(m.cells, year, keys, &n, &err) != DS_OK) fail_msg("%s", err.en);
        expect(&m, keys, year, &n, value, limit);
    }
    ds_cells_finish(m.cells);
    if (ds_effect_sample_finish(m.sample, &err) != DS_OK) fail_msg("%s", err.en);
    return m;
}

static ds_effect_result estimate(const ds_effect_sample *sample) {
    const ds_effect_options options = {.bandwidth = 0.06,
                                       .se = DS_EFFECT_SE_BOOTSTRAP,
                                       .resample = DS_EFFECT_LOCATIONS,
                                       .replicates = 20,
                                       .seed = 3,
                                       .n_workers = 1};
    ds_effect_result result;
    ds_error err;
    if (ds_effect_estimate(&sample, 1, &options, &result, &err) != DS_OK) fail_msg("%s", err.en);
    return result;
}

static void same_number(double a, double b) {
    if (!(a == b || (isnan(a) && isnan(b)))) fail_msg("%.17g, %.17g", a, b);
}

static void compare(uint64_t seed, bool value, int64_t limit) {
    made m = make(seed, value, limit);
    const ds_effect_cells how = usual(value, limit);
    ds_effect_sample *sample = NULL;
    ds_effect_cells_note note;
    ds_effect_result a, b;
    ds_error err;
    if (ds_effect_sample_from_cells(m.cells, &how, &sample, &note, &err) != DS_OK)
        fail_msg("%s", err.en);
    assert_int_equal(note.other, m.note.other);
    assert_int_equal(note.unknown, m.note.unknown);
    assert_int_equal(note.left_out, 0);
    assert_int_equal(ds_effect_sample_treated(sample), ds_effect_sample_treated(m.sample));
    assert_int_equal(ds_effect_sample_controls(sample), ds_effect_sample_controls(m.sample));
    assert_int_equal(ds_effect_sample_missing(sample), ds_effect_sample_missing(m.sample));
    assert_true(ds_effect_sample_missing(sample) > 0);
    a = estimate(sample);
    b = estimate(m.sample);
    assert_true(isfinite(a.difference) && isfinite(a.se));
    same_number(a.difference, b.difference);
    same_number(a.treated, b.treated);
    same_number(a.se, b.se); /* so locations are the same too */
    same_number(a.exact_difference, b.exact_difference);
    assert_int_equal(a.locations_all, b.locations_all);
    ds_effect_sample_free(sample);
    ds_effect_sample_free(m.sample);
    ds_cells_free(m.cells);
}

static void test_from_cells__as_groups(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        compare(seed, false, INT64_MIN);
        compare(seed, true, INT64_MIN);
        compare(seed, true, 5);
    }
}

static bool at_27gz(void *context, const ds_text *keys, bool treated) {
    (void)context;
    return !treated && ds_text_is(keys[3], "27GZ");
}

static void test_from_cells__leaves_out(void **state) {
    made m = make(5, false, INT64_MIN);
    ds_effect_cells how = usual(false, INT64_MIN);
    ds_effect_sample *all, *less;
    ds_effect_cells_note note_all, note;
    uint64_t expected = 0;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < ds_cells_n(m.cells); i++) {
        const ds_cell cell = ds_cells_at(m.cells, i);
        if (cell.schooljaar != 2016 && ds_text_is(cell.keys[0], "nee") &&
            ds_text_is(cell.keys[3], "27GZ"))
            expected += cell.measures.noemer + cell.measures.onbekend;
    }
    assert_int_equal(ds_effect_sample_from_cells(m.cells, &how, &all, &note_all, &err), DS_OK);
    how.leave_out = at_27gz;
    assert_int_equal(ds_effect_sample_from_cells(m.cells, &how, &less, &note, &err), DS_OK);
    assert_true(expected > 0);
    assert_int_equal(note.left_out, expected);
    assert_int_equal(ds_effect_sample_treated(all), ds_effect_sample_treated(less));
    assert_int_equal(ds_effect_sample_controls(all) + ds_effect_sample_missing(all) +
                         note_all.unknown,
                     ds_effect_sample_controls(less) + ds_effect_sample_missing(less) +
                         note.unknown + note.left_out);
    ds_effect_sample_free(all);
    ds_effect_sample_free(less);
    ds_effect_sample_free(m.sample);
    ds_cells_free(m.cells);
}

/* Keys that are not there, and a number that is none: refused, with *out as it was. */
static void test_from_cells__refuses(void **state) {
    made m = make(6, false, INT64_MIN);
    const int no_key[COLUMNS] = {1, 6, 2}, no_number[COLUMNS] = {2, 1, DS_EFFECT_SCHOOLJAAR};
    const size_t no_location[1] = {6};
    ds_effect_cells bad[5];
    ds_effect_sample *out = m.sample;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 5; i++)
        bad[i] = usual(false, INT64_MIN);
    bad[0].keys = no_key;
    bad[1].group = 6;
    bad[2].location = no_location;
    bad[2].n_location = 1;
    bad[3].has_value = true;
    bad[3].value = 6;
    bad[4].keys = no_number;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(ds_effect_sample_from_cells(m.cells, &bad[i], &out, NULL, &err),
                         i < 4 ? DS_USAGE : DS_INPUT);
        assert_ptr_equal(out, m.sample);
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    }
    ds_effect_sample_free(m.sample);
    ds_cells_free(m.cells);
}

static ds_status from_cells(void *context, ds_error *err) {
    const ds_effect_cells how = usual(false, INT64_MIN);
    ds_effect_sample *sample = NULL;
    const ds_status status = ds_effect_sample_from_cells(context, &how, &sample, NULL, err);
    assert_true(status == DS_OK || sample == NULL);
    ds_effect_sample_free(sample);
    return status;
}

static void test_from_cells__allocations(void **state) {
    made m = make(7, false, INT64_MIN);
    (void)state;
    ds_test_every_allocation(from_cells, m.cells);
    ds_effect_sample_free(m.sample);
    ds_cells_free(m.cells);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_cells__as_groups),
        cmocka_unit_test(test_from_cells__leaves_out),
        cmocka_unit_test(test_from_cells__refuses),
        cmocka_unit_test(test_from_cells__allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
