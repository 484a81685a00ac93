/* tests/document/sample.h: a document with everything in it, for the writers' tests and for who
 * looks at pages. hostile: a name to put in every place; NULL: ordinary words. */
#ifndef DS_TESTS_DOCUMENT_SAMPLE_H
#define DS_TESTS_DOCUMENT_SAMPLE_H

#include <stdio.h>

#include "doorstroom/document.h"
#include "doorstroom/figure.h"

#define SAMPLE_NOTHING ((ds_say){NULL, NULL})

static inline ds_say sample_say(const char *hostile, const char *nl, const char *en) {
    return hostile == NULL ? DS_SAY(nl, en) : DS_SAY(hostile, hostile);
}

static inline void sample_prose(ds_document *d, const char *hostile) {
    const ds_prose_span first[] = {
        {sample_say(hostile, "In de bol daalde het aandeel nieuwe vsv'ers ",
                    "In the school-based track the share of new early leavers fell "),
         0, NULL},
        {sample_say(hostile, "van 6,4 naar 6,1 procent", "from 6.4 to 6.1 per cent"), DS_SPAN_BOLD,
         hostile},
        {sample_say(hostile, "; zie ", "; see "), DS_SPAN_ITALIC, NULL},
        {sample_say(hostile, "tabel 4.1", "table 4.1"), 0, "#T4.1"},
        {sample_say(hostile, " en de ", " and the "), 0, NULL},
        {sample_say(hostile, "werkagenda", "work agenda"), DS_SPAN_CODE,
         hostile == NULL ? "https://example.org/werkagenda" : "javascript:alert(1)"}};
    const ds_prose_span item = {
        sample_say(hostile, "een maatregel die helpt", "a measure that helps"), 0, NULL};
    ds_document_prose(d, DS_IN_PEOPLE, DS_PROSE_PARAGRAPH, 0, first, 6);
    ds_document_prose(d, DS_IN_PEOPLE, DS_PROSE_ITEM, 0, &item, 1);
    ds_document_prose(d, DS_IN_PEOPLE, DS_PROSE_NUMBERED, 1, &item, 1);
    ds_document_prose(d, DS_IN_PEOPLE, DS_PROSE_NUMBERED, 1, &item, 1);
    ds_document_prose(d, DS_IN_PEOPLE, DS_PROSE_ITEM, 0, &item, 1);
    ds_document_prose(d, DS_IN_PEOPLE, DS_PROSE_QUOTE, 0, &item, 1);
}

