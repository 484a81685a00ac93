/* tests/forms/tame.h: whether what somebody typed became more than text in what shows it: an
 * element or an attribute of a page or of a document's XML, or a formula of a spreadsheet. */
#ifndef DS_TESTS_FORMS_TAME_H
#define DS_TESTS_FORMS_TAME_H

#include <expat.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

/* Begins as a formula, ends attributes and elements, ends a CDATA section, turns the direction. All
 * that it would make has zq in its name. In a field of a form it may turn the direction of that
 * field: what was typed comes back with it. */
static const char hostile[] = "=1+1<zqx zqa=1>\"'><zqx onzq=x>]]>\xE2\x80\xAEzq";
static const char turned[] = "\xE2\x80\xAE";

/* ---- html ---- */

/* How far c is, or the end. A function of the C library here reads all of the page each time, with
 * the address sanitizer's strict_string_checks. */
static inline size_t length_until(const char *at, char c) {
    size_t n = 0;
    while (at[n] != c && at[n] != '\0')
        n++;
    return n;
}

static inline void check_address(const char *where, const char *name, const char *value, size_t n) {
    static const char *const own[] = {"/", "#", "?", "https://", "mailto:"};
    static const char *const names[] = {"href", "src", "action", "formaction"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool right = false;
        if (strcmp(names[i], name) != 0) continue;
        for (size_t k = 0; k < sizeof own / sizeof *own; k++)
            right = right || (n >= strlen(own[k]) && memcmp(own[k], value, strlen(own[k])) == 0);
        if (!right) fail_msg("%s: %s leads to %.*s", where, name, (int)n, value);
    }
}

/* From after the element's name; returns where it ends. */
static inline const char *check_attributes(const char *where, const char *at) {
    char name[100];
    for (;;) {
        size_t n = 0, size;
        while (*at != '\0' && strchr(" \t\r\n/", *at) != NULL)
            at++;
        if (*at == '>' || *at == '\0') return at;
        while (strchr(" \t\r\n/>=", at[n]) == NULL)
            n++;
        (void)snprintf(name, sizeof name, "%.*s", (int)n, at);
        if (n == 0 || strstr(name, "zq") != NULL || strncmp(name, "on", 2) == 0 ||
            strpbrk(name, "\"'<") != NULL)
            fail_msg("%s: an attribute %s", where, name);
        at += n;
        if (*at != '=') continue;
        if (at[1] != '"') fail_msg("%s: a value of %s without quotes", where, name);
        size = length_until(at + 2, '"');
        check_address(where, name, at + 2, size);
        if (memchr(at + 2, '<', size) != NULL) fail_msg("%s: < in %s", where, name);
        if (strcmp(name, "value") != 0 && memmem(at + 2, size, turned, 3) != NULL)
            fail_msg("%s: turns the direction in %s", where, name);
        at += 2 + size + 1;
    }
}

/* Of ours: to its end, and nothing that was typed is in it. */
static inline const char *skip_code(const char *where, const char *at, const char *end) {
    const char *to = strstr(at, end);
    if (to == NULL) fail_msg("%s: no %s", where, end);
    if (memmem(at, (size_t)(to - at), "zq", 2) != NULL) fail_msg("%s: code has it", where);
    return to;
}

static inline void expect_tame_html(const char *where, const char *html) {
    bool in_field = false;
    for (const char *at = html; *(at += length_until(at, '<')) != '\0';) {
        char name[40];
        size_t n = 0;
        const bool ends = *++at == '/';
        if (*at == '!') continue;
        at += ends;
        while ((at[n] >= 'a' && at[n] <= 'z') || (at[n] >= 'A' && at[n] <= 'Z') ||
               (at[n] >= '0' && at[n] <= '9') || at[n] == '-')
            n++;
        (void)snprintf(name, sizeof name, "%.*s", (int)n, at);
        if (n == 0 || strncmp(name, "zq", 2) == 0)
            fail_msg("%s: an element %s at %.60s", where, name, at);
        at = check_attributes(where, at + n);
        in_field = !ends && strcmp(name, "textarea") == 0;
        if (!in_field && memmem(at, length_until(at, '<'), turned, 3) != NULL)
            fail_msg("%s: turns the direction in %s", where, name);
        if (!ends && strcmp(name, "script") == 0) at = skip_code(where, at, "</script");
        if (!ends && strcmp(name, "style") == 0) at = skip_code(where, at, "</style");
    }
}

/* ---- csv ---- */

/* No cell with what was typed begins as a formula. */
static inline void expect_tame_csv(const char *where, const char *text, char separator) {
    while (*text != '\0') {
        const bool quoted = *text == '"';
        const char *begin = text + quoted, *end = begin;
        while (*end != '\0' && (quoted ? end[0] != '"' || end[1] == '"'
                                       : *end != separator && *end != '\n' && *end != '\r'))
            end += quoted && *end == '"' ? 2 : 1;
        if (memmem(begin, (size_t)(end - begin), "zq", 2) != NULL &&
            strchr("=+-@\t\r", *begin) != NULL)
            fail_msg("%s: a cell %.*s", where, (int)(end - begin), begin);
        text = end + (quoted && *end == '"');
        if (*text != '\0') text++;
    }
}

/* ---- zipped xml: docx and xlsx ---- */

static const char *tame_where;
static size_t n_tame_parts, n_tame_marks;

static void see_element(void *unused, const char *name, const char **attributes) {
    (void)unused;
    if (strstr(name, "zq") != NULL || strcmp(name, "f") == 0 || strstr(name, "instrText") != NULL)
        fail_msg("%s: an element %s", tame_where, name);
    for (; *attributes != NULL; attributes += 2)
        if (strstr(attributes[0], "zq") != NULL)
            fail_msg("%s: an attribute %s", tame_where, attributes[0]);
}

static int see_part(const char *path, const struct stat *stat, int kind, struct FTW *ftw) {
    char *text = NULL;
    size_t size = 0;
    XML_Parser parser;
    (void)stat;
    (void)ftw;
    if (kind != FTW_F || (strstr(path, ".xml") == NULL && strstr(path, ".rels") == NULL)) return 0;
    assert_int_equal(ds_file_read(path, 64 << 20, &text, &size, NULL), DS_OK);
    parser = XML_ParserCreate(NULL);
    assert_non_null(parser);
    XML_SetStartElementHandler(parser, see_element);
    if (XML_Parse(parser, text, (int)size, 1) != XML_STATUS_OK)
        fail_msg("%s: %s is no XML", tame_where, path);
    if (memmem(text, size, turned, 3) != NULL) fail_msg("%s: turns the direction", tame_where);
    n_tame_parts++;
    n_tame_marks += memmem(text, size, "zq", 2) != NULL;
    XML_ParserFree(parser);
    ds_free(text);
    return 0;
}

/* How many of its parts show what was typed. */
static inline size_t expect_tame_zip(const char *where, const char *data, size_t size) {
    char *folder = ds_test_folder(), command[700];
    free(ds_test_write(folder, "a.zip", data, size));
    (void)snprintf(command, sizeof command, "cd '%s' && unzip -qq a.zip -d a", folder);
    if (system(command) != 0) fail_msg("%s is no zip", where);
    (void)snprintf(command, sizeof command, "%s/a", folder);
    tame_where = where;
    n_tame_parts = n_tame_marks = 0;
    assert_int_equal(nftw(command, see_part, 8, FTW_PHYS), 0);
    assert_true(n_tame_parts > 2);
    ds_test_folder_remove(folder);
    return n_tame_marks;
}

#endif
