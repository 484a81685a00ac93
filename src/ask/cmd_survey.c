/* ask/cmd_survey.c: doorstroom survey --data FILE …: the questions of a survey, on any table; and
 * survey DIR --indicator ID …: a question of a definition over: enquete, of a work folder. */
#include <string.h>

#include "ask/question.h"
#include "doorstroom/enquete.h"

DS_ASK_FREES(ds_work_survey_free)
DS_ASK_FREES(ds_enquete_answer_free)

static const char usage_nl[] =
    "doorstroom survey [WERKMAP] --indicator ID [--by a,b] [--compare K] [OPTIES]\n"
    "doorstroom survey --data BESTAND --value y[,y2] [--weight w] [--cluster c] [--strata s]\n"
    "                  [--fpc N[,M]] [--by a,b] [--calibrate a,b=BESTAND] [--compare K] "
    "[OPTIES]\n\n"
    "Een enquête: aandelen, gemiddelden, totalen en verhoudingen (y/x) met de fouten van de "
    "opzet:\n"
    "instellingen als clusters, in strata, met correctie voor hoeveel er meededen (N clusters in\n"
    "het stratum) en hoeveel studenten van een cluster antwoordden (M studenten). Groepen en "
    "jaren\n"
    "vergeleken in één opzet. Van een werkmap (--indicator) zegt een definitie (over: enquete) "
    "wat\n"
    "gewicht, cluster en ijking zijn, en het register hoeveel instellingen en studenten er waren.\n"
    "Formules: docs/enquete.md.\n"
    "Voorbeelden:\n"
    "  doorstroom demo proef\n"
    "  doorstroom survey proef --indicator veilig_school --by leerweg --compare jaar --method "
    "none\n"
    "  doorstroom survey --data proef/voorbeelden/enquete.csv --value stress --weight gewicht \\\n"
    "    --cluster instelling --fpc instellingen,studenten --year jaar --by niveau \\\n"
    "    --compare niveau\n"
    "  doorstroom survey --data proef/voorbeelden/enquete.csv --value stress,cijfer \\\n"
    "    --weight gewicht --cluster instelling --fpc instellingen,studenten --year jaar \\\n"
    "    --compare jaar --calibrate niveau,leerweg=proef/voorbeelden/register.csv \\\n"
    "    --method raking --format csv";
static const char usage_en[] =
    "doorstroom survey [WORKFOLDER] --indicator ID [--by a,b] [--compare K] [OPTIONS]\n"
    "doorstroom survey --data FILE --value y[,y2] [--weight w] [--cluster c] [--strata s]\n"
    "                  [--fpc N[,M]] [--by a,b] [--calibrate a,b=FILE] [--compare K] [OPTIONS]\n\n"
    "A survey: shares, means, totals and ratios (y/x) with the errors of its design: institutions\n"
    "as clusters, in strata, with corrections for how many took part (N clusters in the stratum)\n"
    "and how many students of a cluster answered (M students). Groups and years compared in one\n"
    "design. Of a work folder (--indicator) a definition (over: enquete) says what weight,\n"
    "cluster and calibration are, and the register how many institutions and students there were.\n"
    "Formulas: docs/enquete.en.md.\n"
    "Examples:\n"
    "  doorstroom demo trial\n"
    "  doorstroom survey trial --indicator veilig_school --by leerweg --compare jaar --method "
    "none\n"
    "  doorstroom survey --data trial/voorbeelden/enquete.csv --value stress --weight gewicht \\\n"
    "    --cluster instelling --fpc instellingen,studenten --year jaar --by niveau \\\n"
    "    --compare niveau\n"
    "  doorstroom survey --data trial/voorbeelden/enquete.csv --value stress,cijfer \\\n"
    "    --weight gewicht --cluster instelling --fpc instellingen,studenten --year jaar \\\n"
    "    --compare jaar --calibrate niveau,leerweg=trial/voorbeelden/register.csv \\\n"
    "    --method raking --format csv";

typedef struct survey_texts {
    const char *stages, *lonely, *method;
} survey_texts;

static bool parse_survey_texts(ds_question *q, const survey_texts *t, ds_survey_options *out) {
    static const char *const lonely[] = {[DS_SURVEY_ADJUST] = "adjust",
                                         [DS_SURVEY_REMOVE] = "remove",
                                         [DS_SURVEY_AVERAGE] = "average",
                                         [DS_SURVEY_CERTAINTY] = "certainty"};
    uint64_t stages = 2;
    size_t i = 0;
    if (t->stages != NULL && !ds_question_number(q, "--stages", t->stages, 1, 2, &stages))
        return false;
    out->first_stage_only = stages == 1;
    if (t->method != NULL && strcmp(t->method, "raking") == 0)
        out->calibration = DS_SURVEY_RAKING;
    else if (t->method != NULL && strcmp(t->method, "linear") != 0)
        return (void)ds_question_refuse(q, "--method: verwacht linear of raking",
                                        "--method: expected linear or raking", ""),
               false;
    if (t->lonely == NULL) return true;
    while (i < sizeof lonely / sizeof *lonely && strcmp(lonely[i], t->lonely) != 0)
        i++;
    if (i == sizeof lonely / sizeof *lonely)
        return (void)ds_question_refuse(
                   q, "--lonely: verwacht adjust, remove, average of certainty",
                   "--lonely: expected adjust, remove, average or certainty", ""),
               false;
    out->lonely = (ds_survey_lonely)i;
    return true;
}

