/* cli/cmd_merge.c: doorstroom merge FILE…: adds up the cells of parts, exactly. */
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "cli/table_options.h"

static ds_status merge_and_write(cli *c, const ds_merge_options *options, const char *const *files,
                                 size_t n, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_merged merged;
    ds_document *document = NULL;
    ds_status status = ds_work_merge(&work, options, files, n, &merged, err);
    if (status != DS_OK) return status;
    status = ds_report_merge(&merged, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_merged_done(&merged);
    return status;
}

static const char usage_nl[] =
    "doorstroom merge BESTAND… [--definitions BESTAND]\n\n"
    "Telt cellen van delen bij elkaar op, exact: wat tally schreef met --part, of van elk deel "
    "dat\n"
    "split maakte. Van json (--format json) wordt geweigerd wat niet bij elkaar hoort, ontbreekt "
    "of\n"
    "dubbel is, en komt er wat tally van het geheel zegt; csv telt op naar haar kolommen alleen.\n"
    "Voorbeelden:\n"
    "  doorstroom merge deel1.json deel2.json --format csv\n"
    "  doorstroom merge delen/*.json --out geheel.json\n"
    "  doorstroom merge deel1.json deel2.json --compare vorig --totals ''";
static const char usage_en[] =
    "doorstroom merge FILE… [--definitions FILE]\n\n"
    "Adds cells of parts up, exactly: what tally wrote with --part, or of each part that split\n"
    "made. Of json (--format json) what does not belong together, is missing or comes twice is\n"
    "refused, and what comes out is what tally says of the whole; csv is added up by its columns\n"
    "only.\n"
    "Examples:\n"
    "  doorstroom merge part1.json part2.json --format csv\n"
    "  doorstroom merge parts/*.json --out whole.json\n"
    "  doorstroom merge part1.json part2.json --compare vorig --totals ''";

int cmd_merge(cli *c, int argc, char **argv) {
    ds_merge_options o = DS_MERGE_OPTIONS_INIT;
    cli_table_asked shown = CLI_TABLE_ASKED_INIT;
    const cli_option options[] = {
        {"--definitions", &o.definitions_file, NULL, "FILE",
         "het bestand met de definities van deze cellen (die van het programma)",
         "the file with the definitions of these cells (those of the program)"},
        CLI_TABLE_OPTIONS(shown)};
    const char **files = ds_calloc((size_t)argc + 1, sizeof *files);
    size_t n = 0;
    ds_error err;
    int code;
    if (files == NULL) {
        (void)ds_error_memory(&err);
        return cli_fail(c, &err);
    }
    code = cli_parse(c, argc, argv, options, sizeof options / sizeof *options, files, (size_t)argc,
                     usage_nl, usage_en);
    if (code < 0 && !cli_table_read(c, &shown)) code = DS_USAGE;
    o.shown = shown.options;
    while (code < 0 && files[n] != NULL)
        n++;
    if (code < 0 && n == 0)
        code = cli_usage(c, "welke bestanden?", "which files?", "");
    else if (code < 0)
        code = merge_and_write(c, &o, files, n, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
    ds_free(files);
    return code;
}
