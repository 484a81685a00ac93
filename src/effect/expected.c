/* effect/expected.c: what was to be expected of an institution given who it has: the logit that
 * scores participation, of an event, and what its chances add up to. See doorstroom/expected.h. */
#include "doorstroom/expected.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/tests.h"
#include "effect/glm.h"
#include "effect/sample.h"
#include "effect/score.h"
#include "effect/shrink.h"

void ds_standardise(const double *n, const double *p, size_t n_patterns, double observed,
                    ds_standardised *out) {
    *out = (ds_standardised){0, 0, NAN};
    for (size_t i = 0; i < n_patterns; i++) {
        out->expected += n[i] * p[i];
        out->variance += n[i] * p[i] * (1 - p[i]);
    }
    if (out->variance > 0) out->z = (observed - out->expected) / sqrt(out->variance);
}

void ds_expected_result_done(ds_expected_result *result) {
    ds_free(result->rows);
    memset(result, 0, sizeof *result);
}

typedef struct expected_work {
    const ds_numbered *cells;
    const ds_expected_options *options;
    ds_expected_result *out;
    ds_effect_sample *sample; /* "treated" are those with the event */
    ds_design design;
    ds_score score;
    double *persons[2]; /* [n_patterns]: without, with the event */
    double *chance;     /* [n_patterns] */
    bool *certain;      /* [n_patterns] */
    double *numbers;    /* by institution: values, variances, shrunken, se, p, adjusted */
} expected_work;

static void done_expected(expected_work *w) {
    ds_score_done(&w->score);
    ds_design_done(&w->design);
    ds_effect_sample_free(w->sample);
    ds_free(w->persons[0]);
    ds_free(w->certain);
    ds_free(w->numbers);
}

/* ---- cells → a sample whose treatment is the event ---- */

static ds_status add_expected_row(expected_work *w, size_t row, ds_error *err) {
    const ds_numbered *c = w->cells;
    const ds_expected_options *o = w->options;
    const uint32_t *codes = c->codes + row * c->n_keys;
    ds_effect_value values[DS_EFFECT_COLUMNS_MAX];
    ds_effect_group group = {.values = values, .location = c->texts[o->cluster][codes[o->cluster]]};
    ds_status status = DS_OK;
    for (size_t k = 0; k < o->n_covariates; k++)
        values[k] = (ds_effect_value){c->texts[o->covariates[k]][codes[o->covariates[k]]], NAN};
    if (o->institution_effects) values[o->n_covariates] = (ds_effect_value){group.location, NAN};
    for (size_t with = 0; status == DS_OK && with < 2; with++) {
        group.treated = with == 1;
        group.n = with == 1 ? c->teller[row] : c->noemer[row] - c->teller[row];
        if (group.n > 0) status = ds_effect_sample_add(w->sample, &group, err);
    }
    return status;
}

static ds_status fill_expected_sample(expected_work *w, ds_error *err) {
    const ds_expected_options *o = w->options;
    ds_effect_column columns[DS_EFFECT_COLUMNS_MAX];
    size_t n = 0;
    ds_status status = DS_OK;
    for (size_t k = 0; k < o->n_covariates; k++)
        columns[n++] = (ds_effect_column){w->cells->names[o->covariates[k]], DS_EFFECT_FACTOR};
    if (o->institution_effects)
        columns[n++] = (ds_effect_column){w->cells->names[o->cluster], DS_EFFECT_EXACT};
    w->sample = ds_effect_sample_new(columns, n);
    if (w->sample == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < w->cells->n_rows; i++) {
        if (w->cells->year[i] != o->year) continue;
        w->out->unknown += w->cells->onbekend[i];
        w->out->noemer += w->cells->noemer[i];
        w->out->teller += w->cells->teller[i];
        status = add_expected_row(w, i, err);
    }
    if (status == DS_OK && w->out->noemer == 0)
        return ds_error_set(err, DS_INPUT, "in dit schooljaar telt niemand mee",
                            "nobody counts in that school year");
    return status == DS_OK ? ds_effect_sample_finish(w->sample, err) : status;
}

