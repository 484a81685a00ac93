/* simulate/output.h: the files of a made delivery, which appear together or not at all. */
#ifndef DS_SIMULATE_OUTPUT_H
#define DS_SIMULATE_OUTPUT_H

#include "base/file.h"
#include "simulate/rows.h"

typedef struct ds_output {
    const ds_simulate_options *options;
    size_t n_files;
    int files[DS_ROWS_FILES_MAX]; /* descriptors, -1 when closed */
    char half[DS_PATH_SIZE];      /* the hidden folder in which they grow */
    char whole[DS_PATH_SIZE];     /* leveringen */
} ds_output;

/* Makes the folders and begins every file with its header. */
ds_status ds_output_begin(ds_output *output, const char *folder, const ds_simulate_options *options,
                          ds_error *err) DS_NODISCARD;
/* Adds what rows hold to one file and empties rows. */
ds_status ds_output_write(ds_output *output, size_t file, ds_rows *rows,
                          ds_error *err) DS_NODISCARD;
/* Syncs and closes the files and moves them into place. */
ds_status ds_output_finish(ds_output *output, ds_error *err) DS_NODISCARD;
/* Closes what is open and removes what was not moved. Needed after any outcome. */
void ds_output_done(ds_output *output);

#endif
