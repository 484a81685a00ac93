/* work/outside/attack.c: a folder of published tables, attacked. See doorstroom/outside.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/folder.h"

#define DESCRIPTION "beschrijving.yaml"

outside_table *ds_outside_table(outside_folder *folder, const char *file, const char *indicator,
                                const outside_plan *plan) {
    const char **keys;
    outside_table *t;
    for (size_t i = 0; i < folder->n_tables; i++)
        if (folder->tables[i].reading == folder->n_readings &&
            strcmp(folder->tables[i].table.indicator, indicator) == 0)
            return &folder->tables[i];
    if (!ds_reserve(&folder->tables, &folder->tables_capacity, folder->n_tables + 1,
                    sizeof *folder->tables))
        return NULL;
    keys = ds_arena_take(&folder->arena, plan->n_keys + 1, sizeof *keys);
    if (keys == NULL) return NULL;
    if (plan->n_keys > 0) memcpy(keys, plan->key_names, plan->n_keys * sizeof *keys);
    t = &folder->tables[folder->n_tables++];
    *t = (outside_table){.reading = folder->n_readings,
                         .table = {.name = ds_arena_copy(&folder->arena, ds_text_of(file)),
                                   .indicator = indicator,
                                   .without = "",
                                   .has_teller = plan->measure_columns[OUTSIDE_TELLER] != NULL,
                                   .has_unknown = plan->measure_columns[OUTSIDE_UNKNOWN] != NULL,
                                   .key_names = keys,
                                   .n_keys = plan->n_keys}};
    return t->table.name == NULL ? NULL : t;
}

/* ---- the files ---- */

static bool has_ending(const char *name, const char *ending) {
    const size_t size = strlen(name), tail = strlen(ending);
    return size > tail && strcmp(name + size - tail, ending) == 0;
}

static ds_status read_release(const char *path, outside_folder *folder, ds_error *err) {
    ds_release *release = NULL;
    ds_status status;
    if (!ds_reserve(&folder->releases, &folder->releases_capacity, folder->n_releases + 1,
                    sizeof(ds_release *)))
        return ds_error_memory(err);
    status = ds_release_read(path, &release, err);
    if (status == DS_OK) folder->releases[folder->n_releases++] = release;
    return status;
}

/* A csv may be described several times: counts of several indicators side by side. */
static ds_status read_described(const char *path, const char *name, outside_folder *folder,
                                ds_error *err) {
    ds_status status = DS_OK;
    bool described = false;
    for (size_t i = 0; status == DS_OK && i < folder->n_plans; i++)
        if (strcmp(folder->plans[i].file, name) == 0) {
            status = ds_outside_read(path, name, &folder->plans[i], folder, err);
            described = true;
        }
    if (status == DS_OK && !described) status = ds_outside_read(path, name, NULL, folder, err);
    return status;
}

static bool is_listed(const ds_file_names *names, const char *name) {
    for (size_t i = 0; i < names->n_names; i++)
        if (strcmp(names->names[i], name) == 0) return true;
    return false;
}

static ds_status check_described(const char *path, const outside_folder *folder,
                                 const ds_file_names *names, ds_error *err) {
    for (size_t i = 0; i < folder->n_plans; i++)
        if (!is_listed(names, folder->plans[i].file))
            return ds_error_at(
                err, DS_INPUT, path, 0, 0, DESCRIPTION " noemt %.200s, en dat bestand is er niet",
                DESCRIPTION " names %.200s, and there is no such file", folder->plans[i].file);
    return DS_OK;
}

static ds_status read_files(const char *path, outside_folder *folder, const ds_file_names *names,
                            ds_error *err) {
    char file[DS_PATH_SIZE];
    ds_status status = DS_OK;
    if (is_listed(names, DESCRIPTION)) {
        status = ds_file_join(file, path, DESCRIPTION, err);
        if (status == DS_OK) status = ds_outside_describe(file, folder, err);
        if (status == DS_OK) status = check_described(path, folder, names, err);
    }
    for (size_t i = 0; status == DS_OK && i < names->n_names; i++) {
        const char *name = names->names[i];
        status = ds_file_join(file, path, name, err);
        if (status == DS_OK && has_ending(name, ".csv"))
            status = read_described(file, name, folder, err);
        else if (status == DS_OK && strncmp(name, "vrijgave", 8) == 0 && has_ending(name, ".json"))
            status = read_release(file, folder, err);
    }
    return status;
}

/* ---- as the attack takes them ---- */

