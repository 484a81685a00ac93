/* simulate/person.c: who a made person is, and the walk through the years: see life.h. */
#include <string.h>

#include "base/date.h"
#include "simulate/life.h"

enum { ATTEMPTS = 48, CLASSES = DS_MODEL_COHORTS * (DS_TRACKS + 1) * DS_MODEL_MIGRATIES };

/* Nine digits, each number once: n times a step without a factor in common with 10^9 goes through
 * all of them before it comes back. */
static void print_id(uint64_t seed, uint64_t number, char id[DS_LIFE_ID_SIZE]) {
    uint64_t value = (ds_hash_mix(seed) % 1000000000u + number * 618033989u) % 1000000000u;
    for (int i = DS_LIFE_ID_SIZE - 1; i >= 0; i--) {
        id[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* The class of persons that a draw falls in. */
static size_t draw_class(const ds_life *life) {
    const double *end = life->model->class_end;
    double at = ds_life_unit(life, DS_DRAW_CLASS) * end[CLASSES - 1];
    size_t low = 0, high = CLASSES - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (at < end[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void draw_ses(ds_life *life, enum ds_draw draw) {
    const double *weights = life->model->ses[life->person->migratie];
    life->ses = (uint8_t)(1 + ds_draw_pick(ds_life_unit(life, draw), weights, DS_MODEL_SES));
}

static void draw_attributes(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    ds_life_person *person = life->person;
    double sex = ds_life_unit(life, DS_DRAW_GESLACHT);
    person->geslacht = sex < kansen->geslacht_x ? 2 : sex < kansen->geslacht_v ? 1 : 0;
    draw_ses(life, DS_DRAW_SES);
    person->ouders =
        (uint8_t)(1 + ds_draw_pick(ds_life_unit(life, DS_DRAW_OUDERS), kansen->ouders, 3));
    life->gemeente = (uint16_t)ds_life_below(life, DS_DRAW_GEMEENTE, DS_MODEL_GEMEENTEN);
    life->motivation = (uint8_t)ds_life_below(life, DS_DRAW_MOTIVATION, DS_MODEL_MOTIVATIONS);
}

/* A birthday in the year before 1 October of born + 1, so that the person is n on 1 October of
 * born + 1 + n. */
static void draw_birthday(ds_life *life, int born) {
    int32_t day = ds_date_days(born, 10, 2) + (int32_t)ds_life_below(life, DS_DRAW_BIRTHDAY, 365);
    ds_date_civil(day, &life->person->birth_year, &life->person->birth_month,
                  &life->person->birth_day);
}

/* What the primary school advised: the vo that followed, give or take one. Above gl and tl alike
 * stands havo. */
static void draw_advies(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    bool high = life->track == DS_TRACK_GL || life->track == DS_TRACK_TL;
    int advies = 1 + (life->track <= DS_TRACK_VWO ? life->track : DS_TRACK_BB);
    const double weights[] = {kansen->advies_af[0], kansen->advies_af[1],
                              high ? kansen->advies_havo : kansen->advies_af[2]};
    advies += (int)ds_draw_pick(ds_life_unit(life, DS_DRAW_ADVIES), weights, 3) - 1;
    if (high && advies > 1 + (int)life->track) advies = 1 + DS_TRACK_HAVO;
    life->person->advies = (uint8_t)(advies < 1 ? 1 : advies > 6 ? 6 : advies);
}

static void start_adult(ds_life *life, int year) {
    const double *ages = life->model->kansen.volwassen_leeftijd;
    life->year = year - 1; /* away, until this year ends */
    life->age = (int)(ages[0] - 1 + ages[1] * ds_life_unit(life, DS_DRAW_AGE));
    draw_birthday(life, life->year - life->age - 1);
    ds_life_enter_mbo(life, DS_ORIGIN_VOLWASSEN, 0, DS_WHERE_ANY);
    life->year++;
    life->age++;
}

/* From the first delivered year of primary school on. */
static void start_young(ds_life *life, int entry) {
    const double *weights = life->model->kansen.vo_leeftijd;
    int po = (int)life->model->kansen.po_jaren;
    int age = 11 + (int)ds_draw_pick(ds_life_unit(life, DS_DRAW_AGE), weights, 3);
    draw_birthday(life, entry - age - 1);
    draw_advies(life);
    life->year = entry - po;
    life->age = age - po;
    if (po > 0)
        life->now = (ds_life_state){.soort = DS_SOORT_PO, .leerjaar = (uint8_t)(9 - po)};
    else
        ds_life_enter_vo(life, (enum ds_track)life->track);
}

static void start(ds_life *life) {
    size_t of = draw_class(life);
    size_t young = (size_t)DS_MODEL_COHORTS * DS_TRACKS * DS_MODEL_MIGRATIES;
    bool adult = of >= young;
    life->person->migratie = (uint8_t)(of % DS_MODEL_MIGRATIES);
    of = (adult ? of - young : of) / DS_MODEL_MIGRATIES;
    draw_attributes(life);
    if (adult) {
        life->track = DS_TRACK_BB;
        start_adult(life, DS_MODEL_FIRST_COHORT + (int)of);
    } else {
        life->track = (uint8_t)(of % DS_TRACKS);
        start_young(life, DS_MODEL_FIRST_COHORT + (int)(of / DS_TRACKS));
    }
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

void ds_life_leave(ds_life *life) {
    life->now = (ds_life_state){.soort = DS_SOORT_GEEN};
    life->years_away = 0;
}

bool ds_life_goes(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    if (!ds_life_chance(life, DS_DRAW_GONE, kansen->weg)) return false;
    life->gone = ds_life_chance(life, DS_DRAW_GONE_WHY, kansen->overleden) ? 1 : 2;
    ds_life_leave(life);
    return true;
}

static void record(ds_life *life) {
    int i = life->year - life->first_year;
    if (i >= 0) {
        life->person->states[i] = life->now;
        life->person->exempt[i] = life->gone != 0 ? life->gone : life->exempt;
        life->person->ses[i] = life->ses;
        life->person->gemeente[i] = life->gemeente;
    }
    life->exempt = 0;
}

static void change_attributes(ds_life *life) {
    const ds_model_kansen *kansen = &life->model->kansen;
    if (life->age >= 16 && ds_life_chance(life, DS_DRAW_MOVE, kansen->verhuist))
        life->gemeente = (uint16_t)ds_life_below(life, DS_DRAW_MOVE_WHERE, DS_MODEL_GEMEENTEN);
    if (ds_life_chance(life, DS_DRAW_SES_CHANGE, kansen->ses_verandert))
        draw_ses(life, DS_DRAW_SES);
}

static void step(ds_life *life) {
    if (life->gone != 0) return;
    if (life->now.soort == DS_SOORT_MBO) { /* there a going away is one of the outcomes */
        ds_life_after_mbo(life);
    } else if (!ds_life_goes(life)) {
        if (life->now.soort == DS_SOORT_GEEN)
            ds_life_after_away(life);
        else if (life->now.soort >= DS_SOORT_HBO)
            ds_life_after_higher(life);
        else
            ds_life_after_school(life);
    }
    change_attributes(life);
    if (life->now.soort == DS_SOORT_VSO) {
        life->person->vso_cluster = (uint8_t)(3 + (life->person->key >> 7 & 1));
        life->been_in_vso = true;
    }
}

/* True when enrolled in one of the years asked at least. */
static bool walk(ds_life *life) {
    bool enrolled = false;
    start(life);
    for (; life->year <= life->last_year; life->year++, life->age++) {
        record(life);
        enrolled |= life->year >= life->first_year && life->now.soort != DS_SOORT_GEEN;
        step(life);
    }
    return enrolled;
}

void ds_person_make(const ds_model *model, const ds_simulate_options *options, uint64_t number,
                    bool without_route, const ds_life_probe *probe, ds_life_person *out) {
    for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
        ds_life life = {.model = model,
                        .probe = probe,
                        .person = out,
                        .first_year = options->first_year,
                        .last_year = options->last_year,
                        .without_route = without_route};
        memset(out, 0, sizeof *out);
        out->key = ds_draw_key(options->seed, number, attempt);
        print_id(options->seed, number, out->id);
        if (walk(&life)) break;
        /* no enrolment in these years: another life */
    }
    ds_life_beside(model, out, options->first_year, options->last_year);
}
