/* cli/cmd_audit.c: doorstroom audit --attack FOLDER: what published tables give away. */
#include "cli/cli.h"
#include "doorstroom/outside.h"

enum { MINIMUM_MOST = 1000 };

/* *found: whether anything was. */
static ds_status attack_and_write(cli *c, const ds_outside_attack_options *options, bool *found,
                                  ds_error *err) {
    ds_attacked attacked = {0};
    ds_document *document = NULL;
    ds_status status = ds_outside_attack(options, &attacked, err);
    if (status != DS_OK) return status;
    *found = attacked.findings.n > 0;
    status = ds_report_attack(&attacked, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_attacked_done(&attacked);
    return status;
}

int cmd_audit(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom audit --attack MAP [--minimum N]\n\n"
        "De aanvaller: wat van verborgen tellingen is uit te rekenen met alle csv in een map, de\n"
        "onze of die van een ander, samen; een vrijgave.json telt mee. Bestanden van een ander\n"
        "beschrijft u in MAP/beschrijving.yaml (docs/onthulling.md).\n"
        "Eindigt met 0 als er niets is gevonden, met 1 als er iets is gevonden.\n"
        "Voorbeeld: doorstroom audit --attack gepubliceerd";
    static const char usage_en[] =
        "doorstroom audit --attack FOLDER [--minimum N]\n\n"
        "The attacker: what can be worked out of hidden counts from all csv in a folder, ours or\n"
        "another's, together; a vrijgave.json counts too. Files of another are described in\n"
        "FOLDER/beschrijving.yaml (docs/onthulling.en.md).\n"
        "Ends with 0 when nothing was found, with 1 when something was.\n"
        "Example: doorstroom audit --attack published";
    ds_outside_attack_options o = DS_OUTSIDE_ATTACK_OPTIONS_INIT;
    const char *minimum = NULL;
    const cli_option options[] = {
        {"--attack", &o.folder, NULL, "FOLDER", "de map met gepubliceerde tabellen",
         "the folder of published tables"},
        {"--minimum", &minimum, NULL, "N", "wat onder N personen telt is klein (10)",
         "what counts fewer than N persons is small (10)"}};
    bool found = false;
    ds_error err = {0};
    int code = cli_parse(c, argc, argv, options, 2, NULL, 0, usage_nl, usage_en);
    if (code >= 0) return code;
    if (minimum != NULL && !cli_number(c, "--minimum", minimum, 2, MINIMUM_MOST, &o.minimum))
        return DS_USAGE;
    if (o.folder == NULL)
        return cli_usage(c, "audit kent nu alleen --attack MAP",
                         "audit knows only --attack FOLDER now", "");
    if (attack_and_write(c, &o, &found, &err) != DS_OK) return cli_fail(c, &err);
    return found ? DS_INPUT : DS_OK;
}
