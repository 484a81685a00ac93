/* tally/count.c: persons → counts by group. See count.h.
 *
 * A group is a mixed-radix number of the keys' codes. Few groups: an array, and counting is one
 * increment. Many: an open-addressing table that grows. */
#include "tally/count.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

enum { DENSE_MAX = 1 << 19, BYTE_KEYS = 3 /* at most, in add_bytes */ };

static const uint64_t groups_max = (uint64_t)1 << 56;

ds_status ds_count_plan_keys(const ds_program *program, ds_count_plan *plan, ds_error *err) {
    plan->n_groups = 1;
    plan->bytes = plan->request->n_keys <= BYTE_KEYS;
    for (size_t k = 0; k < plan->request->n_keys; k++) {
        ds_counter_key *key = &plan->keys[k];
        const ds_step *step = &program->steps[key->operand.step];
        /* what a step makes has all its words; of a column no number is above its largest */
        bool text = step->n_words > 0 && step->kind != DS_STEP_COLUMN;
        if (step->format == DS_FORMAT_BOOL)
            key->n = 3;
        else if (step->format == DS_FORMAT_INT)
            key->n = (uint64_t)(step->max - step->min) + 2;
        else
            key->n =
                (text ? step->n_words : (uint64_t)step->max + 1) + (step->zero_is_value ? 0 : 1);
        key->low = step->min;
        plan->bytes =
            plan->bytes && (step->format == DS_FORMAT_BOOL || step->format == DS_FORMAT_CODE8);
        if (__builtin_mul_overflow(plan->n_groups, key->n, &plan->n_groups) ||
            plan->n_groups > groups_max)
            return ds_error_set(err, DS_INPUT, "te veel combinaties van kenmerken: neem er minder",
                                "too many combinations of keys: take fewer");
    }
    if (plan->request->n_keys == BYTE_KEYS) /* no more spare slots than with two */
        plan->bytes = plan->bytes && plan->keys[1].n * plan->keys[2].n <= UINT8_MAX + 1;
    return DS_OK;
}

static bool take_slots(ds_counter *c, uint64_t n_slots) {
    c->n_slots = n_slots;
    c->counts = ds_calloc((n_slots + c->n_spare) * 4, sizeof *c->counts);
    if (c->plan->request->indicator->numeric) c->sums = ds_calloc(n_slots * 2, sizeof *c->sums);
    if (!c->dense) c->group_of = ds_calloc(n_slots, sizeof *c->group_of);
    return c->counts != NULL && (c->dense || c->group_of != NULL) &&
           (c->sums != NULL || !c->plan->request->indicator->numeric);
}

/* How far past the slots any byte at all can lead. */
static uint64_t spare_slots(const ds_count_plan *plan, size_t n_years) {
    uint64_t last = n_years - 1;
    for (size_t k = 0; k < plan->request->n_keys; k++)
        last = last * plan->keys[k].n + UINT8_MAX;
    return last < plan->n_groups * n_years ? 0 : last + 1 - plan->n_groups * n_years;
}

bool ds_counter_is_damaged(const ds_counter *c) {
    uint64_t stray = 0;
    for (uint64_t i = c->n_slots * 4; i < (c->n_slots + c->n_spare) * 4; i++)
        stray += c->counts[i];
    return c->damaged || stray != 0;
}

uint64_t ds_counter_dense_bytes(const ds_count_plan *plan, size_t n_years) {
    if (plan->n_groups > DENSE_MAX / n_years) return UINT64_MAX / 2;
    return plan->n_groups * n_years *
           (4 * sizeof(uint64_t) + (plan->request->indicator->numeric ? 2 * sizeof(ds_int128) : 0));
}

bool ds_counter_init(ds_counter *c, const ds_count_plan *plan, size_t n_years, bool dense,
                     uint64_t slots_max) {
    *c = (ds_counter){.plan = plan, .n_years = n_years, .dense = dense, .slots_max = slots_max};
    c->n_spare = c->dense && plan->bytes ? spare_slots(plan, n_years) : 0;
    return take_slots(c, c->dense ? plan->n_groups * n_years : DS_COUNTER_FIRST);
}

