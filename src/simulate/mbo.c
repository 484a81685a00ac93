/* simulate/mbo.c: what comes after a school year in mbo: see life.h.
 *
 * The outcomes are drawn one after the other, each among who is left: vsv (only who is under 23
 * without a startkwalificatie), an exemption, stopping without being a vsv'er, the diploma, another
 * institution, another programme, and else the next year of the same. */
#include "simulate/life.h"

typedef struct outcome {
    double gone, vsv, exempt, stops, graduates, vavo, elsewhere;
} outcome;

static double vsv_chance(const ds_life *life) {
    const ds_model *model = life->model;
    const ds_model_kansen *kansen = &model->kansen;
    const ds_life_person *person = life->person;
    unsigned y = ds_model_year(life->year), n = life->now.niveau - 1u;
    unsigned l = ds_life_leerweg(&life->now), f = DS_BEPERKING_GEEN_MELDING;
    const ds_model_instelling *at = &model->instellingen[life->now.instelling - 1];
    double chance = model->vsv[y][n][l][person->migratie];
    if (life->age >= 23 || ds_life_has_startkwalificatie(life)) return 0;
    if (l == 2) return chance > 1 ? 1 : chance; /* few: the published share itself */
    if (at->meldt_functiebeperking)
        f = ds_life_has_beperking(person, life->year) ? DS_BEPERKING_JA : DS_BEPERKING_NEE;
    chance *= model->vsv_hoofdgroep[y][l][life->now.hoofdgroep - 1];
    chance *= model->vsv_beperking[y][n][l][f];
    chance *= model->instelling_vsv[life->now.instelling - 1][y];
    chance *= model->motivation_vsv[life->motivation] * kansen->ses_vsv[life->ses - 1];
    if (life->been_in_vso) chance *= kansen->vso_afbreken[n / 2];
    if (life->fresh)
        chance *= life->origin <= DS_ORIGIN_VMBO_TL ? model->vsv_start[n]
                                                    : model->vsv_herkomst[life->origin];
    chance *= ds_life_effect(life)->vsv;
    return chance > 1 ? 1 : chance;
}

static double stop_chance(const ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    unsigned n = life->now.niveau - 1u;
    double chance;
    if (life->age < 23 && !ds_life_has_startkwalificatie(life)) return 0;
    chance = life->age < 23   ? kansen->stop_startkwalificatie[n]
             : life->age < 27 ? kansen->stop_23[n]
                              : kansen->stop_27[n];
    if (life->fresh && life->age >= 23) chance *= kansen->stop_eerste_jaar;
    chance *= life->model->stop_hoofdgroep[ds_model_year(life->year)][n][life->now.hoofdgroep - 1];
    if (life->been_in_vso) chance *= kansen->vso_afbreken[n / 2];
    return chance > 1 ? 1 : chance;
}

static double graduate_chance(const ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    unsigned n = life->now.niveau - 1u;
    double fails;
    if (life->now.leerjaar < life->duration) return 0;
    if (n == 0) return kansen->entree_slaagt;
    fails = 1 - kansen->slaagt[n];
    return 1 - fails * ds_life_effect(life)->slagen;
}

static outcome outcome_of(const ds_life *life) {
    const ds_model *model = life->model;
    unsigned n = life->now.niveau - 1u;
    outcome of = {.gone = model->kansen.weg,
                  .vsv = vsv_chance(life),
                  .exempt = model->kansen.vrijstelling,
                  .stops = stop_chance(life),
                  .graduates = graduate_chance(life),
                  .vavo = n == 3 ? model->kansen.vavo_uit_mbo : 0,
                  .elsewhere = model->kansen.ander_instelling};
    if (life->started && n > 0)
        of.elsewhere =
            model->starter_elders[ds_model_year(life->year)][n][life->now.hoofdgroep - 1];
    if (of.vsv >= 1) of.gone = 0; /* a published 100 percent is everyone */
    return of;
}

static void tell(const ds_life *life, const outcome *of) {
    double left = (1 - of->gone) * (1 - of->vsv) * (1 - of->exempt) * (1 - of->stops);
    if (life->age < 23) life->probe->student(life->probe->context, life, (1 - of->gone) * of->vsv);
    if (life->started && life->now.niveau > 1) {
        double on = left * (1 - of->graduates) * (1 - of->vavo);
        life->probe->start(life->probe->context, life, left * of->graduates + on, on);
    }
}

static void leave_exempt(ds_life *life) {
    life->exempt = (uint8_t)(3 + ds_life_below(life, DS_DRAW_EXEMPT_WHY, 4));
    ds_life_leave(life);
}

static enum ds_origin origin_of(const ds_life *life) {
    return (enum ds_origin)(DS_ORIGIN_MBO1 + life->now.niveau - 1);
}

