/* tests/intake/test_gate.c: what a value is by what its column may hold: persons, codes, numbers,
 * dates and words for missing as spreadsheets and other programs write them. */
#include "intake/import_help.h"

/* How many rows of the delivery were refused with this reason. */
static long long refused(const json_t *summary, const char *name, const char *reason) {
    const json_t *n = json_object_get(json_object_get(about(summary, name), "redenen"), reason);
    return n == NULL ? 0 : json_integer_value(n);
}

/* How many values of a column were changed in this way. */
static long long cleaned(const json_t *summary, const char *name, const char *column,
                         const char *code) {
    const json_t *list = json_object_get(about(summary, name), "opgeschoond");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(one, "kolom")), column) == 0 &&
            strcmp(json_string_value(json_object_get(one, "wat")), code) == 0)
            return json_integer_value(json_object_get(one, "aantal"));
    }
    return 0;
}

/* Ten enrolments of persons as they are written here; max_afgekeurd lets all through. */
static json_t *import_persons(const char *const *persons, size_t n) {
    json_t *summary;
    ds_buffer text;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "persoon;schooljaar;soort;niveau\n");
    for (size_t i = 0; i < n; i++)
        ds_buffer_addf(&text, "%s;2022;mbo;2\n", persons[i]);
    configure("max_afgekeurd: 100 %\n");
    deliver("inschrijving.csv", ds_buffer_string(&text));
    summary = import_good();
    ds_buffer_done(&text);
    return summary;
}

