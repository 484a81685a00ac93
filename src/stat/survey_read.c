/* stat/survey_read.c: the cells of a survey as numbered clusters, strata, groups and classes. See
 * survey_design.h. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "stat/survey_design.h"

/* A row by what it is sorted on. */
typedef struct survey_ref {
    size_t line, year;
    const ds_text *keys;
} survey_ref;

typedef struct survey_order {
    const size_t *kept;
    size_t n;
} survey_order;

static int compare_survey_texts(ds_text a, ds_text b) {
    if (a.data == NULL || b.data == NULL) return (a.data != NULL) - (b.data != NULL);
    return ds_text_compare(a, b);
}

static int compare_survey_refs(const void *x, const void *y, void *context) {
    const survey_ref *a = x, *b = y;
    const survey_order *order = context;
    if (a->year != b->year) return a->year < b->year ? -1 : 1;
    for (size_t i = 0; i < order->n; i++) {
        const int c = compare_survey_texts(a->keys[order->kept[i]], b->keys[order->kept[i]]);
        if (c != 0) return c;
    }
    return 0;
}

/* SIZE_MAX: not asked. */
static size_t find_survey_year(const ds_survey_design *d, int year) {
    for (size_t i = 0; i < d->n_years; i++)
        if (d->years[i] == year) return i;
    return SIZE_MAX;
}

/* ---- years ---- */

static int compare_ints(const void *x, const void *y) {
    const int a = *(const int *)x, b = *(const int *)y;
    return (a > b) - (a < b);
}

static ds_status find_survey_years(ds_survey_design *d, ds_error *err) {
    const size_t n = ds_survey_cells_n_clusters(d->cells);
    for (size_t i = 0; i < n; i++) { /* sorted by year */
        const int year = ds_survey_cells_cluster(d->cells, i).year;
        if (d->n_years > 0 && d->years[d->n_years - 1] == year) continue;
        if (d->n_years == DS_SURVEY_YEARS_MAX)
            return ds_error_set(err, DS_INPUT, "meer dan %d jaren", "more than %d years",
                                DS_SURVEY_YEARS_MAX);
        d->years[d->n_years++] = year;
    }
    return DS_OK;
}

static ds_status choose_survey_years(ds_survey_design *d, ds_error *err) {
    const ds_survey_options *o = &d->options;
    size_t n = 0;
    ds_status status = find_survey_years(d, err);
    if (status != DS_OK || o->years == NULL) return status;
    for (size_t i = 0; i < o->n_years; i++)
        if (find_survey_year(d, o->years[i]) == SIZE_MAX)
            return ds_error_set(err, DS_USAGE, "van %d is er geen enquête",
                                "there is no survey of %d", o->years[i]);
    for (size_t i = 0; i < d->n_years; i++)
        for (size_t j = 0; j < o->n_years; j++)
            if (o->years[j] == d->years[i]) {
                d->years[n++] = d->years[i];
                break;
            }
    d->n_years = n;
    qsort(d->years, n, sizeof *d->years, compare_ints);
    return DS_OK;
}

static ds_status choose_survey_keys(ds_survey_design *d, ds_error *err) {
    if (d->options.by >> d->shape.n_by != 0)
        return ds_error_set(err, DS_USAGE, "een uitsplitsing die er niet is",
                            "a breakdown that is not there");
    for (size_t i = 0; i < d->shape.n_by; i++)
        if (d->options.by >> i & 1) d->kept[d->n_kept++] = i;
    return DS_OK;
}

/* ---- units, clusters, strata ---- */

static ds_status make_survey_units(ds_survey_design *d, ds_error *err) {
    const size_t n = ds_survey_cells_n_clusters(d->cells);
    d->units = ds_calloc(n + 1, sizeof *d->units);
    if (d->units == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const ds_survey_cluster c = ds_survey_cells_cluster(d->cells, i);
        const size_t year = find_survey_year(d, c.year);
        if (year == SIZE_MAX) continue;
        d->units[d->n_units++] =
            (survey_unit){.cluster = i, .year = year, .students = (double)c.students};
    }
    return DS_OK;
}

typedef struct survey_name {
    ds_text text;
    size_t unit;
} survey_name;

static int compare_survey_names(const void *x, const void *y) {
    const survey_name *a = x, *b = y;
    const int order = compare_survey_texts(a->text, b->text);
    return order != 0 ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

/* Numbers of equal texts, rising by bytes, into number[n] by unit; returns how many. */
static size_t number_survey_names(survey_name *names, size_t n, size_t *number) {
    size_t count = 0;
    qsort(names, n, sizeof *names, compare_survey_names);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_survey_texts(names[i - 1].text, names[i].text) != 0) count++;
        number[names[i].unit] = count - 1;
    }
    return count;
}

