/* work/inside/process_contacts.c: how the contacts of routes answered, by round and route; not
 * weighted. A contact that did not answer a question of its round is missing; a question that no
 * row of a round has was not asked in it. Free words are counted and not shown. */
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/process_count.h"

enum {
    CONTACT_ROUND,
    CONTACT_ROUTE,
    CONTACT_RESPONDENT,
    CONTACT_INSTITUTION,
    CONTACT_KEYS, /* these tell contacts apart */
    CONTACT_QUESTION = CONTACT_KEYS,
    CONTACT_ANSWER,
    CONTACT_COLUMNS
};
enum { REPLY_CELLS = 4 };
#define NO_ANSWER UINT32_MAX

typedef struct asked_row {
    uint32_t key[CONTACT_KEYS];
    uint32_t question, answer;
} asked_row;

typedef struct reply_line {
    uint32_t question, round, route, answer;
} reply_line;

typedef struct contact_count {
    const process_framework *framework;
    const ds_kind_table *table;
    ds_arena *arena;
    ds_process_block *block;
    size_t columns[CONTACT_COLUMNS];
    ds_process_question *questions;
    const uint32_t *question_of; /* by word */
    bool *asked;                 /* [question][round] */
    asked_row *rows;
    size_t n_rows;
    reply_line *lines;
    size_t n_lines, capacity;
} contact_count;

/* ---- questions ---- */

static size_t find_known_question(const process_framework *framework, const char *word) {
    for (size_t i = 0; i < framework->n_questions; i++)
        if (ds_text_equal_nocase(ds_text_of(framework->questions[i].word.code), ds_text_of(word)))
            return i;
    return SIZE_MAX;
}

/* Those of the framework, then those that only the delivery has. */
static ds_status map_questions(contact_count *c, ds_error *err) {
    const process_framework *f = c->framework;
    const char **words = NULL;
    size_t n = 0, all = f->n_questions;
    uint32_t *map;
    ds_status status =
        ds_process_words_of(c->table, c->columns[CONTACT_QUESTION], c->arena, &words, &n, err);
    if (status != DS_OK) return status;
    c->questions = ds_arena_take(c->arena, f->n_questions + n + 1, sizeof *c->questions);
    map = ds_arena_take(c->arena, n + 1, sizeof *map);
    if (c->questions == NULL || map == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < f->n_questions; i++)
        c->questions[i] = f->questions[i];
    for (size_t i = 0; i < n; i++) {
        const size_t at = find_known_question(f, words[i]);
        map[i] = (uint32_t)(at == SIZE_MAX ? all : at);
        if (at == SIZE_MAX)
            c->questions[all++] =
                (ds_process_question){.word = {words[i], words[i], words[i]}, .known = false};
    }
    c->question_of = map;
    c->block->questions = c->questions;
    c->block->n_questions = all;
    if (all <= PROCESS_QUESTIONS_MAX) return DS_OK;
    return ds_error_set(err, DS_INPUT, "contactenquete: meer dan %d vragen",
                        "contactenquete: more than %d questions", PROCESS_QUESTIONS_MAX);
}

static uint32_t find_answer(const ds_process_question *q, ds_text answer) {
    for (size_t i = 0; i < q->n_answers; i++)
        if (ds_text_equal_nocase(ds_text_of(q->answers[i].code), answer)) return (uint32_t)i;
    return (uint32_t)q->n_answers;
}

/* ---- rows ---- */

/* The number of the word; where there is none, the one after the last. */
static uint32_t contact_word(const contact_count *c, uint64_t row, size_t column) {
    const size_t at = c->columns[column];
    if (ds_kind_table_is_missing(c->table, row, at))
        return (uint32_t)ds_kind_table_column(c->table, at)->n_words;
    return (uint32_t)ds_kind_table_integer(c->table, row, at);
}

static int compare_contacts(const asked_row *a, const asked_row *b) {
    for (size_t k = 0; k < CONTACT_KEYS; k++)
        if (a->key[k] != b->key[k]) return a->key[k] < b->key[k] ? -1 : 1;
    return 0;
}

