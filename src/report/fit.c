/* report/fit.c: the made register beside the published figures, as a document: a row a figure, then
 * what is off and what it sums up to. See doorstroom/report.h. */
#include "doorstroom/report.h"

#include <math.h>

#include "report/keep.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* Why a row has no number. */
static const struct {
    const char *code;
    ds_say say;
} whys[DS_FIGURES_WHYS] = {
    [DS_FIGURES_COUNTED] = {"", {"", ""}},
    [DS_FIGURES_NO_DEFINITION] = {"geen_definitie",
                                  {"geen definitie van deze indicator",
                                   "no definition of this indicator"}},
    [DS_FIGURES_NO_YEAR] = {"jaar_niet_te_tellen",
                            {"niet geleverd: dit schooljaar is niet te tellen",
                             "not delivered: this school year cannot be counted"}},
    [DS_FIGURES_NO_ROUTE] = {"zonder_route_niet_geleverd",
                             {"niet geleverd: zonder_route", "not delivered: zonder_route"}},
    [DS_FIGURES_NOT_DELIVERED] = {"niet_geleverd", {"niet geleverd", "not delivered"}},
    [DS_FIGURES_NOBODY] = {"niemand", {"niemand in deze groep", "nobody in this group"}},
    [DS_FIGURES_TOO_SMALL] = {"te_klein",
                              {"te klein: alleen op ware grootte te vergelijken",
                               "too small: to be compared only at full size"}},
    [DS_FIGURES_NOT_ASKED] = {"niet_gevraagd",
                              {"niet gevraagd: zie --effects", "not asked for: see --effects"}},
    [DS_FIGURES_NO_VALUE] = {"geen_waarde",
                             {"geen waarde in de tabel, of geen schatting",
                              "no value in the table, or no estimate"}},
};

static const ds_say group_names[DS_FIGURES_GROUPS] = {
    [DS_FIGURES_SHARES_REGISTER] = {"percentages, register", "percentages, register"},
    [DS_FIGURES_SHARES_ENQUETE] = {"percentages, enquête", "percentages, survey"},
    [DS_FIGURES_SHARES_MONITOR] = {"aandelen en aantallen van instellingen, monitor",
                                   "shares and numbers of institutions, monitor"},
    [DS_FIGURES_QUARTILES] = {"kwartielen", "quartiles"},
    [DS_FIGURES_CORRELATIONS] = {"correlaties", "correlations"},
    [DS_FIGURES_DIFFERENCES] = {"verschillen tussen jaren", "differences between years"},
    [DS_FIGURES_COUNTS] = {"aantallen", "counts"},
    [DS_FIGURES_NUMBERS] = {"aantallen routes en instellingen",
                            "numbers of routes and institutions"},
    [DS_FIGURES_MEANS] = {"gemiddelden", "means"},
    [DS_FIGURES_SUMS] = {"sommen gelijk aan gedrukt", "sums as printed"},
    [DS_FIGURES_ENDS] = {"uitersten gelijk aan gedrukt", "lowest and highest as printed"},
    [DS_FIGURES_DIRECTIONS] = {"richtingen", "directions"},
    [DS_FIGURES_DIRECTIONS_EFFECT] = {"richtingen van effecten", "directions of effects"},
    [DS_FIGURES_DIRECTIONS_ESTIMATED] = {"richtingen van geschatte effecten",
                                         "directions of estimated effects"},
};

/* ---- values ---- */

static bool was_counted(const ds_figures_result *result) {
    return result->why == DS_FIGURES_COUNTED;
}

/* 2014-2017 in every form; a year of the register is a school year. */
static ds_value value_of_years(ds_document *document, const ds_figures_row *row) {
    const ds_value ends[] = {ds_value_year(row->first_year), ds_value_year(row->last_year)};
    if (row->first_year != row->last_year)
        return ds_value_text(
            ds_document_phrase(document, DS_SAY("{0}-{1}", "{0}-{1}"), ends, 2).nl);
    return row->source == DS_FIGURES_REGISTER || row->source == DS_FIGURES_TEGENFEITELIJK ||
                   row->source == DS_FIGURES_EFFECT
               ? ds_value_schooljaar(row->first_year)
               : ends[0];
}

