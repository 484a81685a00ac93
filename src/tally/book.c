/* tally/book.c: see doorstroom/book.h. */
#include "tally/book.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

typedef struct noted {
    ds_indicator indicator; /* what a reader of the cells is told of it */
    const char **names;
    size_t n;
    char keys_version[13];
    ds_cells *cells;
    ds_tally_note note;
} noted;

struct ds_tally_book {
    ds_parts *parts; /* NULL: it is noted in */
    ds_arena texts;
    noted *list;
    size_t n, capacity;
};

ds_tally_book *ds_tally_book_new(void) {
    return ds_calloc(1, sizeof(ds_tally_book));
}

ds_status ds_tally_book_open(const char *const *paths, size_t n, ds_tally_book **out,
                             ds_error *err) {
    ds_tally_book *book = ds_tally_book_new();
    ds_status status =
        book == NULL ? ds_error_memory(err) : ds_parts_open(paths, n, &book->parts, err);
    if (status == DS_OK)
        *out = book;
    else
        ds_tally_book_free(book);
    return status;
}

void ds_tally_book_free(ds_tally_book *book) {
    if (book == NULL) return;
    for (size_t i = 0; i < book->n; i++)
        ds_cells_free(book->list[i].cells);
    ds_free(book->list);
    ds_arena_done(&book->texts);
    ds_parts_free(book->parts);
    ds_free(book);
}

size_t ds_tally_book_n(const ds_tally_book *book) {
    return book->n;
}

ds_book_table ds_tally_book_at(const ds_tally_book *book, size_t i) {
    const noted *t = &book->list[i];
    return (ds_book_table){&t->indicator, t->names, t->n, t->keys_version, t->cells, t->note};
}

const char *ds_tally_book_generation(const ds_tally_book *book) {
    return book->parts == NULL || ds_parts_n(book->parts) == 0
               ? ""
               : ds_parts_at(book->parts, 0).generation;
}

/* ---- which table ---- */

static bool are_same_names(const char *const *a, size_t n_a, const ds_tally_request *request) {
    bool same = n_a == request->n_keys;
    for (size_t k = 0; same && k < n_a; k++)
        same = strcmp(a[k], request->key_names[k]) == 0;
    return same;
}

static bool is_same_indicator(const char *id, const char *version, const ds_indicator *indicator) {
    return strcmp(id, indicator->id) == 0 && strcmp(version, indicator->version) == 0;
}

/* What keys mean hangs on the definitions of one file: two may have a column of one name. */
static bool was_noted(const ds_tally_book *book, const ds_tally_request *request,
                      const char *keys_version) {
    for (size_t i = 0; i < book->n; i++) {
        const noted *t = &book->list[i];
        if (is_same_indicator(t->indicator.id, t->indicator.version, request->indicator) &&
            are_same_names(t->names, t->n, request) && strcmp(t->keys_version, keys_version) == 0)
            return true;
    }
    return false;
}

static bool find_in_parts(const ds_parts *parts, const ds_tally_request *request,
                          const char *keys_version, size_t *out) {
    for (*out = 0; *out < ds_parts_n(parts); ++*out) {
        const ds_parts_table t = ds_parts_at(parts, *out);
        if (t.said && is_same_indicator(t.indicator, t.version, request->indicator) &&
            are_same_names(t.key_names, t.n_keys, request) &&
            strcmp(t.keys_version, keys_version) == 0)
            return true;
    }
    return false;
}

/* ---- noting ---- */

static const char *keep_noted(ds_tally_book *book, const char *text) {
    return ds_arena_copy(&book->texts, ds_text_of(text == NULL ? "" : text));
}

static ds_status keep_request(ds_tally_book *book, const ds_tally_request *request, noted *t,
                              ds_error *err) {
    const ds_indicator *from = request->indicator;
    t->indicator = (ds_indicator){.id = keep_noted(book, from->id),
                                  .name = keep_noted(book, from->name),
                                  .name_en = keep_noted(book, from->name_en),
                                  .goal = keep_noted(book, from->goal),
                                  .source = keep_noted(book, from->source),
                                  .version = keep_noted(book, from->version),
                                  .version_present = keep_noted(book, from->version_present),
                                  .better = "",
                                  .sensitive = "",
                                  .note = "",
                                  .differs = "",
                                  .note_en = "",
                                  .differs_en = "",
                                  .file = "",
                                  .numeric = from->numeric,
                                  .lookback = from->lookback,
                                  .pool = from->pool,
                                  .per = from->per,
                                  .present_codes = from->present_codes};
    t->names = ds_arena_take(&book->texts, request->n_keys + 1, sizeof *t->names);
    for (size_t k = 0; t->names != NULL && k < request->n_keys; k++)
        t->names[k] = keep_noted(book, request->key_names[k]);
    t->n = request->n_keys;
    return ds_arena_finish(&book->texts, err);
}

static ds_status note_table(ds_tally_book *book, const ds_tally_request *request,
                            const char keys_version[13], const ds_cells *cells,
                            const ds_tally_note *note, ds_error *err) {
    noted *t;
    ds_status status;
    if (was_noted(book, request, keys_version)) return DS_OK;
    if (!ds_reserve(&book->list, &book->capacity, book->n + 1, sizeof *book->list))
        return ds_error_memory(err);
    t = &book->list[book->n];
    *t = (noted){.note = *note};
    memcpy(t->keys_version, keys_version, sizeof t->keys_version);
    status = keep_request(book, request, t, err);
    if (status != DS_OK) return status;
    t->cells = ds_cells_new(t->indicator.id, ds_cells_numeric(cells), ds_cells_scale(cells),
                            t->names, t->n);
    if (t->cells == NULL) return ds_error_memory(err);
    book->n++;
    status = ds_cells_merge(t->cells, cells, err);
    if (status == DS_OK) ds_cells_finish(t->cells);
    return status;
}

/* ---- counting from it ---- */

static ds_status refuse_unnoted(const ds_tally_request *request, ds_error *err) {
    char by[200] = "";
    size_t used = 0;
    for (size_t k = 0; k < request->n_keys && used < sizeof by; k++)
        used += (size_t)snprintf(by + used, sizeof by - used, "%s%s", k == 0 ? "" : ",",
                                 request->key_names[k]);
    return ds_error_set(err, DS_INPUT,
                        "de tellingen hebben %.80s naar '%s' niet, of van een andere definitie",
                        "the counts do not have %.80s by '%s', or have it of another definition",
                        request->indicator->id, by);
}

ds_status ds_tally_book_pass(ds_tally_book *book, const ds_definitions *definitions,
                             const ds_tally_request *request, ds_cells **cells,
                             const ds_tally_note *note, ds_error *err) {
    char keys_version[13];
    ds_cells *found = NULL;
    size_t at;
    ds_status status;
    ds_definitions_keys_version(definitions, request->keys, request->n_keys, keys_version);
    if (book->parts == NULL) return note_table(book, request, keys_version, *cells, note, err);
    if (!find_in_parts(book->parts, request, keys_version, &at))
        return refuse_unnoted(request, err);
    status = ds_parts_cells(book->parts, at, &found, err);
    if (status != DS_OK) return status;
    ds_cells_free(*cells);
    *cells = found;
    return DS_OK;
}
