/* report/demo.c: the demonstration as one document for screen and page: what came in, the tables
 * with the published figures beside them, and the commands to go on with. See doorstroom/report.h.
 */
#include <math.h>
#include <string.h>

#include "doorstroom/report.h"
#include "report/cells.h"
#include "report/keep.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* ---- what came in ---- */

enum { DELIVERY_FIELDS = 5 };

static const ds_field delivery_fields[DELIVERY_FIELDS] = {
    {.id = "bestand", .title = {"levering", "delivery"}, .in = DS_IN_ALL, .key = true},
    {.id = "gelezen", .title = {"gelezen", "read"}, .in = DS_IN_ALL, .number = true},
    {.id = "genomen", .title = {"genomen", "taken"}, .in = DS_IN_ALL, .number = true},
    {.id = "afgekeurd", .title = {"afgekeurd", "refused"}, .in = DS_IN_ALL, .number = true},
    {.id = "opmerking", .title = {"opmerking", "remark"}, .in = DS_IN_ALL},
};

static ds_value count_unless(bool aside, uint64_t n) {
    return aside ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_count(n);
}

static void add_delivery(ds_doc_table *table, const ds_demo_delivery *d) {
    const ds_value values[DELIVERY_FIELDS] = {
        ds_value_text(d->file), count_unless(d->aside, d->n_read),
        count_unless(d->aside, d->n_taken), count_unless(d->aside, d->n_refused),
        d->aside ? ds_value_word("terzijde", "terzijde, voor later", "aside, for later")
                 : ds_value_text("")};
    ds_doc_table_row(table, values);
}

static void set_demo_total(ds_document *section, const char *id, uint64_t n) {
    ds_document_value(section, DS_IN_JSON, id, NO_SAY, ds_value_count(n));
}

/* The seconds differ from run to run: the page is the same for the same data. */
static void add_demo_totals(ds_document *section, const ds_demo_facts *facts) {
    const ds_value values[] = {ds_value_count(facts->n_persons),
                               ds_value_count(facts->n_enrolments),
                               ds_value_count(facts->n_diplomas),
                               ds_value_with_decimals(ds_value_number(facts->seconds), 1)};
    ds_document_text(
        section, DS_IN_PEOPLE,
        ds_document_phrase(section,
                           DS_SAY("{0} verzonnen personen met een loopbaan, {1} toestanden op 1 "
                                  "oktober, {2} diploma's.",
                                  "{0} made-up persons with a career, {1} states on 1 October, {2} "
                                  "diplomas."),
                           values, 3));
    ds_document_text(section, DS_IN_SCREEN,
                     ds_document_phrase(section,
                                        DS_SAY("Gemaakt, ingelezen en geteld in {3} seconden.",
                                               "Made, imported and tallied in {3} seconds."),
                                        values, 4));
    set_demo_total(section, "personen", facts->n_persons);
    set_demo_total(section, "inschrijvingen", facts->n_enrolments);
    set_demo_total(section, "diplomas", facts->n_diplomas);
}

static void add_demo_deliveries(ds_document *document, const ds_demo_facts *facts) {
    ds_document *section = ds_document_section(
        document, "import", DS_SAY("Wat er binnenkwam", "What came in"), DS_IN_ALL);
    ds_doc_table *table = ds_document_table(section, DS_IN_ALL, "leveringen", NO_SAY,
                                            delivery_fields, DELIVERY_FIELDS);
    for (size_t i = 0; i < facts->n_deliveries; i++)
        add_delivery(table, &facts->deliveries[i]);
    add_demo_totals(section, facts);
}

/* ---- a table, with what was published ---- */

enum { BESIDE_FIELDS = 6 };

static const ds_field beside_fields[BESIDE_FIELDS] = {
    {.id = "teller", .title = {"teller", "numerator"}, .in = DS_IN_ALL, .number = true},
    {.id = "noemer", .title = {"noemer", "denominator"}, .in = DS_IN_ALL, .number = true},
    {.id = "percentage", .title = {"%", "%"}, .in = DS_IN_ALL, .decimals = 2, .number = true},
    {.id = "gepubliceerd", .title = {"gepubliceerd", "published"}, .in = DS_IN_ALL, .number = true},
    {.id = "verschil", .title = {"verschil", "difference"}, .in = DS_IN_ALL, .number = true},
    {.id = "bron", .title = {"bron", "source"}, .in = DS_IN_ALL},
};

