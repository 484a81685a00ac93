/* register/delivery.h: what the manifest of the current generation says of a delivery. */
#ifndef DS_REGISTER_DELIVERY_H
#define DS_REGISTER_DELIVERY_H

#include "base/checksum.h"

/* The checksum of a delivery, by its name; "" where there is none of that name, or no register. */
ds_status ds_register_delivery_checksum(const char *work_folder, const char *name,
                                        char out[DS_CHECKSUM_SIZE], ds_error *err) DS_NODISCARD;

#endif
