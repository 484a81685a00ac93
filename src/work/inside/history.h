/* work/inside/history.h: what is compared between two generations of a register; for the files of
 * the history, and for what imports.
 *
 * An import that replaces a generation first tallies the one that goes, and keeps those cells in
 * geschiedenis/ (register/kept.h): cells only, no rows of persons, two generations at most. The
 * register itself stays a function of the deliveries present now. */
#ifndef DS_WORK_INSIDE_HISTORY_H
#define DS_WORK_INSIDE_HISTORY_H

#include "doorstroom/inside.h"

/* The cells of one generation by instelling: rows of deliveries, and every standard indicator that
 * counts persons. */
typedef struct ds_generation_cells {
    char generation[64];
    const ds_cells **cells; /* [n], of own or of tallies */
    char (*versions)[32];   /* [n]: of the definitions; "" for what has none */
    size_t n, capacity;
    ds_cells **own;
    size_t n_own, own_capacity;
    ds_tallies *tallies;
    ds_work_definitions *definitions; /* of tallies */
} ds_generation_cells;

/* Of the current generation, as the definitions beside the program say. A register that is damaged
 * is an error. */
ds_status ds_generation_count(const ds_work *work, ds_generation_cells *out,
                              ds_error *err) DS_NODISCARD;
/* What was kept of the generation before the current one, or *out_found false. */
ds_status ds_generation_recall(const ds_work *work, const char *current, ds_generation_cells *out,
                               bool *out_found, ds_error *err) DS_NODISCARD;
void ds_generation_done(ds_generation_cells *cells);

/* ds_import_options.replacing, with a ds_generation_keeping: keeps the cells of the generation that
 * goes. What cannot be read or tallied is noted in it and does not stop the import; then nothing is
 * kept. */
typedef struct ds_generation_keeping {
    const ds_work *work;
    ds_status status;
    ds_error err;
} ds_generation_keeping;
ds_status ds_generation_keep(void *keeping, ds_error *err) DS_NODISCARD;

/* After an import: the register that was replaced holds persons, and that it still stands there is
 * not for silence; noted. */
void ds_generation_note_left(const ds_work *work);

/* Removes all that was kept, and geschiedenis/ when nothing else is in it. */
ds_status ds_generation_forget_kept(const ds_work *work, ds_error *err) DS_NODISCARD;

/* Both side by side. out takes nothing of them but borrows texts. */
ds_status ds_generation_compare(const ds_generation_cells *before, const ds_generation_cells *after,
                                ds_history *out, ds_error *err) DS_NODISCARD;

#endif
