/* target/data_money.c: what was budgeted and spent, by goal and agenda, in cents. See data.h. */
#include "base/error.h"
#include "base/text.h"
#include "target/data.h"

typedef struct money_columns {
    const ds_kind_table *table;
    size_t goal, budget, before, spent;
} money_columns;

/* Kept in cents. */
static int64_t read_money(const ds_kind_table *table, uint64_t row, size_t column) {
    if (column == SIZE_MAX || ds_kind_table_is_missing(table, row, column)) return DS_MONEY_UNKNOWN;
    return ds_kind_table_integer(table, row, column);
}

static size_t find_goal(const ds_monitor_data *data, const money_columns *c, uint64_t row) {
    for (size_t g = 0; g < data->plan->n_goals; g++)
        if (ds_data_is(c->table, row, c->goal, data->plan->goals[g].id)) return g;
    return SIZE_MAX;
}

/* All four, unknown. */
static ds_status take_room(ds_monitor_data *data, int64_t *rooms[4], ds_error *err) {
    const size_t n = data->plan->n_goals * data->in.n_agendas;
    for (size_t i = 0; i < 4; i++) {
        rooms[i] = ds_arena_take(&data->texts, n + 1, sizeof **rooms);
        if (rooms[i] == NULL) return ds_error_memory(err);
        for (size_t k = 0; k < n; k++)
            rooms[i][k] = DS_MONEY_UNKNOWN;
    }
    data->in.budget = rooms[0];
    data->in.budget_before = rooms[1];
    data->in.spent = rooms[2];
    data->in.spent_all = rooms[3];
    return DS_OK;
}

/* Years of the agenda up to jaar that were reported, by goal and agenda. */
static void take_spending(ds_monitor_data *data, const money_columns *c, uint64_t row, size_t at,
                          int64_t *rooms[4], unsigned *years) {
    const int year = ds_data_year(c->table, row);
    const int64_t budget = read_money(c->table, row, c->budget),
                  before = read_money(c->table, row, c->before),
                  spent = read_money(c->table, row, c->spent);
    if (year > data->in.spending_year) return;
    if (budget != DS_MONEY_UNKNOWN) rooms[0][at] = budget;
    if (before != DS_MONEY_UNKNOWN) rooms[1][at] = before;
    if (year == data->in.spending_year) rooms[2][at] = spent;
    if (year < data->plan->rules.begin || spent == DS_MONEY_UNKNOWN) return;
    rooms[3][at] = (rooms[3][at] == DS_MONEY_UNKNOWN ? 0 : rooms[3][at]) + spent;
    years[at]++;
}

/* A year that is not there is not nothing. */
static void drop_partial(const ds_monitor_data *data, int64_t *all, const unsigned *years) {
    const int n_years = data->in.spending_year - data->plan->rules.begin + 1;
    for (size_t k = 0; k < data->plan->n_goals * data->in.n_agendas; k++)
        if (n_years > 0 && years[k] != (unsigned)n_years) all[k] = DS_MONEY_UNKNOWN;
}

static ds_status take_whole(ds_monitor_data *data, const ds_kind_table *table, ds_error *err) {
    const size_t column = ds_data_column(table, "totaal");
    int64_t *whole = ds_arena_take(&data->texts, data->in.n_agendas + 1, sizeof *whole);
    if (whole == NULL) return ds_error_memory(err);
    for (size_t a = 0; a < data->in.n_agendas; a++)
        whole[a] = DS_MONEY_UNKNOWN;
    for (uint64_t r = 0; table != NULL && r < ds_kind_table_n_rows(table); r++) {
        const size_t agenda = ds_data_agenda(data, table, r);
        if (agenda != SIZE_MAX && ds_data_year(table, r) <= data->in.jaar)
            whole[agenda] = read_money(table, r, column);
    }
    data->in.whole = whole;
    return DS_OK;
}

ds_status ds_data_money(ds_monitor_data *data, const ds_monitor_sources *s, ds_error *err) {
    const money_columns c = {s->besteding, ds_data_column(s->besteding, "doelstelling"),
                             ds_data_column(s->besteding, "begroot_totaal"),
                             ds_data_column(s->besteding, "begroot_oorspronkelijk"),
                             ds_data_column(s->besteding, "besteed")};
    unsigned *years =
        ds_arena_take(&data->texts, data->plan->n_goals * data->in.n_agendas + 1, sizeof *years);
    int64_t *rooms[4];
    ds_status status = years == NULL ? ds_error_memory(err) : take_room(data, rooms, err);
    if (status != DS_OK) return status;
    for (uint64_t r = 0; c.table != NULL && r < ds_kind_table_n_rows(c.table); r++) {
        const size_t agenda = ds_data_agenda(data, c.table, r), goal = find_goal(data, &c, r);
        if (agenda != SIZE_MAX && goal != SIZE_MAX)
            take_spending(data, &c, r, goal * data->in.n_agendas + agenda, rooms, years);
    }
    drop_partial(data, rooms[3], years);
    return take_whole(data, s->werkagenda, err);
}
