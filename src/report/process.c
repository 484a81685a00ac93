/* report/process.c: a process evaluation as a document: the matrix of hypotheses with n, judgements
 * by round and layer, answers of contacts, and figures of others. See doorstroom/process.h. */
#include "report/process.h"

#include <stdio.h>
#include <stdlib.h>

#define NO_SAY ((ds_say){NULL, NULL})

enum { MATRIX_MAX = 64 };

ds_process_word ds_process_layer(size_t layer) {
    static const ds_process_word layers[DS_PROCESS_LAYERS] = {
        {"richter", "richter", "directs"},
        {"inrichter", "inrichter", "arranges"},
        {"verrichter", "verrichter", "carries out"}};
    return layers[layer];
}

static int compare_place(const ds_process_cell *a, const ds_process_cell *b) {
    if (a->mechanism != b->mechanism) return a->mechanism < b->mechanism ? -1 : 1;
    if (a->round != b->round) return a->round < b->round ? -1 : 1;
    return (a->layer > b->layer) - (a->layer < b->layer);
}

static int compare_places(const void *a, const void *b) {
    return compare_place(a, b);
}

const ds_process_cell *ds_process_find(const ds_process_block *block, size_t mechanism,
                                       size_t round, size_t layer) {
    const ds_process_cell wanted = {.mechanism = mechanism, .round = round, .layer = layer};
    if (block->n_cells == 0) return NULL;
    return bsearch(&wanted, block->cells, block->n_cells, sizeof wanted, compare_places);
}

ds_value ds_report_process_word(const ds_process_word *word, bool people) {
    return people ? ds_value_word(word->code, word->nl, word->en) : ds_value_text(word->code);
}

/* ---- the matrix ---- */

static ds_value show_listed(const ds_process_block *b, const ds_process_hypothesis *h,
                            ds_process_list list, bool people) {
    return ds_report_process_word(&b->lists[list].words[h->of[list]], people);
}

static size_t fill_hypothesis(const ds_process_block *b, const ds_process_hypothesis *h,
                              bool people, ds_value *values) {
    size_t n = 0;
    values[n++] = ds_value_text(h->id);
    for (int list = DS_PROCESS_INTERVENTIONS; list < DS_PROCESS_LISTS; list++)
        values[n++] = show_listed(b, h, (ds_process_list)list, people);
    values[n++] = h->chosen ? ds_value_word("keuze", "keuze", "choice")
                            : ds_value_word("tekst", "tekst", "text");
    if (!people)
        values[n++] =
            h->place == NULL ? ds_value_none(DS_STATE_NOT_APPLICABLE) : ds_value_text(h->place);
    values[n++] = ds_value_text(h->estimate);
    return n;
}

static size_t name_hypothesis(bool people, ds_field *fields) {
    static const ds_field all[] = {{.id = "hypothese", .title = {"nr", "no."}, .key = true},
                                   {.id = "interventie", .title = {"interventie", "intervention"}},
                                   {.id = "mechanisme", .title = {"mechanisme", "mechanism"}},
                                   {.id = "effect", .title = {"effect", "effect"}},
                                   {.id = "context", .title = {"context", "context"}},
                                   {.id = "bron", .title = {"bron", "source"}},
                                   {.id = "plaats", .title = {"plaats", "place"}},
                                   {.id = "schatting", .title = {"schatting", "estimate"}}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!people || i != 6) fields[n++] = all[i];
    return n;
}

