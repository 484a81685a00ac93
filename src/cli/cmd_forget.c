/* cli/cmd_forget.c: doorstroom forget WORKFOLDER: destroy what was made of deliveries. */
#include "cli/cli.h"

static ds_status forget_and_write(cli *c, bool sure, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_document *document = NULL;
    ds_forgettable found;
    ds_status status =
        sure ? ds_work_forget(&work, &found, err) : ds_work_forgettable(&work, &found, err);
    if (status == DS_OK)
        status = ds_report_forgotten(c->work_folder, found.with_register, found.refused,
                                     found.history, sure, &document, err);
    return status == DS_OK ? cli_write(c, document, err) : status;
}

int cmd_forget(cli *c, int argc, char **argv) {
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
    const cli_option options[] = {
        {"--yes", NULL, &sure, NULL, "ja, vernietig het", "yes, destroy it"}};
    const char *folder = ".";
    ds_error err;
    int code;
    c->forms = "table|json";
    code = cli_parse(c, argc, argv, options, 1, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    c->work_folder = folder;
    return forget_and_write(c, sure, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
