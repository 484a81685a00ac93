/* work/inside/effect.c: did a route work? Register → cells → samples → estimates, evaluation by
 * evaluation. See doorstroom/inside.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "effect/did_joint.h"
#include "effect/frame.h"
#include "work/inside/effect_family.h"
#include "work/inside/effect_known.h"
#include "work/inside/effect_plan.h"
#include "work/inside/effect_truth.h"
#include "work/inside/effects.h"
#include "work/inside/of_work.h"

/* What the blocks borrow from. */
typedef struct effect_basis {
    ds_work_definitions definitions;
    effect_plans plans;
    char *generation, *undelivered;
    uint64_t n_unlevelled;
} effect_basis;

typedef struct effect_run {
    const ds_work *work;
    const ds_work_effect_options *asked;
    const effect_basis *basis;
    effect_plan *plan; /* that is under way */
    const effect_without *without;
    const ds_register *reg; /* or */
    const ds_parts *parts;  /* cells that were counted before */
    ds_effects *effects;
    size_t part, n_parts; /* for progress: one estimate of all evaluations */
} effect_run;

static void free_effect_basis(void *basis) {
    effect_basis *b = basis;
    if (b == NULL) return;
    ds_effect_plans_done(&b->plans);
    ds_work_definitions_done(&b->definitions);
    ds_free(b->generation);
    ds_free(b->undelivered);
    ds_free(b);
}

/* ---- cells → samples ---- */

/* What leave_out needs to know: where instelling and vestiging stand among the keys. */
typedef struct leaving {
    const effect_without *without;
    size_t instelling, vestiging; /* SIZE_MAX: no such key */
} leaving;

static size_t find_key_named(const effect_plan *plan, const char *name) {
    for (size_t i = 1; i < plan->n_keys; i++)
        if (strcmp(plan->names[i], name) == 0) return i;
    return SIZE_MAX;
}

static bool is_left_out(void *context, const ds_text *keys, bool treated) {
    const leaving *l = context;
    const ds_text vestiging = l->vestiging == SIZE_MAX ? (ds_text){NULL, 0} : keys[l->vestiging];
    return !treated && ds_effect_without_has(l->without, keys[l->instelling], vestiging);
}

static ds_status make_leaving(const effect_run *r, const effect_plan *plan, leaving *out,
                              ds_error *err) {
    *out = (leaving){r->without, find_key_named(plan, "instelling"),
                     find_key_named(plan, "vestiging")};
    if (r->without == NULL ||
        (out->instelling != SIZE_MAX &&
         (out->vestiging != SIZE_MAX || !ds_effect_without_vestiging(r->without))))
        return DS_OK;
    return ds_error_set(
        err, DS_INPUT, "%.64s heeft geen locatie met de kolommen van --controls-without",
        "%.64s has no location with the columns of --controls-without", plan->evaluation->id);
}

/* The covariates and exact columns of one list. */
static size_t list_sample_columns(const effect_plan *plan, const plan_exact *exact,
                                  ds_effect_column *columns, int *keys) {
    const ds_evaluation *e = plan->evaluation;
    size_t n = 0;
    for (size_t i = 0; i < e->n_covariates && n < DS_EFFECT_COLUMNS_MAX; i++) {
        columns[n] = (ds_effect_column){
            e->covariates[i].name, e->covariates[i].number ? DS_EFFECT_NUMBER : DS_EFFECT_FACTOR};
        keys[n++] = plan->covariates[i];
    }
    for (size_t i = 0; i < exact->n && n < DS_EFFECT_COLUMNS_MAX; i++) {
        columns[n] = (ds_effect_column){exact->names[i], DS_EFFECT_EXACT};
        keys[n++] = exact->keys[i];
    }
    return n;
}

/* The samples of all cases, by one list of exact columns. */
typedef struct sampling {
    const effect_run *run;
    const ds_effect_frame *frame; /* NULL: of the cells of parts */
    const ds_effect_cells *how;
    bool first; /* list */
} sampling;

