/* tests/intake/test_mapping_read.c: mappings with faults: each gives one error with file, line,
 * column and, where there is one, the nearest known name. And those beside the program are good. */
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "intake/mapping/file.h"
#include "support/in_folder.h"

#define PART "levert:\n  - soort: inschrijving\n    kolommen:\n"
#define GOOD PART "      persoon: a\n      schooljaar: b\n      soort: {altijd: mbo}\n"

static const struct {
    const char *text;
    unsigned line, column;
    const char *nl, *en;
} bad[] = {
    {"", 1, 1, "leeg, verwachtte levert", "empty, expected levert"},
    {"bestanden: a.csv\n", 1, 1, "levert ontbreekt", "levert is missing"},
    {"bestnden: a.csv\n" GOOD, 1, 1, "bedoelt u 'bestanden'?", "did you mean 'bestanden'?"},
    {"leeg: {a: b}\n" GOOD, 1, 7, "verwachtte een lijst", "expected a list"},
    {"scheidingsteken: \":\"\n" GOOD, 1, 18, "verwacht als scheidingsteken",
     "expected as delimiter"},
    {"codering: latin\n" GOOD, 1, 11, "verwacht utf-8 of windows-1252", "expected utf-8"},
    {"kop: misschien\n" GOOD, 1, 6, "verwacht ja of nee", "expected ja or nee"},
    {"kop: nee\n" GOOD, 1, 1, "noem de kolommen", "name the kolommen"},
    {"vorm: breed\n" GOOD, 1, 7, "verwacht gescheiden of vaste_breedte", "expected gescheiden"},
    {"vorm: vaste_breedte\nkolommen:\n  - {naam: a, van: 0}\n" GOOD, 3, 20,
     "verwacht een plaats van 1", "expected a place from 1"},
    {"vorm: vaste_breedte\nkolommen:\n  - {naam: a, van: 4, tot: 3}\n" GOOD, 3, 28,
     "verwacht een plaats van 4", "expected a place from 4"},
    {"kolommen: [a, A]\n" GOOD, 1, 15, "staat er twee keer", "stands here twice"},
    {"kolommen: [a, c]\n" GOOD, 6, 19, "staat niet in de lijst kolommen",
     "is not in the list kolommen"},
    {"levert:\n  - soort: inschrijvingen\n    kolommen: {}\n", 2, 12, "bedoelt u 'inschrijving'?",
     "did you mean 'inschrijving'?"},
    {PART "      persoon: a\n      schooljaar: b\n", 4, 7, "heeft de kolom 'soort' nodig",
     "needs the column 'soort'"},
    {GOOD "      niveu: c\n", 7, 7, "inschrijving heeft geen kolom 'niveu'; bedoelt u 'niveau'?",
     "inschrijving has no column 'niveu'; did you mean 'niveau'?"},
    {GOOD "      leerweg: {kolom: c, codes: {x: exraneus}}\n", 7, 38, "bedoelt u 'extraneus'?",
     "did you mean 'extraneus'?"},
    {GOOD "      leerweg: {kolom: c, codes: {x: bol, X: bbl}}\n", 7, 34, "twee keer", "twice"},
    {GOOD "      leerweg: {kolom: c, kodes: {x: bol}}\n", 7, 27, "bedoelt u 'codes'?",
     "did you mean 'codes'?"},
    {GOOD "      leerweg: {kolom: c, anders: weiger}\n", 7, 35, "anders hoort bij codes",
     "anders goes with codes"},
    {GOOD "      leerweg: {codes: {x: bol}}\n", 7, 16, "verwacht kolom, altijd of regel",
     "expected kolom, altijd or regel"},
    {GOOD "      niveau: {altijd: 5}\n", 7, 24, "verwacht een getal van 1 tot en met 4",
     "expected a number from 1 to 4"},
    {PART "      persoon: a\n      schooljaar: {altijd: INVULLEN}\n      soort: b\n", 5, 28,
     "verwacht een schooljaar", "expected a school year"},
    {PART "      persoon: a\n      schooljaar: b\n      soort: {altijd: geen}\n", 6, 23,
     "onbekende code 'geen' voor soort", "unknown code 'geen' for soort"},
    {PART "      persoon: a\n      schooljaar: {kolom: b, datum: DD-MM}\n      soort: c\n", 5, 37,
     "verwacht een datumvorm", "expected a form of date"},
    {PART "      persoon: a\n      schooljaar: {kolom: b, datum: D/M/JJ}\n      soort: c\n", 5, 37,
     "vraagt grensjaar", "asks for grensjaar"},
    {PART "      persoon: {kolom: a, mag_ontbreken: ja}\n      schooljaar: b\n      soort: c\n", 4,
     16, "is verplicht", "is required"},
    {GOOD "      niveau: {regel: ja}\n", 7, 23, "alleen `persoon: {regel: ja}`",
     "only `persoon: {regel: ja}`"},
    {GOOD "    overslaan_als: [{kolom: c}]\n", 7, 21, "is_niet", "is_niet"},
    {GOOD "  - soort: inschrijving\n    kolommen: {persoon: a, schooljaar: b, soort: c}\n", 7, 12,
     "deze soort staat er twee keer", "this kind stands here twice"},
    {"a: [1\n", 2, 1, "geen geldige YAML", "not valid YAML"},
    {"bestanden: &x a.csv\nbron: *x\n" GOOD, 2, 7, "verwijzing met *", "alias with *"},
};

