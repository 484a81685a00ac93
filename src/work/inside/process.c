/* work/inside/process.c: what a process evaluation heard, whole: the framework, the three
 * deliveries from the register, counted. See doorstroom/inside.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/of_work.h"
#include "work/inside/process_count.h"

struct ds_work_process_result {
    ds_arena arena;
    process_framework framework;
    ds_process_block block;
};

void ds_work_process_free(ds_work_process_result *result) {
    if (result == NULL) return;
    ds_process_framework_done(&result->framework);
    ds_arena_done(&result->arena);
    ds_free(result);
}

const ds_process_block *ds_work_process_block(const ds_work_process_result *result) {
    return &result->block;
}

/* ---- figures of others ---- */

static int compare_external(const void *a, const void *b) {
    const ds_process_external *x = a, *y = b;
    int by = strcmp(x->group, y->group);
    if (by == 0) by = strcmp(x->measure, y->measure);
    if (by == 0) by = strcmp(x->country, y->country);
    if (by == 0) by = (x->year > y->year) - (x->year < y->year);
    return by != 0 ? by : strcmp(x->source, y->source);
}

enum { EXTERNAL_SOURCE, EXTERNAL_COUNTRY, EXTERNAL_GROUP, EXTERNAL_MEASURE, EXTERNAL_TEXTS };

static ds_status read_external_row(const ds_kind_table *table, const size_t *columns, uint64_t row,
                                   ds_arena *arena, ds_process_external *out, ds_error *err) {
    const char *texts[EXTERNAL_TEXTS];
    for (size_t i = 0; i < EXTERNAL_TEXTS; i++) {
        texts[i] = ds_kind_table_is_missing(table, row, columns[i])
                       ? ""
                       : ds_arena_copy(arena, ds_kind_table_text(table, row, columns[i]));
        if (texts[i] == NULL) return ds_error_memory(err);
    }
    *out = (ds_process_external){
        .source = texts[EXTERNAL_SOURCE],
        .country = texts[EXTERNAL_COUNTRY],
        .group = texts[EXTERNAL_GROUP],
        .measure = texts[EXTERNAL_MEASURE],
        .year = (int)ds_kind_table_integer(table, row, columns[EXTERNAL_TEXTS]),
        .value = ds_kind_table_number(table, row, columns[EXTERNAL_TEXTS + 1])};
    return DS_OK;
}

ds_status ds_process_list_external(const ds_kind_table *extern_, ds_arena *arena,
                                   ds_process_block *block, ds_error *err) {
    static const char *const names[] = {"bron", "land", "groep", "maat", "jaar", "waarde"};
    const uint64_t n = ds_kind_table_n_rows(extern_);
    size_t columns[EXTERNAL_TEXTS + 2];
    ds_process_external *all;
    ds_status status = DS_OK;
    block->external_delivered = ds_kind_table_is_present(extern_);
    if (!block->external_delivered) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < EXTERNAL_TEXTS + 2; i++)
        status = ds_process_column(extern_, names[i], &columns[i], err);
    if (status != DS_OK) return status;
    all = ds_arena_take(arena, (size_t)n + 1, sizeof *all);
    if (all == NULL) return ds_error_memory(err);
    for (uint64_t row = 0; status == DS_OK && row < n; row++)
        status = read_external_row(extern_, columns, row, arena, &all[row], err);
    if (status == DS_OK) qsort(all, (size_t)n, sizeof *all, compare_external);
    block->external = all;
    block->n_external = (size_t)n;
    return status;
}

/* ---- the whole ---- */

static ds_status count_process(const ds_register *reg, ds_work_process_result *r, ds_error *err) {
    enum { CASES, CONTACTS, EXTERNAL, KINDS };
    static const char *const kinds[KINDS] = {"casus", "contactenquete", "extern"};
    ds_kind_table *tables[KINDS] = {NULL};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < KINDS; i++)
        status = ds_register_kind(reg, kinds[i], &tables[i], err);
    if (status == DS_OK)
        status = ds_process_count_cases(&r->framework, tables[CASES], &r->arena, &r->block, err);
    if (status == DS_OK)
        status =
            ds_process_count_contacts(&r->framework, tables[CONTACTS], &r->arena, &r->block, err);
    if (status == DS_OK)
        status = ds_process_list_external(tables[EXTERNAL], &r->arena, &r->block, err);
    for (size_t i = 0; i < KINDS; i++)
        ds_kind_table_free(tables[i]);
    return status == DS_OK ? ds_arena_finish(&r->arena, err) : status;
}

static void show_framework(ds_work_process_result *r) {
    const process_framework *f = &r->framework;
    r->block.framework = f->path;
    r->block.own_framework = f->own;
    memcpy(r->block.lists, f->lists, sizeof f->lists);
    r->block.hypotheses = f->hypotheses;
    r->block.n_hypotheses = f->n_hypotheses;
}

ds_status ds_work_process(const ds_work *work, ds_work_process_result **out, ds_error *err) {
    ds_register *reg = NULL;
    ds_work_process_result *r = ds_calloc(1, sizeof *r);
    ds_status status = r == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = ds_process_framework_read(work, &r->framework, err);
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) {
        show_framework(r);
        status = count_process(reg, r, err);
    }
    ds_register_close(reg);
    if (status == DS_OK)
        *out = r;
    else
        ds_work_process_free(r);
    return status;
}
