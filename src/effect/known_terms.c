/* effect/known_terms.c: levels, numbers, squares and pairs of all columns of a sample, on both
 * sides before and after. See doorstroom/balance.h. One pass over the patterns; a pattern has one
 * level of each factor, so that only pairs of these are added up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "effect/known.h"

/* What is handed out, with all that it points to. */
typedef struct known {
    ds_effect_known out; /* first, so that its address is the caller's */
    ds_effect_known_term *terms;
    ds_arena arena; /* of the names */
} known;

typedef struct term_sums {
    double sum[KNOWN_SIDES], square[KNOWN_SIDES];
} term_sums;

typedef struct summing {
    const ds_effect_sample *wide;
    const ds_known_weights *weights;
    size_t n_levels, n_columns; /* levels of all factors; and numbers */
    size_t *first;              /* [n_factors + 1]: a factor's first level */
    double *centre, *scale;     /* [n_numbers] of everybody */
    term_sums *single;          /* [n_columns] */
    term_sums *square;          /* [n_numbers] */
    term_sums *pair;            /* [n_columns * n_columns], a < b; NULL: too many */
    size_t *columns;            /* of a pattern: [n_factors + n_numbers] */
    double *values;
} summing;

/* ---- sums ---- */

static void measure_number(summing *s, size_t k) {
    const ds_effect_sample *wide = s->wide;
    double n = 0, mean = 0, square = 0;
    for (size_t i = 0; i < wide->n_patterns; i++) {
        const double w = s->weights->of[0][i] + s->weights->of[1][i];
        const double d = wide->numbers[i * wide->n_numbers + k] - mean;
        if (!(w > 0)) continue;
        n += w;
        mean += d * (w / n);
        square += w * d * (wide->numbers[i * wide->n_numbers + k] - mean);
    }
    s->centre[k] = mean;
    s->scale[k] = n > 0 && square > 0 ? sqrt(square / n) : 1;
}

static void add_term(term_sums *to, const ds_known_weights *w, size_t pattern, double z) {
    for (size_t side = 0; side < KNOWN_SIDES; side++) {
        const double weight = w->of[side][pattern];
        to->sum[side] += weight * z;
        to->square[side] += weight * z * z;
    }
}

static void add_pattern(summing *s, size_t pattern) {
    const ds_effect_sample *wide = s->wide;
    const size_t n = wide->n_factors + wide->n_numbers;
    for (size_t f = 0; f < wide->n_factors; f++) {
        s->columns[f] = s->first[f] + wide->levels[pattern * wide->n_factors + f];
        s->values[f] = 1;
    }
    for (size_t k = 0; k < wide->n_numbers; k++) {
        const double z =
            (wide->numbers[pattern * wide->n_numbers + k] - s->centre[k]) / s->scale[k];
        s->columns[wide->n_factors + k] = s->n_levels + k;
        s->values[wide->n_factors + k] = z;
        add_term(&s->square[k], s->weights, pattern, z * z);
    }
    for (size_t a = 0; a < n; a++) {
        add_term(&s->single[s->columns[a]], s->weights, pattern, s->values[a]);
        for (size_t b = a + 1; s->pair != NULL && b < n; b++)
            add_term(&s->pair[s->columns[a] * s->n_columns + s->columns[b]], s->weights, pattern,
                     s->values[a] * s->values[b]);
    }
}

/* ---- one term ---- */

typedef struct known_moments {
    double mean, variance;
} known_moments;

static known_moments find_term_moments(const term_sums *of, const ds_known_weights *w,
                                       size_t side) {
    known_moments m = {NAN, NAN};
    if (!(w->total[side] > 0)) return m;
    m.mean = of->sum[side] / w->total[side];
    if (w->freedom[side] > 0)
        m.variance = fmax(0, of->square[side] - of->sum[side] * m.mean) / w->freedom[side];
    return m;
}

static double or_none(double x) {
    return isfinite(x) ? x : NAN;
}

