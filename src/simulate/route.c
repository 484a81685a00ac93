/* simulate/route.c: who takes part in a continuous route, and in which: see life.h.
 *
 * The chance of entering a kind of route is given by school year, leerweg and sector. Who enters is
 * confounded on purpose: by what the register shows (advies, geslacht, migratieachtergrond) and by
 * what it does not (motivation), each with a factor of its own in kansen.csv. */
#include "simulate/life.h"

enum { ADVIES_HAVO = 5 }; /* of bb, kb, gl, tl, havo, vwo */

const ds_model_route_effect ds_life_no_effect = {
    .vmbo_afbreken = 1,
    .niet_door = 1,
    .havo = 1,
    .vsv = 1,
    .hoger_mbo = 1,
    .hoger_na_korter = 1,
    .hbo = 1,
    .slagen = 1,
};

static double odds_of(const ds_life *life, unsigned kind) {
    const ds_model_kansen *kansen = &life->model->kansen;
    const ds_life_person *person = life->person;
    bool technology = ds_codes_route.values[kind][0] == 't';
    double odds = life->model->motivation_route[life->motivation];
    int leerweg = life->now.leerweg - 1 - DS_LEERWEG_BB;
    bool high = leerweg + DS_LEERWEG_BB >= DS_LEERWEG_GL;
    if (!high && (int)person->advies - 1 < leerweg) odds *= kansen->advies_route[0];
    if (high && person->advies >= ADVIES_HAVO) odds *= kansen->advies_route[1];
    if (person->geslacht == 0) odds *= kansen->geslacht_route;
    if ((person->migratie == 0) == technology) odds *= kansen->migratie_route;
    return odds;
}

/* One of the routes of this kind and sector that take pupils in this school year. */
static const ds_model_route *draw_route(const ds_life *life, unsigned kind, int year) {
    const ds_model *model = life->model;
    double weights[DS_MODEL_ROUTES_MAX] = {0}, total = 0;
    for (size_t i = 0; i < model->n_routes; i++) {
        const ds_model_route *route = &model->routes[i];
        bool open = route->soort == kind && route->sector + 1 == life->now.sector &&
                    route->van <= year && year <= route->tot;
        weights[i] = open ? route->grootte : 0;
        total += weights[i];
    }
    if (!(total > 0)) return NULL;
    return &model->routes[ds_draw_pick(ds_life_unit(life, DS_DRAW_ROUTE_WHICH), weights,
                                       (uint32_t)model->n_routes)];
}

/* life->now is the enrolment of the school year to come. */
void ds_life_choose_route(ds_life *life) {
    int year = life->year + 1;
    unsigned leerweg = life->now.leerweg - 1u - DS_LEERWEG_BB;
    double at = ds_life_unit(life, DS_DRAW_ROUTE);
    const ds_model_route *route;
    if (year < DS_MODEL_FIRST_YEAR || year > life->last_year) return;
    for (unsigned kind = 0; kind < DS_MODEL_ROUTE_KINDS; kind++) {
        double chance =
            life->model->route_kans[ds_model_year(year)][kind][leerweg][life->now.sector - 1];
        if (!(chance > 0)) continue;
        chance *= odds_of(life, kind);
        if (at >= chance) {
            at -= chance;
            continue;
        }
        route = draw_route(life, kind, year);
        if (route == NULL) return;
        life->person->route = true;
        if (!life->without_route) life->route = (uint8_t)(kind + 1);
        life->vo_school = (uint16_t)(route->school + 1);
        life->now.route = (uint8_t)(kind + 1);
        life->now.instelling = life->vo_school;
        life->now.vestiging = route->vestiging;
        return;
    }
}
