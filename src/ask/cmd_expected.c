/* ask/cmd_expected.c: doorstroom expected DIR --indicator ID: expected given who comes in. */
#include "ask/question.h"
#include "doorstroom/chances.h"

DS_ASK_FREES(ds_expectations_free)

static const char usage_nl[] =
    "doorstroom expected [WERKMAP] --indicator ID [--covariates a,b] [OPTIES]\n\n"
    "Wat gezien de instroom te verwachten was, naast wat er is, per instelling: een logistisch "
    "model\n"
    "met de kenmerken van de studenten en zonder de instelling, met trechtergrenzen van 95 en 99,8 "
    "%\n"
    "waarin ook staat hoeveel instellingen onderling verschillen.\n"
    "Dit zijn interne cijfers: zij noemen instellingen. Formules: docs/kansen.md.\n"
    "Voorbeelden:\n"
    "  doorstroom expected proef --indicator vsv\n"
    "  doorstroom expected proef --indicator vsv --covariates niveau,leerweg --year 2023 --format "
    "csv";
static const char usage_en[] =
    "doorstroom expected [WORKFOLDER] --indicator ID [--covariates a,b] [OPTIONS]\n\n"
    "What was to be expected given who comes in, beside what is, by institution: a logistic model\n"
    "with the students' attributes and without the institution, with funnel limits of 95 and 99.8 "
    "%\n"
    "that also hold how much institutions differ.\n"
    "These figures are internal: they name institutions. Formulas: docs/kansen.en.md.\n"
    "Examples:\n"
    "  doorstroom expected trial --indicator vsv\n"
    "  doorstroom expected trial --indicator vsv --covariates niveau,leerweg --year 2023 --format "
    "csv";

static ds_status expect_and_answer(ds_question *q, const ds_work_expected_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_expectations *expectations = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_expected(work, options, &expectations, q->err);
    if (status == DS_OK)
        status = ds_report_expected(ds_expectations_block(expectations), &document, q->err);
    ds_question_hold(q, expectations, release_ds_expectations_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_expected(ds_question *q) {
    ds_work_expected_options o = DS_WORK_EXPECTED_OPTIONS_INIT;
    const char *folder = ".", *year = NULL, *minimum = NULL;
    uint64_t n = 0;
    const ds_ask_option all[] = {
        {"--indicator", &o.indicator, NULL, "ID", "welke", "which"},
        {"--covariates", &o.covariates, NULL, "a,b",
         "gezien deze kenmerken (" DS_EXPECTED_COVARIATES "); leeg: het landelijke percentage",
         "given these attributes (" DS_EXPECTED_COVARIATES "); empty: the country's rate"},
        {"--institution-effects", NULL, &o.institution_effects, NULL,
         "schat de kenmerken binnen instellingen, met een effect van elke instelling",
         "estimate the attributes within institutions, with an effect of each institution"},
        {"--minimum", &minimum, NULL, "N", "instellingen van minstens zoveel personen (30)",
         "institutions of at least so many persons (30)"},
        {"--year", &year, NULL, "JAAR", "dit schooljaar (het laatste)",
         "this school year (the last)"},
        {"--where", &o.where, NULL, "EXPR",
         "alleen wie hieraan voldoet: een uitdrukking zoals in een definitie",
         "only those for whom this holds: an expression as in a definition"},
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"}};
    if (!ds_question_read(q, all, sizeof all / sizeof *all, &folder, 1, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (year != NULL && !ds_question_number(q, "--year", year, 1900, 2200, &n)) return DS_USAGE;
    if (minimum != NULL && !ds_question_number(q, "--minimum", minimum, 1, 1000000, &o.minimum))
        return DS_USAGE;
    o.year = (int)n;
    q->work_folder = folder;
    return expect_and_answer(q, &o);
}
