/* ask/cmd_report.c: doorstroom report DIR: a release of the recipes, published. */
#include <stdlib.h>
#include <string.h>

#include "ask/question.h"
#include "doorstroom/answered.h"
#include "doorstroom/outside.h"
#include "doorstroom/run.h"

DS_ASK_FREES(ds_answered_done)
DS_ASK_FREES(ds_work_published_done)
DS_ASK_FREES(ds_work_reported_done)

static ds_status publish_and_answer(ds_question *q, const ds_work_publish_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_work_published *published = ds_question_room(q, sizeof *published);
    ds_document *document = NULL;
    ds_status status;
    if (published == NULL) return DS_FAULT;
    status = ds_work_publish(work, options, published, q->err);
    if (status != DS_OK) return status;
    status = ds_say_published(published, &document, q->err);
    ds_question_hold(q, published, release_ds_work_published_done);
    return ds_question_answer(q, document, status);
}

/* Nothing is published: which of the listed questions the recipes answer. */
static ds_status cover_and_answer(ds_question *q, const ds_work_report_options *options,
                                  ds_outside_answered_options *list) {
    const ds_work *work = ds_question_work(q);
    ds_work_reported *reported = ds_question_room(q, sizeof *reported);
    ds_answered *answered = ds_question_room(q, sizeof *answered);
    ds_document *document = NULL;
    ds_status status;
    if (reported == NULL || answered == NULL) return DS_FAULT;
    status = ds_work_report(work, options, reported, q->err);
    if (status != DS_OK) return status;
    ds_question_hold(q, reported, release_ds_work_reported_done);
    list->recipes = (const ds_recipe *const *)reported->recipes;
    list->n_recipes = reported->n_recipes;
    list->release = reported->release;
    status = ds_outside_answered(list, answered, q->err);
    if (status != DS_OK) return status;
    ds_question_hold(q, answered, release_ds_answered_done);
    status = ds_report_answered(answered, &document, q->err);
    return ds_question_answer(q, document, status);
}

/* institution=27GZ, or instelling=27GZ. */
static const char *read_institution(const char *only) {
    static const char *const keys[] = {"institution=", "instelling="};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strncmp(only, keys[i], strlen(keys[i])) == 0 && only[strlen(keys[i])] != '\0')
            return only + strlen(keys[i]);
    return NULL;
}

ds_status ds_cmd_report(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom report [WERKMAP] [RECEPT] [--recipe BESTAND] [--only institution=CODE]\n\n"
        "Maakt een vrijgave: de rapporten van alle recepten (rapporten/*.md), landelijk en per\n"
        "instelling, als bladzijden, pdf, Excel, csv en json, in WERKMAP/publicatie/VRIJGAVE.\n"
        "Wat een persoon kan aanwijzen is verborgen. De koppeling huidig wijst daarna naar deze\n"
        "vrijgave; wat er al stond blijft staan. Met een voorlopige levering (V) is het een "
        "concept.\n"
        "RECEPT is de naam van een recept: werkagenda; --recipe neemt een eigen bestand.\n"
        "Met --coverage wordt niets gemaakt: welke van de vragen in een lijst (csv met id, soort,\n"
        "wat) beantwoorden de recepten, naast gepubliceerde tabellen?\n"
        "Voorbeeld: doorstroom report proef";
    static const char usage_en[] =
        "doorstroom report [WORKFOLDER] [RECIPE] [--recipe FILE] [--only institution=CODE]\n\n"
        "Makes a release: the reports of all recipes (rapporten/*.md), national and by\n"
        "institution, as pages, pdf, Excel, csv and json, in WORKFOLDER/publicatie/RELEASE.\n"
        "What could point at a person is hidden. The link huidig then points to this release;\n"
        "what was there already stays. With a provisional delivery (V) it is a draft.\n"
        "RECIPE is the name of a recipe: werkagenda; --recipe takes a file of your own.\n"
        "With --coverage nothing is made: which of the questions of a list (csv with id, soort,\n"
        "wat) do the recipes answer, beside published tables?\n"
        "Example: doorstroom report trial";
    ds_work_publish_options o = DS_WORK_PUBLISH_OPTIONS_INIT;
    ds_outside_answered_options list = DS_OUTSIDE_ANSWERED_OPTIONS_INIT;
    const char *positional[2] = {".", NULL}, *only = NULL, *forms = NULL;
    const ds_ask_option options[] = {
        {"--recipe", &o.report.recipes, NULL, "BESTAND", "een eigen recept, of meer met komma's",
         "a recipe of your own, or several with commas"},
        {"--only", &only, NULL, "institution=CODE", "alleen wat van die instelling is",
         "only what is of that institution"},
        {"--forms", &forms, NULL, "html,pdf",
         "in welke vormen: html, pdf, xlsx, docx, csv, json, png",
         "in which forms: html, pdf, xlsx, docx, csv, json, png"},
        {"--date", &o.report.date, NULL, "JJJJ-MM-DD", "tot wanneer de gegevens zijn",
         "up to when the data are"},
        {"--dutch", NULL, &o.publish.dutch_only, NULL, "geen Engelse bladzijden ernaast",
         "no English pages beside"},
        {"--coverage", &list.list, NULL, "BESTAND", "welke vragen van deze lijst beantwoord zijn",
         "which questions of this list are answered"},
        {"--kinds", &list.kinds, NULL, "tabel,figuur", "van de lijst alleen deze soorten",
         "of the list only these kinds"},
        {"--published", &list.published, NULL, "MAP", "gepubliceerde tabellen om naast te leggen",
         "published tables to lay beside"}};
    if (!ds_question_read(q, options, 8, positional, 2, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (positional[1] != NULL && o.report.recipes != NULL)
        return ds_question_refuse(q, "RECEPT en --recipe gaan niet samen",
                                  "RECIPE and --recipe do not go together", "");
    if (positional[1] != NULL) o.report.recipes = positional[1];
    if (forms != NULL && !ds_publish_forms_named(forms, &o.publish.forms))
        return ds_question_refuse(q, "--forms: verwacht html, pdf, xlsx, docx, csv, json of png",
                                  "--forms: expected html, pdf, xlsx, docx, csv, json or png", "");
    o.publish.own_forms = o.publish.forms;
    if (only != NULL && (o.publish.institution = read_institution(only)) == NULL)
        return ds_question_refuse(q, "--only: verwacht institution=CODE",
                                  "--only: expected institution=CODE", "");
    q->work_folder = positional[0];
    return list.list != NULL ? cover_and_answer(q, &o.report, &list) : publish_and_answer(q, &o);
}
