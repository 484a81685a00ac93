/* definition/library.c: see library.h. Each file is read as any other, but for its indicators, into
 * a set of its own that only holds its texts; what is checked goes into the set of who asks. */
#include "definition/library.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "definition/read.h"

typedef enum shelf { SHELF_CLOSED, SHELF_OPEN, SHELF_BROKEN } shelf;

typedef struct library_file {
    const char *path;
    bool own;
    shelf state;
    char *data;
    ds_raw raw;
    ds_reader reader; /* definitions: the set of its texts */
    ds_error err;
    const char *folders[DS_CODE_FOLDERS_MAX + 1];
    char codes[DS_PATH_SIZE];
} library_file;

struct ds_library {
    const ds_library_places *places;
    library_file *files;
};

ds_library *ds_library_new(const ds_library_places *places) {
    ds_library *library = ds_calloc(1, sizeof *library);
    if (library == NULL) return NULL;
    library->places = places;
    library->files = ds_calloc(places->n_paths + 1, sizeof *library->files);
    if (library->files == NULL) {
        ds_free(library);
        return NULL;
    }
    for (size_t i = 0; i < places->n_paths; i++) {
        library->files[i].path = places->paths[i];
        library->files[i].own = i < places->n_own;
    }
    return library;
}

static void close_file(library_file *file) {
    ds_reader *r = &file->reader;
    ds_yaml_done(&r->document);
    ds_ast_done(&r->asts);
    ds_free(r->units);
    ds_free(r->rules);
    ds_definitions_free(r->definitions);
    ds_free(file->data);
    file->data = NULL;
    memset(r, 0, sizeof *r);
}

void ds_library_free(ds_library *library) {
    if (library == NULL) return;
    for (size_t i = 0; i < library->places->n_paths; i++)
        if (library->files[i].state == SHELF_OPEN) close_file(&library->files[i]);
    ds_free(library->files);
    ds_free(library);
}

static ds_status open_file(const ds_library *library, library_file *file, ds_error *err) {
    const ds_library_places *places = library->places;
    ds_reader *r = &file->reader;
    size_t size = 0;
    ds_status status = ds_read_own_codes(file->path, file->codes, err);
    if (status == DS_OK)
        status = ds_file_read(file->path, DS_DEFINITION_MAX, &file->data, &size, err);
    if (status != DS_OK) return status;
    file->raw = (ds_raw){.name = file->path, .text = {file->data, size}};
    ds_read_order_codes((size_t)(file - library->files) >= places->n_own, file->codes,
                        places->code_folders, places->n_code_folders, file->folders);
    *r = (ds_reader){
        .err = err, .code_folders = file->folders, .n_code_folders = places->n_code_folders + 1};
    r->definitions = ds_calloc(1, sizeof *r->definitions);
    status = r->definitions == NULL ? ds_error_memory(err) : ds_read_names(r, &file->raw);
    if (status == DS_OK)
        file->state = SHELF_OPEN;
    else
        close_file(file);
    return status;
}

/* Only memory is an error: who is broken is said by who reads the files. */
static ds_status open_all(ds_library *library, ds_error *err) {
    for (size_t i = 0; i < library->places->n_paths; i++) {
        library_file *file = &library->files[i];
        ds_status status;
        if (file->state != SHELF_CLOSED) continue;
        status = open_file(library, file, &file->err);
        if (status == DS_FAULT) {
            if (err != NULL) *err = file->err;
            return status;
        }
        if (status != DS_OK) file->state = SHELF_BROKEN;
    }
    return DS_OK;
}

static size_t find_name(const library_file *file, ds_text name) {
    const ds_definitions *set = file->reader.definitions;
    for (size_t i = 0; file->state == SHELF_OPEN && i < set->n_names; i++)
        if (ds_text_is(name, set->names[i].name)) return i;
    return SIZE_MAX;
}

/* A term or column of file, with the nodes of the one who asks. */
static ds_status check_in_file(ds_library *library, const library_file *file, size_t i,
                               const ds_checker *from, ds_checked *out, ds_error *err) {
    ds_definitions *set = file->reader.definitions;
    ds_checker checker = {.definitions = from->definitions,
                          .names = set->names,
                          .n_names = set->n_names,
                          .asts = &file->reader.asts,
                          .units = file->reader.units,
                          .rules = file->reader.rules,
                          .library = library,
                          .program_only = true,
                          .depth = from->depth,
                          .err = err};
    ds_status status;
    if (checker.units == NULL || checker.units[i].progress == DS_PROGRESS_BUSY)
        return ds_error_set(err, DS_INPUT, "het begrip '%.64s' verwijst naar zichzelf",
                            "the term '%.64s' refers to itself", set->names[i].name);
    status = ds_check_name(&checker, i);
    if (status != DS_OK) {
        checker.units[i].progress = DS_PROGRESS_NONE;
        return status;
    }
    out->node = set->names[i].node;
    out->depth = set->names[i].depth + 1;
    return DS_OK;
}

static ds_status refuse_two(const library_file *a, const library_file *b, ds_text name,
                            ds_error *err) {
    return ds_error_set(err, DS_INPUT,
                        "'%.*s' staat in %.200s en in %.200s, met een andere betekenis: zet de "
                        "bedoelde in dit bestand",
                        "'%.*s' stands in %.200s and in %.200s, with another meaning: put the one "
                        "that is meant in this file",
                        (int)(name.size > 64 ? 64 : name.size), name.data, a->path, b->path);
}

/* In the user's files, or in the program's. */
static ds_status look_on_shelf(ds_library *library, const ds_checker *from, bool own, ds_text name,
                               ds_checked *out, bool *out_found) {
    const library_file *first = NULL;
    const ds_definitions *nodes = from->definitions;
    for (size_t i = 0; i < library->places->n_paths; i++) {
        const library_file *file = &library->files[i];
        size_t at = file->own == own ? find_name(file, name) : SIZE_MAX;
        ds_checked part = {0, 0};
        ds_error unused;
        ds_status status;
        if (at == SIZE_MAX) continue;
        status = check_in_file(library, file, at, from, &part, first == NULL ? from->err : &unused);
        if (status == DS_FAULT || (status != DS_OK && first == NULL)) return status;
        if (status != DS_OK) continue;
        if (first != NULL && nodes->infos[part.node].hash != nodes->infos[out->node].hash)
            return refuse_two(first, file, name, from->err);
        if (first == NULL) *out = part;
        if (first == NULL) first = file;
        *out_found = true;
    }
    return DS_OK;
}

ds_status ds_library_lookup(ds_library *library, const ds_checker *checker, ds_text name,
                            ds_checked *out, bool *out_found) {
    ds_status status = open_all(library, checker->err);
    *out_found = false;
    if (status == DS_OK && !checker->program_only)
        status = look_on_shelf(library, checker, true, name, out, out_found);
    if (status == DS_OK && !*out_found)
        status = look_on_shelf(library, checker, false, name, out, out_found);
    return status;
}

size_t ds_library_names(const ds_library *library, const char **names, size_t n, size_t n_max) {
    for (size_t i = 0; i < library->places->n_paths; i++) {
        const library_file *file = &library->files[i];
        if (file->state != SHELF_OPEN) continue;
        for (size_t k = 0; k < file->reader.definitions->n_names && n < n_max; k++)
            names[n++] = file->reader.definitions->names[k].name;
    }
    return n;
}
