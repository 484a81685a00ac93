/* base/memory.c: memory through one door. See memory.h. */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

pthread_once_t ds_json_memory_once = PTHREAD_ONCE_INIT;

static _Thread_local bool json_short;
static _Atomic uint64_t requests;
static _Atomic uint64_t fail_at;

static bool refuse_request(void) {
    uint64_t limit = atomic_load_explicit(&fail_at, memory_order_relaxed);
    uint64_t now = atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed) + 1;
    return limit != 0 && now == limit;
}

void ds_memory_fail_at(uint64_t n) {
    atomic_store(&requests, 0);
    atomic_store(&fail_at, n);
}

uint64_t ds_memory_requests(void) {
    return atomic_load(&requests);
}

bool ds_memory_allows(void) {
    return !refuse_request();
}

void *ds_malloc(size_t size) {
    return refuse_request() ? NULL : malloc(size == 0 ? 1 : size);
}

void *ds_json_malloc(size_t size) {
    void *block = ds_malloc(size);
    if (block == NULL) json_short = true;
    return block;
}

void ds_json_forget(void) {
    json_short = false;
}

bool ds_json_ran_out(void) {
    return json_short;
}

void *ds_calloc(size_t n, size_t size) {
    size_t bytes;
    if (refuse_request() || __builtin_mul_overflow(n, size, &bytes)) return NULL;
    return calloc(1, bytes == 0 ? 1 : bytes);
}

void *ds_realloc_array(void *block, size_t n, size_t size) {
    size_t bytes;
    if (refuse_request() || __builtin_mul_overflow(n, size, &bytes)) return NULL;
    return realloc(block, bytes == 0 ? 1 : bytes);
}

void *ds_malloc_aligned(size_t size) {
    if (refuse_request() || size > SIZE_MAX - 64) return NULL;
    return aligned_alloc(64, (size + 63) / 64 * 64 + (size == 0 ? 64 : 0));
}

char *ds_strndup(const char *data, size_t size) {
    char *copy = size == SIZE_MAX ? NULL : ds_malloc(size + 1);
    if (copy == NULL) return NULL;
    if (size > 0) memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

char *ds_strdup(const char *string) {
    return ds_strndup(string, strlen(string));
}

void ds_free(void *block) {
    free(block);
}

bool ds_reserve(void *block_pointer, size_t *capacity, size_t need, size_t size) {
    void **block = block_pointer;
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    void *grown;
    if (need <= *capacity) return true;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2) return false;
        wanted *= 2;
    }
    grown = ds_realloc_array(*block, wanted, size);
    if (grown == NULL) return false;
    *block = grown;
    *capacity = wanted;
    return true;
}
