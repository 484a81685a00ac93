/* work/inside/history_cells.c: the cells of a generation: counted in the register, kept, recalled.
 * See history.h. */
#include "work/inside/history.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "register/kept.h"

enum { CELLS_MAX = 1 << 27, GENERATIONS_KEPT = 2 };

void ds_generation_done(ds_generation_cells *cells) {
    for (size_t i = 0; i < cells->n_own; i++)
        ds_cells_free(cells->own[i]);
    ds_free(cells->own);
    ds_free(cells->cells);
    ds_free(cells->versions);
    ds_tallies_free(cells->tallies);
    if (cells->definitions != NULL) ds_work_definitions_done(cells->definitions);
    ds_free(cells->definitions);
    *cells = (ds_generation_cells){0};
}

static ds_status refer_cells(ds_generation_cells *to, const ds_cells *cells, const char *version,
                             ds_error *err) {
    size_t capacity = to->capacity;
    if (!ds_reserve(&to->cells, &capacity, to->n + 1, sizeof *to->cells) ||
        !ds_reserve(&to->versions, &to->capacity, to->n + 1, sizeof *to->versions))
        return ds_error_memory(err);
    to->cells[to->n] = cells;
    (void)snprintf(to->versions[to->n++], sizeof *to->versions, "%s", version);
    return DS_OK;
}

/* Takes cells. */
static ds_status own_cells(ds_generation_cells *to, ds_cells *cells, const char *version,
                           ds_error *err) {
    if (!ds_reserve(&to->own, &to->own_capacity, to->n_own + 1, sizeof(ds_cells *))) {
        ds_cells_free(cells);
        return ds_error_memory(err);
    }
    to->own[to->n_own++] = cells;
    return refer_cells(to, cells, version, err);
}

static const char *version_of(const ds_kept *kept, const char *indicator) {
    for (size_t i = 0; kept != NULL && i < kept->n_versions; i++)
        if (strcmp(kept->versions[i].indicator, indicator) == 0) return kept->versions[i].version;
    return "";
}

/* Adds the cells that text holds, all by instelling; kept may be NULL. */
static ds_status parse_cells(ds_generation_cells *to, const char *name, const char *text,
                             const ds_kept *kept, ds_error *err) {
    ds_cells **list = NULL;
    size_t n = 0;
    ds_status status = ds_cells_parse_csv_all(name, text, strlen(text), &list, &n, err);
    for (size_t i = 0; i < n; i++) {
        const char *indicator = ds_cells_indicator(list[i]);
        if (status == DS_OK && ds_cells_n_keys(list[i]) != 1)
            status = ds_error_at(err, DS_INPUT, name, 0, 0, "%s is niet naar instelling geteld",
                                 "%s is not counted by instelling", indicator);
        if (status == DS_OK)
            status = own_cells(to, list[i], version_of(kept, indicator), err);
        else
            ds_cells_free(list[i]);
    }
    ds_free(list);
    return status;
}

/* ---- counting ---- */

static ds_status count_generation(ds_generation_cells *to, const ds_register *reg, ds_error *err) {
    char *text = NULL;
    size_t size;
    ds_status status = ds_register_counts(reg, &text, &size, err);
    if (status == DS_OK) status = parse_cells(to, "tellingen.csv", text, NULL, err);
    ds_free(text);
    return status;
}

/* officieel.yaml and stromen.yaml measure what is counted already in other ways: they would only
 * cost time. */
static bool is_measured_elsewhere(const ds_indicator *indicator) {
    const char *slash = strrchr(indicator->file, '/');
    const char *name = slash == NULL ? indicator->file : slash + 1;
    return strcmp(name, "officieel.yaml") == 0 || strcmp(name, "stromen.yaml") == 0;
}

/* Every indicator that counts persons; a number's sum is no number of persons. */
static ds_status ask_indicators(const ds_generation_cells *of, ds_error *err) {
    const ds_work_definitions *definitions = of->definitions;
    ds_status status = DS_OK;
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; status == DS_OK && i < ds_definitions_n(definitions->files[f]); i++) {
            const ds_indicator *indicator = ds_definitions_at(definitions->files[f], i), *first;
            size_t file;
            status = ds_work_definitions_find(definitions, indicator->id, &file, &first, err);
            if (status == DS_OK && file == f && !indicator->numeric && indicator->enquete == NULL &&
                !is_measured_elsewhere(indicator))
                status = ds_tallies_add(of->tallies, indicator->id, "instelling", err);
        }
    return status;
}

