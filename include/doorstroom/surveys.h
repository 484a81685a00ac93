/* doorstroom/surveys.h, of report: what came of the questions of a survey on one table, as lines,
 * and the document that is made of them. What makes them is ds_work_survey (doorstroom/inside.h),
 * the estimates themselves doorstroom/survey_estimates.h. Cells of few respondents: all of it is
 * internal.
 *
 * Ownership: a block borrows all its texts and arrays from who made it. Threads: all of it may be
 * read by many. */
#ifndef DOORSTROOM_SURVEYS_H
#define DOORSTROOM_SURVEYS_H

#include "doorstroom/document.h"
#include "doorstroom/survey_estimates.h"

DS_BEGIN_DECLS

/* What a line tells of. */
typedef enum ds_survey_line_kind {
    DS_SURVEY_LINE_ESTIMATE,
    DS_SURVEY_LINE_DIFFERENCE,  /* of a group with another, or of a year with an earlier one */
    DS_SURVEY_LINE_TOOK_PART,   /* in this year: clusters that take part in the next, less others */
    DS_SURVEY_LINE_DOUBLE,      /* how much more one group changed between years than another */
    DS_SURVEY_LINE_EQUAL,       /* whether all groups are equal */
    DS_SURVEY_LINE_COEFFICIENT, /* of the logistic regression on all breakdowns */
    DS_SURVEY_LINE_KINDS
} ds_survey_line_kind;

typedef struct ds_survey_line {
    ds_survey_line_kind kind;
    size_t question;
    bool same;             /* of the clusters that took part in all years that it is about */
    int year;              /* where the table has years */
    const char *const *by; /* [n_by]; NULL: all */
    const char *against;   /* the group or year compared with; NULL: none */
    size_t compared;       /* the breakdown that against is of; SIZE_MAX: the years */
    ds_survey_test test;   /* of an estimate its statistic and p are NAN */
    double p_adjusted;     /* NAN: no test */
    uint64_t n, missing;   /* who answered, and who did not, of all groups it is about */
} ds_survey_line;

typedef struct ds_survey_question {
    const char *name; /* as it was asked: y, or y/x */
    ds_survey_kind kind;
    bool total;
    int decimals, decimals_base; /* of the unit in which y and x are counted exactly */
    uint64_t rounded;            /* answers with more decimals than that */
    uint64_t outside;            /* rows of weight 0: not asked */
} ds_survey_question;

/* The weights of one class after calibration. */
typedef struct ds_survey_weight {
    int year;
    const char *const *calibration; /* [n_calibration] */
    double before, g;
} ds_survey_weight;

typedef struct ds_survey_block {
    const char *file, *weight, *cluster, *year; /* names of columns; NULL: none */
    const char *const *by;
    size_t n_by;
    const char *const *calibration;
    size_t n_calibration;
    ds_survey_options options; /* as estimated: years and by of no single line */
    bool no_students;          /* --fpc has no M: the first stage alone */
    bool no_clusters;          /* --fpc was not asked: no correction */
    const ds_survey_question *questions;
    size_t n_questions;
    const ds_survey_line *lines;
    size_t n_lines;
    const ds_survey_weight *weights;
    size_t n_weights;
    ds_survey_facts facts;        /* of all years in one design */
    uint64_t population_clusters; /* in the strata together; 0: not known */
    const char *adjust;           /* holm, bh or none */
    int weight_decimals;
    uint64_t weights_rounded;
    uint64_t n_rows, missing_weight, missing_cluster, missing_year; /* rows; left out */
    uint64_t missing_class; /* left out: of the population, and without a class to calibrate to */
    bool too_many_pairs;    /* of a comparison only the test of all groups */
    ds_say title;           /* of the question, where there is one; NULL: its name */
    const ds_note *notes;   /* [n_notes]: what else there is to say of it */
    size_t n_notes;
} ds_survey_block;

/* For machines a row a line (csv: one table); for people a section a question. Always internal. */
DS_API ds_status ds_report_survey(const ds_survey_block *block, ds_document **out,
                                  ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
