/* figures/judge.c: how far a figure is from what was counted. See doorstroom/figures.h. */
#include "doorstroom/figures.h"

#include <math.h>

/* From where a difference between two groups is no chance any more, both sides 5 %. */
#define SIGNIFICANT 1.96

static double rounding_variance(double half) {
    return half * half / 3;
}

/* Of a percentage. */
static double binomial_variance(double pct, double n) {
    return pct * (100 - pct) / n;
}

/* With one success and one failure more, so that no percentage is without variance. */
static double smooth_pct(double pct, double n) {
    return 100 * (n * pct / 100 + 1) / (n + 2);
}

static double divide_by_root(double difference, double variance) {
    return difference == 0 ? 0 : difference / sqrt(variance);
}

double ds_figures_z_share(double published_pct, double simulated_pct, double n, double half) {
    double p = published_pct;
    if (!(n > 0)) return NAN;
    if (p <= 0 || p >= 100) p = smooth_pct(p, n);
    return divide_by_root(simulated_pct - published_pct,
                          binomial_variance(p, n) + rounding_variance(half));
}

double ds_figures_z_difference(double published_pp, double first_pct, double first_n,
                               double second_pct, double second_n, double half) {
    if (!(first_n > 0) || !(second_n > 0)) return NAN;
    return divide_by_root(first_pct - second_pct - published_pp,
                          binomial_variance(smooth_pct(first_pct, first_n), first_n) +
                              binomial_variance(smooth_pct(second_pct, second_n), second_n) +
                              rounding_variance(half));
}

double ds_figures_z_count(double printed, double simulated, double sampled, double half) {
    if (!(sampled > 0)) return NAN;
    return divide_by_root(simulated - printed, printed / sampled + rounding_variance(half));
}

double ds_figures_z_mean(double printed, double simulated, double variance, double half) {
    return divide_by_root(simulated - printed, variance + rounding_variance(half));
}

double ds_figures_z_institutions(double printed, double counted, double n, double half) {
    if (!(n > 0)) return NAN;
    if (counted == printed) return 0;
    return ds_figures_z_share(100 * fmin(printed / n, 1), 100 * counted / n, n, 100 * half / n);
}

double ds_figures_quartile_variance(double share, double distance, double n) {
    /* Of the standard normal: its third quartile, and its density there and in the middle. */
    const double quartile = 0.674489750196082, at_quartile = 0.317776572684107,
                 in_middle = 0.398942280401433;
    const double deviation = distance / (2 * quartile);
    const double density = share == 0.5 ? in_middle : at_quartile;
    if (!(n > 0)) return NAN;
    return share * (1 - share) / (density * density) * deviation * deviation / n;
}

double ds_figures_z_correlation(double printed, double simulated, double n, double half) {
    const double rounded = half / (1 - printed * printed);
    if (!(n > 3)) return NAN;
    return divide_by_root(atanh(simulated) - atanh(printed),
                          1 / (n - 3) + rounding_variance(rounded));
}

/* What was printed, or of a range what is nearest to simulated. */
static double find_printed(const ds_figures_row *row, double simulated) {
    return fmin(fmax(simulated, row->value), row->value + row->width);
}

static double share_of_sum(const ds_figures_sum *sum) {
    return 100 * sum->teller / sum->noemer;
}

static void judge_share(const ds_figures_row *row, const ds_figures_sum *sum,
                        ds_figures_result *out) {
    out->simulated = share_of_sum(sum);
    out->n = sum->n;
    out->z = ds_figures_z_share(find_printed(row, out->simulated), out->simulated, sum->n,
                                ds_figures_half_width(row));
}

static void judge_difference(const ds_figures_row *row, const ds_figures_sum *sides,
                             ds_figures_result *out) {
    out->simulated = share_of_sum(&sides[0]) - share_of_sum(&sides[1]);
    out->n = sides[0].n;
    out->z =
        ds_figures_z_difference(row->value, share_of_sum(&sides[0]), sides[0].n,
                                share_of_sum(&sides[1]), sides[1].n, ds_figures_half_width(row));
}

/* Published as higher, lower or not different: by sign, and for the last by whether it could be
 * chance; where the text says significant or small, that too. */
static bool is_direction_met(const ds_figures_row *row, double difference, bool by_chance,
                             bool significant) {
    if (row->value == 0) return by_chance;
    if (!(row->value * difference > 0)) return false;
    if (row->claim == DS_FIGURES_SIGNIFICANT) return significant;
    return row->claim != DS_FIGURES_SMALL || fabs(difference) <= DS_FIGURES_SMALL_PP;
}

static void judge_direction(const ds_figures_row *row, const ds_figures_sum *sides, double sampled,
                            ds_figures_result *out) {
    out->simulated = share_of_sum(&sides[0]) - share_of_sum(&sides[1]);
    out->n = sides[0].n;
    out->z = ds_figures_z_difference(0, share_of_sum(&sides[0]), sides[0].n,
                                     share_of_sum(&sides[1]), sides[1].n, 0);
    /* Significant in the whole country. */
    out->met = is_direction_met(row, out->simulated, fabs(out->z) < SIGNIFICANT,
                                fabs(out->z) / sqrt(sampled) >= SIGNIFICANT);
}

