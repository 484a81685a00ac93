/* work/inside/process_find.c: where the framework of a process evaluation stands, and which
 * estimates its hypotheses may name. See process_read.h. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "work/inside/process_read.h"

enum { FRAMEWORK_BYTES_MAX = 1 << 20 };

/* Ids of indicators, and "evaluation.outcome". */
typedef struct estimate_names {
    ds_arena arena;
    const char **names;
    size_t n, capacity;
} estimate_names;

static ds_status add_estimate_name(estimate_names *to, const char *name, ds_error *err) {
    if (name == NULL || !ds_reserve(&to->names, &to->capacity, to->n + 1, sizeof *to->names))
        return ds_error_memory(err);
    to->names[to->n++] = name;
    return DS_OK;
}

static ds_status list_estimates(const ds_definitions *of, estimate_names *to, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_definitions_n(of); i++)
        status = add_estimate_name(to, ds_definitions_at(of, i)->id, err);
    for (size_t i = 0; status == DS_OK && i < ds_definitions_n_evaluations(of); i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(of, i);
        for (size_t k = 0; status == DS_OK && k < e->n_outcomes; k++)
            status = add_estimate_name(
                to, ds_arena_print(&to->arena, "%s.%s", e->id, e->outcomes[k].id), err);
    }
    return status;
}

static ds_status find_framework_file(const ds_work *work, char out[DS_PATH_SIZE], bool *out_own,
                                     ds_error *err) {
    const char *const folders[] = {work->folder, work->program_folder};
    for (size_t i = 0; i < 2; i++) {
        ds_status status;
        if (folders[i] == NULL) continue;
        *out_own = i == 0;
        status = ds_file_join(out, folders[i], "codes/onderzoekskader.yaml", err);
        if (status != DS_OK || ds_file_exists(out)) return status;
    }
    return ds_error_set(err, DS_INPUT, "er is geen codes/onderzoekskader.yaml",
                        "there is no codes/onderzoekskader.yaml");
}

ds_status ds_process_framework_read(const ds_work *work, process_framework *out, ds_error *err) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size = 0;
    bool own = false;
    ds_work_definitions definitions = {0};
    estimate_names names = {.n = 0};
    ds_status status = find_framework_file(work, path, &own, err);
    if (status == DS_OK) status = ds_work_definitions_read(work, NULL, &definitions, err);
    for (size_t i = 0; status == DS_OK && i < definitions.n; i++)
        status = list_estimates(definitions.files[i], &names, err);
    if (status == DS_OK) status = ds_file_read(path, FRAMEWORK_BYTES_MAX, &text, &size, err);
    if (status == DS_OK)
        status =
            ds_process_framework_parse(path, (ds_text){text, size}, names.names, names.n, out, err);
    if (status == DS_OK) out->own = own;
    ds_free(text);
    ds_free(names.names);
    ds_arena_done(&names.arena);
    ds_work_definitions_done(&definitions);
    return status;
}