/* ---- the model ---- */

/* Of each level of each covariate whether it is in the fit. */
static void mark_levels(const expected_work *w, bool *in) {
    const ds_effect_sample *s = w->sample;
    for (size_t i = 0; i < s->n_patterns; i++)
        for (size_t f = 0; w->score.in[i] && f < s->n_factors; f++)
            in[w->design.first_of_factor[f] + s->levels[i * s->n_factors + f]] = true;
}

/* A level in which all or nobody has it is in no fit; its persons get what they have. A pattern
 * that is out with its institution only has the coefficients of its levels. */
static bool is_out_by_level(const expected_work *w, size_t pattern, const bool *in) {
    const ds_effect_sample *s = w->sample;
    for (size_t f = 0; f < s->n_factors; f++)
        if (!in[w->design.first_of_factor[f] + s->levels[pattern * s->n_factors + f]]) return true;
    return s->n_factors == 0 && !w->score.in[pattern] && !w->options->institution_effects;
}

static ds_status take_chances(expected_work *w, ds_error *err) {
    const ds_effect_sample *s = w->sample;
    bool *in = ds_calloc(w->design.first_of_factor[s->n_factors] + 1, sizeof *in);
    if (in == NULL) return ds_error_memory(err);
    mark_levels(w, in);
    for (size_t i = 0; i < s->n_patterns; i++) {
        const double n = w->persons[0][i] + w->persons[1][i];
        w->chance[i] = w->score.p[i];
        w->certain[i] = is_out_by_level(w, i, in);
        if (!w->certain[i]) continue;
        w->chance[i] = w->persons[1][i] / n;
        w->out->certain += (uint64_t)n;
    }
    ds_free(in);
    return DS_OK;
}

/* Σ n p - t at a constant. */
static double miss_at(const expected_work *w, const double *beyond, double constant) {
    double sum = 0;
    for (size_t i = 0; i < w->sample->n_patterns; i++)
        if (!w->certain[i])
            sum += (w->persons[0][i] + w->persons[1][i]) / (1 + exp(-constant - beyond[i])) -
                   w->persons[1][i];
    return sum;
}

/* With institution effects: the same covariates, one constant for all, so that all together have as
 * many as there are: Σ n p(constant) = Σ t, by halves. */
static ds_status share_constant(expected_work *w, double *beyond, ds_error *err) {
    const ds_effect_sample *s = w->sample;
    double *whole = ds_calloc(s->n_strata + w->design.n_used + 1, sizeof *whole);
    double low = -60, high = 60;
    if (whole == NULL) return ds_error_memory(err);
    memcpy(whole + s->n_strata, w->score.beta, w->design.n_used * sizeof *whole);
    for (size_t i = 0; i < s->n_patterns; i++)
        beyond[i] = ds_design_with_x(&w->design, i, 0, NULL, whole);
    for (int step = 0; step < 200 && high - low > 1e-14; step++) {
        const double middle = (low + high) / 2;
        *(miss_at(w, beyond, middle) > 0 ? &high : &low) = middle;
    }
    for (size_t i = 0; i < s->n_patterns; i++)
        if (!w->certain[i]) w->chance[i] = 1 / (1 + exp(-(low + high) / 2 - beyond[i]));
    ds_free(whole);
    return DS_OK;
}

static ds_status refuse_model(ds_error *err) {
    return ds_error_set(
        err, DS_INPUT,
        "het model is met deze covariaten niet te schatten: zij zeggen precies wie "
        "het heeft; vraag er minder",
        "the model has no estimate with these covariates: they tell exactly who has "
        "it; ask for fewer");
}

static bool is_anybody_in(const ds_score *score, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (score->in[i]) return true;
    return false;
}

