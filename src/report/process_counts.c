/* report/process_counts.c: how cases judge and contacts answer, and what must be said with it. See
 * report/process.h. */
#include "report/process.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { COUNT_FIELDS_MAX = 256 };

static const ds_process_word other_words = {"overige_woorden", "andere woorden", "other words"};
static const ds_process_word no_judgement = {"geen_oordeel", "geen oordeel", "no judgement"};
static const ds_process_word no_mechanism = {"zonder_mechanisme", "geen mechanisme genoemd",
                                             "no mechanism named"};

/* Of people "alle"; of machines nothing. */
static ds_value show_all(bool people) {
    return people ? ds_value_word("", "alle", "all") : ds_value_none(DS_STATE_NOT_APPLICABLE);
}

static ds_value show_one_of(const char *const *names, size_t at, bool people) {
    return at == SIZE_MAX ? show_all(people) : ds_value_text(names[at]);
}

static ds_value show_mechanism(const ds_process_block *b, size_t at, bool people) {
    if (at == SIZE_MAX) return show_all(people);
    return ds_report_process_word(at == b->n_mechanisms ? &no_mechanism : &b->mechanisms[at],
                                  people);
}

static ds_value show_layer(size_t at, bool people) {
    ds_process_word word;
    if (at == SIZE_MAX) return show_all(people);
    word = ds_process_layer(at);
    return ds_report_process_word(&word, people);
}

static ds_value show_part(uint64_t part, uint64_t whole) {
    return whole == 0 ? ds_value_none(DS_STATE_UNDEFINED)
                      : ds_value_share((double)part / (double)whole);
}

/* ---- judgements ---- */

static const ds_process_word *judgement_at(const ds_process_block *b, size_t i) {
    const ds_process_words *known = &b->lists[DS_PROCESS_JUDGEMENTS];
    if (i < known->n) return &known->words[i];
    return i == known->n ? &other_words : &no_judgement;
}

static void add_judgement_lines(ds_document *to, const ds_process_block *b) {
    static const char *const ids[] = {"mechanisme", "ronde",   "laag",    "oordeel",   "cases",
                                      "oordelen",   "aandeel", "n_cases", "n_oordelen"};
    enum { N = sizeof ids / sizeof *ids };
    ds_field fields[N];
    ds_doc_table *table;
    for (size_t i = 0; i < N; i++)
        fields[i] = (ds_field){.id = ids[i], .in = DS_IN_MACHINE};
    table = ds_document_table(to, DS_IN_MACHINE, "oordelen", NO_SAY, fields, N);
    for (size_t i = 0; i < b->n_cells; i++) {
        const ds_process_cell *c = &b->cells[i];
        for (size_t k = 0; k < b->lists[DS_PROCESS_JUDGEMENTS].n + 2; k++) {
            const ds_value values[N] = {show_mechanism(b, c->mechanism, false),
                                        show_one_of(b->rounds, c->round, false),
                                        show_layer(c->layer, false),
                                        ds_value_text(judgement_at(b, k)->code),
                                        ds_value_count(c->given[k].cases),
                                        ds_value_count(c->given[k].times),
                                        show_part(c->given[k].times, c->judgements),
                                        ds_value_count(c->cases),
                                        ds_value_count(c->judgements)};
            ds_doc_table_row(table, values);
        }
    }
}

/* Of people: for a round all layers, for a layer all rounds. Both at once: csv and json. */
static void add_judgement_table(ds_document *to, const ds_process_block *b, bool layers) {
    const size_t n_given = b->lists[DS_PROCESS_JUDGEMENTS].n + 2;
    ds_field fields[COUNT_FIELDS_MAX];
    ds_doc_table *table;
    size_t n = 0;
    fields[n++] = (ds_field){.id = "mechanisme", .title = {"mechanisme", "mechanism"}, .key = true};
    fields[n++] = layers ? (ds_field){.id = "laag", .title = {"laag", "layer"}, .key = true}
                         : (ds_field){.id = "ronde", .title = {"ronde", "round"}, .key = true};
    fields[n++] = (ds_field){.id = "n_cases", .title = {"cases", "cases"}, .number = true};
    fields[n++] =
        (ds_field){.id = "n_oordelen", .title = {"oordelen", "judgements"}, .number = true};
    for (size_t k = 0; k < n_given; k++) {
        const ds_process_word *word = judgement_at(b, k);
        fields[n++] = (ds_field){
            .id = word->code, .title = ds_document_say(to, word->nl, word->en), .number = true};
    }
    for (size_t i = 0; i < n; i++)
        fields[i].in = DS_IN_PEOPLE;
    table = ds_document_table(to, DS_IN_PEOPLE, NULL,
                              layers ? DS_SAY("Oordelen per laag", "Judgements by layer")
                                     : DS_SAY("Oordelen per ronde", "Judgements by round"),
                              fields, n);
    for (size_t i = 0; i < b->n_cells; i++) {
        const ds_process_cell *c = &b->cells[i];
        ds_value values[COUNT_FIELDS_MAX];
        if ((c->layer == SIZE_MAX) == layers || (c->round == SIZE_MAX) != layers) continue;
        values[0] = show_mechanism(b, c->mechanism, true);
        values[1] = layers ? show_layer(c->layer, true) : show_one_of(b->rounds, c->round, true);
        values[2] = ds_value_count(c->cases);
        values[3] = ds_value_count(c->judgements);
        for (size_t k = 0; k < n_given; k++)
            values[4 + k] = ds_value_count(c->given[k].times);
        ds_doc_table_row(table, values);
    }
}

