/* cli/cmd_process.c: doorstroom process DIR: what a process evaluation heard. */
#include "cli/cli.h"

static const char usage_nl[] =
    "doorstroom process [WERKMAP] [OPTIES]\n\n"
    "De procesevaluatie van routes: welke interventie via welk mechanisme op welk effect werkt, "
    "in\n"
    "welke context (codes/onderzoekskader.yaml), hoeveel cases, rondes en lagen erover spreken, "
    "hoe\n"
    "zij oordelen (levering casus), wat contactpersonen antwoorden (contactenquete), en cijfers "
    "van\n"
    "anderen ernaast (extern). Bij elke hypothese staat de schatting die erover gaat. Csv: "
    "--table\n"
    "matrix, oordelen, antwoorden of extern. Dit zijn interne cijfers. Uitleg: docs/proces.md.\n"
    "Voorbeelden:\n"
    "  doorstroom process proef\n"
    "  doorstroom process proef --format csv --table matrix";
static const char usage_en[] =
    "doorstroom process [WORKFOLDER] [OPTIONS]\n\n"
    "The process evaluation of routes: which intervention works through which mechanism on which\n"
    "effect, in which context (codes/onderzoekskader.yaml), how many cases, rounds and layers "
    "speak\n"
    "of it, how they judge (delivery casus), what contacts answer (contactenquete), and figures "
    "of\n"
    "others beside it (extern). With each hypothesis stands the estimate that bears on it. Csv:\n"
    "--table matrix, oordelen, antwoorden or extern. These figures are internal. See\n"
    "docs/proces.en.md.\n"
    "Examples:\n"
    "  doorstroom process trial\n"
    "  doorstroom process trial --format csv --table matrix";

static ds_status count_process_and_write(cli *c, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_work_process_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_process(&work, &result, err);
    if (status == DS_OK) status = ds_report_process(ds_work_process_block(result), &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_work_process_free(result);
    return status;
}

int cmd_process(cli *c, int argc, char **argv) {
    const char *folder = ".";
    ds_error err = {0};
    const int code = cli_parse(c, argc, argv, NULL, 0, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    c->work_folder = folder;
    return count_process_and_write(c, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
