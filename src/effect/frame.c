/* effect/frame.c: joint cells in the order of samples. Each column's texts are ranked once; a row's
 * ranks, exact columns first, make one number, and numbers are sorted. See frame.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "effect/building.h"
#include "effect/frame_parts.h"

enum { LOCATION_MAX = 1 << 16 /* bytes of a location's keys together */ };

static bool is_unknown_text(ds_text text) {
    return text.data == NULL || ds_text_is(text, "onbekend");
}

void ds_effect_frame_free(ds_effect_frame *frame) {
    if (frame == NULL) return;
    ds_free(frame->columns);
    ds_free(frame->rows);
    ds_free(frame->outside);
    ds_free(frame->words);
    ds_free(frame->persons);
    ds_free(frame->year);
    ds_arena_done(&frame->arena);
    ds_free(frame);
}

static ds_status check_joint_keys(const ds_joint *joint, const ds_effect_cells *how,
                                  ds_error *err) {
    bool good = how->n_columns <= DS_EFFECT_COLUMNS_MAX && how->group < joint->n_keys;
    for (size_t i = 0; good && i < how->n_columns; i++)
        good = how->keys[i] == DS_EFFECT_SCHOOLJAAR ||
               (how->keys[i] >= 0 && (size_t)how->keys[i] < joint->n_keys);
    for (size_t i = 0; good && i < how->n_location; i++)
        good = how->location[i] < joint->n_keys;
    return good ? DS_OK
                : ds_error_set(err, DS_USAGE, "deze cellen hebben andere kenmerken",
                               "these cells have other keys");
}

/* ---- columns ---- */

static ds_status name_years(ds_effect_frame *f, ds_error *err) {
    f->years = ds_arena_take(&f->arena, f->joint->n_years, sizeof *f->years);
    if (f->years == NULL) return ds_error_memory(err);
    for (size_t y = 0; y < f->joint->n_years; y++) {
        const char *text = ds_arena_print(&f->arena, "%d", f->joint->years[y]);
        if (text == NULL) return ds_error_memory(err);
        f->years[y] = ds_text_of(text);
    }
    return DS_OK;
}

/* A code while its column is ranked. */
typedef struct value {
    ds_text text;
    double number;
    uint32_t code;
} value;

static int compare_value_texts(const void *x, const void *y) {
    const value *a = x, *b = y;
    return ds_text_compare(a->text, b->text);
}

static int compare_value_numbers(const void *x, const void *y) {
    const value *a = x, *b = y;
    return (a->number > b->number) - (a->number < b->number);
}

/* The values that are none are marked, and not among those to be sorted. */
static size_t gather_values(const ds_text *texts, frame_column *c, value *values) {
    const bool number = c->column->role == DS_EFFECT_NUMBER;
    size_t n = 0;
    for (size_t i = 0; i < c->n_texts; i++) {
        value v = {texts[i], 0, (uint32_t)i};
        c->rank_of[i] = FRAME_MISSING;
        if (is_unknown_text(texts[i])) continue;
        c->rank_of[i] = FRAME_NO_NUMBER;
        if (number && !ds_number_parse_decimal(texts[i], &v.number)) continue;
        v.number += 0.0; /* -0 becomes 0 */
        values[n++] = v;
    }
    if (n > 0)
        qsort(values, n, sizeof *values, number ? compare_value_numbers : compare_value_texts);
    return n;
}

static ds_status rank_column(ds_effect_frame *f, const ds_text *texts, frame_column *c,
                             ds_error *err) {
    const bool number = c->column->role == DS_EFFECT_NUMBER;
    value *values = ds_calloc(c->n_texts + 1, sizeof *values);
    size_t n = 0;
    c->rank_of = ds_arena_take(&f->arena, c->n_texts, sizeof *c->rank_of);
    c->name_of = ds_arena_take(&f->arena, c->n_texts, sizeof *c->name_of);
    c->number_of = ds_arena_take(&f->arena, c->n_texts, sizeof *c->number_of);
    if (values != NULL && !f->arena.failed) n = gather_values(texts, c, values);
    for (size_t i = 0; i < n; i++) {
        const bool same = i > 0 && (number ? compare_value_numbers
                                           : compare_value_texts)(&values[i - 1], &values[i]) == 0;
        if (!same) c->n_ranks++;
        c->rank_of[values[i].code] = (uint32_t)(c->n_ranks - 1);
        c->name_of[c->n_ranks - 1] = values[i].text;
        c->number_of[c->n_ranks - 1] = values[i].number;
    }
    ds_free(values);
    return values == NULL || f->arena.failed ? ds_error_memory(err) : DS_OK;
}

