/* work/outside/read.c: one published file as rows of counts, some of them hidden. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "work/outside/folder.h"

enum { NOT_THERE = -1 };

static const char *const own_tail[OUTSIDE_MEASURES] = {"teller", "noemer", "onbekend",
                                                       "percentage"};

typedef struct outside_reading {
    const char *path;
    outside_folder *folder;
    outside_plan plan;
    bool own; /* of our layout */
    ptrdiff_t indicator, year, keys[DS_DISCLOSURE_KEYS], measures[OUTSIDE_MEASURES];
    const ds_text *fields; /* of the record at hand */
    uint64_t line;
    outside_table *last;
} outside_reading;

/* ---- the first line ---- */

static ds_status refuse_layout(const outside_reading *r, ds_error *err) {
    return ds_error_at(err, DS_INPUT, r->path, 1, 0,
                       "dit is niet onze eigen vorm (indicator,schooljaar,…,teller,noemer,onbekend,"
                       "percentage): zeg in beschrijving.yaml hoe dit bestand te lezen is",
                       "this is not our own layout (indicator,schooljaar,…,teller,noemer,onbekend,"
                       "percentage): say in beschrijving.yaml how this file is to be read");
}

/* Our own layout as a plan. */
static ds_status plan_own(outside_reading *r, const ds_text *names, size_t n, ds_error *err) {
    const size_t tail = n - OUTSIDE_MEASURES;
    if (n < 2 + OUTSIDE_MEASURES || tail > 2 + DS_DISCLOSURE_KEYS ||
        !ds_text_is(names[0], "indicator") || !ds_text_is(names[1], "schooljaar"))
        return refuse_layout(r, err);
    for (size_t m = 0; m < OUTSIDE_MEASURES; m++) {
        if (!ds_text_is(names[tail + m], own_tail[m])) return refuse_layout(r, err);
        r->plan.measure_columns[m] = own_tail[m];
    }
    r->plan.indicator_column = "indicator";
    r->plan.year_column = "schooljaar";
    r->plan.n_keys = tail - 2;
    for (size_t k = 0; k < r->plan.n_keys; k++) {
        r->plan.key_names[k] = ds_arena_copy(&r->folder->arena, names[2 + k]);
        r->plan.key_columns[k] = r->plan.key_names[k];
        if (r->plan.key_names[k] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static ds_status place_column(const outside_reading *r, const char *wanted, const ds_text *names,
                              size_t n, ptrdiff_t *out, ds_error *err) {
    size_t at;
    ds_status status;
    *out = NOT_THERE;
    if (wanted == NULL) return DS_OK;
    status = ds_table_find_column(r->path, wanted, names, n, &at, err);
    if (status == DS_OK) *out = (ptrdiff_t)at;
    return status;
}

static ds_status take_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    outside_reading *r = context;
    ds_status status = r->own ? plan_own(r, names, n, err) : DS_OK;
    if (status == DS_OK)
        status = place_column(r, r->plan.indicator_column, names, n, &r->indicator, err);
    if (status == DS_OK) status = place_column(r, r->plan.year_column, names, n, &r->year, err);
    for (size_t k = 0; status == DS_OK && k < r->plan.n_keys; k++)
        status = place_column(r, r->plan.key_columns[k], names, n, &r->keys[k], err);
    for (size_t m = 0; status == DS_OK && m < OUTSIDE_MEASURES; m++)
        status = place_column(r, r->plan.measure_columns[m], names, n, &r->measures[m], err);
    return status;
}

/* ---- a record ---- */

static ds_status refuse_field(const outside_reading *r, const char *column, const char *nl,
                              const char *en, ds_error *err) {
    return ds_error_at(err, DS_INPUT, r->path, r->line, 0, "kolom %.80s: verwacht %s%.0s",
                       "column %.80s: expected %.0s%s", column, nl, en);
}

static ds_text field_at(const outside_reading *r, ptrdiff_t at) {
    return ds_text_trim(r->fields[at]);
}

static const outside_marker *find_marker(const outside_plan *plan, ds_text field) {
    for (size_t i = 0; i < plan->n_markers; i++)
        if (ds_text_is(field, plan->markers[i].word)) return &plan->markers[i];
    return NULL;
}

/* A count, nothing, or a word for a hidden one. */
static ds_status read_count(const outside_reading *r, enum outside_measure m, ds_release_count *out,
                            ds_published_bounds *bounds, ds_error *err) {
    const outside_marker *marker;
    ds_text field;
    int64_t n;
    if (r->measures[m] == NOT_THERE) return DS_OK;
    field = field_at(r, r->measures[m]);
    marker = find_marker(&r->plan, field);
    if (marker != NULL) *bounds = marker->bounds;
    if (marker != NULL || field.size == 0) return DS_OK;
    if (!ds_number_parse_integer(field, &n) || n < 0)
        return refuse_field(r, r->plan.measure_columns[m],
                            "een aantal, niets, of een woord van verborgen",
                            "a count, nothing, or a word of verborgen", err);
    *out = (ds_release_count){true, (uint64_t)n};
    return DS_OK;
}

static int count_decimals(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '.' || text.data[i] == ',') {
            const size_t n = text.size - i - 1;
            return n > DS_PUBLISHED_DECIMALS ? DS_PUBLISHED_DECIMALS : (int)n;
        }
    return 0;
}

static ds_status read_percentage(const outside_reading *r, ds_published_row *row, ds_error *err) {
    ds_text field;
    if (r->measures[OUTSIDE_PERCENTAGE] == NOT_THERE) return DS_OK;
    field = field_at(r, r->measures[OUTSIDE_PERCENTAGE]);
    if (field.size == 0 || find_marker(&r->plan, field) != NULL) return DS_OK;
    if (field.data[field.size - 1] == '%')
        field = ds_text_trim((ds_text){field.data, field.size - 1});
    if (!ds_number_parse_decimal(field, &row->percentage) || row->percentage < 0 ||
        row->percentage > 100)
        return refuse_field(r, r->plan.measure_columns[OUTSIDE_PERCENTAGE],
                            "een percentage van 0 tot 100, niets, of een woord van verborgen",
                            "a percentage from 0 to 100, nothing, or a word of verborgen", err);
    row->has_percentage = true;
    /* our own has all digits; of 12.5 all that follow are nought */
    row->decimals = r->own ? DS_PUBLISHED_DECIMALS : count_decimals(field);
    return DS_OK;
}

static ds_status read_year(const outside_reading *r, ds_published_row *row, ds_error *err) {
    row->schooljaar = r->plan.schooljaar;
    if (r->year == NOT_THERE || ds_date_parse_schoolyear(field_at(r, r->year), &row->schooljaar))
        return DS_OK;
    return refuse_field(r, r->plan.year_column, "een schooljaar, zoals 2022 of 2022/23",
                        "a school year, like 2022 or 2022/23", err);
}

static bool is_total(const outside_plan *plan, ds_text field) {
    for (size_t i = 0; i < plan->n_totals; i++)
        if (ds_text_is(field, plan->totals[i])) return true;
    return false;
}

static ds_status read_keys(const outside_reading *r, ds_published_row *row, ds_error *err) {
    const char **keys = ds_arena_take(&r->folder->arena, r->plan.n_keys + 1, sizeof *keys);
    if (keys == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < r->plan.n_keys; k++) {
        const ds_text field = field_at(r, r->keys[k]);
        if (is_total(&r->plan, field)) continue;
        keys[k] = ds_arena_copy(&r->folder->arena, field);
        if (keys[k] == NULL) return ds_error_memory(err);
    }
    row->keys = keys;
    return DS_OK;
}

static ds_status find_table(outside_reading *r, ds_error *err) {
    const char *indicator = r->plan.indicator;
    if (r->indicator != NOT_THERE) {
        const ds_text field = field_at(r, r->indicator);
        if (r->last != NULL && ds_text_is(field, r->last->table.indicator)) return DS_OK;
        indicator = ds_arena_copy(&r->folder->arena, field);
    } else if (r->last != NULL) {
        return DS_OK;
    }
    r->last =
        indicator == NULL ? NULL : ds_outside_table(r->folder, r->plan.file, indicator, &r->plan);
    return r->last == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status add_row(outside_reading *r, const ds_published_row *row, ds_error *err) {
    outside_table *t = r->last;
    const size_t n = t->table.n_rows;
    if (!ds_reserve(&t->rows, &t->rows_capacity, n + 1, sizeof *t->rows) ||
        !ds_reserve(&t->lines, &t->lines_capacity, n + 1, sizeof *t->lines))
        return ds_error_memory(err);
    t->rows[n] = *row;
    t->lines[n] = r->line;
    t->table.n_rows++;
    return DS_OK;
}

static ds_status take_record(outside_reading *r, ds_error *err) {
    ds_published_row row = {0};
    ds_status status = read_year(r, &row, err);
    if (status == DS_OK) status = read_keys(r, &row, err);
    if (status == DS_OK)
        status = read_count(r, OUTSIDE_TELLER, &row.teller, &row.teller_bounds, err);
    if (status == DS_OK)
        status = read_count(r, OUTSIDE_NOEMER, &row.noemer, &row.noemer_bounds, err);
    if (status == DS_OK)
        status = read_count(r, OUTSIDE_UNKNOWN, &row.onbekend, &row.onbekend_bounds, err);
    if (status == DS_OK) status = read_percentage(r, &row, err);
    if (status == DS_OK) status = find_table(r, err);
    return status == DS_OK ? add_row(r, &row, err) : status;
}

static ds_status take_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    outside_reading *r = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++) {
        r->fields = batch->fields + i * batch->n_columns;
        r->line = batch->lines[i];
        status = take_record(r, err);
    }
    return status;
}

/* One thread: the rows stay in the file's order. */
ds_status ds_outside_read(const char *path, const char *name, const outside_plan *plan,
                          outside_folder *folder, ds_error *err) {
    outside_reading r = {.path = path, .folder = folder, .own = plan == NULL};
    const ds_table_sink sink = {&r, take_header, take_batch, NULL, NULL, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    folder->n_readings++;
    if (plan != NULL) r.plan = *plan;
    r.plan.file = name;
    return status == DS_OK ? ds_table_read(path, &info, 1, &sink, err) : status;
}
