/* target/data_forms.c: measures, planning, judgement and themes as agendas reported them in the
 * year of the forms. See data.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "target/data.h"

enum { ITEMS_MAX = 1000 };

/* Things that are asked of each agenda: a measure of a goal, an indicator of a goal, a theme. */
typedef struct form_items {
    const char **names, **goals;
    uint8_t *values; /* [n * n_agendas] */
    size_t n;
} form_items;

static const char *copy_text(ds_monitor_data *data, const ds_kind_table *table, uint64_t row,
                             size_t column) {
    const ds_text none = {"", 0};
    const ds_text text = column == SIZE_MAX ? none : ds_kind_table_text(table, row, column);
    return ds_arena_copy(&data->texts, text.data == NULL ? none : text);
}

static size_t find_item(const form_items *items, ds_text name, ds_text goal) {
    for (size_t i = 0; i < items->n; i++)
        if (ds_text_is(name, items->names[i]) && ds_text_is(goal, items->goals[i])) return i;
    return SIZE_MAX;
}

static bool is_of_year(const ds_monitor_data *data, const ds_kind_table *table, uint64_t row) {
    return ds_data_year(table, row) == data->in.jaar;
}

/* The items of a table in the order in which they come, and room for what is said of each. */
static ds_status list_items(ds_monitor_data *data, const ds_kind_table *table, size_t name,
                            size_t goal, form_items *out, ds_error *err) {
    const ds_text none = {"", 0};
    out->names = ds_arena_take(&data->texts, ITEMS_MAX, sizeof *out->names);
    out->goals = ds_arena_take(&data->texts, ITEMS_MAX, sizeof *out->goals);
    if (out->names == NULL || out->goals == NULL) return ds_error_memory(err);
    for (uint64_t r = 0; name != SIZE_MAX && r < ds_kind_table_n_rows(table); r++) {
        const ds_text text = ds_kind_table_text(table, r, name);
        const ds_text of = goal == SIZE_MAX ? none : ds_kind_table_text(table, r, goal);
        if (text.size == 0 || !is_of_year(data, table, r) || find_item(out, text, of) != SIZE_MAX ||
            out->n == ITEMS_MAX)
            continue;
        out->names[out->n] = copy_text(data, table, r, name);
        out->goals[out->n] = copy_text(data, table, r, goal);
        if (out->names[out->n] == NULL || out->goals[out->n] == NULL) return ds_error_memory(err);
        out->n++;
    }
    out->values = ds_arena_take(&data->texts, out->n * data->in.n_agendas + 1, 1);
    return out->values == NULL ? ds_error_memory(err) : DS_OK;
}

/* Which of words[n] a row has under a column, from 1; 0 for none. */
static uint8_t find_word(const ds_kind_table *table, uint64_t row, size_t column,
                         const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ds_data_is(table, row, column, words[i])) return (uint8_t)(i + 1);
    return 0;
}

static ds_status read_items(ds_monitor_data *data, const ds_kind_table *table, const char *name,
                            const char *value, const char *const *words, size_t n_words,
                            form_items *out, ds_error *err) {
    const size_t of = ds_data_column(table, name), goal = ds_data_column(table, "doelstelling"),
                 said = ds_data_column(table, value);
    ds_status status = list_items(data, table, of, goal, out, err);
    const ds_text none = {"", 0};
    for (uint64_t r = 0; status == DS_OK && of != SIZE_MAX && r < ds_kind_table_n_rows(table);
         r++) {
        const size_t agenda = ds_data_agenda(data, table, r);
        const size_t item = find_item(out, ds_kind_table_text(table, r, of),
                                      goal == SIZE_MAX ? none : ds_kind_table_text(table, r, goal));
        if (agenda != SIZE_MAX && item != SIZE_MAX && is_of_year(data, table, r))
            out->values[item * data->in.n_agendas + agenda] =
                find_word(table, r, said, words, n_words);
    }
    return status;
}

/* ---- the parts ---- */

