/* stat/oaxaca.c: a gap by the linear model: what follows from the covariates that the groups have
 * (explained) and what from their coefficients (unexplained). R. Oaxaca (International Economic
 * Review 14, 1973) and A. Blinder (Journal of Human Resources 8, 1973); the coefficients that
 * explain are those of both groups pooled with an indicator of the group (B. Jann, Stata Journal 8,
 * 2008); those of categories are taken about their mean, so that no level is the base (M.-S. Yun,
 * Economic Inquiry 43, 2005). See doorstroom/gap.h.
 *
 * A person's x is 1 and, for each covariate, a 1 at their level: all levels have a place. The model
 * has a column fewer a covariate, the last level being minus the others; what is solved there comes
 * back as coefficients by level that add up to 0. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/gap.h"

enum { OAXACA_PLACES_MAX = 1500 };
static const double oaxaca_collinear = 1e-10;

/* One fit: of group a, of the reference, or of both with an indicator of a. */
typedef struct fit {
    double *gram; /* [order * order]: below and on the diagonal its Cholesky factor, above itself */
    double *right; /* [order] */
    double *beta;  /* [places + 1]: by place; the last of the indicator */
    bool *out;     /* [order]: collinear */
    bool collinear;
} fit;

typedef struct oaxaca_work {
    ds_gap_work *gap;
    const ds_gap_place *place;
    size_t n_covariates, n_places; /* 1 + all levels of all covariates in use */
    size_t n_columns;              /* of one group's model */
    size_t *first;                 /* [n_covariates + 1]: place of the first level */
    size_t **place_of;             /* [n_covariates][n_texts]: SIZE_MAX where it is not in use */
    size_t *column;                /* [n_places]: SIZE_MAX of a last level */
    double *counts;                /* [2 * n_places], by side: persons */
    double *x[2];                  /* [n_places]: means */
    double *dummy[2], *event[2];   /* [places * places], [places]: sums of n x x', t x */
    double noemer[2], teller[2];
    fit fits[3];
    double *memory;
} oaxaca_work;

/* The coefficients of one part: in the means of both sides, and in the three fits. */
typedef struct part {
    double *mean[2];    /* [n_places], already / N */
    double *through[3]; /* [n_places + 1] */
    double value;
    bool told; /* the fits say what it is */
} part;

static size_t side_of(const ds_gap_work *w, const ds_gap_place *place, size_t row) {
    const uint32_t g = w->cells->codes[row * w->cells->n_keys + w->options->attribute];
    return g == place->group ? 0 : g == w->out->reference ? 1 : 2;
}

static uint32_t level_of(const oaxaca_work *o, size_t row, size_t k) {
    const ds_numbered *c = o->gap->cells;
    return c->codes[row * c->n_keys + o->gap->options->covariates[k]];
}

static size_t n_levels_of(const oaxaca_work *o, size_t k) {
    return o->gap->cells->n_texts[o->gap->options->covariates[k]];
}

static bool row_is_in(const oaxaca_work *o, size_t row) {
    for (size_t k = 0; k < o->n_covariates; k++)
        if (o->place_of[k][level_of(o, row, k)] == SIZE_MAX) return false;
    return true;
}

/* ---- levels that both groups have ---- */

static void count_places(oaxaca_work *o) {
    const ds_gap_work *w = o->gap;
    const size_t at = o->place->by * w->cells->n_years + o->place->year;
    memset(o->counts, 0, 2 * o->first[o->n_covariates] * sizeof *o->counts);
    for (size_t i = w->starts[at]; i < w->starts[at + 1]; i++) {
        const size_t row = w->order[i], side = side_of(w, o->place, row);
        if (side == 2 || !row_is_in(o, row)) continue;
        for (size_t k = 0; k < o->n_covariates; k++)
            o->counts[2 * (o->first[k] + level_of(o, row, k)) + side] +=
                (double)w->cells->noemer[row];
    }
}

