/* tests/cli/test_stale.c: a register that is no longer what its deliveries say is said to be so, in
 * one line, by every command that reads one. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/in_folder.h"
#include "support/work_run.h"

static void write_work(const char *name, const char *text) {
    ds_free(ds_test_write_string(folder, name, text));
}

static void import_now(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
}

/* What tally says of the register, in one language; "" when nothing. The answer is the same. */
static void says(const char *lang, const char *what) {
    static const char beginnings[2][24] = {"het register", "the register"};
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "vsv", "--lang",
                                lang, "--format", "csv", NULL);
    const char *at;
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "indicator,schooljaar,"));
    at = strstr(run.err, beginnings[strcmp(lang, "en") == 0]);
    if (what == NULL && at != NULL) fail_msg("says: %s", run.err);
    if (what != NULL) {
        assert_non_null(at);
        if (strstr(at, what) == NULL) fail_msg("does not say %s: %s", what, at);
        assert_non_null(strstr(at, "doorstroom import"));
        assert_null(strstr(at + 1, beginnings[strcmp(lang, "en") == 0]));
    }
    ds_run_done(&run);
}

static void touch(const char *name) {
    char path[DS_PATH_SIZE];
    struct timespec times[2] = {{.tv_sec = 12345}, {.tv_sec = 12345}};
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void test_stale__deliveries(void **state) {
    char path[DS_PATH_SIZE];
    (void)state;
    ds_work_deliver(folder);
    write_work("leveringen/notities.pdf", "x");
    import_now();
    says("nl", NULL);
    touch("leveringen/diploma.csv"); /* the same bytes at another moment */
    says("nl", NULL);
    write_work("leveringen/notities.pdf", "not read, so it may change");
    says("nl", NULL);
    write_work("leveringen/werk-9999.csv", "persoon,jaar,uren\n");
    says("nl", "leveringen/werk-9999.csv kwam erbij");
    says("en", "leveringen/werk-9999.csv was added");
    import_now();
    says("nl", NULL);
    write_work("leveringen/werk-9999.csv", "persoon,uren,jaar\n"); /* of one size */
    says("en", "leveringen/werk-9999.csv was changed");
    (void)snprintf(path, sizeof path, "%s/leveringen/werk-9999.csv", folder);
    assert_int_equal(unlink(path), 0);
    says("nl", "leveringen/werk-9999.csv is weg");
    write_work("leveringen/persoon-2.csv", "persoon\n");
    says("en", "and there is more (1)");
    import_now();
    says("en", NULL);
}

static void test_stale__wishes_and_codes(void **state) {
    char path[DS_PATH_SIZE];
    (void)state;
    ds_work_deliver(folder);
    import_now();
    write_work("doorstroom.yaml", "max_afgekeurd: 2 %\n");
    says("nl", "doorstroom.yaml is gewijzigd");
    import_now();
    says("nl", NULL);
    (void)snprintf(path, sizeof path, "%s/doorstroom.yaml", folder);
    assert_int_equal(unlink(path), 0);
    says("en", "doorstroom.yaml was changed");
    write_work("leveringen/NRSP2023DI27GZ.csv",
               "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;RMC_REGIO;GEMEENTENAAM;"
               "BRIN;BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO\n"
               "123456782;;2005-01-01;V;10;X;27GZ;00;Mbo2 opleidingen;BOL;25001\n");
    import_now();
    says("nl", NULL);
    write_work("codes/duo_niveau.csv", "bron,soort,niveau\nMbo2 opleidingen,mbo,3\n");
    says("nl", "codes/duo_niveau.csv is gewijzigd");
    import_now();
    says("nl", NULL);
}

static void test_stale__mapping(void **state) {
    static const char *const mapping =
        "bestanden: [\"osiris*.csv\"]\nlevert:\n  - soort: inschrijving\n    kolommen: {persoon: "
        "nr, schooljaar: jaar, soort: {altijd: %s}}\n";
    char text[400];
    (void)state;
    write_work("leveringen/osiris.csv", "nr,jaar\n1,2022\n");
    (void)snprintf(text, sizeof text, mapping, "hbo");
    write_work("vertalingen/osiris.yaml", text);
    import_now();
    says("nl", NULL);
    (void)snprintf(text, sizeof text, mapping, "wo");
    write_work("vertalingen/osiris.yaml", text);
    says("nl", "vertalingen/osiris.yaml is gewijzigd");
}

/* Every command that reads a register. */
static void test_stale__every_command(void **state) {
    static const char *const commands[] = {"tally", "effect", "routes", "link"};
    (void)state;
    ds_work_deliver(folder);
    import_now();
    write_work("leveringen/werk-9999.csv", "persoon,jaar,uren\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const bool link = strcmp(commands[i], "link") == 0;
        char left[DS_PATH_SIZE];
        ds_run run;
        (void)snprintf(left, sizeof left, "%s/leveringen/werk-9999.csv", folder);
        run = link ? ds_run_program(DS_PROGRAM, NULL, "link", left, "--register", folder, "--on",
                                    "jaar=schooljaar", NULL)
                   : ds_run_program(DS_PROGRAM, NULL, commands[i], folder, NULL);
        if (strstr(run.err, "is verouderd") == NULL) fail_msg("%s: %s", commands[i], run.err);
        ds_run_done(&run);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_stale__deliveries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stale__wishes_and_codes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stale__mapping, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stale__every_command, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
