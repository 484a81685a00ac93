/* simulate/model.h: the model's parameters, read from the CSV files of simulatie/.
 *
 * Nothing about the Netherlands stands in code: which shares, chances and factors there are is said
 * here, what they are stands in the files, a row a number, each with its source. catalogue.c lists
 * file by file which columns name a number; what a file leaves out is the default written there. */
#ifndef DS_SIMULATE_MODEL_H
#define DS_SIMULATE_MODEL_H

#include <stddef.h>

#include "base/codes.h"
#include "doorstroom/base.h"

enum {
    DS_MODEL_FIRST_YEAR = 2014, /* parameters by school year: 2014 to 2024, held beyond */
    DS_MODEL_YEARS = 11,
    DS_MODEL_FIRST_COHORT = 2000, /* by year of entry into vo */
    DS_MODEL_COHORTS = 27,
    DS_MODEL_NIVEAUS = 4,
    DS_MODEL_LEERWEGEN = 3, /* bol, bbl, extraneus */
    DS_MODEL_MIGRATIES = 3,
    DS_MODEL_HOOFDGROEPEN = 19,
    DS_MODEL_ENTREE = 18, /* the hoofdgroep of niveau 1, the last one */
    DS_MODEL_BEPERKINGEN = 3,
    DS_MODEL_MOTIVATIONS = 5,
    DS_MODEL_SES = 4,
    DS_MODEL_SECTOREN = 4,
    DS_MODEL_PROFIELEN = 10,
    DS_MODEL_PROFIEL_VSO = 11, /* profiel of a vso pupil: this and the two after it */
    DS_MODEL_VSO_PROFIELEN = 3,
    DS_MODEL_INSTELLINGEN_MAX = 100,
    DS_MODEL_ROUTES_MAX = 400,
    DS_MODEL_ROUTE_KINDS = 6, /* ds_codes_route */
    DS_MODEL_VO = 320,
    DS_MODEL_HBO = 28,
    DS_MODEL_WO = 13,
    DS_MODEL_GEMEENTEN = 342,
    DS_MODEL_RMC = 38,
};

/* Kinds of vo that a cohort enters. */
enum ds_track {
    DS_TRACK_BB,
    DS_TRACK_KB,
    DS_TRACK_GL,
    DS_TRACK_TL,
    DS_TRACK_HAVO,
    DS_TRACK_VWO,
    DS_TRACK_PRO,
    DS_TRACK_VSO,
    DS_TRACKS,
};

/* Where one comes from when one enters a programme in mbo. */
enum ds_origin {
    DS_ORIGIN_VMBO_BB, /* with a vmbo diploma of that leerweg */
    DS_ORIGIN_VMBO_KB,
    DS_ORIGIN_VMBO_GL,
    DS_ORIGIN_VMBO_TL,
    DS_ORIGIN_VMBO_ZONDER,
    DS_ORIGIN_PRO,
    DS_ORIGIN_VSO,
    DS_ORIGIN_HAVO_VWO,
    DS_ORIGIN_TERUG,     /* was in mbo before, came back */
    DS_ORIGIN_VOLWASSEN, /* 27 or older */
    DS_ORIGIN_MBO1,      /* straight on, or over, from a programme of that niveau */
    DS_ORIGIN_MBO2,
    DS_ORIGIN_MBO3,
    DS_ORIGIN_MBO4,
    DS_ORIGINS,
};

/* Chances of kansen.csv that the calibration scales. */
enum ds_schaal {
    DS_SCHAAL_TERUG,
    DS_SCHAAL_HAVO, /* from havo and vwo to mbo */
    DS_SCHAAL_VMBO_ZONDER,
    DS_SCHAAL_VSO_VERVOLG, /* from vso straight to mbo, by profiel */
    DS_SCHAAL_VSO_ARBEID,
    DS_SCHAAL_VSO_DAG,
    DS_SCHAAL_VSO_LATER,
    DS_SCHAAL_STOP_27,
    DS_SCHAAL_NIET_DOOR,
    DS_SCHAAL_NIET_DOOR_GLTL,
    DS_SCHAAL_VMBO_HAVO,
    DS_SCHAAL_SWITCH, /* another programme at the same institution */
    DS_SCHALEN,
};

