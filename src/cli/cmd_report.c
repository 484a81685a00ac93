/* cli/cmd_report.c: doorstroom report DIR: a release of the recipes, published. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "doorstroom/answered.h"
#include "doorstroom/outside.h"
#include "doorstroom/run.h"

static ds_status publish_and_write(cli *c, const ds_work_publish_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_work_published published;
    ds_document *document = NULL;
    ds_status status = ds_work_publish(&work, options, &published, err);
    if (status != DS_OK) return status;
    status = ds_say_published(&published, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_work_published_done(&published);
    return status;
}

/* Nothing is published: which of the listed questions the recipes answer. */
static ds_status cover_and_write(cli *c, const ds_work_report_options *options,
                                 ds_outside_answered_options *list, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_work_reported reported;
    ds_answered answered;
    ds_document *document = NULL;
    ds_status status = ds_work_report(&work, options, &reported, err);
    if (status != DS_OK) return status;
    list->recipes = (const ds_recipe *const *)reported.recipes;
    list->n_recipes = reported.n_recipes;
    list->release = reported.release;
    status = ds_outside_answered(list, &answered, err);
    if (status == DS_OK) {
        status = ds_report_answered(&answered, &document, err);
        if (status == DS_OK) status = cli_write(c, document, err);
        ds_answered_done(&answered);
    }
    ds_work_reported_done(&reported);
    return status;
}

/* institution=27GZ, or instelling=27GZ. */
static const char *read_institution(const char *only) {
    static const char *const keys[] = {"institution=", "instelling="};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strncmp(only, keys[i], strlen(keys[i])) == 0 && only[strlen(keys[i])] != '\0')
            return only + strlen(keys[i]);
    return NULL;
}

int cmd_report(cli *c, int argc, char **argv) {
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
    const cli_option options[] = {
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
    ds_error err;
    ds_status status;
    int code = cli_parse(c, argc, argv, options, 8, positional, 2, usage_nl, usage_en);
    if (code >= 0) return code;
    if (positional[1] != NULL && o.report.recipes != NULL)
        return cli_usage(c, "RECEPT en --recipe gaan niet samen",
                         "RECIPE and --recipe do not go together", "");
    if (positional[1] != NULL) o.report.recipes = positional[1];
    if (forms != NULL && !ds_publish_forms_named(forms, &o.publish.forms))
        return cli_usage(c, "--forms: verwacht html, pdf, xlsx, docx, csv, json of png",
                         "--forms: expected html, pdf, xlsx, docx, csv, json or png", "");
    o.publish.own_forms = o.publish.forms;
    if (only != NULL && (o.publish.institution = read_institution(only)) == NULL)
        return cli_usage(c, "--only: verwacht institution=CODE",
                         "--only: expected institution=CODE", "");
    c->work_folder = positional[0];
    status = list.list != NULL ? cover_and_write(c, &o.report, &list, &err)
                               : publish_and_write(c, &o, &err);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