/* Our own estimate, by its own p: with few locations it has no standard error. */
static void judge_estimate(const ds_figures_row *row, const ds_figures_sum *sum,
                           ds_figures_result *out) {
    out->simulated = sum->mean;
    out->n = sum->n;
    out->z = divide_by_root(sum->mean, sum->variance);
    out->met = is_direction_met(row, out->simulated, sum->p > 0.05, sum->p <= 0.05);
}

/* A correlation that was published as one that is there or not. */
static void judge_relation(const ds_figures_row *row, const ds_figures_sum *sum,
                           ds_figures_result *out) {
    out->simulated = sum->mean;
    out->n = sum->n;
    out->z = ds_figures_z_correlation(0, sum->mean, sum->n, 0);
    out->met = is_direction_met(row, out->simulated, fabs(out->z) < SIGNIFICANT,
                                fabs(out->z) >= SIGNIFICANT);
}

static void judge_part(const ds_figures_row *row, const ds_figures_sum *sides,
                       ds_figures_result *out) {
    out->simulated = 100 * sides[0].noemer / sides[1].noemer;
    out->n = sides[1].n;
    out->z = ds_figures_z_share(row->value, out->simulated, out->n, ds_figures_half_width(row));
}

static void judge_count(const ds_figures_row *row, double count, double sampled,
                        ds_figures_result *out) {
    out->simulated = count / sampled;
    out->n = count;
    out->z = ds_figures_z_count(row->value, out->simulated, sampled, ds_figures_half_width(row));
}

/* Of institutions, which are all there in a sample of persons too. */
static void judge_institutions(const ds_figures_row *row, const ds_figures_sum *sum,
                               ds_figures_result *out) {
    out->simulated = sum->teller;
    out->n = sum->n;
    out->z = ds_figures_z_institutions(find_printed(row, sum->teller), sum->teller, sum->n,
                                       ds_figures_half_width(row));
}

static void judge_mean(const ds_figures_row *row, const ds_figures_sum *sum,
                       ds_figures_result *out) {
    const double printed = find_printed(row, sum->mean), half = ds_figures_half_width(row);
    out->simulated = sum->mean;
    out->n = sum->n;
    out->z = row->unit == DS_FIGURES_CORRELATIE
                 ? ds_figures_z_correlation(printed, sum->mean, sum->n, half)
                 : ds_figures_z_mean(printed, sum->mean, sum->variance, half);
}

static void judge_groups(const ds_figures_row *row, const ds_figures_sum *sides,
                         ds_figures_result *out) {
    double half = ds_figures_half_width(row), n = (double)sides[0].n_groups;
    if (row->unit == DS_FIGURES_GROEPEN) {
        out->simulated = n;
        out->n = n;
        out->z = ds_figures_z_count(row->value, n, 1, half);
        return;
    }
    out->n = (double)sides[1].n_groups;
    out->simulated = 100 * n / out->n;
    out->z = ds_figures_z_share(row->value, out->simulated, out->n, half);
}

void ds_figures_judge(const ds_figures_row *row, const ds_figures_sum *sides, double sampled,
                      ds_figures_result *out) {
    *out = (ds_figures_result){.why = DS_FIGURES_COUNTED, .has_z = true};
    switch (row->unit) {
    case DS_FIGURES_PERCENTAGE:
        judge_share(row, sides, out);
        break;
    case DS_FIGURES_AANDEEL:
        judge_part(row, sides, out);
        break;
    case DS_FIGURES_VERSCHIL:
        judge_difference(row, sides, out);
        break;
    case DS_FIGURES_AANTAL:
        if (row->source == DS_FIGURES_MONITOR)
            judge_institutions(row, sides, out);
        else
            judge_count(row, sides->teller, sampled, out);
        break;
    case DS_FIGURES_NOEMER:
        judge_count(row, sides->noemer, sampled, out);
        break;
    case DS_FIGURES_GROEPEN:
    case DS_FIGURES_AANDEEL_GROEPEN:
        judge_groups(row, sides, out);
        break;
    case DS_FIGURES_GEMIDDELDE:
    case DS_FIGURES_KWARTIEL:
    case DS_FIGURES_CORRELATIE:
        judge_mean(row, sides, out);
        break;
    case DS_FIGURES_SOM:
    case DS_FIGURES_UITERSTE:
        out->simulated = sides->teller;
        out->n = sides->n;
        out->z = NAN; /* not drawn, or of one institution: it is right or it is not */
        out->met = fabs(sides->teller - find_printed(row, sides->teller)) <=
                   ds_figures_half_width(row) * (1 + 1e-9);
        break;
    case DS_FIGURES_RICHTING:
        if (row->source == DS_FIGURES_EFFECT)
            judge_estimate(row, sides, out);
        else if (row->source == DS_FIGURES_MONITOR)
            judge_relation(row, sides, out);
        else
            judge_direction(row, sides, sampled, out);
        break;
    case DS_FIGURES_UNITS:
        break;
    }
    out->difference = row->unit == DS_FIGURES_RICHTING
                          ? out->simulated
                          : out->simulated - find_printed(row, out->simulated);
    out->has_z = isfinite(out->z);
    if (!isfinite(out->simulated)) *out = (ds_figures_result){.why = DS_FIGURES_NOBODY};
}
