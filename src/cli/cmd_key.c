/* cli/cmd_key.c: doorstroom key FILE: a key for pseudonyms, made once. */
#include "cli/cli.h"

static ds_status make_and_write(cli *c, const char *path, ds_error *err) {
    char fingerprint[DS_KEY_FINGERPRINT_SIZE];
    ds_document *document = NULL;
    ds_status status = ds_key_make(path, fingerprint, err);
    if (status == DS_OK) status = ds_report_key(path, fingerprint, &document, err);
    return status == DS_OK ? cli_write(c, document, err) : status;
}

int cmd_key(cli *c, int argc, char **argv) {
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
    ds_error err;
    int code;
    c->forms = "table|json";
    code = cli_parse(c, argc, argv, NULL, 0, &path, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (c->format != DS_FORM_TABLE && c->format != DS_FORM_JSON) /* before a key is made */
        return cli_usage(c, "key schrijft table of json", "key writes table or json", "");
    if (path == NULL)
        return cli_usage(c, "verwacht de naam van een nieuw bestand",
                         "expected the name of a new file", "");
    return make_and_write(c, path, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
