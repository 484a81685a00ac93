/* cli/fit_print.h: the fit as a person or a program reads it; for the files of the fit only. */
#ifndef DS_CLI_FIT_PRINT_H
#define DS_CLI_FIT_PRINT_H

#include "cli/cli.h"
#include "cli/fit.h"

/* What was simulated. */
typedef struct fit_run_of {
    uint64_t n_persons, seed;
} fit_run_of;

/* results[all->n]. The rows and what they sum up to, in the form that was asked for; of csv the
 * rows on standard output and the summary on standard error. */
ds_status fit_print(const cli *c, const published *all, const fit_result *results,
                    const fit_run_of *run, ds_error *err) DS_NODISCARD;

#endif
