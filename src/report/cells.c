/* report/cells.c: counted cells as a table, with the breaks in the series that they cross; of cells
 * in memory or of parts that are added up while they are written. See doorstroom/report.h. */
#include "report/cells.h"

#include <math.h>

#include "base/number.h"
#include "base/wide.h"

enum { TAIL = 4 };

/* ---- what the cells of a table are, wherever they are ---- */

typedef struct cells_view {
    const ds_tally_table *table;
    const char *indicator;
    const char *names[DS_KEYS_MAX];
    size_t n_keys;
    bool numeric;
    int32_t scale;
    int first_year, last_year; /* with anybody counted, from from_year on; 0, 0: nobody */
    int from_year;
    const ds_norm *norm;
} cells_view;

static bool has_counted(const ds_cell *cell, int from_year) {
    return cell->schooljaar >= from_year && cell->measures.noemer + cell->measures.onbekend > 0;
}

static void find_years(const ds_cells *cells, int from_year, int *out_first, int *out_last) {
    *out_first = *out_last = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (!has_counted(&cell, from_year)) continue;
        if (*out_first == 0 || cell.schooljaar < *out_first) *out_first = cell.schooljaar;
        if (cell.schooljaar > *out_last) *out_last = cell.schooljaar;
    }
}

/* Those of parts are known as a whole: from_year is 0 for them. */
static void find_table_years(const ds_tally_table *table, int from_year, int *out_first,
                             int *out_last) {
    ds_parts_table t;
    if (table->cells != NULL) {
        find_years(table->cells, from_year, out_first, out_last);
        return;
    }
    t = ds_parts_at(table->parts, table->of_parts);
    *out_first = t.first_year;
    *out_last = t.last_year;
}

static void view_cells(const ds_cells *cells, cells_view *out) {
    out->indicator = ds_cells_indicator(cells);
    out->n_keys = ds_cells_n_keys(cells);
    out->numeric = ds_cells_numeric(cells);
    out->scale = ds_cells_scale(cells);
    for (size_t k = 0; k < out->n_keys; k++)
        out->names[k] = ds_cells_key_name(cells, k);
}

static void view_parts(const ds_parts_table *t, cells_view *out) {
    out->indicator = t->indicator;
    out->n_keys = t->n_keys;
    out->numeric = t->numeric;
    out->scale = t->scale;
    for (size_t k = 0; k < out->n_keys; k++)
        out->names[k] = t->key_names[k];
}

static void view_table(const ds_tally_table *table, int from_year, cells_view *out) {
    *out = (cells_view){.table = table, .from_year = from_year};
    if (table->cells != NULL) {
        view_cells(table->cells, out);
    } else {
        const ds_parts_table t = ds_parts_at(table->parts, table->of_parts);
        view_parts(&t, out);
    }
    find_table_years(table, from_year, &out->first_year, &out->last_year);
}

bool ds_report_crosses(const ds_tally_table *table, const ds_break *at, int from_year) {
    int first, last;
    find_table_years(table, from_year, &first, &last);
    return first != 0 && first < at->from && last >= at->from;
}

/* ---- fields ---- */

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

/* For who adds parts up: in units of 1 / eenheid². */
static const ds_field squares_field = {.id = "som_kwadraten", .in = DS_IN_JSON, .number = true};

/* Beside the outcome, in its unit; csv has the columns of the contract. */
static const ds_field norm_field = {.id = "norm",
                                    .title = {"norm", "norm"},
                                    .in = DS_IN_ALL & ~DS_IN_CSV,
                                    .decimals = 2,
                                    .number = true};

enum { FIELDS_MAX = DS_KEYS_MAX + 4 + TAIL };

/* indicator (for csv), schooljaar, keys, measures; returns how many. */
static size_t list_fields(const cells_view *view, ds_field *out) {
    const ds_field *tail = view->numeric ? mean_fields : share_fields;
    size_t n = 0;
    out[n++] = (ds_field){.id = "indicator", .in = DS_IN_CSV};
    out[n++] = (ds_field){
        .id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < view->n_keys; k++)
        out[n++] =
            (ds_field){.id = view->names[k], .in = DS_IN_ALL, .key = true, .type = DS_FIELD_TEXT};
    for (size_t k = 0; k < TAIL; k++) {
        if (k == 1 && view->numeric) out[n++] = squares_field;
        out[n++] = tail[k];
    }
    if (view->norm != NULL) out[n++] = norm_field;
    return n;
}

/* ---- rows ---- */

static ds_value find_norm(const cells_view *view, const ds_cell *cell) {
    double found;
    return ds_norm_find(view->norm, cell->schooljaar, view->names, cell->keys, view->n_keys, &found)
               ? ds_value_number(found)
               : ds_value_none(DS_STATE_BLANK);
}

bool ds_report_lacks_norm(const ds_norm *norm, int schooljaar, const char *const *names,
                          const ds_text *keys, size_t n_keys) {
    bool any = false;
    for (size_t i = 0; norm != NULL && i < norm->n_rows; i++)
        any = any || (schooljaar >= norm->rows[i].from && schooljaar <= norm->rows[i].to);
    return any && ds_norm_find_row(norm, schooljaar, names, keys, n_keys) == NULL;
}

