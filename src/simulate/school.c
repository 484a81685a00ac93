/* simulate/school.c: po, vmbo, havo, vwo, vavo, pro and vso: see life.h. */
#include "simulate/life.h"
#include "simulate/plan.h"

enum { VMBO_LEERWEGEN = 4 };
static const uint16_t leerweg_weights[VMBO_LEERWEGEN] = {24, 28, 8, 40};
static const uint16_t vmbo_pass[VMBO_LEERWEGEN] = {9700, 9600, 9350, 9400};
static const uint8_t sector_of_profiel[DS_PLAN_PROFIELEN] = {2, 2, 2, 2, 0, 0, 3, 1, 0, 2};

static void enter(ds_life *life, enum ds_soort soort, uint8_t leerjaar) {
    life->now = (ds_life_state){.soort = (uint8_t)soort,
                                .leerjaar = leerjaar,
                                .instelling = life->vo_school,
                                .vestiging = (uint8_t)(1 + life->vo_school % 3)};
}

static void enter_vmbo(ds_life *life, uint8_t leerjaar, unsigned leerweg) {
    enter(life, DS_SOORT_VMBO, leerjaar);
    life->now.leerweg = (uint8_t)(1 + DS_LEERWEG_BB + leerweg);
}

void ds_life_enter_vo(ds_life *life) {
    static const uint16_t weights[] = {50, 23, 20, 4, 3};
    static const uint8_t soorten[] = {DS_SOORT_VMBO, DS_SOORT_HAVO, DS_SOORT_VWO, DS_SOORT_PRO,
                                      DS_SOORT_VSO};
    uint8_t soort = soorten[ds_random_pick(&life->random, weights, sizeof soorten)];
    life->vo_school = (uint16_t)(1 + ds_life_below(life, DS_PLAN_VO));
    if (soort == DS_SOORT_VMBO)
        enter_vmbo(life, 1, ds_random_pick(&life->random, leerweg_weights, VMBO_LEERWEGEN));
    else
        enter(life, soort, 1);
}

static void after_po(ds_life *life) {
    if (life->now.leerjaar < 8)
        life->now.leerjaar++;
    else
        ds_life_enter_vo(life);
}

/* From the third year on a vmbo pupil has a profile, and now and then a route into mbo. */
static void choose_profiel(ds_life *life) {
    uint8_t profiel = (uint8_t)ds_life_below(life, DS_PLAN_PROFIELEN);
    life->now.sector = (uint8_t)(1 + sector_of_profiel[profiel]);
    if (life->now.leerweg != 1 + DS_LEERWEG_TL) life->now.profiel = (uint8_t)(1 + profiel);
    if (ds_life_chance(life, 500))
        life->now.route = (uint8_t)(1 + ds_life_below(life, (uint32_t)ds_codes_route.n_values));
}

/* The mbo that follows a vmbo diploma. */
static void after_vmbo_diploma(ds_life *life) {
    static const uint16_t to[VMBO_LEERWEGEN][6] = {
        /* niveau 1, 2, 3, 4, havo, none */
        {200, 8900, 350, 50, 0, 500},
        {20, 500, 2900, 6230, 0, 350},
        {10, 150, 1200, 7600, 740, 300},
        {10, 120, 900, 7120, 1600, 250},
    };
    unsigned leerweg = life->now.leerweg - 1u - DS_LEERWEG_BB;
    uint8_t choice = (uint8_t)ds_random_pick(&life->random, to[leerweg], 6);
    if (choice < 4)
        ds_life_enter_mbo(life, (uint8_t)(choice + 1));
    else if (choice == 4)
        enter(life, DS_SOORT_HAVO, 4);
    else
        ds_life_leave(life);
}

static void after_vmbo_exam(ds_life *life) {
    unsigned leerweg = life->now.leerweg - 1u - DS_LEERWEG_BB;
    if (ds_life_chance(life, vmbo_pass[leerweg])) {
        ds_life_add_diploma(life);
        after_vmbo_diploma(life);
    } else if (ds_life_chance(life, 6000)) {
        return; /* the year again */
    } else if (ds_life_chance(life, 6000)) {
        ds_life_enter_mbo(life, 2);
    } else {
        ds_life_leave(life);
    }
}

