/* calibrate/compose.c: see compose.h.
 *
 * Three steps, each a ds_tilt: the stock by niveau and migratieachtergrond (a leerweg at a time,
 * five years at once, since a population changes slowly); the hoofdgroepen within niveau 2 to 4;
 * who is at an institution that reports functiebeperking. The priors stand in tables below. Where
 * they come from: CBS StatLine 83852NED (students by leerweg and migratieachtergrond, 2020/21: bol
 * 67, 6 and 27 %, bbl 80, 6 and 14 %) and 83850NED (by field of study); OCW in cijfers (bol 371,
 * 380 and 373 thousand in 2019 to 2021); for small groups the smallest counts whose ratio prints as
 * the published percentages, e.g. extraneus niveau 1 in 2022: 12 of 31, 8 of 8, 11 of 25. */
#include "compose.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "simulate/catalogue.h"
#include "tilt.h"

enum {
    N = DS_COMPOSE_NIVEAUS,
    M = DS_COMPOSE_MIGRATIES,
    H = DS_COMPOSE_ENTREE, /* the hoofdgroepen of niveau 2 to 4 */
    ALL = DS_COMPOSE_ALL,
    FROM = DS_COMPOSE_FROM,
    YEARS = DS_COMPOSE_TO - DS_COMPOSE_FROM + 1,
    COUNTED = 2022 - DS_COMPOSE_FIRST_YEAR, /* the first year of table 4.1 */
};

/* Margins are met to this share of the standard error that chance alone gives them. */
static const double margin_spread = 0.03;

/* ---- reading ------------------------------------------------------------------------------- */

enum { INDICATOR, SCHOOLJAAR, UITSPLITSING, EENHEID, WAARDE, COLUMNS };
static const char *const columns[COLUMNS] = {"indicator", "schooljaar", "uitsplitsing", "eenheid",
                                             "waarde"};

typedef struct reading {
    const char *path;
    size_t at[COLUMNS];
    ds_compose_published *out;
} reading;

/* A row's place; -1 where the key is left out, and other when a key is none of these. */
typedef struct place {
    int year, niveau, leerweg, migratie, hoofdgroep, beperking;
    bool other;
} place;

static int find_hoofdgroep(ds_text value) {
    for (int h = 0; h < DS_COMPOSE_HOOFDGROEPEN; h++)
        if (ds_text_is(value, ds_catalogue_hoofdgroepen[h])) return h;
    return -1;
}

static void place_key(place *p, ds_text key, ds_text value) {
    static const char *const leerwegen[] = {"bol", "bbl", "extraneus"};
    int *at = NULL, found = -1;
    if (ds_text_is(key, "niveau")) {
        at = &p->niveau;
        if (value.size == 1 && value.data[0] >= '1' && value.data[0] <= '4')
            found = value.data[0] - '1';
    } else if (ds_text_is(key, "leerweg")) {
        at = &p->leerweg;
        for (int l = 0; l < DS_COMPOSE_LEERWEGEN; l++)
            if (ds_text_is(value, leerwegen[l])) found = l;
    } else if (ds_text_is(key, "migratieachtergrond")) {
        at = &p->migratie;
        found = ds_codes_find(&ds_codes_migratieachtergrond, value, false);
    } else if (ds_text_is(key, "hoofdgroep")) {
        at = &p->hoofdgroep;
        found = find_hoofdgroep(value);
    } else if (ds_text_is(key, "functiebeperking")) {
        at = &p->beperking;
        found = ds_codes_find(&ds_codes_ja_nee, value, false);
    }
    if (at == NULL || found < 0)
        p->other = true;
    else
        *at = found;
}

