/* base/memory.h: the one place where the library takes memory, so that tests can make the n-th
 * request fail. Sizes are checked for overflow; ds_free, in doorstroom/base.h, frees it. */
#ifndef DS_BASE_MEMORY_H
#define DS_BASE_MEMORY_H

#include <pthread.h>

#include "doorstroom/base.h"

void *ds_malloc(size_t size) DS_NODISCARD;
void *ds_calloc(size_t n, size_t size) DS_NODISCARD;
/* NULL leaves the old block as it was. */
void *ds_realloc_array(void *block, size_t n, size_t size) DS_NODISCARD;
/* Aligned to 64 bytes (a cache line); freed with ds_free. Not cleared. */
void *ds_malloc_aligned(size_t size) DS_NODISCARD;
char *ds_strndup(const char *data, size_t size) DS_NODISCARD;
char *ds_strdup(const char *string) DS_NODISCARD;

/* Makes room for at least need elements of size bytes in *block, growing by doubling; *capacity
 * counts elements. False when memory is short or the size overflows; nothing is changed then. */
bool ds_reserve(void *block_pointer, size_t *capacity, size_t need, size_t size) DS_NODISCARD;

/* For what takes memory elsewhere (base/secret.h): counts as a request; false: it is to fail. */
bool ds_memory_allows(void) DS_NODISCARD;

/* For jansson (base/json.h). Whether this thread had a request of it fail since it last forgot:
 * what was made or read since then is not whole, whatever jansson said. */
void *ds_json_malloc(size_t size) DS_NODISCARD;
void ds_json_forget(void);
bool ds_json_ran_out(void);
extern pthread_once_t ds_json_memory_once;

/* For tests. From now on the n-th request (1 = the next) fails, once; 0 turns it off. Not for use
 * while other threads run the library. */
void ds_memory_fail_at(uint64_t n);
/* Requests made since the last ds_memory_fail_at. */
uint64_t ds_memory_requests(void);

#endif