/* scale, centre: of the means as they are printed. */
static void fill_term(const term_sums *of, const ds_known_weights *w, double scale, double centre,
                      ds_effect_known_term *out) {
    known_moments m[KNOWN_SIDES];
    double root;
    for (size_t side = 0; side < KNOWN_SIDES; side++)
        m[side] = find_term_moments(of, w, side);
    root = sqrt((m[KNOWN_TREATED].variance + m[KNOWN_CONTROL].variance) / 2);
    if (!(root > 1e-9)) root = NAN; /* rounding */
    out->mean_treated = centre + scale * (isnan(m[3].mean) ? m[KNOWN_TREATED].mean : m[3].mean);
    out->mean_control = centre + scale * m[KNOWN_CONTROL].mean;
    out->mean_matched = centre + scale * m[KNOWN_AFTER].mean;
    out->difference_before = or_none((m[KNOWN_TREATED].mean - m[KNOWN_CONTROL].mean) / root);
    out->difference_after = or_none((m[3].mean - m[KNOWN_AFTER].mean) / root);
    out->ratio_before = or_none(m[KNOWN_TREATED].variance / m[KNOWN_CONTROL].variance);
    out->ratio_after = or_none(m[3].variance / m[KNOWN_AFTER].variance);
    out->distance_before = out->distance_after = NAN;
}

static void fill_share_distance(ds_effect_known_term *t, const term_sums *of,
                                const ds_known_weights *w) {
    t->distance_before = fabs(of->sum[KNOWN_TREATED] / w->total[KNOWN_TREATED] -
                              of->sum[KNOWN_CONTROL] / w->total[KNOWN_CONTROL]);
    t->distance_after =
        fabs(of->sum[3] / w->total[3] - of->sum[KNOWN_AFTER] / w->total[KNOWN_AFTER]);
}

/* ---- the distance of two distributions ---- */

typedef struct ordered {
    double x;
    uint32_t pattern;
} ordered;

static int compare_ordered(const void *x, const void *y) {
    const ordered *a = x, *b = y;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

static double find_largest_distance(const ordered *list, size_t n, const ds_known_weights *w,
                                    size_t treated, size_t control) {
    double a = 0, b = 0, largest = 0;
    if (!(w->total[treated] > 0) || !(w->total[control] > 0)) return NAN;
    for (size_t i = 0; i < n; i++) {
        a += w->of[treated][list[i].pattern];
        b += w->of[control][list[i].pattern];
        if (i + 1 == n || list[i + 1].x > list[i].x)
            largest = fmax(largest, fabs(a / w->total[treated] - b / w->total[control]));
    }
    return largest;
}

static ds_status fill_number_distance(const summing *s, size_t k, ds_effect_known_term *out,
                                      ds_error *err) {
    const ds_effect_sample *wide = s->wide;
    ordered *list = ds_calloc(wide->n_patterns + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < wide->n_patterns; i++)
        list[i] = (ordered){wide->numbers[i * wide->n_numbers + k], (uint32_t)i};
    if (wide->n_patterns > 0) qsort(list, wide->n_patterns, sizeof *list, compare_ordered);
    out->distance_before =
        find_largest_distance(list, wide->n_patterns, s->weights, KNOWN_TREATED, KNOWN_CONTROL);
    out->distance_after = find_largest_distance(list, wide->n_patterns, s->weights, 3, KNOWN_AFTER);
    ds_free(list);
    return DS_OK;
}

/* ---- all of them ---- */

static size_t factor_of(const summing *s, size_t column) {
    size_t f = 0;
    while (f < s->wide->n_factors && column >= s->first[f + 1])
        f++;
    return f; /* n_factors: of a number */
}

static bool is_scored(const summing *s, size_t column, size_t scored) {
    const size_t f = factor_of(s, column);
    return f == s->wide->n_factors || f < scored;
}

static const char *name_column(const summing *s, size_t column, ds_arena *arena) {
    const size_t f = factor_of(s, column);
    if (f == s->wide->n_factors)
        return ds_arena_print(arena, "%s", s->wide->number_names[column - s->n_levels]);
    return ds_arena_print(arena, "%s = %s", s->wide->factors[f].name,
                          s->wide->factors[f].levels[column - s->first[f]]);
}

static ds_status fill_singles(const summing *s, size_t scored, known *k, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t c = 0; status == DS_OK && c < s->n_columns; c++) {
        const bool number = c >= s->n_levels;
        ds_effect_known_term *t = &k->terms[k->out.n_terms++];
        t->name = name_column(s, c, &k->arena);
        t->kind = number ? DS_EFFECT_KNOWN_NUMBER : DS_EFFECT_KNOWN_LEVEL;
        t->scored = is_scored(s, c, scored);
        fill_term(&s->single[c], s->weights, number ? s->scale[c - s->n_levels] : 1,
                  number ? s->centre[c - s->n_levels] : 0, t);
        if (number)
            status = fill_number_distance(s, c - s->n_levels, t, err);
        else
            fill_share_distance(t, &s->single[c], s->weights);
    }
    k->out.n_single = k->out.n_terms;
    return status;
}

