/* cli/fit_run.h: simulate --fit. */
#ifndef DS_CLI_FIT_RUN_H
#define DS_CLI_FIT_RUN_H

#include "base/file.h"
#include "cli/cli.h"
#include "doorstroom/simulate.h"

/* Makes a register in folder as simulation says, with what would have been without the routes
 * beside it, counts every published figure on it and prints both. The fit is a report: rows that
 * are off are no error. Takes the place of made-up deliveries only. */
ds_status fit_run(cli *c, const char *folder, const ds_simulate_options *simulation,
                  ds_error *err) DS_NODISCARD;

/* The folder simulatie/ beside the program, for ds_simulate_options.parameters; NULL when it is not
 * there. In cmd_simulate.c. */
const char *cli_parameters(const cli *c, char out[DS_PATH_SIZE]);

#endif