static ds_status rank_columns(ds_effect_frame *f, ds_error *err) {
    const ds_effect_cells *how = f->how;
    ds_status status = name_years(f, err);
    f->columns = ds_calloc(how->n_columns + 1, sizeof *f->columns);
    if (status == DS_OK && f->columns == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < how->n_columns; i++) {
        const bool year = how->keys[i] == DS_EFFECT_SCHOOLJAAR;
        const size_t key = year ? 0 : (size_t)how->keys[i];
        f->columns[i].column = &how->columns[i];
        f->columns[i].key = year ? SIZE_MAX : key;
        f->columns[i].n_texts = year ? f->joint->n_years : f->joint->n_texts[key];
        status = rank_column(f, year ? f->years : f->joint->texts[key], &f->columns[i], err);
    }
    return status;
}

/* ---- locations ---- */

/* A row's location: the codes of its keys as one number, then its rank. */
typedef struct located {
    uint64_t code;
    uint32_t row; /* of the frame */
} located;

typedef struct place {
    ds_text name;
    size_t first; /* of the located that have it */
} place;

static int compare_located(const void *x, const void *y) {
    const located *a = x, *b = y;
    return (a->code > b->code) - (a->code < b->code);
}

static int compare_location_names(const void *x, const void *y) {
    const place *a = x, *b = y;
    if (a->name.data == NULL || b->name.data == NULL)
        return (a->name.data != NULL) - (b->name.data != NULL);
    return ds_text_compare(a->name, b->name);
}

/* All keys of a row's location, with a byte between them that no code has; {NULL, 0} when none is
 * known. */
static ds_status name_location(ds_effect_frame *f, size_t row, ds_text *out, ds_error *err) {
    const ds_joint *joint = f->joint;
    bool known = false;
    ds_buffer name;
    ds_status status;
    char *copy;
    ds_buffer_init(&name, LOCATION_MAX);
    for (size_t i = 0; i < f->how->n_location; i++) {
        const size_t key = f->how->location[i];
        const ds_text text = joint->texts[key][joint->codes[row * joint->n_keys + key]];
        known = known || !is_unknown_text(text);
        if (i > 0) ds_buffer_add_char(&name, '\x1f');
        ds_buffer_add(&name, text.data, text.size);
    }
    status = ds_buffer_finish(&name, err);
    *out = (ds_text){NULL, 0};
    if (status == DS_OK && known) {
        copy = ds_arena_take(&f->arena, name.size + 1, 1);
        if (copy == NULL) status = ds_error_memory(err);
        if (copy != NULL) memcpy(copy, name.data, name.size);
        *out = (ds_text){copy, name.size};
    }
    ds_buffer_done(&name);
    return status;
}

/* Names are few beside rows: one is made where the code changes. */
static ds_status find_places(ds_effect_frame *f, const located *all, place *places, size_t *out_n,
                             ds_error *err) {
    ds_status status = DS_OK;
    size_t n = 0;
    for (size_t i = 0; status == DS_OK && i < f->n_rows; i++) {
        if (i > 0 && all[i - 1].code == all[i].code) continue;
        status = name_location(f, f->rows[all[i].row].row, &places[n].name, err);
        places[n++].first = i;
    }
    if (n > 0) qsort(places, n, sizeof *places, compare_location_names);
    *out_n = n;
    return status;
}

static void give_ranks(ds_effect_frame *f, const located *all, const place *places, size_t n) {
    for (size_t p = 0; p < n; p++) {
        const bool same = p > 0 && compare_location_names(&places[p - 1], &places[p]) == 0;
        if (!same) f->locations[f->n_locations++] = places[p].name;
        for (size_t i = places[p].first; i < f->n_rows && all[i].code == all[places[p].first].code;
             i++)
            f->rows[all[i].row].location = (uint32_t)(f->n_locations - 1) & FRAME_LOCATION;
    }
}

/* The product of the keys' codes fits: that of the whole row did when it was counted. */
static ds_status rank_locations(ds_effect_frame *f, ds_error *err) {
    const ds_joint *joint = f->joint;
    located *all = ds_calloc(f->n_rows + 1, sizeof *all);
    place *places = ds_calloc(f->n_rows + 1, sizeof *places);
    size_t n = 0;
    ds_status status = all == NULL || places == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < f->n_rows; i++) {
        const uint32_t *codes = joint->codes + f->rows[i].row * joint->n_keys;
        for (size_t k = 0; k < f->how->n_location; k++)
            all[i].code =
                all[i].code * joint->n_texts[f->how->location[k]] + codes[f->how->location[k]];
        all[i].row = (uint32_t)i;
    }
    if (status == DS_OK && f->n_rows > 0) qsort(all, f->n_rows, sizeof *all, compare_located);
    if (status == DS_OK) status = find_places(f, all, places, &n, err);
    if (status == DS_OK) {
        f->locations = ds_arena_take(&f->arena, n, sizeof *f->locations);
        status = f->locations == NULL ? ds_error_memory(err) : DS_OK;
    }
    if (status == DS_OK && n > FRAME_LOCATION) status = ds_sample_too_large(err);
    if (status == DS_OK) give_ranks(f, all, places, n);
    ds_free(all);
    ds_free(places);
    return status;
}