/* A number that is a name. */
static const char *name_of_number(ds_document *document, uint64_t number) {
    const ds_value value = ds_value_ordinal(number);
    return ds_document_phrase(document, DS_SAY("{0}", "{0}"), &value, 1).nl;
}

/* For people with blanks, where a line may be folded. */
static ds_value value_of_breakdown(ds_document *document, const ds_figures_row *row) {
    const char *at = row->uitsplitsing, *kept;
    ds_buffer text;
    ds_buffer_init(&text, 1 << 16);
    for (; *at != '\0'; at++) {
        if (*at == '|') ds_buffer_add_string(&text, " | ");
        if (*at != '|') ds_buffer_add_char(&text, *at);
        if (*at == ';') ds_buffer_add_char(&text, ' ');
    }
    kept = ds_report_keep(document, &text);
    return ds_value_word(row->uitsplitsing, kept, kept);
}

static int decimals_of(const ds_figures_row *row) {
    return row->unit == DS_FIGURES_RICHTING ? 2 : row->decimals < 0 ? 0 : row->decimals;
}

/* Of this row's decimals. */
static ds_value value_in_decimals(const ds_figures_row *row, double number) {
    return ds_value_with_decimals(ds_value_number(number), decimals_of(row));
}

static ds_value value_of_direction(double value) {
    if (value == 0) return ds_value_word("gelijk", "gelijk", "equal");
    return value > 0 ? ds_value_word("hoger", "hoger", "higher")
                     : ds_value_word("lager", "lager", "lower");
}

/* As people see it: a direction, a range, a number. */
static ds_value value_of_published(ds_document *document, const ds_figures_row *row) {
    const ds_value ends[] = {value_in_decimals(row, row->value),
                             value_in_decimals(row, row->value + row->width)};
    ds_say range;
    if (row->unit == DS_FIGURES_RICHTING) return value_of_direction(row->value);
    if (row->width == 0) return ends[0];
    range = ds_document_phrase(document, DS_SAY("{0}–{1}", "{0}–{1}"), ends, 2);
    return ds_value_word(range.nl, range.nl, range.en);
}

/* Missing where the row was not counted. */
static ds_value value_if(const ds_figures_result *result, ds_value value) {
    return was_counted(result) ? value : ds_value_none(DS_STATE_UNDEFINED);
}

static ds_value value_of_z(const ds_figures_result *result) {
    if (!was_counted(result)) return ds_value_none(DS_STATE_NOT_APPLICABLE);
    return result->has_z ? ds_value_number(result->z) : ds_value_none(DS_STATE_UNDEFINED);
}

/* ---- the rows ---- */

enum { FIT_FIELDS = 17 };

static const ds_field fit_fields[FIT_FIELDS] = {
    {.id = "nummer", .in = DS_IN_CSV},
    {.id = "bron", .title = {"bron", "source"}, .in = DS_IN_PEOPLE | DS_IN_CSV, .key = true},
    {.id = "bestand", .in = DS_IN_CSV},
    {.id = "indicator", .in = DS_IN_PEOPLE | DS_IN_CSV, .key = true},
    {.id = "uitsplitsing",
     .title = {"uitsplitsing", "breakdown"},
     .in = DS_IN_PEOPLE | DS_IN_CSV,
     .key = true},
    {.id = "schooljaar",
     .title = {"schooljaar", "school year"},
     .in = DS_IN_PEOPLE | DS_IN_CSV,
     .key = true},
    {.id = "eenheid", .title = {"eenheid", "unit"}, .in = DS_IN_PEOPLE | DS_IN_CSV},
    {.id = "gepubliceerd",
     .title = {"gepubliceerd", "published"},
     .in = DS_IN_PEOPLE,
     .number = true},
    {.id = "gepubliceerd", .in = DS_IN_CSV},
    {.id = "gesimuleerd",
     .title = {"gesimuleerd", "simulated"},
     .in = DS_IN_PEOPLE | DS_IN_CSV,
     .number = true},
    {.id = "verschil",
     .title = {"verschil", "difference"},
     .in = DS_IN_PEOPLE | DS_IN_CSV,
     .number = true},
    {.id = "z", .in = DS_IN_PEOPLE | DS_IN_CSV, .decimals = 2, .number = true},
    {.id = "n", .in = DS_IN_CSV},
    {.id = "gehaald", .in = DS_IN_CSV},
    {.id = "opmerking", .in = DS_IN_CSV},
    {.id = "reden", .in = DS_IN_CSV},
    {.id = "gepubliceerd_tot", .in = DS_IN_CSV},
};

