/* work/outside/answered.c: a list of questions and published tables, read and held against what
 * recipes made. See doorstroom/outside.h. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/answered.h"
#include "doorstroom/outside.h"
#include "doorstroom/table.h"

enum { L_ID, L_KIND, L_WHAT, L_COLUMNS };
static const char *const list_columns[L_COLUMNS] = {"id", "soort", "wat"};

typedef struct reading_list {
    const ds_outside_answered_options *options;
    ds_arena texts;
    size_t at[L_COLUMNS];
    ds_answered_wanted *wanted;
    size_t n_wanted, wanted_capacity;
    ds_answered_table *tables;
    size_t n_tables, tables_capacity;
} reading_list;

/* ---- the list ---- */

/* One of kinds ("tabel,figuur") is one of the parts of kind ("vraag/figuur/tabel"). */
static bool is_wanted_kind(const char *kinds, ds_text kind) {
    if (kinds == NULL) return true;
    for (const char *at = kinds; *at != '\0';) {
        const size_t size = strcspn(at, ",");
        for (size_t i = 0; i < kind.size;) {
            const char *slash = memchr(kind.data + i, '/', kind.size - i);
            const size_t n = slash == NULL ? kind.size - i : (size_t)(slash - kind.data) - i;
            if (ds_text_equal((ds_text){kind.data + i, n}, (ds_text){at, size})) return true;
            i += n + 1;
        }
        at += size + (at[size] == ',');
    }
    return false;
}

static ds_status read_list_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    reading_list *r = context;
    ds_status status = DS_OK;
    for (size_t c = 0; status == DS_OK && c < L_COLUMNS; c++)
        status = ds_table_find_column(r->options->list, list_columns[c], names, n, &r->at[c], err);
    return status;
}

static ds_status read_list_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    reading_list *r = context;
    for (size_t i = 0; i < batch->n_records; i++) {
        const ds_text *fields = &batch->fields[i * batch->n_columns];
        if (!is_wanted_kind(r->options->kinds, fields[r->at[L_KIND]])) continue;
        if (!ds_reserve(&r->wanted, &r->wanted_capacity, r->n_wanted + 1, sizeof *r->wanted))
            return ds_error_memory(err);
        r->wanted[r->n_wanted++] =
            (ds_answered_wanted){ds_arena_copy(&r->texts, fields[r->at[L_ID]]),
                                 ds_arena_copy(&r->texts, fields[r->at[L_KIND]]),
                                 ds_arena_copy(&r->texts, fields[r->at[L_WHAT]])};
    }
    return ds_arena_finish(&r->texts, err);
}

static ds_status read_list(reading_list *r, ds_error *err) {
    const ds_table_sink sink = {r, read_list_header, read_list_batch, NULL, NULL, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(r->options->list, &info, err);
    return status == DS_OK ? ds_table_read(r->options->list, &info, 1, &sink, err) : status;
}

/* ---- published tables ---- */

/* tabel_4_1_vsv.csv is T4.1; "" when its name has no number. */
static const char *id_of_file(ds_arena *texts, const char *name) {
    const char *at = strpbrk(name, "0123456789");
    const size_t first = at == NULL ? 0 : strspn(at, "0123456789");
    const size_t second =
        at == NULL || strchr("_.-", at[first]) == NULL ? 0 : strspn(at + first + 1, "0123456789");
    if (second == 0) return "";
    return ds_arena_print(texts, "T%.*s.%.*s", (int)first, at, (int)second, at + first + 1);
}

static ds_status read_published(reading_list *r, const char *name, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_audit_table *table;
    ds_status status;
    const char *dot = strrchr(name, '.');
    if (dot == NULL || strcmp(dot, ".csv") != 0) return DS_OK;
    if (!ds_reserve(&r->tables, &r->tables_capacity, r->n_tables + 1, sizeof *r->tables))
        return ds_error_memory(err);
    status = ds_file_join(path, r->options->published, name, err);
    if (status == DS_OK) status = ds_audit_table_read(path, NULL, &table, err);
    if (status != DS_OK) return status;
    r->tables[r->n_tables++] = (ds_answered_table){id_of_file(&r->texts, name), table};
    return ds_arena_finish(&r->texts, err);
}

static ds_status read_all_published(reading_list *r, ds_error *err) {
    ds_file_names names = {0};
    ds_status status;
    if (r->options->published == NULL) return DS_OK;
    status = ds_file_list(r->options->published, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        status = read_published(r, names.names[i], err);
    ds_file_names_done(&names);
    return status;
}

/* ---- all of it ---- */

static void end_list(reading_list *r) {
    for (size_t i = 0; i < r->n_tables; i++) {
        ds_audit_table *table = (ds_audit_table *)r->tables[i].table; /* ours: we read it */
        ds_audit_table_free(table);
    }
    ds_free(r->tables);
    ds_free(r->wanted);
    ds_arena_done(&r->texts);
}

ds_status ds_outside_answered(const ds_outside_answered_options *options, ds_answered *out,
                              ds_error *err) {
    reading_list r = {.options = options};
    ds_status status = ds_error_version(err, "ds_outside_answered_options", options->version,
                                        DS_OUTSIDE_ANSWERED_OPTIONS_VERSION);
    if (status == DS_OK && options->list == NULL)
        status = ds_error_set(err, DS_USAGE, "geen lijst van vragen", "no list of questions");
    if (status == DS_OK) status = read_list(&r, err);
    if (status == DS_OK) status = read_all_published(&r, err);
    if (status == DS_OK) {
        ds_answered_options asked = DS_ANSWERED_OPTIONS_INIT;
        asked.wanted = r.wanted;
        asked.n_wanted = r.n_wanted;
        asked.tables = r.tables;
        asked.n_tables = r.n_tables;
        asked.recipes = options->recipes;
        asked.n_recipes = options->n_recipes;
        asked.release = options->release;
        status = ds_answered_make(&asked, out, err);
    }
    end_list(&r);
    return status;
}
