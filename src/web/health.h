/* web/health.h: whether the service can do what it is for: keep what people fill in. Private to the
 * web part. Threads: any may ask; one of them looks, at most once a second, and the others get
 * what was seen last. */
#ifndef DS_WEB_HEALTH_H
#define DS_WEB_HEALTH_H

#include "web/site.h"

typedef struct ds_web_condition {
    bool is_stopping;
    bool can_keep;                 /* a change came to the disk when it was last tried */
    bool is_hanging;               /* a try has been under way for more than five seconds */
    bool disk_low;                 /* less than a gibibyte, or than a twentieth */
    bool disk_full;                /* less than 32 MiB */
    uint64_t disk_free, disk_size; /* bytes, for who serves */
} ds_web_condition;

/* folder: the work folder; stays. */
ds_status ds_web_health_new(const char *folder, ds_web_health **out, ds_error *err) DS_NODISCARD;
void ds_web_health_free(ds_web_health *health);
/* From now on it is not ready: it is about to stop. health NULL: nothing. */
void ds_web_health_stop(ds_web_health *health);
void ds_web_health_look(ds_web_health *health, ds_dossiers *store, ds_web_condition *out);
/* Whether requests should come here. */
bool ds_web_is_ready(const ds_web_condition *condition);

#endif
