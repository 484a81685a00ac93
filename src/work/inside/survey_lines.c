/* work/inside/survey_lines.c: the estimates of one question as lines. See survey_lines.h. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/survey_lines.h"

uint32_t ds_survey_lines_mask(const survey_lines *l) {
    return (uint32_t)((UINT64_C(1) << l->n_by) - 1);
}

ds_status ds_survey_lines_design(const survey_lines *l, const int *years, size_t n, uint32_t mask,
                                 ds_survey_design **out, ds_error *err) {
    ds_survey_options o = *l->options;
    o.years = years;
    o.n_years = n;
    o.by = mask;
    return ds_survey_design_new(l->cells, &o, out, err);
}

ds_status ds_survey_lines_add(survey_lines *l, const ds_survey_line *line, const ds_text *by,
                              uint32_t mask, ds_error *err) {
    const char **keys = ds_arena_take(l->arena, l->n_by + 1, sizeof *keys);
    size_t at = 0;
    if (keys == NULL || !ds_reserve(&l->lines, &l->capacity, l->n + 1, sizeof *l->lines))
        return ds_error_memory(err);
    for (size_t i = 0; by != NULL && i < l->n_by; i++)
        if (mask >> i & 1) keys[i] = ds_arena_copy(l->arena, by[at++]);
    l->lines[l->n] = *line;
    l->lines[l->n].question = l->question;
    l->lines[l->n].same = l->same;
    l->lines[l->n].by = keys;
    l->lines[l->n++].p_adjusted = NAN;
    return DS_OK;
}

static ds_survey_line make_survey_estimate(const ds_survey_estimate *e, double df) {
    return (ds_survey_line){
        .kind = DS_SURVEY_LINE_ESTIMATE,
        .year = e->year,
        .compared = SIZE_MAX,
        .test = {e->state, e->estimate, e->se, e->low, e->high, NAN, df, NAN, NAN},
        .n = e->n,
        .missing = e->missing};
}

static ds_status add_survey_estimates(survey_lines *l, int year, uint32_t mask, ds_error *err) {
    ds_survey_design *design = NULL;
    ds_status status = ds_survey_lines_design(l, &year, 1, mask, &design, err);
    for (size_t i = 0; status == DS_OK && i < ds_survey_design_n(design); i++) {
        const ds_survey_estimate e = ds_survey_design_at(design, i);
        const ds_survey_line line = make_survey_estimate(&e, ds_survey_design_facts(design).df);
        status = ds_survey_lines_add(l, &line, e.by, mask, err);
    }
    ds_survey_design_free(design);
    return status;
}

ds_status ds_survey_estimate_lines(survey_lines *l, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t y = 0; status == DS_OK && y < l->n_years; y++) {
        status = add_survey_estimates(l, l->years[y], 0, err);
        if (status == DS_OK && l->n_by > 0)
            status = add_survey_estimates(l, l->years[y], ds_survey_lines_mask(l), err);
    }
    return status;
}

/* ---- the logistic regression ---- */

static ds_status add_survey_coefficients(survey_lines *l, int year,
                                         const ds_survey_coefficient *list, size_t n,
                                         const ds_survey_estimate *whole, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const bool intercept = list[i].by == SIZE_MAX;
        const ds_survey_line line = {.kind = DS_SURVEY_LINE_COEFFICIENT,
                                     .year = year,
                                     .compared = SIZE_MAX,
                                     .test = list[i].test,
                                     .n = whole->n,
                                     .missing = whole->missing};
        status = ds_survey_lines_add(l, &line, intercept ? NULL : &list[i].level,
                                     intercept ? 0 : UINT32_C(1) << list[i].by, err);
    }
    return status;
}

ds_status ds_survey_logit_lines(survey_lines *l, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t y = 0; status == DS_OK && y < l->n_years; y++) {
        ds_survey_design *design = NULL;
        ds_survey_coefficient *list = NULL;
        ds_survey_estimate whole = {0};
        size_t n = 0;
        status = ds_survey_lines_design(l, &l->years[y], 1, ds_survey_lines_mask(l), &design, err);
        if (status == DS_OK) status = ds_survey_design_logit(design, &list, &n, err);
        for (size_t i = 0; status == DS_OK && i < ds_survey_design_n(design); i++) {
            const ds_survey_estimate e = ds_survey_design_at(design, i);
            whole.n += e.n;
            whole.missing += e.missing;
        }
        if (status == DS_OK) status = add_survey_coefficients(l, l->years[y], list, n, &whole, err);
        ds_free(list);
        ds_survey_design_free(design);
    }
    return status;
}
