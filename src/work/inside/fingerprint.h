/* work/inside/fingerprint.h: checksums by a key of the work folder: a plain one of a small delivery
 * would confirm a guess of what is in it (design, section 7). */
#ifndef DS_WORK_INSIDE_FINGERPRINT_H
#define DS_WORK_INSIDE_FINGERPRINT_H

#include "doorstroom/inside.h"

/* Of a delivery of the current register, by its name and the checksum in the manifest; "" where
 * the manifest has none. */
ds_status ds_fingerprint_delivery(const ds_work *work, const char *name,
                                  char out[DS_WORK_FINGERPRINT_SIZE], ds_error *err) DS_NODISCARD;

#endif
