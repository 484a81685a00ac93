/* table/find_column.c: a column by the name that a user gave. See doorstroom/table.h. */
#include "doorstroom/table.h"

#include <stdio.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

enum { NAME_MAX_SHOWN = 128 };

/* A column without a name goes by its place. */
static size_t find_unnamed(const char *wanted, const ds_text *names, size_t n) {
    for (size_t i = 0; i < n; i++) {
        char made[32];
        (void)snprintf(made, sizeof made, "kolom_%zu", i + 1);
        if (names[i].size == 0 && ds_text_equal_nocase(ds_text_of(made), ds_text_of(wanted)))
            return i;
    }
    return SIZE_MAX;
}

/* Suggests the nearest of the columns that may be shown. */
static ds_status refuse_column(const char *path, const char *wanted, const ds_text *names, size_t n,
                               ds_error *err) {
    const char **known = ds_calloc(n + 1, sizeof *known);
    size_t n_known = 0, near = SIZE_MAX;
    ds_status status;
    for (size_t i = 0; known != NULL && i < n; i++)
        if (names[i].size > 0 && names[i].size < NAME_MAX_SHOWN && ds_text_is_name(names[i])) {
            known[n_known] = ds_strndup(names[i].data, names[i].size);
            if (known[n_known] != NULL) n_known++;
        }
    if (known != NULL) near = ds_text_nearest(ds_text_of(wanted), known, n_known);
    status = near == SIZE_MAX
                 ? ds_error_at(err, DS_INPUT, path, 1, 0, "de kolom '%s' ontbreekt",
                               "the column '%s' is missing", wanted)
                 : ds_error_at(err, DS_INPUT, path, 1, 0, "de kolom '%s' ontbreekt; bedoelde u %s?",
                               "the column '%s' is missing; did you mean %s?", wanted, known[near]);
    for (size_t i = 0; i < n_known; i++)
        ds_free((void *)(uintptr_t)known[i]);
    ds_free(known);
    return status;
}

ds_status ds_table_find_column(const char *path, const char *wanted, const ds_text *names, size_t n,
                               size_t *out, ds_error *err) {
    size_t twice;
    size_t found = ds_text_find_name(names, n, ds_text_of(wanted), &twice);
    if (twice != SIZE_MAX)
        return ds_error_at(err, DS_INPUT, path, 1, twice + 1,
                           "de kolomnaam '%s' staat er twee keer: kolom %zu en kolom %zu",
                           "the column name '%s' stands twice: column %zu and column %zu", wanted,
                           found + 1, twice + 1);
    if (found == SIZE_MAX) found = find_unnamed(wanted, names, n);
    if (found == SIZE_MAX) return refuse_column(path, wanted, names, n, err);
    *out = found;
    return DS_OK;
}