void ds_counter_done(ds_counter *c) {
    ds_free(c->counts);
    ds_free(c->sums);
    ds_free(c->group_of);
    c->counts = NULL;
    c->sums = NULL;
    c->group_of = NULL;
    c->n_slots = c->n_spare = c->n_used = 0;
}

static uint64_t find_slot(const ds_counter *c, uint64_t group) {
    uint64_t mask = c->n_slots - 1, at = ds_hash_mix(group) & mask;
    while (c->group_of[at] != 0 && c->group_of[at] != group + 1)
        at = (at + 1) & mask;
    return at;
}

static bool grow_counter(ds_counter *c) {
    ds_counter old = *c;
    c->counts = NULL;
    c->sums = NULL;
    c->group_of = NULL;
    if (!take_slots(c, old.n_slots * 2)) {
        ds_counter_done(c);
        *c = old;
        return false;
    }
    for (uint64_t i = 0; i < old.n_slots; i++) {
        uint64_t at;
        if (old.group_of[i] == 0) continue;
        at = find_slot(c, old.group_of[i] - 1);
        c->group_of[at] = old.group_of[i];
        memcpy(c->counts + at * 4, old.counts + i * 4, 4 * sizeof *c->counts);
        if (c->sums != NULL) memcpy(c->sums + at * 2, old.sums + i * 2, 2 * sizeof *c->sums);
    }
    ds_counter_done(&old);
    return true;
}

static void make_room(ds_counter *c) {
    if (c->slots_max != 0 && c->n_slots >= c->slots_max)
        ds_counter_empty(c);
    else if (!grow_counter(c))
        c->failed = true;
}

static uint64_t slot_of(ds_counter *c, uint64_t group) {
    uint64_t at;
    if (c->dense) return group;
    if ((c->n_used + 1) * 2 > c->n_slots) make_room(c);
    if (c->failed) return 0;
    at = find_slot(c, group);
    if (c->group_of[at] == 0) {
        c->group_of[at] = group + 1;
        c->n_used++;
    }
    return at;
}

static void add_slot(ds_counter *to, const ds_counter *c, uint64_t slot) {
    const uint64_t at = slot_of(to, c->dense ? slot : c->group_of[slot] - 1);
    if (to->failed) return;
    for (size_t k = 0; k < 4; k++)
        to->counts[at * 4 + k] += c->counts[slot * 4 + k];
    for (size_t k = 0; c->sums != NULL && k < 2; k++)
        to->sums[at * 2 + k] += c->sums[slot * 2 + k];
}

void ds_counter_empty(ds_counter *c) {
    const uint64_t *counts = c->counts;
    (void)pthread_mutex_lock(c->lock);
    for (uint64_t slot = 0; !c->into->failed && slot < c->n_slots; slot++, counts += 4)
        if ((counts[0] | counts[1] | counts[2]) != 0) add_slot(c->into, c, slot);
    c->failed = c->failed || c->into->failed;
    (void)pthread_mutex_unlock(c->lock);
    memset(c->counts, 0, c->n_slots * 4 * sizeof *c->counts);
    if (c->sums != NULL) memset(c->sums, 0, c->n_slots * 2 * sizeof *c->sums);
    if (c->group_of != NULL) memset(c->group_of, 0, c->n_slots * sizeof *c->group_of);
    c->n_used = 0;
}

/* groups[i] = groups[i] * n + code of slots[i]; false when some code is none of the n. */
#define ADD_CODES(type)                                                                            \
    for (size_t i = 0; i < n; i++) {                                                               \
        const uint64_t code = ((const type *)row)[slots[i]];                                       \
        beyond |= code >= radix;                                                                   \
        groups[i] = groups[i] * radix + code;                                                      \
    }

static bool add_key(ds_format format, const void *row, const ds_counter_key *key,
                    const uint16_t *slots, size_t n, uint64_t *restrict groups) {
    const uint64_t radix = key->n;
    bool beyond = false;
    if (format == DS_FORMAT_BOOL || format == DS_FORMAT_CODE8)
        ADD_CODES(uint8_t)
    else if (format == DS_FORMAT_CODE16)
        ADD_CODES(uint16_t)
    else if (format == DS_FORMAT_CODE32)
        ADD_CODES(uint32_t)
    else
        for (size_t i = 0; i < n; i++) {
            const int32_t v = ((const int32_t *)row)[slots[i]];
            const uint64_t code = v == INT32_MIN ? 0 : (uint64_t)((int64_t)v - key->low + 1);
            beyond |= code >= radix;
            groups[i] = groups[i] * radix + code;
        }
    return !beyond;
}

