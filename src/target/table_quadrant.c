/* target/table_quadrant.c: figure 7.3: over all indicators of an agenda with a target, a start and
 * a present value: how many are better, how many reached. See making.h. */
#include "target/making.h"

#include "base/error.h"
#include "base/memory.h"

static ds_quadrant_place find_quadrant(const ds_making *m, size_t agenda, ds_class_result *room) {
    const ds_monitor_table *t = m->table;
    for (size_t k = 0; k < t->n_indicators; k++) {
        const size_t i = t->indicators[k];
        room[k] = ds_target_classify(&m->places[i * m->in->n_agendas + agenda], t->basis,
                                     m->in->version, m->plan->indicators[i].lower);
    }
    return ds_target_quadrant(room, t->n_indicators, &m->plan->rules.quadrant);
}

static void put_quadrant(ds_making *m, size_t agenda, const ds_quadrant_place *p) {
    ds_monitor_row row = ds_making_row(m, "positief", "");
    row.agenda = m->in->agendas[agenda].code;
    row.klasse = ds_quadrant_code(p->quadrant);
    row.n = p->n;
    row.value = p->better_pct;
    row.reason = p->n == 0                         ? "geen_indicatoren"
                 : p->quadrant == DS_QUADRANT_NONE ? "te_weinig_indicatoren"
                                                   : "";
    ds_making_put(m, &row);
    row.measure = "streef_bereikt";
    row.value = p->reached_pct;
    ds_making_put(m, &row);
}

ds_status ds_make_quadrant(ds_making *m, ds_error *err) {
    ds_class_result *room = ds_calloc(m->table->n_indicators + 1, sizeof *room);
    uint64_t counts[DS_QUADRANT_NONE + 1] = {0};
    ds_monitor_row row;
    if (room == NULL) return ds_error_memory(err);
    for (size_t a = 0; a < m->in->n_agendas; a++) {
        const ds_quadrant_place p = find_quadrant(m, a, room);
        counts[p.quadrant]++;
        put_quadrant(m, a, &p);
    }
    ds_free(room);
    row = ds_making_row(m, "", "");
    for (int q = 0; q < DS_QUADRANT_NONE; q++) {
        row.klasse = ds_quadrant_code((ds_quadrant)q);
        ds_making_put_share(m, row, counts[q], m->in->n_agendas - counts[DS_QUADRANT_NONE]);
    }
    row = ds_making_row(m, "ontbreekt", "");
    row.n = (int64_t)(m->in->n_agendas - counts[DS_QUADRANT_NONE]);
    row.missing = (int64_t)counts[DS_QUADRANT_NONE];
    row.reason = "te_weinig_indicatoren";
    ds_making_put(m, &row);
    ds_making_note(m, m->plan->rules.quadrant.at_least ? "kwadrant_minstens" : "kwadrant_meer_dan",
                   m->plan->rules.quadrant.minimum, (double)m->table->n_indicators, NAN);
    return DS_OK;
}
