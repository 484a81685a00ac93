/* cli/demo_page.c: see demo_page.h. Screen and page show the same columns: what was made up, and in
 * gepubliceerd what the monitor printed for the country, with the table it stands in. */
#include "cli/demo_page.h"

#include "cli/breaks.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "base/text.h"

enum { PAGE_MAX = 1 << 24, FIELDS_MAX = DS_KEYS_MAX + 8 };

/* A line of a table, ready to be printed. */
typedef struct line {
    char texts[FIELDS_MAX][DS_NUMBER_SIZE * 2];
    bool numbers[FIELDS_MAX];
    size_t n;
} line;

static void add(line *l, ds_text text, bool number) {
    size_t size = text.size < sizeof l->texts[0] ? text.size : sizeof l->texts[0] - 1;
    if (l->n == FIELDS_MAX) return;
    if (size > 0) memcpy(l->texts[l->n], text.data, size);
    l->texts[l->n][size] = '\0';
    l->numbers[l->n++] = number;
}

static void add_word(line *l, const char *word, bool number) {
    add(l, ds_text_of(word), number);
}

static void add_number(const cli *c, line *l, double value, int decimals) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_grouped(value, decimals, c->dutch, number);
    add_word(l, number[0] == '\0' ? "–" : number, true);
}

static void head(const cli *c, const ds_cells *cells, line *l) {
    *l = (line){0};
    add_word(l, cli_say(c, "schooljaar", "school year"), false);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        add_word(l, ds_cells_key_name(cells, k), false);
    add_word(l, "teller", true);
    add_word(l, "noemer", true);
    add_word(l, "%", true);
    add_word(l, cli_say(c, "gepubliceerd", "published"), true);
    add_word(l, cli_say(c, "verschil", "difference"), true);
    add_word(l, cli_say(c, "bron", "source"), false);
}

static const ds_figures_row *beside(const demo *d, const ds_cells *cells, const ds_cell *cell) {
    const char *names[DS_KEYS_MAX];
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        names[k] = ds_cells_key_name(cells, k);
    return ds_figures_find(d->published, ds_cells_indicator(cells), cell->schooljaar, names,
                           cell->keys, ds_cells_n_keys(cells));
}

static void body(const cli *c, const demo *d, const ds_cells *cells, size_t i, line *l) {
    ds_cell cell = ds_cells_at(cells, i);
    const ds_figures_row *row = beside(d, cells, &cell);
    double share = ds_cells_share_pct(&cell);
    int decimals = row == NULL || row->decimals < 0 ? 0 : row->decimals;
    char year[32];
    *l = (line){0};
    (void)snprintf(year, sizeof year, "%d/%02d", cell.schooljaar, (cell.schooljaar + 1) % 100);
    add_word(l, year, false);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        add(l, cell.keys[k], false);
    add_number(c, l, (double)cell.measures.teller, 0);
    add_number(c, l, (double)cell.measures.noemer, 0);
    add_number(c, l, share, 2);
    add_number(c, l, row == NULL ? NAN : row->value, decimals);
    add_number(c, l, row == NULL ? NAN : share - row->value, decimals == 0 ? 1 : decimals);
    add_word(l, row == NULL ? "" : row->bron, false);
}

static bool is_empty(const ds_cells *cells, size_t i) {
    return ds_cells_at(cells, i).measures.noemer == 0;
}

/* ---- the screen ---- */

static void print_line(cli_table *table, const line *l) {
    for (size_t i = 0; i < l->n; i++)
        cli_table_add(table, l->texts[i], strlen(l->texts[i]), l->numbers[i]);
}

/* From which school year on the screen shows a table. */
static int first_shown(const demo *d, const cli_tally *t) {
    size_t n = ds_cells_n(t->cells);
    int shown = 0;
    if (t->n_keys == 0 || n == 0) return 0;
    for (size_t i = 0; i < n; i++) {
        ds_cell cell = ds_cells_at(t->cells, i);
        if (beside(d, t->cells, &cell) != NULL) shown = cell.schooljaar;
    }
    return shown != 0 ? shown : ds_cells_at(t->cells, n - 1).schooljaar;
}

