/* work/inside/effect_tables.c: the cells that evaluations are estimated from, as tables that are
 * tallied, also of parts of the persons: merged, they give the same estimates as the register. See
 * doorstroom/inside.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/effect_plan.h"
#include "work/inside/of_work.h"

enum { VERSION_SIZE = 13 };

struct ds_effect_tables {
    ds_work_definitions definitions;
    effect_plans plans;
    ds_tally_table *tables; /* [n], with cells, versions and years */
    ds_cells **cells;
    char (*keys_versions)[VERSION_SIZE];
    int **years; /* counted, then dropped, then short, then partial */
    size_t n;
    char *generation, *single, *undelivered, *whole;
    ds_tally_source source;
};

void ds_effect_tables_free(ds_effect_tables *tables) {
    if (tables == NULL) return;
    for (size_t i = 0; i < tables->n; i++) {
        if (tables->cells != NULL) ds_cells_free(tables->cells[i]);
        if (tables->years != NULL) ds_free(tables->years[i]);
    }
    ds_free(tables->tables);
    ds_free(tables->cells);
    ds_free(tables->keys_versions);
    ds_free(tables->years);
    ds_free(tables->generation);
    ds_free(tables->single);
    ds_free(tables->undelivered);
    ds_free(tables->whole);
    ds_effect_plans_done(&tables->plans);
    ds_work_definitions_done(&tables->definitions);
    ds_free(tables);
}

const ds_tally_table *ds_effect_tables_list(const ds_effect_tables *tables, size_t *out_n) {
    *out_n = tables->n;
    return tables->tables;
}

ds_tally_source ds_effect_tables_source(const ds_effect_tables *tables) {
    return tables->source;
}

static size_t list_bits(const ds_register *reg, uint64_t bits, int *out) {
    size_t n = 0;
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (bits >> y & 1) out[n++] = ds_register_years(reg)[y];
    return n;
}

static ds_status fill_case_table(ds_effect_tables *tables, size_t at, const ds_register *reg,
                                 const plan_case *one, const ds_tally_note *note, ds_error *err) {
    ds_tally_table *t = &tables->tables[at];
    int *years = ds_calloc(4 * ds_register_n_years(reg) + 1, sizeof *years);
    if (years == NULL) return ds_error_memory(err);
    tables->years[at] = years;
    t->indicator = &one->asked;
    t->cells = tables->cells[at];
    t->keys_version = tables->keys_versions[at];
    t->counted = years;
    t->n_counted = list_bits(reg, note->counted, years);
    t->dropped = t->counted + t->n_counted;
    t->n_dropped = list_bits(reg, note->dropped, years + t->n_counted);
    t->short_lookback = t->dropped + t->n_dropped;
    t->n_short_lookback = list_bits(reg, note->short_lookback, years + t->n_counted + t->n_dropped);
    t->partial = t->short_lookback + t->n_short_lookback;
    t->n_partial =
        list_bits(reg, note->partial, years + t->n_counted + t->n_dropped + t->n_short_lookback);
    return DS_OK;
}

/* All outcomes and years of one evaluation in one pass; its tables begin at from. */
static ds_status count_plan_once(ds_effect_tables *tables, const effect_plan *plan, size_t from,
                                 const ds_register *reg, const ds_tally_options *options,
                                 ds_error *err) {
    const ds_definitions *definitions = plan->overlay == NULL
                                            ? tables->definitions.files[plan->file]
                                            : ds_overlay_definitions(plan->overlay);
    const size_t n = plan->n_cases;
    ds_tally_request *requests = ds_calloc(n + 1, sizeof *requests);
    ds_tally_note *notes = ds_calloc(n + 1, sizeof *notes);
    ds_status status = requests == NULL || notes == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const plan_case *one = &plan->cases[i];
        requests[i] = (ds_tally_request){&one->asked, one->keys, one->names, one->n_keys};
        ds_definitions_keys_version(definitions, one->keys, one->n_keys,
                                    tables->keys_versions[from + i]);
    }
    if (status == DS_OK && n > 0)
        status = ds_tally(reg, definitions, requests, n, options, tables->cells + from, notes, err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = fill_case_table(tables, from + i, reg, &plan->cases[i], &notes[i], err);
    ds_free(requests);
    ds_free(notes);
    return status;
}

