/* target/making.h: a table of the monitor while it is made: where its rows and notes go, and what
 * they are made of. A request for memory that failed is remembered, as by ds_arena. */
#ifndef DS_TARGET_MAKING_H
#define DS_TARGET_MAKING_H

#include "base/arena.h"
#include "target/plan.h"

typedef struct ds_making {
    const ds_monitor_plan *plan;
    const ds_monitor_input *in;
    const ds_monitor_table *table;
    const ds_target_place *places; /* [n_indicators * n_agendas] */
    ds_monitor_made *made;
    size_t row_capacity, note_capacity;
    ds_arena *texts; /* of the result */
    bool failed;
} ds_making;

/* An empty row of the table: its unit and year. */
ds_monitor_row ds_making_row(const ds_making *m, const char *measure, const char *klasse);
/* The same of an indicator of the plan. */
ds_monitor_row ds_making_indicator_row(const ds_making *m, size_t indicator, const char *measure,
                                       const char *klasse);
void ds_making_put(ds_making *m, const ds_monitor_row *row);
/* A count, and what it is of: value is count / n in per cent as a second row. */
void ds_making_put_share(ds_making *m, ds_monitor_row row, uint64_t count, uint64_t n);
void ds_making_note(ds_making *m, const char *code, double a, double b, double c);
void ds_making_note_text(ds_making *m, const char *code, const char *text);
/* The table cannot be filled. */
void ds_making_refuse(ds_making *m, const char *reason);
/* Whether agendas handed in forms; else refuses. */
bool ds_making_has_forms(ds_making *m);

/* ---- places ---- */

/* The value of a unit in a year; not known where the series has none. school: of schools[]. */
ds_measured ds_series_value(const ds_monitor_series *series, const ds_monitor_input *in, int year,
                            ds_monitor_unit unit, size_t i);
ds_measured ds_series_national(const ds_monitor_series *series, int year);
/* The year of the present value of an indicator, and of the one before it that there is; 0 for
 * none. */
int ds_series_now(const ds_monitor_indicator *indicator, const ds_monitor_input *in);
int ds_series_previous(const ds_monitor_indicator *indicator, const ds_monitor_series *series,
                       int now);
/* Start, previous and present value of each agenda with its targets: out[n_indicators * n_agendas].
 */
void ds_target_places(const ds_monitor_plan *plan, const ds_monitor_input *in,
                      ds_target_place *out);
/* Whether the present value is of the agenda's time. */
bool ds_series_is_since(const ds_monitor_indicator *indicator, const ds_monitor_input *in);

/* The place of a goal in the plan; SIZE_MAX for none. */
size_t ds_plan_goal(const ds_monitor_plan *plan, const char *id);

/* ---- the tables, a kind or a few a file ---- */

ds_status ds_make_sources(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_counted(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_spending(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_spending_whole(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_spending_total(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_spending_stacked(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_measures(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_measures_number(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_planning(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_judgement(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_spread(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_classes(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_ambition(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_values(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_quadrant(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_targets(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_national(ds_making *m, ds_error *err) DS_NODISCARD;
ds_status ds_make_relations(ds_making *m, ds_error *err) DS_NODISCARD;

#endif
