/* tests/intake/test_duo_levels.c: the niveau of a diploma that does not say it: of the same
 * opleiding of the same person, then of anybody in any delivery, then of codes/crebo.csv, then
 * unknown. */
#include "intake/duo_help.h"

#define RO "RO_27DV_20200801_20260731.csv"
#define VLP "VLP|27DV|2020-08-01|2026-07-31|2026-03-25\n"
#define OTHER "RO_25LX_20200801_20260731.csv"
#define OTHER_VLP "VLP|25LX|2020-08-01|2026-07-31|2026-03-25\n"
#define PERSON(who) "PER|" who "||2005-03-04|V\n"
#define ISG(who, number, from, to) "ISG|" who "||" number "|" from "|2027-07-31|" to "|\n"
#define ISP(who, number, from, crebo, level)                                                       \
    "ISP|" who "||" number "|" from "|" crebo "|BOL|" level "|J|||||\n"
#define DIP(who, number, crebo, date) "DIP|" who "||" number "|" crebo "|" date "||J|A|100A501\n"

#define DIPLOMAS                                                                                   \
    "SELECT persoon, schooljaar, opleiding, niveau FROM diploma" WITH_PERSON "ORDER BY 1, 2, 3"

static const json_t *warning(const json_t *summary, const char *code) {
    const json_t *list = json_object_get(summary, "waarschuwingen");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "code")), code) == 0)
            return json_array_get(list, i);
    return NULL;
}

/* Someone who goes on at niveau 3 after a diploma of niveau 2 has a diploma of niveau 2, whatever
 * the order of records, also when the period of the diploma lay between two 1 Octobers. */
static void test_duo_levels__stackers(void **state) {
    (void)state;
    deliver(RO, VLP PERSON("1") ISG("1", "A", "2021-08-01", "2023-07-01")
                    ISP("1", "A", "2021-08-01", "23801", "MBO-2") ISG("1", "B", "2023-08-01", "")
                        ISP("1", "B", "2023-08-01", "23802", "MBO-3")
                            DIP("1", "1", "23801", "2023-06-20") PERSON("2")
                                DIP("2", "1", "23803", "2023-06-20")
                                    ISG("2", "A", "2022-11-01", "2023-07-01")
                                        ISP("2", "A", "2022-11-01", "23803", "MBO-2")
                                            ISG("2", "B", "2023-08-01", "")
                                                ISP("2", "B", "2023-08-01", "23804", "MBO-4"));
    json_decref(import_good());
    shows(DIPLOMAS, "1|2022|23801|2\n2|2022|23803|2");
    shows("SELECT persoon, schooljaar, niveau FROM inschrijving" WITH_PERSON "ORDER BY 1, 2",
          "1|2021|2\n1|2022|2\n1|2023|3\n1|2024|3\n1|2025|3\n2|2023|4\n2|2024|4\n2|2025|4");
}

/* Learned from anybody, in any delivery, of any institution: an RO read before, a canonical one. */
static void test_duo_levels__of_others(void **state) {
    json_t *s;
    (void)state;
    deliver(RO, VLP PERSON("1") DIP("1", "1", "23801", "2023-06-20") PERSON("2")
                    DIP("2", "1", "23802", "2023-06-20") PERSON("3")
                        DIP("3", "1", "23803", "2023-06-20") PERSON("4")
                            DIP("4", "1", "25297", "2023-06-20") ISG("4", "A", "2023-08-01", "")
                                ISP("4", "A", "2023-08-01", "23801", ""));
    deliver(OTHER, OTHER_VLP PERSON("9") ISG("9", "A", "2021-08-01", "2022-07-01")
                       ISP("9", "A", "2021-08-01", "23801", "MBO-3"));
    deliver("inschrijving.csv", "persoon,schooljaar,soort,niveau,opleiding\n8,2022,mbo,2,23802\n"
                                "7,2022,hbo,,23803\n");
    s = import_good();
    assert_null(warning(s, "niveau_tegenstrijdig"));
    assert_int_equal(count_of(json_object_get(about(s, RO), "niveau_onbekend"), "23803"), 1);
    assert_int_equal(json_object_size(json_object_get(about(s, RO), "niveau_onbekend")), 1);
    json_decref(s);
    shows(DIPLOMAS, "1|2022|23801|3\n2|2022|23802|2\n3|2022|23803|-\n4|2022|25297|4");
    shows("SELECT persoon, niveau FROM inschrijving" WITH_PERSON "WHERE schooljaar = 2025", "4|3");
}