static int compare_asked(const void *a, const void *b) {
    return compare_contacts(a, b);
}

static ds_status read_asked_rows(contact_count *c, ds_error *err) {
    const uint64_t n = ds_kind_table_n_rows(c->table);
    c->rows = ds_calloc((size_t)n + 1, sizeof *c->rows);
    if (c->rows == NULL) return ds_error_memory(err);
    for (uint64_t row = 0; row < n; row++) {
        asked_row *r = &c->rows[c->n_rows++];
        for (size_t k = 0; k < CONTACT_KEYS; k++)
            r->key[k] = contact_word(c, row, k);
        r->question = c->question_of[contact_word(c, row, CONTACT_QUESTION)];
        r->answer =
            ds_kind_table_is_missing(c->table, row, c->columns[CONTACT_ANSWER])
                ? NO_ANSWER
                : find_answer(&c->questions[r->question],
                              ds_kind_table_text(c->table, row, c->columns[CONTACT_ANSWER]));
        c->asked[r->question * c->block->n_contact_rounds + r->key[CONTACT_ROUND]] = true;
    }
    qsort(c->rows, c->n_rows, sizeof *c->rows, compare_asked);
    return DS_OK;
}

/* Where some contact has no route, that is a group of its own. */
static ds_status name_routes(contact_count *c, ds_error *err) {
    const char **routes = NULL;
    size_t n = 0;
    ds_status status =
        ds_process_words_of(c->table, c->columns[CONTACT_ROUTE], c->arena, &routes, &n, err);
    if (status != DS_OK) return status;
    routes[n] = "";
    c->block->routes = routes;
    c->block->n_routes = n + 1;
    return DS_OK;
}

/* ---- lines: a contact and a question ---- */

static ds_status add_reply_lines(contact_count *c, const asked_row *contact, uint32_t question,
                                 uint32_t answer, ds_error *err) {
    if (!ds_reserve(&c->lines, &c->capacity, c->n_lines + REPLY_CELLS, sizeof *c->lines))
        return ds_error_memory(err);
    for (unsigned all = 0; all < REPLY_CELLS; all++)
        c->lines[c->n_lines++] =
            (reply_line){.question = question,
                         .round = all & 1 ? PROCESS_ALL : contact->key[CONTACT_ROUND],
                         .route = all & 2 ? PROCESS_ALL : contact->key[CONTACT_ROUTE],
                         .answer = answer};
    return DS_OK;
}

/* Rows from..to are of one contact. */
static ds_status add_one_contact(contact_count *c, size_t from, size_t to, ds_error *err) {
    uint32_t answers[PROCESS_QUESTIONS_MAX];
    const size_t n = c->block->n_questions, round = c->rows[from].key[CONTACT_ROUND];
    ds_status status = DS_OK;
    for (size_t q = 0; q < n; q++)
        answers[q] = NO_ANSWER;
    for (size_t i = from; i < to; i++)
        if (c->rows[i].answer != NO_ANSWER) answers[c->rows[i].question] = c->rows[i].answer;
    for (size_t q = 0; status == DS_OK && q < n; q++)
        if (c->asked[q * c->block->n_contact_rounds + round])
            status = add_reply_lines(c, &c->rows[from], (uint32_t)q, answers[q], err);
    return status;
}

static int compare_reply_cells(const reply_line *a, const reply_line *b) {
    if (a->question != b->question) return a->question < b->question ? -1 : 1;
    if (a->round != b->round) return a->round < b->round ? -1 : 1;
    return (a->route > b->route) - (a->route < b->route);
}

static int compare_reply_lines(const void *a, const void *b) {
    return compare_reply_cells(a, b);
}

static ds_status list_reply_lines(contact_count *c, ds_error *err) {
    ds_status status = DS_OK;
    size_t from = 0;
    for (size_t i = 1; status == DS_OK && i <= c->n_rows; i++)
        if (i == c->n_rows || compare_contacts(&c->rows[i - 1], &c->rows[i]) != 0) {
            status = add_one_contact(c, from, i, err);
            from = i;
        }
    if (c->n_lines > 0) qsort(c->lines, c->n_lines, sizeof *c->lines, compare_reply_lines);
    return status;
}

