/* work/inside/fit.c: the made register held against the published figures: made, imported, counted
 * and judged. See doorstroom/inside.h. */
#include "work/inside/fit.h"
#include "work/inside/of_work.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/intake.h"
#include "work/inside/simulate.h"

/* Moves the files of from to the end of to. */
static ds_status move_definitions(ds_work_definitions *to, ds_work_definitions *from,
                                  ds_error *err) {
    ds_definitions **files = ds_realloc_array(to->files, to->n + from->n, sizeof *files);
    char **paths;
    if (files != NULL) to->files = files;
    paths = ds_realloc_array(to->paths, to->n + from->n, sizeof *paths);
    if (paths != NULL) to->paths = paths;
    if (files == NULL || paths == NULL) return ds_error_memory(err);
    memcpy(files + to->n, from->files, from->n * sizeof *files);
    memcpy(paths + to->n, from->paths, from->n * sizeof *paths);
    to->n += from->n;
    from->n = 0;
    return DS_OK;
}

static ds_status read_fit_definitions(const ds_work *work, const char *within, const char *name,
                                      ds_work_definitions *to, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_work_definitions one = {0};
    ds_status status = ds_file_join(path, within, name, err);
    if (status == DS_OK) status = ds_work_definitions_read(work, path, &one, err);
    if (status == DS_OK) status = move_definitions(to, &one, err);
    ds_work_definitions_done(&one);
    return status;
}

/* What stands beside the program or among the parameters, and nothing of the work folder: the fit
 * is of the model. */
static ds_status read_inputs(const ds_work *work, const char *parameters, ds_figures *figures,
                             ds_work_definitions *definitions, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = DS_OK;
    if (work->program_folder == NULL || parameters == NULL)
        status = ds_error_set(err, DS_INPUT, "de map simulatie staat niet bij het programma",
                              "the folder simulatie is not beside the program");
    if (status == DS_OK) status = ds_file_join(path, parameters, "gepubliceerd.csv", err);
    if (status == DS_OK) status = ds_figures_read(path, figures, err);
    if (status == DS_OK)
        status = read_fit_definitions(work, work->program_folder, "definitions/werkagenda.yaml",
                                      definitions, err);
    if (status == DS_OK)
        status = read_fit_definitions(work, work->program_folder, "definitions/stromen.yaml",
                                      definitions, err);
    if (status == DS_OK)
        status = read_fit_definitions(work, parameters, "definities.yaml", definitions, err);
    return status;
}

static ds_status import_made(const ds_work *work, const char *folder, ds_error *err) {
    const ds_import_options options = {.work_folder = folder,
                                       .program_folder = work->program_folder,
                                       .n_workers = work->n_threads,
                                       .progress = work->progress,
                                       .progress_context = work->progress_context};
    ds_import_report *report = NULL;
    ds_status status = ds_import(&options, &report, err);
    ds_import_report_free(report);
    return status;
}

ds_status ds_fit_open_without(const ds_work *work, ds_register **out, ds_error *err) {
    char without[DS_PATH_SIZE], deliveries[DS_PATH_SIZE];
    ds_status status = ds_file_join(without, work->folder, "zonder_route", err);
    if (status == DS_OK) status = ds_file_join(deliveries, without, "leveringen", err);
    *out = NULL;
    if (status != DS_OK || !ds_file_is_folder(deliveries)) return status;
    status = import_made(work, without, err);
    if (status == DS_OK) status = ds_register_open(without, out, err);
    return status;
}

static ds_status count_figures(const ds_work *work, const ds_figures *figures,
                               ds_work_definitions *definitions, fit_counted *counted,
                               ds_error *err) {
    ds_register *reg = NULL, *without = NULL;
    fit_registers registers = {.n_workers = work->n_threads};
    ds_status status = import_made(work, work->folder, err);
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) status = ds_fit_open_without(work, &without, err);
    registers.with = reg;
    registers.without = without;
    if (status == DS_OK)
        status =
            fit_count_register(figures, DS_FIGURES_REGISTER, definitions, &registers, counted, err);
    if (status == DS_OK)
        status = fit_count_register(figures, DS_FIGURES_TEGENFEITELIJK, definitions, &registers,
                                    counted, err);
    if (status == DS_OK) status = fit_count_deliveries(figures, work->folder, counted, err);
    ds_register_close(reg);
    ds_register_close(without);
    return status;
}

/* What is made of the whole register: the monitor, and our own estimates. */
static ds_status count_answers(const ds_work *work, const ds_simulate_options *options,
                               const ds_figures *figures, fit_counted *counted, ds_error *err) {
    const bool national = options->n_persons >= DS_FIGURES_NATIONAL;
    ds_status status = fit_count_monitor(work, figures, national, counted, err);
    if (!options->effects)
        fit_refuse_source(figures, DS_FIGURES_EFFECT, DS_FIGURES_NOT_ASKED, counted);
    else if (!national)
        fit_refuse_source(figures, DS_FIGURES_EFFECT, DS_FIGURES_TOO_SMALL, counted);
    else if (status == DS_OK)
        status = fit_count_effects(work, figures, counted, err);
    return status;
}

static ds_status judge_figures(ds_figures_fit *fit, const fit_counted *counted, ds_error *err) {
    const double sampled = (double)fit->n_persons / (double)DS_FIGURES_NATIONAL;
    fit->results = ds_calloc(fit->figures.n + 1, sizeof *fit->results);
    if (fit->results == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < fit->figures.n; i++) {
        fit->results[i].why = counted[i].why;
        if (counted[i].why == DS_FIGURES_COUNTED)
            ds_figures_judge(&fit->figures.rows[i], counted[i].sides, sampled, &fit->results[i]);
    }
    ds_figures_sum_up(fit);
    return DS_OK;
}

ds_status ds_work_fit(const ds_work *work, const ds_simulate_options *options, ds_figures_fit *out,
                      ds_error *err) {
    char room[DS_PATH_SIZE];
    const char *parameters = NULL;
    ds_simulate_options o = *options;
    ds_work_definitions definitions = {0};
    ds_figures_fit fit = {.n_persons = options->n_persons, .seed = options->seed};
    fit_counted *counted = NULL;
    ds_status status = ds_work_parameters(work, options->parameters, room, &parameters, err);
    o.counterfactuals = true;
    if (status == DS_OK) status = ds_work_may_simulate(work->folder, err);
    if (status == DS_OK) status = read_inputs(work, parameters, &fit.figures, &definitions, err);
    if (status == DS_OK && (counted = ds_calloc(fit.figures.n + 1, sizeof *counted)) == NULL)
        status = ds_error_memory(err);
    if (status == DS_OK) status = ds_work_make(work, &o, parameters, err);
    if (status == DS_OK) status = count_figures(work, &fit.figures, &definitions, counted, err);
    if (status == DS_OK) status = count_answers(work, &o, &fit.figures, counted, err);
    if (status == DS_OK) status = judge_figures(&fit, counted, err);
    ds_free(counted);
    ds_work_definitions_done(&definitions);
    if (status == DS_OK)
        *out = fit;
    else
        ds_figures_fit_done(&fit);
    return status;
}
