/* disclosure/protect.h: which cells are hidden beside the primary ones, so that each primary count
 * stays protected (methods 20, 26, 30).
 *
 * A witness is a direction in which the true table can be moved and still agree with all that is
 * shown: y with A y = 0, zero on every cell that is shown. Moved as far as counts stay 0 or more,
 * it gives two tables that an attacker cannot tell from the true one, so the attacker's range of
 * each cell of y holds both ends. A primary count is protected as soon as the ends of its witnesses
 * lie far enough apart. Hiding more cells never takes a witness away, so the work always ends;
 * publishing a cell takes those through it away, which is how superfluous ones are found.
 *
 * For a primary count without enough, a linear program over the cells near it finds two directions
 * (up and down) through the cheapest cells: the neighbourhood grows until there is one. Source of
 * the idea: J.P. Kelly, B.L. Golden, A.A. Assad, Cell suppression: disclosure protection for
 * sensitive tabular data, Networks 22 (1992) 397; witnesses shared between counts are ours. Checked
 * against the attacker's own programs (attack.h). */
#ifndef DS_DISCLOSURE_PROTECT_H
#define DS_DISCLOSURE_PROTECT_H

#include "disclosure/system.h"

typedef struct ds_protect_options {
    const ds_system_insider *insiders; /* each is an attacker; a count of 1 is one of its own */
    size_t n_insiders;
    size_t n_workers; /* threads; 0: as many as there are cores. The result does not depend on it */
    unsigned tries;   /* how many orders are tried, the best kept; 0: by size of the system */
} ds_protect_options;

typedef struct ds_protect_work {
    size_t n_programs, n_rounds, n_witnesses;
    size_t n_primary, n_secondary; /* printed cells hidden */
    size_t n_excused;              /* pairs of a count and an attacker who is all of it */
    double cost;                   /* of all hidden */
} ds_protect_work;

/* out_hidden[n_cells]: the primary cells and those beside them. *out_stuck: when DS_INPUT comes
 * back, the primary cell that no choice of cells protects (what is known to all determines it too
 * well). */
ds_status ds_protect(const ds_system *system, const ds_protect_options *options, bool *out_hidden,
                     ds_protect_work *out_work, uint32_t *out_stuck, ds_error *err) DS_NODISCARD;

#endif
