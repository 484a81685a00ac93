/* cli/cmd_demo.c: doorstroom demo DIR: made deliveries, imported and tallied; tables on the screen
 * and one plain page, the published figures beside them. Rerun after changing
 * DIR/definities/werkagenda.yaml to see the numbers change. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "cli/demo_page.h"

static const struct {
    const char *id, *by;
} shown[] = {{"vsv", NULL},
             {"vsv", "niveau,leerweg"},
             {"vsv", "leerweg,migratieachtergrond"},
             {"startersresultaat", NULL},
             {"startersresultaat", "niveau"},
             {"werk", "niveau,leerweg"},
             {"doorstroom_vmbo", NULL},
             {"doorstroom_mbo_hbo", NULL},
             {"hbo_succes", NULL},
             {"switch", "niveau"},
             {"uitstroom_diploma", "niveau"}};

/* The work folder's own copy of the definitions, to change; one that is there stays. */
static ds_status copy_definitions(const cli *c, char path[DS_PATH_SIZE], ds_error *err) {
    char folder[DS_PATH_SIZE], from[DS_PATH_SIZE];
    char *data;
    size_t size;
    ds_status status = ds_file_join(folder, c->work_folder, "definities", err);
    if (status == DS_OK) status = ds_file_make_folder(folder, err);
    if (status == DS_OK) status = ds_file_join(path, folder, "werkagenda.yaml", err);
    if (status != DS_OK || ds_file_exists(path) || c->program_folder == NULL) return status;
    status = ds_file_join(from, c->program_folder, "definitions/werkagenda.yaml", err);
    if (status == DS_OK) status = ds_file_read(from, DS_DEFINITION_MAX, &data, &size, err);
    if (status != DS_OK) return status;
    status = ds_file_write(path, data, size, err);
    ds_free(data);
    return status;
}

static ds_status make_register(cli *c, uint64_t n_persons, char **out_summary, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_simulate_options s = DS_SIMULATE_OPTIONS_INIT;
    const ds_import_options o = {.work_folder = c->work_folder,
                                 .program_folder = c->program_folder,
                                 .n_workers = c->n_threads,
                                 .progress = cli_progress,
                                 .progress_context = c};
    ds_import_report *report = NULL;
    ds_simulated made;
    ds_status status;
    s.n_persons = n_persons;
    status = ds_work_simulate(&work, &s, &made, err);
    if (status != DS_OK) return status;
    ds_simulated_done(&made);
    status = ds_import(&o, &report, err);
    if (status == DS_OK) status = ds_import_report_json(report, out_summary, err);
    ds_import_report_free(report);
    cli_progress_end(c);
    return status;
}

/* Without the folder simulatie/ nothing is published. */
static ds_status read_published(const cli *c, ds_figures *out, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_status status;
    if (c->program_folder == NULL) return DS_OK;
    status = ds_file_join(folder, c->program_folder, "simulatie", err);
    if (status != DS_OK || !ds_file_is_folder(folder)) return status;
    status = ds_file_join(path, folder, "gepubliceerd.csv", err);
    return status == DS_OK ? ds_figures_read(path, out, err) : status;
}

static ds_status tally(const cli *c, cli_definitions *definitions, cli_tallies *tallies,
                       ds_error *err) {
    const ds_tally_options options = {.n_workers = c->n_threads};
    ds_register *reg = NULL;
    ds_status status = cli_definitions_read(c, NULL, definitions, err);
    for (size_t i = 0; status == DS_OK && i < sizeof shown / sizeof *shown; i++)
        status = cli_tallies_add(tallies, definitions, shown[i].id, shown[i].by, err);
    if (status == DS_OK) status = ds_register_open(c->work_folder, &reg, err);
    if (status == DS_OK) status = cli_tallies_run(tallies, reg, definitions, &options, err);
    ds_register_close(reg);
    return status;
}

/* As one word of a shell, so that a line can be copied. */
static void quote_word(const char *text, char out[DS_PATH_SIZE]) {
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+,-";
    size_t n = 0;
    if (text[strspn(text, plain)] == '\0') {
        (void)snprintf(out, DS_PATH_SIZE, "%s", text);
        return;
    }
    out[n++] = '\'';
    for (; *text != '\0' && n < DS_PATH_SIZE - 6; text++) {
        if (*text == '\'') n += (size_t)snprintf(out + n, 4, "'\\'");
        out[n++] = *text;
    }
    (void)snprintf(out + n, DS_PATH_SIZE - n, "'");
}

