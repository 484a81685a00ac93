/* tests/cli/test_bad_input.c: deliveries with faults, given to the real program. Each gives one
 * line on standard error that names the file and, where there is one, line and column; none gives
 * away what the delivery holds; the exit code is 1, and the register is as it was. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/bad_delivery.h"

#define SIXTY_FOUR "geheim7890123456789012345678901234567890123456789012345678901234"
#define HEADER "persoon,schooljaar,soort,niveau\n"
#define GOOD PERSOON ",2022,mbo,2\n"

static void test_bad_input__not_a_table(void **state) {
    static const bad list[] = {
        {"inschrijving-x.csv", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\b\6\0\0\0"), 3,
         1, "NUL", "NUL"},
        {"inschrijving-x.csv", BYTES("PK\x03\x04\x14\0\6\0\b\0\0\0!\0geheim.xml"), 1, 1,
         "ZIP- of Excel-bestand", "ZIP or Excel file"},
        {"inschrijving-x.csv",
         "Geachte mevrouw,\n\nHierbij stuur ik u de gegevens van Jansen, geboren op " DAY ".\n", 0,
         1, 0, "kolom 'persoon' ontbreekt", "column 'persoon' is missing"},
        {"inschrijving-x.csv", "Geachte mevrouw Jansen\n\ngeboren op " DAY "\n", 0, 1, 0,
         "kolom 'persoon' ontbreekt", "column 'persoon' is missing"},
        {"inschrijving-x.csv", PERSOON ",2005-03-01,Jansen\n" PERSOON ",2005-03-01,Jansen\n", 0, 1,
         0, "geen bekend", "none is known"},
        {"inschrijving-x.parquet", HEADER GOOD, 0, 0, 0, "Parquet", "Parquet"},
        {"persoon-x.sav", HEADER GOOD, 0, 0, 0, "SPSS", "SPSS"},
        {"persoon-x.dta", HEADER GOOD, 0, 0, 0, "Stata", "Stata"},
        {"inschrijving-x.csv", BYTES(""), 0, 0, "leeg", "empty"},
        {"inschrijving-x.csv", " \n\n \r\n", 0, 0, 0, "leeg", "empty"},
        {"inschrijving-x.csv", HEADER, 0, 1, 0, "alleen een kopregel", "a header alone"},
        {"inschrijving-x.csv", "persoon,schooljaar,soort,niveau", 0, 1, 0, "alleen een kopregel",
         "a header alone"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

static void test_bad_input__columns_and_fields(void **state) {
    static const bad list[] = {
        {"inschrijving-x.csv", "persoon,schooljaar,niveau\n" PERSOON ",2022,2\n", 0, 1, 0,
         "kolom 'soort' ontbreekt", "column 'soort' is missing"},
        {"werk-x.csv", "persoon;jaar;Jansen\n" PERSOON ";2022;2\n", 0, 1, 0,
         "kolom 'uren' ontbreekt; wel gevonden: persoon, jaar, en 1 andere",
         "column 'uren' is missing; found are: persoon, jaar, and 1 others"},
        {"inschrijving-x.csv", "persoon,schooljaar,soort,PERSOON\n" GOOD, 0, 1, 26, "twee keer",
         "stands twice"},
        {"inschrijving-x.csv", HEADER GOOD PERSOON ",2022,mbo\n", 0, 3, 19, "te weinig velden",
         "too few fields"},
        {"inschrijving-x.csv", HEADER GOOD PERSOON ",2022,mbo,2,3\n", 0, 3, 21, "te veel velden",
         "too many fields"},
        {"inschrijving-x.csv", HEADER GOOD "\"" PERSOON ",2022,mbo,2\n" GOOD, 0, 3, 1,
         "niet gesloten", "not closed"},
        {"inschrijving-x.csv", HEADER "\n\n" GOOD PERSOON ",2022,\"mbo\"x,2\n", 0, 5, 21,
         "na een sluitend aanhalingsteken", "after a closing quote"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

static void test_bad_input__bytes(void **state) {
    static const bad list[] = {
        {"inschrijving-x.csv", BYTES(HEADER GOOD PERSOON ",20\0002,mbo,2\n"), 3, 13, "NUL", "NUL"},
        {"inschrijving-x.csv", BYTES(HEADER GOOD PERSOON ",2022,m\x81o,2\n"), 3, 17, "81", "81"},
        {"inschrijving-x.csv", BYTES(HEADER GOOD PERSOON ",2022,m\xE9o,\1\n"), 3, 20, "01", "01"},
        {"inschrijving-x.csv", BYTES("\xEF\xBB\xBF" HEADER GOOD PERSOON ",2022,m\xE9o,2\n"), 3, 17,
         "BOM", "BOM"},
        {"inschrijving-x.csv", BYTES("\xFF\xFEp\0e\0r\0s\0o\0o\0n\0\n\0"), 1, 1, "UTF-16",
         "UTF-16"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

static void test_bad_input__values(void **state) {
    static const bad list[] = {
        {"inschrijving-x.csv", HEADER PERSOON ",20222,mbo,2\n", 0, 2, 2,
         "geen schooljaar; verwacht bijvoorbeeld 2022", "not a school year"},
        {"inschrijving-x.csv", HEADER GOOD PERSOON ",2022,mbo,5\n", 0, 3, 4, "niveau", "niveau"},
        {"inschrijving-x.csv", HEADER GOOD PERSOON ",2022,gymnasium,\n", 0, 3, 3,
         "verwacht po so vso pro vmbo", "expected po so vso pro vmbo"},
        {"inschrijving-x.csv", HEADER GOOD PERSOON ",2022,geen,\n", 0, 3, 3, "onbekende code",
         "unknown code"},
        {"inschrijving-x.csv", HEADER GOOD PERSOON "," DAY ",mbo,2\n", 0, 3, 2, "geen schooljaar",
         "not a school year"},
        {"inschrijving-x.csv", HEADER "\n" GOOD ",2022,mbo,2\n", 0, 4, 1, "persoon is leeg",
         "persoon is empty"},
        {"inschrijving-x.csv", HEADER SIXTY_FOUR "5,2022,mbo,2\n", 0, 2, 1,
         "persoon is langer dan 64 bytes", "persoon is longer than 64 bytes"},
        {"persoon-x.csv", "persoon,geslacht\n" SIXTY_FOUR "5,m\n", 0, 2, 1,
         "persoon is langer dan 64 bytes", "persoon is longer than 64 bytes"},
        {"persoon-x.csv", "geslacht,geboortedatum,persoon\nm," DAY "," PERSOON "\n", 0, 2, 2,
         "geboortedatum vóór 1900", "birth date before 19"},
        {"persoon-x.csv", "persoon,geboortedatum\n" PERSOON ",2150-01-02\n", 0, 2, 2,
         "na 1 oktober van het laatste schooljaar", "after 1 October of the last school year"},
        {"persoon-x.csv", "persoon,geboortedatum\n" PERSOON ",2023-10-02\n", 0, 2, 2,
         "na 1 oktober van het laatste schooljaar", "after 1 October of the last school year"},
        {"persoon-x.csv", "persoon,geboortedatum\n" PERSOON ",5 maart " DAY "\n", 0, 2, 2,
         "geen datum", "not a date"},
        {"werk-x.csv", "persoon,jaar,uren\n" PERSOON ",2022,veel\n", 0, 2, 3, "geen getal",
         "not a number"},
        {"diploma-x.csv", "persoon,schooljaar,soort\n" PERSOON ",2022,mbo\n", 0, 2, 3,
         "een mbo-diploma heeft een niveau nodig", "an mbo diploma needs its niveau"},
        {"vrijstelling-x.csv", "persoon,schooljaar,reden\n" PERSOON ",2022,ziek\n", 0, 2, 3,
         "verwacht overleden", "expected overleden"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

/* A name in a column of numbers, as columns shifted by one give it, is in no message. */
static void test_bad_input__a_name_where_a_number_should_be(void **state) {
    static const bad list[] = {
        {"inschrijving-x.csv", HEADER PERSOON ",Jansen,mbo,2\n", 0, 2, 2, "geen schooljaar",
         "not a school year"},
        {"inschrijving-x.csv", HEADER PERSOON ",2022,mbo,Jansen\n", 0, 2, 4, "geen getal",
         "not a number"},
        {"inschrijving-x.csv", HEADER PERSOON ",2022,Jansen,2\n", 0, 2, 3, "onbekende code",
         "unknown code"},
        {"werk-x.csv", "persoon,jaar,uren\n" PERSOON ",2022,Jansen\n", 0, 2, 3, "geen getal",
         "not a number"},
        {"werk-x.csv", "persoon,jaar,uren\n" PERSOON ",Jansen,3\n", 0, 2, 2, "jaar", "year"},
        {"vsv_maand-x.csv", "persoon,jaar,maand,lijst\n" PERSOON ",2022,Jansen,vsv\n", 0, 2, 3,
         "maand", "month"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char *path, relative[80];
        ds_run run;
        (void)snprintf(relative, sizeof relative, "leveringen/%s", list[i].name);
        path = ds_test_write_string(folder, relative, list[i].data);
        run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
        if (strstr(run.err, "Jansen") != NULL || strstr(run.out, "Jansen") != NULL)
            fail_msg("%s%s", run.out, run.err);
        ds_run_done(&run);
        assert_int_equal(unlink(path), 0);
        ds_free(path);
    }
    try_all(list, sizeof list / sizeof *list);
}

/* What would keep libyaml busy for minutes, or end a name early, is refused at once. */
static void test_bad_input__wishes_that_are_none(void **state) {
    enum { BRACKETS = 1000000 };
    char *many = ds_malloc(BRACKETS + 1);
    const char *const texts[] = {many, "leveringen:\n  - {bestand: \"a\\0b.csv\", soort: werk}\n",
                                 "max_afgekeurd: *anker\n"};
    static const char *const said[] = {"meer dan 16 niveaus", "een NUL", "een verwijzing met *"};
    (void)state;
    memset(many, '[', BRACKETS);
    many[BRACKETS] = '\0';
    for (size_t i = 0; i < 3; i++) {
        char *path = ds_test_write_string(folder, "doorstroom.yaml", texts[i]);
        ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
        assert_int_equal(run.code, 1);
        assert_int_equal(ds_run_lines(run.err), 1);
        assert_non_null(strstr(run.err, "doorstroom.yaml: regel"));
        if (strstr(run.err, said[i]) == NULL) fail_msg("%s", run.err);
        ds_run_done(&run);
        assert_int_equal(unlink(path), 0);
        ds_free(path);
    }
    ds_free(many);
    register_as_before();
}

/* Hours beyond what a week has are said, and add up to no more than a register holds. */
static void test_bad_input__hours_without_end(void **state) {
    enum { JOBS = 22000 }; /* × 1000 hours: past 2^31 hundredths */
    char *own = ds_test_folder();
    ds_buffer text;
    ds_run run;
    (void)state;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "persoon,jaar,uren\n");
    for (int i = 0; i < JOBS; i++)
        ds_buffer_add_string(&text, "1,2022,1000\n");
    ds_free(ds_test_write_string(own, "leveringen/inschrijving.csv", HEADER "1,2022,mbo,2\n"));
    ds_free(ds_test_write(own, "leveringen/werk.csv", text.data, text.size));
    ds_free(ds_test_write_string(own, "u.yaml",
                                 "indicators:\n  - id: u\n    name: u\n"
                                 "    population: soort = 'mbo'\n    value: uren_werk\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "import", own, NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "meer dan de 168"));
    ds_run_done(&run);
    ds_buffer_clear(&text);
    ds_buffer_addf(&text, "%s/u.yaml", own);
    run = ds_run_program(DS_PROGRAM, NULL, "tally", own, "--indicator", "u", "--definitions",
                         ds_buffer_string(&text), "--format", "csv", NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "u,2022,1000,1,0,1000"));
    ds_run_done(&run);
    ds_buffer_done(&text);
    ds_test_folder_remove(own);
}

/* The summary of a failed import, and a value that stood in the wrong column. */
static void test_bad_input__summary_gives_nothing_away(void **state) {
    static const char text[] = "persoon,geslacht,geboortedatum\n" PERSOON ",Jansen," DAY "\n"
                               "m," PERSOON ",2005-03-01\n1,m," DAY "\n";
    char *path = ds_test_write_string(folder, "leveringen/persoon-x.csv", text);
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, "--format", "json", NULL);
    (void)state;
    assert_int_equal(run.code, 1);
    assert_int_equal(ds_run_lines(run.err), 1);
    assert_non_null(strstr(run.out, "\"geslaagd\": false"));
    assert_null(strstr(run.out, PERSOON));
    assert_null(strstr(run.out, DAY));
    assert_null(strstr(run.err, PERSOON));
    ds_run_done(&run);
    assert_int_equal(unlink(path), 0);
    ds_free(path);
    register_as_before();
}

/* A persoon of exactly 64 bytes is fine, in a folder of its own. */
static void test_bad_input__sixty_four_bytes_are_taken(void **state) {
    char *own = ds_test_folder();
    ds_run run;
    (void)state;
    ds_free(ds_test_write_string(own, "leveringen/inschrijving.csv",
                                 HEADER SIXTY_FOUR ",2022,mbo,2\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "import", own, NULL);
    assert_int_equal(run.code, 0);
    assert_string_equal(run.err, "");
    ds_run_done(&run);
    ds_test_folder_remove(own);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_input__not_a_table),
        cmocka_unit_test(test_bad_input__columns_and_fields),
        cmocka_unit_test(test_bad_input__bytes),
        cmocka_unit_test(test_bad_input__values),
        cmocka_unit_test(test_bad_input__a_name_where_a_number_should_be),
        cmocka_unit_test(test_bad_input__wishes_that_are_none),
        cmocka_unit_test(test_bad_input__hours_without_end),
        cmocka_unit_test(test_bad_input__summary_gives_nothing_away),
        cmocka_unit_test(test_bad_input__sixty_four_bytes_are_taken),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
