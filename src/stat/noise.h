/* stat/noise.h: institutions with a start, a present value and a target, as measured. */
#ifndef DS_STAT_NOISE_H
#define DS_STAT_NOISE_H

#include "doorstroom/relations.h"

/* Those that are whole, into kept[n]: shares from 0 to 1 of at least one person, and a target. */
size_t ds_noise_take_cases(const ds_noise_case *cases, size_t n, ds_noise_case *kept);
ds_status ds_noise_check_options(const ds_noise_options *options, ds_error *err) DS_NODISCARD;

#endif
