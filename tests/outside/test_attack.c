/* tests/outside/test_attack.c: published tables attacked, as a library call: of another and of
 * ours, and files that cannot be read. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/outside.h"
#include "support/support.h"

#define DESCRIPTION(more)                                                                          \
    "tabellen:\n"                                                                                  \
    "  - bestand: uitval.csv\n"                                                                    \
    "    indicator: uitval\n"                                                                      \
    "    schooljaar: {waarde: 2022/23}\n"                                                          \
    "    sleutels: [school, {richting: soort}]\n"                                                  \
    "    totaal: [Totaal]\n"                                                                       \
    "    teller: uitvallers\n"                                                                     \
    "    noemer: leerlingen\n"                                                                     \
    "    percentage: pct\n"                                                                        \
    "    verborgen: ['.', {'<5': [1, 4]}]\n" more
#define HEAD "school;soort;uitvallers;leerlingen;pct\n"

static char *folder;

static int make_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static void put(const char *name, const char *text) {
    ds_free(ds_test_write_string(folder, name, text));
}

static ds_attacked attack(void) {
    ds_outside_attack_options options = DS_OUTSIDE_ATTACK_OPTIONS_INIT;
    ds_attacked out = {0};
    ds_error err = {0};
    options.folder = folder;
    if (ds_outside_attack(&options, &out, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    return out;
}

/* The one finding of that line and measure; fails where there is none. */
static const ds_found *found_at(const ds_attacked *a, uint64_t line, const char *measure) {
    for (size_t i = 0; i < a->findings.n; i++) {
        const ds_found *found = &a->findings.list[i];
        if (a->lines[found->table][found->row] == line && strcmp(found->measure, measure) == 0)
            return found;
    }
    fail_msg("nothing is found of %s on line %d", measure, (int)line);
    return NULL;
}

static void expect(const ds_attacked *a, uint64_t line, const char *measure, double low,
                   double high) {
    const ds_found *found = found_at(a, line, measure);
    assert_float_equal(found->low, low, 1e-6);
    assert_float_equal(found->high, high, 1e-6);
}

static void test_attack__margins_give_a_cell_away(void **state) {
    ds_attacked a;
    (void)state;
    put("beschrijving.yaml", DESCRIPTION(""));
    put("uitval.csv", HEAD "A;techniek;20;100;20,0\nA;zorg;.;90;\nA;Totaal;23;190;12,1\n");
    a = attack();
    assert_int_equal(a.findings.n, 1);
    expect(&a, 3, "teller", 3, 3);
    assert_false(a.findings.list[0].shown);
    assert_int_equal(a.findings.n_contradictions, 0);
    ds_attacked_done(&a);
}

