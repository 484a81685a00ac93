/* disclosure/attack.h: what an attacker can work out: the smallest and largest value of a hidden
 * count, by linear programming over all tables that agree with what is shown (methods 20).
 *
 * This knows nothing of how the hidden cells were chosen: it is the judge. */
#ifndef DS_DISCLOSURE_ATTACK_H
#define DS_DISCLOSURE_ATTACK_H

#include "disclosure/system.h"

typedef struct ds_range {
    double low, high; /* high: INFINITY when nothing bounds it; low: -INFINITY of a signed cell */
} ds_range;

typedef struct ds_attack_work {
    size_t n_programs;   /* linear programs solved */
    size_t n_components; /* of hidden cells that hang together */
    size_t largest;      /* cells of the largest */
    /* Of a lenient system: the relations that were left out because no counts satisfy them together
     * with the others; as few as could be. The caller's (ds_free). */
    uint32_t *dropped;
    size_t n_dropped, dropped_capacity;
} ds_attack_work;

/* hidden[n_cells]: what is not shown (unprinted cells always count as hidden). known[n_cells], or
 * NULL: hidden cells that this attacker knows. targets[n_targets]: whose range is wanted;
 * out_ranges in their order, exact for a cell that is shown or known. Errors: DS_FAULT where a
 * program has no solution, which the true counts exclude; a lenient system has its relations for
 * that (out_work then may not be NULL). */
ds_status ds_attack(const ds_system *system, const bool *hidden, const bool *known,
                    const uint32_t *targets, size_t n_targets, ds_range *out_ranges,
                    ds_attack_work *out_work, ds_error *err) DS_NODISCARD;

/* Whether a primary count with this range is protected. */
bool ds_range_protects(const ds_range *range, int64_t minimum);

#endif
