/* work/inside/fit.h: what a published figure asks for, counted on the register or on a delivery;
 * for the files of the fit only. */
#ifndef DS_WORK_INSIDE_FIT_H
#define DS_WORK_INSIDE_FIT_H

#include "doorstroom/effects.h"
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

/* The rows of monitor, from the tables of the monitor of work's register, into out[all->n]. Below
 * national size only tables of forms: what is of institutions' students is too small there.
 * DS_INPUT for a row that several of the monitor fit. Cost: the monitor of those tables. */
ds_status fit_count_monitor(const ds_work *work, const ds_figures *all, bool national,
                            fit_counted *out, ds_error *err) DS_NODISCARD;
/* The value that a row names among made[n], the tables of a monitor; DS_INPUT where several are. */
ds_status fit_take_monitor(const ds_figures_row *row, const ds_monitor_made *made, size_t n,
                           fit_counted *out, ds_error *err) DS_NODISCARD;
/* The rows of effect, from our own estimates on work's register, into out[all->n]: by the cohorts
 * of the figures. Cost: that of effect over the evaluations named, half a minute and more. */
ds_status fit_count_effects(const ds_work *work, const ds_figures *all, fit_counted *out,
                            ds_error *err) DS_NODISCARD;
/* The estimate that a row names among blocks[n]. */
void fit_take_effect(const ds_figures_row *row, const ds_effect_block *blocks, size_t n,
                     fit_counted *out);
/* All rows of a source: why they are not counted. */
void fit_refuse_source(const ds_figures *all, ds_figures_source source, ds_figures_why why,
                       fit_counted *out);

/* The register without the routes, imported where that is needed; NULL when the simulation wrote
 * none. *out is the caller's (ds_register_close). */
ds_status ds_fit_open_without(const ds_work *work, ds_register **out, ds_error *err) DS_NODISCARD;

#endif
