/* ask/cmd_maand.c: doorstroom maand DIR: early leavers by month, from DUO's monthly lists. */
#include "ask/question.h"

DS_ASK_FREES(ds_months_found_done)

static ds_status count_and_answer(ds_question *q, const ds_months_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_months_found *found = ds_question_room(q, sizeof *found);
    ds_document *document = NULL;
    ds_status status;
    if (found == NULL) return DS_FAULT;
    status = ds_work_vsv_months(work, options, found, q->err);
    if (status == DS_OK) status = ds_report_vsv_months(found, &document, q->err);
    ds_question_hold(q, found, release_ds_months_found_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_maand(ds_question *q) {
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
    const ds_ask_option options[] = {{"--by", &o.by, NULL, "A,B", "per instelling, niveau, leerweg",
                                      "by instelling, niveau, leerweg"},
                                     {"--definitions", &o.definitions_file, NULL, "FILE",
                                      "alleen dit definitiebestand", "this definition file only"}};
    if (!ds_question_read(q, options, 2, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    q->work_folder = folder;
    return count_and_answer(q, &o);
}
