/* tests/cli/test_kept_apart.c: what must not be mixed, through the real program: made-up deliveries
 * and real ones, provisional lists and final ones, one institution's verdict and another's state,
 * the parts of different tables, a file's bytes and the terminal. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/work_run.h"

#define RUN(...) ds_run_program(DS_PROGRAM, NULL, __VA_ARGS__, NULL)
#define DEFINITIONS DS_SOURCE_DIR "/definitions/werkagenda.yaml"
#define START                                                                                      \
    "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;RMC_REGIO;GEMEENTENAAM;BRIN;"     \
    "BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO\n"
#define LEFT "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;BRIN;GEBOORTEDATUM;NIVEAU;EXAMEN\n"

static void put(const char *folder, const char *name, const char *text) {
    ds_free(ds_test_write_string(folder, name, text));
}

static void succeeds(ds_run run) {
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    ds_run_done(&run);
}

static void prints(ds_run run, const char *expected) {
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    assert_string_equal(run.out, expected);
    ds_run_done(&run);
}

static void test_kept_apart__made_up_and_real(void **state) {
    static const char real[] = "persoon,schooljaar,soort\n1,2020,mbo\n";
    char *folder = ds_test_folder(), *kept;
    size_t size;
    ds_run run;
    (void)state;
    put(folder, "leveringen/diploma.csv", real);
    run = RUN("demo", folder);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "niet verzonnen"));
    ds_run_done(&run);
    run = RUN("simulate", folder, "--persons", "10");
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
    kept = ds_work_read(folder, "leveringen/diploma.csv", &size);
    assert_string_equal(kept, real);
    ds_free(kept);
    ds_test_folder_remove(folder);
}

static void refuses_to_simulate(const char *folder, const char *delivery, const char *content) {
    char *kept;
    size_t size;
    ds_run run = RUN("simulate", folder, "--persons", "10", "--counterfactuals");
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "niet verzonnen"));
    ds_run_done(&run);
    kept = ds_work_read(folder, delivery, &size);
    assert_string_equal(kept, content);
    ds_free(kept);
}

/* A file of one's own called LEESMIJ.txt says nothing about the deliveries, and stays. */
static void test_kept_apart__a_readme_is_no_licence(void **state) {
    static const char real[] = "persoon,schooljaar,soort\n1,2020,mbo\n";
    char *folder = ds_test_folder(), *kept;
    size_t size;
    (void)state;
    put(folder, "LEESMIJ.txt", "mijn eigen uitleg\n");
    put(folder, "leveringen/diploma.csv", real);
    refuses_to_simulate(folder, "leveringen/diploma.csv", real);
    kept = ds_work_read(folder, "LEESMIJ.txt", &size);
    assert_string_equal(kept, "mijn eigen uitleg\n");
    ds_free(kept);
    ds_test_folder_remove(folder);
}

static void test_kept_apart__simulate_may_run_again(void **state) {
    static const char real[] = "persoon,jaar,uren\n1,2020,12\n";
    char *folder = ds_test_folder();
    (void)state;
    succeeds(RUN("simulate", folder, "--persons", "50"));
    succeeds(RUN("simulate", folder, "--persons", "60"));
    put(folder, "leveringen/werk.csv", real); /* in the place of a made one */
    refuses_to_simulate(folder, "leveringen/werk.csv", real);
    ds_test_folder_remove(folder);
}

/* Real deliveries where the counterfactuals would come, or beside made ones. */
static void test_kept_apart__also_beside(void **state) {
    static const char real[] = "persoon,jaar,uren\n1,2020,12\n";
    char *folder = ds_test_folder(), *other = ds_test_folder();
    (void)state;
    put(folder, "zonder_route/leveringen/werk.csv", real);
    refuses_to_simulate(folder, "zonder_route/leveringen/werk.csv", real);
    succeeds(RUN("simulate", other, "--persons", "50"));
    put(other, "leveringen/werk-mijn.csv", real);
    refuses_to_simulate(other, "leveringen/werk-mijn.csv", real);
    ds_test_folder_remove(folder);
    ds_test_folder_remove(other);
}

/* Two persons in the final list, one in the provisional one, whose name sorts behind it. */
static void test_kept_apart__final_before_provisional(void **state) {
    char *folder = ds_test_folder();
    (void)state;
    put(folder, "leveringen/NRSP2023DI27GZ.csv",
        START "1;1;15-08-2004;V;;;27GZ;;Mbo4 opleidingen;BOL;1\n"
              "2;2;15-08-2004;V;;;27GZ;;Mbo4 opleidingen;BOL;1\n");
    put(folder, "leveringen/nrsp2023VI27GZ.csv",
        START "3;3;15-08-2004;V;;;27GZ;;Mbo4 opleidingen;BOL;1\n");
    put(folder, "leveringen/NenR2023DI27GZ.csv", LEFT "1;1;27GZ;15-08-2004;x;\n");
    succeeds(RUN("import", folder));
    prints(RUN("tally", folder, "--indicator", "vsv_duo", "--format", "csv", "--definitions",
               DEFINITIONS),
           "indicator,schooljaar,teller,noemer,onbekend,percentage\nvsv_duo,2022,1,2,0,50\n");
    put(folder, "doorstroom.yaml", "leveringen: [NRSP2023DI27GZ.csv, nrsp2023VI27GZ.csv]\n");
    succeeds(RUN("import", folder));
    prints(RUN("tally", folder, "--indicator", "vsv_duo", "--format", "csv", "--definitions",
               DEFINITIONS),
           "indicator,schooljaar,teller,noemer,onbekend,percentage\nvsv_duo,2022,1,2,0,50\n");
    ds_test_folder_remove(folder);
}

