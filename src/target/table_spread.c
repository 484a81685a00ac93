/* target/table_spread.c: mean, quartiles and ends over institutions, the rate of all students
 * together beside the mean of institutions, and the mean target. See making.h. */
#include "target/making.h"

#include "base/error.h"
#include "base/memory.h"

static size_t count_units(const ds_making *m) {
    return m->table->unit == DS_MONITOR_AGENDA ? m->in->n_agendas : m->in->n_schools;
}

static void put_spread(ds_making *m, ds_monitor_row row, const ds_spread *s, size_t n_units) {
    const struct {
        const char *measure;
        double value;
    } lines[] = {{"gemiddelde_instellingen", s->mean},
                 {"q1", s->q1},
                 {"mediaan", s->median},
                 {"q3", s->q3},
                 {"laagste", s->lowest},
                 {"hoogste", s->highest}};
    row.n = (int64_t)s->n;
    row.missing = (int64_t)(n_units - s->n);
    row.reason = s->n == 0 ? "niet_beschikbaar" : "";
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        row.measure = lines[i].measure;
        row.value = lines[i].value;
        ds_making_put(m, &row);
    }
}

static void put_national(ds_making *m, ds_monitor_row row, const ds_measured *value) {
    const ds_span span = ds_target_interval(value);
    row.measure = "alle_studenten";
    row.value = value->pct;
    row.n = value->noemer > 0 ? (int64_t)value->noemer : -1;
    row.se = value->se;
    row.low = span.low;
    row.high = span.high;
    row.reason = isfinite(value->pct) ? "" : "niet_beschikbaar";
    ds_making_put(m, &row);
}

static void put_mean_target(ds_making *m, size_t indicator) {
    const ds_target_place *p = &m->places[indicator * m->in->n_agendas];
    ds_monitor_row row = ds_making_indicator_row(m, indicator, "gemiddelde_streefwaarde", "");
    double sum = 0;
    uint64_t n = 0;
    for (size_t a = 0; a < m->in->n_agendas; a++) {
        const double target = ds_target_of(&p[a], m->in->version);
        if (isfinite(target)) {
            sum += target;
            n++;
        }
    }
    row.unit = DS_MONITOR_AGENDA;
    row.jaar = m->plan->rules.begin + (int)m->plan->rules.length - 1;
    row.n = (int64_t)n;
    row.missing = (int64_t)(m->in->n_agendas - n);
    row.value = n == 0 ? NAN : sum / (double)n;
    row.reason = n == 0 ? "geen_streefwaarde" : "";
    ds_making_put(m, &row);
}

static ds_status put_year(ds_making *m, size_t indicator, size_t y, double *room, ds_error *err) {
    const ds_monitor_series *s = &m->in->series[indicator];
    const size_t n = count_units(m);
    ds_monitor_row row = ds_making_indicator_row(m, indicator, "", "");
    ds_spread spread;
    ds_status status;
    for (size_t u = 0; u < n; u++)
        room[u] = ds_series_value(s, m->in, s->years[y], m->table->unit, u).pct;
    status = ds_target_spread(room, n, &spread, err);
    if (status != DS_OK) return status;
    row.jaar = s->years[y];
    put_spread(m, row, &spread, n);
    put_national(m, row, &s->national[y]);
    return DS_OK;
}

static bool is_year_asked(const ds_making *m, size_t indicator, int year) {
    if (m->table->first != 0 && year < m->table->first) return false;
    if (m->table->last != 0 && year > m->table->last) return false;
    return year <= ds_series_now(&m->plan->indicators[indicator], m->in);
}

ds_status ds_make_spread(ds_making *m, ds_error *err) {
    double *room = ds_calloc(count_units(m) + 1, sizeof *room);
    ds_status status = room == NULL ? ds_error_memory(err) : DS_OK;
    size_t n_years = 0;
    const char *reason = NULL;
    for (size_t k = 0; status == DS_OK && k < m->table->n_indicators; k++) {
        const size_t i = m->table->indicators[k];
        const ds_monitor_series *s = &m->in->series[i];
        if (s->reason != NULL) reason = s->reason;
        for (size_t y = 0; status == DS_OK && y < s->n_years; y++) {
            if (!is_year_asked(m, i, s->years[y])) continue;
            status = put_year(m, i, y, room, err);
            n_years++;
        }
        put_mean_target(m, i);
    }
    ds_free(room);
    if (n_years == 0) ds_making_refuse(m, reason == NULL ? "geen_jaren" : reason);
    ds_making_note(m, "kwartielen", NAN, NAN, NAN);
    ds_making_note(m, "twee_gemiddelden", NAN, NAN, NAN);
    return status;
}
