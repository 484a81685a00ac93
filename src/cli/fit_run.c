/* cli/fit_run.c: see fit_run.h. */
#include "cli/fit_run.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/fit_count.h"
#include "cli/fit_print.h"

/* What stands beside the program or among the parameters, and nothing of the work folder: the fit
 * is of the model. */
typedef struct inputs {
    published published;
    cli_definitions definitions;
} inputs;

/* Moves the files of from to the end of to. */
static ds_status append(cli_definitions *to, cli_definitions *from, ds_error *err) {
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

static ds_status read_definitions(const cli *c, const char *within, const char *name,
                                  cli_definitions *to, ds_error *err) {
    char path[DS_PATH_SIZE];
    cli_definitions one = {0};
    ds_status status = ds_file_join(path, within, name, err);
    if (status == DS_OK) status = cli_definitions_read(c, path, &one, err);
    if (status == DS_OK) status = append(to, &one, err);
    cli_definitions_done(&one);
    return status;
}

static ds_status read_inputs(const cli *c, const char *parameters, inputs *in, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = DS_OK;
    if (c->program_folder == NULL || parameters == NULL)
        status = ds_error_set(err, DS_INPUT, "de map simulatie staat niet bij het programma",
                              "the folder simulatie is not beside the program");
    if (status == DS_OK) status = ds_file_join(path, parameters, "gepubliceerd.csv", err);
    if (status == DS_OK) status = published_read(path, &in->published, err);
    if (status == DS_OK)
        status = read_definitions(c, c->program_folder, "definitions/werkagenda.yaml",
                                  &in->definitions, err);
    if (status == DS_OK)
        status = read_definitions(c, parameters, "definities.yaml", &in->definitions, err);
    return status;
}

static ds_status import(cli *c, const char *folder, ds_error *err) {
    const ds_import_options options = {.work_folder = folder,
                                       .program_folder = c->program_folder,
                                       .n_workers = c->n_threads,
                                       .progress = cli_progress,
                                       .progress_context = c};
    ds_import_report *report = NULL;
    ds_status status = ds_import(&options, &report, err);
    ds_import_report_free(report);
    return status;
}

/* The register without the routes; NULL when the simulation wrote none. */
static ds_status open_without(cli *c, const char *folder, ds_register **out, ds_error *err) {
    char without[DS_PATH_SIZE], deliveries[DS_PATH_SIZE];
    ds_status status = ds_file_join(without, folder, "zonder_route", err);
    if (status == DS_OK) status = ds_file_join(deliveries, without, "leveringen", err);
    *out = NULL;
    if (status != DS_OK || !ds_file_is_folder(deliveries)) return status;
    status = import(c, without, err);
    if (status == DS_OK) status = ds_register_open(without, out, err);
    return status;
}

static ds_status count(cli *c, const char *folder, inputs *in, fit_counted *counted,
                       ds_error *err) {
    ds_register *reg = NULL, *without = NULL;
    ds_status status = import(c, folder, err);
    if (status == DS_OK) status = ds_register_open(folder, &reg, err);
    if (status == DS_OK) status = open_without(c, folder, &without, err);
    if (status == DS_OK)
        status = fit_count_register(&in->published, PUBLISHED_REGISTER, &in->definitions, reg, NULL,
                                    c->n_threads, counted, err);
    if (status == DS_OK)
        status = fit_count_register(&in->published, PUBLISHED_TEGENFEITELIJK, &in->definitions, reg,
                                    without, c->n_threads, counted, err);
    if (status == DS_OK) status = fit_count_deliveries(&in->published, folder, counted, err);
    ds_register_close(reg);
    ds_register_close(without);
    return status;
}

static void judge(const published *all, const fit_counted *counted, uint64_t n_persons,
                  fit_result *out) {
    double sampled = (double)n_persons / (double)FIT_NATIONAL;
    for (size_t i = 0; i < all->n; i++) {
        if (counted[i].counted)
            fit_judge(&all->rows[i], counted[i].sides, sampled, &out[i]);
        else
            out[i] = (fit_result){.why_nl = counted[i].why_nl, .why_en = counted[i].why_en};
    }
}

ds_status fit_run(cli *c, const char *folder, const ds_simulate_options *simulation,
                  ds_error *err) {
    inputs in = {0};
    fit_counted *counted = NULL;
    fit_result *results = NULL;
    ds_status status = cli_may_simulate(folder, err);
    if (status == DS_OK) status = read_inputs(c, simulation->parameters, &in, err);
    if (status == DS_OK) {
        counted = ds_calloc(in.published.n + 1, sizeof *counted);
        results = ds_calloc(in.published.n + 1, sizeof *results);
        if (counted == NULL || results == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = ds_simulate_write(folder, simulation, err);
    if (status == DS_OK) status = count(c, folder, &in, counted, err);
    cli_progress_end(c);
    if (status == DS_OK) {
        judge(&in.published, counted, simulation->n_persons, results);
        status = fit_print(c, &in.published, results,
                           &(fit_run_of){simulation->n_persons, simulation->seed}, err);
    }
    ds_free(counted);
    ds_free(results);
    published_done(&in.published);
    cli_definitions_done(&in.definitions);
    return status;
}
