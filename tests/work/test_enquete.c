/* tests/work/test_enquete.c: a question of a survey, asked of a work folder: from deliveries to
 * estimates that were worked out by hand, and what is said when something is wrong. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/enquete.h"
#include "doorstroom/intake.h"
#include "support/written.h"

/* 1 October 2022 and 2023: bol 6, bbl 2, at three institutions, of which 00Z goes up in 01A. */
static const char enrolments[] =
    "persoon,schooljaar,soort,niveau,leerweg,instelling\n"
    "1,2022,mbo,2,bol,01A\n2,2022,mbo,2,bol,01A\n3,2022,mbo,2,bol,00Z\n4,2022,mbo,2,bol,02B\n"
    "5,2022,mbo,2,bol,02B\n6,2022,mbo,2,bol,03C\n7,2022,mbo,2,bbl,03C\n8,2022,mbo,2,bbl,01A\n"
    "1,2023,mbo,2,bol,01A\n2,2023,mbo,2,bol,01A\n3,2023,mbo,2,bol,01A\n4,2023,mbo,2,bol,02B\n"
    "5,2023,mbo,2,bol,02B\n6,2023,mbo,2,bol,03C\n7,2023,mbo,2,bbl,03C\n8,2023,mbo,2,bbl,01A\n";
static const char institutions[] = "instelling,naam,type,opgegaan_in,vanaf_schooljaar\n"
                                   "01A,Een,ROC,,\n02B,Twee,AOC,,\n03C,Drie,ROC,,\n"
                                   "00Z,Oud,ROC,01A,2023\n";
/* 2023: bol 1 of 2, bbl 1 of 1; 2024: bol 2 of 3, bbl 0 of 1, one who says nothing, and one of
 * whom no leerweg is known. */
static const char answers[] =
    "respondent,meting,jaar,instelling,niveau,leerweg,geslacht,gewicht,veilig,ooit\n"
    "1,A,2023,00Z,2,bol,v,1.5,ja,\n2,A,2023,02B,2,bol,m,1.5,nee,\n3,A,2023,02B,2,bbl,m,1,ja,\n"
    "1,A,2024,01A,2,bol,v,1,ja,ja\n2,A,2024,01A,2,bol,m,1,nee,nee\n3,A,2024,02B,2,bol,v,1,ja,nee\n"
    "4,A,2024,02B,2,bbl,m,2,nee,ja\n5,A,2024,02B,2,bol,m,1,,ja\n"
    "6,A,2024,02B,2,,v,1,ja,\n";
static const char definitions[] =
    "over: enquete\nindicators:\n"
    "  - {id: veilig, name: Veilig, name_en: Safe, population: niveau = 2, event: veilig, "
    "calibrate: linear, margins: [leerweg], by: [[leerweg]]}\n"
    "  - {id: ooit, population: niveau = 2, event: ooit}\n"
    "  - {id: weg, population: niveau = 2, event: wegg}\n";

static char *make_folder(bool with_answers) {
    char *folder = ds_test_folder();
    ds_import_options options = {.work_folder = folder, .n_workers = 1};
    ds_import_report *report = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    options.program_folder = DS_SOURCE_DIR;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/instelling.csv", institutions));
    if (with_answers) ds_free(ds_test_write_string(folder, "leveringen/enquete.csv", answers));
    ds_free(ds_test_write_string(folder, "definities/eigen.yaml", definitions));
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    ds_import_report_free(report);
    return folder;
}

static ds_status ask(const char *folder, const ds_enquete_options *options, ds_enquete_answer **out,
                     ds_error *err) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    memset(err, 0, sizeof *err);
    return ds_work_enquete(&work, options, out, err);
}