static void add_fit_row(ds_document *document, ds_doc_table *table, const ds_figures_row *row,
                        const ds_figures_result *result) {
    const bool judged = was_counted(result) && ds_figures_is_judged(row);
    const ds_value values[FIT_FIELDS] = {
        ds_value_count(row->nummer),
        ds_value_text(row->bron),
        ds_value_text(ds_figures_source_name(row->source)),
        ds_value_text(row->indicator),
        value_of_breakdown(document, row),
        value_of_years(document, row),
        ds_value_text(ds_figures_unit_name(row->unit)),
        value_of_published(document, row),
        value_in_decimals(row, row->value),
        value_if(result, value_in_decimals(row, result->simulated)),
        value_if(result, value_in_decimals(row, result->difference)),
        value_of_z(result),
        value_if(result, ds_value_number(result->n)),
        judged ? ds_value_flag(result->met) : ds_value_none(DS_STATE_UNDEFINED),
        ds_value_text(row->opmerking),
        ds_value_text(whys[result->why].say.nl),
        row->width == 0 ? ds_value_none(DS_STATE_BLANK)
                        : value_in_decimals(row, row->value + row->width)};
    ds_doc_table_row(table, values);
}

static void add_fit_rows(ds_document *document, const ds_figures_fit *fit) {
    ds_doc_table *table = ds_document_table(document, DS_IN_PEOPLE | DS_IN_CSV, "rijen", NO_SAY,
                                            fit_fields, FIT_FIELDS);
    for (size_t i = 0; i < fit->figures.n; i++)
        add_fit_row(document, table, &fit->figures.rows[i], &fit->results[i]);
}

/* ---- the same for programs ---- */

static void set_fit_value(ds_document *document, const char *id, ds_value value) {
    ds_document_value(document, DS_IN_JSON, id, NO_SAY, value);
}

static void set_fit_row(ds_document *one, const ds_figures_row *row,
                        const ds_figures_result *result) {
    set_fit_value(one, "nummer", ds_value_count(row->nummer));
    set_fit_value(one, "bron", ds_value_text(row->bron));
    set_fit_value(one, "bestand", ds_value_text(ds_figures_source_name(row->source)));
    set_fit_value(one, "indicator", ds_value_text(row->indicator));
    set_fit_value(one, "uitsplitsing", ds_value_text(row->uitsplitsing));
    set_fit_value(one, "schooljaar", ds_value_year(row->first_year));
    set_fit_value(one, "tot_en_met", ds_value_year(row->last_year));
    set_fit_value(one, "eenheid", ds_value_text(ds_figures_unit_name(row->unit)));
    set_fit_value(one, "gepubliceerd", ds_value_number(row->value));
    if (row->width > 0)
        set_fit_value(one, "gepubliceerd_tot", ds_value_number(row->value + row->width));
    set_fit_value(one, "opmerking", ds_value_text(row->opmerking));
    set_fit_value(one, "gesimuleerd", value_if(result, ds_value_number(result->simulated)));
    set_fit_value(one, "verschil", value_if(result, ds_value_number(result->difference)));
    set_fit_value(one, "z",
                  result->has_z ? ds_value_number(result->z) : ds_value_none(DS_STATE_UNDEFINED));
    set_fit_value(one, "n", value_if(result, ds_value_number(result->n)));
    if (was_counted(result) && ds_figures_is_judged(row))
        set_fit_value(one, "gehaald", ds_value_flag(result->met));
    if (was_counted(result)) return;
    set_fit_value(one, "reden", ds_value_text(whys[result->why].say.nl));
    set_fit_value(one, "reden_en", ds_value_text(whys[result->why].say.en));
    set_fit_value(one, "reden_code", ds_value_text(whys[result->why].code));
}

