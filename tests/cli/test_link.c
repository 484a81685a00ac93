/* tests/cli/test_link.c: doorstroom link as a user calls it: two files, a file and the register,
 * each form of output, and what may be wrong with either side. */
#include "cli/work_help.h"

#define RUN(...) ds_run_program(DS_PROGRAM, NULL, "link", __VA_ARGS__, NULL)

static char *made, *left, *right;

/* What DUS-I knows, and what stands in BRON: school 1 with another location, 2 in both, 3 and 4 in
 * one of them only; a line twice, a line without a location. */
static int make(void **state) {
    ds_run run;
    (void)state;
    made = ds_test_folder();
    left = ds_test_write_string(made, "dusi.csv",
                                "brin;vestiging;sector\n01AA;00;techniek\n02BB;00;techniek\n"
                                "02BB;00;techniek\n03CC;01;groen\n02BB;;groen\n");
    right = ds_test_write_string(made, "bron.csv",
                                 "Instelling,Vestiging,route\n01aa,01,vm2\n02bb,00,vm2\n"
                                 "04dd,00,\"a,b\"\n");
    ds_free(ds_test_write_string(
        made, "leveringen/inschrijving.csv",
        "persoon,schooljaar,soort,niveau,instelling,vestiging,sector,route\n"
        "1,2021,mbo,2,01AA,01,techniek,vakmanschap2\n1,2022,mbo,2,01AA,00,techniek,vakmanschap2\n"
        "2,2022,mbo,2,01AA,00,techniek,vakmanschap2\n3,2022,mbo,2,02BB,00,groen,technologie\n"
        "4,2022,mbo,2,03CC,01,groen,\n5,2022,mbo,2,09OU,,techniek,vakmanschap2\n"));
    ds_free(ds_test_write_string(made, "leveringen/instelling.csv",
                                 "instelling,opgegaan_in\n09OU,03CC\n03CC,\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "import", made, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int unmake(void **state) {
    (void)state;
    ds_test_folder_remove(made);
    ds_free(left);
    ds_free(right);
    return 0;
}

static void prints(ds_run run, const char *out) {
    if (run.code != 0) fail_msg("%d: %s", run.code, run.err);
    assert_string_equal(run.out, out);
    ds_run_done(&run);
}

#define COUNTS                                                                                     \
    "sleutel,links_rijen,links_zonder_sleutel,links_dubbel,rechts_rijen,rechts_zonder_sleutel,"    \
    "rechts_dubbel,links,rechts,beide,alleen_links,alleen_rechts,alleen_links_pct,"                \
    "alleen_rechts_pct\n"

static void test_link__two_files(void **state) {
    (void)state;
    prints(RUN(left, right, "--on", "brin=instelling,vestiging", "--fold", "--format", "csv"),
           COUNTS "brin,5,0,2,3,0,0,3,3,2,1,1,33.333333333333336,33.333333333333336\n"
                  "brin+vestiging,5,1,1,3,0,0,3,3,1,2,2,66.66666666666667,66.66666666666667\n");
    prints(RUN(left, right, "--on", "brin=instelling", "--format", "csv"), /* 01AA is not 01aa */
           COUNTS "brin,5,0,2,3,0,0,3,3,0,3,3,100,100\n");
    prints(RUN(left, right, "--on", " brin = instelling , vestiging", "--fold", "--list",
               "--format", "csv"),
           "brin,vestiging,waar,links,rechts\n01aa,00,links,1,0\n01aa,01,rechts,0,1\n"
           "02bb,00,beide,2,1\n03cc,01,links,1,0\n04dd,00,rechts,0,1\n");
    prints(RUN(right, right, "--on", "route", "--list", "--format", "csv"),
           "route,waar,links,rechts\n\"a,b\",beide,1,1\nvm2,beide,2,2\n");
}

static void test_link__forms(void **state) {
    ds_run run = RUN(left, right, "--on", "brin=instelling,vestiging", "--fold", "--list",
                     "--format", "json");
    (void)state;
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "\"alleen_links\": 2"));
    assert_non_null(strstr(run.out, "\"waar\": \"beide\""));
    assert_string_equal(run.err, "intern: deze cellen kunnen één persoon zijn; niet beveiligd voor "
                                 "publicatie\n"); /* without a register too */
    ds_run_done(&run);
    run = RUN(left, right, "--on", "brin=instelling,vestiging", "--fold", "--list");
    assert_non_null(strstr(run.out, "alleen links %"));
    assert_non_null(strstr(run.out, "33,3"));
    assert_non_null(strstr(run.out, "02bb"));
    ds_run_done(&run);
    run = RUN(left, right, "--on", "brin=instelling", "--fold", "--lang", "en");
    assert_non_null(strstr(run.out, "left only %"));
    assert_null(strstr(run.out, "02bb")); /* no list was asked for */
    ds_run_done(&run);
}

