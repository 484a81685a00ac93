/* work/inside/keys.h: what a user asks to break down by: "niveau,leerweg". */
#ifndef DS_WORK_INSIDE_KEYS_H
#define DS_WORK_INSIDE_KEYS_H

#include "doorstroom/definition.h"

typedef struct ds_asked_keys {
    const char **names; /* in text; NULL: none */
    char *text;
    uint32_t nodes[DS_KEYS_MAX];
    size_t n;
} ds_asked_keys;

/* by may be NULL or empty: no keys. Also after a failure the caller's (ds_asked_keys_done). */
ds_status ds_asked_keys_read(ds_asked_keys *keys, ds_overlay *overlay, const char *by,
                             ds_error *err) DS_NODISCARD;
void ds_asked_keys_done(ds_asked_keys *keys);

#endif