static ds_status fit_expected(expected_work *w, ds_error *err) {
    const size_t n = w->sample->n_patterns;
    ds_status status;
    w->persons[0] = ds_calloc(4 * n + 1, sizeof *w->persons[0]);
    w->certain = ds_calloc(n + 1, sizeof *w->certain);
    if (w->persons[0] == NULL || w->certain == NULL) return ds_error_memory(err);
    w->persons[1] = w->persons[0] + n;
    w->chance = w->persons[0] + 2 * n;
    ds_sample_totals(w->sample, w->persons, NULL, NULL);
    status = ds_design_init(w->sample, w->persons[1], w->persons[0], &w->design, err);
    if (status == DS_OK) status = ds_score_init(&w->design, &w->score, err);
    if (status != DS_OK) return status;
    if (!ds_score_fit(&w->design, w->persons[1], w->persons[0], NULL, &w->score) &&
        is_anybody_in(&w->score, n))
        return refuse_model(err);
    status = take_chances(w, err);
    if (status == DS_OK && w->options->institution_effects)
        status = share_constant(w, w->persons[0] + 3 * n, err);
    w->out->n_patterns = n;
    w->out->n_coefficients = w->design.n_used;
    return status;
}

/* ---- institutions ---- */

static uint32_t find_institution(const expected_work *w, const char *name) {
    const ds_text *texts = w->cells->texts[w->options->cluster];
    const size_t size = strlen(name);
    uint32_t i = 0;
    while (texts[i].size != size || memcmp(texts[i].data, name, size) != 0)
        i++;
    return i;
}

static ds_status add_up_institutions(expected_work *w, ds_error *err) {
    const ds_effect_sample *s = w->sample;
    double *variance;
    w->out->n = s->n_locations;
    w->out->rows = ds_calloc(s->n_locations + 1, sizeof *w->out->rows);
    w->numbers = ds_calloc(6 * s->n_locations + 1, sizeof *w->numbers);
    if (w->out->rows == NULL || w->numbers == NULL) return ds_error_memory(err);
    variance = w->numbers;
    for (size_t g = 0; g < s->n_groups; g++) {
        const ds_sample_group *group = &s->groups[g];
        const double n = (double)group->n, p = w->chance[group->pattern];
        ds_expected_row *row = &w->out->rows[group->location];
        row->noemer += group->n;
        row->teller += group->treated ? group->n : 0;
        row->expected += n * p;
        variance[group->location] += n * p * (1 - p);
    }
    for (size_t i = 0; i < s->n_locations; i++) {
        ds_expected_row *row = &w->out->rows[i];
        const double n = (double)row->noemer;
        row->institution = find_institution(w, s->locations[i]);
        row->observed = (double)row->teller / n;
        row->expected /= n;
        row->chance_se = sqrt(variance[i]) / n;
        row->difference = row->observed - row->expected;
    }
    return DS_OK;
}

/* By code, which is by their bytes; few enough to be moved one by one. */
static void sort_institutions(ds_expected_result *r) {
    for (size_t i = 1; i < r->n; i++) {
        const ds_expected_row row = r->rows[i];
        size_t at = i;
        for (; at > 0 && r->rows[at - 1].institution > row.institution; at--)
            r->rows[at] = r->rows[at - 1];
        r->rows[at] = row;
    }
}

static bool is_judged(const expected_work *w, const ds_expected_row *row) {
    return row->noemer >= w->options->minimum && row->chance_se > 0;
}

static void find_tau2(expected_work *w) {
    double *values = w->numbers, *variances = values + w->out->n;
    ds_shrink shrink;
    size_t n = 0;
    for (size_t i = 0; i < w->out->n; i++)
        if (is_judged(w, &w->out->rows[i])) {
            values[n] = w->out->rows[i].difference;
            variances[n++] = w->out->rows[i].chance_se * w->out->rows[i].chance_se;
        }
    ds_shrink_values(values, variances, n, &shrink, values + 2 * w->out->n, values + 3 * w->out->n);
    w->out->tau2 = shrink.tau2;
    w->out->tau2_low = shrink.tau2_low;
    w->out->tau2_high = shrink.tau2_high;
}

