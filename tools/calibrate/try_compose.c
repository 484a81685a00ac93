/* calibrate/try_compose.c: prints a composition and what it leaves unmet of the published margins.
 *
 *     try_compose simulatie/gepubliceerd.csv [full]
 *
 * Exits with 1 when the solver misses a closed form, or when a margin is off by more than three
 * standard errors of the group it is about. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "compose.h"
#include "simulate/catalogue.h"
#include "tilt.h"

enum { N = DS_COMPOSE_NIVEAUS, M = DS_COMPOSE_MIGRATIES, H = DS_COMPOSE_HOOFDGROEPEN };

static const char *const leerwegen[] = {"bol", "bbl", "extraneus"};
static const char *const migraties[] = {"geen", "westers", "niet-westers"};
static const char *const beperkingen[] = {"nee", "ja"};

static double worst;   /* standard errors */
static double squares; /* of the distances in standard errors */
static unsigned margins;
static bool full;

/* One margin: what the parts make of it beside what is published. */
static void margin(const char *what, size_t t, double made, double published, double size) {
    double difference = made - published;
    double error = sqrt(published * (1 - published) / size), z = difference / error;
    if (isnan(published) || isnan(made)) return;
    margins++;
    squares += z * z;
    if (fabs(z) > fabs(worst)) worst = z;
    if (full || fabs(z) > 0.2)
        printf("%-58s %zu %8.3f %8.3f %+8.4f pp %+7.2f se  n %8.0f\n", what,
               t + DS_COMPOSE_FIRST_YEAR, 100 * made, 100 * published, 100 * difference, z, size);
}

static double size_of(const ds_composition *c, size_t t, size_t n, size_t l) {
    double sum = 0;
    for (size_t m = 0; m < M; m++)
        sum += c->stock[t][n][l][m];
    return sum;
}

static void stock_margins(const ds_compose_published *p, const ds_composition *c, size_t t,
                          size_t l) {
    char what[96];
    double total = 0, total_vsv = 0;
    for (size_t n = 0; n < N; n++) {
        double vsv = 0;
        for (size_t m = 0; m < M; m++)
            vsv += c->stock[t][n][l][m] * p->migratie[t][n][l][m];
        (void)snprintf(what, sizeof what, "4.1/8.5 niveau %zu %s from 8.3", n + 1, leerwegen[l]);
        margin(what, t, vsv / size_of(c, t, n, l), c->rate[t][n][l], size_of(c, t, n, l));
        total += size_of(c, t, n, l);
        total_vsv += vsv;
    }
    (void)snprintf(what, sizeof what, "4.1 %s from 8.3", leerwegen[l]);
    margin(what, t, total_vsv / total, p->vsv[t][DS_COMPOSE_ALL][l], total);
    for (size_t m = 0; m < M; m++) {
        double size = 0, vsv = 0;
        for (size_t n = 0; n < N; n++) {
            size += c->stock[t][n][l][m];
            vsv += c->stock[t][n][l][m] * p->migratie[t][n][l][m];
        }
        (void)snprintf(what, sizeof what, "8.3 totaal %s %s", leerwegen[l], migraties[m]);
        margin(what, t, vsv / size, p->migratie[t][DS_COMPOSE_ALL][l][m], size);
    }
}

static void beperking_margins(const ds_compose_published *p, const ds_composition *c, size_t t,
                              size_t l) {
    char what[96];
    for (size_t f = 0; f < 2; f++) {
        double size = 0, vsv = 0;
        for (size_t n = 0; n < N; n++) {
            double part = size_of(c, t, n, l) * (f == 1 ? c->ja : c->nee)[t][n][l];
            size += part;
            vsv += part * p->beperking[t][n][l][f];
        }
        (void)snprintf(what, sizeof what, "8.4 totaal %s %s", leerwegen[l], beperkingen[f]);
        margin(what, t, vsv / size, p->beperking[t][DS_COMPOSE_ALL][l][f], size);
    }
}

