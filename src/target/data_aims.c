/* target/data_aims.c: targets and start values as delivered, by indicator and agenda: of each
 * version the last year up to that of the forms. See data.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "target/data.h"

typedef struct aim_columns {
    const ds_kind_table *table;
    size_t indicator, niveau, leerweg, versie, start, target, reason;
} aim_columns;

static aim_columns find_aim_columns(const ds_kind_table *table) {
    return (aim_columns){.table = table,
                         .indicator = ds_data_column(table, "indicator"),
                         .niveau = ds_data_column(table, "niveau"),
                         .leerweg = ds_data_column(table, "leerweg"),
                         .versie = ds_data_column(table, "versie"),
                         .start = ds_data_column(table, "startwaarde"),
                         .target = ds_data_column(table, "streefwaarde"),
                         .reason = ds_data_column(table, "reden")};
}

static bool is_niveau(const aim_columns *c, uint64_t row, const char *niveau) {
    if (c->niveau == SIZE_MAX || ds_kind_table_is_missing(c->table, row, c->niveau))
        return *niveau == '\0';
    return niveau[0] != '\0' && niveau[1] == '\0' &&
           ds_kind_table_integer(c->table, row, c->niveau) == niveau[0] - '0';
}

static size_t find_aim_indicator(const ds_monitor_data *data, const aim_columns *c, uint64_t row) {
    const ds_monitor_plan *plan = data->plan;
    const ds_text leerweg =
        c->leerweg == SIZE_MAX ? (ds_text){NULL, 0} : ds_kind_table_text(c->table, row, c->leerweg);
    for (size_t i = 0; i < plan->n_indicators; i++) {
        const ds_monitor_indicator *indicator = &plan->indicators[i];
        if (ds_data_is(c->table, row, c->indicator, indicator->indicator) &&
            is_niveau(c, row, indicator->niveau) &&
            ds_text_equal(leerweg, ds_text_of(indicator->leerweg)))
            return i;
    }
    return SIZE_MAX;
}

static int find_version(const aim_columns *c, uint64_t row) {
    for (int v = 0; v < DS_TARGET_VERSIONS; v++)
        if (ds_data_is(c->table, row, c->versie, ds_target_version_code(v))) return v;
    return DS_TARGET_ORIGINAL;
}

static ds_absence find_reason(const aim_columns *c, uint64_t row) {
    static const struct {
        const char *word;
        ds_absence absence;
    } words[] = {{"ontbreekt", DS_ABSENCE_ONTBREEKT},
                 {"niet meetbaar", DS_ABSENCE_NIET_MEETBAAR},
                 {"niet vergelijkbaar", DS_ABSENCE_NIET_VERGELIJKBAAR},
                 {"geen studenten", DS_ABSENCE_GEEN_STUDENTEN}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ds_data_is(c->table, row, c->reason, words[i].word)) return words[i].absence;
    return DS_ABSENCE_ONTBREEKT;
}

/* Rows of an agenda come in the order of years, so that the last stands. */
static void take_aim(const aim_columns *c, uint64_t row, ds_monitor_aim *aim) {
    const double start =
        c->start == SIZE_MAX ? (double)NAN : ds_kind_table_number(c->table, row, c->start);
    const double target =
        c->target == SIZE_MAX ? (double)NAN : ds_kind_table_number(c->table, row, c->target);
    const int version = find_version(c, row);
    if (isfinite(start)) aim->start = start;
    aim->targets[version] = target;
    if (!isfinite(target)) aim->reason = find_reason(c, row);
}

ds_status ds_data_aims(ds_monitor_data *data, const ds_monitor_sources *s, ds_error *err) {
    const aim_columns c = find_aim_columns(s->streefwaarde);
    const size_t n = data->plan->n_indicators * data->in.n_agendas;
    ds_monitor_aim *aims = ds_arena_take(&data->texts, n + 1, sizeof *aims);
    if (aims == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        aims[i] = (ds_monitor_aim){.targets = {NAN, NAN, NAN}, .start = NAN};
    data->in.aims = aims;
    for (uint64_t r = 0; s->streefwaarde != NULL && r < ds_kind_table_n_rows(s->streefwaarde);
         r++) {
        const size_t agenda = ds_data_agenda(data, s->streefwaarde, r);
        const size_t indicator = find_aim_indicator(data, &c, r);
        if (agenda != SIZE_MAX && indicator != SIZE_MAX &&
            ds_data_year(s->streefwaarde, r) <= data->in.jaar)
            take_aim(&c, r, &aims[indicator * data->in.n_agendas + agenda]);
    }
    return DS_OK;
}
