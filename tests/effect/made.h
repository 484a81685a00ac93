/* tests/effect/made.h: made-up persons with a known effect, and samples of them. */
#ifndef DS_TESTS_EFFECT_MADE_H
#define DS_TESTS_EFFECT_MADE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "doorstroom/effect.h"
#include "support/random_source.h"

enum { MADE_OUTCOMES = 5 };

typedef struct made_person {
    int sex, age, advice, location;
    bool treated;
    double outcome[MADE_OUTCOMES];
} made_person;

/* What is made: persons spread over locations, treated in the first few of them only (0: anywhere),
 * more of some advice than of other. Outcome 0 is 0 or 1, the others too but for the last. */
typedef struct made_plan {
    uint64_t seed;
    size_t n;
    int n_locations, n_treated_locations;
    int treated_pct;      /* of the persons where there are treated */
    double school_effect; /* how much the share differs between locations, either way */
} made_plan;

static inline double made_share(random_source *source) {
    return (double)(random_next(source) >> 11) * 0x1p-53;
}

static inline made_person *made_persons(const made_plan *plan) {
    random_source source = {plan->seed * 2 + 1};
    made_person *persons = calloc(plan->n, sizeof *persons);
    double *school = calloc((size_t)plan->n_locations, sizeof *school);
    assert_non_null(persons);
    assert_non_null(school);
    for (int l = 0; l < plan->n_locations; l++)
        school[l] = plan->school_effect * (2 * made_share(&source) - 1);
    for (size_t i = 0; i < plan->n; i++) {
        made_person *p = &persons[i];
        const int few = plan->n_treated_locations;
        double share;
        p->sex = random_below(&source, 2);
        p->age = random_below(&source, 3);
        p->advice = random_below(&source, 4);
        p->location = random_below(&source, plan->n_locations);
        p->treated = (few == 0 || p->location < few) &&
                     random_chance(&source, plan->treated_pct * (4 + 2 * p->sex + p->advice) / 8);
        share = 0.3 + 0.1 * p->sex + 0.05 * p->advice + school[p->location];
        for (int o = 0; o + 1 < MADE_OUTCOMES; o++)
            p->outcome[o] = made_share(&source) < share ? 1 : 0;
        p->outcome[MADE_OUTCOMES - 1] = floor(100 * (share + made_share(&source))) / 8;
    }
    free(school);
    return persons;
}

static inline ds_effect_sample *made_empty(void) {
    static const ds_effect_column columns[3] = {{"geslacht", DS_EFFECT_FACTOR},
                                                {"leeftijd", DS_EFFECT_FACTOR},
                                                {"advies", DS_EFFECT_FACTOR}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 3);
    assert_non_null(sample);
    return sample;
}

static inline void made_add(ds_effect_sample *sample, const made_person *p, double outcome,
                            uint64_t n) {
    char text[4][24];
    const int values[4] = {p->sex, p->age, p->advice, p->location};
    ds_effect_value columns[3];
    ds_effect_group group = {.values = columns, .treated = p->treated, .outcome = outcome, .n = n};
    ds_error err;
    for (int i = 0; i < 4; i++)
        (void)snprintf(text[i], sizeof text[i], "%d", values[i]);
    for (int i = 0; i < 3; i++)
        columns[i] = (ds_effect_value){.text = {text[i], strlen(text[i])}};
    group.location = (ds_text){text[3], strlen(text[3])};
    assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
}

static inline ds_effect_sample *made_sample(const made_person *persons, size_t n, int outcome) {
    ds_effect_sample *sample = made_empty();
    ds_error err;
    for (size_t i = 0; i < n; i++)
        made_add(sample, &persons[i], persons[i].outcome[outcome], 1);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

#endif
