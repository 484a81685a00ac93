/* coverage/drops.c: doorstroom-drops [REPETITIONS [SMALLEST [LARGEST [POPULATION [SEED]]]]]: what a
 * bandwidth does to the estimate at 1,000 to 1,000,000 persons, on made populations whose effect is
 * known; a table for docs/dekking.md. From 100,000 persons on there are REPETITIONS (50), below
 * four times as many; above 100,000 only auto and pair, the others being there to compare with.
 * POPULATION: one of them (steep, rare, scarce, cells), else all.
 *
 * The truth is the mean effect on the treated who are there, so that chance in who is treated plays
 * no part. A bias is small when it is below the standard deviation of the estimate, or below 1 % of
 * that of the outcome, whichever is larger; it is called large when it is more than two Monte Carlo
 * standard errors above that. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/effect.h"

enum { SIZES = 6, RULES = 5, MANY = 100000, BOTH_ONLY = 2 };

typedef struct population {
    const char *name;
    bool categories; /* x is one of 30 combinations; else a normal number */
    double constant, slope;
} population;

/* Scores that all differ, the effect growing with them: as many treated as controls at the top, few
 * treated, and treated from where there are hardly any controls; and scores of 30 values. */
static const population populations[] = {{"steep", false, -1, 2},
                                         {"rare", false, -4, 1},
                                         {"scarce", false, -2, 3},
                                         {"cells", true, -3, 0.4}};

static const struct {
    const char *name;
    ds_effect_rule rule;
    double bandwidth;
    bool linear;
} rules[RULES] = {{"auto", DS_EFFECT_AUTO, 0, false},
                  {"pair", DS_EFFECT_PAIR, 0, false},
                  {"auto, linear", DS_EFFECT_AUTO, 0, true},
                  {"0.06", DS_EFFECT_FIXED, 0.06, false},
                  {"0.01", DS_EFFECT_FIXED, 0.01, false}};

typedef struct made {
    ds_effect_sample *sample;
    double truth, spread; /* of the treated; standard deviation of the outcome */
} made;

typedef struct tallied {
    double n, error, error2, off, nearest, width, spread;
} tallied;

/* ---- chance: SplitMix64 ---- */

static uint64_t state;

static double draw_share(void) {
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return ((double)(z >> 11) + 0.5) * 0x1p-53;
}

static double draw_normal(void) {
    const double radius = sqrt(-2 * log(draw_share()));
    return radius * cos(6.283185307179586 * draw_share());
}

static double logistic(double x) {
    return 1 / (1 + exp(-x));
}

/* ---- one population ---- */

static void check(ds_status status, const ds_error *err) {
    if (status == DS_OK) return;
    (void)fprintf(stderr, "drops: %s\n", err->en);
    exit((int)status);
}

/* One person: x and z are what the score knows; returns the effect of treatment on them. */
static double draw_person(const population *p, ds_effect_value *values, ds_effect_group *group) {
    static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
    double x, z, effect, y;
    if (p->categories) {
        x = floor(6 * draw_share());
        z = floor(5 * draw_share());
        values[0].text = (ds_text){names[(size_t)x], 1};
        values[1].text = (ds_text){names[(size_t)z], 1};
        group->treated = draw_share() < logistic(p->constant + p->slope * x + 0.2 * z);
        effect = 0.05 + 0.02 * x;
        y = draw_share() < logistic(-2 + 0.3 * x + 0.3 * z) + (group->treated ? effect : 0);
    } else {
        x = draw_normal();
        z = draw_normal();
        values[0].number = x;
        values[1].number = z;
        group->treated = draw_share() < logistic(p->constant + p->slope * x + 0.3 * z);
        effect = 1 + 0.5 * x;
        y = x + 0.5 * z + draw_normal() + (group->treated ? effect : 0);
    }
    group->outcome = y;
    return effect;
}