static void test_link__register(void **state) {
    ds_run run;
    (void)state;
    prints(RUN(left, "--register", made, "--on", "brin=instelling,vestiging", "--format", "csv"),
           COUNTS "brin,5,0,2,3,0,0,3,3,2,1,1,33.333333333333336,33.333333333333336\n"
                  "brin+vestiging,5,1,1,3,1,0,3,2,2,1,0,33.333333333333336,0\n");
    /* persons, of the school year asked for */
    prints(RUN(left, "--register", made, "--on", "brin=instelling", "--list", "--format", "csv"),
           "brin,waar,links,rechts\n01AA,beide,1,2\n02BB,beide,3,1\n03CC,links,1,0\n"
           "09OU,rechts,0,1\n");
    prints(RUN(left, "--register", made, "--on", "brin=instelling", "--schooljaar", "2021",
               "--list", "--format", "csv"),
           "brin,waar,links,rechts\n01AA,beide,1,1\n02BB,links,3,0\n03CC,links,1,0\n");
    prints(RUN(left, "--register", made, "--on", "brin=instelling", "--population",
               "route in ('technologie')", "--list", "--format", "csv"),
           "brin,waar,links,rechts\n01AA,links,1,0\n02BB,beide,3,1\n03CC,links,1,0\n");
    prints(RUN(left, "--register", made, "--on", "brin=instelling", "--present-codes", "--list",
               "--format", "csv"),
           "brin,waar,links,rechts\n01AA,beide,1,2\n02BB,beide,3,1\n03CC,beide,1,1\n");
    run = RUN(left, "--register", made, "--on", "brin=instelling");
    assert_non_null(strstr(run.err, "intern:"));
    assert_non_null(strstr(run.out, " · schooljaar 2022/23 · route is not null\n"));
    ds_run_done(&run);
}

/* A school year as a key: then all of them. */
static void test_link__by_school_year(void **state) {
    char *years = ds_test_write_string(made, "jaren.csv", "jaar,brin\n2021,01AA\n2022,04DD\n");
    (void)state;
    prints(RUN(years, "--register", made, "--on", "jaar=schooljaar,brin=instelling", "--list",
               "--format", "csv"),
           "jaar,brin,waar,links,rechts\n2021,01AA,beide,1,1\n2022,01AA,rechts,0,2\n"
           "2022,02BB,rechts,0,1\n2022,04DD,links,1,0\n2022,09OU,rechts,0,1\n");
    ds_free(years);
}

static void wrong(ds_run run, int code, const char *says) {
    if (run.code != code || strstr(run.err, says) == NULL || ds_run_lines(run.err) > 2)
        fail_msg("code %d, not '%s': %s", run.code, says, run.err);
    assert_string_equal(run.out, "");
    says_nothing_personal(run.err);
    ds_run_done(&run);
}

/* A population that looks a year ahead cannot be counted in the last year, and is no empty
 * register. */
static void test_link__beyond_the_horizon(void **state) {
    static const char ahead[] = "ingeschreven[t+1]";
    char *years = ds_test_write_string(made, "jaren.csv", "jaar,brin\n2021,01AA\n");
    ds_run run;
    (void)state;
    wrong(RUN(left, "--register", made, "--on", "brin=instelling", "--population", ahead), 1,
          "schooljaar 2022/23 is met deze populatie niet te tellen");
    wrong(RUN(left, "--register", made, "--on", "brin=instelling", "--population", ahead,
              "--schooljaar", "2022", "--lang", "en"),
          1, "school year 2022/23 cannot be counted with this population");
    prints(RUN(left, "--register", made, "--on", "brin=instelling", "--population", ahead,
               "--schooljaar", "2021", "--list", "--format", "csv"),
           "brin,waar,links,rechts\n01AA,beide,1,1\n02BB,links,3,0\n03CC,links,1,0\n");
    run = RUN(years, "--register", made, "--on", "jaar=schooljaar,brin=instelling", "--population",
              ahead, "--list", "--format", "csv");
    assert_non_null(strstr(run.err, "rechts weggelaten, omdat een jaar ervoor of erna ontbreekt: "
                                    "2022\n"));
    prints(run, "jaar,brin,waar,links,rechts\n2021,01AA,beide,1,1\n");
    ds_free(years);
}