/* Takes out, over and over, levels that one group lacks. first counts all texts here. */
static void leave_levels_out(oaxaca_work *o) {
    bool again = true;
    for (size_t k = 0; k < o->n_covariates; k++)
        for (size_t l = 0; l < n_levels_of(o, k); l++)
            o->place_of[k][l] = 0;
    while (again) {
        again = false;
        count_places(o);
        for (size_t k = 0; k < o->n_covariates; k++)
            for (size_t l = 0; l < n_levels_of(o, k); l++) {
                const double *n = o->counts + 2 * (o->first[k] + l);
                if (o->place_of[k][l] == SIZE_MAX || (n[0] > 0 && n[1] > 0)) continue;
                o->place_of[k][l] = SIZE_MAX;
                again = again || n[0] > 0 || n[1] > 0;
            }
    }
}

/* Places and columns of what is left. */
static void number_places(oaxaca_work *o) {
    size_t place = 1, column = 1;
    o->column[0] = 0;
    for (size_t k = 0; k < o->n_covariates; k++) {
        const size_t n = n_levels_of(o, k);
        o->first[k] = place;
        for (size_t l = 0; l < n; l++)
            if (o->place_of[k][l] != SIZE_MAX) o->place_of[k][l] = place++;
        for (size_t p = o->first[k]; p < place; p++)
            o->column[p] = p + 1 < place ? column++ : SIZE_MAX;
    }
    o->first[o->n_covariates] = place;
    o->n_places = place;
    o->n_columns = column;
}

/* ---- sums ---- */

static size_t place_at(const oaxaca_work *o, size_t row, size_t k) {
    return k == 0 ? 0 : o->place_of[k - 1][level_of(o, row, k - 1)];
}

static void add_oaxaca_rows(oaxaca_work *o) {
    const ds_gap_work *w = o->gap;
    const size_t at = o->place->by * w->cells->n_years + o->place->year, n = o->n_places;
    for (size_t i = w->starts[at]; i < w->starts[at + 1]; i++) {
        const size_t row = w->order[i], side = side_of(w, o->place, row);
        const double persons = (double)w->cells->noemer[row];
        const double events = (double)w->cells->teller[row];
        if (side == 2 || !row_is_in(o, row)) continue;
        o->noemer[side] += persons;
        o->teller[side] += events;
        for (size_t a = 0; a <= o->n_covariates; a++) {
            const size_t p = place_at(o, row, a);
            o->event[side][p] += events;
            for (size_t b = 0; b <= o->n_covariates; b++)
                o->dummy[side][p * n + place_at(o, row, b)] += persons;
        }
    }
    for (size_t side = 0; side < 2; side++)
        for (size_t p = 0; p < n; p++)
            o->x[side][p] = o->dummy[side][p] / o->noemer[side];
}

/* to[columns] += factor × E'[:, place]: a last level is minus the others of its covariate. */
static void add_column(const oaxaca_work *o, size_t place, double factor, double *to) {
    size_t k = 0;
    if (o->column[place] != SIZE_MAX) {
        to[o->column[place]] += factor;
        return;
    }
    while (o->first[k + 1] <= place)
        k++;
    for (size_t p = o->first[k]; p < place; p++)
        to[o->column[p]] -= factor;
}

/* gram += E' dummy E of one side, of order stride. */
static void add_gram(const oaxaca_work *o, size_t side, size_t stride, double *half, double *gram,
                     double *right) {
    const size_t n = o->n_places;
    for (size_t p = 0; p < n; p++) {
        memset(half, 0, stride * sizeof *half);
        for (size_t q = 0; q < n; q++)
            add_column(o, q, o->dummy[side][p * n + q], half);
        for (size_t c = 0; c < o->n_columns; c++) {
            if (o->column[p] != SIZE_MAX) {
                gram[o->column[p] * stride + c] += half[c];
                continue;
            }
            for (size_t q = p; q-- > 1 && o->column[q] != SIZE_MAX;)
                gram[o->column[q] * stride + c] -= half[c];
        }
        add_column(o, p, o->event[side][p], right);
    }
}