/* Person 1 stands at both institutions; the tie makes 25PW (lower by bytes) the state, and only
 * 27GZ has a verdict. */
static void test_kept_apart__verdict_and_state(void **state) {
    char *folder = ds_test_folder();
    ds_run run;
    (void)state;
    put(folder, "leveringen/NRSP2023DI25PW.csv",
        START "1;1;15-08-2004;V;;;25PW;;Mbo4 opleidingen;BOL;1\n");
    put(folder, "leveringen/NRSP2023DI27GZ.csv",
        START "1;1;15-08-2004;V;;;27GZ;;Mbo4 opleidingen;BOL;1\n"
              "2;2;15-08-2004;V;;;27GZ;;Mbo4 opleidingen;BOL;1\n");
    put(folder, "leveringen/NenR2023DI27GZ.csv", LEFT "1;1;27GZ;15-08-2004;x;\n");
    run = RUN("import", folder, "--format", "json");
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "\"oordeel_elders\": 1"));
    ds_run_done(&run);
    prints(RUN("tally", folder, "--indicator", "vsv_duo", "--by", "instelling", "--format", "csv",
               "--definitions", DEFINITIONS),
           "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n"
           "vsv_duo,2022,27GZ,0,1,0,0\n");
    ds_test_folder_remove(folder);
}

static void test_kept_apart__merge(void **state) {
    static const char one[] = "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                              "vsv,2022,1,4,0,25\nswitch,2022,0,2,1,0\n";
    static const char none[] = "indicator,schooljaar,teller,noemer,onbekend,percentage\n";
    static const char two[] = "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                              "switch,2022,2,2,0,100\nvsv,2022,1,4,2,25\n";
    char *folder = ds_test_folder();
    char *a = ds_test_write_string(folder, "a.csv", one);
    char *b = ds_test_write_string(folder, "b.csv", none);
    char *c = ds_test_write_string(folder, "c.csv", two);
    char *e = ds_test_write_string(folder, "e.csv", one);
    char *d = ds_test_write_string(
        folder, "d.csv",
        "indicator,schooljaar,teller,noemer,onbekend,percentage\nvsv,2022,5,2,0,\n");
    ds_run run;
    (void)state;
    prints(RUN("merge", a, b, c, "--format", "csv"),
           "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
           "vsv,2022,2,8,2,25\nswitch,2022,2,4,1,50\n");
    prints(RUN("merge", b, b, "--format", "csv"), "");
    run = RUN("merge", a, c, "--format", "csv");
    assert_non_null(strstr(run.err, "merge ziet niet of de delen uit hetzelfde register komen"));
    ds_run_done(&run);
    run = RUN("merge", a, c, a, "--format", "csv");
    assert_int_equal(run.code, 1);
    assert_string_equal(run.out, "");
    assert_non_null(strstr(run.err, "hetzelfde bestand"));
    ds_run_done(&run);
    run = RUN("merge", a, a, "--lang", "en");
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "the same file"));
    ds_run_done(&run);
    run = RUN("merge", a, e, "--format", "csv"); /* small parts may be equal by chance */
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.err, "twee keer hetzelfde deel telt dubbel"));
    ds_run_done(&run);
    run = RUN("merge", d, "--format", "csv");
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
    ds_free(a);
    ds_free(b);
    ds_free(c);
    ds_free(d);
    ds_free(e);
    ds_test_folder_remove(folder);
}

static void test_kept_apart__bytes_and_the_terminal(void **state) {
    char *folder = ds_test_folder();
    ds_run run;
    (void)state;
    put(folder, "leveringen/inschrijving-\x1b[2Jx.csv",
        "persoon,schooljaar,soort,instelling,\x1b[31mkol\n1,2020,mbo,\xc2\x9b,1\n");
    put(folder, "leveringen/a\nb\x1b]0;hi.csv", "x\n1\n");
    run = RUN("import", folder);
    assert_int_equal(run.code, 0);
    assert_null(strchr(run.out, '\x1b'));
    assert_null(strchr(run.err, '\x1b'));
    assert_null(strstr(run.out, "\xc2\x9b"));
    ds_run_done(&run);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept_apart__made_up_and_real),
        cmocka_unit_test(test_kept_apart__a_readme_is_no_licence),
        cmocka_unit_test(test_kept_apart__also_beside),
        cmocka_unit_test(test_kept_apart__simulate_may_run_again),
        cmocka_unit_test(test_kept_apart__final_before_provisional),
        cmocka_unit_test(test_kept_apart__verdict_and_state),
        cmocka_unit_test(test_kept_apart__merge),
        cmocka_unit_test(test_kept_apart__bytes_and_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