/* By hand: A + B are 34 - 30 = 4, so each is 0 to 4. */
static void test_attack__two_files_of_ours_together(void **state) {
    ds_attacked a;
    (void)state;
    put("scholen.csv", "indicator,schooljaar,school,teller,noemer,onbekend,percentage\n"
                       "vsv,2022,A,,100,0,\nvsv,2022,B,,100,0,\nvsv,2022,C,30,100,0,30\n");
    a = attack();
    assert_int_equal(a.findings.n, 0);
    assert_int_equal(a.findings.n_hidden, 2 * 2 + 1); /* teller and complement; C's complement */
    ds_attacked_done(&a);
    put("alle.csv", "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                    "vsv,2022,34,300,0,11.333333333333334\n");
    a = attack();
    assert_int_equal(a.findings.n, 2);
    expect(&a, 2, "teller", 0, 4);
    expect(&a, 3, "teller", 0, 4);
    ds_attacked_done(&a);
    put("alle.csv", "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                    "vsv,2022,70,300,0,23.333333333333332\n");
    a = attack();
    assert_int_equal(a.findings.n, 0);
    ds_attacked_done(&a);
}

/* 14.29 % of fewer than 14 pupils is 1 of 7. */
static void test_attack__a_percentage_is_a_count_in_disguise(void **state) {
    ds_attacked a;
    (void)state;
    put("beschrijving.yaml", DESCRIPTION(""));
    put("uitval.csv", HEAD "A;zorg;.;.;14,29\nA;techniek;20;100;20\nA;Totaal;.;107;\n");
    a = attack();
    expect(&a, 2, "teller", 1, 1);
    expect(&a, 2, "complement", 6, 6);
    expect(&a, 2, "noemer", 7, 7);
    assert_int_equal(a.findings.n_contradictions, 0);
    ds_attacked_done(&a);
    put("uitval.csv", HEAD "A;zorg;.;.;14,29\nA;techniek;20;100;20\nA;Totaal;.;113;\n");
    a = attack(); /* of 13 none is 14,29 % */
    assert_int_equal(a.findings.n, 0);
    assert_in_range(a.findings.n_contradictions, 1, 2); /* the total is no whole number either */
    assert_int_equal(a.lines[0][a.findings.contradictions[0].row], 2);
    ds_attacked_done(&a);
    put("uitval.csv", HEAD "A;zorg;.;<5;33,3\nA;techniek;.;200;1,5\n");
    a = attack();
    expect(&a, 2, "noemer", 3, 3);
    expect(&a, 2, "teller", 1, 1);
    expect(&a, 3, "teller", 3, 3);
    ds_attacked_done(&a);
}

/* One file described twice: the pupils of a school, then who left, by fewer keys. */
static void test_attack__a_file_described_twice(void **state) {
    ds_attacked a;
    (void)state;
    put("uitval.csv", "school;soort;uitvallers;leerlingen\n"
                      "A;techniek;20;100\nA;zorg;.;90\nA;Totaal;23;190\n");
    put("beschrijving.yaml",
        "tabellen:\n"
        "  - {bestand: uitval.csv, indicator: uitval, schooljaar: {waarde: 2022},\n"
        "     sleutels: [school, soort], totaal: [Totaal], noemer: leerlingen}\n"
        "  - {bestand: uitval.csv, indicator: uitval, schooljaar: {waarde: 2022},\n"
        "     sleutels: [soort], totaal: [Totaal], teller: uitvallers, noemer: leerlingen,\n"
        "     verborgen: ['.']}\n");
    a = attack();
    assert_int_equal(a.n, 2);
    expect(&a, 3, "teller", 3, 3);
    ds_attacked_done(&a);
}

/* More parts of a total than a relation of ours ever has, and counts of any size. */
static void test_attack__many_rows_and_large_counts(void **state) {
    enum { SCHOOLS = 5000, LINE = 64 };
    char *text = ds_calloc(SCHOOLS, LINE);
    size_t size = 0;
    ds_attacked a;
    (void)state;
    assert_non_null(text);
    for (int i = -1; i < SCHOOLS; i++)
        size += (size_t)snprintf(text + size, 2 * LINE,
                                 i < 0    ? "indicator,schooljaar,school,teller,noemer,onbekend,"
                                            "percentage\n"
                                 : i == 7 ? "x,2022,S%d,,100,0,\n"
                                          : "x,2022,S%d,10,100,0,\n",
                                 i);
    put("scholen.csv", text);
    ds_free(text);
    put("land.csv", "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                    "x,2022,49994,500000,0,\n");
    put("groot.csv", "indicator,schooljaar,soort,teller,noemer,onbekend,percentage\n"
                     "y,2022,a,9223372036854775807,9223372036854775807,0,\n"
                     "y,2022,b,9223372036854775807,9223372036854775807,0,\n");
    a = attack();
    expect(&a, 9, "teller", 4, 4);
    ds_attacked_done(&a);
}

/* The whole of which somebody is left out has the institution's key as well. */
static void test_attack__six_keys_without_one(void **state) {
    static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
    const ds_published_row row = {.schooljaar = 2022, .keys = names};
    const ds_published_table table = {.name = "t",
                                      .indicator = "i",
                                      .without = "00AA",
                                      .key_names = names,
                                      .n_keys = 6,
                                      .rows = &row,
                                      .n_rows = 1};
    ds_findings found;
    ds_error err = {0};
    (void)state;
    assert_int_equal(ds_attack_published(&table, 1, 10, "instelling", &found, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "more than 6 keys"));
}

static void test_attack__small_counts_that_are_printed(void **state) {
    ds_attacked a;
    (void)state;
    put("beschrijving.yaml", DESCRIPTION(""));
    put("uitval.csv", HEAD "A;zorg;4;90;\nB;zorg;85;90;\nC;zorg;0;90;\n");
    a = attack();
    assert_int_equal(a.findings.n, 2);
    assert_true(found_at(&a, 2, "teller")->shown);
    expect(&a, 3, "complement", 5, 5);
    ds_attacked_done(&a);
}

/* '<5' where the margins say 17: what is wrong is named, the rest is still attacked. */
static void test_attack__a_forged_marker_is_a_contradiction(void **state) {
    ds_attacked a;
    (void)state;
    put("beschrijving.yaml", DESCRIPTION(""));
    put("uitval.csv", HEAD "A;techniek;20;100;\nA;zorg;<5;90;\nA;Totaal;37;190;\n"
                           "B;techniek;20;100;\nB;zorg;.;90;\nB;Totaal;22;190;\n");
    a = attack();
    assert_int_equal(a.findings.n_contradictions, 1);
    assert_in_range(a.lines[0][a.findings.contradictions[0].row], 2, 4);
    expect(&a, 6, "teller", 2, 2);
    ds_attacked_done(&a);
    put("uitval.csv", HEAD "A;techniek;20;100;\nA;zorg;10;90;\nA;Totaal;37;190;\n");
    a = attack();
    assert_int_equal(a.findings.n_contradictions, 1);
    assert_string_equal(a.findings.contradictions[0].measure, "teller");
    assert_int_equal(a.lines[0][a.findings.contradictions[0].row], 4);
    ds_attacked_done(&a);
}

/* ---- what cannot be read ---- */

static void refused(const char *file, uint64_t line, uint64_t column, const char *en) {
    ds_outside_attack_options options = DS_OUTSIDE_ATTACK_OPTIONS_INIT;
    ds_attacked out = {0};
    ds_error err = {0};
    options.folder = folder;
    assert_int_equal(ds_outside_attack(&options, &out, &err), DS_INPUT);
    if (strstr(err.file, file) == NULL || err.line != line || err.column != column ||
        strstr(err.en, en) == NULL)
        fail_msg("%s, %d, %d: %s", err.file, (int)err.line, (int)err.column, err.en);
    assert_null(out.tables);
}

static void test_attack__what_cannot_be_read_is_named(void **state) {
    (void)state;
    refused(folder, 0, 0, "there are no tables here");
    put("uitval.csv", HEAD "A;zorg;.;90;\n");
    refused("uitval.csv", 1, 0, "this is not our own layout");
    put("beschrijving.yaml", DESCRIPTION(""));
    put("uitval.csv", HEAD "A;zorg;.;90;\nA;techniek;veel;90;\n");
    refused("uitval.csv", 3, 0, "column uitvallers: expected a count");
    put("uitval.csv", HEAD "A;zorg;.;90;140\n");
    refused("uitval.csv", 2, 0, "column pct: expected a percentage");
    put("uitval.csv", HEAD "A;zorg;.;90\n");
    refused("uitval.csv", 2, 12, "too few fields");
    put("uitval.csv", "school;soort;uitvallers;pct\nA;zorg;.;90\n");
    refused("uitval.csv", 1, 0, "leerlingen");
    put("beschrijving.yaml", DESCRIPTION("    vorborgen: []\n"));
    refused("beschrijving.yaml", 11, 5, "verborgen");
    put("beschrijving.yaml",
        DESCRIPTION("  - {bestand: weg.csv, indicator: x, schooljaar: 2022, noemer: n}\n"));
    refused(folder, 0, 0, "there is no such file");
    put("beschrijving.yaml",
        DESCRIPTION("  - {bestand: weg.csv, indicator: x, schooljaar: 20, noemer: n}\n"));
    refused("beschrijving.yaml", 11, 50, "expected a school year");
    put("beschrijving.yaml", "tabellen:\n  - {bestand: uitval.csv}\n");
    refused("beschrijving.yaml", 2, 5, "a table needs");
    put("beschrijving.yaml",
        "tabellen:\n  - {bestand: a, indicator: b, schooljaar: 2022, noemer: c, "
        "verborgen: [{'<5': [4, 1]}]}\n");
    refused("beschrijving.yaml", 2, 80, "expected the smallest");
    put("vrijgave.json", "{}");
    put("beschrijving.yaml", DESCRIPTION(""));
    put("uitval.csv", HEAD "A;zorg;.;90;\n");
    refused("vrijgave.json", 0, 0, "this is no release");
}

/* ---- memory ---- */

static ds_status attack_and_report(void *context, ds_error *err) {
    ds_outside_attack_options options = DS_OUTSIDE_ATTACK_OPTIONS_INIT;
    ds_attacked out = {0};
    ds_document *document = NULL;
    ds_status status;
    (void)context;
    options.folder = folder;
    status = ds_outside_attack(&options, &out, err);
    if (status != DS_OK) return status;
    status = ds_report_attack(&out, &document, err);
    ds_document_free(document);
    ds_attacked_done(&out);
    return status;
}

static void test_attack__memory(void **state) {
    (void)state;
    put("beschrijving.yaml", DESCRIPTION(""));
    put("uitval.csv", HEAD "A;zorg;<5;.;33,3\nA;techniek;20;100;\nA;Totaal;37;190;\n");
    ds_test_every_allocation(attack_and_report, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_attack__margins_give_a_cell_away, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_attack__two_files_of_ours_together, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_attack__a_percentage_is_a_count_in_disguise,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_attack__a_file_described_twice, make_folder,
                                        remove_folder),
        cmocka_unit_test(test_attack__six_keys_without_one),
        cmocka_unit_test_setup_teardown(test_attack__many_rows_and_large_counts, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_attack__small_counts_that_are_printed, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_attack__a_forged_marker_is_a_contradiction,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_attack__what_cannot_be_read_is_named, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_attack__memory, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
