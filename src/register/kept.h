/* register/kept.h: what is kept of a generation that went: its counts as text, the versions of the
 * definitions they were counted by. One file a generation in geschiedenis/; cells only, no rows of
 * persons. What the text means is the caller's affair. */
#ifndef DS_REGISTER_KEPT_H
#define DS_REGISTER_KEPT_H

#include "base/arena.h"
#include "doorstroom/base.h"

typedef struct ds_kept_version {
    const char *indicator, *version;
} ds_kept_version;

typedef struct ds_kept {
    uint64_t number; /* from 1 on, the later the higher */
    const char *generation;
    const char *cells; /* csv */
    const ds_kept_version *versions;
    size_t n_versions;
} ds_kept;

/* Reads a kept file; its texts are the arena's. *out_found is false, and no error given, for a file
 * that is none of ours, was cut short or is damaged. Errors: memory. */
ds_status ds_kept_read(const char *path, ds_arena *arena, ds_kept *out, bool *out_found,
                       ds_error *err) DS_NODISCARD;
/* Writes one, private and whole. */
ds_status ds_kept_write(const char *path, const ds_kept *kept, ds_error *err) DS_NODISCARD;

#endif
