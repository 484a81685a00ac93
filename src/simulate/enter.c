/* simulate/enter.c: entering a programme in mbo: niveau, leerweg, hoofdgroep, institution. See
 * life.h. life->now becomes the enrolment of the school year after life->year. */
#include "simulate/life.h"

static const uint8_t sector_of_hoofdgroep[DS_MODEL_HOOFDGROEPEN] = {2, 2, 2, 0, 0, 0, 0, 2, 2, 2,
                                                                    0, 2, 0, 2, 3, 3, 1, 3, 0};

static unsigned age_class(int age) {
    return age < 20   ? DS_AGE_UNDER_20
           : age < 23 ? DS_AGE_UNDER_23
           : age < 27 ? DS_AGE_UNDER_27
                      : DS_AGE_27;
}

/* A niveau that this person would still enter: above the diploma, and niveau 1 only without a
 * startkwalificatie. */
static bool may_enter(const ds_life *life, unsigned niveau) {
    if (niveau == 1) return life->mbo_niveau == 0 && life->vo < DS_VO_HAVO;
    return niveau > life->mbo_niveau || niveau == 4;
}

/* Niveau and leerweg together: where one comes from, age, and the fitted factors of the year. */
static void choose_niveau(ds_life *life, enum ds_origin origin, uint8_t niveau) {
    const ds_model *model = life->model;
    unsigned year = ds_model_year(life->year + 1), age = age_class(life->age + 1);
    bool young = life->age + 1 < 23;
    double weights[DS_MODEL_NIVEAUS * DS_MODEL_LEERWEGEN];
    uint32_t at;
    for (unsigned n = 0; n < DS_MODEL_NIVEAUS; n++) {
        double base = niveau == 0 ? model->instroom[origin][n] : niveau == n + 1 ? 1 : 0;
        if (niveau == 0 && !may_enter(life, n + 1)) base = 0;
        for (unsigned l = 0; l < DS_MODEL_LEERWEGEN; l++) {
            double fitted = young ? model->instroom_factor[year][n][l][life->person->migratie] : 1;
            weights[n * DS_MODEL_LEERWEGEN + l] = base * model->leerweg[n][age][l] * fitted;
        }
    }
    at = ds_draw_pick(ds_life_unit(life, DS_DRAW_ENTRY), weights,
                      DS_MODEL_NIVEAUS * DS_MODEL_LEERWEGEN);
    life->now.niveau = (uint8_t)(1 + at / DS_MODEL_LEERWEGEN);
    life->now.leerweg = (uint8_t)(1 + DS_LEERWEG_BOL + at % DS_MODEL_LEERWEGEN);
}

/* How far a hoofdgroep is there to be stayed in, from 0 to 1: some are hardly offered at a niveau
 * in bbl. */
static double offered(const ds_life *life, unsigned hoofdgroep) {
    enum { ENOUGH = 5 }; /* a fifth of what bol has */
    const ds_model *model = life->model;
    unsigned n = life->now.niveau - 1u, l = ds_life_leerweg(&life->now);
    double there = model->hoofdgroep[n][l][hoofdgroep], bol = model->hoofdgroep[n][0][hoofdgroep];
    double share = bol > 0 ? ENOUGH * there / bol : there > 0 ? 1 : 0;
    if (share > 1) share = 1;
    share *= model->hoofdgroep_factor[ds_model_year(life->year + 1)][l][hoofdgroep];
    return share > 1 ? 1 : share;
}

static void choose_hoofdgroep(ds_life *life, const ds_life_state *before, enum ds_where where) {
    const ds_model *model = life->model;
    unsigned n = life->now.niveau - 1u, l = ds_life_leerweg(&life->now);
    const double *base = model->hoofdgroep[n][l];
    const double *fitted = model->hoofdgroep_factor[ds_model_year(life->year + 1)][l];
    double weights[DS_MODEL_HOOFDGROEPEN], in_sector = 0;
    double same = model->kansen.zelfde_richting + ds_life_effect(life)->zelfde_richting;
    uint32_t drawn;
    if (before->soort == DS_SOORT_MBO &&
        ds_life_chance(life, DS_DRAW_DIRECTION,
                       model->kansen.blijft_hoofdgroep * offered(life, before->hoofdgroep - 1u))) {
        life->now.hoofdgroep = before->hoofdgroep;
        return;
    }
    for (unsigned h = 0; h < DS_MODEL_HOOFDGROEPEN; h++) {
        weights[h] = base[h] * fitted[h];
        if (where == DS_WHERE_STAY &&
            !(model->instellingen[before->instelling - 1].sector[sector_of_hoofdgroep[h]] > 0))
            weights[h] = 0; /* not offered where one stays */
        if (sector_of_hoofdgroep[h] + 1 == before->sector) in_sector += weights[h];
    }
    if (before->soort == DS_SOORT_VMBO && n > 0 && in_sector > 0 &&
        ds_life_chance(life, DS_DRAW_DIRECTION, same))
        for (unsigned h = 0; h < DS_MODEL_HOOFDGROEPEN; h++)
            if (sector_of_hoofdgroep[h] + 1 != before->sector) weights[h] = 0;
    drawn = n == 0 ? DS_MODEL_ENTREE
                   : ds_draw_pick(ds_life_unit(life, DS_DRAW_HOOFDGROEP), weights,
                                  DS_MODEL_HOOFDGROEPEN);
    life->now.hoofdgroep = (uint8_t)(drawn + 1);
}

