/* cli/cmd_survey.c: doorstroom survey --data FILE …: the questions of a survey, on any table. */
#include <string.h>

#include "cli/cli.h"

static const char usage_nl[] =
    "doorstroom survey --data BESTAND --value y[,y2] [--weight w] [--cluster c] [--strata s]\n"
    "                  [--fpc N[,M]] [--by a,b] [--calibrate a,b=BESTAND] [--compare K] "
    "[OPTIES]\n\n"
    "Een enquête: aandelen, gemiddelden, totalen en verhoudingen (y/x) met de fouten van de "
    "opzet:\n"
    "instellingen als clusters, in strata, met correctie voor hoeveel er meededen (N clusters in\n"
    "het stratum) en hoeveel studenten van een cluster antwoordden (M studenten). Groepen en "
    "jaren\n"
    "vergeleken in één opzet. Formules: docs/enquete.md.\n"
    "Voorbeelden:\n"
    "  doorstroom survey --data enquete.csv --value stress --weight gewicht \\\n"
    "    --cluster instelling --fpc clusters,studenten --by niveau --compare niveau\n"
    "  doorstroom survey --data enquete.csv --value stress,cijfer --weight gewicht \\\n"
    "    --cluster instelling --fpc clusters,studenten --year jaar --compare jaar \\\n"
    "    --calibrate niveau,leerweg=register.csv --method raking --format csv";
static const char usage_en[] =
    "doorstroom survey --data FILE --value y[,y2] [--weight w] [--cluster c] [--strata s]\n"
    "                  [--fpc N[,M]] [--by a,b] [--calibrate a,b=FILE] [--compare K] [OPTIONS]\n\n"
    "A survey: shares, means, totals and ratios (y/x) with the errors of its design: institutions\n"
    "as clusters, in strata, with corrections for how many took part (N clusters in the stratum)\n"
    "and how many students of a cluster answered (M students). Groups and years compared in one\n"
    "design. Formulas: docs/enquete.en.md.\n"
    "Examples:\n"
    "  doorstroom survey --data survey.csv --value stress --weight weight \\\n"
    "    --cluster institution --fpc clusters,students --by level --compare level\n"
    "  doorstroom survey --data survey.csv --value stress,grade --weight weight \\\n"
    "    --cluster institution --fpc clusters,students --year year --compare year \\\n"
    "    --calibrate level,track=register.csv --method raking --format csv";

typedef struct survey_texts {
    const char *stages, *lonely, *method;
} survey_texts;

static bool parse_survey_texts(const cli *c, const survey_texts *t, ds_survey_options *out) {
    static const char *const lonely[] = {[DS_SURVEY_ADJUST] = "adjust",
                                         [DS_SURVEY_REMOVE] = "remove",
                                         [DS_SURVEY_AVERAGE] = "average",
                                         [DS_SURVEY_CERTAINTY] = "certainty"};
    uint64_t stages = 2;
    size_t i = 0;
    if (t->stages != NULL && !cli_number(c, "--stages", t->stages, 1, 2, &stages)) return false;
    out->first_stage_only = stages == 1;
    if (t->method != NULL && strcmp(t->method, "raking") == 0)
        out->calibration = DS_SURVEY_RAKING;
    else if (t->method != NULL && strcmp(t->method, "linear") != 0)
        return (void)cli_usage(c, "--method: verwacht linear of raking",
                               "--method: expected linear or raking", ""),
               false;
    if (t->lonely == NULL) return true;
    while (i < sizeof lonely / sizeof *lonely && strcmp(lonely[i], t->lonely) != 0)
        i++;
    if (i == sizeof lonely / sizeof *lonely)
        return (void)cli_usage(c, "--lonely: verwacht adjust, remove, average of certainty",
                               "--lonely: expected adjust, remove, average or certainty", ""),
               false;
    out->lonely = (ds_survey_lonely)i;
    return true;
}

static ds_status estimate_survey(cli *c, const ds_work_survey_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_work_survey_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_survey(&work, options, &result, err);
    if (status == DS_OK) status = ds_report_survey(ds_work_survey_block(result), &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_work_survey_free(result);
    return status;
}

int cmd_survey(cli *c, int argc, char **argv) {
    ds_work_survey_options o = DS_WORK_SURVEY_OPTIONS_INIT;
    survey_texts t = {0};
    ds_error err = {0};
    const cli_option all[] = {
        {"--data", &o.file, NULL, "FILE", "de tabel", "the table"},
        {"--value", &o.values, NULL, "y,y2",
         "kolommen: antwoorden, getallen of ja/nee; y/x is een verhouding",
         "columns: answers, numbers or yes/no; y/x is a ratio"},
        {"--event", &o.event, NULL, "WAARDE", "de waarde van --value die als ja telt",
         "the value of --value that counts as yes"},
        {"--weight", &o.weight, NULL, "w", "kolom: gewicht; 0 is niet gevraagd",
         "column: weight; 0 is not asked"},
        {"--cluster", &o.cluster, NULL, "a,b",
         "kolommen die samen het cluster zijn (elke rij apart)",
         "columns that together are the cluster (each row by itself)"},
        {"--strata", &o.strata, NULL, "a,b", "kolommen die samen het stratum zijn",
         "columns that together are the stratum"},
        {"--fpc", &o.fpc, NULL, "N,M",
         "kolommen: clusters in het stratum, studenten van het cluster",
         "columns: clusters in the stratum, students of the cluster"},
        {"--year", &o.year, NULL, "J", "kolom: het jaar van de enquête",
         "column: the year of the survey"},
        {"--by", &o.by, NULL, "a,b", "kolommen: uitsplitsen naar", "columns: break down by"},
        {"--calibrate", &o.calibrate, NULL, "a,b=FILE",
         "ijk op de aantallen van deze tabel, per kolom (a*b: per combinatie)",
         "calibrate to the counts of this table, by column (a*b: by combination)"},
        {"--method", &t.method, NULL, "linear|raking", "hoe te ijken (linear)",
         "how to calibrate (linear)"},
        {"--calibrated", &o.calibrated, NULL, "a,b",
         "de gewichten zijn al geijkt, op deze kolommen",
         "the weights were calibrated already, on these columns"},
        {"--compare", &o.compare, NULL, "K", "vergelijk de klassen van deze kolom, of de jaren",
         "compare the classes of this column, or the years"},
        {"--adjust", &o.adjust, NULL, "holm|bh|none", "p corrigeren voor alle toetsen (holm)",
         "adjust p for all tests (holm)"},
        {"--logit", NULL, &o.logit, NULL, "ook een logistische regressie op --by",
         "also a logistic regression on --by"},
        {"--total", NULL, &o.estimate.total, NULL, "totalen in plaats van aandelen en gemiddelden",
         "totals in place of shares and means"},
        {"--stages", &t.stages, NULL, "1|2", "alleen de eerste trap, of twee (2)",
         "the first stage only, or two (2)"},
        {"--without-fpc", NULL, &o.estimate.without_fpc, NULL,
         "zonder eindige-populatiecorrectie: een uitspraak over latere jaren",
         "without finite population correction: a statement about later years"},
        {"--lonely", &t.lonely, NULL, "HOE",
         "een stratum met één cluster: adjust, remove, average of certainty (adjust)",
         "a stratum with one cluster: adjust, remove, average or certainty (adjust)"}};
    const int code =
        cli_parse(c, argc, argv, all, sizeof all / sizeof *all, NULL, 0, usage_nl, usage_en);
    if (code >= 0) return code;
    if (!parse_survey_texts(c, &t, &o.estimate)) return DS_USAGE;
    return estimate_survey(c, &o, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
