/* cli/cmd_run.c: doorstroom run DIR: whatever is out of date, done again, and why. */
#include "cli/cli.h"
#include "doorstroom/run.h"

static ds_status run_and_write(cli *c, ds_error *err) {
    const ds_work work = cli_work(c);
    const ds_work_publish_options options = DS_WORK_PUBLISH_OPTIONS_INIT;
    ds_work_ran ran;
    ds_document *document = NULL;
    ds_status status = ds_work_run(&work, &options, &ran, err);
    if (status != DS_OK) return status;
    status = ds_say_ran(&ran, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_work_ran_done(&ran);
    return status;
}

int cmd_run(cli *c, int argc, char **argv) {
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
    ds_error err;
    int code = cli_parse(c, argc, argv, NULL, 0, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    c->work_folder = folder;
    return run_and_write(c, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
