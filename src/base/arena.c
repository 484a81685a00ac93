/* base/arena.c: see arena.h. Pieces are few and of all sizes, so each is a block of its own. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

void ds_arena_done(ds_arena *arena) {
    for (size_t i = 0; i < arena->n_blocks; i++)
        ds_free(arena->blocks[i]);
    ds_free(arena->blocks);
    *arena = (ds_arena){0};
}

void *ds_arena_take(ds_arena *arena, size_t n, size_t size) {
    void *block = NULL;
    if (ds_reserve(&arena->blocks, &arena->capacity, arena->n_blocks + 1, sizeof *arena->blocks))
        block = ds_calloc(n == 0 ? 1 : n, size);
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    arena->blocks[arena->n_blocks++] = block;
    return block;
}

static void replace_no_utf8(char *text, size_t size) {
    size_t bad = 0;
    for (size_t at = 0; !ds_text_is_utf8((ds_text){text + at, size - at}, &bad);) {
        at += bad;
        text[at] = '?';
    }
}

const char *ds_arena_copy(ds_arena *arena, ds_text text) {
    char *copy = ds_arena_take(arena, text.size + 1, 1);
    if (copy == NULL) return NULL;
    if (text.size > 0) memcpy(copy, text.data, text.size);
    replace_no_utf8(copy, text.size);
    return copy;
}

const char *ds_arena_print(ds_arena *arena, const char *format, ...) {
    va_list arguments;
    char *text;
    int size;
    va_start(arguments, format);
    size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    text = ds_arena_take(arena, (size_t)(size < 0 ? 0 : size) + 1, 1);
    if (text == NULL || size < 0) return text;
    va_start(arguments, format);
    (void)vsnprintf(text, (size_t)size + 1, format, arguments);
    va_end(arguments);
    replace_no_utf8(text, (size_t)size);
    return text;
}

ds_status ds_arena_finish(const ds_arena *arena, ds_error *err) {
    return arena->failed ? ds_error_memory(err) : DS_OK;
}
