/* ask/cmd_duration.c: doorstroom duration --data FILE …: how long until what, on any table. */
#include "ask/question.h"

DS_ASK_FREES(ds_work_duration_free)

static const char usage_nl[] =
    "doorstroom duration --data BESTAND --time JAAR --cause OORZAAK [OPTIES]\n\n"
    "Hoe lang tot een diploma, of tot vertrek: per jaar de kans en de cumulatieve incidentie van\n"
    "elke oorzaak, met de andere als concurrent, en de gemiddelde jaren tot er iets gebeurt (het\n"
    "begrensde gemiddelde), in elke tabel. Met --treatment van wie meedeed naast wie niet, zonder\n"
    "te corrigeren voor wie zij zijn. Wie niet verder gevolgd is telt mee zolang hij gevolgd is.\n"
    "Standaardfouten per --cluster, vanaf tien locaties in elke groep. Formules: docs/effect.md.\n"
    "Voorbeelden:\n"
    "  doorstroom demo proef\n"
    "  doorstroom duration --data proef/voorbeelden/leerlingen.csv --time jaren --cause einde \\\n"
    "    --none nog_bezig\n"
    "  doorstroom duration --data proef/voorbeelden/leerlingen.csv --time jaren --cause einde \\\n"
    "    --none nog_bezig --treatment route --cluster instelling,vestiging\n"
    "  doorstroom duration --data proef/voorbeelden/duur.csv --time jaren --cause einde \\\n"
    "    --none nog_bezig --count aantal --treatment route --years 4 --format csv";
static const char usage_en[] =
    "doorstroom duration --data FILE --time YEAR --cause CAUSE [OPTIONS]\n\n"
    "How long until a diploma, or leaving: by year the chance and the cumulative incidence of "
    "each\n"
    "cause, with the others competing, and the mean years until anything happens (the restricted\n"
    "mean), in any table. With --treatment of who took part beside who did not, without adjusting\n"
    "for who they are. Who was not followed further counts as long as they were followed.\n"
    "Standard errors by --cluster, from ten locations in each group. Formulas: docs/effect.en.md.\n"
    "Examples:\n"
    "  doorstroom demo trial\n"
    "  doorstroom duration --data trial/voorbeelden/leerlingen.csv --time jaren --cause einde \\\n"
    "    --none nog_bezig\n"
    "  doorstroom duration --data trial/voorbeelden/leerlingen.csv --time jaren --cause einde \\\n"
    "    --none nog_bezig --treatment route --cluster instelling,vestiging\n"
    "  doorstroom duration --data trial/voorbeelden/duur.csv --time jaren --cause einde \\\n"
    "    --none nog_bezig --count aantal --treatment route --years 4 --format csv";

static ds_status estimate_durations(ds_question *q, const ds_work_duration_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_work_duration_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_duration(work, options, &result, q->err);
    if (status == DS_OK)
        status = ds_report_duration(ds_work_duration_block(result), &document, q->err);
    ds_question_hold(q, result, release_ds_work_duration_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_duration(ds_question *q) {
    ds_work_duration_options o = DS_WORK_DURATION_OPTIONS_INIT;
    const char *years = NULL;
    uint64_t n = 0;
    const ds_ask_option all[] = {
        {"--data", &o.file, NULL, "FILE", "de tabel", "the table"},
        {"--time", &o.time, NULL, "J",
         "kolom: in welk jaar het gebeurde, of tot en met welk iemand gevolgd is (1, 2, ...)",
         "column: the year in which it happened, or up to which one was followed (1, 2, ...)"},
        {"--cause", &o.cause, NULL, "O", "kolom: wat er gebeurde, hoogstens vier verschillende",
         "column: what happened, at most four different ones"},
        {"--none", &o.none, NULL, "WAARDE", "de waarde van --cause als er niets gebeurde (0)",
         "the value of --cause where nothing happened (0)"},
        {"--treatment", &o.treatment, NULL, "T", "kolom: deed mee, ja of nee",
         "column: took part, yes or no"},
        {"--treated", &o.treated, NULL, "WAARDE", "de waarde van --treatment die meedeed",
         "the value of --treatment that took part"},
        {"--cluster", &o.cluster, NULL, "a,b", "kolommen die samen de locatie zijn",
         "columns that together are the location"},
        {"--count", &o.count, NULL, "n", "kolom: voor hoeveel personen een rij staat",
         "column: how many persons a row stands for"},
        {"--years", &years, NULL, "N", "hoogstens zoveel jaren (zover iemand gevolgd is)",
         "at most so many years (as far as somebody was followed)"}};
    if (!ds_question_read(q, all, sizeof all / sizeof *all, NULL, 0, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (years != NULL && !ds_question_number(q, "--years", years, 1, DS_DURATION_YEARS_MAX, &n))
        return DS_USAGE;
    o.years = (unsigned)n;
    return estimate_durations(q, &o);
}
