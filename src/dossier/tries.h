/* dossier/tries.h: failed tries to sign in, and how long one then waits. */
#ifndef DS_DOSSIER_TRIES_H
#define DS_DOSSIER_TRIES_H

#include "doorstroom/accounts.h"
#include "dossier/store.h"

/* Who tries: checksums, keyed, of the address that was typed (whether it has an account or not) and
 * of where it comes from, or of the browser that signed in before. */
typedef struct ds_tries {
    unsigned char address[DS_SUM], source[DS_SUM];
    bool known_device; /* then source is that of the device, and the address's other tries do not
                          count */
} ds_tries;

void ds_tries_of(const ds_dossiers *store, const char *address, const char *source, ds_tries *out);
/* How long to wait from now; 0: go on. */
ds_status ds_tries_wait(ds_lite *db, const ds_tries *tries, int64_t now_ms, int64_t *out_ms,
                        ds_error *err) DS_NODISCARD;
/* Within jobs: one more failed; this source's are forgotten; all of the address are. */
ds_status ds_tries_failed(ds_writing *w, const ds_tries *tries, ds_error *err) DS_NODISCARD;
ds_status ds_tries_forget(ds_writing *w, const ds_tries *tries, ds_error *err) DS_NODISCARD;
ds_status ds_tries_forget_address(ds_writing *w, const char *address, ds_error *err) DS_NODISCARD;

#endif
