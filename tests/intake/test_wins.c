/* tests/intake/test_wins.c: which delivery wins: by file name, by doorstroom.yaml, per kind. */
#include "intake/import_help.h"

#define HEADER "persoon,schooljaar,soort,opleiding,instelling,niveau\n"

static void test_wins__enrolment_of_later_name(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving-a.csv", HEADER "1,2022,mbo,1,A,2\n1,2022,mbo,,A,1\n2,2022,mbo,1,A,1\n"
                                         "1,2021,mbo,1,A,1\n");
    deliver("inschrijving-b.csv", HEADER "1,2022,mbo,1,A,3\n1,2022,mbo,,A,4\n");
    s = import_good();
    assert_int_equal(count_of(s, "vervangen"), 2);
    assert_int_equal(count_of(s, "tegenstrijdig"), 0);
    assert_int_equal(count_of(s, "inschrijvingen_genomen"), 4);
    has_counts(s, "inschrijving-a.csv", 4, 4, 0);
    json_decref(s);
    shows("SELECT persoon, schooljaar, opleiding, niveau FROM inschrijving" WITH_PERSON
          "ORDER BY 1, 2, 3 NULLS FIRST",
          "1|2021|1|1\n1|2022|-|4\n1|2022|1|3\n2|2022|1|1");
}

/* Each part of the key makes it another enrolment. */
static void test_wins__key_of_an_enrolment(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving-a.csv", HEADER "1,2022,mbo,1,A,2\n");
    deliver("inschrijving-b.csv",
            HEADER "2,2022,mbo,1,A,2\n1,2023,mbo,1,A,2\n1,2022,hbo,1,A,\n1,2022,mbo,2,A,2\n"
                   "1,2022,mbo,1,B,2\n1,2022,mbo,1,,2\n01,2022,mbo,1,A,2\n");
    s = import_good();
    assert_int_equal(count_of(s, "vervangen"), 0);
    assert_int_equal(count_of(s, "inschrijvingen_genomen"), 8);
    assert_int_equal(count_of(s, "personen"), 3); /* 01 is not 1 */
    json_decref(s);
}

static void niveau_is(const char *niveau) {
    import_quietly();
    shows("SELECT niveau FROM inschrijving", niveau);
}

static void test_wins__order_of_the_configuration(void **state) {
    (void)state;
    deliver("inschrijving-a.csv", HEADER "1,2022,mbo,1,A,1\n");
    deliver("inschrijving-b.csv", HEADER "1,2022,mbo,1,A,2\n");
    deliver("inschrijving-Z.csv", HEADER "1,2022,mbo,1,A,3\n"); /* bytes: Z comes before a */
    niveau_is("2");
    configure("leveringen: [inschrijving-b.csv, inschrijving-a.csv]\n");
    niveau_is("1");
    configure("leveringen:\n  - inschrijving-Z.csv\n"); /* named ones count last */
    niveau_is("3");
    configure("leveringen:\n  - {bestand: inschrijving-b.csv, soort: werk}\n");
    (void)import_bad(NULL); /* it has no column jaar */
    configure("leveringen:\n  - {bestand: overig.csv, soort: Inschrijving}\n");
    deliver("overig.csv", HEADER "1,2022,mbo,1,A,4\n");
    niveau_is("4");
}

static void test_wins__person_per_column(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,1,A,2\n1,2023,mbo,1,A,2\n");
    deliver("persoon-a.csv", "persoon,geboortedatum,geslacht,ses,gemeente,functiebeperking\n"
                             "1,2004-01-01,m,1,Delft,ja\n");
    deliver("persoon-b.csv", "persoon,geboortedatum,geslacht,ses,gemeente,functiebeperking\n"
                             "1,,v,,Gouda,\n");
    s = import_good();
    assert_int_equal(count_of(s, "tegenstrijdig"), 0); /* a later delivery is no conflict */
    json_decref(s);
    shows("SELECT geboortedatum, geslacht, ses, gemeente, functiebeperking FROM persoon",
          "2004-01-01|v|1|Gouda|true");
    /* within one delivery two values are a conflict, and the lowest stands in any order */
    deliver("persoon-b.csv", "persoon,geslacht,ses,gemeente\n1,x,4,Gouda\n1,v,2,Gouda\n1,x,3,\n");
    s = import_good();
    assert_true(count_of(s, "tegenstrijdig") > 0);
    json_decref(s);
    shows("SELECT geslacht, ses, gemeente FROM persoon", "v|2|Gouda");
}

