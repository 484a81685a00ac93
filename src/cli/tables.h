/* cli/tables.h: tallying what a user asked for, and printing it: shared by tally and demo. */
#ifndef DS_CLI_TABLES_H
#define DS_CLI_TABLES_H

#include "cli/cli.h"

/* One table that was asked for, and what came of it. */
typedef struct cli_tally {
    const ds_indicator *indicator;
    ds_indicator *present; /* indicator under present codes, when that was asked for; owned */
    size_t file;           /* of the definitions */
    const char **names;    /* of the keys; owned */
    char *names_text;
    uint32_t keys[DS_KEYS_MAX];
    size_t n_keys;
    ds_cells *cells;
    ds_tally_note note;
} cli_tally;

typedef struct cli_tallies {
    cli_tally *list;
    size_t n, capacity;
    bool present_codes; /* institutions under their present codes, in what is added from now on */
} cli_tallies;

/* Adds a table; by is "a,b" or NULL. */
ds_status cli_tallies_add(cli_tallies *tallies, cli_definitions *definitions, const char *id,
                          const char *by, ds_error *err);
/* Works out all of them, one pass a definition file. */
ds_status cli_tallies_run(cli_tallies *tallies, const ds_register *reg,
                          const cli_definitions *definitions, const ds_tally_options *options,
                          ds_error *err);
void cli_tallies_done(cli_tallies *tallies);
/* On standard error: what is internal, left out, one institution only. */
void cli_tallies_notes(const cli *c, const cli_tallies *tallies, const ds_register *reg);

/* " 2021, 2022" and a newline: the school years of which the bit is set. */
void cli_years_print(const ds_register *reg, uint64_t years, FILE *to);

#endif
