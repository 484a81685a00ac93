/* doorstroom/simulate.h: stage 1, a made register: deliveries of people who never lived.
 *
 * For the demonstration, the tests, the bench, and to try effect evaluations on. Careers from the
 * last years of primary school to work, with the chances of simulatie/, which are calibrated on
 * published figures (docs/simulatie.en.md says how well they fit). What they say that was not
 * published is assumed: nothing may be concluded about the Netherlands from it.
 *
 * Threads: starts its own. Two calls at once need two folders. */
#ifndef DOORSTROOM_SIMULATE_H
#define DOORSTROOM_SIMULATE_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

enum {
    DS_SIMULATE_FIRST_YEAR = 2014, /* where first_year is 0 */
    DS_SIMULATE_LAST_YEAR = 2024,  /* where last_year is 0 */
    DS_SIMULATE_YEARS_MAX = 40,
    DS_SIMULATE_WORKERS_MAX = 64,
};
#define DS_SIMULATE_PERSONS_MAX UINT64_C(500000000) /* identifiers have nine digits */

typedef struct ds_simulate_options {
    unsigned version;   /* the initialiser sets it; 0 is taken as 1, the first */
    uint64_t n_persons; /* 1 to DS_SIMULATE_PERSONS_MAX */
    uint64_t seed;      /* the same seed, persons and years: the same bytes */
    size_t n_workers;   /* threads, 0 counts as 1; never changes the bytes */
    int first_year;     /* the school years with enrolments, both included; 0: the default */
    int last_year;
    const char *parameters; /* the folder simulatie/ */
    bool register_only;     /* no survey, and nothing of the monitor (design section 9) */
    bool counterfactuals;   /* also writes folder/zonder_route/leveringen */
    bool parquet;           /* Parquet in place of CSV */
    void (*progress)(void *context, double share); /* may be NULL; from any worker, one at a time */
    void *progress_context;
    bool effects; /* version 2: of ds_work_fit only: also what effect estimates */
} ds_simulate_options;
#define DS_SIMULATE_OPTIONS_VERSION 2
/* 10,000 persons and seed 1; parameters is to be set. */
#define DS_SIMULATE_OPTIONS_INIT                                                                   \
    { DS_SIMULATE_OPTIONS_VERSION, 10000, 1, 0, 0, 0, NULL, false, false, false, NULL, NULL, false }

/* Writes folder/leveringen/ with canonical deliveries (design section 4, CSV): inschrijving-<year>
 * one a school year, persoon, persoon-<year> (attributes that changed), diploma, werk,
 * vrijstelling, instelling; and folder/LEESMIJ.txt, which says that all of it is made.
 *
 * The files are written in a hidden folder beside, synced, and moved into place together at the
 * end: a call that fails or is killed leaves no delivery that is cut short. A file of the same name
 * is replaced, other files in leveringen/ are left alone. Not for two calls on one folder at once.
 * Faults: DS_USAGE for options out of range, DS_FAULT for memory or a full disk, DS_INPUT for a
 * folder that cannot be written. Memory: some 10 MiB a worker. Cost: linear, 3 million persons and
 * 11 years (2 GB) some seconds. */
DS_API ds_status ds_simulate_write(const char *folder, const ds_simulate_options *options,
                                   ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
