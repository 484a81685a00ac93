/* cell/cells_arrow.c: cells as an Arrow stream. See ds_cells_arrow. */
#include <math.h>

#include "arrow/columns.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/cells.h"

/* The columns behind the keys. */
enum { SUM, NOEMER, ONBEKEND, RATIO, MEASURES };

static ds_status add_cell_columns(const ds_cells *cells, ds_arrow_columns *to, ds_error *err) {
    const char *const measures[MEASURES] = {cells->numeric ? "som" : "teller", "noemer", "onbekend",
                                            cells->numeric ? "gemiddelde" : "percentage"};
    ds_status status = ds_arrow_columns_add(to, "indicator", DS_ARROW_UTF8, NULL, 0, err);
    if (status == DS_OK)
        status = ds_arrow_columns_add(to, "schooljaar", DS_ARROW_INT32, NULL, 0, err);
    for (size_t i = 0; status == DS_OK && i < cells->n_keys; i++)
        status = ds_arrow_columns_add(to, cells->key_names[i], DS_ARROW_UTF8, NULL, 0, err);
    for (size_t i = 0; status == DS_OK && i < MEASURES; i++)
        status = ds_arrow_columns_add(to, measures[i],
                                      i == RATIO || (i == SUM && cells->numeric) ? DS_ARROW_FLOAT64
                                                                                 : DS_ARROW_INT64,
                                      NULL, 0, err);
    return status;
}

/* The double that csv's text reads back to. */
static double sum_of(const ds_cells *cells, const ds_cell *cell) {
    char number[DS_NUMBER_SIZE];
    double sum = NAN;
    (void)ds_number_print_scaled(ds_sum_value(cell->measures.som), cells->scale, number);
    (void)ds_number_parse_decimal(ds_text_of(number), &sum);
    return sum;
}

static ds_status put_cell(const ds_cells *cells, const ds_cell *cell, ds_arrow_columns *to,
                          ds_error *err) {
    const size_t first = 2 + cells->n_keys;
    const double ratio = cells->numeric ? ds_cells_mean(cells, cell) : ds_cells_share_pct(cell);
    const ds_text indicator = ds_text_of(cells->indicator);
    ds_arrow_begin_row(to);
    ds_arrow_put_text(to, 0, indicator.data, indicator.size);
    ds_arrow_put_whole(to, 1, cell->schooljaar);
    for (size_t i = 0; i < cells->n_keys; i++)
        if (cell->keys[i].size > 0)
            ds_arrow_put_text(to, 2 + i, cell->keys[i].data, cell->keys[i].size);
    if (cells->numeric)
        ds_arrow_put_real(to, first + SUM, sum_of(cells, cell));
    else
        ds_arrow_put_whole(to, first + SUM, (int64_t)cell->measures.teller);
    ds_arrow_put_whole(to, first + NOEMER, (int64_t)cell->measures.noemer);
    ds_arrow_put_whole(to, first + ONBEKEND, (int64_t)cell->measures.onbekend);
    if (isfinite(ratio)) ds_arrow_put_real(to, first + RATIO, ratio);
    return ds_arrow_end_row(to, err);
}

ds_status ds_cells_arrow(const ds_cells *cells, struct ArrowArrayStream *out, ds_error *err) {
    ds_arrow_columns *columns = ds_arrow_columns_new();
    ds_status status =
        columns == NULL ? ds_error_memory(err) : add_cell_columns(cells, columns, err);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (cell.measures.noemer + cell.measures.onbekend > 0)
            status = put_cell(cells, &cell, columns, err);
    }
    if (status == DS_OK) status = ds_arrow_stream_of(columns, out, err);
    if (status != DS_OK) ds_arrow_columns_free(columns);
    return status;
}
