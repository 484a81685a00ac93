/* report/key.c: a key that was made, as a document. See doorstroom/report.h. */
#include "doorstroom/report.h"

ds_status ds_report_key(const char *path, const char *fingerprint, ds_document **out,
                        ds_error *err) {
    const ds_say none = {NULL, NULL};
    ds_document *document = ds_document_new("key", none);
    const ds_value values[] = {ds_value_text(path), ds_value_text(fingerprint)};
    ds_status status;
    ds_document_value(document, DS_IN_JSON, "vingerafdruk", none, values[1]);
    ds_document_text(document, DS_IN_PEOPLE,
                     ds_document_phrase(document,
                                        DS_SAY("{0}: vingerafdruk {1}", "{0}: fingerprint {1}"),
                                        values, 2));
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
