/* work/inside/report_monitor.h: the monitor while its tables are gathered. */
#ifndef DS_WORK_INSIDE_REPORT_MONITOR_H
#define DS_WORK_INSIDE_REPORT_MONITOR_H

#include "work/inside/monitor_surveys.h"
#include "work/inside/report.h"

enum { DS_GATHER_FORMS = 8 };

typedef struct ds_gather_monitor {
    const ds_monitor_table **tables; /* that are made together */
    size_t n_tables, capacity;
    /* agenda, streefwaarde, besteding, werkagenda, maatregel, voortgang, oordeel, antwoord */
    ds_kind_table *forms[DS_GATHER_FORMS];
    ds_kind_table *own_indicators;
    ds_monitor_surveys surveys;
    size_t n_hidden_estimates;
    ds_cells **cells; /* made here */
    size_t n_cells, cells_capacity;
    ds_monitor_counted *counted; /* of the arena */
    size_t n_counted;
    ds_monitor_counts *counts; /* [n_tables of the plan], of the arena */
    ds_monitor_data *data;
    ds_monitor_result *result;
} ds_gather_monitor;

/* The plan and the deliveries of agendas; a plan that is not there is no error yet. */
ds_status ds_gather_open_monitor(ds_gather *g, ds_error *err) DS_NODISCARD;
/* Makes all tables that were asked, of what is shown. */
ds_status ds_gather_run_monitor(ds_gather *g, ds_error *err) DS_NODISCARD;
/* The values of all indicators of the plan are needed. */
ds_status ds_gather_ask_all_values(ds_gather *g, ds_error *err) DS_NODISCARD;
/* The sheets of one table. */
void ds_gather_monitor_sheets(ds_gather *g, const ds_gather_question *q, const ds_monitor_table *t);

/* ---- surveys (report_survey.c) ---- */

typedef struct ds_survey_asked {
    const char *indicator, *kind;
    ds_recipe_names by;
    const ds_recipe_names *totals;
    size_t n_totals;
    const char *where;
    int first, last; /* 0: all */
    ds_gather_years years;
    ds_say title;
} ds_survey_asked;

void ds_gather_survey_sheet(ds_gather *g, const ds_gather_question *q,
                            const ds_survey_asked *asked);
ds_status ds_gather_make_survey(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
/* Leaves out estimates of too few; of one that is left alone, another beside it. */
void ds_gather_guard_estimates(ds_gather *g, ds_monitor_surveys *surveys);

#endif