bool ds_count_add_key(const ds_program *program, const ds_evaluator *evaluator,
                      const ds_counter_key *key, size_t y, const uint16_t *slots, size_t n,
                      uint64_t *groups) {
    return add_key(program->steps[key->operand.step].format,
                   ds_evaluator_row(evaluator, key->operand, y), key, slots, n, groups);
}

static void count_truths(ds_counter *c, const uint8_t *outcome, const uint16_t *slots, size_t n,
                         const uint64_t *groups) {
    for (size_t i = 0; i < n && !c->failed; i++) {
        uint64_t slot = slot_of(c, groups[i]); /* first: it may move the counts */
        c->counts[slot * 4 + (outcome[slots[i]] & 3)]++;
    }
}

/* counts: [1] without a value, [2] with one. */
static void count_values(ds_counter *c, const int32_t *value, const uint16_t *slots, size_t n,
                         const uint64_t *groups) {
    for (size_t i = 0; i < n && !c->failed; i++) {
        uint64_t slot = slot_of(c, groups[i]);
        int64_t v = value[slots[i]];
        c->counts[slot * 4 + (v == INT32_MIN ? DS_U : DS_T)]++;
        if (v == INT32_MIN) continue;
        c->sums[slot * 2] += v;
        c->sums[slot * 2 + 1] += v * v;
    }
}

/* The commonest case: no more than three keys of one byte. */
static void add_bytes(ds_counter *c, const ds_evaluator *evaluator, size_t y, const uint16_t *slots,
                      size_t n) {
    const ds_count_plan *plan = c->plan;
    const uint8_t *outcome = ds_evaluator_row(evaluator, plan->outcome, y);
    size_t n_keys = plan->request->n_keys;
    const uint8_t *a = n_keys > 0 ? ds_evaluator_row(evaluator, plan->keys[0].operand, y) : NULL;
    const uint8_t *b = n_keys > 1 ? ds_evaluator_row(evaluator, plan->keys[1].operand, y) : NULL;
    const uint8_t *d = n_keys > 2 ? ds_evaluator_row(evaluator, plan->keys[2].operand, y) : NULL;
    const size_t n_first = n_keys > 0 ? plan->keys[0].n : 1,
                 radix = n_keys > 1 ? plan->keys[1].n : 1, last = n_keys > 2 ? plan->keys[2].n : 1;
    const size_t first = y * n_first;
    uint64_t *counts = c->counts;
    bool beyond = false;
    if (n_keys == 3)
        for (size_t i = 0; i < n; i++) {
            const size_t s = slots[i], group = ((first + a[s]) * radix + b[s]) * last + d[s];
            beyond |= (a[s] >= n_first) | (b[s] >= radix) | (d[s] >= last);
            counts[group * 4 + (outcome[s] & 3)]++;
        }
    else if (n_keys == 2)
        for (size_t i = 0; i < n; i++) {
            beyond |= (a[slots[i]] >= n_first) | (b[slots[i]] >= radix);
            counts[((first + a[slots[i]]) * radix + b[slots[i]]) * 4 + (outcome[slots[i]] & 3)]++;
        }
    else if (n_keys == 1)
        for (size_t i = 0; i < n; i++) {
            beyond |= a[slots[i]] >= n_first;
            counts[(first + a[slots[i]]) * 4 + (outcome[slots[i]] & 3)]++;
        }
    else
        for (size_t i = 0; i < n; i++)
            counts[first * 4 + (outcome[slots[i]] & 3)]++;
    c->damaged = c->damaged || beyond;
}

