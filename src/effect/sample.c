/* effect/sample.c: persons into a sample, group by group. See sample.h and building.h. Equal groups
 * are added up as they come, by a hash of their content, so that a file with a row a person needs
 * memory for its different rows only. finish.c sorts. */
#include "effect/sample.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "effect/building.h"

/* Where so many rows came and all but a sixteenth differ, a look at each costs more than it saves:
 * with a continuous covariate no two are alike. */
enum { UNLIKE_FROM = 1 << 15, UNLIKE_SHARE = 16 };
static const uint64_t persons_max = (uint64_t)1 << 53; /* counts are exact as doubles */

void ds_sample_building_free(ds_sample_building *building) {
    if (building == NULL) return;
    ds_free(building->place);
    ds_free(building->codes);
    ds_free(building->numbers);
    ds_free(building->persons);
    ds_free(building->slots);
    ds_free(building);
}

/* Exact columns first: rows sort by their codes from left to right. */
static void place_columns(ds_effect_sample *sample) {
    ds_sample_building *b = sample->building;
    size_t n_factors = 0;
    for (size_t c = 0; c < sample->n_columns; c++)
        if (sample->columns[c].role == DS_EFFECT_EXACT) b->place[c] = b->n_exact++;
    for (size_t c = 0; c < sample->n_columns; c++) {
        if (sample->columns[c].role == DS_EFFECT_FACTOR) b->place[c] = b->n_exact + n_factors++;
        if (sample->columns[c].role == DS_EFFECT_NUMBER) b->place[c] = b->n_numbers++;
    }
    b->n_codes = b->n_exact + n_factors + 1;
    b->n_numbers++;
}

ds_effect_sample *ds_effect_sample_new(const ds_effect_column *columns, size_t n_columns) {
    ds_effect_sample *sample = ds_calloc(1, sizeof *sample);
    if (sample == NULL) return NULL;
    sample->columns = ds_calloc(n_columns, sizeof *sample->columns);
    sample->building = ds_calloc(1, sizeof *sample->building);
    sample->missing = ds_calloc(n_columns + 1, sizeof *sample->missing);
    if (sample->columns == NULL || sample->building == NULL || sample->missing == NULL) goto failed;
    sample->building->place = ds_calloc(n_columns, sizeof *sample->building->place);
    if (sample->building->place == NULL) goto failed;
    for (; sample->n_columns < n_columns; sample->n_columns++) {
        ds_effect_column *to = &sample->columns[sample->n_columns];
        to->role = columns[sample->n_columns].role;
        to->name = ds_strdup(columns[sample->n_columns].name);
        if (to->name == NULL) goto failed;
    }
    place_columns(sample);
    sample->texts = ds_calloc(sample->building->n_codes, sizeof *sample->texts);
    if (sample->texts == NULL) goto failed;
    sample->n_texts = sample->building->n_codes;
    return sample;
failed:
    ds_effect_sample_free(sample);
    return NULL;
}

void ds_effect_sample_free(ds_effect_sample *sample) {
    if (sample == NULL) return;
    ds_sample_finished_done(sample);
    ds_sample_building_free(sample->building);
    for (size_t i = 0; i < sample->n_texts; i++)
        ds_effect_texts_done(&sample->texts[i]);
    ds_free(sample->texts);
    for (size_t i = 0; i < sample->n_products; i++)
        ds_free(sample->products[i]);
    ds_free(sample->products);
    ds_free(sample->names);
    for (size_t i = 0; i < sample->n_columns; i++)
        ds_free((void *)(uintptr_t)sample->columns[i].name);
    ds_free(sample->columns);
    ds_free(sample->missing);
    ds_free(sample);
}

ds_status ds_sample_building_check(const ds_effect_sample *sample, ds_error *err) {
    if (sample->building == NULL)
        return ds_error_set(err, DS_USAGE, "deze steekproef is al af",
                            "this sample is finished already");
    if (sample->n_columns > DS_EFFECT_COLUMNS_MAX)
        return ds_error_set(err, DS_INPUT, "er zijn meer dan %d covariaten en exacte kolommen",
                            "there are more than %d covariates and exact columns",
                            DS_EFFECT_COLUMNS_MAX);
    return DS_OK;
}

ds_status ds_sample_too_large(ds_error *err) {
    return ds_error_set(err, DS_INPUT, "er zijn meer dan 2^31 verschillende groepen",
                        "there are more than 2^31 different groups");
}

