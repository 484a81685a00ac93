/* effect/finish.c: a sample that is complete: everything sorted by content. See sample.h. All is
 * made aside and put in place at the end. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "effect/sorting.h"

void ds_sample_finished_done(ds_effect_sample *sample) {
    for (size_t i = 0; sample->strata != NULL && i < sample->n_strata; i++)
        ds_free(sample->strata[i]);
    ds_free(sample->strata);
    for (size_t i = 0; sample->factors != NULL && i < sample->n_factors; i++)
        ds_free(sample->factors[i].levels);
    ds_free(sample->factors);
    ds_free(sample->number_names);
    ds_free(sample->stratum_of);
    ds_free(sample->levels);
    ds_free(sample->numbers);
    ds_free(sample->locations);
    ds_free(sample->groups);
}

static int compare_texts(const void *x, const void *y, void *context) {
    const ds_effect_texts *texts = context;
    return ds_text_compare(texts->texts[*(const uint32_t *)x], texts->texts[*(const uint32_t *)y]);
}

/* Ranks of column c's texts among those that some row has: a row that could not be added may have
 * left one behind. order[] becomes the texts' numbers by rank; the number of ranks. */
static size_t rank_texts(ds_sorting *s, size_t c, bool *out_unknown) {
    const ds_effect_texts *texts = &s->texts[c];
    size_t n = 0;
    *out_unknown = false;
    for (size_t i = 0; i < texts->n; i++)
        s->rank[i] = UINT32_MAX;
    for (size_t r = 0; r < s->building->n_rows; r++) {
        const uint32_t code = s->building->codes[r * s->n_codes + c];
        if (code == UINT32_MAX) {
            *out_unknown = true;
        } else if (s->rank[code] == UINT32_MAX) {
            s->rank[code] = 0;
            s->order[n++] = code;
        }
    }
    if (n > 0) qsort_r(s->order, n, sizeof *s->order, compare_texts, (void *)(uintptr_t)texts);
    for (size_t i = 0; i < n; i++)
        s->rank[s->order[i]] = (uint32_t)(i + *out_unknown);
    for (size_t r = 0; r < s->building->n_rows; r++) {
        const uint32_t code = s->building->codes[r * s->n_codes + c];
        s->codes[r * s->n_codes + c] = code == UINT32_MAX ? 0 : s->rank[code];
    }
    return n + *out_unknown;
}

static bool take_names(const ds_sorting *s, size_t c, size_t n, bool unknown, const char ***out) {
    const char **names = ds_calloc(n, sizeof *names);
    if (names == NULL) return false;
    for (size_t i = unknown; i < n; i++)
        names[i] = s->texts[c].texts[s->order[i - unknown]].data;
    *out = names;
    return true;
}

ds_status ds_sample_too_many(const ds_sample_factor *factor, ds_error *err) {
    return ds_error_set(err, DS_INPUT,
                        "de covariaten hebben samen meer dan %d waarden (%s heeft er %zu); neem "
                        "grotere groepen, of neem die als getal",
                        "the covariates have more than %d levels together (%s has %zu); take "
                        "larger groups, or take it as a number",
                        DS_EFFECT_LEVELS_MAX, factor->name, factor->n_levels);
}

static ds_status name_levels(ds_sorting *s, ds_effect_sample *out, ds_error *err) {
    size_t n_levels = 0;
    bool unknown;
    for (size_t c = 0; c < s->n_codes; c++) {
        const size_t n = s->n_ranks[c] = rank_texts(s, c, &unknown);
        if (c == s->n_codes - 1) {
            if (!take_names(s, c, n, unknown, &out->locations)) return ds_error_memory(err);
            out->n_locations = n;
        } else if (c >= s->n_exact) {
            ds_sample_factor *factor = &out->factors[c - s->n_exact];
            n_levels += n;
            if (!take_names(s, c, n, false, &factor->levels)) return ds_error_memory(err);
            factor->n_levels = n;
            if (n_levels > DS_EFFECT_LEVELS_MAX) return ds_sample_too_many(factor, err);
        }
    }
    return DS_OK;
}