static void fill_squares(const summing *s, known *k) {
    for (size_t i = 0; i < s->wide->n_numbers; i++) {
        ds_effect_known_term *t = &k->terms[k->out.n_terms++];
        t->name = ds_arena_print(&k->arena, "%s²", s->wide->number_names[i]);
        t->kind = DS_EFFECT_KNOWN_SQUARE;
        t->scored = true;
        fill_term(&s->square[i], s->weights, 1, 0, t);
    }
}

/* Pairs of two columns that somebody has. */
static void fill_pairs(const summing *s, size_t scored, known *k) {
    for (size_t a = 0; a < s->n_columns; a++)
        for (size_t b = a + 1; b < s->n_columns; b++) {
            const term_sums *of = &s->pair[a * s->n_columns + b];
            ds_effect_known_term *t = &k->terms[k->out.n_terms];
            if (k->arena.failed) return;
            if (!(of->square[KNOWN_CONTROL] + of->square[KNOWN_TREATED] > 0)) continue;
            t->name = ds_arena_print(&k->arena, "%s × %s", k->terms[a].name, k->terms[b].name);
            t->kind = DS_EFFECT_KNOWN_PAIR;
            t->scored = is_scored(s, a, scored) && is_scored(s, b, scored);
            fill_term(of, s->weights, 1, 0, t);
            if (b < s->n_levels) fill_share_distance(t, of, s->weights);
            k->out.n_terms++;
        }
}

static bool init_summing(summing *s) {
    const ds_effect_sample *wide = s->wide;
    s->first = ds_calloc(wide->n_factors + 1, sizeof *s->first);
    if (s->first == NULL) return false;
    for (size_t f = 0; f < wide->n_factors; f++)
        s->first[f + 1] = s->first[f] + wide->factors[f].n_levels;
    s->n_levels = s->first[wide->n_factors];
    s->n_columns = s->n_levels + wide->n_numbers;
    s->centre = ds_calloc(2 * wide->n_numbers + 1, sizeof *s->centre);
    s->single = ds_calloc(s->n_columns + wide->n_numbers + 1, sizeof *s->single);
    s->columns = ds_calloc(wide->n_factors + wide->n_numbers + 1, sizeof *s->columns);
    s->values = ds_calloc(wide->n_factors + wide->n_numbers + 1, sizeof *s->values);
    if (s->centre == NULL || s->single == NULL || s->columns == NULL || s->values == NULL)
        return false;
    s->scale = s->centre + wide->n_numbers;
    s->square = s->single + s->n_columns;
    if (s->n_columns > DS_EFFECT_KNOWN_COLUMNS_MAX) return true;
    s->pair = ds_calloc(s->n_columns * s->n_columns + 1, sizeof *s->pair);
    return s->pair != NULL;
}

static void summing_done(summing *s) {
    ds_free(s->first);
    ds_free(s->centre);
    ds_free(s->single);
    ds_free(s->pair);
    ds_free(s->columns);
    ds_free(s->values);
}

static void known_free(known *k) {
    if (k == NULL) return;
    ds_free(k->terms);
    ds_arena_done(&k->arena);
    ds_free(k);
}

void ds_effect_known_free(ds_effect_known *known_balance) {
    known_free((known *)known_balance);
}

static ds_status make_known(summing *s, size_t scored, known *k, ds_error *err) {
    const size_t n = s->n_columns;
    ds_status status;
    k->terms =
        ds_calloc(n + s->wide->n_numbers + (s->pair == NULL ? 0 : n * n / 2) + 1, sizeof *k->terms);
    if (k->terms == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < s->wide->n_numbers; i++)
        measure_number(s, i);
    for (size_t i = 0; i < s->wide->n_patterns; i++)
        add_pattern(s, i);
    status = fill_singles(s, scored, k, err);
    if (status != DS_OK) return status;
    k->out.pairs = s->pair != NULL;
    if (s->pair != NULL) fill_squares(s, k);
    if (s->pair != NULL) fill_pairs(s, scored, k);
    k->out.terms = k->terms;
    return ds_arena_finish(&k->arena, err);
}

ds_status ds_known_terms(const ds_effect_sample *wide, const ds_known_weights *weights,
                         size_t scored, ds_effect_known **out, ds_error *err) {
    summing s = {.wide = wide, .weights = weights};
    known *k = ds_calloc(1, sizeof *k);
    ds_status status = DS_OK;
    if (k == NULL || !init_summing(&s))
        status = ds_error_memory(err);
    else
        status = make_known(&s, scored, k, err);
    summing_done(&s);
    if (status == DS_OK)
        *out = &k->out;
    else
        known_free(k);
    return status;
}
