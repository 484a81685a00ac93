/* work/inside/demo.c: the demonstration: deliveries made up, imported and tallied, with what was
 * published to lay beside it. See doorstroom/inside.h. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/history.h"
#include "work/inside/simulate.h"

/* The tables that are shown. */
static const struct {
    const char *id, *by;
} shown[] = {{"vsv", NULL},
             {"vsv", "niveau,leerweg"},
             {"vsv", "leerweg,migratieachtergrond"},
             {"startersresultaat", NULL},
             {"startersresultaat", "niveau"},
             {"werk", "niveau,leerweg"},
             {"doorstroom_vmbo", NULL},
             {"doorstroom_mbo_hbo", NULL},
             {"hbo_succes", NULL},
             {"switch", "niveau"},
             {"uitstroom_diploma", "niveau"}};

struct ds_demo {
    char *folder;
    char definitions[DS_PATH_SIZE], examples[DS_PATH_SIZE], page[DS_PATH_SIZE];
    ds_import_report *report;
    ds_demo_delivery *deliveries;
    ds_figures figures;
    ds_work_definitions files;
    ds_tallies *tallies;
    double seconds;
};

/* A file of the program's as the work folder's own, to change; one that is there stays. */
static ds_status copy_once(const char *from, const char *to, ds_error *err) {
    char *data;
    size_t size;
    ds_status status;
    if (ds_file_exists(to)) return DS_OK;
    status = ds_file_read(from, DS_DEFINITION_MAX, &data, &size, err);
    if (status != DS_OK) return status;
    status = ds_file_write(to, data, size, err);
    ds_free(data);
    return status;
}

static ds_status copy_definitions(const ds_work *work, ds_demo *demo, ds_error *err) {
    char folder[DS_PATH_SIZE], from[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, work->folder, "definities", err);
    if (status == DS_OK) status = ds_file_make_folder(folder, err);
    if (status == DS_OK) status = ds_file_join(demo->definitions, folder, "werkagenda.yaml", err);
    if (status != DS_OK || work->program_folder == NULL) return status;
    status = ds_file_join(from, work->program_folder, "definitions/werkagenda.yaml", err);
    return status == DS_OK ? copy_once(from, demo->definitions, err) : status;
}

