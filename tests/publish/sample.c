/* tests/publish/sample.c: see sample.h. */
#include "publish/sample.h"

#include <stdio.h>
#include <string.h>

#include "doorstroom/figure.h"

#define NONE ((ds_say){NULL, NULL})

enum { LEVELS = 4, YEARS = 4, CHAPTERS = 5 };

static unsigned next_number(unsigned *seed) {
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static ds_say same(ds_document *document, const char *text) {
    return ds_document_say(document, text, text);
}

/* ---- texts ---- */

static void add_prose(ds_document *document, const char *name) {
    const ds_prose_span spans[] = {
        {DS_SAY("In het schooljaar 2023/24 daalde bij ", "In school year 2023/24 at "), 0, NULL},
        {same(document, name), DS_SPAN_BOLD, NULL},
        {DS_SAY(" het percentage nieuwe voortijdig schoolverlaters van 6,4 naar 6,1 procent "
                "(−0,3 procentpunt, 95%-interval −0,5 tot −0,1). ",
                " the percentage of new early leavers fell from 6.4 to 6.1 per cent (−0.3 points, "
                "95% interval −0.5 to −0.1). "),
         0, NULL},
        {DS_SAY("Wat een nieuwe vsv’er is", "What a new early leaver is"), 0, "#definitie-vsv"},
        {DS_SAY(", staat achterin. Voor niveau 4 is er geen aantoonbaar verschil.",
                " stands at the end. For level 4 there is no demonstrable difference."),
         0, NULL},
    };
    ds_document_prose(document, DS_IN_PEOPLE, DS_PROSE_PARAGRAPH, 0, spans, 5);
}

static void add_items(ds_document *document) {
    static const struct {
        ds_prose_kind kind;
        unsigned depth;
        ds_say text;
    } items[] = {
        {DS_PROSE_ITEM, 0, {"loopbaanbegeleiding in leerjaar 1", "guidance in year 1"}},
        {DS_PROSE_ITEM, 1, {"voor wie van het vmbo komt", "for who comes from vmbo"}},
        {DS_PROSE_ITEM, 0, {"een vaste mentor", "one mentor"}},
        {DS_PROSE_NUMBERED, 0, {"eerst dit", "this first"}},
        {DS_PROSE_NUMBERED, 0, {"dan dat", "then that"}},
    };
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        const ds_prose_span span = {items[i].text, 0, NULL};
        ds_document_prose(document, DS_IN_PEOPLE, items[i].kind, items[i].depth, &span, 1);
    }
}

/* ---- a table and a figure ---- */

static const char *const ways[] = {"bol", "bbl"};

static void add_levels(ds_doc_table *table, unsigned *seed) {
    for (size_t i = 0; i < LEVELS * 2; i++) {
        char level[40];
        ds_value values[7];
        (void)snprintf(level, sizeof level, "niveau %zu", i % LEVELS + 1);
        values[0] = ds_value_text(ways[i / LEVELS]);
        values[1] = ds_value_text(level);
        values[2] = ds_value_count(next_number(seed) % 40000);
        for (size_t k = 3; k < 6; k++)
            values[k] = ds_value_number((double)(next_number(seed) % 300) / 10);
        values[6] = ds_value_number((double)(next_number(seed) % 60) / 10 - 3);
        if (i == 3) values[5] = values[6] = ds_value_none(DS_STATE_SUPPRESSED);
        if (i % 3 == 1) values[6] = ds_value_with_mark(values[6], "*");
        ds_doc_table_row(table, values);
    }
}

static void add_total(ds_doc_table *table) {
    ds_value values[7] = {ds_value_text("totaal"), ds_value_none(DS_STATE_BLANK),
                          ds_value_count(498123),  ds_value_number(6.4),
                          ds_value_number(6.2),    ds_value_number(6.1),
                          ds_value_number(-0.3)};
    ds_doc_table_rows_total(table, true);
    ds_doc_table_row(table, values);
}

