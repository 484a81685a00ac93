/* effect/did_panel.c: persons into a panel of vestigingen and years. See did.h. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "effect/did.h"

typedef struct did_row {
    uint32_t unit;
    int year;
    double n, sum, took;
} did_row;

typedef struct did_said {
    uint32_t unit;
    int start;
} did_said;

enum { DID_YEAR_MAX = 100000 };

ds_did_panel *ds_did_panel_new(void) {
    return ds_calloc(1, sizeof(ds_did_panel));
}

void ds_did_panel_free(ds_did_panel *panel) {
    if (panel == NULL) return;
    ds_effect_texts_done(&panel->texts);
    ds_free(panel->rows);
    ds_free(panel->said);
    ds_free(panel->units);
    ds_free(panel->starts);
    ds_free(panel->n);
    ds_free(panel->sum);
    ds_free(panel->took);
    ds_free(panel);
}

static ds_status check_did_building(const ds_did_panel *panel, ds_error *err) {
    return panel->closed ? ds_error_set(err, DS_USAGE, "dit paneel is al af",
                                        "this panel is finished already")
                         : DS_OK;
}

ds_status ds_did_panel_add(ds_did_panel *panel, const ds_did_cell *cell, ds_error *err) {
    uint32_t unit = 0;
    ds_status status = check_did_building(panel, err);
    if (status != DS_OK) return status;
    if (!isfinite(cell->sum) || cell->participants > cell->n)
        return ds_error_set(err, DS_USAGE, "een cel heeft geen eindige som of te veel deelnemers",
                            "a cell has no finite sum, or too many participants");
    if (cell->year < -DID_YEAR_MAX || cell->year > DID_YEAR_MAX)
        return ds_error_set(err, DS_INPUT, "%d is geen jaar", "%d is no year", cell->year);
    if (cell->vestiging.data == NULL) {
        panel->unknown += cell->n;
        return DS_OK;
    }
    if (!ds_effect_texts_number(&panel->texts, cell->vestiging, &unit) ||
        !ds_reserve(&panel->rows, &panel->rows_capacity, panel->n_rows + 1, sizeof *panel->rows))
        return ds_error_memory(err);
    panel->rows[panel->n_rows++] =
        (did_row){unit, cell->year, (double)cell->n, cell->sum, (double)cell->participants};
    return DS_OK;
}

ds_status ds_did_panel_take_part(ds_did_panel *panel, ds_text vestiging, int year, ds_error *err) {
    uint32_t unit = 0;
    const ds_status status = check_did_building(panel, err);
    if (status != DS_OK || vestiging.data == NULL) return status;
    if (!ds_effect_texts_number(&panel->texts, vestiging, &unit) ||
        !ds_reserve(&panel->rows, &panel->rows_capacity, panel->n_rows + 1, sizeof *panel->rows))
        return ds_error_memory(err);
    panel->rows[panel->n_rows++] = (did_row){unit, year, 0, 0, 1};
    return DS_OK;
}

ds_status ds_did_panel_start(ds_did_panel *panel, ds_text vestiging, int start, ds_error *err) {
    uint32_t unit = 0;
    const ds_status status = check_did_building(panel, err);
    if (status != DS_OK || vestiging.data == NULL) return status;
    if (start < -DID_YEAR_MAX || start > DID_YEAR_MAX)
        return ds_error_set(err, DS_INPUT, "%d is geen jaar", "%d is no year", start);
    if (!ds_effect_texts_number(&panel->texts, vestiging, &unit) ||
        !ds_reserve(&panel->said, &panel->said_capacity, panel->n_said + 1, sizeof *panel->said))
        return ds_error_memory(err);
    panel->said[panel->n_said++] = (did_said){unit, start};
    return DS_OK;
}

/* ---- finishing ---- */

/* By vestiging, then by content, so that sums do not depend on the order of adding. */
static int compare_did_rows(const void *x, const void *y) {
    const did_row *a = x, *b = y;
    if (a->unit != b->unit) return a->unit < b->unit ? -1 : 1;
    if (a->year != b->year) return a->year < b->year ? -1 : 1;
    if (a->n < b->n || a->n > b->n) return a->n < b->n ? -1 : 1;
    if (a->sum < b->sum || a->sum > b->sum) return a->sum < b->sum ? -1 : 1;
    return a->took < b->took ? -1 : a->took > b->took;
}

static int compare_did_units(const void *x, const void *y, void *context) {
    const ds_effect_texts *texts = context;
    return ds_text_compare(texts->texts[*(const uint32_t *)x], texts->texts[*(const uint32_t *)y]);
}

