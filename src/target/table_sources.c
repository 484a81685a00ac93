/* target/table_sources.c: which indicators are followed, who delivers them, and of which moment the
 * start value is (tables 1.1 and 8.1). See making.h. */
#include "target/making.h"

static uint64_t count_starts(const ds_making *m, size_t indicator) {
    const ds_target_place *p = &m->places[indicator * m->in->n_agendas];
    uint64_t n = 0;
    for (size_t a = 0; a < m->in->n_agendas; a++)
        n += isfinite(p[a].start.pct) ? 1 : 0;
    return n;
}

ds_status ds_make_sources(ds_making *m, ds_error *err) {
    (void)err;
    for (size_t k = 0; k < m->table->n_indicators; k++) {
        const size_t i = m->table->indicators[k];
        const ds_monitor_indicator *indicator = &m->plan->indicators[i];
        ds_monitor_row row = ds_making_indicator_row(m, i, "startjaar", "");
        row.trait = "bron";
        row.group = indicator->source;
        row.jaar = indicator->start;
        row.n = (int64_t)count_starts(m, i);
        row.missing = (int64_t)m->in->n_agendas - row.n;
        row.value = indicator->start == 0 ? (double)NAN : (double)indicator->start;
        row.klasse = indicator->module ? "module" : "allen";
        row.reason = indicator->chosen ? "keuze" : "";
        ds_making_put(m, &row);
        row.measure = "huidig_jaar";
        row.jaar = ds_series_now(indicator, m->in);
        row.value = row.jaar;
        row.n = row.missing = -1;
        if (m->in->series[i].reason != NULL) row.reason = m->in->series[i].reason;
        ds_making_put(m, &row);
    }
    return DS_OK;
}
