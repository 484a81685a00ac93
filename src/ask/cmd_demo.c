/* ask/cmd_demo.c: doorstroom demo DIR: made deliveries, imported and tallied; tables on the screen
 * and one plain page, the published figures beside them. Rerun after changing
 * DIR/definities/werkagenda.yaml to see the numbers change. */
#include "ask/question.h"

DS_ASK_FREES(ds_demo_free)

static ds_status demo_and_answer(ds_question *q, uint64_t n_persons) {
    const ds_work *work = ds_question_work(q);
    const ds_write_options page = {.lang = q->asked.lang};
    ds_demo *demo = NULL;
    ds_demo_facts facts;
    ds_document *document = NULL;
    ds_status status = ds_work_demo(work, n_persons, &demo, q->err);
    if (status != DS_OK) return status;
    facts = ds_demo_facts_of(demo);
    status = ds_report_demo(&facts, q->options.program, &document, q->err);
    if (status == DS_OK) status = ds_document_save(document, facts.page, &page, q->err);
    ds_question_hold(q, demo, release_ds_demo_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_demo(ds_question *q) {
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
    const ds_ask_option options[] = {
        {"--persons", &persons, NULL, "N", "aantal personen (300000)", "persons (300000)"}};
    uint64_t n_persons;
    if (!ds_question_read(q, options, 1, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    if (folder == NULL) return ds_question_refuse(q, "welke werkmap?", "which work folder?", "");
    if (!ds_question_number(q, "--persons", persons, 1000, 100000000, &n_persons)) return DS_USAGE;
    q->work_folder = folder;
    return demo_and_answer(q, n_persons);
}
