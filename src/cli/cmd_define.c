/* cli/cmd_define.c: doorstroom define --list, --check FILE, --sql ID. */
#include <string.h>

#include "base/memory.h"
#include "cli/tables.h"

static void list(const cli *c, const cli_definitions *definitions) {
    size_t width = 0;
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; i < ds_definitions_n(definitions->files[f]); i++) {
            size_t size = strlen(ds_definitions_at(definitions->files[f], i)->id);
            if (size > width) width = size;
        }
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; i < ds_definitions_n(definitions->files[f]); i++) {
            const ds_indicator *d = ds_definitions_at(definitions->files[f], i);
            const char *name = c->dutch || d->name_en[0] == '\0' ? d->name : d->name_en;
            const ds_indicator *first;
            size_t file;
            if (cli_definitions_find(definitions, d->id, &file, &first, NULL) != DS_OK ||
                first != d)
                continue; /* an earlier file's definition goes before */
            (void)printf("%-*s  %s  %s%s%s%s\n", (int)width, d->id, d->version, cli_clean(name),
                         d->goal[0] == '\0' ? "" : cli_say(c, "  (doelstelling ", "  (goal "),
                         cli_clean(d->goal), d->goal[0] == '\0' ? "" : ")");
        }
}

static int check(cli *c, const char *path) {
    ds_definitions *definitions;
    ds_error err;
    if (ds_definitions_read(path, &definitions, &err) != DS_OK) return cli_fail(c, &err);
    (void)printf(cli_say(c, "%s: goed, %zu indicatoren\n", "%s: good, %zu indicators\n"), path,
                 ds_definitions_n(definitions));
    ds_definitions_free(definitions);
    return DS_OK;
}

static ds_status print_sql(cli_definitions *definitions, const char *id, const char *by,
                           bool present_codes, ds_error *err) {
    cli_tallies one = {.present_codes = present_codes};
    char *sql = NULL;
    ds_status status = cli_tallies_add(&one, definitions, id, by, err);
    if (status == DS_OK)
        status =
            ds_definition_sql(definitions->files[one.list[0].file], one.list[0].indicator,
                              one.list[0].keys, one.list[0].names, one.list[0].n_keys, &sql, err);
    if (status == DS_OK) (void)fputs(sql, stdout);
    ds_free(sql);
    cli_tallies_done(&one);
    return status;
}

int cmd_define(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom define [WERKMAP] --list | --check BESTAND | --sql ID [--by a,b]\n\n"
        "Definities bekijken. De SQL draait op register/current/register.duckdb, zonder dit "
        "programma.\n"
        "Voorbeelden:\n"
        "  doorstroom define --list\n"
        "  doorstroom define --check definities/eigen.yaml\n"
        "  doorstroom define --sql vsv --by niveau,leerweg";
    static const char usage_en[] =
        "doorstroom define [WORKFOLDER] --list | --check FILE | --sql ID [--by a,b]\n\n"
        "Looks at definitions. The SQL runs on register/current/register.duckdb, without this "
        "program.\n"
        "Examples:\n"
        "  doorstroom define --list\n"
        "  doorstroom define --check definities/own.yaml\n"
        "  doorstroom define --sql vsv --by niveau,leerweg";
    const char *file = NULL, *id = NULL, *by = NULL, *only = NULL, *folder = ".";
    bool listed = false, present_codes = false;
    const cli_option options[] = {
        {"--list", NULL, &listed, NULL, "de indicatoren", "the indicators"},
        {"--check", &file, NULL, "FILE", "een bestand controleren", "check a file"},
        {"--sql", &id, NULL, "ID", "een indicator als SQL", "an indicator as SQL"},
        {"--by", &by, NULL, "a,b", "uitgesplitst", "broken down"},
        {"--definitions", &only, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--present-codes", NULL, &present_codes, NULL,
         "met --sql: instellingen onder de huidige codes",
         "with --sql: institutions under present codes"}};
    cli_definitions definitions;
    ds_error err;
    ds_status status;
    int code;
    c->forms = "";
    code = cli_parse(c, argc, argv, options, 6, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (c->format != CLI_TABLE)
        return cli_usage(c, "define kent geen --format", "define knows no --format", "");
    if (file != NULL) return check(c, file);
    if (!listed && id == NULL)
        return cli_usage(c, "geef --list, --check of --sql", "give --list, --check or --sql", "");
    c->work_folder = folder;
    status = cli_definitions_read(c, only, &definitions, &err);
    if (status != DS_OK) return cli_fail(c, &err);
    if (listed)
        list(c, &definitions);
    else
        status = print_sql(&definitions, id, by, present_codes, &err);
    cli_definitions_done(&definitions);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
