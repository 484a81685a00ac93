/* simulate/life.h: one made person, and the life that is being made up, a school year at a time.
 *
 * person.c says who it is and walks the years; school.c, mbo.c and higher.c each say, for their
 * kinds of education, what comes after this school year; enter.c how one enters mbo; route.c what a
 * continuous route does; beside.c adds what happens beside school. */
#ifndef DS_SIMULATE_LIFE_H
#define DS_SIMULATE_LIFE_H

#include "base/codes.h"
#include "doorstroom/simulate.h"
#include "simulate/model.h"
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
    uint8_t profiel;    /* +1: of vmbo; DS_MODEL_PROFIEL_VSO on: of vso */
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
    uint64_t key; /* for draws: see random.h */
    int birth_year, birth_month, birth_day;
    uint8_t geslacht, migratie; /* codes */
    uint8_t advies;             /* +1 */
    uint8_t ouders;             /* +1 */
    uint8_t vso_cluster;        /* 0 missing */
    bool route;                 /* took part in a continuous route */
    int beperking_from;         /* a school year: registered as having one from then on; 0: never */
    uint8_t ses[DS_SIMULATE_YEARS_MAX];          /* 1 to 4; 0 missing; by school year as states */
    uint16_t gemeente[DS_SIMULATE_YEARS_MAX];    /* from 0 */
    ds_life_state states[DS_SIMULATE_YEARS_MAX]; /* by school year, from the first delivered */
    ds_life_state seconds[DS_SIMULATE_YEARS_MAX];
    uint8_t exempt[DS_SIMULATE_YEARS_MAX];                  /* +1, reden */
    uint16_t uren[DS_SIMULATE_YEARS_MAX][DS_LIFE_JOBS_MAX]; /* hundredths of an hour; 0 none */
    size_t n_diplomas;
    ds_life_diploma diplomas[DS_LIFE_DIPLOMAS_MAX];
} ds_life_person;

typedef struct ds_life ds_life;

/* What the calibration sees of a school year in mbo, with chances in place of outcomes. */
typedef struct ds_life_probe {
    void *context;
    /* A student under 23 on 1 October of year, and the chance of becoming a vsv'er. */
    void (*student)(void *context, const ds_life *life, double vsv);
    /* A start at an institution on niveau 2 to 4: the chance of being there or having the diploma a
     * year later is most - per_change times the chance of changing institution. */
    void (*start)(void *context, const ds_life *life, double most, double per_change);
    /* A first year in hbo straight after mbo-4, and the chance of being in hbo a year later. */
    void (*hbo)(void *context, const ds_life *life, double stays);
    /* An entry that chose niveau, leerweg and hoofdgroep freely: life->now is the new enrolment, of
     * the school year after life->year. */
    void (*entry)(void *context, const ds_life *life);
} ds_life_probe;

struct ds_life {
    const ds_model *model;
    const ds_life_probe *probe; /* NULL: none */
    ds_life_person *person;
    int first_year, last_year; /* delivered */
    int year;
    int age; /* on 1 October of year */
    ds_life_state now;
    uint8_t ses;
    uint16_t gemeente;
    uint8_t duration;   /* of the present programme, in years */
    uint8_t mbo_niveau; /* obtained; 0 none */
    uint8_t vo;         /* obtained, enum ds_diploma_vo */
    uint8_t years_away; /* since the last enrolment */
    uint8_t gone;       /* died (1) or emigrated (2): reden + 1 */
    uint8_t exempt;     /* next school year: reden + 1 */
    uint8_t motivation; /* 0 … DS_MODEL_MOTIVATIONS - 1: seen by nobody */
    uint8_t origin;     /* enum ds_origin of the last entry into mbo */
    uint8_t route;  /* +1: the route that works on this life; 0: none, or as if there were none */
    uint8_t track;  /* enum ds_track */
    bool fresh;     /* came into mbo this school year */
    bool shortened; /* the present programme, by a route */
    bool started;   /* the present school year is the first at this mbo institution */
    bool been_in_mbo, been_in_vso;
    bool from_mbo4;       /* in hbo straight from mbo-4, the first year */
    uint8_t mbo4_leerweg; /* 0 bol, 1 bbl, 2 extraneus; with from_mbo4 */
    uint8_t mbo4_ses;
    bool without_route; /* the counterfactual */
    uint16_t vo_school; /* +1 */
};

