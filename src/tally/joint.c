/* tally/joint.c: careers → joint cells. Each thread has a table of its own: what somebody is
 * counted by and what became of them is a few words, looked up whole by a hash, so that equal
 * persons take one row. See joint.h. */
#include "tally/joint.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "tally/count.h"
#include "tally/joint_finish.h"
#include "tally/select.h"

enum { RUN = 16 /* blocks a piece of work */, FIRST_SLOTS = 1 << 12 };
enum {
    LET_GO = 32 /* pieces after which the columns read are no longer ours: half a million persons
                   are some hundred megabytes */
};

_Static_assert((int)DS_JOINT_FALSE == DS_F && (int)DS_JOINT_UNKNOWN == DS_U &&
                   (int)DS_JOINT_TRUE == DS_T,
               "a state is a truth");

/* One thread's rows, and the persons of a block and school year before they are among them. */
typedef struct log {
    ds_evaluator *evaluator;
    uint64_t *rows; /* [n * stride] */
    size_t n, capacity;
    uint32_t *slots; /* hash table: 1 + row, 0 is empty; n_slots a power of two */
    size_t n_slots;
    uint64_t *fresh;  /* [DS_WIDE * stride] */
    uint64_t *chosen; /* [n_plans * DS_SELECT_WORDS] */
    uint16_t *places; /* [DS_WIDE]: where a slot stands in fresh */
    bool failed, damaged;
} log;

typedef struct crew {
    const ds_program *program;
    const ds_joint_asked *asked;
    const ds_count_plan *plans;
    const ds_joint_field *fields;
    uint64_t *absent; /* [stride]: a row of whom no field has */
    size_t stride;
    uint64_t years; /* bit y: counts for some plan, and is wanted */
    uint64_t n_groups;
    uint64_t n_blocks;
    log *logs;
    size_t n_workers;
} crew;

/* ---- rows ---- */

static size_t find_row_slot(const log *l, const uint64_t *row, size_t stride) {
    const size_t mask = l->n_slots - 1;
    uint64_t hash = 0;
    size_t at;
    for (size_t w = 0; w + 1 < stride; w++)
        hash = ds_hash_mix(hash ^ row[w]) + w;
    at = (size_t)hash & mask;
    while (l->slots[at] != 0 &&
           memcmp(l->rows + (l->slots[at] - 1) * stride, row, (stride - 1) * sizeof *row) != 0)
        at = (at + 1) & mask;
    return at;
}

static bool make_row_room(log *l, size_t stride) {
    log more = *l;
    if (l->n == UINT32_MAX - 1 ||
        !ds_reserve(&l->rows, &l->capacity, (l->n + 1) * stride, sizeof *l->rows))
        return false;
    if (2 * (l->n + 1) <= l->n_slots) return true;
    more.rows = l->rows;
    more.capacity = l->capacity;
    more.n_slots = l->n_slots == 0 ? FIRST_SLOTS : 2 * l->n_slots;
    more.slots = ds_calloc(more.n_slots, sizeof *more.slots);
    if (more.slots == NULL) return false;
    for (size_t i = 0; i < l->n; i++)
        more.slots[find_row_slot(&more, l->rows + i * stride, stride)] = (uint32_t)(i + 1);
    ds_free(l->slots);
    *l = more;
    return true;
}

static bool add_row(log *l, const uint64_t *row, size_t stride) {
    size_t at;
    if (!make_row_room(l, stride)) return false;
    at = find_row_slot(l, row, stride);
    if (l->slots[at] != 0) {
        l->rows[l->slots[at] * stride - 1] += row[stride - 1];
        return true;
    }
    memcpy(l->rows + l->n * stride, row, stride * sizeof *row);
    l->slots[at] = (uint32_t)++l->n;
    return true;
}

/* ---- a block's school year ---- */

