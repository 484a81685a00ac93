/* intake/steps.h: the steps of an import, in their order:
 *
 *   config and plan (which deliveries, in which order) → layout/, duo/, mapping/ (a row of text → a
 *   row of codes, or a refusal) → resolve/ (which row wins, what the state is) → store/ (the files
 *   of a new generation) → register/generation.h (put in place, atomically).
 *
 * For ds_import and for the fuzzers, which leave the database out. */
#ifndef DS_INTAKE_STEPS_H
#define DS_INTAKE_STEPS_H

#include "intake/worker.h"

/* Whatever ds_intake_init returned, ds_intake_done frees. */
ds_status ds_intake_init(ds_intake *intake, const ds_import_options *options,
                         ds_error *err) DS_NODISCARD;
void ds_intake_done(ds_intake *intake);
/* All phases, after ds_config_read and ds_plan. */
ds_status ds_intake_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* After that: whether a delivery holds what is known only once all of it was read (row/gate.h).
 * Then the intake begins again, planned, to be read once more. */
bool ds_intake_is_unsettled(ds_intake *intake);
ds_status ds_intake_begin_again(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* After the second reading. DS_INPUT: the deliveries changed meanwhile. */
ds_status ds_intake_check_settled(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* DS_INPUT: there is no enrolment. */
ds_status ds_intake_nobody(const ds_intake *intake, ds_error *err) DS_NODISCARD;
/* DS_INPUT: a delivery of enrolments has none. */
ds_status ds_read_check_rows(const ds_delivery *delivery, ds_error *err) DS_NODISCARD;
/* Shows how far reading is: so many bytes of the delivery at hand, after those that are done. */
void ds_intake_progress(const ds_intake *intake, uint64_t bytes);

/* doorstroom.yaml; the list of deliveries with their layouts and order, the mappings. */
ds_status ds_config_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
ds_status ds_plan(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* Inspects deliveries that were known (intake/store/known.h) after all, before they are read. */
ds_status ds_plan_inspect(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* Writes the secret of the work folder when it was drawn, under the lock. */
ds_status ds_plan_keep_secret(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* In a piece or a part of the whole: a number a row, which is said in place of its line. */
#define DS_PLACE_COLUMN "doorstroom_rij"
/* Reads all deliveries of one phase. */
ds_status ds_read_phase(ds_intake *intake, unsigned phase, ds_error *err) DS_NODISCARD;
/* Writes the work folder's afgekeurd/, and fails when a delivery has too many refusals. */
ds_status ds_refusals_write(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* Whether a delivery has more refusals than it may; then says so, with the first of them. */
bool ds_refusals_are_many(const ds_intake *intake, const ds_delivery *delivery);
ds_status ds_refusals_too_many(const ds_intake *intake, const ds_delivery *delivery, uint64_t line,
                               size_t field, const char *why_nl, const char *why_en,
                               ds_error *err) DS_NODISCARD;
/* Makes to_above/afgekeurd/ what from_above/afgekeurd/ is: refusals belong to a generation, so they
 * go into a new one, and come back from the current one when an import finds nothing changed. */
ds_status ds_refusals_copy(const char *from_above, const char *to_above,
                           ds_error *err) DS_NODISCARD;

#endif