static size_t name_counts(ds_document *to, const ds_process_block *b, ds_field *fields) {
    const ds_process_words *judgements = &b->lists[DS_PROCESS_JUDGEMENTS];
    size_t n = 0;
    fields[n++] = (ds_field){.id = "cases", .title = {"cases", "cases"}};
    fields[n++] = (ds_field){.id = "rondes", .title = {"rondes", "rounds"}};
    fields[n++] = (ds_field){.id = "lagen", .title = {"lagen", "layers"}};
    fields[n++] = (ds_field){.id = "oordelen", .title = {"oordelen", "judgements"}};
    for (size_t i = 0; i < judgements->n; i++) {
        const ds_process_word *word = &judgements->words[i];
        char id[256];
        (void)snprintf(id, sizeof id, "oordeel_%.200s", word->code);
        fields[n++] = (ds_field){.id = ds_document_keep(to, id),
                                 .title = ds_document_say(to, word->nl, word->en)};
    }
    fields[n++] =
        (ds_field){.id = "oordeel_overige_woorden", .title = {"andere woorden", "other words"}};
    fields[n++] = (ds_field){.id = "oordeel_geen", .title = {"geen oordeel", "no judgement"}};
    for (size_t i = 0; i < n; i++)
        fields[i].number = true;
    return n;
}

/* Nobody spoke: 0 where cases were delivered, else not available. */
static size_t fill_counts(const ds_process_block *b, size_t mechanism, ds_value *values) {
    const ds_process_cell *cell = ds_process_find(b, mechanism, SIZE_MAX, SIZE_MAX);
    const size_t n_given = b->lists[DS_PROCESS_JUDGEMENTS].n + 2;
    const uint64_t counts[] = {cell == NULL ? 0 : cell->cases, cell == NULL ? 0 : cell->rounds,
                               cell == NULL ? 0 : cell->layers,
                               cell == NULL ? 0 : cell->judgements};
    size_t n = 0;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        values[n++] = ds_value_count(counts[i]);
    for (size_t i = 0; i < n_given; i++)
        values[n++] = ds_value_count(cell == NULL ? 0 : cell->given[i].times);
    if (!b->cases_delivered)
        for (size_t i = 0; i < n; i++)
            values[i] = ds_value_none(DS_STATE_NOT_AVAILABLE);
    return n;
}

static void place_fields(ds_field *fields, size_t n, unsigned in) {
    for (size_t i = 0; i < n; i++)
        fields[i].in = in;
}

static void add_matrix_for_machines(ds_document *to, const ds_process_block *b) {
    ds_field fields[MATRIX_MAX];
    ds_value values[MATRIX_MAX];
    ds_doc_table *table;
    size_t n = name_hypothesis(false, fields);
    n += name_counts(to, b, fields + n);
    place_fields(fields, n, DS_IN_MACHINE);
    table = ds_document_table(to, DS_IN_MACHINE, "matrix", NO_SAY, fields, n);
    for (size_t i = 0; i < b->n_hypotheses; i++) {
        const size_t at = fill_hypothesis(b, &b->hypotheses[i], false, values);
        (void)fill_counts(b, b->hypotheses[i].of[DS_PROCESS_MECHANISMS], values + at);
        ds_doc_table_row(table, values);
    }
}

static void add_matrix_for_people(ds_document *to, const ds_process_block *b) {
    ds_field fields[MATRIX_MAX];
    ds_value values[MATRIX_MAX];
    ds_doc_table *table;
    size_t n = name_hypothesis(true, fields);
    place_fields(fields, n, DS_IN_PEOPLE);
    table = ds_document_table(
        to, DS_IN_PEOPLE, NULL,
        DS_SAY("Wat werkt hoe: de hypothesen", "What works how: the hypotheses"), fields, n);
    for (size_t i = 0; i < b->n_hypotheses; i++) {
        (void)fill_hypothesis(b, &b->hypotheses[i], true, values);
        ds_doc_table_row(table, values);
    }
}

