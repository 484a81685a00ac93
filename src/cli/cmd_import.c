/* cli/cmd_import.c: doorstroom import DIR: deliveries → register, and what came of it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/history.h"

static json_int_t count(const json_t *object, const char *key) {
    return json_integer_value(json_object_get(object, key));
}

static const char *text(const json_t *object, const char *key) {
    const char *value = json_string_value(json_object_get(object, key));
    return value == NULL ? "" : cli_clean(value);
}

static void add_count(const cli *c, cli_table *table, json_int_t value) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_grouped((double)value, 0, c->dutch, number);
    cli_table_add(table, number, strlen(number), true);
}

static void add_text(cli_table *table, const char *value) {
    cli_table_add(table, value, strlen(value), false);
}

static void print_deliveries(const cli *c, const json_t *deliveries) {
    static const char *const nl[] = {"bestand", "soort", "gelezen", "genomen", "afgekeurd"};
    static const char *const en[] = {"file", "kind", "read", "taken", "refused"};
    cli_table *table = cli_table_new(5);
    for (size_t i = 0; i < 5; i++)
        add_text(table, c->dutch ? nl[i] : en[i]);
    for (size_t i = 0; i < json_array_size(deliveries); i++) {
        const json_t *d = json_array_get(deliveries, i);
        add_text(table, text(d, "bestand"));
        add_text(table, text(d, "soort"));
        add_count(c, table, count(d, "gelezen"));
        add_count(c, table, count(d, "genomen"));
        add_count(c, table, count(d, "afgekeurd"));
    }
    cli_table_print(table, stdout);
    cli_table_free(table);
}

static void print_lines(const json_t *lines) {
    for (size_t i = 0; i < json_array_size(lines); i++)
        (void)printf("%s%lld", i == 0 ? "" : ", ",
                     (long long)json_integer_value(json_array_get(lines, i)));
}

/* How often in a kind of record, and the first lines. */
static void print_deviation(const cli *c, const json_t *deviation) {
    const json_t *lines = json_object_get(deviation, "regels");
    (void)printf(cli_say(c, "%s %lld× (regel ", "%s %lld× (line "), text(deviation, "record"),
                 (long long)count(deviation, "aantal"));
    for (size_t i = 0; i < json_array_size(lines) && i < 10; i++)
        (void)printf("%s%lld", i == 0 ? "" : ", ",
                     (long long)json_integer_value(json_array_get(lines, i)));
    (void)printf("%s)", count(deviation, "aantal") > 10 ? ", …" : "");
}

/* What one of DUO's funding deliveries did otherwise than described, a line a kind of deviation. */
static void print_deviations(const cli *c, const json_t *d) {
    const json_t *all = json_object_get(d, "afwijkingen");
    for (size_t i = 0; i < json_array_size(all);) {
        const json_t *first = json_array_get(all, i);
        (void)printf("  %s: ", text(d, "bestand"));
        for (size_t from = i; i < json_array_size(all); i++) {
            const json_t *next = json_array_get(all, i);
            if (strcmp(text(next, "afwijking"), text(first, "afwijking")) != 0) break;
            (void)printf("%s", i == from ? "" : ", ");
            print_deviation(c, next);
        }
        (void)printf(": %s\n", text(first, c->dutch ? "nl" : "en"));
    }
}

static void print_unknown_levels(const cli *c, const json_t *d) {
    json_t *crebos = json_object_get(d, "niveau_onbekend");
    const char *crebo;
    json_t *n;
    size_t i = 0;
    if (json_object_size(crebos) == 0) return;
    (void)printf(cli_say(c,
                         "  %s: niveau onbekend bij %zu opleidingen; vul codes/crebo.csv aan "
                         "(hoe vaak): ",
                         "  %s: niveau unknown for %zu opleidingen; add them to codes/crebo.csv "
                         "(how often): "),
                 text(d, "bestand"), json_object_size(crebos));
    json_object_foreach(crebos, crebo, n) {
        if (i++ < 10)
            (void)printf("%s%s (%lld)", i == 1 ? "" : ", ", crebo,
                         (long long)json_integer_value(n));
    }
    (void)printf("%s\n", i > 10 ? ", …" : "");
}

/* Of an RO, GRONDSLAG or TBGI. */
static void print_duo(const cli *c, const json_t *d) {
    if (json_object_get(d, "afwijkingen") == NULL) return;
    (void)printf(cli_say(c,
                         "  %s: %lld inschrijvingen op 1 oktober, %lld diploma's, %lld personen\n",
                         "  %s: %lld enrolments on 1 October, %lld diplomas, %lld persons\n"),
                 text(d, "bestand"), (long long)count(d, "inschrijvingen"),
                 (long long)count(d, "diplomas"), (long long)count(d, "personen"));
    print_deviations(c, d);
    print_unknown_levels(c, d);
}

