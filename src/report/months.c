/* report/months.c: DUO's monthly lists as a document: the months, cumulated, after the year, and
 * the yearly count beside them. See doorstroom/report.h. */
#include <math.h>
#include <string.h>

#include "doorstroom/report.h"
#include "report/cells.h"

#define NO_SAY ((ds_say){NULL, NULL})

typedef struct months_part {
    const char *indicator;
    ds_say title;
    bool by_month;
} months_part;

static const months_part parts[] = {
    {"vsv_maand",
     {"Per maand: op de lijst van vsv'ers, van de startpopulatie",
      "By month: on the list of early leavers, of the start population"},
     true},
    {"vsv_maand_cumulatief",
     {"Vanaf oktober: in die maand of eerder op de lijst, van wie in die maand of eerder in de "
      "startpopulatie stond",
      "From October on: on the list in that month or before, of who was in the start population in "
      "that month or before"},
     true},
    {"vsv_maand_na",
     {"Na het schooljaar: van wie erin in de startpopulatie stond",
      "After the school year: of who was in a start population in it"},
     true},
    {"vsv",
     {"Het hele schooljaar volgens het register", "The whole school year by the register"},
     false},
    {"vsv_duo", {"Het hele schooljaar volgens DUO", "The whole school year by DUO"}, false}};

/* ---- the rows ---- */

enum { MONTH_FIELDS = DS_MONTH_KEYS + 8 };

static size_t list_month_fields(const ds_months_found *found, const months_part *part,
                                ds_field out[MONTH_FIELDS]) {
    const unsigned month = part->by_month ? DS_IN_ALL : DS_IN_MACHINE;
    size_t n = 0;
    out[n++] = (ds_field){.id = "indicator", .in = DS_IN_MACHINE};
    out[n++] = (ds_field){
        .id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true};
    out[n++] = (ds_field){.id = "maand", .title = {"maand", "month"}, .in = month, .key = true};
    for (size_t k = 0; k < found->n_keys; k++)
        out[n++] =
            (ds_field){.id = found->keys[k], .in = DS_IN_ALL, .key = true, .type = DS_FIELD_TEXT};
    out[n++] = (ds_field){
        .id = "teller", .title = {"vsv", "early leavers"}, .in = DS_IN_ALL, .number = true};
    out[n++] = (ds_field){.id = "noemer",
                          .title = {"startpopulatie", "start population"},
                          .in = DS_IN_ALL,
                          .number = true};
    out[n++] = (ds_field){
        .id = "onbekend", .title = {"onbekend", "unknown"}, .in = DS_IN_ALL, .number = true};
    out[n++] = (ds_field){.id = "percentage",
                          .title = {"percentage", "percentage"},
                          .in = DS_IN_ALL,
                          .decimals = 2,
                          .number = true};
    out[n++] = (ds_field){.id = "norm",
                          .title = {"norm", "norm"},
                          .in = DS_IN_ALL & ~DS_IN_CSV,
                          .decimals = 2,
                          .number = true};
    return n;
}

static void add_month(ds_doc_table *table, const ds_months_found *found, const ds_month_row *row) {
    const ds_value absent = ds_value_none(DS_STATE_NOT_AVAILABLE);
    ds_value values[MONTH_FIELDS];
    size_t n = 0;
    values[n++] = ds_value_text(row->indicator);
    values[n++] = ds_value_schooljaar(row->schooljaar);
    values[n++] =
        row->maand == 0 ? ds_value_none(DS_STATE_NOT_APPLICABLE) : ds_value_year(row->maand);
    for (size_t k = 0; k < found->n_keys; k++)
        values[n++] = ds_value_view(row->keys[k]);
    values[n++] = row->known ? ds_value_count(row->teller) : absent;
    values[n++] = row->known ? ds_value_count(row->noemer) : absent;
    values[n++] = ds_value_count(row->onbekend);
    values[n++] =
        row->known
            ? ds_value_number(row->noemer == 0 ? (double)NAN
                                               : 100.0 * (double)row->teller / (double)row->noemer)
            : absent;
    values[n++] = isnan(row->norm) ? ds_value_none(DS_STATE_BLANK) : ds_value_number(row->norm);
    ds_doc_table_row(table, values);
}

