/* report/simulated.c: which deliveries were made up, and what comes next. See doorstroom/report.h.
 */
#include "doorstroom/report.h"
#include "report/keep.h"

#define NO_SAY ((ds_say){NULL, NULL})

static const ds_field file_fields[] = {
    {.id = "bestand", .title = {"bestand", "file"}, .in = DS_IN_ALL, .key = true}};

/* On standard error, as on a terminal there is nothing else to say. */
static void add_simulated_next(ds_document *document, const ds_simulated *made,
                               const char *program) {
    const ds_value values[] = {ds_value_text(made->folder),
                               ds_value_text(ds_report_word(document, program)),
                               ds_value_text(ds_report_word(document, made->folder))};
    const ds_note note = {
        .kind = DS_NOTE_MESSAGE,
        .code = "verzonnen",
        .text = {"Verzonnen leveringen staan in {0}/leveringen. Nu: {1} import {2}",
                 "Made-up deliveries stand in {0}/leveringen. Next: {1} import {2}"},
        .values = values,
        .n_values = 3};
    ds_document_note(document, &note);
}

ds_status ds_report_simulated(const ds_simulated *made, const char *program, ds_document **out,
                              ds_error *err) {
    enum { IN = DS_IN_PAGE | DS_IN_MACHINE };
    ds_document *document = ds_document_new("simulate", NO_SAY);
    ds_doc_table *table;
    ds_status status;
    ds_document_value(document, DS_IN_JSON, "verzonnen", NO_SAY, ds_value_flag(true));
    ds_document_value(document, DS_IN_PAGE | DS_IN_JSON, "personen", DS_SAY("personen", "persons"),
                      ds_value_count(made->n_persons));
    ds_document_value(document, DS_IN_PAGE | DS_IN_JSON, "seed", NO_SAY,
                      ds_value_count(made->seed));
    table = ds_document_table(document, IN, "leveringen", NO_SAY, file_fields, 1);
    for (size_t i = 0; i < made->n_files; i++) {
        const ds_value file = ds_value_text(made->files[i]);
        ds_doc_table_row(table, &file);
    }
    add_simulated_next(document, made, program);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
