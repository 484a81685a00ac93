/* tests/support/parameters.h: a copy of the model's parameters (simulatie/) to change one number
 * of, for tests of what that number does, or of what is said when it is wrong. */
#ifndef DS_TESTS_PARAMETERS_H
#define DS_TESTS_PARAMETERS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "support/support.h"

#define PARAMETERS DS_SOURCE_DIR "/simulatie"
enum { PARAMETERS_FILE_MAX = 1 << 24 };

/* A file of a folder of parameters, the caller's; name with its ending. Not inlined: gcc 12 then
 * takes it for a pointer to a dead local. */
__attribute__((unused, noinline)) static char *parameters_text(const char *folder,
                                                               const char *name) {
    char path[DS_PATH_SIZE];
    char *data = NULL;
    size_t size;
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    if (ds_file_read(path, PARAMETERS_FILE_MAX, &data, &size, &err) != DS_OK)
        fail_msg("%s: %s", path, err.en);
    return data;
}

static inline void parameters_put(const char *folder, const char *name, const char *text) {
    ds_free(ds_test_write_string(folder, name, text));
}

/* work/name with all of simulatie/ in it; its path is the caller's. */
static inline char *parameters_copy(const char *work, const char *name) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_error err;
    assert_int_equal(ds_file_join(path, work, name, &err), DS_OK);
    assert_int_equal(ds_file_list(PARAMETERS, &names, &err), DS_OK);
    assert_true(names.n_names > 30);
    for (size_t i = 0; i < names.n_names; i++) {
        char *text = parameters_text(PARAMETERS, names.names[i]);
        parameters_put(path, names.names[i], text);
        ds_free(text);
    }
    ds_file_names_done(&names);
    return ds_strdup(path);
}

/* The first `from` in a file becomes `to`; it must be there. */
static inline void parameters_replace(const char *folder, const char *name, const char *from,
                                      const char *to) {
    char *text = parameters_text(folder, name);
    char *at = strstr(text, from);
    ds_buffer out;
    if (at == NULL) fail_msg("%s has no '%s'", name, from);
    ds_buffer_init(&out, PARAMETERS_FILE_MAX);
    ds_buffer_add(&out, text, (size_t)(at - text));
    ds_buffer_add_string(&out, to);
    ds_buffer_add_string(&out, at + strlen(from));
    parameters_put(folder, name, ds_buffer_string(&out));
    ds_buffer_done(&out);
    ds_free(text);
}

/* The number of the row that begins with key (which ends in a comma). */
static inline void parameters_set(const char *folder, const char *name, const char *key,
                                  double value) {
    char *text = parameters_text(folder, name);
    char from[256], to[256];
    const char *at = text;
    size_t size = strlen(key), rest;
    while (at != NULL && strncmp(at, key, size) != 0) {
        at = strchr(at, '\n');
        if (at != NULL) at++;
    }
    if (at == NULL) fail_msg("%s has no row '%s'", name, key);
    rest = strcspn(at + size, ",\n");
    (void)snprintf(from, sizeof from, "\n%s%.*s", key, (int)rest, at + size);
    (void)snprintf(to, sizeof to, "\n%s%.9f", key, value);
    ds_free(text);
    parameters_replace(folder, name, from, to);
}

/* Where the field with this number (from 0) begins in a line. */
static inline const char *parameters_field(const char *line, size_t field) {
    bool quoted = false;
    for (; field > 0; line++) {
        assert_true(*line != '\0' && (*line != '\n' || quoted));
        if (*line == '"') quoted = !quoted;
        if (*line == ',' && !quoted) field--;
    }
    return line;
}

/* Which field of the header has this name. */
static inline size_t parameters_column(const char *header, const char *name) {
    for (size_t i = 0;; i++) {
        const char *at = parameters_field(header, i);
        if (strcspn(at, ",\n") == strlen(name) && strncmp(at, name, strlen(name)) == 0) return i;
    }
}

/* Every number in the column becomes `change` of its row (the line) and of what it is. */
static inline void parameters_change(const char *folder, const char *name, const char *column,
                                     double (*change)(const char *line, double value)) {
    char *text = parameters_text(folder, name);
    size_t field = parameters_column(text, column);
    const char *line = strchr(text, '\n') + 1;
    ds_buffer out;
    ds_buffer_init(&out, PARAMETERS_FILE_MAX);
    ds_buffer_add(&out, text, (size_t)(line - text));
    while (*line != '\0') {
        const char *at = parameters_field(line, field), *end = strchr(line, '\n') + 1;
        ds_buffer_add(&out, line, (size_t)(at - line));
        ds_buffer_addf(&out, "%.9f", change(line, strtod(at, NULL)));
        at += strcspn(at, ",\n");
        ds_buffer_add(&out, at, (size_t)(end - at));
        line = end;
    }
    parameters_put(folder, name, ds_buffer_string(&out));
    ds_buffer_done(&out);
    ds_free(text);
}

#endif