static size_t list_beside_fields(const ds_cells *cells, ds_field *out) {
    size_t n = 0;
    out[n++] = (ds_field){.id = "indicator", .in = DS_IN_CSV};
    out[n++] = (ds_field){
        .id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        out[n++] = (ds_field){
            .id = ds_cells_key_name(cells, k), .in = DS_IN_ALL, .key = true, .type = DS_FIELD_TEXT};
    for (size_t k = 0; k < BESIDE_FIELDS; k++)
        out[n++] = beside_fields[k];
    return n;
}

static const ds_figures_row *find_beside(const ds_figures *figures, const ds_cells *cells,
                                         const ds_cell *cell) {
    const char *names[DS_KEYS_MAX];
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        names[k] = ds_cells_key_name(cells, k);
    return ds_figures_find(figures, ds_cells_indicator(cells), cell->schooljaar, names, cell->keys,
                           ds_cells_n_keys(cells));
}

static void add_demo_beside(ds_doc_table *table, const ds_figures *figures, const ds_cells *cells,
                            const ds_cell *cell) {
    const ds_figures_row *row = find_beside(figures, cells, cell);
    const double share = ds_cells_share_pct(cell);
    const int decimals = row == NULL || row->decimals < 0 ? 0 : row->decimals;
    ds_value values[DS_KEYS_MAX + 2 + BESIDE_FIELDS];
    size_t n = 0;
    values[n++] = ds_value_text(ds_cells_indicator(cells));
    values[n++] = ds_value_schooljaar(cell->schooljaar);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        values[n++] = ds_value_view(cell->keys[k]);
    values[n++] = ds_value_count(cell->measures.teller);
    values[n++] = ds_value_count(cell->measures.noemer);
    values[n++] = ds_value_number(share);
    values[n++] = ds_value_with_decimals(ds_value_number(row == NULL ? NAN : row->value), decimals);
    values[n++] = ds_value_with_decimals(ds_value_number(row == NULL ? NAN : share - row->value),
                                         decimals == 0 ? 1 : decimals);
    values[n++] = ds_value_text(row == NULL ? "" : row->bron);
    ds_doc_table_row(table, values);
}

/* From which school year on the screen shows a table: all, or where it is broken down the last one
 * of which something is published, else the last. */
static int first_shown(const ds_figures *figures, const ds_cells *cells) {
    const size_t n = ds_cells_n(cells);
    int year = 0;
    if (ds_cells_n_keys(cells) == 0 || n == 0) return 0;
    for (size_t i = 0; i < n; i++) {
        ds_cell cell = ds_cells_at(cells, i);
        if (find_beside(figures, cells, &cell) != NULL) year = cell.schooljaar;
    }
    return year != 0 ? year : ds_cells_at(cells, n - 1).schooljaar;
}

static void add_cells_beside(ds_document *section, const ds_figures *figures, const ds_cells *cells,
                             int year) {
    ds_field fields[DS_KEYS_MAX + 2 + BESIDE_FIELDS];
    ds_doc_table *table = ds_document_table(section, DS_IN_ALL, "cellen", NO_SAY, fields,
                                            list_beside_fields(cells, fields));
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        const bool on_screen = year == 0 || cell.schooljaar == year;
        if (cell.measures.noemer == 0) continue;
        ds_doc_table_rows_in(table, on_screen ? DS_IN_ALL : DS_IN_ALL & ~(unsigned)DS_IN_SCREEN);
        add_demo_beside(table, figures, cells, &cell);
    }
}

/* "niveau, leerweg" as a list. */
static size_t list_key_names(const ds_cells *cells, ds_value out[DS_KEYS_MAX]) {
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        out[k] = ds_value_text(ds_cells_key_name(cells, k));
    return ds_cells_n_keys(cells);
}

