/* web/watch.h: looks whether there is a new release, once a second, in a thread of its own: what is
 * kept is given by threads that may not wait until one is read. */
#ifndef DS_WEB_WATCH_H
#define DS_WEB_WATCH_H

#include <pthread.h>

#include "doorstroom/current.h"

typedef struct ds_web_watch {
    ds_current *current;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    pthread_t thread;
    bool is_ending, is_watching;
} ds_web_watch;

/* watch stays where it is until it is stopped. DS_FAULT: no thread. */
ds_status ds_web_watch_start(ds_web_watch *watch, ds_current *current, ds_error *err) DS_NODISCARD;
/* Also of one that was not started, all zero. */
void ds_web_watch_stop(ds_web_watch *watch);

#endif
