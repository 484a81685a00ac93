/* cell/survey_cells.c: the cells of a survey: adding and merging. See doorstroom/survey.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "cell/survey_cells.h"

enum { SURVEY_FOLD_FROM = 4096 }; /* rows, or clusters */

static bool has_survey_scales(const ds_survey_shape *s) {
    const int64_t scales[] = {s->weight_scale, s->y_scale, s->x_scale};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (scales[i] < 1 || scales[i] > DS_SURVEY_SCALE_MAX) return false;
    return s->n_calibration <= DS_SURVEY_KEYS_MAX && s->n_by <= DS_SURVEY_KEYS_MAX;
}

static bool copy_survey_names(ds_survey_cells *cells, const ds_survey_shape *shape) {
    const size_t n = shape->n_calibration + shape->n_by;
    cells->names = ds_calloc(n + 1, sizeof *cells->names);
    cells->lists = ds_calloc(n + 1, sizeof *cells->lists);
    if (cells->names == NULL || cells->lists == NULL) return false;
    for (size_t i = 0; i <= n; i++) {
        const char *name = i == 0                      ? shape->question
                           : i <= shape->n_calibration ? shape->calibration[i - 1]
                                                       : shape->by[i - 1 - shape->n_calibration];
        cells->names[i] = ds_strdup(name);
        if (cells->names[i] == NULL) return false;
        if (i > 0) cells->lists[i - 1] = cells->names[i];
    }
    cells->shape.question = cells->names[0];
    cells->shape.calibration = cells->lists;
    cells->shape.by = cells->lists + shape->n_calibration;
    return true;
}

ds_survey_cells *ds_survey_cells_new(const ds_survey_shape *shape) {
    ds_survey_cells *cells;
    if (!has_survey_scales(shape)) return NULL;
    cells = ds_calloc(1, sizeof *cells);
    if (cells == NULL) return NULL;
    cells->shape = *shape;
    cells->width = 1 + shape->n_calibration + shape->n_by;
    if (copy_survey_names(cells, shape)) return cells;
    ds_survey_cells_free(cells);
    return NULL;
}

void ds_survey_cells_free(ds_survey_cells *cells) {
    if (cells == NULL) return;
    for (size_t i = 0; cells->names != NULL && i < cells->width; i++)
        ds_free(cells->names[i]);
    ds_free(cells->names);
    ds_free(cells->lists);
    ds_survey_texts_done(&cells->texts);
    ds_free(cells->keys);
    ds_free(cells->rows);
    ds_free(cells->clusters);
    ds_free(cells->margin_keys);
    ds_free(cells->margins);
    ds_free(cells->shown);
    ds_free(cells);
}

ds_survey_shape ds_survey_cells_shape(const ds_survey_cells *cells) {
    return cells->shape;
}

/* ---- adding ---- */

static bool number_survey_keys(ds_survey_cells *cells, const ds_survey_row *row, uint32_t *to) {
    const ds_survey_shape *s = &cells->shape;
    if (!ds_survey_texts_number(&cells->texts, row->cluster, to)) return false;
    for (size_t i = 0; i < s->n_calibration; i++)
        if (!ds_survey_texts_number(&cells->texts, row->calibration[i], &to[1 + i])) return false;
    for (size_t i = 0; i < s->n_by; i++)
        if (!ds_survey_texts_number(&cells->texts, row->by[i], &to[1 + s->n_calibration + i]))
            return false;
    return true;
}

/* Many rows are few cells: before there is room for more of them they are added up. *out_need: for
 * how many there must be room then, so that it does not happen every time where they are many. */
static ds_status fold_survey_first(ds_survey_cells *cells, const size_t *n, size_t capacity,
                                   size_t *out_need, ds_error *err) {
    ds_status status = DS_OK;
    if (!cells->merging && *n >= SURVEY_FOLD_FROM && *n == capacity) {
        status = ds_survey_cells_fold(cells, err);
        *out_need = *n > capacity / 2 ? capacity + 1 : *n + 1;
    } else
        *out_need = *n + 1;
    return status;
}

ds_status ds_survey_cells_add(ds_survey_cells *cells, const ds_survey_row *row, ds_error *err) {
    size_t need;
    const ds_status status = fold_survey_first(cells, &cells->n, cells->capacity, &need, err);
    if (status != DS_OK) return status;
    if (!ds_reserve(&cells->rows, &cells->capacity, need, sizeof *cells->rows) ||
        !ds_reserve(&cells->keys, &cells->keys_capacity, cells->n_keys + cells->width,
                    sizeof *cells->keys) ||
        !number_survey_keys(cells, row, cells->keys + cells->n_keys))
        return ds_error_memory(err);
    cells->rows[cells->n++] = (survey_kept_row){row->year, cells->n_keys, row->measures};
    cells->n_keys += cells->width;
    return DS_OK;
}

