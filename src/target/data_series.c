/* target/data_series.c: the values of each indicator by year: of agendas (persons added up), of
 * institutions, of all students. See data.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "target/data.h"

/* Where an indicator's values go. */
typedef struct series_room {
    int years[DS_MONITOR_YEARS_MAX];
    size_t n_years;
    ds_measured *agendas, *schools, *national;
} series_room;

static bool add_year(series_room *room, int year) {
    size_t at = room->n_years;
    for (size_t y = 0; y < room->n_years; y++)
        if (room->years[y] == year) return true;
    if (room->n_years == DS_MONITOR_YEARS_MAX) return false;
    while (at > 0 && room->years[at - 1] > year) {
        room->years[at] = room->years[at - 1];
        at--;
    }
    room->years[at] = year;
    room->n_years++;
    return true;
}

static size_t find_year(const series_room *room, int year) {
    for (size_t y = 0; y < room->n_years; y++)
        if (room->years[y] == year) return y;
    return SIZE_MAX;
}

static ds_measured *take_values(ds_monitor_data *data, size_t n) {
    ds_measured *values = ds_arena_take(&data->texts, n + 1, sizeof *values);
    for (size_t i = 0; values != NULL && i < n; i++)
        values[i] = (ds_measured)DS_MEASURED_NONE;
    return values;
}

static ds_status take_series_room(ds_monitor_data *data, series_room *room, ds_error *err) {
    room->agendas = take_values(data, room->n_years * data->in.n_agendas);
    room->schools = take_values(data, room->n_years * data->in.n_schools);
    room->national = take_values(data, room->n_years);
    return room->agendas == NULL || room->schools == NULL || room->national == NULL
               ? ds_error_memory(err)
               : DS_OK;
}

/* ---- of a register ---- */

typedef struct cell_keys {
    size_t school, niveau, leerweg;
} cell_keys;

static cell_keys find_cell_keys(const ds_cells *cells) {
    cell_keys keys = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++) {
        const char *name = ds_cells_key_name(cells, k);
        if (strcmp(name, "instelling") == 0) keys.school = k;
        if (strcmp(name, "niveau") == 0) keys.niveau = k;
        if (strcmp(name, "leerweg") == 0) keys.leerweg = k;
    }
    return keys;
}

static bool is_cell_of(const ds_cell *cell, const cell_keys *keys, const ds_monitor_indicator *i) {
    return (*i->niveau == '\0' ||
            (keys->niveau != SIZE_MAX && ds_text_is(cell->keys[keys->niveau], i->niveau))) &&
           (*i->leerweg == '\0' ||
            (keys->leerweg != SIZE_MAX && ds_text_is(cell->keys[keys->leerweg], i->leerweg)));
}

static void add_counts(ds_measured *to, const ds_measures *measures) {
    *to = ds_measured_count(to->teller + measures->teller, to->noemer + measures->noemer);
}

static void add_cell(const ds_monitor_data *data, series_room *room, const ds_cell *cell,
                     size_t school_key) {
    const size_t y = find_year(room, cell->schooljaar);
    size_t known;
    if (y == SIZE_MAX) return;
    add_counts(&room->national[y], &cell->measures);
    known = ds_data_find_school(data, cell->keys[school_key]);
    if (known == SIZE_MAX || data->schools[known].agenda == SIZE_MAX) return;
    add_counts(&room->agendas[y * data->in.n_agendas + data->schools[known].agenda],
               &cell->measures);
    add_counts(&room->schools[y * data->in.n_schools + data->school_places[known]],
               &cell->measures);
}

/* ---- of what may be shown ---- */

/* Of each of these cells a place has no value: its own, or that of all. */
static void drop_hidden(const ds_monitor_data *data, const ds_monitor_indicator *indicator,
                        const ds_cells *hidden, series_room *room) {
    const cell_keys keys = find_cell_keys(hidden);
    for (size_t c = 0; c < ds_cells_n(hidden); c++) {
        const ds_cell cell = ds_cells_at(hidden, c);
        const size_t y = find_year(room, cell.schooljaar);
        size_t known;
        if (y == SIZE_MAX || !is_cell_of(&cell, &keys, indicator)) continue;
        if (keys.school == SIZE_MAX) {
            room->national[y] = (ds_measured)DS_MEASURED_NONE;
            continue;
        }
        known = ds_data_find_school(data, cell.keys[keys.school]);
        if (known == SIZE_MAX || data->schools[known].agenda == SIZE_MAX) continue;
        room->agendas[y * data->in.n_agendas + data->schools[known].agenda] =
            (ds_measured)DS_MEASURED_NONE;
        room->schools[y * data->in.n_schools + data->school_places[known]] =
            (ds_measured)DS_MEASURED_NONE;
    }
}

static void take_national(const ds_monitor_indicator *indicator, const ds_cells *national,
                          series_room *room) {
    const cell_keys keys = find_cell_keys(national);
    for (size_t y = 0; y < room->n_years; y++)
        room->national[y] = (ds_measured)DS_MEASURED_NONE;
    for (size_t c = 0; c < ds_cells_n(national); c++) {
        const ds_cell cell = ds_cells_at(national, c);
        const size_t y = find_year(room, cell.schooljaar);
        if (y != SIZE_MAX && is_cell_of(&cell, &keys, indicator))
            add_counts(&room->national[y], &cell.measures);
    }
}

static void take_shown(const ds_monitor_data *data, const ds_monitor_indicator *indicator,
                       const ds_monitor_counted *counted, series_room *room) {
    if (counted->national != NULL) take_national(indicator, counted->national, room);
    if (counted->hidden != NULL) drop_hidden(data, indicator, counted->hidden, room);
    if (counted->national_hidden != NULL)
        drop_hidden(data, indicator, counted->national_hidden, room);
}

