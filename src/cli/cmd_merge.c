/* cli/cmd_merge.c: doorstroom merge FILE…: adds up the csv of tally over parts, exactly. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"

enum { FILES_MAX = 256 };

typedef struct sums {
    ds_cells **list;
    size_t n, capacity;
} sums;

/* Adds part to the cells of the same shape, or keeps it as the first of its shape. Takes part. */
static ds_status add_part(sums *to, ds_cells *part, ds_error *err) {
    ds_status status = DS_OK;
    size_t i = 0;
    while (i < to->n && !ds_cells_same_shape(to->list[i], part))
        i++;
    if (i < to->n) {
        status = ds_cells_merge(to->list[i], part, err);
        ds_cells_free(part);
    } else if (ds_reserve(&to->list, &to->capacity, to->n + 1, sizeof(ds_cells *))) {
        to->list[to->n++] = part;
    } else {
        status = ds_error_memory(err);
        ds_cells_free(part);
    }
    return status;
}

static ds_status add_file(const char *path, sums *to, ds_error *err) {
    ds_cells **parts = NULL;
    size_t n_parts = 0, size;
    char *data;
    ds_status status = ds_file_read(path, (size_t)1 << 31, &data, &size, err);
    if (status != DS_OK) return status;
    status = ds_cells_parse_csv_all(path, data, size, &parts, &n_parts, err);
    ds_free(data);
    for (size_t i = 0; i < n_parts; i++) {
        if (status == DS_OK)
            status = add_part(to, parts[i], err);
        else
            ds_cells_free(parts[i]);
    }
    ds_free(parts);
    return status;
}

/* A header where the columns differ from those before. */
static bool needs_header(const sums *all, size_t i) {
    const ds_cells *now = all->list[i], *before;
    if (i == 0) return true;
    before = all->list[i - 1];
    if (ds_cells_numeric(now) != ds_cells_numeric(before) ||
        ds_cells_n_keys(now) != ds_cells_n_keys(before))
        return true;
    for (size_t k = 0; k < ds_cells_n_keys(now); k++)
        if (strcmp(ds_cells_key_name(now, k), ds_cells_key_name(before, k)) != 0) return true;
    return false;
}

static ds_status print_all(const cli *c, const sums *all, ds_error *err) {
    for (size_t i = 0; i < all->n; i++) {
        char *text = NULL;
        ds_status status;
        ds_cells_finish(all->list[i]);
        if (c->format == CLI_TABLE) {
            cli_print_cells(c, all->list[i], NULL, 0);
            continue;
        }
        status = ds_cells_print_csv(all->list[i], needs_header(all, i), &text, err);
        if (status != DS_OK) return status;
        (void)fputs(text, stdout);
        ds_free(text);
    }
    return DS_OK;
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
    sums all = {0};
    ds_error err;
    ds_status status = DS_OK;
    int code = cli_parse(c, argc, argv, NULL, 0, files, FILES_MAX, usage_nl, usage_en);
    if (code >= 0) return code;
    if (files[0] == NULL) return cli_usage(c, "welke bestanden?", "which files?", "");
    if (c->format == CLI_JSON)
        return cli_usage(c, "merge schrijft table of csv", "merge writes table or csv", "");
    for (size_t i = 0; status == DS_OK && i < FILES_MAX && files[i] != NULL; i++)
        status = add_file(files[i], &all, &err);
    if (status == DS_OK) status = print_all(c, &all, &err);
    if (status == DS_OK) cli_say_internal(c);
    for (size_t i = 0; i < all.n; i++)
        ds_cells_free(all.list[i]);
    ds_free(all.list);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