static void test_mapping_read__bad(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *path = ds_test_write_string(folder, "v.yaml", bad[i].text);
        ds_mapping_file *mapping = NULL;
        ds_error err;
        memset(&err, 0, sizeof err);
        if (ds_mapping_file_read(path, true, &mapping, &err) != DS_INPUT)
            fail_msg("taken: %s", bad[i].text);
        if (err.line != bad[i].line || err.column != bad[i].column)
            fail_msg("%zu: line %llu, column %llu: %s", i, (unsigned long long)err.line,
                     (unsigned long long)err.column, err.en);
        if (strstr(err.nl, bad[i].nl) == NULL) fail_msg("does not say %s: %s", bad[i].nl, err.nl);
        if (strstr(err.en, bad[i].en) == NULL) fail_msg("does not say %s: %s", bad[i].en, err.en);
        assert_string_equal(err.file, path);
        assert_null(mapping);
        ds_free(path);
    }
}

static ds_status read_one(void *context, ds_error *err) {
    ds_mapping_file *mapping;
    ds_status status = ds_mapping_file_read(context, true, &mapping, err);
    if (status == DS_OK) ds_mapping_file_free(mapping);
    return status;
}

static void test_mapping_read__ours_are_good(void **state) {
    ds_file_names names = {0};
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_list(DS_SOURCE_DIR "/mappings", &names, &err), DS_OK);
    assert_true(names.n_names >= 2);
    for (size_t i = 0; i < names.n_names; i++) {
        char path[DS_PATH_SIZE];
        assert_int_equal(ds_file_join(path, DS_SOURCE_DIR "/mappings", names.names[i], &err),
                         DS_OK);
        if (read_one(path, &err) != DS_OK)
            fail_msg("%llu: %s", (unsigned long long)err.line, err.en);
        ds_test_every_allocation(read_one, path);
    }
    ds_file_names_done(&names);
}

static void test_mapping_read__patterns(void **state) {
    static const struct {
        const char *pattern, *name;
        bool fits;
    } cases[] = {
        {"a*.csv", "A12.csv", true}, {"a*.csv", "b.csv", false},    {"*", "", true},
        {"a?c", "abc", true},        {"a?c", "ac", false},          {"*a*b", "xaybzb", true},
        {"*a*b", "xaybz", false},    {"a.csv", "a.csv.old", false}, {"**x", "x", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_text pattern = {cases[i].pattern, strlen(cases[i].pattern)};
        const ds_mapping_file mapping = {.patterns = &pattern, .n_patterns = 1};
        if (ds_mapping_fits(&mapping, cases[i].name) != cases[i].fits)
            fail_msg("%s %s", cases[i].pattern, cases[i].name);
    }
}

/* year 0: refused. */
static void test_mapping_read__dates(void **state) {
    static const struct {
        const char *form, *text;
        int pivot, year, month, day; /* year 0: refused */
    } cases[] = {
        {"DD-MM-JJJJ", "01-02-2003", -1, 2003, 2, 1}, {"JJJJMMDD", "20030201", -1, 2003, 2, 1},
        {"D-M-YYYY", "1-2-2003", -1, 2003, 2, 1},     {"D-M-JJJJ", "11-12-2003", -1, 2003, 12, 11},
        {"M/D/JJ", "2/1/25", 25, 2025, 2, 1},         {"M/D/JJ", "2/1/26", 25, 1926, 2, 1},
        {"JJJJMM", "200302", -1, 2003, 2, 1},         {"JJJJ", "2003", -1, 2003, 1, 1},
        {"DD-MM-JJJJ", "1-2-2003", -1, 0, 0, 0},      {"DD-MM-JJJJ", "30-02-2003", -1, 0, 0, 0},
        {"DD-MM-JJJJ", "01-02-2003 ", -1, 0, 0, 0},   {"DD-MM-JJJJ", "01/02/2003", -1, 0, 0, 0},
        {"DD-MM-JJJJ", "01-02-203", -1, 0, 0, 0},     {"JJJJMMDD", "2003021", -1, 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year, month, day;
        bool good = ds_mapping_date((ds_text){cases[i].text, strlen(cases[i].text)}, cases[i].form,
                                    cases[i].pivot, &year, &month, &day);
        if (good != (cases[i].year != 0)) fail_msg("%s %s", cases[i].form, cases[i].text);
        if (!good) continue;
        assert_int_equal(year, cases[i].year);
        assert_int_equal(month, cases[i].month);
        assert_int_equal(day, cases[i].day);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mapping_read__bad),
        cmocka_unit_test(test_mapping_read__ours_are_good),
        cmocka_unit_test(test_mapping_read__patterns),
        cmocka_unit_test(test_mapping_read__dates),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