/* Whom each plan chooses; slots becomes whom any does. */
static size_t choose_slots(const crew *c, log *l, size_t y, const uint8_t *enrolled,
                           uint16_t *slots) {
    uint64_t any[DS_SELECT_WORDS] = {0};
    size_t n = 0;
    for (size_t i = 0; i < c->asked->n; i++) {
        const ds_count_plan *plan = &c->plans[i];
        uint64_t *chosen = l->chosen + i * DS_SELECT_WORDS;
        const uint8_t *population;
        if (!(plan->years >> y & 1)) continue;
        population = ds_evaluator_row(l->evaluator, plan->population, y);
        for (size_t w = 0; w < DS_SELECT_WORDS; w++)
            any[w] |= chosen[w] = ds_select_word(population, enrolled, 64 * w);
    }
    for (size_t w = 0; w < DS_SELECT_WORDS; w++)
        for (uint64_t set = any[w]; set != 0; set &= set - 1) {
            const size_t slot = 64 * w + (size_t)__builtin_ctzll(set);
            l->places[slot] = (uint16_t)n;
            slots[n++] = (uint16_t)slot;
        }
    return n;
}

static void begin_rows(const crew *c, log *l, size_t y, const uint16_t *slots, size_t n) {
    const ds_count_plan *plan = &c->plans[0];
    uint64_t groups[DS_WIDE];
    for (size_t i = 0; i < n; i++)
        groups[i] = y;
    for (size_t k = 0; k < c->asked->n_keys; k++)
        if (!ds_count_add_key(c->program, l->evaluator, &plan->keys[k], y, slots, n, groups))
            l->damaged = true;
    for (size_t i = 0; i < n; i++) {
        l->damaged = l->damaged || groups[i] >= c->n_groups * c->program->n_years;
        memcpy(l->fresh + i * c->stride, c->absent, c->stride * sizeof *c->absent);
        l->fresh[i * c->stride] = groups[i];
    }
}

/* Sets plan i's field of whom it chooses. */
static void add_field(const crew *c, log *l, size_t i, size_t y) {
    const ds_count_plan *plan = &c->plans[i];
    const ds_joint_field *field = &c->fields[i];
    const uint8_t *outcome = ds_evaluator_row(l->evaluator, plan->outcome, y);
    const uint64_t *chosen = l->chosen + i * DS_SELECT_WORDS;
    uint16_t slots[DS_WIDE];
    uint64_t values[DS_WIDE];
    size_t n = 0;
    for (size_t w = 0; w < DS_SELECT_WORDS; w++)
        for (uint64_t set = chosen[w]; set != 0; set &= set - 1)
            slots[n++] = (uint16_t)(64 * w + (size_t)__builtin_ctzll(set));
    for (size_t k = 0; k < n; k++)
        l->fresh[l->places[slots[k]] * c->stride + field->word] ^=
            (uint64_t)(DS_JOINT_ABSENT ^ (outcome[slots[k]] & 3)) << field->shift;
    if (field->bits == 0) return;
    memset(values, 0, n * sizeof *values);
    if (!ds_count_add_key(c->program, l->evaluator, &plan->keys[c->asked->n_keys], y, slots, n,
                          values))
        l->damaged = true;
    for (size_t k = 0; k < n; k++) {
        l->damaged = l->damaged || values[k] >> field->bits != 0;
        if ((outcome[slots[k]] & 3) != DS_JOINT_ABSENT) /* a byte that is no truth has no value */
            l->fresh[l->places[slots[k]] * c->stride + field->word] |= values[k]
                                                                       << (field->shift + 2);
    }
}

static void count_joint_year(const crew *c, log *l, size_t y) {
    const uint8_t *soort = ds_evaluator_soort(l->evaluator, y);
    uint8_t enrolled[DS_WIDE];
    uint16_t slots[DS_WIDE];
    size_t n;
    for (size_t i = 0; i < DS_WIDE; i++)
        enrolled[i] = soort[i] != 0;
    n = choose_slots(c, l, y, enrolled, slots);
    if (n == 0) return;
    begin_rows(c, l, y, slots, n);
    for (size_t i = 0; !l->damaged && i < c->asked->n; i++)
        if (c->plans[i].years >> y & 1) add_field(c, l, i, y);
    for (size_t i = 0; !l->damaged && !l->failed && i < n; i++)
        l->failed = !add_row(l, l->fresh + i * c->stride, c->stride);
}

