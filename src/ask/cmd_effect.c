/* ask/cmd_effect.c: doorstroom effect DIR --evaluation ID: did a route work? */
#include <string.h>

#include "ask/effect.h"

enum { OPTIONS = 9 };

static const char usage_nl[] =
    "doorstroom effect [WERKMAP] [--evaluation ID[,ID2]] [OPTIES]\n\n"
    "Werkte een route? Vergelijkt wie meedeed met vergelijkbare leerlingen die dat niet deden, "
    "per\n"
    "uitkomst en jaar na de start; de evaluaties staan in definitions/leerroutes.yaml, de "
    "formules\n"
    "in docs/effect.md. Zonder --evaluation alle. Een beschrijving (een uitkomst van een groep die "
    "de\n"
    "route zelf bepaalt) brengt haar uitkomst van iedereen mee.\n"
    "De standaardfout komt van een bootstrap van hele locaties: scholen doen mee, niet "
    "leerlingen.\n"
    "Diagnostiek als csv: --table naast, manieren, balans_alles, score, balans, bandbreedtes,\n"
    "gevoeligheid, buiten_steun of weggelaten_niveaus.\n"
    "Voorbeelden:\n"
    "  doorstroom effect proef --evaluation vakmanschap2\n"
    "  doorstroom effect proef --evaluation vakmanschap2 --outcome vsv --years 1-3 --vast\n"
    "  doorstroom effect proef --cohorten figuur --bandwidth pair --format csv > effecten.csv\n"
    "  doorstroom effect proef --evaluation technologie --exact schooljaar,leerweg,sector \\\n"
    "    --controls-without andere_registratie.csv --se none";
static const char usage_en[] =
    "doorstroom effect [WORKFOLDER] [--evaluation ID[,ID2]] [OPTIONS]\n\n"
    "Did a route work? Compares who took part with similar pupils who did not, by outcome and "
    "year\n"
    "after the start; the evaluations stand in definitions/leerroutes.yaml, the formulas in\n"
    "docs/effect.en.md. Without --evaluation all. A description (an outcome of a group that the "
    "route\n"
    "itself changes) brings its outcome of everyone along.\n"
    "The standard error is that of a bootstrap of whole locations: schools take part, not pupils.\n"
    "Diagnostics as csv: --table naast, manieren, balans_alles, score, balans, bandbreedtes,\n"
    "gevoeligheid, buiten_steun or weggelaten_niveaus.\n"
    "Examples:\n"
    "  doorstroom effect trial --evaluation vakmanschap2\n"
    "  doorstroom effect trial --evaluation vakmanschap2 --outcome vsv --years 1-3 --vast\n"
    "  doorstroom effect trial --cohorten figuur --bandwidth pair --format csv > effects.csv\n"
    "  doorstroom effect trial --evaluation technologie --exact schooljaar,leerweg,sector \\\n"
    "    --controls-without other_registration.csv --se none";

/* alle or figuur; NULL: alle. */
static bool parse_cohorts(ds_question *q, const char *text, ds_work_effect_options *out) {
    out->figure_cohorts = text != NULL && strcmp(text, "figuur") == 0;
    if (text == NULL || out->figure_cohorts || strcmp(text, "alle") == 0) return true;
    (void)ds_question_refuse(q, "--cohorten: verwacht alle of figuur",
                             "--cohorten: expected alle or figuur", "");
    return false;
}

static ds_status evaluate_and_answer(ds_question *q, const ds_work_effect_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_effects *effects = NULL;
    ds_status status = ds_work_effect(work, options, &effects, q->err);
    return status == DS_OK ? ds_ask_effects(q, effects) : status;
}

ds_status ds_cmd_effect(ds_question *q) {
    ds_work_effect_options o = DS_WORK_EFFECT_OPTIONS_INIT;
    ds_ask_estimator e = {0};
    const char *folder = ".", *cohorts = NULL;
    ds_ask_option all[OPTIONS + DS_ASK_ESTIMATOR_OPTIONS] = {
        {"--evaluation", &o.evaluations, NULL, "ID", "welke (alle)", "which (all)"},
        {"--outcome", &o.outcomes, NULL, "a,b", "welke uitkomsten (alle)", "which outcomes (all)"},
        {"--years", &o.years, NULL, "1-5", "welke jaren na de start (alle)",
         "which years after the start (all)"},
        {"--cohorten", &cohorts, NULL, "alle|figuur",
         "alle cohorten, of die van de figuren in het rapport",
         "all cohorts, or those of the report's figures"},
        {"--vast", NULL, &o.fixed, NULL,
         "in elk jaar dezelfde cohorten: die in alle jaren te volgen zijn",
         "the same cohorts in each year: those that are observed in all"},
        {"--exact", &o.exact, NULL, "a,b", "vergelijk alleen binnen gelijke waarden hiervan",
         "compare within equal values of these only"},
        {"--controls-without", &o.controls_without, NULL, "FILE",
         "geen controles van de locaties in deze tabel (instelling[,vestiging])",
         "no controls of the locations in this table (instelling[,vestiging])"},
        {"--cells", &o.cells, NULL, "FILE",
         "uit deze cellen (tally --evaluation, merge), niet uit het register",
         "from these cells (tally --evaluation, merge), not from the register"},
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"}};
    ds_ask_estimator_list(&e, all + OPTIONS);
    if (!ds_question_read(q, all, OPTIONS + DS_ASK_ESTIMATOR_OPTIONS, &folder, 1,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (!ds_ask_estimator_read(q, &e, true, &o.estimate) || !parse_cohorts(q, cohorts, &o))
        return DS_USAGE;
    q->work_folder = folder;
    return evaluate_and_answer(q, &o);
}
