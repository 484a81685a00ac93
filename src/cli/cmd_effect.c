/* cli/cmd_effect.c: doorstroom effect DIR --evaluation ID: did a route work? */
#include <string.h>

#include "cli/effect.h"

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
static bool parse_cohorts(const cli *c, const char *text, ds_work_effect_options *out) {
    out->figure_cohorts = text != NULL && strcmp(text, "figuur") == 0;
    if (text == NULL || out->figure_cohorts || strcmp(text, "alle") == 0) return true;
    (void)cli_usage(c, "--cohorten: verwacht alle of figuur", "--cohorten: expected alle or figuur",
                    "");
    return false;
}

static ds_status evaluate_and_write(cli *c, const ds_work_effect_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_effects *effects = NULL;
    ds_status status = ds_work_effect(&work, options, &effects, err);
    return status == DS_OK ? effect_write(c, effects, err) : status;
}

int cmd_effect(cli *c, int argc, char **argv) {
    ds_work_effect_options o = DS_WORK_EFFECT_OPTIONS_INIT;
    effect_asked e = {0};
    const char *folder = ".", *cohorts = NULL;
    ds_error err = {0};
    cli_option all[OPTIONS + EFFECT_OPTIONS] = {
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
    int code;
    effect_options_list(&e, all + OPTIONS);
    code = cli_parse(c, argc, argv, all, OPTIONS + EFFECT_OPTIONS, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (!effect_options_parse(c, &e, true, &o.estimate) || !parse_cohorts(c, cohorts, &o))
        return DS_USAGE;
    c->work_folder = folder;
    return evaluate_and_write(c, &o, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
