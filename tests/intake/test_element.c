/* tests/intake/test_element.c: a column elementcode of enrolments, in a canonical delivery and
 * through a mapping: soort, leerweg, leerjaar, route, sector and profiel by codes/elementcode.csv
 * of the user; a code that it does not have, or has otherwise, is refused by line and counted. */
#include "intake/import_help.h"

#define LIST                                                                                       \
    "elementcode,soort,leerweg,leerjaar,route,sector,profiel,toelichting\n"                        \
    "0011,vmbo,kb,3,vakmanschap2,techniek,PIE,verzonnen\n"                                         \
    "12,havo,,4,,,,verzonnen\n"
#define SHOWN                                                                                      \
    "SELECT persoon, soort, leerweg, leerjaar, route, sector, profiel FROM "                       \
    "inschrijving" WITH_PERSON "ORDER BY 1"

static void list_is(const char *text) {
    ds_free(ds_test_write_string(folder, "codes/elementcode.csv", text));
}

/* Zeros before digits do not count; an empty cell asks nothing of the list. */
static void test_element__fills(void **state) {
    (void)state;
    list_is(LIST);
    deliver("inschrijving.csv", "persoon,schooljaar,elementcode,leerweg,soort,leerjaar\n"
                                "1,2022,0011,,,\n"
                                "2,2022,11,kb,vmbo,3\n"
                                "3,2022,0012,,,\n"
                                "4,2022,,tl,vmbo,4\n");
    json_decref(import_good());
    shows(SHOWN, "1|vmbo|kb|3|vakmanschap2|techniek|PIE\n2|vmbo|kb|3|vakmanschap2|techniek|PIE\n"
                 "3|havo|-|4|-|-|-\n4|vmbo|tl|4|-|-|-");
}

/* The code stands for the column soort, which then need not be there. */
static void test_element__without_soort(void **state) {
    ds_error err;
    (void)state;
    list_is(LIST);
    deliver("inschrijving.csv", "persoon,schooljaar,elementcode\n1,2022,0011\n");
    json_decref(import_good());
    shows(SHOWN, "1|vmbo|kb|3|vakmanschap2|techniek|PIE");
    deliver("inschrijving.csv", "persoon,schooljaar,leerjaar\n1,2022,3\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "soort"));
}

static void test_element__refused(void **state) {
    json_t *s;
    const json_t *reasons;
    char *text;
    (void)state;
    configure("max_afgekeurd: 90\n");
    list_is(LIST);
    deliver("inschrijving.csv", "persoon,schooljaar,elementcode,soort,leerweg,leerjaar\n"
                                "1,2022,0011,,,\n"
                                "2,2022,0013,,,\n"     /* not in the list */
                                "3,2022,0011,havo,,\n" /* other than the list */
                                "4,2022,0011,vmbo,tl,\n"
                                "5,2022,0011,,,4\n"
                                "6,2022,,,,\n"              /* neither code nor soort */
                                "7,2022,0013,vmbo,tl,4\n"); /* refused all the same */
    s = import_good();
    has_counts(s, "inschrijving.csv", 7, 1, 6);
    reasons = json_object_get(about(s, "inschrijving.csv"), "redenen");
    assert_int_equal(count_of(reasons, "elementcode_onbekend"), 2);
    assert_int_equal(count_of(reasons, "elementcode_anders"), 3);
    assert_int_equal(count_of(reasons, "leeg"), 1);
    json_decref(s);
    text = ds_work_read(folder, "afgekeurd/inschrijving.csv", NULL);
    assert_non_null(strstr(text, "inschrijving.csv,3,3,elementcode,0013,elementcode_onbekend\n"));
    assert_non_null(strstr(text, "inschrijving.csv,4,4,soort,havo,elementcode_anders\n"));
    assert_non_null(strstr(text, "inschrijving.csv,5,5,leerweg,tl,elementcode_anders\n"));
    assert_non_null(strstr(text, "inschrijving.csv,6,6,leerjaar,4,elementcode_anders\n"));
    ds_free(text);
}

/* The message names file, line, column, code and what to do. */
static void test_element__message(void **state) {
    ds_error err;
    (void)state;
    list_is("elementcode,soort,leerweg,leerjaar,route\n");
    deliver("inschrijving.csv", "persoon,schooljaar,elementcode\n1,2022,0013\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "inschrijving.csv"));
    assert_non_null(strstr(err.nl, "0013"));
    assert_non_null(strstr(err.nl, "codes/elementcode.csv"));
    assert_non_null(strstr(err.en, "put it there"));
}

static void test_element__mapping(void **state) {
    (void)state;
    list_is(LIST);
    ds_free(ds_test_write_string(folder, "vertalingen/bron.yaml",
                                 "bestanden: [\"bron*.csv\"]\n"
                                 "levert:\n"
                                 "  - soort: inschrijving\n"
                                 "    kolommen:\n"
                                 "      persoon: Onderwijsnr\n"
                                 "      schooljaar: Jaar\n"
                                 "      elementcode: ILT\n"
                                 "      instelling: BRIN\n"));
    deliver("bron2022.csv", "Onderwijsnr,Jaar,ILT,BRIN\n1,2022,0011,01AA\n2,2022,12,01AA\n");
    json_decref(import_good());
    shows(SHOWN, "1|vmbo|kb|3|vakmanschap2|techniek|PIE\n2|havo|-|4|-|-|-");
}

static void test_element__faults_of_the_list(void **state) {
    static const struct {
        const char *list;
        unsigned line, column;
    } faults[] = {
        {"soort,leerweg\nvmbo,tl\n", 1, 0},
        {"elementcode,leerweg\n11,tl\n", 1, 0},
        {"elementcode,soort,leerweg\n11,vmbo,xx\n", 2, 3},
        {"elementcode,soort,leerweg\n11,vmbo,bol\n", 2, 3},
        {"elementcode,soort\n11,geen\n", 2, 2},
        {"elementcode,soort\n11,\n", 2, 2},
        {"elementcode,soort\n,vmbo\n", 2, 1},
        {"elementcode,soort,leerjaar\n11,vmbo,100\n", 2, 3},
        {"elementcode,soort,route\n11,vmbo,nieuw\n", 2, 3},
        {"elementcode,soort\n11,vmbo\n0011,havo\n", 3, 1},
    };
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n1,2022,vmbo\n");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ds_error err;
        list_is(faults[i].list);
        err = import_bad(NULL);
        if (err.line != faults[i].line || err.column != faults[i].column ||
            strstr(err.file, "elementcode.csv") == NULL)
            fail_msg("%s: %s:%llu:%llu: %s", faults[i].list, err.file, (unsigned long long)err.line,
                     (unsigned long long)err.column, err.en);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_element__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(fills),   TEST(without_soort), TEST(refused),
        TEST(message), TEST(mapping),       TEST(faults_of_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
