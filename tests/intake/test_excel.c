/* tests/intake/test_excel.c: deliveries as Excel files: which sheet is read, and what is said of
 * the file. */
#include "intake/import_help.h"
#include "table/xlsx_file.h"

#define CELL(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NAMES                                                                                      \
    "<row r=\"1\">" CELL("A1", "persoon") CELL("B1", "schooljaar") CELL("C1", "soort")             \
        CELL("D1", "niveau") "</row>"

/* leveringen/<name>: the sheets Data, with these rows, and Uitleg. */
static void deliver_excel(const char *name, const char *rows, const char *after) {
    char path[DS_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/leveringen/%s", folder, name);
    deliver(name, ""); /* makes the folder */
    take_back(name);
    xlsx_write_rows(path, rows, after);
}

static void expect_remark(const json_t *summary, const char *file, size_t i, const char *code,
                          int n) {
    const json_t *list = json_object_get(about(summary, file), "opmerkingen");
    const json_t *one = json_array_get(list, i);
    assert_string_equal(json_string_value(json_object_get(one, "wat")), code);
    assert_int_equal(json_integer_value(json_object_get(one, "aantal")), n);
}

static void test_excel__a_delivery_and_what_is_said_of_it(void **state) {
    json_t *s;
    (void)state;
    deliver_excel(
        "inschrijving.xlsx",
        NAMES "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><f>2020+2</f><v>2022</v></c>" CELL(
            "C2", "mbo") "<c r=\"D2\"><v>2</v></c></row><row r=\"5\"><c r=\"A5\"><v>2</v></c><c "
                         "r=\"B5\"><v>2022</v></c>" CELL("C5",
                                                         "mbo") "<c r=\"D5\"><v>9</v></c></row>",
        "");
    configure("max_afgekeurd: 60 %\n");
    s = import_good();
    assert_int_equal(json_integer_value(json_object_get(about(s, "inschrijving.xlsx"), "genomen")),
                     1);
    assert_int_equal(
        json_integer_value(json_object_get(about(s, "inschrijving.xlsx"), "afgekeurd")), 1);
    expect_remark(s, "inschrijving.xlsx", 0, "formules", 1);
    expect_remark(s, "inschrijving.xlsx", 1, "bladen_terzijde", 1);
    json_decref(s);
}

static void test_excel__the_sheet_that_is_named(void **state) {
    json_t *s;
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort,niveau\n1,2022,mbo,2\n");
    deliver_excel("kenmerken.xlsx",
                  "<row r=\"1\">" CELL("A1", "persoon")
                      CELL("B1", "geslacht") "</row><row r=\"2\"><c r=\"A2\"><v>1</v></c>" CELL(
                          "B2", "v") "</row>",
                  "");
    configure("leveringen: [{bestand: kenmerken.xlsx, soort: persoon, blad: data}]\n");
    s = import_good();
    assert_int_equal(json_integer_value(json_object_get(about(s, "kenmerken.xlsx"), "genomen")), 1);
    json_decref(s);
    configure("leveringen: [{bestand: kenmerken.xlsx, soort: persoon, blad: Uitleg}]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.en, "persoon"));
    configure("leveringen: [{bestand: kenmerken.xlsx, soort: persoon, blad: Weg}]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.en, "Data, Uitleg"));
    configure("leveringen: [{bestand: inschrijving.csv, soort: inschrijving, blad: Data}, "
              "{bestand: kenmerken.xlsx, "
              "soort: persoon}]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.en, "sheet"));
}

static void test_excel__a_mapping_names_sheet_and_row(void **state) {
    json_t *s;
    (void)state;
    deliver_excel(
        "osiris.xlsx",
        "<row r=\"1\">" CELL("A1", "Overzicht") "</row><row r=\"3\">" CELL("A3", "nr") CELL(
            "B3",
            "jaar") "</row><row r=\"4\"><c r=\"A4\"><v>1</v></c><c r=\"B4\"><v>2022</v></c></row>",
        "");
    ds_free(ds_test_write_string(
        folder, "vertalingen/osiris.yaml",
        "bestanden: [osiris*.xlsx]\nblad: Data\neerste_regel: 3\nlevert:\n  - soort: inschrijving\n"
        "    kolommen:\n      persoon: nr\n      schooljaar: jaar\n      soort: {altijd: mbo}\n"
        "      niveau: {altijd: 2}\n"));
    s = import_good();
    assert_int_equal(json_integer_value(json_object_get(about(s, "osiris.xlsx"), "genomen")), 1);
    json_decref(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_excel__a_delivery_and_what_is_said_of_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_excel__the_sheet_that_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_excel__a_mapping_names_sheet_and_row, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