static place place_of(ds_text keys, int64_t year) {
    place p = {(int)year - DS_COMPOSE_FIRST_YEAR, -1, -1, -1, -1, -1, false};
    p.other = p.year < 0 || p.year >= DS_COMPOSE_YEARS;
    while (keys.size > 0) {
        const char *end = memchr(keys.data, ';', keys.size);
        ds_text one = {keys.data, end == NULL ? keys.size : (size_t)(end - keys.data)};
        const char *is = memchr(one.data, '=', one.size);
        keys.size -= one.size;
        keys.data += one.size;
        if (keys.size > 0) keys = (ds_text){keys.data + 1, keys.size - 1};
        if (is == NULL) {
            p.other = true;
            continue;
        }
        place_key(&p, (ds_text){one.data, (size_t)(is - one.data)},
                  (ds_text){is + 1, one.size - (size_t)(is - one.data) - 1});
    }
    return p;
}

static double *vsv_cell(ds_compose_published *out, const place *p, bool count) {
    int n = p->niveau < 0 ? ALL : p->niveau;
    if (p->leerweg < 0 || p->beperking >= 0) return NULL;
    if (p->hoofdgroep >= 0) {
        if (count || p->leerweg > DS_COMPOSE_BBL || p->niveau >= 0 || p->migratie >= 0) return NULL;
        return &out->hoofdgroep[p->year][p->leerweg][p->hoofdgroep];
    }
    if (p->migratie >= 0) return count ? NULL : &out->migratie[p->year][n][p->leerweg][p->migratie];
    return count ? &out->vsv_count[p->year][n][p->leerweg] : &out->vsv[p->year][n][p->leerweg];
}

static double *werk_cell(ds_compose_published *out, const place *p) {
    if (p->leerweg < 0 || p->leerweg > DS_COMPOSE_BBL || p->migratie >= 0) return NULL;
    if (p->hoofdgroep >= 0) return &out->werk[p->year][p->leerweg][p->hoofdgroep];
    if (p->niveau == 0) return &out->werk[p->year][p->leerweg][DS_COMPOSE_ENTREE];
    return p->niveau == 1 ? &out->werk_all[p->year][p->leerweg] : NULL;
}

/* Where a row's figure belongs, NULL when nowhere. */
static double *cell_of(ds_compose_published *out, ds_text indicator, const place *p, bool count) {
    if (p->other) return NULL;
    if (ds_text_is(indicator, "vsv")) return vsv_cell(out, p, count);
    if (count) return NULL;
    if (ds_text_is(indicator, "vsv_functiebeperking") && p->beperking >= 0 && p->leerweg >= 0 &&
        p->leerweg <= DS_COMPOSE_BBL)
        return &out->beperking[p->year][p->niveau < 0 ? ALL : p->niveau][p->leerweg][p->beperking];
    if (ds_text_is(indicator, "werk")) return werk_cell(out, p);
    if (!ds_text_is(indicator, "startersresultaat")) return NULL;
    if (p->hoofdgroep >= 0 && p->niveau >= 0)
        return &out->starters[p->year][p->niveau][p->hoofdgroep];
    return p->niveau < 0 && p->hoofdgroep < 0 ? &out->starters_all[p->year] : NULL;
}

static ds_status header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    reading *r = context;
    for (size_t k = 0; k < COLUMNS; k++) {
        r->at[k] = n_names;
        for (size_t i = 0; i < n_names; i++)
            if (ds_text_is(names[i], columns[k])) r->at[k] = i;
        if (r->at[k] == n_names)
            return ds_error_at(err, DS_INPUT, r->path, 1, 0, "de kolom '%s' ontbreekt",
                               "the column '%s' is missing", columns[k]);
    }
    return DS_OK;
}

static ds_status row(const reading *r, const ds_text *fields, uint64_t line, ds_error *err) {
    enum { SCALE = 1000000 };
    bool count = ds_text_is(fields[r->at[EENHEID]], "aantal");
    int64_t year, value;
    double *cell;
    place p;
    if (!count && !ds_text_is(fields[r->at[EENHEID]], "percentage")) return DS_OK;
    /* Rows about several years hold no single one; none of them is used here. */
    if (!ds_number_parse_integer(fields[r->at[SCHOOLJAAR]], &year)) return DS_OK;
    p = place_of(fields[r->at[UITSPLITSING]], year);
    cell = cell_of(r->out, fields[r->at[INDICATOR]], &p, count);
    if (cell == NULL) return DS_OK;
    if (!ds_number_parse_scaled(fields[r->at[WAARDE]], SCALE, &value) || value < 0)
        return ds_error_at(err, DS_INPUT, r->path, line, 0, "waarde is geen getal vanaf 0",
                           "waarde is not a number from 0 up");
    *cell = (double)value / SCALE / (count ? 1 : 100);
    return DS_OK;
}