/* Without what is only shown where there are too many combinations with it, as the register is
 * counted. */
static ds_status count_plan(ds_effect_tables *tables, effect_plan *plan, size_t from,
                            const ds_register *reg, const ds_tally_options *options,
                            ds_error *err) {
    ds_status status = count_plan_once(tables, plan, from, reg, options, err);
    if (status != DS_INPUT || plan->n_keys <= plan->n_keys_needed) return status;
    ds_effect_plan_drop_known(plan);
    return count_plan_once(tables, plan, from, reg, options, err);
}

static ds_status make_table_room(ds_effect_tables *tables, ds_error *err) {
    for (size_t p = 0; p < tables->plans.n; p++)
        tables->n += tables->plans.list[p].n_cases;
    tables->tables = ds_calloc(tables->n + 1, sizeof *tables->tables);
    tables->cells = ds_calloc(tables->n + 1, sizeof(ds_cells *));
    tables->keys_versions = ds_calloc(tables->n + 1, sizeof *tables->keys_versions);
    tables->years = ds_calloc(tables->n + 1, sizeof(int *));
    return tables->tables == NULL || tables->cells == NULL || tables->keys_versions == NULL ||
                   tables->years == NULL
               ? ds_error_memory(err)
               : DS_OK;
}

static ds_status keep_source(ds_effect_tables *tables, const ds_register *reg,
                             const ds_tally_options *options, ds_error *err) {
    const ds_register_part part = ds_register_part_of(reg);
    tables->generation = ds_strdup(ds_register_generation(reg));
    tables->single = ds_strdup(ds_register_single_institution(reg));
    tables->undelivered = ds_strdup(ds_register_undelivered(reg));
    tables->whole = ds_strdup(part.whole);
    if (tables->generation == NULL || tables->single == NULL || tables->undelivered == NULL ||
        tables->whole == NULL)
        return ds_error_memory(err);
    tables->source = (ds_tally_source){.generation = tables->generation,
                                       .single_institution = tables->single,
                                       .undelivered = tables->undelivered,
                                       .n_unlevelled = ds_register_unlevelled(reg),
                                       .part = options->part,
                                       .n_parts = options->n_parts,
                                       .whole = tables->whole,
                                       .split_part = part.part,
                                       .n_split_parts = part.n_parts};
    return DS_OK;
}

static ds_status count_plans(const ds_work *work, ds_effect_tables *tables,
                             const ds_tally_options *options, ds_error *err) {
    ds_register *reg = NULL;
    size_t from = 0;
    ds_status status = ds_of_work_open(work, &reg, err);
    for (size_t p = 0; status == DS_OK && p < tables->plans.n; p++) {
        status = count_plan(tables, &tables->plans.list[p], from, reg, options, err);
        from += tables->plans.list[p].n_cases;
    }
    if (status == DS_OK) status = keep_source(tables, reg, options, err);
    ds_register_close(reg);
    return status;
}

ds_status ds_work_effect_tables(const ds_work *work, const ds_work_effect_options *options,
                                uint32_t part, uint32_t n_parts, ds_effect_tables **out,
                                ds_error *err) {
    const ds_tally_options how = {.n_workers = work->n_threads, .part = part, .n_parts = n_parts};
    ds_effect_tables *tables;
    ds_status status = ds_error_version(err, "ds_work_effect_options", options->version,
                                        DS_WORK_EFFECT_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    tables = ds_calloc(1, sizeof *tables);
    if (tables == NULL) return ds_error_memory(err);
    status = ds_work_definitions_read(work, options->definitions_file, &tables->definitions, err);
    if (status == DS_OK)
        status = ds_effect_plans_make(options, &tables->definitions, &tables->plans, err);
    if (status == DS_OK) status = make_table_room(tables, err);
    if (status == DS_OK) status = count_plans(work, tables, &how, err);
    if (status == DS_OK)
        *out = tables;
    else
        ds_effect_tables_free(tables);
    return status;
}
