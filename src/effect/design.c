/* effect/design.c: which columns the score has, and why the others are not in it. See score.h. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/cross.h"
#include "effect/score.h"

static const double tolerance = 1e-10;

/* ---- levels and strata with one group only ---- */

static size_t n_levels(const ds_design *design) {
    return design->first_of_factor[design->sample->n_factors];
}

static void count_columns(const ds_design *design, const double *n1, const double *n0,
                          const bool *in, double *counts) {
    const ds_effect_sample *s = design->sample;
    double *by_level = counts + 2 * s->n_strata;
    memset(counts, 0, 2 * (s->n_strata + n_levels(design)) * sizeof *counts);
    for (size_t i = 0; i < s->n_patterns; i++) {
        if (!in[i]) continue;
        counts[2 * s->stratum_of[i]] += n0[i];
        counts[2 * s->stratum_of[i] + 1] += n1[i];
        for (size_t f = 0; f < s->n_factors; f++) {
            double *level =
                by_level + 2 * (design->first_of_factor[f] + s->levels[i * s->n_factors + f]);
            level[0] += n0[i];
            level[1] += n1[i];
        }
    }
}

static bool one_group(const double *counts) {
    return (counts[0] > 0) != (counts[1] > 0);
}

static bool belongs_to_one_group(const ds_design *design, size_t i, const double *counts) {
    const ds_effect_sample *s = design->sample;
    const double *by_level = counts + 2 * s->n_strata;
    if (one_group(counts + 2 * s->stratum_of[i])) return true;
    for (size_t f = 0; f < s->n_factors; f++)
        if (one_group(by_level +
                      2 * (design->first_of_factor[f] + s->levels[i * s->n_factors + f])))
            return true;
    return false;
}

bool ds_design_leave_out(const ds_design *design, const double *n1, const double *n0, bool *in,
                         double *counts, ds_design_drop *drop) {
    const ds_effect_sample *s = design->sample;
    const size_t n_counts = s->n_strata + n_levels(design);
    bool out = false, again = true;
    for (size_t i = 0; i < s->n_patterns; i++)
        in[i] = n1[i] + n0[i] > 0;
    for (size_t l = 0; drop != NULL && l < n_levels(design); l++)
        drop[l] = DS_DESIGN_EMPTY;
    while (again) {
        again = false;
        count_columns(design, n1, n0, in, counts);
        for (size_t c = 0; c < n_counts; c++) {
            if (!one_group(counts + 2 * c)) continue;
            again = true;
            if (drop != NULL && c >= s->n_strata) drop[c - s->n_strata] = DS_DESIGN_ONE_GROUP;
        }
        for (size_t i = 0; again && i < s->n_patterns; i++)
            if (in[i] && belongs_to_one_group(design, i, counts)) in[i] = false;
        out |= again;
    }
    for (size_t l = 0; drop != NULL && l < n_levels(design); l++)
        if (counts[2 * (s->n_strata + l)] > 0) drop[l] = DS_DESIGN_USED;
    return out;
}

/* ---- numbers ---- */

/* Mean and standard deviation of number k, by persons. Everything is divided by a power of two
 * first, so that no square overflows. False when it does not vary, or too little to divide by. */
static bool measure(const ds_design *design, const double *n, const bool *in, size_t k,
                    double *out_centre, double *out_scale) {
    const ds_effect_sample *s = design->sample;
    double largest = 0, persons = 0, sum = 0, squares = 0, mean;
    int e;
    for (size_t i = 0; i < s->n_patterns; i++)
        if (in[i]) largest = fmax(largest, fabs(s->numbers[i * s->n_numbers + k]));
    (void)frexp(largest, &e);
    for (size_t i = 0; i < s->n_patterns; i++) {
        if (!in[i]) continue;
        persons += n[i];
        sum += n[i] * ldexp(s->numbers[i * s->n_numbers + k], -e);
    }
    mean = persons > 0 ? sum / persons : 0;
    for (size_t i = 0; i < s->n_patterns; i++) {
        double left;
        if (!in[i]) continue;
        left = ldexp(s->numbers[i * s->n_numbers + k], -e) - mean;
        squares += n[i] * left * left;
    }
    *out_centre = ldexp(mean, e);
    *out_scale = persons > 0 ? ldexp(sqrt(squares / persons), e) : 0;
    if (sqrt(squares) > 1e-13 * sqrt(persons) && *out_scale > 1e-280 && largest < 1e280)
        return true;
    *out_scale = 1;
    return false;
}

static void standardise(ds_design *design, const double *n, const bool *in) {
    const ds_effect_sample *s = design->sample;
    const size_t levels = n_levels(design);
    for (size_t k = 0; k < s->n_numbers; k++) {
        const bool varies = measure(design, n, in, k, &design->centre[k], &design->scale[k]);
        design->drop[levels + k] = varies ? DS_DESIGN_USED : DS_DESIGN_COLLINEAR;
        for (size_t i = 0; i < s->n_patterns; i++) {
            const size_t at = i * s->n_numbers + k;
            const double x = (s->numbers[at] - design->centre[k]) / design->scale[k];
            design->x[at] = varies && isfinite(x) ? x : 0; /* who is not in may lie far away */
        }
    }
}

