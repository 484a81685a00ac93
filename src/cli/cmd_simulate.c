/* cli/cmd_simulate.c: doorstroom simulate DIR --persons N --seed S. */
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/fit.h"
#include "cli/fit_run.h"

static void show(void *context, double share) {
    cli_progress(context, "leveringen verzinnen", "making deliveries up", share);
}

/* Whether a delivery was made by an earlier call: it stands in the list of what was made, and was
 * not changed after the list was written. */
static bool was_made(const char *deliveries, const char *name, const char *list,
                     const struct stat *listed) {
    char path[DS_PATH_SIZE];
    size_t size = strlen(name);
    struct stat info;
    ds_error ignored;
    bool found = false;
    for (const char *at = list; !found && (at = strstr(at, name)) != NULL; at += size)
        found = (at == list || at[-1] == '\n') && (at[size] == '\n' || at[size] == '\0');
    if (!found || ds_file_join(path, deliveries, name, &ignored) != DS_OK || stat(path, &info) != 0)
        return false;
    return info.st_mtim.tv_sec < listed->st_mtim.tv_sec ||
           (info.st_mtim.tv_sec == listed->st_mtim.tv_sec &&
            info.st_mtim.tv_nsec <= listed->st_mtim.tv_nsec);
}

/* Only made-up deliveries stand in folder/leveringen, or none. */
static ds_status all_made(const char *folder, ds_error *err) {
    char deliveries[DS_PATH_SIZE], marker[DS_PATH_SIZE];
    ds_file_names names = {0};
    struct stat listed = {0};
    char *list = NULL;
    size_t size;
    ds_status status = ds_file_join(deliveries, folder, "leveringen", err);
    if (status == DS_OK) status = ds_file_join(marker, deliveries, ".verzonnen", err);
    if (status != DS_OK || !ds_file_exists(deliveries)) return status;
    if (stat(marker, &listed) == 0) status = ds_file_read(marker, 1 << 20, &list, &size, err);
    if (status == DS_OK) status = ds_file_list(deliveries, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        if (list == NULL || !was_made(deliveries, names.names[i], list, &listed))
            status = ds_error_at(
                err, DS_INPUT, deliveries, 0, 0,
                "hier staan leveringen die niet verzonnen zijn; kies een andere werkmap",
                "deliveries stand here that are not made up; choose another work folder");
    ds_file_names_done(&names);
    ds_free(list);
    return status;
}

ds_status cli_may_simulate(const char *folder, ds_error *err) {
    char beside[DS_PATH_SIZE];
    ds_status status = all_made(folder, err);
    if (status == DS_OK) status = ds_file_join(beside, folder, "zonder_route", err);
    return status == DS_OK ? all_made(beside, err) : status;
}

const char *cli_parameters(const cli *c, char out[DS_PATH_SIZE]) {
    ds_error err;
    if (c->program_folder == NULL ||
        ds_file_join(out, c->program_folder, "simulatie", &err) != DS_OK || !ds_file_is_folder(out))
        return NULL;
    return out;
}

/* The folder of --parameters in place of the program's own; a work folder's is never taken unasked.
 * A folder that is not there is told from a file that is missing in it. */
static ds_status parameters_of(const cli *c, const char *asked, char room[DS_PATH_SIZE],
                               const char **out, ds_error *err) {
    *out = asked == NULL ? cli_parameters(c, room) : asked;
    if (asked == NULL || ds_file_is_folder(asked)) return DS_OK;
    return ds_error_at(err, DS_INPUT, asked, 0, 0, "deze map met parameters is er niet",
                       "this folder with parameters is not there");
}

static int write_deliveries(cli *c, const char *folder, const ds_simulate_options *o) {
    ds_error err;
    if (cli_may_simulate(folder, &err) != DS_OK || ds_simulate_write(folder, o, &err) != DS_OK)
        return cli_fail(c, &err);
    cli_progress_end(c);
    (void)fprintf(
        stderr,
        cli_say(c, "Verzonnen leveringen staan in %s/leveringen. Nu: doorstroom import %s\n",
                "Made-up deliveries stand in %s/leveringen. Next: doorstroom import %s\n"),
        folder, folder);
    return DS_OK;
}

int cmd_simulate(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom simulate WERKMAP [--persons N] [--seed S] [--parquet] [--counterfactuals]\n"
        "                            [--parameters MAP]\n"
        "doorstroom simulate WERKMAP --fit [--persons N] [--seed S] [--parameters MAP]\n\n"
        "Schrijft verzonnen leveringen in WERKMAP/leveringen. Dezelfde seed geeft dezelfde bytes.\n"
        "Met --fit worden zij ook ingelezen en geteld, en komt ieder gepubliceerd cijfer naast "
        "het\n"
        "gesimuleerde te staan; 3.000.000 personen is Nederland op ware grootte.\n"
        "Voorbeeld: doorstroom simulate proef --persons 100000 --seed 7";
    static const char usage_en[] =
        "doorstroom simulate WORKFOLDER [--persons N] [--seed S] [--parquet] [--counterfactuals]\n"
        "                               [--parameters FOLDER]\n"
        "doorstroom simulate WORKFOLDER --fit [--persons N] [--seed S] [--parameters FOLDER]\n\n"
        "Writes made-up deliveries into WORKFOLDER/leveringen. The same seed gives the same "
        "bytes.\n"
        "With --fit they are also imported and tallied, and every published figure is shown "
        "beside\n"
        "the simulated one; 3,000,000 persons is the Netherlands at full size.\n"
        "Example: doorstroom simulate trial --persons 100000 --seed 7";
    const char *persons = NULL, *seed = "1", *asked = NULL, *folder = NULL;
    char parameters[DS_PATH_SIZE];
    bool fit = false;
    ds_simulate_options o = {0};
    const cli_option options[] = {
        {"--persons", &persons, NULL, "N", "aantal personen (10000; met --fit 3000000)",
         "persons (10000; with --fit 3000000)"},
        {"--seed", &seed, NULL, "S", "beginwaarde van het toeval (1)", "seed of chance (1)"},
        {"--fit", NULL, &fit, NULL, "leg de uitkomst naast de gepubliceerde cijfers",
         "hold the outcome against the published figures"},
        {"--counterfactuals", NULL, &o.counterfactuals, NULL,
         "ook zonder_route/: wat er zonder de leerroute gebeurd was",
         "also zonder_route/: what would have been without the route"},
        {"--parquet", NULL, &o.parquet, NULL, "Parquet in plaats van CSV",
         "Parquet in place of CSV"},
        {"--parameters", &asked, NULL, "MAP", "deze map in plaats van simulatie/ bij het programma",
         "this folder in place of simulatie/ beside the program"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 6, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (folder == NULL) return cli_usage(c, "welke werkmap?", "which work folder?", "");
    if (persons == NULL) persons = fit ? "3000000" : "10000";
    if (!cli_number(c, "--persons", persons, fit ? 1000 : 1, 100000000, &o.n_persons) ||
        !cli_number(c, "--seed", seed, 0, INT64_MAX, &o.seed))
        return DS_USAGE;
    o.n_workers = c->n_threads;
    if (parameters_of(c, asked, parameters, &o.parameters, &err) != DS_OK) return cli_fail(c, &err);
    o.progress = show;
    o.progress_context = c;
    if (!fit) return write_deliveries(c, folder, &o);
    o.counterfactuals = true;
    return fit_run(c, folder, &o, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
