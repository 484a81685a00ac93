/* cli/fit_z.c: see fit.h. */
#include <math.h>

#include "cli/fit.h"

/* From where a difference between two groups is no chance any more, both sides 5 %. */
#define SIGNIFICANT 1.96

static double rounding(double half) {
    return half * half / 3;
}

/* Of a percentage. */
static double binomial(double pct, double n) {
    return pct * (100 - pct) / n;
}

/* With one success and one failure more, so that no percentage is without variance. */
static double plus_one(double pct, double n) {
    return 100 * (n * pct / 100 + 1) / (n + 2);
}

static double over(double difference, double variance) {
    return difference == 0 ? 0 : difference / sqrt(variance);
}

double fit_z_share(double published_pct, double simulated_pct, double n, double half) {
    double p = published_pct;
    if (!(n > 0)) return NAN;
    if (p <= 0 || p >= 100) p = plus_one(p, n);
    return over(simulated_pct - published_pct, binomial(p, n) + rounding(half));
}

double fit_z_difference(double published_pp, double first_pct, double first_n, double second_pct,
                        double second_n, double half) {
    if (!(first_n > 0) || !(second_n > 0)) return NAN;
    return over(first_pct - second_pct - published_pp,
                binomial(plus_one(first_pct, first_n), first_n) +
                    binomial(plus_one(second_pct, second_n), second_n) + rounding(half));
}

double fit_z_count(double printed, double simulated, double sampled, double half) {
    if (!(sampled > 0)) return NAN;
    return over(simulated - printed, printed / sampled + rounding(half));
}

double fit_z_mean(double printed, double simulated, double variance, double half) {
    return over(simulated - printed, variance + rounding(half));
}

static double pct_of(const fit_sum *sum) {
    return 100 * sum->teller / sum->noemer;
}

static void judge_share(const published_row *row, const fit_sum *sum, fit_result *out) {
    out->simulated = pct_of(sum);
    out->n = sum->n;
    out->z = fit_z_share(row->value, out->simulated, sum->n, published_half_width(row));
}

static void judge_difference(const published_row *row, const fit_sum *sides, fit_result *out) {
    out->simulated = pct_of(&sides[0]) - pct_of(&sides[1]);
    out->n = sides[0].n;
    out->z = fit_z_difference(row->value, pct_of(&sides[0]), sides[0].n, pct_of(&sides[1]),
                              sides[1].n, published_half_width(row));
}

/* Published as higher, lower or not different: by sign, and for the last by whether it could be
 * chance. */
static void judge_direction(const published_row *row, const fit_sum *sides, fit_result *out) {
    out->simulated = pct_of(&sides[0]) - pct_of(&sides[1]);
    out->n = sides[0].n;
    out->z = fit_z_difference(0, pct_of(&sides[0]), sides[0].n, pct_of(&sides[1]), sides[1].n, 0);
    out->met = row->value == 0 ? fabs(out->z) < SIGNIFICANT : row->value * out->simulated > 0;
}

static void judge_count(const published_row *row, double count, double sampled, fit_result *out) {
    out->simulated = count / sampled;
    out->n = count;
    out->z = fit_z_count(row->value, out->simulated, sampled, published_half_width(row));
}

static void judge_groups(const published_row *row, const fit_sum *sides, fit_result *out) {
    double half = published_half_width(row), n = (double)sides[0].n_groups;
    if (row->unit == PUBLISHED_GROEPEN) {
        out->simulated = n;
        out->n = n;
        out->z = fit_z_count(row->value, n, 1, half);
        return;
    }
    out->n = (double)sides[1].n_groups;
    out->simulated = 100 * n / out->n;
    out->z = fit_z_share(row->value, out->simulated, out->n, half);
}

void fit_judge(const published_row *row, const fit_sum *sides, double sampled, fit_result *out) {
    *out = (fit_result){.counted = true, .has_z = true};
    switch (row->unit) {
    case PUBLISHED_PERCENTAGE:
        judge_share(row, sides, out);
        break;
    case PUBLISHED_VERSCHIL:
        judge_difference(row, sides, out);
        break;
    case PUBLISHED_AANTAL:
        judge_count(row, sides->teller, sampled, out);
        break;
    case PUBLISHED_NOEMER:
        judge_count(row, sides->noemer, sampled, out);
        break;
    case PUBLISHED_GROEPEN:
    case PUBLISHED_AANDEEL_GROEPEN:
        judge_groups(row, sides, out);
        break;
    case PUBLISHED_GEMIDDELDE:
        out->simulated = sides->mean;
        out->n = sides->n;
        out->z = fit_z_mean(row->value, sides->mean, sides->variance, published_half_width(row));
        break;
    case PUBLISHED_SOM:
        out->simulated = sides->teller;
        out->n = sides->n;
        out->z = NAN; /* a sum is not drawn: it is right or it is not */
        out->met = fabs(sides->teller - row->value) <= published_half_width(row) * (1 + 1e-9);
        break;
    case PUBLISHED_RICHTING:
        judge_direction(row, sides, out);
        break;
    case PUBLISHED_UNITS:
        break;
    }
    out->difference =
        row->unit == PUBLISHED_RICHTING ? out->simulated : out->simulated - row->value;
    out->has_z = isfinite(out->z);
    if (!isfinite(out->simulated))
        *out = (fit_result){.why_nl = "niemand in deze groep", .why_en = "nobody in this group"};
}
