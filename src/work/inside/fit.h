/* work/inside/fit.h: what a published figure asks for, counted on the register or on a delivery;
 * for the files of the fit only. */
#ifndef DS_WORK_INSIDE_FIT_H
#define DS_WORK_INSIDE_FIT_H

#include "doorstroom/figures.h"
#include "doorstroom/inside.h"

/* What was counted for one figure. */
typedef struct fit_counted {
    ds_figures_why why; /* not counted: why not */
    ds_figures_sum sides[DS_FIGURES_SIDES_MAX];
} fit_counted;

/* What the rows of the register are counted on. */
typedef struct fit_registers {
    const ds_register *with, *without; /* the routes; without NULL: not there */
    size_t n_workers;
} fit_registers;

/* The rows of register, or tegenfeitelijk with the second register, into out[all->n]. definitions:
 * those of the fit. Cost: one pass a definition file and register. */
ds_status fit_count_register(const ds_figures *all, ds_figures_source source,
                             ds_work_definitions *definitions, const fit_registers *registers,
                             fit_counted *out, ds_error *err) DS_NODISCARD;
/* The rows of enquete, streefwaarde and besteding, from work_folder/leveringen, into out[all->n].
 * What is not delivered is not an error. Cost: one read of those deliveries. */
ds_status fit_count_deliveries(const ds_figures *all, const char *work_folder, fit_counted *out,
                               ds_error *err) DS_NODISCARD;

/* The register without the routes, imported where that is needed; NULL when the simulation wrote
 * none. *out is the caller's (ds_register_close). */
ds_status ds_fit_open_without(const ds_work *work, ds_register **out, ds_error *err) DS_NODISCARD;

#endif