static void print(const cli *c, const demo *d, const char *page, const char *own) {
    char *full = realpath(page, NULL);
    char program[DS_PATH_SIZE], folder[DS_PATH_SIZE];
    quote_word(c->program, program);
    quote_word(c->work_folder, folder);
    (void)printf("%s\n\n",
                 cli_say(c, "Alles hieronder is verzonnen; er bestaat geen persoon achter.",
                         "All of this is made up; there is no person behind it."));
    demo_print_deliveries(c, d);
    for (size_t i = 0; i < d->tallies->n; i++)
        demo_print_table(c, d, &d->tallies->list[i]);
    (void)printf(cli_say(c,
                         "Verder kijken\n"
                         "  bladzijde   file://%s\n"
                         "  leveringen  %s/leveringen\n"
                         "  definities  %s  (verander er een en draai dit nog eens)\n"
                         "  tellen      %s tally %s --indicator vsv --by hoofdgroep\n"
                         "  effect      %s effect %s --evaluation vakmanschap2\n"
                         "  routes      %s routes %s\n"
                         "  vergelijken %s simulate nederland --fit  (op ware grootte, alle "
                         "gepubliceerde "
                         "cijfers)\n",
                         "Where to look next\n"
                         "  page         file://%s\n"
                         "  deliveries   %s/leveringen\n"
                         "  definitions  %s  (change one and run this again)\n"
                         "  tally        %s tally %s --indicator vsv --by hoofdgroep\n"
                         "  effect       %s effect %s --evaluation vakmanschap2\n"
                         "  routes       %s routes %s\n"
                         "  compare      %s simulate nederland --fit  (at full size, all published "
                         "figures)\n"),
                 full == NULL ? page : full, c->work_folder, own, program, folder, program, folder,
                 program, folder, program);
    free(full);
}

static double seconds_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static ds_status work(cli *c, uint64_t n_persons, ds_error *err) {
    char page[DS_PATH_SIZE] = "", own[DS_PATH_SIZE] = "";
    char *summary = NULL;
    ds_figures all = {0};
    cli_definitions definitions = {0};
    cli_tallies tallies = {0};
    demo d = {.tallies = &tallies, .published = &all, .n_persons = n_persons};
    double began = seconds_now();
    ds_status status = read_published(c, &all, err);
    if (status == DS_OK) status = make_register(c, n_persons, &summary, err);
    if (status == DS_OK) status = copy_definitions(c, own, err);
    if (status == DS_OK) status = tally(c, &definitions, &tallies, err);
    d.summary = summary;
    d.seconds = seconds_now() - began;
    if (status == DS_OK) status = demo_write_page(c, &d, page, err);
    if (status == DS_OK) print(c, &d, page, own);
    ds_free(summary);
    cli_tallies_done(&tallies);
    cli_definitions_done(&definitions);
    ds_figures_done(&all);
    return status;
}

int cmd_demo(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom demo WERKMAP [--persons N]\n\n"
        "Maakt een werkmap met verzonnen leveringen, zet er een register van neer en rekent de\n"
        "indicatoren uit: op het scherm en op één bladzijde, met de gepubliceerde cijfers "
        "ernaast.\n"
        "300.000 personen is een tiende van Nederland.\n"
        "Voorbeeld: doorstroom demo proef";
    static const char usage_en[] =
        "doorstroom demo WORKFOLDER [--persons N]\n\n"
        "Makes a work folder with made-up deliveries, makes a register of them and works out the\n"
        "indicators: on the screen and on one page, the published figures beside them.\n"
        "300,000 persons is a tenth of the Netherlands.\n"
        "Example: doorstroom demo trial";
    const char *persons = "300000", *folder = NULL;
    const cli_option options[] = {
        {"--persons", &persons, NULL, "N", "aantal personen (300000)", "persons (300000)"}};
    uint64_t n_persons;
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 1, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (folder == NULL) return cli_usage(c, "welke werkmap?", "which work folder?", "");
    if (!cli_number(c, "--persons", persons, 1000, 100000000, &n_persons)) return DS_USAGE;
    c->work_folder = folder;
    return work(c, n_persons, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
