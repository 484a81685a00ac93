/* work/inside/report.h: what a release is gathered in, while it is. First every question says which
 * counts it needs; these are tallied in one pass a definition file and go through
 * disclosure control as one system (report_counts.c); then every question makes its sheets, of what
 * is shown of the counts, or of estimates with their guards. docs/vrijgave.md has the layout of
 * each kind of sheet. */
#ifndef DS_WORK_INSIDE_REPORT_H
#define DS_WORK_INSIDE_REPORT_H

#include "base/arena.h"
#include "doorstroom/disclosure.h"
#include "doorstroom/inside.h"
#include "doorstroom/recipe.h"
#include "work/inside/monitor.h"

enum { DS_GATHER_KEYS = DS_DISCLOSURE_KEYS };

/* ---- counts ---- */

/* Which school years of a count are wanted. */
typedef struct ds_gather_years {
    bool all;
    unsigned last; /* so many of the last */
    const int *years;
    size_t n;
} ds_gather_years;

/* A table of counts: an indicator by keys, in the order of their names. */
typedef struct ds_gather_count {
    const char *indicator, *where, *groups; /* "" for none */
    const char *keys[DS_GATHER_KEYS];
    size_t n_keys;
    ds_gather_years *wanted; /* [n_wanted] */
    size_t n_wanted, wanted_capacity;
    const char *id; /* of the table in the release */
    const ds_tally_table *tally;
    const ds_indicator *of; /* as tallied: its version is that of what was counted */
    ds_cells *cells;        /* of the years that are wanted */
    int *years;             /* [n_years]: those that could count, rising */
    size_t n_years;
    const char *reason; /* why there are none: a code; NULL: there are */
    bool unprinted;     /* only an earlier release printed it: known there, not in this */
    bool guarded;       /* not of the system: a person in several cells */
    const ds_release_table *shown; /* after disclosure; NULL where guarded */
    /* Of institutions, also for all to see, by name: */
    bool for_all, unprinted_for_all;
    const char *reason_for_all;
    const ds_release_table *shown_for_all; /* as shown */
} ds_gather_count;

/* One row of what may be shown of a count. hidden: something of it is. */
typedef struct ds_gather_row {
    int jaar;
    const char *const *keys; /* [n_keys of the count] */
    bool teller_shown, noemer_shown;
    uint64_t teller, noemer;
    int64_t unknown;    /* below 0: hidden */
    uint64_t guards[3]; /* where the count is guarded: teller, complement, noemer */
    size_t n_guards;
} ds_gather_row;

/* ---- sheets ---- */

/* A sheet while it is filled. Facts own their keys and guards. */
typedef struct ds_gather_sheet {
    ds_release_sheet sheet;
    ds_disclosure_fact *facts;
    size_t n, capacity;
    ds_release_note *notes;
    size_t n_notes, notes_capacity;
    uint32_t rows; /* numbers of rows given out */
    bool named;    /* institutions have their names in it, though all see it */
} ds_gather_sheet;

/* One question of the recipes, whoever ask it. */
typedef struct ds_gather_question {
    const ds_recipe_question *asked;
    bool by_institution; /* a recipe for institutions asks it */
    bool for_all;        /* one for all does */
    void *own;           /* what its kind keeps between asking and answering; of the arena */
} ds_gather_question;

/* An institution with a scope of its own, and the agenda that it is of. */
typedef struct ds_gather_school {
    const char *code, *name, *type, *agenda;
} ds_gather_school;

typedef struct ds_gather {
    const ds_work *work;
    const ds_work_report_options *options;
    ds_arena arena; /* of all texts */
    bool short_of_memory;
    ds_register *reg;
    ds_work_rules rules;
    ds_work_definitions definitions;
    ds_monitor_plan *plan; /* NULL: there is none */
    ds_error no_plan;      /* and why */
    int jaar;              /* of the forms; 0: there are none */
    ds_recipe *const *recipes;
    size_t n_recipes;
    ds_gather_question *questions;
    size_t n_questions;
    ds_gather_count **counts;
    size_t n_counts, counts_capacity;
    ds_tallies **tallies;
    size_t n_tallies, tallies_capacity;
    ds_gather_school *schools; /* by code */
    size_t n_schools;
    ds_release *release;
    ds_gather_sheet **sheets;
    size_t n_sheets, sheets_capacity;
    ds_release_label *labels;
    size_t n_labels, labels_capacity;
    struct ds_gather_monitor *monitor; /* NULL: no table of it is asked */
    struct ds_gather_effects *effects; /* NULL: not run yet */
} ds_gather;

/* ---- making sheets (report_sheet.c) ---- */