/* "schooljaar = 2015, leerweg = bb" of a row. */
static char *stratum_name(const ds_effect_sample *sample, const ds_sorting *s, uint32_t row) {
    ds_buffer name;
    char *copy = NULL; /* exactly as large as it is */
    ds_buffer_init(&name, SIZE_MAX / 2);
    for (size_t c = 0, e = 0; c < sample->n_columns; c++) {
        ds_text text;
        if (sample->columns[c].role != DS_EFFECT_EXACT) continue;
        text = s->texts[e].texts[s->building->codes[row * s->n_codes + e]];
        ds_buffer_add_string(&name, e++ > 0 ? ", " : "");
        ds_buffer_add_string(&name, sample->columns[c].name);
        ds_buffer_add_string(&name, " = ");
        ds_buffer_add(&name, text.data, text.size);
    }
    if (ds_buffer_finish(&name, NULL) == DS_OK) copy = ds_strdup(ds_buffer_string(&name));
    ds_buffer_done(&name);
    return copy;
}

/* Counts first, so that the arrays have their size. */
static void count_groups(const ds_sorting *s, ds_effect_sample *out) {
    out->n_groups = 0;
    out->n_strata = s->n_exact == 0;
    out->n_patterns = 0;
    for (size_t i = 0; i < s->building->n_rows; i++) {
        const uint32_t before = i == 0 ? 0 : s->rows[i - 1];
        if (i == 0 || ds_sorting_compare(s, before, s->rows[i]) != 0) out->n_groups++;
        if (i == 0 || ds_sorting_compare_patterns(s, before, s->rows[i]) != 0) out->n_patterns++;
        if (s->n_exact > 0 &&
            (i == 0 || ds_sorting_compare_codes(s, before, s->rows[i], 0, s->n_exact) != 0))
            out->n_strata++;
    }
}

bool ds_sample_arrays_make(ds_effect_sample *out) {
    out->strata = ds_calloc(out->n_strata, sizeof *out->strata);
    out->stratum_of = ds_calloc(out->n_patterns, sizeof *out->stratum_of);
    out->levels = ds_calloc(out->n_patterns * out->n_factors, sizeof *out->levels);
    out->numbers = ds_calloc(out->n_patterns * out->n_numbers, sizeof *out->numbers);
    out->groups = ds_calloc(out->n_groups, sizeof *out->groups);
    return out->strata != NULL && out->stratum_of != NULL && out->levels != NULL &&
           out->numbers != NULL && out->groups != NULL;
}

static void put_pattern(const ds_sorting *s, uint32_t row, size_t stratum, size_t pattern,
                        ds_effect_sample *out) {
    out->stratum_of[pattern] = (uint32_t)stratum;
    for (size_t f = 0; f < out->n_factors; f++)
        out->levels[pattern * out->n_factors + f] = s->codes[row * s->n_codes + s->n_exact + f];
    for (size_t k = 0; k < out->n_numbers; k++)
        out->numbers[pattern * out->n_numbers + k] =
            s->building->numbers[row * s->building->n_numbers + k];
}

