/* work/inside/fit_register.c: published figures of the register: which tables they need, and what
 * these hold.
 *
 * A row needs the table of its indicator by its keys. A table by more keys serves as well, added up
 * over those left out, so only the tables that no other contains are tallied: all in one pass. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/fit.h"

enum { BY_MAX = 1 << 12, TABLE_KEYS_MAX = 2 * DS_FIGURES_KEYS_MAX };

/* The table that a row needs. */
typedef struct fit_table {
    const char *indicator;
    const char *names[TABLE_KEYS_MAX];
    size_t n_names;
    size_t place; /* in the tallies; SIZE_MAX: another table contains it */
} fit_table;

typedef struct fit_tables {
    fit_table
        *list; /* [n]: one a published row; those that are not counted here have no indicator */
    size_t n;
    ds_tallies *with, *without; /* the same tables, counted on each register */
    size_t n_asked;
} fit_tables;

static void need_key(fit_table *t, const char *name) {
    for (size_t i = 0; i < t->n_names; i++)
        if (strcmp(t->names[i], name) == 0) return;
    if (t->n_names < TABLE_KEYS_MAX) t->names[t->n_names++] = name;
}

/* Groups are counted by the indicator's own first breakdown. */
static void need_row(fit_table *t, const ds_figures_row *row, const ds_indicator *indicator) {
    bool groups = row->unit == DS_FIGURES_GROEPEN || row->unit == DS_FIGURES_AANDEEL_GROEPEN;
    t->indicator = row->indicator;
    t->place = SIZE_MAX;
    for (size_t s = 0; s < row->n_sides; s++)
        for (size_t k = 0; k < row->sides[s].n_keys; k++)
            need_key(t, row->sides[s].names[k]);
    for (size_t k = 0; groups && indicator->n_by > 0 && k < indicator->by_sizes[0]; k++)
        need_key(t, indicator->by_names[0][k]);
}

/* Whether a has all of b. */
static bool contains_table(const fit_table *a, const fit_table *b) {
    if (a->indicator == NULL || strcmp(a->indicator, b->indicator) != 0) return false;
    for (size_t i = 0; i < b->n_names; i++) {
        size_t k = 0;
        while (k < a->n_names && strcmp(a->names[k], b->names[i]) != 0)
            k++;
        if (k == a->n_names) return false;
    }
    return true;
}

/* The table that serves t: the largest that contains it, the first of equals. */
static size_t find_server(const fit_tables *all, size_t t) {
    size_t best = t;
    for (size_t i = 0; i < all->n; i++) {
        size_t most = all->list[best].n_names, here = all->list[i].n_names;
        bool larger = here > most || (here == most && i < best);
        if (larger && contains_table(&all->list[i], &all->list[t])) best = i;
    }
    return best;
}

static ds_status add_fit_table(fit_tables *all, size_t t, ds_error *err) {
    fit_table *server = &all->list[find_server(all, t)];
    ds_buffer by;
    ds_status status;
    if (server->place == SIZE_MAX) {
        ds_buffer_init(&by, BY_MAX);
        for (size_t k = 0; k < server->n_names; k++)
            ds_buffer_addf(&by, "%s%s", k > 0 ? "," : "", server->names[k]);
        status = ds_buffer_finish(&by, err);
        if (status == DS_OK)
            status = ds_tallies_add(all->with, server->indicator, ds_buffer_string(&by), err);
        if (status == DS_OK)
            status = ds_tallies_add(all->without, server->indicator, ds_buffer_string(&by), err);
        ds_buffer_done(&by);
        if (status != DS_OK) return status;
        server->place = all->n_asked++;
    }
    all->list[t].place = server->place;
    return DS_OK;
}

static ds_status plan_tables(fit_tables *all, const ds_figures *rows, ds_figures_source source,
                             ds_work_definitions *definitions, fit_counted *out, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status != DS_FAULT && i < rows->n; i++) {
        const ds_indicator *indicator;
        size_t file;
        if (rows->rows[i].source != source) continue;
        status =
            ds_work_definitions_find(definitions, rows->rows[i].indicator, &file, &indicator, err);
        if (status == DS_OK)
            need_row(&all->list[i], &rows->rows[i], indicator);
        else
            out[i].why = DS_FIGURES_NO_DEFINITION;
    }
    if (status == DS_FAULT) return status;
    status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < all->n; i++)
        if (all->list[i].indicator != NULL) status = add_fit_table(all, i, err);
    return status;
}

/* Which register a side is counted on: without the route is the second one. */
static bool is_without(const ds_figures_row *row, size_t side) {
    return row->source == DS_FIGURES_TEGENFEITELIJK && side == 1;
}

static void count_row(const ds_figures_row *row, const ds_cells *with, const ds_cells *without,
                      fit_counted *out) {
    ds_figures_side keys;
    int first, last;
    out->why = DS_FIGURES_COUNTED;
    for (size_t s = 0; s < DS_FIGURES_SIDES_MAX && ds_figures_side_of(row, s, &keys, &first, &last);
         s++)
        if (!ds_figures_sum_cells(is_without(row, s) ? without : with, &keys, first, last,
                                  &out->sides[s]))
            out->why = DS_FIGURES_NO_YEAR;
}

static void count_fit_rows(const fit_tables *all, const ds_figures *rows, fit_counted *out) {
    size_t n;
    const ds_tally_table *with = ds_tallies_tables(all->with, &n);
    const ds_tally_table *without = ds_tallies_tables(all->without, &n);
    for (size_t i = 0; i < rows->n; i++) {
        const size_t place = all->list[i].place;
        if (all->list[i].indicator != NULL)
            count_row(&rows->rows[i], with[place].cells,
                      without == NULL ? NULL : without[place].cells, &out[i]);
    }
}

static ds_status count_tables(fit_tables *all, const ds_figures *rows,
                              const fit_registers *registers, fit_counted *out, ds_error *err) {
    const ds_tally_options options = {.n_workers = registers->n_workers};
    ds_status status = ds_tallies_run(all->with, registers->with, &options, err);
    if (status == DS_OK && registers->without != NULL)
        status = ds_tallies_run(all->without, registers->without, &options, err);
    if (status == DS_OK) count_fit_rows(all, rows, out);
    return status;
}

void fit_refuse_source(const ds_figures *all, ds_figures_source source, ds_figures_why why,
                       fit_counted *out) {
    for (size_t i = 0; i < all->n; i++)
        if (all->rows[i].source == source) out[i].why = why;
}

ds_status fit_count_register(const ds_figures *all, ds_figures_source source,
                             ds_work_definitions *definitions, const fit_registers *registers,
                             fit_counted *out, ds_error *err) {
    fit_tables t = {.n = all->n};
    fit_registers those = *registers;
    ds_status status = DS_OK;
    if (source != DS_FIGURES_TEGENFEITELIJK) {
        those.without = NULL;
    } else if (those.without == NULL) {
        fit_refuse_source(all, source, DS_FIGURES_NO_ROUTE, out);
        return DS_OK;
    }
    t.list = ds_calloc(all->n + 1, sizeof *t.list);
    t.with = ds_tallies_new(definitions, false);
    t.without = ds_tallies_new(definitions, false);
    if (t.list == NULL || t.with == NULL || t.without == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = plan_tables(&t, all, source, definitions, out, err);
    if (status == DS_OK) status = count_tables(&t, all, &those, out, err);
    ds_tallies_free(t.with);
    ds_tallies_free(t.without);
    ds_free(t.list);
    return status;
}
