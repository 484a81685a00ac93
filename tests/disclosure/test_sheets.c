/* Sheets of facts: what tells of few is hidden whole and leaves no trace, a sum gives nothing away,
 * the file gives the same back, and what is shown comes back as cells. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/disclosure.h"
#include "support/support.h"
#include "support/work_run.h"

enum { FACTS_MAX = 32 };

static const char *const key_names[1] = {"niveau"};
static const ds_indicator vsv = {.id = "vsv", .version = "1"};

/* A release with one table of niveau 2 (20 of 100), 3 (4 of 50: hidden with something beside it)
 * and 4 (30 of 200). */
static ds_release *make_counted(void) {
    static const uint64_t counts[3][2] = {{20, 100}, {4, 50}, {30, 200}};
    ds_cells *cells = ds_cells_new("vsv", false, 1, key_names, 1);
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_release *release = NULL;
    ds_error err;
    for (int i = 0; i < 3; i++) {
        const char digit = (char)('2' + i);
        const ds_text key = {&digit, 1};
        const ds_measures m = {.teller = counts[i][0], .noemer = counts[i][1]};
        assert_int_equal(ds_cells_add(cells, 2022, &key, &m, &err), DS_OK);
    }
    ds_cells_finish(cells);
    options.generation = "g1";
    {
        const ds_disclosure_table table = {
            .id = "vsv.niveau", .indicator = &vsv, .cells = cells, .scope = ""};
        assert_int_equal(ds_disclose(&table, 1, &options, &release, &report, &err), DS_OK);
    }
    ds_disclosure_report_free(report);
    ds_cells_free(cells);
    return release;
}

static ds_disclosure_fact fact_of(const char *const *keys, double value, const uint64_t *guards,
                                  size_t n_guards, uint32_t row, uint32_t sum) {
    const ds_release_fact fact = {.jaar = 2022,
                                  .keys = keys,
                                  .measure = "percentage",
                                  .klasse = "",
                                  .state = DS_STATE_SHOWN,
                                  .value = value,
                                  .se = value / 10,
                                  .low = NAN,
                                  .high = NAN,
                                  .p = NAN,
                                  .p_adjusted = NAN,
                                  .n = (int64_t)guards[0],
                                  .missing = -1,
                                  .reason = ""};
    return (ds_disclosure_fact){
        .fact = fact, .guards = guards, .n_guards = n_guards, .row = row, .sum = sum};
}

static ds_disclosure_sheet sheet_of(const char *id, const char *scope,
                                    const ds_disclosure_fact *facts, size_t n) {
    const ds_release_sheet sheet = {.id = id,
                                    .kind = "enquete",
                                    .indicator = "vsv",
                                    .version = "1",
                                    .scope = scope,
                                    .unit = "respondent",
                                    .title = DS_SAY("Titel", "Title"),
                                    .key_names = key_names,
                                    .n_keys = 1,
                                    .reason = ""};
    return (ds_disclosure_sheet){.sheet = sheet, .facts = facts, .n_facts = n};
}

static ds_status put(ds_release *release, const ds_disclosure_sheet *sheets, size_t n,
                     size_t *hidden, ds_error *err) {
    static const ds_release_label labels[] = {{"niveau", "4", {"niveau 4", "level 4"}},
                                              {"niveau", "2", {"niveau 2", "level 2"}},
                                              {"niveau", "2", {"niveau twee", "level two"}}};
    static const ds_release_definition definitions[] = {
        {"vsv", "1", "lower", {"Vsv", "Leavers"}, {"wie stopt", "who stops"}, "id: vsv\n"}};
    static const ds_release_delivery deliveries[] = {{"a.csv", "inschrijving", "k1:00", true}};
    const ds_disclosure_words words = {.about = {.name = "2022-1",
                                                 .date = "2023-05-01",
                                                 .program = "1.0",
                                                 .publisher = "",
                                                 .licence = "",
                                                 .jaar = 2022,
                                                 .made = true,
                                                 .draft = true},
                                       .labels = labels,
                                       .n_labels = 3,
                                       .definitions = definitions,
                                       .n_definitions = 1,
                                       .deliveries = deliveries,
                                       .n_deliveries = 1};
    return ds_disclose_sheets(release, sheets, n, &words, hidden, err);
}

