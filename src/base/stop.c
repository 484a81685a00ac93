/* base/stop.c: see stop.h. */
#include "base/stop.h"

#include <stdatomic.h>

#include "base/memory.h"

struct ds_stop {
    atomic_bool set; /* without a lock: from a signal handler */
};

static _Thread_local ds_stop *used;

ds_stop *ds_stop_new(void) {
    return ds_calloc(1, sizeof(ds_stop));
}

void ds_stop_free(ds_stop *stop) {
    ds_free(stop);
}

void ds_stop_set(ds_stop *stop) {
    atomic_store(&stop->set, true);
}

ds_stop *ds_stop_use(ds_stop *stop) {
    ds_stop *before = used;
    used = stop;
    return before;
}

ds_stop *ds_stop_used(void) {
    return used;
}

bool ds_stop_is_set(void) {
    return used != NULL && atomic_load_explicit(&used->set, memory_order_relaxed);
}
