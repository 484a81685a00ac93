/* cli/cmd_maand.c: doorstroom maand DIR: early leavers by month, from DUO's monthly lists. */
#include "cli/cli.h"

static ds_status count_and_write(cli *c, const ds_months_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_months_found found = {0};
    ds_document *document = NULL;
    ds_status status = ds_work_vsv_months(&work, options, &found, err);
    if (status == DS_OK) status = ds_report_vsv_months(&found, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_months_found_done(&found);
    return status;
}

int cmd_maand(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom maand [WERKMAP] [--by instelling,niveau,leerweg]\n\n"
        "Voortijdig schoolverlaters per maand, uit DUO's maandlijsten (A05, A04, A14) of\n"
        "leveringen vsv_maand: van de startpopulatie van een maand wie op de lijst van vsv'ers\n"
        "staat, cumulatief vanaf oktober, en na het schooljaar; daarnaast het hele schooljaar\n"
        "volgens het register (vsv) en volgens DUO (vsv_duo), met de norm. Een maand zonder lijst\n"
        "is niet beschikbaar, geen nul.\n"
        "csv: indicator (vsv_maand, vsv_maand_cumulatief, vsv_maand_na, vsv, vsv_duo), "
        "schooljaar,\n"
        "maand (202210; leeg: het hele schooljaar), kolommen, teller, noemer, onbekend, "
        "percentage.\n"
        "Voorbeelden:\n"
        "  doorstroom maand proef\n"
        "  doorstroom maand proef --by instelling,niveau --format csv";
    static const char usage_en[] =
        "doorstroom maand [WORKFOLDER] [--by instelling,niveau,leerweg]\n\n"
        "Early school leavers by month, from DUO's monthly lists (A05, A04, A14) or deliveries\n"
        "vsv_maand: who of the start population of a month is on the list of early leavers,\n"
        "cumulated from October on, and after the school year; beside them the whole school year\n"
        "by the register (vsv) and by DUO (vsv_duo), with the norm. A month without a list is not\n"
        "available, and no zero.\n"
        "csv: indicator (vsv_maand, vsv_maand_cumulatief, vsv_maand_na, vsv, vsv_duo), "
        "schooljaar,\n"
        "maand (202210; empty: the whole school year), columns, teller, noemer, onbekend, "
        "percentage.\n"
        "Examples:\n"
        "  doorstroom maand trial\n"
        "  doorstroom maand trial --by instelling,niveau --format csv";
    const char *folder = ".";
    ds_months_options o = DS_MONTHS_OPTIONS_INIT;
    const cli_option options[] = {{"--by", &o.by, NULL, "A,B", "per instelling, niveau, leerweg",
                                   "by instelling, niveau, leerweg"},
                                  {"--definitions", &o.definitions_file, NULL, "FILE",
                                   "alleen dit definitiebestand", "this definition file only"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 2, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    c->work_folder = folder;
    return count_and_write(c, &o, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
