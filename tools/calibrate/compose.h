/* calibrate/compose.h: the composition of the student population that the published percentages
 * imply: the first half of the calibration.
 *
 * The vsv tables give percentages by niveau, leerweg, migratieachtergrond, hoofdgroep and
 * functiebeperking, with counts for two years only. Chances can be fitted to all of these at once
 * (raking, the second half) only when the margins fit each other, given how many students of each
 * kind there are. Everything here is about mbo students under 23 at 1 October, the country 1:1.
 */
#ifndef DS_CALIBRATE_COMPOSE_H
#define DS_CALIBRATE_COMPOSE_H

#include "doorstroom/base.h"

enum {
    DS_COMPOSE_FIRST_YEAR = 2014,
    DS_COMPOSE_YEARS = 11,
    DS_COMPOSE_FROM = 5, /* index of 2019, the first school year with vsv tables */
    DS_COMPOSE_TO = 9,   /* index of 2023, the last */
    DS_COMPOSE_NIVEAUS = 4,
    DS_COMPOSE_LEERWEGEN = 3, /* bol, bbl, extraneus */
    DS_COMPOSE_MIGRATIES = 3, /* geen, westers, niet-westers */
    DS_COMPOSE_HOOFDGROEPEN = 19,
    DS_COMPOSE_ENTREE = 18, /* alphabetical, Entree last: as in simulate/catalogue.h */
    DS_COMPOSE_ALL = 4,     /* in the place of a niveau: all of them together */
};

enum { DS_COMPOSE_BOL, DS_COMPOSE_BBL, DS_COMPOSE_EXTRANEUS };

/* The published figures used, shares (not percentages); NAN where nothing is published. Years from
 * DS_COMPOSE_FIRST_YEAR; the niveau DS_COMPOSE_ALL is the printed total. */
typedef struct ds_compose_published {
    double vsv[DS_COMPOSE_YEARS][5][3];       /* table 4.1 */
    double vsv_count[DS_COMPOSE_YEARS][5][3]; /* table 4.1: numbers of vsv'ers */
    double migratie[DS_COMPOSE_YEARS][5][3][3];
    double beperking[DS_COMPOSE_YEARS][5][2][2]; /* table 8.4; last: nee 0, ja 1 */
    double hoofdgroep[DS_COMPOSE_YEARS][2][DS_COMPOSE_HOOFDGROEPEN];
    double werk[DS_COMPOSE_YEARS][2][DS_COMPOSE_HOOFDGROEPEN]; /* niveau 2; Entree: niveau 1 */
    double werk_all[DS_COMPOSE_YEARS][2];                      /* niveau 2: the row Totaal */
    double starters[DS_COMPOSE_YEARS][5][DS_COMPOSE_HOOFDGROEPEN];
    double starters_all[DS_COMPOSE_YEARS];
} ds_compose_published;

/* Years before 2019 are as 2019, 2024 as 2023. */
typedef struct ds_composition {
    /* Numbers of students by niveau, leerweg and migratieachtergrond. */
    double stock[DS_COMPOSE_YEARS][DS_COMPOSE_NIVEAUS][DS_COMPOSE_LEERWEGEN][DS_COMPOSE_MIGRATIES];
    /* Shares among niveau 2 to 4, adding up to 1; Entree 0. */
    double hoofdgroep[DS_COMPOSE_YEARS][2][DS_COMPOSE_HOOFDGROEPEN];
    /* Shares within niveau and leerweg, adding up to 1, for all years; niveau 1 is all Entree. */
    double hoofdgroep_n[DS_COMPOSE_NIVEAUS][DS_COMPOSE_LEERWEGEN][DS_COMPOSE_HOOFDGROEPEN];
    /* Shares of the students who are at an institution that reports functiebeperking and have one,
     * or have none; the others are elsewhere. Bol and bbl. */
    double ja[DS_COMPOSE_YEARS][DS_COMPOSE_NIVEAUS][2];
    double nee[DS_COMPOSE_YEARS][DS_COMPOSE_NIVEAUS][2];
    /* The chance of vsv of those elsewhere that the tables leave over. */
    double rate_f0[DS_COMPOSE_YEARS][DS_COMPOSE_NIVEAUS][2];
    /* The chance of vsv by niveau and leerweg: published (4.1, Entree 8.5), else what the
     * composition makes of table 8.3. */
    double rate[DS_COMPOSE_YEARS][DS_COMPOSE_NIVEAUS][DS_COMPOSE_LEERWEGEN];
} ds_composition;

/* Reads simulatie/gepubliceerd.csv; rows about anything else are passed over. Faults: DS_INPUT with
 * file and line for a missing column or a figure that is no number. */
ds_status ds_compose_read(const char *published_csv, ds_compose_published *out,
                          ds_error *err) DS_NODISCARD;

/* The composition, as large as the country. DS_INPUT where a needed figure is missing. Takes some
 * tenths of a second, 2 MiB for a moment. Checked by try_compose.c, which prints what of the
 * published margins is left unmet. */
ds_status ds_compose(const char *published_csv, ds_composition *out, ds_error *err) DS_NODISCARD;

/* Shifts the n rates of parts, each give or take spread, as little as can be towards a total that
 * does not quite fit them, itself give or take total_spread: generalised least squares of one
 * condition, in closed form. size: how many are in each part. For the tables in whole percentages
 * (8.6, 8.7), whose printed totals their printed rows do not make; to be called with the sizes that
 * the simulation has. With spread = sqrt(p (1 - p) / n + h^2 / 3), h half a unit of the last
 * decimal, distances come out in the z of simulate --fit. Nothing happens when all sizes are 0. */
void ds_compose_reconcile(size_t n, const double *size, const double *spread, double total,
                          double total_spread, double *rate);

#endif
