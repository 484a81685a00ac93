/* simulate/lyceum.h: the schools of Het Groene Lyceum in a made register. */
#ifndef DS_SIMULATE_LYCEUM_H
#define DS_SIMULATE_LYCEUM_H

#include "simulate/model.h"

/* Writes codes/groene_lyceum.csv into the work folder; one that is there already stays. */
ds_status ds_lyceum_write(const char *folder, const ds_model *model, ds_error *err) DS_NODISCARD;

#endif