static void test_link__wrong_usage(void **state) {
    (void)state;
    wrong(RUN("--on", "a"), 2, "welke bestanden?");
    wrong(RUN(left, right), 2, "--on");
    wrong(RUN(left, "--on", "brin"), 2, "--register");
    wrong(RUN(left, right, "--on", "brin", "--register", made), 2, "twee bestanden, of één");
    wrong(RUN(left, right, "--on", "brin", "--schooljaar", "2022"), 2, "horen bij --register");
    wrong(RUN(left, right, "--on", "brin,"), 2, "een naam ontbreekt");
    wrong(RUN(left, right, "--on", "=brin"), 2, "een naam ontbreekt");
    wrong(RUN(left, right, "--on", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"), 2, "meer dan 16");
    wrong(RUN(left, "--register", made, "--on", "brin=instelling", "--schooljaar", "ooit"), 2,
          "verwacht een jaar");
}

static void test_link__bad_input(void **state) {
    static const struct {
        const char *data;
        size_t size;
        const char *says;
    } list[] = {
        {"", 0, "leeg"},
        {"brin;vestiging\n", 0, "regel 1: alleen een kopregel"},
        {"bron;vestiging\n01AA;1\n", 0, "regel 1: de kolom 'brin' ontbreekt; bedoelde u bron?"},
        {PERSOON ";2005-03-01\n01AA;1\n", 0, "regel 1: de kolom 'brin' ontbreekt\n"},
        {"brin;BRIN\n01AA;1\n", 0, "twee keer"},
        {"brin;x\n01AA;1\n02BB\n", 0, "regel 3"},
        {"brin;x\n01AA;1\n\"02BB;1\n", 0, "niet gesloten"},
        {"brin;x\n01\0AA;1\n", 15, "NUL"},
        {"brin;x\n01\x81;1\n", 0, "81"},
        {"PK\x03\x04rest", 0, "ZIP"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        size_t size = list[i].size == 0 ? strlen(list[i].data) : list[i].size;
        char *path = ds_test_write(made, "fout.csv", list[i].data, size);
        wrong(RUN(path, right, "--on", "brin=instelling"), 1, list[i].says);
        wrong(RUN(right, path, "--on", "instelling=brin"), 1, list[i].says);
        ds_free(path);
    }
    wrong(RUN("/nergens.csv", right, "--on", "brin"), 1, "/nergens.csv");
    wrong(RUN(left, "--register", "/nergens", "--on", "brin=instelling"), 1, "/nergens");
    wrong(RUN(left, "--register", made, "--on", "brin=instellin"), 1, "bedoelt u 'instelling'?");
    wrong(RUN(left, "--register", made, "--on", "brin=instelling", "--schooljaar", "1999"), 1,
          "1999 staat niet in het register");
    wrong(RUN(left, "--register", made, "--on", "brin=instelling", "--population", "route = "), 1,
          "--population: kolom 8: vond");
    wrong(RUN(left, "--register", made, "--on", "brin=instelling", "--population", "niveau"), 1,
          "--population: kolom 1: vond een getal");
}

/* The same key as spreadsheets, databases and a user write it; what lost digits or hides something
 * is not looked for. */
static void test_link__keys_as_written(void **state) {
    char *a, *b;
    (void)state;
    a = ds_test_write_string(made, "a.csv",
                             "jaar;crebo\n2022/23;25001.0\n2023-2024;'25002'\n"
                             "2024;25003,00\n2025;A 1\n");
    b = ds_test_write_string(made, "b.csv",
                             "schooljaar;crebo\n2022;25001\n2023/24;25002\n"
                             "2024;25003\n2025;A 1\n");
    prints(RUN(a, b, "--on", "jaar=schooljaar,crebo", "--list", "--format", "csv"),
           "jaar,crebo,waar,links,rechts\n2022,25001,beide,1,1\n2023,25002,beide,1,1\n"
           "2024,25003,beide,1,1\n2025,A 1,beide,1,1\n");
    ds_free(a);
    a = ds_test_write_string(made, "a.csv", "jaar;crebo\n2022;25001\n2023;2,5E+04\n");
    wrong(RUN(a, b, "--on", "crebo"), 1, "a.csv: regel 3, kolom 2: de sleutel is een getal met");
    ds_free(a);
    a = ds_test_write_string(made, "a.csv",
                             "jaar;crebo\n2022;250\xE2\x80\x8B"
                             "01\n");
    wrong(RUN(b, a, "--on", "crebo"), 1,
          "a.csv: regel 2, kolom 2: in de sleutel staat een teken "
          "dat niet te zien is: U+200B, teken 4");
    ds_free(a);
    ds_free(b);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_link__two_files),          TEST(test_link__forms),
        TEST(test_link__register),           TEST(test_link__by_school_year),
        TEST(test_link__wrong_usage),        TEST(test_link__bad_input),
        TEST(test_link__beyond_the_horizon), TEST(test_link__keys_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
