/* tests/report/test_answered.c: what the words of a list say of an answer, and an answer held
 * against a published table: keys by their values, values counted, none taken twice. */
#include <math.h>
#include <string.h>

#include "report/answered/answered_parts.h"
#include "support/support.h"

/* ---- words ---- */

static void expect_words(const char *what, const char *kind, size_t n, const char *keys,
                         bool several_years) {
    ds_answered_said said;
    char found[256] = "";
    ds_answered_read_words(what, kind, &said);
    for (size_t i = 0; i < said.n_keys; i++) {
        if (i > 0) strcat(found, " ");
        strcat(found, said.keys[i]);
    }
    if (said.n != n || strcmp(found, keys) != 0 || said.several_years != several_years)
        fail_msg("%s: %zu, '%s', %d", what, said.n, found, said.several_years);
}

static void test_answered_words__counts_of_a_list(void **state) {
    (void)state;
    expect_words("vsv leerweg x niveau x migratieachtergrond, 5 jaren (225)", "tabel", 225,
                 "leerweg niveau migratieachtergrond", false);
    expect_words("% door anderen als student gezien (20)", "tabel", 20, "", false);
    expect_words("% voelt zich student, niveau x leerweg x 2024/2025 (20 getallen)", "tabel", 20,
                 "leerweg niveau", false);
    expect_words("Planning 1.2 (3 indicatoren x 5 klassen)", "figuur", 15, "", false);
    expect_words("Gebruikte bronnen startwaarden (6 regels)", "tabel", 6, "", false);
    expect_words("Besteding 1.5 n=35", "figuur", 35, "", false);
    expect_words("Per vmbo-leerweg het percentage naar mbo (4 getallen in beeld)", "percentage", 4,
                 "leerweg", false);
    expect_words("Besteding 1.3 t.o.v. budget", "figuur", 0, "", false);
}

static void test_answered_words__numbers_in_prose_are_counted(void **state) {
    (void)state;
    expect_words("6,7% uitval van vmbo-gediplomeerden in niveau 2", "percentage", 1, "", false);
    expect_words("11,4% van de middelen besteed in 2024 (EUR 2.829.069.228)",
                 "percentage/indicator", 2, "", false);
    expect_words("r 0,728 (mbo-1 bol), 0,681 (mbo-3 bol), 0,365-0,541 overige",
                 "percentage/indicator", 4, "leerweg", false);
    expect_words("gemiddeld 32% (1.1), 24% (1.5) van budget besteed", "percentage", 2, "", false);
    expect_words("Aantal vsv en verhouding tot landelijk streefcijfer", "deelvraag", 0, "", false);
}

static void test_answered_words__years(void **state) {
    (void)state;
    expect_words("Uitstroom met werk 2018-2022", "figuur", 0, "", true);
    expect_words("met en zonder vso-achtergrond (2022-2023)", "figuur", 0, "vso_achtergrond",
                 false); /* a school year */
    expect_words("Startersresultaat naar jaar en niveau", "figuur", 0, "niveau", true);
}

/* ---- a published table ---- */

#define ROWS 4
static const char *const row_keys[ROWS][2] = {
    {"1", "bbl"}, {"1", "bol"}, {NULL, "bbl"}, {"4", "bol"}};

static ds_audit_table make_published(ds_audit_row rows[ROWS], ds_audit_measure measures[2]) {
    static const char *names[2] = {"niveau", "soort_leerweg"};
    static double values[ROWS][2] = {{5, 10}, {6, 11}, {7, 12}, {8, 13}};
    for (size_t r = 0; r < ROWS; r++)
        rows[r] = (ds_audit_row){r + 2, (const char **)(uintptr_t)row_keys[r], values[r], -1};
    measures[0] = (ds_audit_measure){.name = "aantal"};
    measures[1] = (ds_audit_measure){.name = "percentage"};
    return (ds_audit_table){.name = "tabel_4_1.csv",
                            .key_names = names,
                            .n_keys = 2,
                            .measures = measures,
                            .n_measures = 2,
                            .rows = rows,
                            .n_rows = ROWS};
}

static const char *const fact_keys[][2] = {
    {"bbl", "1"}, {"bol", "1"}, {"bbl", DS_TOTAL}, {"bol", DS_TOTAL}};