static const char *const keys[6][1] = {{"1"}, {"2"}, {"3"}, {"4"}, {""}, {"totaal"}};

/* One row of 30 of which 4 are in the teller: hidden with all its facts; its neighbours add up to
 * what is known, so the smallest of them too; what stands alone stays. */
static void test_sheets__small_groups_go_with_their_row(void **state) {
    static const uint64_t guards[][3] = {
        {30, 4, 26}, {40, 15, 25}, {500, 100, 400}, {90, 30, 60}, {70, 0, 70}};
    ds_disclosure_fact facts[6];
    ds_disclosure_sheet sheet;
    ds_release *release = make_counted();
    const ds_release_sheet *made;
    size_t hidden;
    ds_error err;
    (void)state;
    facts[0] = fact_of(keys[0], 13.3, guards[0], 3, 1, 1);
    facts[1] = fact_of(keys[0], 26.6, guards[0], 1, 1, 1); /* the same row, its guard is large */
    facts[2] = fact_of(keys[1], 37.5, guards[1], 3, 2, 1);
    facts[3] = fact_of(keys[2], 20.0, guards[2], 3, 3, 1);
    facts[4] = fact_of(keys[3], 33.3, guards[3], 3, 0, 0);
    facts[5] = fact_of(keys[4], 0.0, guards[4], 3, 0, 0); /* none of 70: not small */
    sheet = sheet_of("enquete a", "", facts, 6);
    assert_int_equal(put(release, &sheet, 1, &hidden, &err), DS_OK);
    assert_int_equal(hidden, 3);
    made = ds_release_sheet_of(release, "enquete a", "");
    assert_non_null(made);
    for (size_t i = 0; i < 6; i++) {
        const ds_release_fact *f = &made->facts[i];
        assert_int_equal(f->state, i < 3 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN);
        assert_int_equal(isnan(f->value) != 0, i < 3);
        assert_int_equal(isnan(f->se) != 0, i < 3);
        assert_int_equal(f->n, i < 3 ? -1 : (int64_t)guards[i - 1][0]);
        assert_string_equal(f->keys[0], keys[i == 0 ? 0 : i - 1][0]);
    }
    ds_release_free(release);
}

/* Of a sum nothing is hidden that need not be; one row of no persons protects nothing. */
static void test_sheets__a_sum_of_enough(void **state) {
    static const uint64_t guards[][1] = {{4}, {7}, {50}, {0}};
    ds_disclosure_fact facts[4];
    ds_disclosure_sheet sheet;
    ds_release *release = make_counted();
    size_t hidden;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 4; i++)
        facts[i] = fact_of(keys[i], (double)i, guards[i], 1, (uint32_t)i + 1, 5);
    sheet = sheet_of("a", "", facts, 4);
    assert_int_equal(put(release, &sheet, 1, &hidden, &err), DS_OK);
    assert_int_equal(hidden, 2); /* 4 and 7: two rows, 11 persons */
    ds_release_free(release);
}

/* Two lines, each with its sum, and columns that add up with their total, as persons by kind of
 * route and by sector. The second line has one value: its sum tells it, so it protects nothing in
 * the column, of which the total goes too, and beside that another total. */