/* ---- solving ---- */

static void factorise_fit(fit *f, size_t order) {
    for (size_t j = 0; j < order; j++) {
        const double whole = f->gram[j * order + j];
        double left = whole;
        for (size_t k = 0; k < j; k++)
            left -= f->gram[j * order + k] * f->gram[j * order + k];
        f->out[j] = !(left > oaxaca_collinear * whole) || !(whole > 0);
        f->gram[j * order + j] = f->out[j] ? 0 : sqrt(left);
        for (size_t i = j + 1; i < order; i++) {
            double sum = f->gram[i * order + j];
            for (size_t k = 0; k < j; k++)
                sum -= f->gram[i * order + k] * f->gram[j * order + k];
            f->gram[i * order + j] = f->out[j] ? 0 : sum / f->gram[j * order + j];
        }
    }
}

static void solve_fit(const fit *f, size_t order, double *x) {
    for (size_t i = 0; i < order; i++) {
        for (size_t k = 0; k < i; k++)
            x[i] -= f->gram[i * order + k] * x[k];
        x[i] = f->out[i] ? 0 : x[i] / f->gram[i * order + i];
    }
    for (size_t i = order; i-- > 0;) {
        for (size_t k = i + 1; k < order; k++)
            x[i] -= f->gram[k * order + i] * x[k];
        x[i] = f->out[i] ? 0 : x[i] / f->gram[i * order + i];
    }
}

static double at_place(const oaxaca_work *o, size_t place, const double *columns) {
    double sum = 0;
    size_t k = 0;
    if (o->column[place] != SIZE_MAX) return columns[o->column[place]];
    while (o->first[k + 1] <= place)
        k++;
    for (size_t p = o->first[k]; p < place; p++)
        sum -= columns[o->column[p]];
    return sum;
}

static void spread_solution(const oaxaca_work *o, size_t which, const double *columns, double *to) {
    for (size_t p = 0; p < o->n_places; p++)
        to[p] = at_place(o, p, columns);
    to[o->n_places] = which == 2 ? columns[o->n_columns] : 0;
}

static void fit_one(oaxaca_work *o, size_t which, double *half) {
    fit *f = &o->fits[which];
    const size_t order = o->n_columns + (which == 2);
    if (which != 1) add_gram(o, 0, order, half, f->gram, f->right);
    if (which == 2) {
        for (size_t c = 0; c < o->n_columns; c++) /* of a, with its constant */
            f->gram[o->n_columns * order + c] = f->gram[c * order + o->n_columns] =
                f->gram[c * order];
        f->gram[o->n_columns * order + o->n_columns] = o->noemer[0];
        f->right[o->n_columns] = o->teller[0];
    }
    if (which != 0) add_gram(o, 1, order, half, f->gram, f->right);
    factorise_fit(f, order);
    solve_fit(f, order, f->right);
    spread_solution(o, which, f->right, f->beta);
}

/* ---- parts ---- */

/* Whether what was solved says something about right: what is collinear is 0 in x, and must follow
 * from the rest. */
static bool is_estimable(const fit *f, size_t order, const double *right, const double *x) {
    for (size_t j = 0; j < order; j++) {
        double sum = 0, size = fabs(right[j]);
        if (!f->out[j]) continue;
        for (size_t k = 0; k < order; k++) {
            const double g = k == j ? 0 : f->gram[k > j ? j * order + k : k * order + j];
            sum += g * x[k];
            size += fabs(g * x[k]);
        }
        if (fabs(sum - right[j]) > 1e-8 * size) return false;
    }
    return true;
}

/* d'beta of a fit, as a person's residual moves it: E (E' dummy E)^-1 E' d. False when the fit does
 * not say what d'beta is. room[2 * order]. */
