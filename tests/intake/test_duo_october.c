/* tests/intake/test_duo_october.c: which of several RO speaks on a 1 October: the one made last,
 * whatever it is called and in whatever order they stand; and what that sets aside. */
#include "intake/duo_help.h"

#define PERSON(who) "PER|" who "||2005-03-04|V\n"
#define ENROLLED(who, from, to)                                                                    \
    PERSON(who)                                                                                    \
    "ISG|" who "||A|" from "|2027-07-31|" to "|\nISP|" who "||A|" from "|25748|BOL||J|||||\n"

static const json_t *october(const json_t *summary, size_t i) {
    const json_t *list = json_object_get(summary, "een_oktober");
    assert_non_null(list);
    assert_true(i < json_array_size(list));
    return json_array_get(list, i);
}

static void speaks(const json_t *summary, size_t i, int year, const char *file, long long n_taken,
                   long long n_others, long long n_aside) {
    const json_t *one = october(summary, i);
    assert_string_equal(json_string_value(json_object_get(one, "instelling")), "27DV");
    assert_int_equal(count_of(one, "schooljaar"), year);
    assert_string_equal(json_string_value(json_object_get(one, "bestand")), file);
    assert_int_equal(count_of(one, "inschrijvingen"), n_taken);
    assert_int_equal(count_of(one, "andere_leveringen"), n_others);
    assert_int_equal(count_of(one, "terzijde"), n_aside);
}

#define CAREERS "SELECT persoon, schooljaar FROM inschrijving" WITH_PERSON "ORDER BY 1, 2"

/* An RO of one year made in 2025 (n_2023: or of two, so that it is replaced whole), with one
 * student of 2024, and one over three years made in 2026, which has three: the names sort the
 * second before the first, and the first before the second. */
static void newer_wins(const char *one_year, const char *from, const char *to,
                       const char *three_years, int n_2023) {
    char text[1200];
    json_t *s;
    (void)snprintf(text, sizeof text,
                   "VLP|27DV|%s|%s|2025-03-01\n" ENROLLED("1", "2023-08-01", "")
                       ENROLLED("9", "2024-08-01", "") "SLR|2|2|2|0|0|0|0|0|0\n",
                   from, to);
    deliver(one_year, text);
    (void)snprintf(text, sizeof text,
                   "VLP|27DV|2023-08-01|2026-07-31|2026-03-25\n" ENROLLED("1", "2023-08-01", "")
                       ENROLLED("2", "2023-08-01", "") ENROLLED("3", "2024-08-01", "2025-01-31")
                           ENROLLED("4", "2023-08-01", "2024-01-31") "SLR|4|4|4|0|0|0|0|0|0\n");
    deliver(three_years, text);
    s = import_good();
    speaks(s, 0, 2023, three_years, 3, n_2023, n_2023);
    speaks(s, 1, 2024, three_years, 3, 1, 2);
    speaks(s, 2, 2025, three_years, 2, 0, 0);
    assert_int_equal(json_array_size(json_object_get(s, "een_oktober")), 3);
    json_decref(s);
    shows(CAREERS, "1|2023\n1|2024\n1|2025\n2|2023\n2|2024\n2|2025\n3|2024\n4|2023");
    take_back(one_year);
    take_back(three_years);
}

static void test_duo_october__newer_wins(void **state) {
    (void)state;
    newer_wins("RO_27DV_20240801_20250731.csv", "2024-08-01", "2025-07-31",
               "RO_27DV_20230801_20260731.csv", 0);
    newer_wins("RO_27DV_20230802_20250731.csv", "2023-08-02", "2025-07-31",
               "RO_27DV_20230801_20260731.csv", 1);
    newer_wins("ro_27dv_20240801_20250731.csv", "2024-08-01", "2025-07-31",
               "RO_27DV_20230801_20260731.csv", 0);
    newer_wins("RO_27DV_20230801_20250731.csv", "2023-08-01", "2025-07-31",
               "ro_27DV_20230801_20260731.csv", 1);
}