static ds_status batch(void *context, const ds_table_batch *b, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < b->n_records; i++)
        status = row(context, b->fields + i * b->n_columns, b->lines[i], err);
    return status;
}

ds_status ds_compose_read(const char *published_csv, ds_compose_published *out, ds_error *err) {
    ds_compose_published published;
    reading r = {.path = published_csv, .out = &published};
    ds_table_sink sink = {.context = &r, .header = header, .batch = batch};
    ds_table_info info;
    double *figures = (double *)&published;
    ds_status status;
    for (size_t i = 0; i < sizeof published / sizeof *figures; i++)
        figures[i] = NAN;
    status = ds_table_inspect(published_csv, &info, err);
    if (status == DS_OK) status = ds_table_read(published_csv, &info, 1, &sink, err);
    if (status == DS_OK) *out = published;
    return status;
}

/* ---- the stock by niveau and migratieachtergrond ------------------------------------------- */

/* Stock of 2019, 2020 and 2021 against 2022. */
static const double past[3][DS_COMPOSE_LEERWEGEN][N] = {
    {{0.86, 1.08, 1.16, 1.03}, {0.92, 0.92, 0.92, 0.85}, {5.31, 1.1, 1.0, 1.0}},
    {{0.84, 1.09, 1.15, 1.06}, {0.88, 0.90, 0.92, 0.87}, {6.97, 1.1, 1.1, 1.0}},
    {{0.89, 1.03, 1.08, 1.04}, {0.93, 0.95, 0.97, 0.94}, {7.91, 1.1, 1.1, 1.0}},
};
static const double migratie_prior[DS_COMPOSE_LEERWEGEN][N][M] = {
    {{0.33, 0.10, 0.57}, {0.54, 0.07, 0.39}, {0.66, 0.06, 0.28}, {0.70, 0.06, 0.24}},
    {{0.68, 0.07, 0.25}, {0.80, 0.05, 0.15}, {0.88, 0.04, 0.08}, {0.89, 0.04, 0.07}},
    {{0.50, 0.10, 0.40}, {0.64, 0.10, 0.26}, {0.70, 0.11, 0.19}, {0.68, 0.12, 0.20}},
};
/* Extraneus niveau 1: so few that the percentages, with the totals of the westers, give the counts
 * away, the first years up to a factor. */
static const double entree_extraneus[YEARS][M] = {
    {178, 28, 134}, {248, 28, 170}, {202, 78, 226}, {31, 8, 25}, {28, 8, 20}};
/* How alike the sizes of neighbouring years are, how sure the priors: shares. */
static const double year_spread[DS_COMPOSE_LEERWEGEN][N] = {
    {0.12, 0.05, 0.05, 0.04}, {0.15, 0.06, 0.05, 0.06}, {0.3, 0.15, 0.15, 0.15}};
static const double stock_spread[DS_COMPOSE_LEERWEGEN] = {0.04, 0.06, 0.15};
static const double migratie_spread = 0.4;

static size_t stock_at(size_t t, size_t n, size_t m) {
    return (t * N + n) * M + m;
}

/* The prior number of students; by table 4.1 where that counts them. */
static double total_prior(const ds_compose_published *p, size_t t, size_t n, size_t l) {
    size_t year = FROM + t;
    double factor = 1;
    if (year < COUNTED) {
        factor = past[t][l][n];
        year = COUNTED;
    }
    return factor * p->vsv_count[year][n][l] / p->vsv[year][n][l];
}