static ds_say title_of_table(ds_document *document, const ds_tally_table *t) {
    const ds_say name = ds_document_say(document, t->indicator->name, t->indicator->name_en);
    ds_value keys[DS_KEYS_MAX];
    const size_t n = list_key_names(t->cells, keys);
    const ds_value values[] = {ds_value_text(t->indicator->id),
                               ds_value_word(t->indicator->name, name.nl, name.en),
                               ds_value_list(keys, n)};
    return n == 0 ? ds_document_phrase(document, DS_SAY("{0} · {1}", "{0} · {1}"), values, 2)
                  : ds_document_phrase(document, DS_SAY("{0} · {1} naar {2}", "{0} · {1} by {2}"),
                                       values, 3);
}

/* vsv_niveau_leerweg: what --table may ask for. */
static const char *id_of_table(ds_document *document, const ds_tally_table *t) {
    ds_buffer id;
    ds_buffer_init(&id, 1 << 12);
    ds_buffer_add_string(&id, t->indicator->id);
    for (size_t k = 0; k < ds_cells_n_keys(t->cells); k++)
        ds_buffer_addf(&id, "_%s", ds_cells_key_name(t->cells, k));
    return ds_report_keep(document, &id);
}

static void set_demo_text(ds_document *section, const char *id, const char *text) {
    ds_document_value(section, DS_IN_JSON, id, NO_SAY, ds_value_text(text));
}

static void add_demo_table(ds_document *list, const ds_figures *figures, const ds_tally_table *t) {
    const int year = first_shown(figures, t->cells);
    const ds_value version[] = {ds_value_text(t->indicator->version)};
    ds_value keys[DS_KEYS_MAX];
    ds_document *section =
        ds_document_section(list, id_of_table(list, t), title_of_table(list, t), DS_IN_ALL);
    set_demo_text(section, "indicator", t->indicator->id);
    set_demo_text(section, "naam", t->indicator->name);
    set_demo_text(section, "naam_en", t->indicator->name_en);
    set_demo_text(section, "versie", t->indicator->version);
    ds_document_value(section, DS_IN_JSON, "uitsplitsing", NO_SAY,
                      ds_value_list(keys, list_key_names(t->cells, keys)));
    ds_document_text(section, DS_IN_PAGE,
                     ds_document_phrase(section, DS_SAY("versie {0}", "version {0}"), version, 1));
    add_cells_beside(section, figures, t->cells, year);
    ds_report_breaks(section, t, t->indicator, year, DS_IN_SCREEN);
    ds_report_breaks(section, t, t->indicator, 0, DS_IN_ALL & ~(unsigned)DS_IN_SCREEN);
}

/* ---- where to look next ---- */

static void add_command(ds_document *section, ds_buffer *line) {
    ds_document_code(section, DS_IN_PEOPLE, NULL, ds_report_keep(section, line));
}

/* program tail… as it can be typed; a NULL folder is none. */
static void start_command(ds_document *section, const char *program, const char *verb,
                          const char *folder, ds_buffer *line) {
    ds_buffer_addf(line, "%s %s", ds_report_word(section, program), verb);
    if (folder != NULL) ds_buffer_addf(line, " %s", ds_report_word(section, folder));
}

static void add_commands(ds_document *section, const ds_demo_facts *facts, const char *program) {
    static const struct {
        const char *verb, *tail;
        bool folder;
    } commands[] = {{"tally", " --indicator vsv --by hoofdgroep", true},
                    {"monitor", " --tabel T7.1,F4.3", true},
                    {"effect", " --evaluation vakmanschap2", true},
                    {"routes", "", true},
                    {"define", " --sql vsv", false},
                    {"simulate", " nederland --fit", false}};
    ds_buffer lines;
    ds_buffer_init(&lines, 1 << 16);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        start_command(section, program, commands[i].verb, commands[i].folder ? facts->folder : NULL,
                      &lines);
        ds_buffer_addf(&lines, "%s\n", commands[i].tail);
    }
    add_command(section, &lines);
}