static const char *name_of(const cli *c, const cli_tally *t) {
    return c->dutch || t->indicator->name_en[0] == '\0' ? t->indicator->name
                                                        : t->indicator->name_en;
}

/* "naar niveau, leerweg", or nothing. */
static void breakdown(const cli *c, const cli_tally *t, char out[256]) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t k = 0; k < t->n_keys && used < 200; k++)
        used += (size_t)snprintf(out + used, 256 - used, "%s %s",
                                 k > 0 ? "," : cli_say(c, " naar", " by"), t->names[k]);
}

void demo_print_table(const cli *c, const demo *d, const cli_tally *t) {
    int year = first_shown(d, t);
    cli_table *table;
    char by[256];
    line l;
    head(c, t->cells, &l);
    table = cli_table_new(l.n);
    print_line(table, &l);
    for (size_t i = 0; i < ds_cells_n(t->cells); i++) {
        int own = ds_cells_at(t->cells, i).schooljaar;
        if (is_empty(t->cells, i) || (year != 0 && own != year)) continue;
        body(c, d, t->cells, i, &l);
        print_line(table, &l);
    }
    breakdown(c, t, by);
    (void)printf("%s · %s%s\n", t->indicator->id, cli_clean(name_of(c, t)), cli_clean(by));
    cli_table_print(table, stdout);
    cli_breaks_print(c, stdout, "  ", t->cells, t->indicator, year);
    (void)printf("\n");
    cli_table_free(table);
}

/* ---- what came in ---- */

static json_int_t count(const json_t *object, const char *key) {
    return json_integer_value(json_object_get(object, key));
}

static void delivery_head(const cli *c, line *l) {
    *l = (line){0};
    add_word(l, cli_say(c, "levering", "delivery"), false);
    add_word(l, cli_say(c, "gelezen", "read"), true);
    add_word(l, cli_say(c, "genomen", "taken"), true);
    add_word(l, cli_say(c, "afgekeurd", "refused"), true);
    add_word(l, cli_say(c, "opmerking", "remark"), false);
}

static void delivery_body(const cli *c, const json_t *delivery, line *l) {
    const char *file = json_string_value(json_object_get(delivery, "bestand"));
    bool aside = json_is_true(json_object_get(delivery, "terzijde"));
    *l = (line){0};
    add_word(l, file == NULL ? "" : file, false);
    add_number(c, l, aside ? NAN : (double)count(delivery, "gelezen"), 0);
    add_number(c, l, aside ? NAN : (double)count(delivery, "genomen"), 0);
    add_number(c, l, aside ? NAN : (double)count(delivery, "afgekeurd"), 0);
    add_word(l, aside ? cli_say(c, "terzijde, voor later", "aside, for later") : "", false);
}

/* One line: persons, states, diplomas. */
static void totals(const cli *c, const json_t *summary, char out[256]) {
    static const char *const keys[] = {"personen", "inschrijvingen", "diplomas"};
    char numbers[3][DS_NUMBER_SIZE];
    for (size_t i = 0; i < 3; i++)
        ds_number_print_grouped((double)count(summary, keys[i]), 0, c->dutch, numbers[i]);
    (void)snprintf(out, 256,
                   cli_say(c,
                           "%s verzonnen personen met een loopbaan, %s toestanden op 1 oktober, %s "
                           "diploma's.",
                           "%s made-up persons with a career, %s states on 1 October, %s "
                           "diplomas."),
                   numbers[0], numbers[1], numbers[2]);
}

