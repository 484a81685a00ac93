/* web/watch.c: see watch.h. */
#include "web/watch.h"

#include <time.h>

#include "base/error.h"
#include "base/trim.h"

/* Pages that come and go beside those that are kept leave holes, some 10 MB where much is asked,
 * which take some 5 ms to give back. */
enum { LOOKS_A_TRIM = 60 };

static void look_once(ds_current *current) {
    const ds_current_release *release = NULL;
    if (ds_current_take(current, &release, NULL) == DS_OK) ds_current_give(current, release);
}

static void *look_on(void *context) {
    ds_web_watch *watch = context;
    unsigned n_looks = 0;
    (void)pthread_mutex_lock(&watch->mutex);
    while (!watch->is_ending) {
        struct timespec until;
        (void)pthread_mutex_unlock(&watch->mutex);
        look_once(watch->current);
        if (++n_looks % LOOKS_A_TRIM == 0) ds_memory_trim();
        (void)pthread_mutex_lock(&watch->mutex);
        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        if (!watch->is_ending) (void)pthread_cond_timedwait(&watch->wake, &watch->mutex, &until);
    }
    (void)pthread_mutex_unlock(&watch->mutex);
    return NULL;
}

ds_status ds_web_watch_start(ds_web_watch *watch, ds_current *current, ds_error *err) {
    pthread_condattr_t clock;
    *watch = (ds_web_watch){.current = current};
    (void)pthread_mutex_init(&watch->mutex, NULL);
    (void)pthread_condattr_init(&clock);
    (void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&watch->wake, &clock);
    (void)pthread_condattr_destroy(&clock);
    watch->is_watching = pthread_create(&watch->thread, NULL, look_on, watch) == 0;
    return watch->is_watching ? DS_OK
                              : ds_error_set(err, DS_FAULT, "een draad kon niet beginnen",
                                             "a thread could not be started");
}

void ds_web_watch_stop(ds_web_watch *watch) {
    if (!watch->is_watching) return;
    (void)pthread_mutex_lock(&watch->mutex);
    watch->is_ending = true;
    (void)pthread_cond_signal(&watch->wake);
    (void)pthread_mutex_unlock(&watch->mutex);
    (void)pthread_join(watch->thread, NULL);
    (void)pthread_cond_destroy(&watch->wake);
    (void)pthread_mutex_destroy(&watch->mutex);
    watch->is_watching = false;
}
