/* work/inside/match_read.h: a table of any format as samples, one an outcome. */
#ifndef DS_WORK_INSIDE_MATCH_READ_H
#define DS_WORK_INSIDE_MATCH_READ_H

#include "doorstroom/effect.h"
#include "doorstroom/inside.h"
#include "work/inside/names.h"

/* Which column of the table is what. */
typedef struct match_asked {
    const ds_work *work;
    const char *path;
    const char *treatment;       /* NULL: nobody is treated */
    const char *count;           /* persons a row stands for, or NULL */
    const char *treated, *event; /* the value that took part, and that counts as 1; or NULL */
    ds_names outcomes, numbers, factors, exact, cluster;
    const char **terms; /* [n_terms]: products of these in the score: a#b, c^2; borrowed */
    size_t n_terms;
    int years;   /* above 0: outcomes are whole years from 1 to this */
    bool filled; /* a factor without a value is an error, not a missing one */
} match_asked;

typedef struct match_read {
    ds_effect_sample **samples; /* one an outcome, finished */
    size_t n_outcomes;
    bool *share;               /* [n_outcomes]: nothing but 0 and 1 */
    uint64_t *missing_outcome; /* [n_outcomes]: persons */
    uint64_t n_rows, n_persons;
    uint64_t missing_treatment, missing_cluster; /* persons */
} match_read;

/* Reads the table; *out is the caller's (ds_match_read_done). DS_INPUT with line and column for a
 * value that cannot be what it is asked for; no value is named. Missing: nothing, NA, NULL, a
 * single point, and for numbers NaN. */
ds_status ds_match_read_table(const match_asked *a, match_read *out, ds_error *err) DS_NODISCARD;
void ds_match_read_done(match_read *read);

#endif