static ds_status take_release_table(outside_folder *folder, const ds_release_table *from,
                                    ds_published_table *out, ds_error *err) {
    ds_published_row *rows = ds_arena_take(&folder->arena, from->n_rows + 1, sizeof *rows);
    if (rows == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < from->n_rows; i++)
        rows[i] = (ds_published_row){.schooljaar = from->rows[i].schooljaar,
                                     .keys = from->rows[i].keys,
                                     .teller = from->rows[i].teller,
                                     .noemer = from->rows[i].noemer,
                                     .onbekend = from->rows[i].onbekend};
    *out = (ds_published_table){.name = from->id,
                                .indicator = from->indicator,
                                .without = from->without,
                                .has_teller = !from->numeric,
                                .has_unknown = true,
                                .key_names = from->key_names,
                                .n_keys = from->n_keys,
                                .rows = rows,
                                .n_rows = from->n_rows};
    return DS_OK;
}

static ds_status gather_tables(outside_folder *folder, ds_attacked *out, ds_error *err) {
    size_t n = folder->n_tables, at = 0;
    ds_status status = DS_OK;
    for (size_t r = 0; r < folder->n_releases; r++)
        n += ds_release_n_tables(folder->releases[r]);
    folder->published = ds_calloc(n + 1, sizeof *folder->published);
    folder->lines = ds_calloc(n + 1, sizeof *folder->lines);
    if (folder->published == NULL || folder->lines == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < folder->n_tables; i++) {
        folder->published[at] = folder->tables[i].table;
        folder->published[at].rows = folder->tables[i].rows;
        folder->lines[at++] = folder->tables[i].lines;
    }
    for (size_t r = 0; r < folder->n_releases; r++)
        for (size_t i = 0; status == DS_OK && i < ds_release_n_tables(folder->releases[r]); i++)
            status = take_release_table(folder, ds_release_at(folder->releases[r], i),
                                        &folder->published[at++], err);
    out->tables = folder->published;
    out->lines = folder->lines;
    out->n = n;
    for (size_t i = 0; i < n; i++)
        out->n_rows += folder->published[i].n_rows;
    return status;
}

static void folder_free(outside_folder *folder) {
    if (folder == NULL) return;
    for (size_t i = 0; i < folder->n_tables; i++) {
        ds_free(folder->tables[i].rows);
        ds_free(folder->tables[i].lines);
    }
    for (size_t i = 0; i < folder->n_releases; i++)
        ds_release_free(folder->releases[i]);
    ds_free(folder->tables);
    ds_free((void *)folder->releases);
    ds_free(folder->published);
    ds_free((void *)folder->lines);
    ds_arena_done(&folder->arena);
    ds_free(folder);
}

/* ---- the whole ---- */

static ds_status read_folder(const char *path, outside_folder *folder, ds_attacked *out,
                             ds_error *err) {
    ds_file_names names = {0};
    ds_status status = ds_file_list(path, &names, err);
    if (status == DS_OK) status = read_files(path, folder, &names, err);
    ds_file_names_done(&names);
    if (status == DS_OK) status = gather_tables(folder, out, err);
    if (status == DS_OK && out->n == 0)
        status = ds_error_at(err, DS_INPUT, path, 0, 0,
                             "hier staan geen tabellen: verwacht .csv, of een vrijgave.json",
                             "there are no tables here: expected .csv, or a vrijgave.json");
    return status;
}

ds_status ds_outside_attack(const ds_outside_attack_options *options, ds_attacked *out,
                            ds_error *err) {
    ds_attacked made = {.minimum = options->minimum};
    outside_folder *folder;
    ds_status status = ds_error_version(err, "ds_outside_attack_options", options->version,
                                        DS_OUTSIDE_ATTACK_OPTIONS_VERSION);
    if (status == DS_OK && options->minimum < 2)
        status =
            ds_error_set(err, DS_USAGE, "het minimum is ten minste 2", "the minimum is at least 2");
    if (status != DS_OK) return status;
    folder = ds_calloc(1, sizeof *folder);
    if (folder == NULL) return ds_error_memory(err);
    made.own = folder;
    made.folder = ds_arena_copy(&folder->arena, ds_text_of(options->folder));
    status = made.folder == NULL ? ds_error_memory(err)
                                 : read_folder(options->folder, folder, &made, err);
    if (status == DS_OK)
        status = ds_attack_published(made.tables, made.n, options->minimum, options->institution,
                                     &made.findings, err);
    if (status == DS_OK)
        *out = made;
    else
        folder_free(folder);
    return status;
}

void ds_attacked_done(ds_attacked *attacked) {
    ds_findings_done(&attacked->findings);
    folder_free(attacked->own);
    *attacked = (ds_attacked){0};
}