/* The line of this kind, year and first key (NULL: all), of all institutions. */
static const ds_survey_line *find_line(const ds_enquete_answer *a, ds_survey_line_kind kind,
                                       int year, const char *key) {
    const ds_survey_block *b = ds_enquete_answer_block(a);
    for (size_t i = 0; i < b->n_lines; i++) {
        const ds_survey_line *line = &b->lines[i];
        const char *found = b->n_by == 0 ? NULL : line->by[0];
        if (line->kind == kind && line->year == year && !line->same &&
            (key == NULL ? found == NULL : found != NULL && strcmp(found, key) == 0))
            return line;
    }
    fail_msg("no line of %d", year);
    return NULL;
}

static const ds_note *find_note(const ds_enquete_answer *a, const char *code) {
    const ds_survey_block *b = ds_enquete_answer_block(a);
    for (size_t i = 0; i < b->n_notes; i++)
        if (strcmp(b->notes[i].code, code) == 0) return &b->notes[i];
    return NULL;
}

/* That people read of who is left out, and why. */
static void expect_said(const ds_enquete_answer *a, const char *code) {
    ds_document *document = NULL;
    ds_error err;
    char *json;
    assert_int_equal(ds_report_survey(ds_enquete_answer_block(a), &document, &err), DS_OK);
    json = written_as(document, DS_FORM_JSON, DS_NL, false);
    if (strstr(json, code) == NULL) fail_msg("not a word of %s", code);
    ds_free(json);
    ds_document_free(document);
}

/* Calibrated to 6 and 2: 2023 (6·½ + 2·1)/8; 2024 (6·⅔ + 2·0)/8, where who says nothing weighs. */
static void test_enquete__worked_by_hand(void **state) {
    char *folder = make_folder(true);
    ds_enquete_options o = DS_ENQUETE_OPTIONS_INIT;
    ds_enquete_answer *a = NULL;
    const ds_survey_line *line;
    ds_error err;
    (void)state;
    o.indicator = "veilig";
    o.by = "leerweg";
    o.compare = "jaar";
    if (ask(folder, &o, &a, &err) != DS_OK) fail_msg("%s", err.en);
    line = find_line(a, DS_SURVEY_LINE_ESTIMATE, 2023, NULL);
    assert_true(fabs(line->test.estimate - 5.0 / 8) < 1e-12);
    assert_int_equal(line->n, 3);
    line = find_line(a, DS_SURVEY_LINE_ESTIMATE, 2024, "bol");
    assert_true(fabs(line->test.estimate - 2.0 / 3) < 1e-12);
    assert_int_equal(line->n, 3);
    assert_int_equal(line->missing, 1);
    line = find_line(a, DS_SURVEY_LINE_DIFFERENCE, 2024, "bol");
    assert_true(fabs(line->test.estimate - (2.0 / 3 - 1.0 / 2)) < 1e-12);
    assert_int_equal(line->missing, 1);
    /* 00Z and 01A are one institution, of three */
    assert_int_equal(ds_enquete_answer_block(a)->facts.clusters, 2);
    assert_int_equal(ds_enquete_answer_block(a)->population_clusters, 3);
    assert_int_equal(ds_enquete_answer_frame(a).n_years, 2);
    assert_non_null(find_note(a, "meting"));
    assert_int_equal(ds_enquete_answer_block(a)->missing_class, 1);
    assert_int_equal(ds_enquete_answer_block(a)->missing_cluster, 0);
    expect_said(a, "klasse_onbekend");
    ds_enquete_answer_free(a);
    ds_test_folder_remove(folder);
}

