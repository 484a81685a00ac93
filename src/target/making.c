/* target/making.c: the tables that were asked for, one after another. See making.h. */
#include "target/making.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

struct ds_monitor_result {
    ds_arena texts;
    ds_target_place *places;
    ds_monitor_made *tables;
    size_t n;
};

/* ---- rows ---- */

ds_monitor_row ds_making_row(const ds_making *m, const char *measure, const char *klasse) {
    return (ds_monitor_row){.indicator = "",
                            .goal = m->table->goal,
                            .niveau = "",
                            .leerweg = "",
                            .agenda = "",
                            .trait = "",
                            .group = "",
                            .measure = measure,
                            .klasse = klasse,
                            .unit = m->table->unit,
                            .jaar = m->in->jaar,
                            .n = -1,
                            .missing = -1,
                            .value = NAN,
                            .se = NAN,
                            .low = NAN,
                            .high = NAN,
                            .reason = ""};
}

ds_monitor_row ds_making_indicator_row(const ds_making *m, size_t indicator, const char *measure,
                                       const char *klasse) {
    const ds_monitor_indicator *i = &m->plan->indicators[indicator];
    ds_monitor_row row = ds_making_row(m, measure, klasse);
    row.indicator = i->id;
    row.goal = i->goal;
    row.niveau = i->niveau;
    row.leerweg = i->leerweg;
    row.jaar = ds_series_now(i, m->in);
    return row;
}

void ds_making_put(ds_making *m, const ds_monitor_row *row) {
    ds_monitor_made *made = m->made;
    if (m->failed) return;
    m->failed = !ds_reserve(&made->rows, &m->row_capacity, made->n_rows + 1, sizeof *made->rows);
    if (!m->failed) made->rows[made->n_rows++] = *row;
}

void ds_making_put_share(ds_making *m, ds_monitor_row row, uint64_t count, uint64_t n) {
    row.measure = "aantal";
    row.n = (int64_t)n;
    row.value = (double)count;
    ds_making_put(m, &row);
    row.measure = "aandeel";
    row.value = n == 0 ? NAN : 100.0 * (double)count / (double)n;
    row.reason = n == 0 ? "niemand" : "";
    ds_making_put(m, &row);
}

void ds_making_note(ds_making *m, const char *code, double a, double b, double c) {
    ds_monitor_made *made = m->made;
    if (m->failed) return;
    m->failed =
        !ds_reserve(&made->notes, &m->note_capacity, made->n_notes + 1, sizeof *made->notes);
    if (!m->failed) made->notes[made->n_notes++] = (ds_monitor_note){code, {a, b, c}, NULL};
}

void ds_making_note_text(ds_making *m, const char *code, const char *text) {
    ds_making_note(m, code, NAN, NAN, NAN);
    if (!m->failed) m->made->notes[m->made->n_notes - 1].text = text;
}

void ds_making_refuse(ds_making *m, const char *reason) {
    m->made->reason = reason;
}

bool ds_making_has_forms(ds_making *m) {
    if (m->in->no_forms != NULL) ds_making_refuse(m, m->in->no_forms);
    return m->in->no_forms == NULL;
}

/* ---- the tables ---- */

static ds_status (*const makers[DS_MONITOR_KINDS])(ds_making *m, ds_error *err) = {
    [DS_MONITOR_SOURCES] = ds_make_sources,
    [DS_MONITOR_OVERVIEW] = ds_make_sources,
    [DS_MONITOR_COUNTED] = ds_make_counted,
    [DS_MONITOR_SURVEY] = ds_make_counted,
    [DS_MONITOR_SPENDING] = ds_make_spending,
    [DS_MONITOR_SPENDING_WHOLE] = ds_make_spending_whole,
    [DS_MONITOR_SPENDING_TOTAL] = ds_make_spending_total,
    [DS_MONITOR_SPENDING_STACKED] = ds_make_spending_stacked,
    [DS_MONITOR_MEASURES] = ds_make_measures,
    [DS_MONITOR_MEASURES_NUMBER] = ds_make_measures_number,
    [DS_MONITOR_PLANNING] = ds_make_planning,
    [DS_MONITOR_JUDGEMENT] = ds_make_judgement,
    [DS_MONITOR_SPREAD] = ds_make_spread,
    [DS_MONITOR_CLASSES] = ds_make_classes,
    [DS_MONITOR_AMBITION] = ds_make_ambition,
    [DS_MONITOR_VALUES] = ds_make_values,
    [DS_MONITOR_QUADRANT] = ds_make_quadrant,
    [DS_MONITOR_TARGETS] = ds_make_targets,
    [DS_MONITOR_NATIONAL] = ds_make_national,
    [DS_MONITOR_RELATIONS] = ds_make_relations,
};

static ds_status make_table(const ds_monitor_plan *plan, const ds_monitor_input *in,
                            const ds_monitor_table *table, ds_monitor_result *result,
                            ds_error *err) {
    ds_making m = {.plan = plan,
                   .in = in,
                   .table = table,
                   .places = result->places,
                   .made = &result->tables[result->n],
                   .texts = &result->texts};
    ds_status status;
    m.made->table = table;
    result->n++;
    status = makers[table->kind](&m, err);
    if (status == DS_OK && (m.failed || m.texts->failed)) status = ds_error_memory(err);
    if (status == DS_OK && m.made->reason == NULL && m.made->n_rows == 0)
        m.made->reason = "geen_gegevens";
    return status;
}

ds_status ds_monitor_make(const ds_monitor_plan *plan, const ds_monitor_input *input,
                          const ds_monitor_table *const *tables, size_t n_tables,
                          ds_monitor_result **out, ds_error *err) {
    const size_t n = tables == NULL ? plan->n_tables : n_tables;
    ds_monitor_result *result = ds_calloc(1, sizeof *result);
    ds_status status = DS_OK;
    if (result == NULL) return ds_error_memory(err);
    result->places = ds_calloc(plan->n_indicators * input->n_agendas + 1, sizeof *result->places);
    result->tables = ds_calloc(n + 1, sizeof *result->tables);
    if (result->places == NULL || result->tables == NULL) {
        ds_monitor_result_free(result);
        return ds_error_memory(err);
    }
    ds_target_places(plan, input, result->places);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status =
            make_table(plan, input, tables == NULL ? &plan->tables[i] : tables[i], result, err);
    if (status == DS_OK)
        *out = result;
    else
        ds_monitor_result_free(result);
    return status;
}

const ds_monitor_made *ds_monitor_result_tables(const ds_monitor_result *result, size_t *out_n) {
    *out_n = result->n;
    return result->tables;
}

void ds_monitor_result_free(ds_monitor_result *result) {
    if (result == NULL) return;
    for (size_t i = 0; result->tables != NULL && i < result->n; i++) {
        ds_free(result->tables[i].rows);
        ds_free(result->tables[i].notes);
    }
    ds_free(result->tables);
    ds_free(result->places);
    ds_arena_done(&result->texts);
    ds_free(result);
}