static void set_fit_total(ds_document *one, size_t group, const ds_figures_total *total) {
    set_fit_value(one, "groep", ds_value_text(group_names[group].nl));
    set_fit_value(one, "groep_en", ds_value_text(group_names[group].en));
    set_fit_value(one, "rijen", ds_value_count(total->n));
    set_fit_value(one, "geteld", ds_value_count(total->counted));
    if (group >= DS_FIGURES_SUMS) {
        set_fit_value(one, "gehaald", ds_value_count(total->met));
        return;
    }
    set_fit_value(one, "binnen_3", ds_value_count(total->chance));
    set_fit_value(one, "boven_4_5", ds_value_count(total->beyond));
    set_fit_value(one, "grootste", ds_value_number(total->largest));
}

static void set_fit(ds_document *document, const ds_figures_fit *fit) {
    ds_document *list;
    set_fit_value(document, "verzonnen", ds_value_flag(true));
    set_fit_value(document, "personen", ds_value_count(fit->n_persons));
    set_fit_value(document, "seed", ds_value_count(fit->seed));
    list = ds_document_list(document, "samenvatting", NO_SAY, DS_IN_JSON);
    for (size_t g = 0; g < DS_FIGURES_GROUPS; g++)
        set_fit_total(ds_document_section(list, "", NO_SAY, DS_IN_JSON), g, &fit->totals[g]);
    list = ds_document_list(document, "rijen", NO_SAY, DS_IN_JSON);
    for (size_t i = 0; i < fit->figures.n; i++)
        set_fit_row(ds_document_section(list, "", NO_SAY, DS_IN_JSON), &fit->figures.rows[i],
                    &fit->results[i]);
}

/* ---- what has to be explained ---- */

enum { IN_SUMMARY = DS_IN_PEOPLE | DS_IN_CSV };

/* A row that is off, and why, as the file says; by whether it has a z, and a remark. */
static const ds_say exception_texts[2][2] = {
    {{"{0}, {1} {2} {3} {4}: {5}, {6}", "{0}, {1} {2} {3} {4}: {5}, {6}"},
     {"{0}, {1} {2} {3} {4}: {5}, {6} – {8}", "{0}, {1} {2} {3} {4}: {5}, {6} – {8}"}},
    {{"{0}, {1} {2} {3} {4}: {5}, {6}, z {7}", "{0}, {1} {2} {3} {4}: {5}, {6}, z {7}"},
     {"{0}, {1} {2} {3} {4}: {5}, {6}, z {7} – {8}",
      "{0}, {1} {2} {3} {4}: {5}, {6}, z {7} – {8}"}},
};

/* The notes of a section for people; json has them all in one place. */
static void add_note_twice(ds_document *document, ds_document *section, ds_note note) {
    note.in = DS_IN_JSON;
    ds_document_note(document, &note);
    note.in = IN_SUMMARY;
    ds_document_note(section, &note);
}

static void add_exception(ds_document *document, ds_document *section, const ds_figures_row *row,
                          const ds_figures_result *result) {
    const char *const rows[] = {name_of_number(document, row->nummer)};
    const ds_value values[] = {
        ds_value_text(row->bron),
        ds_value_text(row->indicator),
        value_of_breakdown(document, row),
        value_of_years(document, row),
        ds_value_text(ds_figures_unit_name(row->unit)),
        value_of_published(document, row),
        value_in_decimals(row, result->simulated),
        ds_value_with_decimals(ds_value_number(result->has_z ? result->z : NAN), 2),
        ds_value_text(row->opmerking)};
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = "buiten_toeval",
                          .text = exception_texts[result->has_z][row->opmerking[0] != '\0'],
                          .values = values,
                          .n_values = 9,
                          .rows = rows,
                          .n_rows = 1};
    add_note_twice(document, section, note);
}

