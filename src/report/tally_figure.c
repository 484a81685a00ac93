/* report/tally_figure.c: what a table of counts shows, as a figure. See cells.h. */
#include "report/cells.h"
#include "report/filled/inside.h"

typedef struct counted_line {
    int schooljaar;
    const ds_text *keys;
    const ds_measures *measures;
    double value;
} counted_line;

static void put_line(ds_inside *inside, const char *measure, const counted_line *line) {
    const char *keys[DS_KEYS_MAX];
    ds_release_fact fact;
    for (size_t k = 0; k < inside->sheet.n_keys; k++)
        keys[k] = ds_inside_key(inside, line->keys[k]);
    fact = ds_inside_fact(line->schooljaar, keys, measure, line->value);
    fact.n = (int64_t)line->measures->noemer;
    ds_inside_put(inside, &fact);
}

static double find_drawn(const ds_cells *cells, const ds_cell *cell) {
    return ds_cells_numeric(cells) ? ds_cells_mean(cells, cell) : ds_cells_share_pct(cell);
}

static void put_cells(ds_inside *inside, const char *measure, const ds_cells *cells) {
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        const counted_line line = {cell.schooljaar, cell.keys, &cell.measures,
                                   find_drawn(cells, &cell)};
        if (cell.measures.noemer + cell.measures.onbekend > 0) put_line(inside, measure, &line);
    }
}

/* Where shares of a whole were asked, those; else what the indicator measures. */
static void put_compared(ds_inside *inside, const char *measure, const ds_tally_table *table) {
    size_t n;
    const ds_comparison_row *rows = ds_comparison_rows(table->comparison, &n);
    const ds_cells *cells = ds_comparison_cells(table->comparison);
    for (size_t i = 0; i < n; i++) {
        const ds_cell cell = {
            .schooljaar = rows[i].schooljaar, .keys = rows[i].keys, .measures = rows[i].measures};
        const counted_line line = {rows[i].schooljaar, rows[i].keys, &rows[i].measures,
                                   table->compared->shares != NULL ? rows[i].share_pct
                                                                   : find_drawn(cells, &cell)};
        put_line(inside, measure, &line);
    }
}

void ds_report_tally_figure(ds_document *document, const ds_tally_table *table, ds_say title) {
    const bool compared = table->comparison != NULL;
    const char *measure = "percentage";
    const ds_cells *cells = compared ? ds_comparison_cells(table->comparison) : table->cells;
    const char **kept = ds_document_room(document, DS_KEYS_MAX * sizeof *kept);
    size_t n = cells == NULL ? 0 : ds_cells_n(cells);
    ds_inside inside;
    if (cells == NULL || kept == NULL) return;
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        kept[k] = ds_cells_key_name(cells, k);
    if (ds_cells_numeric(cells)) measure = "gemiddelde";
    if (compared) (void)ds_comparison_rows(table->comparison, &n);
    if (compared && table->compared->shares != NULL) measure = "aandeel";
    if (!ds_inside_begin(&inside, document, "telling", kept, ds_cells_n_keys(cells), n)) return;
    inside.sheet.title = title;
    if (compared)
        put_compared(&inside, measure, table);
    else
        put_cells(&inside, measure, cells);
    ds_inside_draw_series(&inside);
}