static void hoofdgroep_margins(const ds_compose_published *p, const ds_composition *c, size_t t,
                               size_t l) {
    char what[96];
    double size = 0, vsv = 0, made = 0;
    for (size_t n = 1; n < N; n++) {
        size += size_of(c, t, n, l);
        vsv += size_of(c, t, n, l) * c->rate[t][n][l];
    }
    for (size_t h = 0; h < DS_COMPOSE_ENTREE; h++)
        if (!isnan(p->hoofdgroep[t][l][h])) made += c->hoofdgroep[t][l][h] * p->hoofdgroep[t][l][h];
    (void)snprintf(what, sizeof what, "niveau 2-4 %s from 8.5", leerwegen[l]);
    margin(what, t, made, vsv / size, size);
}

/* What a total and its rows, both rounded, become when they give in to each other. */
static void reconcile(const char *what, size_t t, size_t n, const double *size, const double *rate,
                      double total, double total_rounding) {
    double spread[128] = {0}, fitted[128] = {0}, all = 0, made = 0, most = 0, of_total;
    for (size_t i = 0; i < n; i++) {
        spread[i] = sqrt(rate[i] * (1 - rate[i]) / size[i] + 0.005 * 0.005 / 3);
        fitted[i] = rate[i];
        all += size[i];
    }
    of_total = sqrt(total * (1 - total) / all + total_rounding * total_rounding / 3);
    ds_compose_reconcile(n, size, spread, total, of_total, fitted);
    for (size_t i = 0; i < n; i++) {
        made += size[i] / all * fitted[i];
        most = fmax(most, fabs(fitted[i] - rate[i]) / spread[i]);
    }
    printf("%s %zu reconciled: total %.2f (z %+.2f), rows at most z %.2f\n", what,
           t + DS_COMPOSE_FIRST_YEAR, 100 * made, (made - total) / of_total, most);
}

/* Leavers with a diploma: some fifth of those on niveau 2. */
static const double leavers = 0.2;

static void werk_margins(const ds_compose_published *p, const ds_composition *c, size_t l) {
    for (size_t t = 0; t < DS_COMPOSE_YEARS; t++) {
        double made = 0, share = 0, sizes[128], rates[128];
        size_t n_rows = 0;
        if (isnan(p->werk_all[t][l])) continue;
        for (size_t h = 0; h < DS_COMPOSE_ENTREE; h++) {
            if (isnan(p->werk[t][l][h])) continue;
            made += c->hoofdgroep_n[1][l][h] * p->werk[t][l][h];
            share += c->hoofdgroep_n[1][l][h];
            if (c->hoofdgroep_n[1][l][h] == 0) continue;
            sizes[n_rows] = leavers * size_of(c, t, 1, l) * c->hoofdgroep_n[1][l][h];
            rates[n_rows++] = p->werk[t][l][h];
        }
        printf("8.6 totaal niveau 2 %s %zu: made %.2f published %.0f (rounding 0.5)\n",
               leerwegen[l], t + DS_COMPOSE_FIRST_YEAR, 100 * made / share,
               100 * p->werk_all[t][l]);
        reconcile("8.6 totaal", t, n_rows, sizes, rates, p->werk_all[t][l], 0.005);
    }
}

