/* tests/work/process_of.h: deliveries of a process evaluation made of a few lines, to be counted by
 * the framework of the program. */
#ifndef DS_TESTS_WORK_PROCESS_OF_H
#define DS_TESTS_WORK_PROCESS_OF_H

#include "doorstroom/inside.h"
#include "kinds/made_of.h"
#include "work/inside/process_count.h"

typedef struct counted {
    process_framework framework;
    ds_arena arena;
    ds_process_block block;
} counted;

static inline ds_kind_table *make_table(const char *kind, const char *const *lines) {
    ds_kinds *kinds = standard_kinds();
    ds_kind_table *table = NULL;
    ds_error err = {0};
    if (make_of(kinds, kind, lines, NULL, &table, &err) != DS_OK) fail_msg("%s", err.en);
    ds_kinds_free(kinds);
    return table;
}

static inline void counted_init(counted *c) {
    const ds_work work = {.program_folder = DS_SOURCE_DIR};
    ds_error err;
    *c = (counted){.block = {.framework = NULL}};
    assert_int_equal(ds_process_framework_read(&work, &c->framework, &err), DS_OK);
    memcpy(c->block.lists, c->framework.lists, sizeof c->framework.lists);
}

static inline void counted_done(counted *c) {
    ds_process_framework_done(&c->framework);
    ds_arena_done(&c->arena);
}

static inline size_t index_of(const ds_process_words *list, const char *code) {
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->words[i].code, code) == 0) return i;
    fail_msg("no %s", code);
    return 0;
}

#endif