static ds_status copy_example(const char *from, const char *to, const char *name, ds_error *err) {
    char source[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_status status = ds_file_join(source, from, name, err);
    if (status == DS_OK) status = ds_file_join(path, to, name, err);
    return status == DS_OK ? copy_once(source, path, err) : status;
}

/* Tables for the commands that take any: what their help names. What makes them stays behind. */
static ds_status copy_examples(const ds_work *work, ds_demo *demo, ds_error *err) {
    char from[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status;
    if (work->program_folder == NULL) return DS_OK;
    status = ds_file_join(from, work->program_folder, "examples/tabellen", err);
    if (status != DS_OK || !ds_file_is_folder(from)) return status; /* a library without its data */
    status = ds_file_join(demo->examples, work->folder, "voorbeelden", err);
    if (status == DS_OK) status = ds_file_make_folder(demo->examples, err);
    if (status == DS_OK) status = ds_file_list(from, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        if (strchr(names.names[i], '.') != NULL)
            status = copy_example(from, demo->examples, names.names[i], err);
    ds_file_names_done(&names);
    return status;
}

static ds_status import_demo(const ds_work *work, ds_demo *demo, ds_error *err) {
    ds_import_options o = DS_IMPORT_OPTIONS_INIT;
    ds_status status;
    o.work_folder = work->folder;
    o.program_folder = work->program_folder;
    o.n_workers = work->n_threads;
    o.progress = work->progress;
    o.progress_context = work->progress_context;
    status = ds_import(&o, &demo->report, err);
    if (status == DS_OK) ds_generation_note_left(work);
    return status;
}

/* Deliveries made up and imported. Without the folder simulatie/ nothing is published. */
static ds_status make_register(const ds_work *work, uint64_t n_persons, ds_demo *demo,
                               ds_error *err) {
    char room[DS_PATH_SIZE], path[DS_PATH_SIZE];
    const char *parameters = NULL;
    ds_simulate_options o = DS_SIMULATE_OPTIONS_INIT;
    ds_status status = ds_work_parameters(work, NULL, room, &parameters, err);
    o.n_persons = n_persons;
    if (status == DS_OK && parameters != NULL) {
        status = ds_file_join(path, parameters, "gepubliceerd.csv", err);
        if (status == DS_OK) status = ds_figures_read(path, &demo->figures, err);
    }
    if (status == DS_OK) status = ds_work_make(work, &o, parameters, err);
    return status == DS_OK ? import_demo(work, demo, err) : status;
}

static ds_status tally_demo(const ds_work *work, ds_demo *demo, ds_error *err) {
    const ds_tally_options options = {.n_workers = work->n_threads};
    ds_register *reg = NULL;
    ds_status status = ds_work_definitions_read(work, NULL, &demo->files, err);
    if (status == DS_OK && (demo->tallies = ds_tallies_new(&demo->files, false)) == NULL)
        status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < sizeof shown / sizeof *shown; i++)
        status = ds_tallies_add(demo->tallies, shown[i].id, shown[i].by, err);
    if (status == DS_OK) status = ds_register_open(work->folder, &reg, err);
    if (status == DS_OK) status = ds_tallies_run(demo->tallies, reg, &options, err);
    ds_register_close(reg);
    return status;
}

/* Where the page will stand, from the root, so that a browser can be sent there. */
static ds_status place_page(const ds_work *work, ds_demo *demo, ds_error *err) {
    char folder[DS_PATH_SIZE];
    char *full;
    ds_status status = ds_file_join(folder, work->folder, "publicatie", err);
    if (status == DS_OK) status = ds_file_make_folder(folder, err);
    if (status != DS_OK) return status;
    full = realpath(folder, NULL);
    status = ds_file_join(demo->page, full == NULL ? folder : full, "demo.html", err);
    free(full);
    return status;
}

static ds_status list_deliveries(ds_demo *demo, ds_error *err) {
    const ds_import_report *report = demo->report;
    demo->deliveries = ds_calloc(report->n_deliveries + 1, sizeof *demo->deliveries);
    if (demo->deliveries == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < report->n_deliveries; i++) {
        const ds_import_delivery *d = &report->deliveries[i];
        demo->deliveries[i] = (ds_demo_delivery){.file = d->name,
                                                 .aside = d->aside,
                                                 .n_read = d->n_read,
                                                 .n_taken = d->n_taken,
                                                 .n_refused = d->n_refused};
    }
    return DS_OK;
}

static double seconds_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

ds_status ds_work_demo(const ds_work *work, uint64_t n_persons, ds_demo **out, ds_error *err) {
    const double began = seconds_now();
    ds_demo *demo = ds_calloc(1, sizeof *demo);
    ds_status status = demo == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK && (demo->folder = ds_strdup(work->folder)) == NULL)
        status = ds_error_memory(err);
    if (status == DS_OK) status = make_register(work, n_persons, demo, err);
    if (status == DS_OK) status = copy_definitions(work, demo, err);
    if (status == DS_OK) status = copy_examples(work, demo, err);
    if (status == DS_OK) status = tally_demo(work, demo, err);
    if (status == DS_OK) status = list_deliveries(demo, err);
    if (status == DS_OK) status = place_page(work, demo, err);
    if (status != DS_OK) {
        ds_demo_free(demo);
        return status;
    }
    demo->seconds = seconds_now() - began;
    *out = demo;
    return DS_OK;
}

ds_demo_facts ds_demo_facts_of(const ds_demo *demo) {
    ds_demo_facts facts = {.folder = demo->folder,
                           .definitions = demo->definitions,
                           .examples = demo->examples[0] == '\0' ? NULL : demo->examples,
                           .page = demo->page,
                           .deliveries = demo->deliveries,
                           .n_deliveries = demo->report->n_deliveries,
                           .figures = &demo->figures,
                           .seconds = demo->seconds};
    if (demo->report->totals != NULL) {
        facts.n_persons = demo->report->totals->n_persons;
        facts.n_enrolments = demo->report->totals->n_enrolments;
        facts.n_diplomas = demo->report->totals->n_diplomas;
    }
    facts.tables = ds_tallies_tables(demo->tallies, &facts.n_tables);
    return facts;
}

void ds_demo_free(ds_demo *demo) {
    if (demo == NULL) return;
    ds_free(demo->folder);
    ds_import_report_free(demo->report);
    ds_free(demo->deliveries);
    ds_figures_done(&demo->figures);
    ds_tallies_free(demo->tallies);
    ds_work_definitions_done(&demo->files);
    ds_free(demo);
}
