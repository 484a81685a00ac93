/* cli/cmd_merge.c: doorstroom merge FILE…: adds up the csv of tally over parts, exactly. */
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"

enum { FILES_MAX = 256 };

static ds_status add_file(const char *path, ds_cells **cells, ds_error *err) {
    ds_cells *more = NULL;
    char *data;
    size_t size;
    ds_status status = ds_file_read(path, (size_t)1 << 31, &data, &size, err);
    if (status != DS_OK) return status;
    status = ds_cells_parse_csv(path, data, size, &more, err);
    ds_free(data);
    if (status == DS_OK && *cells != NULL) {
        status = ds_cells_merge(*cells, more, err);
        ds_cells_free(more);
    } else if (status == DS_OK) {
        *cells = more;
    }
    return status;
}

int cmd_merge(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom merge BESTAND…\n\n"
        "Telt de csv van tally over delen (--part) bij elkaar op, exact.\n"
        "Voorbeeld: doorstroom merge deel1.csv deel2.csv --format csv";
    static const char usage_en[] = "doorstroom merge FILE…\n\n"
                                   "Adds up the csv of tally over parts (--part), exactly.\n"
                                   "Example: doorstroom merge part1.csv part2.csv --format csv";
    const char *files[FILES_MAX] = {NULL};
    ds_cells *cells = NULL;
    char *text = NULL;
    ds_error err;
    ds_status status = DS_OK;
    int code = cli_parse(c, argc, argv, NULL, 0, files, FILES_MAX, usage_nl, usage_en);
    if (code >= 0) return code;
    if (files[0] == NULL) return cli_usage(c, "welke bestanden?", "which files?", "");
    for (size_t i = 0; status == DS_OK && i < FILES_MAX && files[i] != NULL; i++)
        status = add_file(files[i], &cells, &err);
    if (status == DS_OK) {
        ds_cells_finish(cells);
        if (c->format == CLI_TABLE)
            cli_print_cells(c, cells, NULL, 0);
        else
            status = ds_cells_print_csv(cells, true, &text, &err);
        if (text != NULL) (void)fputs(text, stdout);
    }
    ds_free(text);
    ds_cells_free(cells);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