/* What comes after this school year: each sets life->now to the next year's enrolment (soort geen
 * for none) and adds the diploma that this year gave. */
void ds_life_after_school(ds_life *life); /* po so vso pro vmbo havo vwo vavo */
void ds_life_after_mbo(ds_life *life);
void ds_life_after_higher(ds_life *life); /* hbo wo */
void ds_life_after_away(ds_life *life);   /* not enrolled */

void ds_life_enter_vo(ds_life *life, enum ds_track track);
void ds_life_enter_higher(ds_life *life, enum ds_soort soort);
void ds_life_leave(ds_life *life);
/* Where a programme in mbo is entered by who is in mbo already. */
enum ds_where { DS_WHERE_ANY, DS_WHERE_MAY_STAY, DS_WHERE_STAY, DS_WHERE_ELSEWHERE };
/* Into mbo next school year. niveau 0: chosen by where one comes from; else that one. */
void ds_life_enter_mbo(ds_life *life, enum ds_origin origin, uint8_t niveau, enum ds_where where);
/* At another institution from next school year on, in the same programme. */
void ds_life_choose_instelling(ds_life *life);
/* A diploma of the present enrolment, obtained in the present school year. */
void ds_life_add_diploma(ds_life *life);

/* Dies or emigrates: true, and left. */
bool ds_life_goes(ds_life *life);
/* Whether a havo or vwo diploma, or one of mbo from niveau 2 on, was obtained. */
static inline bool ds_life_has_startkwalificatie(const ds_life *life) {
    return life->mbo_niveau >= 2 || life->vo >= DS_VO_HAVO;
}
/* The leerweg of an mbo state as the model counts them: 0 bol, 1 bbl, 2 extraneus. */
static inline unsigned ds_life_leerweg(const ds_life_state *state) {
    return state->leerweg - 1u - DS_LEERWEG_BOL;
}
extern const ds_model_route_effect ds_life_no_effect; /* factors 1, differences 0 */
/* The route's effects on this life. */
static inline const ds_model_route_effect *ds_life_effect(const ds_life *life) {
    return life->route == 0 ? &ds_life_no_effect : &life->model->effect[life->route - 1];
}

/* A vmbo pupil who comes into the third year: does a route begin here? */
void ds_life_choose_route(ds_life *life);

/* Work, exemptions and second enrolments, once the states are known. */
void ds_life_beside(const ds_model *model, ds_life_person *person, int first_year, int last_year);

/* The person with this number, 0 … n - 1; a function of its arguments alone. without_route: the
 * life of the same person had there been no routes. probe may be NULL. */
void ds_person_make(const ds_model *model, const ds_simulate_options *options, uint64_t number,
                    bool without_route, const ds_life_probe *probe, ds_life_person *out);

/* As registered on 1 October of year. */
static inline bool ds_life_has_beperking(const ds_life_person *person, int year) {
    return person->beperking_from != 0 && person->beperking_from <= year;
}

static inline double ds_life_unit(const ds_life *life, enum ds_draw draw) {
    return ds_draw_unit(life->person->key, life->year, draw);
}
static inline bool ds_life_chance(const ds_life *life, enum ds_draw draw, double chance) {
    return ds_life_unit(life, draw) < chance;
}
static inline uint32_t ds_life_below(const ds_life *life, enum ds_draw draw, uint32_t n) {
    return ds_draw_below(life->person->key, life->year, draw, n);
}

#endif
