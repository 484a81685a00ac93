/* report/merge.c: cells of parts, added up, as a document: a section an indicator and breakdown.
 * See doorstroom/report.h. */
#include "doorstroom/report.h"

#include "report/comparison.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* A break of the standard definition: csv does not say which one the parts were counted by. */
static void add_standard_breaks(ds_document *section, const ds_tally_table *t) {
    for (uint32_t i = 0; t->indicator != NULL && i < t->indicator->n_breaks; i++) {
        const ds_break *at = &t->indicator->breaks[i];
        const ds_say say = ds_document_say(section, at->note, at->note_en);
        const ds_value values[] = {ds_value_schooljaar(at->from),
                                   ds_value_word(at->note, say.nl, say.en)};
        const ds_note note = {
            .kind = DS_NOTE_REMARK,
            .code = "breuk_in_de_reeks",
            .text = {"volgens de standaarddefinitie: breuk in de reeks vanaf {0}: {1}",
                     "by the standard definition: break in the series from {0} on: {1}"},
            .values = values,
            .n_values = 2};
        if (ds_report_crosses(t, at, 0)) ds_document_note(section, &note);
    }
}

static void add_merged_table(ds_document *document, const ds_tally_table *t) {
    const char *id = ds_document_keep(document, ds_parts_at(t->parts, t->of_parts).indicator);
    ds_document *section = ds_document_section(document, id, (ds_say){id, NULL}, DS_IN_ALL);
    ds_document_value(section, DS_IN_JSON, "indicator", NO_SAY, ds_value_text(id));
    ds_document_value(section, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
    if (t->comparison == NULL)
        ds_report_cells(section, "cellen", t, NULL, 0);
    else
        ds_report_comparison(section, "cellen", t);
    add_standard_breaks(section, t);
}

static void add_warnings(ds_document *document, const ds_merged *merged) {
    for (size_t i = 0; i < merged->n_equal; i++) {
        const ds_value values[] = {ds_value_text(merged->equal[i].file),
                                   ds_value_text(merged->equal[i].before)};
        const ds_note note = {
            .kind = DS_NOTE_MESSAGE,
            .code = "gelijke_bestanden",
            .text = {"let op: {0} is byte voor byte gelijk aan {1}; twee keer hetzelfde deel telt "
                     "dubbel",
                     "note: {0} is byte for byte equal to {1}; the same part twice counts double"},
            .values = values,
            .n_values = 2,
            .in = DS_IN_ALL};
        ds_document_note(document, &note);
    }
    ds_document_remark(
        document, DS_NOTE_MESSAGE, "herkomst_onbekend",
        DS_SAY("csv telt op naar haar kolommen alleen: merge ziet niet of de delen uit hetzelfde "
               "register komen, van dezelfde versie en onder dezelfde codes, en of er geen "
               "ontbreekt; van json wel",
               "csv is added up by its columns only: merge cannot see whether the parts come from "
               "the same register, of the same version and under the same codes, and whether none "
               "is missing; of json it can"));
}

/* The csv of the contract says nothing of where its cells are from. */
static ds_status report_csv(const ds_merged *merged, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new_list("merge", NO_SAY);
    ds_status status;
    for (size_t i = 0; i < merged->n; i++)
        add_merged_table(document, &merged->tables[i]);
    if (merged->n == 0) /* parts without cells: a csv without anything */
        (void)ds_document_table(document, DS_IN_CSV, "cellen", NO_SAY, NULL, 0);
    add_warnings(document, merged);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

ds_status ds_report_merge(const ds_merged *merged, ds_document **out, ds_error *err) {
    const ds_note unknown = {
        .kind = DS_NOTE_MESSAGE,
        .code = "definitie_onbekend",
        .text = DS_SAY("let op: van deze versie van een definitie is hier de tekst niet; "
                       "breuken in de reeks, normen en wat een rij is ontbreken. "
                       "--definitions BESTAND noemt haar bestand",
                       "note: the text of this version of a definition is not here; "
                       "breaks in the series, norms and what a row is are missing. "
                       "--definitions FILE names its file"),
        .in = DS_IN_ALL};
    ds_document *document;
    ds_status status;
    if (!merged->said) return report_csv(merged, out, err);
    status = ds_report_tallies(merged->tables, merged->n, &merged->source, &document, err);
    if (status != DS_OK) return status;
    if (merged->n_unknown > 0) ds_document_note(document, &unknown);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