ds_status ds_survey_cells_add_cluster(ds_survey_cells *cells, const ds_survey_cluster *c,
                                      ds_error *err) {
    survey_kept_cluster kept = {.year = c->year, .clusters = c->clusters, .students = c->students};
    size_t need;
    const ds_status status =
        fold_survey_first(cells, &cells->n_clusters, cells->clusters_capacity, &need, err);
    if (status != DS_OK) return status;
    if (!ds_survey_texts_number(&cells->texts, c->cluster, &kept.cluster) ||
        !ds_survey_texts_number(&cells->texts, c->stratum, &kept.stratum) ||
        !ds_reserve(&cells->clusters, &cells->clusters_capacity, need, sizeof *cells->clusters))
        return ds_error_memory(err);
    cells->clusters[cells->n_clusters++] = kept;
    return DS_OK;
}

ds_status ds_survey_cells_add_margin(ds_survey_cells *cells, const ds_survey_margin *margin,
                                     ds_error *err) {
    const size_t n = cells->shape.n_calibration, first = cells->n_margin_keys;
    if (!ds_reserve(&cells->margins, &cells->margins_capacity, cells->n_margins + 1,
                    sizeof *cells->margins) ||
        !ds_reserve(&cells->margin_keys, &cells->margin_keys_capacity, first + n + 1,
                    sizeof *cells->margin_keys))
        return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (!ds_survey_texts_number(&cells->texts, margin->calibration[i],
                                    &cells->margin_keys[first + i]))
            return ds_error_memory(err);
    cells->margins[cells->n_margins++] =
        (survey_kept_margin){margin->year, first, margin->students};
    cells->n_margin_keys += n;
    return DS_OK;
}

/* ---- merging ---- */

static bool has_same_shape(const ds_survey_cells *a, const ds_survey_cells *b) {
    const ds_survey_shape *s = &a->shape, *t = &b->shape;
    if (s->kind != t->kind || s->weight_scale != t->weight_scale || s->y_scale != t->y_scale ||
        s->x_scale != t->x_scale || s->n_calibration != t->n_calibration || s->n_by != t->n_by)
        return false;
    for (size_t i = 0; i < a->width; i++)
        if (strcmp(a->names[i], b->names[i]) != 0) return false;
    return true;
}

/* Of cells that are not finished, too. */
static void show_survey_keys(const ds_survey_cells *cells, const uint32_t *keys, size_t n,
                             ds_text *out) {
    for (size_t i = 0; i < n; i++)
        out[i] = ds_survey_texts_at(&cells->texts, keys[i]);
}

static ds_status merge_survey_facts(ds_survey_cells *into, const ds_survey_cells *from,
                                    ds_error *err) {
    ds_text keys[DS_SURVEY_KEYS_MAX] = {{NULL, 0}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < from->n_clusters; i++) {
        const survey_kept_cluster *c = &from->clusters[i];
        const ds_survey_cluster cluster = {c->year, ds_survey_texts_at(&from->texts, c->cluster),
                                           ds_survey_texts_at(&from->texts, c->stratum),
                                           c->clusters, c->students};
        status = ds_survey_cells_add_cluster(into, &cluster, err);
    }
    for (size_t i = 0; status == DS_OK && i < from->n_margins; i++) {
        const survey_kept_margin *m = &from->margins[i];
        const ds_survey_margin margin = {m->year, keys, m->students};
        show_survey_keys(from, from->margin_keys + m->first, from->shape.n_calibration, keys);
        status = ds_survey_cells_add_margin(into, &margin, err);
    }
    return status;
}

static ds_status merge_survey_rows(ds_survey_cells *into, const ds_survey_cells *from,
                                   ds_error *err) {
    ds_text keys[1 + 2 * DS_SURVEY_KEYS_MAX] = {{NULL, 0}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < from->n; i++) {
        const survey_kept_row *r = &from->rows[i];
        const ds_survey_row row = {r->year, ds_survey_texts_at(&from->texts, from->keys[r->first]),
                                   keys + 1, keys + 1 + from->shape.n_calibration, r->measures};
        show_survey_keys(from, from->keys + r->first, from->width, keys);
        status = ds_survey_cells_add(into, &row, err);
    }
    return status;
}

ds_status ds_survey_cells_merge(ds_survey_cells *into, const ds_survey_cells *from, ds_error *err) {
    const size_t n = into->n, n_keys = into->n_keys, n_clusters = into->n_clusters;
    const size_t n_margins = into->n_margins, n_margin_keys = into->n_margin_keys;
    ds_status status;
    if (into == from)
        return ds_error_set(err, DS_USAGE, "cellen tellen niet bij zichzelf op",
                            "cells do not add to themselves");
    if (!has_same_shape(into, from))
        return ds_error_set(err, DS_USAGE,
                            "deze cellen horen niet bij elkaar: %s en %s, of andere eenheden of "
                            "uitsplitsingen",
                            "these cells do not belong together: %s and %s, or other units or "
                            "breakdowns",
                            into->names[0], from->names[0]);
    into->merging = true;
    status = merge_survey_rows(into, from, err);
    if (status == DS_OK) status = merge_survey_facts(into, from, err);
    into->merging = false;
    if (status != DS_OK) {
        into->n = n;
        into->n_keys = n_keys;
        into->n_clusters = n_clusters;
        into->n_margins = n_margins;
        into->n_margin_keys = n_margin_keys;
    }
    return status;
}
