/* ask/cmd_define.c: doorstroom define --list, --check FILE, --test, --sql ID, --columns, --package;
 * indicators and evaluations. */
#include <string.h>

#include "ask/question.h"
#include "doorstroom/examples.h"

DS_ASK_FREES(ds_sql_done)
DS_ASK_FREES(ds_definitions_free)
DS_ASK_FREES(ds_work_definitions_done)
DS_ASK_FREES(ds_examples_tested_done)
DS_ASK_FREES(ds_definition_package_done)

typedef struct define_asked {
    bool list, columns, test, package;
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

/* The answer ends with DS_INPUT when something is not as the examples say. */
static ds_status test_and_answer(ds_question *q, const char *file) {
    ds_examples_options options = DS_EXAMPLES_OPTIONS_INIT;
    ds_examples_tested *tested = ds_question_room(q, sizeof *tested);
    ds_document *document = NULL;
    ds_status status;
    if (tested == NULL) return DS_FAULT;
    options.definitions_file = file;
    status = ds_work_examples(ds_question_work(q), &options, tested, q->err);
    if (status == DS_OK && !ds_examples_pass(tested)) q->answer->status = DS_INPUT;
    if (status == DS_OK) status = ds_say_examples(tested, &document, q->err);
    ds_question_hold(q, tested, release_ds_examples_tested_done);
    return ds_question_answer(q, document, status);
}

static ds_status show_package(ds_question *q) {
    ds_definition_package *package = ds_question_room(q, sizeof *package);
    ds_document *document = NULL;
    ds_status status;
    if (package == NULL) return DS_FAULT;
    status = ds_work_package(ds_question_work(q), package, q->err);
    if (status == DS_OK) status = ds_say_package(package, &document, q->err);
    ds_question_hold(q, package, release_ds_definition_package_done);
    return ds_question_answer(q, document, status);
}

/* With --test what ends as a definition file does is one; what stays of places is a work folder. */
static const char *take_tested_file(const define_asked *asked, const char *places[2]) {
    for (size_t i = 0; asked->test && i < 2; i++) {
        const char *file = places[i];
        const char *dot = file == NULL ? NULL : strrchr(file, '.');
        if (dot == NULL || (strcmp(dot, ".yaml") != 0 && strcmp(dot, ".yml") != 0)) continue;
        places[i] = places[1 - i];
        places[1] = NULL;
        return file;
    }
    return asked->sql.definitions_file;
}

static ds_status answer_definitions(ds_question *q, const define_asked *asked,
                                    const char *places[2]) {
    const char *tested = take_tested_file(asked, places);
    if (places[1] != NULL)
        return ds_question_refuse(q,
                                  "een werkmap te veel: ", "one work folder too many: ", places[1]);
    q->work_folder = places[0] == NULL ? "." : places[0];
    if (asked->test) return test_and_answer(q, tested);
    return asked->package ? show_package(q) : define_and_answer(q, asked);
}

ds_status ds_cmd_define(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom define [WERKMAP] --list | --check BESTAND | --test [BESTAND] | --sql ID\n"
        "                  [--by a,b] | --columns | --package\n\n"
        "Definities bekijken. De SQL draait op de tabellen van import --sql, zonder dit "
        "programma.\n"
        "Voorbeelden:\n"
        "  doorstroom define --list\n"
        "  doorstroom define --check definities/eigen.yaml\n"
        "  doorstroom define --test definities/eigen.yaml\n"
        "  doorstroom define --sql vsv --by niveau,leerweg\n"
        "  doorstroom define --sql vakmanschap2.vsv.2   (evaluatie, uitkomst, jaar van volgen)";
    static const char usage_en[] =
        "doorstroom define [WORKFOLDER] --list | --check FILE | --test [FILE] | --sql ID [--by "
        "a,b]\n"
        "                  | --columns | --package\n\n"
        "Looks at definitions. The SQL runs on the tables of import --sql, without this "
        "program.\n"
        "Examples:\n"
        "  doorstroom define --list\n"
        "  doorstroom define --check definities/own.yaml\n"
        "  doorstroom define --test definities/own.yaml\n"
        "  doorstroom define --sql vsv --by niveau,leerweg\n"
        "  doorstroom define --sql vakmanschap2.vsv.2   (evaluation, outcome, year of follow-up)";
    define_asked asked = {0};
    const char *places[2] = {NULL, NULL}, *pool = NULL;
    uint64_t n = 0;
    const ds_ask_option options[] = {
        {"--list", NULL, &asked.list, NULL, "de indicatoren en evaluaties",
         "the indicators and evaluations"},
        {"--check", &asked.checked, NULL, "FILE", "een bestand controleren", "check a file"},
        {"--sql", &asked.sql.id, NULL, "ID", "een indicator als SQL", "an indicator as SQL"},
        {"--test", NULL, &asked.test, NULL, "komen de voorbeelden uit zoals zij zeggen?",
         "do the worked examples come out as they say?"},
        {"--package", NULL, &asked.package, NULL, "van welk pakket de definities zijn",
         "which package the definitions are of"},
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
    if (!ds_question_read(q, options, sizeof options / sizeof *options, places, 2,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (pool != NULL && !ds_question_number(q, "--pool", pool, 1, 20, &n)) return DS_USAGE;
    asked.sql.pool = (int)n;
    if (!asked.list && !asked.columns && !asked.test && !asked.package && asked.checked == NULL &&
        asked.sql.id == NULL)
        return ds_question_refuse(q, "geef --list, --check, --test, --sql, --columns of --package",
                                  "give --list, --check, --test, --sql, --columns or --package",
                                  "");
    return answer_definitions(q, &asked, places);
}
