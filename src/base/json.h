/* base/json.h: jansson takes its memory through base/memory.h, and what failed for want of it is
 * known: jansson itself then says that a text is no JSON, or nothing. A header only, so that base
 * does not need jansson. */
#ifndef DS_BASE_JSON_H
#define DS_BASE_JSON_H

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

/* What somebody else in this process set already stays: blocks that stand would be freed by another
 * function than the one that made them. */
static inline void ds_json_set_memory(void) {
    json_malloc_t take;
    json_free_t give_back;
    json_get_alloc_funcs(&take, &give_back);
    if (take == malloc && give_back == free) json_set_alloc_funcs(ds_json_malloc, ds_free);
}

/* Before JSON is made or read, by any thread, as often as one likes. */
static inline void ds_json_begin(void) {
    (void)pthread_once(&ds_json_memory_once, ds_json_set_memory);
    ds_json_forget();
}

#endif
