/* doorstroom/answered.h, of report: which of the questions that others listed do recipes answer? It
 * compares and declares nothing: a block says at which questions it aims (its id, and beantwoordt),
 * and fills one only when what came of it has the keys and the number of values of the published
 * table (all of both), or at least as many values as the list says there are, by the keys that it
 * names, and when no more than half of its values are hidden.
 *
 * Ownership: what is wanted is the caller's and is only read; a result keeps texts of its own and
 * borrows nothing. Threads: nothing is shared. */
#ifndef DOORSTROOM_ANSWERED_H
#define DOORSTROOM_ANSWERED_H

#include "doorstroom/audit.h"
#include "doorstroom/recipe.h"
#include "doorstroom/release.h"

DS_BEGIN_DECLS

/* A question of the list. */
typedef struct ds_answered_wanted {
    const char *id, *kind; /* "T4.1", "vraag/figuur/tabel" */
    const char *what; /* in words: "vsv leerweg x niveau x migratieachtergrond, 5 jaren (225)" */
} ds_answered_wanted;

/* A table that was published, and of which question. */
typedef struct ds_answered_table {
    const char *id;
    const ds_audit_table *table;
} ds_answered_table;

typedef struct ds_answered_options {
    unsigned version;                 /* the initialiser sets it; 0 is taken as 1, the first */
    const ds_answered_wanted *wanted; /* wanted[n_wanted] */
    size_t n_wanted;
    const ds_answered_table *tables; /* tables[n_tables] */
    size_t n_tables;
    const ds_recipe *const *recipes; /* recipes[n_recipes] */
    size_t n_recipes;
    const ds_release *release;
} ds_answered_options;
#define DS_ANSWERED_OPTIONS_VERSION 1
#define DS_ANSWERED_OPTIONS_INIT                                                                   \
    { DS_ANSWERED_OPTIONS_VERSION, NULL, 0, NULL, 0, NULL, 0, NULL }

typedef struct ds_answered_item {
    const char *id, *kind;
    const char *recipes, *blocks; /* that aim at it, with commas; "" for none */
    bool filled;
    bool published;   /* it was held against a published table */
    bool quoted;      /* by numbers of others, not worked out again */
    size_t found;     /* values of these blocks that count for it */
    size_t expected;  /* of the published table, or as the list says; 0: neither says */
    size_t absent;    /* values of the published table whose group the answer has not */
    const char *code; /* why it is not filled; "" when it is: geen_blok, niet_gevuld, sleutels,
                         te_weinig, verborgen (more than half of the values) */
    ds_say reason;    /* in words */
} ds_answered_item;

typedef struct ds_answered {
    const ds_answered_item *items; /* in the order of the list */
    size_t n_items, n_filled;
    void *own;
} ds_answered;

/* Errors: memory, or a wrong version. out ends with ds_answered_done. Cost: for each question the
 * facts of the blocks that aim at it, for a published table times its rows. */
DS_API ds_status ds_answered_make(const ds_answered_options *options, ds_answered *out,
                                  ds_error *err) DS_NODISCARD;
DS_API void ds_answered_done(ds_answered *answered);

/* What coverage came to: a row a question, for machines id, soort, recept, blok, gevuld, gevonden,
 * verwacht, afwezig, reden. *out borrows from coverage (ds_document_free). */
DS_API ds_status ds_report_answered(const ds_answered *answered, ds_document **out,
                                    ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
