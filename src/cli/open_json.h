/* cli/open_json.h: doorstroom open --format json. */
#ifndef DS_CLI_OPEN_JSON_H
#define DS_CLI_OPEN_JSON_H

#include "cli/cli.h"

/* Each prints one object on standard output: the summary with every excess, and cellen or
 * verborgen. */
ds_status cli_open_json_cells(const ds_open *open, const ds_bounded *cells, const char *assumption,
                              ds_error *err) DS_NODISCARD;
ds_status cli_open_json_hidden(const ds_open *open, ds_error *err) DS_NODISCARD;

#endif