/* ---- collinear columns ---- */

/* Gives the columns in use their places. */
static void place(ds_design *design) {
    const ds_effect_sample *s = design->sample;
    design->n_used = 0;
    design->n_used_numbers = 0;
    for (size_t c = 0; c < design->n_columns; c++) {
        const bool used = design->drop[c] == DS_DESIGN_USED;
        design->place[c] = used ? (uint32_t)design->n_used++ : UINT32_MAX;
        if (used && c >= n_levels(design)) design->n_used_numbers++;
    }
    for (size_t i = 0; i < s->n_patterns; i++)
        for (size_t f = 0; f < s->n_factors; f++) {
            const size_t at = i * s->n_factors + f;
            const uint32_t to = design->place[design->first_of_factor[f] + s->levels[at]];
            design->column_of[at] = to == UINT32_MAX ? (uint32_t)design->n_used : to;
        }
}

static ds_status too_many(const ds_design *design, ds_error *err) {
    const ds_effect_sample *s = design->sample;
    size_t most = 0, most_n = 0;
    for (size_t f = 0; f < s->n_factors; f++) {
        size_t n = 0;
        for (size_t c = design->first_of_factor[f]; c < design->first_of_factor[f + 1]; c++)
            n += design->drop[c] == DS_DESIGN_USED;
        if (n > most_n) {
            most = f;
            most_n = n;
        }
    }
    if (most_n == 0)
        return ds_error_set(err, DS_INPUT, "meer dan %d covariaten", "more than %d covariates",
                            DS_DESIGN_USED_MAX);
    return ds_error_set(
        err, DS_INPUT,
        "de covariaten hebben samen meer dan %d waarden die in beide groepen voorkomen, waarvan %s "
        "%zu; neem grotere groepen, of neem die als getal of als exacte kolom",
        "the covariates have more than %d levels together that both groups have, of which %s "
        "has %zu; take larger groups, or take it as a number or an exact column",
        DS_DESIGN_USED_MAX, s->factors[most].name, most_n + 1);
}

ds_status ds_cross_rows_init(ds_cross_rows *rows, const ds_design *design, ds_error *err) {
    const ds_effect_sample *s = design->sample;
    *rows = (ds_cross_rows){.n_factors = s->n_factors,
                            .n_numbers = design->n_used_numbers,
                            .n_columns = design->n_used};
    rows->columns = ds_calloc(s->n_patterns * s->n_factors, sizeof *rows->columns);
    rows->x = ds_calloc(s->n_patterns * design->n_used_numbers, sizeof *rows->x);
    rows->ends = ds_calloc(s->n_strata, sizeof *rows->ends);
    if (rows->columns != NULL && rows->x != NULL && rows->ends != NULL) return DS_OK;
    ds_cross_rows_done(rows);
    return ds_error_memory(err);
}

void ds_cross_rows_done(ds_cross_rows *rows) {
    ds_free(rows->columns);
    ds_free(rows->x);
    ds_free(rows->ends);
    *rows = (ds_cross_rows){0};
}

void ds_cross_rows_fill(ds_cross_rows *rows, const ds_design *design, const bool *in,
                        uint32_t *pattern_of, uint32_t *stratum_of) {
    const ds_effect_sample *s = design->sample;
    const size_t levels = n_levels(design);
    size_t n = 0, n_strata = 0;
    for (size_t i = 0; i < s->n_patterns; i++) {
        double *x = rows->x + n * rows->n_numbers;
        if (!in[i]) continue;
        if (n_strata == 0 || stratum_of[n_strata - 1] != s->stratum_of[i])
            stratum_of[n_strata++] = s->stratum_of[i];
        for (size_t f = 0; f < s->n_factors; f++)
            rows->columns[n * s->n_factors + f] = design->column_of[i * s->n_factors + f];
        for (size_t k = 0; k < s->n_numbers; k++)
            if (design->place[levels + k] != UINT32_MAX) *x++ = design->x[i * s->n_numbers + k];
        pattern_of[n++] = (uint32_t)i;
        rows->ends[n_strata - 1] = n;
    }
    rows->n = n;
    rows->n_strata = n_strata;
}

/* Marks what the columns before it say already, by regression weighted by persons. n: by pattern;
 * becomes that of the rows. */