#define PERSONS(...)                                                                               \
    import_persons((const char *const[]){__VA_ARGS__},                                             \
                   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void are_persons(const char *expected) {
    shows("SELECT persoon FROM persoon ORDER BY 1", expected);
}

static void test_gate__persons_cleaned(void **state) {
    json_t *s = PERSONS("0001", "0002\xC2\xA0",
                        "\xE2\x80\x8B"
                        "0003",
                        "=\"0004\"", "'0005", " \"0006\" ",
                        "\xEF\xBB\xBF"
                        "0007");
    (void)state;
    are_persons("0001\n0002\n0003\n0004\n0005\n0006\n0007");
    has_counts(s, "inschrijving.csv", 7, 7, 0);
    assert_int_equal(cleaned(s, "inschrijving.csv", "persoon", "randen"), 3);
    assert_int_equal(cleaned(s, "inschrijving.csv", "persoon", "verpakking"), 2);
    json_decref(s);
}

static void test_gate__persons_refused(void **state) {
    json_t *s = PERSONS("1001", "1,23E+08", "1.23E8", "5E+3", "12E4567", "1.002", "1002,5", "1 002",
                        "+1,5E-3", "10\342\200\213A1", "NULL", "na", "-", "#N/B", "N.a.t");
    (void)state;
    are_persons("1001\n12E4567\nN.a.t");
    assert_int_equal(refused(s, "inschrijving.csv", "persoon_getal"), 7);
    assert_int_equal(refused(s, "inschrijving.csv", "onzichtbaar_teken"), 1);
    assert_int_equal(refused(s, "inschrijving.csv", "persoon_leeg"), 4);
    json_decref(s);
}

/* What a spreadsheet, SQL or a word processor puts around a number, or instead of one. */
static void test_gate__persons_of_spreadsheets(void **state) {
    json_t *s = PERSONS("'1001'", "1002", "=1003", "=\"\"1004\"\"", "########", "#REF!", "#VERW!",
                        "\342\200\2311005", "\342\200\2341006\xE2\x80\x9D", "`1007", "-9", "+1008",
                        "ab+/c=");
    (void)state;
    are_persons("1001\n1002\nab+/c=");
    assert_int_equal(cleaned(s, "inschrijving.csv", "persoon", "verpakking"), 1);
    assert_int_equal(refused(s, "inschrijving.csv", "persoon_rekenblad"), 8);
    assert_int_equal(refused(s, "inschrijving.csv", "persoon_getal"), 2);
    json_decref(s);
}

/* A .0 that all rows have is none; one that some have is refused. */
static void test_gate__persons_with_decimals(void **state) {
    json_t *s = PERSONS("1001.0", "1002.0", "1003.0", "");
    (void)state;
    are_persons("1001\n1002\n1003");
    has_counts(s, "inschrijving.csv", 4, 3, 1);
    assert_int_equal(cleaned(s, "inschrijving.csv", "persoon", "nul_achter"), 3);
    json_decref(s);
    s = PERSONS("1001,0", "1002,0");
    are_persons("1001\n1002");
    json_decref(s);
    s = PERSONS("1001", "1002.0", "1003.0");
    are_persons("1001");
    assert_int_equal(refused(s, "inschrijving.csv", "persoon_getal"), 2);
    json_decref(s);
}

static void test_gate__nine_in_ten_are_numbers(void **state) {
    json_t *s = PERSONS("1", "2", "3", "4", "5", "6", "7", "8", "9", "Totaal");
    (void)state;
    are_persons("1\n2\n3\n4\n5\n6\n7\n8\n9");
    assert_int_equal(refused(s, "inschrijving.csv", "persoon_geen_getal"), 1);
    json_decref(s);
    s = PERSONS("1", "2", "3", "4", "5", "6", "7", "8", "Ann", "Bob"); /* eight in ten */
    assert_int_equal(count_of(s, "personen"), 10);
    json_decref(s);
    s = PERSONS("Ann", "Bob", "Cees");
    assert_int_equal(count_of(s, "personen"), 3);
    json_decref(s);
}

static void test_gate__codes_and_numbers(void **state) {
    json_t *s;
    (void)state;
    configure("max_afgekeurd: 100 %\n");
    deliver("inschrijving.csv",
            "persoon;schooljaar;soort;niveau;instelling;opleiding;bekostigd;leerjaar\n"
            "1;2022-23;mbo;2.0;27gz;25001.0;True;1,0\n"
            "2;2022\xE2\x80\x93"
            "23;'mbo;2,0;27GZ;25002.0;WAAR;1\n"
            "3;2022.0;mbo;NA;NULL;.;n;\n"
            "4;2022;mbo;2.5;27GZ;;ja;\n"
            "5;2022;mbo;5;27GZ;;ja;\n"
            "6;2022;mbo;2;27GZ;2,5001E+04;ja;\n"
            "7;2022;mbo;2;27\rGZ;;ja;\n"
            "8;2022;m\xC2\xA0"
            "bo;2;27GZ;;ja;\n"
            "9;2022;mbo;2;27GZ;;misschien;\n");
    s = import_good();
    shows("SELECT persoon, schooljaar, niveau, leerjaar, instelling, opleiding, bekostigd FROM "
          "inschrijving" WITH_PERSON "ORDER BY 1",
          "1|2022|2|1|27GZ|25001|true\n2|2022|2|1|27GZ|25002|true\n3|2022|-|-|-|-|false");
    assert_int_equal(cleaned(s, "inschrijving.csv", "instelling", "hoofdletters"), 1);
    assert_int_equal(cleaned(s, "inschrijving.csv", "niveau", "leeg_woord"), 1);
    assert_int_equal(cleaned(s, "inschrijving.csv", "soort", "verpakking"), 1);
    assert_int_equal(refused(s, "inschrijving.csv", "getal"), 2);
    assert_int_equal(refused(s, "inschrijving.csv", "code_getal"), 1);
    assert_int_equal(refused(s, "inschrijving.csv", "onzichtbaar_teken"), 2);
    assert_int_equal(refused(s, "inschrijving.csv", "code"), 1);
    json_decref(s);
}

static void test_gate__opleiding_with_and_without_decimals(void **state) {
    json_t *s;
    (void)state;
    configure("max_afgekeurd: 100 %\n");
    deliver("inschrijving.csv", "persoon;schooljaar;soort;opleiding\n1;2022;mbo;25001.0\n"
                                "2;2022;mbo;25001\n3;2022;mbo;\n");
    s = import_good();
    shows("SELECT persoon FROM inschrijving" WITH_PERSON "ORDER BY 1", "2\n3");
    assert_int_equal(refused(s, "inschrijving.csv", "code_getal"), 1);
    json_decref(s);
}

/* Words that look the same are the same: a no-break space is a blank, what has no width is gone. */
static void test_gate__words_as_seen(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", "persoon;schooljaar;soort\n1;2022;mbo\n");
    deliver("persoon.csv", "persoon;gemeente\n1;Den Haag\n2;Den\xC2\xA0Haag\n"
                           "3;Den\xE2\x80\x8B \xE2\x80\xAFHa\xC2\xAD"
                           "ag\n4;'s-Gravenhage\n5;Den  Haag\n");
    s = import_good();
    shows("SELECT persoon, gemeente FROM persoon ORDER BY 1",
          "1|Den Haag\n2|Den Haag\n3|Den Haag\n4|'s-Gravenhage\n5|Den  Haag");
    assert_int_equal(cleaned(s, "persoon.csv", "gemeente", "binnenin"), 2);
    json_decref(s);
}

static void test_gate__messages(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", "persoon;schooljaar;soort;niveau\n1;2022;mbo;5\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "van 1 tot en met 4"));
    assert_non_null(strstr(err.nl, "max_afgekeurd"));
    deliver("inschrijving.csv", "perso0n;schooljaar;soort\n1;2022;mbo\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "bedoelt u `persoon` met 'perso0n'?"));
    deliver("inschrijving.csv", "bsn;schooljaar;soort\n1;2022;mbo\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "bedoelt u `persoon` met 'bsn'?"));
    assert_non_null(strstr(err.nl, "vertaling"));
    deliver("inschrijving.csv", "persoon;schooljaar;soort;opleiding\n1;2022;mbo;25\r001\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "U+000D, teken 3"));
    deliver("inschrijving.csv", "persoon;schooljaar;soort;bekostigd\n1;2022;mbo;yep\n");
    err = import_bad(NULL);
    assert_null(strstr(err.nl, "bedoelt u"));
    deliver("inschrijving.csv", "persoon;schooljaar;soort\n123456789,0;2022;mbo\n1,5;2022;mbo\n");
    err = import_bad(NULL);
    assert_null(strstr(err.nl, "1,5"));
    assert_non_null(strstr(err.en, "keep persoon as text"));
}

static void test_gate__dates(void **state) {
    json_t *s;
    (void)state;
    configure("max_afgekeurd: 100 %\n");
    deliver("inschrijving.csv", "persoon;schooljaar;soort\n1;2022;mbo\n");
    deliver("persoon.csv", "persoon;geboortedatum\n1;1-3-2005\n2;1-3-2005 0:00\n"
                           "3;2005-03-01T00:00:00+01:00\n4;01-MRT-2005\n5;NULL\n"
                           "6;2005-02-28 23:00\n7;38412\n8;1/3/2005\n");
    s = import_good();
    shows("SELECT persoon, geboortedatum FROM persoon ORDER BY 1",
          "1|2005-03-01\n2|2005-03-01\n3|2005-03-01\n4|2005-03-01\n5|-");
    assert_int_equal(refused(s, "persoon.csv", "datum"), 3);
    json_decref(s);
}

static void test_gate__words_for_missing(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", "persoon;schooljaar;soort\n1;2022;mbo\n");
    deliver("persoon.csv", "persoon;gemeente;functiebeperking\n1;Onbekend;n/a\n2;9999;-\n");
    s = import_good();
    shows("SELECT persoon, gemeente FROM persoon ORDER BY 1", "1|-\n2|9999");
    json_decref(s);
    configure("leeg: ['9999', n/a, '-']\n"); /* instead of the usual ones */
    s = import_good();
    shows("SELECT persoon, gemeente FROM persoon ORDER BY 1", "1|Onbekend\n2|-");
    json_decref(s);
    configure("leeg: [NULL, nee]\n"); /* nee is a code of its column, and stays one */
    deliver("persoon.csv", "persoon;gemeente;functiebeperking\n1;nee;nee\n2;Na;ja\n");
    s = import_good();
    shows("SELECT persoon, gemeente, functiebeperking FROM persoon ORDER BY 1",
          "1|-|false\n2|Na|true");
    json_decref(s);
    configure("leeg: {a: b}\n");
    (void)import_bad(NULL);
}

static void test_gate__words_of_a_mapping(void **state) {
    json_t *s;
    (void)state;
    ds_free(ds_test_write_string(folder, "vertalingen/school.yaml",
                                 "bestanden: [leerlingen*.csv]\n"
                                 "levert:\n"
                                 "  - soort: inschrijving\n"
                                 "    kolommen:\n"
                                 "      persoon: nr\n"
                                 "      schooljaar: {kolom: dag, datum: JJJJ-MM-DD}\n"
                                 "      soort: {altijd: mbo}\n"
                                 "      niveau: {kolom: niv, codes: {1: 1, 2: 2, onbekend: 4}}\n"
                                 "      hoofdgroep: groep\n"
                                 "  - soort: persoon\n"
                                 "    kolommen:\n"
                                 "      persoon: nr\n"
                                 "      geboortedatum: {kolom: geb, datum: EXCEL}\n"));
    configure("max_afgekeurd: 100 %\n");
    deliver("leerlingen.csv", "nr;dag;niv;groep;geb\n1;2022-10-01 00:00:00;2.0;NULL;38412\n"
                              "2;2022-10-01;onbekend;Zorg;38412.0\n3;2022-10-01;NA;-;NULL\n"
                              "NULL;2022-10-01;1;Zorg;1\n");
    s = import_good();
    shows("SELECT persoon, schooljaar, niveau, hoofdgroep FROM inschrijving" WITH_PERSON
          "ORDER BY 1",
          "1|2022|2|-\n2|2022|4|Zorg\n3|2022|-|-");
    shows("SELECT persoon, geboortedatum FROM persoon ORDER BY 1",
          "1|2005-03-01\n2|2005-03-01\n3|-");
    json_decref(s);
}

static void test_gate__empty_rows(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv",
            "persoon;schooljaar;soort\n1;2022;mbo\n;;\n\xC2\xA0;;\n2;2022;mbo\n;;\n");
    s = import_good();
    has_counts(s, "inschrijving.csv", 2, 2, 0);
    assert_int_equal(count_of(about(s, "inschrijving.csv"), "lege_rijen"), 3);
    json_decref(s);
}

static void test_gate__decimal_marks(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", "persoon;schooljaar;soort\n1;2022;mbo\n");
    deliver("werk.csv", "persoon;jaar;uren\n1;2022;1,5\n1;2022;1.234\n");
    err = import_bad(NULL);
    assert_int_equal(err.line, 3);
    assert_non_null(strstr(err.nl, "regel 2"));
    deliver("werk.csv", "persoon;jaar;uren\n1;2022;1.5\n2;2022;1.234\n");
    import_quietly();
    shows("SELECT uren FROM werk ORDER BY 1", "1.23\n1.50");
    deliver("werk.csv", "persoon;jaar;uren\n1;2022;1,5\n1;2022;0.234\n"); /* no thousand */
    import_quietly();
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_gate__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(persons_cleaned),
        TEST(persons_refused),
        TEST(persons_of_spreadsheets),
        TEST(words_as_seen),
        TEST(persons_with_decimals),
        TEST(nine_in_ten_are_numbers),
        TEST(codes_and_numbers),
        TEST(opleiding_with_and_without_decimals),
        TEST(messages),
        TEST(dates),
        TEST(words_for_missing),
        TEST(words_of_a_mapping),
        TEST(empty_rows),
        TEST(decimal_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
