/* cli/cmd_describe.c: doorstroom describe FILE: what an unknown file seems to be, and a first
 * mapping to edit. */
#include "cli/cli.h"

/* to: where a first mapping goes; NULL: nowhere. */
static ds_status describe_and_write(cli *c, const char *file, const char *to, ds_error *err) {
    ds_described described = {0};
    ds_document *document = NULL;
    ds_status status = ds_work_describe(file, &described, err);
    if (status == DS_OK && to != NULL) status = ds_described_write(&described, to, err);
    if (status == DS_OK)
        status = to != NULL ? ds_say_mapping_written(&described, to, &document, err)
                            : ds_say_description(&described, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_described_done(&described);
    return status;
}

static ds_status check_and_write(cli *c, const char *path, ds_error *err) {
    ds_document *document = NULL;
    ds_status status = ds_mapping_check(path, err);
    if (status == DS_OK) status = ds_say_mapping_good(path, &document, err);
    return status == DS_OK ? cli_write(c, document, err) : status;
}

int cmd_describe(cli *c, int argc, char **argv) {
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
    const cli_option options[] = {
        {"--write", &to, NULL, "FILE.yaml", "een eerste vertaling schrijven",
         "write a first mapping"},
        {"--check", &checked, NULL, "FILE.yaml", "een vertaling controleren", "check a mapping"}};
    ds_error err;
    ds_status status;
    int code = cli_parse(c, argc, argv, options, 2, &file, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (checked == NULL && file == NULL) return cli_usage(c, "geef een bestand", "give a file", "");
    status =
        checked != NULL ? check_and_write(c, checked, &err) : describe_and_write(c, file, to, &err);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
