/* work/inside/monitor_cells.c: the counts that tables of the monitor are made of: which, and from
 * where: the register, all in one pass a definition file, or a file of tally. See monitor.h. */
#include "work/inside/monitor.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { CELLS_FILE_MAX = 1 << 28, BY_SIZE = 256 };

void ds_wanted_done(ds_wanted_list *wanted) {
    for (size_t i = 0; i < wanted->n; i++) {
        ds_free(wanted->list[i].id);
        ds_free(wanted->list[i].by);
        ds_cells_free(wanted->list[i].own);
    }
    ds_free(wanted->list);
    *wanted = (ds_wanted_list){0};
}

/* ---- what is wanted ---- */

const ds_wanted_cells *ds_wanted_find(const ds_wanted_list *wanted, const char *id,
                                      const char *by) {
    for (size_t i = 0; i < wanted->n; i++)
        if (strcmp(wanted->list[i].id, id) == 0 && strcmp(wanted->list[i].by, by) == 0)
            return &wanted->list[i];
    return NULL;
}

static ds_status add_wanted(ds_wanted_list *wanted, const char *id, const char *by, ds_error *err) {
    ds_wanted_cells *w;
    if (ds_wanted_find(wanted, id, by) != NULL) return DS_OK;
    if (!ds_reserve(&wanted->list, &wanted->capacity, wanted->n + 1, sizeof *wanted->list))
        return ds_error_memory(err);
    w = &wanted->list[wanted->n++];
    *w = (ds_wanted_cells){.id = ds_strdup(id), .by = ds_strdup(by), .table = SIZE_MAX};
    return w->id == NULL || w->by == NULL ? ds_error_memory(err) : DS_OK;
}

void ds_wanted_series_by(const ds_monitor_plan *plan, const char *id, char by[64]) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(plan, &n);
    bool niveau = false, leerweg = false;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].indicator, id) != 0) continue;
        niveau = niveau || *list[i].niveau != '\0';
        leerweg = leerweg || *list[i].leerweg != '\0';
    }
    (void)snprintf(by, 64, "instelling%s%s", niveau ? ",niveau" : "", leerweg ? ",leerweg" : "");
}

void ds_wanted_table_by(const ds_monitor_table *table, char *by, size_t size) {
    size_t at = 0;
    by[0] = '\0';
    for (size_t k = 0; k < table->n_keys && at < size; k++)
        at += (size_t)snprintf(by + at, size - at, "%s%s", k == 0 ? "" : ",", table->keys[k]);
}

bool ds_wanted_needs_series(ds_monitor_kind kind) {
    return kind >= DS_MONITOR_SPREAD ? kind != DS_MONITOR_TARGETS && kind != DS_MONITOR_NATIONAL
                                     : kind == DS_MONITOR_SOURCES || kind == DS_MONITOR_OVERVIEW;
}

static ds_status add_series(const ds_monitor_plan *plan, const ds_monitor_table *table,
                            ds_wanted_list *out, ds_error *err) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(plan, &n);
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < table->n_indicators; k++) {
        const ds_monitor_indicator *indicator = &list[table->indicators[k]];
        char by[64];
        if (indicator->survey) continue;
        ds_wanted_series_by(plan, indicator->indicator, by);
        status = add_wanted(out, indicator->indicator, by, err);
    }
    return status;
}

ds_status ds_wanted_gather(const ds_monitor_plan *plan, const ds_monitor_table *const *tables,
                           size_t n_tables, ds_wanted_list *out, ds_error *err) {
    const ds_monitor_rules rules = ds_monitor_plan_rules(plan);
    ds_status status = DS_OK;
    for (size_t t = 0; status == DS_OK && t < n_tables; t++) {
        char by[BY_SIZE];
        if (ds_wanted_needs_series(tables[t]->kind)) status = add_series(plan, tables[t], out, err);
        if (status == DS_OK && *tables[t]->groups == '\0' &&
            (tables[t]->kind == DS_MONITOR_COUNTED || tables[t]->kind == DS_MONITOR_NATIONAL)) {
            ds_wanted_table_by(tables[t], by, sizeof by);
            status = add_wanted(out, tables[t]->counted, by, err);
        }
        if (status == DS_OK && tables[t]->kind == DS_MONITOR_RELATIONS && rules.size != NULL &&
            *rules.size != '\0')
            status = add_wanted(out, rules.size, "instelling,niveau,type", err);
    }
    return status;
}

/* ---- from a file ---- */

static size_t find_cells_key(const ds_cells *cells, ds_text name) {
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        if (ds_text_is(name, ds_cells_key_name(cells, k))) return k;
    return SIZE_MAX;
}

typedef struct projection {
    char names[BY_SIZE];
    const char *keys[DS_MONITOR_KEYS_MAX];
    size_t from[DS_MONITOR_KEYS_MAX], n;
} projection;