static void after_mbo4_diploma(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    unsigned l = ds_life_leerweg(&life->now);
    double hbo = kansen->doorstroom_hbo[l] * ds_life_effect(life)->hbo;
    double at = ds_life_unit(life, DS_DRAW_NEXT);
    if (at < hbo) {
        life->mbo4_leerweg = (uint8_t)l;
        life->mbo4_ses = life->ses;
        ds_life_enter_higher(life, DS_SOORT_HBO);
        life->from_mbo4 = true;
    } else if (at < hbo + kansen->nog_een_mbo4) {
        ds_life_enter_mbo(life, DS_ORIGIN_MBO4, 4, DS_WHERE_MAY_STAY);
    } else {
        ds_life_leave(life);
    }
}

static void after_diploma(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    const ds_model_route_effect *effect = ds_life_effect(life);
    unsigned n = life->now.niveau - 1u, l = ds_life_leerweg(&life->now);
    uint8_t next = (uint8_t)(life->now.niveau + 1);
    double higher;
    if (n == 3) {
        after_mbo4_diploma(life);
        return;
    }
    higher = kansen->doorstroom[n][l];
    if (n > 0) higher *= effect->hoger_mbo * (life->shortened ? effect->hoger_na_korter : 1);
    if (n == 0 && life->age < 23) higher = 1; /* who leaves was a vsv'er, and is gone already */
    if (!ds_life_chance(life, DS_DRAW_NEXT, higher)) {
        ds_life_leave(life);
        return;
    }
    if (n == 1 && ds_life_chance(life, DS_DRAW_HIGHER, kansen->doorstroom_over)) next = 4;
    ds_life_enter_mbo(life, origin_of(life), next, DS_WHERE_MAY_STAY);
}

/* To another institution: in the same programme, or in another one. */
static void go_elsewhere(ds_life *life) {
    if (life->now.niveau > 1 &&
        ds_life_chance(life, DS_DRAW_CHANGE, life->model->kansen.elders_ander)) {
        ds_life_enter_mbo(life, origin_of(life), 0, DS_WHERE_ELSEWHERE);
        return;
    }
    ds_life_choose_instelling(life);
    if (life->now.leerjaar < life->duration) life->now.leerjaar++;
    life->started = true;
    life->fresh = false;
}

static void go_on(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    double change = kansen->ander_programma[life->started ? 0 : 1];
    if (life->been_in_vso) change *= kansen->vso_switch;
    if (life->now.leerweg == 1 + DS_LEERWEG_EXTRANEUS) change = 1; /* an exam is one year's */
    if ((life->now.niveau > 1 || change >= 1) && ds_life_chance(life, DS_DRAW_CHANGE, change)) {
        ds_life_enter_mbo(life, origin_of(life), 0, DS_WHERE_STAY);
        return;
    }
    if (life->now.leerjaar < life->duration) life->now.leerjaar++;
    life->started = false;
    life->fresh = false;
}

static void enter_vavo(ds_life *life) {
    life->now = (ds_life_state){.soort = DS_SOORT_VAVO,
                                .opleiding = 80001,
                                .instelling = life->now.instelling,
                                .vestiging = life->now.vestiging};
}

void ds_life_after_mbo(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    outcome of = outcome_of(life);
    bool entree = life->now.niveau == 1;
    unsigned l = ds_life_leerweg(&life->now);
    if (life->probe != NULL) tell(life, &of);
    if (of.gone > 0 && ds_life_goes(life)) return;
    if (ds_life_chance(life, DS_DRAW_VSV, of.vsv)) {
        if (entree && ds_life_chance(life, DS_DRAW_VSV_DIPLOMA, kansen->entree_vsv_diploma[l]))
            ds_life_add_diploma(life);
        ds_life_leave(life);
    } else if (ds_life_chance(life, DS_DRAW_EXEMPT, of.exempt)) {
        leave_exempt(life);
    } else if (ds_life_chance(life, DS_DRAW_QUIT, of.stops)) {
        if (entree && ds_life_chance(life, DS_DRAW_VSV_DIPLOMA, kansen->entree_stop_diploma))
            ds_life_add_diploma(life);
        ds_life_leave(life);
    } else if (ds_life_chance(life, DS_DRAW_GRADUATE, of.graduates)) {
        ds_life_add_diploma(life);
        after_diploma(life);
    } else if (ds_life_chance(life, DS_DRAW_RETURN, of.vavo)) {
        enter_vavo(life);
    } else if (ds_life_chance(life, DS_DRAW_ELSEWHERE, of.elsewhere)) {
        go_elsewhere(life);
    } else {
        go_on(life);
    }
}
