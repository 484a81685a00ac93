/* work/inside/monitor.h: what the monitor is made of, while it is gathered. */
#ifndef DS_WORK_INSIDE_MONITOR_H
#define DS_WORK_INSIDE_MONITOR_H

#include "doorstroom/inside.h"

/* Cells that are wanted: of an indicator by keys. */
typedef struct ds_wanted_cells {
    char *id, *by;
    const ds_cells *cells; /* of the tallies, or own */
    ds_cells *own;
    const char *reason; /* why there are none: a code */
    size_t table;       /* of the tallies; SIZE_MAX: not asked there */
} ds_wanted_cells;

typedef struct ds_wanted_list {
    ds_wanted_cells *list;
    size_t n, capacity;
} ds_wanted_list;

void ds_wanted_done(ds_wanted_list *wanted);
/* What the tables asked for need: series of indicators, tables of counts, sizes. */
ds_status ds_wanted_gather(const ds_monitor_plan *plan, const ds_monitor_table *const *tables,
                           size_t n_tables, ds_wanted_list *out, ds_error *err) DS_NODISCARD;
/* Whether a kind of table is made of the values of indicators: tables of forms alone need none. */
bool ds_wanted_needs_series(ds_monitor_kind kind);
const ds_wanted_cells *ds_wanted_find(const ds_wanted_list *wanted, const char *id, const char *by);
/* "instelling,niveau,leerweg", with what indicators of the plan ask of a definition. by holds 64.
 */
void ds_wanted_series_by(const ds_monitor_plan *plan, const char *id, char by[64]);
/* "niveau,leerweg" of a table. */
void ds_wanted_table_by(const ds_monitor_table *table, char *by, size_t size);
/* From a file of tally's csv; cells with more keys than are wanted are added up. */
ds_status ds_wanted_read(ds_wanted_list *wanted, const char *path, ds_error *err) DS_NODISCARD;
/* From the register: one pass a definition file. tallies holds the cells and is the caller's. */
ds_status ds_wanted_count(ds_wanted_list *wanted, const ds_work_definitions *definitions,
                          const ds_register *reg, size_t n_threads, ds_tallies **out_tallies,
                          ds_error *err) DS_NODISCARD;

#endif