void ds_report_process_judgements(ds_document *to, const ds_process_block *block) {
    add_judgement_lines(to, block);
    if (!block->cases_delivered) return;
    add_judgement_table(to, block, false);
    add_judgement_table(to, block, true);
}

/* ---- answers ---- */

static const ds_process_word *answer_at(const ds_process_question *q, size_t i) {
    return i < q->n_answers ? &q->answers[i] : &other_words;
}

static ds_value show_route(const ds_process_block *b, size_t at, bool people) {
    if (at != SIZE_MAX && b->routes[at][0] == '\0')
        return ds_value_word("zonder_route", "niet genoemd", "not named");
    return show_one_of(b->routes, at, people);
}

static void add_reply_lines(ds_document *to, const ds_process_block *b) {
    static const char *const ids[] = {"vraag",  "ronde",   "route", "antwoord",
                                      "aantal", "aandeel", "n",     "ontbreekt"};
    enum { N = sizeof ids / sizeof *ids };
    ds_field fields[N];
    ds_doc_table *table;
    for (size_t i = 0; i < N; i++)
        fields[i] = (ds_field){.id = ids[i], .in = DS_IN_MACHINE};
    table = ds_document_table(to, DS_IN_MACHINE, "antwoorden", NO_SAY, fields, N);
    for (size_t i = 0; i < b->n_replies; i++) {
        const ds_process_reply *r = &b->replies[i];
        const ds_process_question *q = &b->questions[r->question];
        for (size_t k = 0; k <= q->n_answers; k++) {
            const ds_value values[N] = {ds_value_text(q->word.code),
                                        show_one_of(b->contact_rounds, r->round, false),
                                        show_route(b, r->route, false),
                                        ds_value_text(answer_at(q, k)->code),
                                        ds_value_count(r->given[k].times),
                                        show_part(r->given[k].times, r->n),
                                        ds_value_count(r->n),
                                        ds_value_count(r->missing)};
            ds_doc_table_row(table, values);
        }
    }
}

static void add_question_table(ds_document *to, const ds_process_block *b, size_t question) {
    const ds_process_question *q = &b->questions[question];
    const ds_value name[] = {ds_report_process_word(&q->word, true)};
    ds_field fields[COUNT_FIELDS_MAX];
    ds_doc_table *table;
    size_t n = 0;
    fields[n++] = (ds_field){.id = "ronde", .title = {"ronde", "round"}, .key = true};
    fields[n++] = (ds_field){.id = "route", .title = {"route", "route"}, .key = true};
    fields[n++] = (ds_field){.id = "n", .title = {"n", "n"}, .number = true};
    fields[n++] =
        (ds_field){.id = "ontbreekt", .title = {"geen antwoord", "no answer"}, .number = true};
    for (size_t k = 0; k <= q->n_answers; k++) {
        const ds_process_word *word = answer_at(q, k);
        fields[n++] = (ds_field){.id = word->code,
                                 .title = ds_document_say(to, word->nl, word->en),
                                 .unit = {"%", "%"},
                                 .number = true,
                                 .decimals = 0};
    }
    for (size_t i = 0; i < n; i++)
        fields[i].in = DS_IN_PEOPLE;
    table = ds_document_table(
        to, DS_IN_PEOPLE, NULL,
        ds_document_phrase(to, DS_SAY("Contactpersonen: {0}", "Contacts: {0}"), name, 1), fields,
        n);
    for (size_t i = 0; i < b->n_replies; i++) {
        const ds_process_reply *r = &b->replies[i];
        ds_value values[COUNT_FIELDS_MAX];
        if (r->question != question) continue;
        values[0] = show_one_of(b->contact_rounds, r->round, true);
        values[1] = show_route(b, r->route, true);
        values[2] = ds_value_count(r->n);
        values[3] = ds_value_count(r->missing);
        for (size_t k = 0; k <= q->n_answers; k++)
            values[4 + k] = show_part(r->given[k].times, r->n);
        ds_doc_table_row(table, values);
    }
}

void ds_report_process_replies(ds_document *to, const ds_process_block *block) {
    add_reply_lines(to, block);
    for (size_t q = 0; q < block->n_questions; q++)
        for (size_t i = 0; i < block->n_replies; i++)
            if (block->replies[i].question == q) {
                add_question_table(to, block, q);
                break;
            }
}
