/* tools/risk/gaps.c: how often the intervals of gaps and of their changes hold the truth: the table
 * of docs/kansen.md.
 *
 *     doorstroom-gaps DRAWS
 *
 * Institutions of unequal size (log-normal, 0.7) with a share of the group that differs from place
 * to place; each has an effect on everybody (standard deviation 0.3 in the logit), on the group
 * alone (0.15) and on a year alone (0.1). The truth is the mean over these effects, the persons as
 * they are. Beside it the coverage as if persons were independent, of the change. */
#include <stdio.h>

#include "doorstroom/gap.h"
#include "support/risk_made.h"

enum { GAP_PLACES_MAX = 60, GAP_ROWS = 4 * GAP_PLACES_MAX, GAP_GRID = 241 };
static const double gap_spreads[3] = {0.3, 0.15, 0.1};

typedef struct gap_design {
    size_t places;
    double persons, share; /* of a place; of the group */
} gap_design;

static const gap_design gap_designs[] = {
    {50, 400, 0.2}, {50, 400, 0.03}, {20, 400, 0.2}, {20, 400, 0.03}, {10, 1000, 0.2}};

typedef struct gap_register {
    ds_numbered cells;
    int years[2];
    const char *names[2];
    ds_text texts[2][GAP_PLACES_MAX];
    const ds_text *of_key[2];
    size_t n_texts[2];
    uint32_t year[GAP_ROWS], codes[2 * GAP_ROWS];
    uint64_t noemer[GAP_ROWS], teller[GAP_ROWS], onbekend[GAP_ROWS];
} gap_register;

/* The mean of 1 / (1 + exp(-eta - s z)) over a standard normal z. */
static double average_chance(double eta) {
    double variance = 0, sum = 0, weight = 0;
    for (size_t i = 0; i < 3; i++)
        variance += gap_spreads[i] * gap_spreads[i];
    for (int i = 0; i < GAP_GRID; i++) {
        const double z = -6 + 12.0 * i / (GAP_GRID - 1), w = exp(-z * z / 2);
        sum += w * risk_logistic(eta + sqrt(variance) * z);
        weight += w;
    }
    return sum / weight;
}

static double gap_eta(size_t year, size_t group) {
    return (group == 1 ? -2.1 : -2.8) + (year == 1 ? 0.1 : 0) + (year == 1 && group == 1 ? 0.1 : 0);
}

static void begin_gap_register(gap_register *r, size_t places) {
    static const char *const names[2] = {"instelling", "groep"};
    memset(r, 0, sizeof *r);
    r->years[0] = 2022;
    r->years[1] = 2023;
    r->n_texts[0] = places;
    r->n_texts[1] = 2;
    for (size_t k = 0; k < 2; k++) {
        r->names[k] = names[k];
        r->of_key[k] = r->texts[k];
    }
    r->texts[1][0] = (ds_text){"a", 1};
    r->texts[1][1] = (ds_text){"b", 1};
    r->cells = (ds_numbered){.n_years = 2,
                             .years = r->years,
                             .n_keys = 2,
                             .names = r->names,
                             .texts = r->of_key,
                             .n_texts = r->n_texts,
                             .year = r->year,
                             .codes = r->codes,
                             .noemer = r->noemer,
                             .teller = r->teller,
                             .onbekend = r->onbekend};
}

static void draw_gap_register(gap_register *r, const gap_design *d, random_bits *bits) {
    begin_gap_register(r, d->places);
    for (uint32_t i = 0; i < d->places; i++) {
        const double size = d->persons * exp(0.7 * risk_normal(bits));
        const double odds = log(d->share / (1 - d->share)) + 0.8 * risk_normal(bits);
        const double all = gap_spreads[0] * risk_normal(bits);
        const double of_group = gap_spreads[1] * risk_normal(bits);
        for (uint32_t y = 0; y < 2; y++) {
            const double of_year = gap_spreads[2] * risk_normal(bits);
            for (uint32_t g = 0; g < 2; g++) {
                const size_t row = r->cells.n_rows++;
                const double share = g == 1 ? risk_logistic(odds) : 1 - risk_logistic(odds);
                /* with opposite signs: both groups have the same spread, and one average */
                const double eta = gap_eta(y, g) + all + (g == 1 ? of_group : -of_group) + of_year;
                r->year[row] = y;
                r->codes[2 * row] = i;
                r->codes[2 * row + 1] = g;
                r->noemer[row] = risk_poisson(bits, size * share);
                r->teller[row] = risk_binomial(bits, r->noemer[row], risk_logistic(eta));
            }
        }
    }
}

typedef struct gap_count {
    size_t n[3], held[3]; /* gap, change, change as if independent */
} gap_count;

static void add_gap_result(const ds_gap_result *r, const double *truth, gap_count *to) {
    for (size_t i = 0; i < r->n_lines; i++) {
        const ds_gap_line *l = &r->lines[i];
        const double gap = truth[l->year == 2023];
        const size_t kind = l->measure == DS_GAP_GAP ? 0 : l->measure == DS_GAP_CHANGE ? 1 : 2;
        const double true_value = kind == 0 ? gap : truth[1] - truth[0];
        if (l->measure != DS_GAP_GAP && l->measure != DS_GAP_CHANGE &&
            l->measure != DS_GAP_CHANGE_AS_IF)
            continue;
        if (!isfinite(l->estimate.low)) continue;
        to->n[kind]++;
        to->held[kind] += l->estimate.low <= true_value && true_value <= l->estimate.high;
    }
}

static bool run_gap_design(const gap_design *d, unsigned long draws) {
    static gap_register r;
    ds_gap_options o = DS_GAP_OPTIONS_INIT;
    double truth[2];
    gap_count count = {{0, 0, 0}, {0, 0, 0}};
    random_bits bits = {20231};
    o.attribute = 1;
    o.reference = "a";
    for (size_t y = 0; y < 2; y++)
        truth[y] = 100 * (average_chance(gap_eta(y, 1)) - average_chance(gap_eta(y, 0)));
    for (unsigned long i = 0; i < draws; i++) {
        ds_gap_result result;
        ds_error err;
        draw_gap_register(&r, d, &bits);
        if (ds_gap_estimate_all(&r.cells, &o, &result, &err) != DS_OK) return false;
        add_gap_result(&result, truth, &count);
        ds_gap_result_done(&result);
    }
    (void)printf("| %zu | %.0f | %.0f %% |", d->places, d->persons, 100 * d->share);
    for (size_t k = 0; k < 3; k++)
        (void)printf(" %.1f %% |", 100 * (double)count.held[k] / (double)count.n[k]);
    (void)printf("\n");
    (void)fflush(stdout);
    return true;
}

int main(int argc, char **argv) {
    const unsigned long draws = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (draws < 1 || draws > 1000000) {
        (void)fprintf(stderr, "doorstroom-gaps DRAWS\n");
        return 2;
    }
    for (size_t d = 0; d < sizeof gap_designs / sizeof *gap_designs; d++)
        if (!run_gap_design(&gap_designs[d], draws)) {
            (void)fprintf(stderr, "doorstroom-gaps: no memory\n");
            return 3;
        }
    return 0;
}
