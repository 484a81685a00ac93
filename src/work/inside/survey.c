/* work/inside/survey.c: the questions of a survey on any table: rows → cells → estimates → lines.
 * See doorstroom/inside.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/inside.h"
#include "doorstroom/tests.h"
#include "work/inside/survey_lines.h"
#include "work/inside/survey_read.h"

struct ds_work_survey_result {
    ds_survey_block block;
    ds_arena arena; /* texts of lines and weights, and those that were asked */
    survey_asked asked;
    survey_read read;
    char *margins; /* the file of --calibrate, or NULL */
    survey_lines lines;
    ds_survey_question *questions;
    ds_survey_weight *weights;
    size_t weights_capacity;
};

void ds_work_survey_free(ds_work_survey_result *r) {
    if (r == NULL) return;
    ds_names *const names[] = {&r->asked.values, &r->asked.weight,     &r->asked.cluster,
                               &r->asked.strata, &r->asked.fpc,        &r->asked.by,
                               &r->asked.year,   &r->asked.calibration};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ds_names_done(names[i]);
    ds_survey_read_done(&r->read);
    ds_free(r->margins);
    ds_free(r->lines.lines);
    ds_free(r->questions);
    ds_free(r->weights);
    ds_arena_done(&r->arena);
    ds_free(r);
}

const ds_survey_block *ds_work_survey_block(const ds_work_survey_result *result) {
    return &result->block;
}

/* ---- what is asked ---- */

static ds_status check_survey_asked(const ds_work_survey_options *o, ds_error *err) {
    if (o->file == NULL)
        return ds_error_set(err, DS_USAGE, "welke tabel? --data", "which table? --data");
    if (o->values == NULL)
        return ds_error_set(err, DS_USAGE, "welke vraag? --value", "which question? --value");
    if (o->calibrate != NULL && o->calibrated != NULL)
        return ds_error_set(err, DS_USAGE, "--calibrate en --calibrated: een van beide",
                            "--calibrate and --calibrated: one of the two");
    if (o->logit && o->by == NULL)
        return ds_error_set(err, DS_USAGE, "--logit: waarop? --by", "--logit: on what? --by");
    if (o->adjust != NULL && strcmp(o->adjust, "holm") != 0 && strcmp(o->adjust, "bh") != 0 &&
        strcmp(o->adjust, "none") != 0)
        return ds_error_set(err, DS_USAGE, "--adjust: verwacht holm, bh of none",
                            "--adjust: expected holm, bh or none");
    return DS_OK;
}

/* "a,b=FILE", "a*b=FILE"; for --calibrated without a file. */
static ds_status split_survey_calibration(const ds_work_survey_options *o, ds_work_survey_result *r,
                                          ds_error *err) {
    const char *asked = o->calibrate != NULL ? o->calibrate : o->calibrated;
    const char *option = o->calibrate != NULL ? "--calibrate" : "--calibrated";
    char *names, *cut;
    ds_status status;
    if (asked == NULL) return DS_OK;
    names = ds_strdup(asked);
    if (names == NULL) return ds_error_memory(err);
    cut = o->calibrate == NULL ? NULL : strchr(names, '=');
    if (o->calibrate != NULL && (cut == NULL || cut[1] == '\0')) {
        ds_free(names);
        return ds_error_set(err, DS_USAGE, "--calibrate: verwacht a,b=BESTAND",
                            "--calibrate: expected a,b=FILE");
    }
    if (cut != NULL) {
        *cut = '\0';
        r->margins = ds_strdup(cut + 1);
    }
    for (char *at = names; *at != '\0'; at++)
        if (*at == '*') {
            *at = ',';
            r->block.options.crossed = true;
        }
    status = cut != NULL && r->margins == NULL
                 ? ds_error_memory(err)
                 : ds_names_split(option, names, SURVEY_NAMES_MAX, &r->asked.calibration, err);
    ds_free(names);
    return status;
}

static ds_status split_survey_names(const ds_work_survey_options *o, survey_asked *a,
                                    ds_error *err) {
    const struct {
        const char *option, *list;
        size_t max;
        ds_names *out;
    } lists[] = {{"--value", o->values, SURVEY_QUESTIONS_MAX, &a->values},
                 {"--weight", o->weight, 1, &a->weight},
                 {"--cluster", o->cluster, SURVEY_NAMES_MAX, &a->cluster},
                 {"--strata", o->strata, SURVEY_NAMES_MAX, &a->strata},
                 {"--fpc", o->fpc, 2, &a->fpc},
                 {"--by", o->by, SURVEY_NAMES_MAX - 1, &a->by},
                 {"--year", o->year, 1, &a->year}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof lists / sizeof *lists; i++)
        status = ds_names_split(lists[i].option, lists[i].list, lists[i].max, lists[i].out, err);
    return status;
}

