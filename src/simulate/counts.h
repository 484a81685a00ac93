/* simulate/counts.h: what the made institutions know of themselves: their own figures by
 * institution, niveau and leerweg, counted while the persons are made.
 *
 * The start values of the agenda (agenda.h) come from here, so they are what tally and the survey
 * say, and so does the change since, for targets that are correlated with it. Each worker counts on
 * its own; sums of integers, so the order of merging does not matter. */
#ifndef DS_SIMULATE_COUNTS_H
#define DS_SIMULATE_COUNTS_H

#include "simulate/life.h"

enum ds_counts_indicator {
    DS_COUNTS_VSV, /* by niveau and leerweg */
    DS_COUNTS_WERK,
    DS_COUNTS_STARTERSRESULTAAT, /* by niveau */
    DS_COUNTS_HBO_SUCCES,
    DS_COUNTS_DOORSTROOM_MBO_HBO,
    DS_COUNTS_UITSTROOM_DIPLOMA,
    DS_COUNTS_MENTALE_GEZONDHEID, /* this one and the rest: of the survey, weighted */
    DS_COUNTS_VEILIG_SCHOOL,
    DS_COUNTS_TEVREDEN_BEGELEIDING,
    DS_COUNTS_VOELT_ZICH_STUDENT,
    DS_COUNTS_ALS_STUDENT_GEZIEN,
    DS_COUNTS_VEILIG_BPV,
    DS_COUNTS_HULPMIDDELEN,
    DS_COUNTS_BEGELEIDING_NAAR_WERK,
    DS_COUNTS_LOB,
    DS_COUNTS_STUDIEVERENIGING,
    DS_COUNTS_INDICATORS,
};
/* The start, and the first figure after it. */
enum { DS_COUNTS_START, DS_COUNTS_LATER, DS_COUNTS_MOMENTS };
enum { DS_COUNTS_LEERWEGEN = 2 }; /* bol and bbl */

typedef struct ds_count {
    uint64_t teller, noemer; /* persons, or weights in ten-thousandths */
} ds_count;

/* Some 400 KiB: not for the stack. Zero bytes are an empty one. */
typedef struct ds_counts {
    ds_count of[DS_COUNTS_MOMENTS][DS_COUNTS_INDICATORS][DS_MODEL_NIVEAUS][DS_COUNTS_LEERWEGEN]
               [DS_MODEL_INSTELLINGEN_MAX];
} ds_counts;

/* The school year (of a survey: the year) of an indicator's moment. */
int ds_counts_year(enum ds_counts_indicator indicator, int moment);

/* Counts what the person adds to the indicators of the register, by the definitions of
 * definitions/werkagenda.yaml; years that were not made count nothing. */
void ds_counts_add(ds_counts *counts, const ds_life_person *person, int first_year, int last_year);
/* Counts one answer of the survey (survey.c does). niveau from 1; leerweg 0 bol, 1 bbl. */
void ds_counts_add_answer(ds_counts *counts, enum ds_counts_indicator indicator, int jaar,
                          unsigned instelling, unsigned niveau, unsigned leerweg, uint64_t weight,
                          bool holds);
void ds_counts_merge(ds_counts *into, const ds_counts *from);

/* Summed over niveau (0) and leerweg (-1: both). */
ds_count ds_counts_sum(const ds_counts *counts, int moment, enum ds_counts_indicator indicator,
                       unsigned niveau, int leerweg, unsigned instelling);

#endif
