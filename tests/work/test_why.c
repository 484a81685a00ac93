/* tests/work/test_why.c: the ten persons of docs/waarom.md: a register of their deliveries, each
 * verdict as worked out by hand on that page, and the lines that it rests on; and why as a question
 * of the library: who it refuses, and that nothing is left behind. */
#include "doorstroom/why.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "support/written.h"

static char *folder;
static ds_work work;

static const struct {
    const char *file, *text;
} deliveries[] = {
    {"leveringen/inschrijving-1.csv",
     "persoon,persoon_soort,schooljaar,soort,niveau,leerweg,opleiding,instelling,"
     "hoofdinschrijving,bekostigd\n"
     "1,bsn,2021,mbo,2,bol,25001,25AA,ja,ja\n"
     "1,bsn,2022,mbo,3,bol,25002,25AA,ja,ja\n"
     "3,bsn,2022,mbo,2,bol,25001,25AA,ja,ja\n"
     "3,bsn,2022,mbo,3,bbl,25003,25BB,nee,ja\n"
     "4,bsn,2022,mbo,2,bol,25001,25AA,ja,ja\n"
     "5,bsn,2021,mbo,2,bol,25001,25AA,ja,ja\n"
     "5,bsn,2022,vavo,,,,25AA,ja,ja\n"
     "6,bsn,2022,mbo,2,extraneus,25001,25AA,ja,nee\n"
     "7,bsn,2021,hbo,,voltijd,34479,21PB,ja,ja\n"
     "7,bsn,2022,mbo,4,bol,25004,25AA,ja,ja\n"
     "9,bsn,2021,mbo,2,bol,25001,25AA,ja,ja\n"
     "9,bsn,2022,mbo,2,bol,25001,25AA,ja,ja\n"
     "9,bsn,2023,mbo,2,bol,25001,25AA,ja,ja\n"
     "10,bsn,2022,mbo,2,bol,25001,25AA,ja,ja\n"},
    {"leveringen/inschrijving-2.csv",
     "persoon,persoon_soort,schooljaar,soort,niveau,leerweg,opleiding,instelling\n"
     "10,pgn,2022,mbo,4,bol,25004,25CC\n"
     "10,pgn,2023,mbo,4,bol,25004,25CC\n"},
    {"leveringen/inschrijving-3.csv",
     "persoon,persoon_soort,schooljaar,soort,niveau,leeftijd,instelling\n"
     "8,bsn,2022,mbo,2,24,25AA\n"},
    {"leveringen/persoon.csv",
     "persoon,persoon_soort,geboortedatum\n"
     "1,bsn,2004-03-01\n3,bsn,2005-03-01\n4,bsn,2005-03-01\n5,bsn,2005-03-01\n"
     "6,bsn,2005-03-01\n7,bsn,2003-03-01\n9,bsn,2005-03-01\n10,bsn,2005-03-01\n10,pgn,2005-03-"
     "01\n"},
    {"leveringen/diplomalijst.csv",
     "nummer,jaar,niveau,opleiding,instelling\n1,2021,2,25001,25AA\n"},
    {"vertalingen/diplomalijst.yaml",
     "bestanden: diplomalijst.csv\nlevert:\n  - soort: diploma\n    kolommen:\n"
     "      persoon: nummer\n      persoon_soort: {altijd: bsn}\n      schooljaar: jaar\n"
     "      soort: {altijd: mbo}\n      niveau: niveau\n      opleiding: opleiding\n"
     "      instelling: instelling\n"},
    {"leveringen/RO_27DV_20211001_20240324.csv", "VLP|27DV|2021-10-01|2024-03-24|2024-03-25\n"
                                                 "PER|2||2005-03-01|V\n"
                                                 "ISG|2||A|2021-08-01|2024-07-31|2023-07-31|\n"
                                                 "ISP|2||A|2021-08-01|25001|BOL|MBO-2|J|||||\n"
                                                 "DIP|2||1|99999|2022-06-01||J|A|100A501\n"},
    {"leveringen/vrijstelling.csv",
     "persoon,persoon_soort,schooljaar,reden\n4,bsn,2023,geemigreerd\n"},
};