void demo_print_deliveries(const cli *c, const demo *d) {
    json_t *summary = json_loads(d->summary, 0, NULL);
    const json_t *list = json_object_get(summary, "leveringen");
    cli_table *table;
    char text[256], seconds[DS_NUMBER_SIZE];
    line l;
    delivery_head(c, &l);
    table = cli_table_new(l.n);
    print_line(table, &l);
    for (size_t i = 0; i < json_array_size(list); i++) {
        delivery_body(c, json_array_get(list, i), &l);
        print_line(table, &l);
    }
    totals(c, summary, text);
    ds_number_print_grouped(d->seconds, 1, c->dutch, seconds);
    (void)printf("%s\n", cli_say(c, "Wat er binnenkwam", "What came in"));
    cli_table_print(table, stdout);
    (void)printf(cli_say(c, "\n%s Gemaakt, ingelezen en geteld in %s seconden.\n\n",
                         "\n%s Made, imported and tallied in %s seconds.\n\n"),
                 text, seconds);
    cli_table_free(table);
    json_decref(summary);
}

/* ---- the page ---- */

static void add_escaped(ds_buffer *page, const char *text) {
    for (; *text != '\0'; text++) {
        switch (*text) {
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
            ds_buffer_add_char(page, *text);
        }
    }
}

static void page_line(ds_buffer *page, const line *l, bool is_head) {
    ds_buffer_add_string(page, "<tr>");
    for (size_t i = 0; i < l->n; i++) {
        const char *tag = is_head ? "th" : "td";
        ds_buffer_addf(page, "<%s%s%s>", tag, is_head ? " scope=\"col\"" : "",
                       l->numbers[i] ? " class=\"n\"" : "");
        add_escaped(page, l->texts[i]);
        ds_buffer_addf(page, "</%s>", tag);
    }
    ds_buffer_add_string(page, "</tr>\n");
}

static void page_breaks(const cli *c, const cli_tally *t, ds_buffer *page) {
    for (uint32_t i = 0; i < t->indicator->n_breaks; i++) {
        char text[CLI_BREAK_SIZE];
        if (!cli_crosses(t->cells, &t->indicator->breaks[i], 0)) continue;
        cli_break_text(c, &t->indicator->breaks[i], text, sizeof text);
        ds_buffer_add_string(page, "<p>");
        add_escaped(page, text);
        ds_buffer_add_string(page, "</p>\n");
    }
}

static void page_table(const cli *c, const demo *d, const cli_tally *t, ds_buffer *page) {
    char by[256];
    line l;
    breakdown(c, t, by);
    ds_buffer_addf(page, "<section id=\"%s%zu\">\n<h2>", t->indicator->id,
                   (size_t)(t - d->tallies->list));
    add_escaped(page, name_of(c, t));
    add_escaped(page, by);
    ds_buffer_addf(page, "</h2>\n<p><code>%s</code> · %s <code>%s</code></p>\n", t->indicator->id,
                   cli_say(c, "versie", "version"), t->indicator->version);
    ds_buffer_add_string(page, "<div class=\"breed\"><table>\n<thead>");
    head(c, t->cells, &l);
    page_line(page, &l, true);
    ds_buffer_add_string(page, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < ds_cells_n(t->cells); i++) {
        if (is_empty(t->cells, i)) continue;
        body(c, d, t->cells, i, &l);
        page_line(page, &l, false);
    }
    ds_buffer_add_string(page, "</tbody></table></div>\n");
    page_breaks(c, t, page);
    ds_buffer_add_string(page, "</section>\n");
}

static void page_deliveries(const cli *c, const demo *d, ds_buffer *page) {
    json_t *summary = json_loads(d->summary, 0, NULL);
    const json_t *list = json_object_get(summary, "leveringen");
    char text[256];
    line l;
    totals(c, summary, text);
    ds_buffer_addf(page, "<section>\n<h2>%s</h2>\n<p>",
                   cli_say(c, "Wat er binnenkwam", "What came in"));
    add_escaped(page, text);
    ds_buffer_add_string(page, "</p>\n<div class=\"breed\"><table>\n<thead>");
    delivery_head(c, &l);
    page_line(page, &l, true);
    ds_buffer_add_string(page, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < json_array_size(list); i++) {
        delivery_body(c, json_array_get(list, i), &l);
        page_line(page, &l, false);
    }
    ds_buffer_add_string(page, "</tbody></table></div>\n</section>\n");
    json_decref(summary);
}