/* The date of making is that of VLP, wherever that stands; a delivery without one is older than any
 * that has it; of one date the later name speaks. What cannot be read of one that is replaced whole
 * stops nothing, and is said. */
static void test_duo_october__says_date(void **state) {
    json_t *s;
    (void)state;
    deliver("RO_27DV_20240801_20250731.csv",
            ENROLLED("1", "2024-08-01", "") "VLP|27DV|2024-08-01|2025-07-31|2026-03-01\n"
                                            "SLR|1|1|1|0|0|0|0|0|0\n");
    deliver("RO_27DV_20240901_20250731.csv", "VLP|27DV|2024-09-01|2025-07-31|2026-02-01\n" ENROLLED(
                                                 "2", "2024-08-01", "") "SLR|1|1|1|0|0|0|0|0|0\n");
    deliver("RO_27DV_20240902_20250731.csv",
            ENROLLED("3", "2024-08-01", "") "SLR|1|1|1|0|0|0|0|0|0\n");
    s = import_good();
    speaks(s, 0, 2024, "RO_27DV_20240801_20250731.csv", 1, 2, 2);
    json_decref(s);
    shows(CAREERS, "1|2024");
    deliver("RO_27DV_20240901_20250731.csv", "VLP|27DV|2024-09-01|2025-07-31|2026-03-01\n" ENROLLED(
                                                 "2", "2024-08-01", "") "SLR|1|1|1|0|0|0|0|0|0\n");
    s = import_good();
    speaks(s, 0, 2024, "RO_27DV_20240901_20250731.csv", 1, 2, 2);
    json_decref(s);
    deliver("RO_27DV_20240902_20250731.csv", ENROLLED("3", "2024-08-01", "") "PER|\"\n");
    s = import_good();
    speaks(s, 0, 2024, "RO_27DV_20240901_20250731.csv", 1, 2, 1);
    assert_true(json_is_true(json_object_get(october(s, 0), "niet_alle_geteld")));
    json_decref(s);
}

/* doorstroom.yaml is a decision of the user: what it names speaks after what it does not. */
static void test_duo_october__yaml(void **state) {
    json_t *s;
    (void)state;
    deliver("RO_27DV_20240801_20250731.csv", "VLP|27DV|2024-08-01|2025-07-31|2026-03-01\n" ENROLLED(
                                                 "1", "2024-08-01", "") "SLR|1|1|1|0|0|0|0|0|0\n");
    deliver("RO_27DV_20240801_20250801.csv", "VLP|27DV|2024-08-01|2025-08-01|2026-02-01\n" ENROLLED(
                                                 "2", "2024-08-01", "") "SLR|1|1|1|0|0|0|0|0|0\n");
    configure("leveringen:\n  - {bestand: RO_27DV_20240801_20250801.csv}\n");
    s = import_good();
    speaks(s, 0, 2024, "RO_27DV_20240801_20250801.csv", 1, 1, 1);
    json_decref(s);
}

