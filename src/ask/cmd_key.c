/* ask/cmd_key.c: doorstroom key FILE: a key for pseudonyms, made once. */
#include "ask/question.h"

static ds_status make_and_answer(ds_question *q, const char *path) {
    char fingerprint[DS_KEY_FINGERPRINT_SIZE];
    ds_document *document = NULL;
    ds_status status = ds_key_make(path, fingerprint, q->err);
    if (status == DS_OK) status = ds_report_key(path, fingerprint, &document, q->err);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_key(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom key BESTAND\n\n"
        "Maakt een sleutel voor pseudoniemen: een nieuw bestand dat alleen u mag lezen. Zet in\n"
        "WERKMAP/doorstroom.yaml: pseudonimiseer: {sleutel: BESTAND}. Met een andere sleutel of\n"
        "zonder is niemand van eerder terug te vinden: bewaar hem, en niet in de werkmap.\n"
        "Voorbeeld: doorstroom key ../sleutel";
    static const char usage_en[] =
        "doorstroom key FILE\n\n"
        "Makes a key for pseudonyms: a new file that only you may read. Put into\n"
        "WORKFOLDER/doorstroom.yaml: pseudonimiseer: {sleutel: FILE}. With another key, or\n"
        "without, nobody from before is found back: keep it, and not in the work folder.\n"
        "Example: doorstroom key ../key";
    const char *path = NULL;
    q->forms = "table|json";
    if (!ds_question_read(q, NULL, 0, &path, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    if (q->asked.form != DS_FORM_TABLE && q->asked.form != DS_FORM_JSON) /* before a key is made */
        return ds_question_refuse(q, "key schrijft table of json", "key writes table or json", "");
    if (path == NULL)
        return ds_question_refuse(q, "verwacht de naam van een nieuw bestand",
                                  "expected the name of a new file", "");
    return make_and_answer(q, path);
}
