/* base/arena.h: many small pieces of memory that are let go together.
 *
 * Like ds_buffer: a request that failed is remembered, and ds_arena_finish tells, so that what
 * fills a structure need not check every text. */
#ifndef DS_BASE_ARENA_H
#define DS_BASE_ARENA_H

#include "doorstroom/base.h"

typedef struct ds_arena {
    void **blocks;
    size_t n_blocks, capacity;
    bool failed;
} ds_arena;

void ds_arena_done(ds_arena *arena);
/* n elements of size bytes, all zero; NULL when memory is short. */
void *ds_arena_take(ds_arena *arena, size_t n, size_t size) DS_NODISCARD;
/* A copy that ends in a zero byte; what is no UTF-8 in it becomes '?'. NULL when memory is short.
 */
const char *ds_arena_copy(ds_arena *arena, ds_text text);
const char *ds_arena_print(ds_arena *arena, const char *format, ...) DS_PRINTF(2, 3);
/* DS_OK, or DS_FAULT when a request failed. */
ds_status ds_arena_finish(const ds_arena *arena, ds_error *err) DS_NODISCARD;

#endif