static made make(const population *p, size_t n, uint64_t seed) {
    const ds_effect_column columns[] = {{"x", p->categories ? DS_EFFECT_FACTOR : DS_EFFECT_NUMBER},
                                        {"z", p->categories ? DS_EFFECT_FACTOR : DS_EFFECT_NUMBER}};
    made out = {.sample = ds_effect_sample_new(columns, 2)};
    double treated = 0, sum = 0, squares = 0;
    ds_error err = {0};
    if (out.sample == NULL) exit(DS_FAULT);
    state = seed;
    for (size_t i = 0; i < n; i++) {
        ds_effect_value values[2] = {{.number = 0}, {.number = 0}};
        ds_effect_group group = {.values = values, .n = 1};
        const double effect = draw_person(p, values, &group);
        out.truth += group.treated ? effect : 0;
        treated += group.treated;
        sum += group.outcome;
        squares += group.outcome * group.outcome;
        check(ds_effect_sample_add(out.sample, &group, &err), &err);
    }
    out.truth /= treated;
    out.spread = sqrt(squares / (double)n - sum / (double)n * (sum / (double)n));
    check(ds_effect_sample_finish(out.sample, &err), &err);
    return out;
}

static void estimate(const made *m, size_t rule, tallied *to) {
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    const ds_effect_sample *const one[1] = {m->sample};
    ds_effect_result r;
    ds_error err = {0};
    options.rule = rules[rule].rule;
    options.bandwidth = rules[rule].bandwidth;
    options.linear = rules[rule].linear;
    options.se = DS_EFFECT_SE_NONE;
    options.n_workers = 1;
    check(ds_effect_estimate(one, 1, &options, &r, &err), &err);
    if (isnan(r.difference)) return;
    to->n++;
    to->error += r.difference - m->truth;
    to->error2 += (r.difference - m->truth) * (r.difference - m->truth);
    to->off += (double)r.off_support / (double)r.n_treated;
    to->nearest += (double)r.nearest / (double)r.n_treated;
    to->width += r.bandwidth;
    to->spread += m->spread;
}

static void print(const population *p, size_t n, size_t rule, const tallied *t) {
    const double bias = t->error / t->n, spread = t->spread / t->n;
    const double sd = sqrt((t->error2 - t->n * bias * bias) / (t->n - 1));
    const bool small = fabs(bias) - 2 * sd / sqrt(t->n) < fmax(sd, 0.01 * spread);
    (void)printf(
        "| %s | %zu | %s | %.0f | %.2g | %+.4f ± %.4f | %.4f | %.4f | %s | %.2f | %.2f |\n",
        p->name, n, rules[rule].name, t->n, t->width / t->n, bias, sd / sqrt(t->n), sd,
        0.01 * spread, small ? "yes" : "**no**", 100 * t->off / t->n, 100 * t->nearest / t->n);
    (void)fflush(stdout);
}

static void run(const population *p, size_t n, size_t repeats, uint64_t seed) {
    tallied t[RULES] = {{0}};
    for (size_t i = 0; i < repeats; i++) {
        const made m = make(p, n, seed + 1000003 * (i + 1) + 7919 * n);
        for (size_t rule = 0; rule < (n > MANY ? BOTH_ONLY : RULES); rule++)
            estimate(&m, rule, &t[rule]);
        ds_effect_sample_free(m.sample);
    }
    for (size_t rule = 0; rule < (n > MANY ? BOTH_ONLY : RULES); rule++)
        print(p, n, rule, &t[rule]);
}

static size_t number(int argc, char **argv, int i, size_t otherwise) {
    return i < argc ? strtoull(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv) {
    static const size_t sizes[SIZES] = {1000, 5000, 20000, 100000, 300000, 1000000};
    const size_t repeats = number(argc, argv, 1, 50), smallest = number(argc, argv, 2, 0),
                 largest = number(argc, argv, 3, 1000000), seed = number(argc, argv, 5, 1);
    const char *only = argc > 4 ? argv[4] : "";
    if (repeats < 2) {
        (void)fprintf(stderr, "usage: doorstroom-drops [REPETITIONS [SMALLEST [LARGEST [POPULATION "
                              "[SEED]]]]]\n");
        return DS_USAGE;
    }
    (void)printf("| population | persons | bandwidth | repetitions | h | bias | sd | 1 %% of the "
                 "outcome's sd | small | off support %% | nearest %% |\n"
                 "|---|---:|---|---:|---:|---:|---:|---:|---|---:|---:|\n");
    for (size_t p = 0; p < sizeof populations / sizeof *populations; p++)
        for (size_t s = 0; s < SIZES; s++)
            if (sizes[s] >= smallest && sizes[s] <= largest &&
                (only[0] == '\0' || strcmp(only, populations[p].name) == 0))
                run(&populations[p], sizes[s], sizes[s] < MANY ? 4 * repeats : repeats, seed);
    return DS_OK;
}