static void import_folder(void) {
    ds_import_options options = {
        .work_folder = folder, .program_folder = DS_SOURCE_DIR, .n_workers = 1};
    ds_import_report *report = NULL;
    ds_error err;
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    ds_import_report_free(report);
}

static int make_register(void **state) {
    (void)state;
    folder = ds_test_folder();
    work = (ds_work){.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    for (size_t i = 0; i < sizeof deliveries / sizeof *deliveries; i++)
        ds_free(ds_test_write_string(folder, deliveries[i].file, deliveries[i].text));
    import_folder();
    return 0;
}

static int remove_register(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static ds_why ask(const char *indicator, const char *person, int schooljaar) {
    const ds_why_options options = {
        .indicator = indicator, .person = person, .schooljaar = schooljaar};
    ds_why why = {0};
    ds_error err;
    if (ds_work_why(&work, &options, &why, &err) != DS_OK) fail_msg("%s: %s", person, err.en);
    return why;
}

/* ---- the verdicts, by hand ---- */

static const struct {
    const char *person, *indicator;
    int schooljaar;
    ds_stand stand;
    ds_stand_reason reason;
    const char *cause; /* what the sentence names; NULL: nothing */
} verdicts[] = {
    /* the mbo-2 diploma of the year before still counts for who stacks an mbo-3 on it */
    {"1", "vsv", 2022, DS_STAND_NOEMER, DS_STAND_COUNTS,
     "\"not startkwalificatie[t+1]\" is onwaar"},
    {"1", "vsv", 2021, DS_STAND_NOEMER, DS_STAND_COUNTS, "\"not ingeschreven[t+1]\" is onwaar"},
    {"2", "vsv", 2022, DS_STAND_ONBEKEND, DS_STAND_COUNTS,
     "\"not startkwalificatie[t+1]\" is onbekend"},
    {"7", "vsv", 2022, DS_STAND_ONBEKEND, DS_STAND_COUNTS,
     "\"not startkwalificatie[t+1]\" is onbekend"},
    {"3", "vsv", 2022, DS_STAND_TELLER, DS_STAND_COUNTS, NULL},
    {"4", "vsv", 2022, DS_STAND_NOEMER, DS_STAND_COUNTS, "\"not vrijgesteld[t+1]\" is onwaar"},
    {"5", "vsv", 2022, DS_STAND_NOT, DS_STAND_OUTSIDE, "(soort is vavo)"},
    {"6", "vsv", 2022, DS_STAND_TELLER, DS_STAND_COUNTS, NULL},
    {"8", "vsv", 2022, DS_STAND_NOT, DS_STAND_OUTSIDE,
     "\"leeftijd < 23\" is onwaar (leeftijd is 24)"},
    {"9", "vsv", 2023, DS_STAND_NOT, DS_STAND_HORIZON, "kijkt ook naar 2024/25"},
    {"9", "startersresultaat", 2021, DS_STAND_NOT, DS_STAND_HORIZON, "kijkt ook naar 2020/21"},
    {"bsn:10", "vsv", 2022, DS_STAND_TELLER, DS_STAND_COUNTS, NULL},
    {"pgn:10", "vsv", 2022, DS_STAND_NOEMER, DS_STAND_COUNTS,
     "\"not ingeschreven[t+1]\" is onwaar"},
};

/* The sentence of the only year, from the csv for machines. */
static void check_sentence(const ds_why *why, const char *cause) {
    ds_document *document = NULL;
    ds_error err;
    char *csv;
    assert_int_equal(ds_say_why(why, &document, &err), DS_OK);
    csv = written_as(document, DS_FORM_JSON, DS_NL, false);
    if (cause != NULL) {
        ds_buffer escaped; /* as json writes it */
        ds_buffer_init(&escaped, 1024);
        for (const char *c = cause; *c != '\0'; c++) {
            if (*c == '"') ds_buffer_add_char(&escaped, '\\');
            ds_buffer_add_char(&escaped, *c);
        }
        if (strstr(csv, ds_buffer_string(&escaped)) == NULL)
            fail_msg("no %s in %s", ds_buffer_string(&escaped), csv);
        ds_buffer_done(&escaped);
    }
    ds_free(csv);
    ds_document_free(document);
}

static void test_why__ten_persons_as_by_hand(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        ds_why why = ask(verdicts[i].indicator, verdicts[i].person, verdicts[i].schooljaar);
        assert_int_equal(why.explained.n_years, 1);
        if (why.explained.years[0].stand != verdicts[i].stand ||
            why.explained.years[0].reason != verdicts[i].reason)
            fail_msg("%s, %s, %d: %s (%d)", verdicts[i].person, verdicts[i].indicator,
                     verdicts[i].schooljaar, ds_stand_code(why.explained.years[0].stand),
                     (int)why.explained.years[0].reason);
        check_sentence(&why, verdicts[i].cause);
        ds_why_done(&why);
    }
}

/* ---- lines ---- */

static const ds_trace_row *find_line(const ds_why *why, const char *file, uint64_t line) {
    size_t n;
    const ds_trace_row *rows = ds_trace_rows(why->trace, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].file, file) == 0 && rows[i].line == line) return &rows[i];
    fail_msg("no line %s:%lu", file, (unsigned long)line);
    return NULL;
}

