/* simulate/life.h: one made person, and the life that is being made up, a school year at a time.
 *
 * person.c says who it is and walks the years; school.c, mbo.c and higher.c each say, for their
 * kinds of education, what comes after this school year; beside.c adds what happens beside school.
 */
#ifndef DS_SIMULATE_LIFE_H
#define DS_SIMULATE_LIFE_H

#include "base/codes.h"
#include "doorstroom/simulate.h"
#include "simulate/random.h"

enum { DS_LIFE_ID_SIZE = 9, DS_LIFE_DIPLOMAS_MAX = 12, DS_LIFE_JOBS_MAX = 2 };

/* An enrolment on 1 October; fields that say +1 hold an index plus one, 0 is missing. */
typedef struct ds_life_state {
    uint32_t opleiding;  /* 0 missing */
    uint16_t instelling; /* +1, within the kind that fits the soort */
    uint8_t soort;       /* enum ds_soort; DS_SOORT_GEEN: none */
    uint8_t leerjaar;
    uint8_t leerweg; /* +1, enum ds_leerweg */
    uint8_t niveau;
    uint8_t hoofdgroep; /* +1 */
    uint8_t sector;     /* +1 */
    uint8_t profiel;    /* +1 */
    uint8_t route;      /* +1 */
    uint8_t vestiging;  /* +1 */
    bool onbekostigd;
} ds_life_state;

typedef struct ds_life_diploma {
    int year;
    ds_life_state of;
} ds_life_diploma;

typedef struct ds_life_person {
    char id[DS_LIFE_ID_SIZE];
    int birth_year, birth_month, birth_day;
    uint8_t geslacht, migratie; /* codes */
    uint8_t ses;                /* 1 to 4; 0 missing */
    uint8_t advies;             /* +1 */
    uint8_t ouders;             /* +1 */
    uint8_t vso_cluster;        /* 0 missing */
    uint16_t gemeente;          /* from 0 */
    bool beperking;
    int beperking_from;                          /* a school year: from then on; 0: always */
    ds_life_state states[DS_SIMULATE_YEARS_MAX]; /* by school year, from the first delivered */
    ds_life_state seconds[DS_SIMULATE_YEARS_MAX];
    uint8_t exempt[DS_SIMULATE_YEARS_MAX];                  /* +1, reden */
    uint16_t uren[DS_SIMULATE_YEARS_MAX][DS_LIFE_JOBS_MAX]; /* hundredths of an hour; 0 none */
    size_t n_diplomas;
    ds_life_diploma diplomas[DS_LIFE_DIPLOMAS_MAX];
} ds_life_person;

typedef struct ds_life {
    ds_random random;
    ds_life_person *person;
    int first_year, last_year; /* delivered */
    int year;
    int age; /* on 1 October of year */
    ds_life_state now;
    uint8_t duration;   /* of the present programme, in years */
    uint8_t mbo_niveau; /* obtained; 0 none */
    uint8_t vo;         /* obtained, enum ds_diploma_vo */
    uint8_t years_away; /* since the last enrolment */
    uint8_t gone;       /* died (1) or emigrated (2): reden + 1 */
    uint16_t drop_pct;  /* of this person, relative */
    uint16_t vo_school; /* +1 */
} ds_life;

/* What comes after this school year: each sets life->now to the next year's enrolment (soort geen
 * for none) and adds the diploma that this year gave. */
void ds_life_after_school(ds_life *life); /* po so vso pro vmbo havo vwo vavo */
void ds_life_after_mbo(ds_life *life);
void ds_life_after_higher(ds_life *life); /* hbo wo */
void ds_life_after_away(ds_life *life);   /* not enrolled */

void ds_life_enter_vo(ds_life *life);
void ds_life_enter_mbo(ds_life *life, uint8_t niveau);
void ds_life_enter_higher(ds_life *life, enum ds_soort soort);
void ds_life_leave(ds_life *life);
/* A diploma of the present enrolment, obtained in the present school year. */
void ds_life_add_diploma(ds_life *life);

/* Work, exemptions and second enrolments, once the states are known. */
void ds_life_beside(ds_life *life);

/* The person with this number, 0 … n - 1; a function of its arguments alone. */
void ds_person_make(const ds_simulate_options *options, uint64_t number, ds_life_person *out);

static inline bool ds_life_chance(ds_life *life, uint32_t per_10k) {
    return ds_random_chance(&life->random, per_10k);
}
static inline uint32_t ds_life_below(ds_life *life, uint32_t n) {
    return ds_random_below(&life->random, n);
}

#endif
