/* report/counted.c: a table of counts, added up, as a document. See doorstroom/counts.h.
 *
 * Every number has bounds, and what is made of two numbers has the widest that the two allow: they
 * are certain, and no narrower where one hidden count is in both. */
#include <math.h>
#include <string.h>

#include "doorstroom/counts.h"

enum { TAIL = 10, SHARE_TAIL = 9, CELL_TAIL = 4 };

static const ds_say no_say = {NULL, NULL};

static ds_value bound_or_undefined(double x) {
    return isfinite(x) ? ds_value_number(x) : ds_value_none(DS_STATE_UNDEFINED);
}

static size_t begin_fields(const ds_counted_asked *c, ds_field *out) {
    size_t n = 0;
    out[n++] = (ds_field){
        .id = "indicator", .title = {"indicator", "indicator"}, .in = DS_IN_ALL, .key = true};
    out[n++] = (ds_field){
        .id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < c->n_by; k++)
        out[n++] = (ds_field){
            .id = ds_counted_key_name(c->counted, c->by[k]), .in = DS_IN_ALL, .key = true};
    return n;
}

static size_t begin_values(const ds_counted_asked *c, const ds_counted_cell *cell,
                           const char *indicator, ds_value *out) {
    size_t n = 0;
    out[n++] = ds_value_text(indicator);
    out[n++] = ds_value_schooljaar(cell->schooljaar);
    for (size_t k = 0; k < c->n_by; k++)
        out[n++] = ds_value_text(cell->keys[k]);
    return n;
}

/* Cells stand by indicator, school year and keys. */
static int compare_cells(const ds_counted_asked *c, const ds_counted_cell *a, const char *indicator,
                         int schooljaar, const char *const *keys) {
    int order = strcmp(a->indicator, indicator);
    if (order == 0) order = (a->schooljaar > schooljaar) - (a->schooljaar < schooljaar);
    for (size_t k = 0; order == 0 && k < c->n_by; k++)
        order = strcmp(a->keys[k], keys[k]);
    return order;
}

