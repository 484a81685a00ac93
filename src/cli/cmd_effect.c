/* cli/cmd_effect.c: doorstroom effect DIR --evaluation ID: did a route work? Register → cells →
 * samples → estimates → tables. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/effect_plan.h"

enum { OPTIONS = 8 };

/* What the results of one evaluation stand on, until they are printed. */
typedef struct outcome_block {
    effect_block block;
    effect_beside *beside;
    ds_effect_result *results; /* [n_exact * n_cases] */
} outcome_block;

typedef struct running {
    cli *c;
    const effect_plan *plan;
    const effect_without *without;
    const ds_effect_options *options;
    size_t part, n_parts; /* for progress: one estimate of all evaluations */
} running;

/* ---- cells → samples ---- */

/* What leave_out needs to know: where instelling and vestiging stand among the keys. */
typedef struct leaving {
    const effect_without *without;
    size_t instelling, vestiging; /* SIZE_MAX: no such key */
} leaving;

static size_t key_named(const effect_plan *plan, const char *name) {
    for (size_t i = 1; i < plan->n_keys; i++)
        if (strcmp(plan->names[i], name) == 0) return i;
    return SIZE_MAX;
}

static bool leave_out(void *context, const ds_text *keys, bool treated) {
    const leaving *l = context;
    const ds_text vestiging = l->vestiging == SIZE_MAX ? (ds_text){NULL, 0} : keys[l->vestiging];
    return !treated && effect_without_has(l->without, keys[l->instelling], vestiging);
}

static ds_status make_leaving(const running *r, leaving *out, ds_error *err) {
    *out = (leaving){r->without, key_named(r->plan, "instelling"), key_named(r->plan, "vestiging")};
    if (r->without == NULL ||
        (out->instelling != SIZE_MAX &&
         (out->vestiging != SIZE_MAX || !effect_without_vestiging(r->without))))
        return DS_OK;
    return ds_error_set(
        err, DS_INPUT, "%.64s heeft geen locatie met de kolommen van --controls-without",
        "%.64s has no location with the columns of --controls-without", r->plan->evaluation->id);
}

