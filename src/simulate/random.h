/* simulate/random.h: chance, drawn by name.
 *
 * Every draw is a function of (person's key, school year, what is drawn) and of nothing else:
 * counter-based, no stream. So no thread, no other person and no earlier decision has a say in it,
 * and a life that is lived twice, with a route and without it, differs only where the route does
 * something (common random numbers). The mixer is the finaliser of base/hash.h. */
#ifndef DS_SIMULATE_RANDOM_H
#define DS_SIMULATE_RANDOM_H

#include "base/hash.h"

/* What is drawn. Each at most once a person a school year. */
enum ds_draw {
    DS_DRAW_CLASS,
    DS_DRAW_BIRTHDAY,
    DS_DRAW_GESLACHT,
    DS_DRAW_SES,
    DS_DRAW_OUDERS,
    DS_DRAW_GEMEENTE,
    DS_DRAW_ADVIES,
    DS_DRAW_MOTIVATION,
    DS_DRAW_SCHOOL,
    DS_DRAW_AGE,
    DS_DRAW_GONE,
    DS_DRAW_GONE_WHY,
    DS_DRAW_REPEAT,
    DS_DRAW_LEAVE,
    DS_DRAW_PASS,
    DS_DRAW_NEXT,
    DS_DRAW_PROFIEL,
    DS_DRAW_ROUTE,
    DS_DRAW_ROUTE_WHICH,
    DS_DRAW_ROUTE_TOGETHER, /* a route's effect on the way into mbo */
    DS_DRAW_DIRECTION,
    DS_DRAW_ENTRY,
    DS_DRAW_HOOFDGROEP,
    DS_DRAW_OPLEIDING,
    DS_DRAW_STAY,
    DS_DRAW_REPORTS,
    DS_DRAW_INSTELLING,
    DS_DRAW_VESTIGING,
    DS_DRAW_BEPERKING,
    DS_DRAW_DURATION,
    DS_DRAW_SHORTER,
    DS_DRAW_VSV,
    DS_DRAW_VSV_DIPLOMA,
    DS_DRAW_EXEMPT,
    DS_DRAW_EXEMPT_WHY,
    DS_DRAW_QUIT,
    DS_DRAW_GRADUATE,
    DS_DRAW_ELSEWHERE,
    DS_DRAW_CHANGE,
    DS_DRAW_HIGHER,
    DS_DRAW_HIGHER_STAY,
    DS_DRAW_RETURN,
    DS_DRAW_WORK,
    DS_DRAW_WORK_HOURS,
    DS_DRAW_WORK_SECOND,
    DS_DRAW_SECOND,
    DS_DRAW_SECOND_WHAT,
    DS_DRAW_MOVE,
    DS_DRAW_MOVE_WHERE,
    DS_DRAW_SES_CHANGE,
    DS_DRAW_ONBEKOSTIGD,
    DS_DRAW_VSO_PROFIEL,
    DS_DRAW_SURVEY, /* and the next hundred: one an answer */
    DS_DRAWS = DS_DRAW_SURVEY + 100,
};

/* The key of a person; attempt (below 64) counts the lives that were never enrolled in the years
 * asked. */
static inline uint64_t ds_draw_key(uint64_t seed, uint64_t number, unsigned attempt) {
    uint64_t start = ds_hash_mix(seed + 0x9e3779b97f4a7c15u);
    return ds_hash_mix(start ^ ds_hash_mix(number * 64u + attempt + 1));
}

static inline uint64_t ds_draw_bits(uint64_t key, int year, unsigned draw) {
    uint64_t counter = (uint64_t)(uint32_t)year * DS_DRAWS + draw;
    return ds_hash_mix(key + counter * 0x9e3779b97f4a7c15u);
}

/* From 0 up to and without 1, in steps of 2^-53. */
static inline double ds_draw_unit(uint64_t key, int year, unsigned draw) {
    return (double)(ds_draw_bits(key, year, draw) >> 11) * 0x1p-53;
}

/* 0 … n - 1. */
static inline uint32_t ds_draw_below(uint64_t key, int year, unsigned draw, uint32_t n) {
    return (uint32_t)(((ds_draw_bits(key, year, draw) >> 32) * n) >> 32);
}

/* An index of weights[n], none of them negative, each in proportion to its weight; unit is a draw.
 * n - 1 when all are 0. */
static inline uint32_t ds_draw_pick(double unit, const double *weights, uint32_t n) {
    double total = 0;
    uint32_t i, last = n - 1;
    for (i = 0; i < n; i++) {
        total += weights[i];
        if (weights[i] > 0) last = i;
    }
    unit *= total;
    for (i = 0; i < last; i++) {
        if (unit < weights[i]) break;
        unit -= weights[i];
    }
    return i;
}

#endif