static void test_sheets__lines_and_columns(void **state) {
    static const uint64_t guards[][1] = {{6}, {29}, {67}, {93}, {99}, {29}, {67}};
    static const uint32_t sums[][2] = {{1, 4}, {1, 5}, {1, 6}, {2, 4}, {3, 4}, {3, 5}, {3, 6}};
    static const bool expected[] = {true, true, false, false, true, true, false};
    static const char *const names[][1] = {{"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"g"}};
    ds_disclosure_fact facts[7];
    ds_disclosure_sheet sheet;
    ds_release *release = make_counted();
    size_t hidden;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        facts[i] = fact_of(names[i], (double)i, guards[i], 1, (uint32_t)i + 1, sums[i][0]);
        facts[i].across = sums[i][1];
    }
    sheet = sheet_of("a", "", facts, 7);
    assert_int_equal(put(release, &sheet, 1, &hidden, &err), DS_OK);
    for (size_t i = 0; i < 7; i++)
        if ((ds_release_sheet_at(release, 0)->facts[i].state == DS_STATE_SUPPRESSED) < expected[i])
            fail_msg("fact %zu is told by the rest", i);
    ds_release_free(release);
}

/* A share that is hidden only to protect another is told by a change that is shown: the change goes
 * with it. */
static void test_sheets__what_is_worked_out_of_a_hidden_row(void **state) {
    static const uint64_t guards[][1] = {{4}, {50}, {500}, {60}};
    static const uint32_t rows[] = {2};
    static const char *const names[][1] = {{"a"}, {"b"}, {"c"}, {"b"}};
    ds_disclosure_fact facts[4];
    ds_disclosure_sheet sheet;
    ds_release *release = make_counted();
    size_t hidden;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 4; i++)
        facts[i] = fact_of(names[i], (double)i, guards[i], 1, (uint32_t)i + 1, i < 3 ? 7 : 0);
    facts[3].fact.measure = "verschil_pp";
    facts[3].from = rows;
    facts[3].n_from = 1;
    sheet = sheet_of("a", "", facts, 4);
    assert_int_equal(put(release, &sheet, 1, &hidden, &err), DS_OK);
    assert_int_equal(hidden, 3);
    assert_int_equal(ds_release_sheet_at(release, 0)->facts[2].state, DS_STATE_SHOWN);
    ds_release_free(release);
}

/* Two rows of 62 persons, of whom 3 are in the teller: whoever knows the teller of all would know
 * those of the first to be 0 to 3. So a third goes. */
static void test_sheets__a_sum_of_enough_in_the_teller(void **state) {
    static const uint64_t guards[][3] = {{50, 3, 47}, {12, 0, 12}, {60, 20, 40}, {90, 30, 60}};
    static const ds_state expected[] = {DS_STATE_SUPPRESSED, DS_STATE_SUPPRESSED,
                                        DS_STATE_SUPPRESSED, DS_STATE_SHOWN};
    ds_disclosure_fact facts[4];
    ds_disclosure_sheet sheet;
    ds_release *release = make_counted();
    size_t hidden;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 4; i++)
        facts[i] = fact_of(keys[i], 20.0, guards[i], 3, (uint32_t)i + 1, 1);
    sheet = sheet_of("a", "", facts, 4);
    assert_int_equal(put(release, &sheet, 1, &hidden, &err), DS_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(ds_release_sheet_at(release, 0)->facts[i].state, expected[i]);
    assert_int_equal(hidden, 3);
    ds_release_free(release);
}

static char *read_written(const ds_release *release, const char *folder, size_t *out_size) {
    char path[500], *data = NULL;
    ds_error err;
    (void)snprintf(path, sizeof path, "%s/vrijgave.json", folder);
    assert_int_equal(ds_release_write(release, path, &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 20, &data, out_size, &err), DS_OK);
    return data;
}

/* The same bytes whatever a hidden fact was; and the file gives the same bytes again. */
static void test_sheets__no_trace(void **state) {
    char *folder = ds_test_folder(), *first = NULL, path[500];
    size_t first_size = 0;
    (void)state;
    for (uint64_t n = 1; n < 10; n++) {
        const uint64_t guards[1] = {n};
        static const uint64_t large[1] = {100};
        ds_disclosure_fact facts[2];
        ds_disclosure_sheet sheets[2];
        ds_release *release = make_counted(), *again = NULL;
        size_t size, again_size;
        char *text, *text_again;
        ds_error err;
        facts[0] = fact_of(keys[0], (double)n * 3.1, guards, 1, 0, 0);
        facts[1] = fact_of(keys[1], 1.0 / 3, large, 1, 0, 0);
        facts[0].fact.reason = n % 2 ? "a" : "b";
        sheets[0] = sheet_of("z", "27GZ", facts, 2);
        sheets[1] = sheet_of("b", "", facts, 2);
        assert_int_equal(put(release, sheets, 2, NULL, &err), DS_OK);
        text = read_written(release, folder, &size);
        if (first == NULL) {
            first = text;
            first_size = size;
        }
        assert_int_equal(size, first_size);
        assert_memory_equal(text, first, size);
        (void)snprintf(path, sizeof path, "%s/vrijgave.json", folder);
        assert_int_equal(ds_release_read(path, &again, &err), DS_OK);
        text_again = read_written(again, folder, &again_size);
        assert_int_equal(again_size, size);
        assert_memory_equal(text_again, text, size);
        ds_free(text_again);
        if (text != first) ds_free(text);
        ds_release_free(again);
        ds_release_free(release);
    }
    ds_free(first);
    ds_test_folder_remove(folder);
}