static void add_table(ds_document *document, size_t number, unsigned *seed) {
    const ds_field fields[] = {
        {"leerweg", DS_SAY("Leerweg", "Learning path"), NONE, DS_IN_ALL, 0, true, false,
         DS_FIELD_BY_NAME},
        {"niveau", DS_SAY("Niveau", "Level"), NONE, DS_IN_ALL, 0, true, false, DS_FIELD_BY_NAME},
        {"noemer", DS_SAY("Studenten", "Students"), NONE, DS_IN_ALL, 0, false, true,
         DS_FIELD_BY_NAME},
        {"p2021", DS_SAY("2021/22", "2021/22"), DS_SAY("%", "%"), DS_IN_ALL, 1, false, true,
         DS_FIELD_BY_NAME},
        {"p2022", DS_SAY("2022/23", "2022/23"), DS_SAY("%", "%"), DS_IN_ALL, 1, false, true,
         DS_FIELD_BY_NAME},
        {"p2023", DS_SAY("2023/24", "2023/24"), DS_SAY("%", "%"), DS_IN_ALL, 1, false, true,
         DS_FIELD_BY_NAME},
        {"verschil", DS_SAY("Verschil", "Difference"), DS_SAY("procentpunt", "points"), DS_IN_ALL,
         1, false, true, DS_FIELD_BY_NAME},
    };
    char title[160], title_en[160];
    ds_doc_table *table;
    (void)snprintf(title, sizeof title,
                   "Tabel %zu. Nieuwe voortijdig schoolverlaters naar leerweg en niveau", number);
    (void)snprintf(title_en, sizeof title_en, "Table %zu. New early leavers by path and level",
                   number);
    table = ds_document_table(document, DS_IN_ALL, "tabel",
                              ds_document_say(document, title, title_en), fields, 7);
    ds_doc_table_group(table, 3, 3, DS_SAY("Percentage", "Percentage"));
    add_levels(table, seed);
    add_total(table);
    ds_document_remark(document, DS_NOTE_LEGEND, "ster",
                       DS_SAY("* aantoonbaar verschil (95%). × niet getoond.",
                              "* demonstrable difference (95%). × not shown."));
    ds_document_source(document,
                       DS_SAY("Bron: register, generatie 3", "Source: register, generation 3"),
                       "definitie-vsv");
}

static ds_figure *make_figure(unsigned *seed, bool lines) {
    ds_figure *figure = ds_figure_new(
        lines ? DS_FIGURE_LINE : DS_FIGURE_BAR,
        DS_SAY("Ontwikkeling naar leerweg", "Development by path"),
        DS_SAY("De lijn van de bol daalt van 2020 tot 2023, die van de bbl blijft gelijk.",
               "The line of bol falls from 2020 to 2023, that of bbl stays level."));
    size_t series[2];
    for (size_t i = 0; i < 2; i++)
        series[i] = ds_figure_add_series(figure, (ds_say){ways[i], ways[i]}, DS_ROLE_NONE);
    for (size_t k = 0; k < YEARS; k++) {
        char year[64];
        size_t category;
        (void)snprintf(year, sizeof year, "20%zu/%zu", 20 + k, 21 + k);
        category = ds_figure_add_category(figure, (ds_say){year, year});
        for (size_t i = 0; i < 2; i++)
            ds_figure_add_value(figure, series[i], category, (double)(next_number(seed) % 120) / 10,
                                DS_STATE_SHOWN, NONE);
    }
    return figure;
}

static void add_figure(ds_document *document, size_t number, unsigned *seed) {
    const ds_field fields[] = {
        {"jaar", DS_SAY("Schooljaar", "School year"), NONE, DS_IN_ALL, 0, true, false,
         DS_FIELD_BY_NAME},
        {"bol", DS_SAY("bol", "bol"), DS_SAY("%", "%"), DS_IN_ALL, 1, false, true,
         DS_FIELD_BY_NAME},
        {"bbl", DS_SAY("bbl", "bbl"), DS_SAY("%", "%"), DS_IN_ALL, 1, false, true,
         DS_FIELD_BY_NAME},
    };
    char title[160], title_en[160];
    ds_doc_table *table;
    (void)snprintf(title, sizeof title, "Figuur %zu. Nieuwe vsv’ers naar leerweg", number);
    (void)snprintf(title_en, sizeof title_en, "Figure %zu. New early leavers by path", number);
    table = ds_document_figure(document, DS_IN_ALL, "figuur",
                               ds_document_say(document, title, title_en),
                               make_figure(seed, number % 2 == 0), fields, 3);
    for (int k = 0; k < YEARS; k++) {
        const ds_value values[3] = {ds_value_schooljaar(2020 + k),
                                    ds_value_number((double)(next_number(seed) % 120) / 10),
                                    ds_value_number((double)(next_number(seed) % 120) / 10)};
        ds_doc_table_row(table, values);
    }
    ds_document_source(document,
                       DS_SAY("Bron: register, generatie 3", "Source: register, generation 3"),
                       "definitie-vsv");
}

