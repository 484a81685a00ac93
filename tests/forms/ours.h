/* tests/forms/ours.h: the forms that the program comes with, for tests of what stands in them. */
#ifndef DS_TESTS_FORMS_OURS_H
#define DS_TESTS_FORMS_OURS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/formulier.h"
#include "support/support.h"

static const char *const ours[] = {"efile-2025", "efile-2026", "leerroute", "overdracht",
                                   "contactenquete"};
enum { OURS = sizeof ours / sizeof *ours };

static inline ds_kinds *our_kinds(void) {
    static const char *const folders[] = {DS_SOURCE_DIR "/codes"};
    ds_kinds *kinds = NULL;
    ds_error err;
    if (ds_kinds_read(folders, 1, &kinds, &err) != DS_OK) fail_msg("%s", err.nl);
    return kinds;
}

static inline ds_formulier *our_form(const char *name) {
    static const char *const folders[] = {DS_SOURCE_DIR "/codes"};
    char path[DS_PATH_SIZE];
    ds_formulier *form = NULL;
    ds_kinds *kinds = our_kinds();
    ds_error err;
    (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/formulieren/%s.yaml", name);
    if (ds_formulier_read(path, folders, 1, kinds, &form, &err) != DS_OK)
        fail_msg("%s:%d:%d: %s", path, (int)err.line, (int)err.column, err.nl);
    ds_kinds_free(kinds);
    return form;
}

static inline const ds_lijst *our_list(const ds_formulier *form, const char *id) {
    for (size_t i = 0; i < form->n_lists; i++)
        if (strcmp(form->lists[i].id, id) == 0) return &form->lists[i];
    fail_msg("%s has no list %s", form->id, id);
    return NULL;
}

#endif
