/* work/inside/effect_plan.h: what an evaluation needs: which outcomes and years, what they are
 * counted by, and which cohorts are observed. effect_plan.c makes it of what was asked,
 * effect_cells.c counts, effect.c estimates. */
#ifndef DS_WORK_INSIDE_EFFECT_PLAN_H
#define DS_WORK_INSIDE_EFFECT_PLAN_H

#include "doorstroom/did.h"
#include "doorstroom/effects.h"
#include "doorstroom/inside.h"
#include "tally/joint.h"
#include "work/inside/names.h"

enum { PLAN_YEAR_MAX = 20, PLAN_NAMES_MAX = 256 };

/* A list of exact columns: names, and which key of the cells each is. */
typedef struct plan_exact {
    const char **names; /* [n], borrowed */
    int *keys;          /* [n]: or DS_EFFECT_SCHOOLJAAR */
    size_t n;
    char *text;  /* "schooljaar, leerweg" */
    bool report; /* as the publication compared */
} plan_exact;

/* One outcome in one year of follow-up. */
typedef struct plan_case {
    bool shown; /* asked for; the others are tested with it, as the evaluation declares them */
    const ds_evaluation_outcome *outcome;
    const ds_evaluation_year *year;
    ds_indicator asked;         /* year's own; of a value the persons, its values being a key */
    uint32_t keys[DS_KEYS_MAX]; /* those of the plan, then perhaps the value */
    const char *names[DS_KEYS_MAX];
    size_t n_keys;
    size_t field; /* of the plan's joint cells; of cells from a file their table */
    ds_tally_note note;
    int *cohorts; /* that are observed, and asked for */
    size_t n_cohorts;
    ds_effect_sample *sample;     /* of one list of exact columns at a time, or NULL */
    ds_effect_cells_note counted; /* of the first list */
    ds_did_panel *panel;          /* of voor_en_na, or NULL; as long as the plan */
} plan_case;

/* A column that is only shown: no part of the estimate. */
typedef struct plan_known {
    const char *name;
    int key;
} plan_known;
enum { PLAN_KNOWN_MAX = 8 };

/* One evaluation. */
typedef struct effect_plan {
    const ds_evaluation *evaluation;
    size_t file;         /* of the definitions */
    ds_overlay *overlay; /* of its file, with the columns of --exact and what is only shown */
    uint32_t keys[DS_KEYS_MAX];
    const char *names[DS_KEYS_MAX];
    size_t n_keys;   /* the first is the group */
    int *covariates; /* [evaluation->n_covariates]: keys */
    size_t location[DS_KEYS_MAX];
    size_t n_location;
    plan_exact *exact; /* the first is the one that counts */
    size_t n_exact;
    plan_known known[PLAN_KNOWN_MAX]; /* beside covariates; an exact one may be among them */
    size_t n_known;
    bool known_left_out;  /* some are not there */
    size_t n_keys_needed; /* of the keys: those without what is only shown */
    ds_joint *joint;      /* only while samples are made of it */
    plan_case *cases;
    size_t n_cases, n_capacity;
    ds_effect_unobserved *unobserved; /* taken out of the cases by the count */
    size_t n_unobserved;
    ds_names asked_exact; /* of --exact */
    char *matched_on;     /* "geslacht, leeftijd" */
} effect_plan;

typedef struct effect_plans {
    effect_plan *list;
    size_t n, capacity;
} effect_plans;

/* What is asked, evaluation by evaluation. DS_INPUT for an unknown evaluation, outcome or column,
 * with the nearest. */
ds_status ds_effect_plans_make(const ds_work_effect_options *asked,
                               const ds_work_definitions *definitions, effect_plans *out,
                               ds_error *err) DS_NODISCARD;
void ds_effect_plans_done(effect_plans *plans);
/* Frees what a case stands on. */
void ds_effect_case_done(plan_case *one);

/* Where the cells of a plan come from. */
typedef struct effect_count {
    const ds_work *work;
    const ds_work_effect_options *asked;
    const ds_definitions *definitions;
    const ds_register *reg; /* or */
    const ds_parts *parts;  /* cells that were counted before */
    const char *cells_file; /* their name */
} effect_count;

/* Counts one evaluation, all outcomes in one pass over the register. Cohorts are those that are
 * observed; fixed: the same in every year of an outcome. Years without any go to unobserved. */
ds_status ds_effect_plan_count(const effect_count *count, effect_plan *plan,
                               ds_error *err) DS_NODISCARD;

/* The same from cells that were counted before. DS_INPUT where a table of the plan is not among
 * them, or is of another definition or other keys. */
ds_status ds_effect_plan_take(const effect_count *count, effect_plan *plan,
                              ds_error *err) DS_NODISCARD;
/* The cells of a case, of parts: the caller's (ds_cells_free). */
ds_status ds_effect_case_cells(const ds_parts *parts, const plan_case *one, ds_cells **out,
                               ds_error *err) DS_NODISCARD;

/* The same, with another text in these keys for who is unknown there. */
ds_status ds_effect_case_cells_shown(const ds_parts *parts, const plan_case *one,
                                     const size_t *keys, size_t n_keys, const char *text,
                                     ds_cells **out, ds_error *err) DS_NODISCARD;
/* Leaves the columns out that are only shown: there are too many combinations with them. */
void ds_effect_plan_drop_known(effect_plan *plan);

/* ---- controls without the locations of another registration ---- */

typedef struct effect_without effect_without;

/* Reads a table with the columns instelling and perhaps vestiging (empty: all of them). *out is the
 * caller's (ds_effect_without_free). */
ds_status ds_effect_without_read(const char *path, effect_without **out,
                                 ds_error *err) DS_NODISCARD;
void ds_effect_without_free(effect_without *without);
/* Whether this location is listed; vestiging {NULL, 0} where it is not known. */
bool ds_effect_without_has(const effect_without *without, ds_text instelling, ds_text vestiging);
/* Whether the table has the column vestiging. */
bool ds_effect_without_vestiging(const effect_without *without);

#endif
