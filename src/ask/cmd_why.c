/* ask/cmd_why.c: doorstroom why DIR --indicator ID --person P [--year T]. */
#include "ask/question.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/why.h"

DS_ASK_FREES(ds_why_done)

static ds_status why_and_answer(ds_question *q, const ds_why_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_why *why = ds_question_room(q, sizeof *why);
    ds_document *document = NULL;
    ds_status status;
    if (why == NULL) return DS_FAULT;
    status = ds_work_why(work, options, why, q->err);
    if (status != DS_OK) return status;
    status = ds_say_why(why, &document, q->err);
    ds_question_hold(q, why, release_ds_why_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_why(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom why [WERKMAP] --indicator ID --person NUMMER [--year JAAR]\n\n"
        "Waarom telt deze persoon, of niet? Loopt de definitie na, deel voor deel: wat het was,\n"
        "uit welke levering en regel, welke inschrijving de stand van 1 oktober is en volgens\n"
        "welke regel, wat DUO ervan zei. Eindigt per schooljaar in één zin. Leest daarvoor de\n"
        "leveringen opnieuw. Wie er zijn zegt: doorstroom tally WERKMAP --indicator ID --persons.\n"
        "Voorbeelden:\n"
        "  doorstroom why proef --indicator vsv --person 227106604\n"
        "  doorstroom why proef --indicator vsv --person eigen:227106604 --year 2018\n"
        "  doorstroom why proef --indicator switch --person 227106604 --format csv --table "
        "onderdelen";
    static const char usage_en[] =
        "doorstroom why [WORKFOLDER] --indicator ID --person NUMBER [--year YEAR]\n\n"
        "Why does this person count, or not? Walks the definition part by part: what each was,\n"
        "from which delivery and line, which enrolment is the state on 1 October and by which\n"
        "rule, what DUO said. Ends in one sentence per school year. Reads the deliveries again\n"
        "for that. Who there are says: doorstroom tally WORKFOLDER --indicator ID --persons.\n"
        "Examples:\n"
        "  doorstroom why trial --indicator vsv --person 227106604\n"
        "  doorstroom why trial --indicator vsv --person eigen:227106604 --year 2018\n"
        "  doorstroom why trial --indicator switch --person 227106604 --format csv --table "
        "onderdelen";
    ds_why_options o = {.version = DS_WHY_OPTIONS_VERSION};
    const char *folder = ".", *year = NULL;
    uint64_t schooljaar = 0;
    const ds_ask_option options[] = {
        {"--indicator", &o.indicator, NULL, "ID", "welke", "which"},
        {"--person", &o.person, NULL, "NUMMER",
         "wie; met de soort ervoor waar dat nodig is: pgn:123",
         "who; with the kind before it where that is needed: pgn:123"},
        {"--year", &year, NULL, "JAAR", "dit schooljaar (elk waarin de persoon is ingeschreven)",
         "this school year (each in which the person is enrolled)"},
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--present-codes", NULL, &o.present_codes, NULL, "instellingen onder de huidige codes",
         "institutions under present codes"}};
    if (!ds_question_read(q, options, 5, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    if (o.indicator == NULL || o.person == NULL)
        return ds_question_refuse(q, "geef --indicator en --person",
                                  "give --indicator and --person", "");
    if (year != NULL && !ds_question_number(q, "--year", year, 1900, 2200, &schooljaar))
        return DS_USAGE;
    o.schooljaar = (int)schooljaar;
    q->work_folder = folder;
    return why_and_answer(q, &o);
}