static ds_status estimate_survey(ds_question *q, const ds_work_survey_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_work_survey_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_survey(work, options, &result, q->err);
    if (status == DS_OK) status = ds_report_survey(ds_work_survey_block(result), &document, q->err);
    ds_question_hold(q, result, release_ds_work_survey_free);
    return ds_question_answer(q, document, status);
}

/* A question of a definition, of a work folder. */
static ds_status estimate_enquete(ds_question *q, const ds_enquete_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_enquete_answer *answer = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_enquete(work, options, &answer, q->err);
    if (status == DS_OK)
        status = ds_report_survey(ds_enquete_answer_block(answer), &document, q->err);
    ds_question_hold(q, answer, release_ds_enquete_answer_free);
    return ds_question_answer(q, document, status);
}

/* A table, or a question of a work folder: the definition says what the table's options would. */
static bool fits_survey_form(ds_question *q, const ds_work_survey_options *o,
                             const ds_enquete_options *e) {
    const bool of_table = o->values != NULL || o->event != NULL || o->weight != NULL ||
                          o->cluster != NULL || o->strata != NULL || o->fpc != NULL ||
                          o->year != NULL || o->calibrate != NULL || o->calibrated != NULL ||
                          o->logit;
    const bool of_folder =
        e->indicator != NULL || e->where != NULL || e->years != NULL || e->definitions_file != NULL;
    if (o->file == NULL && e->indicator == NULL)
        return (void)ds_question_refuse(
                   q, "geef --indicator (van een werkmap) of --data (een tabel)",
                   "give --indicator (of a work folder) or --data (a table)", ""),
               false;
    if (o->file != NULL && of_folder)
        return (void)ds_question_refuse(q,
                                        "--data is van een tabel; --indicator, --where, --years en "
                                        "--definitions zijn van een werkmap",
                                        "--data is of a table; --indicator, --where, --years and "
                                        "--definitions are of a work folder",
                                        ""),
               false;
    if (o->file == NULL && of_table)
        return (void)ds_question_refuse(
                   q, "bij --indicator zegt de definitie wat gewicht, cluster en ijking zijn",
                   "with --indicator the definition says what weight, cluster and calibration are",
                   ""),
               false;
    return true;
}

static ds_status ask_enquete(ds_question *q, const ds_work_survey_options *o, const char *method,
                             ds_enquete_options *e) {
    e->estimate = o->estimate;
    e->by = o->by;
    e->compare = o->compare;
    e->adjust = o->adjust;
    e->calibrate = method;
    return estimate_enquete(q, e);
}

ds_status ds_cmd_survey(ds_question *q) {
    ds_work_survey_options o = DS_WORK_SURVEY_OPTIONS_INIT;
    ds_enquete_options e = DS_ENQUETE_OPTIONS_INIT;
    survey_texts t = {0};
    const char *folder = ".", *method;
    const ds_ask_option all[] = {
        {"--indicator", &e.indicator, NULL, "ID", "van een werkmap: de vraag (over: enquete)",
         "of a work folder: the question (over: enquete)"},
        {"--where", &e.where, NULL, "EXPR", "bij --indicator: alleen van wie dit geldt",
         "with --indicator: only those of whom this holds"},
        {"--years", &e.years, NULL, "J-J", "bij --indicator: deze jaren (alle)",
         "with --indicator: these years (all)"},
        {"--definitions", &e.definitions_file, NULL, "FILE",
         "bij --indicator: alleen dit definitiebestand",
         "with --indicator: this definition file only"},
        {"--data", &o.file, NULL, "FILE", "een tabel", "a table"},
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
        {"--method", &t.method, NULL, "linear|raking",
         "hoe te ijken (linear; bij --indicator als de definitie, ook none en cross)",
         "how to calibrate (linear; with --indicator as the definition, also none and cross)"},
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
    if (!ds_question_read(q, all, sizeof all / sizeof *all, &folder, 1, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (!fits_survey_form(q, &o, &e)) return DS_USAGE;
    method = t.method;
    if (o.file == NULL) t.method = NULL; /* the definition knows more of them */
    if (!parse_survey_texts(q, &t, &o.estimate)) return DS_USAGE;
    q->work_folder = folder;
    if (o.file == NULL) return ask_enquete(q, &o, method, &e);
    return estimate_survey(q, &o);
}
