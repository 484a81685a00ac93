/* register/sealed.h: a JSON text that begins with the checksum of all that follows in it, so that
 * one file is whole or known not to be:
 *
 *     {"controlegetal":"<64 hexadecimal digits>",
 *     …
 */
#ifndef DS_REGISTER_SEALED_H
#define DS_REGISTER_SEALED_H

#include "doorstroom/base.h"

typedef enum ds_seal {
    DS_SEAL_WHOLE,
    DS_SEAL_BROKEN,
    DS_SEAL_NONE, /* no such beginning: of an earlier format, or damaged there */
} ds_seal;

/* text: a JSON object with at least one member. *out is the caller's (ds_free). */
ds_status ds_sealed_make(const char *text, size_t size, char **out, size_t *out_size,
                         ds_error *err) DS_NODISCARD;
ds_seal ds_sealed_look(const char *text, size_t size);

#endif
