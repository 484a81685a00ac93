/* target/table_progress.c: classes against start and target, ambition beside development, and
 * start, target and present value of each agenda. See making.h. */
#include "target/making.h"

static const ds_target_place *find_places(const ds_making *m, size_t indicator) {
    return &m->places[indicator * m->in->n_agendas];
}

/* Why no agenda has a present value; NULL where some have. */
static const char *find_series_reason(const ds_making *m, size_t indicator) {
    return m->in->series[indicator].reason;
}

/* ---- classes ---- */

static void put_missing(ds_making *m, size_t indicator, const ds_class_counts *counts) {
    ds_monitor_row row = ds_making_indicator_row(m, indicator, "ontbreekt", "");
    for (int a = 1; a < DS_ABSENCES; a++) {
        if (counts->missing[a] == 0) continue;
        row.n = (int64_t)counts->n;
        row.missing = (int64_t)counts->missing[a];
        row.reason = ds_absence_code((ds_absence)a);
        ds_making_put(m, &row);
    }
}

/* Of all that a class has in common: reached, better. */
static uint64_t sum_classes(const uint64_t counts[DS_PROGRESS_CLASSES], bool reached,
                            int direction) {
    uint64_t sum = 0;
    for (int c = 0; c < DS_PROGRESS_CLASSES; c++)
        if (reached ? ds_progress_reached((ds_progress)c)
                    : ds_progress_direction((ds_progress)c) == direction)
            sum += counts[c];
    return sum;
}

static void put_classes(ds_making *m, size_t indicator, const ds_class_counts *counts) {
    static const char *const directions[] = {"slechter", "gelijk", "beter"};
    ds_monitor_row row = ds_making_indicator_row(m, indicator, "", "");
    row.trait = m->table->basis == DS_BASIS_START ? "start" : "vorig";
    for (int c = 0; c < DS_PROGRESS_CLASSES; c++) {
        row.klasse = ds_progress_code((ds_progress)c);
        ds_making_put_share(m, row, counts->counts[c], counts->n);
    }
    row.klasse = "bereikt";
    ds_making_put_share(m, row, sum_classes(counts->counts, true, 0), counts->n);
    for (int d = 1; d >= -1; d--) {
        row.klasse = directions[d + 1];
        ds_making_put_share(m, row, sum_classes(counts->counts, false, d), counts->n);
    }
}

/* The same with the uncertain in a class of their own. */
static void put_certain(ds_making *m, size_t indicator, const ds_class_counts *counts) {
    ds_monitor_row row = ds_making_indicator_row(m, indicator, "aandeel_zeker", "");
    row.n = (int64_t)counts->n;
    row.trait = m->table->basis == DS_BASIS_START ? "start" : "vorig";
    row.reason = counts->n == 0 ? "niemand" : "";
    for (int c = 0; c <= DS_PROGRESS_CLASSES; c++) {
        const uint64_t count = c == DS_PROGRESS_CLASSES ? counts->uncertain : counts->certain[c];
        row.klasse = ds_progress_code((ds_progress)c);
        row.value = counts->n == 0 ? NAN : 100.0 * (double)count / (double)counts->n;
        ds_making_put(m, &row);
    }
}

static void put_remarks(ds_making *m, size_t indicator, const ds_class_counts *counts) {
    const struct {
        const char *measure;
        uint64_t count;
    } remarks[] = {{"negatieve_ambitie", counts->negative},
                   {"jaren_samen", counts->pooled},
                   {"weinig_studenten", counts->few},
                   {"start_zonder_aantallen", counts->fixed}};
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
        ds_monitor_row row = ds_making_indicator_row(m, indicator, remarks[i].measure, "");
        row.n = (int64_t)counts->n;
        row.value = (double)remarks[i].count;
        if (remarks[i].count > 0) ds_making_put(m, &row);
    }
}

ds_status ds_make_classes(ds_making *m, ds_error *err) {
    uint64_t compared = 0, pooled = 0;
    (void)err;
    for (size_t k = 0; k < m->table->n_indicators; k++) {
        const size_t i = m->table->indicators[k];
        ds_class_counts counts;
        ds_target_count(find_places(m, i), m->in->n_agendas, m->table->basis, m->in->version,
                        m->plan->indicators[i].lower, &counts);
        put_classes(m, i, &counts);
        put_certain(m, i, &counts);
        put_missing(m, i, &counts);
        put_remarks(m, i, &counts);
        compared += counts.n;
        pooled += counts.pooled;
    }
    ds_making_note(m, m->table->basis == DS_BASIS_START ? "basis_start" : "basis_vorig", NAN, NAN,
                   NAN);
    ds_making_note_text(m, "versie", ds_target_version_code(m->in->version));
    if (compared > 0) ds_making_note(m, "onzeker", (double)compared, 0.05 * (double)compared, NAN);
    if (pooled > 0)
        ds_making_note(m, "jaren_samen", (double)m->plan->rules.minimum,
                       (double)m->plan->rules.pool, (double)pooled);
    return DS_OK;
}

/* ---- agenda by agenda ---- */

