/* report/monitor_figure.c: rows of the monitor as facts, and on pages as a figure. See monitor.h.
 */
#include <math.h>
#include <string.h>

#include "report/filled/inside.h"
#include "report/monitor.h"

const char *const ds_report_monitor_keys[DS_MONITOR_KEYS] = {
    "indicator", "doelstelling", "niveau", "leerweg", "agenda", "kenmerk", "groep"};

static const char *over_all(const char *code) {
    return code == NULL || *code == '\0' ? DS_TOTAL : code;
}

static ds_state find_fact_state(const ds_monitor_row *row) {
    if (isfinite(row->value)) return DS_STATE_SHOWN;
    if (strcmp(row->measure, "klasse") == 0) return DS_STATE_NOT_APPLICABLE;
    return *row->reason == '\0' || strcmp(row->reason, "niemand") == 0 ? DS_STATE_UNDEFINED
                                                                       : DS_STATE_NOT_AVAILABLE;
}

ds_release_fact ds_report_monitor_fact(const ds_monitor_row *row, const char *agenda,
                                       const char **keys) {
    keys[0] = row->indicator;
    keys[1] = row->goal;
    keys[2] = over_all(row->niveau);
    keys[3] = over_all(row->leerweg);
    keys[4] = agenda;
    keys[5] = row->trait;
    keys[6] = row->group;
    for (size_t k = 0; k < DS_MONITOR_KEYS; k++)
        if (keys[k] == NULL) keys[k] = "";
    return (ds_release_fact){.jaar = row->jaar,
                             .keys = keys,
                             .measure = row->measure,
                             .klasse = row->klasse == NULL ? "" : row->klasse,
                             .state = find_fact_state(row),
                             .value = row->value,
                             .se = row->se,
                             .low = row->low,
                             .high = row->high,
                             .p = NAN,
                             .p_adjusted = NAN,
                             .n = row->n,
                             .missing = row->missing,
                             .reason = row->reason == NULL ? "" : row->reason};
}

void ds_report_monitor_figure(ds_document *to, const ds_monitor_made *made) {
    const ds_monitor_table *t = made->table;
    ds_inside inside;
    if (!ds_inside_begin(&inside, to, ds_monitor_kind_code(t->kind), ds_report_monitor_keys,
                         DS_MONITOR_KEYS, made->n_rows))
        return;
    inside.sheet.unit = ds_monitor_unit_code(t->unit);
    inside.sheet.title = DS_SAY(t->title, t->title_en);
    for (size_t i = 0; i < made->n_rows; i++) {
        const char *keys[DS_MONITOR_KEYS];
        const ds_release_fact fact =
            ds_report_monitor_fact(&made->rows[i], made->rows[i].agenda, keys);
        ds_inside_put(&inside, &fact);
    }
    ds_inside_draw_kind(&inside);
}
