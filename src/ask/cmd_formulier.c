/* ask/cmd_formulier.c: doorstroom formulier FILE: checks a form and says what it holds. */
#include "ask/question.h"
#include "doorstroom/outside.h"

ds_status ds_cmd_formulier(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom formulier BESTAND [--inventory] [--paper STUK]\n\n"
        "Kijkt een formulier na (formulieren/*.yaml) en zegt wat erin staat: velden, controles,\n"
        "overgangen en leveringen. Wat niet klopt krijgt een regel met de plaats in het bestand.\n"
        "Hoe u zo'n bestand schrijft: docs/formulieren.md.\n"
        "Voorbeeld: doorstroom formulier formulieren/efile-2025.yaml --inventory";
    static const char usage_en[] =
        "doorstroom formulier FILE [--inventory] [--paper PAPER]\n\n"
        "Checks a form (formulieren/*.yaml) and says what is in it: fields, checks, moves and\n"
        "deliveries. What is wrong gets a line with its place in the file.\n"
        "How such a file is written: docs/formulieren.en.md.\n"
        "Example: doorstroom formulier formulieren/efile-2025.yaml --inventory";
    ds_outside_form_options o = DS_OUTSIDE_FORM_OPTIONS_INIT;
    const ds_ask_option options[] = {{"--inventory", NULL, &o.inventory, NULL,
                                      "welke wens welk veld, welke kolom en welk blok is",
                                      "which wish is which field, column and block"},
                                     {"--paper", &o.paper, NULL, "STUK",
                                      "dit stuk, leeg, om met de hand in te vullen",
                                      "this paper, empty, to be filled in by hand"}};
    ds_document *document = NULL;
    ds_status status;
    if (!ds_question_read(q, options, 2, &o.path, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    if (o.path == NULL) return ds_question_refuse(q, "welk bestand?", "which file?", "");
    if (o.inventory && o.paper != NULL)
        return ds_question_refuse(q, "--inventory gaat niet samen met --paper",
                                  "--inventory does not go with --paper", "");
    o.program = q->options.program_folder;
    status = ds_outside_form(&o, &document, q->err);
    return ds_question_answer(q, document, status);
}
