/* work/inside/say_persons.c: the persons of a cell, and two sides beside each other, as documents.
 * See doorstroom/why.h. */
#include <string.h>

#include "doorstroom/why.h"

static const ds_say nothing = {NULL, NULL};

static ds_status finish_said(ds_document *document, ds_document **out, ds_error *err) {
    ds_status status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

static void set_said(ds_document *document, const char *id, const char *text) {
    ds_document_value(document, DS_IN_JSON, id, nothing, ds_value_text(text));
}

/* ---- persons ---- */

enum { FIXED = 3 };

static void add_persons(const ds_persons *p, ds_document *document) {
    ds_field fields[FIXED + DS_KEYS_MAX] = {
        {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true},
        {.id = "persoon", .title = {"persoon", "person"}, .in = DS_IN_ALL, .key = true},
        {.id = "stand", .title = {"telt in", "counts in"}, .in = DS_IN_ALL}};
    ds_doc_table *table;
    for (size_t k = 0; k < p->n_keys; k++)
        fields[FIXED + k] = (ds_field){.id = p->names[k], .in = DS_IN_ALL};
    table = ds_document_table(document, DS_IN_ALL, "personen", nothing, fields, FIXED + p->n_keys);
    for (size_t i = 0; i < p->n; i++) {
        const ds_persons_row *row = &p->rows[i];
        const ds_value who[] = {ds_value_text(ds_trace_person_kind(p->trace, row->person)),
                                ds_value_view(ds_trace_person(p->trace, row->person))};
        const ds_say name = ds_document_phrase(document, DS_SAY("{0}:{1}", "{0}:{1}"), who, 2);
        ds_value values[FIXED + DS_KEYS_MAX] = {ds_value_schooljaar(row->schooljaar),
                                                ds_value_text(name.nl),
                                                ds_value_text(ds_stand_code(row->stand))};
        for (size_t k = 0; k < p->n_keys; k++)
            values[FIXED + k] = ds_value_text(row->keys[k]);
        ds_doc_table_row(table, values);
    }
}

ds_status ds_say_persons(const ds_persons *persons, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("persons", nothing);
    set_said(document, "indicator", persons->indicator);
    set_said(document, "versie", persons->version);
    set_said(document, "register", persons->generation);
    add_persons(persons, document);
    ds_document_set_of_persons(document);
    return finish_said(document, out, err);
}

/* ---- two sides ---- */

static ds_value word_for_stand(ds_stand stand) {
    static const struct {
        const char *nl, *en;
    } words[DS_STANDS] = {{"telt niet mee", "does not count"},
                          {"teller en noemer", "teller and noemer"},
                          {"alleen noemer", "noemer only"},
                          {"onbekend", "onbekend"}};
    return ds_value_word(ds_stand_code(stand), words[stand].nl, words[stand].en);
}

static void add_moves(const ds_compared *c, ds_document *document) {
    static const ds_field fields[] = {
        {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true},
        {.id = "van", .title = {"links", "left"}, .in = DS_IN_ALL, .key = true},
        {.id = "naar", .title = {"rechts", "right"}, .in = DS_IN_ALL, .key = true},
        {.id = "personen", .title = {"personen", "persons"}, .in = DS_IN_ALL, .number = true},
        {.id = "verhuisd", .title = {"verhuisd", "moved"}, .in = DS_IN_ALL}};
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "verhuizingen", nothing, fields,
                                            sizeof fields / sizeof *fields);
    for (size_t i = 0; i < c->n_years; i++)
        for (int a = 0; a < DS_STANDS; a++)
            for (int b = 0; b < DS_STANDS; b++) {
                const ds_compare_year *year = &c->years[i];
                const ds_value row[] = {
                    ds_value_schooljaar(year->schooljaar), word_for_stand((ds_stand)a),
                    word_for_stand((ds_stand)b), ds_value_count(year->n[a][b]),
                    a == b ? ds_value_word("nee", "", "") : ds_value_word("ja", "ja", "yes")};
                if (year->n[a][b] > 0) ds_doc_table_row(table, row);
            }
}

/* What each side counts: what its tally says. */
static void sum_side(const ds_compare_year *year, int side, uint64_t out[DS_STANDS]) {
    for (int a = 0; a < DS_STANDS; a++)
        for (int b = 0; b < DS_STANDS; b++)
            out[side == 0 ? a : b] += year->n[a][b];
}

static void add_side_totals(const ds_compared *c, ds_document *document) {
    static const ds_field fields[] = {
        {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true},
        {.id = "kant", .title = {"kant", "side"}, .in = DS_IN_ALL, .key = true},
        {.id = "teller", .in = DS_IN_ALL, .number = true},
        {.id = "noemer", .in = DS_IN_ALL, .number = true},
        {.id = "onbekend", .in = DS_IN_ALL, .number = true}};
    enum { IN = DS_IN_PEOPLE | DS_IN_JSON | DS_IN_NAMED };
    ds_doc_table *table =
        ds_document_table(document, IN, "totalen", nothing, fields, sizeof fields / sizeof *fields);
    for (size_t i = 0; i < c->n_years; i++)
        for (int side = 0; side < 2; side++) {
            uint64_t n[DS_STANDS] = {0};
            ds_value row[] = {ds_value_schooljaar(c->years[i].schooljaar),
                              side == 0 ? ds_value_word("links", "links", "left")
                                        : ds_value_word("rechts", "rechts", "right"),
                              ds_value_none(DS_STATE_NOT_AVAILABLE),
                              ds_value_none(DS_STATE_NOT_AVAILABLE),
                              ds_value_none(DS_STATE_NOT_AVAILABLE)};
            sum_side(&c->years[i], side, n);
            if (c->years[i].counted[side]) {
                row[2] = ds_value_count(n[DS_STAND_TELLER]);
                row[3] = ds_value_count(n[DS_STAND_TELLER] + n[DS_STAND_NOEMER]);
                row[4] = ds_value_count(n[DS_STAND_ONBEKEND]);
            }
            ds_doc_table_row(table, row);
        }
}

static void add_sides(const ds_compared *c, ds_document *document) {
    static const char *const ids[2][3] = {{"links", "versie_links", "register_links"},
                                          {"rechts", "versie_rechts", "register_rechts"}};
    ds_document_value(document, DS_IN_PEOPLE | DS_IN_JSON, ids[0][0], DS_SAY("links", "left"),
                      ds_value_text(c->labels[0]));
    ds_document_value(document, DS_IN_PEOPLE | DS_IN_JSON, ids[1][0], DS_SAY("rechts", "right"),
                      ds_value_text(c->labels[1]));
    for (int side = 0; side < 2; side++) {
        set_said(document, ids[side][1], c->versions[side]);
        set_said(document, ids[side][2], c->generations[side]);
    }
}

ds_status ds_say_compared(const ds_compared *compared, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("compare", nothing);
    add_sides(compared, document);
    add_side_totals(compared, document);
    add_moves(compared, document);
    ds_document_set_internal(document);
    return finish_said(document, out, err);
}
