/* stat/gap_parts.c: Kitagawa's parts of a gap with their standard errors: the delta method, from
 * each institution's persons by level. See doorstroom/gap.h.
 *
 * A part F is a function of shares p and rates r of both groups. An institution with n and t in a
 * level moves p by (n - p Σn) / N and r by (t - r n) / n_level, so F moves by a sum over its cells
 * of a coefficient × n and one × t. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/gap.h"

/* What F changes by with p and r of groups a and b, in one level. */
typedef struct slopes {
    double p[2], r[2];
} slopes;

typedef struct kitagawa_work {
    ds_gap_work *gap;
    const ds_gap_place *place;
    ds_kitagawa_level *levels; /* [n] */
    size_t n;
    double *by_level;          /* [3 * n] */
    slopes *slopes;            /* [n] */
    double *of_n[2], *of_t[2]; /* [n]: coefficients, by group */
    double noemer[2];
} kitagawa_work;

static slopes find_slopes(const kitagawa_work *k, size_t level, ds_gap_measure measure) {
    const ds_kitagawa_level *l = &k->levels[level];
    const bool a = l->noemer_a > 0, b = l->noemer_b > 0;
    const double pa = l->noemer_a / k->noemer[0], pb = l->noemer_b / k->noemer[1];
    const double ra = a ? l->teller_a / l->noemer_a : 0, rb = b ? l->teller_b / l->noemer_b : 0;
    const double p = pa - pb, r = ra - rb;
    if (measure == DS_GAP_ALONE) {
        if (a == b) return (slopes){0};
        return a ? (slopes){{ra, 0}, {pa, 0}} : (slopes){{0, -rb}, {0, -pb}};
    }
    if (!a || !b) return (slopes){0};
    switch (measure) {
    case DS_GAP_COMPOSITION:
        return (slopes){{(ra + rb) / 2, -(ra + rb) / 2}, {p / 2, p / 2}};
    case DS_GAP_WITHIN:
        return (slopes){{r / 2, r / 2}, {(pa + pb) / 2, -(pa + pb) / 2}};
    case DS_GAP_ENDOWMENTS:
        return (slopes){{rb, -rb}, {0, p}};
    case DS_GAP_COEFFICIENTS:
        return (slopes){{0, r}, {pb, -pb}};
    default:
        return (slopes){{r, -r}, {p, -p}};
    }
}

static double noemer_of(const ds_kitagawa_level *l, size_t side) {
    return side == 0 ? l->noemer_a : l->noemer_b;
}

static double teller_of(const ds_kitagawa_level *l, size_t side) {
    return side == 0 ? l->teller_a : l->teller_b;
}

static void set_coefficients(kitagawa_work *k, size_t side) {
    double mean = 0;
    for (size_t l = 0; l < k->n; l++)
        mean += k->slopes[l].p[side] * noemer_of(&k->levels[l], side) / k->noemer[side];
    for (size_t l = 0; l < k->n; l++) {
        const double n = noemer_of(&k->levels[l], side), r = k->slopes[l].r[side];
        k->of_n[side][l] = (k->slopes[l].p[side] - mean) / k->noemer[side];
        k->of_t[side][l] = n > 0 ? r / n : 0;
        if (n > 0) k->of_n[side][l] -= r * teller_of(&k->levels[l], side) / (n * n);
    }
}

/* Group of a row: 0 a, 1 the reference, 2 neither. */
static size_t side_of_row(const ds_gap_work *w, const ds_gap_place *place, size_t row) {
    const uint32_t g = w->cells->codes[row * w->cells->n_keys + w->options->attribute];
    return g == place->group ? 0 : g == w->out->reference ? 1 : 2;
}

static ds_status add_kitagawa_part(kitagawa_work *k, ds_gap_measure measure, size_t level,
                                   double value, ds_error *err) {
    ds_gap_work *w = k->gap;
    const size_t at = k->place->by * w->cells->n_years + k->place->year;
    for (size_t l = 0; l < k->n; l++)
        k->slopes[l] = level == SIZE_MAX || level == l ? find_slopes(k, l, measure) : (slopes){0};
    set_coefficients(k, 0);
    set_coefficients(k, 1);
    ds_gap_clear_sides(w);
    for (size_t i = w->starts[at]; i < w->starts[at + 1]; i++) {
        const size_t row = w->order[i], side = side_of_row(w, k->place, row);
        const size_t l = w->out->levels.of_row[row];
        const uint32_t cluster = w->cells->codes[row * w->cells->n_keys + w->options->cluster];
        if (side == 2) continue;
        w->sides[side][cluster] += 100 * (k->of_n[side][l] * (double)w->cells->noemer[row] +
                                          k->of_t[side][l] * (double)w->cells->teller[row]);
    }
    return ds_gap_add_part(w, k->place, measure, level, 100 * value, err);
}

