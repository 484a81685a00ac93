/* table/header_line.c: where the line of column names is when it is not the first: below a sep=
 * line, or below lines of a title. See header_line.h. */
#include "table/header_line.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "table/delimiter.h"
#include "table/names.h"
#include "table/source.h"

enum { HEAD_SIZE = 128 << 10, LINES_SOUGHT = 100, FIELDS_SOUGHT = 1024 };

static const ds_text byte_order_mark = {"\xEF\xBB\xBF", 3};

size_t ds_header_sep_line(ds_text head, char *out_delimiter) {
    const size_t quoted = head.size > 0 && head.data[0] == '"';
    size_t at = quoted + 4;
    char delimiter;
    if (head.size < at + 2 ||
        !ds_text_equal_nocase((ds_text){head.data + quoted, 4}, ds_text_of("sep=")))
        return 0;
    delimiter = head.data[at++];
    if (strchr(",;|\t:^~", delimiter) == NULL || delimiter == '\0') return 0;
    if (quoted && head.data[at++] != '"') return 0;
    /* a spreadsheet that saved it again filled the row up */
    while (at < head.size &&
           (head.data[at] == delimiter || strchr(" \t\r,;", head.data[at]) != NULL))
        at++;
    if (at == head.size || head.data[at] != '\n') return 0;
    *out_delimiter = delimiter;
    return at + 1;
}

/* The first bytes of the file, after a byte order mark; the caller's. */
static ds_status read_head(const char *path, char **out, ds_text *out_head, ds_error *err) {
    ds_source source;
    size_t got = 0;
    char *head;
    ds_status status = ds_source_open_packed(&source, path, err);
    if (status != DS_OK) return status;
    head = ds_malloc(HEAD_SIZE);
    status =
        head == NULL ? ds_error_memory(err) : ds_source_read(&source, head, HEAD_SIZE, &got, err);
    ds_source_close(&source);
    if (status != DS_OK) {
        ds_free(head);
        return status;
    }
    *out = head;
    *out_head = (ds_text){head, got};
    if (got >= byte_order_mark.size &&
        ds_text_equal((ds_text){head, byte_order_mark.size}, byte_order_mark))
        *out_head = (ds_text){head + byte_order_mark.size, got - byte_order_mark.size};
    return DS_OK;
}

/* The line that rest begins with, which rest then no longer has. */
static ds_text cut_line(ds_text *rest) {
    const char *end = rest->size == 0 ? NULL : memchr(rest->data, '\n', rest->size);
    const size_t size = end == NULL ? rest->size : (size_t)(end - rest->data);
    const size_t passed = end == NULL ? size : size + 1;
    const ds_text line = {rest->data, size};
    *rest = (ds_text){rest->data + passed, rest->size - passed};
    return line;
}

static char delimiter_of_line(ds_text line) {
    ds_delimiter look;
    ds_delimiter_init(&look);
    ds_delimiter_add(&look, line.data, line.size);
    return ds_delimiter_finish(&look);
}

/* The fields of a line, without quotes around them; at most FIELDS_SOUGHT. */
static size_t cut_fields(ds_text line, char delimiter, ds_text *out) {
    size_t n = 0, from = 0;
    bool quoted = false;
    for (size_t i = 0; i <= line.size && n < FIELDS_SOUGHT; i++) {
        ds_text field;
        if (i < line.size && line.data[i] == '"') quoted = !quoted;
        if (i < line.size && (quoted || line.data[i] != delimiter)) continue;
        field = ds_names_trim((ds_text){line.data + from, i - from});
        if (field.size >= 2 && field.data[0] == '"' && field.data[field.size - 1] == '"')
            field = ds_names_trim((ds_text){field.data + 1, field.size - 2});
        out[n++] = field;
        from = i + 1;
    }
    return n;
}

static bool holds_all(const ds_text *fields, size_t n, const char *const *names, size_t n_names) {
    for (size_t i = 0; i < n_names; i++) {
        bool found = false;
        for (size_t k = 0; k < n && !found; k++)
            found = ds_text_same_name(fields[k], ds_text_of(names[i]));
        if (!found) return false;
    }
    return n_names > 0;
}

/* Two or more names that differ, none of which is empty or begins with a digit. */
static bool are_names(const ds_text *fields, size_t n) {
    size_t bad, earlier;
    for (size_t i = 0; i < n; i++)
        if (!ds_text_is_name(fields[i])) return false;
    return n >= 2 && ds_names_check(fields, n, true, &bad, &earlier);
}

static uint64_t seek_line(ds_text rest, const char *const *names, size_t n_names, ds_text *fields) {
    for (uint64_t line = 1; line <= LINES_SOUGHT && rest.size > 0; line++) {
        const ds_text text = cut_line(&rest);
        const char delimiter = delimiter_of_line(text);
        const size_t n = cut_fields(text, delimiter, fields);
        ds_text after = rest;
        if (line == 1) continue;
        if (n_names > 0 ? holds_all(fields, n, names, n_names)
                        : are_names(fields, n) && rest.size > 0 &&
                              cut_fields(cut_line(&after), delimiter, fields) == n)
            return line;
    }
    return 0;
}

ds_status ds_header_seek(const char *path, const char *const *names, size_t n_names,
                         uint64_t *out_line, ds_error *err) {
    ds_text *fields = ds_calloc(FIELDS_SOUGHT, sizeof *fields);
    char *data = NULL;
    ds_text head = {NULL, 0};
    ds_status status = fields == NULL ? ds_error_memory(err) : read_head(path, &data, &head, err);
    if (status == DS_OK) *out_line = seek_line(head, names, n_names, fields);
    ds_free(data);
    ds_free(fields);
    return status;
}

ds_status ds_header_delimiter(const char *path, uint64_t line, char *out, ds_error *err) {
    char *data = NULL;
    ds_text head = {NULL, 0};
    ds_status status = read_head(path, &data, &head, err);
    if (status != DS_OK) return status;
    for (uint64_t i = 1; i < line; i++)
        (void)cut_line(&head);
    *out = delimiter_of_line(cut_line(&head));
    ds_free(data);
    return DS_OK;
}

void ds_header_hint(uint64_t line, ds_header_hint_text *out) {
    memset(out, 0, sizeof *out);
    if (line == 0) return;
    (void)snprintf(out->nl, sizeof out->nl,
                   "; op regel %llu lijken de kolomnamen te staan: haal de regels erboven weg, of "
                   "zet eerste_regel: %llu in een vertaling",
                   (unsigned long long)line, (unsigned long long)line);
    (void)snprintf(
        out->en, sizeof out->en,
        "; the column names seem to stand on line %llu: take away the lines above it, or "
        "put eerste_regel: %llu into a mapping",
        (unsigned long long)line, (unsigned long long)line);
}
