/* ask/cmd_monitor.c: doorstroom monitor DIR: targets, money, measures, and what hangs together. */
#include <string.h>

#include "ask/question.h"

DS_ASK_FREES(ds_monitor_plan_free)
DS_ASK_FREES(ds_work_monitored_free)
DS_ASK_FREES(ds_monitor_counting_free)

static const char usage_nl[] =
    "doorstroom monitor [WERKMAP] [--tabel ID,ID] [OPTIES]\n\n"
    "De monitor van de agenda's: start-, streef- en huidige waarden, klassen, bestedingen,\n"
    "maatregelen, planning en effectiviteit, en wat samenhangt. Welke indicatoren, vragen en\n"
    "tabellen er zijn staat in definitions/monitor.yaml; een eigen definities/monitor.yaml gaat\n"
    "voor. csv: tabel, indicator, jaar, doelstelling, niveau, leerweg, agenda, kenmerk, groep,\n"
    "eenheid, maat, klasse, n, waarde, se, laag, hoog, ontbreekt, reden. Uitleg: docs/monitor.md.\n"
    "Voorbeelden:\n"
    "  doorstroom monitor proef --tabel T7.1\n"
    "  doorstroom monitor proef --tabel F4.1 --banden 20,40 --drempels '>= 40,> 35'\n"
    "  doorstroom monitor proef --format csv --out monitor.csv\n"
    "  doorstroom monitor --list";
static const char usage_en[] =
    "doorstroom monitor [WORKFOLDER] [--tabel ID,ID] [OPTIONS]\n\n"
    "The monitor of the agendas: start values, targets and present values, classes, spending,\n"
    "measures, planning and effectiveness, and what hangs together. Which indicators, questions\n"
    "and tables there are stands in definitions/monitor.yaml; your own definities/monitor.yaml\n"
    "goes before it. csv: tabel, indicator, jaar, doelstelling, niveau, leerweg, agenda, kenmerk,\n"
    "groep, eenheid, maat, klasse, n, waarde, se, laag, hoog, ontbreekt, reden. More:\n"
    "docs/monitor.en.md.\n"
    "Examples:\n"
    "  doorstroom monitor trial --tabel T7.1\n"
    "  doorstroom monitor trial --tabel F4.1 --banden 20,40 --drempels '>= 40,> 35'\n"
    "  doorstroom monitor trial --format csv --out monitor.csv\n"
    "  doorstroom monitor --list";

typedef struct monitor_texts {
    const char *jaar, *versie, *seed;
    bool list, counts;
} monitor_texts;

static bool parse_monitor_texts(ds_question *q, const monitor_texts *t,
                                ds_work_monitor_options *o) {
    static const char *const versions[] = {"oorspronkelijk", "aangevuld", "aangepast"};
    uint64_t jaar = 0;
    if (t->jaar != NULL && !ds_question_number(q, "--jaar", t->jaar, 1950, 2150, &jaar))
        return false;
    o->jaar = (int)jaar;
    if (t->seed != NULL && !ds_question_number(q, "--seed", t->seed, 0, UINT64_MAX, &o->seed))
        return false;
    for (int v = 0; t->versie != NULL && v < 3; v++)
        if (strcmp(t->versie, versions[v]) == 0) {
            o->version_of_targets = v;
            return true;
        }
    if (t->versie == NULL) return true;
    (void)ds_question_refuse(q, "--versie: verwacht oorspronkelijk, aangevuld of aangepast",
                             "--versie: expected oorspronkelijk, aangevuld or aangepast", "");
    return false;
}

static ds_status list_monitor_and_answer(ds_question *q) {
    const ds_work *work = ds_question_work(q);
    ds_monitor_plan *plan = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_monitor_plan(work, &plan, q->err);
    if (status == DS_OK) status = ds_report_monitor_list(plan, &document, q->err);
    ds_question_hold(q, plan, release_ds_monitor_plan_free);
    return ds_question_answer(q, document, status);
}

static ds_status make_monitor_and_answer(ds_question *q, const ds_work_monitor_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_work_monitored *monitored = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_monitor(work, options, &monitored, q->err);
    if (status == DS_OK)
        status = ds_report_monitor(ds_work_monitored_block(monitored), &document, q->err);
    ds_question_hold(q, monitored, release_ds_work_monitored_free);
    return ds_question_answer(q, document, status);
}

static ds_status count_monitor_and_answer(ds_question *q, const ds_work_monitor_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_monitor_counting *counting = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_monitor_counts(work, options, &counting, q->err);
    if (status == DS_OK) {
        const ds_tally_source source = ds_monitor_counting_source(counting);
        size_t n;
        const ds_tally_table *tables = ds_monitor_counting_tables(counting, &n);
        status = ds_report_tallies(tables, n, &source, &document, q->err);
    }
    ds_question_hold(q, counting, release_ds_monitor_counting_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_monitor(ds_question *q) {
    ds_work_monitor_options o = DS_WORK_MONITOR_OPTIONS_INIT;
    monitor_texts t = {0};
    const char *folder = ".";
    const ds_ask_option all[] = {
        {"--tabel", &o.tables, NULL, "ID,ID", "alleen deze tabellen: T7.1,F4.3",
         "these tables only: T7.1,F4.3"},
        {"--list", NULL, &t.list, NULL, "welke tabellen er zijn", "which tables there are"},
        {"--jaar", &t.jaar, NULL, "J", "jaar van de formulieren (standaard het laatste)",
         "year of the forms (the last by default)"},
        {"--versie", &t.versie, NULL, "oorspronkelijk|aangevuld|aangepast",
         "streefwaarden tot en met deze versie (standaard alle)",
         "targets up to this version (all by default)"},
        {"--banden", &o.bands, NULL, "20,30,50", "grenzen van de banden van bestedingen",
         "cuts of the bands of spending"},
        {"--drempels", &o.thresholds, NULL, "'>= 40,> 35'", "drempels van bestedingen",
         "thresholds of spending"},
        {"--cells", &o.cells, NULL, "FILE",
         "tellingen uit de csv van tally of de json van --counts, niet uit het register",
         "counts from the csv of tally or the json of --counts, not from the register"},
        {"--counts", NULL, &t.counts, NULL,
         "alleen de tellingen, van een deel: voor merge en --cells (json)",
         "the counts alone, of a part: for merge and --cells (json)"},
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--seed", &t.seed, NULL, "S", "begin van de toevalsgetallen (1)",
         "start of the random numbers (1)"}};
    if (!ds_question_read(q, all, sizeof all / sizeof *all, &folder, 1, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (!parse_monitor_texts(q, &t, &o)) return DS_USAGE;
    q->work_folder = folder;
    if (t.counts) return count_monitor_and_answer(q, &o);
    return t.list ? list_monitor_and_answer(q) : make_monitor_and_answer(q, &o);
}