static void test_why__says_which_line_decides(void **state) {
    ds_why why = ask("vsv", "3", 0);
    const ds_trace_row *main_one = find_line(&why, "inschrijving-1.csv", 4);
    const ds_trace_row *other = find_line(&why, "inschrijving-1.csv", 5);
    size_t n;
    (void)state;
    (void)ds_trace_rows(why.trace, &n);
    assert_int_equal(n, 3); /* nobody else's */
    assert_int_equal(main_one->role, DS_TRACE_DECIDES);
    assert_string_equal(main_one->rule, "hoofdinschrijving");
    assert_int_equal(other->role, DS_TRACE_BESIDE);
    assert_string_equal(other->rule, "hoofdinschrijving");
    assert_non_null(strstr(other->text, "niveau 3"));
    assert_int_equal(find_line(&why, "persoon.csv", 3)->kind, DS_TRACE_PERSOON);
    ds_why_done(&why);
}

/* What leaves a diploma unknown is said: whose were not delivered, and the line without a niveau.
 */
static void test_why__says_what_is_not_known(void **state) {
    ds_why why = ask("vsv", "7", 2022);
    ds_document *document = NULL;
    ds_error err;
    char *text;
    (void)state;
    assert_int_equal(why.n_undelivered, 1);
    assert_int_equal(why.undelivered[0].schooljaar, 2021);
    assert_int_equal(ds_say_why(&why, &document, &err), DS_OK);
    text = written_as(document, DS_FORM_JSON, DS_NL, false);
    assert_non_null(strstr(text, "\"ongeleverd\""));
    assert_non_null(strstr(text, "\"soort\": \"hbo\""));
    ds_free(text);
    ds_document_free(document);
    ds_why_done(&why);
    why = ask("vsv", "2", 2022);
    assert_int_equal(why.n_undelivered, 0);
    assert_null(strstr(find_line(&why, "RO_27DV_20211001_20240324.csv", 5)->text, "niveau"));
    ds_why_done(&why);
}

/* By institution the second enrolment counts too, and its own line is the source. */
static void test_why__under_another_enrolment(void **state) {
    char *by =
        ds_test_write_string(folder, "per.yaml",
                             "indicators:\n  - {id: weg, per: instelling, population: \"soort "
                             "= 'mbo' and niveau = 3\", event: \"not ingeschreven[t+1]\"}\n");
    const ds_why_options options = {
        .definitions_file = by, .indicator = "weg", .person = "3", .schooljaar = 2022};
    ds_document *document = NULL;
    ds_why why;
    ds_error err;
    char *text;
    (void)state;
    assert_int_equal(ds_work_why(&work, &options, &why, &err), DS_OK);
    assert_int_equal(why.explained.n_years, 2);
    assert_int_equal(why.explained.years[0].stand, DS_STAND_NOT);
    assert_int_equal(why.explained.years[1].pass, 1);
    assert_int_equal(why.explained.years[1].stand, DS_STAND_TELLER);
    assert_int_equal(ds_say_why(&why, &document, &err), DS_OK);
    text = written_as(document, DS_FORM_JSON, DS_NL, false);
    assert_non_null(strstr(text, "\"uitkomst\": \"3\",\n      \"bron\": \"inschrijving-1.csv:5\""));
    ds_free(text);
    ds_document_free(document);
    ds_why_done(&why);
    ds_free(by);
}

