/* definition/code_file.c: a code list as fields with their places. See code_file.h. */
#include "definition/code_file.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

/* Where the cutting is. */
typedef struct cutter {
    ds_code_file *file;
    ds_text raw;
    size_t at;      /* in raw */
    size_t written; /* in file->text */
    char separator;
    ds_error *err;
} cutter;

static ds_status place_byte(const cutter *c, size_t byte, ds_status status) {
    return ds_place_byte(&c->file->raw, byte, status, c->err);
}

ds_status ds_code_file_placed(const ds_code_file *file, const ds_code_field *field,
                              ds_status status, ds_error *err) {
    return ds_place_byte(&file->raw, field->offset, status, err);
}

static bool at_break(const cutter *c) {
    return c->at < c->raw.size && (c->raw.data[c->at] == '\n' || c->raw.data[c->at] == '\r');
}

static void pass_break(cutter *c) {
    if (c->raw.data[c->at] == '\r' && c->at + 1 < c->raw.size && c->raw.data[c->at + 1] == '\n')
        c->at++;
    c->at++;
}

/* Behind the opening quote; to behind the closing one. */
static ds_status cut_quoted(cutter *c, size_t begin) {
    while (c->at < c->raw.size) {
        char byte = c->raw.data[c->at++];
        if (byte == '"') {
            if (c->at == c->raw.size || c->raw.data[c->at] != '"') return DS_OK;
            c->at++;
        }
        c->file->text[c->written++] = byte;
    }
    return place_byte(c, begin,
                      ds_error_set(c->err, DS_INPUT,
                                   "het aanhalingsteken dat hier begint heeft geen eind",
                                   "the quote that begins here has no end"));
}

static bool at_end(const cutter *c) {
    return c->at == c->raw.size || at_break(c) || c->raw.data[c->at] == c->separator;
}

static ds_status add_field(cutter *c) {
    ds_code_file *f = c->file;
    size_t begin = c->at, first = c->written;
    ds_status status = DS_OK;
    if (!ds_reserve(&f->fields, &f->capacity, f->n_fields + 1, sizeof *f->fields))
        return ds_error_memory(c->err);
    if (c->at < c->raw.size && c->raw.data[c->at] == '"') {
        c->at++;
        status = cut_quoted(c, begin);
        if (status == DS_OK && !at_end(c))
            status =
                place_byte(c, c->at,
                           ds_error_set(c->err, DS_INPUT,
                                        "vond tekst achter een aanhalingsteken, verwachtte %c of "
                                        "het eind van de regel",
                                        "found text behind a quote, expected %c or the end of the "
                                        "line",
                                        c->separator));
    } else {
        while (!at_end(c))
            f->text[c->written++] = c->raw.data[c->at++];
    }
    f->fields[f->n_fields++] =
        (ds_code_field){ds_text_trim((ds_text){f->text + first, c->written - first}), begin};
    return status;
}

/* One row; a line without anything is none. */
static ds_status add_row(cutter *c) {
    ds_code_file *f = c->file;
    size_t begin = c->at, before = f->n_fields, n;
    ds_status status;
    if (at_break(c)) {
        pass_break(c);
        return DS_OK;
    }
    status = add_field(c);
    while (status == DS_OK && c->at < c->raw.size && c->raw.data[c->at] == c->separator) {
        c->at++;
        status = add_field(c);
    }
    if (status != DS_OK) return status;
    if (at_break(c)) pass_break(c);
    n = f->n_fields - before;
    if (f->n_columns == 0) {
        f->n_columns = n;
        if (n <= DS_CODE_COLUMNS_MAX) return DS_OK;
        return place_byte(
            c, begin,
            ds_error_set(c->err, DS_INPUT, "vond %zu kolommen, verwachtte er hoogstens %d",
                         "found %zu columns, expected %d at most", n, DS_CODE_COLUMNS_MAX));
    }
    if (n != f->n_columns)
        return place_byte(c, begin,
                          ds_error_set(c->err, DS_INPUT, "vond %zu velden, verwachtte er %zu",
                                       "found %zu fields, expected %zu", n, f->n_columns));
    if (f->n_rows++ == DS_CODE_ROWS_MAX)
        return place_byte(c, begin,
                          ds_error_set(c->err, DS_INPUT, "meer dan %d regels", "more than %d rows",
                                       DS_CODE_ROWS_MAX));
    return DS_OK;
}

static ds_status check_text(cutter *c) {
    const char *nul = c->raw.size == 0 ? NULL : memchr(c->raw.data, '\0', c->raw.size);
    size_t bad;
    if (nul != NULL)
        return place_byte(c, (size_t)(nul - c->raw.data),
                          ds_error_set(c->err, DS_INPUT, "vond een NUL-teken, dit is geen tekst",
                                       "found a NUL byte, this is not text"));
    if (ds_text_is_utf8(c->raw, &bad)) return DS_OK;
    return place_byte(c, bad,
                      ds_error_set(c->err, DS_INPUT, "vond een byte die geen UTF-8 is",
                                   "found a byte that is not UTF-8"));
}

static char find_separator(ds_text raw) {
    bool comma = false, semicolon = false;
    for (size_t i = 0; i < raw.size && raw.data[i] != '\n' && raw.data[i] != '\r'; i++) {
        comma = comma || raw.data[i] == ',';
        semicolon = semicolon || raw.data[i] == ';';
    }
    return semicolon && !comma ? ';' : ',';
}

static ds_status cut(ds_code_file *file, ds_error *err) {
    cutter c = {.file = file, .raw = file->raw.text, .err = err};
    ds_status status = check_text(&c);
    if (c.raw.size >= 3 && memcmp(c.raw.data, "\xEF\xBB\xBF", 3) == 0) c.at = 3;
    c.separator = find_separator(c.raw);
    while (status == DS_OK && c.at < c.raw.size)
        status = add_row(&c);
    if (status == DS_OK && file->n_columns == 0)
        return ds_error_at(err, DS_INPUT, file->path, 1, 1,
                           "het bestand is leeg, verwachtte een regel met de namen van de kolommen",
                           "the file is empty, expected a line with the names of the columns");
    return status;
}

ds_status ds_code_file_read(const char *path, ds_code_file *out, ds_error *err) {
    size_t size = 0;
    ds_status status;
    *out = (ds_code_file){.path = ds_strdup(path)};
    status = out->path == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = ds_file_read(path, DS_CODE_FILE_MAX, &out->data, &size, err);
    if (status == DS_OK) {
        out->raw = (ds_raw){.name = out->path, .text = {out->data, size}};
        out->text = ds_malloc(size + 1);
        status = out->text == NULL ? ds_error_memory(err) : cut(out, err);
    }
    if (status != DS_OK) ds_code_file_done(out);
    return status;
}

void ds_code_file_done(ds_code_file *file) {
    ds_free(file->path);
    ds_free(file->data);
    ds_free(file->text);
    ds_free(file->fields);
    *file = (ds_code_file){0};
}