static ds_status mark_collinear(ds_design *design, double *n, const bool *in, ds_error *err) {
    const ds_effect_sample *s = design->sample;
    ds_cross_rows rows = {0};
    ds_cross cross = {0};
    uint32_t *pattern_of = ds_calloc(s->n_patterns, sizeof *pattern_of);
    uint32_t *stratum_of = ds_calloc(s->n_strata, sizeof *stratum_of);
    ds_status status = DS_OK;
    size_t live = 0;
    if (pattern_of == NULL || stratum_of == NULL ||
        !ds_cross_init(&cross, design->n_used, s->n_strata)) {
        status = ds_error_memory(err);
        goto done;
    }
    status = ds_cross_rows_init(&rows, design, err);
    if (status != DS_OK) goto done;
    ds_cross_rows_fill(&rows, design, in, pattern_of, stratum_of);
    for (size_t i = 0; i < rows.n; i++)
        n[i] = n[pattern_of[i]];
    ds_cross_add(&cross, &rows, n, NULL);
    ds_cross_live(&cross);
    ds_cross_prune(&cross, tolerance);
    for (size_t c = 0; c < design->n_columns; c++) {
        if (design->drop[c] != DS_DESIGN_USED) continue;
        if (live < cross.n_live && cross.live[live] == design->place[c])
            live++;
        else
            design->drop[c] = DS_DESIGN_COLLINEAR;
    }
done:
    ds_cross_rows_done(&rows);
    ds_cross_done(&cross);
    ds_free(pattern_of);
    ds_free(stratum_of);
    return status;
}

/* ---- the whole ---- */

static bool make_design_arrays(ds_design *design) {
    const ds_effect_sample *s = design->sample;
    design->first_of_factor = ds_calloc(s->n_factors + 1, sizeof *design->first_of_factor);
    if (design->first_of_factor == NULL) return false;
    for (size_t f = 0; f < s->n_factors; f++)
        design->first_of_factor[f + 1] = design->first_of_factor[f] + s->factors[f].n_levels;
    design->n_columns = n_levels(design) + s->n_numbers;
    design->drop = ds_calloc(design->n_columns, sizeof *design->drop);
    design->place = ds_calloc(design->n_columns, sizeof *design->place);
    design->centre = ds_calloc(s->n_numbers, sizeof *design->centre);
    design->scale = ds_calloc(s->n_numbers, sizeof *design->scale);
    design->x = ds_calloc(s->n_patterns * s->n_numbers, sizeof *design->x);
    design->column_of = ds_calloc(s->n_patterns * s->n_factors, sizeof *design->column_of);
    return design->drop != NULL && design->place != NULL && design->centre != NULL &&
           design->scale != NULL && design->x != NULL && design->column_of != NULL;
}

/* The first level in use is what the others are compared with. */
static void mark_references(ds_design *design) {
    for (size_t f = 0; f < design->sample->n_factors; f++)
        for (size_t c = design->first_of_factor[f]; c < design->first_of_factor[f + 1]; c++)
            if (design->drop[c] == DS_DESIGN_USED) {
                design->drop[c] = DS_DESIGN_REFERENCE;
                break;
            }
}

static ds_status make_design(ds_design *design, const double *n1, const double *n0, bool *in,
                             double *counts, double *n, ds_error *err) {
    ds_status status;
    (void)ds_design_leave_out(design, n1, n0, in, counts, design->drop);
    for (size_t i = 0; i < design->sample->n_patterns; i++)
        n[i] = n1[i] + n0[i];
    mark_references(design);
    standardise(design, n, in);
    place(design);
    if (design->n_used > DS_DESIGN_USED_MAX) return too_many(design, err);
    status = mark_collinear(design, n, in, err);
    if (status == DS_OK) place(design);
    return status;
}

ds_status ds_design_init(const ds_effect_sample *sample, const double *n1, const double *n0,
                         ds_design *out, ds_error *err) {
    ds_design design = {.sample = sample};
    double *counts = NULL, *n = ds_calloc(sample->n_patterns, sizeof *n);
    bool *in = ds_calloc(sample->n_patterns, sizeof *in);
    ds_status status = DS_OK;
    if (make_design_arrays(&design))
        counts = ds_calloc(2 * (sample->n_strata + n_levels(&design)), sizeof *counts);
    if (counts == NULL || in == NULL || n == NULL)
        status = ds_error_memory(err);
    else
        status = make_design(&design, n1, n0, in, counts, n, err);
    ds_free(counts);
    ds_free(n);
    ds_free(in);
    if (status == DS_OK)
        *out = design;
    else
        ds_design_done(&design);
    return status;
}

void ds_design_done(ds_design *design) {
    ds_free(design->first_of_factor);
    ds_free(design->drop);
    ds_free(design->place);
    ds_free(design->centre);
    ds_free(design->scale);
    ds_free(design->x);
    ds_free(design->column_of);
    *design = (ds_design){0};
}

const char *ds_design_name(const ds_design *design, size_t column, char *out, size_t size) {
    const ds_effect_sample *s = design->sample;
    if (column >= n_levels(design)) {
        (void)snprintf(out, size, "%s", s->number_names[column - n_levels(design)]);
        return out;
    }
    for (size_t f = 0; f < s->n_factors; f++)
        if (column < design->first_of_factor[f + 1]) {
            (void)snprintf(out, size, "%s = %s", s->factors[f].name,
                           s->factors[f].levels[column - design->first_of_factor[f]]);
            break;
        }
    return out;
}