static void test_sheets__words_and_scopes(void **state) {
    static const uint64_t large[1] = {100};
    char *folder = ds_test_folder(), path[500];
    ds_disclosure_fact fact = fact_of(keys[1], 1.0 / 3, large, 1, 0, 0);
    ds_disclosure_sheet sheets[3];
    ds_release *release = make_counted(), *read = NULL;
    size_t n;
    ds_error err;
    (void)state;
    sheets[0] = sheet_of("b", "27GZ", &fact, 1);
    sheets[1] = sheet_of("b", "", &fact, 1);
    sheets[2] = sheet_of("a", "25LX", &fact, 1);
    assert_int_equal(put(release, sheets, 3, NULL, &err), DS_OK);
    (void)snprintf(path, sizeof path, "%s/deel.json", folder);
    assert_int_equal(ds_release_write_scope(release, "27GZ", path, &err), DS_OK);
    assert_int_equal(ds_release_read(path, &read, &err), DS_OK);
    assert_int_equal(ds_release_n_sheets(release), 3);
    assert_int_equal(ds_release_n_sheets(read), 2);
    assert_non_null(ds_release_sheet_of(read, "b", "27GZ"));
    assert_null(ds_release_sheet_of(read, "a", "25LX"));
    assert_true(ds_release_sheet_of(read, "b", "")->facts[0].value == 1.0 / 3);
    assert_string_equal(ds_release_label_of(read, "niveau", "2").en, "level 2");
    assert_string_equal(ds_release_label_of(read, "niveau", "9").nl, "9");
    assert_string_equal(ds_release_definition_of(read, "vsv")->better, "lower");
    assert_null(ds_release_definition_of(read, "geen"));
    assert_true(ds_release_about_of(read).made && ds_release_about_of(read).draft);
    assert_true(ds_release_deliveries(read, &n)[0].provisional && n == 1);
    assert_string_equal(ds_release_scopes(release, &n)[0], "25LX");
    assert_int_equal(n, 2);
    (void)ds_release_scopes(read, &n);
    assert_int_equal(n, 1);
    ds_release_free(read);
    ds_release_free(release);
    ds_test_folder_remove(folder);
}

/* Whose it is, neither name nor place nor numbers tell; what is for one institution has its name.
 */
static void test_sheets__institutions_are_numbers(void **state) {
    static const uint64_t guards[5] = {100, 100, 100, 4, 100};
    static const char *const names[2] = {"niveau", "agenda"};
    static const char *const named[5][2] = {
        {"1", "27GZ"}, {"1", "25LX"}, {"1", "00AA"}, {"1", "99ZZ"}, {"1", "totaal"}};
    static const double values[5] = {30, 10, 20, 55, 22};
    for (int turn = 0; turn < 2; turn++) {
        ds_disclosure_fact facts[5];
        ds_disclosure_sheet sheets[2];
        ds_release *release = make_counted();
        const ds_release_sheet *made;
        ds_error err;
        (void)state;
        for (size_t i = 0; i < 5; i++) {
            const size_t at = turn == 0 ? i : 4 - i;
            facts[i] = fact_of(named[at], values[at], &guards[at], 1, 0, 0);
        }
        sheets[0] = sheet_of("a", "", facts, 5);
        sheets[1] = sheet_of("a", "27GZ", facts, 5);
        sheets[0].sheet.key_names = sheets[1].sheet.key_names = names;
        sheets[0].sheet.n_keys = sheets[1].sheet.n_keys = 2;
        assert_int_equal(put(release, sheets, 2, NULL, &err), DS_OK);
        made = ds_release_sheet_of(release, "a", "");
        for (size_t i = 0; i < 5; i++) {
            static const double expected[5] = {22, 10, 20, 30, 0};
            static const char *const numbers[5] = {"totaal", "1", "2", "3", "4"};
            const ds_release_fact *f = &made->facts[i];
            assert_string_equal(f->keys[1], numbers[i]);
            if (i < 4) assert_true(f->value == expected[i]);
            if (i == 4) assert_int_equal(f->state, DS_STATE_SUPPRESSED);
            if (i > 0) assert_true(f->n == -1 && isnan(f->se));
        }
        assert_int_equal(made->facts[0].n, 100);
        made = ds_release_sheet_of(release, "a", "27GZ");
        assert_string_equal(made->facts[turn == 0 ? 0 : 4].keys[1], "27GZ");
        assert_int_equal(made->facts[turn == 0 ? 0 : 4].n, 100);
        ds_release_free(release);
        release = make_counted(); /* of counts that are protected for all: by name */
        sheets[0].named = true;
        assert_int_equal(put(release, sheets, 1, NULL, &err), DS_OK);
        made = ds_release_sheet_of(release, "a", "");
        assert_string_equal(made->facts[turn == 0 ? 0 : 4].keys[1], "27GZ");
        assert_int_equal(made->facts[turn == 0 ? 0 : 4].n, 100);
        ds_release_free(release);
    }
}

