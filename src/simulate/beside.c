/* simulate/beside.c: what happens beside the main enrolment: a second one, work, exemptions. */
#include "simulate/life.h"
#include "simulate/plan.h"

static void second_enrolment(ds_life *life, const ds_life_state *main, ds_life_state *out) {
    *out = *main;
    out->onbekostigd = false;
    if (main->soort == DS_SOORT_MBO && ds_life_chance(life, 2500)) {
        *out = (ds_life_state){.soort = DS_SOORT_VAVO,
                               .opleiding = 80001,
                               .instelling = main->instelling,
                               .vestiging = main->vestiging};
        return;
    }
    out->opleiding = main->opleiding + 1;
    if (main->soort == DS_SOORT_MBO && ds_life_chance(life, 3000))
        out->instelling = (uint16_t)(1 + ds_life_below(life, DS_PLAN_MBO));
}

static uint8_t exemption(ds_life *life) {
    static const uint16_t weights[] = {1, 12, 25, 12, 20, 30}; /* in the order of ds_codes_reden */
    if (!ds_life_chance(life, 350)) return 0;
    return (uint8_t)(1 + ds_random_pick(&life->random, weights, (uint32_t)ds_codes_reden.n_values));
}

typedef struct work_plan {
    uint16_t chance;         /* of a job */
    uint16_t lowest, spread; /* quarters of an hour a week */
} work_plan;

/* Out of school: by what was obtained. */
static work_plan work_away(const ds_life *life, int age) {
    static const uint16_t chance[5] = {5200, 4300, 6900, 8200, 8800}; /* by mbo niveau */
    if (age < 18) return (work_plan){4500, 40, 100};
    if (life->mbo_niveau == 0 && life->vo >= DS_VO_HAVO) return (work_plan){8600, 80, 82};
    return (work_plan){chance[life->mbo_niveau], life->mbo_niveau < 2 ? 52 : 72, 88};
}

static work_plan work_of(const ds_life *life, const ds_life_state *state, int age) {
    switch ((enum ds_soort)state->soort) {
    case DS_SOORT_GEEN:
        return work_away(life, age);
    case DS_SOORT_MBO:
        return state->leerweg == 1 + DS_LEERWEG_BBL ? (work_plan){9400, 96, 56}
                                                    : (work_plan){6600, 24, 56};
    case DS_SOORT_HBO:
    case DS_SOORT_WO:
        return (work_plan){7000, 28, 52};
    default:
        return (work_plan){3500, 12, 36};
    }
}

static void add_work(ds_life *life, const ds_life_state *state, int age, uint16_t *uren) {
    work_plan plan = work_of(life, state, age);
    if (!ds_life_chance(life, plan.chance)) return;
    uren[0] = (uint16_t)(25 * (plan.lowest + ds_life_below(life, plan.spread)));
    if (ds_life_chance(life, 400)) uren[1] = (uint16_t)(25 * (8 + ds_life_below(life, 32)));
}

void ds_life_beside(ds_life *life) {
    ds_life_person *person = life->person;
    int n_years = life->last_year - life->first_year + 1;
    for (int i = 0; i < n_years; i++) {
        const ds_life_state *state = &person->states[i];
        int age = life->first_year + i - person->birth_year - (person->birth_month >= 10 ? 1 : 0);
        bool gone = person->exempt[i] != 0;
        if (age >= 16 && !gone) add_work(life, state, age, person->uren[i]);
        if (state->soort == DS_SOORT_GEEN) {
            if (!gone && age >= 12 && age < 23) person->exempt[i] = exemption(life);
        } else if (state->soort >= DS_SOORT_MBO && ds_life_chance(life, 300)) {
            second_enrolment(life, state, &person->seconds[i]);
        }
    }
}
