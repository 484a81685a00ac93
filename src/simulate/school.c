/* simulate/school.c: po, vmbo, havo, vwo, vavo, pro and vso: see life.h. */
#include "simulate/life.h"

enum { HAVO_EXAM = 80001, VWO_EXAM = 80002 }; /* what is followed in vavo */

static const uint8_t sector_of_profiel[DS_MODEL_PROFIELEN] = {2, 2, 2, 2, 0, 0, 3, 1, 0, 2};

static void enter(ds_life *life, enum ds_soort soort, uint8_t leerjaar) {
    life->now = (ds_life_state){.soort = (uint8_t)soort,
                                .leerjaar = leerjaar,
                                .instelling = life->vo_school,
                                .vestiging = (uint8_t)(1 + life->person->key % 3)};
}

static void enter_vmbo(ds_life *life, uint8_t leerjaar, unsigned leerweg) {
    enter(life, DS_SOORT_VMBO, leerjaar);
    life->now.leerweg = (uint8_t)(1 + DS_LEERWEG_BB + leerweg);
}

void ds_life_enter_vo(ds_life *life, enum ds_track track) {
    life->vo_school = (uint16_t)(1 + ds_life_below(life, DS_DRAW_SCHOOL, DS_MODEL_VO));
    switch (track) {
    case DS_TRACK_HAVO:
        enter(life, DS_SOORT_HAVO, 1);
        break;
    case DS_TRACK_VWO:
        enter(life, DS_SOORT_VWO, 1);
        break;
    case DS_TRACK_PRO:
        enter(life, DS_SOORT_PRO, 1);
        break;
    case DS_TRACK_VSO:
        enter(life, DS_SOORT_VSO, 1);
        break;
    default:
        enter_vmbo(life, 1, (unsigned)track);
        break;
    }
}

static void after_po(ds_life *life) {
    if (life->now.leerjaar < 8)
        life->now.leerjaar++;
    else
        ds_life_enter_vo(life, (enum ds_track)life->track);
}

/* From the third year on a vmbo pupil has a profile, and now and then a route into mbo. */
static void choose_profiel(ds_life *life) {
    const double *weights = life->model->profiel[life->now.leerweg - 1u - DS_LEERWEG_BB];
    uint8_t profiel =
        (uint8_t)ds_draw_pick(ds_life_unit(life, DS_DRAW_PROFIEL), weights, DS_MODEL_PROFIELEN);
    life->now.sector = (uint8_t)(1 + sector_of_profiel[profiel]);
    if (life->now.leerweg != 1 + DS_LEERWEG_TL) life->now.profiel = (uint8_t)(1 + profiel);
    ds_life_choose_route(life);
}

/* The mbo that follows a vmbo diploma. */
static void after_vmbo_diploma(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    const ds_model_route_effect *effect = ds_life_effect(life);
    unsigned leerweg = life->now.leerweg - 1u - DS_LEERWEG_BB;
    double none = kansen->vmbo_niet_door[leerweg] * effect->niet_door;
    double havo = kansen->vmbo_havo[leerweg] * effect->havo;
    double at = ds_life_unit(life, DS_DRAW_NEXT);
    if (at < none)
        ds_life_leave(life);
    else if (at < none + havo)
        enter(life, DS_SOORT_HAVO, 4);
    else
        ds_life_enter_mbo(life, (enum ds_origin)(DS_ORIGIN_VMBO_BB + leerweg), 0, DS_WHERE_ANY);
}

static void after_vmbo_exam(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    const ds_model_route_effect *effect = ds_life_effect(life);
    unsigned leerweg = life->now.leerweg - 1u - DS_LEERWEG_BB;
    double fails = (1 - kansen->vmbo_slaagt[leerweg]) * effect->vmbo_afbreken;
    double without = kansen->vmbo_zonder_4, away = kansen->vmbo_weg_4;
    double at = ds_life_unit(life, DS_DRAW_NEXT);
    if (!ds_life_chance(life, DS_DRAW_PASS, fails)) {
        ds_life_add_diploma(life);
        after_vmbo_diploma(life);
    } else if (at < without) {
        ds_life_enter_mbo(life, DS_ORIGIN_VMBO_ZONDER, 0, DS_WHERE_ANY);
    } else if (at < without + away) {
        ds_life_leave(life);
    } /* else the year again */
}

