/* tests/tally/test_attained.c: the standard indicators ask for a diploma at the level; their old
 * readings for any mbo diploma of that school year. And what is not known of diplomas counts in
 * onbekend, not in noemer. */
#include "tally/work.h"

/* 1 with a level 4 diploma, 2 with level 3 only, 3 with both, 4 with none: all go to hbo. 5 and 6
 * leave level 2, the second with level 1 only. */
static const char enrolments[] =
    "persoon,schooljaar,soort,niveau\n"
    "1,2020,mbo,4\n1,2021,hbo,\n1,2022,hbo,\n2,2020,mbo,4\n2,2021,hbo,\n2,2022,hbo,\n"
    "3,2020,mbo,4\n3,2021,hbo,\n4,2020,mbo,4\n4,2021,hbo,\n4,2022,hbo,\n"
    "5,2020,mbo,2\n6,2020,mbo,2\n";
static const char diplomas[] = "persoon,schooljaar,soort,niveau\n"
                               "1,2020,mbo,4\n2,2020,mbo,3\n3,2020,mbo,3\n3,2020,mbo,4\n"
                               "5,2020,mbo,2\n6,2020,mbo,1\n";
static const char persons[] = "persoon,geboortedatum\n1,2003-01-01\n2,2003-01-01\n3,2003-01-01\n"
                              "4,2003-01-01\n5,2003-01-01\n6,2003-01-01\n";
static const char jobs[] = "persoon,jaar,uren\n5,2022,32\n6,2022,32\n";

static ds_register *make_register(char **out_folder, const char *delivered) {
    char *folder = ds_test_folder();
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv", persons));
    ds_free(ds_test_write_string(folder, "leveringen/werk.csv", jobs));
    if (delivered != NULL)
        ds_free(ds_test_write_string(folder, "leveringen/diploma.csv", delivered));
    *out_folder = folder;
    return work_register(folder);
}

static void expect_row(const ds_register *reg, const char *id, const char *row) {
    ds_definitions *definitions = work_standard();
    ds_cells *cells = work_tally(reg, definitions, id, NULL, 0, NULL);
    char *csv = work_csv(cells), expected[300];
    (void)snprintf(expected, sizeof expected,
                   "indicator,schooljaar,teller,noemer,onbekend,percentage\n%s%s", row,
                   row[0] == '\0' ? "" : "\n");
    assert_string_equal(csv, expected);
    ds_free(csv);
    ds_cells_free(cells);
    ds_definitions_free(definitions);
}

static void test_attained__at_the_level(void **state) {
    char *folder;
    ds_register *reg = make_register(&folder, diplomas);
    (void)state;
    expect_row(reg, "hbo_succes", "hbo_succes,2020,1,2,0,50");
    expect_row(reg, "hbo_succes_oud", "hbo_succes_oud,2020,2,3,0,66.66666666666667");
    expect_row(reg, "werk", "werk,2020,1,1,0,100");
    expect_row(reg, "werk_oud", "werk_oud,2020,2,2,0,100");
    expect_row(reg, "werk_cbs", "werk_cbs,2020,1,1,0,100");
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* 5 and 6 left: with no diploma they are vsv'ers, without a delivery of diplomas nobody knows. */
static void test_attained__unknown_is_not_none(void **state) {
    char *folder;
    ds_register *reg = make_register(&folder, "persoon,schooljaar,soort,niveau\n");
    (void)state;
    expect_row(reg, "vsv", "vsv,2020,2,6,0,33.333333333333336");
    ds_register_close(reg);
    ds_test_folder_remove(folder);
    reg = make_register(&folder, NULL);
    expect_row(reg, "vsv", "vsv,2020,0,4,2,0");
    expect_row(reg, "uitstroom_diploma", "uitstroom_diploma,2020,0,0,6,");
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attained__at_the_level),
        cmocka_unit_test(test_attained__unknown_is_not_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
