/* ask/cmd_forget.c: doorstroom forget WORKFOLDER: destroy what was made of deliveries. */
#include "ask/question.h"

static ds_status forget_and_answer(ds_question *q, bool sure) {
    const ds_work *work = ds_question_work(q);
    ds_document *document = NULL;
    ds_forgettable found;
    ds_status status =
        sure ? ds_work_forget(work, &found, q->err) : ds_work_forgettable(work, &found, q->err);
    if (status == DS_OK)
        status = ds_report_forgotten(q->work_folder, found.with_register, found.refused,
                                     found.history, sure, &document, q->err);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_forget(ds_question *q) {
    static const char usage_nl[] = "doorstroom forget [WERKMAP] --yes\n\n"
                                   "Vernietigt het register, de afgekeurde rijen en de "
                                   "geschiedenis. Leveringen, publicaties,\n"
                                   "sleutels en web/ (wat mensen invulden) blijven. Zonder --yes "
                                   "staat er alleen wat er zou verdwijnen.\n"
                                   "Voorbeeld: doorstroom forget proef --yes";
    static const char usage_en[] =
        "doorstroom forget [WORKFOLDER] --yes\n\n"
        "Destroys the register, the refused rows and the history. Deliveries, publications, keys\n"
        "and web/ (what people filled in) stay. Without --yes it says only what would go.\n"
        "Example: doorstroom forget trial --yes";
    bool sure = false;
    const ds_ask_option options[] = {
        {"--yes", NULL, &sure, NULL, "ja, vernietig het", "yes, destroy it"}};
    const char *folder = ".";
    q->forms = "table|json";
    if (!ds_question_read(q, options, 1, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    q->work_folder = folder;
    return forget_and_answer(q, sure);
}
