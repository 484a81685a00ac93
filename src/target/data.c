/* target/data.c: from deliveries and counts to the input of a monitor, part by part. See data.h. */
#include "target/data.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

size_t ds_data_column(const ds_kind_table *table, const char *name) {
    return table == NULL ? SIZE_MAX : ds_kind_table_find(table, name);
}

int ds_data_year(const ds_kind_table *table, uint64_t row) {
    const size_t column = ds_kind_table_find(table, "jaar");
    int64_t year;
    if (column == SIZE_MAX || ds_kind_table_is_missing(table, row, column)) return 0;
    year = ds_kind_table_integer(table, row, column);
    return year > 0 && year < 10000 ? (int)year : 0;
}

size_t ds_data_agenda(const ds_monitor_data *data, const ds_kind_table *table, uint64_t row) {
    const size_t column = ds_kind_table_find(table, "agenda");
    return column == SIZE_MAX ? SIZE_MAX
                              : ds_data_find_agenda(data, ds_kind_table_text(table, row, column));
}

bool ds_data_is(const ds_kind_table *table, uint64_t row, size_t column, const char *word) {
    return column != SIZE_MAX && ds_text_is(ds_kind_table_text(table, row, column), word);
}

size_t ds_data_find_agenda(const ds_monitor_data *data, ds_text code) {
    size_t low = 0, high = data->in.n_agendas;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = ds_text_compare(ds_text_of(data->agendas[middle].code), code);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

size_t ds_data_find_school(const ds_monitor_data *data, ds_text code) {
    size_t low = 0, high = data->n_known;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = ds_text_compare(ds_text_of(data->schools[middle].code), code);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

/* ---- the year of the forms ---- */

static int find_last_year(const ds_kind_table *table, int last) {
    for (uint64_t r = 0; table != NULL && r < ds_kind_table_n_rows(table); r++) {
        const int year = ds_data_year(table, r);
        if (year > last) last = year;
    }
    return last;
}

/* The last of the forms; without any, the year after the last that was counted. */
static int choose_year(const ds_monitor_plan *plan, const ds_monitor_sources *s) {
    const ds_kind_table *const tables[] = {s->voortgang, s->maatregel, s->oordeel, s->streefwaarde};
    int last = 0;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        last = find_last_year(tables[i], last);
    if (last == 0 && find_last_year(s->besteding, 0) != 0)
        last = find_last_year(s->besteding, 0) - plan->rules.spending;
    for (size_t i = 0; last == 0 && i < s->n_counted; i++) {
        const ds_cells *cells = s->counted[i].cells;
        const size_t n = cells == NULL ? 0 : ds_cells_n(cells);
        if (n > 0) last = ds_cells_at(cells, n - 1).schooljaar + 1;
    }
    return last == 0 ? plan->rules.begin : last;
}

/* ---- the whole ---- */

static bool has_rows(const ds_kind_table *table) {
    return table != NULL && ds_kind_table_n_rows(table) > 0;
}

static const char *find_no_forms(const ds_monitor_sources *s) {
    return has_rows(s->besteding) || has_rows(s->maatregel) || has_rows(s->voortgang) ||
                   has_rows(s->oordeel)
               ? NULL
               : "geen_formulieren";
}

static ds_status (*const parts[])(ds_monitor_data *data, const ds_monitor_sources *s,
                                  ds_error *err) = {ds_data_agendas, ds_data_sizes, ds_data_aims,
                                                    ds_data_money,   ds_data_forms, ds_data_series};

ds_status ds_monitor_data_new(const ds_monitor_plan *plan, const ds_monitor_sources *sources,
                              ds_monitor_data **out, ds_error *err) {
    ds_monitor_data *data = ds_calloc(1, sizeof *data);
    ds_status status = DS_OK;
    if (data == NULL) return ds_error_memory(err);
    data->plan = plan;
    data->in.jaar = sources->jaar != 0 ? sources->jaar : choose_year(plan, sources);
    data->in.spending_year = data->in.jaar + plan->rules.spending;
    data->in.version = sources->version;
    data->in.seed = sources->seed;
    data->in.counts = sources->counts;
    data->in.no_forms = find_no_forms(sources);
    for (size_t i = 0; status == DS_OK && i < sizeof parts / sizeof *parts; i++)
        status = parts[i](data, sources, err);
    if (status == DS_OK) status = ds_arena_finish(&data->texts, err);
    if (status == DS_OK)
        *out = data;
    else
        ds_monitor_data_free(data);
    return status;
}

const ds_monitor_input *ds_monitor_data_input(const ds_monitor_data *data) {
    return &data->in;
}

size_t ds_monitor_data_n_outside(const ds_monitor_data *data) {
    return data->n_outside;
}

void ds_monitor_data_free(ds_monitor_data *data) {
    if (data == NULL) return;
    ds_arena_done(&data->texts);
    ds_free(data);
}
