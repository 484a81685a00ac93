/* tests/cli/test_split.c: the cells of seven parts, merged, are those of the whole, cell for cell:
 * with numbers of two kinds that a link file joins, an RO whose diplomas do not say their niveau,
 * an hbo without diplomas, DUO's verdicts, and rows that are refused. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "support/work_run.h"

enum { PERSONS = 260, PARTS = 7 };

static char *folder;
static unsigned seed;
static ds_buffer text;

static int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    ds_buffer_init(&text, 1 << 22);
    seed = 20260101;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_buffer_done(&text);
    ds_test_folder_remove(folder);
    return 0;
}

static unsigned draw(unsigned n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* What was added to text, as a delivery. */
static void deliver(const char *name) {
    char relative[200];
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    ds_free(ds_test_write_string(folder, relative, ds_buffer_string(&text)));
    ds_buffer_clear(&text);
}

static char *path_of(unsigned part, char out[DS_PATH_SIZE]) {
    if (part == 0)
        (void)snprintf(out, DS_PATH_SIZE, "%s", folder);
    else
        (void)snprintf(out, DS_PATH_SIZE, "%s/delen/%u", folder, part);
    return out;
}

static void import_part(unsigned part) {
    char path[DS_PATH_SIZE];
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", path_of(part, path), NULL);
    if (run.code != 0) fail_msg("part %u: %s", part, run.err);
    ds_run_done(&run);
}

static void split_now(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "split", folder, "7", NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    assert_non_null(strstr(run.out, "7 delen in "));
    ds_run_done(&run);
}

/* The cells of a part as csv, in a file: its path is the caller's (ds_free). */
static char *tally_part(unsigned part, const char *id, const char *by) {
    char path[DS_PATH_SIZE], name[40];
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", path_of(part, path), "--indicator", id,
                                "--by", by, "--format", "csv", NULL);
    char *out;
    if (run.code != 0) fail_msg("part %u, %s: %s", part, id, run.err);
    (void)snprintf(name, sizeof name, "cellen/%u.csv", part);
    out = ds_test_write_string(folder, name, run.out);
    ds_run_done(&run);
    return out;
}

/* Returns how many cells there are. */
static size_t same_cells(const char *id, const char *by) {
    char *p[PARTS + 1], *whole;
    size_t n_lines;
    ds_run run;
    for (unsigned i = 0; i <= PARTS; i++)
        p[i] = tally_part(i, id, by);
    run = ds_run_program(DS_PROGRAM, NULL, "merge", p[1], p[2], p[3], p[4], p[5], p[6], p[7],
                         "--format", "csv", NULL);
    whole = ds_work_read(folder, "cellen/0.csv", NULL);
    n_lines = ds_run_lines(whole);
    if (run.code != 0 || (n_lines > 1 && strcmp(run.out, whole) != 0))
        fail_msg("%s by %s, merged:\n%s%s\nthe whole:\n%s", id, by, run.out, run.err, whole);
    ds_run_done(&run);
    ds_free(whole);
    for (unsigned i = 0; i <= PARTS; i++)
        ds_free(p[i]);
    return n_lines - 1;
}

static void all_same(size_t at_least) {
    static const char *const ids[] = {"vsv",
                                      "startersresultaat",
                                      "hbo_succes",
                                      "werk",
                                      "switch",
                                      "uitstroom_diploma",
                                      "uitstroom_diploma_niveau",
                                      "doorstroom_vmbo_mbo",
                                      "doorstroom_mbo_hbo"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        n += same_cells(ids[i], "niveau,leerweg");
        n += same_cells(ids[i], "instelling,geslacht");
    }
    if (n < at_least) fail_msg("only %zu cells", n);
}

/* ---- deliveries of all sorts about the same persons ---- */

static void begin_ro(void) {
    ds_buffer_add_string(&text, "VLP|27DV|2019-07-31|2024-12-31|2025-01-15\n");
}

/* In mbo from begin on for some years, with a diploma or without; the RO says the niveau of few
 * periods and of no diploma, so it is learned from others. */