/* Refused, and the release is as it was. */
static void test_sheets__what_is_refused(void **state) {
    static const uint64_t large[1] = {100};
    ds_disclosure_fact fact = fact_of(keys[1], 1, large, 1, 0, 0), no_measure = fact;
    ds_disclosure_sheet sheets[2];
    ds_release *release = make_counted();
    ds_error err;
    (void)state;
    no_measure.fact.measure = "";
    sheets[0] = sheet_of("b", "", &fact, 1);
    sheets[1] = sheet_of("b", "", &fact, 1);
    assert_int_equal(put(release, sheets, 2, NULL, &err), DS_USAGE);
    sheets[1] = sheet_of("c", "", &no_measure, 1);
    assert_int_equal(put(release, sheets, 2, NULL, &err), DS_USAGE);
    assert_int_equal(ds_release_n_sheets(release), 0);
    assert_int_equal(put(release, sheets, 1, NULL, &err), DS_OK);
    assert_int_equal(put(release, sheets, 1, NULL, &err), DS_USAGE); /* twice */
    assert_int_equal(ds_release_n_sheets(release), 1);
    ds_release_free(release);
}

static void test_sheets__shown_cells(void **state) {
    ds_release *release = make_counted();
    const ds_release_table *table = ds_release_at(release, 0);
    ds_cells *cells = NULL;
    size_t hidden, shown = 0;
    ds_error err;
    (void)state;
    assert_int_equal(ds_release_cells(release, "vsv", key_names, 1, NULL, &cells, &hidden, &err),
                     DS_OK);
    for (size_t i = 0; i < table->n_rows; i++) {
        const ds_release_row *row = &table->rows[i];
        const ds_text key = {row->keys[0], strlen(row->keys[0])};
        ds_cell cell;
        const bool there = ds_cells_find(cells, row->schooljaar, &key, &cell);
        assert_int_equal(there, row->teller.shown && row->noemer.shown);
        if (there) assert_true(cell.measures.teller == row->teller.n);
        if (there) assert_true(cell.measures.noemer == row->noemer.n);
        shown += there;
    }
    assert_true(shown > 0 && hidden > 0 && shown + hidden == table->n_rows);
    ds_cells_free(cells);
    assert_int_equal(ds_release_cells(release, "vsv", key_names, 1, "27GZ", &cells, NULL, &err),
                     DS_OK);
    assert_int_equal(ds_cells_n(cells), 0);
    ds_cells_free(cells);
    ds_release_free(release);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheets__small_groups_go_with_their_row),
        cmocka_unit_test(test_sheets__a_sum_of_enough),
        cmocka_unit_test(test_sheets__a_sum_of_enough_in_the_teller),
        cmocka_unit_test(test_sheets__lines_and_columns),
        cmocka_unit_test(test_sheets__what_is_worked_out_of_a_hidden_row),
        cmocka_unit_test(test_sheets__no_trace),
        cmocka_unit_test(test_sheets__words_and_scopes),
        cmocka_unit_test(test_sheets__institutions_are_numbers),
        cmocka_unit_test(test_sheets__what_is_refused),
        cmocka_unit_test(test_sheets__shown_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
