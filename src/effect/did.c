/* effect/did.c: before and after, whole: places, events, band, pre-trend, and permutation where few
 * vestigingen start. See doorstroom/did.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/did.h"

typedef struct did_work {
    ds_did_view view;
    const ds_did_options *options;
    int *starts; /* [n_units]: those that count; -1 for who is left out */
    ds_did_place *places, *picked;
    size_t n_places;
    double *psi; /* of the events, [n_events][n_units] */
} did_work;

static void done_did_work(did_work *w) {
    ds_free(w->starts);
    ds_free(w->places);
    ds_free(w->picked);
    ds_free(w->psi);
}

void ds_did_result_done(ds_did_result *result) {
    if (result == NULL) return;
    ds_free(result->effects);
    ds_free(result->events);
    ds_free(result->without_before);
    memset(result, 0, sizeof *result);
}

/* ---- who counts ---- */

/* A start without persons in the year before it, with persons at all. */
static bool lacks_did_before(const ds_did_panel *panel, size_t unit) {
    const int start = panel->starts[unit];
    if (start == DS_DID_PLACE_NEVER) return false;
    return start <= 0 || !(panel->n[unit * panel->n_years + (size_t)start - 1] > 0);
}

static bool has_did_persons(const ds_did_panel *panel, size_t unit) {
    for (size_t t = 0; t < panel->n_years; t++)
        if (panel->n[unit * panel->n_years + t] > 0) return true;
    return false;
}

static ds_status sort_did_units(const ds_did_panel *panel, did_work *w, ds_did_result *out,
                                ds_error *err) {
    w->starts = ds_calloc(panel->n_units + 1, sizeof *w->starts);
    out->without_before = ds_calloc(panel->n_units + 1, sizeof *out->without_before);
    if (w->starts == NULL || out->without_before == NULL) return ds_error_memory(err);
    for (size_t u = 0; u < panel->n_units; u++) {
        const bool lacks = lacks_did_before(panel, u);
        w->starts[u] = lacks || !has_did_persons(panel, u) ? -1 : panel->starts[u];
        if (lacks && has_did_persons(panel, u))
            out->without_before[out->n_without_before++] = panel->units[u];
    }
    return DS_OK;
}

static bool serves_in_did(const did_work *w, size_t unit) {
    for (size_t i = 0; i < w->n_places; i++)
        if (ds_did_is_side(&w->view, &w->places[i], unit, 0) ||
            ds_did_is_side(&w->view, &w->places[i], unit, 1))
            return true;
    return false;
}

/* Who has no two years that are compared is in no estimate, nor exchanged with those that are. */
static void count_did_units(did_work *w, ds_did_result *out) {
    for (size_t u = 0; u < w->view.panel->n_units; u++) {
        const bool starts = w->starts[u] > 0 && w->starts[u] != DS_DID_PLACE_NEVER;
        if (w->n_places > 0 && !serves_in_did(w, u)) {
            w->starts[u] = -1;
            continue;
        }
        out->starts += starts;
        out->never += w->starts[u] == DS_DID_PLACE_NEVER;
    }
}

/* ---- what is estimated ---- */

static ds_status estimate_did_picked(did_work *w, const ds_did_pick *pick, double *psi,
                                     ds_did_estimate *out, ds_error *err) {
    size_t n = 0;
    for (size_t i = 0; i < w->n_places; i++)
        if (ds_did_is_picked(pick, &w->places[i])) w->picked[n++] = w->places[i];
    return ds_did_influence(&w->view, w->options->share, w->picked, n, psi, out, err);
}

static ds_status fill_did_effects(did_work *w, ds_did_result *out, ds_error *err) {
    const int first = w->view.panel->first_year;
    ds_status status = DS_OK;
    out->effects = ds_calloc(w->n_places + 1, sizeof *out->effects);
    if (out->effects == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < w->n_places; i++) {
        ds_did_effect *to = &out->effects[out->n_effects++];
        to->start = first + w->places[i].g;
        to->year = first + w->places[i].t;
        status = ds_did_influence(&w->view, w->options->share, &w->places[i], 1, NULL,
                                  &to->estimate, err);
        if (out->flags & (DS_DID_FEW_STARTS | DS_DID_FEW_EVENTS))
            to->estimate.se = to->estimate.df = NAN;
        else
            ds_did_limits(w->options, &to->estimate);
    }
    return status;
}

