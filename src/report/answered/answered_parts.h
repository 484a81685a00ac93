/* report/answered/answered_parts.h: what the files of coverage tell each other. */
#ifndef DS_REPORT_ANSWERED_PARTS_H
#define DS_REPORT_ANSWERED_PARTS_H

#include "doorstroom/answered.h"

enum { DS_ANSWERED_BLOCKS_MAX = 256 }; /* that aim at one question; more are left aside */

/* A block that aims at a question, and what came of it. */
typedef struct ds_answered_claim {
    const char *recipe;
    const ds_recipe_block *block;
    const ds_release_sheet *sheet; /* NULL: none; of a quotation always */
    bool *used;                    /* used[sheet->n_facts]: while a published table is compared */
} ds_answered_claim;

/* What the words of a list say of an answer. */
typedef struct ds_answered_said {
    size_t n;             /* so many values; 0: they do not say */
    const char *keys[16]; /* by which it is told apart */
    size_t n_keys;
    bool several_years;
} ds_answered_said;

/* ---- answered_words.c ---- */

/* what of a question of that kind. */
void ds_answered_read_words(const char *what, const char *kind, ds_answered_said *out);

/* ---- answered_values.c ---- */

/* Whether a fact is one of the values that the block shows: of its rows and columns, and no part
 * of a test. A hidden one is. */
bool ds_answered_is_value(const ds_answered_claim *claim, const ds_release_fact *fact);
size_t ds_answered_count_values(const ds_answered_claim *claim, size_t *out_shown);
/* Whether the answer is told apart by that key; "type|route": by one of these. */
bool ds_answered_has_key(const ds_answered_claim *claim, const char *key);
size_t ds_answered_count_years(const ds_answered_claim *claims, size_t n);

/* ---- answered_published.c ---- */

typedef struct ds_answered_held {
    size_t found, expected, absent;
    bool keys; /* each key of the table is one of the answer, by its values */
} ds_answered_held;
/* The answers of n blocks together held against a published table. release: what codes are called;
 * NULL: codes alone. */
ds_status ds_answered_hold(const ds_audit_table *table, ds_answered_claim *claims, size_t n,
                           const ds_release *release, ds_answered_held *out, ds_error *err);

#endif
