/* tally/count.h: counting the persons of a row into cells: one table a request. */
#ifndef DS_TALLY_COUNT_H
#define DS_TALLY_COUNT_H

#include <pthread.h>

#include "base/number.h"
#include "tally/evaluate.h"

typedef struct ds_counter_key {
    ds_operand operand;
    uint64_t n;  /* how many different codes: missing is 0 */
    int64_t low; /* of whole numbers: code = value - low + 1 */
} ds_counter_key;

/* What is counted: shared by the threads. */
typedef struct ds_count_plan {
    const ds_tally_request *request;
    ds_operand population, outcome;
    ds_counter_key keys[DS_KEYS_MAX];
    uint64_t n_groups; /* the product of the keys' n */
    uint64_t years;    /* bit y: counts */
    uint64_t shown;    /* bit y: has cells: those that count, or of pool those with enough before */
    bool bytes;        /* at most three keys, all of one byte a person: counted in one go */
} ds_count_plan;

/* One thread's counts of one request: dense when the groups are few, else an open table. */
typedef struct ds_counter {
    const ds_count_plan *plan;
    size_t n_years;
    bool dense;
    uint64_t *counts;   /* [slot * 4 + outcome]; 3 is never a truth */
    ds_int128 *sums;    /* [slot * 2]: sum, sum of squares; numeric only */
    uint64_t *group_of; /* of an open table: year * n_groups + group + 1; 0 free */
    uint64_t n_slots, n_used;
    uint64_t n_spare;   /* places after the slots where only a damaged byte can lead */
    uint64_t slots_max; /* of an open table: it grows no further, and is emptied; 0: grows on */
    struct ds_counter *into; /* what it is emptied into, whose lock is held meanwhile; or NULL */
    pthread_mutex_t *lock;
    bool failed;  /* no memory */
    bool damaged; /* a number in a column file that no code stands for */
} ds_counter;

/* The whole plan of a request, and what is to be said with it (tally.c). */
ds_status ds_count_plan_make(ds_program *program, const ds_tally_request *request,
                             ds_count_plan *plan, ds_tally_note *note, ds_error *err) DS_NODISCARD;
ds_status ds_count_plan_keys(const ds_program *program, ds_count_plan *plan,
                             ds_error *err) DS_NODISCARD;
/* groups[i] = groups[i] × how many codes the key has + the code of slots[i], for i < n; false when
 * one is none of its codes: then no group means anything. */
bool ds_count_add_key(const ds_program *program, const ds_evaluator *evaluator,
                      const ds_counter_key *key, size_t y, const uint16_t *slots, size_t n,
                      uint64_t *groups);
/* What a code of a key, which is of that node, is called; out may hold the text. */
ds_text ds_count_code_text(const ds_program *program, uint32_t node, const ds_counter_key *key,
                           uint64_t code, char out[DS_NUMBER_SIZE]);
enum { DS_COUNTER_FIRST = 1 << 10, DS_COUNTER_SLOT_BYTES = 40 + 32 };
/* The memory that a table takes as an array; UINT64_MAX when it is too large for one. */
uint64_t ds_counter_dense_bytes(const ds_count_plan *plan, size_t n_years);
bool ds_counter_init(ds_counter *counter, const ds_count_plan *plan, size_t n_years, bool dense,
                     uint64_t slots_max) DS_NODISCARD;
/* Adds all that was counted to what it is emptied into, and begins anew. */
void ds_counter_empty(ds_counter *counter);
void ds_counter_done(ds_counter *counter);
/* Adds the persons slots[0 .. n) in school year y. */
void ds_counter_add(ds_counter *counter, const ds_program *program, const ds_evaluator *evaluator,
                    size_t y, const uint16_t *slots, size_t n);
/* True when a damaged number was met. */
bool ds_counter_is_damaged(const ds_counter *counter);
/* The counts as cells, added to cells. */
ds_status ds_counter_cells(const ds_counter *counter, const ds_program *program, ds_cells *cells,
                           ds_error *err) DS_NODISCARD;

#endif