static void add_student(unsigned i) {
    static const char *const crebos[] = {"25001", "25002", "99871", "99872"};
    unsigned begin = 2019 + draw(3), years = 1 + draw(4), crebo = draw(4);
    bool said = draw(3) == 0, diploma = draw(2) == 0;
    ds_buffer_addf(&text, "PER|9%05u||%u-03-04|%c\n", i, 2001 + draw(4), draw(2) ? 'V' : 'M');
    ds_buffer_addf(&text, "ISG|9%05u||A%u|%u-08-01|%u-07-31|%u-07-31|\n", i, i, begin,
                   begin + years, begin + years);
    ds_buffer_addf(&text, "ISP|9%05u||A%u|%u-08-01|%s|%s|%s|J|||||\n", i, i, begin, crebos[crebo],
                   draw(2) ? "BOL" : "BBL", said ? crebo == 3 ? "MBO-4" : "MBO-3" : "");
    if (diploma)
        ds_buffer_addf(&text, "DIP|9%05u||D%u|%s|%u-07-10||J|A%u|100A501\n", i, i, crebos[crebo],
                       begin + years, i);
}

static void deliver_all(void) {
    begin_ro();
    for (unsigned i = 0; i < PERSONS; i++)
        add_student(i);
    deliver("RO_27DV_20190731_20241231.csv");
    ds_buffer_add_string(&text, "persoon,schooljaar,soort,instelling,leerweg,persoon_soort\n");
    for (unsigned i = 0; i < PERSONS; i++)
        for (unsigned year = 2021 + draw(3); year < 2025; year++)
            ds_buffer_addf(&text, "7%05u,%u,hbo,21AA,voltijd,pgn\n", i, year);
    deliver("inschrijving-hbo.csv");
    ds_buffer_add_string(&text, "bsn,pgn\n");
    for (unsigned i = 0; i < PERSONS; i++)
        if (draw(5) > 0) ds_buffer_addf(&text, "9%05u,7%05u\n", i, i);
    deliver("koppeling.csv");
    ds_buffer_add_string(&text, "sep=;\r\npersoon;jaar;uren;persoon_soort\r\n");
    for (unsigned i = 0; i < PERSONS; i++)
        ds_buffer_addf(&text, "%u%05u;%u;%u;%s\r\n", i % 2 ? 9 : 7, i, 2020 + draw(5), draw(40),
                       i % 2 ? "bsn" : "pgn");
    deliver("werk.csv");
    ds_buffer_add_string(&text, "persoon,schooljaar,reden\n");
    for (unsigned i = 0; i < PERSONS; i += 9)
        ds_buffer_addf(&text, "9%05u,%u,geemigreerd\n", i, 2020 + draw(4));
    deliver("vrijstelling.csv");
    ds_free(ds_test_write_string(
        folder, "doorstroom.yaml",
        "leveringen:\n  - {bestand: vrijstelling.csv, persoon_soort: bsn}\nmax_afgekeurd: 5 %"));
}

static void test_split__kinds_and_levels(void **state) {
    (void)state;
    deliver_all();
    split_now();
    for (unsigned i = 0; i <= PARTS; i++)
        import_part(i);
    all_same(20);
}

/* One family states its kind, in one part alone; a niveau that only one part would know; two
 * families about one institution; refused rows that are over the share in a part alone. */
static void test_split__only_the_whole_knows(void **state) {
    (void)state;
    ds_buffer_add_string(&text, "persoon,schooljaar,soort,niveau,instelling\n");
    for (unsigned i = 0; i < PERSONS; i++)
        for (unsigned year = 2020 + draw(2); year < 2023; year++)
            ds_buffer_addf(&text, "9%05u,%u,mbo,%u,25LX\n", i, year, 1 + draw(4));
    ds_buffer_add_string(&text, "900001,oeps,mbo,2,25LX\n900002,,mbo,2,25LX\n");
    deliver("inschrijving-1.csv");
    ds_buffer_add_string(&text, "persoon,geslacht,persoon_soort\n900003,v,bsn\n900004,m,bsn\n");
    deliver("persoon.csv");
    ds_buffer_add_string(&text, "persoon,schooljaar,soort,niveau\n900005,2020,mbo,2\n");
    deliver("diploma.csv");
    ds_buffer_add_string(&text, "persoon,jaar,uren\n900006,2021,20\n");
    deliver("werk.csv");
    split_now();
    for (unsigned i = 0; i <= PARTS; i++)
        import_part(i);
    all_same(10);
}

