/* tests/tally/test_ages.c: the age on 1 October where the birth date is missing: that of the state
 * of the year, else that of another year, so many years older; contradictions are counted. (That
 * the SQL says the same: test_differential_random.c.) */
#include "tally/work.h"

static const char definition[] =
    "indicators:\n  - {id: leeftijden, name: Leeftijden, population: ingeschreven, "
    "event: \"leeftijd < 23\", by: [[leeftijd]]}\n";

static char *ages_of(const char *folder) {
    static const char *const by[] = {"leeftijd"};
    char *path = ds_test_write_string(folder, "definities/leeftijden.yaml", definition), *csv;
    ds_register *reg = work_open(folder);
    ds_definitions *definitions = NULL;
    ds_cells *cells;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_read(path, &definitions, &err) != DS_OK) fail_msg("%s", err.en);
    cells = work_tally(reg, definitions, "leeftijden", by, 1, NULL);
    csv = work_csv(cells);
    ds_cells_free(cells);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_free(path);
    return csv;
}

static void contradicts(const char *summary, unsigned n) {
    char text[60];
    (void)snprintf(text, sizeof text, "\"leeftijd_tegenstrijdig\": %u,", n);
    if (strstr(summary, text) == NULL) fail_msg("no %s", text);
}

/* 1 is told in 2022 alone; 2 has a birth date that says 17 in 2021, whatever the enrolments say; of
 * 3 nobody tells anything; 4 contradicts itself: what the year says counts for the year. */
static void test_ages__of_enrolments(void **state) {
    char *folder = ds_test_folder(), *summary, *csv;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,Leeftijd\n"
                                 "1,2021,mbo,\n1,2022,mbo,22\n1,2023,mbo,\n"
                                 "2,2021,mbo,17\n2,2022,mbo,30\n"
                                 "3,2021,mbo,\n"
                                 "4,2021,mbo,40\n4,2022,mbo,50\n4,2023,mbo,\n"));
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv",
                                 "persoon,geboortedatum\n2,2003-10-02\n3,\n"));
    summary = work_summary(folder);
    contradicts(summary, 2);
    csv = ages_of(folder);
    assert_string_equal(csv, "indicator,schooljaar,leeftijd,teller,noemer,onbekend,percentage\n"
                             "leeftijden,2021,17,1,1,0,100\nleeftijden,2021,21,1,1,0,100\n"
                             "leeftijden,2021,40,0,1,0,0\nleeftijden,2021,onbekend,0,0,1,\n"
                             "leeftijden,2022,18,1,1,0,100\nleeftijden,2022,22,1,1,0,100\n"
                             "leeftijden,2022,50,0,1,0,0\n"
                             "leeftijden,2023,23,0,1,0,0\nleeftijden,2023,51,0,1,0,0\n");
    ds_free(csv);
    ds_free(summary);
    ds_test_folder_remove(folder);
}

/* The second of a GRONDSLAG's four ages is the one on 1 October. */
static void test_ages__of_grondslag(void **state) {
    char *folder = ds_test_folder(), *csv;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/GRONDSLAG_IP_MBO_27DV_20251119_2025.csv",
                                 "VLP;27DV;2025;20251119;V\n"
                                 "PER;1;21;22;23;24;V;7425;;;;;;;;;;\n"
                                 "ISG;1;27DV;A;20240801;20260731;;\n"
                                 "ISP;1;27DV;A;20240801;;25748;;BOL;;1;;;;\n"
                                 "PER;2;;;;;V;7425;;;;;;;;;;\n"
                                 "ISG;2;27DV;A;20240801;20260731;;\n"
                                 "ISP;2;27DV;A;20240801;;25748;;BOL;;1;;;;\n"));
    work_import(folder);
    csv = ages_of(folder);
    assert_string_equal(csv, "indicator,schooljaar,leeftijd,teller,noemer,onbekend,percentage\n"
                             "leeftijden,2025,22,1,1,0,100\nleeftijden,2025,onbekend,0,0,1,\n");
    ds_free(csv);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ages__of_enrolments),
        cmocka_unit_test(test_ages__of_grondslag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