static ds_status run_joint_pieces(void *context, size_t piece, size_t worker, ds_error *err) {
    const crew *c = context;
    log *l = &c->logs[worker];
    const uint64_t first = (uint64_t)piece * RUN, last = first + RUN;
    for (uint64_t block = first; block < last && block < c->n_blocks; block++) {
        if (ds_evaluator_run(l->evaluator, block, 0, err) != DS_OK) return DS_INPUT;
        for (size_t y = 0; y < c->program->n_years; y++)
            if (c->years >> y & 1) count_joint_year(c, l, y);
        if (l->damaged)
            return ds_error_set(err, DS_INPUT,
                                "het register is beschadigd; draai doorstroom import opnieuw",
                                "the register is damaged; run doorstroom import again");
        if (l->failed) return ds_error_memory(err);
    }
    if (piece % LET_GO == LET_GO - 1) ds_register_let_go(c->program->reg);
    return DS_OK;
}

/* ---- what is asked ---- */

static bool same_keys(const ds_tally_request *a, const ds_tally_request *b, size_t n) {
    return n == 0 || memcmp(a->keys, b->keys, n * sizeof *a->keys) == 0;
}

static ds_status check_asked(const ds_joint_asked *asked, ds_error *err) {
    const ds_tally_request *first = asked->requests;
    for (size_t i = 0; i < asked->n; i++) {
        const ds_tally_request *r = &asked->requests[i];
        const size_t more = r->n_keys - asked->n_keys;
        if (r->n_keys < asked->n_keys || more > 1 || !same_keys(first, r, asked->n_keys) ||
            r->indicator->numeric || r->indicator->pool > 1 ||
            r->indicator->per != DS_PER_PERSOON ||
            r->indicator->present_codes != first->indicator->present_codes)
            return ds_error_set(err, DS_USAGE, "%.64s kan niet met de andere in één gang",
                                "%.64s cannot be counted with the others in one go",
                                r->indicator->id);
    }
    return DS_OK;
}

static bool is_wanted(const ds_joint_asked *asked, int year) {
    bool wanted = asked->n_years == 0;
    for (size_t i = 0; i < asked->n_years; i++)
        wanted = wanted || asked->years[i] == year;
    return wanted;
}

static ds_status plan_joint(crew *c, ds_program *program, ds_count_plan *plans,
                            ds_tally_note *notes, ds_error *err) {
    ds_status status = DS_OK;
    uint64_t wanted = 0;
    for (size_t y = 0; y < program->n_years; y++)
        if (is_wanted(c->asked, program->years[y])) wanted |= (uint64_t)1 << y;
    for (size_t i = 0; status == DS_OK && i < c->asked->n; i++) {
        ds_count_plan *plan = &plans[i];
        status = ds_count_plan_make(program, &c->asked->requests[i], plan, &notes[i], err);
        if (status != DS_OK) break;
        plan->years &= wanted;
        c->years |= plan->years;
        ds_program_mark(program, plan->population, plan->years);
        ds_program_mark(program, plan->outcome, plan->years);
        for (size_t k = 0; k < plan->request->n_keys; k++)
            ds_program_mark(program, plan->keys[k].operand, plan->years);
    }
    c->plans = plans;
    c->n_groups = 1;
    for (size_t k = 0; status == DS_OK && k < c->asked->n_keys; k++)
        c->n_groups *= plans[0].keys[k].n; /* fits: a plan's product was looked at */
    return status;
}

/* The fields one after the other, none over the end of a word; the first word is the group. */
static ds_status place_fields(crew *c, ds_joint *joint, ds_error *err) {
    uint32_t word = 1, shift = 0;
    joint->fields = ds_calloc(c->asked->n + 1, sizeof *joint->fields);
    if (joint->fields == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < c->asked->n; i++) {
        const ds_count_plan *plan = &c->plans[i];
        ds_joint_field *f = &joint->fields[i];
        if (plan->request->n_keys > c->asked->n_keys)
            for (uint64_t most = plan->keys[c->asked->n_keys].n; most >> f->bits != 0;)
                f->bits++;
        if (shift + 2 + f->bits > 64) {
            word++;
            shift = 0;
        }
        f->word = word;
        f->shift = shift;
        shift += 2 + f->bits;
    }
    joint->n_fields = c->asked->n;
    joint->stride = c->stride = word + 2;
    c->fields = joint->fields;
    c->absent = ds_calloc(c->stride, sizeof *c->absent);
    if (c->absent == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < c->asked->n; i++)
        c->absent[c->fields[i].word] |= (uint64_t)DS_JOINT_ABSENT << c->fields[i].shift;
    c->absent[c->stride - 1] = 1; /* each is one person */
    return DS_OK;
}

/* ---- the whole ---- */