/* The covariates and exact columns of one list. */
static size_t list_columns(const effect_plan *plan, const plan_exact *exact,
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

/* Of the cells of a case, for the exact columns that count and those beside them. */
static ds_status make_samples(void *context, const effect_plan *plan, plan_case *one,
                              ds_error *err) {
    const running *r = context;
    const size_t n_exact = r->c->format == CLI_CSV ? 1 : plan->n_exact;
    ds_effect_column columns[DS_EFFECT_COLUMNS_MAX];
    int keys[DS_EFFECT_COLUMNS_MAX];
    leaving l;
    ds_status status = make_leaving(r, &l, err);
    ds_effect_cells how = {.columns = columns,
                           .keys = keys,
                           .group = 0,
                           .location = plan->location,
                           .n_location = plan->n_location,
                           .leave_out = r->without == NULL ? NULL : leave_out,
                           .context = &l,
                           .has_value = one->year->has_value,
                           .value = one->n_keys - 1,
                           .limit = one->year->limit,
                           .years = one->cohorts,
                           .n_years = one->n_cohorts};
    one->samples = ds_calloc(plan->n_exact, sizeof(ds_effect_sample *));
    if (one->samples == NULL) return ds_error_memory(err);
    for (size_t x = 0; status == DS_OK && x < n_exact; x++) {
        how.n_columns = list_columns(plan, &plan->exact[x], columns, keys);
        status = ds_effect_sample_from_cells(one->cells, &how, &one->samples[x],
                                             x == 0 ? &one->counted : NULL, err);
    }
    return status;
}

/* ---- samples → estimates ---- */

static void progress(void *context, const char *nl, const char *en, double share) {
    const running *r = context;
    cli_progress(r->c, nl, en, ((double)r->part + share) / (double)r->n_parts);
}

/* All cases of the plan in one call, by one list of exact columns. */
static ds_status estimate(running *r, size_t exact, ds_effect_se se, ds_effect_result *out,
                          ds_error *err) {
    ds_effect_options options = *r->options;
    const ds_effect_sample **samples =
        ds_calloc(r->plan->n_cases + 1, sizeof(const ds_effect_sample *));
    ds_status status;
    if (samples == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->plan->n_cases; i++)
        samples[i] = r->plan->cases[i].samples[exact];
    options.se = se;
    options.progress = progress;
    options.progress_context = r;
    status = ds_effect_estimate(samples, r->plan->n_cases, &options, out, err);
    ds_free(samples);
    r->part++;
    return status;
}

/* Holm over the outcomes of an evaluation, and apart from those over its placebos. */
static ds_status adjust(effect_block *block, ds_error *err) {
    ds_effect_result **list = ds_calloc(block->n_rows + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (int placebo = 0; placebo < 2; placebo++) {
        size_t n = 0;
        for (size_t i = 0; i < block->n_rows; i++)
            if (block->rows[i].placebo == (placebo == 1)) list[n++] = &block->rows[i].result;
        ds_effect_adjust(list, n);
    }
    ds_free(list);
    return DS_OK;
}

static void fill_row(const cli *c, const plan_case *one, const ds_effect_result *result,
                     effect_row *out) {
    const ds_evaluation_outcome *o = one->outcome;
    *out = (effect_row){.outcome = o->id,
                        .title = c->dutch || o->name_en[0] == '\0' ? o->name : o->name_en,
                        .note = c->dutch || o->note_en[0] == '\0' ? o->note : o->note_en,
                        .year = one->year->k,
                        .share = !one->year->has_value,
                        .placebo = o->placebo,
                        .conditional = o->conditional,
                        .unconditional = o->unconditional,
                        .version = one->year->indicator.version,
                        .cohorts = one->cohorts,
                        .n_cohorts = one->n_cohorts,
                        .unknown = one->counted.unknown,
                        .sample = one->samples[0],
                        .result = *result};
}

static ds_status block_room(const effect_plan *plan, outcome_block *out, ds_error *err) {
    out->results = ds_calloc(plan->n_exact * plan->n_cases + 1, sizeof *out->results);
    out->beside = ds_calloc(plan->n_exact, sizeof *out->beside);
    out->block.rows = ds_calloc(plan->n_cases + 1, sizeof *out->block.rows);
    return out->results == NULL || out->beside == NULL || out->block.rows == NULL
               ? ds_error_memory(err)
               : DS_OK;
}

static void describe(const running *r, const ds_register *reg, outcome_block *out) {
    const ds_evaluation *e = r->plan->evaluation;
    effect_block *b = &out->block;
    b->id = e->id;
    b->title = r->c->dutch || e->name_en[0] == '\0' ? e->name : e->name_en;
    b->note = r->c->dutch || e->note_en[0] == '\0' ? e->note : e->note_en;
    b->source = e->source;
    b->matched_on = r->plan->matched_on;
    b->exact = r->plan->exact[0].text;
    b->leaves_out = r->without != NULL;
    b->file = "";
    b->generation = ds_register_generation(reg);
    b->options = r->options;
    b->n_rows = r->plan->n_cases;
    b->beside = out->beside;
    b->n_beside = r->c->format == CLI_CSV ? 0 : r->plan->n_exact - 1;
}

/* The lists of exact columns beside the first: estimates without a standard error, for comparison.
 */
static ds_status add_besides(running *r, outcome_block *out, ds_error *err) {
    const effect_plan *plan = r->plan;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < out->block.n_beside; i++) {
        ds_effect_result *results = out->results + (i + 1) * plan->n_cases;
        status = estimate(r, i + 1, DS_EFFECT_SE_NONE, results, err);
        out->beside[i] = (effect_beside){plan->exact[i + 1].text, results};
    }
    return status;
}

/* Samples are large, and needed no more once there are results and diagnostics. */
static void free_samples(const effect_plan *plan, effect_block *block) {
    for (size_t i = 0; i < plan->n_cases; i++)
        for (size_t x = 0; x < plan->n_exact; x++) {
            ds_effect_sample_free(plan->cases[i].samples[x]);
            plan->cases[i].samples[x] = NULL;
        }
    for (size_t i = 0; i < block->n_rows; i++)
        block->rows[i].sample = NULL;
}

static ds_status run_plan(running *r, const ds_register *reg, outcome_block *out, ds_error *err) {
    const effect_plan *plan = r->plan;
    ds_status status = block_room(plan, out, err);
    describe(r, reg, out);
    if (status == DS_OK && plan->n_cases > 0)
        status = estimate(r, 0, r->options->se, out->results, err);
    for (size_t i = 0; status == DS_OK && i < plan->n_cases; i++)
        fill_row(r->c, &plan->cases[i], &out->results[i], &out->block.rows[i]);
    if (status == DS_OK && plan->n_cases > 0) {
        out->block.other = plan->cases[0].counted.other;
        out->block.left_out = plan->cases[0].counted.left_out;
        status = adjust(&out->block, err);
        if (status == DS_OK) status = add_besides(r, out, err);
    }
    if (status == DS_OK) status = effect_diagnose(r->c, &out->block, err);
    if (status == DS_OK) free_samples(plan, &out->block);
    return status;
}

static void blocks_done(const effect_plans *plans, outcome_block *blocks) {
    for (size_t i = 0; blocks != NULL && i < plans->n; i++) {
        effect_block_done(&blocks[i].block);
        ds_free(blocks[i].results);
        ds_free(blocks[i].beside);
        ds_free(blocks[i].block.rows);
    }
    ds_free(blocks);
}

/* ---- printing ---- */

static ds_status print(const cli *c, const outcome_block *blocks, size_t n, ds_error *err) {
    effect_block *list = ds_calloc(n + 1, sizeof *list);
    ds_status status = DS_OK;
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        list[i] = blocks[i].block;
    cli_say_internal(c);
    if (c->format == CLI_JSON) status = effect_print_json(list, n, err);
    if (c->format == CLI_CSV) effect_print_csv(list, n);
    for (size_t i = 0; i < n; i++) {
        if (c->format == CLI_CSV) effect_print_notes(c, &list[i]);
        if (c->format == CLI_TABLE && i > 0) (void)printf("\n\n");
        if (c->format == CLI_TABLE) effect_print_table(c, &list[i]);
    }
    ds_free(list);
    return status;
}

/* ---- the work ---- */

static ds_status run(cli *c, const plan_asked *asked, effect_plans *plans,
                     const cli_definitions *definitions, const ds_register *reg,
                     const ds_effect_options *options, ds_error *err) {
    outcome_block *blocks = ds_calloc(plans->n + 1, sizeof *blocks);
    effect_without *without = NULL;
    running r = {.c = c, .options = options};
    ds_status status = blocks == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; i < plans->n; i++)
        r.n_parts += c->format == CLI_CSV ? 1 : plans->list[i].n_exact;
    if (status == DS_OK && asked->without != NULL)
        status = effect_without_read(asked->without, &without, err);
    r.without = without;
    for (size_t i = 0; status == DS_OK && i < plans->n; i++) {
        effect_plan *plan = &plans->list[i];
        r.plan = plan;
        cli_progress(c, "tellen", "counting", (double)r.part / (double)r.n_parts);
        status = effect_plan_count(c, asked, plan, definitions->files[plan->file], reg,
                                   make_samples, &r, err);
        if (status == DS_OK) status = run_plan(&r, reg, &blocks[i], err);
    }
    cli_progress_end(c);
    if (status == DS_OK) status = print(c, blocks, plans->n, err);
    blocks_done(plans, blocks);
    effect_without_free(without);
    return status;
}

