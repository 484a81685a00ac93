/* cli/fit_count.h: what a published row asks for, counted on the register or on a delivery; for the
 * files of the fit only. */
#ifndef DS_CLI_FIT_COUNT_H
#define DS_CLI_FIT_COUNT_H

#include "cli/fit.h"
#include "cli/tables.h"

enum { FIT_SIDES = 2 };

/* sides: two for a direction (with a tegenfeitelijk row: with and without the route), for a
 * verschil (the year, the year before) and for a share of groups (those taken, all). */
typedef struct fit_counted {
    bool counted;
    const char *why_nl, *why_en; /* why not */
    fit_sum sides[FIT_SIDES];
} fit_counted;

/* Which keys and school years side 0 or 1 of a row is about. False when the row has no such side.
 */
bool fit_side(const published_row *row, size_t side, published_side *out, int *out_first,
              int *out_last);

/* The rows of register, or tegenfeitelijk with the second register (NULL: not there), into
 * out[all->n]. definitions: those of the fit. Cost: one pass a definition file and register. */
ds_status fit_count_register(const published *all, published_source source,
                             cli_definitions *definitions, const ds_register *reg,
                             const ds_register *without, size_t n_workers, fit_counted *out,
                             ds_error *err) DS_NODISCARD;
/* The rows of enquete, streefwaarde and besteding, from work_folder/leveringen, into out[all->n].
 * What is not delivered is not an error. Cost: one read of those deliveries. */
ds_status fit_count_deliveries(const published *all, const char *work_folder, fit_counted *out,
                               ds_error *err) DS_NODISCARD;

#endif
