/* simulate/higher.c: hbo and wo, and coming back into education: see life.h. */
#include "simulate/life.h"

void ds_life_enter_higher(ds_life *life, enum ds_soort soort) {
    const ds_model_kansen *kansen = &life->model->kansen;
    bool hbo = soort == DS_SOORT_HBO;
    uint32_t at = ds_life_below(life, DS_DRAW_INSTELLING, hbo ? DS_MODEL_HBO : DS_MODEL_WO);
    life->now = (ds_life_state){.soort = (uint8_t)soort, .leerjaar = 1};
    life->now.opleiding = (hbo ? 34000u : 50000u) + ds_life_below(life, DS_DRAW_OPLEIDING, 120);
    life->now.leerweg = 1 + DS_LEERWEG_VOLTIJD;
    if (hbo && (life->age >= 24 || ds_life_chance(life, DS_DRAW_ENTRY, kansen->hbo_deeltijd)))
        life->now.leerweg = ds_life_chance(life, DS_DRAW_REPORTS, kansen->hbo_duaal)
                                ? 1 + DS_LEERWEG_DUAAL
                                : 1 + DS_LEERWEG_DEELTIJD;
    life->now.instelling = (uint16_t)(at + 1);
    life->duration = hbo ? 4 : 3;
    life->from_mbo4 = false;
}

static void after_higher_diploma(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    double at = ds_life_unit(life, DS_DRAW_HIGHER);
    if (life->now.soort == DS_SOORT_HBO) {
        if (at < kansen->hbo_naar_wo)
            ds_life_enter_higher(life, DS_SOORT_WO);
        else
            ds_life_leave(life);
    } else if (life->now.leerjaar < 4 && at < kansen->wo_master) {
        life->now.leerjaar = 4; /* the master */
        life->now.opleiding += 10000;
        life->duration = 4;
    } else {
        ds_life_leave(life);
    }
}

/* Without a diploma: back to mbo, from wo to hbo, or out. */
static void stop_higher(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    bool hbo = life->now.soort == DS_SOORT_HBO;
    double at = ds_life_unit(life, DS_DRAW_NEXT);
    if (hbo && life->mbo_niveau < 4 && at < kansen->hbo_naar_mbo)
        ds_life_enter_mbo(life, life->been_in_mbo ? DS_ORIGIN_TERUG : DS_ORIGIN_HAVO_VWO, 4,
                          DS_WHERE_ANY);
    else if (!hbo && at < kansen->wo_naar_hbo)
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else
        ds_life_leave(life);
}

/* A year after mbo-4, still in hbo? By the school year of the diploma. */
static double stay_chance(const ds_life *life) {
    const ds_model *model = life->model;
    double stays = model->hbo_jaar[ds_model_year(life->year - 1)][life->mbo4_leerweg] +
                   model->hbo_ses[life->mbo4_ses - 1] + model->hbo_migratie[life->person->migratie];
    return stays < 0 ? 0 : stays > 1 ? 1 : stays;
}

static void after_first_year_from_mbo(ds_life *life) {
    double stays = stay_chance(life);
    if (life->probe != NULL)
        life->probe->hbo(life->probe->context, life, stays * (1 - life->model->kansen.weg));
    life->from_mbo4 = false;
    if (!ds_life_chance(life, DS_DRAW_HIGHER_STAY, stays))
        ds_life_leave(life);
    else if (ds_life_chance(life, DS_DRAW_CHANGE, life->model->kansen.hbo_wisselt[1]))
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else
        life->now.leerjaar = 2;
}

void ds_life_after_higher(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    bool hbo = life->now.soort == DS_SOORT_HBO;
    bool first = life->now.leerjaar == 1;
    double stops = first ? kansen->hbo_stop_eerste : kansen->hbo_stop_later;
    if (life->from_mbo4) {
        after_first_year_from_mbo(life);
    } else if (life->now.leerjaar >= life->duration &&
               ds_life_chance(life, DS_DRAW_GRADUATE, kansen->hbo_slaagt)) {
        ds_life_add_diploma(life);
        after_higher_diploma(life);
    } else if (ds_life_chance(life, DS_DRAW_QUIT, stops)) {
        stop_higher(life);
    } else if (first && ds_life_chance(life, DS_DRAW_CHANGE, kansen->hbo_wisselt[0])) {
        ds_life_enter_higher(life, hbo ? DS_SOORT_HBO : DS_SOORT_WO);
    } else if (life->now.leerjaar < life->duration) {
        life->now.leerjaar++;
    }
}

/* What counts as where one comes from, for who comes into mbo from outside education. */
static enum ds_origin origin_away(const ds_life *life) {
    if (life->age + 1 >= 27) return DS_ORIGIN_VOLWASSEN;
    if (life->been_in_mbo) return DS_ORIGIN_TERUG;
    if (life->vo >= DS_VO_HAVO) return DS_ORIGIN_HAVO_VWO;
    if (life->vo >= DS_VO_VMBO_BB)
        return (enum ds_origin)(DS_ORIGIN_VMBO_BB + life->vo - DS_VO_VMBO_BB);
    if (life->been_in_vso) return DS_ORIGIN_VSO;
    if (life->track == DS_TRACK_PRO) return DS_ORIGIN_PRO;
    return DS_ORIGIN_VMBO_ZONDER;
}

/* Left vmbo under 18 without having been in mbo: most have to come back. */
static bool is_of_school_age(const ds_life *life) {
    return life->track <= DS_TRACK_TL && life->vo < DS_VO_HAVO && life->age < 18 &&
           !life->been_in_mbo && !life->been_in_vso;
}

void ds_life_after_away(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    unsigned away = life->years_away < 3 ? life->years_away : 3;
    bool havo_vwo = life->vo >= DS_VO_HAVO;
    double back = kansen->terug[away];
    if (ds_life_has_startkwalificatie(life)) back *= kansen->terug_startkwalificatie;
    if (life->been_in_vso && !life->been_in_mbo && away < 3) back = kansen->vso_later;
    if (is_of_school_age(life) && away < 2)
        back = 1 - (1 - kansen->terug_vmbo) * ds_life_effect(life)->niet_door;
    if (life->years_away < 100) life->years_away++;
    if (havo_vwo && away < 2 && life->mbo_niveau == 0 &&
        ds_life_chance(life, DS_DRAW_HIGHER, kansen->havo_vwo_later))
        ds_life_enter_higher(life, life->vo == DS_VO_VWO &&
                                           ds_life_chance(life, DS_DRAW_NEXT, kansen->vwo_later_wo)
                                       ? DS_SOORT_WO
                                       : DS_SOORT_HBO);
    else if (life->mbo_niveau == 4 &&
             ds_life_chance(life, DS_DRAW_HIGHER, kansen->terug_hbo / (away + 1)))
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else if (ds_life_chance(life, DS_DRAW_RETURN, back))
        ds_life_enter_mbo(life, origin_away(life), 0, DS_WHERE_ANY);
}
