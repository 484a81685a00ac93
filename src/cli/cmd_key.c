/* cli/cmd_key.c: doorstroom key FILE: a key for pseudonyms, made once. */
#include "cli/cli.h"

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
    char fingerprint[DS_KEY_FINGERPRINT_SIZE];
    ds_error err;
    int code;
    c->forms = "table|json";
    code = cli_parse(c, argc, argv, NULL, 0, &path, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (c->format == CLI_CSV)
        return cli_usage(c, "key schrijft table of json", "key writes table or json", "");
    if (path == NULL)
        return cli_usage(c, "verwacht de naam van een nieuw bestand",
                         "expected the name of a new file", "");
    if (ds_key_make(path, fingerprint, &err) != DS_OK) return cli_fail(c, &err);
    if (c->format == CLI_JSON)
        (void)printf("{\"vingerafdruk\": \"%s\"}\n", fingerprint);
    else
        (void)printf("%s: %s %s\n", cli_clean(path), cli_say(c, "vingerafdruk", "fingerprint"),
                     fingerprint);
    return DS_OK;
}