static void judge_row(const expected_work *w, ds_expected_row *row) {
    const double tau2 = isfinite(w->out->tau2) ? w->out->tau2 : 0;
    const double z95 = gsl_cdf_ugaussian_Qinv(0.025), z998 = gsl_cdf_ugaussian_Qinv(0.001);
    row->se = row->low = row->high = row->low_95 = row->high_95 = row->low_998 = row->high_998 =
        row->z = row->chance_z = row->p = row->p_adjusted = NAN;
    row->place = row->noemer < w->options->minimum ? DS_EXPECTED_SMALL : DS_EXPECTED_CERTAIN;
    if (!is_judged(w, row)) return;
    row->se = sqrt(row->chance_se * row->chance_se + tau2);
    row->z = row->difference / row->se;
    row->chance_z = row->difference / row->chance_se;
    row->p = fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(row->z)));
    row->low = row->difference - z95 * row->se;
    row->high = row->difference + z95 * row->se;
    row->low_95 = fmax(0, row->expected - z95 * row->se);
    row->high_95 = fmin(1, row->expected + z95 * row->se);
    row->low_998 = fmax(0, row->expected - z998 * row->se);
    row->high_998 = fmin(1, row->expected + z998 * row->se);
    row->place = row->z > z998    ? DS_EXPECTED_ABOVE_998
                 : row->z > z95   ? DS_EXPECTED_ABOVE_95
                 : row->z < -z998 ? DS_EXPECTED_BELOW_998
                 : row->z < -z95  ? DS_EXPECTED_BELOW_95
                                  : DS_EXPECTED_WITHIN;
}

static ds_status judge_institutions(expected_work *w, ds_error *err) {
    ds_expected_result *r = w->out;
    double *p = w->numbers + 4 * r->n, *adjusted = w->numbers + 5 * r->n;
    size_t tested;
    ds_status status;
    find_tau2(w);
    for (size_t i = 0; i < r->n; i++) {
        judge_row(w, &r->rows[i]);
        r->n_small += r->rows[i].place == DS_EXPECTED_SMALL;
        p[i] = r->rows[i].p;
    }
    status = ds_adjust_p(p, r->n, DS_ADJUST_HOLM, adjusted, &tested, err);
    for (size_t i = 0; status == DS_OK && i < r->n; i++)
        r->rows[i].p_adjusted = adjusted[i];
    return status;
}

/* ---- the whole ---- */

static ds_status check_expected_options(const ds_numbered *cells, const ds_expected_options *o,
                                        ds_error *err) {
    const ds_status status =
        ds_error_version(err, "ds_expected_options", o->version, DS_EXPECTED_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (o->n_covariates >= DS_EFFECT_COLUMNS_MAX)
        return ds_error_set(err, DS_USAGE, "te veel covariaten", "too many covariates");
    if (o->year >= cells->n_years)
        return ds_error_set(err, DS_INPUT, "dit schooljaar is er niet",
                            "there is no such school year");
    return DS_OK;
}

ds_status ds_expected_estimate(const ds_numbered *cells, const ds_expected_options *options,
                               ds_expected_result *out, ds_error *err) {
    ds_expected_result made = {0};
    expected_work w = {.cells = cells, .options = options, .out = &made};
    ds_status status = check_expected_options(cells, options, err);
    if (status != DS_OK) return status;
    status = fill_expected_sample(&w, err);
    if (status == DS_OK) status = fit_expected(&w, err);
    if (status == DS_OK) status = add_up_institutions(&w, err);
    if (status == DS_OK) {
        sort_institutions(&made);
        made.overall = (double)made.teller / (double)made.noemer;
        status = judge_institutions(&w, err);
    }
    done_expected(&w);
    if (status == DS_OK)
        *out = made;
    else
        ds_expected_result_done(&made);
    return status;
}