static bool fill_sample(const ds_sorting *s, ds_effect_sample *out) {
    size_t pattern = 0, stratum = 0, n_groups = 0;
    for (size_t i = 0; i < s->building->n_rows; i++) {
        const uint32_t row = s->rows[i], before = i == 0 ? row : s->rows[i - 1];
        const ds_sample_persons *persons = &s->building->persons[row];
        const bool new_stratum =
            i == 0 || ds_sorting_compare_codes(s, before, row, 0, s->n_exact) != 0;
        if (i > 0 && ds_sorting_compare(s, before, row) == 0) { /* added without a look */
            out->groups[n_groups - 1].n += persons->n;
            continue;
        }
        if (i > 0 && new_stratum) stratum++;
        if (i > 0 && ds_sorting_compare_patterns(s, before, row) != 0) pattern++;
        if (new_stratum) {
            out->strata[stratum] = stratum_name(out, s, row);
            if (out->strata[stratum] == NULL) return false;
        }
        put_pattern(s, row, stratum, pattern, out);
        out->groups[n_groups++] = (ds_sample_group){
            .pattern = (uint32_t)pattern,
            .location = s->codes[row * s->n_codes + s->n_codes - 1] & DS_SAMPLE_LOCATION,
            .treated = persons->treated,
            .outcome = s->building->numbers[(row + 1) * s->building->n_numbers - 1],
            .n = persons->n,
        };
    }
    if (out->n_groups == 0 && out->n_strata == 1) {
        out->strata[0] = ds_strdup("");
        return out->strata[0] != NULL;
    }
    return true;
}

bool ds_sample_columns_make(ds_effect_sample *out) {
    const ds_sample_building *b = out->building;
    size_t f = 0, k = 0;
    out->n_factors = b->n_codes - 1 - b->n_exact;
    out->n_numbers = b->n_numbers - 1;
    out->factors = ds_calloc(out->n_factors, sizeof *out->factors);
    out->number_names = ds_calloc(out->n_numbers, sizeof *out->number_names);
    if (out->factors == NULL || out->number_names == NULL) return false;
    for (size_t c = 0; c < out->n_columns; c++) {
        if (out->columns[c].role == DS_EFFECT_FACTOR) out->factors[f++].name = out->columns[c].name;
        if (out->columns[c].role == DS_EFFECT_NUMBER) out->number_names[k++] = out->columns[c].name;
    }
    return true;
}

static ds_status sort(ds_sorting *s, ds_effect_sample *out, ds_error *err) {
    const size_t n_rows = s->building->n_rows;
    size_t n_texts = 0;
    ds_status status;
    for (size_t c = 0; c < s->n_codes; c++)
        if (s->texts[c].n > n_texts) n_texts = s->texts[c].n;
    s->codes = ds_calloc(n_rows * s->n_codes, sizeof *s->codes);
    s->n_ranks = ds_calloc(s->n_codes, sizeof *s->n_ranks);
    s->rows = ds_calloc(n_rows, sizeof *s->rows);
    s->order = ds_calloc(n_texts, sizeof *s->order);
    s->rank = ds_calloc(n_texts, sizeof *s->rank);
    if (s->codes == NULL || s->n_ranks == NULL || s->rows == NULL || s->order == NULL ||
        s->rank == NULL || !ds_sample_columns_make(out))
        return ds_error_memory(err);
    status = name_levels(s, out, err);
    if (status != DS_OK) return status;
    if (!ds_sorting_rows(s)) return ds_error_memory(err);
    count_groups(s, out);
    return ds_sample_arrays_make(out) && fill_sample(s, out) && ds_sample_number_places(out)
               ? DS_OK
               : ds_error_memory(err);
}

ds_status ds_effect_sample_finish(ds_effect_sample *sample, ds_error *err) {
    ds_effect_sample out = *sample;
    ds_sorting s = {.building = sample->building, .texts = sample->texts};
    ds_status status = ds_sample_building_check(sample, err);
    if (status != DS_OK) return status;
    s.n_exact = sample->building->n_exact;
    s.n_codes = sample->building->n_codes;
    status = sort(&s, &out, err);
    if (status == DS_OK) {
        ds_sample_building_free(sample->building);
        out.building = NULL;
        *sample = out;
    } else {
        ds_sample_finished_done(&out);
    }
    ds_free(s.codes);
    ds_free(s.n_ranks);
    ds_free(s.rows);
    ds_free(s.order);
    ds_free(s.rank);
    return status;
}