static bool has_did_event(const did_work *w, int event) {
    for (size_t i = 0; i < w->n_places; i++)
        if (w->places[i].t - w->places[i].g == event) return true;
    return false;
}

static ds_status fill_did_events(did_work *w, ds_did_result *out, ds_error *err) {
    const size_t n_units = w->view.panel->n_units;
    const int n_years = (int)w->view.panel->n_years;
    ds_status status = DS_OK;
    out->events = ds_calloc(2 * w->view.panel->n_years + 1, sizeof *out->events);
    w->psi = ds_calloc(2 * w->view.panel->n_years * n_units + 1, sizeof *w->psi);
    if (out->events == NULL || w->psi == NULL) return ds_error_memory(err);
    for (int e = -n_years; status == DS_OK && e < n_years; e++) {
        const ds_did_pick pick = {DS_DID_PICK_EVENT, e};
        ds_did_event *to = &out->events[out->n_events];
        if (!has_did_event(w, e)) continue;
        *to = (ds_did_event){.event = e, .band_low = NAN, .band_high = NAN};
        status =
            estimate_did_picked(w, &pick, w->psi + out->n_events * n_units, &to->estimate, err);
        out->n_events++;
    }
    return status;
}

/* What a slope of 1 a year adds: a year for each year since the one before the start. */
static double find_did_bias(const did_work *w) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < w->n_places; i++) {
        const ds_did_place *p = &w->places[i];
        if (p->t < p->g) continue;
        sum += p->n[1] * (p->t - p->base);
        weight += p->n[1];
    }
    return weight > 0 ? sum / weight : NAN;
}

static double find_did_participation(const did_work *w) {
    double took = 0, n = 0;
    for (size_t i = 0; i < w->n_places; i++)
        if (w->places[i].t >= w->places[i].g) {
            took += w->places[i].took;
            n += w->places[i].n[1];
        }
    return n > 0 ? took / n : NAN;
}

static ds_status fill_did_whole(did_work *w, ds_did_result *out, ds_error *err) {
    const ds_did_pick after = {DS_DID_PICK_AFTER, 0}, before = {DS_DID_PICK_BEFORE, 0};
    ds_status status = estimate_did_picked(w, &after, NULL, &out->overall, err);
    if (status == DS_OK) status = estimate_did_picked(w, &before, NULL, &out->pretrend.slope, err);
    out->participation = find_did_participation(w);
    out->pretrend.bias = find_did_bias(w);
    return status;
}

/* ---- how sure ---- */

/* A band's critical value is that of a standard normal; each year has its own df. */
static void fill_did_bands(const did_work *w, double critical, size_t from, size_t upto,
                           ds_did_result *out) {
    for (size_t i = from; i < upto; i++) {
        ds_did_event *e = &out->events[i];
        bool cut;
        double t;
        if (!(e->estimate.se > 0) || !isfinite(critical)) continue;
        t = ds_did_critical_t(critical, e->estimate.df);
        e->band_low = e->estimate.difference - t * e->estimate.se;
        e->band_high = e->estimate.difference + t * e->estimate.se;
        ds_did_cut(w->options, &e->band_low, &e->band_high, &cut);
    }
}

static ds_status infer_did_by_influence(did_work *w, ds_did_result *out, ds_error *err) {
    const size_t n_units = w->view.panel->n_units;
    size_t n_before = 0;
    ds_status status;
    while (n_before < out->n_events && out->events[n_before].event < 0)
        n_before++;
    ds_did_limits(w->options, &out->overall);
    ds_did_limits(w->options, &out->pretrend.slope);
    for (size_t i = 0; i < out->n_events; i++)
        ds_did_limits(w->options, &out->events[i].estimate);
    status = ds_did_band(w->options, w->psi, out->events, n_before, n_units, &out->pretrend,
                         &out->critical_before, err);
    if (status == DS_OK)
        status = ds_did_band(w->options, w->psi + n_before * n_units, out->events + n_before,
                             out->n_events - n_before, n_units, NULL, &out->critical_after, err);
    if (status != DS_OK) return status;
    fill_did_bands(w, out->critical_before, 0, n_before, out);
    fill_did_bands(w, out->critical_after, n_before, out->n_events, out);
    return DS_OK;
}