/* One size for a stratum: the largest of its years. */
static void size_survey_stratum(ds_survey_design *d, survey_stratum *s, uint64_t clusters) {
    const double size = (double)clusters;
    if (clusters == 0) {
        if (!d->options.without_fpc) d->facts.flags |= DS_SURVEY_CLUSTERS_UNKNOWN;
        s->clusters = INFINITY;
    } else if (s->clusters == 0)
        s->clusters = size;
    else if (s->clusters != size && s->clusters != INFINITY) {
        d->facts.flags |= DS_SURVEY_STRATUM_RESIZED;
        if (size > s->clusters) s->clusters = size;
    }
}

static void fill_survey_strata(ds_survey_design *d, const size_t *cluster_of, const size_t *stratum,
                               bool *seen) {
    for (size_t i = 0; i < d->n_units; i++) {
        const ds_survey_cluster c = ds_survey_cells_cluster(d->cells, d->units[i].cluster);
        survey_stratum *s = &d->strata[stratum[i]];
        s->name = c.stratum;
        size_survey_stratum(d, s, c.clusters);
        d->stratum_of[cluster_of[i]] = stratum[i];
        if (!seen[cluster_of[i]]) s->n++;
        seen[cluster_of[i]] = true;
        d->units[i].cluster = cluster_of[i];
    }
    for (size_t h = 0; h < d->n_strata; h++) {
        d->facts.population += d->strata[h].clusters;
        d->strata[h].certain = d->strata[h].clusters == 1 && !d->options.without_fpc;
        if (d->options.without_fpc) d->strata[h].clusters = INFINITY;
        d->facts.lonely += d->strata[h].n == 1 && !d->strata[h].certain;
    }
}

static ds_status check_survey_sizes(const ds_survey_design *d, ds_error *err) {
    for (size_t h = 0; h < d->n_strata; h++) {
        const survey_stratum *s = &d->strata[h];
        const int size = (int)(s->name.size < 100 ? s->name.size : 100);
        if (s->n > s->clusters)
            return ds_error_set(err, DS_INPUT, "stratum '%.*s': %.0f clusters, van %.0f",
                                "stratum '%.*s': %.0f clusters, of %.0f", size,
                                s->name.data == NULL ? "" : s->name.data, s->n, s->clusters);
    }
    return DS_OK;
}

static ds_status number_survey_clusters(ds_survey_design *d, ds_error *err) {
    const size_t n = d->n_units;
    survey_name *names = ds_calloc(n + 1, sizeof *names);
    size_t *cluster_of = ds_calloc(2 * n + 1, sizeof *cluster_of), *stratum = NULL;
    bool *seen = ds_calloc(n + 1, sizeof *seen);
    ds_status status = DS_OK;
    d->stratum_of = ds_calloc(n + 1, sizeof *d->stratum_of);
    d->strata = ds_calloc(n + 1, sizeof *d->strata);
    if (names == NULL || cluster_of == NULL || seen == NULL || d->stratum_of == NULL ||
        d->strata == NULL)
        status = ds_error_memory(err);
    if (status == DS_OK) {
        stratum = cluster_of + n;
        for (size_t i = 0; i < n; i++)
            names[i] =
                (survey_name){ds_survey_cells_cluster(d->cells, d->units[i].cluster).cluster, i};
        d->n_clusters = number_survey_names(names, n, cluster_of);
        for (size_t i = 0; i < n; i++)
            names[i] =
                (survey_name){ds_survey_cells_cluster(d->cells, d->units[i].cluster).stratum, i};
        d->n_strata = number_survey_names(names, n, stratum);
        fill_survey_strata(d, cluster_of, stratum, seen);
        status = check_survey_sizes(d, err);
    }
    ds_free(names);
    ds_free(cluster_of);
    ds_free(seen);
    return status;
}

/* ---- lines ---- */

static survey_line make_survey_line(const ds_survey_shape *s, const ds_survey_measures *m) {
    const double w = (double)s->weight_scale, y = (double)s->y_scale, x = (double)s->x_scale;
    const bool ratio = s->kind == DS_SURVEY_RATIO;
    return (survey_line){
        .n = m->n,
        .known = m->known,
        .yes = m->yes,
        .w = ds_sum_double(m->w) / w,
        .w2 = ds_sum_double(m->w2) / (w * w),
        .known_w = ds_sum_double(m->known_w) / w,
        .wy = ds_sum_double(m->wy) / (w * y),
        .wx = ratio ? ds_sum_double(m->wx) / (w * x) : ds_sum_double(m->known_w) / w,
        .w2y = ds_sum_double(m->w2y) / (w * w * y),
        .w2x = ratio ? ds_sum_double(m->w2x) / (w * w * x) : ds_sum_double(m->known_w2) / (w * w),
        .w2yy = ds_sum_double(m->w2y2) / (w * w * y * y),
        .w2xy =
            ratio ? ds_sum_double(m->w2xy) / (w * w * x * y) : ds_sum_double(m->w2y) / (w * w * y),
        .w2xx = ratio ? ds_sum_double(m->w2x2) / (w * w * x * x)
                      : ds_sum_double(m->known_w2) / (w * w)};
}

