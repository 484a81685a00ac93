/* disclosure/implied.h: indicators of which one implies the other: what lies between them is a
 * count that nobody prints and everybody can subtract (methods 22). */
#ifndef DS_DISCLOSURE_IMPLIED_H
#define DS_DISCLOSURE_IMPLIED_H

#include "disclosure/counts.h"

/* Adds the counts between to the system, and what is equal (identity.h). Found from the counts: in
 * every cell that two indicators share (five at least) those of the one are at most those of the
 * other. out_pairs: "a ⊂ b", and what is equal; kept in arena. */
ds_status ds_implied_add(ds_counts *counts, ds_system *system, uint64_t minimum, ds_arena *arena,
                         const char *const **out_pairs, size_t *out_n, ds_error *err) DS_NODISCARD;

#endif
