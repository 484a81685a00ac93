/* simulate/person.c: who a made person is, and the walk through the years: see life.h. */
#include <string.h>

#include "base/date.h"
#include "simulate/life.h"
#include "simulate/plan.h"

enum { YEARS_PO = 4, OLDER = 400 /* per 10k come into mbo at 27 or above */ };

/* Nine digits, each number once: n times a step without a factor in common with 10^9 goes through
 * all of them before it comes back. */
static void print_id(uint64_t seed, uint64_t number, char id[DS_LIFE_ID_SIZE]) {
    uint64_t value = (ds_hash_mix(seed) % 1000000000u + number * 618033989u) % 1000000000u;
    for (int i = DS_LIFE_ID_SIZE - 1; i >= 0; i--) {
        id[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

static void draw_attributes(ds_life *life) {
    static const uint16_t migratie[] = {74, 9, 17};
    static const uint16_t ses[3][4] = {{17, 25, 29, 29}, {23, 26, 26, 25}, {50, 26, 15, 9}};
    static const uint16_t drop_ses[5] = {100, 120, 105, 92, 85};
    static const uint16_t drop_migratie[3] = {90, 115, 145};
    ds_life_person *person = life->person;
    uint32_t sex = ds_life_below(life, 10000);
    person->geslacht = sex < 4 ? 2 : (uint8_t)(sex & 1);
    person->migratie = (uint8_t)ds_random_pick(&life->random, migratie, 3);
    person->ses = (uint8_t)(1 + ds_random_pick(&life->random, ses[person->migratie], 4));
    if (ds_life_chance(life, 200)) person->ses = 0;
    person->beperking = ds_life_chance(life, 700);
    if (person->beperking && ds_life_chance(life, 2500))
        person->beperking_from =
            life->first_year +
            (int)ds_life_below(life, (uint32_t)(life->last_year - life->first_year + 1));
    person->gemeente = (uint16_t)ds_life_below(life, DS_PLAN_GEMEENTEN);
    person->ouders = ds_life_chance(life, 1500) ? 0 : (uint8_t)(1 + ds_life_below(life, 3));
    life->drop_pct = (uint16_t)(drop_ses[person->ses] * drop_migratie[person->migratie] / 100 *
                                (person->beperking ? 135 : 98) / 100);
}

/* A birthday in the year before 1 October of born + 1, so that the person is n on 1 October of
 * born + 1 + n. */
static void draw_birthday(ds_life *life, int born) {
    int32_t day = ds_date_days(born, 10, 2) + (int32_t)ds_life_below(life, 365);
    ds_date_civil(day, &life->person->birth_year, &life->person->birth_month,
                  &life->person->birth_day);
}

/* The school year of entry into vo: a few old cohorts, and new ones nearly to the end. */
static int draw_entry(ds_life *life) {
    int n_years = life->last_year - life->first_year + 1;
    int n_after = n_years + DS_PLAN_COHORT_FULL;
    uint32_t before = (DS_PLAN_COHORTS_BEFORE - DS_PLAN_COHORT_FULL) * DS_PLAN_COHORT_BEFORE;
    uint32_t after = (uint32_t)(n_after < 1 ? 1 : n_after) * DS_PLAN_COHORT_AFTER;
    uint32_t at = ds_life_below(life, before + after);
    if (at < before)
        return life->first_year - DS_PLAN_COHORTS_BEFORE + (int)(at / DS_PLAN_COHORT_BEFORE);
    return life->first_year - DS_PLAN_COHORT_FULL + (int)((at - before) / DS_PLAN_COHORT_AFTER);
}

static void start_older(ds_life *life) {
    uint32_t n_years = (uint32_t)(life->last_year - life->first_year + 1);
    life->year = life->first_year - 2 + (int)ds_life_below(life, n_years + 2);
    life->age = 27 + (int)ds_life_below(life, 24);
    draw_birthday(life, life->year - life->age - 1);
    ds_life_enter_mbo(life, (uint8_t)(2 + ds_life_below(life, 3)));
}

static void start_young(ds_life *life) {
    int entry = draw_entry(life);
    life->year = entry - YEARS_PO;
    life->age = 12 - YEARS_PO;
    draw_birthday(life, entry - 13);
    life->now = (ds_life_state){.soort = DS_SOORT_PO, .leerjaar = 9 - YEARS_PO};
}

void ds_life_add_diploma(ds_life *life) {
    ds_life_person *person = life->person;
    const ds_life_state *of = &life->now;
    uint8_t vo = DS_VO_GEEN;
    if (of->soort == DS_SOORT_MBO && of->niveau > life->mbo_niveau) life->mbo_niveau = of->niveau;
    if (of->soort == DS_SOORT_VMBO) vo = (uint8_t)(DS_VO_VMBO_BB + of->leerweg - 1);
    if (of->soort == DS_SOORT_HAVO) vo = DS_VO_HAVO;
    if (of->soort == DS_SOORT_VWO) vo = DS_VO_VWO;
    if (vo > life->vo) life->vo = vo;
    if (person->n_diplomas == DS_LIFE_DIPLOMAS_MAX) return;
    person->diplomas[person->n_diplomas++] = (ds_life_diploma){life->year, *of};
}

static void record(ds_life *life) {
    int i = life->year - life->first_year;
    if (i < 0) return;
    life->person->states[i] = life->now;
    life->person->exempt[i] = life->gone;
}

static void step(ds_life *life) {
    if (life->gone != 0) return;
    if (ds_life_chance(life, 12)) {
        life->gone = ds_life_chance(life, 1500) ? 1 : 2;
        ds_life_leave(life);
    } else if (life->now.soort == DS_SOORT_GEEN) {
        ds_life_after_away(life);
    } else if (life->now.soort == DS_SOORT_MBO) {
        ds_life_after_mbo(life);
    } else if (life->now.soort >= DS_SOORT_HBO) {
        ds_life_after_higher(life);
    } else {
        ds_life_after_school(life);
    }
    if (life->now.soort == DS_SOORT_VSO) life->person->vso_cluster = 4;
}

/* What the primary school advised: the vo that followed, give or take one. */
static void draw_advies(ds_life *life, bool older) {
    uint32_t at = ds_life_below(life, 100);
    if (older || at < 3) return;
    life->person->advies =
        (uint8_t)(1 + (life->vo >= DS_VO_VMBO_BB ? life->vo - DS_VO_VMBO_BB : 0));
    if (at > 85 && life->person->advies < 6) life->person->advies++;
}

static bool walk(ds_life *life) {
    bool enrolled = false;
    bool older = ds_life_chance(life, OLDER);
    draw_attributes(life);
    if (older)
        start_older(life);
    else
        start_young(life);
    for (; life->year <= life->last_year; life->year++, life->age++) {
        record(life);
        enrolled |= life->year >= life->first_year && life->now.soort != DS_SOORT_GEEN;
        step(life);
    }
    draw_advies(life, older);
    return enrolled;
}

void ds_person_make(const ds_simulate_options *options, uint64_t number, ds_life_person *out) {
    ds_random random = ds_random_of(options->seed, number);
    for (int attempt = 0; attempt < 8; attempt++) {
        ds_life life = {.random = random,
                        .person = out,
                        .first_year = options->first_year,
                        .last_year = options->last_year};
        memset(out, 0, sizeof *out);
        print_id(options->seed, number, out->id);
        if (walk(&life)) {
            ds_life_beside(&life);
            return;
        }
        random = life.random; /* no enrolment in these years: another life */
    }
}
