/* cli/cmd_merge.c: doorstroom merge FILE…: adds up the csv of tally over parts, exactly. */
#include "cli/cli.h"

enum { FILES_MAX = 256 };

static ds_status merge_and_write(cli *c, const char *const *files, size_t n, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_merged merged;
    ds_document *document = NULL;
    ds_status status = ds_work_merge(&work, files, n, &merged, err);
    if (status != DS_OK) return status;
    status = ds_report_merge(&merged, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_merged_done(&merged);
    return status;
}

int cmd_merge(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom merge BESTAND…\n\n"
        "Telt de csv van tally over delen (--part) bij elkaar op, exact. Ziet niet of de delen "
        "uit\n"
        "hetzelfde register komen, van dezelfde versie en onder dezelfde codes.\n"
        "Voorbeeld: doorstroom merge deel1.csv deel2.csv --format csv";
    static const char usage_en[] =
        "doorstroom merge FILE…\n\n"
        "Adds up the csv of tally over parts (--part), exactly. Cannot see\n"
        "whether the parts come from the same register, of the same\n"
        "version and under the same codes.\n"
        "Example: doorstroom merge part1.csv part2.csv --format csv";
    const char *files[FILES_MAX] = {NULL};
    size_t n = 0;
    ds_error err;
    int code = cli_parse(c, argc, argv, NULL, 0, files, FILES_MAX, usage_nl, usage_en);
    if (code >= 0) return code;
    while (n < FILES_MAX && files[n] != NULL)
        n++;
    if (n == 0) return cli_usage(c, "welke bestanden?", "which files?", "");
    return merge_and_write(c, files, n, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