/* ---- who may be in a sample ---- */

static bool leaves_out(const ds_effect_frame *f, size_t row, bool treated, ds_text *keys) {
    const ds_joint *joint = f->joint;
    if (f->how->leave_out == NULL) return false;
    for (size_t k = 0; k < joint->n_keys; k++)
        keys[k] = joint->texts[k][joint->codes[row * joint->n_keys + k]];
    return f->how->leave_out(f->how->context, keys, treated);
}

/* Whether some column's value is missing, or no number where it is to be one: the first of those.
 */
static bool find_fault(const ds_effect_frame *f, size_t row, frame_outside *out) {
    bool missing = false;
    for (size_t i = 0; i < f->how->n_columns; i++) {
        const uint32_t rank = ds_frame_rank(f, &f->columns[i], row);
        if (rank == FRAME_MISSING && !missing) out->column = (uint32_t)i;
        missing = missing || rank == FRAME_MISSING;
        if (rank != FRAME_NO_NUMBER) continue;
        *out = (frame_outside){(uint32_t)row, FRAME_IS_NO_NUMBER, (uint32_t)i};
        return true;
    }
    out->why = FRAME_IS_MISSING;
    return missing;
}

static void place_row(ds_effect_frame *f, size_t row, ds_text *keys) {
    const ds_joint *joint = f->joint;
    const ds_text group =
        joint->texts[f->how->group][joint->codes[row * joint->n_keys + f->how->group]];
    const bool treated = ds_text_is(group, "ja");
    frame_outside outside = {.row = (uint32_t)row};
    bool in = false;
    if (!treated && !ds_text_is(group, "nee"))
        outside.why = ds_text_is(group, "later") ? FRAME_LATER : FRAME_OTHER;
    else if (leaves_out(f, row, treated, keys))
        outside.why = FRAME_LEFT_OUT;
    else
        in = !find_fault(f, row, &outside);
    if (in)
        f->rows[f->n_rows++] = (frame_row){.row = (uint32_t)row, .treated = treated};
    else
        f->outside[f->n_outside++] = outside;
}

static ds_status place_rows(ds_effect_frame *f, ds_error *err) {
    const size_t n = f->joint->n_rows;
    ds_text *keys = ds_calloc(f->joint->n_keys + 1, sizeof *keys);
    f->rows = ds_calloc(n + 1, sizeof *f->rows);
    f->outside = ds_calloc(n + 1, sizeof *f->outside);
    if (keys == NULL || f->rows == NULL || f->outside == NULL) {
        ds_free(keys);
        return ds_error_memory(err);
    }
    for (size_t row = 0; row < n; row++)
        place_row(f, row, keys);
    ds_free(keys);
    return DS_OK;
}

/* ---- their order ---- */

typedef struct sorted {
    uint64_t by; /* stratum, then the other columns, treatment, location */
    frame_row row;
} sorted;

static int compare_sorted(const void *x, const void *y) {
    const sorted *a = x, *b = y;
    return (a->by > b->by) - (a->by < b->by);
}

static const ds_effect_role role_order[] = {DS_EFFECT_EXACT, DS_EFFECT_FACTOR, DS_EFFECT_NUMBER};
enum { ROLES = sizeof role_order / sizeof *role_order };

/* Columns of one key say the same: the first of them orders. */
static bool says_something(const ds_effect_frame *f, size_t column) {
    for (size_t role = 0; role < ROLES; role++)
        for (size_t i = 0; i < f->how->n_columns; i++) {
            if (f->columns[i].column->role != role_order[role] ||
                f->columns[i].key != f->columns[column].key)
                continue;
            return i == column;
        }
    return true;
}

/* Multiplies with what a column adds; false when 64 bits do not hold it. */
static bool add_digit(sorted *rows, const ds_effect_frame *f, const frame_column *c,
                      uint64_t *most) {
    if (c->n_ranks == 0) return true; /* nobody is in a sample */
    if (__builtin_mul_overflow(*most, (uint64_t)c->n_ranks, most)) return false;
    for (size_t i = 0; i < f->n_rows; i++)
        rows[i].by = rows[i].by * c->n_ranks + ds_frame_rank(f, c, rows[i].row.row);
    return true;
}