/* Whether the institution reports who has a functiebeperking, and if so whether this one has. */
enum ds_beperking { DS_BEPERKING_GEEN_MELDING, DS_BEPERKING_NEE, DS_BEPERKING_JA };

enum { DS_AGE_UNDER_20, DS_AGE_UNDER_23, DS_AGE_UNDER_27, DS_AGE_27, DS_AGES };

typedef struct ds_model_instelling {
    char naam[64];
    char type[32];
    double grootte;  /* students; relative */
    unsigned agenda; /* number of the agenda that it shares; 0: one of its own */
    bool meldt_functiebeperking;
    double sector[DS_MODEL_SECTOREN]; /* relative share of its students by sector; 0: not offered */
    double vsv;                       /* factor on the chance of vsv */
    double vsv_trend;                 /* that factor's yearly change, from 2022 on */
} ds_model_instelling;

/* One route: a kind, a vmbo location and a sector. */
typedef struct ds_model_route {
    uint8_t soort;   /* code of ds_codes_route */
    uint8_t sector;  /* code */
    uint16_t school; /* 0 … DS_MODEL_VO - 1 */
    uint8_t vestiging;
    int16_t van, tot; /* school years with starters, both included */
    double grootte;   /* relative number of starters */
} ds_model_route;

/* What a route does to a life: factors on chances (1: nothing) and differences (0: nothing). */
typedef struct ds_model_route_effect {
    double vmbo_afbreken;   /* factor: leaving vmbo without going on */
    double vmbo_over;       /* difference: a school year extra before mbo */
    double niet_door;       /* factor: not going on after the vmbo diploma */
    double havo;            /* factor: to havo after the vmbo diploma */
    double zelfde_richting; /* difference: the same sector in mbo */
    double vsv;             /* factor: vsv from mbo */
    double korter;          /* difference: a year less in the first mbo programme */
    double hoger_mbo;       /* factor: on to a higher niveau in mbo */
    double hoger_na_korter; /* the same, besides, for who had a year less */
    double hbo;             /* factor: on to hbo */
    double slagen;          /* factor: failing to graduate in the last year */
} ds_model_route_effect;

