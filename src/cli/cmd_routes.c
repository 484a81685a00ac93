/* cli/cmd_routes.c: doorstroom routes DIR: which routes are on offer, what was carried over, and
 * who starts in them. The indicators are those of definitions/routes.yaml, counted in one pass. */
#include <stdio.h>

#include "base/error.h"
#include "base/memory.h"
#include "cli/routes.h"

enum { TALLIES = 1 + ROUTES_TRAITS };

/* The covered school years, rising; the caller's. */
static ds_status covered_years(const ds_register *reg, int **out, size_t *out_n, ds_error *err) {
    size_t n = ds_register_n_years(reg);
    const int *years = ds_register_years(reg);
    int *list = ds_calloc(n + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    *out_n = 0;
    for (size_t y = 0; y < n; y++)
        if (ds_register_covered(reg)[y]) list[(*out_n)++] = years[y];
    *out = list;
    return DS_OK;
}

/* ---- what must be said ---- */

static void note_begin(const cli *c, const routes_found *found,
                       void (*say)(void *context, const char *text), void *context) {
    char text[400];
    if (found->n_years == 0) return;
    (void)snprintf(text, sizeof text,
                   cli_say(c,
                           "%d is het eerste schooljaar van het register: wat toen nieuw, gestopt "
                           "of terug was is niet bekend, en wie vmbo-3 toen overdeed telt als "
                           "starter.",
                           "%d is the first school year of the register: what was new, stopped or "
                           "back then is not known, and who did vmbo-3 again then counts as a "
                           "starter."),
                   found->years[0]);
    say(context, text);
}

static void note_gaps(const cli *c, const routes_found *found,
                      void (*say)(void *context, const char *text), void *context) {
    for (size_t y = 1; y < found->n_years; y++) {
        char text[400];
        if (found->years[y] == found->years[y - 1] + 1) continue;
        (void)snprintf(text, sizeof text,
                       cli_say(c,
                               "%d is vergeleken met %d: de schooljaren ertussen staan niet in het "
                               "register.",
                               "%d is compared with %d: the school years between are not in the "
                               "register."),
                       found->years[y], found->years[y - 1]);
        say(context, text);
    }
}

static void note_unknown(const cli *c, const routes_found *found,
                         void (*say)(void *context, const char *text), void *context) {
    unsigned long long n = ds_routes_unknown(found->routes);
    char text[400];
    if (n == 0) return;
    (void)snprintf(
        text, sizeof text,
        cli_say(c,
                "Van %llu routes is de instelling, de vestiging of de sector niet bekend: "
                "zij tellen als eigen plaats 'onbekend' en gaan nergens in over.",
                "Of %llu routes the institution, vestiging or sector is not known: they "
                "count as a place 'onbekend' of their own and are never carried over."),
        n);
    say(context, text);
}

void routes_notes(const cli *c, const routes_found *found,
                  void (*say)(void *context, const char *text), void *context) {
    const char *single = ds_register_single_institution(found->reg);
    note_begin(c, found, say, context);
    note_gaps(c, found, say, context);
    note_unknown(c, found, say, context);
    if (single[0] != '\0')
        say(context, cli_say(c, "Het register is van één instelling.",
                             "The register is of one institution."));
}

static void note_line(void *context, const char *text) {
    (void)context;
    (void)fprintf(stderr, "%s\n", text);
}

/* ---- work ---- */

typedef struct asked {
    const char *file;
    bool present_codes;
} asked;

static ds_status add_tallies(cli_tallies *tallies, cli_definitions *definitions, ds_error *err) {
    ds_status status = cli_tallies_add(tallies, definitions, "route_aanbod",
                                       "route_groep,route,instelling,vestiging,sector", err);
    for (size_t t = 0; status == DS_OK && t < ROUTES_TRAITS; t++) {
        char by[64];
        (void)snprintf(by, sizeof by, "route_groep,route,%s", routes_traits[t]);
        status = cli_tallies_add(tallies, definitions, "vmbo3", by, err);
    }
    return status;
}

static ds_status find(const cli_tallies *tallies, routes_found *found, ds_error *err) {
    ds_status status =
        ds_routes_new(tallies->list[0].cells, found->years, found->n_years, &found->routes, err);
    for (size_t t = 0; status == DS_OK && t < ROUTES_TRAITS; t++)
        status = ds_starters_new(tallies->list[1 + t].cells, "geen", &found->starters[t], err);
    return status;
}

static void print(const cli *c, const routes_found *found) {
    if (c->format == CLI_CSV) {
        routes_csv(found);
        routes_notes(c, found, note_line, NULL);
    } else if (c->format == CLI_JSON) {
        routes_json(found);
    } else {
        routes_screen(c, found);
    }
    cli_say_internal(c);
}

static void found_done(routes_found *found) {
    ds_routes_free(found->routes);
    for (size_t t = 0; t < ROUTES_TRAITS; t++)
        ds_starters_free(found->starters[t]);
}

static ds_status work(const cli *c, const asked *a, ds_error *err) {
    const ds_tally_options options = {.n_workers = c->n_threads};
    cli_definitions definitions = {0};
    cli_tallies tallies = {.present_codes = a->present_codes};
    routes_found found = {.present_codes = a->present_codes};
    ds_register *reg = NULL;
    int *years = NULL;
    ds_status status = cli_definitions_read(c, a->file, &definitions, err);
    if (status == DS_OK) status = add_tallies(&tallies, &definitions, err);
    if (status == DS_OK) status = ds_register_open(c->work_folder, &reg, err);
    if (status == DS_OK) status = cli_tallies_run(&tallies, reg, &definitions, &options, err);
    if (status == DS_OK) status = covered_years(reg, &years, &found.n_years, err);
    found.reg = reg;
    found.years = years;
    if (status == DS_OK) status = find(&tallies, &found, err);
    if (status == DS_OK) print(c, &found);
    found_done(&found);
    ds_free(years);
    cli_tallies_done(&tallies);
    ds_register_close(reg);
    cli_definitions_done(&definitions);
    return status;
}

int cmd_routes(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom routes [WERKMAP] [--present-codes]\n\n"
        "De routes van vmbo naar mbo: welke worden aangeboden, welke zijn nieuw, gestopt of "
        "terug,\n"
        "welke experimentele gingen over in nieuwe, en wie er beginnen. Een route is een soort op\n"
        "een vestiging in een sector; zij wordt aangeboden als er een leerling van vmbo-3 in "
        "staat.\n"
        "csv: tabel (aanbod, overgang, starters, kenmerken), schooljaar (leeg: alle samen), groep\n"
        "(experimenteel, nieuw; alle: heel vmbo-3), route (leeg: alle), kenmerk en waarde, maat,\n"
        "aantal (leeg: niet bekend), van, percentage. De indicatoren: definitions/routes.yaml.\n"
        "Voorbeelden:\n"
        "  doorstroom routes proef\n"
        "  doorstroom routes proef --present-codes --format csv";
    static const char usage_en[] =
        "doorstroom routes [WORKFOLDER] [--present-codes]\n\n"
        "The routes from vmbo to mbo: which are on offer, which are new, stopped or back, which\n"
        "experimental ones became new ones, and who starts. A route is a kind at a vestiging in a\n"
        "sector; it is on offer when a pupil of vmbo-3 is in it.\n"
        "csv: tabel (aanbod, overgang, starters, kenmerken), schooljaar (empty: all together), "
        "groep\n"
        "(experimenteel, nieuw; alle: all of vmbo-3), route (empty: all), kenmerk and waarde, "
        "maat,\n"
        "aantal (empty: not known), van, percentage. The indicators: definitions/routes.yaml.\n"
        "Examples:\n"
        "  doorstroom routes trial\n"
        "  doorstroom routes trial --present-codes --format csv";
    const char *folder = ".";
    asked a = {0};
    const cli_option options[] = {
        {"--definitions", &a.file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--present-codes", NULL, &a.present_codes, NULL,
         "instellingen onder de huidige codes: een fusie maakt geen route nieuw of weg",
         "institutions under present codes: a merger makes no route new or gone"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 2, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    c->work_folder = folder;
    return work(c, &a, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