static void choose_survey_options(const ds_work_survey_options *o, ds_work_survey_result *r) {
    ds_survey_options *to = &r->block.options;
    const bool crossed = to->crossed;
    *to = o->estimate;
    to->crossed = crossed || o->estimate.crossed;
    if (o->calibrate == NULL)
        to->calibration = o->calibrated == NULL ? DS_SURVEY_UNCALIBRATED : DS_SURVEY_DELIVERED;
    else if (to->calibration != DS_SURVEY_RAKING)
        to->calibration = DS_SURVEY_LINEAR;
    r->block.no_clusters = r->asked.fpc.n == 0;
    if (r->block.no_clusters) to->without_fpc = true;
    r->block.no_students = r->asked.fpc.n == 1 && !to->first_stage_only && r->asked.cluster.n > 0;
    if (r->asked.fpc.n < 2 || r->asked.cluster.n == 0) to->first_stage_only = true;
    r->block.adjust = o->adjust == NULL || strcmp(o->adjust, "holm") == 0 ? "holm"
                      : strcmp(o->adjust, "bh") == 0                      ? "bh"
                                                                          : "none";
}

/* SIZE_MAX: the years; SIZE_MAX - 1: nothing. */
static ds_status find_survey_compared(const ds_work_survey_options *o,
                                      const ds_work_survey_result *r, size_t *out, ds_error *err) {
    const survey_asked *a = &r->asked;
    *out = SIZE_MAX - 1;
    if (o->compare == NULL) return DS_OK;
    *out = SIZE_MAX;
    if (a->year.n > 0 && ds_text_equal_nocase(ds_text_of(a->year.names[0]), ds_text_of(o->compare)))
        return DS_OK;
    for (*out = 0; *out < a->by.n; ++*out)
        if (ds_text_equal_nocase(ds_text_of(a->by.names[*out]), ds_text_of(o->compare)))
            return DS_OK;
    return ds_error_set(err, DS_USAGE, "--compare %.200s: verwacht een kolom van --by, of --year",
                        "--compare %.200s: expected a column of --by, or --year", o->compare);
}

/* ---- the whole ---- */

static ds_status finish_survey_cells(ds_work_survey_result *r, ds_error *err) {
    ds_status status = DS_OK;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; status == DS_OK && i < r->read.n; i++)
            status = ds_survey_cells_finish(r->read.cells[i], err);
        if (status == DS_INPUT) ds_error_place(err, pass == 0 ? r->asked.path : r->margins, 0, 0);
        if (status != DS_OK || r->margins == NULL || pass == 1) return status;
        status = ds_survey_read_margins(&r->asked, r->margins, r->read.cells, r->read.n, err);
    }
    return status;
}

static void list_survey_years(survey_lines *l) {
    l->n_years = 0;
    for (size_t i = 0; i < ds_survey_cells_n_clusters(l->cells); i++) {
        const int year = ds_survey_cells_cluster(l->cells, i).year;
        if (l->n_years > 0 && l->years[l->n_years - 1] == year) continue;
        if (l->n_years < DS_SURVEY_YEARS_MAX) l->years[l->n_years++] = year;
    }
}

static ds_status keep_survey_weights(ds_work_survey_result *r, const ds_survey_design *design,
                                     ds_error *err) {
    const size_t n = ds_survey_design_n_classes(design), n_keys = r->asked.calibration.n;
    if (r->block.options.calibration == DS_SURVEY_DELIVERED) return DS_OK;
    r->weights = ds_calloc(n + 1, sizeof *r->weights);
    if (r->weights == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const ds_survey_class c = ds_survey_design_class(design, i);
        const char **keys = ds_arena_take(&r->arena, n_keys + 1, sizeof *keys);
        if (keys == NULL) return ds_error_memory(err);
        for (size_t k = 0; k < n_keys; k++)
            keys[k] = ds_arena_copy(&r->arena, c.calibration[k]);
        r->weights[i] = (ds_survey_weight){c.year, keys, c.weight, c.g};
    }
    r->block.weights = r->weights;
    r->block.n_weights = n;
    return DS_OK;
}

/* The design as a whole, once: weights and facts are the same for all questions. */
static ds_status keep_survey_facts(ds_work_survey_result *r, ds_error *err) {
    ds_survey_design *design = NULL;
    ds_status status =
        ds_survey_lines_design(&r->lines, r->lines.years, r->lines.n_years, 0, &design, err);
    if (status == DS_OK) {
        r->block.facts = ds_survey_design_facts(design);
        if (isfinite(r->block.facts.population))
            r->block.population_clusters = (uint64_t)r->block.facts.population;
        status = keep_survey_weights(r, design, err);
    }
    ds_survey_design_free(design);
    return status;
}

static ds_status fill_survey_lines(const ds_work_survey_options *o, ds_work_survey_result *r,
                                   size_t compared, ds_error *err) {
    survey_lines *l = &r->lines;
    ds_status status = DS_OK;
    l->arena = &r->arena;
    l->options = &r->block.options;
    l->n_by = r->asked.by.n;
    for (size_t q = 0; status == DS_OK && q < r->read.n; q++) {
        l->question = q;
        l->cells = r->read.cells[q];
        list_survey_years(l);
        if (q == 0) status = keep_survey_facts(r, err);
        if (status == DS_OK) status = ds_survey_estimate_lines(l, err);
        if (status == DS_OK && compared == SIZE_MAX) status = ds_survey_compare_years(l, err);
        if (status == DS_OK && compared < SIZE_MAX - 1)
            status = ds_survey_compare_groups(l, compared, err);
        if (status == DS_OK && o->logit) status = ds_survey_logit_lines(l, err);
    }
    return status == DS_OK ? ds_arena_finish(&r->arena, err) : status;
}

