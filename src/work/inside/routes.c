/* work/inside/routes.c: the routes of a register and who starts in them: the indicators of
 * definitions/routes.yaml, counted in one pass. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static ds_status count_routes(const ds_work *work, const ds_work_definitions *definitions,
                              ds_routes_found *found, ds_error *err) {
    ds_tally_options how = DS_TALLY_OPTIONS_INIT;
    ds_tallies *tallies = ds_tallies_new(definitions, found->present_codes);
    ds_register *reg = NULL;
    ds_status status = tallies == NULL ? ds_error_memory(err) : add_route_tallies(tallies, err);
    how.n_workers = work->n_threads;
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) status = ds_tallies_run(tallies, reg, &how, err);
    if (status == DS_OK) status = take_covered_years(reg, found, err);
    if (status == DS_OK) status = take_source(reg, found, err);
    if (status == DS_OK) status = find_routes(tallies, found, err);
    ds_tallies_free(tallies);
    ds_register_close(reg);
    return status;
}

/* ---- from cells that were counted before ---- */

static bool has_names(const ds_parts_table *t, const char *by) {
    for (size_t k = 0; k < t->n_keys; k++) {
        const size_t size = strcspn(by, ",");
        if (strlen(t->key_names[k]) != size || strncmp(t->key_names[k], by, size) != 0)
            return false;
        by += size + (by[size] == ',');
    }
    return *by == '\0';
}

/* The table of this indicator by these keys; of the definition that is here. */
static ds_status find_route_table(const ds_parts *parts, const char *file,
                                  const ds_work_definitions *definitions, bool present,
                                  const char *id, const char *by, size_t *out, ds_error *err) {
    const ds_indicator *indicator;
    size_t of_file;
    ds_status status = ds_work_definitions_find(definitions, id, &of_file, &indicator, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < ds_parts_n(parts); i++) {
        const ds_parts_table t = ds_parts_at(parts, i);
        if (!t.said || strcmp(t.indicator, id) != 0 || !has_names(&t, by)) continue;
        if (strcmp(t.version, present ? indicator->version_present : indicator->version) != 0)
            return ds_error_at(err, DS_INPUT, file, 0, 0,
                               "%s is hier van een andere versie (%s) dan de definitie (%s)",
                               "%s is of another version here (%s) than the definition (%s)", id,
                               t.version,
                               present ? indicator->version_present : indicator->version);
        *out = i;
        return DS_OK;
    }
    return ds_error_at(err, DS_INPUT, file, 0, 0,
                       "hier zijn geen cellen van %s naar %s; tally --indicator "
                       "route_aanbod,vmbo3 --by standaard --format json telt ze",
                       "here are no cells of %s by %s; tally --indicator route_aanbod,vmbo3 --by "
                       "standaard --format json counts them",
                       id, by);
}

static int compare_years(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

/* Covered is what counts, and what was left out. */
static ds_status take_said(const ds_parts_table *t, ds_routes_found *found, ds_error *err) {
    found->years = ds_calloc(t->n_counted + t->n_dropped + 1, sizeof *found->years);
    found->generation = ds_strdup(t->generation);
    found->single_institution = ds_strdup(t->single_institution);
    if (found->years == NULL || found->generation == NULL || found->single_institution == NULL)
        return ds_error_memory(err);
    for (size_t i = 0; i < t->n_counted; i++)
        found->years[found->n_years++] = t->counted[i];
    for (size_t i = 0; i < t->n_dropped; i++)
        found->years[found->n_years++] = t->dropped[i];
    qsort(found->years, found->n_years, sizeof *found->years, compare_years);
    return DS_OK;
}

/* Table 0 the routes, then the starters by each trait. */
static ds_status read_route_table(const ds_parts *parts, size_t table, size_t which,
                                  ds_routes_found *found, ds_error *err) {
    ds_cells *cells = NULL;
    const ds_parts_table t = ds_parts_at(parts, table);
    ds_status status = which == 0 ? take_said(&t, found, err) : DS_OK;
    if (status == DS_OK) status = ds_parts_cells(parts, table, &cells, err);
    if (status == DS_OK && which == 0)
        status = ds_routes_new(cells, found->years, found->n_years, &found->routes, err);
    else if (status == DS_OK)
        status = ds_starters_new(cells, "geen", &found->starters[which - 1], err);
    ds_cells_free(cells);
    return status;
}

static ds_status read_routes(const char *file, const ds_work_definitions *definitions,
                             ds_routes_found *found, ds_error *err) {
    ds_parts *parts = NULL;
    ds_status status = ds_parts_open(&file, 1, &parts, err);
    for (size_t i = 0; status == DS_OK && i <= DS_ROUTES_TRAITS; i++) {
        char by[64] = "route_groep,route,instelling,vestiging,sector";
        size_t table = 0;
        if (i > 0) (void)snprintf(by, sizeof by, "route_groep,route,%s", ds_routes_trait(i - 1));
        status = find_route_table(parts, file, definitions, found->present_codes,
                                  i == 0 ? "route_aanbod" : "vmbo3", by, &table, err);
        if (status == DS_OK) status = read_route_table(parts, table, i, found, err);
    }
    ds_parts_free(parts);
    return status;
}

/* ---- the whole question ---- */

ds_status ds_work_routes(const ds_work *work, const ds_routes_options *options,
                         ds_routes_found *out, ds_error *err) {
    ds_work_definitions definitions = {0};
    ds_routes_found found = {.present_codes = options->present_codes};
    ds_status status =
        ds_error_version(err, "ds_routes_options", options->version, DS_ROUTES_OPTIONS_VERSION);
    if (status == DS_OK)
        status = ds_work_definitions_read(work, options->definitions_file, &definitions, err);
    if (status == DS_OK)
        status = options->cells == NULL ? count_routes(work, &definitions, &found, err)
                                        : read_routes(options->cells, &definitions, &found, err);
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
