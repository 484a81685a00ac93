/* ask/cmd_import.c: doorstroom import DIR: deliveries → register, and what came of it. */
#include "ask/question.h"

DS_ASK_FREES(ds_imported_done)

static ds_document *report_import(const ds_imported *imported) {
    ds_document *document = ds_document_new("import", (ds_say){NULL, NULL});
    ds_say_import(imported->report, document);
    ds_say_import_tables(imported, document);
    if (imported->with_history) ds_report_history(&imported->history, document);
    return document;
}

/* A failed import has a report, too. */
static ds_status import_and_answer(ds_question *q, const ds_work_import_options *options) {
    ds_imported *imported = ds_question_room(q, sizeof *imported);
    ds_document *document = NULL;
    ds_status status;
    if (imported == NULL) return DS_FAULT;
    status = ds_work_import(ds_question_work(q), options, imported, q->err);
    ds_question_hold(q, imported, release_ds_imported_done);
    if (status == DS_OK && imported->kept != DS_OK) /* and goes on */
        ds_question_note(q, DS_ASK_NOTED, &imported->kept_error);
    q->answer->refused =
        status != DS_OK && imported->report != NULL && !imported->report->succeeded;
    if (status == DS_OK || q->answer->refused) document = report_import(imported);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_import(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom import [WERKMAP] [--history] [--sql] [--verify]\n\n"
        "Leest en controleert WERKMAP/leveringen en zet er een register van neer: alles of niets.\n"
        "Afgekeurde rijen staan daarna in WERKMAP/afgekeurd.\n"
        "Voorbeeld: doorstroom import proef --format json";
    static const char usage_en[] =
        "doorstroom import [WORKFOLDER] [--history] [--sql] [--verify]\n\n"
        "Reads and checks WORKFOLDER/leveringen and makes a register of it: all or nothing.\n"
        "Refused rows then stand in WORKFOLDER/afgekeurd.\n"
        "Example: doorstroom import trial --format json";
    ds_work_import_options wanted = DS_WORK_IMPORT_OPTIONS_INIT;
    const char *folder = ".";
    const ds_ask_option options[] = {
        {"--history", NULL, &wanted.with_history, NULL,
         "toon ook wat er per schooljaar, instelling en indicator verschilt",
         "also show what differs by school year, institution and indicator"},
        {"--sql", NULL, &wanted.sql, NULL,
         "schrijf ook de tabellen voor SQL: register/sql/GENERATIE.duckdb",
         "also write the tables for SQL: register/sql/GENERATION.duckdb"},
        {"--verify", NULL, &wanted.verify, NULL,
         "lees ook leveringen die sinds de vorige import ongewijzigd lijken",
         "also read deliveries that seem unchanged since the last import"}};
    if (!ds_question_read(q, options, 3, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    q->work_folder = folder;
    return import_and_answer(q, &wanted);
}
