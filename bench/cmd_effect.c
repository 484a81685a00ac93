/* bench/cmd_effect.c: 'effect' measures ds_effect_estimate on made-up persons: three routes, six
 * outcomes, five years, with a bootstrap over locations; the same estimate by estimate, without
 * sharing scores and resamples; and one estimate with a score that is different for everybody.
 *
 * The persons are no simulation of anybody: 184,010 of them by a fixed seed, 4,003 treated in 40 of
 * 600 locations, with sex, age, background and advice as covariates and the cohort as exact column.
 * Five outcomes are of everybody: years 1 to 3 of all cohorts, years 4 and 5 without the last one
 * and two, for whom they are not there yet. The sixth is of those only who got somewhere in that
 * year: other persons each year. That makes eight sets of persons a route. Beside it the plain
 * case, in which all thirty are of everybody. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "bench.h"
#include "doorstroom/effect.h"

enum {
    PERSONS = 184010,
    TREATED = 4003,
    LOCATIONS = 600,
    TREATED_LOCATIONS = 40,
    ROUTES = 3,
    OUTCOMES = 6,
    YEARS = 5,
    COHORTS = 7,
    SAMPLES = OUTCOMES * YEARS,
};

typedef struct person {
    int sex, age, background, advice, cohort, location;
    bool treated;
    double score; /* a number of their own */
    bool outcome[OUTCOMES][YEARS];
    bool arrived[YEARS]; /* whom the sixth outcome is about */
} person;

static uint64_t at = 0;

static double share(void) {
    return (double)(ds_hash_mix(++at * 0x9e3779b97f4a7c15u) >> 11) * 0x1p-53;
}

/* 0 … n - 1, the low ones more often. */
static int skewed(int n) {
    double x = share();
    return (int)(n * x * (0.4 + 0.6 * x));
}

static void make_person(person *p, const double *schools) {
    double level;
    p->sex = share() < 0.5;
    p->age = skewed(4);
    p->background = skewed(3);
    p->advice = skewed(7);
    p->cohort = (int)(COHORTS * share());
    p->location = (int)(LOCATIONS * share());
    p->treated = false;
    p->score = share();
    level = 0.3 + 0.05 * p->advice - 0.04 * p->age + 0.03 * p->sex + schools[p->location];
    for (int y = 0; y < YEARS; y++) {
        p->arrived[y] = share() < level + 0.1 * y;
        for (int o = 0; o < OUTCOMES; o++)
            p->outcome[o][y] = share() < level + 0.02 * o;
    }
}

/* TREATED of those in the treated locations, more often with some covariates than with others. */
static void treat(person *persons) {
    size_t left = TREATED;
    while (left > 0) {
        person *p = &persons[(size_t)(PERSONS * share())];
        if (p->treated || p->location >= TREATED_LOCATIONS) continue;
        if (share() > 0.2 + 0.1 * p->advice + 0.1 * p->sex) continue;
        p->treated = true;
        left--;
    }
}

static person *make_persons(int route) {
    person *persons = calloc(PERSONS, sizeof *persons);
    double schools[LOCATIONS];
    if (persons == NULL) bench_die("no memory");
    at = (uint64_t)route << 40;
    for (int l = 0; l < LOCATIONS; l++)
        schools[l] = 0.1 * (share() - 0.5);
    for (size_t i = 0; i < PERSONS; i++)
        make_person(&persons[i], schools);
    treat(persons);
    return persons;
}

static void add(ds_effect_sample *sample, const person *p, bool outcome) {
    static const char digits[] = "0123456789";
    ds_effect_value values[6] = {
        {.text = {digits + p->cohort, 1}}, {.text = {digits + p->sex, 1}},
        {.text = {digits + p->age, 1}},    {.text = {digits + p->background, 1}},
        {.text = {digits + p->advice, 1}}, {.number = p->score},
    };
    char location[16];
    ds_effect_group group = {.values = values, .treated = p->treated, .outcome = outcome, .n = 1};
    ds_error err;
    (void)snprintf(location, sizeof location, "%d", p->location);
    group.location = (ds_text){location, strlen(location)};
    bench_check(ds_effect_sample_add(sample, &group, &err), &err);
}

/* Which persons a sample holds. */
typedef enum who { EVERYBODY, OBSERVED, CONTINUOUS } who;

static ds_effect_sample *make_sample(const person *persons, int outcome, int year, who which) {
    static const ds_effect_column columns[6] = {
        {"schooljaar", DS_EFFECT_EXACT}, {"geslacht", DS_EFFECT_FACTOR},
        {"leeftijd", DS_EFFECT_FACTOR},  {"migratieachtergrond", DS_EFFECT_FACTOR},
        {"advies", DS_EFFECT_FACTOR},    {"toets", DS_EFFECT_NUMBER},
    };
    ds_effect_sample *sample = ds_effect_sample_new(columns, which == CONTINUOUS ? 6 : 5);
    ds_error err;
    if (sample == NULL) bench_die("no memory");
    for (size_t i = 0; i < PERSONS; i++) {
        const person *p = &persons[i];
        if (which == OBSERVED && p->cohort >= COHORTS - (year > 2 ? year - 2 : 0)) continue;
        if (which == OBSERVED && outcome == OUTCOMES - 1 && !p->arrived[year]) continue;
        add(sample, p, p->outcome[outcome][year]);
    }
    bench_check(ds_effect_sample_finish(sample, &err), &err);
    return sample;
}