static ds_status check_group(const ds_effect_sample *sample, const ds_effect_group *group,
                             ds_error *err) {
    const ds_status status = ds_sample_building_check(sample, err);
    if (status != DS_OK || group == NULL) return status;
    if (!isfinite(group->outcome))
        return ds_error_set(err, DS_USAGE, "een uitkomst is geen eindig getal",
                            "an outcome is not a finite number");
    for (size_t c = 0; c < sample->n_columns; c++)
        if (sample->columns[c].role == DS_EFFECT_NUMBER && isinf(group->values[c].number))
            return ds_error_set(err, DS_USAGE, "een waarde van %s is oneindig",
                                "a value of %s is infinite", sample->columns[c].name);
    if (group->n > persons_max - sample->n_treated - sample->n_control - sample->n_missing)
        return ds_error_set(err, DS_INPUT, "er zijn meer dan 2^53 personen",
                            "there are more than 2^53 persons");
    if (sample->building->n_rows == INT32_MAX) return ds_sample_too_large(err);
    return DS_OK;
}

/* The first column that is; n_columns: none. */
static size_t find_missing(const ds_effect_sample *sample, const ds_effect_group *group) {
    for (size_t c = 0; c < sample->n_columns; c++)
        if (sample->columns[c].role == DS_EFFECT_NUMBER ? isnan(group->values[c].number)
                                                        : group->values[c].text.data == NULL)
            return c;
    return sample->n_columns;
}

/* Room for one row more, also in the hash table, of which at most half is in use; where rows are
 * all unlike there is none any more. */
static bool make_room(ds_sample_building *b);

static bool equal_rows(const ds_sample_building *b, size_t i, size_t j) {
    return b->persons[i].treated == b->persons[j].treated &&
           memcmp(b->codes + i * b->n_codes, b->codes + j * b->n_codes,
                  b->n_codes * sizeof *b->codes) == 0 &&
           memcmp(b->numbers + i * b->n_numbers, b->numbers + j * b->n_numbers,
                  b->n_numbers * sizeof *b->numbers) == 0;
}

/* Where the row stands, or the empty slot where it belongs. Numbers are compared by their bits:
 * there is one zero. */
static size_t find_row(const ds_sample_building *b, size_t row) {
    const size_t mask = b->n_slots - 1;
    uint64_t hash = b->persons[row].treated;
    size_t at;
    for (size_t i = 0; i < b->n_codes; i++)
        hash = ds_hash_mix(hash ^ b->codes[row * b->n_codes + i]) + i;
    for (size_t i = 0; i < b->n_numbers; i++) {
        uint64_t bits;
        memcpy(&bits, &b->numbers[row * b->n_numbers + i], sizeof bits);
        hash = ds_hash_mix(hash ^ bits) + i;
    }
    at = (size_t)hash & mask;
    while (b->slots[at] != 0 && !equal_rows(b, b->slots[at] - 1, row))
        at = (at + 1) & mask;
    return at;
}

static bool make_room(ds_sample_building *b) {
    const size_t need = b->n_rows + 1;
    ds_sample_building more;
    if (!ds_reserve(&b->codes, &b->codes_capacity, need * b->n_codes, sizeof *b->codes) ||
        !ds_reserve(&b->numbers, &b->numbers_capacity, need * b->n_numbers, sizeof *b->numbers) ||
        !ds_reserve(&b->persons, &b->persons_capacity, need, sizeof *b->persons))
        return false;
    if (b->unlike || 2 * need <= b->n_slots) return true;
    if (b->n_rows >= UNLIKE_FROM && b->n_rows >= b->n_added - b->n_added / UNLIKE_SHARE) {
        ds_free(b->slots);
        b->slots = NULL;
        b->n_slots = 0;
        b->unlike = true;
        return true;
    }
    more = *b;
    more.n_slots = b->n_slots == 0 ? 64 : 2 * b->n_slots;
    more.slots = ds_calloc(more.n_slots, sizeof *more.slots);
    if (more.slots == NULL) return false;
    for (size_t i = 0; i < b->n_rows; i++)
        more.slots[find_row(&more, i)] = (uint32_t)(i + 1);
    ds_free(b->slots);
    *b = more;
    return true;
}

/* The group as row n_rows, which does not count yet. */
static bool write_row(ds_effect_sample *sample, const ds_effect_group *group) {
    ds_sample_building *b = sample->building;
    uint32_t *codes = b->codes + b->n_rows * b->n_codes;
    double *numbers = b->numbers + b->n_rows * b->n_numbers;
    const size_t last = b->n_codes - 1;
    for (size_t c = 0; c < sample->n_columns; c++) {
        const size_t place = b->place[c];
        if (sample->columns[c].role == DS_EFFECT_NUMBER)
            numbers[place] = group->values[c].number + 0.0; /* -0 becomes 0 */
        else if (!ds_effect_texts_number(&sample->texts[place], group->values[c].text,
                                         &codes[place]))
            return false;
    }
    numbers[b->n_numbers - 1] = group->outcome + 0.0;
    codes[last] = UINT32_MAX;
    b->persons[b->n_rows] = (ds_sample_persons){group->n, group->treated};
    return group->location.data == NULL ||
           ds_effect_texts_number(&sample->texts[last], group->location, &codes[last]);
}