/* The published rate of a niveau: table 4.1, or Entree's row of table 8.5. NAN: none. */
static double niveau_rate(const ds_compose_published *p, size_t t, size_t n, size_t l) {
    double rate = p->vsv[FROM + t][n][l];
    if (isnan(rate) && n == 0 && l <= DS_COMPOSE_BBL)
        rate = p->hoofdgroep[FROM + t][l][DS_COMPOSE_ENTREE];
    return rate;
}

static void stock_priors(const ds_compose_published *p, size_t l, ds_tilt *tilt, double *x) {
    for (size_t t = 0; t < YEARS; t++)
        for (size_t n = 0; n < N; n++) {
            bool known = l == DS_COMPOSE_EXTRANEUS && n == 0;
            double total = total_prior(p, t, n, l);
            bool counted = FROM + t >= COUNTED;
            double *sum = ds_tilt_sum(tilt, total, total * (counted ? 0.0005 : stock_spread[l]));
            for (size_t m = 0; m < M; m++) {
                size_t i = stock_at(t, n, m);
                x[i] = known ? entree_extraneus[t][m] : total * migratie_prior[l][n][m];
                ds_tilt_near(tilt, i, x[i], known ? 0.05 : migratie_spread);
                sum[i] = 1;
                if (t > 0 && !known)
                    ds_tilt_tie(tilt, i, stock_at(t - 1, n, m), total / total_prior(p, t - 1, n, l),
                                year_spread[l][n]);
            }
        }
}

/* A margin: the sum of x * (rate - total) is 0, to a share of its standard error. size: a prior for
 * the sum of x. */
static double *margin(ds_tilt *tilt, double total, double size) {
    return ds_tilt_sum(tilt, 0, margin_spread * sqrt(size * total * (1 - total)) + 1e-6);
}

static void stock_margins(const ds_compose_published *p, size_t l, ds_tilt *tilt, const double *x) {
    for (size_t t = 0; t < YEARS; t++) {
        const double(*rate)[3][M] = p->migratie[FROM + t];
        for (size_t n = 0; n < N; n++) {
            double of_niveau = niveau_rate(p, t, n, l), *a;
            if (isnan(of_niveau)) continue;
            a = margin(tilt, of_niveau, total_prior(p, t, n, l));
            for (size_t m = 0; m < M; m++)
                a[stock_at(t, n, m)] = rate[n][l][m] - of_niveau;
        }
        for (size_t m = 0; m < M; m++) {
            double of_all = rate[ALL][l][m], size = 0, *a;
            for (size_t n = 0; n < N; n++)
                size += x[stock_at(t, n, m)];
            a = margin(tilt, of_all, size);
            for (size_t n = 0; n < N; n++)
                a[stock_at(t, n, m)] = rate[n][l][m] - of_all;
        }
    }
}

static ds_status compose_stock(const ds_compose_published *p, size_t l, ds_composition *out,
                               ds_error *err) {
    double x[YEARS * N * M];
    ds_tilt tilt;
    ds_status status = ds_tilt_init(&tilt, YEARS * N * M, 200, err);
    if (status != DS_OK) return status;
    stock_priors(p, l, &tilt, x);
    stock_margins(p, l, &tilt, x);
    status = ds_tilt_solve(&tilt, x, err);
    for (size_t t = 0; t < YEARS; t++)
        for (size_t n = 0; n < N; n++) {
            double sum = 0, vsv = 0;
            for (size_t m = 0; m < M; m++) {
                double size = x[stock_at(t, n, m)];
                out->stock[FROM + t][n][l][m] = size;
                sum += size;
                vsv += size * p->migratie[FROM + t][n][l][m];
            }
            out->rate[FROM + t][n][l] = niveau_rate(p, t, n, l);
            if (isnan(out->rate[FROM + t][n][l])) out->rate[FROM + t][n][l] = vsv / sum;
        }
    ds_tilt_done(&tilt);
    return status;
}

