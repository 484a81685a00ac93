/* calibrate/seen.c: see seen.h. */
#include "seen.h"

#include <pthread.h>
#include <stdlib.h>

#define NATIONAL 3e6

typedef struct half {
    const ds_model *model;
    ds_simulate_options options;
    uint64_t first, end;
    seen *to;
} half;

static void see_student(void *context, const ds_life *life, double vsv) {
    seen *to = context;
    const ds_life_state *now = &life->now;
    unsigned y, f = 0;
    unsigned fresh = life->fresh && life->origin <= DS_ORIGIN_VMBO_TL;
    if (life->year < life->first_year) return;
    y = ds_model_year(life->year);
    if (life->model->instellingen[now->instelling - 1].meldt_functiebeperking)
        f = ds_life_has_beperking(life->person, life->year) ? 2 : 1;
    to->students[y][now->niveau - 1][ds_life_leerweg(now)][life->person->migratie]
                [now->hoofdgroep - 1][f][fresh] += 1;
    to->vsv[y][now->niveau - 1][ds_life_leerweg(now)][life->person->migratie][now->hoofdgroep - 1]
           [f][fresh] += vsv;
}

static void see_start(void *context, const ds_life *life, double most, double per) {
    seen *to = context;
    unsigned y = ds_model_year(life->year), n = life->now.niveau - 1u;
    if (life->year < life->first_year) return;
    to->starters[y][n][life->now.hoofdgroep - 1] += 1;
    to->most[y][n][life->now.hoofdgroep - 1] += most;
    to->per[y][n][life->now.hoofdgroep - 1] += per;
    to->kept[y][n][life->now.hoofdgroep - 1] +=
        most - per * life->model->starter_elders[y][n][life->now.hoofdgroep - 1];
}

static void see_hbo(void *context, const ds_life *life, double stays) {
    seen *to = context;
    unsigned y = ds_model_year(life->year - 1), l = life->mbo4_leerweg;
    if (life->year - 1 < life->first_year) return;
    to->hbo[y][l] += 1;
    to->hbo_stays[y][l] += stays;
    if (l != 0) return;
    to->hbo_ses[y][life->mbo4_ses - 1] += 1;
    to->hbo_ses_stays[y][life->mbo4_ses - 1] += stays;
    to->hbo_migratie[y][life->person->migratie] += 1;
    to->hbo_migratie_stays[y][life->person->migratie] += stays;
}

static void see_entry(void *context, const ds_life *life) {
    seen *to = context;
    const ds_life_state *now = &life->now;
    unsigned y, n = now->niveau - 1u, l = ds_life_leerweg(now);
    bool reports = life->model->instellingen[now->instelling - 1].meldt_functiebeperking;
    if (life->age + 1 >= 23 || life->year + 1 < life->first_year) return;
    y = ds_model_year(life->year + 1);
    to->entry[y][n][l][life->person->migratie] += 1;
    to->entry_hoofdgroep[y][l][now->hoofdgroep - 1] += 1;
    to->entry_reports[y][n][l][reports] += 1;
    if (reports && ds_life_has_beperking(life->person, life->year + 1)) to->entry_ja[y][n][l] += 1;
}

static bool has_diploma(const ds_life_person *person, enum ds_soort low, enum ds_soort high,
                        int year, bool that_year) {
    for (size_t i = 0; i < person->n_diplomas; i++) {
        const ds_life_diploma *of = &person->diplomas[i];
        if (of->of.soort >= low && of->of.soort <= high &&
            (that_year ? of->year == year : of->year < year))
            return true;
    }
    return false;
}

static bool ever(const ds_life_person *person, enum ds_soort soort, size_t before) {
    for (size_t i = 0; i < before; i++)
        if (person->states[i].soort == soort) return true;
    return false;
}

/* Where an entrant comes from: the column herkomst of definitions/werkagenda.yaml. */
static unsigned origin_of(const ds_life_person *person, size_t i, int year, int age) {
    uint8_t soort = person->states[i - 1].soort;
    if (age >= 27) return SEEN_27;
    if (soort == DS_SOORT_MBO) return SEEN_ANDERE_MBO;
    if (has_diploma(person, DS_SOORT_HAVO, DS_SOORT_VWO, year, false) || soort == DS_SOORT_HAVO ||
        soort == DS_SOORT_VWO || soort == DS_SOORT_VAVO)
        return SEEN_HAVO_VWO;
    if (has_diploma(person, DS_SOORT_VMBO, DS_SOORT_VMBO, year, false)) return SEEN_VMBO_DIPLOMA;
    if (ever(person, DS_SOORT_PRO, i)) return SEEN_PRO;
    if (soort == DS_SOORT_VSO) return SEEN_OVERIG;
    return ever(person, DS_SOORT_VMBO, i) ? SEEN_VMBO_ZONDER : SEEN_OVERIG;
}

/* An entrant as the indicator instroom of definitions/stromen.yaml has it. */
static bool is_entrant(const ds_life_person *person, size_t i, int year) {
    const ds_life_state *now = &person->states[i], *before = &person->states[i - 1];
    if (now->leerjaar != 1) return false;
    if (before->soort != DS_SOORT_MBO) return true;
    return before->opleiding != now->opleiding &&
           !has_diploma(person, DS_SOORT_MBO, DS_SOORT_MBO, year - 1, true);
}

