/* report/definitions.c: definitions as a document: which there are, that a file is good, one as
 * SQL, the columns that the language knows. See doorstroom/report.h. */
#include "doorstroom/report.h"

#include <string.h>

#include "base/codes.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { YEARS_MAX = 2 * DS_SHIFT_MAX + 1, LIST_FIELDS = 8, CODES_MAX = 64 };

static ds_status finish_document(ds_document *document, ds_document **out, ds_error *err) {
    const ds_status status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

static void set_definition_fact(ds_document *document, const char *id, ds_value value) {
    ds_document_value(document, DS_IN_JSON, id, NO_SAY, value);
}

/* ---- which there are ---- */

/* Files in their order, and where what they hold goes: a list for people, and one table of csv. */
typedef struct definition_list {
    const ds_definitions *const *files;
    size_t n;
    ds_document *document;
    ds_doc_table *csv;
} definition_list;

/* An earlier file's definition goes before. */
static bool is_indicator_shadowed(const definition_list *l, size_t file, const char *id) {
    for (size_t f = 0; f < file; f++)
        for (size_t i = 0; i < ds_definitions_n(l->files[f]); i++)
            if (strcmp(ds_definitions_at(l->files[f], i)->id, id) == 0) return true;
    return false;
}

static bool is_evaluation_shadowed(const definition_list *l, size_t file, const char *id) {
    for (size_t f = 0; f < file; f++)
        for (size_t i = 0; i < ds_definitions_n_evaluations(l->files[f]); i++)
            if (strcmp(ds_definitions_evaluation_at(l->files[f], i)->id, id) == 0) return true;
    return false;
}

/* As people read it: the Dutch name where there is no English one. */
static ds_value make_name(const char *nl, const char *en) {
    return ds_value_word(nl, nl, en[0] == '\0' ? nl : en);
}

/* A value of what a phrase says. */
static ds_value make_phrase(ds_document *document, ds_say text, const ds_value *values, size_t n) {
    const ds_say say = ds_document_phrase(document, text, values, n);
    return ds_value_word("naam", say.nl, say.en);
}

static ds_doc_table *begin_list(ds_document *document, size_t depth) {
    static const ds_field fields[] = {
        {.id = "id", .title = {"id", "id"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "versie", .title = {"versie", "version"}, .in = DS_IN_PEOPLE},
        {.id = "naam", .title = {"naam", "name"}, .in = DS_IN_PEOPLE}};
    static const ds_field inner[] = {
        {.id = "id", .title = {"uitkomst", "outcome"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "naam", .title = {"naam", "name"}, .in = DS_IN_PEOPLE}};
    ds_doc_table *table = depth == 0
                              ? ds_document_table(document, DS_IN_PEOPLE, NULL, NO_SAY, fields, 3)
                              : ds_document_table(document, DS_IN_PEOPLE, NULL, NO_SAY, inner, 2);
    ds_doc_table_as_list(table, depth);
    return table;
}

/* ---- indicators ---- */

static void add_indicator(const definition_list *l, const ds_indicator *d, ds_doc_table *list,
                          ds_doc_table *json) {
    const ds_value none = ds_value_none(DS_STATE_UNDEFINED);
    const ds_value facts[] = {ds_value_text(d->id), ds_value_text(d->version),
                              ds_value_text(d->name), ds_value_text(d->name_en),
                              ds_value_text(d->goal)};
    const ds_value csv[LIST_FIELDS] = {
        ds_value_text("indicator"), facts[0], facts[1], facts[2], facts[3], facts[4], none, none};
    const ds_value name[] = {make_name(d->name, d->name_en), ds_value_text(d->goal)};
    const ds_value row[] = {facts[0], facts[1],
                            make_phrase(l->document,
                                        d->goal[0] == '\0'
                                            ? DS_SAY("{0}", "{0}")
                                            : DS_SAY("{0}  (doelstelling {1})", "{0}  (goal {1})"),
                                        name, 2)};
    ds_doc_table_row(list, row);
    ds_doc_table_row(json, facts);
    ds_doc_table_row(l->csv, csv);
}

static void add_indicators(const definition_list *l) {
    static const ds_field fields[] = {{.id = "id", .in = DS_IN_JSON},
                                      {.id = "versie", .in = DS_IN_JSON},
                                      {.id = "naam", .in = DS_IN_JSON},
                                      {.id = "naam_en", .in = DS_IN_JSON},
                                      {.id = "doelstelling", .in = DS_IN_JSON}};
    ds_doc_table *list = begin_list(l->document, 0);
    ds_doc_table *json =
        ds_document_table(l->document, DS_IN_JSON, "indicatoren", NO_SAY, fields, 5);
    for (size_t f = 0; f < l->n; f++)
        for (size_t i = 0; i < ds_definitions_n(l->files[f]); i++) {
            const ds_indicator *d = ds_definitions_at(l->files[f], i);
            if (!is_indicator_shadowed(l, f, d->id)) add_indicator(l, d, list, json);
        }
}

/* ---- evaluations ---- */

static size_t list_outcome_years(const ds_evaluation_outcome *outcome, ds_value out[YEARS_MAX]) {
    const size_t n = outcome->n_years < YEARS_MAX ? outcome->n_years : YEARS_MAX;
    for (size_t i = 0; i < n; i++)
        out[i] = ds_value_integer(outcome->years[i].k);
    return n;
}

/* "vakmanschap2.vsv.1-3,5": runs of years joined. */
static ds_value make_outcome_id(ds_document *document, const char *id,
                                const ds_evaluation_outcome *outcome) {
    const char *text = id;
    for (size_t i = 0, n; i < outcome->n_years; i += n) {
        const ds_evaluation_year *years = &outcome->years[i];
        ds_value values[4];
        for (n = 1; i + n < outcome->n_years && years[n].k == years[0].k + (int)n;)
            n++;
        values[0] = ds_value_text(text);
        values[1] = ds_value_text(i == 0 ? "." : ",");
        values[2] = ds_value_integer(years[0].k);
        values[3] = ds_value_integer(years[n - 1].k);
        text = ds_document_phrase(document,
                                  n == 1 ? DS_SAY("{0}{1}{2}", "{0}{1}{2}")
                                         : DS_SAY("{0}{1}{2}-{3}", "{0}{1}{2}-{3}"),
                                  values, 4)
                   .nl;
    }
    return ds_value_text(text);
}

static ds_say outcome_text(const ds_evaluation_outcome *outcome) {
    if (outcome->placebo && outcome->conditional)
        return DS_SAY("{0}  (placebo)  (beschrijving)", "{0}  (placebo)  (description)");
    if (outcome->placebo) return DS_SAY("{0}  (placebo)", "{0}  (placebo)");
    if (outcome->conditional) return DS_SAY("{0}  (beschrijving)", "{0}  (description)");
    return DS_SAY("{0}", "{0}");
}

static void add_outcome(const definition_list *l, const char *id,
                        const ds_evaluation_outcome *outcome, ds_doc_table *list,
                        ds_doc_table *json) {
    const ds_value none = ds_value_none(DS_STATE_UNDEFINED);
    const ds_value name[] = {make_name(outcome->name, outcome->name_en)};
    const ds_value kind = outcome->placebo       ? ds_value_text("placebo")
                          : outcome->conditional ? ds_value_text("beschrijving")
                                                 : ds_value_text("effect");
    ds_value years[YEARS_MAX];
    const size_t n = list_outcome_years(outcome, years);
    const ds_value row[] = {make_outcome_id(l->document, id, outcome),
                            make_phrase(l->document, outcome_text(outcome), name, 1)};
    const ds_value facts[] = {ds_value_text(id),
                              ds_value_text(outcome->name),
                              ds_value_text(outcome->name_en),
                              kind,
                              ds_value_flag(outcome->placebo),
                              ds_value_flag(outcome->conditional),
                              ds_value_list(years, n)};
    const ds_value csv[LIST_FIELDS] = {
        ds_value_text("uitkomst"), facts[0], none, facts[1], facts[2], none, kind, facts[6]};
    ds_doc_table_row(list, row);
    ds_doc_table_row(json, facts);
    ds_doc_table_row(l->csv, csv);
}

static void add_outcomes(const definition_list *l, const ds_evaluation *e, ds_document *json) {
    static const ds_field fields[] = {
        {.id = "id", .in = DS_IN_JSON},      {.id = "naam", .in = DS_IN_JSON},
        {.id = "naam_en", .in = DS_IN_JSON}, {.id = "soort", .in = DS_IN_JSON},
        {.id = "placebo", .in = DS_IN_JSON}, {.id = "beschrijving", .in = DS_IN_JSON},
        {.id = "jaren", .in = DS_IN_JSON}};
    ds_doc_table *list = begin_list(l->document, 1);
    ds_doc_table *table = ds_document_table(json, DS_IN_JSON, "uitkomsten", NO_SAY, fields, 7);
    for (size_t o = 0; o < e->n_outcomes; o++) {
        const ds_value names[] = {ds_value_text(e->id), ds_value_text(e->outcomes[o].id)};
        add_outcome(l, ds_document_phrase(l->document, DS_SAY("{0}.{1}", "{0}.{1}"), names, 2).nl,
                    &e->outcomes[o], list, table);
    }
}

static void add_evaluation(const definition_list *l, const ds_evaluation *e, ds_document *all) {
    const ds_value none = ds_value_none(DS_STATE_UNDEFINED);
    const ds_value facts[] = {ds_value_text(e->id), ds_value_text(e->version),
                              ds_value_text(e->name), ds_value_text(e->name_en)};
    const ds_value csv[LIST_FIELDS] = {
        ds_value_text("evaluatie"), facts[0], facts[1], facts[2], facts[3], none, none, none};
    const ds_value name[] = {make_name(e->name, e->name_en)};
    const ds_value row[] = {
        facts[0], facts[1],
        make_phrase(l->document, DS_SAY("{0}  (evaluatie)", "{0}  (evaluation)"), name, 1)};
    ds_document *one = ds_document_section(all, e->id, NO_SAY, DS_IN_JSON);
    ds_doc_table_row(begin_list(l->document, 0), row);
    ds_doc_table_row(l->csv, csv);
    set_definition_fact(one, "id", facts[0]);
    set_definition_fact(one, "versie", facts[1]);
    set_definition_fact(one, "naam", facts[2]);
    set_definition_fact(one, "naam_en", facts[3]);
    add_outcomes(l, e, one);
}

ds_status ds_report_definitions(const ds_definitions *const *files, size_t n, ds_document **out,
                                ds_error *err) {
    static const ds_field fields[LIST_FIELDS] = {
        {.id = "wat", .in = DS_IN_CSV},     {.id = "id", .in = DS_IN_CSV},
        {.id = "versie", .in = DS_IN_CSV},  {.id = "naam", .in = DS_IN_CSV},
        {.id = "naam_en", .in = DS_IN_CSV}, {.id = "doelstelling", .in = DS_IN_CSV},
        {.id = "soort", .in = DS_IN_CSV},   {.id = "jaren", .in = DS_IN_CSV}};
    definition_list l = {files, n, ds_document_new("define", NO_SAY), NULL};
    ds_document *all;
    l.csv = ds_document_table(l.document, DS_IN_CSV, "definities", NO_SAY, fields, LIST_FIELDS);
    add_indicators(&l);
    all = ds_document_list(l.document, "evaluaties", NO_SAY, DS_IN_JSON);
    for (size_t f = 0; f < n; f++)
        for (size_t i = 0; i < ds_definitions_n_evaluations(files[f]); i++) {
            const ds_evaluation *e = ds_definitions_evaluation_at(files[f], i);
            if (!is_evaluation_shadowed(&l, f, e->id)) add_evaluation(&l, e, all);
        }
    return finish_document(l.document, out, err);
}

/* ---- a good file ---- */

ds_status ds_report_definitions_good(const char *path, const ds_definitions *definitions,
                                     ds_document **out, ds_error *err) {
    static const ds_field fields[] = {{.id = "bestand", .in = DS_IN_CSV},
                                      {.id = "goed", .in = DS_IN_CSV},
                                      {.id = "indicatoren", .in = DS_IN_CSV},
                                      {.id = "evaluaties", .in = DS_IN_CSV},
                                      {.id = "uitkomsten", .in = DS_IN_CSV}};
    enum { FACTS = sizeof fields / sizeof *fields };
    ds_document *document = ds_document_new("define", NO_SAY);
    const size_t n = ds_definitions_n_evaluations(definitions);
    size_t n_outcomes = 0;
    ds_value row[FACTS] = {ds_value_text(path), ds_value_flag(true),
                           ds_value_count(ds_definitions_n(definitions)), ds_value_count(n)};
    for (size_t i = 0; i < n; i++)
        n_outcomes += ds_definitions_evaluation_at(definitions, i)->n_outcomes;
    row[FACTS - 1] = ds_value_count(n_outcomes);
    for (size_t i = 0; i < FACTS; i++)
        set_definition_fact(document, fields[i].id, row[i]);
    ds_doc_table_row(ds_document_table(document, DS_IN_CSV, "controle", NO_SAY, fields, FACTS),
                     row);
    ds_document_text(
        document, DS_IN_PEOPLE,
        ds_document_phrase(document,
                           n_outcomes == 0 ? DS_SAY("{0}: goed, {2} {2|indicator|indicatoren}",
                                                    "{0}: good, {2} {2|indicator|indicators}")
                                           : DS_SAY("{0}: goed, {2} {2|indicator|indicatoren}, {3} "
                                                    "{3|evaluatie|evaluaties} met {4} "
                                                    "{4|uitkomst|uitkomsten}",
                                                    "{0}: good, {2} {2|indicator|indicators}, {3} "
                                                    "{3|evaluation|evaluations} with {4} "
                                                    "{4|outcome|outcomes}"),
                           row, FACTS));
    return finish_document(document, out, err);
}

/* ---- SQL ---- */

ds_status ds_report_sql(const ds_sql *sql, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("define", NO_SAY);
    set_definition_fact(document, "id", ds_value_text(sql->id));
    set_definition_fact(document, "versie", ds_value_text(sql->version));
    ds_document_code(document, DS_IN_PEOPLE | DS_IN_JSON, "sql", sql->text);
    return finish_document(document, out, err);
}

/* ---- columns ---- */

static ds_value make_type(const ds_column *column) {
    switch (column->type) {
    case DS_TYPE_BOOL:
        return ds_value_word("ja_nee", "ja of nee", "yes or no");
    case DS_TYPE_INTEGER:
        return ds_value_word("getal", "getal", "number");
    case DS_TYPE_DATE:
        return ds_value_word("datum", "datum", "date");
    case DS_TYPE_TEXT:
    default:
        return column->codes != NULL && !ds_code_list_open(column->codes)
                   ? ds_value_word("code", "code", "code")
                   : ds_value_word("tekst", "tekst", "text");
    }
}

static bool has_bounds(const ds_column *column) {
    return column->low != 0 || column->high != 0;
}

static size_t list_column_codes(const ds_column *column, ds_value out[CODES_MAX]) {
    size_t n = 0;
    for (; column->codes != NULL && n < column->codes->n_values && n < CODES_MAX; n++)
        out[n] = ds_value_text(column->codes->values[n]);
    return n;
}

enum { COLUMN_FIELDS = 13 };

static void add_column(ds_doc_table *table, const ds_column *column) {
    const ds_value none = ds_value_none(DS_STATE_UNDEFINED);
    ds_value codes[CODES_MAX];
    const ds_value list = ds_value_list(codes, list_column_codes(column, codes));
    const ds_value row[COLUMN_FIELDS] = {
        ds_value_text(column->name),
        make_type(column),
        ds_value_text(column->delivery),
        list,
        has_bounds(column) ? ds_value_bounds(column->low, column->high) : list,
        has_bounds(column) ? ds_value_integer(column->low) : none,
        has_bounds(column) ? ds_value_integer(column->high) : none,
        ds_value_integer(column->scale),
        ds_value_text(column->unit_nl),
        ds_value_text(column->unit_en),
        ds_value_text(column->nl),
        ds_value_text(column->en),
        ds_value_word(column->nl, column->nl, column->en)};
    ds_doc_table_row(table, row);
}

ds_status ds_report_columns(ds_document **out, ds_error *err) {
    static const ds_field fields[COLUMN_FIELDS] = {
        {.id = "naam", .title = {"kolom", "column"}, .in = DS_IN_ALL, .key = true},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
        {.id = "levering", .title = {"levering", "delivery"}, .in = DS_IN_ALL},
        {.id = "codes", .in = DS_IN_MACHINE},
        {.id = "codes", .title = {"codes of bereik", "codes or range"}, .in = DS_IN_PEOPLE},
        {.id = "laag", .in = DS_IN_MACHINE},
        {.id = "hoog", .in = DS_IN_MACHINE},
        {.id = "schaal", .in = DS_IN_MACHINE},
        {.id = "eenheid", .in = DS_IN_MACHINE},
        {.id = "eenheid_en", .in = DS_IN_MACHINE},
        {.id = "uitleg", .in = DS_IN_MACHINE},
        {.id = "uitleg_en", .in = DS_IN_MACHINE},
        {.id = "uitleg", .title = {"uitleg", "meaning"}, .in = DS_IN_PEOPLE}};
    ds_document *document = ds_document_new("define", NO_SAY);
    ds_doc_table *table =
        ds_document_table(document, DS_IN_ALL, "kolommen", NO_SAY, fields, COLUMN_FIELDS);
    size_t n;
    const ds_column *list = ds_column_list(&n);
    for (size_t i = 0; i < n; i++)
        add_column(table, &list[i]);
    return finish_document(document, out, err);
}
