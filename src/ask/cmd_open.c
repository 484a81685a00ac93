/* ask/cmd_open.c: doorstroom open FILE [--by a,b]: open data that is already counted. */
#include "ask/question.h"
#include "doorstroom/outside.h"

DS_ASK_FREES(ds_opened_done)
DS_ASK_FREES(ds_counted_asked_done)

enum { FOLDER_SIZE = 4096 };

static ds_status open_and_answer(ds_question *q, const ds_open_options *options, bool hidden) {
    ds_opened *opened = ds_question_room(q, sizeof *opened);
    ds_document *document = NULL;
    ds_status status;
    if (opened == NULL) return DS_FAULT;
    status = ds_work_open(options, opened, q->err);
    if (status == DS_OK)
        status = hidden ? ds_report_open_hidden(opened->open, &document, q->err)
                        : ds_report_open(opened, &document, q->err);
    ds_question_hold(q, opened, release_ds_opened_done);
    return ds_question_answer(q, document, status);
}

/* *found false: no description fits the file. */
static ds_status count_open_and_answer(ds_question *q, const ds_outside_counts_options *options,
                                       unsigned beside, bool *found) {
    ds_counted_asked *counts = ds_question_room(q, sizeof *counts);
    ds_document *document = NULL;
    ds_status status;
    if (counts == NULL) return DS_FAULT;
    status = ds_outside_counts(options, found, counts, q->err);
    if (status != DS_OK || !*found) return status;
    status = ds_report_counts(counts, beside, &document, q->err);
    ds_question_hold(q, counts, release_ds_counted_asked_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_open(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom open BESTAND [--by a,b] [--hidden] [--assume-equal]\n"
        "doorstroom open BESTAND [--description BESTAND] [--by a,b] [--compare] [--shares]\n\n"
        "Open data die al geteld is. '<5' is 1 tot en met 4; elk getal krijgt een onder- en "
        "bovengrens.\n"
        "DUO's bestand van examenkandidaten en geslaagden, met --by: instelling, vestiging,\n"
        "onderwijstype, opleiding, inspectiecode, naam, gemeente, geslacht. En elke andere tabel "
        "van\n"
        "aantallen, met een beschrijving van haar kolommen: met --description, anders die uit "
        "opendata/\n"
        "die past (mbo: studenten, instroom, gediplomeerden; vso). --by noemt dan haar sleutels.\n"
        "Zie docs/opendata.md.\n"
        "Voorbeeld: doorstroom open gediplomeerden.csv --by niveau,leerweg --compare";
    static const char usage_en[] =
        "doorstroom open FILE [--by a,b] [--hidden] [--assume-equal]\n"
        "doorstroom open FILE [--description FILE] [--by a,b] [--compare] [--shares]\n\n"
        "Open data that is already counted. '<5' is 1 to 4; every number gets a lower and an "
        "upper\n"
        "bound. DUO's file of exam candidates and passes, with --by: instelling, vestiging,\n"
        "onderwijstype, opleiding, inspectiecode, naam, gemeente, geslacht. And any other table "
        "of\n"
        "counts, with a description of its columns: with --description, else the one of opendata/ "
        "that\n"
        "fits (mbo: students, entrants, graduates; vso). --by then names its keys.\n"
        "See docs/opendata.en.md.\n"
        "Example: doorstroom open gediplomeerden.csv --by niveau,leerweg --compare";
    ds_open_options o = {0};
    ds_outside_counts_options of = DS_OUTSIDE_COUNTS_OPTIONS_INIT;
    bool hidden = false, compare = false, shares = false, found = false;
    const ds_ask_option options[] = {
        {"--by", &o.by, NULL, "a,b", "uitsplitsen", "break down"},
        {"--description", &of.description, NULL, "FILE", "wat de kolommen zijn (yaml)",
         "what the columns are (yaml)"},
        {"--compare", NULL, &compare, NULL, "ook het verschil met het schooljaar ervoor",
         "also the change from the school year before"},
        {"--shares", NULL, &shares, NULL, "ook het aandeel in alle groepen samen",
         "also the share in all groups together"},
        {"--hidden", NULL, &hidden, NULL, "elk verborgen aantal, met zijn grenzen (examens)",
         "every hidden count, with its bounds (exams)"},
        {"--assume-equal", NULL, &o.equality, NULL,
         "neem aan dat totaal = mannen + vrouwen (examens)",
         "assume that the total is men + women (exams)"}};
    char folder[FOLDER_SIZE];
    ds_status status = DS_OK;
    if (!ds_question_read(q, options, 6, &o.path, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    if (o.path == NULL) return ds_question_refuse(q, "welk bestand?", "which file?", "");
    if (hidden && (o.by != NULL || o.equality))
        return ds_question_refuse(q, "--hidden gaat niet samen met --by of --assume-equal",
                                  "--hidden does not go with --by or --assume-equal", "");
    (void)snprintf(folder, sizeof folder, "%s/opendata", q->options.program_folder);
    of.path = o.path;
    of.by = o.by;
    of.folder = folder;
    if (!hidden && !o.equality)
        status = count_open_and_answer(q, &of,
                                       (compare ? (unsigned)DS_COUNTS_CHANGE : 0u) |
                                           (shares ? (unsigned)DS_COUNTS_SHARE : 0u),
                                       &found);
    if (status == DS_OK && !found && (compare || shares))
        return ds_question_refuse(q, "--compare en --shares vragen een tabel met een beschrijving",
                                  "--compare and --shares ask for a table with a description", "");
    if (status == DS_OK && !found) status = open_and_answer(q, &o, hidden);
    return status;
}