static void add_counts_for_people(ds_document *to, const ds_process_block *b) {
    ds_field fields[MATRIX_MAX];
    ds_value values[MATRIX_MAX];
    ds_doc_table *table;
    size_t n;
    fields[0] = (ds_field){.id = "hypothese", .title = {"nr", "no."}, .key = true};
    fields[1] = (ds_field){.id = "mechanisme", .title = {"mechanisme", "mechanism"}, .key = true};
    n = 2 + name_counts(to, b, fields + 2);
    place_fields(fields, n, DS_IN_PEOPLE);
    table = ds_document_table(to, DS_IN_PEOPLE, NULL,
                              DS_SAY("Hoeveel cases erover spreken, en hoe zij oordelen",
                                     "How many cases speak of it, and how they judge"),
                              fields, n);
    for (size_t i = 0; i < b->n_hypotheses; i++) {
        const ds_process_hypothesis *h = &b->hypotheses[i];
        values[0] = ds_value_text(h->id);
        values[1] = show_listed(b, h, DS_PROCESS_MECHANISMS, true);
        (void)fill_counts(b, h->of[DS_PROCESS_MECHANISMS], values + 2);
        ds_doc_table_row(table, values);
    }
}

/* ---- figures of others ---- */

static ds_value show_external_text(const char *text) {
    return text[0] == '\0' ? ds_value_none(DS_STATE_NOT_AVAILABLE) : ds_value_text(text);
}

static void add_external(ds_document *to, const ds_process_block *b) {
    const unsigned in = b->n_external > 0 ? DS_IN_ALL : DS_IN_MACHINE;
    const ds_field fields[] = {
        {.id = "groep", .title = {"groep", "group"}, .key = true, .in = in},
        {.id = "maat", .title = {"maat", "measure"}, .key = true, .in = in},
        {.id = "land", .title = {"land", "country"}, .key = true, .in = in},
        {.id = "jaar", .title = {"jaar", "year"}, .number = true, .in = in},
        {.id = "waarde", .title = {"waarde", "value"}, .number = true, .decimals = -6, .in = in},
        {.id = "bron", .title = {"bron", "source"}, .in = in}};
    ds_doc_table *table = ds_document_table(
        to, in, "extern", DS_SAY("Cijfers van anderen, per groep", "Figures of others, by group"),
        fields, sizeof fields / sizeof *fields);
    for (size_t i = 0; i < b->n_external; i++) {
        const ds_process_external *x = &b->external[i];
        const ds_value values[] = {show_external_text(x->group),   show_external_text(x->measure),
                                   show_external_text(x->country), ds_value_year(x->year),
                                   ds_value_number(x->value),      show_external_text(x->source)};
        ds_doc_table_row(table, values);
    }
}

/* ---- the whole ---- */

static void add_process_facts(ds_document *to, const ds_process_block *b) {
    const ds_process_cell *all = ds_process_find(b, SIZE_MAX, SIZE_MAX, SIZE_MAX);
    const struct {
        const char *id;
        ds_value value;
    } facts[] = {
        {"openbaarheid", ds_value_text("intern")},
        {"eigen_onderzoekskader", ds_value_flag(b->own_framework)},
        {"casus", ds_value_flag(b->cases_delivered)},
        {"contactenquete", ds_value_flag(b->contacts_delivered)},
        {"extern_geleverd", ds_value_flag(b->external_delivered)},
        {"cases", ds_value_count(all == NULL ? 0 : all->cases)},
        {"namen_van_cases", ds_value_count(b->n_case_names)},
        {"rondes", ds_value_count(b->n_rounds)},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        ds_document_value(to, DS_IN_JSON, facts[i].id, NO_SAY, facts[i].value);
}

ds_status ds_report_process(const ds_process_block *block, ds_document **out, ds_error *err) {
    ds_document *to = ds_document_new("process", DS_SAY("Procesevaluatie", "Process evaluation"));
    ds_status status;
    add_process_facts(to, block);
    add_matrix_for_machines(to, block);
    add_matrix_for_people(to, block);
    if (block->cases_delivered) add_counts_for_people(to, block);
    ds_report_process_judgements(to, block);
    ds_report_process_replies(to, block);
    add_external(to, block);
    ds_report_process_notes(to, block);
    ds_document_set_internal(to);
    status = ds_document_finish(to, err);
    if (status == DS_OK)
        *out = to;
    else
        ds_document_free(to);
    return status;
}
