/* ask/cmd_split.c: doorstroom split WORKFOLDER N: deliveries cut by person. */
#include "ask/question.h"
#include "base/number.h"
#include "base/text.h"

static ds_status split_and_answer(ds_question *q, unsigned n_parts) {
    const ds_work *work = ds_question_work(q);
    ds_document *document = NULL;
    ds_status status = ds_work_split(work, n_parts, q->err);
    if (status == DS_OK) status = ds_report_split(q->work_folder, n_parts, &document, q->err);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_split(ds_question *q) {
    static const char usage_nl[] = "doorstroom split WERKMAP N\n\n"
                                   "Deelt de leveringen naar persoon over N werkmappen: "
                                   "WERKMAP/delen/1 tot en met N. Importeer "
                                   "en tel elk deel, en merge telt de cellen op tot die van het "
                                   "geheel. Wat alleen het geheel\n"
                                   "weet staat in geheel.json; haal dat er niet uit.\n"
                                   "Voorbeeld: doorstroom split proef 7";
    static const char usage_en[] =
        "doorstroom split WORKFOLDER N\n\n"
        "Cuts the deliveries by person into N work folders: WORKFOLDER/delen/1 to N. Import and\n"
        "tally each part, and merge adds the cells up to those of the whole. What only the whole\n"
        "knows stands in geheel.json; leave it there.\n"
        "Example: doorstroom split trial 7";
    const char *arguments[2] = {NULL, NULL};
    int64_t n_parts = 0;
    q->forms = "table|json";
    if (!ds_question_read(q, NULL, 0, arguments, 2, DS_SAY(usage_nl, usage_en))) return q->status;
    if (arguments[1] == NULL || !ds_number_parse_integer(ds_text_of(arguments[1]), &n_parts) ||
        n_parts < 2 || n_parts > DS_SPLIT_PARTS_MAX)
        return ds_question_refuse(q, "verwacht WERKMAP en het aantal delen, van 2 tot en met 500",
                                  "expected WORKFOLDER and the number of parts, from 2 to 500", "");
    q->work_folder = arguments[0];
    return split_and_answer(q, (unsigned)n_parts);
}
