/* work/outside/audit.c: published tables, and a text that cites them, held against themselves. See
 * doorstroom/outside.h. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/outside.h"
#include "doorstroom/table.h"

typedef struct auditing_files {
    const ds_outside_audit_options *options;
    ds_outside_audited *out;
    size_t capacity;
} auditing_files;

static ds_status audit_one(auditing_files *f, const char *path, ds_error *err) {
    ds_outside_audited *out = f->out;
    ds_outside_audited_table *to;
    ds_status status;
    if (!ds_reserve(&out->tables, &f->capacity, out->n_tables + 1, sizeof *out->tables))
        return ds_error_memory(err);
    to = &out->tables[out->n_tables];
    *to = (ds_outside_audited_table){.table = NULL};
    status = ds_audit_table_read(path, f->options->description, &to->table, err);
    if (status != DS_OK) return status;
    out->n_tables++;
    return ds_audit(to->table, &to->result, err);
}

static bool is_readable_table(const char *name) {
    const ds_table_format format = ds_table_format_of(name);
    const char *dot = strrchr(name, '.');
    if (dot != NULL && ds_text_equal_nocase(ds_text_of(dot), ds_text_of(".txt")))
        return false; /* prose */
    return format != DS_TABLE_UNKNOWN && format != DS_TABLE_XML;
}

/* All tables of a folder, by name. */
static ds_status audit_folder(auditing_files *f, const char *path, ds_error *err) {
    ds_file_names names = {0};
    size_t before = f->out->n_tables;
    ds_status status = ds_file_list(path, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        char file[DS_PATH_SIZE];
        if (!is_readable_table(names.names[i])) continue;
        status = ds_file_join(file, path, names.names[i], err);
        if (status == DS_OK) status = audit_one(f, file, err);
    }
    ds_file_names_done(&names);
    if (status == DS_OK && f->out->n_tables == before)
        status = ds_error_at(err, DS_INPUT, path, 0, 0, "hier staan geen tabellen",
                             "there are no tables here");
    return status;
}

static ds_status audit_path(auditing_files *f, const char *path, ds_error *err) {
    return ds_file_is_folder(path) ? audit_folder(f, path, err) : audit_one(f, path, err);
}

/* The number of a table in its file's name: tabel_4_1_vsv.csv, T4.1.csv. Empty for none. */
static const char *number_in_name(ds_arena *arena, const char *name) {
    for (const char *at = name; *at != '\0'; at++) {
        const size_t first = strspn(at, "0123456789");
        const size_t second = first == 0 || strchr("_.-", at[first]) == NULL
                                  ? 0
                                  : strspn(at + first + 1, "0123456789");
        if (first > 0 && second > 0)
            return ds_arena_print(arena, "%.*s.%.*s", (int)first, at, (int)second, at + first + 1);
        if (first > 0) at += first - 1;
    }
    return "";
}

static ds_status audit_text(ds_outside_audited *out, const char *path, ds_error *err) {
    ds_audit_cited *cited = ds_calloc(out->n_tables + 1, sizeof *cited);
    ds_arena names = {0};
    ds_status status = cited == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < out->n_tables; i++)
        cited[i] = (ds_audit_cited){out->tables[i].table,
                                    number_in_name(&names, out->tables[i].table->name)};
    if (status == DS_OK) status = ds_arena_finish(&names, err);
    if (status == DS_OK) status = ds_audit_text_read(path, cited, out->n_tables, &out->text, err);
    if (status == DS_OK) out->text_name = ds_strdup(path);
    if (status == DS_OK && out->text_name == NULL) status = ds_error_memory(err);
    ds_arena_done(&names);
    ds_free(cited);
    return status;
}

ds_status ds_outside_audit(const ds_outside_audit_options *options, ds_outside_audited *out,
                           ds_error *err) {
    ds_outside_audited made = {0};
    auditing_files f = {.options = options, .out = &made};
    ds_status status = ds_error_version(err, "ds_outside_audit_options", options->version,
                                        DS_OUTSIDE_AUDIT_OPTIONS_VERSION);
    if (status == DS_OK && options->n_paths == 0)
        status = ds_error_set(err, DS_USAGE, "geen tabel om na te rekenen", "no table to work out");
    for (size_t i = 0; status == DS_OK && i < options->n_paths; i++)
        status = audit_path(&f, options->paths[i], err);
    if (status == DS_OK && options->text != NULL) status = audit_text(&made, options->text, err);
    if (status == DS_OK)
        *out = made;
    else
        ds_outside_audited_done(&made);
    return status;
}

void ds_outside_audited_done(ds_outside_audited *audited) {
    for (size_t i = 0; i < audited->n_tables; i++) {
        ds_audit_result_done(&audited->tables[i].result);
        ds_audit_table_free(audited->tables[i].table);
    }
    ds_free(audited->tables);
    ds_audit_text_done(&audited->text);
    ds_free(audited->text_name);
    *audited = (ds_outside_audited){0};
}