static void add_places(ds_document *section, const ds_demo_facts *facts) {
    const ds_value page[] = {ds_value_text(facts->page)};
    const ds_value folder[] = {ds_value_text(facts->folder)};
    const ds_value definitions[] = {ds_value_text(facts->definitions)};
    const ds_say at = ds_document_phrase(section, DS_SAY("file://{0}", "file://{0}"), page, 1);
    const ds_say in =
        ds_document_phrase(section, DS_SAY("{0}/leveringen", "{0}/leveringen"), folder, 1);
    const ds_say own = ds_document_phrase(section,
                                          DS_SAY("{0} (verander er een en draai dit nog eens)",
                                                 "{0} (change one and run this again)"),
                                          definitions, 1);
    ds_document_value(section, DS_IN_SCREEN, NULL, DS_SAY("bladzijde", "page"),
                      ds_value_text(at.nl));
    ds_document_value(section, DS_IN_SCREEN, NULL, DS_SAY("leveringen", "deliveries"),
                      ds_value_text(in.nl));
    ds_document_value(section, DS_IN_SCREEN, NULL, DS_SAY("definities", "definitions"),
                      ds_value_word("", own.nl, own.en));
}

/* Tables for the commands that take any: what their help names. */
static void add_examples(ds_document *section, const char *folder) {
    const ds_value at[] = {ds_value_text(folder)};
    const ds_say tables =
        ds_document_phrase(section,
                           DS_SAY("{0} (voor match, did, duration, survey en relate: "
                                  "doorstroom help match)",
                                  "{0} (for match, did, duration, survey and relate: "
                                  "doorstroom help match)"),
                           at, 1);
    ds_document_value(section, DS_IN_SCREEN, NULL, DS_SAY("voorbeelden", "examples"),
                      ds_value_word("", tables.nl, tables.en));
}

static void add_demo_next(ds_document *document, const ds_demo_facts *facts, const char *program) {
    ds_document *section = ds_document_section(
        document, "", DS_SAY("Verder kijken", "Where to look next"), DS_IN_PEOPLE);
    add_places(section, facts);
    if (facts->examples != NULL) add_examples(section, facts->examples);
    ds_document_text(
        section, DS_IN_PEOPLE,
        DS_SAY(
            "Tellen, de monitor, een effect, routes, een definitie als SQL; en op ware grootte "
            "naast alle gepubliceerde cijfers:",
            "Tally, the monitor, an effect, routes, a definition as SQL; and at full size beside "
            "all published figures:"));
    add_commands(section, facts, program);
}

/* ---- the whole ---- */

static void add_demo_top(ds_document *document) {
    ds_document_value(document, DS_IN_JSON, "verzonnen", NO_SAY, ds_value_flag(true));
    ds_document_remark(document, DS_NOTE_MIND, "verzonnen",
                       DS_SAY("Alles hieronder is verzonnen; er bestaat geen persoon achter.",
                              "All of this is made up; there is no person behind it."));
    ds_document_text(
        document, DS_IN_PAGE,
        DS_SAY(
            "Onder gepubliceerd staat het landelijke cijfer dat met dezelfde uitsplitsing is "
            "gepubliceerd, met de tabel of paragraaf waarin het staat. Het verzonnen register is "
            "erop afgesteld; een streepje wil zeggen dat er geen gepubliceerd cijfer is. Bij "
            "weinig personen wijkt een percentage door toeval af.",
            "Under 'published' stands the national figure that was published with the same "
            "breakdown, with the table or section it stands in. The made-up register is tuned "
            "to it; a dash says that nothing was published. With few persons a percentage is off "
            "by chance."));
}

ds_status ds_report_demo(const ds_demo_facts *facts, const char *program, ds_document **out,
                         ds_error *err) {
    ds_document *document =
        ds_document_new("demo", DS_SAY("doorstroom · demo", "doorstroom · demo"));
    ds_document *list;
    ds_status status;
    add_demo_top(document);
    add_demo_deliveries(document, facts);
    list = ds_document_list(document, "tabellen", NO_SAY, DS_IN_ALL);
    for (size_t i = 0; i < facts->n_tables; i++)
        add_demo_table(list, facts->figures, &facts->tables[i]);
    add_demo_next(document, facts, program);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