static void put_value(ds_making *m, ds_monitor_row row, const char *measure,
                      const ds_measured *value, int jaar) {
    const ds_span span = ds_target_interval(value);
    row.measure = measure;
    row.jaar = jaar;
    row.value = value->pct;
    row.n = value->noemer > 0 ? (int64_t)value->noemer : -1;
    row.se = value->se;
    row.low = span.low;
    row.high = span.high;
    if (!isfinite(value->pct) && *row.reason == '\0') row.reason = "niet_beschikbaar";
    ds_making_put(m, &row);
}

static ds_monitor_row make_agenda_row(const ds_making *m, size_t indicator, size_t agenda) {
    const ds_target_place *p = &find_places(m, indicator)[agenda];
    ds_monitor_row row = ds_making_indicator_row(m, indicator, "", "");
    row.agenda = m->in->agendas[agenda].code;
    if (p->pooled) row.reason = p->few ? "weinig_studenten" : "jaren_samen";
    return row;
}

static void put_target(ds_making *m, ds_monitor_row row, size_t indicator, size_t agenda) {
    const ds_target_place *p = &find_places(m, indicator)[agenda];
    const double target = ds_target_of(p, m->in->version);
    const double sign = m->plan->indicators[indicator].lower ? -1 : 1;
    row.measure = "streefwaarde";
    row.jaar = m->plan->rules.begin + (int)m->plan->rules.length - 1;
    row.value = target;
    row.reason = "";
    if (!isfinite(target))
        row.reason = ds_absence_code(p->reason == DS_ABSENCE_NONE ? DS_ABSENCE_GEEN_STREEFWAARDE
                                                                  : p->reason);
    else if (sign * (target - p->start.pct) < 0)
        row.reason = "negatieve_ambitie";
    ds_making_put(m, &row);
}

static void put_class(ds_making *m, ds_monitor_row row, size_t indicator, size_t agenda) {
    const ds_class_result r =
        ds_target_classify(&find_places(m, indicator)[agenda], m->table->basis, m->in->version,
                           m->plan->indicators[indicator].lower);
    row.measure = "klasse";
    row.klasse = r.absence == DS_ABSENCE_NONE ? ds_progress_code(r.progress) : "";
    row.reason = r.absence != DS_ABSENCE_NONE ? ds_absence_code(r.absence)
                 : r.uncertain                ? "onzeker"
                                              : "";
    ds_making_put(m, &row);
}

ds_status ds_make_values(ds_making *m, ds_error *err) {
    (void)err;
    for (size_t k = 0; k < m->table->n_indicators; k++) {
        const size_t i = m->table->indicators[k];
        const ds_monitor_indicator *indicator = &m->plan->indicators[i];
        for (size_t a = 0; a < m->in->n_agendas; a++) {
            const ds_target_place *p = &find_places(m, i)[a];
            ds_monitor_row row = make_agenda_row(m, i, a);
            put_value(m, row, "startwaarde", &p->start, indicator->start);
            put_target(m, row, i, a);
            if (find_series_reason(m, i) != NULL) row.reason = find_series_reason(m, i);
            put_value(m, row, "huidige_waarde", &p->now, ds_series_now(indicator, m->in));
            put_class(m, row, i, a);
        }
        if (find_series_reason(m, i) != NULL)
            ds_making_note_text(m, "geen_huidige_waarde", find_series_reason(m, i));
    }
    ds_making_note_text(m, "versie", ds_target_version_code(m->in->version));
    return DS_OK;
}

/* Both as what is aimed at: a positive number is better. */
static void put_ambition(ds_making *m, size_t indicator, size_t agenda, uint64_t *negative) {
    const ds_target_place *p = &find_places(m, indicator)[agenda];
    const double sign = m->plan->indicators[indicator].lower ? -1 : 1;
    const ds_measured *base = m->table->basis == DS_BASIS_START ? &p->start : &p->previous;
    const double ambition = sign * (ds_target_of(p, m->in->version) - p->start.pct);
    bool fixed = false;
    ds_span span = ds_target_difference(&p->now, base, &fixed);
    ds_monitor_row row = make_agenda_row(m, indicator, agenda);
    row.measure = "ambitie";
    row.value = ambition;
    if (!isfinite(ambition)) row.reason = "niet_beschikbaar";
    if (ambition < 0) row.reason = "negatieve_ambitie";
    *negative += ambition < 0;
    ds_making_put(m, &row);
    row = make_agenda_row(m, indicator, agenda);
    row.measure = "ontwikkeling";
    row.value = sign * (p->now.pct - base->pct);
    row.low = sign < 0 ? -span.high : span.low;
    row.high = sign < 0 ? -span.low : span.high;
    if (!isfinite(row.value)) row.reason = "niet_beschikbaar";
    ds_making_put(m, &row);
}

ds_status ds_make_ambition(ds_making *m, ds_error *err) {
    uint64_t negative = 0;
    (void)err;
    for (size_t k = 0; k < m->table->n_indicators; k++)
        for (size_t a = 0; a < m->in->n_agendas; a++)
            put_ambition(m, m->table->indicators[k], a, &negative);
    ds_making_note(m, m->table->basis == DS_BASIS_START ? "basis_start" : "basis_vorig", NAN, NAN,
                   NAN);
    ds_making_note(m, "negatieve_ambitie", (double)negative, NAN, NAN);
    return DS_OK;
}