/* Years side by side, totals, a value that is not shown. */
static inline void sample_table(ds_document *d, const char *hostile) {
    const ds_field fields[] = {
        {.id = "niveau", .title = DS_SAY("Niveau", "Level"), .in = DS_IN_ALL, .key = true},
        {.id = "leerweg",
         .title = sample_say(hostile, "Leerweg", "Track"),
         .in = DS_IN_ALL,
         .key = true},
        {.id = "teller_2022", .title = DS_SAY("aantal", "number"), .in = DS_IN_ALL, .number = true},
        {.id = "pct_2022",
         .title = DS_SAY("aandeel", "share"),
         .unit = sample_say(hostile, "%", "%"),
         .in = DS_IN_ALL,
         .decimals = 1,
         .number = true},
        {.id = "teller_2023", .title = DS_SAY("aantal", "number"), .in = DS_IN_ALL, .number = true},
        {.id = "pct_2023",
         .title = DS_SAY("aandeel", "share"),
         .unit = DS_SAY("%", "%"),
         .in = DS_IN_ALL,
         .decimals = 1,
         .number = true},
        {.id = "noot",
         .title = DS_SAY("wat ervan te zeggen is", "what is to be said"),
         .in = DS_IN_ALL}};
    ds_doc_table *t = ds_document_table(d, DS_IN_ALL, hostile == NULL ? "T4.1" : hostile,
                                        sample_say(hostile,
                                                   "Tabel 4.1 Aantal en percentage nieuwe "
                                                   "vsv'ers, naar niveau en leerweg",
                                                   "Table 4.1 Number and percentage of new early "
                                                   "leavers, by level and track"),
                                        fields, 7);
    ds_doc_table_group(t, 2, 2, sample_say(hostile, "2022/23", "2022/23"));
    ds_doc_table_group(t, 4, 2, DS_SAY("2023/24", "2023/24"));
    for (int niveau = 2; niveau <= 4; niveau++)
        for (int bol = 0; bol < 2; bol++) {
            const int n = 12043 / niveau + 371 * bol;
            char name[16];
            ds_value row[7];
            (void)snprintf(name, sizeof name, "niveau %d", niveau);
            row[0] = ds_value_text(hostile == NULL ? name : hostile);
            row[1] = ds_value_text(hostile != NULL ? hostile : bol ? "bol" : "bbl");
            row[2] = ds_value_integer(n);
            row[3] = ds_value_with_mark(ds_value_share(n / 100000.0), bol ? "*" : NULL);
            row[4] = niveau == 3 ? ds_value_none(DS_STATE_SUPPRESSED) : ds_value_integer(n - 300);
            row[5] = niveau == 3   ? ds_value_none(DS_STATE_SUPPRESSED)
                     : niveau == 4 ? ds_value_none(DS_STATE_UNDEFINED)
                                   : ds_value_share((n - 300) / 100000.0);
            row[6] = ds_value_text(hostile != NULL ? hostile
                                                   : "=1+1 gedaald, na twee jaren van stijging");
            ds_doc_table_row(t, row);
        }
    {
        const ds_value total[7] = {ds_value_text("totaal"),
                                   ds_value_text(""),
                                   ds_value_integer(28012),
                                   ds_value_share(0.0613),
                                   ds_value_integer(27012),
                                   ds_value_share(0.0593),
                                   ds_value_none(DS_STATE_NOT_APPLICABLE)};
        ds_doc_table_rows_total(t, true);
        ds_doc_table_row(t, total);
    }
    ds_document_remark(d, DS_NOTE_REMARK, "ster",
                       sample_say(hostile,
                                  "* verschilt aantoonbaar van het jaar ervoor (p < 0,05).",
                                  "* differs demonstrably from the year before (p < 0.05)."));
    ds_document_source(d,
                       sample_say(hostile, "inschrijvingen en diploma's, 2022 en 2023",
                                  "enrolments and diplomas, 2022 and 2023"),
                       hostile == NULL ? "definitie.vsv" : hostile);
}

static inline ds_figure *sample_picture(const char *hostile) {
    ds_figure *f = ds_figure_new(
        DS_FIGURE_LINE,
        sample_say(hostile, "Percentage vsv naar leerweg", "Percentage of early leavers by track"),
        sample_say(hostile, "Twee lijnen over vier jaren; beide dalen.",
                   "Two lines over four years; both fall."));
    const size_t bol = ds_figure_add_series(f, sample_say(hostile, "bol", "school-based"),
                                            DS_ROLE_NONE),
                 bbl = ds_figure_add_series(f, sample_say(hostile, "bbl", "work-based"),
                                            DS_ROLE_NONE);
    for (int year = 2020; year < 2024; year++) {
        char name[16];
        size_t c;
        (void)snprintf(name, sizeof name, "%d/%d", year, (year + 1) % 100);
        c = ds_figure_add_category(f, DS_SAY(name, name));
        ds_figure_add_value(f, bol, c, 6.4 - 0.1 * (year - 2020), DS_STATE_SHOWN, SAMPLE_NOTHING);
        ds_figure_add_value(f, bbl, c, 4.9 - 0.2 * (year - 2020),
                            year == 2022 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN, SAMPLE_NOTHING);
    }
    return f;
}

static inline void sample_figure(ds_document *d, const char *hostile) {
    const ds_field fields[] = {
        {.id = "jaar", .title = DS_SAY("Schooljaar", "School year"), .in = DS_IN_ALL, .key = true},
        {.id = "bol",
         .title = sample_say(hostile, "bol", "school-based"),
         .unit = DS_SAY("%", "%"),
         .in = DS_IN_ALL,
         .decimals = 1,
         .number = true},
        {.id = "bbl",
         .title = DS_SAY("bbl", "work-based"),
         .unit = DS_SAY("%", "%"),
         .in = DS_IN_ALL,
         .decimals = 1,
         .number = true}};
    ds_doc_table *t =
        ds_document_figure(d, DS_IN_ALL, "F4.3",
                           sample_say(hostile, "Figuur 4.3 Percentage vsv naar leerweg",
                                      "Figure 4.3 Percentage of early leavers by track"),
                           sample_picture(hostile), fields, 3);
    for (int year = 2020; year < 2024; year++) {
        const ds_value row[3] = {ds_value_schooljaar(year),
                                 ds_value_number(6.4 - 0.1 * (year - 2020)),
                                 year == 2022 ? ds_value_none(DS_STATE_SUPPRESSED)
                                              : ds_value_number(4.9 - 0.2 * (year - 2020))};
        ds_doc_table_row(t, row);
    }
    ds_document_source(d, sample_say(hostile, "inschrijvingen", "enrolments"), "definitie.vsv");
}