/* False where cells lack a key. */
static bool find_projection(const ds_cells *cells, const char *by, projection *out) {
    char *rest = out->names;
    out->n = 0;
    (void)snprintf(out->names, sizeof out->names, "%s", by);
    while (rest != NULL && *rest != '\0' && out->n < DS_MONITOR_KEYS_MAX) {
        out->keys[out->n] = strsep(&rest, ",");
        out->from[out->n] = find_cells_key(cells, ds_text_of(out->keys[out->n]));
        if (out->from[out->n] == SIZE_MAX) return false;
        out->n++;
    }
    return rest == NULL || *rest == '\0';
}

static ds_status project_cells(const ds_cells *cells, const char *id, const projection *p,
                               ds_cells **out, ds_error *err) {
    ds_cells *made = ds_cells_new(id, false, 1, p->keys, p->n);
    ds_status status = made == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        ds_text keys[DS_MONITOR_KEYS_MAX];
        for (size_t k = 0; k < p->n; k++)
            keys[k] = cell.keys[p->from[k]];
        status = ds_cells_add(made, cell.schooljaar, keys, &cell.measures, err);
    }
    if (status == DS_OK) {
        ds_cells_finish(made);
        *out = made;
    } else {
        ds_cells_free(made);
    }
    return status;
}

static ds_status take_wanted(ds_wanted_cells *w, ds_cells *const *list, size_t n, ds_error *err) {
    projection p;
    w->reason = "geen_cellen";
    for (size_t i = 0; i < n; i++) {
        ds_status status;
        if (strcmp(ds_cells_indicator(list[i]), w->id) != 0 || ds_cells_numeric(list[i]) ||
            !find_projection(list[i], w->by, &p))
            continue;
        status = project_cells(list[i], w->id, &p, &w->own, err);
        if (status == DS_OK) {
            w->cells = w->own;
            w->reason = NULL;
        }
        return status;
    }
    return DS_OK;
}

ds_status ds_wanted_read(ds_wanted_list *wanted, const char *path, ds_error *err) {
    char *data = NULL;
    size_t size = 0, n = 0;
    ds_cells **list = NULL;
    ds_status status = ds_file_read(path, CELLS_FILE_MAX, &data, &size, err);
    if (status == DS_OK) status = ds_cells_parse_csv_all(path, data, size, &list, &n, err);
    for (size_t i = 0; status == DS_OK && i < wanted->n; i++)
        status = take_wanted(&wanted->list[i], list, n, err);
    for (size_t i = 0; i < n; i++)
        ds_cells_free(list[i]);
    ds_free(list);
    ds_free(data);
    return status;
}

/* ---- from the register ---- */

/* An indicator of the plan that is not defined here is no reason to stop. */
static ds_status ask_tallies(ds_wanted_list *wanted, const ds_work_definitions *definitions,
                             ds_tallies *tallies, ds_error *err) {
    size_t n = 0;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < wanted->n; i++) {
        ds_wanted_cells *w = &wanted->list[i];
        const ds_indicator *indicator;
        ds_error why = {0};
        size_t file;
        w->reason = "geen_definitie";
        status = ds_work_definitions_find(definitions, w->id, &file, &indicator, &why);
        if (status == DS_INPUT) {
            status = DS_OK;
            continue;
        }
        if (status == DS_OK)
            status = ds_tallies_add(tallies, w->id, *w->by == '\0' ? NULL : w->by, err);
        else if (err != NULL)
            *err = why;
        w->table = n++;
    }
    return status;
}

static void take_wanted_tables(ds_wanted_list *wanted, const ds_tallies *tallies) {
    size_t n;
    const ds_tally_table *tables = ds_tallies_tables(tallies, &n);
    for (size_t i = 0; i < wanted->n; i++) {
        ds_wanted_cells *w = &wanted->list[i];
        if (w->table == SIZE_MAX || w->table >= n) continue;
        w->cells = tables[w->table].cells;
        w->reason = w->cells == NULL || ds_cells_n(w->cells) == 0 ? "geen_cellen" : NULL;
        if (w->reason != NULL) w->cells = NULL;
    }
}

ds_status ds_wanted_count(ds_wanted_list *wanted, const ds_work_definitions *definitions,
                          const ds_register *reg, size_t n_threads, ds_tallies **out_tallies,
                          ds_error *err) {
    ds_tally_options how = DS_TALLY_OPTIONS_INIT;
    ds_tallies *tallies = ds_tallies_new(definitions, true);
    ds_status status =
        tallies == NULL ? ds_error_memory(err) : ask_tallies(wanted, definitions, tallies, err);
    how.n_workers = n_threads;
    if (status == DS_OK) status = ds_tallies_run(tallies, reg, &how, err);
    if (status == DS_OK) {
        take_wanted_tables(wanted, tallies);
        *out_tallies = tallies;
    } else {
        ds_tallies_free(tallies);
    }
    return status;
}