/* Starters by niveau: the stock, a year's part of it by how long the programmes last. */
static void starters(const ds_compose_published *p, const ds_composition *c, size_t t) {
    static const double years[N] = {1, 1.7, 2.4, 3.0};
    double known = 0, made = 0, all = 0, sizes[128], rates[128];
    size_t n_rows = 0;
    if (isnan(p->starters_all[t])) return;
    for (size_t n = 1; n < N; n++) {
        double here = 0, rate = 0, of_niveau = 0;
        for (size_t l = 0; l < 2; l++)
            of_niveau += size_of(c, t, n, l) / years[n];
        for (size_t h = 0; h < DS_COMPOSE_ENTREE; h++) {
            double share = 0;
            for (size_t l = 0; l < 2; l++)
                share += size_of(c, t, n, l) / years[n] * c->hoofdgroep_n[n][l][h];
            if (isnan(p->starters[t][n][h])) continue;
            here += share;
            rate += share * p->starters[t][n][h];
            if (share == 0) continue;
            sizes[n_rows] = share;
            rates[n_rows++] = p->starters[t][n][h];
        }
        printf("8.7 niveau %zu %zu: %.2f over the %.1f %% in printed rows\n", n + 1,
               t + DS_COMPOSE_FIRST_YEAR, 100 * rate / here, 100 * here / of_niveau);
        known += here;
        made += rate;
        all += of_niveau;
    }
    printf(
        "startersresultaat %zu: printed rows %.2f, published %.1f; the other %.2f %% need %.1f\n",
        t + DS_COMPOSE_FIRST_YEAR, 100 * made / known, 100 * p->starters_all[t],
        100 * (1 - known / all), 100 * (p->starters_all[t] - made / all) / (1 - known / all));
    reconcile("startersresultaat", t, n_rows, sizes, rates, p->starters_all[t], 0.0005);
}

static void print_stock(const ds_composition *c) {
    for (size_t l = 0; l < DS_COMPOSE_LEERWEGEN; l++)
        for (size_t n = 0; n < N; n++)
            for (size_t m = 0; m < M; m++) {
                printf("N %-9s n%zu %-12s", leerwegen[l], n + 1, migraties[m]);
                for (size_t t = DS_COMPOSE_FROM; t <= DS_COMPOSE_TO; t++)
                    printf(" %9.1f (%4.1f %%)", c->stock[t][n][l][m],
                           100 * c->stock[t][n][l][m] / size_of(c, t, n, l));
                printf("\n");
            }
    for (size_t l = 0; l < DS_COMPOSE_LEERWEGEN; l++)
        for (size_t n = 0; n < N; n++) {
            printf("N %-9s n%zu all         ", leerwegen[l], n + 1);
            for (size_t t = DS_COMPOSE_FROM; t <= DS_COMPOSE_TO; t++)
                printf(" %9.1f @%5.2f ", size_of(c, t, n, l), 100 * c->rate[t][n][l]);
            printf("\n");
        }
}

static void print_hoofdgroepen(const ds_composition *c) {
    for (size_t l = 0; l < 2; l++)
        for (size_t h = 0; h < DS_COMPOSE_ENTREE; h++) {
            printf("H %s %-26.26s", leerwegen[l], ds_catalogue_hoofdgroepen[h]);
            for (size_t t = DS_COMPOSE_FROM; t <= DS_COMPOSE_TO; t++)
                printf(" %6.3f", 100 * c->hoofdgroep[t][l][h]);
            printf(" | within niveau 2-4:");
            for (size_t n = 1; n < N; n++)
                printf(" %6.3f", 100 * c->hoofdgroep_n[n][l][h]);
            printf("\n");
        }
}

/* The largest change of a group from one year to the next, against that of its niveau. */
static void print_changes(const ds_composition *c) {
    for (size_t l = 0; l < DS_COMPOSE_LEERWEGEN; l++)
        for (size_t n = 0; n < N; n++) {
            double most = 0;
            for (size_t t = DS_COMPOSE_FROM + 1; t <= DS_COMPOSE_TO; t++)
                for (size_t m = 0; m < M; m++)
                    most = fmax(most, fabs(log(c->stock[t][n][l][m] / c->stock[t - 1][n][l][m] *
                                               size_of(c, t - 1, n, l) / size_of(c, t, n, l))));
            printf("C %-9s n%zu: at most %.1f %% a year against its niveau\n", leerwegen[l], n + 1,
                   100 * (exp(most) - 1));
        }
}