static ds_status fill_counted(ds_monitor_data *data, const ds_monitor_indicator *indicator,
                              const ds_monitor_counted *counted, series_room *room, ds_error *err) {
    const ds_cells *cells = counted->cells;
    const cell_keys keys = find_cell_keys(cells);
    ds_status status;
    for (size_t c = 0; c < ds_cells_n(cells); c++)
        (void)add_year(room, ds_cells_at(cells, c).schooljaar);
    status = take_series_room(data, room, err);
    for (size_t c = 0; status == DS_OK && keys.school != SIZE_MAX && c < ds_cells_n(cells); c++) {
        const ds_cell cell = ds_cells_at(cells, c);
        if (is_cell_of(&cell, &keys, indicator)) add_cell(data, room, &cell, keys.school);
    }
    if (status == DS_OK) take_shown(data, indicator, counted, room);
    return status;
}

/* ---- of a survey ---- */

static bool is_estimate_of(const ds_monitor_estimate *e, const ds_monitor_indicator *i) {
    return strcmp(e->indicator, i->indicator) == 0 && strcmp(e->niveau, i->niveau) == 0 &&
           strcmp(e->leerweg, i->leerweg) == 0;
}

/* Sums over the institutions of an agenda: by their respondents. */
typedef struct joint_sum {
    double n, pct, variance;
} joint_sum;

static void put_estimate(const ds_monitor_data *data, series_room *room, joint_sum *sums,
                         const ds_monitor_estimate *e) {
    const size_t y = find_year(room, e->year);
    const ds_measured value = ds_measured_estimate(e->pct, e->se);
    const double n = (double)e->n;
    size_t place, agenda;
    if (y == SIZE_MAX) return;
    if (*e->code == '\0') {
        room->national[y] = value;
        return;
    }
    place = ds_data_find_school(data, ds_text_of(e->code));
    agenda = place == SIZE_MAX ? SIZE_MAX : data->schools[place].agenda;
    if (agenda == SIZE_MAX || !isfinite(e->pct) || e->n == 0) return;
    room->schools[y * data->in.n_schools + data->school_places[place]] = value;
    sums += y * data->in.n_agendas + agenda;
    sums->n += n;
    sums->pct += n * e->pct;
    sums->variance += n * e->se * n * e->se;
}

static void put_joint(const ds_monitor_data *data, series_room *room, const joint_sum *sums) {
    for (size_t i = 0; i < room->n_years * data->in.n_agendas; i++)
        if (sums[i].n > 0)
            room->agendas[i] =
                ds_measured_estimate(sums[i].pct / sums[i].n, sqrt(sums[i].variance) / sums[i].n);
}

static ds_status fill_estimated(ds_monitor_data *data, const ds_monitor_sources *s,
                                const ds_monitor_indicator *indicator, series_room *room,
                                ds_error *err) {
    joint_sum *sums;
    ds_status status;
    for (size_t e = 0; e < s->n_estimates; e++)
        if (is_estimate_of(&s->estimates[e], indicator)) (void)add_year(room, s->estimates[e].year);
    status = take_series_room(data, room, err);
    if (status != DS_OK) return status;
    sums = ds_arena_take(&data->texts, room->n_years * data->in.n_agendas + 1, sizeof *sums);
    if (sums == NULL) return ds_error_memory(err);
    for (size_t e = 0; e < s->n_estimates; e++)
        if (is_estimate_of(&s->estimates[e], indicator))
            put_estimate(data, room, sums, &s->estimates[e]);
    put_joint(data, room, sums);
    return DS_OK;
}

/* ---- all ---- */

static const ds_monitor_counted *find_counted(const ds_monitor_sources *s, const char *indicator) {
    for (size_t i = 0; i < s->n_counted; i++)
        if (strcmp(s->counted[i].indicator, indicator) == 0) return &s->counted[i];
    return NULL;
}

static ds_status fill_series(ds_monitor_data *data, const ds_monitor_sources *s, size_t i,
                             ds_monitor_series *out, ds_error *err) {
    const ds_monitor_indicator *indicator = &data->plan->indicators[i];
    const ds_monitor_counted *counted = find_counted(s, indicator->indicator);
    series_room room = {.n_years = 0};
    int *years;
    ds_status status = counted != NULL && counted->cells != NULL
                           ? fill_counted(data, indicator, counted, &room, err)
                           : fill_estimated(data, s, indicator, &room, err);
    if (status != DS_OK) return status;
    years = ds_arena_take(&data->texts, room.n_years + 1, sizeof *years);
    if (years == NULL) return ds_error_memory(err);
    memcpy(years, room.years, room.n_years * sizeof *years);
    *out = (ds_monitor_series){.years = years,
                               .n_years = room.n_years,
                               .agendas = room.agendas,
                               .schools = room.schools,
                               .national = room.national};
    if (room.n_years == 0)
        out->reason = counted != NULL && counted->reason != NULL ? counted->reason
                      : indicator->survey                        ? "geen_enquete"
                                                                 : "niet_geteld";
    return DS_OK;
}

ds_status ds_data_series(ds_monitor_data *data, const ds_monitor_sources *s, ds_error *err) {
    ds_monitor_series *series =
        ds_arena_take(&data->texts, data->plan->n_indicators + 1, sizeof *series);
    ds_status status = series == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < data->plan->n_indicators; i++)
        status = fill_series(data, s, i, &series[i], err);
    data->in.series = series;
    return status;
}
