/* work/inside/enquete.c: a question of a survey, asked of a work folder: definition × answers →
 * cells, the register beside them, and the lines that survey makes of any cells. See
 * doorstroom/enquete.h. */
#include "doorstroom/enquete.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "doorstroom/tests.h"
#include "work/inside/enquete_missing.h"
#include "work/inside/enquete_notes.h"
#include "work/inside/keys.h"
#include "work/inside/of_work.h"
#include "work/inside/survey_lines.h"

enum { WEIGHT_DECIMALS = 6, NUMBER_DECIMALS = 2 };

struct ds_enquete_answer {
    ds_work_definitions own; /* of ds_work_enquete */
    const ds_definitions *set;
    ds_overlay *overlay;
    ds_indicator indicator;
    ds_enquete enquete; /* indicator's, with what was asked otherwise */
    ds_asked_keys keys;
    ds_survey_tally tally;
    ds_survey_frame_note frame;
    ds_survey_options options;
    int from, to; /* survey years asked for */
    survey_lines lines;
    ds_arena arena;
    ds_error *left_out;
    size_t n_left_out, left_out_capacity;
    ds_survey_question question;
    ds_survey_block block;
};

void ds_enquete_answer_free(ds_enquete_answer *answer) {
    if (answer == NULL) return;
    ds_survey_tally_done(&answer->tally);
    ds_asked_keys_done(&answer->keys);
    ds_overlay_free(answer->overlay);
    ds_work_definitions_done(&answer->own);
    ds_free(answer->lines.lines);
    ds_free(answer->left_out);
    ds_arena_done(&answer->arena);
    ds_free(answer);
}

const ds_survey_block *ds_enquete_answer_block(const ds_enquete_answer *answer) {
    return &answer->block;
}

const ds_indicator *ds_enquete_answer_indicator(const ds_enquete_answer *answer) {
    return &answer->indicator;
}

const ds_survey_tally *ds_enquete_answer_tally(const ds_enquete_answer *answer) {
    return &answer->tally;
}

ds_survey_frame_note ds_enquete_answer_frame(const ds_enquete_answer *answer) {
    return answer->frame;
}

const ds_error *ds_enquete_answer_left_out(const ds_enquete_answer *answer, size_t *out_n) {
    *out_n = answer->n_left_out;
    return answer->left_out;
}

/* ---- what is asked ---- */

static ds_status choose_calibration(const ds_enquete_options *o, ds_enquete_answer *a,
                                    ds_error *err) {
    static const char *const ways[] = {"none", "linear", "raking", "cross"};
    char found[48];
    if (o->calibrate == NULL) return DS_OK;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(o->calibrate, ways[i]) != 0) continue;
        if (i > 0 && a->enquete.n_margins == 0)
            return ds_error_set(err, DS_USAGE, "--method %s: de definitie noemt geen margins",
                                "--method %s: the definition has no margins", ways[i]);
        a->enquete.calibrate = (ds_enquete_calibrate)i;
        return DS_OK;
    }
    return ds_error_set(err, DS_USAGE,
                        "--method: vond '%s', verwachtte none, linear, raking of cross",
                        "--method: found '%s', expected none, linear, raking or cross",
                        ds_suggest_excerpt(ds_text_of(o->calibrate), found, sizeof found));
}

static ds_status check_adjust(const ds_enquete_options *o, ds_enquete_answer *a, ds_error *err) {
    static const char *const ways[] = {"holm", "bh", "none"};
    a->block.adjust = ways[0];
    for (size_t i = 0; o->adjust != NULL && i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(o->adjust, ways[i]) != 0) continue;
        a->block.adjust = ways[i];
        return DS_OK;
    }
    if (o->adjust == NULL) return DS_OK;
    return ds_error_set(err, DS_USAGE, "--adjust: verwacht holm, bh of none",
                        "--adjust: expected holm, bh or none");
}

