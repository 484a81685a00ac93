/* dossier/lite_memory.c: SQLite's memory through the library's one door, so that tests can make
 * each request fail. See lite.h. SQLite asks how large a block is: that stands before it. */
#include <string.h>

#include "base/memory.h"
#include "dossier/lite.h"

enum { BEFORE = 16 }; /* keeps the alignment of malloc */

static void *give_memory(int size) {
    char *block = size < 0 ? NULL : ds_malloc((size_t)size + BEFORE);
    if (block == NULL) return NULL;
    memcpy(block, &size, sizeof size);
    return block + BEFORE;
}

static void free_memory(void *block) {
    if (block != NULL) ds_free((char *)block - BEFORE);
}

static void *regive_memory(void *block, int size) {
    char *grown = ds_realloc_array((char *)block - BEFORE, (size_t)size + BEFORE, 1);
    if (grown == NULL) return NULL;
    memcpy(grown, &size, sizeof size);
    return grown + BEFORE;
}

static int size_memory(void *block) {
    int size = 0;
    if (block != NULL) memcpy(&size, (char *)block - BEFORE, sizeof size);
    return size;
}

static int round_memory(int size) {
    return (size + 7) & ~7;
}

static int start_memory(void *unused) {
    (void)unused;
    return SQLITE_OK;
}

static void stop_memory(void *unused) {
    (void)unused;
}

void ds_lite_take_memory(void) {
    static const sqlite3_mem_methods methods = {give_memory, free_memory,  regive_memory,
                                                size_memory, round_memory, start_memory,
                                                stop_memory, NULL};
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
