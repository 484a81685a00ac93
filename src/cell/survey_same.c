/* cell/survey_same.c: of the cells of a survey those of some clusters, and clusters as a breakdown.
 * See doorstroom/survey.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/survey_cells.h"

/* Clusters are sorted by year and name. */
static bool took_part(const ds_survey_cells *cells, int year, ds_text cluster) {
    size_t low = 0, high = cells->n_clusters;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const ds_survey_cluster c = ds_survey_cells_cluster(cells, middle);
        const int order = c.year != year ? (c.year > year) - (c.year < year)
                                         : ds_text_compare(c.cluster, cluster);
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Which clusters are wanted, and what is made of them. */
typedef struct survey_choice {
    const ds_survey_cells *from;
    const int *years; /* [n_years]: those of a panel; NULL: the year that splits */
    size_t n_years;
    int year;
    ds_survey_cells *to;
} survey_choice;

static bool is_survey_row_wanted(const survey_choice *c, int year, ds_text cluster) {
    bool among = false;
    if (c->years == NULL) return year != c->year;
    for (size_t i = 0; i < c->n_years; i++) {
        if (!took_part(c->from, c->years[i], cluster)) return false;
        among = among || c->years[i] == year;
    }
    return among;
}

static ds_status choose_survey_rows(const survey_choice *c, ds_error *err) {
    const ds_survey_shape *s = &c->from->shape;
    ds_text by[DS_SURVEY_KEYS_MAX + 1];
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < c->from->n; i++) {
        ds_survey_row row = ds_survey_cells_at(c->from, i);
        if (!is_survey_row_wanted(c, row.year, row.cluster)) continue;
        if (s->n_by > 0) memcpy(by, row.by, s->n_by * sizeof *by);
        by[s->n_by] = ds_text_of(took_part(c->from, c->year, row.cluster) ? "ja" : "nee");
        row.by = by;
        status = ds_survey_cells_add(c->to, &row, err);
    }
    return status;
}

static ds_status choose_survey_facts(const survey_choice *c, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < c->from->n_clusters; i++) {
        const ds_survey_cluster cluster = ds_survey_cells_cluster(c->from, i);
        if (is_survey_row_wanted(c, cluster.year, cluster.cluster))
            status = ds_survey_cells_add_cluster(c->to, &cluster, err);
    }
    for (size_t i = 0; status == DS_OK && i < c->from->n_margins; i++) {
        const ds_survey_margin margin = ds_survey_cells_margin(c->from, i);
        status = ds_survey_cells_add_margin(c->to, &margin, err);
    }
    return status;
}

static ds_status choose_survey_cells(survey_choice *c, const ds_survey_shape *shape,
                                     ds_survey_cells **out, ds_error *err) {
    ds_status status;
    c->to = ds_survey_cells_new(shape);
    if (c->to == NULL) return ds_error_memory(err);
    status = choose_survey_rows(c, err);
    if (status == DS_OK) status = choose_survey_facts(c, err);
    if (status == DS_OK) status = ds_survey_cells_finish(c->to, err);
    if (status == DS_OK)
        *out = c->to;
    else
        ds_survey_cells_free(c->to);
    return status;
}

ds_status ds_survey_cells_same(const ds_survey_cells *cells, const int *years, size_t n_years,
                               ds_survey_cells **out, ds_error *err) {
    survey_choice c = {.from = cells, .years = years, .n_years = n_years};
    if (n_years == 0)
        return ds_error_set(err, DS_USAGE, "dezelfde clusters: van welke jaren?",
                            "the same clusters: of which years?");
    return choose_survey_cells(&c, &cells->shape, out, err);
}

ds_status ds_survey_cells_took_part(const ds_survey_cells *cells, int year, const char *name,
                                    ds_survey_cells **out, ds_error *err) {
    survey_choice c = {.from = cells, .year = year};
    const char *by[DS_SURVEY_KEYS_MAX];
    ds_survey_shape shape = cells->shape;
    if (shape.n_by >= DS_SURVEY_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "hoogstens %d uitsplitsingen", "at most %d breakdowns",
                            DS_SURVEY_KEYS_MAX);
    for (size_t i = 0; i < shape.n_by; i++)
        by[i] = shape.by[i];
    by[shape.n_by++] = name;
    shape.by = by;
    return choose_survey_cells(&c, &shape, out, err);
}
