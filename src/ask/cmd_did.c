/* ask/cmd_did.c: doorstroom did --data FILE …: before and after a route began, on any table. */
#include <string.h>

#include "ask/question.h"

DS_ASK_FREES(ds_work_did_free)

static const char usage_nl[] =
    "doorstroom did --data BESTAND --unit vestiging --time jaar --outcome Y[,Y2]\n"
    "               --treatment T | --starts S [OPTIES]\n\n"
    "Voor en na: vestigingen waar een route begon, voor en na hun eerste jaar, naast vestigingen\n"
    "waar zij (nog) niet begon, in elke tabel. Per startjaar en jaar, bijeengenomen naar het "
    "aantal\n"
    "jaren na de start, met een toets of zij voor de start al uiteen liepen en wat die had kunnen\n"
    "vinden. Het verschil is dat op iedereen op de vestiging, deelnemer of niet. Standaardfouten\n"
    "per vestiging; beginnen er minder dan tien, dan een permutatie van de startjaren.\n"
    "Formules: docs/effect.md.\n"
    "Voorbeelden:\n"
    "  doorstroom demo proef\n"
    "  doorstroom did --data proef/voorbeelden/leerlingen.csv --unit instelling,vestiging \\\n"
    "    --time schooljaar --treatment route --outcome vsv\n"
    "  doorstroom did --data proef/voorbeelden/vestigingen.csv --unit vestiging \\\n"
    "    --time schooljaar --starts start --outcome vsv --count aantal --controls nog_niet \\\n"
    "    --format csv";
static const char usage_en[] =
    "doorstroom did --data FILE --unit vestiging --time year --outcome Y[,Y2]\n"
    "               --treatment T | --starts S [OPTIONS]\n\n"
    "Before and after: vestigingen where a route began, before and after their first year, beside\n"
    "those where it did not begin (yet), in any table. By starting year and year, put together by\n"
    "the number of years after the start, with a test whether they moved apart before the start\n"
    "and what that could have found. The difference is that on everybody at the vestiging, taking\n"
    "part or not. Standard errors by vestiging; with fewer than ten that begin a permutation of\n"
    "the starting years. Formulas: docs/effect.en.md.\n"
    "Examples:\n"
    "  doorstroom demo trial\n"
    "  doorstroom did --data trial/voorbeelden/leerlingen.csv --unit instelling,vestiging \\\n"
    "    --time schooljaar --treatment route --outcome vsv\n"
    "  doorstroom did --data trial/voorbeelden/vestigingen.csv --unit vestiging \\\n"
    "    --time schooljaar --starts start --outcome vsv --count aantal --controls nog_niet \\\n"
    "    --format csv";

typedef struct did_texts {
    const char *controls, *replicates, *seed;
} did_texts;

static bool parse_did_texts(ds_question *q, const did_texts *t, ds_did_options *out) {
    uint64_t n = out->replicates;
    if (t->controls != NULL && strcmp(t->controls, "nog_niet") == 0)
        out->controls = DS_DID_NOT_YET_TREATED;
    else if (t->controls != NULL && strcmp(t->controls, "nooit") != 0)
        return (void)ds_question_refuse(q, "--controls: verwacht nooit of nog_niet",
                                        "--controls: expected nooit or nog_niet", ""),
               false;
    if (t->replicates != NULL &&
        !ds_question_number(q, "--replicates", t->replicates, 1, 1000000, &n))
        return false;
    out->replicates = (uint32_t)n;
    return t->seed == NULL || ds_question_number(q, "--seed", t->seed, 0, UINT64_MAX, &out->seed);
}

static ds_status estimate_and_answer(ds_question *q, const ds_work_did_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_work_did_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_did(work, options, &result, q->err);
    if (status == DS_OK) status = ds_report_did(ds_work_did_block(result), &document, q->err);
    ds_question_hold(q, result, release_ds_work_did_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_did(ds_question *q) {
    ds_work_did_options o = DS_WORK_DID_OPTIONS_INIT;
    did_texts t = {0};
    const ds_ask_option all[] = {
        {"--data", &o.file, NULL, "FILE", "de tabel", "the table"},
        {"--unit", &o.unit, NULL, "a,b", "kolommen die samen de vestiging zijn",
         "columns that together are the vestiging"},
        {"--time", &o.time, NULL, "J", "kolom: het jaar", "column: the year"},
        {"--outcome", &o.outcomes, NULL, "Y,Y2", "kolommen: uitkomsten, getallen of ja/nee",
         "columns: outcomes, numbers or yes/no"},
        {"--treatment", &o.treatment, NULL, "T",
         "kolom: deed mee, ja of nee; een vestiging begint in het eerste jaar met een deelnemer",
         "column: took part, yes or no; a vestiging starts in the first year with a participant"},
        {"--starts", &o.starts, NULL, "S", "kolom: het startjaar, 0 voor nooit",
         "column: the starting year, 0 for never"},
        {"--count", &o.count, NULL, "n", "kolom: voor hoeveel personen een rij staat",
         "column: how many persons a row stands for"},
        {"--controls", &t.controls, NULL, "nooit|nog_niet",
         "vergelijk met wie nooit begint (standaard), of ook met wie later begint",
         "compare with those that never begin (the default), or also that begin later"},
        {"--replicates", &t.replicates, NULL, "N", "trekkingen voor band en permutatie (1000)",
         "draws for the band and the permutation (1000)"},
        {"--seed", &t.seed, NULL, "S", "begin van de toevalsgetallen (1)",
         "start of the random numbers (1)"}};
    if (!ds_question_read(q, all, sizeof all / sizeof *all, NULL, 0, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (!parse_did_texts(q, &t, &o.estimate)) return DS_USAGE;
    return estimate_and_answer(q, &o);
}