/* A year in which it was not asked is not available; a year asked for is the only one. */
static void test_enquete__not_asked(void **state) {
    char *folder = make_folder(true);
    ds_enquete_options o = DS_ENQUETE_OPTIONS_INIT;
    ds_enquete_answer *a = NULL;
    const ds_survey_line *line;
    ds_error err;
    (void)state;
    o.indicator = "ooit";
    if (ask(folder, &o, &a, &err) != DS_OK) fail_msg("%s", err.en);
    line = find_line(a, DS_SURVEY_LINE_ESTIMATE, 2023, NULL);
    assert_int_equal(line->test.state, DS_SURVEY_NOT_ASKED);
    assert_true(isnan(line->test.estimate));
    line = find_line(a, DS_SURVEY_LINE_ESTIMATE, 2024, NULL);
    assert_true(fabs(line->test.estimate - 4.0 / 6) < 1e-12); /* Σwy = 1 + 2 + 1 of 6 */
    assert_non_null(find_note(a, "meting_niet_gevraagd"));
    ds_enquete_answer_free(a);
    o.years = "2024";
    o.where = "geslacht = 'm'";
    if (ask(folder, &o, &a, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(ds_enquete_answer_block(a)->n_lines, 1);
    assert_true(fabs(ds_enquete_answer_block(a)->lines[0].test.estimate - 3.0 / 4) < 1e-12);
    assert_int_equal(ds_enquete_answer_block(a)->lines[0].missing, 0);
    ds_enquete_answer_free(a);
    ds_test_folder_remove(folder);
}

static void expect_refused(const char *folder, const ds_enquete_options *o, ds_status status,
                           const char *nl, const char *en) {
    ds_enquete_answer *a = NULL;
    ds_error err;
    assert_int_equal(ask(folder, o, &a, &err), status);
    if (strstr(err.nl, nl) == NULL || strstr(err.en, en) == NULL)
        fail_msg("%s | %s", err.nl, err.en);
}

static void test_enquete__what_is_wrong(void **state) {
    char *folder = make_folder(true), *without = make_folder(false);
    ds_enquete_options o = DS_ENQUETE_OPTIONS_INIT;
    (void)state;
    expect_refused(folder, &o, DS_USAGE, "welke vraag? --indicator", "which question?");
    o.indicator = "vsv";
    expect_refused(folder, &o, DS_INPUT, "'vsv' gaat over loopbanen", "'vsv' is over careers");
    o.indicator = "weg";
    expect_refused(folder, &o, DS_INPUT, "geen levering van enquete heeft de vraag 'wegg'",
                   "no delivery of enquete has the question 'wegg'");
    o.indicator = "veilig";
    o.compare = "geslacht";
    expect_refused(folder, &o, DS_USAGE, "--compare: vond 'geslacht'", "--compare: found");
    o.compare = NULL;
    o.calibrate = "iets";
    expect_refused(folder, &o, DS_USAGE, "--method: vond 'iets'", "--method: found 'iets'");
    o.calibrate = NULL;
    o.years = "gisteren";
    expect_refused(folder, &o, DS_USAGE, "--years: vond 'gisteren'", "--years: found");
    o.years = NULL;
    o.where = "soort[t+1] = 'mbo'";
    expect_refused(folder, &o, DS_INPUT, "[t+k] is er alleen over loopbanen", "for careers only");
    o.where = NULL;
    expect_refused(without, &o, DS_INPUT, "geen levering enquete in dit register",
                   "no delivery enquete in this register");
    ds_test_folder_remove(folder);
    ds_test_folder_remove(without);
}

/* ---- memory ---- */

static ds_status ask_again(void *context, ds_error *err) {
    const ds_work work = {.folder = context, .n_threads = 1};
    ds_enquete_options o = DS_ENQUETE_OPTIONS_INIT;
    ds_enquete_answer *a = NULL;
    ds_status status;
    o.indicator = "veilig";
    o.by = "leerweg";
    o.compare = "jaar";
    status = ds_work_enquete(&work, &o, &a, err);
    if (status == DS_OK) ds_enquete_answer_free(a);
    return status;
}

static void test_enquete__short_of_memory(void **state) {
    char *folder = make_folder(true);
    (void)state;
    ds_test_every_allocation(ask_again, folder);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enquete__worked_by_hand),
        cmocka_unit_test(test_enquete__not_asked),
        cmocka_unit_test(test_enquete__what_is_wrong),
        cmocka_unit_test(test_enquete__short_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
