/* work/inside/simulate.h: made-up deliveries in a work folder; for the use cases that make some. */
#ifndef DS_WORK_INSIDE_SIMULATE_H
#define DS_WORK_INSIDE_SIMULATE_H

#include "base/file.h"
#include "doorstroom/inside.h"

/* Refuses a work folder whose leveringen/ was not made by simulate: made-up persons never take the
 * place of real ones. */
ds_status ds_work_may_simulate(const char *folder, ds_error *err) DS_NODISCARD;
/* The folder with parameters: asked, or simulatie/ beside the program (into room); *out is NULL
 * when that is not there. A work folder's own is never taken unasked. DS_INPUT when asked is none.
 */
ds_status ds_work_parameters(const ds_work *work, const char *asked, char room[DS_PATH_SIZE],
                             const char **out, ds_error *err) DS_NODISCARD;
/* Makes them, showing the progress of work; parameters as above. */
ds_status ds_work_make(const ds_work *work, const ds_simulate_options *options,
                       const char *parameters, ds_error *err) DS_NODISCARD;

#endif
