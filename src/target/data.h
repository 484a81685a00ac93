/* target/data.h: what came in, while it is put in place. */
#ifndef DS_TARGET_DATA_H
#define DS_TARGET_DATA_H

#include "base/arena.h"
#include "target/plan.h"

/* An institution, and the agenda it is of: a place in agendas, SIZE_MAX for none. */
typedef struct ds_data_school {
    const char *code;
    size_t agenda;
} ds_data_school;

struct ds_monitor_data {
    ds_arena texts;
    const ds_monitor_plan *plan;
    ds_monitor_input in;
    ds_monitor_agenda *agendas; /* sorted by code, in.n_agendas */
    ds_data_school *schools;    /* sorted by code; those in an agenda are in.n_schools */
    size_t *school_places;      /* [n_known]: a school's place among those in an agenda */
    size_t n_known, n_outside;
};

/* A table's columns by name; SIZE_MAX where it has none. */
size_t ds_data_column(const ds_kind_table *table, const char *name);
/* 0 where the row has no year. */
int ds_data_year(const ds_kind_table *table, uint64_t row);
/* The place of the agenda that a row is of; SIZE_MAX for one that is not known. */
size_t ds_data_agenda(const ds_monitor_data *data, const ds_kind_table *table, uint64_t row);
bool ds_data_is(const ds_kind_table *table, uint64_t row, size_t column, const char *word);
/* The place of a school or agenda among those that are known; SIZE_MAX. */
size_t ds_data_find_school(const ds_monitor_data *data, ds_text code);
size_t ds_data_find_agenda(const ds_monitor_data *data, ds_text code);

/* The parts, in this order. */
ds_status ds_data_agendas(ds_monitor_data *data, const ds_monitor_sources *s,
                          ds_error *err) DS_NODISCARD;
ds_status ds_data_sizes(ds_monitor_data *data, const ds_monitor_sources *s,
                        ds_error *err) DS_NODISCARD;
ds_status ds_data_aims(ds_monitor_data *data, const ds_monitor_sources *s,
                       ds_error *err) DS_NODISCARD;
ds_status ds_data_money(ds_monitor_data *data, const ds_monitor_sources *s,
                        ds_error *err) DS_NODISCARD;
ds_status ds_data_forms(ds_monitor_data *data, const ds_monitor_sources *s,
                        ds_error *err) DS_NODISCARD;
ds_status ds_data_series(ds_monitor_data *data, const ds_monitor_sources *s,
                         ds_error *err) DS_NODISCARD;

#endif