static ds_release_sheet make_answer(ds_release_fact *facts, size_t n) {
    static const char *const names[2] = {"leerweg", "niveau"};
    for (size_t i = 0; i < n; i++)
        facts[i] = (ds_release_fact){.jaar = 2023,
                                     .keys = fact_keys[i / 2],
                                     .measure = i % 2 == 0 ? "aantal" : "percentage",
                                     .klasse = "",
                                     .state = DS_STATE_SHOWN,
                                     .value = 1};
    return (ds_release_sheet){
        .id = "telling vsv", .key_names = names, .n_keys = 2, .facts = facts, .n_facts = n};
}

static ds_answered_held hold(ds_release_fact *facts, size_t n, const ds_recipe_block *block) {
    ds_audit_row rows[ROWS];
    ds_audit_measure measures[2];
    const ds_audit_table table = make_published(rows, measures);
    const ds_release_sheet sheet = make_answer(facts, n);
    ds_answered_claim claim = {"werkagenda", block, &sheet, NULL};
    ds_answered_held held;
    ds_error err;
    assert_int_equal(ds_answered_hold(&table, &claim, 1, NULL, &held, &err), DS_OK);
    return held;
}

static void test_answered_hold__rows_by_their_values(void **state) {
    const ds_recipe_block block = {.id = "T4.1"};
    ds_release_fact facts[8];
    const ds_answered_held held = hold(facts, 8, &block);
    (void)state;
    assert_true(held.keys); /* though the table calls it soort_leerweg */
    assert_int_equal(held.found, 6);
    assert_int_equal(held.expected, 6);
    assert_int_equal(held.absent, 2); /* nobody here is at niveau 4 */
}

/* One key of two is no table by both. */
static void test_answered_hold__all_keys_are_asked(void **state) {
    static const char *const names[1] = {"leerweg"};
    static const char *const bbl[1] = {"bbl"};
    const ds_recipe_block block = {.id = "T4.1"};
    const ds_release_fact fact = {.jaar = 2023,
                                  .keys = bbl,
                                  .measure = "aantal",
                                  .klasse = "",
                                  .state = DS_STATE_SHOWN,
                                  .value = 1};
    const ds_release_sheet sheet = {.key_names = names, .n_keys = 1, .facts = &fact, .n_facts = 1};
    ds_answered_claim claim = {"werkagenda", &block, &sheet, NULL};
    ds_audit_row rows[ROWS];
    ds_audit_measure measures[2];
    const ds_audit_table table = make_published(rows, measures);
    ds_answered_held held;
    ds_error err;
    (void)state;
    assert_int_equal(ds_answered_hold(&table, &claim, 1, NULL, &held, &err), DS_OK);
    assert_false(held.keys);
}

static void test_answered_hold__a_column_too_few_is_seen(void **state) {
    static const char *const columns[] = {"percentage"};
    const ds_recipe_block block = {.id = "T4.1", .kolommen = {columns, 1}};
    ds_release_fact facts[8];
    const ds_answered_held held = hold(facts, 8, &block);
    (void)state;
    assert_int_equal(held.found, 3);
    assert_int_equal(held.expected, 6);
}

static void test_answered_values__hidden_ones_are_there_and_tests_are_none(void **state) {
    const ds_recipe_block block = {.id = "T4.1"};
    ds_release_fact facts[4];
    const ds_release_sheet sheet = make_answer(facts, 4);
    const ds_answered_claim claim = {"werkagenda", &block, &sheet, NULL};
    size_t shown;
    (void)state;
    facts[0].state = DS_STATE_SUPPRESSED;
    facts[1].measure = "p_holm";
    facts[2].state = DS_STATE_NOT_AVAILABLE;
    assert_int_equal(ds_answered_count_values(&claim, &shown), 2);
    assert_int_equal(shown, 1);
    assert_true(ds_answered_has_key(&claim, "niveau"));
    assert_false(ds_answered_has_key(&claim, "ses"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answered_words__counts_of_a_list),
        cmocka_unit_test(test_answered_words__numbers_in_prose_are_counted),
        cmocka_unit_test(test_answered_words__years),
        cmocka_unit_test(test_answered_hold__rows_by_their_values),
        cmocka_unit_test(test_answered_hold__all_keys_are_asked),
        cmocka_unit_test(test_answered_hold__a_column_too_few_is_seen),
        cmocka_unit_test(test_answered_values__hidden_ones_are_there_and_tests_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