/* "2020-2025", or one year. */
static ds_status read_survey_years(const ds_enquete_options *o, ds_enquete_answer *a,
                                   ds_error *err) {
    ds_text from = ds_text_of(o->years == NULL ? "" : o->years), to = from;
    const char *dash = o->years == NULL ? NULL : strchr(o->years, '-');
    int64_t first, last;
    char found[48];
    a->from = 0;
    a->to = INT32_MAX;
    if (o->years == NULL) return DS_OK;
    if (dash != NULL) {
        from.size = (size_t)(dash - o->years);
        to = ds_text_of(dash + 1);
    }
    if (ds_number_parse_integer(from, &first) && ds_number_parse_integer(to, &last) &&
        first >= 1900 && first <= last && last <= 2200) {
        a->from = (int)first;
        a->to = (int)last;
        return DS_OK;
    }
    return ds_error_set(err, DS_USAGE, "--years: vond '%s', verwachtte 2024 of 2020-2025",
                        "--years: found '%s', expected 2024 or 2020-2025",
                        ds_suggest_excerpt(ds_text_of(o->years), found, sizeof found));
}

static ds_status need_survey(const ds_indicator *indicator, ds_error *err) {
    if (indicator->enquete != NULL) return DS_OK;
    return ds_error_set(err, DS_INPUT,
                        "'%s' gaat over loopbanen: vraag hem met doorstroom tally WERKMAP "
                        "--indicator %s",
                        "'%s' is over careers: ask it with doorstroom tally WORKFOLDER "
                        "--indicator %s",
                        indicator->id, indicator->id);
}

/* The indicator, among whom --where holds. */
static ds_status narrow_indicator(const ds_enquete_options *o, ds_enquete_answer *a,
                                  const ds_indicator **indicator, ds_error *err) {
    uint32_t where = 0;
    ds_status status;
    if (o->where == NULL) return DS_OK;
    status = ds_overlay_expression(a->overlay, "--where", o->where, DS_TYPE_BOOL, &where, err);
    return status == DS_OK ? ds_overlay_where(a->overlay, *indicator, where, indicator, err)
                           : status;
}

static ds_status find_asked_question(const ds_work_definitions *definitions,
                                     const ds_enquete_options *o, ds_enquete_answer *a,
                                     ds_error *err) {
    const ds_indicator *indicator = NULL;
    size_t file = 0;
    ds_status status = ds_work_definitions_find(definitions, o->indicator, &file, &indicator, err);
    if (status == DS_OK) status = need_survey(indicator, err);
    if (status != DS_OK) return status;
    a->overlay = ds_overlay_new(definitions->files[file]);
    if (a->overlay == NULL) return ds_error_memory(err);
    ds_overlay_over_enquete(a->overlay);
    status = ds_asked_keys_read(&a->keys, a->overlay, o->by, err);
    if (status == DS_OK) status = narrow_indicator(o, a, &indicator, err);
    if (status != DS_OK) return status;
    a->set = ds_overlay_definitions(a->overlay);
    a->indicator = *indicator;
    a->enquete = *indicator->enquete;
    a->indicator.enquete = &a->enquete;
    status = choose_calibration(o, a, err);
    if (status == DS_OK) status = read_survey_years(o, a, err);
    return status == DS_OK ? check_adjust(o, a, err) : status;
}

/* ---- how it is estimated ---- */

static void choose_options(const ds_enquete_options *o, ds_enquete_answer *a) {
    const ds_enquete *e = &a->enquete;
    a->options = o->estimate;
    a->options.calibration = e->calibrate == DS_CALIBRATE_RAKE   ? DS_SURVEY_RAKING
                             : e->calibrate != DS_CALIBRATE_NONE ? DS_SURVEY_LINEAR
                             : e->n_gekalibreerd_op > 0          ? DS_SURVEY_DELIVERED
                                                                 : DS_SURVEY_UNCALIBRATED;
    a->options.crossed = e->calibrate == DS_CALIBRATE_CROSS;
    if (e->fpc == DS_FPC_NONE) a->options.without_fpc = true;
    if (e->fpc == DS_FPC_INSTITUTIONS) a->options.first_stage_only = true;
}

static bool is_wanted(const ds_enquete_answer *a, int year) {
    return year >= a->from && year <= a->to;
}

/* The years that have cells, rising. */
static void list_asked_years(ds_enquete_answer *a) {
    survey_lines *l = &a->lines;
    for (size_t i = 0; i < ds_survey_cells_n_clusters(a->tally.cells); i++) {
        const int year = ds_survey_cells_cluster(a->tally.cells, i).year;
        if (l->n_years > 0 && l->years[l->n_years - 1] == year) continue;
        if (is_wanted(a, year) && l->n_years < DS_SURVEY_YEARS_MAX) l->years[l->n_years++] = year;
    }
}

