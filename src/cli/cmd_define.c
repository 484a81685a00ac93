/* cli/cmd_define.c: doorstroom define --list, --check FILE, --sql ID, --columns; indicators and
 * evaluations. */
#include "cli/cli.h"

typedef struct define_asked {
    bool list, columns;
    const char *checked;
    ds_sql_options sql; /* its file also of the list */
} define_asked;

static ds_status report_list(const ds_work *work, const char *file, ds_document **out,
                             ds_work_definitions *definitions, ds_error *err) {
    ds_status status = ds_work_definitions_read(work, file, definitions, err);
    if (status != DS_OK) return status;
    return ds_report_definitions((const ds_definitions *const *)definitions->files, definitions->n,
                                 out, err);
}

static ds_status report_check(const ds_work *work, const char *path, ds_document **out,
                              ds_definitions **definitions, ds_error *err) {
    ds_status status = ds_work_definitions_read_file(work, path, definitions, err);
    return status == DS_OK ? ds_report_definitions_good(path, *definitions, out, err) : status;
}

static ds_status report_sql(const ds_work *work, const ds_sql_options *options, ds_document **out,
                            ds_sql *sql, ds_error *err) {
    ds_status status = ds_work_sql(work, options, sql, err);
    return status == DS_OK ? ds_report_sql(sql, out, err) : status;
}

static ds_status define_and_write(cli *c, const define_asked *asked, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_work_definitions definitions = {0};
    ds_definitions *checked = NULL;
    ds_sql sql = {0};
    ds_document *document = NULL;
    ds_status status;
    if (asked->checked != NULL)
        status = report_check(&work, asked->checked, &document, &checked, err);
    else if (asked->columns)
        status = ds_report_columns(&document, err);
    else if (asked->list)
        status = report_list(&work, asked->sql.definitions_file, &document, &definitions, err);
    else
        status = report_sql(&work, &asked->sql, &document, &sql, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_sql_done(&sql);
    ds_definitions_free(checked);
    ds_work_definitions_done(&definitions);
    return status;
}

int cmd_define(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom define [WERKMAP] --list | --check BESTAND | --sql ID [--by a,b] | --columns\n\n"
        "Definities bekijken. De SQL draait op de tabellen van import --sql, zonder dit "
        "programma.\n"
        "Voorbeelden:\n"
        "  doorstroom define --list\n"
        "  doorstroom define --check definities/eigen.yaml\n"
        "  doorstroom define --sql vsv --by niveau,leerweg\n"
        "  doorstroom define --sql vakmanschap2.vsv.2   (evaluatie, uitkomst, jaar van volgen)";
    static const char usage_en[] =
        "doorstroom define [WORKFOLDER] --list | --check FILE | --sql ID [--by a,b] | --columns\n\n"
        "Looks at definitions. The SQL runs on the tables of import --sql, without this "
        "program.\n"
        "Examples:\n"
        "  doorstroom define --list\n"
        "  doorstroom define --check definities/own.yaml\n"
        "  doorstroom define --sql vsv --by niveau,leerweg\n"
        "  doorstroom define --sql vakmanschap2.vsv.2   (evaluation, outcome, year of follow-up)";
    define_asked asked = {0};
    const char *folder = ".", *pool = NULL;
    uint64_t n = 0;
    const cli_option options[] = {
        {"--list", NULL, &asked.list, NULL, "de indicatoren en evaluaties",
         "the indicators and evaluations"},
        {"--check", &asked.checked, NULL, "FILE", "een bestand controleren", "check a file"},
        {"--sql", &asked.sql.id, NULL, "ID", "een indicator als SQL", "an indicator as SQL"},
        {"--columns", NULL, &asked.columns, NULL, "de kolommen waarover definities gaan",
         "the columns that definitions are about"},
        {"--by", &asked.sql.by, NULL, "a,b", "uitgesplitst", "broken down"},
        {"--definitions", &asked.sql.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--present-codes", NULL, &asked.sql.present_codes, NULL,
         "met --sql: instellingen onder de huidige codes",
         "with --sql: institutions under present codes"},
        {"--where", &asked.sql.where, NULL, "EXPR", "met --sql: alleen wie hieraan voldoet",
         "with --sql: only those for whom this holds"},
        {"--pool", &pool, NULL, "N", "met --sql: elk schooljaar is de som van N schooljaren",
         "with --sql: each school year is the sum of N school years"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, sizeof options / sizeof *options, &folder, 1,
                         usage_nl, usage_en);
    if (code >= 0) return code;
    if (pool != NULL && !cli_number(c, "--pool", pool, 1, 20, &n)) return DS_USAGE;
    asked.sql.pool = (int)n;
    if (!asked.list && !asked.columns && asked.checked == NULL && asked.sql.id == NULL)
        return cli_usage(c, "geef --list, --check, --sql of --columns",
                         "give --list, --check, --sql or --columns", "");
    c->work_folder = folder;
    return define_and_write(c, &asked, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