static ds_status work(cli *c, const plan_asked *asked, const ds_effect_options *options,
                      ds_error *err) {
    cli_definitions definitions = {0};
    effect_plans plans = {0};
    ds_register *reg = NULL;
    ds_status status = cli_definitions_read(c, asked->definitions, &definitions, err);
    if (status == DS_OK) status = effect_plan_make(asked, &definitions, &plans, err);
    if (status == DS_OK) status = ds_register_open(c->work_folder, &reg, err);
    if (status == DS_OK) status = run(c, asked, &plans, &definitions, reg, options, err);
    effect_plans_done(&plans);
    ds_register_close(reg);
    cli_definitions_done(&definitions);
    return status;
}

static const char usage_nl[] =
    "doorstroom effect [WERKMAP] [--evaluation ID[,ID2]] [OPTIES]\n\n"
    "Werkte een route? Vergelijkt wie meedeed met vergelijkbare leerlingen die dat niet deden, "
    "per\n"
    "uitkomst en jaar na de start; de evaluaties staan in definitions/leerroutes.yaml, de "
    "formules\n"
    "in docs/effect.md. Zonder --evaluation alle. Een beschrijving (een uitkomst van een groep die "
    "de\n"
    "route zelf bepaalt) brengt haar uitkomst van iedereen mee.\n"
    "De standaardfout komt van een bootstrap van hele locaties: scholen doen mee, niet "
    "leerlingen.\n"
    "Voorbeelden:\n"
    "  doorstroom effect proef --evaluation vakmanschap2\n"
    "  doorstroom effect proef --evaluation vakmanschap2 --outcome vsv --years 1-3 --vast\n"
    "  doorstroom effect proef --cohorten figuur --bandwidth pair --format csv > effecten.csv\n"
    "  doorstroom effect proef --evaluation technologie --exact schooljaar,leerweg,sector \\\n"
    "    --controls-without andere_registratie.csv --se none";
