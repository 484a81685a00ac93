/* work/inside/effect_known.c: balance of everything known of the persons of an evaluation, once for
 * each set of rows that has the same persons. See effect_plan.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/text.h"
#include "effect/frame.h"
#include "work/inside/effect_known.h"

/* What a register may know of somebody beside the covariates, most of it before the route. */
static const char *const known_columns[] = {"leerweg", "sector", "ses", "functiebeperking",
                                            "soort"};
enum { KNOWN_COLUMNS = sizeof known_columns / sizeof *known_columns };

size_t ds_effect_known_names(const char *const **out) {
    *out = known_columns;
    return KNOWN_COLUMNS;
}

/* Who is unknown counts, and is shown: a level of its own. */
static ds_status show_unknown(ds_joint *joint, size_t key, ds_error *err) {
    ds_text *texts = ds_arena_take(&joint->arena, joint->n_texts[key] + 1, sizeof *texts);
    if (texts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < joint->n_texts[key]; i++) {
        texts[i] = joint->texts[key][i];
        if (texts[i].data == NULL || ds_text_is(texts[i], "onbekend"))
            texts[i] = ds_text_of("(onbekend)");
    }
    joint->texts[key] = texts;
    return DS_OK;
}

/* ---- the columns of the wide samples ---- */

typedef struct known_run {
    const effect_known_asked *asked;
    ds_effect_frame *frame;
    ds_effect_cells how;
    ds_effect_column columns[DS_EFFECT_COLUMNS_MAX];
    int keys[DS_EFFECT_COLUMNS_MAX];
    size_t shown[DS_KEYS_MAX]; /* keys of which who is unknown is a level */
    size_t n_shown;
    size_t scored;    /* factors that are in the score or exact */
    size_t *distinct; /* [n_cases]: rows with persons of their own */
    size_t n_distinct;
} known_run;

static void add_known_column(known_run *r, const char *name, ds_effect_role role, int key) {
    if (r->how.n_columns == DS_EFFECT_COLUMNS_MAX) return;
    r->columns[r->how.n_columns] = (ds_effect_column){name, role};
    r->keys[r->how.n_columns++] = key;
}

static bool is_exact_column(const plan_exact *exact, const char *name) {
    for (size_t i = 0; i < exact->n; i++)
        if (strcmp(exact->names[i], name) == 0) return true;
    return false;
}

/* Those of the samples, then the exact columns as factors, then what else is known. */
static ds_status list_known_columns(known_run *r, ds_error *err) {
    const effect_plan *plan = r->asked->plan;
    const ds_evaluation *e = plan->evaluation;
    const plan_exact *exact = &plan->exact[0];
    ds_status status = DS_OK;
    for (size_t i = 0; i < e->n_covariates; i++) {
        add_known_column(r, e->covariates[i].name,
                         e->covariates[i].number ? DS_EFFECT_NUMBER : DS_EFFECT_FACTOR,
                         plan->covariates[i]);
        r->scored += !e->covariates[i].number;
    }
    for (size_t i = 0; i < exact->n; i++)
        add_known_column(r, exact->names[i], DS_EFFECT_FACTOR, exact->keys[i]);
    r->scored += exact->n;
    for (size_t i = 0; status == DS_OK && i < plan->n_known; i++) {
        if (is_exact_column(exact, plan->known[i].name)) continue;
        if (r->asked->parts == NULL)
            status = show_unknown(plan->joint, (size_t)plan->known[i].key, err);
        r->shown[r->n_shown++] = (size_t)plan->known[i].key;
        add_known_column(r, plan->known[i].name, DS_EFFECT_FACTOR, plan->known[i].key);
    }
    for (size_t i = 0; i < exact->n; i++)
        add_known_column(r, exact->names[i], DS_EFFECT_EXACT, exact->keys[i]);
    return status;
}

/* ---- one set of persons ---- */

/* Of cells that were counted before. */
static ds_status make_wide_of_parts(const known_run *r, const plan_case *one, ds_effect_cells *how,
                                    ds_effect_sample **out, ds_error *err) {
    ds_cells *cells = NULL;
    ds_status status = ds_effect_case_cells_shown(r->asked->parts, one, r->shown, r->n_shown,
                                                  "(onbekend)", &cells, err);
    how->has_value = one->year->has_value;
    how->value = one->n_keys - 1;
    if (status == DS_OK) status = ds_effect_sample_from_cells(cells, how, out, NULL, err);
    ds_cells_free(cells);
    return status;
}

static ds_status balance_case(void *context, size_t i, size_t worker, ds_error *err) {
    const known_run *r = context;
    const size_t at = r->distinct[i];
    const plan_case *one = &r->asked->plan->cases[at];
    ds_effect_cells how = r->how;
    ds_effect_sample *wide = NULL;
    ds_status status;
    (void)worker;
    how.limit = one->year->limit;
    how.years = one->cohorts;
    how.n_years = one->n_cohorts;
    status = r->asked->parts != NULL
                 ? make_wide_of_parts(r, one, &how, &wide, err)
                 : ds_effect_frame_sample(r->frame, one->field, &how, &wide, NULL, err);
    if (status == DS_OK)
        status = ds_effect_known_balance(one->sample, r->asked->options, &r->asked->rows[at].result,
                                         wide, r->scored, &r->asked->made[at], err);
    ds_effect_sample_free(wide);
    return status;
}

/* same[i]: the first case with the persons of case i. */
static void find_distinct(known_run *r, size_t *same) {
    const effect_plan *plan = r->asked->plan;
    for (size_t i = 0; i < plan->n_cases; i++) {
        same[i] = i;
        for (size_t k = 0; k < r->n_distinct && same[i] == i; k++)
            if (ds_effect_known_same(plan->cases[r->distinct[k]].sample, plan->cases[i].sample))
                same[i] = r->distinct[k];
        if (same[i] == i && plan->cases[i].sample != NULL) r->distinct[r->n_distinct++] = i;
    }
}

static ds_status balance_cases(known_run *r, size_t *same, ds_error *err) {
    const effect_known_asked *asked = r->asked;
    ds_status status = list_known_columns(r, err);
    r->how.columns = r->columns;
    r->how.keys = r->keys;
    if (status == DS_OK && asked->parts == NULL)
        status = ds_effect_frame_new(asked->plan->joint, &r->how, &r->frame, err);
    if (status != DS_OK) return status;
    find_distinct(r, same);
    status =
        ds_parallel(r->n_distinct, ds_parallel_workers(asked->n_threads), balance_case, r, err);
    for (size_t i = 0; status == DS_OK && i < asked->plan->n_cases; i++)
        asked->rows[i].known = asked->made[same[i]];
    ds_effect_frame_free(r->frame);
    return status;
}

ds_status ds_effect_known_all(const effect_known_asked *asked, ds_error *err) {
    known_run r = {.asked = asked, .how = *asked->how};
    const size_t n = asked->plan->n_cases;
    size_t *same = ds_calloc(n + 1, sizeof *same);
    ds_status status = DS_OK;
    r.how.n_columns = 0;
    r.distinct = ds_calloc(n + 1, sizeof *r.distinct);
    if (same == NULL || r.distinct == NULL)
        status = ds_error_memory(err);
    else if (n > 0)
        status = balance_cases(&r, same, err);
    ds_free(same);
    ds_free(r.distinct);
    return status;
}
