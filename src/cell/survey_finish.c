/* cell/survey_finish.c: the cells of a survey in order, what cannot be refused, and reading them.
 * See doorstroom/survey.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "cell/survey_cells.h"

static int compare_survey_years(int a, int b) {
    return (a > b) - (a < b);
}

static int compare_survey_keys(const ds_survey_cells *cells, const uint32_t *a, const uint32_t *b,
                               size_t n) {
    for (size_t i = 0; i < n; i++) {
        const int order = ds_survey_texts_compare(&cells->texts, a[i], b[i]);
        if (order != 0) return order;
    }
    return 0;
}

/* ---- rows ---- */

static int compare_survey_rows(const void *x, const void *y, void *context) {
    const survey_kept_row *a = x, *b = y;
    const ds_survey_cells *cells = context;
    const int order = compare_survey_years(a->year, b->year);
    return order != 0 ? order
                      : compare_survey_keys(cells, cells->keys + a->first, cells->keys + b->first,
                                            cells->width);
}

static ds_status fold_survey_rows(ds_survey_cells *cells, ds_error *err) {
    size_t kept = 0;
    if (cells->n == 0) return DS_OK;
    qsort_r(cells->rows, cells->n, sizeof *cells->rows, compare_survey_rows, cells);
    for (size_t i = 1; i < cells->n; i++) {
        if (compare_survey_rows(&cells->rows[kept], &cells->rows[i], cells) != 0)
            cells->rows[++kept] = cells->rows[i];
        else if (!ds_survey_measures_add(&cells->rows[kept].measures, &cells->rows[i].measures))
            return ds_error_set(err, DS_INPUT, "gewichten of antwoorden te groot om op te tellen",
                                "weights or answers too large to add up");
    }
    cells->n = kept + 1;
    return DS_OK;
}

/* ---- clusters ---- */

static int compare_survey_clusters(const void *x, const void *y, void *context) {
    const survey_kept_cluster *a = x, *b = y;
    const ds_survey_cells *cells = context;
    const int order = compare_survey_years(a->year, b->year);
    return order != 0 ? order : ds_survey_texts_compare(&cells->texts, a->cluster, b->cluster);
}

/* The name of an institution is no secret to who counts its answers. */
static ds_status refuse_survey_cluster(const ds_survey_cells *cells, const survey_kept_cluster *c,
                                       const char *nl, const char *en, ds_error *err) {
    const ds_text name = ds_survey_texts_at(&cells->texts, c->cluster);
    const int size = (int)(name.size < 100 ? name.size : 100);
    char text_nl[400], text_en[400], year[24] = "";
    if (c->year != 0) (void)snprintf(year, sizeof year, ", %d", c->year);
    (void)snprintf(text_nl, sizeof text_nl, "cluster '%.*s'%s: %s", size,
                   name.data == NULL ? "" : name.data, year, nl);
    (void)snprintf(text_en, sizeof text_en, "cluster '%.*s'%s: %s", size,
                   name.data == NULL ? "" : name.data, year, en);
    return ds_error_texts(err, DS_INPUT, NULL, 0, 0, text_nl, text_en);
}

static ds_status fold_survey_clusters(ds_survey_cells *cells, ds_error *err) {
    size_t kept = 0;
    if (cells->n_clusters == 0) return DS_OK;
    qsort_r(cells->clusters, cells->n_clusters, sizeof *cells->clusters, compare_survey_clusters,
            cells);
    for (size_t i = 1; i < cells->n_clusters; i++) {
        const survey_kept_cluster *a = &cells->clusters[kept], *b = &cells->clusters[i];
        if (compare_survey_clusters(a, b, cells) != 0) {
            cells->clusters[++kept] = *b;
            continue;
        }
        if (a->stratum != b->stratum || a->clusters != b->clusters || a->students != b->students)
            return refuse_survey_cluster(cells, b,
                                         "twee strata, of twee aantallen clusters of studenten",
                                         "two strata, or two numbers of clusters or students", err);
    }
    cells->n_clusters = kept + 1;
    return DS_OK;
}

/* One stratum in all years, and one size of a stratum in a year. */
static ds_status check_survey_strata(const ds_survey_cells *cells, ds_error *err) {
    uint32_t *stratum_of = ds_calloc(cells->texts.n + 1, sizeof *stratum_of);
    size_t *sized = ds_calloc(cells->texts.n + 1, sizeof *sized); /* the last cluster + 1 */
    ds_status status = DS_OK;
    if (stratum_of == NULL || sized == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < cells->n_clusters; i++) {
        const survey_kept_cluster *c = &cells->clusters[i];
        /* A missing text has no number: its place is the last. */
        const size_t at = c->stratum == DS_SURVEY_NO_TEXT ? cells->texts.n : c->stratum;
        const size_t of = c->cluster == DS_SURVEY_NO_TEXT ? cells->texts.n : c->cluster;
        const survey_kept_cluster *before = sized[at] > 0 ? &cells->clusters[sized[at] - 1] : NULL;
        if (stratum_of[of] != 0 && stratum_of[of] != at + 1)
            status = refuse_survey_cluster(cells, c, "in een ander jaar in een ander stratum",
                                           "in another stratum in another year", err);
        else if (before != NULL && before->year == c->year && before->clusters != c->clusters)
            status = refuse_survey_cluster(
                cells, c, "een ander aantal clusters in het stratum dan bij andere ervan",
                "another number of clusters in the stratum than with others of it", err);
        stratum_of[of] = (uint32_t)at + 1;
        sized[at] = i + 1;
    }
    ds_free(stratum_of);
    ds_free(sized);
    return status;
}

