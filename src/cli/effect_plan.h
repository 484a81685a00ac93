/* cli/effect_plan.h: what the command effect works out: which evaluations, outcomes and years, what
 * they are counted by, and which cohorts are observed. */
#ifndef DS_CLI_EFFECT_PLAN_H
#define DS_CLI_EFFECT_PLAN_H

#include "cli/effect.h"

enum { PLAN_YEAR_MAX = 20, PLAN_NAMES_MAX = 256 };

/* As on the command line; NULL: all, or as the evaluation says. */
typedef struct plan_asked {
    const char *evaluations, *outcomes, *years, *cohorts, *exact, *without, *definitions;
    bool fixed; /* --vast */
} plan_asked;

/* A list of exact columns: names, and which key of the cells each is. */
typedef struct plan_exact {
    const char **names; /* [n], borrowed */
    int *keys;          /* [n]: or DS_EFFECT_SCHOOLJAAR */
    size_t n;
    char *text; /* "schooljaar, leerweg" */
} plan_exact;

/* One outcome in one year of follow-up. */
typedef struct plan_case {
    const ds_evaluation_outcome *outcome;
    const ds_evaluation_year *year;
    uint32_t keys[DS_KEYS_MAX]; /* those of the plan, then perhaps the value */
    const char *names[DS_KEYS_MAX];
    size_t n_keys;
    ds_cells *cells; /* only while samples are made of them */
    ds_tally_note note;
    int *cohorts; /* that are observed, and asked for */
    size_t n_cohorts;
    ds_effect_sample **samples;   /* [n_exact] of the plan; NULL where not made */
    ds_effect_cells_note counted; /* of the first */
} plan_case;

/* One evaluation. */
typedef struct effect_plan {
    const ds_evaluation *evaluation;
    size_t file; /* of the definitions */
    uint32_t keys[DS_KEYS_MAX];
    const char *names[DS_KEYS_MAX];
    size_t n_keys;   /* the first is the group */
    int *covariates; /* [evaluation->n_covariates]: keys */
    size_t location[DS_KEYS_MAX];
    size_t n_location;
    plan_exact *exact; /* the first is the one that counts */
    size_t n_exact;
    plan_case *cases;
    size_t n_cases, n_capacity;
    effect_names asked_exact; /* of --exact */
    char *matched_on;         /* "geslacht, leeftijd" */
} effect_plan;

typedef struct effect_plans {
    effect_plan *list;
    size_t n, capacity;
} effect_plans;

/* What is asked, evaluation by evaluation. DS_INPUT for an unknown evaluation, outcome or column,
 * with the nearest. */
ds_status effect_plan_make(const plan_asked *asked, cli_definitions *definitions, effect_plans *out,
                           ds_error *err);
/* Makes samples of one case, whose cells and cohorts are there; for several cases at once, each in
 * a thread of its own. */
typedef ds_status (*plan_take)(void *context, const effect_plan *plan, plan_case *one,
                               ds_error *err);
/* Counts one evaluation, so many outcomes in one pass over the register as their cells fit in some
 * hundred megabytes, and calls take for each case; then the cells go. Cohorts are those that
 * are observed; fixed: the same in every year of an outcome. Years without any are taken out, and
 * named on standard error. */
ds_status effect_plan_count(const cli *c, const plan_asked *asked, effect_plan *plan,
                            const ds_definitions *definitions, const ds_register *reg,
                            plan_take take, void *context, ds_error *err);
/* Frees what a case stands on. */
void effect_case_done(const effect_plan *plan, plan_case *one);
void effect_plans_done(effect_plans *plans);

/* ---- controls without the locations of another registration ---- */

typedef struct effect_without effect_without;

/* Reads a table with the columns instelling and perhaps vestiging (empty: all of them). *out is the
 * caller's (effect_without_free). */
ds_status effect_without_read(const char *path, effect_without **out, ds_error *err);
void effect_without_free(effect_without *without);
/* Whether this location is listed; vestiging {NULL, 0} where it is not known. */
bool effect_without_has(const effect_without *without, ds_text instelling, ds_text vestiging);
/* Whether the table has the column vestiging. */
bool effect_without_vestiging(const effect_without *without);

#endif
