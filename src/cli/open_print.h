/* cli/open_print.h: what doorstroom open shows. */
#ifndef DS_CLI_OPEN_PRINT_H
#define DS_CLI_OPEN_PRINT_H

#include "cli/cli.h"

/* Rates with bounds, on standard output. assumption: NULL, or what they rest on. */
ds_status cli_open_print_cells(const cli *c, const ds_open *open, const ds_bounded *cells,
                               const char *assumption, ds_error *err) DS_NODISCARD;
/* Every hidden count: where it stands, its bounds, what it is and from what. */
ds_status cli_open_print_hidden(const cli *c, const ds_open *open, ds_error *err) DS_NODISCARD;
/* On standard error: what was read, worked out, and does not add up. */
void cli_open_print_summary(const cli *c, const ds_open *open);
/* As it stands in the output: ongelijkheid, percentage, gelijkheid, or nothing. */
const char *cli_open_from(ds_open_from from);

#endif