static bool has_line_year(const survey_lines *l, int year) {
    for (size_t i = 0; i < l->n_years; i++)
        if (l->years[i] == year) return true;
    return false;
}

/* The first year after this of which there are rounds; INT32_MAX for none. */
static int next_round_year(const ds_enquete_answer *a, int after) {
    int next = INT32_MAX;
    for (size_t i = 0; i < a->tally.n_rounds; i++)
        if (a->tally.rounds[i].jaar > after && a->tally.rounds[i].jaar < next)
            next = a->tally.rounds[i].jaar;
    return next;
}

/* A line for each year of which there are answers, but none to this. */
static ds_status add_years_not_asked(ds_enquete_answer *a, ds_error *err) {
    ds_survey_line line = {.kind = DS_SURVEY_LINE_ESTIMATE,
                           .compared = SIZE_MAX,
                           .test = {DS_SURVEY_NOT_ASKED, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN}};
    ds_status status = DS_OK;
    for (int year = next_round_year(a, 0); status == DS_OK && year != INT32_MAX;
         year = next_round_year(a, year)) {
        line.year = year;
        if (is_wanted(a, year) && !has_line_year(&a->lines, year))
            status = ds_survey_lines_add(&a->lines, &line, NULL, 0, err);
    }
    return status;
}

/* ---- comparisons ---- */

/* What cannot be compared is named, with why; the estimates stand. */
static ds_status leave_out(ds_enquete_answer *a, ds_status status, const ds_error *why,
                           ds_error *err) {
    if (status == DS_OK) return DS_OK;
    if (status != DS_INPUT) {
        if (err != NULL) *err = *why;
        return status;
    }
    if (!ds_reserve(&a->left_out, &a->left_out_capacity, a->n_left_out + 1, sizeof *a->left_out))
        return ds_error_memory(err);
    a->left_out[a->n_left_out++] = *why;
    return DS_OK;
}

/* The same institutions of two years are others with each pair: their levels are not set apart. */
static void drop_pair_estimates(survey_lines *l) {
    size_t kept = 0;
    for (size_t i = 0; i < l->n; i++)
        if (!l->lines[i].same || l->lines[i].kind != DS_SURVEY_LINE_ESTIMATE)
            l->lines[kept++] = l->lines[i];
    l->n = kept;
}

/* Each year with this one. */
static ds_status compare_with_year(ds_enquete_answer *a, int against, ds_error *err) {
    survey_lines *l = &a->lines;
    const survey_lines all = *l;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < all.n_years; i++) {
        const bool later = all.years[i] > against;
        ds_error why = {0};
        if (all.years[i] == against) continue;
        l->n_years = 2;
        l->years[0] = later ? against : all.years[i];
        l->years[1] = later ? all.years[i] : against;
        status = leave_out(a, ds_survey_compare_years(l, &why), &why, err);
    }
    drop_pair_estimates(l);
    memcpy(l->years, all.years, sizeof l->years);
    l->n_years = all.n_years;
    return status;
}

static ds_status refuse_compared(const ds_enquete_options *o, ds_error *err) {
    char found[72];
    ds_suggest_excerpt(ds_text_of(o->compare), found, sizeof found);
    return ds_error_set(err, DS_USAGE,
                        "--compare: vond '%s', verwachtte jaar, een jaar waarin het is gevraagd, "
                        "of een kolom van --by",
                        "--compare: found '%s', expected jaar, a year in which it was asked, or a "
                        "column of --by",
                        found);
}

static ds_status add_comparisons(const ds_enquete_options *o, ds_enquete_answer *a, ds_error *err) {
    ds_error why = {0};
    int64_t year = 0;
    if (o->compare == NULL) return DS_OK;
    if (strcmp(o->compare, "jaar") == 0)
        return leave_out(a, ds_survey_compare_years(&a->lines, &why), &why, err);
    for (size_t k = 0; k < a->keys.n; k++)
        if (strcmp(o->compare, a->keys.names[k]) == 0)
            return leave_out(a, ds_survey_compare_groups(&a->lines, k, &why), &why, err);
    if (ds_number_parse_integer(ds_text_of(o->compare), &year) && year > 0 && year < 10000 &&
        has_line_year(&a->lines, (int)year))
        return compare_with_year(a, (int)year, err);
    return refuse_compared(o, err);
}

