/* coverage/report.c: what all draws together say: see coverage.h. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "coverage.h"

/* Numbers of which the middle one is asked: one draw may have a standard error without sense. */
typedef struct list {
    double at[DRAWS_MAX];
    size_t n;
} list;

/* Of one outcome in one variant, over the draws that have an estimate. */
typedef struct tallied {
    double n, treated, locations, off_support;
    double truth, error, error2;
    list se;
    double intervals, held, held_of_draw; /* draws with an interval; those that hold the mean truth,
                                             and that of their own draw */
} tallied;

typedef struct interval {
    double se, low, high;
} interval;

static void put(list *to, double value) {
    if (!isnan(value)) to->at[to->n++] = value;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(list *of) {
    if (of->n == 0) return (double)NAN;
    qsort(of->at, of->n, sizeof *of->at, compare);
    return 0.5 * (of->at[(of->n - 1) / 2] + of->at[of->n / 2]);
}

/* Draws that were not done have nobody in them. */
static bool has_estimate(const coverage_result *r) {
    return r->of.n_treated > 0 && !isnan(r->of.difference);
}

/* The effect on whoever takes part, of which the participants of a draw are a sample. */
static double mean_truth(const coverage_plan *plan, const coverage_result *first, size_t step) {
    double sum = 0, n = 0;
    for (size_t d = 0; d < plan->n_draws; d++)
        if (has_estimate(&first[d * step])) {
            sum += first[d * step].truth;
            n++;
        }
    return n > 0 ? sum / n : (double)NAN;
}

/* The estimate's own where it resampled; else ± t by the influence function added up by location,
 * from ten treated locations on, and where some have and some lack the outcome. */
static interval interval_of(const coverage_variant *variant, const ds_effect_result *r) {
    interval of = {r->se, r->low, r->high};
    double t;
    if (variant->resampled) return of;
    if (r->locations_treated < DS_EFFECT_LOCATIONS_MIN ||
        (r->flags & (DS_EFFECT_ONE_OUTCOME | DS_EFFECT_FEW_EVENTS)))
        return (interval){(double)NAN, (double)NAN, (double)NAN};
    t = gsl_cdf_tdist_Pinv(0.975, (double)r->locations_treated - 1);
    of.se = r->se_influence_locations;
    of.low = r->difference - t * of.se;
    of.high = r->difference + t * of.se;
    return of;
}

static void add(const coverage_variant *variant, tallied *to, const coverage_result *r,
                double truth) {
    const double error = r->of.difference - truth;
    interval of;
    if (!has_estimate(r)) return;
    of = interval_of(variant, &r->of);
    to->n++;
    to->treated += (double)r->of.n_treated;
    to->off_support += (double)r->of.off_support;
    to->locations += (double)r->of.locations_treated;
    to->truth += r->truth;
    to->error += error;
    to->error2 += error * error;
    put(&to->se, of.se);
    if (isnan(of.low)) return;
    to->intervals++;
    to->held += of.low <= truth && truth <= of.high;
    to->held_of_draw += of.low <= r->truth && r->truth <= of.high;
}

static double spread(double sum, double sum2, double n) {
    double variance = n > 1 ? (sum2 - sum * sum / n) / (n - 1) : 0;
    return variance > 0 ? sqrt(variance) : 0;
}

/* Differences in percentage points; ± is one Monte Carlo standard error. */
static void print(const char *outcome, const coverage_variant *variant, tallied *t) {
    const double n = t->n, sd = spread(t->error, t->error2, n);
    const double held = t->intervals > 0 ? t->held / t->intervals : (double)NAN;
    (void)printf("| `%s` | %s | %s | ", outcome, variant->exact_name, variant->name);
    if (n == 0) {
        (void)printf("0 | | | | | | | | |\n");
        return;
    }
    (void)printf("%.0f | %.2f | %+.2f ± %.2f | %.2f | %.2f | %.1f ± %.1f | %.0f | %.1f | %.2f |\n",
                 n, 100 * t->truth / n, 100 * t->error / n, 100 * sd / sqrt(n), 100 * sd,
                 100 * median(&t->se), 100 * held, 100 * sqrt(held * (1 - held) / t->intervals),
                 t->intervals, 100 * t->held_of_draw / t->intervals,
                 100 * t->off_support / t->treated);
}

static void head(const coverage_plan *plan) {
    (void)printf(
        "%u draws of %llu persons, %g times the usual chance to take part; the bootstrap in "
        "%u draws, %u replicates; %s.\n\n",
        plan->n_draws, (unsigned long long)plan->n_persons, plan->fuller, plan->n_resampled,
        plan->replicates,
        plan->no_motivation ? "nothing unseen decides who takes part"
                            : "motivation, unseen, decides too who takes part");
    (void)printf("| outcome | within | estimator | draws | truth | bias | sd | se | held %% | "
                 "intervals | held, own draw %% | off support %% |\n");
    (void)printf("|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
}

void coverage_write(const coverage_plan *plan, const coverage_result *results) {
    char path[DS_PATH_SIZE];
    ds_error err = {0};
    FILE *file;
    coverage_check(ds_file_join(path, plan->folder, "trekkingen.csv", &err), &err);
    file = fopen(path, "w");
    if (file == NULL) coverage_check(DS_FAULT, &(ds_error){.en = "cannot write trekkingen.csv"});
    (void)fprintf(file, "draw,outcome,within,estimator,truth,difference,se,low,high,se_persons,"
                        "se_locations,treated,off_support,locations,bandwidth,flags\n");
    for (size_t i = 0; i < plan->n_draws * VARIANTS * coverage_n_outcomes(); i++) {
        const coverage_result *r = &results[i];
        const coverage_variant *v = &coverage_variants[i / coverage_n_outcomes() % VARIANTS];
        if (!has_estimate(r)) continue;
        (void)fprintf(file,
                      "%zu,%s,\"%s\",\"%s\",%.17g,%.17g,%.17g,%.17g,%.17g,%.17g,%.17g,%llu,%llu,"
                      "%llu,%.17g,%u\n",
                      plan->from + i / coverage_n_outcomes() / VARIANTS,
                      coverage_outcomes[i % coverage_n_outcomes()], v->exact_name, v->name,
                      r->truth, r->of.difference, r->of.se, r->of.low, r->of.high,
                      r->of.se_influence, r->of.se_influence_locations,
                      (unsigned long long)r->of.n_treated, (unsigned long long)r->of.off_support,
                      (unsigned long long)r->of.locations_treated, r->of.bandwidth, r->of.flags);
    }
    if (fclose(file) != 0)
        coverage_check(DS_FAULT, &(ds_error){.en = "cannot write trekkingen.csv"});
}

void coverage_report(const coverage_plan *plan, const coverage_result *results) {
    const size_t n_outcomes = coverage_n_outcomes();
    tallied *all = calloc(n_outcomes * VARIANTS, sizeof *all);
    if (all == NULL) abort();
    head(plan);
    for (size_t o = 0; o < n_outcomes; o++)
        for (size_t v = 0; v < VARIANTS; v++) {
            const coverage_variant *variant = &coverage_variants[v];
            const coverage_result *first = &results[v * n_outcomes + o];
            const double truth = mean_truth(plan, &results[n_outcomes + o], VARIANTS * n_outcomes);
            for (size_t d = 0; d < plan->n_draws; d++)
                add(variant, &all[o * VARIANTS + v], &first[d * VARIANTS * n_outcomes], truth);
            print(coverage_outcomes[o], variant, &all[o * VARIANTS + v]);
        }
    (void)printf("\n| outcome | treated | locations of treated |\n|---|---:|---:|\n");
    for (size_t o = 0; o < n_outcomes; o++) {
        const tallied *t = &all[o * VARIANTS + 1];
        (void)printf("| `%s` | %.0f | %.0f |\n", coverage_outcomes[o], t->treated / t->n,
                     t->locations / t->n);
    }
    free(all);
}
