/* target/table_targets.c: table 8.2: targets as first named, with what was added, with what was
 * changed: means over agendas, with n. See making.h. */
#include "target/making.h"

/* Sums in the order of agendas; n of those that have one. */
static double find_mean_target(const ds_making *m, size_t indicator, int version, uint64_t *out_n) {
    const ds_target_place *p = &m->places[indicator * m->in->n_agendas];
    double sum = 0;
    uint64_t n = 0;
    for (size_t a = 0; a < m->in->n_agendas; a++) {
        const double target = ds_target_of(&p[a], version);
        if (!isfinite(target)) continue;
        sum += target;
        n++;
    }
    *out_n = n;
    return n == 0 ? NAN : sum / (double)n;
}

static void put_targets(ds_making *m, size_t indicator) {
    static const char *const measures[] = {"oorspronkelijk", "inclusief_aangevuld",
                                           "inclusief_aangepast"};
    double first = NAN;
    for (int version = 0; version < DS_TARGET_VERSIONS; version++) {
        ds_monitor_row row = ds_making_indicator_row(m, indicator, measures[version], "");
        uint64_t n = 0;
        row.value = find_mean_target(m, indicator, version, &n);
        row.jaar = m->in->jaar;
        row.n = (int64_t)n;
        row.missing = (int64_t)(m->in->n_agendas - n);
        row.reason = n == 0 ? "geen_streefwaarde" : "";
        ds_making_put(m, &row);
        if (version == 0) first = row.value;
        row.klasse = measures[version];
        row.measure = "verschil_pp";
        row.value -= first;
        row.reason = isfinite(row.value) ? "" : "geen_streefwaarde";
        if (version > 0) ds_making_put(m, &row);
    }
}

ds_status ds_make_targets(ds_making *m, ds_error *err) {
    (void)err;
    for (size_t k = 0; k < m->table->n_indicators; k++)
        put_targets(m, m->table->indicators[k]);
    ds_making_note(m, "versies", NAN, NAN, NAN);
    return DS_OK;
}
