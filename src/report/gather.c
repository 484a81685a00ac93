/* report/gather.c: what became of a piece, or of pieces together. See doorstroom/report.h. */
#include "doorstroom/report.h"

static ds_say say_gathered(size_t n_pieces, bool again) {
    if (n_pieces == 0)
        return DS_SAY("wat alleen het geheel weet staat in {0}/stuk.json",
                      "what only the whole knows stands in {0}/stuk.json");
    if (again)
        return DS_SAY(
            "verzamel alle stukken nog eens, met {0}/geheel.json: alleen alle rijen samen "
            "zeggen hoe een waarde gelezen wordt",
            "gather all pieces once more, with {0}/geheel.json: only all rows together say "
            "how a value is read");
    return DS_SAY("{1} stukken zijn opgeteld in {0}/geheel.json",
                  "{1} pieces were added up in {0}/geheel.json");
}

ds_status ds_report_gather(const char *folder, size_t n_pieces, bool again, ds_document **out,
                           ds_error *err) {
    const ds_say none = {NULL, NULL};
    ds_document *document = ds_document_new("gather", none);
    const ds_value values[] = {ds_value_text(folder), ds_value_count(n_pieces)};
    ds_status status;
    ds_document_value(document, DS_IN_JSON, "werkmap", none, values[0]);
    ds_document_value(document, DS_IN_JSON, "stukken", none, values[1]);
    ds_document_value(document, DS_IN_JSON, "opnieuw", none, ds_value_flag(again));
    ds_document_text(document, DS_IN_PEOPLE,
                     ds_document_phrase(document, say_gathered(n_pieces, again), values, 2));
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