/* An intercept is no test, and that two groups are equal is what their difference is tested for. */
static bool is_survey_test(const survey_lines *l, const ds_survey_line *line) {
    if (line->kind == DS_SURVEY_LINE_EQUAL) return line->test.df != 1;
    if (line->kind != DS_SURVEY_LINE_COEFFICIENT) return true;
    for (size_t k = 0; k < l->n_by; k++)
        if (line->by[k] != NULL) return true;
    return false;
}

/* Over all tests of the call. */
static ds_status adjust_survey_lines(ds_work_survey_result *r, ds_error *err) {
    survey_lines *l = &r->lines;
    const bool bh = strcmp(r->block.adjust, "bh") == 0;
    double *p = ds_calloc(l->n + 1, sizeof *p);
    size_t m;
    ds_status status = p == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < l->n; i++) {
        p[i] = is_survey_test(l, &l->lines[i]) ? l->lines[i].test.p : NAN;
    }
    if (status == DS_OK && strcmp(r->block.adjust, "none") != 0)
        status = ds_adjust_p(p, l->n, bh ? DS_ADJUST_BH : DS_ADJUST_HOLM, p, &m, err);
    for (size_t i = 0; status == DS_OK && i < l->n; i++)
        l->lines[i].p_adjusted = p[i];
    ds_free(p);
    return status;
}

static ds_status fill_survey_block(ds_work_survey_result *r, ds_error *err) {
    ds_survey_block *b = &r->block;
    const survey_asked *a = &r->asked;
    r->questions = ds_calloc(r->read.n + 1, sizeof *r->questions);
    if (r->questions == NULL) return ds_error_memory(err);
    for (size_t q = 0; q < r->read.n; q++)
        r->questions[q] =
            (ds_survey_question){.name = a->values.names[q],
                                 .kind = r->read.kind[q],
                                 .total = b->options.total,
                                 .decimals = r->read.y[q].decimals,
                                 .decimals_base = r->read.x[q].decimals,
                                 .rounded = r->read.y[q].rounded + r->read.x[q].rounded,
                                 .outside = r->read.outside};
    b->weight = a->weight.n > 0 ? a->weight.names[0] : NULL;
    b->year = a->year.n > 0 ? a->year.names[0] : NULL;
    b->cluster = a->cluster.n > 0 ? a->cluster.names[0] : NULL;
    b->by = a->by.names;
    b->n_by = a->by.n;
    b->calibration = a->calibration.names;
    b->n_calibration = a->calibration.n;
    b->questions = r->questions;
    b->n_questions = r->read.n;
    b->lines = r->lines.lines;
    b->n_lines = r->lines.n;
    b->weight_decimals = r->read.weight.decimals;
    b->weights_rounded = r->read.weight.rounded;
    b->n_rows = r->read.n_rows;
    b->missing_weight = r->read.missing_weight;
    b->missing_cluster = r->read.missing_cluster;
    b->missing_year = r->read.missing_year;
    b->too_many_pairs = r->lines.too_many_pairs;
    return DS_OK;
}

static ds_status run_survey(const ds_work *work, const ds_work_survey_options *o,
                            ds_work_survey_result *r, ds_error *err) {
    size_t compared = 0;
    ds_status status = check_survey_asked(o, err);
    if (status != DS_OK) return status;
    r->asked.work = work;
    r->asked.path = r->block.file = ds_arena_print(&r->arena, "%s", o->file);
    if (o->event != NULL) r->asked.event = ds_arena_print(&r->arena, "%s", o->event);
    status = ds_arena_finish(&r->arena, err);
    if (status == DS_OK) status = split_survey_names(o, &r->asked, err);
    if (status == DS_OK) status = split_survey_calibration(o, r, err);
    if (status == DS_OK) status = find_survey_compared(o, r, &compared, err);
    if (status != DS_OK) return status;
    choose_survey_options(o, r);
    status = ds_survey_read_table(&r->asked, &r->read, err);
    if (status == DS_OK) status = finish_survey_cells(r, err);
    if (status == DS_OK) status = fill_survey_lines(o, r, compared, err);
    if (status == DS_INPUT) ds_error_place(err, o->file, 0, 0);
    if (status == DS_OK) status = adjust_survey_lines(r, err);
    return status == DS_OK ? fill_survey_block(r, err) : status;
}

ds_status ds_work_survey(const ds_work *work, const ds_work_survey_options *options,
                         ds_work_survey_result **out, ds_error *err) {
    ds_work_survey_result *r;
    ds_status status = ds_error_version(err, "ds_work_survey_options", options->version,
                                        DS_WORK_SURVEY_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    r = ds_calloc(1, sizeof *r);
    if (r == NULL) return ds_error_memory(err);
    status = run_survey(work, options, r, err);
    if (status == DS_OK)
        *out = r;
    else
        ds_work_survey_free(r);
    return status;
}
