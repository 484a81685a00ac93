/* intake/kinds/plan.c: what kinds of the monitor there are, read when a delivery is of one. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/kinds/kinds.h"

void ds_intake_kinds_free(ds_intake_kinds *kinds) {
    if (kinds == NULL) return;
    for (size_t i = 0; i < DS_KINDS_MAX; i++) {
        ds_kind_builder_free(kinds->builders[i]);
        ds_kind_table_free(kinds->tables[i]);
    }
    ds_kinds_free(kinds->all);
    ds_free(kinds->indicators);
    ds_free(kinds->indicator_names);
    ds_arena_done(&kinds->names);
    ds_free(kinds);
}

static bool is_of_monitor(const ds_delivery *d) {
    return d->layout != NULL && d->layout->phase == DS_PHASE_KINDS;
}

static ds_status read_kinds_of(ds_intake *intake, ds_error *err) {
    ds_intake_kinds *kinds = intake->kinds;
    const char *const above[] = {intake->options->work_folder, intake->options->program_folder};
    for (size_t i = 0; i < 2; i++) {
        if (above[i] == NULL) continue;
        if (ds_file_join(kinds->paths[i], above[i], "codes", err) != DS_OK) return DS_INPUT;
        kinds->folders[i] = kinds->paths[i];
    }
    return ds_kinds_read(kinds->folders, 2, &kinds->all, err);
}

/* A builder for the kind of a delivery, the same for all of them. */
static ds_status open_builder(ds_intake *intake, ds_delivery *d, ds_error *err) {
    ds_intake_kinds *kinds = intake->kinds;
    ds_kind_builder **builder;
    ds_status status;
    d->kind_of = ds_kinds_of(kinds->all, d->layout->kind);
    if (d->kind_of == NULL)
        return ds_error_at(err, DS_INPUT, d->path, 0, 0,
                           "codes/soorten.yaml zegt niet welke kolommen een levering %s heeft",
                           "codes/soorten.yaml does not say which columns a delivery %s has",
                           d->layout->kind);
    builder = &kinds->builders[d->kind_of - kinds->all->all];
    if (*builder != NULL) return DS_OK;
    status =
        ds_kind_builder_make(d->kind_of, intake->n_workers, &intake->missing.words, builder, err);
    if (status != DS_OK) return status;
    (*builder)->refuse = ds_intake_kind_refuse;
    (*builder)->refuse_context = intake;
    return DS_OK;
}

ds_status ds_intake_kinds_plan(ds_intake *intake, ds_error *err) {
    ds_status status = DS_OK;
    bool any = false;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        any = any || is_of_monitor(&intake->deliveries[i]);
    if (!any) return DS_OK;
    intake->kinds = ds_calloc(1, sizeof *intake->kinds);
    if (intake->kinds == NULL) return ds_error_memory(err);
    status = read_kinds_of(intake, err);
    for (size_t i = 0; status == DS_OK && i < intake->n_deliveries; i++)
        if (is_of_monitor(&intake->deliveries[i]))
            status = open_builder(intake, &intake->deliveries[i], err);
    return status == DS_OK ? ds_intake_indicators_read(intake, err) : status;
}

size_t ds_intake_kinds_n_sources(const ds_intake *intake) {
    return intake->kinds == NULL ? 0 : intake->kinds->all->n_sources;
}

const char *ds_intake_kinds_source(const ds_intake *intake, size_t i) {
    return intake->kinds->all->sources[i].text;
}
