/* cli/cmd_formulier.c: doorstroom formulier FILE: checks a form and says what it holds. */
#include "cli/cli.h"
#include "doorstroom/outside.h"

int cmd_formulier(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom formulier BESTAND [--inventory] [--paper STUK]\n\n"
        "Kijkt een formulier na (formulieren/*.yaml) en zegt wat erin staat: velden, controles,\n"
        "overgangen en leveringen. Wat niet klopt krijgt een regel met de plaats in het bestand.\n"
        "Hoe u zo'n bestand schrijft: docs/formulieren.md.\n"
        "Voorbeeld: doorstroom formulier formulieren/efile-2025.yaml --inventory";
    static const char usage_en[] =
        "doorstroom formulier FILE [--inventory] [--paper PAPER]\n\n"
        "Checks a form (formulieren/*.yaml) and says what is in it: fields, checks, moves and\n"
        "deliveries. What is wrong gets a line with its place in the file.\n"
        "How such a file is written: docs/formulieren.en.md.\n"
        "Example: doorstroom formulier formulieren/efile-2025.yaml --inventory";
    ds_outside_form_options o = DS_OUTSIDE_FORM_OPTIONS_INIT;
    const cli_option options[] = {{"--inventory", NULL, &o.inventory, NULL,
                                   "welke wens welk veld, welke kolom en welk blok is",
                                   "which wish is which field, column and block"},
                                  {"--paper", &o.paper, NULL, "STUK",
                                   "dit stuk, leeg, om met de hand in te vullen",
                                   "this paper, empty, to be filled in by hand"}};
    ds_document *document = NULL;
    ds_error err = {0};
    ds_status status;
    int code = cli_parse(c, argc, argv, options, 2, &o.path, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (o.path == NULL) return cli_usage(c, "welk bestand?", "which file?", "");
    if (o.inventory && o.paper != NULL)
        return cli_usage(c, "--inventory gaat niet samen met --paper",
                         "--inventory does not go with --paper", "");
    o.program = c->program_folder;
    status = ds_outside_form(&o, &document, &err);
    if (status == DS_OK) status = cli_write(c, document, &err);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