static ds_status make_parts_panel(const ds_cells *cells, const ds_effect_cells *how, plan_case *one,
                                  ds_error *err) {
    const ds_did_cells panel = {.group = how->group,
                                .location = how->location,
                                .n_location = how->n_location,
                                .has_value = how->has_value,
                                .value = how->value,
                                .limit = how->limit,
                                .years = how->years,
                                .n_years = how->n_years,
                                .leave_out = how->leave_out,
                                .context = how->context};
    return ds_did_panel_from_cells(cells, &panel, &one->panel, err);
}

/* Of cells that were counted before: the same sample, to the bit. */
static ds_status make_parts_sample(const sampling *s, plan_case *one, ds_effect_cells *how,
                                   ds_error *err) {
    ds_cells *cells = NULL;
    ds_status status = ds_effect_case_cells(s->run->parts, one, &cells, err);
    how->has_value = one->year->has_value;
    how->value = one->n_keys - 1;
    if (status == DS_OK)
        status = ds_effect_sample_from_cells(cells, how, &one->sample,
                                             s->first ? &one->counted : NULL, err);
    if (status == DS_OK && s->first && s->run->plan->evaluation->before_after)
        status = make_parts_panel(cells, how, one, err);
    ds_cells_free(cells);
    return status;
}

static ds_status make_case_sample(void *context, size_t i, size_t worker, ds_error *err) {
    const sampling *s = context;
    plan_case *one = &s->run->plan->cases[i];
    ds_effect_cells how = *s->how;
    ds_status status;
    (void)worker;
    how.limit = one->year->limit;
    how.years = one->cohorts;
    how.n_years = one->n_cohorts;
    if (s->frame == NULL) return make_parts_sample(s, one, &how, err);
    status = ds_effect_frame_sample(s->frame, one->field, &how, &one->sample,
                                    s->first ? &one->counted : NULL, err);
    if (status == DS_OK && s->first && s->run->plan->evaluation->before_after)
        status = ds_did_panel_from_joint(s->run->plan->joint, one->field, &how, &one->panel, err);
    return status;
}

static ds_status make_samples(const effect_run *r, size_t exact, ds_error *err) {
    effect_plan *plan = r->plan;
    ds_effect_column columns[DS_EFFECT_COLUMNS_MAX];
    int keys[DS_EFFECT_COLUMNS_MAX];
    leaving l;
    ds_effect_frame *frame = NULL;
    ds_status status = make_leaving(r, plan, &l, err);
    const ds_effect_cells how = {.columns = columns,
                                 .keys = keys,
                                 .n_columns =
                                     list_sample_columns(plan, &plan->exact[exact], columns, keys),
                                 .group = 0,
                                 .location = plan->location,
                                 .n_location = plan->n_location,
                                 .leave_out = r->without == NULL ? NULL : is_left_out,
                                 .context = &l};
    if (status == DS_OK && r->parts == NULL)
        status = ds_effect_frame_new(plan->joint, &how, &frame, err);
    if (status == DS_OK)
        status = ds_parallel(plan->n_cases, ds_parallel_workers(r->work->n_threads),
                             make_case_sample, &(sampling){r, frame, &how, exact == 0}, err);
    ds_effect_frame_free(frame);
    return status;
}

/* Samples are large: those of one list of exact columns are there at a time. */
static void free_samples(const effect_plan *plan) {
    for (size_t i = 0; i < plan->n_cases; i++) {
        ds_effect_sample_free(plan->cases[i].sample);
        plan->cases[i].sample = NULL;
    }
}

/* ---- samples → estimates ---- */

static void tell_estimate(void *context, const char *nl, const char *en, double share) {
    const effect_run *r = context;
    if (r->work->progress != NULL)
        r->work->progress(r->work->progress_context, nl, en,
                          ((double)r->part + share) / (double)r->n_parts);
}

/* All cases of the plan in one call, by the list of exact columns that samples were made for; by
 * other ways too for the first. */
