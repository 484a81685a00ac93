/* effect/faults.c: covariates that are missing, and those that separate. See faults.h. */
#include "effect/faults.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "effect/score.h"

enum { NAMES_MAX = 1 << 14 };

/* ---- the sample without a column ---- */

/* Which factor or number a column is, of its kind. */
static size_t place_of(const ds_effect_sample *sample, size_t column) {
    size_t place = 0;
    for (size_t c = 0; c < column; c++)
        place += sample->columns[c].role == sample->columns[column].role;
    return place;
}

/* A group's values but for one column; the stratum, whose values are joined in a name, is one. */
static size_t list_values(const ds_effect_sample *s, const ds_sample_group *g, size_t without,
                          ds_effect_value *out) {
    size_t n = 0;
    out[n++].text = ds_text_of(s->strata[s->stratum_of[g->pattern]]);
    for (size_t c = 0; c < s->n_columns; c++) {
        const size_t place = place_of(s, c);
        if (c == without || s->columns[c].role == DS_EFFECT_EXACT) continue;
        if (s->columns[c].role == DS_EFFECT_NUMBER)
            out[n++].number = s->numbers[g->pattern * s->n_numbers + place];
        else
            out[n++].text =
                ds_text_of(s->factors[place].levels[s->levels[g->pattern * s->n_factors + place]]);
    }
    return n;
}

static ds_status make_without(const ds_effect_sample *s, size_t without, ds_effect_sample **out,
                              ds_error *err) {
    ds_effect_column columns[DS_EFFECT_COLUMNS_MAX + 1] = {{"stratum", DS_EFFECT_EXACT}};
    ds_effect_value values[DS_EFFECT_COLUMNS_MAX + 1] = {{{NULL, 0}, 0}};
    ds_effect_sample *made;
    ds_status status = DS_OK;
    size_t n = 1;
    for (size_t c = 0; c < s->n_columns; c++)
        if (c != without && s->columns[c].role != DS_EFFECT_EXACT) columns[n++] = s->columns[c];
    made = ds_effect_sample_new(columns, n);
    if (made == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < s->n_groups; i++) {
        const ds_sample_group *g = &s->groups[i];
        const ds_effect_group group = {.values = values, .treated = g->treated, .n = g->n};
        (void)list_values(s, g, without, values);
        status = ds_effect_sample_add(made, &group, err);
    }
    if (status == DS_OK) status = ds_effect_sample_finish(made, err);
    if (status == DS_OK)
        *out = made;
    else
        ds_effect_sample_free(made);
    return status;
}

static ds_status has_score(const ds_effect_sample *s, bool *out, ds_error *err) {
    double *n = ds_calloc(2 * s->n_patterns + 1, sizeof *n);
    ds_design design;
    ds_score score;
    ds_status status = n == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) {
        ds_sample_totals(s, (double *const[2]){n, n + s->n_patterns},
                         (double *const[2]){NULL, NULL}, (double *const[2]){NULL, NULL});
        status = ds_design_init(s, n + s->n_patterns, n, &design, err);
    }
    if (status == DS_OK) {
        status = ds_score_init(&design, &score, err);
        if (status == DS_OK) {
            *out = ds_score_fit(&design, n + s->n_patterns, n, NULL, &score);
            ds_score_done(&score);
        }
        ds_design_done(&design);
    }
    ds_free(n);
    return status;
}

/* ---- names ---- */

static ds_status name_separating(const ds_effect_sample *s, ds_buffer *to, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t c = 0; status == DS_OK && c < s->n_columns; c++) {
        ds_effect_sample *without = NULL;
        bool fits = false;
        if (s->columns[c].role == DS_EFFECT_EXACT) continue;
        status = make_without(s, c, &without, err);
        if (status == DS_OK) status = has_score(without, &fits, err);
        ds_effect_sample_free(without);
        if (fits) ds_buffer_addf(to, "%s%s", to->size > 0 ? ", " : "", s->columns[c].name);
    }
    return status;
}

static void name_missing(const ds_effect_sample *s, ds_buffer *to) {
    for (size_t c = 0; c < s->n_columns; c++)
        if (s->missing[c] > 0)
            ds_buffer_addf(to, "%s%s (%llu)", to->size > 0 ? ", " : "", s->columns[c].name,
                           (unsigned long long)s->missing[c]);
}

/* NULL for nothing. */
static ds_status end_names(ds_buffer *names, ds_status status, char **out, ds_error *err) {
    if (status == DS_OK) status = ds_buffer_finish(names, err);
    if (status == DS_OK && names->size > 0)
        *out = ds_buffer_take(names);
    else
        ds_buffer_done(names);
    return status;
}

ds_status ds_effect_faults_find(const ds_effect_sample *sample, const ds_effect_result *result,
                                ds_effect_faults *out, ds_error *err) {
    ds_effect_faults found = {NULL, NULL};
    ds_buffer names;
    ds_status status;
    ds_buffer_init(&names, NAMES_MAX);
    name_missing(sample, &names);
    status = end_names(&names, DS_OK, &found.missing, err);
    if (status == DS_OK && (result->flags & DS_EFFECT_SEPARATED)) {
        ds_buffer_init(&names, NAMES_MAX);
        status = name_separating(sample, &names, err);
        status = end_names(&names, status, &found.separating, err);
    }
    if (status == DS_OK)
        *out = found;
    else
        ds_effect_faults_done(&found);
    return status;
}

void ds_effect_faults_done(ds_effect_faults *faults) {
    ds_free(faults->missing);
    ds_free(faults->separating);
    *faults = (ds_effect_faults){NULL, NULL};
}
