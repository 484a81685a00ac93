/* tools/risk/risk.c: how often the search for risks finds what is not there, and what is: the table
 * of docs/kansen.md.
 *
 *     doorstroom-risk REGISTERS
 *
 * Registers of 50 institutions (see tests/support/risk_made.h), with effects of institutions and
 * without structure, or with three groups of one, two and three attributes planted. A line each:
 * the mean share of false ones among what is printed (the simplest) and among all that are found,
 * with the standard error; of all printed the share whose true risk is hardly higher (a tenth of a
 * point); how many tests of one attribute have p <= 5 %; how often each planted group is found. A
 * finding is false unless its true risk is above that of everybody else and of the rest of each
 * parent. */
#include <stdio.h>

#include "support/risk_made.h"

enum { STUDY_SCHOOLS = 50 };

typedef struct study {
    const char *name;
    double persons, spread;
    bool planted;
    ds_risk_adjust adjust;
} study;

static const study studies[] = {
    {"none, BY", 400, 0.3, false, DS_RISK_BY},
    {"none, BH", 400, 0.3, false, DS_RISK_BH},
    {"none, large effects of institutions, BY", 400, 0.6, false, DS_RISK_BY},
    {"none, large effects of institutions, BH", 400, 0.6, false, DS_RISK_BH},
    {"none, five times as many persons, BY", 2000, 0.3, false, DS_RISK_BY},
    {"none, five times as many persons, BH", 2000, 0.3, false, DS_RISK_BH},
    {"planted, BY", 400, 0.3, true, DS_RISK_BY},
    {"planted, BH", 400, 0.3, true, DS_RISK_BH},
    {"planted, five times as many persons, BY", 2000, 0.3, true, DS_RISK_BY}};

typedef struct tally {
    double printed, found, tested;
    double false_printed, false_found, squares; /* shares of false ones, summed */
    double slight; /* printed, whose true risk is less than a tenth of a point above */
    double planted[RISK_PLANTED];
    double single, single_low; /* tests of one attribute, and those with p <= 5 % */
} tally;

static void add_result(const risk_made *m, const ds_risk_result *r, tally *to) {
    size_t wrong = 0, wrong_printed = 0;
    double share;
    for (size_t i = 0; i < r->n_found; i++) {
        const bool wrongly = !risk_is_true(m, &r->groups[i], 1e-9);
        wrong += wrongly;
        to->slight += r->groups[i].within == SIZE_MAX && !risk_is_true(m, &r->groups[i], 0.001);
        wrong_printed += wrongly && r->groups[i].within == SIZE_MAX;
        for (size_t g = 0; g < RISK_PLANTED; g++)
            to->planted[g] += risk_is_group(&r->groups[i], &risk_groups[g]);
    }
    for (size_t i = 0; i < r->n; i++) {
        to->single += r->groups[i].n_attributes == 1;
        to->single_low += r->groups[i].n_attributes == 1 && r->groups[i].p <= 0.05;
    }
    share = r->n_printed == 0 ? 0 : (double)wrong_printed / (double)r->n_printed;
    to->tested += (double)r->n;
    to->found += (double)r->n_found;
    to->printed += (double)r->n_printed;
    to->false_printed += share;
    to->squares += share * share;
    to->false_found += r->n_found == 0 ? 0 : (double)wrong / (double)r->n_found;
}

static bool run_register(const study *s, uint64_t seed, tally *to) {
    static const size_t attributes[RISK_ATTRIBUTES] = {1, 2, 3, 4, 5, 6};
    ds_risk_options o = DS_RISK_OPTIONS_INIT;
    risk_made m = {.codes = NULL};
    ds_risk_result r;
    ds_error err;
    bool well;
    o.attributes = attributes;
    o.n_attributes = RISK_ATTRIBUTES;
    o.adjust = s->adjust;
    well = risk_make(&m, seed, STUDY_SCHOOLS, s->persons, s->spread, s->planted) &&
           ds_risk_search(&m.cells, &o, &r, &err) == DS_OK;
    if (well) {
        add_result(&m, &r, to);
        ds_risk_result_done(&r);
    }
    risk_free(&m);
    return well;
}

static bool run_study(const study *s, uint64_t registers) {
    const double n = (double)registers;
    tally t = {0};
    double mean;
    for (uint64_t i = 0; i < registers; i++)
        if (!run_register(s, 1000003 * i + 17, &t)) return false;
    mean = t.false_printed / n;
    (void)printf("| %s | %.0f | %.2f | %.2f | %.2f %% | %.2f | %.2f %% | %.2f %% | %.1f %% |",
                 s->name, t.tested / n, t.found / n, t.printed / n, 100 * mean,
                 100 * sqrt(fmax(0, t.squares / n - mean * mean) / n), 100 * t.false_found / n,
                 t.printed > 0 ? 100 * t.slight / t.printed : 0, 100 * t.single_low / t.single);
    for (size_t g = 0; s->planted && g < RISK_PLANTED; g++)
        (void)printf(" %.1f %% |", 100 * t.planted[g] / n);
    (void)printf("\n");
    (void)fflush(stdout);
    return true;
}

int main(int argc, char **argv) {
    const unsigned long registers = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (registers < 1 || registers > 1000000) {
        (void)fprintf(stderr, "doorstroom-risk REGISTERS\n");
        return 2;
    }
    for (size_t s = 0; s < sizeof studies / sizeof *studies; s++)
        if (!run_study(&studies[s], registers)) {
            (void)fprintf(stderr, "doorstroom-risk: no memory\n");
            return 3;
        }
    return 0;
}
