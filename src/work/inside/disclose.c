/* work/inside/disclose.c: a release of a work folder's register: tallies, disclosure control, and
 * the file in publicatie/. See doorstroom/inside.h. */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/inside.h"
#include "work/inside/names.h"
#include "work/inside/of_work.h"

enum { ASKED_MOST = 256, ID_MOST = 4096 };

typedef struct releasing {
    const ds_work *work;
    const ds_work_disclose_options *options;
    ds_work_rules rules;
    ds_work_definitions definitions;
    ds_tallies *tallies;
    ds_arena arena;
    ds_disclosure_table *tables;
    size_t n_tables, tables_capacity;
    ds_release **earlier;
    size_t n_earlier, earlier_capacity;
    char folder[DS_PATH_SIZE];
} releasing;

/* ---- what is counted ---- */

/* The total, and each breakdown of by: "niveau,leerweg;instelling". */
static ds_status ask_indicator(releasing *r, const char *id, ds_error *err) {
    const char *at = r->options->by;
    ds_status status = ds_tallies_add(r->tallies, id, NULL, err);
    while (status == DS_OK && at != NULL && *at != '\0') {
        const size_t size = strcspn(at, ";");
        const char *by = ds_arena_copy(&r->arena, ds_text_trim((ds_text){at, size}));
        status = by == NULL ? ds_error_memory(err) : ds_tallies_add(r->tallies, id, by, err);
        at += size + (at[size] == ';');
    }
    return status;
}

/* One person in several cells of a table: what protects a count of persons does not protect those.
 */
static ds_status refuse_overlapping(const releasing *r, ds_error *err) {
    size_t n;
    const ds_tally_table *tables = ds_tallies_tables(r->tallies, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_indicator *indicator = tables[i].indicator;
        if (indicator->pool <= 1 && indicator->per == DS_PER_PERSOON) continue;
        return ds_error_set(
            err, DS_INPUT,
            "%.64s telt een persoon in meer cellen (pool of per): dat kan de onthullingscontrole "
            "nog niet beveiligen; vraag de losse jaren per persoon",
            "%.64s counts a person in several cells (pool or per): disclosure control cannot "
            "protect "
            "that yet; ask for single years by person",
            indicator->id);
    }
    return DS_OK;
}

static ds_status tally_asked(releasing *r, ds_error *err) {
    const ds_tally_options how = {.n_workers = r->work->n_threads};
    ds_names names = {0};
    ds_register *reg = NULL;
    ds_status status =
        r->options->indicators == NULL
            ? ds_error_set(err, DS_USAGE, "welke indicatoren?", "which indicators?")
            : ds_names_split("indicators", r->options->indicators, ASKED_MOST, &names, err);
    if (status == DS_OK)
        status =
            ds_work_definitions_read(r->work, r->options->definitions_file, &r->definitions, err);
    if (status == DS_OK) {
        r->tallies = ds_tallies_new(&r->definitions, r->options->present_codes);
        if (r->tallies == NULL) status = ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < names.n; i++)
        status = ask_indicator(r, names.names[i], err);
    if (status == DS_OK) status = ds_of_work_open(r->work, &reg, err);
    if (status == DS_OK) status = ds_tallies_run(r->tallies, reg, &how, err);
    if (status == DS_OK) status = refuse_overlapping(r, err);
    ds_register_close(reg);
    ds_names_done(&names);
    return status;
}

/* ---- tables of it ---- */

static ds_status add_release_table(releasing *r, const ds_tally_table *from, const char *scope,
                                   bool without_own, ds_error *err) {
    ds_buffer id;
    const char *kept;
    if (!ds_reserve(&r->tables, &r->tables_capacity, r->n_tables + 1, sizeof *r->tables))
        return ds_error_memory(err);
    ds_buffer_init(&id, ID_MOST);
    ds_buffer_add_string(&id, from->indicator->id);
    for (size_t k = 0; k < ds_cells_n_keys(from->cells); k++)
        ds_buffer_addf(&id, "%c%s", k == 0 ? '.' : '+', ds_cells_key_name(from->cells, k));
    if (scope[0] != '\0') ds_buffer_addf(&id, "@%s%s", without_own ? "zonder-" : "", scope);
    kept = ds_arena_copy(&r->arena, ds_text_of(ds_buffer_string(&id)));
    ds_buffer_done(&id);
    if (kept == NULL) return ds_error_memory(err);
    r->tables[r->n_tables++] = (ds_disclosure_table){.id = kept,
                                                     .indicator = from->indicator,
                                                     .cells = from->cells,
                                                     .scope = scope,
                                                     .without_own = without_own};
    return DS_OK;
}

static size_t find_institution_key(const ds_cells *cells, const char *name) {
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        if (strcmp(ds_cells_key_name(cells, k), name) == 0) return k;
    return SIZE_MAX;
}

static bool has_scope(const ds_disclosure_table *tables, size_t from, size_t to, ds_text scope) {
    for (size_t i = from; i < to; i++)
        if (ds_text_is(scope, tables[i].scope)) return true;
    return false;
}

/* A table an institution, and with the first of an indicator the total without it. */
static ds_status add_scopes(releasing *r, const ds_tally_table *total, const ds_tally_table *from,
                            size_t key, bool first, ds_error *err) {
    const size_t start = r->n_tables;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(from->cells); i++) {
        const ds_text at = ds_cells_at(from->cells, i).keys[key];
        const char *scope;
        if (at.size == 0 || has_scope(r->tables, start, r->n_tables, at)) continue;
        scope = ds_arena_copy(&r->arena, at);
        status =
            scope == NULL ? ds_error_memory(err) : add_release_table(r, from, scope, false, err);
        if (status == DS_OK && first) status = add_release_table(r, total, scope, true, err);
    }
    return status;
}

