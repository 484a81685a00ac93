/* work/inside/survey_read.h: a table of any format as the cells of a survey, one a question. */
#ifndef DS_WORK_INSIDE_SURVEY_READ_H
#define DS_WORK_INSIDE_SURVEY_READ_H

#include "doorstroom/inside.h"
#include "work/inside/names.h"

enum { SURVEY_QUESTIONS_MAX = 64, SURVEY_NAMES_MAX = 16 };

/* Which column of the table is what. */
typedef struct survey_asked {
    const ds_work *work;
    const char *path;
    const char *event;                           /* the value that counts as yes, or NULL */
    ds_names values;                             /* "y", or "y/x" */
    ds_names weight;                             /* none: 1 */
    ds_names cluster;                            /* none: each row by itself */
    ds_names strata, fpc, by, calibration, year; /* fpc: clusters of the stratum, students */
} survey_asked;

/* How exactly a column is counted. */
typedef struct survey_unit_found {
    double largest;
    int decimals;     /* of the unit: as the values have, fewer where the sums ask for it */
    bool zero_one;    /* nothing but 0 and 1 */
    uint64_t rounded; /* values with more decimals */
} survey_unit_found;

typedef struct survey_read {
    ds_survey_cells *cells[SURVEY_QUESTIONS_MAX]; /* finished but for margins */
    size_t n;
    survey_unit_found weight, y[SURVEY_QUESTIONS_MAX], x[SURVEY_QUESTIONS_MAX];
    ds_survey_kind kind[SURVEY_QUESTIONS_MAX];
    uint64_t n_rows, missing_weight, missing_cluster, missing_year, outside;
} survey_read;

/* *out is the caller's (ds_survey_read_done), also after a failure. DS_INPUT with line and column
 * for a value that cannot be what it is asked for; no value is named. The rows are read twice: for
 * the units, and to count. */
ds_status ds_survey_read_table(const survey_asked *asked, survey_read *out,
                               ds_error *err) DS_NODISCARD;
void ds_survey_read_done(survey_read *read);

/* Decimals that the value of a text has, at most DS_SURVEY_DECIMALS_MAX; *out_more: it has more. */
int ds_survey_find_decimals(double value, bool *out_more);
/* Value in units of 10^-decimals, rounded half away from zero. False beyond 2^62. */
bool ds_survey_count_units(double value, int decimals, int64_t *out);
int64_t ds_survey_units_in_one(int decimals);
/* Takes decimals from the most exact column until Σw²y² of n rows stays within 128 bits. False when
 * even whole numbers do not. */
bool ds_survey_fit_units(survey_unit_found *w, survey_unit_found *y, survey_unit_found *x,
                         uint64_t n_rows);

/* The margins of path, added to each of cells[n]: columns called as the calibration variables (one
 * that is empty or not there is added up over), perhaps year, and the students: the one other
 * column, or the one called aantal, studenten or n. DS_INPUT with line and column. */
ds_status ds_survey_read_margins(const survey_asked *asked, const char *path,
                                 ds_survey_cells *const *cells, size_t n,
                                 ds_error *err) DS_NODISCARD;

#endif
