/* tests/formulier/form.h: the small form of these tests, and wrong ones made of it. */
#ifndef DS_TESTS_FORMULIER_FORM_H
#define DS_TESTS_FORMULIER_FORM_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/formulier.h"
#include "support/support.h"

static inline ds_kinds *standard_kinds(void) {
    const char *folders[] = {DS_SOURCE_DIR "/codes"};
    ds_kinds *kinds = NULL;
    assert_int_equal(ds_kinds_read(folders, 1, &kinds, NULL), DS_OK);
    return kinds;
}

static inline ds_status read_path(const char *path, ds_formulier **out, ds_error *err) {
    const char *folders[] = {NULL, DS_SOURCE_DIR "/codes"};
    ds_kinds *kinds = standard_kinds();
    const ds_status status = ds_formulier_read(path, folders, 2, kinds, out, err);
    ds_kinds_free(kinds);
    return status;
}

static inline ds_formulier *small_form(void) {
    ds_formulier *form = NULL;
    ds_error err = {0};
    if (read_path(DS_SOURCE_DIR "/tests/formulier/forms/klein.yaml", &form, &err) != DS_OK)
        fail_msg("%s:%d:%d: %s", err.file, (int)err.line, (int)err.column, err.nl);
    return form;
}

__attribute__((noinline, unused)) static char *small_text(void) {
    char *text = NULL;
    size_t size;
    assert_int_equal(ds_file_read(DS_SOURCE_DIR "/tests/formulier/forms/klein.yaml", 1 << 20, &text,
                                  &size, NULL),
                     DS_OK);
    return text;
}

/* The small form with the first `from` in it made `to`. *out_line: the line where it stands. */
static inline ds_status read_changed(const char *from, const char *to, ds_formulier **out,
                                     ds_error *err) {
    char *folder = ds_test_folder(), *text = small_text(), *at = strstr(text, from), *changed,
         *path;
    ds_status status;
    if (at == NULL) fail_msg("not in the form: %s", from);
    changed = malloc(strlen(text) + strlen(to) + 1);
    assert_non_null(changed);
    memcpy(changed, text, (size_t)(at - text));
    strcpy(changed + (at - text), to);
    strcat(changed, at + strlen(from));
    path = ds_test_write_string(folder, "form.yaml", changed);
    status = read_path(path, out, err);
    free(path);
    free(changed);
    ds_free(text);
    ds_test_folder_remove(folder);
    return status;
}

#endif
