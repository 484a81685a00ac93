/* report/relate.c: what hangs together as a document: for machines a row a number, for people a
 * table and a sentence a test. See doorstroom/relate.h. */
#include "report/relate.h"

#include <math.h>

#define NO_SAY ((ds_say){NULL, NULL})

typedef struct relate_writing {
    const ds_relate_block *block;
    ds_document *to;
    bool terms, methods; /* some row has one; there are several */
} relate_writing;

/* ---- for machines ---- */

static const struct {
    const char *id;
    unsigned in;
} relate_fields[] = {
    {"by", DS_IN_MACHINE},       {"x", DS_IN_MACHINE},          {"y", DS_IN_MACHINE},
    {"method", DS_IN_MACHINE},   {"measure", DS_IN_MACHINE},    {"term", DS_IN_MACHINE},
    {"estimate", DS_IN_MACHINE}, {"se", DS_IN_MACHINE},         {"low", DS_IN_MACHINE},
    {"high", DS_IN_MACHINE},     {"statistic", DS_IN_MACHINE},  {"df", DS_IN_MACHINE},
    {"p", DS_IN_MACHINE},        {"p_adjusted", DS_IN_MACHINE}, {"n", DS_IN_MACHINE},
    {"missing", DS_IN_MACHINE},  {"df2", DS_IN_MACHINE},        {"exact", DS_IN_MACHINE},
    {"reason", DS_IN_MACHINE},   {"verdict", DS_IN_MACHINE},    {"detectable", DS_IN_JSON},
    {"choice", DS_IN_JSON},
};
enum { RELATE_FIELDS = sizeof relate_fields / sizeof *relate_fields };

static const char *name_relate_choice(ds_relate_choice choice) {
    static const char *const names[] = {"gevraagd",     "twee_getallen", "twee_grote_groepen",
                                        "kleine_groep", "meer_groepen",  "grote_tabel",
                                        "kleine_tabel", "tabel_te_groot"};
    return names[choice];
}

static ds_value show_verdict(const ds_relate_row *row) {
    return row->test ? ds_value_text(ds_relate_verdict_name(ds_relate_judge(row->p_adjusted)))
                     : ds_value_none(DS_STATE_NOT_APPLICABLE);
}

static void add_relate_line(ds_doc_table *table, const ds_relate_row *row) {
    const ds_stat_result *r = &row->result;
    const ds_value values[RELATE_FIELDS] = {
        ds_value_text(row->by),
        ds_value_text(row->x),
        ds_value_text(row->y),
        ds_value_text(ds_relate_method_name(row->method)),
        ds_value_text(ds_relate_measure_name(row->measure)),
        ds_value_text(row->term),
        ds_value_number(r->estimate),
        ds_value_number(r->se),
        ds_value_number(r->low),
        ds_value_number(r->high),
        ds_value_number(r->statistic),
        ds_value_number(r->df),
        ds_value_number(r->p),
        ds_value_number(row->p_adjusted),
        ds_value_count(r->n),
        ds_value_count(r->missing),
        ds_value_number(r->df2),
        isnan(r->p) ? ds_value_none(DS_STATE_NOT_APPLICABLE) : ds_value_flag(r->exact),
        ds_value_text(ds_stat_reason_code(r->reason)),
        show_verdict(row),
        ds_value_number(row->detectable),
        ds_value_text(name_relate_choice(row->choice)),
    };
    ds_doc_table_row(table, values);
}

static void add_relate_lines(const relate_writing *w) {
    ds_field fields[RELATE_FIELDS];
    ds_doc_table *table;
    for (size_t i = 0; i < RELATE_FIELDS; i++)
        fields[i] = (ds_field){.id = relate_fields[i].id, .in = relate_fields[i].in};
    table = ds_document_table(w->to, DS_IN_MACHINE, "samenhang", NO_SAY, fields, RELATE_FIELDS);
    for (size_t i = 0; i < w->block->n; i++)
        add_relate_line(table, &w->block->rows[i]);
}

