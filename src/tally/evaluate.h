/* tally/evaluate.h: runs a program over a block of persons. */
#ifndef DS_TALLY_EVALUATE_H
#define DS_TALLY_EVALUATE_H

#include "tally/program.h"

/* Blocks that a thread has at least: its rows, and tables of its own, cost what some 35 do. */
enum { DS_EVALUATOR_WORTH = 128 };

/* One thread's rows. */
typedef struct ds_evaluator ds_evaluator;

/* program stays, marked (ds_program_mark) and unchanged. NULL when memory is short. */
ds_evaluator *ds_evaluator_new(const ds_program *program) DS_NODISCARD;
/* About what one takes. */
size_t ds_evaluator_bytes(const ds_program *program);
void ds_evaluator_free(ds_evaluator *evaluator);
/* Works out every row that is needed of every step, for this block: pass by pass
 * (ds_career_passes; 0 is the block as it is). n_passes: how many follow; 0 when everybody is the
 * state only. DS_INPUT when the register is damaged there. */
ds_status ds_evaluator_passes(ds_evaluator *evaluator, uint64_t block, size_t *out_n,
                              ds_error *err) DS_NODISCARD;
ds_status ds_evaluator_run(ds_evaluator *evaluator, uint64_t block, size_t pass,
                           ds_error *err) DS_NODISCARD;
/* Who counts in the pass that ran, when it is not 0. */
const ds_career_unit *ds_evaluator_units(const ds_evaluator *evaluator, size_t *out_n);
/* The operand's row in school year y; a row of missing when that year is not in the register. */
const void *ds_evaluator_row(const ds_evaluator *evaluator, ds_operand operand, size_t y);
/* soort, for who is enrolled. */
const uint8_t *ds_evaluator_soort(const ds_evaluator *evaluator, size_t y);

#endif
