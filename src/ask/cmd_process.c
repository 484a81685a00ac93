/* ask/cmd_process.c: doorstroom process DIR: what a process evaluation heard. */
#include "ask/question.h"

DS_ASK_FREES(ds_work_process_free)

static const char usage_nl[] =
    "doorstroom process [WERKMAP] [OPTIES]\n\n"
    "De procesevaluatie van routes: welke interventie via welk mechanisme op welk effect werkt, "
    "in\n"
    "welke context (codes/onderzoekskader.yaml), hoeveel cases, rondes en lagen erover spreken, "
    "hoe\n"
    "zij oordelen (levering casus), wat contactpersonen antwoorden (contactenquete), en cijfers "
    "van\n"
    "anderen ernaast (extern). Bij elke hypothese staat de schatting die erover gaat. Csv: "
    "--table\n"
    "matrix, oordelen, antwoorden of extern. Dit zijn interne cijfers. Uitleg: docs/proces.md.\n"
    "Voorbeelden:\n"
    "  doorstroom process proef\n"
    "  doorstroom process proef --format csv --table matrix";
static const char usage_en[] =
    "doorstroom process [WORKFOLDER] [OPTIONS]\n\n"
    "The process evaluation of routes: which intervention works through which mechanism on which\n"
    "effect, in which context (codes/onderzoekskader.yaml), how many cases, rounds and layers "
    "speak\n"
    "of it, how they judge (delivery casus), what contacts answer (contactenquete), and figures "
    "of\n"
    "others beside it (extern). With each hypothesis stands the estimate that bears on it. Csv:\n"
    "--table matrix, oordelen, antwoorden or extern. These figures are internal. See\n"
    "docs/proces.en.md.\n"
    "Examples:\n"
    "  doorstroom process trial\n"
    "  doorstroom process trial --format csv --table matrix";

static ds_status count_process_and_answer(ds_question *q) {
    const ds_work *work = ds_question_work(q);
    ds_work_process_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_process(work, &result, q->err);
    if (status == DS_OK)
        status = ds_report_process(ds_work_process_block(result), &document, q->err);
    ds_question_hold(q, result, release_ds_work_process_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_process(ds_question *q) {
    const char *folder = ".";
    if (!ds_question_read(q, NULL, 0, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    q->work_folder = folder;
    return count_process_and_answer(q);
}