static void log_done(log *l) {
    ds_evaluator_free(l->evaluator);
    ds_free(l->rows);
    ds_free(l->slots);
    ds_free(l->fresh);
    ds_free(l->chosen);
    ds_free(l->places);
    *l = (log){0};
}

static ds_status take_logs(crew *c, ds_error *err) {
    c->logs = ds_calloc(c->n_workers, sizeof *c->logs);
    if (c->logs == NULL) return ds_error_memory(err);
    for (size_t w = 0; w < c->n_workers; w++) {
        log *l = &c->logs[w];
        l->evaluator = ds_evaluator_new(c->program);
        l->fresh = ds_calloc(DS_WIDE * c->stride, sizeof *l->fresh);
        l->chosen = ds_calloc(c->asked->n * DS_SELECT_WORDS + 1, sizeof *l->chosen);
        l->places = ds_calloc(DS_WIDE, sizeof *l->places);
        if (l->evaluator == NULL || l->fresh == NULL || l->chosen == NULL || l->places == NULL)
            return ds_error_memory(err);
    }
    return DS_OK;
}

/* All threads' rows in the first's, one thread's after the other. */
static ds_status join_logs(crew *c, ds_error *err) {
    log *first = &c->logs[0];
    for (size_t w = 1; w < c->n_workers; w++) {
        log *l = &c->logs[w];
        for (size_t i = 0; i < l->n; i++)
            if (!add_row(first, l->rows + i * c->stride, c->stride)) return ds_error_memory(err);
        log_done(l);
    }
    return DS_OK;
}

static ds_status count_joint(crew *c, ds_joint *joint, ds_error *err) {
    const size_t n_pieces = (size_t)((c->n_blocks + RUN - 1) / RUN);
    ds_status status;
    c->n_workers = ds_parallel_worth(c->asked->n_workers, n_pieces, DS_EVALUATOR_WORTH / RUN);
    status = take_logs(c, err);
    if (status == DS_OK && c->years != 0)
        status = ds_parallel(n_pieces, c->n_workers, run_joint_pieces, c, err);
    ds_register_let_go(c->program->reg);
    if (status == DS_OK) status = join_logs(c, err);
    if (status != DS_OK) return status;
    joint->rows = c->logs[0].rows;
    joint->n_rows = c->logs[0].n;
    c->logs[0].rows = NULL;
    return ds_joint_finish(c->program, c->plans, c->asked->n_keys, joint, err);
}

static void joint_crew_done(crew *c) {
    for (size_t w = 0; c->logs != NULL && w < c->n_workers; w++)
        log_done(&c->logs[w]);
    ds_free(c->logs);
    ds_free(c->absent);
}

ds_status ds_tally_joint(const ds_register *reg, const ds_definitions *definitions,
                         const ds_joint_asked *asked, ds_joint **out, ds_tally_note *notes,
                         ds_error *err) {
    ds_program program;
    crew c = {.program = &program, .asked = asked, .n_blocks = ds_register_n_blocks(reg)};
    const bool present = asked->n > 0 && asked->requests[0].indicator->present_codes;
    ds_count_plan *plans;
    ds_tally_note *made;
    ds_joint *joint;
    ds_status status = check_asked(asked, err);
    for (size_t i = 0; status == DS_OK && i < asked->n; i++)
        status = ds_indicator_of_careers(asked->requests[i].indicator, err);
    if (status != DS_OK) return status;
    status = ds_program_init(&program, reg, definitions, present, DS_PER_PERSOON, err);
    plans = ds_calloc(asked->n + 1, sizeof *plans);
    made = ds_calloc(asked->n + 1, sizeof *made);
    joint = ds_calloc(1, sizeof *joint);
    if (status == DS_OK && (plans == NULL || made == NULL || joint == NULL))
        status = ds_error_memory(err);
    if (status == DS_OK) status = plan_joint(&c, &program, plans, made, err);
    if (status == DS_OK) status = place_fields(&c, joint, err);
    if (status == DS_OK) status = count_joint(&c, joint, err);
    joint_crew_done(&c);
    ds_program_done(&program);
    ds_free(plans);
    if (status == DS_OK) {
        *out = joint;
        if (asked->n > 0) memcpy(notes, made, asked->n * sizeof *made);
    } else {
        ds_joint_free(joint);
    }
    ds_free(made);
    return status;
}