/* The standard definitions only: those of a work folder are no measure of two generations. */
static ds_status count_indicators(ds_generation_cells *to, const ds_work *work,
                                  const ds_register *reg, ds_error *err) {
    const ds_work programs = {.program_folder = work->program_folder};
    const ds_tally_options options = {.n_workers = work->n_threads};
    const ds_tally_table *tables;
    size_t n = 0;
    ds_status status;
    to->definitions = ds_calloc(1, sizeof *to->definitions);
    if (to->definitions == NULL) return ds_error_memory(err);
    status = ds_work_definitions_read(&programs, NULL, to->definitions, err);
    if (status == DS_OK && (to->tallies = ds_tallies_new(to->definitions, false)) == NULL)
        status = ds_error_memory(err);
    if (status == DS_OK) status = ask_indicators(to, err);
    if (status == DS_OK) status = ds_tallies_run(to->tallies, reg, &options, err);
    if (status != DS_OK) return status;
    tables = ds_tallies_tables(to->tallies, &n);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = refer_cells(to, tables[i].cells, tables[i].indicator->version, err);
    return status;
}

ds_status ds_generation_count(const ds_work *work, ds_generation_cells *out, ds_error *err) {
    ds_generation_cells counted = {0};
    ds_register *reg = NULL;
    ds_status status = ds_register_open(work->folder, &reg, err);
    if (status == DS_OK) {
        (void)snprintf(counted.generation, sizeof counted.generation, "%s",
                       ds_register_generation(reg));
        status = ds_register_verify(reg, err); /* no cells of a damaged register */
    }
    if (status == DS_OK) status = count_generation(&counted, reg, err);
    if (status == DS_OK) status = count_indicators(&counted, work, reg, err);
    ds_register_close(reg);
    if (status != DS_OK)
        ds_generation_done(&counted);
    else
        *out = counted;
    return status;
}

/* ---- kept ---- */

/* The folder geschiedenis/ of the work folder, and what is in it. */
typedef struct kept_folder {
    char path[DS_PATH_SIZE];
    ds_file_names names;
} kept_folder;

static ds_status list_kept(const ds_work *work, kept_folder *out, ds_error *err) {
    ds_status status = ds_file_join(out->path, work->folder, "geschiedenis", err);
    if (status != DS_OK || !ds_file_is_folder(out->path)) return status;
    return ds_file_list(out->path, &out->names, err);
}

static ds_status read_kept(const kept_folder *folder, size_t i, ds_arena *arena, ds_kept *out,
                           bool *out_found, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder->path, folder->names.names[i], err);
    return status == DS_OK ? ds_kept_read(path, arena, out, out_found, err) : status;
}

/* Whether a file is called as keep_cells calls them. */
static bool has_kept_name(const char *name) {
    const size_t digits = strspn(name, "0123456789abcdef"),
                 rest = strspn(name, "0123456789abcdef-");
    return digits >= 16 && strcmp(name + rest, ".json") == 0;
}

/* The one with the highest number, but not of the generation but_not; *out_found false for none.
 * *out_damaged: there is one that cannot be read; it may be the latest. */
static ds_status find_latest(const kept_folder *folder, const char *but_not, ds_arena *arena,
                             ds_kept *out, bool *out_found, bool *out_damaged, ds_error *err) {
    ds_status status = DS_OK;
    *out_found = *out_damaged = false;
    for (size_t i = 0; status == DS_OK && i < folder->names.n_names; i++) {
        ds_kept kept = {0};
        bool is_ours = false;
        status = read_kept(folder, i, arena, &kept, &is_ours, err);
        *out_damaged = *out_damaged || (!is_ours && has_kept_name(folder->names.names[i]));
        if (status != DS_OK || !is_ours || strcmp(kept.generation, but_not) == 0) continue;
        if (*out_found && kept.number <= out->number) continue;
        *out = kept;
        *out_found = true;
    }
    return status;
}

/* Removes what this program kept with a lower number than from, and what is damaged. */
static ds_status forget_before(const kept_folder *folder, uint64_t from, ds_error *err) {
    ds_arena arena = {0};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < folder->names.n_names; i++) {
        ds_kept kept = {0};
        char path[DS_PATH_SIZE];
        bool is_ours = false;
        status = read_kept(folder, i, &arena, &kept, &is_ours, err);
        if (status != DS_OK || (is_ours && kept.number >= from)) continue;
        if (!is_ours && !has_kept_name(folder->names.names[i])) continue;
        status = ds_file_join(path, folder->path, folder->names.names[i], err);
        if (status == DS_OK) status = ds_file_remove(path, err);
    }
    ds_arena_done(&arena);
    return status;
}