static ds_status check_survey_members(const ds_survey_cells *cells, ds_error *err) {
    size_t c = 0;
    for (size_t i = 0; i < cells->n; i++) {
        const survey_kept_cluster of = {.year = cells->rows[i].year,
                                        .cluster = cells->keys[cells->rows[i].first]};
        while (c < cells->n_clusters &&
               compare_survey_clusters(&cells->clusters[c], &of, (void *)(uintptr_t)cells) < 0)
            c++;
        if (c == cells->n_clusters ||
            compare_survey_clusters(&cells->clusters[c], &of, (void *)(uintptr_t)cells) != 0)
            return refuse_survey_cluster(cells, &of, "staat niet bij de clusters",
                                         "is not among the clusters", err);
    }
    return DS_OK;
}

/* ---- margins ---- */

static int compare_survey_margins(const void *x, const void *y, void *context) {
    const survey_kept_margin *a = x, *b = y;
    const ds_survey_cells *cells = context;
    const int order = compare_survey_years(a->year, b->year);
    return order != 0
               ? order
               : compare_survey_keys(cells, cells->margin_keys + a->first,
                                     cells->margin_keys + b->first, cells->shape.n_calibration);
}

static ds_status fold_survey_margins(ds_survey_cells *cells, ds_error *err) {
    size_t kept = 0;
    if (cells->n_margins == 0) return DS_OK;
    qsort_r(cells->margins, cells->n_margins, sizeof *cells->margins, compare_survey_margins,
            cells);
    for (size_t i = 1; i < cells->n_margins; i++) {
        const survey_kept_margin *a = &cells->margins[kept], *b = &cells->margins[i];
        if (compare_survey_margins(a, b, cells) != 0)
            cells->margins[++kept] = *b;
        else if (a->students != b->students)
            return ds_error_set(err, DS_INPUT, "twee aantallen studenten voor één randtotaal",
                                "two numbers of students for one margin");
    }
    cells->n_margins = kept + 1;
    return DS_OK;
}

/* ---- the whole ---- */

static ds_status show_survey_texts(ds_survey_cells *cells, ds_error *err) {
    ds_text *shown = ds_calloc(cells->n_keys + cells->n_margin_keys + 1, sizeof *shown);
    if (shown == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < cells->n_keys; i++)
        shown[i] = ds_survey_texts_at(&cells->texts, cells->keys[i]);
    for (size_t i = 0; i < cells->n_margin_keys; i++)
        shown[cells->n_keys + i] = ds_survey_texts_at(&cells->texts, cells->margin_keys[i]);
    ds_free(cells->shown);
    cells->shown = shown;
    return DS_OK;
}

/* The keys of the rows that are left, in their order. */
static ds_status pack_survey_keys(ds_survey_cells *cells, ds_error *err) {
    const size_t n_keys = cells->n * cells->width;
    uint32_t *keys;
    if (n_keys == cells->n_keys) return DS_OK;
    keys = ds_calloc(n_keys + 1, sizeof *keys);
    if (keys == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < cells->n; i++) {
        memcpy(keys + i * cells->width, cells->keys + cells->rows[i].first,
               cells->width * sizeof *keys);
        cells->rows[i].first = i * cells->width;
    }
    ds_free(cells->keys);
    cells->keys = keys;
    cells->n_keys = n_keys;
    cells->keys_capacity = n_keys + 1;
    return DS_OK;
}

ds_status ds_survey_cells_fold(ds_survey_cells *cells, ds_error *err) {
    ds_status status = fold_survey_rows(cells, err);
    if (status == DS_OK) status = pack_survey_keys(cells, err);
    return status == DS_OK ? fold_survey_clusters(cells, err) : status;
}

ds_status ds_survey_cells_finish(ds_survey_cells *cells, ds_error *err) {
    ds_status status = ds_survey_cells_fold(cells, err);
    if (status == DS_OK) status = check_survey_strata(cells, err);
    if (status == DS_OK) status = check_survey_members(cells, err);
    if (status == DS_OK) status = fold_survey_margins(cells, err);
    return status == DS_OK ? show_survey_texts(cells, err) : status;
}

size_t ds_survey_cells_n(const ds_survey_cells *cells) {
    return cells->n;
}

ds_survey_row ds_survey_cells_at(const ds_survey_cells *cells, size_t i) {
    const survey_kept_row *r = &cells->rows[i];
    const ds_text *keys = cells->shown + r->first;
    return (ds_survey_row){r->year, keys[0], keys + 1, keys + 1 + cells->shape.n_calibration,
                           r->measures};
}

size_t ds_survey_cells_n_clusters(const ds_survey_cells *cells) {
    return cells->n_clusters;
}

ds_survey_cluster ds_survey_cells_cluster(const ds_survey_cells *cells, size_t i) {
    const survey_kept_cluster *c = &cells->clusters[i];
    return (ds_survey_cluster){c->year, ds_survey_texts_at(&cells->texts, c->cluster),
                               ds_survey_texts_at(&cells->texts, c->stratum), c->clusters,
                               c->students};
}

size_t ds_survey_cells_n_margins(const ds_survey_cells *cells) {
    return cells->n_margins;
}

ds_survey_margin ds_survey_cells_margin(const ds_survey_cells *cells, size_t i) {
    const survey_kept_margin *m = &cells->margins[i];
    return (ds_survey_margin){m->year, cells->shown + cells->n_keys + m->first, m->students};
}
