/* doorstroom/process.h, of report: what a process evaluation of routes heard, beside what was
 * expected (codes/onderzoekskader.yaml) and figures of others, and the document that is made of it.
 * What makes it is ds_work_process (doorstroom/inside.h). Counts of a few persons: all of it is
 * internal.
 *
 * A case is counted in each round that it is in. A judgement is what one layer of a case says of a
 * mechanism under one theme. A contact is a respondent for one route at one institution in one
 * round.
 *
 * Ownership: a block borrows all its texts and arrays from who made it. Threads: all of it may be
 * read by many. */
#ifndef DOORSTROOM_PROCESS_H
#define DOORSTROOM_PROCESS_H

#include "doorstroom/document.h"

DS_BEGIN_DECLS

/* A word of the framework, as deliveries write it; nl and en are code itself where the framework
 * does not know it. */
typedef struct ds_process_word {
    const char *code, *nl, *en;
} ds_process_word;

typedef enum ds_process_list {
    DS_PROCESS_JUDGEMENTS,
    DS_PROCESS_INTERVENTIONS,
    DS_PROCESS_MECHANISMS,
    DS_PROCESS_EFFECTS,
    DS_PROCESS_CONTEXTS,
    DS_PROCESS_LISTS
} ds_process_list;

typedef struct ds_process_words {
    const ds_process_word *words;
    size_t n;
} ds_process_words;

typedef struct ds_process_hypothesis {
    const char *id;
    size_t of[DS_PROCESS_LISTS]; /* index in each list; of judgements none */
    bool chosen;                 /* bron: keuze; else tekst */
    const char *place;           /* where the text says so; NULL */
    const char *estimate;        /* "vakmanschap2.vsv", or an indicator: "route_starters" */
    bool evaluation;             /* the former */
} ds_process_hypothesis;

/* How often one judgement, or one answer, was given. */
typedef struct ds_process_given {
    uint64_t cases; /* with at least one; of an answer: contacts */
    uint64_t times; /* judgements; of an answer the same as cases */
} ds_process_given;

/* What cases say of one mechanism. SIZE_MAX: all of them together. */
typedef struct ds_process_cell {
    size_t mechanism; /* of the block's mechanisms; n of these: rows that name none */
    size_t round, layer;
    uint64_t cases, rounds, layers, judgements;
    const ds_process_given *given; /* by judgement, then of other words, then of none */
} ds_process_cell;

typedef struct ds_process_question {
    ds_process_word word;
    bool known; /* the framework has it, with its answers */
    const ds_process_word *answers;
    size_t n_answers;
} ds_process_question;

/* How contacts answered one question. SIZE_MAX: all rounds in which it was asked, all routes. */
typedef struct ds_process_reply {
    size_t question, round, route;
    uint64_t n;                    /* answered */
    uint64_t missing;              /* contacts of that round and route who did not */
    const ds_process_given *given; /* by answer, then of other words */
} ds_process_reply;

/* A figure of others. Texts are "" where there is none. */
typedef struct ds_process_external {
    const char *source, *country, *group, *measure;
    int year;
    double value;
} ds_process_external;

enum { DS_PROCESS_LAYERS = 3 };
/* richter, inrichter, verrichter. Static text. */
DS_API ds_process_word ds_process_layer(size_t layer);

typedef struct ds_process_block {
    const char *framework; /* the file */
    bool own_framework;    /* of the work folder */
    ds_process_words lists[DS_PROCESS_LISTS];
    const ds_process_hypothesis *hypotheses;
    size_t n_hypotheses;
    bool cases_delivered, contacts_delivered, external_delivered;
    /* of casus: mechanisms begin with those of the framework */
    const ds_process_word *mechanisms;
    size_t n_mechanisms, n_known_mechanisms;
    const char *const *rounds;
    size_t n_rounds;
    const ds_process_cell *cells;
    size_t n_cells;
    uint64_t n_case_names; /* names of cases; fewer than cases when one is in several rounds */
    /* of contactenquete */
    const char *const *contact_rounds, *const *routes; /* a route "": not said */
    size_t n_contact_rounds, n_routes;
    const ds_process_question *questions;
    size_t n_questions;
    const ds_process_reply *replies;
    size_t n_replies;
    const ds_process_external *external;
    size_t n_external;
} ds_process_block;

/* The cell of a mechanism, round and layer; NULL when nobody spoke there. */
DS_API const ds_process_cell *ds_process_find(const ds_process_block *block, size_t mechanism,
                                              size_t round, size_t layer);

/* Tables matrix, oordelen, antwoorden and extern. Always internal. */
DS_API ds_status ds_report_process(const ds_process_block *block, ds_document **out,
                                   ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
