/* cli/cmd_define.c: doorstroom define --list, --check FILE, --sql ID; indicators and evaluations.
 */
#include <string.h>

#include "base/memory.h"
#include "cli/tables.h"

static const char *name_of(const cli *c, const char *nl, const char *en) {
    return cli_clean(c->dutch || en[0] == '\0' ? nl : en);
}

static void widen(const char *id, size_t *width) {
    if (strlen(id) > *width) *width = strlen(id);
}

static void list_indicator(const cli *c, const cli_definitions *definitions, const ds_indicator *d,
                           size_t width) {
    const ds_indicator *first;
    size_t file;
    if (cli_definitions_find(definitions, d->id, &file, &first, NULL) != DS_OK || first != d)
        return; /* an earlier file's definition goes before */
    (void)printf("%-*s  %s  %s%s%s%s\n", (int)width, d->id, d->version,
                 name_of(c, d->name, d->name_en),
                 d->goal[0] == '\0' ? "" : cli_say(c, "  (doelstelling ", "  (goal "),
                 cli_clean(d->goal), d->goal[0] == '\0' ? "" : ")");
}

/* The years of an outcome, runs of them joined: "1-5", "1,3-5". */
static void print_years(const ds_evaluation_outcome *outcome) {
    for (size_t i = 0, n; i < outcome->n_years; i += n) {
        const ds_evaluation_year *years = &outcome->years[i];
        for (n = 1; i + n < outcome->n_years && years[n].k == years[0].k + (int)n;)
            n++;
        (void)printf(n == 1 ? "%s%d" : "%s%d-%d", i == 0 ? "" : ",", years[0].k, years[n - 1].k);
    }
}

static void list_evaluation(const cli *c, const cli_definitions *definitions,
                            const ds_evaluation *e, size_t width) {
    const ds_evaluation *first;
    size_t file;
    if (cli_definitions_find_evaluation(definitions, e->id, &file, &first, NULL) != DS_OK ||
        first != e)
        return;
    (void)printf("%-*s  %s  %s%s\n", (int)width, e->id, e->version, name_of(c, e->name, e->name_en),
                 cli_say(c, "  (evaluatie)", "  (evaluation)"));
    for (size_t o = 0; o < e->n_outcomes; o++) {
        const ds_evaluation_outcome *outcome = &e->outcomes[o];
        (void)printf("  %s.%s.", e->id, outcome->id);
        print_years(outcome);
        (void)printf("  %s%s%s\n", name_of(c, outcome->name, outcome->name_en),
                     outcome->placebo ? "  (placebo)" : "",
                     outcome->conditional ? cli_say(c, "  (beschrijving)", "  (description)") : "");
    }
}

static void list(const cli *c, const cli_definitions *definitions) {
    size_t width = 0;
    for (size_t f = 0; f < definitions->n; f++) {
        for (size_t i = 0; i < ds_definitions_n(definitions->files[f]); i++)
            widen(ds_definitions_at(definitions->files[f], i)->id, &width);
        for (size_t i = 0; i < ds_definitions_n_evaluations(definitions->files[f]); i++)
            widen(ds_definitions_evaluation_at(definitions->files[f], i)->id, &width);
    }
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; i < ds_definitions_n(definitions->files[f]); i++)
            list_indicator(c, definitions, ds_definitions_at(definitions->files[f], i), width);
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; i < ds_definitions_n_evaluations(definitions->files[f]); i++)
            list_evaluation(c, definitions, ds_definitions_evaluation_at(definitions->files[f], i),
                            width);
}

