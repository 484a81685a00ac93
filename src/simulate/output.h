/* simulate/output.h: the files of a made delivery, which appear together or not at all.
 *
 * A set of deliveries grows in a hidden folder beside leveringen/ and takes its place in one step,
 * a swap of the two folders. What simulate did not make goes along, as further links to the same
 * files; what an earlier call made does not, whatever its names: leveringen/.verzonnen lists it.
 * At any moment leveringen/ is the earlier set, the new one, or (where the file system cannot swap
 * folders) not there. Several sets change together: as long as the first is not the new one, the
 * others are missing or belong to the earlier first. */
#ifndef DS_SIMULATE_OUTPUT_H
#define DS_SIMULATE_OUTPUT_H

#include "base/file.h"
#include "base/lock.h"
#include "simulate/lines.h"

typedef struct ds_output {
    const ds_simulate_options *options;
    size_t n_files;
    int files[DS_LINES_FILES_MAX]; /* descriptors, -1 when closed */
    char folder[DS_PATH_SIZE];     /* a work folder */
    char half[DS_PATH_SIZE];       /* the hidden folder in which they grow */
    char whole[DS_PATH_SIZE];      /* leveringen */
    int opened;                    /* the work folder; -1: not open */
    ds_lock lock;                  /* of it: one call at a time makes deliveries there */
} ds_output;
#define DS_OUTPUT_INIT                                                                             \
    { .opened = -1, .lock = DS_LOCK_INIT }

/* Makes the folders and begins every file with its header; waits for another call that does so in
 * the same folder. What a killed call left is removed. */
ds_status ds_output_begin(ds_output *output, const char *folder, const ds_simulate_options *options,
                          ds_error *err) DS_NODISCARD;
/* Adds what rows hold to one file and empties rows. */
ds_status ds_output_write(ds_output *output, size_t file, ds_lines *rows,
                          ds_error *err) DS_NODISCARD;
/* Closes the files of outputs[n], makes Parquet of them if that is asked for, syncs, and moves all
 * sets into place. The first is the one that the others belong to. */
ds_status ds_output_finish_all(ds_output *outputs, size_t n, ds_error *err) DS_NODISCARD;
/* The same for one. */
ds_status ds_output_finish(ds_output *output, ds_error *err) DS_NODISCARD;
/* Closes what is open and removes what was not moved. Needed after any outcome. */
void ds_output_done(ds_output *output);
/* Takes a set that an earlier call made out of folder, in one step, and removes it: for a set that
 * belongs to another one that is about to change. Files that were not made stay. */
ds_status ds_output_withdraw(const char *folder, ds_error *err) DS_NODISCARD;

#endif