/* Up a year, with a chance of doing the year again and of a lower leerweg. */
static void next_vmbo_year(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    const ds_model_route_effect *effect = ds_life_effect(life);
    double again = kansen->vo_blijft_zitten * effect->vmbo_afbreken;
    bool over =
        life->now.leerjaar == 3 && ds_life_chance(life, DS_DRAW_ROUTE_TOGETHER, effect->vmbo_over);
    if (over || ds_life_chance(life, DS_DRAW_REPEAT, again)) return;
    if (life->now.leerjaar < 3 && life->now.leerweg > 1 + DS_LEERWEG_BB &&
        ds_life_chance(life, DS_DRAW_NEXT, kansen->vo_afstroom))
        life->now.leerweg--;
    life->now.leerjaar++;
    if (life->now.leerjaar == 3) choose_profiel(life);
}

static void after_vmbo(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    unsigned leerweg = life->now.leerweg - 1u - DS_LEERWEG_BB;
    double stops = ds_life_effect(life)->vmbo_afbreken;
    double at = ds_life_unit(life, DS_DRAW_LEAVE);
    double without = kansen->vmbo_zonder_3[leerweg];
    if (life->now.leerjaar == 4)
        after_vmbo_exam(life);
    else if (life->now.leerjaar == 3 && at < without)
        ds_life_enter_mbo(life, DS_ORIGIN_VMBO_ZONDER, 0, DS_WHERE_ANY);
    else if (life->now.leerjaar == 3 && at < without + kansen->vmbo_weg_3 * stops)
        ds_life_leave(life);
    else
        next_vmbo_year(life);
}

static void after_havo_diploma(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    double at = ds_life_unit(life, DS_DRAW_NEXT);
    if (at < kansen->havo_naar_hbo)
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else if (at < kansen->havo_naar_hbo + kansen->havo_mbo_diploma)
        ds_life_enter_mbo(life, DS_ORIGIN_HAVO_VWO, 0, DS_WHERE_ANY);
    else if (at < kansen->havo_naar_hbo + kansen->havo_mbo_diploma + kansen->havo_naar_vwo)
        enter(life, DS_SOORT_VWO, 5);
    else
        ds_life_leave(life);
}

static void after_vwo_diploma(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    double at = ds_life_unit(life, DS_DRAW_NEXT);
    if (at < kansen->vwo_naar_wo)
        ds_life_enter_higher(life, DS_SOORT_WO);
    else if (at < kansen->vwo_naar_wo + kansen->vwo_naar_hbo)
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else
        ds_life_leave(life);
}

static void after_havo_vwo_exam(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    bool havo = life->now.soort == DS_SOORT_HAVO;
    double at = ds_life_unit(life, DS_DRAW_LEAVE);
    if (ds_life_chance(life, DS_DRAW_PASS, havo ? kansen->havo_slaagt : kansen->vwo_slaagt)) {
        ds_life_add_diploma(life);
        if (havo)
            after_havo_diploma(life);
        else
            after_vwo_diploma(life);
    } else if (at < kansen->gezakt[0]) {
        enter(life, DS_SOORT_VAVO, 0);
        life->now.instelling = 0;
        ds_life_choose_instelling(life);
        life->now.opleiding = havo ? HAVO_EXAM : VWO_EXAM;
    } else if (at < kansen->gezakt[0] + kansen->gezakt[1]) {
        ds_life_enter_mbo(life, DS_ORIGIN_HAVO_VWO, 0, DS_WHERE_ANY);
    } else if (at < kansen->gezakt[0] + kansen->gezakt[1] + kansen->gezakt[2]) {
        ds_life_leave(life);
    } /* else the year again */
}