static ds_status read_measures(ds_monitor_data *data, const ds_kind_table *table, ds_error *err) {
    static const char *const words[] = {"nee", "ja"}; /* DS_MONITOR_NO, DS_MONITOR_YES */
    form_items items = {0};
    ds_status status = read_items(data, table, "maatregel", "ingezet", words, 2, &items, err);
    data->in.measures = (const char *const *)items.names;
    data->in.measure_goals = (const char *const *)items.goals;
    data->in.n_measures = items.n;
    data->in.taken = items.values;
    return status;
}

static ds_status read_planning(ds_monitor_data *data, const ds_kind_table *table, ds_error *err) {
    static const char *const words[] = {"veel achter", "enigszins achter", "op schema",
                                        "enigszins voor", "veel voor"};
    form_items items = {0};
    ds_status status = read_items(data, table, "indicator", "planning", words, 5, &items, err);
    data->in.planned = (const char *const *)items.names;
    data->in.planned_goals = (const char *const *)items.goals;
    data->in.n_planned = items.n;
    data->in.planning = items.values;
    return status;
}

static ds_status read_judgement(ds_monitor_data *data, const ds_kind_table *table, ds_error *err) {
    static const char *const words[] = {"niet",      "een klein beetje", "wisselend",
                                        "effectief", "heel effectief",   "weet niet"};
    const size_t goal = ds_data_column(table, "doelstelling"),
                 said = ds_data_column(table, "effectiviteit");
    uint8_t *judgement =
        ds_arena_take(&data->texts, data->plan->n_goals * data->in.n_agendas + 1, 1);
    if (judgement == NULL) return ds_error_memory(err);
    data->in.judgement = judgement;
    for (uint64_t r = 0; table != NULL && r < ds_kind_table_n_rows(table); r++) {
        const size_t agenda = ds_data_agenda(data, table, r);
        if (agenda == SIZE_MAX || !is_of_year(data, table, r)) continue;
        for (size_t g = 0; g < data->plan->n_goals; g++)
            if (ds_data_is(table, r, goal, data->plan->goals[g].id))
                judgement[g * data->in.n_agendas + agenda] = find_word(table, r, said, words, 6);
    }
    return DS_OK;
}

/* A theme is named or it is not, by who named any. */
static ds_status read_themes(ds_monitor_data *data, const ds_kind_table *table, ds_error *err) {
    const size_t theme = ds_data_column(table, "thema"), n = data->in.n_agendas;
    form_items items = {0};
    bool *named = ds_arena_take(&data->texts, n + 1, sizeof *named);
    ds_status status = named == NULL ? ds_error_memory(err)
                                     : list_items(data, table, theme, SIZE_MAX, &items, err);
    for (uint64_t r = 0; status == DS_OK && theme != SIZE_MAX && r < ds_kind_table_n_rows(table);
         r++) {
        const size_t agenda = ds_data_agenda(data, table, r);
        const size_t item =
            find_item(&items, ds_kind_table_text(table, r, theme), (ds_text){"", 0});
        if (agenda == SIZE_MAX || !is_of_year(data, table, r)) continue;
        named[agenda] = true;
        if (item != SIZE_MAX) items.values[item * n + agenda] = DS_MONITOR_YES;
    }
    for (size_t i = 0; status == DS_OK && i < items.n * n; i++)
        if (items.values[i] == DS_MONITOR_UNKNOWN && named[i % n]) items.values[i] = DS_MONITOR_NO;
    data->in.themes = (const char *const *)items.names;
    data->in.n_themes = items.n;
    data->in.attention = items.values;
    return status;
}

ds_status ds_data_forms(ds_monitor_data *data, const ds_monitor_sources *s, ds_error *err) {
    ds_status status = read_measures(data, s->maatregel, err);
    if (status == DS_OK) status = read_planning(data, s->voortgang, err);
    if (status == DS_OK) status = read_judgement(data, s->oordeel, err);
    return status == DS_OK ? read_themes(data, s->antwoord, err) : status;
}
