/* report/history.c: what changed between two generations of a register, as part of a document. For
 * people a school year that came or went is one row an indicator; machines get every cell. See
 * doorstroom/report.h. */
#include "base/memory.h"
#include "doorstroom/report.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { HISTORY_FIELDS = 12 };

static const ds_field history_fields[HISTORY_FIELDS] = {
    {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true},
    {.id = "instelling", .title = {"instelling", "institution"}, .in = DS_IN_ALL, .key = true},
    {.id = "indicator", .title = {"wat", "what"}, .in = DS_IN_ALL, .key = true},
    {.id = "teller", .title = {"teller", "numerator"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "noemer", .title = {"noemer", "denominator"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "onbekend", .title = {"onbekend", "unknown"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "teller_was", .in = DS_IN_CSV},
    {.id = "teller_is", .in = DS_IN_CSV},
    {.id = "noemer_was", .in = DS_IN_CSV},
    {.id = "noemer_is", .in = DS_IN_CSV},
    {.id = "onbekend_was", .in = DS_IN_CSV},
    {.id = "onbekend_is", .in = DS_IN_CSV},
};

/* ---- for people, and csv ---- */

/* Rows of deliveries have one number. */
static ds_value value_unless(bool blank, uint64_t count) {
    return blank ? ds_value_text("") : ds_value_count(count);
}

static ds_value value_of_pair(ds_document *document, bool blank, uint64_t before, uint64_t after) {
    const ds_value pair[] = {ds_value_count(before), ds_value_count(after)};
    const ds_say say = ds_document_phrase(document, DS_SAY("{0} → {1}", "{0} → {1}"), pair, 2);
    return blank ? ds_value_text("") : ds_value_word("", say.nl, say.en);
}

static void add_history_row(ds_document *section, ds_doc_table *table, const ds_history_year *row,
                            ds_value place) {
    const bool rows = row->of_rows;
    const ds_measures *was = &row->before, *is = &row->after;
    const ds_value values[HISTORY_FIELDS] = {
        ds_value_year(row->schooljaar),
        place,
        ds_value_text(row->indicator),
        value_of_pair(section, rows, was->teller, is->teller),
        value_of_pair(section, false, was->noemer, is->noemer),
        value_of_pair(section, rows, was->onbekend, is->onbekend),
        value_unless(rows, was->teller),
        value_unless(rows, is->teller),
        ds_value_count(was->noemer),
        ds_value_count(is->noemer),
        value_unless(rows, was->onbekend),
        value_unless(rows, is->onbekend)};
    ds_doc_table_row(table, values);
}

static void add_whole_year(ds_document *section, ds_doc_table *table, const ds_history_year *year) {
    const ds_value places[] = {ds_value_count(year->n_places)};
    const ds_say say = ds_document_phrase(
        section, DS_SAY("({0} {0|instelling|instellingen})", "({0} {0|institution|institutions})"),
        places, 1);
    ds_doc_table_rows_in(table, DS_IN_PEOPLE);
    add_history_row(section, table, year, ds_value_word("", say.nl, say.en));
}

static void add_change(ds_document *section, ds_doc_table *table, const ds_history_change *change) {
    const ds_history_year row = {.indicator = change->indicator,
                                 .of_rows = change->of_rows,
                                 .schooljaar = change->schooljaar,
                                 .before = change->before,
                                 .after = change->after};
    ds_doc_table_rows_in(table, change->whole_year ? DS_IN_CSV : DS_IN_PEOPLE | DS_IN_CSV);
    add_history_row(section, table, &row, ds_value_view(change->instelling));
}

static void add_history_table(ds_document *section, const ds_history *history) {
    const unsigned in = history->n_changes == 0 ? DS_IN_CSV : DS_IN_PEOPLE | DS_IN_CSV;
    ds_doc_table *table =
        ds_document_table(section, in, "verschillen", NO_SAY, history_fields, HISTORY_FIELDS);
    for (size_t i = 0; i < history->n_changes; i++) {
        const ds_history_change *change = &history->changes[i];
        if (change->first_of_year) add_whole_year(section, table, &history->years[change->year]);
        add_change(section, table, change);
    }
}

static void add_redefined(ds_document *section, const ds_history *history) {
    for (size_t i = 0; i < history->n_redefined; i++) {
        const ds_value values[] = {ds_value_text(history->redefined[i])};
        const ds_note note = {.kind = DS_NOTE_REMARK,
                              .code = "definitie_gewijzigd",
                              .text = {"{0}: de definitie is gewijzigd, niet vergeleken",
                                       "{0}: the definition changed, not compared"},
                              .values = values,
                              .n_values = 1,
                              .in = DS_IN_PEOPLE | DS_IN_CSV};
        ds_document_note(section, &note);
    }
}

/* ---- for programs ---- */

static void set_pair(ds_document *one, const char *id, uint64_t before, uint64_t after) {
    const ds_value pair[] = {ds_value_count(before), ds_value_count(after)};
    ds_document_value(one, DS_IN_JSON, id, NO_SAY, ds_value_list(pair, 2));
}

static void set_change(ds_document *one, const ds_history_change *change) {
    ds_document_value(one, DS_IN_JSON, "schooljaar", NO_SAY, ds_value_year(change->schooljaar));
    ds_document_value(one, DS_IN_JSON, "instelling", NO_SAY, ds_value_view(change->instelling));
    ds_document_value(one, DS_IN_JSON, "indicator", NO_SAY, ds_value_text(change->indicator));
    if (change->of_rows) {
        set_pair(one, "aantal", change->before.noemer, change->after.noemer);
        return;
    }
    set_pair(one, "teller", change->before.teller, change->after.teller);
    set_pair(one, "noemer", change->before.noemer, change->after.noemer);
    set_pair(one, "onbekend", change->before.onbekend, change->after.onbekend);
}

static void set_redefined(ds_document *section, const ds_history *history) {
    ds_value *names = ds_calloc(history->n_redefined + 1, sizeof *names);
    if (names == NULL) {
        ds_document_fail(section);
        return;
    }
    for (size_t i = 0; i < history->n_redefined; i++)
        names[i] = ds_value_text(history->redefined[i]);
    ds_document_value(section, DS_IN_JSON, "definitie_gewijzigd", NO_SAY,
                      ds_value_list(names, history->n_redefined));
    ds_free(names);
}

static void set_history(ds_document *section, const ds_history *history) {
    ds_document *list;
    ds_document_value(section, DS_IN_JSON, "vorige", NO_SAY, ds_value_text(history->previous));
    ds_document_value(section, DS_IN_JSON, "huidige", NO_SAY, ds_value_text(history->current));
    set_redefined(section, history);
    list = ds_document_list(section, "verschillen", NO_SAY, DS_IN_JSON);
    for (size_t i = 0; i < history->n_changes; i++)
        set_change(ds_document_section(list, "", NO_SAY, DS_IN_JSON), &history->changes[i]);
}

void ds_report_history(const ds_history *history, ds_document *document) {
    const ds_value values[] = {ds_value_text(history->previous)};
    ds_document *section;
    if (!history->found) {
        ds_document_value(document, DS_IN_JSON, "geschiedenis", NO_SAY,
                          ds_value_none(DS_STATE_UNDEFINED));
        ds_document_text(document, DS_IN_PEOPLE,
                         DS_SAY("Er is nog geen vorige generatie om mee te vergelijken.",
                                "There is no previous generation to compare with yet."));
        return;
    }
    section = ds_document_section(
        document, "geschiedenis",
        ds_document_phrase(document,
                           DS_SAY("Sinds de vorige generatie ({0}), was → is:",
                                  "Since the previous generation ({0}), was → is:"),
                           values, 1),
        DS_IN_ALL);
    set_history(section, history);
    add_redefined(section, history);
    if (history->n_changes == 0)
        ds_document_text(section, DS_IN_PEOPLE,
                         DS_SAY("geen verschil per jaar, instelling en indicator",
                                "no difference by year, institution and indicator"));
    add_history_table(section, history);
    ds_document_set_internal(section);
}