/* What is odd about one delivery, a line each. */
static void print_remarks(const cli *c, const json_t *d) {
    const char *name = text(d, "bestand");
    const json_t *lines = json_object_get(d, "regels_niet_in_beginstand");
    const char *reason;
    json_t *n;
    if (json_is_true(json_object_get(d, "terzijde")))
        (void)printf(cli_say(c, "  %s: soort onbekend of nog niet gelezen, terzijde gelegd\n",
                             "  %s: kind unknown or not read yet, left aside\n"),
                     name);
    print_duo(c, d);
    name = text(d, "bestand"); /* cli_clean's buffers were used again */
    if (text(d, "vervangen_door")[0] != '\0')
        (void)printf(cli_say(c, "  %s: vervangen door %s\n", "  %s: replaced by %s\n"), name,
                     text(d, "vervangen_door"));
    if (text(d, "onbekende_kolommen")[0] != '\0')
        (void)printf(
            cli_say(c, "  %s: kolommen terzijde gelegd: %s\n", "  %s: columns left aside: %s\n"),
            name, text(d, "onbekende_kolommen"));
    if (text(d, "vertaling")[0] != '\0')
        (void)printf(cli_say(c, "  %s: gelezen met de vertaling %s, %lld rijen overgeslagen\n",
                             "  %s: read with the mapping %s, %lld rows passed over\n"),
                     name, text(d, "vertaling"), (long long)count(d, "overgeslagen"));
    if (count(d, "dubbel") > 0)
        (void)printf(cli_say(c, "  %s: %lld dubbele rijen\n", "  %s: %lld duplicate rows\n"), name,
                     (long long)count(d, "dubbel"));
    if (count(d, "leerweg_past_niet") > 0)
        (void)printf(cli_say(c, "  %s: %lld keer past de leerweg niet bij de soort; die is leeg\n",
                             "  %s: %lld times the leerweg does not fit the soort; it is empty\n"),
                     name, (long long)count(d, "leerweg_past_niet"));
    json_object_foreach(json_object_get(d, "redenen"), reason, n)(void)
        printf(cli_say(c, "  %s: %lld afgekeurd wegens %s\n", "  %s: %lld refused for %s\n"), name,
               (long long)json_integer_value(n), reason);
    if (json_array_size(lines) > 0) {
        (void)printf(cli_say(c, "  %s: niet in de beginstand, regels ",
                             "  %s: not in the start population, lines "),
                     name);
        print_lines(lines);
        (void)printf("\n");
    }
}

static void print_totals(const cli *c, const json_t *s) {
    static const struct {
        const char *key, *nl, *en;
    } totals[] = {
        {"personen", "personen", "persons"},
        {"inschrijvingen", "inschrijvingen (persoon × schooljaar)",
         "enrolments (person × school year)"},
        {"diplomas", "diploma's", "diplomas"},
        {"werk", "banen in oktober", "jobs in October"},
        {"vrijstellingen", "vrijstellingen", "exemptions"},
        {"dubbele_diplomas", "dubbele diploma's", "duplicate diplomas"},
        {"dubbele_vrijstellingen", "dubbele vrijstellingen", "duplicate exemptions"},
        {"zonder_persoon", "loopbanen zonder persoonsgegevens", "careers without attributes"},
        {"oordeel_elders", "oordelen van DUO over wie elders ingeschreven staat, niet gebruikt",
         "verdicts of DUO on persons enrolled elsewhere, not used"},
        {"vervangen", "rijen of waarden vervangen door een latere levering",
         "rows or values replaced by a later delivery"},
        {"tegenstrijdig", "tegenstrijdige waarden", "conflicting values"}};
    const char *rule;
    json_t *n;
    (void)printf("\n");
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        char number[DS_NUMBER_SIZE];
        if (i > 2 && count(s, totals[i].key) == 0) continue;
        ds_number_print_grouped((double)count(s, totals[i].key), 0, c->dutch, number);
        (void)printf("  %12s  %s\n", number, cli_say(c, totals[i].nl, totals[i].en));
    }
    json_object_foreach(json_object_get(s, "keuze"), rule, n) {
        char number[DS_NUMBER_SIZE];
        if (json_integer_value(n) == 0) continue;
        ds_number_print_grouped((double)json_integer_value(n), 0, c->dutch, number);
        (void)printf(cli_say(c, "  %12s  keer besliste %s tussen inschrijvingen op één dag\n",
                             "  %12s  times %s decided between enrolments on one day\n"),
                     number, rule);
    }
}

