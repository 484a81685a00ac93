/* ask/cmd_flows.c: doorstroom flows DIR: from one school year to the next, and where growth comes
 * from. */
#include "ask/question.h"

DS_ASK_FREES(ds_flows_found_done)
DS_ASK_FREES(ds_growth_found_done)

typedef struct flows_asked {
    ds_flows_options flows;
    ds_growth_options growth;
    bool edges, of_growth;
} flows_asked;

static ds_status answer_flows(ds_question *q, const flows_asked *asked) {
    const ds_work *work = ds_question_work(q);
    ds_flows_found *found = ds_question_room(q, sizeof *found);
    ds_document *document = NULL;
    ds_status status;
    if (found == NULL) return DS_FAULT;
    status = ds_work_flows(work, &asked->flows, found, q->err);
    if (status == DS_OK) status = ds_report_flows(found, asked->edges, &document, q->err);
    ds_question_hold(q, found, release_ds_flows_found_done);
    return ds_question_answer(q, document, status);
}

static ds_status answer_growth(ds_question *q, const flows_asked *asked) {
    const ds_work *work = ds_question_work(q);
    ds_growth_found *found = ds_question_room(q, sizeof *found);
    ds_document *document = NULL;
    ds_status status;
    if (found == NULL) return DS_FAULT;
    status = ds_work_growth(work, &asked->growth, found, q->err);
    if (status == DS_OK) status = ds_report_growth(found, &document, q->err);
    ds_question_hold(q, found, release_ds_growth_found_done);
    return ds_question_answer(q, document, status);
}

/* The options that flows and growth share. */
static void share_options(flows_asked *asked) {
    asked->growth.definitions_file = asked->flows.definitions_file;
    asked->growth.by = asked->flows.by;
    asked->growth.where = asked->flows.where;
    asked->growth.years = asked->flows.years;
    asked->growth.present_codes = asked->flows.present_codes;
}

static ds_status check_asked(ds_question *q, const flows_asked *asked) {
    if (!asked->of_growth && (asked->growth.indicator != NULL || asked->growth.compare != NULL))
        return ds_question_refuse(q, "--indicator en --compare horen bij --growth",
                                  "--indicator and --compare go with --growth", "");
    if (asked->of_growth && (asked->edges || asked->flows.state != NULL))
        return ds_question_refuse(q, "--growth gaat zonder --edges en --state",
                                  "--growth goes without --edges and --state", "");
    return DS_OK;
}

static const char usage_nl[] =
    "doorstroom flows [WERKMAP] [--state KOLOM] [--by a,b] [--edges]\n"
    "doorstroom flows [WERKMAP] --growth --indicator ID --by a\n\n"
    "Waar iedereen van de ene 1 oktober naar de andere heen ging, met wie er van buiten kwam; of\n"
    "(--growth) wat elke groep bijdraagt aan de groei van een indicator, en waardoor.\n"
    "Voorbeelden:\n"
    "  doorstroom flows proef --years 2022\n"
    "  doorstroom flows proef --edges --years 2021-2022 --format csv\n"
    "  doorstroom flows proef --growth --indicator vsv --by herkomst_student --years 2022";
static const char usage_en[] =
    "doorstroom flows [WORKFOLDER] [--state COLUMN] [--by a,b] [--edges]\n"
    "doorstroom flows [WORKFOLDER] --growth --indicator ID --by a\n\n"
    "Where everybody went from one 1 October to the next, with who came from outside; or "
    "(--growth)\n"
    "what each group adds to the growth of an indicator, and by what.\n"
    "Examples:\n"
    "  doorstroom flows trial --years 2022\n"
    "  doorstroom flows trial --edges --years 2021-2022 --format csv\n"
    "  doorstroom flows trial --growth --indicator vsv --by herkomst_student --years 2022";

ds_status ds_cmd_flows(ds_question *q) {
    flows_asked asked = {.flows = DS_FLOWS_OPTIONS_INIT, .growth = DS_GROWTH_OPTIONS_INIT};
    const char *folder = ".";
    const ds_ask_option options[] = {
        {"--state", &asked.flows.state, NULL, "KOLOM", "waar iemand is (toestand)",
         "where somebody is (toestand)"},
        {"--by", &asked.flows.by, NULL, "a,b", "uitsplitsen", "break down"},
        {"--where", &asked.flows.where, NULL, "EXPR", "alleen wie hieraan voldoet",
         "only those for whom this holds"},
        {"--years", &asked.flows.years, NULL, "2020-2023", "alleen deze schooljaren",
         "these school years only"},
        {"--edges", NULL, &asked.edges, NULL, "de verbindingen van een Sankey-diagram",
         "the edges of a Sankey diagram"},
        {"--growth", NULL, &asked.of_growth, NULL, "waar de groei van een indicator vandaan komt",
         "where the growth of an indicator comes from"},
        {"--indicator", &asked.growth.indicator, NULL, "ID", "met --growth: welke",
         "with --growth: which"},
        {"--compare", &asked.growth.compare, NULL, "vorig|2019",
         "met --growth: tegen het schooljaar ervoor, of dit schooljaar",
         "with --growth: against the school year before (vorig), or this one"},
        {"--definitions", &asked.flows.definitions_file, NULL, "FILE",
         "alleen dit definitiebestand", "this definition file only"},
        {"--present-codes", NULL, &asked.flows.present_codes, NULL,
         "instellingen onder de huidige codes", "institutions under present codes"}};
    if (!ds_question_read(q, options, sizeof options / sizeof *options, &folder, 1,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (check_asked(q, &asked) != DS_OK) return DS_USAGE;
    share_options(&asked);
    q->work_folder = folder;
    return asked.of_growth ? answer_growth(q, &asked) : answer_flows(q, &asked);
}
