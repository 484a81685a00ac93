/* ask/cmd_simulate.c: doorstroom simulate DIR --persons N --seed S, and --fit. */
#include "ask/question.h"

DS_ASK_FREES(ds_simulated_done)
DS_ASK_FREES(ds_figures_fit_done)

static ds_status simulate_and_answer(ds_question *q, const ds_simulate_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_simulated *made = ds_question_room(q, sizeof *made);
    ds_document *document = NULL;
    ds_status status;
    if (made == NULL) return DS_FAULT;
    status = ds_work_simulate(work, options, made, q->err);
    if (status != DS_OK) return status;
    status = ds_report_simulated(made, q->options.program, &document, q->err);
    ds_question_hold(q, made, release_ds_simulated_done);
    return ds_question_answer(q, document, status);
}

static ds_status fit_and_answer(ds_question *q, const ds_simulate_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_figures_fit *fit = ds_question_room(q, sizeof *fit);
    ds_document *document = NULL;
    ds_status status;
    if (fit == NULL) return DS_FAULT;
    status = ds_work_fit(work, options, fit, q->err);
    if (status != DS_OK) return status;
    status = ds_report_fit(fit, &document, q->err);
    ds_question_hold(q, fit, release_ds_figures_fit_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_simulate(ds_question *q) {
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
    const ds_ask_option options[] = {
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
    if (!ds_question_read(q, options, 7, &folder, 1, DS_SAY(usage_nl, usage_en))) return q->status;
    if (folder == NULL) return ds_question_refuse(q, "welke werkmap?", "which work folder?", "");
    if (o.effects && !fit)
        return ds_question_refuse(q, "--effects hoort bij --fit", "--effects belongs to --fit", "");
    if (persons == NULL) persons = fit ? "3000000" : "10000";
    if (!ds_question_number(q, "--persons", persons, fit ? 1000 : 1, 100000000, &o.n_persons) ||
        !ds_question_number(q, "--seed", seed, 0, INT64_MAX, &o.seed))
        return DS_USAGE;
    q->work_folder = folder;
    return fit ? fit_and_answer(q, &o) : simulate_and_answer(q, &o);
}