/* Which kinds of numbers the persons have, and in how many deliveries. */
static void print_persons(const cli *c, const json_t *s) {
    json_t *kinds = json_object();
    const char *kind;
    json_t *n;
    for (size_t i = 0; i < json_array_size(json_object_get(s, "leveringen")); i++) {
        const json_t *d = json_array_get(json_object_get(s, "leveringen"), i);
        const char *name = text(json_object_get(d, "persoon"), "soort");
        if (name[0] != '\0')
            (void)json_object_set_new(kinds, name, json_integer(count(kinds, name) + 1));
    }
    json_object_foreach(kinds, kind, n)(void) printf(
        cli_say(c, "  persoon is %s in %lld leveringen\n", "  persoon is %s in %lld deliveries\n"),
        kind, (long long)json_integer_value(n));
    json_decref(kinds);
    if (text(s, "sleutel")[0] != '\0')
        (void)printf(
            cli_say(c, "  gepseudonimiseerd met sleutel %s\n", "  pseudonymised with key %s\n"),
            text(s, "sleutel"));
}

static void print_summary(const cli *c, const char *json) {
    json_t *s = json_loads(json, 0, NULL);
    const json_t *deliveries = json_object_get(s, "leveringen");
    const json_t *warnings = json_object_get(s, "waarschuwingen");
    print_deliveries(c, deliveries);
    for (size_t i = 0; i < json_array_size(deliveries); i++)
        print_remarks(c, json_array_get(deliveries, i));
    print_persons(c, s);
    if (json_is_true(json_object_get(s, "geslaagd"))) print_totals(c, s);
    for (size_t i = 0; i < json_array_size(warnings); i++)
        (void)printf("  %s %s\n", cli_say(c, "let op:", "mind:"),
                     text(json_array_get(warnings, i), c->dutch ? "nl" : "en"));
    json_decref(s);
}

/* The report, without what changed: that still makes its own lines. */
static ds_status write_report(cli *c, const ds_import_report *report, ds_error *err) {
    ds_document *document = ds_document_new("import", (ds_say){NULL, NULL});
    ds_say_import(report, document);
    return cli_write(c, document, err);
}

/* The summary, with what changed when that was asked for; JSON stays one document. */
static ds_status print(const cli *c, const char *folder, const char *summary, bool history,
                       ds_error *err) {
    json_t *s = c->format == CLI_JSON && history ? json_loads(summary, 0, NULL) : NULL;
    ds_status status = DS_OK;
    char *whole;
    if (c->format != CLI_JSON)
        print_summary(c, summary);
    else if (!history)
        (void)printf("%s\n", summary);
    if (history) status = cli_history_print(c, folder, s, err);
    if (status == DS_OK && s != NULL) {
        whole = json_dumps(s, JSON_INDENT(2));
        (void)printf("%s\n", whole == NULL ? summary : whole);
        free(whole);
    }
    json_decref(s);
    return status;
}

int cmd_import(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom import [WERKMAP] [--history]\n\n"
        "Leest en controleert WERKMAP/leveringen en zet er een register van neer: alles of niets.\n"
        "Afgekeurde rijen staan daarna in WERKMAP/afgekeurd.\n"
        "Voorbeeld: doorstroom import proef --format json";
    static const char usage_en[] =
        "doorstroom import [WORKFOLDER] [--history]\n\n"
        "Reads and checks WORKFOLDER/leveringen and makes a register of it: all or nothing.\n"
        "Refused rows then stand in WORKFOLDER/afgekeurd.\n"
        "Example: doorstroom import trial --format json";
    const char *folder = ".";
    ds_import_options o = {.progress = cli_progress, .progress_context = c};
    bool history = false;
    const cli_option options[] = {
        {"--history", NULL, &history, NULL,
         "toon ook wat er per schooljaar, instelling en indicator verschilt",
         "also show what differs by school year, institution and indicator"}};
    cli_keeping keeping = {.c = c};
    ds_import_report *report = NULL;
    char *summary = NULL;
    ds_error err, failure;
    ds_status status;
    int code;
    code = cli_parse(c, argc, argv, options, 1, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    o.work_folder = folder;
    o.program_folder = c->program_folder;
    o.n_workers = c->n_threads;
    keeping.folder = folder;
    o.replacing = cli_history_keep;
    o.replacing_context = &keeping;
    status = ds_import(&o, &report, &err);
    cli_progress_end(c);
    if (report != NULL && !history && (status == DS_OK || c->format == CLI_JSON)) {
        const ds_status written = write_report(c, report, &failure);
        if (status == DS_OK && written != DS_OK) {
            err = failure;
            status = written;
        }
        ds_import_report_free(report);
        return status == DS_OK ? DS_OK : cli_fail(c, &err);
    }
    if (report != NULL && ds_import_report_json(report, &summary, &failure) != DS_OK &&
        status == DS_OK) {
        err = failure;
        status = DS_FAULT;
    }
    ds_import_report_free(report);
    if (status == DS_OK && history && keeping.status != DS_OK) (void)cli_fail(c, &keeping.err);
    if (status == DS_OK)
        status = print(c, folder, summary, history, &err);
    else if (summary != NULL && c->format == CLI_JSON)
        (void)printf("%s\n", summary);
    ds_free(summary);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
