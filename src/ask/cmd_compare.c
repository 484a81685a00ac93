/* ask/cmd_compare.c: doorstroom compare: two definitions, or two registers, person by person. */
#include <string.h>

#include "ask/question.h"
#include "doorstroom/why.h"

DS_ASK_FREES(ds_compared_done)

/* "a,b" in place: a and b; b NULL without a comma. */
static void split_two(char *text, const char *out[2]) {
    char *comma = text == NULL ? NULL : strchr(text, ',');
    out[0] = text;
    out[1] = NULL;
    if (comma == NULL) return;
    *comma = '\0';
    out[1] = comma + 1;
}

static ds_status compare_and_answer(ds_question *q, const ds_compare_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_compared *compared = ds_question_room(q, sizeof *compared);
    ds_document *document = NULL;
    ds_status status;
    if (compared == NULL) return DS_FAULT;
    status = ds_work_compare(work, options, compared, q->err);
    if (status != DS_OK) return status;
    status = ds_say_compared(compared, &document, q->err);
    ds_question_hold(q, compared, release_ds_compared_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_compare(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom compare [WERKMAP] --indicator ID,ID2\n"
        "doorstroom compare [WERKMAP] --indicator ID --definitions BESTAND,BESTAND2\n"
        "doorstroom compare WERKMAP WERKMAP2 --indicator ID\n\n"
        "Legt twee definities of twee registers naast elkaar, persoon voor persoon: per "
        "schooljaar\n"
        "hoeveel personen verhuisden, van waar naar waar (teller, alleen noemer, onbekend, telt\n"
        "niet mee). De totalen zijn die van tally.\n"
        "Voorbeelden:\n"
        "  doorstroom compare proef --indicator vsv,switch\n"
        "  doorstroom compare proef --indicator vsv --definitions oud.yaml,nieuw.yaml\n"
        "  doorstroom compare proef vorig --indicator vsv --format csv";
    static const char usage_en[] =
        "doorstroom compare [WORKFOLDER] --indicator ID,ID2\n"
        "doorstroom compare [WORKFOLDER] --indicator ID --definitions FILE,FILE2\n"
        "doorstroom compare WORKFOLDER WORKFOLDER2 --indicator ID\n\n"
        "Lays two definitions or two registers side by side, person by person: per school year "
        "how\n"
        "many persons moved, from where to where (teller, noemer only, onbekend, does not count).\n"
        "The totals are those of tally.\n"
        "Examples:\n"
        "  doorstroom compare trial --indicator vsv,switch\n"
        "  doorstroom compare trial --indicator vsv --definitions old.yaml,new.yaml\n"
        "  doorstroom compare trial before --indicator vsv --format csv";
    ds_compare_options o = {.version = DS_COMPARE_OPTIONS_VERSION};
    const char *folders[2] = {".", NULL}, *indicators = NULL, *files = NULL;
    const char *ids[2], *paths[2];
    const ds_ask_option options[] = {
        {"--indicator", &indicators, NULL, "ID[,ID2]", "welke, of welke twee",
         "which, or which two"},
        {"--definitions", &files, NULL, "FILE[,FILE2]", "uit dit bestand, of deze twee",
         "from this file, or these two"},
        {"--present-codes", NULL, &o.present_codes, NULL, "instellingen onder de huidige codes",
         "institutions under present codes"}};
    if (!ds_question_read(q, options, 3, folders, 2, DS_SAY(usage_nl, usage_en))) return q->status;
    if (indicators == NULL)
        return ds_question_refuse(q, "geef --indicator", "give --indicator", "");
    split_two((char *)(uintptr_t)indicators, ids); /* of our copy of the words */
    split_two((char *)(uintptr_t)files, paths);
    if (ids[1] == NULL && paths[1] == NULL && folders[1] == NULL)
        return ds_question_refuse(
            q, "geef twee indicatoren, twee definitiebestanden of twee werkmappen",
            "give two indicators, two definition files or two work folders", "");
    for (size_t k = 0; k < 2; k++)
        o.sides[k] = (ds_compare_side){folders[k], paths[k], ids[k]};
    q->work_folder = folders[0];
    return compare_and_answer(q, &o);
}