static double students(const ds_composition *c, size_t t, size_t n, size_t l) {
    double sum = 0;
    for (size_t m = 0; m < M; m++)
        sum += c->stock[FROM + t][n][l][m];
    return sum;
}

/* ---- hoofdgroepen within niveau 2 to 4 ----------------------------------------------------- */

typedef struct hoofdgroep_prior {
    double share;     /* per 10,000 students of niveau 2 to 4 */
    double niveau[3]; /* of these on niveau 2, 3 and 4; 0: does not exist there */
} hoofdgroep_prior;

/* Which exist at which niveau: tables 8.6 and 8.7. */
static const hoofdgroep_prior hoofdgroep_priors[2][H] = {
    {{80, {0.55, 0.25, 0.20}},
     {220, {0, 0.12, 0.88}},
     {270, {0.25, 0.12, 0.63}},
     {20, {0.50, 0, 0.50}},
     {1350, {0.12, 0.13, 0.75}},
     {1100, {0.27, 0.13, 0.60}},
     {320, {0.30, 0.30, 0.40}},
     {750, {0.07, 0.13, 0.80}},
     {650, {0.03, 0.01, 0.96}},
     {200, {0.60, 0.20, 0.20}},
     {9, {0, 0.50, 0.50}},
     {650, {0.15, 0.10, 0.75}},
     {320, {0, 0.03, 0.97}},
     {230, {0.20, 0.15, 0.65}},
     {320, {0.10, 0.45, 0.45}},
     {650, {0.17, 0.28, 0.55}},
     {480, {0.15, 0.20, 0.65}},
     {2400, {0.12, 0.18, 0.70}}},
    {{680, {0.60, 0.30, 0.10}},
     {31, {0, 0.50, 0.50}},
     {1370, {0.45, 0.40, 0.15}},
     {35, {0.70, 0, 0.30}},
     {145, {0.08, 0.45, 0.47}},
     {1040, {0.40, 0.35, 0.25}},
     {800, {0.45, 0.40, 0.15}},
     {35, {0, 0.40, 0.60}},
     {16, {0.10, 0.30, 0.60}},
     {1200, {0.45, 0.40, 0.15}},
     {3, {0, 0.50, 0.50}},
     {1850, {0.35, 0.45, 0.20}},
     {5, {0, 0.40, 0.60}},
     {420, {0.50, 0.30, 0.20}},
     {370, {0.08, 0.80, 0.12}},
     {24, {0.85, 0.10, 0.05}},
     {680, {0.35, 0.40, 0.25}},
     {1330, {0.04, 0.66, 0.30}}},
};
static const double hoofdgroep_spread = 0.25, hoofdgroep_year_spread = 0.06,
                    hoofdgroep_niveau_spread = 0.25;

/* Unknowns: the share of a hoofdgroep by year, then of those within niveau 2 to 4. */
static size_t share_at(size_t t, size_t h) {
    return t * H + h;
}
static size_t within_at(size_t n, size_t h) {
    return (YEARS + n - 1) * H + h;
}

/* Of those on niveau 2 to 4: the share that is on niveau n, and the rate of vsv. */
static double niveau_share(const ds_composition *c, size_t t, size_t n, size_t l) {
    return students(c, t, n, l) /
           (students(c, t, 1, l) + students(c, t, 2, l) + students(c, t, 3, l));
}
static double rate_above_entree(const ds_composition *c, size_t t, size_t l) {
    double rate = 0;
    for (size_t n = 1; n < N; n++)
        rate += niveau_share(c, t, n, l) * c->rate[FROM + t][n][l];
    return rate;
}

