/* simulate/survey.h: what made students answer to the made surveys: the delivery `enquete`.
 *
 * There are two: the student monitor (JOB-monitor 2020, 2022 and 2024, and an extra, shorter one in
 * 2025 at 29 institutions) and the yearly Studentenpeiling, which asks about mental health. Each is
 * held in the spring and drawn from who is in mbo on the 1 October before it. Who answers is drawn
 * with a chance that is known, so the weight is its inverse and no second pass is needed.
 *
 * The chance of an answer is odds: the product of all rows of simulatie/enquete.csv that fit the
 * student. tools/calibrate/enquete.c fits them to the published tables. */
#ifndef DS_SIMULATE_SURVEY_H
#define DS_SIMULATE_SURVEY_H

#include "simulate/counts.h"
#include "simulate/lines.h"

/* What is asked. The first two have no column of their own: whether one takes part at all, and
 * whether one calls oneself a student with a functiebeperking that nobody registered. */
enum ds_answer {
    DS_ANSWER_RESPONS,
    DS_ANSWER_ZELF_BEPERKING,
    DS_ANSWER_VOELT_ZICH_STUDENT,
    DS_ANSWER_ALS_STUDENT_GEZIEN,
    DS_ANSWER_STUDIEVERENIGING_BEKEND,
    DS_ANSWER_VEILIG_SCHOOL,
    DS_ANSWER_VEILIG_BPV,
    DS_ANSWER_HULPMIDDELEN,
    DS_ANSWER_TEVREDEN_BEGELEIDING,
    DS_ANSWER_BEGELEIDING_NAAR_WERK,
    DS_ANSWER_LOB,
    DS_ANSWER_MENTALE_GEZONDHEID,
    DS_ANSWERS,
};
extern const char *const ds_answer_names[DS_ANSWERS];

enum {
    DS_SURVEYS_MAX = 16,
    DS_SURVEY_LEERWEGEN = 2,
    DS_SURVEY_GESLACHTEN = 3,
    DS_SURVEY_OUDERS = 4
};

/* The odds of one answer in one survey, as factors; base 0: not asked. */
typedef struct ds_survey_odds {
    double base[DS_MODEL_NIVEAUS][DS_SURVEY_LEERWEGEN];
    double geslacht[DS_SURVEY_GESLACHTEN];
    double migratie[DS_MODEL_MIGRATIES];
    double beperking[2];
    double ouders[DS_SURVEY_OUDERS];              /* 0 unknown */
    double hoofdgroep[DS_MODEL_HOOFDGROEPEN + 1]; /* 0 unknown */
    double instelling[DS_MODEL_INSTELLINGEN_MAX]; /* its type, and its own */
} ds_survey_odds;

/* One survey of one year, of the students on 1 October of the school year jaar - 1. */
typedef struct ds_survey_round {
    char meting[24];
    int jaar;
    bool peiling;     /* the Studentenpeiling, else the student monitor */
    bool achtergrond; /* asks for migratieachtergrond, functiebeperking, opleiding_ouders */
    double respons;   /* odds of taking part, times the rows of DS_ANSWER_RESPONS */
    double module;    /* chance of being asked the extra modules */
    bool takes_part[DS_MODEL_INSTELLINGEN_MAX];
    bool asks_all[DS_MODEL_INSTELLINGEN_MAX]; /* the extra modules, of everybody */
    ds_survey_odds odds[DS_ANSWERS];
} ds_survey_round;

typedef struct ds_survey {
    char sectorkamer[DS_MODEL_HOOFDGROEPEN + 1][64]; /* of a hoofdgroep; [0] unknown: empty */
    size_t n_rounds;
    ds_survey_round rounds[DS_SURVEYS_MAX];
} ds_survey;

/* Who answers, as codes: what the odds depend on. */
typedef struct ds_survey_student {
    unsigned instelling; /* from 0 */
    unsigned niveau;     /* from 1 */
    unsigned leerweg;    /* 0 bol, 1 bbl */
    unsigned geslacht, migratie;
    unsigned ouders, hoofdgroep; /* +1; 0 unknown */
    bool beperking;
} ds_survey_student;

/* Reads enquete_metingen.csv, enquete.csv and sectorkamer.csv of folder; model gives the
 * institutions' types. The caller frees it. Faults: DS_INPUT with file and line for a value, a code
 * or a column that is not known, a row whose keys cannot be combined, a number that does not fit.
 * Some 300 KiB. */
ds_status ds_survey_read(const char *folder, const ds_model *model, ds_survey **out,
                         ds_error *err) DS_NODISCARD;
void ds_survey_free(ds_survey *survey);

/* The chance of a yes; 0 where it is not asked. */
double ds_survey_chance(const ds_survey_round *round, enum ds_answer answer,
                        const ds_survey_student *student);
/* The factor on the odds that an institution has of its own: lognormal, sd of the logarithm as
 * given; jaar 0 for one that lasts. The same for every seed, as the institutions are. */
double ds_survey_own_factor(enum ds_answer answer, int jaar, unsigned instelling, double sd);

/* The column names, one line. */
extern const char ds_survey_header[];
/* Adds a line for every survey that the person takes part in to rows, and the answers that the
 * agenda's start values need to counts (may be NULL). False when memory is short. */
bool ds_survey_add(const ds_survey *survey, const ds_life_person *person, int first_year,
                   int last_year, ds_lines *rows, ds_counts *counts) DS_NODISCARD;

#endif
