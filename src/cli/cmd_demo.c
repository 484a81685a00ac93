/* cli/cmd_demo.c: doorstroom demo DIR: made deliveries, imported and tallied; tables on the screen
 * and one plain page. Rerun after changing DIR/definities/werkagenda.yaml to see the numbers
 * change. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/tables.h"
#include "doorstroom/simulate.h"

enum { PAGE_MAX = 1 << 24 };

static const struct {
    const char *id, *by;
} shown[] = {{"vsv", NULL},
             {"vsv", "niveau,leerweg"},
             {"startersresultaat", "niveau"},
             {"doorstroom_vmbo", NULL},
             {"doorstroom_mbo_hbo", NULL},
             {"hbo_succes", NULL},
             {"switch", "niveau"},
             {"uitstroom_diploma", "niveau"},
             {"werk", "leerweg"}};

static void add_escaped(ds_buffer *page, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        switch (text[i]) {
        case '&':
            ds_buffer_add_string(page, "&amp;");
            break;
        case '<':
            ds_buffer_add_string(page, "&lt;");
            break;
        case '>':
            ds_buffer_add_string(page, "&gt;");
            break;
        case '"':
            ds_buffer_add_string(page, "&quot;");
            break;
        default:
            ds_buffer_add_char(page, text[i]);
        }
    }
}

static void add_td(ds_buffer *page, const char *text, size_t size, bool number) {
    ds_buffer_add_string(page, number ? "<td class=\"n\">" : "<td>");
    add_escaped(page, text, size);
    ds_buffer_add_string(page, "</td>");
}

static void add_number(const cli *c, ds_buffer *page, double value, int decimals) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_grouped(value, decimals, c->dutch, number);
    add_td(page, number, strlen(number), true);
}

static void add_rows(const cli *c, ds_buffer *page, const ds_cells *cells) {
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        char year[32];
        (void)snprintf(year, sizeof year, "%d/%02d", cell.schooljaar, (cell.schooljaar + 1) % 100);
        ds_buffer_add_string(page, "<tr>");
        add_td(page, year, strlen(year), false);
        for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
            add_td(page, cell.keys[k].data, cell.keys[k].size, false);
        add_number(c, page, (double)cell.measures.teller, 0);
        add_number(c, page, (double)cell.measures.noemer, 0);
        add_number(c, page, (double)cell.measures.onbekend, 0);
        add_number(c, page, ds_cells_share_pct(&cell), 2);
        ds_buffer_add_string(page, "</tr>\n");
    }
}

static void add_table(const cli *c, ds_buffer *page, const cli_tally *t) {
    const char *name =
        c->dutch || t->indicator->name_en[0] == '\0' ? t->indicator->name : t->indicator->name_en;
    ds_buffer_add_string(page, "<h2>");
    add_escaped(page, name, strlen(name));
    ds_buffer_addf(page,
                   "</h2>\n<p><code>%s</code> · %s <code>%s</code></p>\n<table>\n<tr><th>%s</th>",
                   t->indicator->id, cli_say(c, "versie", "version"), t->indicator->version,
                   cli_say(c, "schooljaar", "school year"));
    for (size_t k = 0; k < t->n_keys; k++) {
        ds_buffer_add_string(page, "<th>");
        add_escaped(page, t->names[k], strlen(t->names[k]));
        ds_buffer_add_string(page, "</th>");
    }
    ds_buffer_add_string(page, "<th class=\"n\">teller</th><th class=\"n\">noemer</th><th "
                               "class=\"n\">onbekend</th><th class=\"n\">%</th></tr>\n");
    add_rows(c, page, t->cells);
    ds_buffer_add_string(page, "</table>\n");
}

static ds_status write_page(const cli *c, const cli_tallies *tallies, char path[DS_PATH_SIZE],
                            ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_buffer page;
    ds_status status = ds_file_join(folder, c->work_folder, "publicatie", err);
    if (status == DS_OK) status = ds_file_make_folder(folder, err);
    if (status == DS_OK) status = ds_file_join(path, folder, "demo.html", err);
    if (status != DS_OK) return status;
    ds_buffer_init(&page, PAGE_MAX);
    ds_buffer_addf(
        &page,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" "
        "xml:lang=\"%s\">\n"
        "<head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width\"/>\n"
        "<title>doorstroom · demo</title>\n<style>body{font:16px/1.5 sans-serif;max-width:56em;"
        "margin:2em auto;padding:0 1em;color:#1a2b3c}table{border-collapse:collapse;margin:0 0 2em}"
        "th,td{padding:.25em .9em .25em 0;border-bottom:1px solid #d5dbe1;text-align:left}"
        "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}th{border-bottom:2px solid "
        "#1a2b3c}"
        "h1{margin-bottom:0}.let-op{background:#fff3cd;padding:.6em 1em}</style></head>\n<body>\n"
        "<h1>doorstroom</h1>\n<p class=\"let-op\">%s</p>\n",
        c->dutch ? "nl" : "en", c->dutch ? "nl" : "en",
        cli_say(c,
                "Alle gegevens op deze bladzijde zijn verzonnen; er bestaat geen persoon achter.",
                "All data on this page are made up; there is no person behind them."));
    for (size_t i = 0; i < tallies->n; i++)
        add_table(c, &page, &tallies->list[i]);
    ds_buffer_add_string(&page, "</body>\n</html>\n");
    status = ds_buffer_finish(&page, err);
    if (status == DS_OK) status = ds_file_write(path, page.data, page.size, err);
    ds_buffer_done(&page);
    return status;
}

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

static void show(void *context, double share) {
    cli_progress(context, "leveringen verzinnen", "making deliveries up", share);
}

static ds_status make_register(cli *c, uint64_t n_persons, ds_error *err) {
    ds_simulate_options s = {.n_persons = n_persons,
                             .seed = 1,
                             .n_workers = c->n_threads,
                             .progress = show,
                             .progress_context = c};
    ds_import_options o = {.work_folder = c->work_folder,
                           .program_folder = c->program_folder,
                           .n_workers = c->n_threads,
                           .progress = cli_progress,
                           .progress_context = c};
    char *summary = NULL;
    ds_status status = cli_may_simulate(c->work_folder, err);
    if (status == DS_OK) status = ds_simulate_write(c->work_folder, &s, err);
    if (status == DS_OK) status = ds_import(&o, &summary, err);
    ds_free(summary);
    cli_progress_end(c);
    return status;
}

/* Of a table that is broken down the screen shows the last school year; the page shows all. */
static int last_year(const ds_cells *cells) {
    size_t n = ds_cells_n(cells);
    return n == 0 ? 0 : ds_cells_at(cells, n - 1).schooljaar;
}

