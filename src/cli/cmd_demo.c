/* cli/cmd_demo.c: doorstroom demo DIR: made deliveries, imported and tallied; tables on the screen
 * and one plain page, the published figures beside them. Rerun after changing
 * DIR/definities/werkagenda.yaml to see the numbers change. */
#include "cli/cli.h"

static ds_status show_demo(cli *c, uint64_t n_persons, ds_error *err) {
    const ds_work work = cli_work(c);
    const ds_write_options page = {.lang = c->dutch ? DS_NL : DS_EN};
    ds_demo *demo = NULL;
    ds_demo_facts facts;
    ds_document *document = NULL;
    ds_status status = ds_work_demo(&work, n_persons, &demo, err);
    if (status != DS_OK) return status;
    facts = ds_demo_facts_of(demo);
    status = ds_report_demo(&facts, c->program, &document, err);
    if (status == DS_OK) status = ds_document_save(document, facts.page, &page, err);
    if (status == DS_OK)
        status = cli_write(c, document, err);
    else
        ds_document_free(document);
    ds_demo_free(demo);
    return status;
}

int cmd_demo(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom demo WERKMAP [--persons N]\n\n"
        "Maakt een werkmap met verzonnen leveringen, zet er een register van neer en rekent de\n"
        "indicatoren uit: op het scherm en op één bladzijde, met de gepubliceerde cijfers "
        "ernaast.\n"
        "300.000 personen is een tiende van Nederland.\n"
        "Voorbeeld: doorstroom demo proef";
    static const char usage_en[] =
        "doorstroom demo WORKFOLDER [--persons N]\n\n"
        "Makes a work folder with made-up deliveries, makes a register of them and works out the\n"
        "indicators: on the screen and on one page, the published figures beside them.\n"
        "300,000 persons is a tenth of the Netherlands.\n"
        "Example: doorstroom demo trial";
    const char *persons = "300000", *folder = NULL;
    const cli_option options[] = {
        {"--persons", &persons, NULL, "N", "aantal personen (300000)", "persons (300000)"}};
    uint64_t n_persons;
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 1, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (folder == NULL) return cli_usage(c, "welke werkmap?", "which work folder?", "");
    if (!cli_number(c, "--persons", persons, 1000, 100000000, &n_persons)) return DS_USAGE;
    c->work_folder = folder;
    return show_demo(c, n_persons, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
