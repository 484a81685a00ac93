/* report/equality.c: what documents of gaps, risks and expectations share. See equality.h. */
#include "report/equality.h"

#include "report/unknown.h"

#define NO_SAY ((ds_say){NULL, NULL})

static const char *const gap_missing_codes[] = {
    "",          "niemand", "te_weinig_instellingen", "geen_spreiding", "weinig_gebeurtenissen",
    "collineair"};

const char *ds_report_gap_missing(ds_gap_missing missing) {
    return gap_missing_codes[missing];
}

void ds_report_gap_numbers(const ds_gap_estimate *e, ds_value *values) {
    const double numbers[] = {e->estimate,  e->se, e->low, e->high,
                              e->statistic, e->df, e->p,   e->p_adjusted};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        values[i] = ds_value_number(numbers[i]);
    values[8] = ds_value_count(e->n);
    values[9] = ds_value_text(ds_report_gap_missing(e->missing));
}

void ds_report_dropped_years(ds_document *to, const int *years, size_t n) {
    ds_value list[64] = {ds_value_none(DS_STATE_UNDEFINED)}, values[1];
    ds_note note = {.kind = DS_NOTE_REMARK,
                    .code = "weggelaten",
                    .text = DS_SAY("weggelaten, omdat een jaar ervoor of erna ontbreekt: {0}",
                                   "left out, as a year before or after is missing: {0}"),
                    .values = values,
                    .n_values = 1};
    if (n == 0) return;
    if (n > 64) n = 64;
    for (size_t i = 0; i < n; i++)
        list[i] = ds_value_year(years[i]);
    values[0] = ds_value_list(list, n);
    ds_document_note(to, &note);
}

ds_say ds_report_indicator_say(ds_document *document, const ds_indicator *indicator,
                               ds_value beside, ds_say with) {
    const ds_say name = ds_document_say(document, indicator->name, indicator->name_en);
    const ds_value values[] = {ds_value_text(indicator->id),
                               ds_value_word(indicator->name, name.nl, name.en), beside};
    return ds_document_phrase(document, with, values, 3);
}

void ds_report_equality_facts(ds_document *to, const ds_indicator *indicator,
                              const ds_equality_source *source) {
    ds_document_value(to, DS_IN_JSON, "indicator", NO_SAY, ds_value_text(indicator->id));
    ds_document_value(to, DS_IN_JSON, "naam", NO_SAY, ds_value_text(indicator->name));
    ds_document_value(to, DS_IN_JSON, "naam_en", NO_SAY, ds_value_text(indicator->name_en));
    ds_document_value(to, DS_IN_JSON, "versie", NO_SAY, ds_value_text(indicator->version));
    ds_document_value(to, DS_IN_JSON, "register", NO_SAY, ds_value_text(source->generation));
    ds_document_value(to, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
}

void ds_report_equality_source(ds_document *document, const ds_equality_source *source) {
    const ds_value values[] = {ds_value_text(source->single_institution)};
    const ds_note note = {
        .kind = DS_NOTE_MESSAGE,
        .code = "een_instelling",
        .text =
            {"let op: alleen leveringen van {0}; wie naar een andere instelling ging, lijkt hier "
             "een uitvaller",
             "mind: deliveries of {0} only; who moved to another institution looks like a leaver "
             "here"},
        .values = values,
        .n_values = 1,
        .in = DS_IN_ALL};
    if (source->single_institution[0] != '\0') ds_document_note(document, &note);
    ds_report_unknown_diplomas(document, source->undelivered, source->n_unlevelled);
    ds_document_set_internal(document);
}

void ds_report_equality_where(ds_document *to, const char *where, uint64_t unknown) {
    const ds_value values[] = {ds_value_text(where), ds_value_count(unknown)};
    const ds_note note = {
        .kind = DS_NOTE_REMARK,
        .code = "waar",
        .text = DS_SAY("alleen wie {0}; van {1} personen is dat niet te zeggen, en zij "
                       "tellen niet mee",
                       "only those for whom {0}; of {1} persons that cannot be told, "
                       "and they do not count"),
        .values = values,
        .n_values = 2};
    if (where == NULL) return;
    ds_document_value(to, DS_IN_JSON, "waar", NO_SAY, ds_value_text(where));
    ds_document_note(to, &note);
}