static void add_exceptions(ds_document *document, const ds_figures_fit *fit) {
    static const ds_say title = {"Buiten wat toeval is, of niet zoals gepubliceerd:",
                                 "Beyond chance, or not as published:"};
    ds_document *section = NULL;
    for (size_t i = 0; i < fit->figures.n; i++) {
        if (!ds_figures_is_exception(&fit->figures.rows[i], &fit->results[i])) continue;
        if (section == NULL) section = ds_document_section(document, "", title, IN_SUMMARY);
        add_exception(document, section, &fit->figures.rows[i], &fit->results[i]);
    }
}

/* ---- what it sums up to ---- */

static void add_fit_total(ds_document *section, size_t group, const ds_figures_total *total) {
    static const ds_say with_z = {
        "{0}: {1}; |z| ≤ 3 bij {2} ({3} %), boven 4,5 {4}; grootste |z| {5}",
        "{0}: {1}; |z| ≤ 3 for {2} ({3} %), above 4.5 {4}; largest |z| {5}"};
    static const ds_say judged = {"{0}: {6} van {1}", "{0}: {6} of {1}"};
    const ds_value values[] = {
        ds_value_word(group_names[group].nl, group_names[group].nl, group_names[group].en),
        ds_value_count(total->counted),
        ds_value_count(total->chance),
        ds_value_with_decimals(
            ds_value_number(100 * (double)total->chance / (double)total->counted), 2),
        ds_value_count(total->beyond),
        ds_value_with_decimals(ds_value_number(total->largest), 2),
        ds_value_count(total->met)};
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = "samenvatting",
                          .text = group >= DS_FIGURES_SUMS ? judged : with_z,
                          .values = values,
                          .n_values = 7,
                          .in = IN_SUMMARY};
    if (total->counted > 0) ds_document_note(section, &note);
}

static void add_missing(ds_document *document, ds_document *section, const ds_figures_fit *fit) {
    for (size_t why = DS_FIGURES_COUNTED + 1; why < DS_FIGURES_WHYS; why++) {
        size_t n = 0;
        for (size_t i = 0; i < fit->figures.n; i++)
            n += fit->results[i].why == why;
        if (n > 0) {
            const ds_value values[] = {
                ds_value_count(n),
                ds_value_word(whys[why].code, whys[why].say.nl, whys[why].say.en)};
            const ds_note note = {.kind = DS_NOTE_REMARK,
                                  .code = "niet_te_vergelijken",
                                  .text = {"{0} rijen n.v.t.: {1}", "{0} rows n/a: {1}"},
                                  .values = values,
                                  .n_values = 2};
            add_note_twice(document, section, note);
        }
    }
}

static void add_fit_summary(ds_document *document, const ds_figures_fit *fit) {
    const ds_value values[] = {ds_value_count(fit->n_persons), ds_value_ordinal(fit->seed)};
    const ds_say title = ds_document_phrase(
        document,
        DS_SAY("Gesimuleerd naast gepubliceerd; {0} personen, seed {1}, allen verzonnen:",
               "Simulated beside published; {0} persons, seed {1}, all of them made up:"),
        values, 2);
    ds_document *section = ds_document_section(document, "", title, IN_SUMMARY);
    const ds_note made = {
        .kind = DS_NOTE_REMARK, .code = "verzonnen", .text = title, .in = DS_IN_CSV};
    ds_document_note(section, &made);
    for (size_t g = 0; g < DS_FIGURES_GROUPS; g++)
        add_fit_total(section, g, &fit->totals[g]);
    add_missing(document, section, fit);
}

ds_status ds_report_fit(const ds_figures_fit *fit, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("fit", NO_SAY);
    ds_status status;
    set_fit(document, fit);
    add_fit_rows(document, fit);
    add_exceptions(document, fit);
    add_fit_summary(document, fit);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
