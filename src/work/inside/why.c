/* work/inside/why.c: one person and one definition: the register's career, walked; the deliveries,
 * read again for their lines. See doorstroom/why.h. */
#include "doorstroom/why.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/person.h"

/* Which file, where that can be said. */
static ds_status say_stale(const ds_work *work, const ds_register *reg, ds_error *err) {
    ds_error what = {.status = DS_OK};
    bool stale = false;
    ds_status status =
        ds_register_stale(reg, work->folder, work->program_folder, &stale, &what, err);
    if (status != DS_OK) return status;
    if (!stale)
        return ds_error_at(err, DS_INPUT, work->folder, 0, 0,
                           "het register is verouderd; draai doorstroom import",
                           "the register is out of date; run doorstroom import");
    if (err != NULL) *err = what;
    return DS_INPUT;
}

ds_status ds_inside_trace(const ds_work *work, const char *person, const ds_register *reg,
                          ds_trace **out, ds_error *err) {
    const ds_import_options options = {.version = DS_IMPORT_OPTIONS_VERSION,
                                       .work_folder = work->folder,
                                       .program_folder = work->program_folder,
                                       .n_workers = work->n_threads,
                                       .progress = work->progress,
                                       .progress_context = work->progress_context};
    ds_trace *trace = NULL;
    ds_status status = ds_trace_open(&options, person, &trace, err);
    if (status != DS_OK) return status;
    if (strncmp(ds_register_generation(reg), ds_trace_generation(trace),
                strlen(ds_trace_generation(trace))) == 0) {
        *out = trace;
        return DS_OK;
    }
    ds_trace_free(trace);
    return say_stale(work, reg, err);
}

static ds_status find_asked(const ds_why_options *options, ds_why *why, ds_error *err) {
    const ds_indicator *indicator = NULL;
    size_t file = 0;
    ds_status status =
        ds_work_definitions_find(&why->definitions, options->indicator, &file, &indicator, err);
    if (status != DS_OK) return status;
    why->set = why->definitions.files[file];
    why->indicator = options->present_codes ? ds_indicator_present(indicator) : *indicator;
    return DS_OK;
}

static ds_status ask_why(const ds_work *work, const ds_why_options *options, const ds_register *reg,
                         ds_why *why, ds_error *err) {
    ds_status status = ds_inside_trace(work, options->person, reg, &why->trace, err);
    why->generation = ds_strdup(ds_register_generation(reg));
    if (status == DS_OK && why->generation == NULL) status = ds_error_memory(err);
    if (status == DS_OK)
        status = ds_tally_explain(reg, why->set, &why->indicator, ds_trace_place_of(why->trace),
                                  options->schooljaar, &why->explained, err);
    return status;
}

ds_status ds_work_why(const ds_work *work, const ds_why_options *options, ds_why *out,
                      ds_error *err) {
    ds_why why = {0};
    ds_register *reg = NULL;
    ds_status status =
        ds_error_version(err, "ds_why_options", options->version, DS_WHY_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    status = ds_work_definitions_read(work, options->definitions_file, &why.definitions, err);
    if (status == DS_OK) status = find_asked(options, &why, err);
    if (status == DS_OK) status = ds_register_open(work->folder, &reg, err);
    if (status == DS_OK) status = ask_why(work, options, reg, &why, err);
    ds_register_close(reg);
    if (status == DS_OK)
        *out = why;
    else
        ds_why_done(&why);
    return status;
}

void ds_why_done(ds_why *why) {
    ds_person_explained_done(&why->explained);
    ds_trace_free(why->trace);
    ds_free(why->generation);
    ds_work_definitions_done(&why->definitions);
    *why = (ds_why){0};
}
