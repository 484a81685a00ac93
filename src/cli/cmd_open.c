/* cli/cmd_open.c: doorstroom open FILE [--by a,b]: open data that is already counted. */
#include "cli/cli.h"

static ds_status open_and_write(cli *c, const ds_open_options *options, bool hidden,
                                ds_error *err) {
    ds_opened opened = {0};
    ds_document *document = NULL;
    ds_status status = ds_work_open(options, &opened, err);
    if (status == DS_OK)
        status = hidden ? ds_report_open_hidden(opened.open, &document, err)
                        : ds_report_open(&opened, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_opened_done(&opened);
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
    ds_open_options o = {0};
    bool hidden = false;
    const cli_option options[] = {
        {"--by", &o.by, NULL, "a,b", "uitsplitsen", "break down"},
        {"--hidden", NULL, &hidden, NULL, "elk verborgen aantal, met zijn grenzen",
         "every hidden count, with its bounds"},
        {"--assume-equal", NULL, &o.equality, NULL, "neem aan dat totaal = mannen + vrouwen",
         "assume that the total is men + women"}};
    ds_error err = {0};
    int code = cli_parse(c, argc, argv, options, 3, &o.path, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (o.path == NULL) return cli_usage(c, "welk bestand?", "which file?", "");
    if (hidden && (o.by != NULL || o.equality))
        return cli_usage(c, "--hidden gaat niet samen met --by of --assume-equal",
                         "--hidden does not go with --by or --assume-equal", "");
    return open_and_write(c, &o, hidden, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