/* Two persons over seven parts: most parts are empty, and say what the whole knows. */
static void test_split__empty_parts(void **state) {
    (void)state;
    ds_buffer_add_string(&text, "persoon;schooljaar;soort;niveau\n1;2022;mbo;2\n\"2\";2022;mbo;3\n"
                                "1;2023;mbo;2\n");
    deliver("inschrijving.csv");
    split_now();
    for (unsigned i = 0; i <= PARTS; i++)
        import_part(i);
    assert_int_equal(same_cells("vsv", "niveau"), 0); /* without diplomas and birth dates */
    assert_int_equal(same_cells("startersresultaat", "niveau"), 0);
}

/* Which groups are there each year, or have a property, is no question for a part. */
static void test_split__groups_of_the_whole(void **state) {
    static const char *const asked[][2] = {
        {"--same", "instelling"},
        {"--groepen", "instelling: aandeel(functiebeperking) >= 5 in elk jaar"}};
    (void)state;
    ds_buffer_add_string(&text, "persoon;schooljaar;soort;niveau;instelling\n1;2022;mbo;2;25LX\n"
                                "2;2022;mbo;3;27DV\n1;2023;mbo;2;25LX\n");
    deliver("inschrijving.csv");
    ds_buffer_add_string(&text, "persoon;functiebeperking\n1;ja\n2;nee\n");
    deliver("persoon.csv");
    split_now();
    for (unsigned i = 0; i < 2; i++)
        import_part(i);
    for (size_t k = 0; k < 2; k++)
        for (unsigned i = 0; i < 2; i++) {
            char path[DS_PATH_SIZE];
            ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", path_of(i, path), "--indicator",
                                        "switch_alle", "--by", "instelling", asked[k][0],
                                        asked[k][1], "--lang", "en", NULL);
            if (run.code != (i == 0 ? 0 : 2) || (i == 1 && strstr(run.err, "part 1 of 7") == NULL))
                fail_msg("%s: %d: %s", asked[k][0], run.code, run.err);
            ds_run_done(&run);
        }
}

/* A part without geheel.json, or with it but not saying which part it is, is not imported. */
static void test_split__demands_the_whole(void **state) {
    char path[DS_PATH_SIZE], name[DS_PATH_SIZE];
    ds_run run;
    (void)state;
    ds_buffer_add_string(&text, "persoon,schooljaar,soort,niveau\n1,2022,mbo,2\n2,2023,mbo,3\n");
    deliver("inschrijving.csv");
    split_now();
    run = ds_run_program(DS_PROGRAM, NULL, "split", folder, "7", NULL); /* there are parts */
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
    assert_int_equal(ds_file_join(name, path_of(2, path), "doorstroom.yaml", NULL), DS_OK);
    assert_int_equal(unlink(name), 0);
    run = ds_run_program(DS_PROGRAM, NULL, "import", path, NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "geheel.json"));
    ds_run_done(&run);
    assert_int_equal(ds_file_join(name, path_of(3, path), "geheel.json", NULL), DS_OK);
    assert_int_equal(unlink(name), 0);
    run = ds_run_program(DS_PROGRAM, NULL, "import", path, "--lang", "en", NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "geheel.json"));
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "split", path_of(1, path), "7", NULL);
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
}

/* Every row of a text file is in one part, as it stood; the header in all. */
static void test_split__rows_once(void **state) {
    size_t n = 0;
    (void)state;
    ds_buffer_add_string(&text, "persoon;schooljaar;soort;opmerking\n");
    for (unsigned i = 0; i < 50; i++)
        ds_buffer_addf(&text, "%u;2022;mbo;\"a\nb%u\"\n", i, i);
    deliver("inschrijving.csv");
    split_now();
    for (unsigned i = 1; i <= PARTS; i++) {
        char name[60];
        char *found;
        (void)snprintf(name, sizeof name, "delen/%u/leveringen/inschrijving.csv", i);
        found = ds_work_read(folder, name, NULL);
        assert_int_equal(strncmp(found, "persoon;schooljaar;soort;opmerking\n", 35), 0);
        n += ds_run_lines(found) - 1;
        ds_free(found);
    }
    assert_int_equal(n, 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_split__kinds_and_levels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_split__only_the_whole_knows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_split__empty_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_split__groups_of_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_split__demands_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_split__rows_once, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