static void see_mbo(seen *to, const ds_life_person *person, size_t i, int year) {
    const ds_life_state *now = &person->states[i], *next = &person->states[i + 1];
    int age = year - person->birth_year - (person->birth_month >= 10 ? 1 : 0);
    unsigned origin;
    bool lost = next->soort == DS_SOORT_GEEN && person->exempt[i + 1] == 0 &&
                !has_diploma(person, DS_SOORT_MBO, DS_SOORT_MBO, year, true);
    to->mbo[i] += 1;
    if (i == 0) return;
    if (ever(person, DS_SOORT_VSO, i) && !ever(person, DS_SOORT_MBO, i) &&
        person->states[i - 1].soort != DS_SOORT_VSO)
        to->vso_later[i] += 1;
    if (!is_entrant(person, i, year)) return;
    origin = origin_of(person, i, year, age);
    to->origin[i][origin] += 1;
    to->origin_lost[i][origin] += lost;
    if (origin != SEEN_VMBO_DIPLOMA) return;
    to->fresh[i][now->niveau - 1] += 1;
    to->fresh_lost[i][now->niveau - 1] += lost;
}

static void see_vmbo(seen *to, const ds_life_person *person, size_t i, int year) {
    const ds_life_state *now = &person->states[i], *next = &person->states[i + 1];
    unsigned leerweg = now->leerweg - 1u;
    if (now->leerjaar == 3 && (i == 0 || person->states[i - 1].soort != DS_SOORT_VMBO ||
                               person->states[i - 1].leerjaar != 3)) {
        to->vmbo3[i][leerweg][now->sector - 1] += 1;
        if (now->route > 0) to->route[i][now->route - 1][leerweg][now->sector - 1] += 1;
    }
    if (!has_diploma(person, DS_SOORT_VMBO, DS_SOORT_VMBO, year, true)) return;
    to->vmbo[i][leerweg] += 1;
    to->vmbo_enrolled[i][leerweg] += next->soort != DS_SOORT_GEEN;
    to->vmbo_havo[i][leerweg] += next->soort == DS_SOORT_HAVO;
    to->vmbo_mbo[i][leerweg] += next->soort == DS_SOORT_MBO;
}

static void see_work(seen *to, const ds_life_person *person, size_t i, int year) {
    const ds_life_state *now = &person->states[i];
    unsigned l = ds_life_leerweg(now), hours;
    if (now->niveau > 2 || i + 2 >= Y || person->states[i + 1].soort != DS_SOORT_GEEN ||
        !has_diploma(person, DS_SOORT_MBO, DS_SOORT_MBO, year, true))
        return;
    hours = person->uren[i + 2][0] + person->uren[i + 2][1];
    to->werk[i][l][now->hoofdgroep - 1] += 1;
    to->werk_yes[i][l][now->hoofdgroep - 1] += hours > 1200;
}

static void see_person(seen *to, const ds_life_person *person, const ds_simulate_options *options) {
    to->persons += 1;
    for (size_t i = 0; i < Y; i++) {
        const ds_life_state *now = &person->states[i];
        int year = options->first_year + (int)i;
        to->states += now->soort != DS_SOORT_GEEN;
        if (i + 1 == Y) break;
        if (now->soort == DS_SOORT_VMBO) see_vmbo(to, person, i, year);
        if (now->soort == DS_SOORT_MBO) {
            see_mbo(to, person, i, year);
            see_work(to, person, i, year);
        }
        if (now->soort == DS_SOORT_VSO && person->states[i + 1].soort == DS_SOORT_MBO)
            to->vso_direct[i][now->profiel - DS_MODEL_PROFIEL_VSO] += 1;
    }
}

static void *see_half(void *context) {
    half *of = context;
    ds_life_probe probe = {of->to, see_student, see_start, see_hbo, see_entry};
    ds_life_person person;
    for (uint64_t i = of->first; i < of->end; i++) {
        ds_person_make(of->model, &of->options, i, false, &probe, &person);
        see_person(of->to, &person, &of->options);
    }
    return NULL;
}

seen *see(const ds_model *model, uint64_t n_persons, uint64_t seed) {
    seen *both[2] = {calloc(1, sizeof(seen)), calloc(1, sizeof(seen))};
    half halves[2];
    pthread_t thread;
    double *to, *from;
    if (both[0] == NULL || both[1] == NULL) return NULL;
    for (size_t i = 0; i < 2; i++)
        halves[i] = (half){model,
                           {.n_persons = n_persons,
                            .seed = seed,
                            .first_year = DS_SIMULATE_FIRST_YEAR,
                            .last_year = DS_SIMULATE_LAST_YEAR},
                           i * n_persons / 2,
                           (i + 1) * n_persons / 2,
                           both[i]};
    if (pthread_create(&thread, NULL, see_half, &halves[1]) != 0) return NULL;
    (void)see_half(&halves[0]);
    (void)pthread_join(thread, NULL);
    to = (double *)(void *)both[0];
    from = (double *)(void *)both[1];
    for (size_t i = 0; i < sizeof(seen) / sizeof(double); i++)
        to[i] = (to[i] + from[i]) * NATIONAL / (double)n_persons;
    free(both[1]);
    return both[0];
}

double seen_sum(const double t[N][L][M][H][F][SEEN_FRESH], int n, int l, int m, int h, int f) {
    double total = 0;
    for (int a = n < 0 ? 0 : n; a < (n < 0 ? N : n + 1); a++)
        for (int b = l < 0 ? 0 : l; b < (l < 0 ? L : l + 1); b++)
            for (int c = m < 0 ? 0 : m; c < (m < 0 ? M : m + 1); c++)
                for (int d = h < 0 ? 0 : h; d < (h < 0 ? H : h + 1); d++)
                    for (int e = f < 0 ? 0 : f; e < (f < 0 ? F : f + 1); e++)
                        total += t[a][b][c][d][e][0] + t[a][b][c][d][e][1];
    return total;
}
