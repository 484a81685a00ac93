/* cell/survey_count.c: one respondent's answer as sums, and sums added up, never beyond 128 bits.
 * See doorstroom/survey.h. */
#include "base/error.h"
#include "base/int128.h"
#include "cell/survey_cells.h"

static bool add_survey_sum(ds_sum *to, ds_int128 value) {
    ds_int128 sum;
    if (__builtin_add_overflow(ds_sum_value(*to), value, &sum)) return false;
    *to = ds_sum_of(sum);
    return true;
}

/* a · b · c added to to. */
static bool add_survey_product(ds_sum *to, ds_int128 a, ds_int128 b, ds_int128 c) {
    ds_int128 product;
    return !__builtin_mul_overflow(a, b, &product) &&
           !__builtin_mul_overflow(product, c, &product) && add_survey_sum(to, product);
}

bool ds_survey_measures_add(ds_survey_measures *to, const ds_survey_measures *from) {
    ds_survey_measures sum = *to;
    const struct {
        ds_sum *to;
        ds_sum from;
    } sums[] = {{&sum.w, from->w},       {&sum.w2, from->w2},    {&sum.known_w, from->known_w},
                {&sum.wy, from->wy},     {&sum.w2y, from->w2y},  {&sum.known_w2, from->known_w2},
                {&sum.w2y2, from->w2y2}, {&sum.wx, from->wx},    {&sum.w2x, from->w2x},
                {&sum.w2x2, from->w2x2}, {&sum.w2xy, from->w2xy}};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (!add_survey_sum(sums[i].to, ds_sum_value(sums[i].from))) return false;
    if (__builtin_add_overflow(sum.n, from->n, &sum.n)) return false;
    sum.known += from->known;
    sum.yes += from->yes;
    *to = sum;
    return true;
}

static bool count_survey_answer(const ds_survey_shape *shape, const ds_survey_answer *a,
                                ds_survey_measures *m) {
    const ds_int128 w = a->w, y = a->y, x = a->x, w2 = w * w;
    bool fits = add_survey_sum(&m->w, w) && add_survey_sum(&m->w2, w2);
    m->n = 1;
    if (!a->known) return fits;
    m->known = 1;
    m->yes = y != 0;
    fits = fits && add_survey_sum(&m->known_w, w) && add_survey_sum(&m->known_w2, w2) &&
           add_survey_product(&m->wy, w, y, 1) && add_survey_product(&m->w2y, w2, y, 1) &&
           add_survey_product(&m->w2y2, w2, y, y);
    if (shape->kind != DS_SURVEY_RATIO) return fits;
    return fits && add_survey_product(&m->wx, w, x, 1) && add_survey_product(&m->w2x, w2, x, 1) &&
           add_survey_product(&m->w2x2, w2, x, x) && add_survey_product(&m->w2xy, w2, x, y);
}

ds_status ds_survey_count(const ds_survey_cells *cells, const ds_survey_answer *answer,
                          ds_survey_measures *to, ds_error *err) {
    ds_survey_measures one = {0};
    const ds_survey_shape *shape = &cells->shape;
    if (answer->w < 0)
        return ds_error_set(err, DS_INPUT, "een gewicht onder 0", "a weight below 0");
    if (answer->known && shape->kind == DS_SURVEY_SHARE && answer->y != 0 &&
        answer->y != shape->y_scale)
        return ds_error_set(err, DS_INPUT, "een aandeel heeft antwoorden ja en nee, 1 en 0",
                            "a share has answers yes and no, 1 and 0");
    if (answer->w == 0) return DS_OK;
    if (!count_survey_answer(shape, answer, &one) || !ds_survey_measures_add(to, &one))
        return ds_error_set(err, DS_INPUT, "gewicht of antwoord te groot om op te tellen",
                            "weight or answer too large to add up");
    return DS_OK;
}