static const char usage_en[] =
    "doorstroom effect [WORKFOLDER] [--evaluation ID[,ID2]] [OPTIONS]\n\n"
    "Did a route work? Compares who took part with similar pupils who did not, by outcome and "
    "year\n"
    "after the start; the evaluations stand in definitions/leerroutes.yaml, the formulas in\n"
    "docs/effect.en.md. Without --evaluation all. A description (an outcome of a group that the "
    "route\n"
    "itself changes) brings its outcome of everyone along.\n"
    "The standard error is that of a bootstrap of whole locations: schools take part, not pupils.\n"
    "Examples:\n"
    "  doorstroom effect trial --evaluation vakmanschap2\n"
    "  doorstroom effect trial --evaluation vakmanschap2 --outcome vsv --years 1-3 --vast\n"
    "  doorstroom effect trial --cohorten figuur --bandwidth pair --format csv > effects.csv\n"
    "  doorstroom effect trial --evaluation technologie --exact schooljaar,leerweg,sector \\\n"
    "    --controls-without other_registration.csv --se none";

int cmd_effect(cli *c, int argc, char **argv) {
    plan_asked asked = {0};
    effect_asked e = {0};
    const char *folder = ".";
    ds_effect_options options;
    ds_error err = {0};
    cli_option all[OPTIONS + EFFECT_OPTIONS] = {
        {"--evaluation", &asked.evaluations, NULL, "ID", "welke (alle)", "which (all)"},
        {"--outcome", &asked.outcomes, NULL, "a,b", "welke uitkomsten (alle)",
         "which outcomes (all)"},
        {"--years", &asked.years, NULL, "1-5", "welke jaren na de start (alle)",
         "which years after the start (all)"},
        {"--cohorten", &asked.cohorts, NULL, "alle|figuur",
         "alle cohorten, of die van de figuren in het rapport",
         "all cohorts, or those of the report's figures"},
        {"--vast", NULL, &asked.fixed, NULL,
         "in elk jaar dezelfde cohorten: die in alle jaren te volgen zijn",
         "the same cohorts in each year: those that are observed in all"},
        {"--exact", &asked.exact, NULL, "a,b", "vergelijk alleen binnen gelijke waarden hiervan",
         "compare within equal values of these only"},
        {"--controls-without", &asked.without, NULL, "FILE",
         "geen controles van de locaties in deze tabel (instelling[,vestiging])",
         "no controls of the locations in this table (instelling[,vestiging])"},
        {"--definitions", &asked.definitions, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"}};
    int code;
    effect_options_list(&e, all + OPTIONS);
    code = cli_parse(c, argc, argv, all, OPTIONS + EFFECT_OPTIONS, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (!effect_options_parse(c, &e, true, &options)) return DS_USAGE;
    c->work_folder = folder;
    return work(c, &asked, &options, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
