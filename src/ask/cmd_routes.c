/* ask/cmd_routes.c: doorstroom routes DIR: which routes are on offer, what was carried over, and
 * who starts in them. */
#include "ask/question.h"

DS_ASK_FREES(ds_routes_found_done)

static ds_status find_and_answer(ds_question *q, const ds_routes_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_routes_found *found = ds_question_room(q, sizeof *found);
    ds_document *document = NULL;
    ds_status status;
    if (found == NULL) return DS_FAULT;
    status = ds_work_routes(work, options, found, q->err);
    if (status == DS_OK) status = ds_report_routes(found, &document, q->err);
    ds_question_hold(q, found, release_ds_routes_found_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_routes(ds_question *q) {
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
    const ds_ask_option options[] = {
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--cells", &o.cells, NULL, "FILE",
         "uit deze cellen (tally --indicator route_aanbod,vmbo3 --by standaard, merge)",
         "from these cells (tally --indicator route_aanbod,vmbo3 --by standaard, merge)"},
        {"--present-codes", NULL, &o.present_codes, NULL,
         "instellingen onder de huidige codes: een fusie maakt geen route nieuw of weg",
         "institutions under present codes: a merger makes no route new or gone"}};
    if (!ds_question_read(q, options, sizeof options / sizeof *options, &folder, 1,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    q->work_folder = folder;
    return find_and_answer(q, &o);
}
