/* calibrate/seen.h: what a population of the model shows, with chances added up in place of
 * outcomes where the model knows them (less noise), and outcomes counted where it does not. */
#ifndef DS_CALIBRATE_SEEN_H
#define DS_CALIBRATE_SEEN_H

#include "simulate/life.h"

enum { SEEN_FRESH = 2, SEEN_ORIGINS = 7, SEEN_ORIGIN_YEARS = 3 };
enum {
    SEEN_27,
    SEEN_ANDERE_MBO,
    SEEN_HAVO_VWO,
    SEEN_VMBO_DIPLOMA,
    SEEN_PRO,
    SEEN_VMBO_ZONDER,
    SEEN_OVERIG,
};

#define Y DS_MODEL_YEARS
#define N DS_MODEL_NIVEAUS
#define L DS_MODEL_LEERWEGEN
#define M DS_MODEL_MIGRATIES
#define H DS_MODEL_HOOFDGROEPEN
#define F DS_MODEL_BEPERKINGEN

typedef struct seen {
    /* Students under 23, and the chances of vsv added up; the last: first year after a vmbo
     * diploma or not. */
    double students[Y][N][L][M][H][F][SEEN_FRESH];
    double vsv[Y][N][L][M][H][F][SEEN_FRESH];
    /* Free entries under 23. */
    double entry[Y][N][L][M];
    double entry_hoofdgroep[Y][L][H];
    double entry_reports[Y][N][L][2]; /* at an institution that does not, and that does */
    double entry_ja[Y][N][L];         /* at one that does, with a functiebeperking */
    /* Starters: most - per * chance of changing institution is kept. */
    double starters[Y][N][H], most[Y][N][H], per[Y][N][H], kept[Y][N][H];
    double hbo[Y][L], hbo_stays[Y][L];
    double hbo_ses[Y][DS_MODEL_SES], hbo_ses_stays[Y][DS_MODEL_SES]; /* bol */
    double hbo_migratie[Y][M], hbo_migratie_stays[Y][M];             /* bol */
    /* Outcomes. */
    double origin[Y][SEEN_ORIGINS], origin_lost[Y][SEEN_ORIGINS];
    double fresh[Y][N], fresh_lost[Y][N]; /* with a vmbo diploma, by niveau */
    double vmbo[Y][4], vmbo_enrolled[Y][4], vmbo_havo[Y][4], vmbo_mbo[Y][4];
    double vso_direct[Y][DS_MODEL_VSO_PROFIELEN], vso_later[Y];
    double werk[Y][L][H], werk_yes[Y][L][H]; /* niveau 2; Entree: niveau 1 */
    double vmbo3[Y][4][DS_MODEL_SECTOREN];
    double route[Y][DS_MODEL_ROUTE_KINDS][4][DS_MODEL_SECTOREN];
    double states, persons, mbo[Y];
} seen;

/* A table of one school year added up over one niveau, leerweg and so on, or over ANY. */
enum { ANY = -1 };
double seen_sum(const double t[N][L][M][H][F][SEEN_FRESH], int n, int l, int m, int h, int f);

/* Makes n_persons persons on two threads and counts them, scaled to national size (3 million).
 * Freed by free(). NULL: no memory. */
seen *see(const ds_model *model, uint64_t n_persons, uint64_t seed);

#endif
