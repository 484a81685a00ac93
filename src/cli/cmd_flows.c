/* cli/cmd_flows.c: doorstroom flows DIR: from one school year to the next, and where growth comes
 * from. */
#include "cli/cli.h"

typedef struct flows_asked {
    ds_flows_options flows;
    ds_growth_options growth;
    bool edges, of_growth;
} flows_asked;

static ds_status write_flows(cli *c, const flows_asked *asked, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_flows_found found = {0};
    ds_document *document = NULL;
    ds_status status = ds_work_flows(&work, &asked->flows, &found, err);
    if (status == DS_OK) status = ds_report_flows(&found, asked->edges, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_flows_found_done(&found);
    return status;
}

static ds_status write_growth(cli *c, const flows_asked *asked, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_growth_found found = {0};
    ds_document *document = NULL;
    ds_status status = ds_work_growth(&work, &asked->growth, &found, err);
    if (status == DS_OK) status = ds_report_growth(&found, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_growth_found_done(&found);
    return status;
}

/* The options that flows and growth share. */
static void share_options(flows_asked *asked) {
    asked->growth.definitions_file = asked->flows.definitions_file;
    asked->growth.by = asked->flows.by;
    asked->growth.where = asked->flows.where;
    asked->growth.years = asked->flows.years;
    asked->growth.present_codes = asked->flows.present_codes;
}

static int check_asked(const cli *c, const flows_asked *asked) {
    if (!asked->of_growth && (asked->growth.indicator != NULL || asked->growth.compare != NULL))
        return cli_usage(c, "--indicator en --compare horen bij --growth",
                         "--indicator and --compare go with --growth", "");
    if (asked->of_growth && (asked->edges || asked->flows.state != NULL))
        return cli_usage(c, "--growth gaat zonder --edges en --state",
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

int cmd_flows(cli *c, int argc, char **argv) {
    flows_asked asked = {.flows = DS_FLOWS_OPTIONS_INIT, .growth = DS_GROWTH_OPTIONS_INIT};
    const char *folder = ".";
    const cli_option options[] = {
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
    ds_error err;
    ds_status status;
    int code = cli_parse(c, argc, argv, options, sizeof options / sizeof *options, &folder, 1,
                         usage_nl, usage_en);
    if (code >= 0) return code;
    code = check_asked(c, &asked);
    if (code != DS_OK) return code;
    share_options(&asked);
    c->work_folder = folder;
    status = asked.of_growth ? write_growth(c, &asked, &err) : write_flows(c, &asked, &err);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