/* The strata's numbers stand in the pattern until the patterns have theirs. */
static bool number_rows(const ds_effect_frame *f, sorted *rows, uint64_t *out_strata) {
    uint64_t most = 1, last = 0;
    *out_strata = 1;
    for (size_t role = 0; role < ROLES; role++) {
        for (size_t i = 0; i < f->how->n_columns; i++)
            if (f->columns[i].column->role == role_order[role] && says_something(f, i) &&
                !add_digit(rows, f, &f->columns[i], &most))
                return false;
        if (role_order[role] == DS_EFFECT_EXACT) last = most;
    }
    *out_strata = last == 0 ? 1 : most / last; /* of the columns behind the exact ones */
    if (__builtin_mul_overflow(most, 2 * (uint64_t)(f->n_locations + 1), &most)) return false;
    for (size_t i = 0; i < f->n_rows; i++)
        rows[i].by =
            (2 * rows[i].by + rows[i].row.treated) * (f->n_locations + 1) + rows[i].row.location;
    return true;
}

static void take_order(ds_effect_frame *f, const sorted *rows, uint64_t in_stratum) {
    const uint64_t in_pattern = 2 * (uint64_t)(f->n_locations + 1);
    uint32_t pattern = 0;
    for (size_t i = 0; i < f->n_rows; i++) {
        const uint64_t here = rows[i].by / in_pattern;
        const uint64_t before = i == 0 ? 0 : rows[i - 1].by / in_pattern;
        if (i > 0 && here != before) pattern++;
        f->rows[i] = rows[i].row;
        f->rows[i].pattern = pattern;
        f->rows[i].new_stratum = i == 0 || here / in_stratum != before / in_stratum;
    }
}

static ds_status order_rows(ds_effect_frame *f, ds_error *err) {
    sorted *rows = ds_calloc(f->n_rows + 1, sizeof *rows);
    uint64_t in_stratum = 1;
    if (rows == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < f->n_rows; i++)
        rows[i] = (sorted){0, f->rows[i]};
    if (!number_rows(f, rows, &in_stratum)) {
        ds_free(rows);
        return ds_error_set(err, DS_INPUT, "te veel combinaties van kenmerken: neem er minder",
                            "too many combinations of keys: take fewer");
    }
    if (f->n_rows > 0) qsort(rows, f->n_rows, sizeof *rows, compare_sorted);
    take_order(f, rows, in_stratum);
    ds_free(rows);
    return DS_OK;
}

static void copy_joint_row(ds_effect_frame *f, size_t to, size_t row) {
    const uint64_t *from = f->joint->rows + row * f->joint->stride;
    for (size_t w = 0; w + 2 < f->joint->stride; w++)
        f->words[w * f->n_all + to] = from[w + 1];
    f->persons[to] = ds_joint_persons(f->joint, from);
    f->year[to] = (uint8_t)ds_joint_year(from);
}

static ds_status copy_joint_rows(ds_effect_frame *f, ds_error *err) {
    const size_t n = f->n_all = f->n_rows + f->n_outside;
    f->words = ds_calloc(n * (f->joint->stride - 2) + 1, sizeof *f->words);
    f->persons = ds_calloc(n + 1, sizeof *f->persons);
    f->year = ds_calloc(n + 1, sizeof *f->year);
    if (f->words == NULL || f->persons == NULL || f->year == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < f->n_rows; i++)
        copy_joint_row(f, i, f->rows[i].row);
    for (size_t i = 0; i < f->n_outside; i++)
        copy_joint_row(f, f->n_rows + i, f->outside[i].row);
    return DS_OK;
}

ds_status ds_effect_frame_new(const ds_joint *joint, const ds_effect_cells *how,
                              ds_effect_frame **out, ds_error *err) {
    ds_effect_frame *f;
    ds_status status = check_joint_keys(joint, how, err);
    if (status != DS_OK) return status;
    f = ds_calloc(1, sizeof *f);
    if (f == NULL) return ds_error_memory(err);
    f->joint = joint;
    f->how = how;
    status = rank_columns(f, err);
    if (status == DS_OK) status = place_rows(f, err);
    if (status == DS_OK) status = rank_locations(f, err);
    if (status == DS_OK) status = order_rows(f, err);
    if (status == DS_OK) status = copy_joint_rows(f, err);
    if (status == DS_OK)
        *out = f;
    else
        ds_effect_frame_free(f);
    return status;
}
