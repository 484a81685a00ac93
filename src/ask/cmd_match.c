/* ask/cmd_match.c: doorstroom match --data FILE …: kernel matching on any table. */
#include "ask/effect.h"

enum { OPTIONS = 10 };

static const char usage_nl[] =
    "doorstroom match --data BESTAND --treatment T --outcome Y[,Y2] --covariates a,b\n"
    "                 --factors c,d [OPTIES]\n\n"
    "Vergelijkt wie meedeed met vergelijkbare anderen, in elke tabel: csv, Parquet, SPSS (.sav)\n"
    "of Stata (.dta). De kans om mee te doen (een logit van de kenmerken) is de score; elke\n"
    "behandelde wordt vergeleken met een gewogen gemiddelde van controles met bijna dezelfde "
    "score.\n"
    "De standaardfout komt van een bootstrap van personen zolang dat seconden duurt, daarboven "
    "van\n"
    "kmatch (gewichten vast: te groot bij een continue score); met --cluster van hele clusters.\n"
    "Bij een smalle bandbreedte is --se influence te groot.\n"
    "Ontbrekend is leeg, NA, NULL of een punt; zulke rijen tellen niet mee en worden geteld.\n"
    "Een kolom zonder naam heet kolom_1, kolom_2, …, naar haar plaats.\n"
    "Interacties en machten van genoemde kolommen: a#b, c^2. Meer lijsten bij --exact: 'e;e,f;'.\n"
    "Diagnostiek als csv: --table manieren, balans_alles, score, balans, bandbreedtes,\n"
    "gevoeligheid, buiten_steun of weggelaten_niveaus.\n"
    "Voorbeelden:\n"
    "  doorstroom demo proef\n"
    "  doorstroom match --data proef/voorbeelden/leerlingen.csv --treatment route \\\n"
    "    --outcome diploma,vsv --covariates leeftijd --factors geslacht,advies\n"
    "  doorstroom match --data proef/voorbeelden/leerlingen.csv --treatment route \\\n"
    "    --outcome diploma,vsv --factors geslacht,advies --exact schooljaar \\\n"
    "    --cluster instelling,vestiging --format csv\n"
    "  doorstroom match --data proef/voorbeelden/cellen.csv --treatment route --outcome diploma "
    "\\\n"
    "    --factors geslacht,advies --count aantal --bandwidth 0.02 --se influence";
static const char usage_en[] =
    "doorstroom match --data FILE --treatment T --outcome Y[,Y2] --covariates a,b\n"
    "                 --factors c,d [OPTIONS]\n\n"
    "Compares who took part with similar others, in any table: csv, Parquet, SPSS (.sav) or\n"
    "Stata (.dta). The chance of taking part (a logit of the covariates) is the score; each of "
    "the\n"
    "treated is compared with a weighted mean of controls of nearly the same score.\n"
    "The standard error is that of a bootstrap of persons where that takes seconds, else kmatch's\n"
    "(weights as fixed: too large with a continuous score); with --cluster of whole clusters.\n"
    "At a narrow bandwidth --se influence is too large.\n"
    "Missing is nothing, NA, NULL or a point; such rows are left out, and counted.\n"
    "A column without a name is called kolom_1, kolom_2, …, by its place.\n"
    "Interactions and powers of columns that are named: a#b, c^2. More lists of --exact:\n"
    "'e;e,f;'.\n"
    "Diagnostics as csv: --table manieren, balans_alles, score, balans, bandbreedtes,\n"
    "gevoeligheid, buiten_steun or weggelaten_niveaus.\n"
    "Examples:\n"
    "  doorstroom demo trial\n"
    "  doorstroom match --data trial/voorbeelden/leerlingen.csv --treatment route \\\n"
    "    --outcome diploma,vsv --covariates leeftijd --factors geslacht,advies\n"
    "  doorstroom match --data trial/voorbeelden/leerlingen.csv --treatment route \\\n"
    "    --outcome diploma,vsv --factors geslacht,advies --exact schooljaar \\\n"
    "    --cluster instelling,vestiging --format csv\n"
    "  doorstroom match --data trial/voorbeelden/cellen.csv --treatment route --outcome diploma "
    "\\\n"
    "    --factors geslacht,advies --count aantal --bandwidth 0.02 --se influence";

static ds_status match_and_answer(ds_question *q, const ds_work_match_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_effects *effects = NULL;
    ds_status status = ds_work_match(work, options, &effects, q->err);
    return status == DS_OK ? ds_ask_effects(q, effects) : status;
}

ds_status ds_cmd_match(ds_question *q) {
    ds_work_match_options o = DS_WORK_MATCH_OPTIONS_INIT;
    ds_ask_estimator e = {0};
    ds_ask_option all[OPTIONS + DS_ASK_ESTIMATOR_OPTIONS] = {
        {"--data", &o.file, NULL, "FILE", "de tabel", "the table"},
        {"--treatment", &o.treatment, NULL, "T", "kolom: deed mee, ja of nee",
         "column: took part, yes or no"},
        {"--treated", &o.treated, NULL, "WAARDE",
         "de waarde daarvan die meedeed, zoals 2 van 1 en 2",
         "the value of it that took part, as 2 of 1 and 2"},
        {"--event", &o.event, NULL, "WAARDE", "de waarde van een uitkomst die als ja telt",
         "the value of an outcome that counts as yes"},
        {"--outcome", &o.outcomes, NULL, "Y,Y2", "kolommen: uitkomsten, getallen of ja/nee",
         "columns: outcomes, numbers or yes/no"},
        {"--covariates", &o.numbers, NULL, "a,b", "kenmerken die als getal gelden",
         "covariates taken as numbers"},
        {"--factors", &o.factors, NULL, "c,d", "kenmerken met categorieën",
         "covariates with categories"},
        {"--exact", &o.exact, NULL, "e,f", "vergelijk alleen binnen gelijke waarden hiervan",
         "compare within equal values of these only"},
        {"--cluster", &o.cluster, NULL, "g,h", "kolommen die samen de locatie zijn (school)",
         "columns that together are the location (school)"},
        {"--count", &o.count, NULL, "n", "kolom: voor hoeveel personen een rij staat",
         "column: how many persons a row stands for"}};
    ds_ask_estimator_list(&e, all + OPTIONS);
    if (!ds_question_read(q, all, OPTIONS + DS_ASK_ESTIMATOR_OPTIONS, NULL, 0,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    o.se_by_size = o.cluster == NULL && e.se == NULL;
    if (o.cluster != NULL) { /* schools take part, not pupils */
        o.estimate.se = DS_EFFECT_SE_BOOTSTRAP;
        o.estimate.resample = DS_EFFECT_LOCATIONS;
    }
    if (!ds_ask_estimator_read(q, &e, o.cluster != NULL, &o.estimate)) return DS_USAGE;
    return match_and_answer(q, &o);
}