/* An institution that has the sector, of those that report a functiebeperking or of the others. */
static void draw_instelling(ds_life *life, bool reports, uint16_t not_this) {
    const ds_model *model = life->model;
    unsigned sector = life->now.sector == 0 ? 0 : life->now.sector - 1u;
    double weights[DS_MODEL_INSTELLINGEN_MAX] = {0};
    for (size_t i = 0; i < model->n_instellingen; i++)
        weights[i] = i + 1 == not_this ? 0 : model->instelling_gewicht[reports][sector][i];
    life->now.instelling = (uint16_t)(1 + ds_draw_pick(ds_life_unit(life, DS_DRAW_INSTELLING),
                                                       weights, (uint32_t)model->n_instellingen));
    life->now.vestiging = (uint8_t)(1 + ds_life_below(life, DS_DRAW_VESTIGING, 3));
}

void ds_life_choose_instelling(ds_life *life) {
    const ds_model *model = life->model;
    uint16_t old = life->now.instelling;
    bool reports = ds_life_chance(life, DS_DRAW_REPORTS, model->kansen.vavo_meldt);
    if (life->now.soort == DS_SOORT_MBO && old != 0) /* a change does not cross that line */
        reports = model->instellingen[old - 1].meldt_functiebeperking;
    draw_instelling(life, reports, old);
}

/* An institution that reports a functiebeperking does so once, at entry; it holds from then on. */
static void register_beperking(ds_life *life) {
    const ds_model *model = life->model;
    unsigned year = ds_model_year(life->year + 1), n = life->now.niveau - 1u;
    unsigned l = ds_life_leerweg(&life->now);
    if (life->person->beperking_from != 0 ||
        !model->instellingen[life->now.instelling - 1].meldt_functiebeperking)
        return;
    if (ds_life_chance(life, DS_DRAW_BEPERKING, model->beperking[year][n][l]))
        life->person->beperking_from = life->year + 1;
}

static void choose_duration(ds_life *life, enum ds_origin origin) {
    static const uint8_t shortest[DS_MODEL_NIVEAUS] = {1, 1, 2, 3};
    unsigned n = life->now.niveau - 1u;
    bool longer = ds_life_chance(life, DS_DRAW_DURATION, life->model->kansen.duur_langer[n]);
    life->shortened = false;
    life->duration = (uint8_t)(shortest[n] + (longer ? 1 : 0));
    if (origin >= DS_ORIGIN_MBO2 && life->duration > 2) life->duration--;
    if (origin <= DS_ORIGIN_VMBO_TL && life->duration > 1 &&
        ds_life_chance(life, DS_DRAW_SHORTER, ds_life_effect(life)->korter)) {
        life->duration--;
        life->shortened = true;
    }
    if (life->now.leerweg == 1 + DS_LEERWEG_EXTRANEUS) life->duration = 1;
}

static bool stays(const ds_life *life, enum ds_where where, const ds_life_state *before) {
    const ds_model *model = life->model;
    if (where == DS_WHERE_STAY) return true;
    if (where != DS_WHERE_MAY_STAY ||
        !(model->instellingen[before->instelling - 1].sector[life->now.sector - 1] > 0))
        return false;
    return ds_life_chance(life, DS_DRAW_STAY, model->kansen.blijft_instelling);
}

void ds_life_enter_mbo(ds_life *life, enum ds_origin origin, uint8_t niveau, enum ds_where where) {
    const ds_model *model = life->model;
    ds_life_state before = life->now;
    bool from_mbo = before.soort == DS_SOORT_MBO, stay;
    life->now = (ds_life_state){.soort = DS_SOORT_MBO, .leerjaar = 1};
    choose_niveau(life, origin, niveau);
    choose_hoofdgroep(life, &before, where);
    life->now.sector = (uint8_t)(1 + sector_of_hoofdgroep[life->now.hoofdgroep - 1]);
    life->now.opleiding = 25000 + (life->now.hoofdgroep - 1u) * 40u + life->now.niveau * 8u +
                          ds_life_below(life, DS_DRAW_OPLEIDING, 4);
    stay = from_mbo && stays(life, where, &before);
    if (stay) {
        life->now.instelling = before.instelling;
        life->now.vestiging = before.vestiging;
    } else {
        double chance = model->meldt[ds_model_year(life->year + 1)][life->now.niveau - 1]
                                    [ds_life_leerweg(&life->now)];
        draw_instelling(life, ds_life_chance(life, DS_DRAW_REPORTS, chance),
                        from_mbo ? before.instelling : 0);
    }
    register_beperking(life);
    choose_duration(life, origin);
    life->now.onbekostigd = life->now.leerweg == 1 + DS_LEERWEG_EXTRANEUS ||
                            ds_life_chance(life, DS_DRAW_ONBEKOSTIGD, model->kansen.onbekostigd);
    if (before.soort == DS_SOORT_VMBO && life->now.niveau > 1) life->now.route = before.route;
    life->origin = (uint8_t)origin;
    life->fresh = !from_mbo;
    life->started = !stay;
    if (life->probe != NULL) life->probe->entry(life->probe->context, life);
    life->been_in_mbo = true;
}