/* What deliveries say goes before the list. Where they contradict each other the person's own goes
 * first, then the list, and without it the niveau is unknown; that is said. */
static void test_duo_levels__contradictions(void **state) {
    json_t *s;
    const char *nl;
    (void)state;
    deliver(RO, VLP PERSON("1") ISG("1", "A", "2021-08-01", "") ISP("1", "A", "2021-08-01", "23801",
                                                                    "MBO-3")
                    DIP("1", "1", "23801", "2023-06-20") PERSON("2") ISG("2", "A", "2025-08-01", "")
                        ISP("2", "A", "2025-08-01", "23801", "MBO-2") PERSON("3")
                            DIP("3", "1", "23801", "2023-06-20") PERSON("4")
                                ISG("4", "A", "2025-08-01", "")
                                    ISP("4", "A", "2025-08-01", "25297", "MBO-3") PERSON("5")
                                        DIP("5", "1", "25297", "2023-06-20"));
    s = import_good();
    nl = json_string_value(json_object_get(warning(s, "niveau_tegenstrijdig"), "nl"));
    assert_non_null(nl);
    assert_non_null(strstr(nl, ": 23801 (2, 3)"));
    assert_null(strstr(nl, "25297"));
    json_decref(s);
    shows(DIPLOMAS, "1|2022|23801|3\n3|2022|23801|-\n5|2022|25297|3");
    ds_free(ds_test_write_string(folder, "codes/crebo.csv", "crebo;niveau\n23801;2\n"));
    json_decref(import_good());
    shows(DIPLOMAS, "1|2022|23801|3\n3|2022|23801|2\n5|2022|25297|3");
}

/* A whole domain, which the list has without niveau, holds codes of several: nothing is learned of
 * others, and nothing is odd. */
static void test_duo_levels__domains(void **state) {
    json_t *s;
    (void)state;
    deliver(RO, VLP PERSON("1") ISG("1", "A", "2025-08-01", "")
                    ISP("1", "A", "2025-08-01", "79000", "MBO-2") PERSON("2")
                        ISG("2", "A", "2025-08-01", "") ISP("2", "A", "2025-08-01", "79000", "")
                            PERSON("3") ISG("3", "A", "2025-08-01", "")
                                ISP("3", "A", "2025-08-01", "79000", "MBO-4"));
    s = import_good();
    assert_null(warning(s, "niveau_tegenstrijdig"));
    json_decref(s);
    shows("SELECT persoon, niveau, hoofdgroep FROM inschrijving" WITH_PERSON "ORDER BY 1",
          "1|2|Bouw en infra\n2|-|Bouw en infra\n3|4|Bouw en infra");
}

/* The list that comes with the program: niveau and hoofdgroep of what an RO only gives a code of.
 */
static void test_duo_levels__shipped(void **state) {
    json_t *s;
    (void)state;
    deliver(RO,
            VLP PERSON("1") ISG("1", "A", "2025-08-01", "") ISP("1", "A", "2025-08-01", "25655", "")
                DIP("1", "1", "25748", "2025-06-20") DIP("1", "2", "11111", "2025-06-20"));
    s = import_good();
    assert_int_equal(count_of(json_object_get(about(s, RO), "niveau_onbekend"), "11111"), 1);
    json_decref(s);
    shows("SELECT niveau, hoofdgroep FROM inschrijving", "4|Zorg en welzijn");
    shows(DIPLOMAS, "1|2024|11111|-\n1|2024|25748|1");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_duo_levels__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(stackers), TEST(of_others), TEST(contradictions), TEST(domains), TEST(shipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