static void after_vmbo(ds_life *life) {
    if (life->now.leerjaar == 4) {
        after_vmbo_exam(life);
        return;
    }
    if (life->now.leerjaar == 3 && ds_life_chance(life, 180)) {
        ds_life_enter_mbo(life, 1);
        return;
    }
    if (life->now.leerjaar == 3 && ds_life_chance(life, 70)) {
        ds_life_leave(life);
        return;
    }
    if (ds_life_chance(life, 300)) return; /* the year again */
    if (life->now.leerweg > 1 && ds_life_chance(life, 350)) life->now.leerweg--;
    life->now.leerjaar++;
    if (life->now.leerjaar == 3) choose_profiel(life);
}

static void after_havo_diploma(ds_life *life) {
    uint32_t at = ds_life_below(life, 100);
    if (at < 74)
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else if (at < 81)
        ds_life_enter_mbo(life, 4);
    else if (at < 86)
        enter(life, DS_SOORT_VWO, 5);
    else
        ds_life_leave(life);
}

static void after_vwo_diploma(ds_life *life) {
    uint32_t at = ds_life_below(life, 100);
    if (at < 73)
        ds_life_enter_higher(life, DS_SOORT_WO);
    else if (at < 86)
        ds_life_enter_higher(life, DS_SOORT_HBO);
    else
        ds_life_leave(life);
}

static void after_havo_vwo_exam(ds_life *life) {
    bool havo = life->now.soort == DS_SOORT_HAVO;
    if (ds_life_chance(life, havo ? 8700 : 9100)) {
        ds_life_add_diploma(life);
        if (havo)
            after_havo_diploma(life);
        else
            after_vwo_diploma(life);
    } else if (ds_life_chance(life, 5500)) {
        return; /* the year again */
    } else if (ds_life_chance(life, 5000)) {
        enter(life, DS_SOORT_VAVO, 0);
        life->now.instelling = (uint16_t)(1 + ds_life_below(life, DS_PLAN_MBO));
        life->now.opleiding = havo ? 80001 : 80002;
    } else if (ds_life_chance(life, 6500)) {
        ds_life_enter_mbo(life, 4);
    } else {
        ds_life_leave(life);
    }
}

static void after_havo_vwo(ds_life *life) {
    bool havo = life->now.soort == DS_SOORT_HAVO;
    if (life->now.leerjaar == (havo ? 5 : 6)) {
        after_havo_vwo_exam(life);
    } else if (life->now.leerjaar >= 2 && ds_life_chance(life, 350)) {
        if (!havo)
            enter(life, DS_SOORT_HAVO, life->now.leerjaar < 4 ? life->now.leerjaar + 1 : 4);
        else if (life->now.leerjaar < 4)
            enter_vmbo(life, (uint8_t)(life->now.leerjaar + 1), 3);
        else
            ds_life_enter_mbo(life, 4);
    } else if (!ds_life_chance(life, 450)) {
        life->now.leerjaar++;
    }
}

static void after_vavo(ds_life *life) {
    bool havo = life->now.opleiding == 80001;
    if (!ds_life_chance(life, 6000)) {
        if (ds_life_chance(life, 4500))
            ds_life_enter_mbo(life, 4);
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

static void after_pro_vso(ds_life *life) {
    bool pro = life->now.soort == DS_SOORT_PRO;
    uint32_t at = ds_life_below(life, 100);
    if (life->now.leerjaar < 5)
        life->now.leerjaar++;
    else if (at < (pro ? 48 : 22))
        ds_life_enter_mbo(life, 1);
    else if (at < (pro ? 60 : 32))
        ds_life_enter_mbo(life, 2);
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
    default:
        after_pro_vso(life);
        break;
    }
}