static void count_levels(kitagawa_work *k) {
    const ds_gap_work *w = k->gap;
    const size_t at = k->place->by * w->cells->n_years + k->place->year;
    for (size_t i = w->starts[at]; i < w->starts[at + 1]; i++) {
        const size_t row = w->order[i], side = side_of_row(w, k->place, row);
        ds_kitagawa_level *l = &k->levels[w->out->levels.of_row[row]];
        const double n = (double)w->cells->noemer[row], t = (double)w->cells->teller[row];
        if (side == 2) continue;
        *(side == 0 ? &l->noemer_a : &l->noemer_b) += n;
        *(side == 0 ? &l->teller_a : &l->teller_b) += t;
        k->noemer[side] += n;
    }
}

static ds_status add_kitagawa_levels(kitagawa_work *k, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t l = 0; status == DS_OK && k->gap->options->parts && l < k->n; l++) {
        const bool a = k->levels[l].noemer_a > 0, b = k->levels[l].noemer_b > 0;
        const double *parts = k->by_level + 3 * l;
        if (a && b) {
            status = add_kitagawa_part(k, DS_GAP_COMPOSITION, l, parts[0], err);
            if (status == DS_OK) status = add_kitagawa_part(k, DS_GAP_WITHIN, l, parts[1], err);
        } else if (a || b) {
            status = add_kitagawa_part(k, DS_GAP_ALONE, l, parts[2], err);
        }
    }
    return status;
}

static bool has_alone(const kitagawa_work *k) {
    for (size_t l = 0; l < k->n; l++)
        if ((k->levels[l].noemer_a > 0) != (k->levels[l].noemer_b > 0)) return true;
    return false;
}

static ds_status add_kitagawa_totals(kitagawa_work *k, ds_error *err) {
    ds_kitagawa whole;
    ds_status status;
    ds_kitagawa_split(k->levels, k->n, &whole, k->by_level);
    status = add_kitagawa_part(k, DS_GAP_COMPOSITION, SIZE_MAX, whole.composition, err);
    if (status == DS_OK) status = add_kitagawa_part(k, DS_GAP_WITHIN, SIZE_MAX, whole.rate, err);
    if (status == DS_OK && has_alone(k))
        status = add_kitagawa_part(k, DS_GAP_ALONE, SIZE_MAX, whole.alone, err);
    if (status == DS_OK)
        status = add_kitagawa_part(k, DS_GAP_ENDOWMENTS, SIZE_MAX, whole.endowments, err);
    if (status == DS_OK)
        status = add_kitagawa_part(k, DS_GAP_COEFFICIENTS, SIZE_MAX, whole.coefficients, err);
    if (status == DS_OK)
        status = add_kitagawa_part(k, DS_GAP_INTERACTION, SIZE_MAX, whole.interaction, err);
    return status == DS_OK ? add_kitagawa_levels(k, err) : status;
}

ds_status ds_gap_add_kitagawa(ds_gap_work *w, const ds_gap_place *place, ds_error *err) {
    const size_t n = w->out->levels.n;
    kitagawa_work k = {.gap = w, .place = place, .n = n};
    double *numbers = ds_calloc(7 * n + 1, sizeof *numbers);
    ds_status status;
    k.levels = ds_calloc(n + 1, sizeof *k.levels);
    k.slopes = ds_calloc(n + 1, sizeof *k.slopes);
    if (numbers == NULL || k.levels == NULL || k.slopes == NULL) {
        status = ds_error_memory(err);
    } else {
        k.by_level = numbers;
        for (size_t side = 0; side < 2; side++) {
            k.of_n[side] = numbers + (3 + side) * n;
            k.of_t[side] = numbers + (5 + side) * n;
        }
        count_levels(&k);
        status = add_kitagawa_totals(&k, err);
    }
    ds_free(numbers);
    ds_free(k.levels);
    ds_free(k.slopes);
    return status;
}
