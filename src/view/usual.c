/* view/usual.c: what a page shows of a sheet without a query: the last years, and where there are
 * many rows, fewer keys apart. See model.h. */
#include <string.h>

#include "base/memory.h"
#include "view/model.h"

/* How many rows the choice has: the facts of the first measure in the last year. */
static size_t count_rows(const ds_view_sheet *sheet, const bool *values) {
    const ds_view_index *index = &sheet->index;
    const size_t n_keys = sheet->breakdown.n_keys;
    const size_t last = sheet->breakdown.n_years - 1;
    size_t n = 0, measure = SIZE_MAX;
    for (size_t i = 0; i < sheet->sheet->n_facts; i++) {
        const uint16_t *at = index->at + i * index->width;
        bool in = sheet->breakdown.n_years == 0 || at[index->width - 2] == last;
        for (size_t k = 0; k < n_keys && in; k++)
            in = values[index->first[k] + at[k]];
        if (!in) continue;
        if (measure == SIZE_MAX) measure = at[index->width - 1];
        n += at[index->width - 1] == measure;
    }
    return n;
}

static bool has_total(const ds_view_key *key) {
    return key->n_values > 1 && strcmp(key->values[0].code, DS_TOTAL) == 0;
}

/* The key over all of it only. */
static void leave_total(const ds_view_sheet *sheet, bool *values, size_t k) {
    const ds_view_index *index = &sheet->index;
    memset(values + index->first[k], 0, (index->first[k + 1] - index->first[k]) * sizeof *values);
    values[index->first[k]] = true;
}

/* The key that leaves most rows of those that leave few enough; else that of most values. SIZE_MAX:
 * none has a total. */
static size_t find_key_to_total(const ds_view_sheet *sheet, bool *values, bool *trial) {
    const size_t n_values = sheet->index.first[sheet->breakdown.n_keys];
    size_t best = SIZE_MAX, best_rows = 0, largest = SIZE_MAX, most = 0;
    for (size_t k = 0; k < sheet->breakdown.n_keys; k++) {
        size_t rows;
        if (!has_total(&sheet->breakdown.keys[k]) || !values[sheet->index.first[k] + 1]) continue;
        memcpy(trial, values, n_values * sizeof *trial);
        leave_total(sheet, trial, k);
        rows = count_rows(sheet, trial);
        if (rows <= DS_VIEW_ROWS_USUAL && rows > best_rows) {
            best = k;
            best_rows = rows;
        }
        if (sheet->breakdown.keys[k].n_values > most) {
            largest = k;
            most = sheet->breakdown.keys[k].n_values;
        }
    }
    return best != SIZE_MAX ? best : largest;
}

/* Without totals: the first values of the key with most of them. */
static void keep_first_values(const ds_view_sheet *sheet, bool *values) {
    size_t largest = 0;
    for (size_t k = 1; k < sheet->breakdown.n_keys; k++)
        if (sheet->breakdown.keys[k].n_values > sheet->breakdown.keys[largest].n_values)
            largest = k;
    for (size_t v = DS_VIEW_SERIES_MAX; v < sheet->breakdown.keys[largest].n_values; v++)
        values[sheet->index.first[largest] + v] = false;
}

/* A key of the sheet that the question did not ask rows of is over all. */
static void total_what_is_not_asked(const ds_view_sheet *sheet, bool *values) {
    for (size_t k = 0; sheet->by[0] != '\0' && k < sheet->breakdown.n_keys; k++) {
        const char *name = sheet->sheet->key_names[sheet->index.sheet_keys[k]];
        if (!ds_view_is_in_list(sheet->breakdown.by, name) && has_total(&sheet->breakdown.keys[k]))
            leave_total(sheet, values, k);
    }
}

static void choose_usual_years(const ds_view_sheet *sheet) {
    const size_t n = sheet->breakdown.n_years;
    const bool all = sheet->breakdown.n_keys == 0 || !ds_view_kind_is_counted(sheet->sheet->kind);
    for (size_t y = 0; y < n; y++)
        sheet->index.usual_years[y] = all || y + DS_VIEW_YEARS_USUAL >= n;
}

bool ds_view_find_usual(ds_views *views, ds_view_sheet *sheet) {
    const size_t n_values = sheet->index.first[sheet->breakdown.n_keys];
    bool *values = ds_document_room(views->words, (n_values + 1) * sizeof *values);
    bool *trial = ds_malloc((n_values + 1) * sizeof *trial);
    sheet->index.usual_years =
        ds_document_room(views->words, (sheet->breakdown.n_years + 1) * sizeof(bool));
    if (values == NULL || trial == NULL || sheet->index.usual_years == NULL) {
        ds_free(trial);
        ds_document_fail(views->words);
        return false;
    }
    for (size_t v = 0; v < n_values; v++)
        values[v] = true;
    sheet->index.usual = values;
    choose_usual_years(sheet);
    total_what_is_not_asked(sheet, values);
    if (count_rows(sheet, values) == 0) /* the sheet has no such total */
        for (size_t v = 0; v < n_values; v++)
            values[v] = true;
    while (ds_view_kind_is_counted(sheet->sheet->kind) && sheet->breakdown.n_keys > 0 &&
           count_rows(sheet, values) > DS_VIEW_ROWS_USUAL) {
        const size_t k = find_key_to_total(sheet, values, trial);
        if (k == SIZE_MAX) {
            keep_first_values(sheet, values);
            break;
        }
        leave_total(sheet, values, k);
    }
    ds_free(trial);
    return true;
}