static void print_beperking(const ds_composition *c) {
    for (size_t l = 0; l < 2; l++)
        for (size_t n = 0; n < N; n++) {
            printf("F %s n%zu (ja nee elsewhere/all):", leerwegen[l], n + 1);
            for (size_t t = DS_COMPOSE_FROM; t <= DS_COMPOSE_TO; t++)
                printf("  %.4f %.4f %.3f", c->ja[t][n][l], c->nee[t][n][l],
                       c->rate_f0[t][n][l] / c->rate[t][n][l]);
            printf("\n");
        }
}

/* Closed forms: two priors of one number meet at the weighted mean of their logarithms; a sum that
 * must be met moves two like numbers alike; what conflicts is shared by spread. */
static bool solver_is_right(void) {
    double one = 1, two[2] = {1, 3}, *a;
    ds_error err = {0};
    ds_tilt tilt;
    bool right;
    if (ds_tilt_init(&tilt, 1, 2, &err) != DS_OK) return false;
    ds_tilt_near(&tilt, 0, 2, 0.1);
    ds_tilt_near(&tilt, 0, 8, 0.2);
    right = ds_tilt_solve(&tilt, &one, &err) == DS_OK &&
            fabs(log(one) - (4 * log(2) + log(8)) / 5) < 1e-9;
    ds_tilt_done(&tilt);
    if (ds_tilt_init(&tilt, 2, 3, &err) != DS_OK) return false;
    ds_tilt_near(&tilt, 0, 5, 0.1);
    ds_tilt_near(&tilt, 1, 5, 0.1);
    a = ds_tilt_sum(&tilt, 12, 1e-6);
    a[0] = a[1] = 1;
    right = ds_tilt_solve(&tilt, two, &err) == DS_OK && right && fabs(two[0] - 6) < 1e-6 &&
            fabs(two[1] - 6) < 1e-6;
    (void)ds_tilt_sum(&tilt, 0, 1);
    right = ds_tilt_solve(&tilt, two, &err) == DS_FAULT && right; /* no room: two untouched */
    ds_tilt_done(&tilt);
    return right && fabs(two[0] - 6) < 1e-6;
}

/* Two equal halves of 0.4 and 0.6 and a total of 0.56, all as sure. */
static bool reconciles(void) {
    const double size[] = {10, 10}, spread[] = {0.01, 0.01};
    double rate[] = {0.4, 0.6};
    ds_compose_reconcile(2, size, spread, 0.56, 0.01, rate);
    /* force = 0.06 / (0.5^2 * 2 + 1); each half moves by force / 2. */
    return fabs(rate[0] - 0.42) < 1e-12 && fabs(rate[1] - 0.62) < 1e-12;
}

int main(int argc, char **argv) {
    static ds_compose_published published;
    static ds_composition c;
    ds_error err = {0};
    if (argc < 2) return 2;
    full = argc > 2 && strcmp(argv[2], "full") == 0;
    if (!solver_is_right() || !reconciles()) {
        printf("the solver misses its closed forms\n");
        return 1;
    }
    if (ds_compose_read(argv[1], &published, &err) != DS_OK ||
        ds_compose(argv[1], &c, &err) != DS_OK) {
        printf("%s:%lu %s\n", err.file, (unsigned long)err.line, err.en);
        return 1;
    }
    if (full) {
        print_stock(&c);
        print_changes(&c);
        print_hoofdgroepen(&c);
        print_beperking(&c);
    }
    for (size_t t = DS_COMPOSE_FROM; t <= DS_COMPOSE_TO; t++)
        for (size_t l = 0; l < DS_COMPOSE_LEERWEGEN; l++) {
            stock_margins(&published, &c, t, l);
            if (l > DS_COMPOSE_BBL) continue;
            hoofdgroep_margins(&published, &c, t, l);
            beperking_margins(&published, &c, t, l);
        }
    for (size_t l = 0; l < 2; l++)
        werk_margins(&published, &c, l);
    for (size_t t = 0; t < DS_COMPOSE_YEARS; t++)
        starters(&published, &c, t);
    printf("%u margins, root mean square %.3f se, worst %+.2f se\n", margins,
           sqrt(squares / margins), worst);
    return fabs(worst) > 3;
}
