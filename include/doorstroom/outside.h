/* doorstroom/outside.h, of work/outside: what users of published tables ask, whole. Nothing here
 * reads a register.
 *
 * Ownership: results are the caller's and end with their _done. Threads: two threads may ask at
 * once. The library never prints, logs, exits or aborts, but for GLPK, when its memory runs out. */
#ifndef DOORSTROOM_OUTSIDE_H
#define DOORSTROOM_OUTSIDE_H

#include "doorstroom/attack.h"

DS_BEGIN_DECLS

typedef struct ds_outside_attack_options {
    unsigned version;        /* the initialiser sets it; 0 is taken as 1, the first */
    const char *folder;      /* of published csv; a release in it (vrijgave.json) is read too */
    uint64_t minimum;        /* 10 */
    const char *institution; /* the key whose values a table without one institution names */
} ds_outside_attack_options;
#define DS_OUTSIDE_ATTACK_OPTIONS_VERSION 1
#define DS_OUTSIDE_ATTACK_OPTIONS_INIT                                                             \
    { DS_OUTSIDE_ATTACK_OPTIONS_VERSION, NULL, 10, "instelling" }

/* Reads all tables of a folder and attacks them together. Files of our own layout
 * (indicator,schooljaar,…,teller,noemer,onbekend,percentage; an empty count is hidden) need no
 * word; others are described in beschrijving.yaml beside them (docs/onthulling.md). Errors:
 * DS_INPUT with file, line and column for what cannot be read, or a folder without tables. out ends
 * with ds_attacked_done. Cost: two linear programs a hidden count, over all that hangs together. */
DS_API ds_status ds_outside_attack(const ds_outside_attack_options *options, ds_attacked *out,
                                   ds_error *err) DS_NODISCARD;
DS_API void ds_attacked_done(ds_attacked *attacked);

DS_END_DECLS
#endif
