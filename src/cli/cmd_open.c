/* cli/cmd_open.c: doorstroom open FILE [--by a,b]: open data that is already counted. */
#include <string.h>

#include "base/text.h"
#include "cli/open_print.h"
#include "cli/open_read.h"

typedef struct asked {
    const char *by;
    bool hidden, equality;
    size_t keys[DS_OPEN_KEYS];
    size_t n_keys;
} asked;

static size_t find_key(ds_text name) {
    for (size_t k = 0; k < DS_OPEN_KEYS; k++)
        if (ds_text_is(name, ds_open_key_name(k))) return k;
    return SIZE_MAX;
}

static int unknown_key(const cli *c, ds_text name) {
    const char *names[DS_OPEN_KEYS];
    char known[256] = "";
    size_t near;
    for (size_t k = 0; k < DS_OPEN_KEYS; k++) {
        names[k] = ds_open_key_name(k);
        (void)snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s",
                       k == 0 ? "" : ", ", names[k]);
    }
    near = ds_text_nearest(name, names, DS_OPEN_KEYS);
    if (near != SIZE_MAX)
        return cli_usage(c, "--by: onbekend kenmerk; bedoelde u", "--by: unknown key; did you mean",
                         names[near]);
    return cli_usage(c, "--by: onbekend kenmerk; verwacht", "--by: unknown key; expected", known);
}

/* "a, b" into keys; -1 to go on, else the exit code. */
static int parse_by(const cli *c, asked *a) {
    const char *at = a->by;
    while (at != NULL) {
        const size_t size = strcspn(at, ",");
        const ds_text name = ds_text_trim((ds_text){at, size});
        const size_t key = find_key(name);
        if (key == SIZE_MAX) return unknown_key(c, name);
        for (size_t k = 0; k < a->n_keys; k++)
            if (a->keys[k] == key)
                return cli_usage(c, "--by: staat twee keer", "--by: stands twice",
                                 ds_open_key_name(key));
        a->keys[a->n_keys++] = key;
        at = at[size] == ',' ? at + size + 1 : NULL;
    }
    return -1;
}

static ds_status print_cells(const cli *c, const ds_open *open, const asked *a, ds_error *err) {
    const char *assumption = a->equality ? "totaal is man + vrouw" : NULL;
    ds_bounded *cells = NULL;
    ds_status status = ds_open_tally(open, a->keys, a->n_keys, a->equality, &cells, err);
    if (status == DS_OK) status = cli_open_print_cells(c, open, cells, assumption, err);
    ds_bounded_free(cells);
    return status;
}

static ds_status work(cli *c, const char *path, const asked *a, ds_error *err) {
    ds_open *open = NULL;
    ds_status status = cli_open_read(path, &open, err);
    if (status == DS_OK)
        status = a->hidden ? cli_open_print_hidden(c, open, err) : print_cells(c, open, a, err);
    if (status == DS_OK) cli_open_print_summary(c, open);
    ds_open_free(open);
    return status;
}

int cmd_open(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom open BESTAND [--by a,b] [--hidden] [--assume-equal]\n\n"
        "Open data die al geteld is: DUO's bestand van examenkandidaten en geslaagden.\n"
        "'<5' is 1 tot en met 4; elk getal krijgt een onder- en bovengrens (docs/opendata.md).\n"
        "--by: instelling, vestiging, onderwijstype, opleiding, inspectiecode, naam, gemeente,\n"
        "geslacht; zonder --by een regel per schooljaar.\n"
        "Voorbeeld: doorstroom open duo_examen_raw_all.csv --by onderwijstype";
    static const char usage_en[] =
        "doorstroom open FILE [--by a,b] [--hidden] [--assume-equal]\n\n"
        "Open data that is already counted: DUO's file of exam candidates and passes.\n"
        "'<5' is 1 to 4; every number gets a lower and an upper bound (docs/opendata.en.md).\n"
        "--by: instelling, vestiging, onderwijstype, opleiding, inspectiecode, naam, gemeente,\n"
        "geslacht; without --by one row a school year.\n"
        "Example: doorstroom open duo_examen_raw_all.csv --by onderwijstype";
    asked a = {0};
    const char *path = NULL;
    const cli_option options[] = {
        {"--by", &a.by, NULL, "a,b", "uitsplitsen", "break down"},
        {"--hidden", NULL, &a.hidden, NULL, "elk verborgen aantal, met zijn grenzen",
         "every hidden count, with its bounds"},
        {"--assume-equal", NULL, &a.equality, NULL, "neem aan dat totaal = mannen + vrouwen",
         "assume that the total is men + women"}};
    ds_error err = {0};
    int code = cli_parse(c, argc, argv, options, 3, &path, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (path == NULL) return cli_usage(c, "welk bestand?", "which file?", "");
    if (a.hidden && (a.by != NULL || a.equality))
        return cli_usage(c, "--hidden gaat niet samen met --by of --assume-equal",
                         "--hidden does not go with --by or --assume-equal", "");
    code = parse_by(c, &a);
    if (code >= 0) return code;
    return work(c, path, &a, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
