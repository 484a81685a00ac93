/* report/split.c: parts that were made, as a document. See doorstroom/report.h. */
#include "doorstroom/report.h"

ds_status ds_report_split(const char *folder, unsigned n_parts, ds_document **out, ds_error *err) {
    const ds_say none = {NULL, NULL};
    ds_document *document = ds_document_new("split", none);
    const ds_value values[] = {ds_value_count(n_parts), ds_value_text(folder)};
    ds_status status;
    ds_document_value(document, DS_IN_JSON, "werkmap", none, values[1]);
    ds_document_value(document, DS_IN_JSON, "delen", none, values[0]);
    ds_document_text(
        document, DS_IN_PEOPLE,
        ds_document_phrase(
            document,
            DS_SAY("{0} {0|deel|delen} in {1}/delen: importeer en tel elk, en merge telt op",
                   "{0} {0|part|parts} in {1}/delen: import and tally each, and merge adds up"),
            values, 2));
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
