/* work/inside/monitor_surveys.h: what the monitor takes from the answers of surveys. */
#ifndef DS_WORK_INSIDE_MONITOR_SURVEYS_H
#define DS_WORK_INSIDE_MONITOR_SURVEYS_H

#include "base/arena.h"
#include "doorstroom/inside.h"

typedef struct ds_monitor_surveys {
    ds_arena texts;
    ds_monitor_estimate *estimates; /* of institutions and of all students */
    size_t n_estimates, capacity;
} ds_monitor_surveys;

/* Estimates for the tables asked for, and the lines of those that are of a survey into
 * counts[n_tables of the plan]. A survey that cannot be estimated leaves a reason there. No
 * answers: nothing. */
ds_status ds_monitor_surveys_ask(const ds_monitor_plan *plan, const ds_monitor_table *const *tables,
                                 size_t n_tables, const ds_work_definitions *definitions,
                                 const ds_register *reg, ds_monitor_counts *counts,
                                 ds_monitor_surveys *out, ds_error *err) DS_NODISCARD;
void ds_monitor_surveys_done(ds_monitor_surveys *surveys);

/* What the above counts of the register, for the book that was lent to it: whether there are
 * answers here or not. */
ds_status ds_monitor_surveys_note(const ds_monitor_plan *plan,
                                  const ds_monitor_table *const *tables, size_t n_tables,
                                  const ds_work_definitions *definitions, const ds_register *reg,
                                  ds_error *err) DS_NODISCARD;

#endif