/* Units get their rank by bytes, in rows and in what was said. */
static ds_status rank_did_units(ds_did_panel *panel, ds_error *err) {
    const size_t n = panel->texts.n;
    uint32_t *order = ds_calloc(2 * n + 1, sizeof *order);
    uint32_t *rank;
    panel->units = ds_calloc(n + 1, sizeof *panel->units);
    if (order == NULL || panel->units == NULL) {
        ds_free(order);
        return ds_error_memory(err);
    }
    rank = order + n;
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    if (n > 0) qsort_r(order, n, sizeof *order, compare_did_units, &panel->texts);
    for (size_t i = 0; i < n; i++) {
        rank[order[i]] = (uint32_t)i;
        panel->units[i] = panel->texts.texts[order[i]].data;
    }
    for (size_t i = 0; i < panel->n_rows; i++)
        panel->rows[i].unit = rank[panel->rows[i].unit];
    for (size_t i = 0; i < panel->n_said; i++)
        panel->said[i].unit = rank[panel->said[i].unit];
    panel->n_units = n;
    ds_free(order);
    return DS_OK;
}

static ds_status find_did_years(ds_did_panel *panel, ds_error *err) {
    int first = INT_MAX, last = INT_MIN;
    for (size_t i = 0; i < panel->n_rows; i++) {
        if (panel->rows[i].n <= 0) continue;
        if (panel->rows[i].year < first) first = panel->rows[i].year;
        if (panel->rows[i].year > last) last = panel->rows[i].year;
    }
    if (first > last) return DS_OK; /* nobody */
    if (last - first >= DS_DID_YEARS_MAX)
        return ds_error_set(err, DS_INPUT, "tussen %d en %d liggen meer dan %d jaren",
                            "between %d and %d there are more than %d years", first, last,
                            DS_DID_YEARS_MAX);
    panel->first_year = first;
    panel->n_years = (size_t)(last - first) + 1;
    return DS_OK;
}

static ds_status fill_did_panel(ds_did_panel *panel, ds_error *err) {
    const size_t size = panel->n_units * panel->n_years + 1;
    panel->n = ds_calloc(size, sizeof *panel->n);
    panel->sum = ds_calloc(size, sizeof *panel->sum);
    panel->took = ds_calloc(size, sizeof *panel->took);
    panel->starts = ds_calloc(panel->n_units + 1, sizeof *panel->starts);
    if (panel->n == NULL || panel->sum == NULL || panel->took == NULL || panel->starts == NULL)
        return ds_error_memory(err);
    for (size_t i = 0; i < panel->n_units; i++)
        panel->starts[i] = DS_DID_PLACE_NEVER;
    for (size_t i = 0; panel->n_years > 0 && i < panel->n_rows; i++) {
        const did_row *row = &panel->rows[i];
        const int place = row->year - panel->first_year;
        if (row->took > 0 && place < panel->starts[row->unit] && place < (int)panel->n_years)
            panel->starts[row->unit] = place < 0 ? -1 : place;
        if (row->n <= 0) continue;
        panel->n[row->unit * panel->n_years + (size_t)place] += row->n;
        panel->sum[row->unit * panel->n_years + (size_t)place] += row->sum;
        panel->took[row->unit * panel->n_years + (size_t)place] += row->took;
    }
    return DS_OK;
}

/* A start after the last year is none in these years. */
static int place_did_start(const ds_did_panel *panel, int start) {
    const int place = start - panel->first_year;
    return start == DS_DID_NEVER || place >= (int)panel->n_years ? DS_DID_PLACE_NEVER : place;
}

static int compare_did_said(const void *x, const void *y) {
    const did_said *a = x, *b = y;
    if (a->unit != b->unit) return a->unit < b->unit ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

static ds_status take_did_said(ds_did_panel *panel, ds_error *err) {
    if (panel->n_said > 0) qsort(panel->said, panel->n_said, sizeof *panel->said, compare_did_said);
    for (size_t i = 0; i < panel->n_said; i++) {
        const did_said *one = &panel->said[i];
        if (i > 0 && one->unit == one[-1].unit && one->start != one[-1].start)
            return ds_error_set(err, DS_INPUT, "een vestiging heeft twee startjaren: %d en %d",
                                "a vestiging has two starting years: %d and %d", one[-1].start,
                                one->start);
        panel->starts[one->unit] = place_did_start(panel, one->start);
    }
    return DS_OK;
}

ds_status ds_did_panel_finish(ds_did_panel *panel, ds_error *err) {
    ds_status status = check_did_building(panel, err);
    if (status != DS_OK) return status;
    panel->closed = true;
    status = rank_did_units(panel, err);
    if (status == DS_OK) status = find_did_years(panel, err);
    if (status != DS_OK) return status;
    if (panel->n_rows > 0) qsort(panel->rows, panel->n_rows, sizeof *panel->rows, compare_did_rows);
    status = fill_did_panel(panel, err);
    if (status == DS_OK) status = take_did_said(panel, err);
    panel->finished = status == DS_OK;
    return status;
}

size_t ds_did_panel_n(const ds_did_panel *panel) {
    return panel->n_units;
}

const char *ds_did_panel_vestiging(const ds_did_panel *panel, size_t i, int *out_start) {
    const int place = panel->starts[i];
    *out_start = place == DS_DID_PLACE_NEVER ? DS_DID_NEVER : panel->first_year + place;
    return panel->units[i];
}