/* Over all tests of the answer. */
static ds_status adjust_answer(ds_enquete_answer *a, ds_error *err) {
    survey_lines *l = &a->lines;
    const bool bh = strcmp(a->block.adjust, "bh") == 0;
    double *p = ds_calloc(l->n + 1, sizeof *p);
    size_t m = 0;
    ds_status status = p == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < l->n; i++)
        p[i] = l->lines[i].test.p;
    if (status == DS_OK && strcmp(a->block.adjust, "none") != 0)
        status = ds_adjust_p(p, l->n, bh ? DS_ADJUST_BH : DS_ADJUST_HOLM, p, &m, err);
    for (size_t i = 0; status == DS_OK && i < l->n; i++)
        l->lines[i].p_adjusted = p[i];
    ds_free(p);
    return status;
}

/* ---- the whole ---- */

static ds_status keep_enquete_facts(ds_enquete_answer *a, ds_error *err) {
    ds_survey_design *design = NULL;
    ds_status status;
    if (a->lines.n_years == 0) return DS_OK;
    status = ds_survey_lines_design(&a->lines, a->lines.years, a->lines.n_years, 0, &design, err);
    if (status == DS_OK) a->block.facts = ds_survey_design_facts(design);
    if (status == DS_OK && isfinite(a->block.facts.population))
        a->block.population_clusters = (uint64_t)a->block.facts.population;
    ds_survey_design_free(design);
    return status;
}

static void fill_enquete_block(const ds_survey_source *source, ds_enquete_answer *a) {
    ds_survey_block *b = &a->block;
    a->question = (ds_survey_question){
        .name = a->indicator.id,
        .total = a->options.total,
        .kind = a->indicator.numeric ? DS_SURVEY_MEAN : DS_SURVEY_SHARE,
        .decimals = a->indicator.numeric ? NUMBER_DECIMALS : 0,
    };
    for (size_t i = 0; i < a->tally.n_rounds; i++) {
        if (!a->tally.rounds[i].asked || !is_wanted(a, a->tally.rounds[i].jaar)) continue;
        a->question.outside += a->tally.rounds[i].n_weightless;
        b->missing_cluster += a->tally.rounds[i].n_nowhere;
        b->missing_class += a->tally.rounds[i].n_classless;
    }
    b->file = a->indicator.id;
    b->weight = a->enquete.weight;
    b->cluster = a->enquete.cluster;
    b->year = "jaar";
    b->by = a->keys.names;
    b->n_by = a->keys.n;
    b->calibration = a->enquete.margins;
    b->n_calibration = a->enquete.n_margins;
    b->options = a->options;
    b->questions = &a->question;
    b->n_questions = 1;
    b->lines = a->lines.lines;
    b->n_lines = a->lines.n;
    b->weight_decimals = WEIGHT_DECIMALS;
    b->n_rows = ds_kind_table_n_rows(source->table);
    b->too_many_pairs = a->lines.too_many_pairs;
    b->title = (ds_say){a->indicator.name[0] == '\0' ? NULL : a->indicator.name,
                        a->indicator.name_en[0] == '\0' ? a->indicator.name : a->indicator.name_en};
}

static ds_status add_notes(const ds_survey_source *source, ds_enquete_answer *a, ds_error *err) {
    const ds_enquete_noted noted = {
        .indicator = &a->indicator,
        .tally = &a->tally,
        .frame = a->frame,
        .from = a->from,
        .to = a->to,
        .generation = source->reg == NULL ? NULL : ds_register_generation(source->reg),
        .left_out = a->left_out,
        .n_left_out = a->n_left_out};
    a->block.notes = ds_enquete_make_notes(&noted, &a->arena, &a->block.n_notes);
    return ds_arena_finish(&a->arena, err);
}

static ds_status make_lines(const ds_enquete_options *o, ds_enquete_answer *a, ds_error *err) {
    survey_lines *l = &a->lines;
    ds_status status;
    l->arena = &a->arena;
    l->options = &a->options;
    l->cells = a->tally.cells;
    l->n_by = a->keys.n;
    choose_options(o, a);
    list_asked_years(a);
    status = keep_enquete_facts(a, err);
    if (status == DS_OK) status = ds_survey_estimate_lines(l, err);
    if (status == DS_OK) status = add_years_not_asked(a, err);
    if (status == DS_OK) status = add_comparisons(o, a, err);
    if (status == DS_OK) status = ds_arena_finish(&a->arena, err);
    if (status == DS_OK) ds_enquete_count_missing(&a->tally, a->keys.n, l);
    return status == DS_OK ? adjust_answer(a, err) : status;
}

