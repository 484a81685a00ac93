/* tests/intake/test_header.c: columns by name, whatever the letter case, accents, blanks and
 * underscores; columns without a name; a title above the names, and a mapping that says so. */
#include "intake/import_help.h"

static void test_header__names_are_folded(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", "PERSOON ;School jaar;S_oort;niv\xC3\xA9"
                                "au\xC2\xA0;Hoofd-groep\n1;2022;mbo;2;x\n");
    deliver("persoon.csv",
            "persoon;Geboorte Datum;opleidingOuders;RMC regio\n1;2005-03-01;hoog;7\n");
    s = import_good();
    assert_string_equal(
        json_string_value(json_object_get(about(s, "inschrijving.csv"), "onbekende_kolommen")),
        "Hoofd-groep");
    assert_null(json_object_get(about(s, "persoon.csv"), "onbekende_kolommen"));
    json_decref(s);
    shows("SELECT niveau FROM inschrijving", "2");
    shows("SELECT opleiding_ouders, rmc_regio FROM persoon", "hoog|7");
}

/* The exact name goes before one that is only alike; two alike cannot be told apart. */
static void test_header__alike(void **state) {
    (void)state;
    deliver("inschrijving.csv", "persoon;schooljaar;soort;ni_veau;niveau\n1;2022;mbo;1;2\n");
    import_quietly();
    shows("SELECT niveau FROM inschrijving", "2");
    deliver("inschrijving.csv", "persoon;schooljaar;soort;ni_veau;ni veau\n1;2022;mbo;1;2\n");
    assert_non_null(strstr(import_bad(NULL).en, "column 4 and column 5 are both called 'niveau'"));
}

static void test_header__without_a_name(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", "persoon;schooljaar;soort;;\n1;2022;mbo;; \n");
    s = import_good();
    assert_int_equal(count_of(about(s, "inschrijving.csv"), "kolommen_zonder_naam"), 2);
    json_decref(s);
    deliver("inschrijving.csv", "persoon;schooljaar;soort;;\n1;2022;mbo;;\n2;2022;mbo;;x\n");
    assert_non_null(strstr(import_bad(NULL).en, "column 5 has no name"));
}

#define TITLE "Overzicht;;;\nGemaakt op 1-2-2024;;;\n;;;\n"
#define ROWS "persoon;schooljaar;soort;niveau\n1;2022;mbo;2\n"

static void test_header__title(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", TITLE ROWS);
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "eerste_regel: 4"));
    assert_non_null(strstr(err.en, "stand on line 4"));
    ds_free(ds_test_write_string(
        folder, "vertalingen/titel.yaml",
        "bestanden: inschrijving.csv\neerste_regel: 4\nlevert:\n  - soort: inschrijving\n"
        "    kolommen: {persoon: persoon, schooljaar: schooljaar, soort: soort, niveau: "
        "niveau}\n"));
    import_quietly();
    shows("SELECT niveau FROM inschrijving", "2");
    ds_free(ds_test_write_string(folder, "vertalingen/titel.yaml",
                                 "eerste_regel: 0\nlevert: [{soort: persoon, kolommen: "
                                 "{persoon: a}}]\n"));
    err = import_bad(NULL);
    assert_int_equal(err.line, 1);
    assert_non_null(strstr(err.en, "from 1 to 1000"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
        IN_FOLDER(test_header__names_are_folded),
        IN_FOLDER(test_header__alike),
        IN_FOLDER(test_header__without_a_name),
        IN_FOLDER(test_header__title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
