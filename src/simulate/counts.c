/* simulate/counts.c: see counts.h. */
#include "simulate/counts.h"

/* Table 1.1 of the monitor: where the start values were measured, and the first figure after it;
 * the others as definitions/monitor.yaml has them. What was asked once has no later figure. */
enum { NEVER = 0 };
static const int years[DS_COUNTS_INDICATORS][DS_COUNTS_MOMENTS] = {
    [DS_COUNTS_VSV] = {2022, 2023},
    [DS_COUNTS_WERK] = {2021, 2022},
    [DS_COUNTS_STARTERSRESULTAAT] = {2022, 2023},
    [DS_COUNTS_HBO_SUCCES] = {2021, 2022},
    [DS_COUNTS_DOORSTROOM_MBO_HBO] = {2022, 2023},
    [DS_COUNTS_UITSTROOM_DIPLOMA] = {2022, 2023},
    [DS_COUNTS_MENTALE_GEZONDHEID] = {2023, 2025},
    [DS_COUNTS_VEILIG_SCHOOL] = {2022, 2025},
    [DS_COUNTS_TEVREDEN_BEGELEIDING] = {2022, 2025},
    [DS_COUNTS_VOELT_ZICH_STUDENT] = {2024, 2025},
    [DS_COUNTS_ALS_STUDENT_GEZIEN] = {2024, 2025},
    [DS_COUNTS_VEILIG_BPV] = {2024, 2025},
    [DS_COUNTS_HULPMIDDELEN] = {2024, NEVER},
    [DS_COUNTS_BEGELEIDING_NAAR_WERK] = {2024, 2025},
    [DS_COUNTS_LOB] = {2024, 2025},
    [DS_COUNTS_STUDIEVERENIGING] = {2024, NEVER},
};

int ds_counts_year(enum ds_counts_indicator indicator, int moment) {
    return years[indicator][moment];
}

typedef struct life_seen {
    const ds_life_person *person;
    int first_year, last_year;
} life_seen;

static const ds_life_state *state_of(const life_seen *seen, int year) {
    static const ds_life_state none = {0};
    if (year < seen->first_year || year > seen->last_year) return &none;
    return &seen->person->states[year - seen->first_year];
}

static bool is_enrolled(const life_seen *seen, int year) {
    return state_of(seen, year)->soort != DS_SOORT_GEEN;
}

static bool has_diploma_of(const ds_life_person *person, int year, unsigned soort) {
    for (size_t i = 0; i < person->n_diplomas; i++)
        if (person->diplomas[i].year == year && person->diplomas[i].of.soort == soort) return true;
    return false;
}

/* As the definitions ask it: the highest mbo diploma of the school year is of this niveau. */
static bool has_level_of(const ds_life_person *person, int year, unsigned niveau) {
    unsigned highest = 0;
    for (size_t i = 0; i < person->n_diplomas; i++) {
        const ds_life_state *of = &person->diplomas[i].of;
        if (person->diplomas[i].year == year && of->soort == DS_SOORT_MBO && of->niveau > highest)
            highest = of->niveau;
    }
    return highest == niveau;
}

/* Obtained in a school year up to and including year. */
static bool has_startkwalificatie(const ds_life_person *person, int year) {
    for (size_t i = 0; i < person->n_diplomas; i++) {
        const ds_life_state *of = &person->diplomas[i].of;
        if (person->diplomas[i].year > year) continue;
        if (of->soort != DS_SOORT_MBO && of->soort != DS_SOORT_VMBO) return true;
        if (of->soort == DS_SOORT_MBO && of->niveau >= 2) return true;
    }
    return false;
}

static bool is_under_23(const ds_life_person *person, int year) {
    int age = year - person->birth_year;
    if (person->birth_month > 10 || (person->birth_month == 10 && person->birth_day > 1)) age--;
    return age < 23;
}

static int leerweg_of(const ds_life_state *state) {
    if (state->leerweg == DS_LEERWEG_BOL + 1) return 0;
    return state->leerweg == DS_LEERWEG_BBL + 1 ? 1 : -1;
}

static bool is_counted(const ds_life_state *state) {
    return state->soort == DS_SOORT_MBO && state->instelling > 0 &&
           state->instelling <= DS_MODEL_INSTELLINGEN_MAX && state->niveau >= 1 &&
           state->niveau <= DS_MODEL_NIVEAUS;
}

static void count(ds_counts *counts, int moment, enum ds_counts_indicator indicator,
                  const ds_life_state *state, bool holds) {
    int leerweg = leerweg_of(state);
    ds_count *to;
    if (leerweg < 0 && indicator != DS_COUNTS_VSV && indicator != DS_COUNTS_WERK)
        leerweg = 0; /* summed anyway */
    if (leerweg < 0) return;
    to = &counts->of[moment][indicator][state->niveau - 1][leerweg][state->instelling - 1];
    to->noemer++;
    to->teller += holds;
}

static void count_vsv(ds_counts *counts, int moment, const life_seen *seen, int year) {
    const ds_life_state *state = state_of(seen, year);
    if (year + 1 > seen->last_year || !is_counted(state) || !is_under_23(seen->person, year))
        return;
    count(counts, moment, DS_COUNTS_VSV, state,
          !is_enrolled(seen, year + 1) && seen->person->exempt[year + 1 - seen->first_year] == 0 &&
              !has_startkwalificatie(seen->person, year));
}