static void test_wins__person_by_year(void **state) {
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,1,A,2\n1,2023,mbo,1,A,2\n");
    deliver("persoon.csv", "persoon,geslacht,gemeente\n1,m,Delft\n");
    deliver("persoon-jaar.csv", "persoon,schooljaar,gemeente,ses\n1,2022/23,Gouda,\n1,2022,,3\n"
                                "1,2023,Leiden,\n");
    import_quietly();
    shows("SELECT persoon, geslacht, gemeente FROM persoon", "1|m|Delft");
    shows("SELECT schooljaar, geslacht, gemeente, ses FROM persoon_jaar ORDER BY 1",
          "2022|-|Gouda|3\n2023|-|Leiden|-");
}

static void test_wins__jobs_add_up_and_are_replaced(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,1,A,2\n");
    deliver("werk-a.csv", "persoon;jaar;uren\n1;2022;8,5\n1;2022;12.25\n1;2023;40\n2;2022;1\n");
    s = import_good();
    assert_int_equal(count_of(s, "werk"), 3);
    assert_int_equal(count_of(s, "vervangen"), 0);
    json_decref(s);
    shows("SELECT persoon, jaar, uren FROM werk" WITH_PERSON "ORDER BY 1, 2",
          "1|2022|20.75\n1|2023|40.00\n2|2022|1.00");
    deliver("werk-b.csv", "persoon,jaar,uren\n1,2022,3\n1,2022,0\n");
    s = import_good();
    assert_int_equal(count_of(s, "werk"), 3);
    assert_true(count_of(s, "vervangen") > 0);
    json_decref(s);
    shows("SELECT persoon, jaar, uren FROM werk" WITH_PERSON "ORDER BY 1, 2",
          "1|2022|3.00\n1|2023|40.00\n2|2022|1.00");
}

static void test_wins__diplomas_and_exemptions_are_sets(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,1,A,2\n");
    deliver("diploma-a.csv", "persoon,schooljaar,soort,niveau\n1,2021,mbo,1\n1,2022,mbo,2\n");
    deliver("diploma-b.csv", "persoon,schooljaar,soort,niveau,datum\n1,2021,mbo,1,\n"
                             "1,2021,mbo,1,2022-06-30\n1,2021,havo,,\n");
    deliver("vrijstelling-a.csv", "persoon,schooljaar,reden\n1,2022,justitie\n1,2022,justitie\n");
    deliver("vrijstelling-b.csv", "persoon,schooljaar,reden\n1,2022,overleden\n1,2022,justitie\n");
    s = import_good();
    assert_int_equal(count_of(s, "diplomas"), 4);
    assert_int_equal(count_of(s, "vrijstellingen"), 2);
    json_decref(s);
    shows(
        "SELECT schooljaar, soort, niveau, datum FROM diploma ORDER BY 1, soort::VARCHAR, 4 NULLS "
        "FIRST",
        "2021|havo|-|-\n2021|mbo|1|-\n2021|mbo|1|2022-06-30\n2022|mbo|2|-");
    shows("SELECT reden FROM vrijstelling ORDER BY reden::VARCHAR", "justitie\noverleden");
}

static void test_wins__institution_per_column(void **state) {
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,1,27GZ,2\n");
    deliver("instelling-a.csv", "instelling,naam,type\n27GZ,Oud,ROC - groot\n25LX,Ander,AOC\n");
    deliver("instelling-b.csv", "instelling,naam,type,opgegaan_in,vanaf_schooljaar\n"
                                "27GZ,Nieuw,,25LX,2024\n");
    import_quietly();
    shows("SELECT instelling, naam, type, opgegaan_in, vanaf_schooljaar FROM instelling ORDER BY 1",
          "25LX|Ander|AOC|-|-\n27GZ|Nieuw|ROC - groot|25LX|2024");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_wins__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(enrolment_of_later_name),
        TEST(key_of_an_enrolment),
        TEST(order_of_the_configuration),
        TEST(person_per_column),
        TEST(person_by_year),
        TEST(jobs_add_up_and_are_replaced),
        TEST(diplomas_and_exemptions_are_sets),
        TEST(institution_per_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
