/* tests/intake/test_tbgi.c: TBGI, DUO's funding grounds per student as XML: enrolments, diplomas,
 * persons; what its dates and its count dates say of each other; what is refused, and where. */
#include "intake/duo_help.h"

#define NAME "TBGI_25LX_2027_20251124.xml"
#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Bekostigingsgrondslagen "                        \
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
#define TAIL "</Bekostigingsgrondslagen>\n"
/* One line each, so that lines are easily counted. */
#define WHO(bsn, onr)                                                                              \
    "<BRIN>25LX</BRIN><Burgerservicenummer>" bsn "</Burgerservicenummer><Onderwijsnummer>" onr     \
    "</Onderwijsnummer>"
#define DATES(begin, end)                                                                          \
    "<DatumInschrijving>" begin "</DatumInschrijving><DatumUitschrijvingWerkelijk>" end            \
    "</DatumUitschrijvingWerkelijk>"
#define COUNTED(date, crebo, niveau, leerweg, status)                                              \
    "<Teldatum><Teldatum>" date "</Teldatum><Opleidingcode>" crebo                                 \
    "</Opleidingcode><Niveau>" niveau "</Niveau><Leertraject>" leerweg                             \
    "</Leertraject><IndicatieBekostigbaar>true"                                                    \
    "</IndicatieBekostigbaar><Bekostigingsstatus>" status "</Bekostigingsstatus>"                  \
    "<BekostigingsrelevanteBPV><Opleidingcode>99999</Opleidingcode></BekostigingsrelevanteBPV>"    \
    "<Signaal><Parameter><BRIN>x</BRIN></Parameter></Signaal></Teldatum>"
#define ENROLLED(who, dates, counted) "<Inschrijving>" who dates counted "</Inschrijving>\n"
#define DIPLOMA(who, crebo, date, niveau)                                                          \
    "<Diploma>" who "<Opleidingcode>" crebo "</Opleidingcode><DatumBehaald>" date                  \
    "</DatumBehaald><Niveau>" niveau "</Niveau></Diploma>\n"

static void test_tbgi__enrolments_and_diplomas(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(NAME, HEAD ENROLLED(WHO("1", ""), DATES("2024-02-01", ""),
                                COUNTED("2025-10-01", "25748", "MBO-1", "BOL", "true")
                                    COUNTED("2026-02-01", "11111", "MBO-3", "BBL", "true"))
                      ENROLLED(WHO("", "2"), DATES("2025-10-01", "2025-10-01"),
                               COUNTED("2025-10-01", "29999", "MBO-3", "BBL", "false"))
                          ENROLLED(WHO("3", ""), DATES("2025-08-01", ""), "")
                              ENROLLED(WHO("4", ""), DATES("2025-10-02", ""),
                                       COUNTED("2025-10-01", "25748", "MBO-1", "BOL", "true"))
                                  ENROLLED(WHO("5", ""), DATES("2025-08-01", "2025-09-30"),
                                           "") DIPLOMA(WHO("1", ""), "25297", "2025-06-17", "MBO-4")
                                      DIPLOMA(WHO("6", ""), "25297", "2025-11-17", "MBO-2") TAIL);
    s = import_good();
    d = about(s, NAME);
    has_counts(s, NAME, 7, 7, 0);
    gave(d, 3, 2, 6);
    deviates(d, "geen_teldatum", "ISG", "5");
    deviates(d, "alleen_teldatum", "ISG", "6");
    deviates(d, "niveau_anders", "DIP", "9");
    assert_int_equal(n_deviations(d), 3);
    json_decref(s);
    shows("SELECT persoon, schooljaar, soort, leerweg, niveau, opleiding, instelling, bekostigd "
          "FROM inschrijving" WITH_PERSON "ORDER BY 1",
          "1|2025|mbo|bol|1|25748|25LX|true\n2|2025|mbo|bbl|3|29999|25LX|false\n"
          "3|2025|mbo|-|-|-|25LX|false");
    shows("SELECT persoon, schooljaar, datum, niveau, opleiding FROM diploma" WITH_PERSON
          "ORDER BY 1",
          "1|2024|2025-06-17|4|25297\n6|2025|2025-11-17|2|25297");
}