void ds_report_norm_note(ds_document *document, const ds_norm *norm, uint64_t n_rows) {
    ds_value values[2] = {ds_value_count(n_rows)};
    ds_say by = {"", ""};
    if (n_rows == 0) return;
    for (size_t k = 0; k < norm->n_columns; k++) {
        const ds_value parts[] = {ds_value_word("", by.nl, by.en), ds_value_text(norm->columns[k])};
        by = ds_document_phrase(
            document, k == 0 ? DS_SAY("{1}", "{1}") : DS_SAY("{0} of {1}", "{0} or {1}"), parts, 2);
    }
    values[1] = ds_value_word("", by.nl, by.en);
    ds_document_note(document,
                     &(ds_note){.kind = DS_NOTE_REMARK,
                                .code = "geen_norm_naast",
                                .text = {"geen norm naast {0} rijen: de normen van die schooljaren "
                                         "gelden voor andere groepen, naar {1}",
                                         "no norm beside {0} rows: the norms of these school years "
                                         "are of other groups, by {1}"},
                                .values = values,
                                .n_values = 2,
                                .in = DS_IN_PEOPLE | DS_IN_JSON});
}

/* Whether the row is one that has none; context counts them. */
typedef struct norms_lacking {
    const cells_view *view;
    uint64_t n_rows;
} norms_lacking;

static ds_status count_lacking(void *context, const ds_cell *cell, ds_error *err) {
    norms_lacking *l = context;
    const cells_view *view = l->view;
    (void)err;
    l->n_rows +=
        has_counted(cell, view->from_year) &&
        ds_report_lacks_norm(view->norm, cell->schooljaar, view->names, cell->keys, view->n_keys);
    return DS_OK;
}

static void note_norms(ds_document *document, const cells_view *view) {
    const ds_tally_table *table = view->table;
    norms_lacking lacking = {.view = view};
    ds_error ignored = {0}; /* writing the rows says the same */
    if (view->norm == NULL) return;
    for (size_t i = 0; table->cells != NULL && i < ds_cells_n(table->cells); i++) {
        const ds_cell cell = ds_cells_at(table->cells, i);
        (void)!count_lacking(&lacking, &cell, &ignored);
    }
    if (table->cells == NULL)
        (void)!ds_parts_each(table->parts, table->of_parts, count_lacking, &lacking, &ignored);
    ds_report_norm_note(document, view->norm, lacking.n_rows);
}

/* A view and who takes its rows. */
typedef struct cells_taking {
    const cells_view *view;
    ds_take_row take;
    void *to;
} cells_taking;

/* The sum and that of the squares, whose digits are kept by the caller. */
static size_t add_sums(const cells_view *view, const ds_cell *cell, char digits[2][DS_NUMBER_SIZE],
                       ds_value *values) {
    const ds_int128 sum = ds_sum_value(cell->measures.som);
    values[0] = ds_value_decimal(ds_number_print_scaled(sum, view->scale, digits[0]),
                                 (double)sum / view->scale);
    const ds_int128 squares = ds_sum_value(cell->measures.som_kwadraten);
    values[1] = ds_value_decimal(ds_number_print_scaled(squares, 1, digits[1]), (double)squares);
    return 2;
}

static double mean_of(const cells_view *view, const ds_cell *cell) {
    if (cell->measures.noemer == 0) return NAN;
    return ds_sum_double(cell->measures.som) / ((double)cell->measures.noemer * view->scale);
}

static ds_status take_cell(void *context, const ds_cell *cell, ds_error *err) {
    const cells_taking *t = context;
    const cells_view *view = t->view;
    ds_value values[FIELDS_MAX];
    char digits[2][DS_NUMBER_SIZE];
    size_t n = 0;
    if (!has_counted(cell, 0)) return DS_OK;
    values[n++] = ds_value_text(view->indicator);
    values[n++] = ds_value_schooljaar(cell->schooljaar);
    for (size_t k = 0; k < view->n_keys; k++)
        values[n++] = ds_value_view(cell->keys[k]);
    if (view->numeric)
        n += add_sums(view, cell, digits, values + n);
    else
        values[n++] = ds_value_count(cell->measures.teller);
    values[n++] = ds_value_count(cell->measures.noemer);
    values[n++] = ds_value_count(cell->measures.onbekend);
    values[n++] = ds_value_number(view->numeric ? mean_of(view, cell) : ds_cells_share_pct(cell));
    if (view->norm != NULL) values[n++] = find_norm(view, cell);
    return t->take(t->to, values, cell->schooljaar >= view->from_year ? DS_IN_ALL : DS_IN_MACHINE,
                   err);
}

static ds_status each_cell(void *context, ds_take_row take, void *to, ds_error *err) {
    const cells_view *view = context;
    const ds_tally_table *table = view->table;
    cells_taking t = {view, take, to};
    ds_status status = DS_OK;
    if (table->cells == NULL)
        return ds_parts_each(table->parts, table->of_parts, take_cell, &t, err);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(table->cells); i++) {
        const ds_cell cell = ds_cells_at(table->cells, i);
        status = take_cell(&t, &cell, err);
    }
    return status;
}

/* ---- tables ---- */

void ds_report_breaks(ds_document *document, const ds_tally_table *table,
                      const ds_indicator *indicator, int from_year, unsigned in) {
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
        if (ds_report_crosses(table, at, from_year)) ds_document_note(document, &note);
    }
}

void ds_report_cells(ds_document *document, const char *id, const ds_tally_table *table,
                     const ds_indicator *indicator, int from_year) {
    cells_view *view = ds_document_room(document, sizeof *view);
    ds_field fields[FIELDS_MAX];
    size_t n;
    if (view == NULL) return; /* and the document says so */
    view_table(table, from_year, view);
    view->norm = indicator == NULL ? NULL : indicator->norm;
    n = list_fields(view, fields);
    ds_doc_table_rows_from(
        ds_document_table(document, DS_IN_ALL, id, (ds_say){NULL, NULL}, fields, n), each_cell,
        view);
    if (view->last_year == 0)
        ds_document_text(document, DS_IN_PEOPLE, DS_SAY("geen rijen", "no rows"));
    if (indicator != NULL) ds_report_breaks(document, table, indicator, from_year, DS_IN_ALL);
    note_norms(document, view);
}
