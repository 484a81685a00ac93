/* simulate/higher.c: hbo and wo, leaving education, and coming back to it: see life.h. */
#include "simulate/life.h"
#include "simulate/plan.h"

void ds_life_enter_higher(ds_life *life, enum ds_soort soort) {
    bool hbo = soort == DS_SOORT_HBO;
    uint32_t at = ds_life_below(life, hbo ? DS_PLAN_HBO : DS_PLAN_WO);
    life->now = (ds_life_state){.soort = (uint8_t)soort, .leerjaar = 1};
    life->now.opleiding = (hbo ? 34000u : 50000u) + ds_life_below(life, 120);
    life->now.leerweg = 1 + DS_LEERWEG_VOLTIJD;
    if (hbo && (life->age >= 24 || ds_life_chance(life, 400)))
        life->now.leerweg =
            ds_life_chance(life, 6000) ? 1 + DS_LEERWEG_DEELTIJD : 1 + DS_LEERWEG_DUAAL;
    life->now.instelling = (uint16_t)(at + 1);
    life->duration = hbo ? 4 : 3;
}

static void after_higher_diploma(ds_life *life) {
    if (life->now.soort == DS_SOORT_HBO) {
        if (ds_life_chance(life, 600))
            ds_life_enter_higher(life, DS_SOORT_WO);
        else
            ds_life_leave(life);
    } else if (life->now.leerjaar < 4 && ds_life_chance(life, 8000)) {
        life->now.leerjaar = 4; /* the master */
        life->now.opleiding += 10000;
        life->duration = 4;
    } else {
        ds_life_leave(life);
    }
}

void ds_life_after_higher(ds_life *life) {
    bool hbo = life->now.soort == DS_SOORT_HBO;
    bool first = life->now.leerjaar == 1;
    if (life->now.leerjaar >= life->duration && ds_life_chance(life, 6200)) {
        ds_life_add_diploma(life);
        after_higher_diploma(life);
    } else if (ds_life_chance(life, first ? (hbo ? 1700 : 900) : 400)) {
        if (hbo && life->mbo_niveau < 4 && ds_life_chance(life, 2500))
            ds_life_enter_mbo(life, 4);
        else if (!hbo && ds_life_chance(life, 5500))
            ds_life_enter_higher(life, DS_SOORT_HBO);
        else
            ds_life_leave(life);
    } else if (first && ds_life_chance(life, 700)) {
        ds_life_enter_higher(life, hbo ? DS_SOORT_HBO : DS_SOORT_WO);
    } else if (life->now.leerjaar < life->duration) {
        life->now.leerjaar++;
    }
}

void ds_life_leave(ds_life *life) {
    life->now = (ds_life_state){.soort = DS_SOORT_GEEN};
    life->years_away = 0;
}

static void come_back_to_mbo(ds_life *life) {
    uint8_t niveau = life->mbo_niveau;
    if (niveau == 0)
        niveau = (uint8_t)(life->vo >= DS_VO_VMBO_KB ? 3 + ds_life_below(life, 2)
                                                     : 1 + ds_life_below(life, 2));
    else if (niveau < 4)
        niveau++;
    ds_life_enter_mbo(life, niveau);
}

void ds_life_after_away(ds_life *life) {
    static const uint16_t mbo[4] = {1700, 900, 450, 150}; /* by years away, 3 and more alike */
    unsigned away = life->years_away < 3 ? life->years_away : 3;
    bool havo_vwo = life->vo >= DS_VO_HAVO;
    if (life->years_away < 100) life->years_away++;
    if (havo_vwo && away < 2 && life->mbo_niveau == 0 && ds_life_chance(life, 6000))
        ds_life_enter_higher(
            life, life->vo == DS_VO_VWO && ds_life_chance(life, 7500) ? DS_SOORT_WO : DS_SOORT_HBO);
    else if (life->mbo_niveau == 4 && ds_life_chance(life, away == 0 ? 600 : 150))
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else if (ds_life_chance(life, mbo[away] / (life->mbo_niveau >= 2 || havo_vwo ? 3u : 1u)))
        come_back_to_mbo(life);
}