/* A calibration that cannot be says which class is at fault; without it there is an answer. */
static ds_status suggest_method(const ds_enquete_answer *a, ds_status status, ds_error *err) {
    size_t nl, en;
    if (status != DS_INPUT || err == NULL || a->enquete.calibrate == DS_CALIBRATE_NONE)
        return status;
    nl = strlen(err->nl);
    en = strlen(err->en);
    (void)snprintf(err->nl + nl, sizeof err->nl - nl, "; zonder ijken: --method none");
    (void)snprintf(err->en + en, sizeof err->en - en, "; without calibration: --method none");
    return status;
}

static ds_status run_enquete(const ds_survey_source *source, const ds_work_definitions *definitions,
                             const ds_enquete_options *o, ds_enquete_answer *a, ds_error *err) {
    ds_tally_request request;
    ds_status status = find_asked_question(definitions, o, a, err);
    if (status != DS_OK) return status;
    request = (ds_tally_request){&a->indicator, a->keys.nodes, a->keys.names, a->keys.n};
    status = ds_tally_survey(source, a->set, &request, &a->tally, err);
    if (status == DS_OK)
        status = ds_survey_add_frame(source->reg, a->set, &a->indicator, &a->tally, &a->frame, err);
    if (status == DS_OK) status = suggest_method(a, make_lines(o, a, err), err);
    if (status != DS_OK) return status;
    fill_enquete_block(source, a);
    return add_notes(source, a, err);
}

static ds_status check_enquete_options(const ds_enquete_options *o, ds_error *err) {
    ds_status status =
        ds_error_version(err, "ds_enquete_options", o->version, DS_ENQUETE_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (o->indicator != NULL) return DS_OK;
    return ds_error_set(err, DS_USAGE, "welke vraag? --indicator", "which question? --indicator");
}

ds_status ds_work_enquete_of(const ds_survey_source *source, const ds_work_definitions *definitions,
                             const ds_enquete_options *options, ds_enquete_answer **out,
                             ds_error *err) {
    ds_enquete_answer *a;
    ds_status status = check_enquete_options(options, err);
    if (status != DS_OK) return status;
    a = ds_calloc(1, sizeof *a);
    if (a == NULL) return ds_error_memory(err);
    status = run_enquete(source, definitions, options, a, err);
    if (status == DS_OK)
        *out = a;
    else
        ds_enquete_answer_free(a);
    return status;
}

static ds_status need_answers(const ds_kind_table *table, ds_error *err) {
    if (ds_kind_table_is_present(table)) return DS_OK;
    return ds_error_set(err, DS_INPUT,
                        "er is geen levering enquete in dit register: zet haar in leveringen/ en "
                        "draai doorstroom import",
                        "there is no delivery enquete in this register: put it into leveringen/ "
                        "and run doorstroom import");
}

ds_status ds_work_enquete(const ds_work *work, const ds_enquete_options *options,
                          ds_enquete_answer **out, ds_error *err) {
    ds_work_definitions definitions = {0};
    ds_survey_institution *institutions = NULL;
    ds_register *reg = NULL;
    ds_kind_table *table = NULL;
    ds_enquete_answer *answer = NULL;
    ds_survey_source source = {0};
    ds_status status = check_enquete_options(options, err);
    if (status == DS_OK)
        status = ds_work_definitions_read(work, options->definitions_file, &definitions, err);
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) status = ds_register_kind(reg, "enquete", &table, err);
    if (status == DS_OK) status = need_answers(table, err);
    if (status == DS_OK)
        status = ds_survey_institutions(reg, &institutions, &source.n_institutions, err);
    source.table = table;
    source.reg = reg;
    source.institutions = institutions;
    if (status == DS_OK) status = ds_work_enquete_of(&source, &definitions, options, &answer, err);
    if (status == DS_OK) {
        answer->own = definitions;
        definitions = (ds_work_definitions){0};
        *out = answer;
    }
    ds_survey_institutions_free(institutions, source.n_institutions);
    ds_kind_table_free(table);
    ds_register_close(reg);
    ds_work_definitions_done(&definitions);
    return status;
}
