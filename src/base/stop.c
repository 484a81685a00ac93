/* base/stop.c: see stop.h. */
#include "base/stop.h"

#include <stdatomic.h>

#include "base/memory.h"

struct ds_stop {
    atomic_bool set; /* without a lock: from a signal handler */
};

static _Thread_local ds_sake used;

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
    ds_stop *before = used.stop;
    used.stop = stop;
    return before;
}

ds_sake ds_sake_used(void) {
    return used;
}

void ds_sake_use(ds_sake sake) {
    used = sake;
}

bool ds_stop_is_set(void) {
    return used.stop != NULL && atomic_load_explicit(&used.stop->set, memory_order_relaxed);
}