static void add_part(ds_document *document, const ds_months_found *found, const months_part *part) {
    ds_field fields[MONTH_FIELDS];
    const size_t n = list_month_fields(found, part, fields);
    ds_doc_table *table = NULL;
    for (size_t i = 0; i < found->n_rows; i++) {
        if (strcmp(found->rows[i].indicator, part->indicator) != 0) continue;
        if (table == NULL)
            table = ds_document_table(document, DS_IN_ALL & ~DS_IN_JSON, "maanden", part->title,
                                      fields, n);
        add_month(table, found, &found->rows[i]);
    }
}

/* In json one array; in csv one table also when there is nothing. */
static void add_month_array(ds_document *document, const ds_months_found *found) {
    const unsigned in = found->n_rows == 0 ? DS_IN_MACHINE : DS_IN_JSON;
    ds_field fields[MONTH_FIELDS];
    const size_t n = list_month_fields(found, &parts[0], fields);
    ds_doc_table *table = ds_document_table(document, in, "maanden", NO_SAY, fields, n);
    for (size_t i = 0; i < found->n_rows; i++)
        add_month(table, found, &found->rows[i]);
}

/* ---- what must be said ---- */

static void note_month_norms(ds_document *document, const ds_months_found *found) {
    uint64_t n = 0;
    for (size_t i = 0; i < found->n_rows; i++)
        n += ds_report_lacks_norm(found->norm, found->rows[i].schooljaar, found->keys,
                                  found->rows[i].keys, found->n_keys);
    ds_report_norm_note(document, found->norm, n);
}

static void note_months(ds_document *document, const char *code, ds_say text, uint64_t n) {
    const ds_value values[] = {ds_value_count(n)};
    const ds_note note = {
        .kind = DS_NOTE_MIND, .code = code, .text = text, .values = values, .n_values = 1};
    if (n > 0) ds_document_note(document, &note);
}

static void add_month_notes(ds_document *document, const ds_months_found *found) {
    ds_document_remark(document, DS_NOTE_REMARK, "per_instelling",
                       DS_SAY("een persoon telt bij elke instelling een keer, onder het niveau en "
                              "de leerweg van de startpopulatie van die maand",
                              "a person counts once at each institution, under the niveau and "
                              "leerweg of the start population of that month"));
    note_months(document, "buiten_startpopulatie",
                DS_SAY("niet geteld, want op de lijst van vsv'ers en niet in de startpopulatie van "
                       "die maand: {0} (personen × maanden)",
                       "not counted, being on the list of early leavers and not in the start "
                       "population of that month: {0} (persons × months)"),
                found->n_outside);
    note_months(document, "buiten_startpopulatie_na",
                DS_SAY("niet geteld, want op de lijst na het schooljaar en in geen "
                       "startpopulatie: {0}",
                       "not counted, being on the list after the school year and not in the start "
                       "population: {0}"),
                found->n_outside_after);
    note_months(
        document, "zonder_startpopulatie",
        DS_SAY("onbekend, want van die maand is er geen startpopulatie (A05): {0} op de lijst "
               "van vsv'ers",
               "unknown, as there is no start population (A05) of that month: {0} on the list "
               "of early leavers"),
        found->n_without_start);
    note_month_norms(document, found);
    note_months(
        document, "lijst_ontbreekt",
        DS_SAY("maanden van instellingen waarvan een lijst ontbreekt: {0}; zij zijn niet "
               "beschikbaar, en wie er in de startpopulatie staat is onbekend; "
               "cumulatief geldt dat ook voor de maanden erna",
               "months of institutions of which a list is missing: {0}; they are not available, "
               "and who is in their start population is unknown; cumulated, so are the "
               "months after them"),
        found->n_missing);
    note_months(document, "zonder_lijst",
                DS_SAY("niet geteld, want een rij zegt niet van welke lijst zij is (start, vsv, "
                       "na): {0}",
                       "not counted, as a row does not say of which list it is (start, vsv, na): "
                       "{0}"),
                found->n_unstated);
}

ds_status ds_report_vsv_months(const ds_months_found *found, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new(
        "maand", DS_SAY("Voortijdig schoolverlaters per maand", "Early school leavers by month"));
    ds_status status;
    ds_document_value(document, DS_IN_JSON, "register", NO_SAY, ds_value_text(found->generation));
    ds_document_value(document, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_part(document, found, &parts[i]);
    add_month_array(document, found);
    if (found->n_rows == 0)
        ds_document_text(document, DS_IN_PEOPLE,
                         DS_SAY("geen maand met een startpopulatie (A05, lijst start)",
                                "no month with a start population (A05, list start)"));
    add_month_notes(document, found);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
