/* tools/null/null.c: how often a route without an effect is called significant, over how many
 * locations there are (G) and how many of them take part (g): the tables of docs/dekking.md.
 *
 *     doorstroom-null DRAWS [permutation|estimate]
 *
 * permutation: locations as such, each with a mean of its own (variance 0.02 between locations, 1 a
 * person), drawn anew each time, by effect/assign.h. Their sizes are equal; or differ from place to
 * place (a log-normal with 0.7: nine in ten within tenfold); or those that take part have a fifth
 * of the pupils of the others, or five times as many. estimate: pupils at schools, with a level of
 * advice that says who takes part and what becomes of them, by ds_effect_estimate: whatever the row
 * then says, permutation or bootstrap.
 *
 * A line each: how often p <= 5 %, and the standard error of that; how often the interval lacks 0,
 * which is the same. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/effect.h"
#include "effect/assign.h"
#include "effect/resample.h"

enum { PLACES_MAX = 400, ADVICES = 4 };

static ds_random source;

static double uniform(void) {
    return ((double)(ds_random_next(&source) >> 11) + 0.5) * 0x1p-53;
}

static double normal(void) {
    const double radius = sqrt(-2 * log(uniform())), turn = uniform();
    return radius * cos(6.283185307179586 * turn);
}

static void check(ds_status status, const ds_error *err) {
    if (status == DS_OK) return;
    (void)fprintf(stderr, "doorstroom-null: %s\n", err->en);
    exit(1);
}

static void say(size_t n, size_t treated, const char *sizes, size_t significant, size_t draws) {
    const double share = (double)significant / (double)draws;
    (void)printf("| %zu | %zu | %s | %.1f %% | %.1f |\n", n, treated, sizes, 100 * share,
                 100 * sqrt(share * (1 - share) / (double)draws));
    (void)fflush(stdout);
}

/* ---- locations as such ---- */

typedef struct sizes {
    const char *name;
    double treated, others, spread;
} sizes;

static const sizes all_sizes[] = {{"equal", 60, 60, 0},
                                  {"different", 60, 60, 0.7},
                                  {"treated a fifth", 30, 150, 0},
                                  {"treated fivefold", 150, 30, 0}};

static bool permute_once(size_t n, size_t treated, const sizes *s, uint64_t seed) {
    ds_assign_unit units[PLACES_MAX];
    ds_assign assign = {.units = units,
                        .n = n,
                        .alpha = 0.05,
                        .seed = seed,
                        .all = 10000,
                        .draws = 399,
                        .slack = 1e-12};
    ds_assign_result r;
    ds_error err;
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < n; i++) {
        const double spread = exp(s->spread * normal());
        const double pupils = fmax(1, (i < treated ? s->treated : s->others) * spread);
        units[i] = (ds_assign_unit){.weight = pupils,
                                    .value = normal() * sqrt(0.02 + 1 / pupils),
                                    .noise = 0.02 + 1 / pupils,
                                    .treated = i < treated};
        least = fmin(least, pupils);
        most = fmax(most, pupils);
    }
    if (most > 4 * least) {
        assign.studentised = treated > 1 && n - treated > 1;
        assign.by_noise = !assign.studentised;
    }
    check(ds_assign_run(&assign, &r, &err), &err);
    if (!r.cannot && (r.p <= 0.05) != (r.low > 0 || r.high < 0)) {
        (void)fprintf(stderr, "doorstroom-null: p %g, interval %g to %g\n", r.p, r.low, r.high);
        exit(1);
    }
    return !r.cannot && r.p <= 0.05;
}

static void study_permutation(size_t draws) {
    static const size_t places[][2] = {{20, 1}, {40, 1}, {10, 2}, {20, 2},  {20, 3},  {20, 5},
                                       {50, 2}, {50, 5}, {50, 9}, {200, 3}, {200, 9}, {100, 30}};
    (void)printf("| G | g | sizes | p <= 5 %% | ± |\n|---:|---:|---|---:|---:|\n");
    for (size_t k = 0; k < sizeof places / sizeof *places; k++)
        for (size_t s = 0; s < sizeof all_sizes / sizeof *all_sizes; s++) {
            size_t significant = 0;
            for (size_t d = 0; d < draws; d++)
                significant += permute_once(places[k][0], places[k][1], &all_sizes[s], d + 1);
            say(places[k][0], places[k][1], all_sizes[s].name, significant, draws);
        }
}

/* ---- pupils at schools ---- */

static ds_effect_sample *draw_schools(size_t n, size_t treated, bool unequal) {
    static const ds_effect_column columns[1] = {{"advies", DS_EFFECT_FACTOR}};
    static const char *const names[ADVICES] = {"bb", "kb", "gl", "tl"};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    ds_error err;
    if (sample == NULL) exit(1);
    for (size_t l = 0; l < n; l++) {
        const double school = 0.12 * normal();
        const size_t pupils = (size_t)(40 * (unequal ? exp(0.7 * normal()) : 1)) + 2;
        char location[24];
        (void)snprintf(location, sizeof location, "%zu", l);
        for (size_t i = 0; i < pupils; i++) {
            const size_t advice = (size_t)(4 * uniform());
            const double takes_part = 0.2 + 0.1 * (double)advice,
                         share = 0.3 + 0.1 * (double)advice;
            const ds_effect_value value = {.text = {names[advice], strlen(names[advice])}};
            const bool takes = uniform() < takes_part, event = uniform() < share + school;
            const ds_effect_group group = {.values = &value,
                                           .location = {location, strlen(location)},
                                           .treated = l < treated && takes,
                                           .outcome = event ? 1 : 0,
                                           .n = 1};
            check(ds_effect_sample_add(sample, &group, &err), &err);
        }
    }
    check(ds_effect_sample_finish(sample, &err), &err);
    return sample;
}

static void study_estimate(size_t draws) {
    static const size_t places[][2] = {{20, 3},  {50, 5},   {50, 9},   {200, 9},
                                       {50, 10}, {100, 12}, {100, 20}, {100, 50}};
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_error err;
    options.replicates = 200;
    options.n_workers = 1;
    (void)printf("| G | g | sizes | p <= 5 %% | ± |\n|---:|---:|---|---:|---:|\n");
    for (size_t k = 0; k < sizeof places / sizeof *places; k++)
        for (int unequal = 0; unequal < 2; unequal++) {
            size_t significant = 0;
            for (size_t d = 0; d < draws; d++) {
                ds_effect_sample *sample = draw_schools(places[k][0], places[k][1], unequal == 1);
                ds_effect_result r;
                options.seed = d + 1;
                check(ds_effect_estimate((const ds_effect_sample *const *)&sample, 1, &options, &r,
                                         &err),
                      &err);
                significant += r.p <= 0.05 && !(r.flags & DS_EFFECT_CANNOT);
                ds_effect_sample_free(sample);
            }
            say(places[k][0], places[k][1], unequal ? "different" : "equal", significant, draws);
        }
}

int main(int argc, char **argv) {
    const size_t draws = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    if (draws == 0) {
        (void)fprintf(stderr, "doorstroom-null DRAWS [permutation|estimate]\n");
        return 2;
    }
    source = ds_random_start(20261129, 0, 77);
    if (argc < 3 || strcmp(argv[2], "permutation") == 0) study_permutation(draws);
    if (argc < 3 || strcmp(argv[2], "estimate") == 0) study_estimate(draws);
    return 0;
}