static bool is_at(const ds_life_state *state, unsigned instelling) {
    return state->soort == DS_SOORT_MBO && state->instelling == instelling;
}

static void count_starters(ds_counts *counts, int moment, const life_seen *seen, int year) {
    const ds_life_state *state = state_of(seen, year);
    if (year + 1 > seen->last_year || year - 1 < seen->first_year || !is_counted(state) ||
        state->niveau < 2 || is_at(state_of(seen, year - 1), state->instelling))
        return;
    count(counts, moment, DS_COUNTS_STARTERSRESULTAAT, state,
          is_at(state_of(seen, year + 1), state->instelling) ||
              has_diploma_of(seen->person, year, DS_SOORT_MBO));
}

static void count_after(ds_counts *counts, int moment, enum ds_counts_indicator indicator,
                        const life_seen *seen, int year) {
    const ds_life_state *state = state_of(seen, year);
    const ds_life_person *person = seen->person;
    uint32_t uren = 0;
    if (year + 2 > seen->last_year || year < seen->first_year || !is_counted(state) ||
        !has_level_of(person, year, state->niveau))
        return;
    if (indicator == DS_COUNTS_DOORSTROOM_MBO_HBO && state->niveau == 4)
        count(counts, moment, indicator, state, state_of(seen, year + 1)->soort == DS_SOORT_HBO);
    if (indicator == DS_COUNTS_DOORSTROOM_MBO_HBO) return;
    if (indicator == DS_COUNTS_HBO_SUCCES) {
        if (state->niveau == 4 && state_of(seen, year + 1)->soort == DS_SOORT_HBO)
            count(counts, moment, indicator, state,
                  state_of(seen, year + 2)->soort == DS_SOORT_HBO);
        return;
    }
    if (state->niveau > 2 || is_enrolled(seen, year + 1)) return;
    for (size_t job = 0; job < DS_LIFE_JOBS_MAX; job++)
        uren += person->uren[year + 2 - seen->first_year][job];
    count(counts, moment, indicator, state, uren > 1200);
}

static void count_leaver(ds_counts *counts, int moment, const life_seen *seen, int year) {
    const ds_life_state *state = state_of(seen, year);
    bool diploma = false;
    if (year + 1 > seen->last_year || !is_counted(state) ||
        state_of(seen, year + 1)->soort == DS_SOORT_MBO)
        return;
    for (size_t i = 0; i < seen->person->n_diplomas; i++)
        diploma = diploma || (seen->person->diplomas[i].year <= year &&
                              seen->person->diplomas[i].of.soort == DS_SOORT_MBO);
    count(counts, moment, DS_COUNTS_UITSTROOM_DIPLOMA, state, diploma);
}

void ds_counts_add(ds_counts *counts, const ds_life_person *person, int first_year, int last_year) {
    life_seen seen = {person, first_year, last_year};
    for (int moment = 0; moment < DS_COUNTS_MOMENTS; moment++) {
        count_vsv(counts, moment, &seen, ds_counts_year(DS_COUNTS_VSV, moment));
        count_starters(counts, moment, &seen, ds_counts_year(DS_COUNTS_STARTERSRESULTAAT, moment));
        count_after(counts, moment, DS_COUNTS_WERK, &seen, ds_counts_year(DS_COUNTS_WERK, moment));
        count_after(counts, moment, DS_COUNTS_HBO_SUCCES, &seen,
                    ds_counts_year(DS_COUNTS_HBO_SUCCES, moment));
        count_after(counts, moment, DS_COUNTS_DOORSTROOM_MBO_HBO, &seen,
                    ds_counts_year(DS_COUNTS_DOORSTROOM_MBO_HBO, moment));
        count_leaver(counts, moment, &seen, ds_counts_year(DS_COUNTS_UITSTROOM_DIPLOMA, moment));
    }
}

void ds_counts_add_answer(ds_counts *counts, enum ds_counts_indicator indicator, int jaar,
                          unsigned instelling, unsigned niveau, unsigned leerweg, uint64_t weight,
                          bool holds) {
    for (int moment = 0; moment < DS_COUNTS_MOMENTS; moment++) {
        ds_count *to = &counts->of[moment][indicator][niveau - 1][leerweg][instelling];
        if (ds_counts_year(indicator, moment) != jaar) continue;
        to->noemer += weight;
        if (holds) to->teller += weight;
    }
}

void ds_counts_merge(ds_counts *into, const ds_counts *from) {
    ds_count *to = &into->of[0][0][0][0][0];
    const ds_count *add = &from->of[0][0][0][0][0];
    for (size_t i = 0; i < sizeof *into / sizeof *to; i++) {
        to[i].teller += add[i].teller;
        to[i].noemer += add[i].noemer;
    }
}

ds_count ds_counts_sum(const ds_counts *counts, int moment, enum ds_counts_indicator indicator,
                       unsigned niveau, int leerweg, unsigned instelling) {
    ds_count sum = {0, 0};
    for (unsigned n = 0; n < DS_MODEL_NIVEAUS; n++) {
        for (int l = 0; l < DS_COUNTS_LEERWEGEN; l++) {
            const ds_count *add = &counts->of[moment][indicator][n][l][instelling];
            if ((niveau != 0 && n + 1 != niveau) || (leerweg >= 0 && l != leerweg)) continue;
            sum.teller += add->teller;
            sum.noemer += add->noemer;
        }
    }
    return sum;
}
