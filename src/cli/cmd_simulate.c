/* cli/cmd_simulate.c: doorstroom simulate DIR --persons N --seed S, and --fit. */
#include "cli/cli.h"

static ds_status simulate_and_write(cli *c, const ds_simulate_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_simulated made;
    ds_document *document = NULL;
    ds_status status = ds_work_simulate(&work, options, &made, err);
    if (status != DS_OK) return status;
    status = ds_report_simulated(&made, c->program, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_simulated_done(&made);
    return status;
}

static ds_status fit_and_write(cli *c, const ds_simulate_options *options, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_figures_fit fit;
    ds_document *document = NULL;
    ds_status status = ds_work_fit(&work, options, &fit, err);
    if (status != DS_OK) return status;
    status = ds_report_fit(&fit, &document, err);
    if (status == DS_OK) status = cli_write(c, document, err);
    ds_figures_fit_done(&fit);
    return status;
}

int cmd_simulate(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom simulate WERKMAP [--persons N] [--seed S] [--parquet] [--counterfactuals]\n"
        "                            [--parameters MAP]\n"
        "doorstroom simulate WERKMAP --fit [--effects] [--persons N] [--seed S]\n"
        "                            [--parameters MAP]\n\n"
        "Schrijft verzonnen leveringen in WERKMAP/leveringen. Dezelfde seed geeft dezelfde bytes.\n"
        "Met --fit worden zij ook ingelezen en geteld, en komt ieder gepubliceerd cijfer naast "
        "het\n"
        "gesimuleerde te staan; 3.000.000 personen is Nederland op ware grootte.\n"
        "Voorbeeld: doorstroom simulate proef --persons 100000 --seed 7";
    static const char usage_en[] =
        "doorstroom simulate WORKFOLDER [--persons N] [--seed S] [--parquet] [--counterfactuals]\n"
        "                               [--parameters FOLDER]\n"
        "doorstroom simulate WORKFOLDER --fit [--effects] [--persons N] [--seed S]\n"
        "                               [--parameters FOLDER]\n\n"
        "Writes made-up deliveries into WORKFOLDER/leveringen. The same seed gives the same "
        "bytes.\n"
        "With --fit they are also imported and tallied, and every published figure is shown "
        "beside\n"
        "the simulated one; 3,000,000 persons is the Netherlands at full size.\n"
        "Example: doorstroom simulate trial --persons 100000 --seed 7";
    const char *persons = NULL, *seed = "1", *folder = NULL;
    bool fit = false;
    ds_simulate_options o = DS_SIMULATE_OPTIONS_INIT;
    const cli_option options[] = {
        {"--persons", &persons, NULL, "N", "aantal personen (10000; met --fit 3000000)",
         "persons (10000; with --fit 3000000)"},
        {"--seed", &seed, NULL, "S", "beginwaarde van het toeval (1)", "seed of chance (1)"},
        {"--fit", NULL, &fit, NULL, "leg de uitkomst naast de gepubliceerde cijfers",
         "hold the outcome against the published figures"},
        {"--effects", NULL, &o.effects, NULL,
         "met --fit: ook wat effect van de leerroutes schat; duurt langer",
         "with --fit: also what effect estimates of the routes; takes longer"},
        {"--counterfactuals", NULL, &o.counterfactuals, NULL,
         "ook zonder_route/: wat er zonder de leerroute gebeurd was",
         "also zonder_route/: what would have been without the route"},
        {"--parquet", NULL, &o.parquet, NULL, "Parquet in plaats van CSV",
         "Parquet in place of CSV"},
        {"--parameters", &o.parameters, NULL, "MAP",
         "deze map in plaats van simulatie/ bij het programma",
         "this folder in place of simulatie/ beside the program"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 7, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (folder == NULL) return cli_usage(c, "welke werkmap?", "which work folder?", "");
    if (o.effects && !fit)
        return cli_usage(c, "--effects hoort bij --fit", "--effects belongs to --fit", "");
    if (persons == NULL) persons = fit ? "3000000" : "10000";
    if (!cli_number(c, "--persons", persons, fit ? 1000 : 1, 100000000, &o.n_persons) ||
        !cli_number(c, "--seed", seed, 0, INT64_MAX, &o.seed))
        return DS_USAGE;
    c->work_folder = folder;
    if ((fit ? fit_and_write(c, &o, &err) : simulate_and_write(c, &o, &err)) != DS_OK)
        return cli_fail(c, &err);
    return DS_OK;
}