static ds_status infer_did_by_permutation(did_work *w, ds_did_result *out, ds_error *err) {
    out->overall.se = out->overall.df = NAN;
    out->pretrend.slope.se = out->pretrend.slope.df = NAN;
    for (size_t i = 0; i < out->n_events; i++)
        out->events[i].estimate.se = out->events[i].estimate.df = NAN;
    return ds_did_permute(&w->view, w->options, out, err);
}

/* ---- the whole ---- */

static ds_status check_did_options(const ds_did_panel *panel, const ds_did_options *options,
                                   ds_error *err) {
    const ds_status status =
        ds_error_version(err, "ds_did_options", options->version, DS_DID_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (!panel->finished)
        return ds_error_set(err, DS_USAGE, "dit paneel is nog niet af", "this panel is unfinished");
    if (options->replicates < 1 || options->replicates > 1000000)
        return ds_error_set(err, DS_USAGE, "herhalingen: van 1 tot 1000000",
                            "replicates: from 1 to 1000000");
    return DS_OK;
}

static void flag_did_result(ds_did_result *r) {
    const ds_did_pretrend *p = &r->pretrend;
    if (!isfinite(r->overall.difference))
        r->flags |= r->starts == 0 ? DS_DID_NO_STARTS : DS_DID_NO_CONTROLS;
    if (!isfinite(p->slope.difference)) r->flags |= DS_DID_NO_BEFORE;
    if (p->slope.p < 0.05 || p->p_joint < 0.05) r->flags |= DS_DID_PRE_TREND;
}

static void clear_did_result(const ds_did_panel *panel, ds_did_result *r) {
    memset(r, 0, sizeof *r);
    r->unknown = panel->unknown;
    r->participation = r->critical_before = r->critical_after = r->assignments = NAN;
    r->pretrend.p_joint = r->pretrend.smallest_joint = r->pretrend.bias = NAN;
}

static ds_status run_did(did_work *w, const ds_did_panel *panel, ds_did_result *r, ds_error *err) {
    const size_t capacity = panel->n_years * panel->n_years;
    ds_status status = sort_did_units(panel, w, r, err);
    if (status != DS_OK) return status;
    w->view = (ds_did_view){panel, w->starts, panel->sum, w->options->controls};
    w->places = ds_calloc(capacity + 1, sizeof *w->places);
    w->picked = ds_calloc(capacity + 1, sizeof *w->picked);
    if (w->places == NULL || w->picked == NULL) return ds_error_memory(err);
    w->n_places = ds_did_places(&w->view, w->places, capacity);
    count_did_units(w, r);
    if (r->starts < DS_DID_STARTS_MIN) r->flags |= DS_DID_FEW_STARTS;
    status = fill_did_whole(w, r, err);
    if (r->overall.few_events) r->flags |= DS_DID_FEW_EVENTS;
    if (status == DS_OK) status = fill_did_effects(w, r, err);
    if (status == DS_OK) status = fill_did_events(w, r, err);
    if (status == DS_OK)
        status = r->flags & (DS_DID_FEW_STARTS | DS_DID_FEW_EVENTS)
                     ? infer_did_by_permutation(w, r, err)
                     : infer_did_by_influence(w, r, err);
    if (status == DS_OK) flag_did_result(r);
    return status;
}

ds_status ds_did_estimate_effects(const ds_did_panel *panel, const ds_did_options *options,
                                  ds_did_result *out, ds_error *err) {
    did_work w = {.options = options};
    ds_did_result made;
    ds_status status = check_did_options(panel, options, err);
    if (status != DS_OK) return status;
    clear_did_result(panel, &made);
    status = run_did(&w, panel, &made, err);
    done_did_work(&w);
    if (status == DS_OK)
        *out = made;
    else
        ds_did_result_done(&made);
    return status;
}