/* Shares that stay about the same, add up to 1, and are made of those within the niveaus. */
static void hoofdgroep_shares(const ds_composition *c, size_t l, ds_tilt *tilt, double *x) {
    for (size_t h = 0; h < H; h++) {
        const hoofdgroep_prior *prior = &hoofdgroep_priors[l][h];
        for (size_t t = 0; t < YEARS; t++) {
            double share = x[share_at(t, h)] = prior->share / 1e4;
            double *a = ds_tilt_sum(tilt, 0, 0.05 * share);
            a[share_at(t, h)] = -1;
            for (size_t n = 1; n < N; n++)
                a[within_at(n, h)] = niveau_share(c, t, n, l);
            ds_tilt_near(tilt, share_at(t, h), share, hoofdgroep_spread);
            if (t > 0)
                ds_tilt_tie(tilt, share_at(t, h), share_at(t - 1, h), 1, hoofdgroep_year_spread);
        }
        for (size_t n = 1; n < N; n++) {
            size_t i = within_at(n, h);
            double within = prior->niveau[n - 1];
            /* Nothing there: so small a share that it does not count, and is taken away after. */
            x[i] = within == 0 ? 1e-12 : within * prior->share / 1e4 / niveau_share(c, 3, n, l);
            ds_tilt_near(tilt, i, x[i], within == 0 ? 1e-3 : hoofdgroep_niveau_spread);
        }
    }
    for (size_t k = 0; k < YEARS + N - 1; k++) {
        double *a = ds_tilt_sum(tilt, 1, 1e-6);
        for (size_t h = 0; h < H; h++)
            a[k * H + h] = 1;
    }
}

static void hoofdgroep_margins(const ds_compose_published *p, const ds_composition *c, size_t l,
                               ds_tilt *tilt) {
    for (size_t t = 0; t < YEARS; t++) {
        double total = rate_above_entree(c, t, l), size = 0, *a;
        for (size_t n = 1; n < N; n++)
            size += students(c, t, n, l);
        a = ds_tilt_sum(tilt, 0, margin_spread * sqrt(total * (1 - total) / size));
        for (size_t h = 0; h < H; h++) {
            double rate = p->hoofdgroep[FROM + t][l][h];
            a[share_at(t, h)] = isnan(rate) ? 0 : rate - total;
        }
    }
}

/* Whole percentages: a total and what it is made of are each rounded by up to 0.5, and those who
 * leave are not quite spread as those who are there. */
static const double werk_spread = 0.0025;

static void werk_margins(const ds_compose_published *p, size_t l, ds_tilt *tilt) {
    for (size_t t = 0; t < DS_COMPOSE_YEARS; t++) {
        double total = p->werk_all[t][l], *a;
        if (isnan(total)) continue;
        a = ds_tilt_sum(tilt, 0, werk_spread);
        for (size_t h = 0; h < H; h++)
            if (!isnan(p->werk[t][l][h])) a[within_at(1, h)] = p->werk[t][l][h] - total;
    }
}

static void take_hoofdgroepen(size_t l, const double *x, ds_composition *out) {
    for (size_t t = 0; t < YEARS; t++)
        for (size_t h = 0; h < H; h++)
            out->hoofdgroep[FROM + t][l][h] = x[share_at(t, h)];
    for (size_t n = 1; n < N; n++)
        for (size_t h = 0; h < H; h++)
            if (hoofdgroep_priors[l][h].niveau[n - 1] > 0)
                out->hoofdgroep_n[n][l][h] = x[within_at(n, h)];
}

static ds_status compose_hoofdgroepen(const ds_compose_published *p, size_t l, ds_composition *out,
                                      ds_error *err) {
    double x[(YEARS + N - 1) * H];
    ds_tilt tilt;
    ds_status status = ds_tilt_init(&tilt, (YEARS + N - 1) * H, 400, err);
    if (status != DS_OK) return status;
    hoofdgroep_shares(out, l, &tilt, x);
    hoofdgroep_margins(p, out, l, &tilt);
    werk_margins(p, l, &tilt);
    status = ds_tilt_solve(&tilt, x, err);
    if (status == DS_OK) take_hoofdgroepen(l, x, out);
    ds_tilt_done(&tilt);
    return status;
}

