/* tests/cli/test_bad_mapped.c: the faults of test_bad_input.c in deliveries that a mapping
 * describes, and in the mapping: one line with file, line and column of the source, nothing
 * personal, the register as it was. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/bad_delivery.h"

#define SIXTY_FOUR "geheim7890123456789012345678901234567890123456789012345678901234"
#define HEADER "nr;jaar;opl;weg;gebdat\n"
#define GOOD PERSOON ";2022;Mbo2;1;01/03/2005\n"

static const char separated[] =
    "bestanden: \"osiris*.csv\"\nlevert:\n"
    "  - soort: inschrijving\n    kolommen:\n"
    "      persoon: nr\n      schooljaar: jaar\n"
    "      soort: {kolom: opl, codes: {mbo1: mbo, mbo2: mbo, havo: havo}}\n"
    "      niveau: {kolom: opl, codes: {mbo1: 1, mbo2: 2}, anders: \"\"}\n"
    "      leerweg: {kolom: weg, codes: {\"1\": bol, \"2\": bbl}}\n"
    "  - soort: persoon\n    kolommen:\n"
    "      persoon: nr\n      geboortedatum: {kolom: gebdat, datum: DD/MM/JJJJ}\n";
static const char fixed[] =
    "bestanden: \"vast*.txt\"\nvorm: vaste_breedte\nkolommen:\n"
    "  - {naam: nr, van: 1, tot: 9}\n  - {naam: jaar, van: 10, tot: 13}\n"
    "  - {naam: opl, van: 14, tot: 16}\n"
    "levert:\n  - soort: inschrijving\n    kolommen: {persoon: nr, schooljaar: jaar, soort: opl}\n";

static int set_up_mappings(void **state) {
    int code = set_up(state);
    ds_free(ds_test_write_string(folder, "vertalingen/osiris.yaml", separated));
    ds_free(ds_test_write_string(folder, "vertalingen/vast.yaml", fixed));
    return code;
}

static void test_bad_mapped__separated(void **state) {
    static const bad list[] = {
        {"osiris.csv", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\b\6\0\0\0"), 3, 1,
         "NUL", "NUL"},
        {"osiris.csv", BYTES("PK\x03\x04\x14\0\6\0\b\0\0\0!\0geheim.xml"), 1, 1,
         "ZIP- of Excel-bestand", "ZIP or Excel file"},
        {"osiris.csv", BYTES(""), 0, 0, "leeg", "empty"},
        {"osiris.csv", " \n\n \r\n", 0, 0, 0, "leeg", "empty"},
        {"osiris.csv", HEADER, 0, 1, 0, "alleen een kopregel", "a header alone"},
        {"osiris.csv", "Geachte mevrouw Jansen\n\ngeboren op " DAY "\n", 0, 1, 0,
         "kolom 'nr' ontbreekt", "column 'nr' is missing"},
        {"osiris.csv", PERSOON ";2005-03-01;Jansen\n" PERSOON ";2005-03-01;Jansen\n", 0, 1, 0,
         "kolom 'nr' ontbreekt", "column 'nr' is missing"},
        {"osiris.csv", "nr;jaar;weg;gebdat\n" PERSOON ";2022;1;\n", 0, 1, 0,
         "kolom 'opl' ontbreekt, die de vertaling osiris noemt",
         "column 'opl' is missing, which the mapping osiris names"},
        {"osiris.csv", "Titel\n" HEADER GOOD, 0, 1, 0,
         "die de vertaling osiris noemt; op regel 2 lijken de kolomnamen te staan",
         "the column names seem to stand on line 2"},
        {"osiris.csv", "nr;jaar;opl;weg;gebdatum\n" GOOD, 0, 1, 0, "(wel: 'gebdatum')",
         "(there is 'gebdatum')"},
        {"osiris.csv", "nr;jaar;opl;weg;gebdat;OPL\n" GOOD, 0, 1, 24, "twee keer", "stands twice"},
        {"osiris.csv", HEADER GOOD PERSOON ";2022;Mbo2;1\n", 0, 3, 22, "te weinig velden",
         "too few fields"},
        {"osiris.csv", HEADER GOOD PERSOON ";2022;Mbo2;1;;\n", 0, 3, 23, "te veel velden",
         "too many fields"},
        {"osiris.csv", HEADER GOOD "\"" PERSOON ";2022;Mbo2;1;\n" GOOD, 0, 3, 1, "niet gesloten",
         "not closed"},
        {"osiris.csv", BYTES(HEADER GOOD PERSOON ";20\0002;Mbo2;1;\n"), 3, 13, "NUL", "NUL"},
        {"osiris.csv", BYTES(HEADER GOOD PERSOON ";2022;m\x81o;1;\n"), 3, 17, "81", "81"},
        {"osiris.csv", BYTES("\xFF\xFEp\0e\0r\0s\0o\0o\0n\0\n\0"), 1, 1, "UTF-16", "UTF-16"},
        {"osiris.csv", HEADER PERSOON ";20222;Mbo2;1;\n", 0, 2, 2,
         "jaar (schooljaar): geen schooljaar; verwacht bijvoorbeeld 2022", "not a school year"},
        {"osiris.csv", HEADER GOOD PERSOON ";2022;Mbo5;1;\n", 0, 3, 3,
         "opl (soort): onbekende code, gevonden 'Mbo5'; verwacht havo mbo1 mbo2",
         "unknown code, found 'Mbo5'; expected havo mbo1 mbo2"},
        {"osiris.csv", HEADER GOOD PERSOON ";2022;Jansen;1;\n", 0, 3, 3,
         "opl (soort): onbekende code; verwacht havo mbo1 mbo2", "unknown code; expected"},
        {"osiris.csv", HEADER GOOD PERSOON ";2022;Mbo2;" DAY ";\n", 0, 3, 4,
         "weg (leerweg): onbekende code; verwacht 1 2", "unknown code; expected 1 2"},
        {"osiris.csv", HEADER "\n" GOOD ";2022;Mbo2;1;\n", 0, 4, 1, "persoon is leeg",
         "persoon is empty"},
        {"osiris.csv", HEADER SIXTY_FOUR "5;2022;Mbo2;1;\n", 0, 2, 1,
         "persoon is langer dan 64 bytes", "persoon is longer than 64 bytes"},
        {"osiris.csv", HEADER GOOD PERSOON ";2022;Mbo2;1;2005-03-01\n", 0, 3, 5,
         "gebdat (geboortedatum): geen datum in de vorm die de vertaling noemt; verwacht "
         "DD/MM/JJJJ",
         "not a date in the form that the mapping names; expected DD/MM/JJJJ"},
        {"osiris.csv", HEADER GOOD PERSOON ";2022;Mbo2;1;02/01/2150\n", 0, 3, 5,
         "na 1 oktober van het laatste schooljaar", "after 1 October of the last school year"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

static void test_bad_mapped__fixed(void **state) {
    static const bad list[] = {
        {"vast.txt", PERSOON "2022mbo\n" PERSOON "2022mb\n", 0, 2, 16,
         "de regel eindigt hier, na 15 tekens; kolom 'opl' loopt tot en met teken 16",
         "the line ends here, after 15 characters"},
        {"vast.txt", PERSOON "2022mbo\n" PERSOON "2022xxx\n", 0, 2, 3, "verwacht po so vso",
         "expected po so vso"},
        {"vast.txt", "         2022mbo\n", 0, 1, 1, "persoon is leeg", "persoon is empty"},
        {"vast.txt", PERSOON "22  mbo\n", 0, 1, 2, "geen schooljaar", "not a school year"},
        {"vast.txt", BYTES(PERSOON "2022m\0o\n"), 1, 15, "NUL", "NUL"},
        {"vast.txt", BYTES("\x81" PERSOON "2022mbo\n"), 1, 1, "81", "81"},
        {"vast.txt", "\n \n", 0, 0, 0, "leeg", "empty"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

static void test_bad_mapped__mapping(void **state) {
    static const bad list[] = {
        {"x.yaml", "", 0, 1, 1, "leeg, verwachtte levert", "empty, expected levert"},
        {"x.yaml", "levert:\n  - soort: persoon\n    kolommen: {persoon: a, gselacht: b}\n", 0, 3,
         28, "bedoelt u 'geslacht'?", "did you mean 'geslacht'?"},
        {"x.yaml", BYTES("levert: \xFF\n"), 1, 9, "geen UTF-8", "not UTF-8"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_mapped__separated),
        cmocka_unit_test(test_bad_mapped__fixed),
        cmocka_unit_test(test_bad_mapped__mapping),
    };
    return cmocka_run_group_tests(tests, set_up_mappings, tear_down);
}
