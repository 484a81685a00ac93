/* cli/cmd_risk.c: doorstroom risk DIR --indicator ID: who runs the risk. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "doorstroom/chances.h"

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

static bool parse_risk_texts(const cli *c, const risk_texts *t, ds_work_risk_options *out) {
    uint64_t n = 0;
    if (t->depth != NULL && !cli_number(c, "--depth", t->depth, 1, DS_RISK_DEPTH_MAX, &n))
        return false;
    if (t->depth != NULL) out->depth = (unsigned)n;
    if (t->minimum != NULL && !cli_number(c, "--minimum", t->minimum, 1, 1000000, &out->minimum))
        return false;
    if (t->year != NULL && !cli_number(c, "--year", t->year, 1900, 2200, &n)) return false;
    if (t->year != NULL) out->year = (int)n;
    if (t->rate != NULL && !ds_number_parse_decimal(ds_text_of(t->rate), &out->rate))
        return (void)cli_usage(c, "--rate: verwacht een getal tussen 0 en 1",
                               "--rate: expected a number between 0 and 1", ""),
               false;
    if (t->adjust == NULL || strcmp(t->adjust, "by") == 0) return true;
    out->adjust = DS_RISK_BH;
    if (strcmp(t->adjust, "bh") == 0) return true;
    return (void)cli_usage(c, "--adjust: verwacht by of bh", "--adjust: expected by or bh", ""),
           false;
}

static ds_status search_and_write(cli *c, const ds_work_risk_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_risks *risks = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_risk(&work, options, &risks, err);
    if (status == DS_OK) status = ds_report_risk(ds_risks_block(risks), &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_risks_free(risks);
    return status;
}

int cmd_risk(cli *c, int argc, char **argv) {
    ds_work_risk_options o = DS_WORK_RISK_OPTIONS_INIT;
    risk_texts t = {0};
    const char *folder = ".";
    ds_error err = {0};
    const cli_option all[] = {
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
    const int code =
        cli_parse(c, argc, argv, all, sizeof all / sizeof *all, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (!parse_risk_texts(c, &t, &o)) return DS_USAGE;
    c->work_folder = folder;
    return search_and_write(c, &o, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