typedef struct ds_model_kansen {
    double po_jaren;       /* of primary school that are delivered too */
    double vo_leeftijd[3]; /* 11, 12, 13 on 1 October of the first year of vo */
    double geslacht_v, geslacht_x;
    double advies_af[3]; /* one lower, the same, one higher */
    double advies_havo;  /* of gl and tl: one higher, which is havo for both */
    double ouders[3];
    double bol_uren, bbl_uren; /* work beside school: chance of a job */
    double vo_blijft_zitten, vo_afstroom;
    double vmbo_slaagt[4];
    double vmbo_zonder_3[4], vmbo_zonder_4; /* into mbo without a diploma */
    double vmbo_weg_3, vmbo_weg_4;
    double vmbo_niet_door[4]; /* not enrolled after the diploma */
    double vmbo_havo[4];
    double pro_mbo, vso_mbo[DS_MODEL_VSO_PROFIELEN], vso_profiel[DS_MODEL_VSO_PROFIELEN];
    double vso_vmbo_diploma[DS_MODEL_VSO_PROFIELEN]; /* takes a vmbo examination in vso */
    double vso_later;
    double havo_mbo_diploma, havo_mbo_zonder, havo_naar_hbo, havo_naar_vwo, vwo_naar_mbo;
    double havo_slaagt, vwo_slaagt;
    double vavo_slaagt;
    double terug[4], terug_startkwalificatie; /* back into mbo by years away; factor */
    double terug_vmbo; /* the same, first two years, of who left vmbo under 18 */
    double terug_hbo;
    double weg;          /* dies or emigrates, a school year */
    double overleden;    /* of those */
    double vrijstelling; /* leaves mbo exempt, a school year */
    double vavo_uit_mbo;
    double stop_startkwalificatie[4], stop_23[4], stop_27[4]; /* leaves without a diploma */
    double stop_eerste_jaar;                                  /* factor, adults' first year */
    double vso_afbreken[2]; /* niveau 1 and 2, 3 and 4: factor on vsv and stopping after vso */
    double vso_switch;      /* factor on changing programme */
    double entree_vsv_diploma[3]; /* by leerweg: share of niveau 1 vsv'ers with the diploma */
    double entree_slaagt, entree_stop_diploma;
    double slaagt[4];        /* in the last year of the programme */
    double duur_langer[4];   /* chance of the longer of two durations */
    double doorstroom[3][3]; /* niveau 1 to 3 by leerweg: on to a higher niveau after the diploma */
    double doorstroom_over;  /* of niveau 2: two niveaus up */
    double doorstroom_hbo[3]; /* niveau 4 by leerweg */
    double nog_een_mbo4;
    double ander_instelling;   /* changes institution, not a starter */
    double ander_programma[2]; /* changes programme: starter, not a starter */
    double blijft_instelling;  /* further programme at the same institution */
    double blijft_hoofdgroep;  /* in the same hoofdgroep */
    double zelfde_richting;    /* vmbo sector = mbo sector */
    double hbo_stop_eerste, hbo_stop_later, hbo_slaagt;
    double verhuist, ses_verandert;
    double motivatie_vsv;   /* factor per step of motivation */
    double motivatie_route; /* odds per step: who enters a route (unobserved) */
    double advies_route[2]; /* odds (observed): advised lower in bb and kb, havo in gl and tl */
    double geslacht_route, migratie_route;
    double ses_vsv[DS_MODEL_SES];
    double onbekostigd, tweede_inschrijving;
    double vwo_naar_wo; /* vwo diploma: to wo, and to hbo */
    double vwo_naar_hbo;
    double gezakt[3];     /* havo, vwo: to vavo, mbo, away */
    double vavo_naar_mbo; /* without the diploma */
    double vavo_meldt;    /* at an institution that reports functiebeperking */
    double hbo_deeltijd;  /* part-time or dual before 24 */
    double hbo_duaal;     /* of those, dual */
    double hbo_naar_wo;   /* after the diploma */
    double wo_master;
    double hbo_naar_mbo; /* who stops */
    double wo_naar_hbo;
    double hbo_wisselt[2];        /* first year: others, straight from mbo-4 */
    double havo_vwo_later;        /* into higher education a year or two later */
    double vwo_later_wo;          /* of those with vwo, to wo */
    double elders_ander;          /* who changes institution, another programme */
    double volwassen_leeftijd[2]; /* youngest at entry, and how many ages from there */
    double tweede_wat[2];         /* beside mbo: vavo, at another institution */
    double vrijgesteld;           /* a school year, of who is not enrolled and under 23 */
    double vrijgesteld_reden[6];  /* in the order of ds_codes_reden */
    double werk_kans[8];          /* by enum work in beside.c */
    double werk_uren[8];          /* the fewest hours a week */
    double werk_spreiding[8];     /* and how many more at most */
    double beroep_uren[4];        /* bol and bbl: fewest hours, bol and bbl: how many more */
    double tweede_baan;
    double kleine_baan; /* who has no work of more than 12 hours: a small job */
} ds_model_kansen;