static ds_status estimate_cases(effect_run *r, size_t exact, effect_arrays *a, ds_error *err) {
    const ds_effect_se se = exact == 0 ? r->asked->estimate.se : DS_EFFECT_SE_NONE;
    ds_effect_options options = r->asked->estimate;
    const size_t n = r->plan->n_cases;
    const ds_effect_sample **samples = ds_calloc(n + 1, sizeof(const ds_effect_sample *));
    ds_status status;
    if (samples == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        samples[i] = r->plan->cases[i].sample;
    options.se = se;
    options.others = exact == 0;
    options.n_workers = r->work->n_threads;
    options.progress = tell_estimate;
    options.progress_context = r;
    status = n == 0 ? DS_OK
                    : ds_effect_estimate_places(samples, n, &options, a->results + exact * n,
                                                a->places + exact * n, err);
    ds_free(samples);
    r->part++;
    return status;
}

static void fill_case_row(const plan_case *one, const ds_effect_result *result,
                          ds_effect_row *out) {
    const ds_evaluation_outcome *o = one->outcome;
    *out = (ds_effect_row){.outcome = o->id,
                           .name = o->name,
                           .name_en = o->name_en,
                           .note = o->note,
                           .note_en = o->note_en,
                           .year = one->year->k,
                           .share = !one->year->has_value,
                           .placebo = o->placebo,
                           .conditional = o->conditional,
                           .unconditional = o->unconditional,
                           .version = one->year->indicator.version,
                           .cohorts = one->cohorts,
                           .n_cohorts = one->n_cohorts,
                           .unknown = one->counted.unknown,
                           .result = *result};
}

static void describe_evaluation(const effect_run *r, ds_effect_block *out) {
    const ds_evaluation *e = r->plan->evaluation;
    out->id = e->id;
    out->version = e->version;
    out->name = e->name;
    out->name_en = e->name_en;
    out->note = e->note;
    out->note_en = e->note_en;
    out->source = e->source;
    out->matched_on = r->plan->matched_on;
    out->exact = r->plan->exact[0].text;
    out->file = "";
    out->generation = r->basis->generation;
    out->undelivered = r->basis->undelivered;
    out->n_unlevelled = r->basis->n_unlevelled;
    out->options = r->asked->estimate;
    out->options.progress = NULL;
    out->options.progress_context = NULL;
    out->unobserved = r->plan->unobserved;
    out->n_unobserved = r->plan->n_unobserved;
    out->leaves_out = r->without != NULL;
    out->all_cohorts = r->asked->figure_cohorts && e->n_cohorten_figuur == 0;
    out->published_treated = e->published_treated;
    out->published_controls = e->published_controls;
    if (r->plan->n_cases == 0) return;
    out->later = r->plan->cases[0].counted.later;
    out->other = r->plan->cases[0].counted.other;
    out->left_out = r->plan->cases[0].counted.left_out;
}

/* Nobody counts, and a list without rows is why. */
static const char *find_empty_list(const effect_plan *plan, const ds_effect_result *results) {
    for (size_t i = 0; i < plan->n_cases; i++)
        if (results[i].n_treated + results[i].n_control > 0) return NULL;
    return plan->evaluation->empty_list;
}

/* Of one list of exact columns. Those beside the first have no standard error: for comparison only.
 */
static ds_status fill_list(effect_run *r, effect_arrays *a, size_t exact, ds_error *err) {
    const effect_plan *plan = r->plan;
    ds_effect_result *results = a->results + exact * plan->n_cases;
    ds_status status = make_samples(r, exact, err);
    if (status == DS_OK) status = estimate_cases(r, exact, a, err);
    if (exact == 0) return status;
    a->beside[exact - 1] =
        (ds_effect_beside){plan->exact[exact].text, results, plan->exact[exact].report};
    free_samples(plan);
    return status;
}

/* Of all rows that the evaluation declares: p is adjusted for all of them, whatever is shown. */
static ds_status finish_rows(effect_run *r, size_t block, ds_error *err) {
    ds_effect_block *b = &r->effects->blocks[block];
    effect_arrays *a = &r->effects->arrays[block];
    ds_status status = ds_effect_family_adjust(a->rows, b->n_rows, err);
    if (status != DS_OK) return status;
    ds_effect_family_mark(b, a);
    ds_effect_family_keep_shown(r->plan, b, a);
    describe_evaluation(r, b);
    b->empty_list = find_empty_list(r->plan, a->results);
    return DS_OK;
}

/* Among those with each value of the columns that the evaluation names. */
static ds_status find_subgroups(const effect_run *r, size_t block, ds_error *err) {
    effect_plan *plan = r->plan;
    effect_arrays *a = &r->effects->arrays[block];
    ds_effect_block *b = &r->effects->blocks[block];
    ds_effect_column columns[DS_EFFECT_COLUMNS_MAX];
    int keys[DS_EFFECT_COLUMNS_MAX];
    leaving l;
    ds_status status = make_leaving(r, plan, &l, err);
    const ds_effect_cells how = {.columns = columns,
                                 .keys = keys,
                                 .n_columns =
                                     list_sample_columns(plan, &plan->exact[0], columns, keys),
                                 .group = 0,
                                 .location = plan->location,
                                 .n_location = plan->n_location,
                                 .leave_out = r->without == NULL ? NULL : is_left_out,
                                 .context = &l};
    b->subgroups_missing = plan->evaluation->n_subgroups > 0 && plan->joint == NULL;
    if (status == DS_OK && plan->joint != NULL)
        status = ds_effects_subgroups(r->work, plan, &how, &r->asked->estimate, a, err);
    b->subgroup_left_out = a->subgroup_left_out;
    b->known_left_out = plan->known_left_out;
    b->subgroups = a->subgroups;
    b->n_subgroups = a->n_subgroups;
    b->interactions = a->interactions;
    b->n_interactions = a->n_interactions;
    return status;
}

/* Of the samples of the first list; the joint cells are of no use any more. */
static ds_status show_known(const effect_run *r, effect_arrays *a, ds_error *err) {
    effect_plan *plan = r->plan;
    leaving l;
    ds_status status = make_leaving(r, plan, &l, err);
    const ds_effect_cells how = {.group = 0,
                                 .location = plan->location,
                                 .n_location = plan->n_location,
                                 .leave_out = r->without == NULL ? NULL : is_left_out,
                                 .context = &l};
    const effect_known_asked asked = {.plan = plan,
                                      .parts = r->parts,
                                      .how = &how,
                                      .options = &r->asked->estimate,
                                      .rows = a->rows,
                                      .made = a->known,
                                      .n_threads = r->work->n_threads};
    if (status == DS_OK) status = ds_effect_known_all(&asked, err);
    ds_joint_free(plan->joint);
    plan->joint = NULL;
    return status;
}

/* The first list comes last: the diagnostics are of its samples. */
static ds_status fill_block(effect_run *r, size_t block, ds_error *err) {
    const effect_plan *plan = r->plan;
    const size_t n = plan->n_cases;
    effect_arrays *a = &r->effects->arrays[block];
    ds_status status = ds_effects_make_room(r->effects, block, n, plan->n_exact - 1, err);
    for (size_t x = plan->n_exact; status == DS_OK && x-- > 0;)
        status = fill_list(r, a, x, err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        fill_case_row(&plan->cases[i], &a->results[i], &a->rows[i]);
        a->samples[i] = plan->cases[i].sample;
    }
    if (status == DS_OK) status = finish_rows(r, block, err);
    if (status == DS_OK && plan->evaluation->before_after)
        status = ds_effects_before_after(r->work, plan, r->asked->estimate.seed, a, err);
    if (status == DS_OK) status = find_subgroups(r, block, err);
    if (status == DS_OK) status = show_known(r, a, err);
    if (status == DS_OK) status = ds_effects_diagnose(r->work, r->effects, block, err);
    free_samples(plan);
    return status;
}

/* ---- the whole question ---- */

static ds_status run_plans(effect_run *r, effect_basis *basis, ds_error *err) {
    effect_count count = {.work = r->work,
                          .asked = r->asked,
                          .reg = r->reg,
                          .parts = r->parts,
                          .cells_file = r->asked->cells};
    ds_status status = DS_OK;
    for (size_t i = 0; i < basis->plans.n; i++)
        r->n_parts += basis->plans.list[i].n_exact;
    for (size_t i = 0; status == DS_OK && i < basis->plans.n; i++) {
        effect_plan *plan = &basis->plans.list[i];
        r->plan = plan;
        count.definitions = plan->overlay == NULL ? basis->definitions.files[plan->file]
                                                  : ds_overlay_definitions(plan->overlay);
        tell_estimate(r, "tellen", "counting", 0);
        status = r->parts == NULL ? ds_effect_plan_count(&count, plan, err)
                                  : ds_effect_plan_take(&count, plan, err);
        if (status == DS_OK) status = fill_block(r, i, err);
        if (status == DS_OK)
            status = ds_effect_truth(&count, plan, r->effects->arrays[i].rows, err);
    }
    return status;
}

static ds_status make_basis(const ds_work *work, const ds_work_effect_options *options,
                            effect_basis **out, ds_error *err) {
    effect_basis *basis = ds_calloc(1, sizeof *basis);
    ds_status status;
    if (basis == NULL) return ds_error_memory(err);
    status = ds_work_definitions_read(work, options->definitions_file, &basis->definitions, err);
    if (status == DS_OK)
        status = ds_effect_plans_make(options, &basis->definitions, &basis->plans, err);
    if (status == DS_OK)
        *out = basis;
    else
        free_effect_basis(basis);
    return status;
}

static ds_status keep_origin(effect_basis *basis, const char *generation, const char *undelivered,
                             uint64_t n_unlevelled, ds_error *err) {
    basis->generation = ds_strdup(generation);
    basis->undelivered = ds_strdup(undelivered);
    basis->n_unlevelled = n_unlevelled;
    return basis->generation == NULL || basis->undelivered == NULL ? ds_error_memory(err) : DS_OK;
}

/* The register, or the cells that were counted before, and what they say of themselves. */
static ds_status open_basis(const effect_run *r, effect_basis *basis, ds_register **out_reg,
                            ds_parts **out_parts, ds_error *err) {
    ds_status status;
    if (r->asked->cells == NULL) {
        status = ds_of_work_open(r->work, out_reg, err);
        return status != DS_OK ? status
                               : keep_origin(basis, ds_register_generation(*out_reg),
                                             ds_register_undelivered(*out_reg),
                                             ds_register_unlevelled(*out_reg), err);
    }
    status = ds_parts_open(&r->asked->cells, 1, out_parts, err);
    if (status == DS_OK && ds_parts_n(*out_parts) == 0)
        return ds_error_at(err, DS_INPUT, r->asked->cells, 0, 0, "hier zijn geen cellen",
                           "there are no cells here");
    if (status == DS_OK) {
        const ds_parts_table t = ds_parts_at(*out_parts, 0);
        status = keep_origin(basis, t.generation, t.undelivered, t.n_unlevelled, err);
    }
    return status;
}

static ds_status run_evaluations(effect_run *r, effect_basis *basis, ds_error *err) {
    effect_without *without = NULL;
    ds_register *reg = NULL;
    ds_parts *parts = NULL;
    ds_status status = open_basis(r, basis, &reg, &parts, err);
    if (status == DS_OK && r->asked->controls_without != NULL)
        status = ds_effect_without_read(r->asked->controls_without, &without, err);
    r->reg = reg;
    r->parts = parts;
    r->without = without;
    if (status == DS_OK) status = run_plans(r, basis, err);
    ds_effect_without_free(without);
    ds_register_close(reg);
    ds_parts_free(parts);
    return status;
}

ds_status ds_work_effect(const ds_work *work, const ds_work_effect_options *options,
                         ds_effects **out, ds_error *err) {
    effect_basis *basis = NULL;
    effect_run r = {.work = work, .asked = options};
    ds_status status = ds_error_version(err, "ds_work_effect_options", options->version,
                                        DS_WORK_EFFECT_OPTIONS_VERSION);
    if (status == DS_OK) status = make_basis(work, options, &basis, err);
    if (status != DS_OK) return status;
    r.basis = basis;
    r.effects = ds_effects_new(basis->plans.n, basis, free_effect_basis);
    if (r.effects == NULL) return ds_error_memory(err);
    status = run_evaluations(&r, basis, err);
    if (status == DS_OK)
        *out = r.effects;
    else
        ds_effects_free(r.effects);
    return status;
}
