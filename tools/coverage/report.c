/* coverage/report.c: what all draws together say: see coverage.h. */
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
    double n, treated, off_support, locations, few;
    double truth, error, error2;
    list se, se_persons, se_locations, bandwidth;
    double percentile, normal, persons, by_location; /* intervals that hold the mean truth */
    double of_draw; /* percentile intervals that hold the truth of their own draw */
} tallied;

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

static bool holds(double truth, double low, double high) {
    return low <= truth && truth <= high;
}

static bool has_estimate(const coverage_result *r) {
    return !isnan(r->of.difference) && !isnan(r->of.se);
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

static bool near(const coverage_result *r, double truth, double se) {
    return fabs(r->of.difference - truth) <= 1.959963984540054 * se;
}

static void add(tallied *to, const coverage_result *r, double truth) {
    double error = r->of.difference - truth;
    if (!has_estimate(r)) return;
    to->n++;
    to->treated += (double)r->of.n_treated;
    to->off_support += (double)r->of.off_support;
    to->locations += (double)r->of.locations_treated;
    to->few += (r->of.flags & DS_EFFECT_FEW_LOCATIONS) != 0;
    to->truth += r->truth;
    to->error += error;
    to->error2 += error * error;
    put(&to->se, r->of.se);
    put(&to->se_persons, r->of.se_influence);
    put(&to->se_locations, r->of.se_influence_locations);
    put(&to->bandwidth, r->of.bandwidth);
    to->percentile += holds(truth, r->of.low, r->of.high);
    to->normal += holds(truth, r->of.normal_low, r->of.normal_high);
    to->persons += near(r, truth, r->of.se_influence);
    to->by_location += near(r, truth, r->of.se_influence_locations);
    to->of_draw += holds(r->truth, r->of.low, r->of.high);
}

static double spread(double sum, double sum2, double n) {
    double variance = n > 1 ? (sum2 - sum * sum / n) / (n - 1) : 0;
    return variance > 0 ? sqrt(variance) : 0;
}

/* Differences in percentage points. */
static void print(const char *outcome, const coverage_variant *variant, tallied *t) {
    double n = t->n;
    (void)printf("| `%s` | %s | %s | ", outcome, variant->exact_name, variant->bandwidth_name);
    if (n == 0) {
        (void)printf("none | | | | | | | | | | | |\n");
        return;
    }
    (void)printf(
        "%.2f | %+.2f | %.2f | %.2f | %.2f | %.2f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n",
        100 * t->truth / n, 100 * t->error / n, 100 * spread(t->error, t->error2, n),
        100 * median(&t->se), 100 * median(&t->se_persons), 100 * median(&t->se_locations),
        100 * t->percentile / n, 100 * t->normal / n, 100 * t->persons / n,
        100 * t->by_location / n, 100 * t->of_draw / n, 100 * t->off_support / t->treated);
}

static void head(const coverage_plan *plan) {
    (void)printf(
        "%u draws of %llu persons, %.0f times the usual chance to take part, %u replicates; "
        "%s.\n\n",
        plan->n_draws, (unsigned long long)plan->n_persons, plan->fuller, plan->replicates,
        plan->no_motivation ? "nothing unseen decides who takes part"
                            : "motivation, unseen, decides too who takes part");
    (void)printf("| outcome | exact | bandwidth | truth | bias | sd | se bootstrap | "
                 "se influence, persons | se influence, locations | percentile %% | normal %% | "
                 "persons %% | locations %% | percentile %%, own draw | off support %% |\n");
    (void)printf("|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
}

void coverage_write(const coverage_plan *plan, const coverage_result *results) {
    char path[DS_PATH_SIZE];
    ds_error err = {0};
    FILE *file;
    coverage_check(ds_file_join(path, plan->folder, "trekkingen.csv", &err), &err);
    file = fopen(path, "w");
    if (file == NULL) coverage_check(DS_FAULT, &(ds_error){.en = "cannot write trekkingen.csv"});
    (void)fprintf(file, "draw,outcome,exact,bandwidth,truth,difference,se,low,high,se_persons,"
                        "se_locations,treated,off_support,locations,bandwidth_used,flags\n");
    for (size_t i = 0; i < plan->n_draws * VARIANTS * coverage_n_outcomes(); i++) {
        const coverage_result *r = &results[i];
        size_t v = i / coverage_n_outcomes() % VARIANTS;
        (void)fprintf(file,
                      "%zu,%s,%zu,%s,%.17g,%.17g,%.17g,%.17g,%.17g,%.17g,%.17g,%llu,%llu,"
                      "%llu,%.17g,%u\n",
                      i / coverage_n_outcomes() / VARIANTS,
                      coverage_outcomes[i % coverage_n_outcomes()], coverage_variants[v].exact,
                      coverage_variants[v].bandwidth_name, r->truth, r->of.difference, r->of.se,
                      r->of.low, r->of.high, r->of.se_influence, r->of.se_influence_locations,
                      (unsigned long long)r->of.n_treated, (unsigned long long)r->of.off_support,
                      (unsigned long long)r->of.locations_treated, r->of.bandwidth, r->of.flags);
    }
    if (fclose(file) != 0)
        coverage_check(DS_FAULT, &(ds_error){.en = "cannot write trekkingen.csv"});
}

void coverage_report(const coverage_plan *plan, const coverage_result *results) {
    size_t n_outcomes = coverage_n_outcomes();
    tallied *all = calloc(n_outcomes * VARIANTS, sizeof *all);
    if (all == NULL) abort();
    head(plan);
    for (size_t o = 0; o < n_outcomes; o++)
        for (size_t v = 0; v < VARIANTS; v++) {
            const coverage_result *first = &results[v * n_outcomes + o];
            double truth = mean_truth(plan, first, VARIANTS * n_outcomes);
            for (size_t d = 0; d < plan->n_draws; d++)
                add(&all[o * VARIANTS + v], &first[d * VARIANTS * n_outcomes], truth);
            print(coverage_outcomes[o], &coverage_variants[v], &all[o * VARIANTS + v]);
        }
    (void)printf(
        "\n| outcome | draws | treated | locations of treated | fewer than %d locations %% | "
        "median pair bandwidth |\n|---|---:|---:|---:|---:|---:|\n",
        DS_EFFECT_LOCATIONS_MIN);
    for (size_t o = 0; o < n_outcomes; o++) {
        tallied *t = &all[o * VARIANTS], *pair = &all[o * VARIANTS + 2];
        (void)printf("| `%s` | %.0f | %.0f | %.0f | %.1f | %.4f |\n", coverage_outcomes[o], t->n,
                     t->treated / t->n, t->locations / t->n, 100 * t->few / t->n,
                     median(&pair->bandwidth));
    }
    free(all);
}
