/* ask/cmd_risk.c: doorstroom risk DIR --indicator ID: who runs the risk. */
#include <string.h>

#include "ask/question.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/chances.h"

DS_ASK_FREES(ds_risks_free)

static const char usage_nl[] =
    "doorstroom risk [WERKMAP] --indicator ID [--attributes a,b,c] [OPTIES]\n\n"
    "Wie loopt het risico: alle deelgroepen van hoogstens drie kenmerken waarin het vaker\n"
    "voorkomt, met hoeveel maal vaker, hoeveel personen, welk deel van allen, en een foutkans die\n"
    "voor de hele lijst geldt. Een deelgroep telt voor wat zij toevoegt aan elke groep waar zij "
    "in\n"
    "zit; wat in een eenvoudiger groep zit, staat daaronder. Standaardfouten per instelling.\n"
    "Dit zijn interne cijfers. Formules, en hoe vaak het zich vergist: docs/kansen.md.\n"
    "Voorbeelden:\n"
    "  doorstroom risk proef --indicator vsv\n"
    "  doorstroom risk proef --indicator vsv --attributes niveau,leerweg,ses --depth 2 --year "
    "2023\n"
    "  doorstroom risk proef --indicator vsv --format csv --table getoetst";
static const char usage_en[] =
    "doorstroom risk [WORKFOLDER] --indicator ID [--attributes a,b,c] [OPTIONS]\n\n"
    "Who runs the risk: all subgroups of up to three attributes in which it is more frequent, "
    "with\n"
    "how many times, how many persons, which share of all, and an error rate that holds for the\n"
    "whole list. A subgroup counts for what it adds to each group that it is in; what is within a\n"
    "simpler group stands below it. Standard errors by institution.\n"
    "These figures are internal. Formulas, and how often it errs: docs/kansen.en.md.\n"
    "Examples:\n"
    "  doorstroom risk trial --indicator vsv\n"
    "  doorstroom risk trial --indicator vsv --attributes niveau,leerweg,ses --depth 2 --year "
    "2023\n"
    "  doorstroom risk trial --indicator vsv --format csv --table getoetst";

typedef struct risk_texts {
    const char *depth, *minimum, *adjust, *year, *rate;
} risk_texts;

static bool parse_risk_texts(ds_question *q, const risk_texts *t, ds_work_risk_options *out) {
    uint64_t n = 0;
    if (t->depth != NULL && !ds_question_number(q, "--depth", t->depth, 1, DS_RISK_DEPTH_MAX, &n))
        return false;
    if (t->depth != NULL) out->depth = (unsigned)n;
    if (t->minimum != NULL &&
        !ds_question_number(q, "--minimum", t->minimum, 1, 1000000, &out->minimum))
        return false;
    if (t->year != NULL && !ds_question_number(q, "--year", t->year, 1900, 2200, &n)) return false;
    if (t->year != NULL) out->year = (int)n;
    if (t->rate != NULL && !ds_number_parse_decimal(ds_text_of(t->rate), &out->rate))
        return (void)ds_question_refuse(q, "--rate: verwacht een getal tussen 0 en 1",
                                        "--rate: expected a number between 0 and 1", ""),
               false;
    if (t->adjust == NULL || strcmp(t->adjust, "by") == 0) return true;
    out->adjust = DS_RISK_BH;
    if (strcmp(t->adjust, "bh") == 0) return true;
    return (void)ds_question_refuse(q, "--adjust: verwacht by of bh", "--adjust: expected by or bh",
                                    ""),
           false;
}

static ds_status search_and_answer(ds_question *q, const ds_work_risk_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_risks *risks = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_risk(work, options, &risks, q->err);
    if (status == DS_OK) status = ds_report_risk(ds_risks_block(risks), &document, q->err);
    ds_question_hold(q, risks, release_ds_risks_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_risk(ds_question *q) {
    ds_work_risk_options o = DS_WORK_RISK_OPTIONS_INIT;
    risk_texts t = {0};
    const char *folder = ".";
    const ds_ask_option all[] = {
        {"--indicator", &o.indicator, NULL, "ID", "welke", "which"},
        {"--attributes", &o.attributes, NULL, "a,b,c",
         "waarin deelgroepen verschillen (" DS_RISK_ATTRIBUTES ")",
         "in which subgroups differ (" DS_RISK_ATTRIBUTES ")"},
        {"--depth", &t.depth, NULL, "N", "hoogstens zoveel kenmerken tegelijk (3)",
         "at most so many attributes at once (3)"},
        {"--minimum", &t.minimum, NULL, "N", "deelgroepen van minstens zoveel personen (10)",
         "subgroups of at least so many persons (10)"},
        {"--adjust", &t.adjust, NULL, "by|bh",
         "voor het aantal toetsen: Benjamini-Yekutieli of Benjamini-Hochberg (by)",
         "for the number of tests: Benjamini-Yekutieli or Benjamini-Hochberg (by)"},
        {"--rate", &t.rate, NULL, "DEEL", "hoogstens dit deel van de lijst is vals (0.05)",
         "at most this share of the list is false (0.05)"},
        {"--year", &t.year, NULL, "JAAR", "dit schooljaar (het laatste)",
         "this school year (the last)"},
        {"--where", &o.where, NULL, "EXPR",
         "alleen wie hieraan voldoet: een uitdrukking zoals in een definitie",
         "only those for whom this holds: an expression as in a definition"},
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"}};
    if (!ds_question_read(q, all, sizeof all / sizeof *all, &folder, 1, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (!parse_risk_texts(q, &t, &o)) return DS_USAGE;
    q->work_folder = folder;
    return search_and_answer(q, &o);
}
