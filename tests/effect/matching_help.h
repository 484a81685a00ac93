/* tests/effect/matching_help.h: made-up persons, a sample of them, and matching on it. */
#ifndef DS_TESTS_MATCHING_HELP_H
#define DS_TESTS_MATCHING_HELP_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "effect/se.h"
#include "support/random_source.h"
#include "support/support.h"

enum { ROWS_MAX = 400 };

typedef struct row {
    int a, b, x, stratum, location;
    bool treated;
    double y;
} row;

typedef struct rows {
    row row[ROWS_MAX];
    size_t n;
    bool exact; /* the stratum is an exact column */
} rows;

static inline double random_share(random_source *source) {
    return (double)(random_next(source) >> 11) * 0x1p-53;
}

/* Treatment depends on all covariates, the outcome on them and on treatment. few_x: many ties of
 * scores; otherwise nearly everyone has a score of their own. */
static inline void random_rows(random_source *source, rows *out, bool exact, bool few_x,
                               bool binary) {
    out->n = (size_t)random_from(source, 150, ROWS_MAX);
    out->exact = exact;
    for (size_t i = 0; i < out->n; i++) {
        row *r = &out->row[i];
        *r = (row){.a = random_below(source, 3),
                   .b = random_below(source, 4),
                   .x = random_below(source, few_x ? 3 : 1000),
                   .stratum = random_below(source, 3),
                   .location = random_below(source, 15)};
        const double x = few_x ? r->x / 2.0 : r->x / 1000.0;
        const double eta = -1.2 + 0.5 * r->a - 0.4 * (r->b == 2) + 0.9 * x + 0.3 * r->stratum;
        r->treated = random_share(source) < 1 / (1 + exp(-eta));
        const double mean = 0.2 + 0.1 * r->a + 0.15 * x + (r->treated ? 0.1 : 0);
        r->y = binary ? random_share(source) < mean : 20 * mean + 6 * random_share(source) - 3;
    }
}

static inline void add_row(ds_effect_sample *sample, const row *r, bool exact) {
    char a[16], b[16], stratum[16], location[16];
    ds_error err;
    ds_effect_value values[4] = {{.text = {a, (size_t)snprintf(a, sizeof a, "a%d", r->a)}},
                                 {.text = {b, (size_t)snprintf(b, sizeof b, "b%d", r->b)}},
                                 {.number = r->x}};
    values[3].text =
        (ds_text){stratum, (size_t)snprintf(stratum, sizeof stratum, "%d", 2014 + r->stratum)};
    if (!exact) values[3].text = (ds_text){stratum, 1};
    const ds_effect_group group = {
        .values = values,
        .location = {location, (size_t)snprintf(location, sizeof location, "L%02d", r->location)},
        .treated = r->treated,
        .outcome = r->y,
        .n = 1};
    if (ds_effect_sample_add(sample, &group, &err) != DS_OK) fail_msg("%s", err.en);
}

/* order[n]: in which the rows are added; NULL: as they are. */
static inline ds_effect_sample *sample_of(const rows *all, const size_t *order) {
    static const ds_effect_column columns[] = {{"a", DS_EFFECT_FACTOR},
                                               {"b", DS_EFFECT_FACTOR},
                                               {"x", DS_EFFECT_NUMBER},
                                               {"schooljaar", DS_EFFECT_EXACT}};
    ds_error err;
    ds_effect_sample *sample = ds_effect_sample_new(columns, all->exact ? 4 : 3);
    assert_non_null(sample);
    for (size_t i = 0; i < all->n; i++)
        add_row(sample, &all->row[order == NULL ? i : order[i]], all->exact);
    if (ds_effect_sample_finish(sample, &err) != DS_OK) fail_msg("%s", err.en);
    return sample;
}

/* The pattern of a row in a finished sample. */
static inline size_t pattern_of(const ds_effect_sample *sample, const row *r, bool exact) {
    char a[16], b[16], stratum[32];
    (void)snprintf(a, sizeof a, "a%d", r->a);
    (void)snprintf(b, sizeof b, "b%d", r->b);
    (void)snprintf(stratum, sizeof stratum, "schooljaar = %d", 2014 + r->stratum);
    for (size_t i = 0; i < sample->n_patterns; i++)
        if (strcmp(sample->factors[0].levels[sample->levels[2 * i]], a) == 0 &&
            strcmp(sample->factors[1].levels[sample->levels[2 * i + 1]], b) == 0 &&
            sample->numbers[i] == r->x &&
            (!exact || strcmp(sample->strata[sample->stratum_of[i]], stratum) == 0))
            return i;
    fail_msg("no pattern %s %s %d %s", a, b, r->x, stratum);
    return 0;
}

/* A sample's own persons, matched. */
typedef struct matched {
    const ds_effect_sample *sample;
    ds_effect_options options;
    ds_design design;
    ds_matching matching;
    double *n[2], *sum[2];
} matched;

static inline void matched_done(matched *m) {
    ds_matching_done(&m->matching);
    ds_design_done(&m->design);
    for (size_t g = 0; g < 2; g++) {
        ds_free(m->n[g]);
        ds_free(m->sum[g]);
    }
}

static inline void matched_init(matched *m, const ds_effect_sample *sample,
                                const ds_effect_options *options) {
    ds_error err;
    *m = (matched){.sample = sample, .options = *options};
    for (size_t g = 0; g < 2; g++) {
        m->n[g] = ds_calloc(sample->n_patterns + 1, sizeof(double));
        m->sum[g] = ds_calloc(sample->n_patterns + 1, sizeof(double));
        assert_non_null(m->n[g]);
        assert_non_null(m->sum[g]);
    }
    ds_sample_totals(sample, m->n, m->sum, NULL);
    if (ds_design_init(sample, m->n[1], m->n[0], &m->design, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_matching_init(&m->design, &m->options, &m->matching, &err) != DS_OK)
        fail_msg("%s", err.en);
}

static inline bool matched_persons(matched *m) {
    return ds_matching_persons(&m->matching, m->n[1], m->n[0], m->options.bandwidth, NULL);
}

static inline ds_matching_estimate matched_outcome(const matched *m) {
    ds_matching_estimate estimate;
    ds_matching_outcome(&m->matching, m->n[1], m->n[0], m->sum[1], m->sum[0], &estimate);
    return estimate;
}

/* |a - b| <= by * scale */
static inline void assert_near(double a, double b, double by, double scale, const char *what) {
    if (!(fabs(a - b) <= by * scale))
        fail_msg("%s: %.17g against %.17g (off by %.3g of %.3g)", what, a, b, fabs(a - b) / scale,
                 scale);
}

#endif