/* Texts that live as long as the gathering; "" when memory is short, which is remembered. */
const char *ds_gather_text(ds_gather *g, ds_text text);
const char *ds_gather_copy(ds_gather *g, const char *text);
void *ds_gather_take(ds_gather *g, size_t n, size_t size);
/* A sheet of that question, in that scope; NULL when memory is short. key_names are copied. */
ds_gather_sheet *ds_gather_new(ds_gather *g, const ds_gather_question *q, const char *kind,
                               const char *scope, const char *const *key_names, size_t n_keys);
/* A fact with nothing in it but its keys, measure and year. */
ds_release_fact ds_gather_fact(int jaar, const char *const *keys, const char *measure,
                               const char *klasse, double value);
/* Adds it: shown or hidden with all of the same row (0: alone); guards, as ds_disclosure_fact. */
void ds_gather_put(ds_gather *g, ds_gather_sheet *s, const ds_release_fact *fact,
                   const uint64_t *guards, size_t n_guards, uint32_t row, uint32_t sum);
/* Of the last fact put: it is hidden when one of these rows is. */
void ds_gather_put_from(ds_gather *g, ds_gather_sheet *s, const uint32_t *rows, size_t n);
/* Of the last fact put: the second sum that its row is part of. */
void ds_gather_put_across(ds_gather_sheet *s, uint32_t sum);
/* One that is hidden already. */
void ds_gather_put_hidden(ds_gather *g, ds_gather_sheet *s, const ds_release_fact *fact);
void ds_gather_note(ds_gather *g, ds_gather_sheet *s, const char *code, ds_say text);
/* Why it cannot be filled. */
void ds_gather_refuse(ds_gather *g, ds_gather_sheet *s, const char *code, ds_say text);
/* A sheet of nothing but a reason. */
void ds_gather_unfilled(ds_gather *g, const ds_gather_question *q, const char *kind,
                        const char *scope, const char *code, ds_say text);
/* What an error says. */
void ds_gather_unfilled_by(ds_gather *g, const ds_gather_question *q, const char *kind,
                           const ds_error *why);
/* The first label of a column and code stands. */
void ds_gather_label(ds_gather *g, const char *column, const char *code, ds_say text);
/* DS_OK, or DS_FAULT when memory was short. */
ds_status ds_gather_finish(const ds_gather *g, ds_error *err) DS_NODISCARD;
void ds_gather_sheets_done(ds_gather *g);

/* ---- counts (report_counts.c) ---- */

/* The count, asked once; keys in any order. */
ds_gather_count *ds_gather_ask(ds_gather *g, const char *indicator, const char *const *keys,
                               size_t n_keys, const char *where, const char *groups,
                               const ds_gather_years *years);
/* The same of institutions, for all to see, by name: it is protected as all else that all see, and
 * what each institution sees of itself stays beside it. */
ds_gather_count *ds_gather_ask_for_all(ds_gather *g, const char *indicator, const char *const *keys,
                                       size_t n_keys, const char *where, const char *groups,
                                       const ds_gather_years *years);
/* What all may see of a count that was asked for all; of others, as it is. NULL: no memory, or no
 * count. */
const ds_gather_count *ds_gather_for_all(ds_gather *g, const ds_gather_count *count);
/* NULL when it was not asked. */
ds_gather_count *ds_gather_find(const ds_gather *g, const char *indicator, const char *const *keys,
                                size_t n_keys, const char *where, const char *groups);
/* Counts all that was asked. */
ds_status ds_gather_tally(ds_gather *g, ds_error *err) DS_NODISCARD;
/* Disclosure control over all of it: g->release. */
ds_status ds_gather_disclose(ds_gather *g, const ds_release *const *earlier, size_t n_earlier,
                             ds_disclosure_report **out_report, ds_error *err) DS_NODISCARD;
/* Rows of what is shown (or guarded), in the order of cells. */
size_t ds_gather_n_rows(const ds_gather_count *count);
ds_gather_row ds_gather_row_at(ds_gather *g, const ds_gather_count *count, size_t i);
/* The row with these keys, in the count's order; false: nobody is counted there. */
bool ds_gather_row_of(ds_gather *g, const ds_gather_count *count, int jaar, const char *const *keys,
                      ds_gather_row *out);
bool ds_gather_wants(const ds_gather_years *years, const ds_gather_count *count, int jaar);
void ds_gather_counts_done(ds_gather *g);

/* ---- kinds of questions: what they need, and their sheets ---- */

ds_status ds_gather_ask_telling(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_telling(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_ask_monitor(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
/* verband: the table of the monitor with this question. */
ds_status ds_gather_ask_relations(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_monitor(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
void ds_gather_monitor_done(ds_gather *g);
ds_status ds_gather_ask_effect(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_effect(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
void ds_gather_effects_done(ds_gather *g);
ds_status ds_gather_make_routes(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_flows(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_months(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_gap(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_risk(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_expected(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_framework(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_external(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_sources(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_ask_own(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;
ds_status ds_gather_make_own(ds_gather *g, ds_gather_question *q, ds_error *err) DS_NODISCARD;

#endif