ds_status ds_generation_forget_kept(const ds_work *work, ds_error *err) {
    kept_folder folder = {0};
    ds_status status = list_kept(work, &folder, err);
    if (status == DS_OK) status = forget_before(&folder, UINT64_MAX, err);
    if (status == DS_OK) (void)rmdir(folder.path); /* files of others keep it */
    ds_file_names_done(&folder.names);
    return status;
}

static ds_status print_cells(const ds_generation_cells *cells, ds_buffer *csv, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < cells->n; i++) {
        char *text = NULL;
        status = ds_cells_print_csv(cells->cells[i], true, &text, err);
        if (status == DS_OK) ds_buffer_add_string(csv, text);
        ds_free(text);
    }
    return status == DS_OK ? ds_buffer_finish(csv, err) : status;
}

static ds_status write_kept(const kept_folder *folder, const ds_generation_cells *cells,
                            uint64_t number, ds_error *err) {
    ds_kept_version *versions = ds_calloc(cells->n + 1, sizeof *versions);
    ds_kept kept = {.number = number, .generation = cells->generation, .versions = versions};
    char name[80], path[DS_PATH_SIZE];
    ds_buffer csv;
    ds_status status = versions == NULL ? ds_error_memory(err) : DS_OK;
    ds_buffer_init(&csv, CELLS_MAX);
    for (size_t i = 0; status == DS_OK && i < cells->n; i++)
        if (cells->versions[i][0] != '\0')
            versions[kept.n_versions++] =
                (ds_kept_version){ds_cells_indicator(cells->cells[i]), cells->versions[i]};
    if (status == DS_OK) status = print_cells(cells, &csv, err);
    kept.cells = ds_buffer_string(&csv);
    (void)snprintf(name, sizeof name, "%s.json", cells->generation);
    if (status == DS_OK) status = ds_file_make_private_folder(folder->path, err);
    if (status == DS_OK) status = ds_file_join(path, folder->path, name, err);
    if (status == DS_OK) status = ds_kept_write(path, &kept, err);
    ds_buffer_done(&csv);
    ds_free(versions);
    return status;
}

/* Keeps cells when they could be counted, and forgets the oldest. An older state beside a newer gap
 * would pass for the previous one. */
static ds_status keep_cells(const kept_folder *folder, const ds_generation_cells *cells,
                            bool counted, ds_error *err) {
    ds_arena arena = {0};
    ds_kept last = {0};
    bool found = false, damaged = false;
    ds_status status = find_latest(folder, "", &arena, &last, &found, &damaged, err);
    /* an import that was stopped after this keeps the same once more: that pushes none out */
    const bool again = found && counted && strcmp(last.generation, cells->generation) == 0;
    const uint64_t number = again ? last.number : found ? last.number + 1 : 1;
    if (status == DS_OK && counted) status = write_kept(folder, cells, number, err);
    if (status == DS_OK)
        status = forget_before(folder, counted ? number - (GENERATIONS_KEPT - 1) : number, err);
    ds_arena_done(&arena);
    return status;
}

ds_status ds_generation_keep(void *context, ds_error *err) {
    ds_generation_keeping *keeping = context;
    kept_folder folder = {.path = ""};
    ds_generation_cells cells = {0};
    ds_status status = list_kept(keeping->work, &folder, err);
    if (status != DS_OK) return status;
    keeping->status = ds_generation_count(keeping->work, &cells, &keeping->err);
    /* a machine that fails ends the import: what was kept stands as before */
    if (keeping->status != DS_FAULT)
        status = keep_cells(&folder, &cells, keeping->status == DS_OK, err);
    ds_generation_done(&cells);
    ds_file_names_done(&folder.names);
    if (keeping->status == DS_FAULT && status == DS_OK && err != NULL) *err = keeping->err;
    return keeping->status == DS_FAULT ? DS_FAULT : status;
}

ds_status ds_generation_recall(const ds_work *work, const char *current, ds_generation_cells *out,
                               bool *out_found, ds_error *err) {
    kept_folder folder = {.path = ""};
    ds_generation_cells recalled = {0};
    ds_arena arena = {0};
    ds_kept kept = {0};
    bool found = false, damaged = false;
    ds_status status = list_kept(work, &folder, err);
    if (status == DS_OK)
        status = find_latest(&folder, current, &arena, &kept, &found, &damaged, err);
    found = found && !damaged; /* an older one would pass for it */
    if (status == DS_OK && found) {
        (void)snprintf(recalled.generation, sizeof recalled.generation, "%s", kept.generation);
        status = parse_cells(&recalled, folder.path, kept.cells, &kept, err);
    }
    ds_file_names_done(&folder.names);
    ds_arena_done(&arena);
    if (status != DS_OK) {
        ds_generation_done(&recalled);
        return status;
    }
    *out = recalled;
    *out_found = found;
    return DS_OK;
}
