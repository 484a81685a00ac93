/* cli/demo_page.h: the tables of the demo, on the screen and on its page; for the demo only. */
#ifndef DS_CLI_DEMO_PAGE_H
#define DS_CLI_DEMO_PAGE_H

#include "base/file.h"
#include "cli/tables.h"
#include "doorstroom/figures.h"

/* What the demo has to show. */
typedef struct demo {
    const cli_tallies *tallies;
    const ds_figures *published; /* may be empty */
    const char *summary;         /* of the import, JSON */
    uint64_t n_persons;
    double seconds; /* from nothing to tallied */
} demo;

/* The deliveries with their rows, and how much came of them. */
void demo_print_deliveries(const cli *c, const demo *d);
/* A table with the published percentages beside the made-up ones: by school year, or when it is
 * broken down the last school year of which something is published (else the last). */
void demo_print_table(const cli *c, const demo *d, const cli_tally *t);
/* Writes work_folder/publicatie/demo.html: all of it, all school years. */
ds_status demo_write_page(const cli *c, const demo *d, char out_path[DS_PATH_SIZE],
                          ds_error *err) DS_NODISCARD;

#endif