/* Twelve columns: wider than a telephone, and than most screens. */
static inline void sample_wide(ds_document *d, const char *hostile) {
    ds_field fields[13];
    ds_value row[13];
    ds_doc_table *t;
    fields[0] = (ds_field){.id = "instelling",
                           .title = DS_SAY("Instelling", "Institution"),
                           .in = DS_IN_ALL,
                           .key = true};
    for (size_t i = 1; i < 13; i++)
        fields[i] = (ds_field){.id = "k",
                               .title = DS_SAY("studiesucces niveau", "study success level"),
                               .unit = DS_SAY("%", "%"),
                               .in = DS_IN_ALL,
                               .decimals = 1,
                               .number = true};
    t = ds_document_table(d, DS_IN_ALL, "T2",
                          sample_say(hostile, "Tabel 2 Alle indicatoren naar instelling",
                                     "Table 2 All indicators by institution"),
                          fields, 13);
    for (int r = 0; r < 12; r++) {
        char name[40];
        (void)snprintf(name, sizeof name, "Regionaal Opleidingencentrum %d", r + 1);
        row[0] = ds_value_text(hostile == NULL ? name : hostile);
        for (int i = 1; i < 13; i++)
            row[i] = ds_value_number(60 + (r * 7 + i * 3) % 31 + 0.1 * i);
        ds_doc_table_row(t, row);
    }
}

static inline ds_document *sample_document(const char *hostile) {
    ds_document *d = ds_document_new("voorbeeld", sample_say(hostile, "Monitor doorstroom mbo 2024",
                                                             "Monitor of progression in mbo 2024"));
    ds_document *one = ds_document_section(
        d, "h4",
        sample_say(hostile, "4 Minder voortijdig schoolverlaters", "4 Fewer early leavers"),
        DS_IN_ALL);
    ds_document *below =
        ds_document_section(one, "h41", DS_SAY("4.1 Ontwikkeling", "4.1 Development"), DS_IN_ALL);
    ds_document *two, *definition;
    ds_document_value(d, DS_IN_ALL, "generatie", DS_SAY("Registergeneratie", "Register generation"),
                      ds_value_text(hostile == NULL ? "2024-11" : hostile));
    ds_document_value(d, DS_IN_ALL, "personen", DS_SAY("Personen", "Persons"),
                      ds_value_integer(1204332));
    sample_prose(below, hostile);
    sample_table(below, hostile);
    sample_figure(
        ds_document_section(one, "h42", DS_SAY("4.2 Naar leerweg", "4.2 By track"), DS_IN_ALL),
        hostile);
    two = ds_document_section(d, "h5", DS_SAY("5 Instellingen", "5 Institutions"), DS_IN_ALL);
    ds_document_text(two, DS_IN_PEOPLE,
                     DS_SAY("Elke instelling staat naast de sector zonder haar eigen studenten.",
                            "Each institution stands beside the sector without its own students."));
    ds_document_remark(two, DS_NOTE_MIND, "klein",
                       sample_say(hostile, "kleine aantallen schommelen van jaar tot jaar.",
                                  "small numbers sway from year to year."));
    sample_wide(two, hostile);
    ds_document_code(two, DS_IN_ALL, "sql",
                     hostile == NULL
                         ? "select niveau, count(*) from vsv where jaar >= 2022 and leerweg < 'c';"
                         : hostile);
    definition = ds_document_section(
        d, "definitie", DS_SAY("Vsv: wie telt mee", "Early leavers: who counts"), DS_IN_ALL);
    ds_document_anchor(definition, hostile == NULL ? "definitie.vsv" : hostile);
    ds_document_text(definition, DS_IN_PEOPLE,
                     DS_SAY("Wie zonder startkwalificatie het onderwijs verlaat.",
                            "Who leaves education without a basic qualification."));
    return d;
}

#endif
