/* cli/cmd_merge.c: doorstroom merge FILE…: adds up the csv of tally over parts, exactly. */
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/breaks.h"

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

/* Says so when an earlier file has the same bytes: perhaps the same part, counted twice; small
 * parts may be equal by chance, so they do count. */
static ds_status check_twice(const cli *c, const char *const *paths, const size_t *sizes, size_t i,
                             const char *data, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < i; k++) {
        char *before;
        size_t size;
        if (sizes[k] != sizes[i]) continue;
        status = ds_file_read(paths[k], (size_t)1 << 31, &before, &size, err);
        if (status != DS_OK) break;
        if (size == sizes[i] && memcmp(before, data, size) == 0)
            (void)fprintf(stderr,
                          cli_say(c,
                                  "let op: %s is byte voor byte gelijk aan %s; twee keer "
                                  "hetzelfde deel telt dubbel\n",
                                  "note: %s is byte for byte equal to %s; the same part twice "
                                  "counts double\n"),
                          cli_clean(paths[i]), cli_clean(paths[k]));
        ds_free(before);
    }
    return status;
}

/* The very same file named twice is a mistake; one without cells does no harm. */
static ds_status check_same_file(const char *const *paths, size_t i, ds_error *err) {
    struct stat one, other;
    if (stat(paths[i], &one) != 0) return DS_OK; /* reading it says why */
    for (size_t k = 0; k < i; k++)
        if (stat(paths[k], &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino)
            return ds_error_at(err, DS_INPUT, paths[i], 0, 0, "hetzelfde bestand als %s",
                               "the same file as %s", paths[k]);
    return DS_OK;
}

/* Adds paths[i]; sizes[i] becomes its size. */
static ds_status add_file(const cli *c, const char *const *paths, size_t *sizes, size_t i, sums *to,
                          ds_error *err) {
    const char *path = paths[i];
    ds_cells **parts = NULL;
    size_t n_parts = 0;
    char *data;
    ds_status status = ds_file_read(path, (size_t)1 << 31, &data, &sizes[i], err);
    if (status != DS_OK) return status;
    status = ds_cells_parse_csv_all(path, data, sizes[i], &parts, &n_parts, err);
    if (status == DS_OK && n_parts > 0) status = check_same_file(paths, i, err);
    if (status == DS_OK && n_parts > 0) status = check_twice(c, paths, sizes, i, data, err);
    ds_free(data);
    for (size_t k = 0; k < n_parts; k++) {
        if (status == DS_OK)
            status = add_part(to, parts[k], err);
        else
            ds_cells_free(parts[k]);
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

/* Breaks that the sums cross, of the definitions beside the program; without those, none. */
static void print_breaks(const cli *c, const sums *all) {
    cli_definitions definitions;
    ds_error err;
    if (cli_definitions_read(c, NULL, &definitions, &err) != DS_OK) return;
    for (size_t i = 0; i < all->n; i++) {
        const char *id = ds_cells_indicator(all->list[i]);
        const ds_indicator *indicator;
        char before[160];
        size_t file;
        if (i > 0 && strcmp(ds_cells_indicator(all->list[i - 1]), id) == 0) continue;
        if (cli_definitions_find(&definitions, id, &file, &indicator, &err) != DS_OK) continue;
        (void)snprintf(before, sizeof before, "%.64s (%s): ", cli_clean(id),
                       cli_say(c, "standaarddefinitie", "standard definition"));
        cli_breaks_print(c, stderr, before, all->list[i], indicator, 0);
    }
    cli_definitions_done(&definitions);
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
    size_t sizes[FILES_MAX] = {0};
    sums all = {0};
    ds_error err;
    ds_status status = DS_OK;
    int code;
    c->forms = "table|csv";
    code = cli_parse(c, argc, argv, NULL, 0, files, FILES_MAX, usage_nl, usage_en);
    if (code >= 0) return code;
    if (files[0] == NULL) return cli_usage(c, "welke bestanden?", "which files?", "");
    if (c->format == CLI_JSON)
        return cli_usage(c, "merge schrijft table of csv", "merge writes table or csv", "");
    for (size_t i = 0; status == DS_OK && i < FILES_MAX && files[i] != NULL; i++)
        status = add_file(c, files, sizes, i, &all, &err);
    if (status == DS_OK) status = print_all(c, &all, &err);
    if (status == DS_OK) {
        print_breaks(c, &all);
        (void)fprintf(stderr, "%s\n",
                      cli_say(c,
                              "merge ziet niet of de delen uit hetzelfde register komen, van "
                              "dezelfde versie en onder dezelfde codes",
                              "merge cannot see whether the parts come from the same register, of "
                              "the same version and under the same codes"));
        cli_say_internal(c);
    }
    for (size_t i = 0; i < all.n; i++)
        ds_cells_free(all.list[i]);
    ds_free(all.list);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