/* Niveau 1 is all Entree; extranei, of whom nothing is published, are spread as bol and bbl are. */
static void other_hoofdgroepen(ds_composition *out) {
    for (size_t l = 0; l < DS_COMPOSE_LEERWEGEN; l++)
        out->hoofdgroep_n[0][l][DS_COMPOSE_ENTREE] = 1;
    for (size_t n = 1; n < N; n++)
        for (size_t h = 0; h < H; h++)
            out->hoofdgroep_n[n][DS_COMPOSE_EXTRANEUS][h] =
                (out->hoofdgroep_n[n][0][h] + out->hoofdgroep_n[n][1][h]) / 2;
}

/* ---- functiebeperking ---------------------------------------------------------------------- */

/* Of all students. Institutions with at least 5 % registered have some 32 % of the students here,
 * so that a share of 5 % in each year holds for some twenty of them, as table 8.4 asks; the counts
 * that print as its percentages are some 26, 230, 210 and 118 of bbl with a functiebeperking in
 * 2022, and some 165 of niveau 1 bol. */
static const double ja_prior[2][N] = {{0.028, 0.028, 0.028, 0.028}, {0.020, 0.017, 0.016, 0.015}};
static const double nee_prior = 0.29, ja_spread = 0.2, nee_spread = 0.12,
                    beperking_year_spread = 0.05;
/* How far those elsewhere may be from all: a share of the rate of all. */
static const double elsewhere_spread = 0.15;

static size_t beperking_at(size_t t, size_t n, size_t f) {
    return (t * N + n) * 2 + f;
}

static void beperking_priors(const ds_compose_published *p, const ds_composition *c, size_t l,
                             ds_tilt *tilt, double *x) {
    for (size_t t = 0; t < YEARS; t++)
        for (size_t n = 0; n < N; n++) {
            double rate = c->rate[FROM + t][n][l], *a;
            for (size_t f = 0; f < 2; f++) {
                size_t i = beperking_at(t, n, f);
                x[i] = f == 1 ? ja_prior[l][n] : nee_prior;
                ds_tilt_near(tilt, i, x[i], f == 1 ? ja_spread : nee_spread);
                if (t > 0)
                    ds_tilt_tie(tilt, i, beperking_at(t - 1, n, f), 1, beperking_year_spread);
            }
            a = ds_tilt_sum(tilt, 0, elsewhere_spread * rate * (1 - nee_prior));
            for (size_t f = 0; f < 2; f++)
                a[beperking_at(t, n, f)] = p->beperking[FROM + t][n][l][f] - rate;
        }
}

static void beperking_margins(const ds_compose_published *p, const ds_composition *c, size_t l,
                              ds_tilt *tilt, const double *x) {
    for (size_t t = 0; t < YEARS; t++)
        for (size_t f = 0; f < 2; f++) {
            double total = p->beperking[FROM + t][ALL][l][f], size = 0, *a;
            for (size_t n = 0; n < N; n++)
                size += students(c, t, n, l) * x[beperking_at(t, n, f)];
            a = margin(tilt, total, size);
            for (size_t n = 0; n < N; n++)
                a[beperking_at(t, n, f)] =
                    students(c, t, n, l) * (p->beperking[FROM + t][n][l][f] - total);
        }
}

static void take_beperking(const ds_compose_published *p, size_t l, const double *x,
                           ds_composition *out) {
    for (size_t t = 0; t < YEARS; t++)
        for (size_t n = 0; n < N; n++) {
            const double *rate = p->beperking[FROM + t][n][l];
            double nee = x[beperking_at(t, n, 0)], ja = x[beperking_at(t, n, 1)];
            out->nee[FROM + t][n][l] = nee;
            out->ja[FROM + t][n][l] = ja;
            out->rate_f0[FROM + t][n][l] =
                (out->rate[FROM + t][n][l] - nee * rate[0] - ja * rate[1]) / (1 - nee - ja);
        }
}