static bool set_through(const oaxaca_work *o, size_t which, const double *d, double *room,
                        double *to) {
    const fit *f = &o->fits[which];
    const size_t order = o->n_columns + (which == 2);
    double *solved = room, *right = room + order;
    memset(right, 0, order * sizeof *right);
    for (size_t p = 0; p < o->n_places; p++)
        if (d[p] != 0) add_column(o, p, d[p], right);
    memcpy(solved, right, order * sizeof *right);
    solve_fit(f, order, solved);
    spread_solution(o, which, solved, to);
    return is_estimable(f, order, right, solved);
}

static double dot_x(const oaxaca_work *o, size_t row, const double *v) {
    double sum = 0;
    for (size_t a = 0; a <= o->n_covariates; a++)
        sum += v[place_at(o, row, a)];
    return sum;
}

static double multiply_places(const double *a, const double *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static void add_part_influence(oaxaca_work *o, const part *p) {
    ds_gap_work *w = o->gap;
    const size_t at = o->place->by * w->cells->n_years + o->place->year;
    const double mean[2] = {multiply_places(p->mean[0], o->x[0], o->n_places),
                            multiply_places(p->mean[1], o->x[1], o->n_places)};
    ds_gap_clear_sides(w);
    for (size_t i = w->starts[at]; i < w->starts[at + 1]; i++) {
        const size_t row = w->order[i], side = side_of(w, o->place, row);
        const uint32_t cluster = w->cells->codes[row * w->cells->n_keys + w->options->cluster];
        const double n = (double)w->cells->noemer[row], t = (double)w->cells->teller[row];
        double own, pooled, sum;
        if (side == 2 || !row_is_in(o, row)) continue;
        own = dot_x(o, row, o->fits[side].beta);
        pooled = dot_x(o, row, o->fits[2].beta);
        sum = n * (dot_x(o, row, p->mean[side]) - mean[side]);
        sum += dot_x(o, row, p->through[side]) * (t - n * own);
        if (side == 0) pooled += o->fits[2].beta[o->n_places];
        sum += (dot_x(o, row, p->through[2]) + (side == 0 ? p->through[2][o->n_places] : 0)) *
               (t - n * pooled);
        w->sides[side][cluster] += 100 * sum;
    }
}

/* Places from … to - 1: what the means explain. */
static void set_explained(oaxaca_work *o, size_t from, size_t to, double *d, double *solved,
                          part *p) {
    const double *pooled = o->fits[2].beta;
    memset(d, 0, o->n_places * sizeof *d);
    p->value = 0;
    for (size_t i = from; i < to; i++) {
        d[i] = o->x[0][i] - o->x[1][i];
        p->value += d[i] * pooled[i];
        p->mean[0][i] = pooled[i] / o->noemer[0];
        p->mean[1][i] = -pooled[i] / o->noemer[1];
    }
    p->told = set_through(o, 2, d, solved, p->through[2]);
}

static void set_unexplained(oaxaca_work *o, size_t from, size_t to, double *d, double *solved,
                            part *p) {
    const double *own[2] = {o->fits[0].beta, o->fits[1].beta}, *pooled = o->fits[2].beta;
    p->value = 0;
    for (size_t side = 0; side < 2; side++) {
        const double sign = side == 0 ? 1 : -1;
        memset(d, 0, o->n_places * sizeof *d);
        for (size_t i = from; i < to; i++) {
            d[i] = sign * o->x[side][i];
            p->value += d[i] * (own[side][i] - pooled[i]);
            p->mean[side][i] = sign * (own[side][i] - pooled[i]) / o->noemer[side];
        }
        p->told = set_through(o, side, d, solved, p->through[side]) && p->told;
    }
    memset(d, 0, o->n_places * sizeof *d);
    for (size_t i = from; i < to; i++)
        d[i] = o->x[1][i] - o->x[0][i];
    p->told = set_through(o, 2, d, solved, p->through[2]) && p->told;
}

static ds_status add_oaxaca_part(oaxaca_work *o, ds_gap_measure measure, size_t covariate,
                                 ds_error *err) {
    const size_t n = o->n_places, all = covariate == SIZE_MAX;
    const bool constant = measure == DS_GAP_UNEXPLAINED_CONSTANT;
    const size_t from = constant ? 0 : all ? 0 : o->first[covariate];
    const size_t to = constant ? 1 : all ? n : o->first[covariate + 1];
    double *memory = ds_calloc(8 * (n + 2) + 1, sizeof *memory);
    part p = {.told = true};
    ds_status status;
    if (memory == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < 5; i++)
        *(i < 2 ? &p.mean[i] : &p.through[i - 2]) = memory + i * (n + 2);
    if (measure == DS_GAP_EXPLAINED)
        set_explained(o, from, to, memory + 5 * (n + 2), memory + 6 * (n + 2), &p);
    else
        set_unexplained(o, from, to, memory + 5 * (n + 2), memory + 6 * (n + 2), &p);
    add_part_influence(o, &p);
    if (!p.told) p.value = NAN;
    status = ds_gap_add_part(o->gap, o->place, measure, constant ? SIZE_MAX : covariate,
                             100 * p.value, err);
    if (status == DS_OK && !isfinite(p.value))
        o->gap->out->lines[o->gap->out->n_lines - 1].estimate.missing = DS_GAP_COLLINEAR;
    ds_free(memory);
    return status;
}

/* Who has a level that the other group lacks: the gap less that of the others. */
static ds_status add_outside(oaxaca_work *o, ds_error *err) {
    ds_gap_work *w = o->gap;
    const size_t at = o->place->by * w->cells->n_years + o->place->year;
    const size_t slots[2] = {ds_gap_slot(w, o->place->by, o->place->year, o->place->group),
                             ds_gap_slot(w, o->place->by, o->place->year, w->out->reference)};
    double value = 0;
    ds_gap_clear_sides(w);
    for (size_t side = 0; side < 2; side++) {
        const double sign = side == 0 ? 1 : -1, *total = w->totals + 2 * slots[side];
        value += sign * (total[1] / total[0] - o->teller[side] / o->noemer[side]);
        for (size_t c = 0; c < w->n_clusters; c++)
            w->sides[side][c] = sign * w->influence[slots[side] * w->n_clusters + c];
    }
    for (size_t i = w->starts[at]; i < w->starts[at + 1]; i++) {
        const size_t row = w->order[i], side = side_of(w, o->place, row);
        const uint32_t cluster = w->cells->codes[row * w->cells->n_keys + w->options->cluster];
        double moved;
        if (side == 2 || !row_is_in(o, row)) continue;
        moved = ((double)w->cells->teller[row] -
                 o->teller[side] / o->noemer[side] * (double)w->cells->noemer[row]) /
                o->noemer[side];
        w->sides[side][cluster] -= (side == 0 ? 100 : -100) * moved;
    }
    return ds_gap_add_part(w, o->place, DS_GAP_OUTSIDE, SIZE_MAX, 100 * value, err);
}

static bool has_outside(const oaxaca_work *o) {
    const ds_gap_work *w = o->gap;
    const size_t a = ds_gap_slot(w, o->place->by, o->place->year, o->place->group);
    const size_t b = ds_gap_slot(w, o->place->by, o->place->year, w->out->reference);
    return o->noemer[0] < w->totals[2 * a] || o->noemer[1] < w->totals[2 * b];
}

static ds_status add_oaxaca_parts(oaxaca_work *o, ds_error *err) {
    ds_status status = add_oaxaca_part(o, DS_GAP_EXPLAINED, SIZE_MAX, err);
    if (status == DS_OK) status = add_oaxaca_part(o, DS_GAP_UNEXPLAINED, SIZE_MAX, err);
    if (status == DS_OK && has_outside(o)) status = add_outside(o, err);
    if (!o->gap->options->parts) return status;
    for (size_t k = 0; status == DS_OK && k < o->n_covariates; k++)
        status = add_oaxaca_part(o, DS_GAP_EXPLAINED, k, err);
    for (size_t k = 0; status == DS_OK && k < o->n_covariates; k++)
        status = add_oaxaca_part(o, DS_GAP_UNEXPLAINED, k, err);
    if (status == DS_OK) status = add_oaxaca_part(o, DS_GAP_UNEXPLAINED_CONSTANT, SIZE_MAX, err);
    return status;
}

/* ---- the whole ---- */

static void done_oaxaca(oaxaca_work *o) {
    for (size_t k = 0; o->place_of != NULL && k < o->n_covariates; k++)
        ds_free(o->place_of[k]);
    ds_free(o->place_of);
    ds_free(o->first);
    ds_free(o->column);
    ds_free(o->counts);
    ds_free(o->memory);
    for (size_t f = 0; f < 3; f++) {
        ds_free(o->fits[f].gram);
        ds_free(o->fits[f].out);
    }
}

static ds_status make_levels_room(oaxaca_work *o, ds_error *err) {
    o->first = ds_calloc(o->n_covariates + 2, sizeof *o->first);
    o->place_of = ds_calloc(o->n_covariates + 1, sizeof(size_t *));
    if (o->first == NULL || o->place_of == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < o->n_covariates; k++) {
        o->place_of[k] = ds_calloc(n_levels_of(o, k) + 1, sizeof *o->place_of[k]);
        if (o->place_of[k] == NULL) return ds_error_memory(err);
        o->first[k + 1] = o->first[k] + n_levels_of(o, k);
    }
    o->column = ds_calloc(o->first[o->n_covariates] + 2, sizeof *o->column);
    o->counts = ds_calloc(2 * o->first[o->n_covariates] + 1, sizeof *o->counts);
    return o->column == NULL || o->counts == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status make_fits_room(oaxaca_work *o, ds_error *err) {
    const size_t n = o->n_places, order = o->n_columns + 1;
    if (n > OAXACA_PLACES_MAX)
        return ds_error_set(err, DS_INPUT, "covariaten: meer dan %d waarden samen",
                            "covariates: more than %d values together", OAXACA_PLACES_MAX);
    o->memory = ds_calloc(2 * n * n + 4 * n + 3 * (n + 1) + 4 * order, sizeof *o->memory);
    if (o->memory == NULL) return ds_error_memory(err);
    for (size_t s = 0; s < 2; s++) {
        o->dummy[s] = o->memory + s * n * n;
        o->event[s] = o->memory + 2 * n * n + s * n;
        o->x[s] = o->memory + 2 * n * n + (2 + s) * n;
    }
    for (size_t f = 0; f < 3; f++) {
        o->fits[f].beta = o->memory + 2 * n * n + 4 * n + f * (n + 1);
        o->fits[f].right = o->memory + 2 * n * n + 4 * n + 3 * (n + 1) + f * order;
        o->fits[f].gram = ds_calloc(order * order, sizeof *o->fits[f].gram);
        o->fits[f].out = ds_calloc(order, sizeof *o->fits[f].out);
        if (o->fits[f].gram == NULL || o->fits[f].out == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

ds_status ds_gap_add_oaxaca(ds_gap_work *w, const ds_gap_place *place, ds_error *err) {
    oaxaca_work o = {.gap = w, .place = place, .n_covariates = w->options->n_covariates};
    ds_status status = make_levels_room(&o, err);
    if (status == DS_OK) {
        leave_levels_out(&o);
        number_places(&o);
        status = make_fits_room(&o, err);
    }
    if (status == DS_OK) add_oaxaca_rows(&o);
    if (status == DS_OK && o.noemer[0] > 0 && o.noemer[1] > 0) {
        double *half = o.memory + 2 * o.n_places * o.n_places + 4 * o.n_places +
                       3 * (o.n_places + 1) + 3 * (o.n_columns + 1);
        for (size_t f = 0; f < 3; f++)
            fit_one(&o, f, half);
        status = add_oaxaca_parts(&o, err);
    }
    done_oaxaca(&o);
    return status;
}