static int check(cli *c, const char *path) {
    ds_definitions *definitions;
    ds_error err;
    size_t n_outcomes = 0;
    if (cli_definitions_read_file(c, path, &definitions, &err) != DS_OK) return cli_fail(c, &err);
    (void)printf(cli_say(c, "%s: goed, %zu indicatoren", "%s: good, %zu indicators"), path,
                 ds_definitions_n(definitions));
    for (size_t i = 0; i < ds_definitions_n_evaluations(definitions); i++)
        n_outcomes += ds_definitions_evaluation_at(definitions, i)->n_outcomes;
    if (n_outcomes > 0)
        (void)printf(cli_say(c, ", %zu evaluaties met %zu uitkomsten",
                             ", %zu evaluations with %zu outcomes"),
                     ds_definitions_n_evaluations(definitions), n_outcomes);
    (void)printf("\n");
    ds_definitions_free(definitions);
    return DS_OK;
}

/* An outcome in a year of follow-up: by who took part, and then by what was asked, or the
 * covariates. */
static ds_status print_outcome(const cli_tallies *one, const cli_definitions *definitions,
                               const ds_evaluation *e, ds_error *err) {
    const cli_tally *t = &one->list[0];
    uint32_t keys[DS_KEYS_MAX] = {e->group};
    const char *names[DS_KEYS_MAX] = {"groep"};
    size_t n = 1;
    char *sql = NULL;
    ds_status status;
    for (size_t i = 0; i < t->n_keys && n < DS_KEYS_MAX; i++, n++) {
        keys[n] = t->keys[i];
        names[n] = t->names[i];
    }
    for (size_t i = 0; t->n_keys == 0 && i < e->n_covariates; i++, n++) {
        keys[n] = e->covariates[i].node;
        names[n] = e->covariates[i].name;
    }
    status =
        ds_definition_sql(definitions->files[t->file], t->indicator, keys, names, n, &sql, err);
    if (status == DS_OK) (void)fputs(sql, stdout);
    ds_free(sql);
    return status;
}

/* The evaluation of "<evaluation>.<outcome>.<k>", or NULL. */
static const ds_evaluation *evaluation_of(const ds_definitions *definitions, const char *id) {
    const char *dot = strchr(id, '.');
    for (size_t i = 0; dot != NULL && i < ds_definitions_n_evaluations(definitions); i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(definitions, i);
        size_t size = strlen(e->id);
        if (size == (size_t)(dot - id) && strncmp(e->id, id, size) == 0) return e;
    }
    return NULL;
}

static ds_status print_sql(cli_definitions *definitions, const char *id, const char *by,
                           bool present_codes, ds_error *err) {
    cli_tallies one = {.present_codes = present_codes};
    const ds_evaluation *evaluation = NULL;
    char *sql = NULL;
    ds_status status = cli_tallies_add(&one, definitions, id, by, err);
    if (status == DS_OK) evaluation = evaluation_of(definitions->files[one.list[0].file], id);
    if (status == DS_OK && evaluation != NULL)
        status = print_outcome(&one, definitions, evaluation, err);
    else if (status == DS_OK)
        status =
            ds_definition_sql(definitions->files[one.list[0].file], one.list[0].indicator,
                              one.list[0].keys, one.list[0].names, one.list[0].n_keys, &sql, err);
    if (sql != NULL) (void)fputs(sql, stdout);
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
        "  doorstroom define --sql vsv --by niveau,leerweg\n"
        "  doorstroom define --sql vakmanschap2.vsv.2   (evaluatie, uitkomst, jaar van volgen)";
    static const char usage_en[] =
        "doorstroom define [WORKFOLDER] --list | --check FILE | --sql ID [--by a,b]\n\n"
        "Looks at definitions. The SQL runs on register/current/register.duckdb, without this "
        "program.\n"
        "Examples:\n"
        "  doorstroom define --list\n"
        "  doorstroom define --check definities/own.yaml\n"
        "  doorstroom define --sql vsv --by niveau,leerweg\n"
        "  doorstroom define --sql vakmanschap2.vsv.2   (evaluation, outcome, year of follow-up)";
    const char *file = NULL, *id = NULL, *by = NULL, *only = NULL, *folder = ".";
    bool listed = false, present_codes = false;
    const cli_option options[] = {
        {"--list", NULL, &listed, NULL, "de indicatoren en evaluaties",
         "the indicators and evaluations"},
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