ds_status ds_effect_sample_add(ds_effect_sample *sample, const ds_effect_group *group,
                               ds_error *err) {
    ds_sample_building *b = sample->building;
    ds_status status = check_group(sample, group, err);
    size_t at, lacking;
    if (status != DS_OK || group->n == 0) return status;
    lacking = find_missing(sample, group);
    if (lacking < sample->n_columns) {
        sample->n_missing += group->n;
        sample->missing[lacking] += group->n;
        return DS_OK;
    }
    if (!make_room(b) || !write_row(sample, group)) return ds_error_memory(err);
    b->n_added++;
    at = b->unlike ? 0 : find_row(b, b->n_rows);
    if (b->unlike)
        b->n_rows++;
    else if (b->slots[at] != 0)
        b->persons[b->slots[at] - 1].n += group->n;
    else
        b->slots[at] = (uint32_t)++b->n_rows;
    *(group->treated ? &sample->n_treated : &sample->n_control) += group->n;
    return DS_OK;
}

uint64_t ds_effect_sample_treated(const ds_effect_sample *sample) {
    return sample->n_treated;
}

uint64_t ds_effect_sample_controls(const ds_effect_sample *sample) {
    return sample->n_control;
}

uint64_t ds_effect_sample_missing(const ds_effect_sample *sample) {
    return sample->n_missing;
}

size_t ds_effect_sample_patterns(const ds_effect_sample *sample) {
    return sample->n_patterns;
}

void ds_sample_totals(const ds_effect_sample *sample, double *const n[2], double *const sum[2],
                      double *const square[2]) {
    double *const *const all[3] = {n, sum, square};
    for (int k = 0; k < 3; k++)
        for (int g = 0; all[k] != NULL && g < 2; g++)
            if (all[k][g] != NULL) memset(all[k][g], 0, sample->n_patterns * sizeof(double));
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        const double persons = (double)group->n, y = group->outcome;
        const int g = group->treated;
        if (n != NULL && n[g] != NULL) n[g][group->pattern] += persons;
        if (sum != NULL && sum[g] != NULL) sum[g][group->pattern] += persons * y;
        if (square != NULL && square[g] != NULL) square[g][group->pattern] += persons * y * y;
    }
}

/* Persons of the run of groups that share pattern, treatment and location; *at moves past it. */
static uint64_t run_of_groups(const ds_effect_sample *sample, size_t *at) {
    const ds_sample_group *first = &sample->groups[*at], *end = sample->groups + sample->n_groups;
    uint64_t persons = 0;
    for (const ds_sample_group *g = first;
         g < end && g->pattern == first->pattern && g->treated == first->treated &&
         g->location == first->location;
         g++, (*at)++)
        persons += g->n;
    return persons;
}

static bool same_names(const char *const *a, const char *const *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (a[i] == NULL || b[i] == NULL ? a[i] != b[i] : strcmp(a[i], b[i]) != 0) return false;
    return true;
}

static bool same_shape(const ds_effect_sample *a, const ds_effect_sample *b) {
    if (a->n_columns != b->n_columns || a->n_strata != b->n_strata ||
        a->n_patterns != b->n_patterns || a->n_locations != b->n_locations ||
        a->n_treated != b->n_treated || a->n_control != b->n_control)
        return false;
    for (size_t i = 0; i < a->n_columns; i++)
        if (a->columns[i].role != b->columns[i].role ||
            strcmp(a->columns[i].name, b->columns[i].name) != 0)
            return false;
    for (size_t f = 0; f < a->n_factors; f++)
        if (a->factors[f].n_levels != b->factors[f].n_levels ||
            !same_names(a->factors[f].levels, b->factors[f].levels, a->factors[f].n_levels))
            return false;
    return same_names((const char *const *)a->strata, (const char *const *)b->strata, a->n_strata);
}

bool ds_sample_same_persons(const ds_effect_sample *a, const ds_effect_sample *b) {
    size_t i = 0, j = 0;
    if (!same_shape(a, b)) return false;
    if (memcmp(a->stratum_of, b->stratum_of, a->n_patterns * sizeof *a->stratum_of) != 0 ||
        memcmp(a->levels, b->levels, a->n_patterns * a->n_factors * sizeof *a->levels) != 0 ||
        memcmp(a->numbers, b->numbers, a->n_patterns * a->n_numbers * sizeof *a->numbers) != 0)
        return false;
    while (i < a->n_groups && j < b->n_groups) {
        const ds_sample_group *x = &a->groups[i], *y = &b->groups[j];
        if (x->pattern != y->pattern || x->treated != y->treated || x->location != y->location ||
            run_of_groups(a, &i) != run_of_groups(b, &j))
            return false;
    }
    return i == a->n_groups && j == b->n_groups;
}
