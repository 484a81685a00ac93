/* cli/cmd_simulate.c: doorstroom simulate DIR --persons N --seed S. */
#include "doorstroom/simulate.h"

#include "base/error.h"
#include "base/file.h"
#include "cli/cli.h"

static void show(void *context, double share) {
    cli_progress(context, "leveringen verzinnen", "making deliveries up", share);
}

ds_status cli_may_simulate(const char *folder, ds_error *err) {
    char deliveries[DS_PATH_SIZE], marker[DS_PATH_SIZE];
    ds_file_names names = {0};
    size_t n;
    ds_status status = ds_file_join(deliveries, folder, "leveringen", err);
    if (status == DS_OK) status = ds_file_join(marker, folder, "LEESMIJ.txt", err);
    if (status != DS_OK || ds_file_exists(marker) || !ds_file_exists(deliveries)) return status;
    status = ds_file_list(deliveries, &names, err);
    n = names.n_names;
    ds_file_names_done(&names);
    if (status != DS_OK || n == 0) return status;
    return ds_error_at(err, DS_INPUT, deliveries, 0, 0,
                       "hier staan leveringen die niet verzonnen zijn; kies een andere werkmap",
                       "deliveries stand here that are not made up; choose another work folder");
}

int cmd_simulate(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom simulate WERKMAP [--persons N] [--seed S]\n\n"
        "Schrijft verzonnen leveringen in WERKMAP/leveringen. Dezelfde seed geeft dezelfde bytes.\n"
        "Voorbeeld: doorstroom simulate proef --persons 100000 --seed 7";
    static const char usage_en[] = "doorstroom simulate WORKFOLDER [--persons N] [--seed S]\n\n"
                                   "Writes made-up deliveries into WORKFOLDER/leveringen. The same "
                                   "seed gives the same bytes.\n"
                                   "Example: doorstroom simulate trial --persons 100000 --seed 7";
    const char *persons = "10000", *seed = "1", *folder = NULL;
    const cli_option options[] = {
        {"--persons", &persons, NULL, "N", "aantal personen (10000)", "persons (10000)"},
        {"--seed", &seed, NULL, "S", "beginwaarde van het toeval (1)", "seed of chance (1)"}};
    ds_simulate_options o = {0};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 2, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (folder == NULL) return cli_usage(c, "welke werkmap?", "which work folder?", "");
    if (!cli_number(c, "--persons", persons, 1, 100000000, &o.n_persons) ||
        !cli_number(c, "--seed", seed, 0, INT64_MAX, &o.seed))
        return DS_USAGE;
    o.n_workers = c->n_threads;
    o.progress = show;
    o.progress_context = c;
    if (cli_may_simulate(folder, &err) != DS_OK || ds_simulate_write(folder, &o, &err) != DS_OK)
        return cli_fail(c, &err);
    cli_progress_end(c);
    (void)fprintf(
        stderr,
        cli_say(c, "Verzonnen leveringen staan in %s/leveringen. Nu: doorstroom import %s\n",
                "Made-up deliveries stand in %s/leveringen. Next: doorstroom import %s\n"),
        folder, folder);
    return DS_OK;
}
