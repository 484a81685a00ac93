/* ask/cmd_define.c: doorstroom define --list, --check FILE, --sql ID, --columns; indicators and
 * evaluations. */
#include "ask/question.h"

DS_ASK_FREES(ds_sql_done)
DS_ASK_FREES(ds_definitions_free)
DS_ASK_FREES(ds_work_definitions_done)

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

static ds_status define_and_answer(ds_question *q, const define_asked *asked) {
    const ds_work *work = ds_question_work(q);
    ds_work_definitions *definitions = ds_question_room(q, sizeof *definitions);
    ds_definitions *checked = NULL;
    ds_sql *sql = ds_question_room(q, sizeof *sql);
    ds_document *document = NULL;
    ds_status status;
    if (definitions == NULL || sql == NULL) return DS_FAULT;
    if (asked->checked != NULL)
        status = report_check(work, asked->checked, &document, &checked, q->err);
    else if (asked->columns)
        status = ds_report_columns(&document, q->err);
    else if (asked->list)
        status = report_list(work, asked->sql.definitions_file, &document, definitions, q->err);
    else
        status = report_sql(work, &asked->sql, &document, sql, q->err);
    ds_question_hold(q, sql, release_ds_sql_done);
    ds_question_hold(q, checked, release_ds_definitions_free);
    ds_question_hold(q, definitions, release_ds_work_definitions_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_define(ds_question *q) {
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
    const ds_ask_option options[] = {
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
    if (!ds_question_read(q, options, sizeof options / sizeof *options, &folder, 1,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (pool != NULL && !ds_question_number(q, "--pool", pool, 1, 20, &n)) return DS_USAGE;
    asked.sql.pool = (int)n;
    if (!asked.list && !asked.columns && asked.checked == NULL && asked.sql.id == NULL)
        return ds_question_refuse(q, "geef --list, --check, --sql of --columns",
                                  "give --list, --check, --sql or --columns", "");
    q->work_folder = folder;
    return define_and_answer(q, &asked);
}
