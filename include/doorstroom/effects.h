/* doorstroom/effects.h, of report: what an evaluation, or a match on any table, came to: blocks of
 * rows, one an outcome and year of follow-up, and the document that is made of them. What makes
 * them is ds_work_effect and ds_work_match (doorstroom/inside.h), the estimate itself ds_effect_…
 * (doorstroom/effect.h). No person's row is in it.
 *
 * Ownership: a block borrows all its texts and arrays from who made it. Threads: all of it may be
 * read by many. */
#ifndef DOORSTROOM_EFFECTS_H
#define DOORSTROOM_EFFECTS_H

#include "doorstroom/balance.h"
#include "doorstroom/document.h"
#include "doorstroom/effect.h"
#include "doorstroom/schools.h"
#include "doorstroom/subgroups.h"

DS_BEGIN_DECLS

enum { DS_EFFECT_NO_YEAR = -1 };

/* One outcome, in one year of follow-up. Texts are "" where there is nothing to say. */
typedef struct ds_effect_row {
    const char *outcome;        /* id, or the column's name */
    const char *name, *name_en; /* what it is called */
    const char *note, *note_en;
    int year;                  /* DS_EFFECT_NO_YEAR in a match */
    bool share;                /* 0 and 1 only: people see percentages */
    bool placebo;              /* lies before the route */
    bool conditional;          /* a description, no effect */
    const char *unconditional; /* of a conditional one: the outcome of everyone */
    const char *version;       /* of the definition */
    const int *cohorts;        /* [n_cohorts]: school years that are observed, rising */
    size_t n_cohorts;
    uint64_t unknown; /* persons whose outcome is not known: not in the sample */
    ds_effect_result result;
    const ds_effect_diagnostics *diagnostics; /* NULL where there is no estimate */
    bool has_truth;                           /* in a made register with counterfactuals: */
    double truth; /* what the route did to those who took part, in the outcome's own unit */
    const ds_did_row *before_after; /* its locations before and after; NULL: not asked */
    const ds_effect_known *known;   /* balance of everything known; the same of rows with the same
                                       persons; NULL: none */
    const char *missing;    /* "advies (12)": the covariates that persons lack; NULL: none */
    const char *separating; /* covariates without any one of which there would be an estimate; NULL:
                               none, or there is one */
} ds_effect_row;

/* The same rows with other exact columns: estimates without a standard error, for comparison. */
typedef struct ds_effect_beside {
    const char *exact;               /* "a, b" */
    const ds_effect_result *results; /* [n_rows] */
    bool report;                     /* as the publication compared */
} ds_effect_beside;

/* The estimate of one row among those with one value of a column. */
typedef struct ds_effect_subgroup {
    size_t row;
    const char *column, *level;
    uint64_t n_treated, n_control;
    double difference, se, low, high; /* by location, Student's t; NAN with few locations */
} ds_effect_subgroup;

/* Whether the effects of a row differ between the values of a column. */
typedef struct ds_effect_subgroup_test {
    size_t row;
    const char *column;
    ds_effect_interaction test;
} ds_effect_subgroup_test;

/* An outcome in a year that no cohort can be followed to: it has no row. */
typedef struct ds_effect_unobserved {
    const char *outcome;
    int year;
} ds_effect_unobserved;

/* One evaluation, or one match. */
typedef struct ds_effect_block {
    const char *id; /* "" in a match */
    const char *name, *name_en, *note, *note_en, *source;
    const char *matched_on, *exact; /* "a, b" or "" */
    const char *file, *generation;  /* of the data: one of the two, the other "" */
    const char *undelivered;        /* as ds_tally_source; NULL in a match */
    uint64_t n_unlevelled;
    ds_effect_options options; /* that were used; without progress */
    const ds_effect_row *rows;
    size_t n_rows;
    const ds_effect_beside *beside;
    size_t n_beside;
    const ds_effect_unobserved *unobserved;
    size_t n_unobserved;
    uint64_t other, left_out; /* persons of the first row: in neither group; left out by request */
    uint64_t later;           /* the same: might serve, but took part in a later school year */
    uint64_t published_treated, published_controls; /* how many a publication had; 0: none said */
    bool leaves_out;                                /* it was requested */
    bool all_cohorts; /* those of the figures were asked for, and there are none */
    uint64_t missing_treatment, missing_cluster; /* persons; in a match only */
    const char *empty_list; /* not available: nobody counts, for codes/<this> has no rows; NULL */
    const ds_effect_subgroup *subgroups; /* by column, row, level; where they are asked for */
    size_t n_subgroups;
    const ds_effect_subgroup_test *interactions; /* by column, row */
    size_t n_interactions;
    bool subgroups_missing;        /* asked for, and not there: of cells that were counted before */
    const char *subgroup_left_out; /* asked for, and no longer among the columns; the last; NULL */
    bool known_left_out; /* of the balance: columns that would make too many combinations */
    const char *version; /* of the evaluation; NULL in a match */
} ds_effect_block;

/* A section a block. For machines a row an outcome and year with all there is, in csv the columns
 * of design section 6 and, but for a match, cohorten, soort (effect, beschrijving, placebo), p_holm
 * and exact behind them; by name also csv: naast (other exact columns), score, balans, bandbreedtes
 * and gevoeligheid (the diagnostics). For people a table an outcome, on a terminal with the
 * diagnostics of the first row that has them, on a page with all. Internal unless all are matches.
 */
DS_API ds_status ds_report_effects(const ds_effect_block *blocks, size_t n, ds_document **out,
                                   ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