/* A later one of the same funding year replaces it whole. */
static void test_tbgi__replaces(void **state) {
    static const char text[] =
        HEAD ENROLLED(WHO("1", ""), DATES("2024-02-01", ""),
                      COUNTED("2025-10-01", "25748", "MBO-1", "BOL", "true")) TAIL;
    json_t *s;
    (void)state;
    deliver(NAME, text);
    deliver("TBGI_25LX_2027_20260124.XML", text);
    s = import_good();
    assert_string_equal(json_string_value(json_object_get(about(s, NAME), "vervangen_door")),
                        "TBGI_25LX_2027_20260124.XML");
    assert_int_equal(count_of(s, "inschrijvingen"), 1);
    json_decref(s);
}

static void test_tbgi__rows_refused(void **state) {
    json_t *s;
    char *text;
    (void)state;
    configure("max_afgekeurd: 90\n");
    deliver(NAME,
            HEAD ENROLLED(WHO("1", "1"), DATES("2024-02-01", ""), "<BRIN>99ZZ</BRIN>")
                ENROLLED(WHO("", ""), DATES("2024-02-01", ""), "") "<Inschrijving>\n" WHO(
                    "2", "") "\n<DatumInschrijving>ooit</DatumInschrijving></"
                             "Inschrijving>\n" ENROLLED(
                                 WHO("2", ""), DATES("2024-02-01", ""),
                                 COUNTED("2025-10-01", "25748", "MBO-5", "BOL", "true"))
                                 DIPLOMA(WHO("2", ""), "257481", "2025-06-17", "MBO-4")
                                     DIPLOMA(WHO("2", ""), "25748", "",
                                             "MBO-4") "<Iets><Anders>1</Anders></Iets>\n" TAIL);
    s = import_good();
    has_counts(s, NAME, 6, 1, 5);
    deviates(about(s, NAME), "twee_nummers", "ISG", "3");
    deviates(about(s, NAME), "element_dubbel", "ISG", "3");
    deviates(about(s, NAME), "record_onbekend", "overig", "11");
    json_decref(s);
    text = ds_work_read(folder, "afgekeurd/" NAME ".csv", NULL);
    assert_non_null(strstr(text, NAME ",4,"));
    assert_non_null(strstr(text, NAME ",7,1,DatumInschrijving,ooit,datum_duo\n"));
    assert_non_null(strstr(text, ",Niveau,MBO-5,code\n"));
    assert_non_null(strstr(text, ",Opleidingcode,257481,code\n"));
    assert_non_null(strstr(text, ",DatumBehaald,,leeg\n"));
    ds_free(text);
}

/* DUO's own demo delivery, counted by hand: one Inschrijving, from 2024-02-01 without an actual
 * end, with Teldatum 2025-10-01 in 25748, MBO-1, BOL; one Diploma, of someone else, on 2025-06-17
 * in 25297, MBO-4. One enrolment, one diploma, two persons; its age is the one on 1 August, which
 * is said. */
static void test_tbgi__demo(void **state) {
    static const char name[] = "TBGI_25LX_2027_20251124.XML";
    json_t *s;
    (void)state;
    if (!deliver_demo(name)) skip();
    s = import_good();
    has_counts(s, name, 2, 2, 0);
    gave(about(s, name), 1, 1, 2);
    deviates(about(s, name), "leeftijd_augustus", "ISG", "3");
    assert_int_equal(n_deviations(about(s, name)), 1);
    json_decref(s);
    shows("SELECT persoon, schooljaar, soort, leerweg, niveau, opleiding, instelling, bekostigd "
          "FROM inschrijving" WITH_PERSON,
          "100000000|2025|mbo|bol|1|25748|25LX|true");
    shows("SELECT persoon, schooljaar, datum, niveau, opleiding FROM diploma" WITH_PERSON,
          "200000000|2024|2025-06-17|4|25297");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_tbgi__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(enrolments_and_diplomas),
        TEST(replaces),
        TEST(rows_refused),
        TEST(demo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