/* The same of GRONDSLAG, where a final one speaks before a provisional one. */
static void test_duo_october__grondslag(void **state) {
    json_t *s;
    (void)state;
#define OF(day, letter, who)                                                                       \
    "VLP;27DV;2024;202411" day ";" letter "\nPER;" who ";17;17;18;18;V;7425;;;;;;;;;;\n"           \
    "ISG;" who ";27DV;A;20240801;20260731;;\nISP;" who ";27DV;A;20240801;;25748;;BOL;;1;;;;\n"     \
    "SLR;1;1;1;0;0;0;0;0;0;0;0\n"
    deliver("GRONDSLAG_IP_MBO_27DV_20241101_2024.csv", OF("01", "D", "1"));
    deliver("grondslag_IP_MBO_27DV_20241102_2024.csv", OF("02", "V", "2"));
    deliver("GRONDSLAG_IP_MBO_27DV_20241103_2024.csv", OF("03", "V", "3"));
    s = import_good();
    speaks(s, 0, 2024, "GRONDSLAG_IP_MBO_27DV_20241101_2024.csv", 1, 2, 2);
    assert_int_equal(json_array_size(json_object_get(s, "een_oktober")), 1);
    json_decref(s);
    /* DUO's own VLP has no BRIN: the name says it */
    deliver("GRONDSLAG_IP_MBO_27DV_20241101_2024.csv",
            "VLP;2024;20241101;D\nPER;1;17;17;18;18;V;7425;;;;;;;;;;\n"
            "ISG;1;27DV;A;20240801;20260731;;\nISP;1;27DV;A;20240801;;25748;;BOL;;1;;;;\n"
            "SLR;1;1;1;0;0;0;0;0;0;0;0\n");
    s = import_good();
    speaks(s, 0, 2024, "GRONDSLAG_IP_MBO_27DV_20241101_2024.csv", 1, 2, 2);
    assert_int_equal(n_deviations(about(s, "GRONDSLAG_IP_MBO_27DV_20241101_2024.csv")), 0);
    json_decref(s);
    take_back("GRONDSLAG_IP_MBO_27DV_20241101_2024.csv");
    s = import_good();
    speaks(s, 0, 2024, "GRONDSLAG_IP_MBO_27DV_20241103_2024.csv", 1, 1, 1);
    json_decref(s);
}

static const char *warning(const json_t *summary, const char *code, size_t nth) {
    const json_t *one;
    size_t i;
    json_array_foreach(json_object_get(summary, "waarschuwingen"), i,
                       one) if (strcmp(json_string_value(json_object_get(one, "code")), code) ==
                                    0 &&
                                nth-- == 0) return json_string_value(json_object_get(one, "en"));
    return NULL;
}

/* Between one RO, made in January, and the next, from October on, lies the summer in which most
 * diplomas are obtained: nobody tells of it, and whoever has none may have one. */
static void test_duo_october__days_between(void **state) {
    json_t *s;
    (void)state;
    deliver("RO_27DV_20220801_20221231.csv",
            "VLP|27DV|2022-08-01|2022-12-31|2022-12-15\n" ENROLLED("1", "2021-08-01", "")
                ENROLLED("2", "2021-08-01", "") "SLR|2|2|2|0|0|0|0|0|0\n");
    deliver("RO_27DV_20231001_20241231.csv", "VLP|27DV|2023-10-01|2024-12-31|2025-01-10\n" ENROLLED(
                                                 "2", "2021-08-01", "") "SLR|1|1|1|0|0|0|0|0|0\n");
    s = import_good();
    assert_string_equal(warning(s, "diploma_dagen", 0),
                        "27DV, school year 2022: no delivery tells the diplomas obtained from "
                        "2022-12-16 to 2023-09-30; who obtained one then counts as without");
    assert_null(warning(s, "diploma_dagen", 1)); /* of 2024 the next year is not there */
    json_decref(s);
    deliver("RO_27DV_20221201_20230930.csv",
            "VLP|27DV|2022-12-01|2023-09-30|2023-10-10\n" ENROLLED("1", "2021-08-01", "")
                ENROLLED("2", "2021-08-01", "") "SLR|2|2|2|0|0|0|0|0|0\n");
    s = import_good();
    assert_null(warning(s, "diploma_dagen", 0));
    json_decref(s);
    take_back("RO_27DV_20221201_20230930.csv");
    deliver("diploma.csv", "persoon,schooljaar,soort\n"); /* that says: these are all */
    s = import_good();
    assert_null(warning(s, "diploma_dagen", 0));
    json_decref(s);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_duo_october__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(newer_wins), TEST(says_date), TEST(yaml), TEST(grondslag), TEST(days_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