static void after_havo_vwo(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    bool havo = life->now.soort == DS_SOORT_HAVO;
    double to_mbo = havo ? kansen->havo_mbo_zonder : kansen->vwo_naar_mbo;
    double at = ds_life_unit(life, DS_DRAW_LEAVE);
    if (life->now.leerjaar == (havo ? 5 : 6)) {
        after_havo_vwo_exam(life);
    } else if (life->now.leerjaar >= 4 && at < to_mbo) {
        ds_life_enter_mbo(life, DS_ORIGIN_HAVO_VWO, 0, DS_WHERE_ANY);
    } else if (life->now.leerjaar >= 2 && at > 1 - kansen->vo_afstroom) {
        if (!havo)
            enter(life, DS_SOORT_HAVO,
                  (uint8_t)(life->now.leerjaar < 4 ? life->now.leerjaar + 1 : 4));
        else if (life->now.leerjaar < 3)
            enter_vmbo(life, (uint8_t)(life->now.leerjaar + 1), 3);
        else
            return; /* the year again */
        if (life->now.soort == DS_SOORT_VMBO && life->now.leerjaar == 3) choose_profiel(life);
    } else if (!ds_life_chance(life, DS_DRAW_REPEAT, kansen->vo_blijft_zitten)) {
        life->now.leerjaar++;
    }
}

static void after_vavo(ds_life *life) {
    bool havo = life->now.opleiding == HAVO_EXAM;
    if (!ds_life_chance(life, DS_DRAW_PASS, life->model->kansen.vavo_slaagt)) {
        if (ds_life_chance(life, DS_DRAW_LEAVE, life->model->kansen.vavo_naar_mbo))
            ds_life_enter_mbo(life, DS_ORIGIN_HAVO_VWO, 0, DS_WHERE_ANY);
        else
            ds_life_leave(life);
        return;
    }
    life->now.soort = havo ? DS_SOORT_HAVO : DS_SOORT_VWO; /* the diploma's */
    ds_life_add_diploma(life);
    if (havo)
        after_havo_diploma(life);
    else
        after_vwo_diploma(life);
}

static void after_pro(ds_life *life) {
    if (life->now.leerjaar < 5)
        life->now.leerjaar++;
    else if (ds_life_chance(life, DS_DRAW_NEXT, life->model->kansen.pro_mbo))
        ds_life_enter_mbo(life, DS_ORIGIN_PRO, 0, DS_WHERE_ANY);
    else
        ds_life_leave(life);
}

/* Many vso pupils take a vmbo examination in their last year. */
static void vso_exam(ds_life *life) {
    double at = ds_life_unit(life, DS_DRAW_PASS);
    double chance = life->model->kansen.vso_vmbo_diploma[life->now.profiel - DS_MODEL_PROFIEL_VSO];
    ds_life_state now = life->now;
    if (at >= chance) return;
    life->now.soort = DS_SOORT_VMBO; /* the diploma's */
    life->now.leerweg = (uint8_t)(1 + DS_LEERWEG_BB + (unsigned)(4 * at / chance));
    ds_life_add_diploma(life);
    life->now = now;
}

/* From the third year on a vso pupil is prepared for further education, work or day activities. */
static void after_vso(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    if (life->now.leerjaar < 5) {
        life->now.leerjaar++;
        if (life->now.leerjaar == 3)
            life->now.profiel =
                (uint8_t)(DS_MODEL_PROFIEL_VSO +
                          ds_draw_pick(ds_life_unit(life, DS_DRAW_VSO_PROFIEL), kansen->vso_profiel,
                                       DS_MODEL_VSO_PROFIELEN));
        return;
    }
    vso_exam(life);
    if (ds_life_chance(life, DS_DRAW_NEXT,
                       kansen->vso_mbo[life->now.profiel - DS_MODEL_PROFIEL_VSO]))
        ds_life_enter_mbo(life, DS_ORIGIN_VSO, 0, DS_WHERE_ANY);
    else
        ds_life_leave(life);
}

void ds_life_after_school(ds_life *life) {
    switch ((enum ds_soort)life->now.soort) {
    case DS_SOORT_PO:
        after_po(life);
        break;
    case DS_SOORT_VMBO:
        after_vmbo(life);
        break;
    case DS_SOORT_HAVO:
    case DS_SOORT_VWO:
        after_havo_vwo(life);
        break;
    case DS_SOORT_VAVO:
        after_vavo(life);
        break;
    case DS_SOORT_PRO:
        after_pro(life);
        break;
    default:
        after_vso(life);
        break;
    }
}
