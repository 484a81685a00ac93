/* work/inside/structural.c: indicator, maat, and a column for each key: a row says that this
 * indicator (empty: every one) has none of this measure where the keys that are filled in have
 * these values. See structural.h. */
#include "work/inside/structural.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "definition/code_file.h"

enum { INDICATOR, MEASURE, FIRST_KEY };

static const ds_code_field *field_at(const ds_code_file *file, size_t row, size_t column) {
    return &file->fields[row * file->n_columns + column];
}

static ds_status check_header(const ds_code_file *file, ds_error *err) {
    static const char *const names[] = {"indicator", "maat"};
    for (size_t i = 0; i < FIRST_KEY; i++) {
        if (i < file->n_columns && ds_text_is(field_at(file, 0, i)->text, names[i])) continue;
        return ds_code_file_placed(
            file, field_at(file, 0, i < file->n_columns ? i : 0),
            ds_error_set(err, DS_INPUT, "verwachtte de kolommen indicator, maat en dan kenmerken",
                         "expected the columns indicator, maat and then keys"),
            err);
    }
    return DS_OK;
}

static bool is_measure(ds_text text) {
    return ds_text_is(text, "teller") || ds_text_is(text, "complement") ||
           ds_text_is(text, "noemer") || ds_text_is(text, "onbekend");
}

static ds_status read_structural_row(const ds_code_file *file, size_t row, ds_arena *arena,
                                     ds_disclosure_structural *out, ds_error *err) {
    const char **names = ds_arena_take(arena, file->n_columns, sizeof *names);
    const char **values = ds_arena_take(arena, file->n_columns, sizeof *values);
    if (names == NULL || values == NULL) return ds_error_memory(err);
    if (!is_measure(field_at(file, row, MEASURE)->text))
        return ds_code_file_placed(file, field_at(file, row, MEASURE),
                                   ds_error_set(err, DS_INPUT,
                                                "verwachtte teller, complement, noemer of onbekend",
                                                "expected teller, complement, noemer or onbekend"),
                                   err);
    *out = (ds_disclosure_structural){
        .indicator = ds_arena_copy(arena, field_at(file, row, INDICATOR)->text),
        .measure = ds_arena_copy(arena, field_at(file, row, MEASURE)->text),
        .names = names,
        .values = values};
    for (size_t k = FIRST_KEY; k < file->n_columns; k++) {
        if (field_at(file, row, k)->text.size == 0) continue;
        names[out->n] = ds_arena_copy(arena, field_at(file, 0, k)->text);
        values[out->n++] = ds_arena_copy(arena, field_at(file, row, k)->text);
    }
    if (out->n > 0) return arena->failed ? ds_error_memory(err) : DS_OK;
    return ds_code_file_placed(file, field_at(file, row, INDICATOR),
                               ds_error_set(err, DS_INPUT, "verwachtte ten minste één kenmerk",
                                            "expected at least one key"),
                               err);
}

static ds_status read_structural_file(const char *path, ds_arena *arena, ds_disclosure_options *out,
                                      ds_error *err) {
    ds_code_file file = {0};
    ds_disclosure_structural *list = NULL;
    ds_status status = ds_code_file_read(path, &file, err);
    if (status != DS_OK) return status;
    status = check_header(&file, err);
    if (status == DS_OK) {
        list = ds_arena_take(arena, file.n_rows + 1, sizeof *list);
        if (list == NULL) status = ds_error_memory(err);
    }
    for (size_t row = 1; status == DS_OK && row <= file.n_rows; row++)
        status = read_structural_row(&file, row, arena, &list[row - 1], err);
    if (status == DS_OK) {
        out->structural = list;
        out->n_structural = file.n_rows;
    }
    ds_code_file_done(&file);
    return status;
}

ds_status ds_structural_read(const ds_work *work, ds_arena *arena, ds_disclosure_options *out,
                             ds_error *err) {
    const char *const folders[] = {work->folder, work->program_folder};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[DS_PATH_SIZE];
        if (folders[i] == NULL) continue;
        if (ds_file_join(path, folders[i], "codes/structureel.csv", err) != DS_OK) return DS_INPUT;
        if (ds_file_exists(path)) return read_structural_file(path, arena, out, err);
    }
    return DS_OK;
}
