/* work/inside/survey_margins.c: what the register counts, from a table. See survey_read.h. */
#include <stdio.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/missing.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "work/inside/survey_read.h"

typedef struct margins_reading {
    const survey_asked *a;
    const char *path;
    ds_survey_cells *const *cells;
    size_t n;
    size_t columns[SURVEY_NAMES_MAX]; /* SIZE_MAX: not there */
    size_t year, count;
    uint64_t n_rows;
} margins_reading;

/* SIZE_MAX: none. */
static size_t find_margin_column(const ds_text *names, size_t n, const char *wanted) {
    size_t twice;
    return ds_text_find_name(names, n, ds_text_of(wanted), &twice);
}

static bool is_margin_column(const margins_reading *r, size_t column) {
    if (column == r->year) return true;
    for (size_t i = 0; i < r->a->calibration.n; i++)
        if (r->columns[i] == column) return true;
    return false;
}

static void find_margin_count(margins_reading *r, const ds_text *names, size_t n) {
    static const char *const called[] = {"aantal", "studenten", "students", "n"};
    size_t others = 0;
    for (size_t i = 0; i < n; i++)
        if (!is_margin_column(r, i)) {
            r->count = i;
            others++;
        }
    if (others == 1) return;
    r->count = SIZE_MAX;
    for (size_t i = 0; r->count == SIZE_MAX && i < sizeof called / sizeof *called; i++)
        r->count = find_margin_column(names, n, called[i]);
}

static ds_status take_margins_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    margins_reading *r = context;
    bool any = false;
    r->year = r->a->year.n == 0 ? SIZE_MAX : find_margin_column(names, n, r->a->year.names[0]);
    for (size_t i = 0; i < r->a->calibration.n; i++) {
        r->columns[i] = find_margin_column(names, n, r->a->calibration.names[i]);
        any = any || r->columns[i] != SIZE_MAX;
    }
    find_margin_count(r, names, n);
    if (!any)
        return ds_error_at(
            err, DS_INPUT, r->path, 1, 0, "geen kolom '%.200s' of een andere om op te ijken",
            "no column '%.200s' or another to calibrate on", r->a->calibration.names[0]);
    if (r->count == SIZE_MAX)
        return ds_error_at(err, DS_INPUT, r->path, 1, 0,
                           "welke kolom is het aantal studenten? verwacht 'aantal'",
                           "which column is the number of students? expected 'aantal'");
    return DS_OK;
}

/* A row without a year holds for all years of the cells. */
static ds_status add_margin_years(const margins_reading *r, int year, const ds_text *keys,
                                  uint64_t students, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->n; i++) {
        const size_t n = ds_survey_cells_n_clusters(r->cells[i]);
        int last = year;
        ds_survey_margin margin = {year, keys, students};
        if (year != 0 || r->a->year.n == 0) {
            status = ds_survey_cells_add_margin(r->cells[i], &margin, err);
            continue;
        }
        for (size_t c = 0; status == DS_OK && c < n; c++) {
            margin.year = ds_survey_cells_cluster(r->cells[i], c).year;
            if (c == 0 || margin.year != last)
                status = ds_survey_cells_add_margin(r->cells[i], &margin, err);
            last = margin.year;
        }
    }
    return status;
}

static ds_status take_margins_row(margins_reading *r, uint64_t line, const ds_text *fields,
                                  ds_error *err) {
    ds_text keys[SURVEY_NAMES_MAX];
    int64_t students, year = 0;
    for (size_t i = 0; i < r->a->calibration.n; i++) {
        const ds_text text = r->columns[i] == SIZE_MAX ? (ds_text){NULL, 0} : fields[r->columns[i]];
        keys[i] = text.data == NULL || ds_missing_is(&ds_missing_usual, text)
                      ? (ds_text){NULL, 0}
                      : ds_number_plain(text);
    }
    if (!ds_number_parse_whole(fields[r->count], &students) || students < 0)
        return ds_error_at(err, DS_INPUT, r->path, line, r->count + 1,
                           "verwacht een aantal studenten: een geheel getal vanaf 0",
                           "expected a number of students: a whole number from 0");
    if (r->year != SIZE_MAX && !ds_number_parse_whole(fields[r->year], &year))
        return ds_error_at(err, DS_INPUT, r->path, line, r->year + 1, "verwacht een jaar",
                           "expected a year");
    r->n_rows++;
    return add_margin_years(r, (int)year, keys, (uint64_t)students, err);
}

static ds_status take_margins_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    margins_reading *r = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++)
        status = take_margins_row(r, batch->lines[i], batch->fields + i * batch->n_columns, err);
    return status;
}

ds_status ds_survey_read_margins(const survey_asked *asked, const char *path,
                                 ds_survey_cells *const *cells, size_t n, ds_error *err) {
    margins_reading r = {.a = asked, .path = path, .cells = cells, .n = n};
    const ds_table_shape shape = {.unchecked = true};
    const ds_table_sink sink = {
        .context = &r, .header = take_margins_header, .batch = take_margins_batch};
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read_shaped(path, &info, &shape, 1, &sink, err);
    if (status == DS_OK && r.n_rows == 0)
        status = ds_error_at(err, DS_INPUT, path, 1, 0, "alleen een kopregel, verwacht rijen",
                             "a header alone, expected rows");
    return status;
}
