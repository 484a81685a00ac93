/* intake/facts.h: what only the whole knows, as it is gathered: of the deliveries at hand, added up
 * over pieces of them, and made into geheel.json (whole.h).
 *
 * Facts are JSON, so that they go from one machine to another: sets as objects with a number of
 * bits a member, counts by delivery, in the order of the plan. Adding them up is exact and the same
 * in any order. What is refused is judged by the sums, as an import judges a whole. */
#ifndef DS_INTAKE_FACTS_H
#define DS_INTAKE_FACTS_H

#include <jansson.h>

#include "intake/worker.h"

/* After all was read. NULL: memory is short. */
json_t *ds_facts_of(ds_intake *intake) DS_NODISCARD;
/* Whether a piece has any row. */
bool ds_facts_have_rows(const json_t *piece);
/* Adds a piece to the facts of others. DS_INPUT when the piece, of the file at path, is none, or is
 * of other deliveries than these. */
ds_status ds_facts_add(const ds_intake *intake, json_t *to, const json_t *piece, const char *path,
                       ds_error *err) DS_NODISCARD;
/* The deliveries' counts become those of the facts. */
void ds_facts_apply(ds_intake *intake, const json_t *facts);
/* What an import refuses of a whole, after the above: an open question of whose numbers these are,
 * two decimal marks, no rows, too many refused rows. */
ds_status ds_facts_judge(ds_intake *intake, const json_t *facts, ds_error *err) DS_NODISCARD;
/* The text of geheel.json for n_parts parts, the caller's. again: a delivery is to be read once
 * more, as its flags now say (row/gate.h). */
ds_status ds_facts_write(const ds_intake *intake, const json_t *facts, uint32_t n_parts, bool again,
                         char **out, ds_error *err) DS_NODISCARD;
/* Adds the rows of a batch to a delivery's fingerprint, which does not depend on their order;
 * without the column aside - 1, when it is not 0. */
void ds_facts_note_rows(ds_delivery *delivery, const ds_table_batch *batch, size_t aside);

#endif