static ds_status compose_beperking(const ds_compose_published *p, size_t l, ds_composition *out,
                                   ds_error *err) {
    double x[YEARS * N * 2];
    ds_tilt tilt;
    ds_status status = ds_tilt_init(&tilt, YEARS * N * 2, 150, err);
    if (status != DS_OK) return status;
    beperking_priors(p, out, l, &tilt, x);
    beperking_margins(p, out, l, &tilt, x);
    status = ds_tilt_solve(&tilt, x, err);
    if (status == DS_OK) take_beperking(p, l, x, out);
    ds_tilt_done(&tilt);
    return status;
}

/* ---- together ------------------------------------------------------------------------------ */

static bool complete(const double *figures, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (isnan(figures[i])) return false;
    return true;
}

/* Every figure that the sums above take for granted. */
static bool all_there(const ds_compose_published *p) {
    bool there = true;
    for (size_t t = FROM; t < FROM + YEARS; t++) {
        there = there && complete(&p->migratie[t][0][0][0], 5 * 3 * M);
        there = there && complete(&p->beperking[t][0][0][0], 5 * 2 * 2);
        there = there && !isnan(p->hoofdgroep[t][0][DS_COMPOSE_ENTREE]) &&
                !isnan(p->hoofdgroep[t][1][DS_COMPOSE_ENTREE]);
        if (t < COUNTED) continue;
        there =
            there && complete(&p->vsv[t][0][0], N * 3) && complete(&p->vsv_count[t][0][0], N * 3);
    }
    return there;
}

static void copy_year(ds_composition *c, size_t to, size_t from) {
    memcpy(c->stock[to], c->stock[from], sizeof c->stock[to]);
    memcpy(c->hoofdgroep[to], c->hoofdgroep[from], sizeof c->hoofdgroep[to]);
    memcpy(c->ja[to], c->ja[from], sizeof c->ja[to]);
    memcpy(c->nee[to], c->nee[from], sizeof c->nee[to]);
    memcpy(c->rate_f0[to], c->rate_f0[from], sizeof c->rate_f0[to]);
    memcpy(c->rate[to], c->rate[from], sizeof c->rate[to]);
}

static ds_status compose_all(const ds_compose_published *p, ds_composition *out, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t l = 0; status == DS_OK && l < DS_COMPOSE_LEERWEGEN; l++)
        status = compose_stock(p, l, out, err);
    for (size_t l = 0; status == DS_OK && l <= DS_COMPOSE_BBL; l++) {
        status = compose_hoofdgroepen(p, l, out, err);
        if (status == DS_OK) status = compose_beperking(p, l, out, err);
    }
    return status;
}

ds_status ds_compose(const char *published_csv, ds_composition *out, ds_error *err) {
    ds_compose_published published;
    ds_composition c = {0};
    ds_status status = ds_compose_read(published_csv, &published, err);
    if (status == DS_OK && !all_there(&published))
        status = ds_error_at(err, DS_INPUT, published_csv, 0, 0,
                             "niet alle cijfers van tabellen 4.1 en 8.3 tot en met 8.5 staan er",
                             "not all figures of tables 4.1 and 8.3 to 8.5 are there");
    if (status == DS_OK) status = compose_all(&published, &c, err);
    if (status != DS_OK) return status;
    other_hoofdgroepen(&c);
    for (size_t t = 0; t < DS_COMPOSE_YEARS; t++)
        if (t < FROM)
            copy_year(&c, t, FROM);
        else if (t > DS_COMPOSE_TO)
            copy_year(&c, t, DS_COMPOSE_TO);
    *out = c;
    return DS_OK;
}

void ds_compose_reconcile(size_t n, const double *size, const double *spread, double total,
                          double total_spread, double *rate) {
    double all = 0, made = 0, give = 0, force;
    for (size_t i = 0; i < n; i++)
        all += size[i];
    for (size_t i = 0; i < n && all > 0; i++) {
        double share = size[i] / all;
        made += share * rate[i];
        give += share * share * spread[i] * spread[i];
    }
    give += total_spread * total_spread;
    if (!(all > 0) || !(give > 0)) return;
    force = (total - made) / give;
    for (size_t i = 0; i < n; i++)
        rate[i] += force * size[i] / all * spread[i] * spread[i];
}
