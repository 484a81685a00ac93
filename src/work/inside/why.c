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
    if (status == DS_OK) status = ds_indicator_of_careers(indicator, err);
    if (status != DS_OK) return status;
    why->set = why->definitions.files[file];
    why->indicator = options->present_codes ? ds_indicator_present(indicator) : *indicator;
    return DS_OK;
}

/* Enrolments of one school year are one line. */
static void add_undelivered_year(ds_why *why, const ds_register_event *event) {
    const uint32_t soorten = event->value & (((uint32_t)1 << DS_UNDELIVERED_RANG) - 1);
    const size_t n = why->n_undelivered;
    if (n > 0 && why->undelivered[n - 1].schooljaar == event->jaar)
        why->undelivered[n - 1].soorten |= soorten;
    else
        why->undelivered[why->n_undelivered++] = (ds_why_undelivered){event->jaar, soorten};
}

/* The person's events in the register. */
static ds_status take_undelivered(const ds_register *reg, ds_why *why, ds_error *err) {
    const ds_register_events *events = ds_register_find_events(reg, DS_EVENT_UNDELIVERED);
    const uint64_t place = ds_trace_place_of(why->trace), block = place / DS_BLOCK_PERSONS;
    uint64_t n;
    if (events == NULL) return DS_OK;
    if (ds_register_check_events(reg, events, block, err) != DS_OK) return DS_INPUT;
    n = events->offsets[block + 1] - events->offsets[block];
    why->undelivered = ds_calloc((size_t)n + 1, sizeof *why->undelivered);
    if (why->undelivered == NULL) return ds_error_memory(err);
    for (uint64_t i = events->offsets[block]; i < events->offsets[block + 1]; i++)
        if (events->events[i].slot == place % DS_BLOCK_PERSONS)
            add_undelivered_year(why, &events->events[i]);
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
    return status == DS_OK ? take_undelivered(reg, why, err) : status;
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
    ds_free(why->undelivered);
    ds_free(why->generation);
    ds_work_definitions_done(&why->definitions);
    *why = (ds_why){0};
}