static void test_why__kinds_are_persons_of_their_own(void **state) {
    const ds_why_options options = {.indicator = "vsv", .person = "10"};
    ds_why why;
    ds_error err;
    size_t n;
    (void)state;
    memset(&why, 0x5a, sizeof why);
    assert_int_equal(ds_work_why(&work, &options, &why, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "pgn:123"));
    assert_int_equal(((unsigned char *)&why)[0], 0x5a); /* untouched */
    why = ask("vsv", "pgn:10", 0);
    (void)ds_trace_rows(why.trace, &n);
    assert_int_equal(n, 3);
    assert_string_equal(ds_trace_person_kind(why.trace, ds_trace_place_of(why.trace)), "pgn");
    ds_why_done(&why);
}

static void test_why__refuses(void **state) {
    const ds_why_options nobody = {.indicator = "vsv", .person = "99"};
    const ds_why_options year = {.indicator = "vsv", .person = "1", .schooljaar = 1990};
    const ds_why_options what = {.indicator = "vsf", .person = "1"};
    ds_why why;
    ds_error err;
    (void)state;
    assert_int_equal(ds_work_why(&work, &nobody, &why, &err), DS_INPUT);
    assert_null(strstr(err.nl, "99")); /* nobody's number in a message */
    assert_int_equal(ds_work_why(&work, &year, &why, &err), DS_INPUT);
    assert_int_equal(ds_work_why(&work, &what, &why, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "vsv"));
}

/* Lines and register would tell of two different things. */
static void test_why__not_of_other_deliveries(void **state) {
    const ds_why_options options = {.indicator = "vsv", .person = "1"};
    ds_why why;
    ds_error err;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/werk.csv",
                                 "persoon,persoon_soort,jaar,uren\n1,bsn,2022,20\n"));
    assert_int_equal(ds_work_why(&work, &options, &why, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "verouderd"));
    import_folder();
    why = ask("vsv", "1", 2022);
    assert_int_equal(find_line(&why, "werk.csv", 2)->kind, DS_TRACE_WERK);
    ds_why_done(&why);
}

/* It reads as an import does, and writes nothing. */
static void test_why__writes_nothing(void **state) {
    char path[DS_PATH_SIZE];
    ds_why why;
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "afgekeurd", &err), DS_OK);
    ds_test_folder_remove(ds_strdup(path));
    why = ask("vsv", "1", 2022);
    ds_why_done(&why);
    assert_false(ds_file_exists(path));
}

static ds_status make_why(const void *result, ds_document **out, ds_error *err) {
    return ds_say_why(result, out, err);
}

static ds_status ask_once(void *context, ds_error *err) {
    const ds_why_options options = {
        .definitions_file = context, .indicator = "weg", .person = "3", .schooljaar = 2022};
    ds_why why;
    const ds_status status = ds_work_why(&work, &options, &why, err);
    if (status == DS_OK) ds_why_done(&why);
    return status;
}

static void test_why__when_memory_is_short(void **state) {
    ds_why why = ask("vsv", "3", 2022);
    char *small = ds_test_write_string(
        folder, "klein.yaml",
        "indicators:\n  - {id: weg, population: soort = 'mbo', event: \"not ingeschreven[t+1] and "
        "ever(niveau > 1)\"}\n");
    (void)state;
    written_every_allocation(make_why, &why);
    ds_why_done(&why);
    ds_test_every_allocation(ask_once, small);
    ds_free(small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_why__ten_persons_as_by_hand),
        cmocka_unit_test(test_why__says_which_line_decides),
        cmocka_unit_test(test_why__says_what_is_not_known),
        cmocka_unit_test(test_why__under_another_enrolment),
        cmocka_unit_test(test_why__kinds_are_persons_of_their_own),
        cmocka_unit_test(test_why__refuses),
        cmocka_unit_test(test_why__not_of_other_deliveries),
        cmocka_unit_test(test_why__writes_nothing),
        cmocka_unit_test(test_why__when_memory_is_short),
    };
    return cmocka_run_group_tests(tests, make_register, remove_register);
}
