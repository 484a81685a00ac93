/* doorstroom/enquete.h, of work/inside: a question of a survey, asked of a work folder: what the
 * definition (over: enquete), the answers and the register say together.
 *
 * Everything of it is internal: cells may hold few respondents. Ownership: a result borrows from
 * nothing but itself. Threads: two threads may ask at once; a result is read by any number. */
#ifndef DOORSTROOM_ENQUETE_H
#define DOORSTROOM_ENQUETE_H

#include "doorstroom/inside.h"
#include "doorstroom/survey_tally.h"
#include "doorstroom/surveys.h"

DS_BEGIN_DECLS

typedef struct ds_enquete_options {
    unsigned version;             /* the initialiser sets it */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicator;        /* id */
    const char *by;               /* "niveau,leerweg"; NULL: all together */
    const char *where;            /* an expression over answers; NULL: none */
    const char *years;            /* "2020-2025" or one survey year; NULL: all */
    const char *compare;   /* jaar: with the year asked before, of all institutions and of the same
                              ones; a year: with that year; or a column of by: its groups; NULL: none
                            */
    const char *calibrate; /* none, linear, raking, cross; NULL: as the definition says */
    const char *adjust;    /* holm, bh or none; NULL: holm */
    ds_survey_options
        estimate; /* of it total, first_stage_only, without_fpc and lonely are asked */
} ds_enquete_options;
#define DS_ENQUETE_OPTIONS_VERSION 1
#define DS_ENQUETE_OPTIONS_INIT                                                                    \
    {                                                                                              \
        DS_ENQUETE_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,                \
            DS_SURVEY_OPTIONS_INIT                                                                 \
    }

typedef struct ds_enquete_answer ds_enquete_answer;

/* Estimates of each year are of a design of that year; a difference between years is a contrast in
 * one design of the two, in which an institution is one cluster. p is adjusted for all tests of
 * the answer. A year in which nobody was asked has a line of its own. *out is the
 * caller's (ds_enquete_answer_free). DS_INPUT: no such indicator (with the nearest), one over
 * careers, no answers in the register, a question that no delivery has, a calibration that cannot
 * be. */
DS_API ds_status ds_work_enquete(const ds_work *work, const ds_enquete_options *options,
                                 ds_enquete_answer **out, ds_error *err) DS_NODISCARD;
/* The same of answers and a register that are at hand; reg may be NULL: nothing is known then of
 * who did not answer. definitions must outlive the answer. */
DS_API ds_status ds_work_enquete_of(const ds_survey_source *source,
                                    const ds_work_definitions *definitions,
                                    const ds_enquete_options *options, ds_enquete_answer **out,
                                    ds_error *err) DS_NODISCARD;
DS_API void ds_enquete_answer_free(ds_enquete_answer *answer);

/* What came of it, lines and notes, for ds_report_survey. */
DS_API const ds_survey_block *ds_enquete_answer_block(const ds_enquete_answer *answer);
DS_API const ds_indicator *ds_enquete_answer_indicator(const ds_enquete_answer *answer);
/* Cells, unweighted counts, and rounds. */
DS_API const ds_survey_tally *ds_enquete_answer_tally(const ds_enquete_answer *answer);
DS_API ds_survey_frame_note ds_enquete_answer_frame(const ds_enquete_answer *answer);
/* Of a comparison that could not be made, why: a calibration of the same institutions alone, for
 * instance. *out_n of them. */
DS_API const ds_error *ds_enquete_answer_left_out(const ds_enquete_answer *answer, size_t *out_n);

DS_END_DECLS

#endif