/* ---- replies ---- */

static ds_status count_reply(const contact_count *c, size_t from, size_t to, ds_process_reply *out,
                             ds_error *err) {
    const reply_line *first = &c->lines[from];
    const size_t n = c->questions[first->question].n_answers + 1;
    ds_process_given *given = ds_arena_take(c->arena, n, sizeof *given);
    if (given == NULL) return ds_error_memory(err);
    *out = (ds_process_reply){.question = first->question,
                              .round = first->round == PROCESS_ALL ? SIZE_MAX : first->round,
                              .route = first->route == PROCESS_ALL ? SIZE_MAX : first->route,
                              .given = given};
    for (size_t i = from; i < to; i++) {
        if (c->lines[i].answer == NO_ANSWER) {
            out->missing++;
            continue;
        }
        out->n++;
        given[c->lines[i].answer].cases++;
        given[c->lines[i].answer].times++;
    }
    return DS_OK;
}

static ds_status count_all_replies(const contact_count *c, ds_error *err) {
    ds_process_reply *replies;
    ds_status status = DS_OK;
    size_t n = 0, from = 0;
    for (size_t i = 0; i < c->n_lines; i++)
        n += i == 0 || compare_reply_cells(&c->lines[i - 1], &c->lines[i]) != 0;
    replies = ds_arena_take(c->arena, n + 1, sizeof *replies);
    if (replies == NULL) return ds_error_memory(err);
    n = 0;
    for (size_t i = 1; status == DS_OK && i <= c->n_lines; i++)
        if (i == c->n_lines || compare_reply_cells(&c->lines[i - 1], &c->lines[i]) != 0) {
            status = count_reply(c, from, i, &replies[n++], err);
            from = i;
        }
    c->block->replies = replies;
    c->block->n_replies = n;
    return status;
}

static ds_status prepare_contacts(contact_count *c, ds_error *err) {
    static const char *const names[CONTACT_COLUMNS] = {"ronde",      "route", "respondent",
                                                       "instelling", "vraag", "antwoord"};
    const char **rounds = NULL;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < CONTACT_COLUMNS; i++)
        status = ds_process_column(c->table, names[i], &c->columns[i], err);
    if (status == DS_OK)
        status = ds_process_words_of(c->table, c->columns[CONTACT_ROUND], c->arena, &rounds,
                                     &c->block->n_contact_rounds, err);
    c->block->contact_rounds = rounds;
    if (status == DS_OK && c->block->n_contact_rounds > PROCESS_ROUNDS_MAX)
        status = ds_error_set(err, DS_INPUT, "contactenquete: meer dan %d rondes",
                              "contactenquete: more than %d rounds", PROCESS_ROUNDS_MAX);
    if (status == DS_OK) status = name_routes(c, err);
    if (status == DS_OK) status = map_questions(c, err);
    if (status != DS_OK) return status;
    c->asked = ds_arena_take(c->arena, c->block->n_questions + 1, c->block->n_contact_rounds + 1);
    return c->asked == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_process_count_contacts(const process_framework *framework,
                                    const ds_kind_table *contactenquete, ds_arena *arena,
                                    ds_process_block *block, ds_error *err) {
    contact_count c = {
        .framework = framework, .table = contactenquete, .arena = arena, .block = block};
    ds_status status;
    block->contacts_delivered = ds_kind_table_is_present(contactenquete);
    if (!block->contacts_delivered) return DS_OK;
    status = prepare_contacts(&c, err);
    if (status == DS_OK) status = read_asked_rows(&c, err);
    if (status == DS_OK) status = list_reply_lines(&c, err);
    if (status == DS_OK) status = count_all_replies(&c, err);
    ds_free(c.rows);
    ds_free(c.lines);
    return status;
}
