/* view/choose.c: the facts of a choice, and what is asked of it. See doorstroom/view.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "view/model.h"

static bool is_of_all_measures(const ds_view *view) {
    return view->measure == SIZE_MAX ||
           strcmp(view->breakdown->measures[view->measure].code, DS_VIEW_ALL_MEASURES) == 0;
}

static bool is_chosen_fact(const ds_view *view, const uint16_t *at, bool all_measures) {
    const ds_view_index *index = view->index;
    const uint16_t year = at[index->width - 2];
    if (!all_measures && at[index->width - 1] != view->measure) return false;
    if (year != VIEW_ANY_YEAR && !view->years[year]) return false;
    for (size_t k = 0; k < view->breakdown->n_keys; k++)
        if (!view->values[index->first[k] + at[k]]) return false;
    return true;
}

ds_status ds_view_choose(ds_view *view, ds_error *err) {
    const ds_release_sheet *sheet = view->breakdown->sheet;
    const bool all = is_of_all_measures(view);
    view->facts = ds_malloc((sheet->n_facts + 1) * sizeof *view->facts);
    if (view->facts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (is_chosen_fact(view, view->index->at + i * view->index->width, all))
            view->facts[view->n_facts++] = &sheet->facts[i];
    return DS_OK;
}

void ds_view_free(ds_view *view) {
    if (view == NULL) return;
    ds_free(view->values);
    ds_free(view->years);
    ds_free(view->facts);
    ds_free(view->query);
    ds_free(view);
}

const char *ds_view_query(const ds_view *view) {
    return view->query;
}

const ds_view_topic *ds_view_topic_of(const ds_view *view) {
    return view->topic;
}

const ds_view_breakdown *ds_view_breakdown_of(const ds_view *view) {
    return view->breakdown;
}

bool ds_view_has_year(const ds_view *view, int year) {
    for (size_t y = 0; y < view->breakdown->n_years; y++)
        if (view->breakdown->years[y] == year) return view->years[y];
    return false;
}

bool ds_view_has_value(const ds_view *view, size_t key, const char *code) {
    if (key >= view->breakdown->n_keys) return false;
    for (size_t v = 0; v < view->breakdown->keys[key].n_values; v++)
        if (strcmp(view->breakdown->keys[key].values[v].code, code) == 0)
            return view->values[view->index->first[key] + v];
    return false;
}

const char *ds_view_measure(const ds_view *view) {
    return view->measure == SIZE_MAX ? "" : view->breakdown->measures[view->measure].code;
}

const char *ds_view_shape(const ds_view *view) {
    return view->shape;
}

const ds_release_fact *const *ds_view_facts(const ds_view *view, size_t *out_n) {
    *out_n = view->n_facts;
    return view->facts;
}