/* Where a row stands beside a cluster in a year: both are sorted so. */
static int compare_survey_places(const ds_survey_row *row, const ds_survey_cluster *c) {
    if (row->year != c->year) return row->year < c->year ? -1 : 1;
    return compare_survey_texts(row->cluster, c->cluster);
}

static ds_status make_survey_lines(ds_survey_design *d, survey_ref *classes, survey_ref *domains,
                                   ds_error *err) {
    const size_t n = ds_survey_cells_n(d->cells);
    d->lines = ds_calloc(n + 1, sizeof *d->lines);
    if (d->lines == NULL) return ds_error_memory(err);
    for (size_t u = 0, i = 0; u < d->n_units; u++) {
        survey_unit *unit = &d->units[u];
        const ds_survey_cluster c = ds_survey_cells_cluster(d->cells, unit->cluster);
        unit->first = d->n_lines;
        for (; i < n; i++) {
            const ds_survey_row row = ds_survey_cells_at(d->cells, i);
            const int order = compare_survey_places(&row, &c);
            if (order > 0) break;
            if (order < 0) continue; /* of a year that was not asked */
            unit->m += (double)row.measures.n;
            classes[d->n_lines] = (survey_ref){d->n_lines, unit->year, row.calibration};
            domains[d->n_lines] = (survey_ref){d->n_lines, unit->year, row.by};
            d->lines[d->n_lines++] = make_survey_line(&d->shape, &row.measures);
        }
        unit->end = d->n_lines;
    }
    return DS_OK;
}

/* ---- classes and groups ---- */

static ds_status make_survey_classes(ds_survey_design *d, survey_ref *refs, ds_error *err) {
    size_t all[DS_SURVEY_KEYS_MAX];
    survey_order order = {all, d->shape.n_calibration};
    if (d->options.calibration == DS_SURVEY_UNCALIBRATED) return DS_OK;
    for (size_t i = 0; i < order.n; i++)
        all[i] = i;
    d->classes = ds_calloc(d->n_lines + 1, sizeof *d->classes);
    if (d->classes == NULL) return ds_error_memory(err);
    qsort_r(refs, d->n_lines, sizeof *refs, compare_survey_refs, &order);
    for (size_t i = 0; i < d->n_lines; i++) {
        survey_line *line = &d->lines[refs[i].line];
        if (i == 0 || compare_survey_refs(&refs[i - 1], &refs[i], &order) != 0)
            d->classes[d->n_classes++] = (ds_survey_class){
                .year = d->years[refs[i].year], .calibration = refs[i].keys, .g = 1};
        line->class = d->n_classes - 1;
        d->classes[line->class].weight += line->w;
    }
    return DS_OK;
}

static ds_status keep_survey_domains(ds_survey_design *d, const survey_ref *refs,
                                     const survey_order *order, ds_error *err) {
    size_t n = 0;
    for (size_t i = 0; i < d->n_lines; i++) {
        if (i == 0 || compare_survey_refs(&refs[i - 1], &refs[i], (void *)(uintptr_t)order) != 0) {
            d->domains[n].year = refs[i].year;
            for (size_t k = 0; k < d->n_kept; k++)
                d->domain_keys[n * d->n_kept + k] = refs[i].keys[d->kept[k]];
            n++;
        }
        d->lines[refs[i].line].domain = n - 1;
    }
    d->n_domains = n;
    if (n > DS_SURVEY_GROUPS_MAX)
        return ds_error_set(err, DS_INPUT, "%zu groepen, ten hoogste %d", "%zu groups, at most %d",
                            n, DS_SURVEY_GROUPS_MAX);
    return DS_OK;
}

static ds_status make_survey_domains(ds_survey_design *d, survey_ref *refs, ds_error *err) {
    survey_order order = {d->kept, d->n_kept};
    d->domains = ds_calloc(d->n_lines + 1, sizeof *d->domains);
    d->domain_keys = ds_calloc(d->n_lines * d->n_kept + 1, sizeof *d->domain_keys);
    if (d->domains == NULL || d->domain_keys == NULL) return ds_error_memory(err);
    qsort_r(refs, d->n_lines, sizeof *refs, compare_survey_refs, &order);
    return keep_survey_domains(d, refs, &order, err);
}

ds_status ds_survey_read_cells(ds_survey_design *d, ds_error *err) {
    const size_t n = ds_survey_cells_n(d->cells) + 1;
    survey_ref *classes = ds_calloc(n, sizeof *classes), *domains = ds_calloc(n, sizeof *domains);
    ds_status status = classes == NULL || domains == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = choose_survey_years(d, err);
    if (status == DS_OK) status = choose_survey_keys(d, err);
    if (status == DS_OK) status = make_survey_units(d, err);
    if (status == DS_OK) status = make_survey_lines(d, classes, domains, err);
    if (status == DS_OK) status = number_survey_clusters(d, err);
    if (status == DS_OK) status = make_survey_classes(d, classes, err);
    if (status == DS_OK) status = make_survey_domains(d, domains, err);
    ds_free(classes);
    ds_free(domains);
    return status;
}