static void page_top(const cli *c, ds_buffer *page) {
    const char *lang = c->dutch ? "nl" : "en";
    ds_buffer_addf(
        page,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" "
        "xml:lang=\"%s\">\n<head><meta charset=\"utf-8\"/><meta name=\"viewport\" "
        "content=\"width=device-width\"/>\n<title>doorstroom · demo</title>\n<style>"
        "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1a2b3c;"
        "background:#fff}table{border-collapse:collapse;margin:0 0 1em}.breed{overflow-x:auto}"
        "th,td{padding:.25em 1em .25em 0;border-bottom:1px solid #d5dbe1;text-align:left;"
        "white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
        "th{border-bottom:2px solid #1a2b3c}h1{margin-bottom:0}h2{margin:2em 0 0}"
        "h2+p{margin-top:.25em}.let-op{background:#fff3cd;padding:.6em 1em}pre{background:#eef2f6;"
        "padding:.6em 1em;overflow-x:auto}</style></head>\n<body>\n<h1>doorstroom</h1>\n",
        lang, lang);
    ds_buffer_addf(
        page, "<p class=\"let-op\">%s</p>\n<p>%s</p>\n",
        cli_say(c,
                "Alle gegevens op deze bladzijde zijn verzonnen; er bestaat geen persoon achter.",
                "All data on this page are made up; there is no person behind them."),
        cli_say(c,
                "Onder <em>gepubliceerd</em> staat het landelijke cijfer dat met dezelfde "
                "uitsplitsing is gepubliceerd, met de tabel of paragraaf waarin het staat. Het "
                "verzonnen register is erop afgesteld; een streepje wil zeggen dat er geen "
                "gepubliceerd cijfer is. Bij weinig personen wijkt een percentage door toeval af.",
                "Under <em>published</em> stands the national figure that was published with the "
                "same breakdown, with the table or section it stands in. The made-up register is "
                "tuned to it; a dash says that nothing was published. With few persons a "
                "percentage is off by chance."));
}

/* The same commands as on the screen. */
static void page_next(const cli *c, ds_buffer *page) {
    ds_buffer_addf(page, "<section>\n<h2>%s</h2>\n<pre>",
                   cli_say(c, "Verder kijken", "Where to look next"));
    ds_buffer_add_string(page, "doorstroom tally ");
    add_escaped(page, c->work_folder);
    ds_buffer_add_string(page, " --indicator vsv --by hoofdgroep\ndoorstroom effect ");
    add_escaped(page, c->work_folder);
    ds_buffer_add_string(page, " --evaluation vakmanschap2\ndoorstroom routes ");
    add_escaped(page, c->work_folder);
    ds_buffer_add_string(page, "\ndoorstroom define --sql vsv\n"
                               "doorstroom simulate nederland --fit\n</pre>\n</section>\n");
}

ds_status demo_write_page(const cli *c, const demo *d, char out_path[DS_PATH_SIZE], ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_buffer page;
    ds_status status = ds_file_join(folder, c->work_folder, "publicatie", err);
    if (status == DS_OK) status = ds_file_make_folder(folder, err);
    if (status == DS_OK) status = ds_file_join(out_path, folder, "demo.html", err);
    if (status != DS_OK) return status;
    ds_buffer_init(&page, PAGE_MAX);
    page_top(c, &page);
    page_deliveries(c, d, &page);
    for (size_t i = 0; i < d->tallies->n; i++)
        page_table(c, d, &d->tallies->list[i], &page);
    page_next(c, &page);
    ds_buffer_add_string(&page, "</body>\n</html>\n");
    status = ds_buffer_finish(&page, err);
    if (status == DS_OK) status = ds_file_write(out_path, page.data, page.size, err);
    ds_buffer_done(&page);
    return status;
}
