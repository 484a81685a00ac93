/* tests/cli/bad_delivery.h: one faulty file in a folder with a good register: refused in one line,
 * in both languages, at its place, and the register stays as it was. */
#ifndef DS_TESTS_CLI_BAD_DELIVERY_H
#define DS_TESTS_CLI_BAD_DELIVERY_H

#include <unistd.h>

#include "cli/work_help.h"

/* A name that ends in .yaml is a mapping, any other a delivery. */
typedef struct bad {
    const char *name;
    const char *data;
    size_t size; /* 0: a string */
    unsigned line, column;
    const char *nl, *en;
} bad;

#define BYTES(text) text, sizeof(text) - 1

static inline void try(const bad *b) {
    char relative[100];
    char *path;
    (void)snprintf(relative, sizeof relative, "%s%s",
                   strstr(b->name, ".yaml") == NULL ? "leveringen/" : "vertalingen/", b->name);
    path = ds_test_write(folder, relative, b->data, b->size == 0 ? strlen(b->data) : b->size);
    refused(b->name, b->line, b->column, b->nl, "nl");
    refused(b->name, b->line, b->column, b->en, "en");
    register_as_before();
    assert_int_equal(unlink(path), 0);
    ds_free(path);
}

static inline void try_all(const bad *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        try(&list[i]);
    import_good(); /* with the bad file gone all is as it was */
    register_as_before();
}

#endif
