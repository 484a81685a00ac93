/* tally/survey.h: what the files of a survey's tally share: its rounds, and who took part. */
#ifndef DS_TALLY_SURVEY_H
#define DS_TALLY_SURVEY_H

#include "doorstroom/survey_tally.h"

/* The rounds met so far, in the order in which they were. */
typedef struct ds_survey_rounds {
    ds_survey_round *list;
    size_t n, capacity;
} ds_survey_rounds;

/* The place of a round in the list, where it is put when it is new. */
ds_status ds_survey_rounds_find(ds_survey_rounds *rounds, ds_text meting, int jaar, size_t *out,
                                ds_error *err) DS_NODISCARD;
/* Gives the list away, sorted by meting and jaar. */
void ds_survey_rounds_take(ds_survey_rounds *rounds, ds_survey_round **out, size_t *out_n);
void ds_survey_rounds_done(ds_survey_rounds *rounds);

/* Groups come sorted by year and cluster, so that a cluster is new or the last. */
ds_status ds_survey_add_part(ds_survey_tally *tally, int year, ds_text cluster, ds_text stratum,
                             ds_error *err) DS_NODISCARD;

#endif
