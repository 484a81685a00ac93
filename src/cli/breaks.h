/* cli/breaks.h: breaks in a series, as notes beside the tables that cross them. */
#ifndef DS_CLI_BREAKS_H
#define DS_CLI_BREAKS_H

#include "cli/cli.h"

enum { CLI_BREAK_SIZE = 2200 };

/* Whether the cells that are shown, of school years from from_year on, stand on both sides. */
bool cli_crosses(const ds_cells *cells, const ds_break *at, int from_year);
/* "breuk in de reeks vanaf 2019/20: …", without what would steer a terminal. */
void cli_break_text(const cli *c, const ds_break *at, char *out, size_t size);
/* A line for each break that the cells cross, after before; none when indicator is NULL. */
void cli_breaks_print(const cli *c, FILE *to, const char *before, const ds_cells *cells,
                      const ds_indicator *indicator, int from_year);

#endif