/* The cell of the same group, a school year before; NULL for none. */
static const ds_counted_cell *cell_before(const ds_counted_asked *c, const ds_counted_cell *cell) {
    size_t from = 0, to = c->table.n_cells;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const ds_counted_cell *other = &c->table.cells[middle];
        const int order =
            compare_cells(c, other, cell->indicator, cell->schooljaar - 1, cell->keys);
        if (order == 0) return other;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

/* Bounds of all groups of an indicator and a school year together. */
typedef struct all_groups {
    size_t end; /* of their cells */
    uint64_t low, high;
} all_groups;

static void add_all_groups(const ds_counted_asked *c, size_t from, all_groups *all) {
    const ds_counted_cell *first = &c->table.cells[from];
    *all = (all_groups){.end = from};
    for (; all->end < c->table.n_cells; all->end++) {
        const ds_counted_cell *cell = &c->table.cells[all->end];
        if (cell->schooljaar != first->schooljaar || strcmp(cell->indicator, first->indicator) != 0)
            break;
        all->low += cell->low;
        all->high += cell->high;
    }
}

/* Its share of all groups of that year: smallest when it is small and the others large. */
static void share_of_all(const all_groups *all, const ds_counted_cell *cell, double *out_low,
                         double *out_high) {
    const uint64_t low = all->low - cell->low, high = all->high - cell->high; /* of the others */
    *out_low =
        cell->low + high == 0 ? (double)NAN : 100 * (double)cell->low / (double)(cell->low + high);
    *out_high =
        cell->high + low == 0 ? (double)NAN : 100 * (double)cell->high / (double)(cell->high + low);
}

static void add_counted_groups(ds_document *document, const ds_counted_asked *c, unsigned beside) {
    ds_field fields[DS_COUNTED_KEYS_MAX + 2 + TAIL];
    size_t n = begin_fields(c, fields);
    all_groups all = {0};
    ds_doc_table *table;
    fields[n++] = (ds_field){.id = "aantal_laag", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){.id = "aantal_hoog", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){.id = "verborgen", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){
        .id = "aantal", .title = {"aantal", "count"}, .in = DS_IN_PEOPLE, .number = true};
    if (beside & DS_COUNTS_CHANGE) {
        fields[n++] = (ds_field){.id = "verschil_laag", .in = DS_IN_MACHINE};
        fields[n++] = (ds_field){.id = "verschil_hoog", .in = DS_IN_MACHINE};
        fields[n++] = (ds_field){
            .id = "verschil", .title = {"verschil", "change"}, .in = DS_IN_PEOPLE, .number = true};
    }
    if (beside & DS_COUNTS_SHARE) {
        fields[n++] = (ds_field){.id = "aandeel_laag", .in = DS_IN_MACHINE};
        fields[n++] = (ds_field){.id = "aandeel_hoog", .in = DS_IN_MACHINE};
        fields[n++] = (ds_field){.id = "aandeel",
                                 .title = {"aandeel", "share"},
                                 .unit = {"%", "%"},
                                 .in = DS_IN_PEOPLE,
                                 .decimals = 1,
                                 .number = true};
    }
    table = ds_document_table(document, DS_IN_ALL, "aantallen", no_say, fields, n);
    for (size_t i = 0; i < c->table.n_cells; i++) {
        const ds_counted_cell *cell = &c->table.cells[i], *before = cell_before(c, cell);
        ds_value row[DS_COUNTED_KEYS_MAX + 2 + TAIL];
        double low, high;
        if (i == all.end) add_all_groups(c, i, &all);
        n = begin_values(c, cell, cell->indicator, row);
        row[n++] = ds_value_count(cell->low);
        row[n++] = ds_value_count(cell->high);
        row[n++] = ds_value_count(cell->n_hidden);
        row[n++] = ds_value_bounds((double)cell->low, (double)cell->high);
        if (beside & DS_COUNTS_CHANGE) {
            low = before == NULL ? (double)NAN : (double)cell->low - (double)before->high;
            high = before == NULL ? (double)NAN : (double)cell->high - (double)before->low;
            row[n++] = bound_or_undefined(low);
            row[n++] = bound_or_undefined(high);
            row[n++] =
                before == NULL ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_bounds(low, high);
        }
        if (beside & DS_COUNTS_SHARE) {
            share_of_all(&all, cell, &low, &high);
            row[n++] = bound_or_undefined(low);
            row[n++] = bound_or_undefined(high);
            row[n++] = isfinite(low) && isfinite(high) ? ds_value_bounds(low, high)
                                                       : ds_value_none(DS_STATE_UNDEFINED);
        }
        ds_doc_table_row(table, row);
    }
}

static void add_part_shares(ds_document *document, const ds_counted_asked *c) {
    ds_field fields[DS_COUNTED_KEYS_MAX + 2 + SHARE_TAIL];
    size_t n = begin_fields(c, fields);
    ds_doc_table *table;
    if (c->table.n_shares == 0) return;
    fields[n++] = (ds_field){.id = "geheel", .title = {"geheel", "whole"}, .in = DS_IN_ALL};
    fields[n++] = (ds_field){.id = "teller_laag", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){.id = "teller_hoog", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){.id = "noemer_laag", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){.id = "noemer_hoog", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){.id = "percentage_laag", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){.id = "percentage_hoog", .in = DS_IN_MACHINE};
    fields[n++] = (ds_field){
        .id = "percentage", .title = {"%", "%"}, .in = DS_IN_PEOPLE, .decimals = 1, .number = true};
    table = ds_document_table(document, DS_IN_PEOPLE | DS_IN_JSON | DS_IN_NAMED, "delen",
                              DS_SAY("Delen van een geheel", "Parts of a whole"), fields, n);
    for (size_t i = 0; i < c->table.n_shares; i++) {
        const ds_counted_share *s = &c->table.shares[i];
        const ds_counted_cell *part = &c->table.cells[s->part_cell],
                              *whole = &c->table.cells[s->whole_cell];
        ds_value row[DS_COUNTED_KEYS_MAX + 2 + SHARE_TAIL];
        n = begin_values(c, part, s->part, row);
        row[n++] = ds_value_text(s->whole);
        row[n++] = ds_value_count(part->low);
        row[n++] = ds_value_count(part->high);
        row[n++] = ds_value_count(whole->low);
        row[n++] = ds_value_count(whole->high);
        row[n++] = bound_or_undefined(s->low_pct);
        row[n++] = bound_or_undefined(s->high_pct);
        row[n++] = isfinite(s->low_pct) ? ds_value_bounds(s->low_pct, s->high_pct)
                                        : ds_value_none(DS_STATE_UNDEFINED);
        ds_doc_table_row(table, row);
    }
}

/* ---- as cells, for merge and monitor ---- */

/* Who may or may not belong to it counts as unknown: the true teller and noemer lie between what is
 * here and that with all unknown added. Of counts without a whole teller and noemer are the same.
 */
static void add_one_cell(ds_doc_table *table, const ds_counted_asked *c,
                         const ds_counted_cell *part, const ds_counted_cell *whole,
                         const char *indicator) {
    ds_value row[DS_COUNTED_KEYS_MAX + 2 + CELL_TAIL];
    size_t n = begin_values(c, part, indicator, row);
    const uint64_t without = whole->low > part->high ? whole->low - part->high : 0;
    const uint64_t noemer = part->low + without;
    const uint64_t most = whole->high > noemer ? whole->high : noemer;
    row[n++] = ds_value_count(part->low);
    row[n++] = ds_value_count(noemer);
    row[n++] = ds_value_count(most - noemer);
    row[n++] = noemer == 0 ? ds_value_none(DS_STATE_UNDEFINED)
                           : ds_value_number(100 * (double)part->low / (double)noemer);
    if (most > 0) ds_doc_table_row(table, row);
}

static void add_cells(ds_document *document, const ds_counted_asked *c) {
    ds_field fields[DS_COUNTED_KEYS_MAX + 2 + CELL_TAIL];
    size_t n = begin_fields(c, fields);
    const ds_counted_cell **wholes; /* of each cell that is a part */
    ds_doc_table *table;
    fields[n++] = (ds_field){.id = "teller", .in = DS_IN_CSV};
    fields[n++] = (ds_field){.id = "noemer", .in = DS_IN_CSV};
    fields[n++] = (ds_field){.id = "onbekend", .in = DS_IN_CSV};
    fields[n++] = (ds_field){.id = "percentage", .in = DS_IN_CSV};
    table = ds_document_table(document, DS_IN_NAMED, "cellen", no_say, fields, n);
    wholes = ds_document_room(document, (c->table.n_cells + 1) * sizeof *wholes);
    if (wholes == NULL) return;
    for (size_t k = 0; k < c->table.n_shares; k++)
        wholes[c->table.shares[k].part_cell] = &c->table.cells[c->table.shares[k].whole_cell];
    for (size_t i = 0; i < c->table.n_cells; i++) {
        const ds_counted_cell *part = &c->table.cells[i];
        add_one_cell(table, c, part, wholes[i] == NULL ? part : wholes[i], part->indicator);
    }
}

static void say_source(ds_document *document, const ds_counted_asked *c) {
    const ds_value values[] = {ds_value_text(ds_counted_layout_name(c->layout)),
                               ds_value_text(ds_counted_layout_source(c->layout)),
                               ds_value_text(ds_counted_layout_licence(c->layout)),
                               ds_value_count(ds_counted_n_records(c->counted)),
                               ds_value_count(ds_counted_n_counts(c->counted)),
                               ds_value_count(ds_counted_n_hidden(c->counted)),
                               ds_value_count(ds_counted_n_solved(c->counted))};
    static const char *const ids[] = {
        "naam", "bron", "licentie", "regels", "aantallen_gelezen", "verborgen", "uitgerekend"};
    const ds_note source = {.kind = DS_NOTE_MESSAGE,
                            .code = "bron",
                            .text = DS_SAY("{0}; bron: {1}", "{0}; source: {1}"),
                            .values = values,
                            .n_values = 2};
    const ds_note counts = {.kind = DS_NOTE_MESSAGE,
                            .code = "aantallen",
                            .text =
                                DS_SAY("{3} {3|regel|regels}, {4} {4|aantal|aantallen}, waarvan "
                                       "{5} verborgen; {6} daarvan volgen uit hun totalen",
                                       "{3} {3|line|lines}, {4} {4|count|counts}, of which {5} "
                                       "hidden; {6} of those follow from their totals"),
                            .values = values,
                            .n_values = 7};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        ds_document_value(document, DS_IN_JSON, ids[i], no_say, values[i]);
    ds_document_note(document, &source);
    ds_document_note(document, &counts);
}

ds_status ds_report_counts(const ds_counted_asked *counts, unsigned beside, ds_document **out,
                           ds_error *err) {
    ds_document *document =
        ds_document_new("aantallen", DS_SAY("Open data, al geteld", "Open data, already counted"));
    ds_status status;
    add_counted_groups(document, counts, beside);
    add_part_shares(document, counts);
    add_cells(document, counts);
    say_source(document, counts);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
