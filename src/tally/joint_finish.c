/* tally/joint_finish.c: a key's codes are many where it is a number or a code list of a country,
 * and those in use few: they are numbered anew, and each gets its text once. See joint_finish.h. */
#include "tally/joint_finish.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { TABLE_MAX = 1 << 20 /* codes that are marked in a table; more are sorted */ };

/* The codes of one key, or the values of one field, in use: rising. */
typedef struct in_use {
    uint64_t *codes;
    size_t n;
    uint32_t *number_of; /* by code, or NULL: they are searched for */
} in_use;

static int compare_numbers(const void *x, const void *y) {
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* codes[n], below radix, are spoilt. */
static bool find_in_use(uint64_t *codes, size_t n, uint64_t radix, in_use *out) {
    in_use u = {.codes = codes};
    if (radix > TABLE_MAX) {
        qsort(codes, n, sizeof *codes, compare_numbers);
        for (size_t i = 0; i < n; i++)
            if (u.n == 0 || codes[u.n - 1] != codes[i]) codes[u.n++] = codes[i];
    } else {
        u.number_of = ds_calloc((size_t)radix + 1, sizeof *u.number_of);
        if (u.number_of == NULL) return false;
        for (size_t i = 0; i < n; i++)
            u.number_of[codes[i]] = 1;
        for (uint64_t code = 0; code < radix; code++)
            if (u.number_of[code] != 0) {
                u.number_of[code] = (uint32_t)u.n;
                codes[u.n++] = code; /* never ahead of what is still to be read: all are marked */
            }
    }
    *out = u;
    return true;
}

static uint32_t number_of(const in_use *u, uint64_t code) {
    size_t low = 0, high = u->n;
    if (u->number_of != NULL) return u->number_of[code];
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (u->codes[middle] <= code)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* The text of each code in use. */
static const ds_text *name_codes(ds_joint *joint, const ds_program *program,
                                 const ds_count_plan *plan, size_t k, const in_use *u) {
    ds_text *texts = ds_arena_take(&joint->arena, u->n, sizeof *texts);
    for (size_t i = 0; texts != NULL && i < u->n; i++) {
        char out[DS_NUMBER_SIZE];
        const ds_text text =
            ds_count_code_text(program, plan->request->keys[k], &plan->keys[k], u->codes[i], out);
        char *copy = ds_arena_take(&joint->arena, text.size + 1, 1);
        if (copy == NULL) return NULL;
        if (text.size > 0) memcpy(copy, text.data, text.size);
        texts[i] = (ds_text){copy, text.size};
    }
    return texts;
}

/* ---- keys ---- */

/* The last key's code of each row, which is taken off its group. */
static void take_codes(ds_joint *joint, uint64_t radix, uint64_t *codes) {
    for (size_t i = 0; i < joint->n_rows; i++) {
        uint64_t *group = &joint->rows[i * joint->stride];
        codes[i] = *group % radix;
        *group /= radix;
    }
}

static ds_status finish_key(const ds_program *program, const ds_count_plan *plan, size_t k,
                            ds_joint *joint, uint64_t *codes[2], ds_error *err) {
    const uint64_t radix = plan->keys[k].n;
    in_use u;
    take_codes(joint, radix, codes[0]);
    if (joint->n_rows > 0) memcpy(codes[1], codes[0], joint->n_rows * sizeof *codes[0]);
    if (!find_in_use(codes[1], joint->n_rows, radix, &u)) return ds_error_memory(err);
    for (size_t i = 0; i < joint->n_rows; i++)
        joint->codes[i * joint->n_keys + k] = number_of(&u, codes[0][i]);
    joint->texts[k] = name_codes(joint, program, plan, k, &u);
    joint->n_texts[k] = u.n;
    ds_free(u.number_of);
    return joint->texts[k] == NULL ? ds_error_memory(err) : DS_OK;
}

/* ---- values ---- */

static uint64_t value_mask(const ds_joint_field *field) {
    return (((uint64_t)1 << field->bits) - 1) << (field->shift + 2);
}

static ds_status finish_values(const ds_program *program, const ds_count_plan *plan, size_t field,
                               ds_joint *joint, uint64_t *codes, ds_error *err) {
    ds_joint_field *f = &joint->fields[field];
    const uint64_t mask = value_mask(f);
    in_use u;
    for (size_t i = 0; i < joint->n_rows; i++)
        codes[i] = ds_joint_value_of(f, joint->rows + i * joint->stride);
    if (!find_in_use(codes, joint->n_rows, plan->keys[joint->n_keys].n, &u))
        return ds_error_memory(err);
    for (size_t i = 0; i < joint->n_rows; i++) {
        uint64_t *row = joint->rows + i * joint->stride;
        const uint64_t number = number_of(&u, ds_joint_value_of(f, row));
        row[f->word] = (row[f->word] & ~mask) | number << (f->shift + 2);
    }
    f->values = name_codes(joint, program, plan, joint->n_keys, &u);
    f->n_values = u.n;
    ds_free(u.number_of);
    return f->values == NULL ? ds_error_memory(err) : DS_OK;
}

/* ---- the whole ---- */

static ds_status finish_years(const ds_program *program, ds_joint *joint, ds_error *err) {
    int *years = ds_arena_take(&joint->arena, program->n_years, sizeof *years);
    if (years == NULL) return ds_error_memory(err);
    for (size_t y = 0; y < program->n_years; y++)
        years[y] = program->years[y];
    joint->years = years;
    joint->n_years = program->n_years;
    return DS_OK;
}

ds_status ds_joint_finish(const ds_program *program, const ds_count_plan *plans, size_t n_keys,
                          ds_joint *joint, ds_error *err) {
    const size_t n = joint->n_rows;
    uint64_t *memory = ds_calloc(2 * n + 1, sizeof *memory);
    ds_status status = memory == NULL ? ds_error_memory(err) : finish_years(program, joint, err);
    joint->n_keys = n_keys;
    joint->texts = ds_calloc(n_keys + 1, sizeof *joint->texts);
    joint->n_texts = ds_calloc(n_keys + 1, sizeof *joint->n_texts);
    joint->codes = ds_calloc(n * n_keys + 1, sizeof *joint->codes);
    if (status == DS_OK && (joint->texts == NULL || joint->n_texts == NULL || joint->codes == NULL))
        status = ds_error_memory(err);
    for (size_t k = n_keys; status == DS_OK && k-- > 0;)
        status = finish_key(program, &plans[0], k, joint, (uint64_t *[2]){memory, memory + n}, err);
    for (size_t i = 0; status == DS_OK && i < joint->n_fields; i++)
        if (joint->fields[i].bits > 0)
            status = finish_values(program, &plans[i], i, joint, memory, err);
    ds_free(memory);
    return status;
}
