/* work/inside/survey_lines.h: estimates and comparisons of one question, as lines. */
#ifndef DS_WORK_INSIDE_SURVEY_LINES_H
#define DS_WORK_INSIDE_SURVEY_LINES_H

#include "base/arena.h"
#include "doorstroom/surveys.h"

enum { SURVEY_PAIRS_GROUPS_MAX = 30 }; /* with more groups no pairs */

typedef struct survey_lines {
    ds_survey_line *lines;
    size_t n, capacity;
    ds_arena *arena; /* keeps texts */
    const ds_survey_options *options;
    size_t question;
    const ds_survey_cells *cells;
    int years[DS_SURVEY_YEARS_MAX];
    size_t n_years;
    size_t n_by;
    bool same;           /* the cells are those of the same clusters */
    bool too_many_pairs; /* somewhere */
} survey_lines;

/* All breakdowns as a mask; 0: none. */
uint32_t ds_survey_lines_mask(const survey_lines *l);
/* A design of years[n], by mask; the caller's. */
ds_status ds_survey_lines_design(const survey_lines *l, const int *years, size_t n, uint32_t mask,
                                 ds_survey_design **out, ds_error *err) DS_NODISCARD;
/* A line more; by: the keys of a design of mask. */
ds_status ds_survey_lines_add(survey_lines *l, const ds_survey_line *line, const ds_text *by,
                              uint32_t mask, ds_error *err) DS_NODISCARD;

/* Each year by itself, all together and by all breakdowns. */
ds_status ds_survey_estimate_lines(survey_lines *l, ds_error *err) DS_NODISCARD;
/* The logistic regression of each year. */
ds_status ds_survey_logit_lines(survey_lines *l, ds_error *err) DS_NODISCARD;
/* Groups of one breakdown with each other; and how much more one changed than another. */
ds_status ds_survey_compare_groups(survey_lines *l, size_t by, ds_error *err) DS_NODISCARD;
/* Years with the one before, of all clusters, of the same ones, and who takes part in the next. */
ds_status ds_survey_compare_years(survey_lines *l, ds_error *err) DS_NODISCARD;

#endif
