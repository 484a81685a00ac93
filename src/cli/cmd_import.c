/* cli/cmd_import.c: doorstroom import DIR: deliveries → register, and what came of it. */
#include "cli/cli.h"

/* A failed import has a report for programs, too. */
static ds_status write_import(cli *c, const ds_imported *imported, ds_error *err) {
    ds_document *document = ds_document_new("import", (ds_say){NULL, NULL});
    ds_say_import(imported->report, document);
    ds_say_import_tables(imported, document);
    if (imported->with_history) ds_report_history(&imported->history, document);
    return cli_write(c, document, err);
}

static ds_status import_and_write(cli *c, const ds_work_import_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_imported imported;
    ds_error failure = {0};
    ds_status status = ds_work_import(&work, options, &imported, err), written = DS_OK;
    if (status == DS_OK && imported.kept != DS_OK) /* and goes on */
        (void)cli_fail(c, &imported.kept_error);
    if (status == DS_OK ||
        (c->format == DS_FORM_JSON && imported.report != NULL && !imported.report->succeeded))
        written = write_import(c, &imported, &failure);
    ds_imported_done(&imported);
    if (status == DS_OK && written != DS_OK) {
        *err = failure;
        return written;
    }
    return status;
}

int cmd_import(cli *c, int argc, char **argv) {
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
    const cli_option options[] = {
        {"--history", NULL, &wanted.with_history, NULL,
         "toon ook wat er per schooljaar, instelling en indicator verschilt",
         "also show what differs by school year, institution and indicator"},
        {"--sql", NULL, &wanted.sql, NULL,
         "schrijf ook de tabellen voor SQL: register/sql/GENERATIE.duckdb",
         "also write the tables for SQL: register/sql/GENERATION.duckdb"},
        {"--verify", NULL, &wanted.verify, NULL,
         "lees ook leveringen die sinds de vorige import ongewijzigd lijken",
         "also read deliveries that seem unchanged since the last import"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 3, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    c->work_folder = folder;
    return import_and_write(c, &wanted, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
