/* report/cells.c: counted cells as a table, with the breaks in the series that they cross. See
 * doorstroom/report.h. */
#include "report/cells.h"

#include "base/number.h"
#include "base/wide.h"

enum { TAIL = 4 };

static const ds_field share_fields[TAIL] = {
    {.id = "teller", .title = {"teller", "numerator"}, .in = DS_IN_ALL, .number = true},
    {.id = "noemer", .title = {"noemer", "denominator"}, .in = DS_IN_ALL, .number = true},
    {.id = "onbekend", .title = {"onbekend", "unknown"}, .in = DS_IN_ALL, .number = true},
    {.id = "percentage", .title = {"%", "%"}, .in = DS_IN_ALL, .decimals = 2, .number = true}};

static const ds_field mean_fields[TAIL] = {
    {.id = "som", .title = {"som", "sum"}, .in = DS_IN_ALL, .decimals = 2, .number = true},
    {.id = "noemer", .title = {"noemer", "denominator"}, .in = DS_IN_ALL, .number = true},
    {.id = "onbekend", .title = {"onbekend", "unknown"}, .in = DS_IN_ALL, .number = true},
    {.id = "gemiddelde",
     .title = {"gemiddelde", "mean"},
     .in = DS_IN_ALL,
     .decimals = 2,
     .number = true}};

static bool has_counted(const ds_cell *cell, int from_year) {
    return cell->schooljaar >= from_year && cell->measures.noemer + cell->measures.onbekend > 0;
}

bool ds_report_crosses(const ds_cells *cells, const ds_break *at, int from_year) {
    bool before = false, after = false;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        if (!has_counted(&cell, from_year)) continue;
        before = before || cell.schooljaar < at->from;
        after = after || cell.schooljaar >= at->from;
    }
    return before && after;
}

/* indicator (for csv), schooljaar, keys, measures; returns how many. */
static size_t list_fields(const ds_cells *cells, ds_field *out) {
    const ds_field *tail = ds_cells_numeric(cells) ? mean_fields : share_fields;
    size_t n = 0;
    out[n++] = (ds_field){.id = "indicator", .in = DS_IN_CSV};
    out[n++] = (ds_field){
        .id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        out[n++] = (ds_field){.id = ds_cells_key_name(cells, k), .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < TAIL; k++)
        out[n++] = tail[k];
    return n;
}

/* Beside the outcome, in its unit; csv has the columns of the contract. */
static const ds_field norm_field = {.id = "norm",
                                    .title = {"norm", "norm"},
                                    .in = DS_IN_ALL & ~DS_IN_CSV,
                                    .decimals = 2,
                                    .number = true};

static ds_value find_norm(const ds_norm *norm, const ds_cells *cells, const ds_cell *cell) {
    const char *names[DS_KEYS_MAX] = {0};
    double found;
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        names[k] = ds_cells_key_name(cells, k);
    return ds_norm_find(norm, cell->schooljaar, names, cell->keys, ds_cells_n_keys(cells), &found)
               ? ds_value_number(found)
               : ds_value_none(DS_STATE_BLANK);
}

/* A table of cells, row by row as it is written. */
typedef struct cells_table {
    const ds_cells *cells;
    const ds_norm *norm;
    int from_year;
} cells_table;

static ds_value sum_value(const ds_cells *cells, const ds_cell *cell, char digits[DS_NUMBER_SIZE]) {
    return ds_value_decimal(
        ds_number_print_scaled(ds_sum_value(cell->measures.som), ds_cells_scale(cells), digits),
        (double)ds_sum_value(cell->measures.som) / ds_cells_scale(cells));
}

static ds_status take_cell(const cells_table *t, const ds_cell *cell, ds_take_row take, void *to,
                           ds_error *err) {
    const ds_cells *cells = t->cells;
    const bool numeric = ds_cells_numeric(cells);
    ds_value values[DS_KEYS_MAX + 3 + TAIL];
    char digits[DS_NUMBER_SIZE];
    size_t n = 0;
    values[n++] = ds_value_text(ds_cells_indicator(cells));
    values[n++] = ds_value_schooljaar(cell->schooljaar);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        values[n++] = ds_value_view(cell->keys[k]);
    values[n++] = numeric ? sum_value(cells, cell, digits) : ds_value_count(cell->measures.teller);
    values[n++] = ds_value_count(cell->measures.noemer);
    values[n++] = ds_value_count(cell->measures.onbekend);
    values[n++] = ds_value_number(numeric ? ds_cells_mean(cells, cell) : ds_cells_share_pct(cell));
    if (t->norm != NULL) values[n++] = find_norm(t->norm, cells, cell);
    return take(to, values, cell->schooljaar >= t->from_year ? DS_IN_ALL : DS_IN_MACHINE, err);
}

static ds_status each_cell(void *context, ds_take_row take, void *to, ds_error *err) {
    const cells_table *t = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(t->cells); i++) {
        const ds_cell cell = ds_cells_at(t->cells, i);
        if (has_counted(&cell, 0)) status = take_cell(t, &cell, take, to, err);
    }
    return status;
}

static bool has_rows(const ds_cells *cells, int from_year) {
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (has_counted(&cell, from_year)) return true;
    }
    return false;
}

void ds_report_breaks(ds_document *document, const ds_cells *cells, const ds_indicator *indicator,
                      int from_year, unsigned in) {
    for (uint32_t i = 0; i < indicator->n_breaks; i++) {
        const ds_break *at = &indicator->breaks[i];
        const ds_say say = ds_document_say(document, at->note, at->note_en);
        const ds_value values[] = {ds_value_schooljaar(at->from),
                                   ds_value_word(at->note, say.nl, say.en)};
        const ds_note note = {
            .kind = DS_NOTE_REMARK,
            .code = "breuk_in_de_reeks",
            .text = {"breuk in de reeks vanaf {0}: {1}", "break in the series from {0} on: {1}"},
            .values = values,
            .n_values = 2,
            .in = in};
        if (ds_report_crosses(cells, at, from_year)) ds_document_note(document, &note);
    }
}

void ds_report_cells(ds_document *document, const char *id, const ds_cells *cells,
                     const ds_indicator *indicator, int from_year) {
    ds_field fields[DS_KEYS_MAX + 3 + TAIL];
    cells_table *t = ds_document_room(document, sizeof *t);
    size_t n = list_fields(cells, fields);
    ds_doc_table *table;
    if (t == NULL) return; /* and the document says so */
    *t = (cells_table){cells, indicator == NULL ? NULL : indicator->norm, from_year};
    if (t->norm != NULL) fields[n++] = norm_field;
    table = ds_document_table(document, DS_IN_ALL, id, (ds_say){NULL, NULL}, fields, n);
    ds_doc_table_rows_from(table, each_cell, t);
    if (!has_rows(cells, from_year))
        ds_document_text(document, DS_IN_PEOPLE, DS_SAY("geen rijen", "no rows"));
    if (indicator != NULL) ds_report_breaks(document, cells, indicator, from_year, DS_IN_ALL);
}
