/* tests/support/risk_made.h: registers made at random, as cells, for the study of the search for
 * risks: institutions of different sizes that attract different persons and do differently, and
 * groups that run a risk, or none. Shared by tools/risk and tests/stat/test_risk.c. */
#ifndef DS_TESTS_SUPPORT_RISK_MADE_H
#define DS_TESTS_SUPPORT_RISK_MADE_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/risk.h"
#include "support/work_random.h"

enum {
    RISK_ATTRIBUTES = 6,
    RISK_COMBINATIONS = 2 * 3 * 4 * 2 * 4 * 3,
    RISK_SCHOOLS_MAX = 60,
    RISK_PLANTED = 3
};

/* A group with odds that are so many times those of others. */
typedef struct risk_planted {
    size_t n;
    size_t attributes[3];
    uint32_t codes[3];
    double odds;
} risk_planted;

typedef struct risk_made {
    ds_numbered cells;
    uint32_t *codes, *year;
    uint64_t *counts;  /* noemer, teller, onbekend */
    double *true_rate; /* [rows]: without what the institution does */
} risk_made;

static const size_t risk_levels[RISK_ATTRIBUTES] = {2, 3, 4, 2, 4, 3};
static const risk_planted risk_groups[RISK_PLANTED] = {
    {1, {0}, {1}, 1.6}, {2, {1, 2}, {1, 1}, 2.5}, {3, {3, 4, 5}, {1, 1, 1}, 4}};

static inline double risk_uniform(random_bits *r) {
    return ((double)(random_next(r) >> 11) + 0.5) * 0x1p-53;
}

static inline double risk_normal(random_bits *r) {
    const double radius = sqrt(-2 * log(risk_uniform(r)));
    const double turn = risk_uniform(r);
    return radius * cos(6.283185307179586 * turn);
}

/* By inversion: means are small here. */
static inline uint64_t risk_poisson(random_bits *r, double mean) {
    uint64_t n = 0;
    double left = risk_uniform(r), p = exp(-mean);
    if (mean > 500) return (uint64_t)fmax(0, floor(mean + sqrt(mean) * risk_normal(r) + 0.5));
    while (left > p && n < 5000) {
        left -= p;
        n++;
        p *= mean / (double)n;
    }
    return n;
}

static inline uint64_t risk_binomial(random_bits *r, uint64_t n, double p) {
    uint64_t t = 0;
    for (uint64_t i = 0; i < n; i++)
        t += risk_uniform(r) < p;
    return t;
}

static inline bool risk_is_in(const risk_planted *g, const uint32_t *codes) {
    for (size_t k = 0; k < g->n; k++)
        if (codes[1 + g->attributes[k]] != g->codes[k]) return false;
    return true;
}

static inline double risk_logistic(double eta) {
    return 1 / (1 + exp(-eta));
}

static inline void risk_free(risk_made *m) {
    free(m->codes);
    free(m->year);
    free(m->counts);
    free(m->true_rate);
}

/* The shares of an institution's levels: those of the country, bent. */
static inline void risk_draw_shares(random_bits *r, double shares[RISK_ATTRIBUTES][4]) {
    for (size_t a = 0; a < RISK_ATTRIBUTES; a++) {
        double sum = 0;
        for (size_t l = 0; l < risk_levels[a]; l++)
            sum += shares[a][l] = exp(-0.6 * (double)l + 0.5 * risk_normal(r));
        for (size_t l = 0; l < risk_levels[a]; l++)
            shares[a][l] /= sum;
    }
}

static inline void risk_split_code(size_t combination, uint32_t *codes) {
    for (size_t a = RISK_ATTRIBUTES; a-- > 0;) {
        codes[1 + a] = (uint32_t)(combination % risk_levels[a]);
        combination /= risk_levels[a];
    }
}

static inline void risk_fill_school(risk_made *m, random_bits *r, uint32_t school, double persons,
                                    double effect, bool planted) {
    double shares[RISK_ATTRIBUTES][4];
    risk_draw_shares(r, shares);
    for (size_t c = 0; c < RISK_COMBINATIONS; c++) {
        const size_t row = school * (size_t)RISK_COMBINATIONS + c;
        uint32_t *codes = m->codes + row * (1 + RISK_ATTRIBUTES);
        double share = 1, eta = log(0.05 / 0.95);
        codes[0] = school;
        risk_split_code(c, codes);
        for (size_t a = 0; a < RISK_ATTRIBUTES; a++)
            share *= shares[a][codes[1 + a]];
        for (size_t g = 0; planted && g < RISK_PLANTED; g++)
            if (risk_is_in(&risk_groups[g], codes)) eta += log(risk_groups[g].odds);
        m->true_rate[row] = risk_logistic(eta);
        m->counts[row] = risk_poisson(r, persons * share);
        m->counts[m->cells.n_rows + row] =
            risk_binomial(r, m->counts[row], risk_logistic(eta + effect));
    }
}