void ds_counter_add(ds_counter *c, const ds_program *program, const ds_evaluator *evaluator,
                    size_t y, const uint16_t *slots, size_t n) {
    const ds_count_plan *plan = c->plan;
    const void *outcome = ds_evaluator_row(evaluator, plan->outcome, y);
    uint64_t groups[DS_WIDE];
    if (c->dense && plan->bytes && !plan->request->indicator->numeric) {
        add_bytes(c, evaluator, y, slots, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        groups[i] = y;
    for (size_t k = 0; k < plan->request->n_keys; k++)
        if (!ds_count_add_key(program, evaluator, &plan->keys[k], y, slots, n, groups))
            c->damaged = true;
    if (c->damaged) return;
    if (plan->request->indicator->numeric)
        count_values(c, outcome, slots, n, groups);
    else
        count_truths(c, outcome, slots, n, groups);
}

/* ---- counts → cells ---- */

ds_text ds_count_code_text(const ds_program *program, uint32_t node, const ds_counter_key *key,
                           uint64_t code, char out[DS_NUMBER_SIZE]) {
    const ds_step *step = &program->steps[key->operand.step];
    const ds_node *n = &program->nodes[node];
    uint64_t add = step->zero_is_value ? 0 : 1;
    int64_t value;
    while (n->op == DS_OP_SHIFT)
        n = &program->nodes[program->args[n->first_arg]];
    if (step->format == DS_FORMAT_BOOL)
        return ds_text_of(code == DS_T ? "ja" : code == DS_F ? "nee" : "onbekend");
    if (code < (step->format == DS_FORMAT_INT ? 1 : add)) return ds_text_of("onbekend");
    if (n->type == DS_TYPE_TEXT) return step->words[code - add];
    value = step->format == DS_FORMAT_INT ? (int64_t)code - 1 + key->low : (int64_t)(code - add);
    if (n->type == DS_TYPE_DATE) {
        int year, month, day;
        ds_date_civil((int32_t)value, &year, &month, &day);
        (void)snprintf(out, DS_NUMBER_SIZE, "%04d-%02d-%02d", year, month, day);
        return ds_text_of(out);
    }
    return ds_text_of(ds_number_print_scaled(value, n->scale, out));
}

/* To its own school year, or with pool to each whose sum it is part of. */
static ds_status add_to_years(const ds_count_plan *plan, const ds_program *program, size_t y,
                              const ds_text *keys, const ds_measures *m, ds_cells *cells,
                              ds_error *err) {
    const int pool = plan->request->indicator->pool;
    ds_status status = DS_OK;
    for (int k = 0; status == DS_OK && k < (pool > 1 ? pool : 1); k++) {
        size_t other = ds_program_year(program, y, k);
        if (other != SIZE_MAX && (plan->shown >> other & 1))
            status = ds_cells_add(cells, program->years[other], keys, m, err);
    }
    return status;
}

static ds_status add_cell(const ds_counter *c, const ds_program *program, uint64_t slot,
                          uint64_t group, ds_cells *cells, ds_error *err) {
    const ds_count_plan *plan = c->plan;
    const uint64_t *counts = c->counts + slot * 4;
    char numbers[DS_KEYS_MAX][DS_NUMBER_SIZE];
    ds_text keys[DS_KEYS_MAX];
    ds_measures m = {.onbekend = counts[DS_U], .noemer = counts[DS_T] + counts[DS_F]};
    if (c->sums == NULL) {
        m.teller = counts[DS_T];
    } else {
        m.som = ds_sum_of(c->sums[slot * 2]);
        m.som_kwadraten = ds_sum_of(c->sums[slot * 2 + 1]);
    }
    for (size_t k = plan->request->n_keys; k-- > 0;) {
        keys[k] = ds_count_code_text(program, plan->request->keys[k], &plan->keys[k],
                                     group % plan->keys[k].n, numbers[k]);
        group /= plan->keys[k].n;
    }
    return add_to_years(plan, program, (size_t)group, keys, &m, cells, err);
}

ds_status ds_counter_cells(const ds_counter *c, const ds_program *program, ds_cells *cells,
                           ds_error *err) {
    ds_status status = DS_OK;
    for (uint64_t slot = 0; status == DS_OK && slot < c->n_slots; slot++) {
        const uint64_t *counts = c->counts + slot * 4;
        if (counts[0] + counts[1] + counts[2] == 0) continue;
        status = add_cell(c, program, slot, c->dense ? slot : c->group_of[slot] - 1, cells, err);
    }
    return status;
}
