/* kinds/lists.c: the lists in codes/ that soorten.yaml names: doelstellingen.csv, maatregelen.csv.
 */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "kinds/model.h"

enum { LIST_MAX = 10000, CODE_MAX = 64, LIST_BYTES_MAX = 4 << 20 };

typedef struct list_reading {
    ds_kinds *kinds;
    ds_kind_list *list;
    const char *path;
    size_t word, parent; /* where they stand */
} list_reading;

static ds_status find_list_columns(void *context, const ds_text *names, size_t n_names,
                                   ds_error *err) {
    list_reading *r = context;
    ds_status status =
        ds_table_find_column(r->path, r->list->column, names, n_names, &r->word, err);
    if (status == DS_OK && r->list->by != NULL)
        status = ds_table_find_column(r->path, r->list->by, names, n_names, &r->parent, err);
    return status;
}

static ds_status add_list_row(list_reading *r, const ds_text *fields, uint64_t line,
                              ds_error *err) {
    ds_kind_list *list = r->list;
    const ds_text word = ds_text_trim(fields[r->word]);
    const ds_text parent = list->by == NULL ? (ds_text){NULL, 0} : ds_text_trim(fields[r->parent]);
    if (word.size == 0 || word.size > CODE_MAX || parent.size > CODE_MAX || list->n >= LIST_MAX)
        return ds_error_at(err, DS_INPUT, r->path, line, r->word + 1,
                           "verwacht een code van 1 tot %d tekens, en ten hoogste %d rijen",
                           "expected a code of 1 to %d characters, and at most %d rows", CODE_MAX,
                           LIST_MAX);
    if (!ds_reserve(&list->rows, &list->capacity, list->n + 1, sizeof *list->rows))
        return ds_error_memory(err);
    list->rows[list->n].word = (ds_text){ds_arena_copy(&r->kinds->arena, word), word.size};
    list->rows[list->n].parent = (ds_text){ds_arena_copy(&r->kinds->arena, parent), parent.size};
    if (list->rows[list->n].word.data == NULL || list->rows[list->n].parent.data == NULL)
        return ds_error_memory(err);
    list->n++;
    return DS_OK;
}

static ds_status take_list_rows(void *context, const ds_table_batch *batch, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++)
        status = add_list_row(context, batch->fields + i * batch->n_columns, batch->lines[i], err);
    return status;
}

static ds_status read_list(ds_kinds *kinds, ds_kind_list *list, ds_error *err) {
    char path[DS_PATH_SIZE];
    list_reading r = {kinds, list, path, 0, 0};
    const ds_table_sink sink = {&r, find_list_columns, take_list_rows, NULL, NULL, NULL};
    ds_table_info info;
    ds_text text;
    ds_status status = ds_kinds_source_read(kinds, list->file, LIST_BYTES_MAX, path, &text, err);
    if (status == DS_OK) status = ds_table_inspect(path, &info, err);
    return status == DS_OK ? ds_table_read(path, &info, 1, &sink, err) : status;
}

static bool is_same_list(const ds_kind_list *list, const char *file, const char *column,
                         const char *by) {
    return strcmp(list->file, file) == 0 && strcmp(list->column, column) == 0 &&
           (list->by == NULL) == (by == NULL) && (by == NULL || strcmp(list->by, by) == 0);
}

ds_status ds_kinds_list(ds_kinds *kinds, const char *file, const char *column, const char *by,
                        const ds_kind_list **out, ds_error *err) {
    ds_kind_list *list;
    ds_status status;
    for (size_t i = 0; i < kinds->n_lists; i++)
        if (is_same_list(kinds->lists[i], file, column, by)) {
            *out = kinds->lists[i];
            return DS_OK;
        }
    if (!ds_reserve(&kinds->lists, &kinds->lists_capacity, kinds->n_lists + 1,
                    sizeof *kinds->lists))
        return ds_error_memory(err);
    list = ds_calloc(1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    list->file = file;
    list->column = column;
    list->by = by;
    kinds->lists[kinds->n_lists++] = list;
    status = read_list(kinds, list, err);
    if (status == DS_OK) *out = list;
    return status;
}
