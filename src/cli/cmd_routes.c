/* cli/cmd_routes.c: doorstroom routes DIR: which routes are on offer, what was carried over, and
 * who starts in them. */
#include "cli/cli.h"

static ds_status find_and_write(cli *c, const ds_routes_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_routes_found found = {0};
    ds_document *document = NULL;
    ds_status status = ds_work_routes(&work, options, &found, err);
    if (status == DS_OK) status = ds_report_routes(&found, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_routes_found_done(&found);
    return status;
}

int cmd_routes(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom routes [WERKMAP] [--present-codes]\n\n"
        "De routes van vmbo naar mbo: welke worden aangeboden, welke zijn nieuw, gestopt of "
        "terug,\n"
        "welke experimentele gingen over in nieuwe, en wie er beginnen. Een route is een soort op\n"
        "een vestiging in een sector; zij wordt aangeboden als er een leerling van vmbo-3 in "
        "staat.\n"
        "csv: tabel (aanbod, overgang, starters, kenmerken), schooljaar (leeg: alle samen), groep\n"
        "(experimenteel, nieuw; alle: heel vmbo-3), route (leeg: alle), kenmerk en waarde, maat,\n"
        "aantal (leeg: niet bekend), van, percentage. De indicatoren: definitions/routes.yaml.\n"
        "Voorbeelden:\n"
        "  doorstroom routes proef\n"
        "  doorstroom routes proef --present-codes --format csv";
    static const char usage_en[] =
        "doorstroom routes [WORKFOLDER] [--present-codes]\n\n"
        "The routes from vmbo to mbo: which are on offer, which are new, stopped or back, which\n"
        "experimental ones became new ones, and who starts. A route is a kind at a vestiging in a\n"
        "sector; it is on offer when a pupil of vmbo-3 is in it.\n"
        "csv: tabel (aanbod, overgang, starters, kenmerken), schooljaar (empty: all together), "
        "groep\n"
        "(experimenteel, nieuw; alle: all of vmbo-3), route (empty: all), kenmerk and waarde, "
        "maat,\n"
        "aantal (empty: not known), van, percentage. The indicators: definitions/routes.yaml.\n"
        "Examples:\n"
        "  doorstroom routes trial\n"
        "  doorstroom routes trial --present-codes --format csv";
    const char *folder = ".";
    ds_routes_options o = {0};
    const cli_option options[] = {
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--cells", &o.cells, NULL, "FILE",
         "uit deze cellen (tally --indicator route_aanbod,vmbo3 --by standaard, merge)",
         "from these cells (tally --indicator route_aanbod,vmbo3 --by standaard, merge)"},
        {"--present-codes", NULL, &o.present_codes, NULL,
         "instellingen onder de huidige codes: een fusie maakt geen route nieuw of weg",
         "institutions under present codes: a merger makes no route new or gone"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, sizeof options / sizeof *options, &folder, 1,
                         usage_nl, usage_en);
    if (code >= 0) return code;
    c->work_folder = folder;
    return find_and_write(c, &o, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