static void add_relate_facts(const relate_writing *w) {
    const ds_relate_block *b = w->block;
    const struct {
        const char *id;
        ds_value value;
    } facts[] = {
        {"bestand", ds_value_text(b->file)},
        {"openbaarheid", ds_value_text("intern")},
        {"rijen", ds_value_count(b->n_rows)},
        {"aanpassing", ds_value_text(b->adjust == DS_ADJUST_HOLM ? "holm"
                                     : b->adjust == DS_ADJUST_BH ? "bh"
                                                                 : "by")},
        {"toetsen", ds_value_count(b->n_tests)},
        {"toetsen_niet_te_doen", ds_value_count(b->n_excluded)},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        ds_document_value(w->to, DS_IN_JSON, facts[i].id, NO_SAY, facts[i].value);
}

/* ---- for people ---- */

enum { PEOPLE_FIELDS = 12 };

static ds_value show_relate_number(const ds_relate_row *row, double x) {
    return ds_value_with_decimals(ds_value_number(x), ds_relate_decimals(row->measure, 3));
}

static ds_value show_relate_range(const ds_relate_row *row) {
    const ds_value range = ds_value_range(row->result.low, row->result.high, false);
    if (isnan(row->result.low)) return ds_value_none(DS_STATE_BLANK);
    return ds_value_with_decimals(range, ds_relate_decimals(row->measure, 3));
}

static const char *mark_relate(const ds_relate_row *row) {
    if (ds_relate_judge(row->p_adjusted) != DS_RELATE_SHOWN) return NULL;
    return row->p_adjusted <= 0.01 ? "**" : "*";
}

static void add_relate_row(const relate_writing *w, ds_doc_table *table, const ds_relate_row *row) {
    const ds_stat_result *r = &row->result;
    ds_value values[PEOPLE_FIELDS];
    size_t n = 0;
    if (w->block->by != NULL) values[n++] = ds_value_text(row->by);
    values[n++] = ds_value_text(row->x);
    values[n++] = ds_value_text(row->y);
    if (w->methods) values[n++] = ds_relate_method_value(row->method);
    if (w->terms) values[n++] = ds_value_text(row->term);
    values[n++] = ds_relate_measure_value(row->measure);
    values[n++] = ds_value_with_mark(show_relate_number(row, r->estimate), mark_relate(row));
    values[n++] = show_relate_range(row);
    values[n++] = isnan(r->p) && !row->test ? ds_value_none(DS_STATE_BLANK) : ds_value_p(r->p);
    values[n++] = row->test ? ds_value_p(row->p_adjusted) : ds_value_none(DS_STATE_BLANK);
    values[n++] = ds_value_count(r->n);
    values[n++] = ds_value_count(r->missing);
    ds_doc_table_row(table, values);
}

static void add_relate_table(const relate_writing *w) {
    const ds_relate_block *b = w->block;
    ds_field fields[PEOPLE_FIELDS];
    ds_doc_table *table;
    size_t n = 0;
    if (b->by != NULL) fields[n++] = (ds_field){.id = "by", .title = {b->by, b->by}, .key = true};
    fields[n++] = (ds_field){.id = "x", .title = {"x", "x"}, .key = true};
    fields[n++] = (ds_field){.id = "y", .title = {"y", "y"}, .key = true};
    if (w->methods) fields[n++] = (ds_field){.id = "method", .title = {"methode", "method"}};
    if (w->terms) fields[n++] = (ds_field){.id = "term", .title = {"waarvan", "of what"}};
    fields[n++] = (ds_field){.id = "measure", .title = {"maat", "measure"}};
    fields[n++] = (ds_field){.id = "estimate", .title = {"waarde", "value"}, .number = true};
    fields[n++] = (ds_field){.id = "interval", .title = {"95 %", "95 %"}, .number = true};
    fields[n++] = (ds_field){.id = "p", .title = {"p", "p"}, .number = true};
    fields[n++] = (ds_field){.id = "p_adjusted", .title = {"p samen", "p, all"}, .number = true};
    fields[n++] = (ds_field){.id = "n", .title = {"n", "n"}, .number = true};
    fields[n++] = (ds_field){.id = "missing", .title = {"weg", "missing"}, .number = true};
    for (size_t i = 0; i < n; i++)
        fields[i].in = DS_IN_PEOPLE;
    if (!w->methods && b->n > 0)
        ds_document_value(w->to, DS_IN_PEOPLE, "method", DS_SAY("methode", "method"),
                          ds_relate_method_value(b->rows[0].method));
    table = ds_document_table(w->to, DS_IN_PEOPLE, NULL, NO_SAY, fields, n);
    for (size_t i = 0; i < b->n; i++)
        add_relate_row(w, table, &b->rows[i]);
}

ds_status ds_report_relate(const ds_relate_block *block, ds_document **out, ds_error *err) {
    relate_writing w = {.block = block,
                        .to = ds_document_new("relate", DS_SAY("samenhang", "relations"))};
    ds_status status;
    for (size_t i = 0; i < block->n; i++) {
        w.terms = w.terms || block->rows[i].term[0] != '\0';
        w.methods = w.methods || block->rows[i].method != block->rows[0].method;
    }
    add_relate_facts(&w);
    add_relate_lines(&w);
    add_relate_table(&w);
    ds_relate_say_tests(w.to, block);
    ds_relate_note_all(w.to, block);
    ds_document_set_internal(w.to);
    status = ds_document_finish(w.to, err);
    if (status == DS_OK)
        *out = w.to;
    else
        ds_document_free(w.to);
    return status;
}
