/* cli/history.h: what changed between the register's previous generation and the present one, by
 * school year, institution and indicator: import --history.
 *
 * An import that replaces a generation first tallies the one that goes, and keeps those cells in
 * geschiedenis/<generation>.json: cells only, no rows of persons, two generations at most. The
 * register itself stays a function of the deliveries present now. */
#ifndef DS_CLI_HISTORY_H
#define DS_CLI_HISTORY_H

#include <jansson.h>

#include "cli/cli.h"

/* The cells of one generation: of tellingen.csv and of every standard indicator by instelling. */
typedef struct cli_state {
    char generation[64];
    ds_cells **cells;
    char (*versions)[32]; /* of the definitions; "" for what has none */
    size_t n, capacity;
} cli_state;

/* The cells of the current generation, as the definitions beside the program say. */
ds_status cli_state_take(const cli *c, const char *folder, cli_state *out, ds_error *err);
void cli_state_done(cli_state *state);

/* ds_import_options.replacing, with a cli_keeping: keeps the cells of the generation that goes.
 * What cannot be read or tallied is noted in it and does not stop the import; then nothing is kept.
 */
typedef struct cli_keeping {
    const cli *c;
    const char *folder;
    ds_status status;
    ds_error err;
} cli_keeping;
ds_status cli_history_keep(void *keeping, ds_error *err);
/* The kept cells of the generation before the current one, or *out_found false. */
ds_status cli_history_read(const char *folder, const char *current, cli_state *out, bool *out_found,
                           ds_error *err);

/* A cell that differs. */
typedef struct cli_change {
    size_t indicator; /* in the present state, or n + that in the previous one */
    const char *name;
    int schooljaar;
    ds_text instelling;
    ds_measures before, after;
    bool whole_year; /* one of the generations has no cell of this school year at all */
} cli_change;

typedef struct cli_changes {
    cli_change *list; /* by school year, institution, indicator; texts of the two states */
    size_t n, capacity;
    const char **redefined; /* indicators that are not compared: their definition changed */
    size_t n_redefined;
} cli_changes;
ds_status cli_changes_find(const cli_state *before, const cli_state *after, cli_changes *out,
                           ds_error *err);
void cli_changes_done(cli_changes *changes);

/* Prints them, or adds them to a summary as geschiedenis (null when nothing is kept). */
ds_status cli_history_print(const cli *c, const char *folder, json_t *summary, ds_error *err);

#endif