static ds_status make_release_tables(releasing *r, ds_error *err) {
    size_t n;
    const ds_tally_table *list = ds_tallies_tables(r->tallies, &n), *total = NULL;
    bool first = true;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const size_t key = find_institution_key(list[i].cells, r->rules.options.institution);
        if (total == NULL || strcmp(total->indicator->id, list[i].indicator->id) != 0) {
            total = &list[i]; /* asked first of each */
            first = true;
        }
        if (!r->options->scopes || key == SIZE_MAX) {
            status = add_release_table(r, &list[i], "", false, err);
        } else {
            status = add_scopes(r, total, &list[i], key, first, err);
            first = false;
        }
    }
    return status;
}

/* ---- releases that others keep ---- */

static ds_status read_earlier_release(releasing *r, const char *name, ds_error *err) {
    const size_t size = strlen(name);
    char path[DS_PATH_SIZE];
    ds_release *release = NULL;
    ds_status status;
    if (strncmp(name, "vrijgave", 8) != 0 || size < 5 || strcmp(name + size - 5, ".json") != 0)
        return DS_OK;
    if (!ds_reserve(&r->earlier, &r->earlier_capacity, r->n_earlier + 1, sizeof(ds_release *)))
        return ds_error_memory(err);
    status = ds_file_join(path, r->folder, name, err);
    if (status == DS_OK) status = ds_release_read(path, &release, err);
    if (status == DS_OK) r->earlier[r->n_earlier++] = release;
    return status;
}

static ds_status read_earlier_releases(releasing *r, ds_error *err) {
    ds_file_names names = {0};
    ds_status status = ds_file_join(r->folder, r->work->folder, "publicatie", err);
    if (status == DS_OK) status = ds_file_make_folder(r->folder, err);
    if (status == DS_OK) status = ds_file_list(r->folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        status = read_earlier_release(r, names.names[i], err);
    ds_file_names_done(&names);
    return status;
}

/* ---- the whole ---- */

/* publicatie/vrijgave-<generation>.json, which must be new. */
static ds_status name_release(const releasing *r, char **out, ds_error *err) {
    ds_buffer path;
    ds_status status;
    ds_buffer_init(&path, DS_PATH_SIZE);
    ds_buffer_addf(&path, "%s/vrijgave-%s.json", r->folder,
                   ds_tallies_source(r->tallies).generation);
    status = ds_buffer_finish(&path, err);
    if (status == DS_OK && ds_file_exists(ds_buffer_string(&path)))
        status =
            ds_error_at(err, DS_INPUT, ds_buffer_string(&path), 0, 0,
                        "van dit register is al een vrijgave; wie haar kreeg, houdt haar: haal "
                        "haar alleen weg als niemand haar heeft",
                        "there is a release of this register already; who got it keeps it: "
                        "remove it only if nobody has it");
    if (status == DS_OK) {
        *out = ds_buffer_take(&path);
        if (*out == NULL) status = ds_error_memory(err);
    }
    ds_buffer_done(&path);
    return status;
}

static ds_status make_release(releasing *r, ds_work_disclosed *out, ds_error *err) {
    ds_disclosure_options *o = &r->rules.options;
    ds_status status = name_release(r, &out->path, err);
    o->generation = ds_tallies_source(r->tallies).generation;
    o->earlier = (const ds_release *const *)r->earlier;
    o->n_earlier = r->n_earlier;
    if (status == DS_OK)
        status = ds_disclose(r->tables, r->n_tables, o, &out->release, &out->report, err);
    return status == DS_OK ? ds_release_write(out->release, out->path, err) : status;
}

static void releasing_done(releasing *r) {
    for (size_t i = 0; i < r->n_earlier; i++)
        ds_release_free(r->earlier[i]);
    ds_free((void *)r->earlier);
    ds_free(r->tables);
    ds_tallies_free(r->tallies);
    ds_work_definitions_done(&r->definitions);
    ds_work_rules_done(&r->rules);
    ds_arena_done(&r->arena);
}

ds_status ds_work_disclose(const ds_work *work, const ds_work_disclose_options *options,
                           ds_work_disclosed *out, ds_error *err) {
    releasing r = {.work = work, .options = options};
    ds_work_disclosed made = {0};
    ds_status status = ds_error_version(err, "ds_work_disclose_options", options->version,
                                        DS_WORK_DISCLOSE_OPTIONS_VERSION);
    if (status == DS_OK) status = ds_work_disclosure_options(work, &r.rules, err);
    if (status == DS_OK) status = tally_asked(&r, err);
    if (status == DS_OK) status = make_release_tables(&r, err);
    if (status == DS_OK) status = read_earlier_releases(&r, err);
    if (status == DS_OK) status = make_release(&r, &made, err);
    releasing_done(&r);
    if (status == DS_OK)
        *out = made;
    else
        ds_work_disclosed_done(&made);
    return status;
}

void ds_work_disclosed_done(ds_work_disclosed *disclosed) {
    ds_release_free(disclosed->release);
    ds_disclosure_report_free(disclosed->report);
    ds_free(disclosed->path);
    *disclosed = (ds_work_disclosed){0};
}
