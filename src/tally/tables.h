/* tally/tables.h: all tables of a pass, of all threads, within one budget of memory. */
#ifndef DS_TALLY_TABLES_H
#define DS_TALLY_TABLES_H

#include "tally/count.h"

typedef struct ds_tables ds_tables;

/* How many of n_workers threads there is room for, when each takes of_each bytes besides its
 * tables; at least one. */
size_t ds_tables_workers(size_t n_plans, size_t of_each, size_t n_workers);
enum { DS_TABLES_BUDGET = 1 << 28 };
/* plans stay, and are as many as n_plans. budget: the bytes that totals may take as arrays, and as
 * much for the tables of all threads. NULL when memory is short. */
ds_tables *ds_tables_new(const ds_count_plan *plans, size_t n_plans, size_t n_years,
                         size_t n_workers, uint64_t budget) DS_NODISCARD;
void ds_tables_free(ds_tables *tables);
/* What a thread counts in, one a plan. */
ds_counter *ds_tables_of(const ds_tables *tables, size_t worker);
/* All threads' counts of a plan, added up once all have counted; the threads' own are gone. Another
 * plan's may be asked for at the same time. NULL when memory is short. */
const ds_counter *ds_tables_total(ds_tables *tables, size_t plan);

#endif
