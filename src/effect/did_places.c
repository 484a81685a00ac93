/* effect/did_places.c: means of groups of vestigingen by starting year and year, and what they add
 * up to. See did.h. */
#include <math.h>
#include <string.h>

#include "effect/did.h"

static bool is_did_control(const ds_did_view *view, const ds_did_place *place, int start) {
    if (start == DS_DID_PLACE_NEVER) return true;
    if (view->controls == DS_DID_NEVER_TREATED || start == place->g) return false;
    return start > place->t && start > place->base;
}

bool ds_did_is_side(const ds_did_view *view, const ds_did_place *place, size_t unit, int side) {
    const ds_did_panel *p = view->panel;
    const double *n = p->n + unit * p->n_years;
    const int start = view->starts[unit];
    if (!(n[place->t] > 0) || !(n[place->base] > 0)) return false;
    return side == 1 ? start == place->g : is_did_control(view, place, start);
}

static void add_did_unit(const ds_did_view *view, size_t unit, int side, ds_did_place *place) {
    const size_t at = unit * view->panel->n_years;
    const size_t t = at + (size_t)place->t, base = at + (size_t)place->base;
    place->units[side]++;
    place->n[side] += view->panel->n[t];
    place->n_base[side] += view->panel->n[base];
    place->mean[side] += view->sum[t];
    place->mean_base[side] += view->sum[base];
    if (side == 1) place->took += view->panel->took[t];
}

/* Whether both sides have somebody. */
static bool fill_did_place(const ds_did_view *view, ds_did_place *place) {
    for (size_t u = 0; u < view->panel->n_units; u++)
        for (int side = 0; side < 2; side++)
            if (ds_did_is_side(view, place, u, side)) add_did_unit(view, u, side, place);
    if (place->units[0] == 0 || place->units[1] == 0) return false;
    for (int side = 0; side < 2; side++) {
        place->mean[side] /= place->n[side];
        place->mean_base[side] /= place->n_base[side];
    }
    place->att = (place->mean[1] - place->mean_base[1]) - (place->mean[0] - place->mean_base[0]);
    return true;
}

size_t ds_did_places(const ds_did_view *view, ds_did_place *out, size_t capacity) {
    const int n_years = (int)view->panel->n_years;
    bool begins[DS_DID_YEARS_MAX] = {false};
    size_t n = 0;
    for (size_t u = 0; u < view->panel->n_units; u++)
        if (view->starts[u] > 0 && view->starts[u] < n_years) begins[view->starts[u]] = true;
    for (int g = 1; g < n_years; g++)
        for (int t = 1; begins[g] && t < n_years && n < capacity; t++) {
            ds_did_place place = {.g = g, .t = t, .base = t < g ? t - 1 : g - 1};
            if (fill_did_place(view, &place)) out[n++] = place;
        }
    return n;
}

bool ds_did_is_picked(const ds_did_pick *pick, const ds_did_place *place) {
    if (pick->kind == DS_DID_PICK_EVENT) return place->t - place->g == pick->event;
    return (pick->kind == DS_DID_PICK_AFTER) == (place->t >= place->g);
}

double ds_did_mean(const ds_did_place *places, size_t n, const ds_did_pick *pick) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < n; i++) {
        if (!ds_did_is_picked(pick, &places[i])) continue;
        sum += places[i].n[1] * places[i].att;
        weight += places[i].n[1];
    }
    return weight > 0 ? sum / weight : NAN;
}