typedef struct ds_model {
    /* How many persons (relative), by what they enter: a vo cohort, or mbo as an adult. */
    double cohort[DS_MODEL_COHORTS][DS_TRACKS][DS_MODEL_MIGRATIES];
    double volwassen[DS_MODEL_COHORTS][DS_MODEL_MIGRATIES]; /* by school year of entry */
    double ses[DS_MODEL_MIGRATIES][DS_MODEL_SES];
    /* Entering mbo: [origin][niveau], [niveau][age][leerweg], and factors fitted by school year. */
    double instroom[DS_ORIGINS][DS_MODEL_NIVEAUS];
    double leerweg[DS_MODEL_NIVEAUS][DS_AGES][DS_MODEL_LEERWEGEN];
    double instroom_factor[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_LEERWEGEN]
                          [DS_MODEL_MIGRATIES];
    double hoofdgroep[DS_MODEL_NIVEAUS][DS_MODEL_LEERWEGEN][DS_MODEL_HOOFDGROEPEN];
    double hoofdgroep_factor[DS_MODEL_YEARS][DS_MODEL_LEERWEGEN][DS_MODEL_HOOFDGROEPEN];
    /* Chances at entry: of an institution that reports functiebeperking, and there of having one.
     */
    double meldt[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_LEERWEGEN];
    double beperking[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_LEERWEGEN];
    /* The chance of vsv is a product, times the factors of institution and person. */
    double vsv[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_LEERWEGEN][DS_MODEL_MIGRATIES];
    double vsv_hoofdgroep[DS_MODEL_YEARS][DS_MODEL_LEERWEGEN][DS_MODEL_HOOFDGROEPEN];
    double vsv_beperking[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_LEERWEGEN]
                        [DS_MODEL_BEPERKINGEN];
    double vsv_start[DS_MODEL_NIVEAUS]; /* the first year after a vmbo diploma */
    double vsv_herkomst[DS_ORIGINS];    /* the first year, of who came from elsewhere */
    /* On the chances of stopping without being a vsv'er. */
    double stop_hoofdgroep[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_HOOFDGROEPEN];
    double starter_elders[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_HOOFDGROEPEN];
    double werk[DS_MODEL_YEARS][DS_MODEL_NIVEAUS][DS_MODEL_LEERWEGEN][DS_MODEL_HOOFDGROEPEN];
    /* hbo, a year after entering straight from mbo-4: sum of three. */
    double hbo_jaar[DS_MODEL_YEARS][DS_MODEL_LEERWEGEN];
    double hbo_ses[DS_MODEL_SES];
    double hbo_migratie[DS_MODEL_MIGRATIES];
    double profiel[4][DS_MODEL_PROFIELEN]; /* by vmbo leerweg */
    double route_kans[DS_MODEL_YEARS][DS_MODEL_ROUTE_KINDS][4][DS_MODEL_SECTOREN]; /* by leerweg */
    double route_starters[DS_MODEL_YEARS][DS_MODEL_ROUTE_KINDS][4][DS_MODEL_SECTOREN]; /* meant */
    ds_model_route_effect effect[DS_MODEL_ROUTE_KINDS];
    double schaal[DS_SCHALEN]; /* fitted factors on a few of the chances */
    ds_model_kansen gegeven;   /* the chances as kansen.csv has them */
    ds_model_kansen kansen;    /* times schaal */
    size_t n_instellingen;
    ds_model_instelling instellingen[DS_MODEL_INSTELLINGEN_MAX];
    size_t n_routes;
    ds_model_route routes[DS_MODEL_ROUTES_MAX];
    /* Made of the above by ds_model_read, for speed. */
    double class_end[DS_MODEL_COHORTS * (DS_TRACKS + 1) * DS_MODEL_MIGRATIES]; /* cumulative */
    double instelling_vsv[DS_MODEL_INSTELLINGEN_MAX][DS_MODEL_YEARS];
    double instelling_gewicht[2][DS_MODEL_SECTOREN][DS_MODEL_INSTELLINGEN_MAX]; /* [reports] */
    double motivation_vsv[DS_MODEL_MOTIVATIONS], motivation_route[DS_MODEL_MOTIVATIONS];
} ds_model;

/* Reads the files of folder into a new model. Faults: DS_INPUT with file, line and column for a
 * value, a code or a column that is not known, a row that stands twice, a negative number. The
 * caller frees it. Memory: some 300 KiB. */
ds_status ds_model_read(const char *folder, ds_model **out, ds_error *err) DS_NODISCARD;
void ds_model_free(ds_model *model);
/* Works out what is made of the numbers, after they were changed. */
void ds_model_prepare(ds_model *model);
/* Writes one catalogue file back, every number that is not its default (the calibration). */
ds_status ds_model_write(const ds_model *model, const char *folder, const char *name,
                         const char *source, ds_error *err) DS_NODISCARD;

static inline unsigned ds_model_year(int year) {
    int i = year - DS_MODEL_FIRST_YEAR;
    return (unsigned)(i < 0 ? 0 : i >= DS_MODEL_YEARS ? DS_MODEL_YEARS - 1 : i);
}

#endif
