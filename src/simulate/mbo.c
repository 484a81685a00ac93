/* simulate/mbo.c: entering mbo, staying, switching, dropping out, graduating: see life.h. */
#include "simulate/life.h"
#include "simulate/plan.h"

static void choose_hoofdgroep(ds_life *life) {
    uint8_t hoofdgroep = DS_PLAN_ENTREE;
    if (life->now.niveau > 1)
        hoofdgroep =
            (uint8_t)ds_random_pick(&life->random, ds_plan_hoofdgroep_weights, DS_PLAN_ENTREE);
    life->now.hoofdgroep = (uint8_t)(hoofdgroep + 1);
    life->now.sector = (uint8_t)(ds_plan_hoofdgroepen[hoofdgroep].sector + 1);
    life->now.opleiding = 25000 + hoofdgroep * 40u + life->now.niveau * 8u + ds_life_below(life, 4);
}

static void choose_leerweg(ds_life *life) {
    static const uint16_t bbl[4] = {1850, 2300, 2500, 350};
    static const uint16_t extraneus[4] = {45, 190, 110, 80};
    unsigned of = life->now.niveau - 1u;
    uint32_t share = bbl[of] + ds_plan_hoofdgroepen[life->now.hoofdgroep - 1].bbl_per_10k *
                                   (life->now.niveau == 4 ? 1u : 3u) / 3u;
    if (life->age >= 22) share += 4500;
    life->now.leerweg = 1 + DS_LEERWEG_BOL;
    if (ds_life_chance(life, extraneus[of]))
        life->now.leerweg = 1 + DS_LEERWEG_EXTRANEUS;
    else if (ds_life_chance(life, share))
        life->now.leerweg = 1 + DS_LEERWEG_BBL;
    life->now.onbekostigd =
        life->now.leerweg == 1 + DS_LEERWEG_EXTRANEUS || ds_life_chance(life, 60);
}

static void choose_instelling(ds_life *life) {
    uint32_t at = ds_random_pick(&life->random, ds_plan_mbo_weights, DS_PLAN_MBO);
    life->now.instelling = (uint16_t)(at + 1);
    life->now.vestiging = (uint8_t)(1 + ds_life_below(life, 3));
}

static void choose_duration(ds_life *life) {
    static const uint8_t shortest[4] = {1, 1, 2, 3};
    static const uint16_t longer[4] = {0, 8000, 7500, 4500};
    unsigned of = life->now.niveau - 1u;
    life->duration = (uint8_t)(shortest[of] + (ds_life_chance(life, longer[of]) ? 1 : 0));
}

void ds_life_enter_mbo(ds_life *life, uint8_t niveau) {
    ds_life_state before = life->now;
    bool stays = before.soort == DS_SOORT_MBO && ds_life_chance(life, 7500);
    life->now = (ds_life_state){.soort = DS_SOORT_MBO, .leerjaar = 1, .niveau = niveau};
    choose_hoofdgroep(life);
    choose_leerweg(life);
    choose_duration(life);
    if (stays) {
        life->now.instelling = before.instelling;
        life->now.vestiging = before.vestiging;
    } else {
        choose_instelling(life);
    }
    if (before.soort == DS_SOORT_VMBO && before.route != 0 && niveau > 1)
        life->now.route = before.route;
}

/* A further programme in the hoofdgroep where the last one was, mostly. */
static void go_on_in_mbo(ds_life *life, uint8_t niveau) {
    ds_life_state before = life->now;
    ds_life_enter_mbo(life, niveau);
    if (before.niveau == 1 || ds_life_chance(life, 2000)) return;
    life->now.hoofdgroep = before.hoofdgroep;
    life->now.sector = before.sector;
    life->now.opleiding = 25000 + (before.hoofdgroep - 1u) * 40u + niveau * 8u;
    if (life->duration > 2) life->duration--;
}

static void after_mbo_diploma(ds_life *life) {
    uint32_t at = ds_life_below(life, 100);
    bool bbl = life->now.leerweg == 1 + DS_LEERWEG_BBL;
    switch (life->now.niveau) {
    case 1:
        if (at < (bbl ? 74 : 79))
            go_on_in_mbo(life, 2);
        else
            ds_life_leave(life);
        break;
    case 2:
        if (at < (bbl ? 30 : 50))
            go_on_in_mbo(life, at % 3 == 0 ? 4 : 3);
        else
            ds_life_leave(life);
        break;
    case 3:
        if (at < (bbl ? 18 : 38))
            go_on_in_mbo(life, 4);
        else
            ds_life_leave(life);
        break;
    default:
        if (at < (bbl ? 8 : 38))
            ds_life_enter_higher(life, DS_SOORT_HBO);
        else if (at < (bbl ? 11 : 42))
            go_on_in_mbo(life, 4);
        else
            ds_life_leave(life);
        break;
    }
}

static uint32_t drop_per_10k(const ds_life *life) {
    unsigned leerweg = life->now.leerweg - 1u - DS_LEERWEG_BOL;
    uint32_t base = ds_plan_drop[life->now.niveau - 1][leerweg];
    uint32_t hoofdgroep = ds_plan_hoofdgroepen[life->now.hoofdgroep - 1].drop_pct;
    return base * hoofdgroep * life->drop_pct / 10000;
}

static void change_programme(ds_life *life) {
    uint8_t niveau = life->now.niveau;
    uint32_t at = ds_life_below(life, 100);
    if (at < 18 && niveau > 2)
        niveau--;
    else if (at >= 92 && niveau < 4)
        niveau++;
    ds_life_enter_mbo(life, niveau);
}

void ds_life_after_mbo(ds_life *life) {
    bool last = life->now.leerjaar >= life->duration;
    uint32_t change = life->now.leerjaar == 1 ? 900 : 300;
    if (last && ds_life_chance(life, ds_plan_graduate[life->now.niveau - 1])) {
        ds_life_add_diploma(life);
        after_mbo_diploma(life);
    } else if (ds_life_chance(life, drop_per_10k(life))) {
        ds_life_leave(life);
    } else if (life->now.niveau > 1 && ds_life_chance(life, change)) {
        change_programme(life);
    } else if (life->now.niveau == 1 && ds_life_chance(life, 1500)) {
        go_on_in_mbo(life, 2);
    } else {
        if (life->now.leerweg == 1 + DS_LEERWEG_BOL && ds_life_chance(life, 250))
            life->now.leerweg = 1 + DS_LEERWEG_BBL;
        if (ds_life_chance(life, 120)) choose_instelling(life);
        if (!last) life->now.leerjaar++;
    }
}