/* The rows of the first estimate, for whoever wants to compute it in another way. */
static void write_rows(const person *persons, const char *path) {
    FILE *file = bench_create(path);
    (void)fputs("treated,outcome,geslacht,leeftijd,migratieachtergrond,advies,schooljaar,"
                "locatie,toets\n",
                file);
    for (size_t i = 0; i < PERSONS; i++) {
        const person *p = &persons[i];
        (void)fprintf(file, "%d,%d,%d,%d,%d,%d,%d,%d,%.17g\n", p->treated, p->outcome[0][0], p->sex,
                      p->age, p->background, p->advice, p->cohort, p->location, p->score);
    }
    bench_close(file, path);
}

static bench_moment estimate(ds_effect_sample **samples, size_t n, const ds_effect_options *options,
                             ds_effect_result *out) {
    bench_moment start = bench_now(), end;
    ds_error err;
    bench_check(ds_effect_estimate((const ds_effect_sample *const *)samples, n, options, out, &err),
                &err);
    end = bench_now();
    return (bench_moment){end.wall - start.wall, end.cpu - start.cpu};
}

/* Three routes' thirty samples by year and outcome. */
static void make_routes(ds_effect_sample **samples, who which, const char *path) {
    for (int route = 0; route < ROUTES; route++) {
        person *persons = make_persons(route);
        if (path != NULL && route == 0) write_rows(persons, path);
        for (int y = 0; y < YEARS; y++)
            for (int o = 0; o < OUTCOMES; o++)
                *samples++ = make_sample(persons, o, y, which);
        free(persons);
    }
}

static void measure_routes(ds_effect_sample **samples, const char *name,
                           const ds_effect_options *options, ds_effect_result *out) {
    bench_moment took = estimate(samples, ROUTES * SAMPLES, options, out);
    (void)printf("%s %.6f\n%s_cpu %.6f\n", name, took.wall, name, took.cpu);
    bench_say_exact("difference", out[0].difference);
    bench_say("se", out[0].se);
    bench_say("se_locations", out[0].se_influence_locations);
}

/* The estimates of one route, one by one, to the same bits. */
static void measure_apart(ds_effect_sample **samples, const ds_effect_options *options,
                          const ds_effect_result *together) {
    bench_moment sum = {0};
    for (size_t i = 0; i < SAMPLES; i++) {
        ds_effect_result one;
        bench_moment took = estimate(&samples[i], 1, options, &one);
        if (one.se != together[i].se) bench_die("estimate %zu differs alone", i);
        sum.wall += took.wall;
        sum.cpu += took.cpu;
    }
    bench_say("apart", ROUTES * sum.wall);
    bench_say("apart_cpu", ROUTES * sum.cpu);
}

/* One estimate with a score for everybody: the formulas, then a few replicates. */
static void measure_continuous(const ds_effect_options *options) {
    enum { REPLICATES = 32 };
    person *persons = make_persons(0);
    ds_effect_options few = *options;
    ds_effect_sample *sample = make_sample(persons, 0, 0, CONTINUOUS);
    ds_effect_result r;
    bench_moment once, more;
    few.se = DS_EFFECT_SE_INFLUENCE;
    once = estimate(&sample, 1, &few, &r);
    bench_say_exact("continuous_difference", r.difference);
    bench_say("continuous_once", once.wall);
    bench_say("continuous_once_cpu", once.cpu);
    few.se = DS_EFFECT_SE_BOOTSTRAP;
    few.replicates = REPLICATES;
    more = estimate(&sample, 1, &few, &r);
    bench_say("continuous_each", (more.wall - once.wall) / REPLICATES);
    bench_say("continuous_each_cpu", (more.cpu - once.cpu) / REPLICATES);
    ds_effect_sample_free(sample);
    free(persons);
}

static void free_samples(ds_effect_sample **samples) {
    for (size_t i = 0; i < (size_t)ROUTES * SAMPLES; i++)
        ds_effect_sample_free(samples[i]);
}

int bench_effect(const bench_args *args) {
    static ds_effect_sample *samples[ROUTES * SAMPLES];
    static ds_effect_result out[ROUTES * SAMPLES];
    ds_effect_options options = {.bandwidth = 0.01,
                                 .replicates = (uint32_t)args->number,
                                 .seed = 1,
                                 .n_workers = args->threads};
    bench_moment start = bench_now();
    make_routes(samples, EVERYBODY, args->file);
    bench_say("samples", bench_now().wall - start.wall);
    bench_say("persons", PERSONS);
    bench_say("estimates", ROUTES * SAMPLES);
    bench_say("replicates", (double)args->number);
    measure_routes(samples, "everybody", &options, out);
    free_samples(samples);
    make_routes(samples, OBSERVED, NULL);
    measure_routes(samples, "observed", &options, out);
    measure_apart(samples, &options, out);
    free_samples(samples);
    measure_continuous(&options);
    bench_say_memory();
    return 0;
}
