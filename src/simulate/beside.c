/* simulate/beside.c: what happens beside the main enrolment: a second one, work, exemptions. */
#include "simulate/life.h"

enum { ENOUGH = 12 }; /* hours a week that count as having work: more than these */

typedef struct aside {
    const ds_model *model;
    ds_life_person *person;
    int first_year, n_years;
    int year; /* at hand */
} aside;

static double unit(const aside *a, enum ds_draw draw) {
    return ds_draw_unit(a->person->key, a->year, draw);
}

static uint32_t below(const aside *a, enum ds_draw draw, uint32_t n) {
    return ds_draw_below(a->person->key, a->year, draw, n);
}

static void second_enrolment(const aside *a, const ds_life_state *main, ds_life_state *out) {
    const ds_model_kansen *kansen = &a->model->kansen;
    bool mbo = main->soort == DS_SOORT_MBO;
    double what = unit(a, DS_DRAW_SECOND_WHAT);
    *out = *main;
    out->onbekostigd = false;
    if (mbo && what < kansen->tweede_wat[0]) {
        *out = (ds_life_state){.soort = DS_SOORT_VAVO,
                               .opleiding = 80001,
                               .instelling = main->instelling,
                               .vestiging = main->vestiging};
        return;
    }
    out->opleiding = main->opleiding + 1;
    if (mbo && what < kansen->tweede_wat[0] + kansen->tweede_wat[1])
        out->instelling = (uint16_t)(1 + (main->instelling + 6u) % a->model->n_instellingen);
}

/* Kinds of work in kansen.csv (werk_kans, werk_uren, werk_spreiding), in that order. */
enum work {
    WORK_UNDER_18,
    WORK_AWAY, /* and the four after it: with a diploma of mbo niveau 1 to 4 (or of higher) */
    WORK_HIGHER = WORK_AWAY + 5,
    WORK_SCHOOL,
};

typedef struct work_plan {
    double chance;        /* of a job */
    double least, spread; /* hours a week */
} work_plan;

static work_plan plan_of(const aside *a, enum work work) {
    const ds_model_kansen *kansen = &a->model->kansen;
    return (work_plan){kansen->werk_kans[work], kansen->werk_uren[work],
                       kansen->werk_spreiding[work]};
}

static work_plan work_away(const aside *a, int age) {
    unsigned niveau = 0;
    for (size_t i = 0; i < a->person->n_diplomas; i++) {
        const ds_life_diploma *of = &a->person->diplomas[i];
        if (of->year >= a->year || of->of.soort < DS_SOORT_MBO) continue;
        if (of->of.soort > DS_SOORT_MBO)
            niveau = 4;
        else if (of->of.niveau > niveau)
            niveau = of->of.niveau;
    }
    return plan_of(a, age < 18 ? WORK_UNDER_18 : (enum work)(WORK_AWAY + niveau));
}

static work_plan work_of(const aside *a, const ds_life_state *state, int age) {
    const ds_model_kansen *kansen = &a->model->kansen;
    bool bbl = state->leerweg == 1 + DS_LEERWEG_BBL;
    switch ((enum ds_soort)state->soort) {
    case DS_SOORT_GEEN:
        return work_away(a, age);
    case DS_SOORT_MBO:
        return (work_plan){bbl ? kansen->bbl_uren : kansen->bol_uren, kansen->beroep_uren[bbl],
                           kansen->beroep_uren[2 + bbl]};
    case DS_SOORT_HBO:
    case DS_SOORT_WO:
        return plan_of(a, WORK_HIGHER);
    default:
        return plan_of(a, WORK_SCHOOL);
    }
}

/* Hundredths of an hour, in quarters. */
static uint16_t hours(double least, double spread, double at) {
    return (uint16_t)(25 * (int)(4 * (least + spread * at)));
}

static void add_work(const aside *a, const ds_life_state *state, int age, uint16_t *uren) {
    work_plan plan = work_of(a, state, age);
    if (unit(a, DS_DRAW_WORK) >= plan.chance) return;
    uren[0] = hours(plan.least, plan.spread, unit(a, DS_DRAW_WORK_HOURS));
    if (unit(a, DS_DRAW_WORK_SECOND) < a->model->kansen.tweede_baan)
        uren[1] = hours(2, 8, unit(a, DS_DRAW_SECOND_WHAT));
}

/* The published share of who left niveau 1 or 2 with a diploma two years before: more than ENOUGH
 * hours, or not. */
static void add_work_after(const aside *a, double chance, uint16_t *uren) {
    bool enough = unit(a, DS_DRAW_WORK) < chance;
    uren[0] = uren[1] = 0;
    if (enough)
        uren[0] = (uint16_t)(25 * (4 * ENOUGH + 1 + below(a, DS_DRAW_WORK_HOURS, 111)));
    else if (unit(a, DS_DRAW_WORK_SECOND) < a->model->kansen.kleine_baan)
        uren[0] = (uint16_t)(25 * (1 + below(a, DS_DRAW_WORK_HOURS, 4 * ENOUGH)));
}

/* The chance that was published for who left in year index i, or -1 where it does not apply. */
static double work_after(const aside *a, int i) {
    const ds_life_state *state;
    if (i < 0 || i + 1 >= a->n_years) return -1;
    state = &a->person->states[i];
    if (state->soort != DS_SOORT_MBO || state->niveau > 2 ||
        a->person->states[i + 1].soort != DS_SOORT_GEEN)
        return -1;
    for (size_t k = 0; k < a->person->n_diplomas; k++)
        if (a->person->diplomas[k].year == a->first_year + i &&
            a->person->diplomas[k].of.soort == DS_SOORT_MBO)
            return a->model->werk[ds_model_year(a->first_year + i)][state->niveau - 1]
                                 [ds_life_leerweg(state)][state->hoofdgroep - 1];
    return -1;
}

static uint8_t exemption(const aside *a) {
    const ds_model_kansen *kansen = &a->model->kansen;
    if (unit(a, DS_DRAW_EXEMPT) >= kansen->vrijgesteld) return 0;
    return (uint8_t)(1 + ds_draw_pick(unit(a, DS_DRAW_EXEMPT_WHY), kansen->vrijgesteld_reden,
                                      (uint32_t)ds_codes_reden.n_values));
}

void ds_life_beside(const ds_model *model, ds_life_person *person, int first_year, int last_year) {
    aside a = {model, person, first_year, last_year - first_year + 1, first_year};
    int born = person->birth_year + (person->birth_month >= 10 ? 1 : 0);
    for (int i = 0; i < a.n_years; i++) {
        const ds_life_state *state = &person->states[i];
        bool gone = person->exempt[i] != 0, from_mbo;
        int age;
        double after = work_after(&a, i - 2);
        a.year = first_year + i;
        age = a.year - born;
        from_mbo = i > 0 && person->states[i - 1].soort == DS_SOORT_MBO;
        if (after >= 0)
            add_work_after(&a, after, person->uren[i]);
        else if (age >= 16 && !gone)
            add_work(&a, state, age, person->uren[i]);
        if (state->soort == DS_SOORT_GEEN) {
            /* straight after mbo the exemption is one of the outcomes there */
            if (!gone && !from_mbo && age >= 12 && age < 23) person->exempt[i] = exemption(&a);
        } else if (state->soort >= DS_SOORT_MBO &&
                   unit(&a, DS_DRAW_SECOND) < model->kansen.tweede_inschrijving) {
            second_enrolment(&a, state, &person->seconds[i]);
        }
    }
}