static ds_status work(cli *c, uint64_t n_persons, ds_error *err) {
    char page[DS_PATH_SIZE] = "", own[DS_PATH_SIZE] = "";
    cli_definitions definitions = {0};
    cli_tallies tallies = {0};
    ds_register *reg = NULL;
    ds_tally_options options = {.n_workers = c->n_threads};
    ds_status status = make_register(c, n_persons, err);
    if (status == DS_OK) status = copy_definitions(c, own, err);
    if (status == DS_OK) status = cli_definitions_read(c, NULL, &definitions, err);
    for (size_t i = 0; status == DS_OK && i < sizeof shown / sizeof *shown; i++)
        status = cli_tallies_add(&tallies, &definitions, shown[i].id, shown[i].by, err);
    if (status == DS_OK) status = ds_register_open(c->work_folder, &reg, err);
    if (status == DS_OK) status = cli_tallies_run(&tallies, reg, &definitions, &options, err);
    if (status == DS_OK) status = write_page(c, &tallies, page, err);
    if (status == DS_OK) {
        char *full = realpath(page, NULL);
        for (size_t i = 0; i < tallies.n; i++)
            cli_print_cells(c, tallies.list[i].cells, tallies.list[i].indicator,
                            tallies.list[i].n_keys == 0 ? 0 : last_year(tallies.list[i].cells));
        (void)printf(
            cli_say(c,
                    "Alles hierboven is verzonnen.\n"
                    "  bladzijde   file://%s\n"
                    "  leveringen  %s/leveringen\n"
                    "  definities  %s  (verander er een en draai dit nog eens)\n"
                    "  verder      doorstroom tally %s --indicator vsv --by hoofdgroep\n",
                    "All of the above is made up.\n"
                    "  page         file://%s\n"
                    "  deliveries   %s/leveringen\n"
                    "  definitions  %s  (change one and run this again)\n"
                    "  next         doorstroom tally %s --indicator vsv --by hoofdgroep\n"),
            full == NULL ? page : full, c->work_folder, own, c->work_folder);
        free(full);
    }
    cli_tallies_done(&tallies);
    ds_register_close(reg);
    cli_definitions_done(&definitions);
    return status;
}

int cmd_demo(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom demo WERKMAP [--persons N]\n\n"
        "Maakt een werkmap met verzonnen leveringen, zet er een register van neer en rekent de\n"
        "indicatoren uit: op het scherm en op één bladzijde.\n"
        "Voorbeeld: doorstroom demo proef";
    static const char usage_en[] =
        "doorstroom demo WORKFOLDER [--persons N]\n\n"
        "Makes a work folder with made-up deliveries, makes a register of them and works out the\n"
        "indicators: on the screen and on one page.\n"
        "Example: doorstroom demo trial";
    const char *persons = "8000", *folder = NULL;
    const cli_option options[] = {
        {"--persons", &persons, NULL, "N", "aantal personen (8000)", "persons (8000)"}};
    uint64_t n_persons;
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 1, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (folder == NULL) return cli_usage(c, "welke werkmap?", "which work folder?", "");
    if (!cli_number(c, "--persons", persons, 1, 100000000, &n_persons)) return DS_USAGE;
    c->work_folder = folder;
    return work(c, n_persons, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