/* ---- a report ---- */

static ds_document *begin_chapter(ds_document *report, size_t number) {
    static const ds_say names[CHAPTERS] = {
        {"Geld", "Money"},
        {"Begeleiding versterken en minder voortijdig schoolverlaten",
         "Better guidance and fewer early leavers"},
        {"Gelijke kansen bij doorstroom", "Equal chances on the way up"},
        {"Aansluiting op de arbeidsmarkt", "From school to work"},
        {"Het beeld als geheel", "The picture as a whole"}};
    char nl[120], en[120];
    (void)snprintf(nl, sizeof nl, "%zu %s", number + 1, names[number % CHAPTERS].nl);
    (void)snprintf(en, sizeof en, "%zu %s", number + 1, names[number % CHAPTERS].en);
    return ds_document_section(report, NULL, ds_document_say(report, nl, en), DS_IN_PEOPLE);
}

static void add_definition(ds_document *report) {
    ds_document *part = ds_document_section(report, "definities",
                                            DS_SAY("Definities", "Definitions"), DS_IN_PEOPLE);
    ds_document *vsv = ds_document_section(
        part, "vsv", DS_SAY("Nieuwe voortijdig schoolverlater", "New early leaver"), DS_IN_PEOPLE);
    ds_document_anchor(vsv, "definitie-vsv");
    ds_document_text(
        vsv, DS_IN_PEOPLE,
        DS_SAY("Wie op 1 oktober stond ingeschreven, een jaar later niet meer, en geen "
               "startkwalificatie heeft.",
               "Who was enrolled on 1 October, is not a year later, and has no basic "
               "qualification."));
    ds_document_code(vsv, DS_IN_PEOPLE, "yaml",
                     "vsv:\n  noemer: \"ingeschreven[t] and leeftijd[t] < 23\"\n  teller: \"not "
                     "ingeschreven[t+1] and not startkwalificatie[t+1]\"\n");
}

ds_document *ds_sample_report(unsigned seed, size_t n_tables, size_t n_figures, const char *name) {
    ds_document *report, *chapter = NULL, *part;
    size_t most = n_tables > n_figures ? n_tables : n_figures;
    if (name == NULL) name = "ROC Voorbeeld: de stand van 2026";
    report = ds_document_new("instelling", (ds_say){name, name});
    for (size_t i = 0; i < most; i++) {
        char nl[120];
        if (i % 4 == 0) chapter = begin_chapter(report, i / 4);
        (void)snprintf(nl, sizeof nl, "%zu.%zu Ontwikkeling en verschillen", i / 4 + 1, i % 4 + 1);
        part = ds_document_section(chapter, NULL, ds_document_say(report, nl, nl), DS_IN_PEOPLE);
        add_prose(part, name);
        if (i % 4 == 1) add_items(part);
        if (i < n_tables) add_table(part, i + 1, &seed);
        if (i < n_figures) add_figure(part, i + 1, &seed);
    }
    add_definition(report);
    return report;
}

/* ---- everything ---- */

enum { WIDE = 30 };

/* More columns than a page has room for. */
static void add_wide_table(ds_document *document, size_t n, const char *name) {
    ds_field fields[WIDE];
    ds_value values[WIDE];
    char ids[WIDE][40];
    ds_doc_table *table;
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "kolom%zu", i);
        fields[i] = (ds_field){
            .id = ids[i], .in = DS_IN_ALL, .decimals = 1, .key = i < 2, .number = i >= 2};
        values[i] = i == 0 ? ds_value_text(name) : ds_value_number(1234.5 + (double)i);
        if (i == 1) values[i] = ds_value_text("alle sectoren");
    }
    table = ds_document_table(document, DS_IN_ALL, "breed",
                              DS_SAY("Een brede tabel", "A wide table"), fields, n);
    for (size_t r = 0; r < 40; r++)
        ds_doc_table_row(table, values);
}

