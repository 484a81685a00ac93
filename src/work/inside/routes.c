/* work/inside/routes.c: the routes of a register and who starts in them: the indicators of
 * definitions/routes.yaml, counted in one pass. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <stdio.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/of_work.h"

static ds_status add_route_tallies(ds_tallies *tallies, ds_error *err) {
    ds_status status = ds_tallies_add(tallies, "route_aanbod",
                                      "route_groep,route,instelling,vestiging,sector", err);
    for (size_t t = 0; status == DS_OK && t < DS_ROUTES_TRAITS; t++) {
        char by[64];
        (void)snprintf(by, sizeof by, "route_groep,route,%s", ds_routes_trait(t));
        status = ds_tallies_add(tallies, "vmbo3", by, err);
    }
    return status;
}

/* The covered school years, rising. */
static ds_status take_covered_years(const ds_register *reg, ds_routes_found *found, ds_error *err) {
    const size_t n = ds_register_n_years(reg);
    found->years = ds_calloc(n + 1, sizeof *found->years);
    if (found->years == NULL) return ds_error_memory(err);
    for (size_t y = 0; y < n; y++)
        if (ds_register_covered(reg)[y]) found->years[found->n_years++] = ds_register_years(reg)[y];
    return DS_OK;
}

static ds_status take_source(const ds_register *reg, ds_routes_found *found, ds_error *err) {
    found->generation = ds_strdup(ds_register_generation(reg));
    found->single_institution = ds_strdup(ds_register_single_institution(reg));
    if (found->generation == NULL || found->single_institution == NULL) return ds_error_memory(err);
    return DS_OK;
}

static ds_status find_routes(const ds_tallies *tallies, ds_routes_found *found, ds_error *err) {
    size_t n;
    const ds_tally_table *tables = ds_tallies_tables(tallies, &n);
    ds_status status =
        ds_routes_new(tables[0].cells, found->years, found->n_years, &found->routes, err);
    for (size_t t = 0; status == DS_OK && t < DS_ROUTES_TRAITS; t++)
        status = ds_starters_new(tables[1 + t].cells, "geen", &found->starters[t], err);
    return status;
}

ds_status ds_work_routes(const ds_work *work, const ds_routes_options *options,
                         ds_routes_found *out, ds_error *err) {
    ds_tally_options how = DS_TALLY_OPTIONS_INIT;
    ds_work_definitions definitions = {0};
    ds_routes_found found = {.present_codes = options->present_codes};
    ds_tallies *tallies = NULL;
    ds_register *reg = NULL;
    ds_status status =
        ds_error_version(err, "ds_routes_options", options->version, DS_ROUTES_OPTIONS_VERSION);
    if (status == DS_OK)
        status = ds_work_definitions_read(work, options->definitions_file, &definitions, err);
    how.n_workers = work->n_threads;
    if (status == DS_OK) {
        tallies = ds_tallies_new(&definitions, options->present_codes);
        status = tallies == NULL ? ds_error_memory(err) : add_route_tallies(tallies, err);
    }
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) status = ds_tallies_run(tallies, reg, &how, err);
    if (status == DS_OK) status = take_covered_years(reg, &found, err);
    if (status == DS_OK) status = take_source(reg, &found, err);
    if (status == DS_OK) status = find_routes(tallies, &found, err);
    ds_tallies_free(tallies);
    ds_register_close(reg);
    ds_work_definitions_done(&definitions);
    if (status == DS_OK)
        *out = found;
    else
        ds_routes_found_done(&found);
    return status;
}

void ds_routes_found_done(ds_routes_found *found) {
    ds_routes_free(found->routes);
    for (size_t t = 0; t < DS_ROUTES_TRAITS; t++)
        ds_starters_free(found->starters[t]);
    ds_free(found->years);
    ds_free(found->generation);
    ds_free(found->single_institution);
    *found = (ds_routes_found){0};
}
