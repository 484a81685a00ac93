/* ask/cmd_describe.c: doorstroom describe FILE: what an unknown file seems to be, and a first
 * mapping to edit. */
#include "ask/question.h"

DS_ASK_FREES(ds_described_done)

/* to: where a first mapping goes; NULL: nowhere. */
static ds_status describe_and_answer(ds_question *q, const char *file, const char *to) {
    ds_described *described = ds_question_room(q, sizeof *described);
    ds_document *document = NULL;
    ds_status status;
    if (described == NULL) return DS_FAULT;
    status = ds_work_describe(file, described, q->err);
    if (status == DS_OK && to != NULL) status = ds_described_write(described, to, q->err);
    if (status == DS_OK)
        status = to != NULL ? ds_say_mapping_written(described, to, &document, q->err)
                            : ds_say_description(described, &document, q->err);
    ds_question_hold(q, described, release_ds_described_done);
    return ds_question_answer(q, document, status);
}

static ds_status check_and_answer(ds_question *q, const char *path) {
    ds_document *document = NULL;
    ds_status status = ds_mapping_check(path, q->err);
    if (status == DS_OK) status = ds_say_mapping_good(path, &document, q->err);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_describe(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom describe BESTAND [--write VERTALING.yaml] | --check VERTALING.yaml\n\n"
        "Bekijkt een onbekend bestand: vorm, kolommen, codes, sleutels; schrijft een eerste "
        "vertaling.\n"
        "Noemt geen waarden, behalve codes.\n"
        "Voorbeeld: doorstroom describe leveringen/osiris.csv --write vertalingen/osiris.yaml";
    static const char usage_en[] =
        "doorstroom describe FILE [--write MAPPING.yaml] | --check MAPPING.yaml\n\n"
        "Looks at an unknown file: its form, columns, codes, keys; writes a first mapping.\n"
        "Names no values, but codes.\n"
        "Example: doorstroom describe leveringen/osiris.csv --write vertalingen/osiris.yaml";
    const char *file = NULL, *to = NULL, *checked = NULL;
    const ds_ask_option options[] = {
        {"--write", &to, NULL, "FILE.yaml", "een eerste vertaling schrijven",
         "write a first mapping"},
        {"--check", &checked, NULL, "FILE.yaml", "een vertaling controleren", "check a mapping"}};
    if (!ds_question_read(q, options, 2, &file, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    if (checked == NULL && file == NULL)
        return ds_question_refuse(q, "geef een bestand", "give a file", "");
    return checked != NULL ? check_and_answer(q, checked) : describe_and_answer(q, file, to);
}
