/* tests/disclosure/random_system.h: random small systems of linked tables, and their optimum. */
#ifndef DS_TESTS_RANDOM_SYSTEM_H
#define DS_TESTS_RANDOM_SYSTEM_H

#include "disclosure/system.h"

/* One to three attributes of two to four values, tables over random subsets of them with all
 * margins, sometimes teller, complement and noemer, sometimes printed differences between two
 * years. The same seed gives the same system; most_cells bounds it. */
ds_status random_system(uint64_t seed, size_t most_cells, ds_system *out, ds_error *err);

/* The fewest printed cells hidden, and the least sum of their costs, by a mixed-integer program
 * with two tables of the attacker a primary cell; false when it was not solved to the end. */
bool optimum_of(const ds_system *system, bool by_cost, double *out);

#endif