/* schools of some 400 persons, nine in ten within tenfold; their own effect has a standard
 * deviation of spread in the logit. False when memory is short. */
static inline bool risk_make(risk_made *m, uint64_t seed, size_t schools, double persons,
                             double spread, bool planted) {
    static const ds_text no_texts[RISK_SCHOOLS_MAX];
    static const ds_text *const texts[1 + RISK_ATTRIBUTES] = {
        no_texts, no_texts, no_texts, no_texts, no_texts, no_texts, no_texts};
    static const char *const names[1 + RISK_ATTRIBUTES] = {"instelling", "a", "b", "c",
                                                           "d",          "e", "f"};
    static size_t n_texts[1 + RISK_ATTRIBUTES];
    static const int years[1] = {2023};
    const size_t n = schools * RISK_COMBINATIONS;
    random_bits r = {seed};
    m->codes = calloc(n * (1 + RISK_ATTRIBUTES), sizeof *m->codes);
    m->year = calloc(n, sizeof *m->year);
    m->counts = calloc(3 * n, sizeof *m->counts);
    m->true_rate = calloc(n, sizeof *m->true_rate);
    if (m->codes == NULL || m->year == NULL || m->counts == NULL || m->true_rate == NULL)
        return false;
    n_texts[0] = schools;
    memcpy(n_texts + 1, risk_levels, sizeof risk_levels);
    m->cells = (ds_numbered){.n_years = 1,
                             .years = years,
                             .n_keys = 1 + RISK_ATTRIBUTES,
                             .names = names,
                             .texts = texts,
                             .n_texts = n_texts,
                             .n_rows = n,
                             .year = m->year,
                             .codes = m->codes,
                             .noemer = m->counts,
                             .teller = m->counts + n,
                             .onbekend = m->counts + 2 * n};
    for (size_t s = 0; s < schools; s++) {
        const double size = persons * exp(0.7 * risk_normal(&r));
        const double effect = spread * risk_normal(&r);
        risk_fill_school(m, &r, (uint32_t)s, size, effect, planted);
    }
    return true;
}

/* The true rate of who has these codes, less that of who has all but the one without (SIZE_MAX: of
 * everybody else), in this register's persons. */
static inline double risk_true_contrast(const risk_made *m, const ds_risk_group *g,
                                        size_t without) {
    double n[2] = {0, 0}, t[2] = {0, 0};
    for (size_t i = 0; i < m->cells.n_rows; i++) {
        const uint32_t *codes = m->codes + i * (1 + RISK_ATTRIBUTES);
        bool in = true, in_parent = true;
        for (size_t k = 0; k < g->n_attributes; k++) {
            const bool has = codes[1 + g->attributes[k]] == g->codes[k];
            in = in && has;
            in_parent = in_parent && (has || k == without || without == SIZE_MAX);
        }
        if (!in && !in_parent) continue;
        n[!in] += (double)m->counts[i];
        t[!in] += (double)m->counts[i] * m->true_rate[i];
    }
    return t[0] / n[0] - t[1] / n[1];
}

/* Whether its risk is truly raised, against everybody and each parent, by more than least. */
static inline bool risk_is_true(const risk_made *m, const ds_risk_group *g, double least) {
    if (!(risk_true_contrast(m, g, SIZE_MAX) > least)) return false;
    for (size_t k = 0; g->n_attributes > 1 && k < g->n_attributes; k++)
        if (!(risk_true_contrast(m, g, k) > least)) return false;
    return true;
}

static inline bool risk_is_group(const ds_risk_group *g, const risk_planted *planted) {
    if (g->n_attributes != planted->n) return false;
    for (size_t k = 0; k < g->n_attributes; k++)
        if (g->attributes[k] != planted->attributes[k] || g->codes[k] != planted->codes[k])
            return false;
    return true;
}

#endif