static void add_text_table(ds_document *document, const char *name) {
    const ds_field fields[] = {
        {"maatregel", DS_SAY("Maatregel", "Measure"), NONE, DS_IN_ALL, 0, true, false,
         DS_FIELD_BY_NAME},
        {"wat", DS_SAY("Wat de instelling daarover schrijft", "What the institution says of it"),
         NONE, DS_IN_ALL, 0, false, false, DS_FIELD_BY_NAME},
        {"bedrag", DS_SAY("Bedrag", "Amount"), DS_SAY("euro", "euros"), DS_IN_ALL, 0, false, true,
         DS_FIELD_BY_NAME},
    };
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "maatregelen",
                                            DS_SAY("Maatregelen", "Measures"), fields, 3);
    for (size_t r = 0; r < 6; r++) {
        const ds_value values[] = {
            ds_value_text(r == 2 ? name : "Extra begeleiding in het eerste jaar"),
            ds_value_text(
                "Iedere eerstejaars krijgt twee keer per jaar een gesprek over de keuze van "
                "de opleiding, en wie dreigt uit te vallen eerder."),
            ds_value_count(1250000)};
        ds_doc_table_row(table, values);
    }
}

static void add_notes(ds_document *document, const char *name) {
    const char *rows[] = {name};
    const ds_note note = {DS_NOTE_REMARK, "weinig", same(document, name), NULL, 0, rows, 1, 0};
    ds_document_note(document, &note);
    ds_document_remark(document, DS_NOTE_MIND, "let_op", same(document, name));
    ds_document_remark(document, DS_NOTE_LEGEND, "ster", DS_SAY("* iets", "* something"));
    ds_document_remark(document, DS_NOTE_MESSAGE, "melding", DS_SAY("een bericht", "a message"));
    ds_document_source(document, same(document, name), "nergens");
}

static void add_quotes(ds_document *document, const char *name) {
    const ds_prose_span spans[] = {
        {same(document, name), DS_SPAN_BOLD | DS_SPAN_ITALIC, "https://example.org/a?b=\"c\""},
        {same(document, name), DS_SPAN_CODE, "javascript:alert(1)"},
        {same(document, name), DS_SPAN_ITALIC, "#nergens"}};
    ds_document_prose(document, DS_IN_PEOPLE, DS_PROSE_QUOTE, 0, spans, 3);
    ds_document_code(document, DS_IN_PEOPLE, "code", name);
    ds_document_text(document, DS_IN_PEOPLE,
                     ds_document_say(document, "regel een\nregel twee", NULL));
}

static void add_plain_values(ds_document *document, const char *name) {
    const ds_state states[] = {DS_STATE_UNDEFINED,  DS_STATE_NOT_APPLICABLE, DS_STATE_NOT_AVAILABLE,
                               DS_STATE_SUPPRESSED, DS_STATE_ROUNDS_TO_ZERO, DS_STATE_BLANK};
    ds_document_value(document, DS_IN_PEOPLE, "naam", same(document, name), ds_value_text(name));
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        ds_document_value(document, DS_IN_PEOPLE, "staat", DS_SAY("Staat", "State"),
                          ds_value_none(states[i]));
    ds_document_value(document, DS_IN_PEOPLE, "deel", NONE, ds_value_share(0.123));
    ds_document_value(document, DS_IN_MACHINE, "machine", NONE, ds_value_text("STAAT ER NIET"));
}

static void add_list_table(ds_document *document, const char *name) {
    const ds_field field = {"naam", NONE, NONE, DS_IN_ALL, 0, false, false, DS_FIELD_BY_NAME};
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "lijst", NONE, &field, 1);
    const ds_value value = ds_value_text(name);
    ds_doc_table_as_list(table, 1);
    ds_doc_table_row(table, &value);
    ds_doc_table_rows_in(table, DS_IN_MACHINE);
    ds_doc_table_row(table, &value);
}

ds_document *ds_sample_everything(const char *name) {
    unsigned seed = 7;
    ds_document *document = ds_document_new("alles", (ds_say){name, name}), *part;
    add_plain_values(document, name);
    part = ds_document_section(document, name, same(document, name), DS_IN_PEOPLE);
    add_prose(part, name);
    add_items(part);
    add_quotes(part, name);
    add_notes(part, name);
    add_list_table(part, name);
    add_table(part, 1, &seed);
    add_figure(part, 2, &seed);
    part = ds_document_section(part, "breed", DS_SAY("Breed", "Wide"), DS_IN_PEOPLE);
    add_text_table(part, name);
    add_wide_table(part, 12, name);
    add_wide_table(part, WIDE, name);
    add_definition(document);
    return document;
}
