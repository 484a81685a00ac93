/* ask/cmd_run.c: doorstroom run DIR: whatever is out of date, done again, and why. */
#include "ask/question.h"
#include "doorstroom/run.h"

DS_ASK_FREES(ds_work_ran_done)

static ds_status run_and_answer(ds_question *q) {
    const ds_work *work = ds_question_work(q);
    const ds_work_publish_options options = DS_WORK_PUBLISH_OPTIONS_INIT;
    ds_work_ran *ran = ds_question_room(q, sizeof *ran);
    ds_document *document = NULL;
    ds_status status;
    if (ran == NULL) return DS_FAULT;
    status = ds_work_run(work, &options, ran, q->err);
    if (status != DS_OK) return status;
    status = ds_say_ran(ran, &document, q->err);
    ds_question_hold(q, ran, release_ds_work_ran_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_run(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom run [WERKMAP]\n\n"
        "Doet wat niet meer bij is, en zegt waarom: leest de leveringen in als er iets aan is\n"
        "gewijzigd, en maakt een vrijgave als het register, een definitie, een codelijst, een\n"
        "recept of het programma is gewijzigd. Is alles bij, dan gebeurt er niets.\n"
        "Voorbeeld: doorstroom run proef";
    static const char usage_en[] =
        "doorstroom run [WORKFOLDER]\n\n"
        "Does what is out of date, and says why: imports the deliveries when something of them\n"
        "changed, and makes a release when the register, a definition, a code list, a recipe or\n"
        "the program changed. When all is up to date nothing is done.\n"
        "Example: doorstroom run trial";
    const char *folder = ".";
    if (!ds_question_read(q, NULL, 0, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    q->work_folder = folder;
    return run_and_answer(q);
}
