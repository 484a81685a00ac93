/* cli/fit_register.c: published rows of the register: which tables they need, and what these hold.
 *
 * A row needs the table of its indicator by its keys. A table by more keys serves as well, added up
 * over those left out, so only the tables that no other contains are tallied: all in one pass. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/fit_count.h"

enum { BY_MAX = 1 << 12, TABLE_KEYS_MAX = 2 * PUBLISHED_KEYS_MAX };

/* The table that a row needs. */
typedef struct table {
    const char *indicator;
    const char *names[TABLE_KEYS_MAX];
    size_t n_names;
    size_t place; /* in the tallies; SIZE_MAX: another table contains it */
} table;

typedef struct tables {
    table *list; /* [n]: one a published row; those that are not counted here have no indicator */
    size_t n;
    cli_tallies tallies;
} tables;

static void need(table *t, const char *name) {
    for (size_t i = 0; i < t->n_names; i++)
        if (strcmp(t->names[i], name) == 0) return;
    if (t->n_names < TABLE_KEYS_MAX) t->names[t->n_names++] = name;
}

/* Groups are counted by the indicator's own first breakdown. */
static void need_row(table *t, const published_row *row, const ds_indicator *indicator) {
    bool groups = row->unit == PUBLISHED_GROEPEN || row->unit == PUBLISHED_AANDEEL_GROEPEN;
    t->indicator = row->indicator;
    t->place = SIZE_MAX;
    for (size_t s = 0; s < row->n_sides; s++)
        for (size_t k = 0; k < row->sides[s].n_keys; k++)
            need(t, row->sides[s].names[k]);
    for (size_t k = 0; groups && indicator->n_by > 0 && k < indicator->by_sizes[0]; k++)
        need(t, indicator->by_names[0][k]);
}

/* Whether a has all of b. */
static bool contains(const table *a, const table *b) {
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
static size_t server_of(const tables *all, size_t t) {
    size_t best = t;
    for (size_t i = 0; i < all->n; i++) {
        size_t most = all->list[best].n_names, here = all->list[i].n_names;
        bool larger = here > most || (here == most && i < best);
        if (larger && contains(&all->list[i], &all->list[t])) best = i;
    }
    return best;
}

static ds_status add_table(tables *all, size_t t, cli_definitions *definitions, ds_error *err) {
    table *server = &all->list[server_of(all, t)];
    ds_buffer by;
    ds_status status;
    if (server->place == SIZE_MAX) {
        ds_buffer_init(&by, BY_MAX);
        for (size_t k = 0; k < server->n_names; k++)
            ds_buffer_addf(&by, "%s%s", k > 0 ? "," : "", server->names[k]);
        status = ds_buffer_finish(&by, err);
        if (status == DS_OK)
            status = cli_tallies_add(&all->tallies, definitions, server->indicator,
                                     ds_buffer_string(&by), err);
        ds_buffer_done(&by);
        if (status != DS_OK) return status;
        server->place = all->tallies.n - 1;
    }
    all->list[t].place = server->place;
    return DS_OK;
}

static ds_status plan(tables *all, const published *rows, published_source source,
                      cli_definitions *definitions, fit_counted *out, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < rows->n; i++) {
        const ds_indicator *indicator;
        size_t file;
        ds_error unknown;
        if (rows->rows[i].source != source) continue;
        if (cli_definitions_find(definitions, rows->rows[i].indicator, &file, &indicator,
                                 &unknown) == DS_OK) {
            need_row(&all->list[i], &rows->rows[i], indicator);
        } else {
            out[i].why_nl = "geen definitie van deze indicator";
            out[i].why_en = "no definition of this indicator";
        }
    }
    for (size_t i = 0; status == DS_OK && i < all->n; i++)
        if (all->list[i].indicator != NULL) status = add_table(all, i, definitions, err);
    return status;
}

/* Which register a side is counted on: without the route is the second one. */
static bool is_without(const published_row *row, size_t side) {
    return row->source == PUBLISHED_TEGENFEITELIJK && side == 1;
}

static void count_row(const published_row *row, const ds_cells *with, const ds_cells *without,
                      fit_counted *out) {
    published_side keys;
    int first, last;
    out->counted = true;
    for (size_t s = 0; s < FIT_SIDES && fit_side(row, s, &keys, &first, &last); s++)
        if (!fit_cells_sum(is_without(row, s) ? without : with, &keys, first, last, &out->sides[s]))
            out->counted = false;
    if (out->counted) return;
    out->why_nl = "niet geleverd: dit schooljaar is niet te tellen";
    out->why_en = "not delivered: this school year cannot be counted";
}

/* Tallies on reg and hands the cells over by place. */
static ds_status tally(tables *all, const ds_register *reg, const cli_definitions *definitions,
                       size_t n_workers, ds_cells **out_cells, ds_error *err) {
    const ds_tally_options options = {.n_workers = n_workers};
    ds_status status = cli_tallies_run(&all->tallies, reg, definitions, &options, err);
    for (size_t i = 0; status == DS_OK && i < all->tallies.n; i++) {
        out_cells[i] = all->tallies.list[i].cells;
        all->tallies.list[i].cells = NULL;
    }
    return status;
}

static void free_cells(ds_cells **cells, size_t n) {
    for (size_t i = 0; cells != NULL && i < n; i++)
        ds_cells_free(cells[i]);
    ds_free(cells);
}

static ds_status count(tables *all, const published *rows, const cli_definitions *definitions,
                       const ds_register *reg, const ds_register *without, size_t n_workers,
                       fit_counted *out, ds_error *err) {
    size_t n = all->tallies.n;
    ds_cells **with_cells = ds_calloc(n + 1, sizeof(ds_cells *));
    ds_cells **without_cells = ds_calloc(n + 1, sizeof(ds_cells *));
    ds_status status = DS_OK;
    if (with_cells == NULL || without_cells == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = tally(all, reg, definitions, n_workers, with_cells, err);
    if (status == DS_OK && without != NULL)
        status = tally(all, without, definitions, n_workers, without_cells, err);
    for (size_t i = 0; status == DS_OK && i < rows->n; i++)
        if (all->list[i].indicator != NULL)
            count_row(&rows->rows[i], with_cells[all->list[i].place],
                      without_cells[all->list[i].place], &out[i]);
    free_cells(with_cells, n);
    free_cells(without_cells, n);
    return status;
}

ds_status fit_count_register(const published *all, published_source source,
                             cli_definitions *definitions, const ds_register *reg,
                             const ds_register *without, size_t n_workers, fit_counted *out,
                             ds_error *err) {
    tables t = {.n = all->n};
    ds_status status;
    if (source == PUBLISHED_TEGENFEITELIJK && without == NULL) {
        for (size_t i = 0; i < all->n; i++)
            if (all->rows[i].source == source) {
                out[i].why_nl = "niet geleverd: zonder_route";
                out[i].why_en = "not delivered: zonder_route";
            }
        return DS_OK;
    }
    t.list = ds_calloc(all->n + 1, sizeof *t.list);
    if (t.list == NULL) return ds_error_memory(err);
    status = plan(&t, all, source, definitions, out, err);
    if (status == DS_OK) status = count(&t, all, definitions, reg, without, n_workers, out, err);
    cli_tallies_done(&t.tallies);
    ds_free(t.list);
    return status;
}
