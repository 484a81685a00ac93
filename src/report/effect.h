/* report/effect.h: what the files share that make a document of effects: effect.c puts it together,
 * effect_machine.c has the rows for csv and json, effect_diagnostics.c the diagnostics there,
 * effect_notes.c what is said with them, effect_heading.c what holds for a whole block,
 * effect_table.c the tables for people, effect_trust.c how far they can be trusted,
 * effect_figure.c the pictures, effect_left_out.c who is off support, and effect_answer.c the
 * answer in words above it all. */
#ifndef DS_REPORT_EFFECT_H
#define DS_REPORT_EFFECT_H

#include "doorstroom/effects.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* A block, and the section that is being made of it. */
typedef struct effect_writing {
    ds_document *to;
    const ds_effect_block *block;
    bool *chosen;       /* [block->n_rows + n_unobserved + 1]: for use within a function */
    const char **names; /* the same */
} effect_writing;

/* Nobody counts: codes/<empty_list> has no rows. Not a number then, nor 0 persons. */
static inline bool is_unavailable(const ds_effect_block *block) {
    return block->empty_list != NULL;
}

/* ---- for machines ---- */

static inline bool is_match_block(const ds_effect_block *block) {
    return block->id[0] == '\0';
}

/* Facts, options, rows and notes. */
void ds_report_effect_machine(const effect_writing *w);
void ds_report_effect_notes(const effect_writing *w);
/* The diagnostics as an object of json; null where there are none. */
ds_value ds_report_effect_record(ds_document *to, const ds_effect_diagnostics *diagnostics);
/* The lists in them as tables, csv for who asks for one by name. */
void ds_report_effect_named(const effect_writing *w);
/* The same row by other ways than the kernel: a list of json, and as csv by name. */
ds_value ds_report_effect_others(ds_document *to, const ds_effect_row *row);
void ds_report_effect_named_others(const effect_writing *w);
/* Balance of everything known: an object of json, and as csv by name. */
ds_value ds_report_effect_known_record(ds_document *to, const ds_effect_block *block, size_t row);
void ds_report_effect_named_known(const effect_writing *w);
/* The columns evaluation, outcome and jaar of a table that is csv only, and their values. */
enum { EFFECT_KEYS = 3 };
extern const ds_field ds_report_effect_keys[EFFECT_KEYS];
void ds_report_effect_fill_keys(const ds_effect_block *block, const ds_effect_row *row,
                                ds_value *out);

/* ---- for people ---- */

/* Pictures, on a page: both groups by year of follow-up, of rows from from to upto of one outcome;
 * covariates before and after weighting; and the scores of both groups. Nothing where there is less
 * than two of what is compared. */
void ds_report_effect_draw_years(const effect_writing *w, ds_document *to, size_t from, size_t upto,
                                 int decimals);
void ds_report_effect_draw_balance(ds_document *to, const ds_effect_row *row);
void ds_report_effect_draw_scores(ds_document *to, const ds_effect_row *row);
/* The marks of a difference: stars, ‡ where it depends on the comparison, ! of a placebo. */
const char *ds_report_effect_marks(const ds_effect_row *row);

/* The answer in words, for people and with a code a sentence in json. */
void ds_report_effect_answer(const effect_writing *w);

/* The note of the evaluation, and what must be known before anything else. */
void ds_report_effect_opening(const effect_writing *w);
/* Who took part, how they were compared, and what holds for every row. */
void ds_report_effect_heading(const effect_writing *w);
/* A table an outcome (in a match one for all), and the lists of exact columns beside the first. */
void ds_report_effect_tables(const effect_writing *w);
/* A line a row by other ways than the kernel, and whether they agree. */
void ds_report_effect_ways(const effect_writing *w);
/* Balance of everything known, once for rows with the same persons. */
void ds_report_effect_known(const effect_writing *w);
/* The diagnostics: on a terminal those of the first row of each outcome, on a page all. */
void ds_report_effect_trust(const effect_writing *w);

/* Of one row with diagnostics: who is off support, and what the estimate would be with them;
 * nothing where it is few. */
void ds_report_effect_left_out(ds_document *to, const ds_effect_block *block,
                               const ds_effect_row *row);

/* Before and after, where the evaluation asks for it: for machines all, for people as the
 * diagnostics. */
void ds_report_effect_before(const effect_writing *w);

/* Effects of subgroups, where the evaluation asks for them. */
void ds_report_effect_subgroups(const effect_writing *w);

/* Each location's own difference: within what says how far to trust a row with diagnostics; for
 * machines the facts beside the list of effect_diagnostics.c. */
void ds_report_effect_schools(ds_document *to, const ds_effect_row *row);
void ds_report_effect_school_facts(ds_document *to, const ds_effect_schools *schools);
/* Whether a document of the block names single locations: then it is internal. */
bool ds_report_effect_names_schools(const ds_effect_block *block);

/* ---- shared ---- */

/* What a row says of chance. Marks and sentences follow from it, so that they cannot differ. */
typedef enum effect_verdict {
    EFFECT_NOTHING,   /* there is no estimate */
    EFFECT_DEPENDS,   /* on how or with whom it is compared: ‡ */
    EFFECT_UNTESTED,  /* no p, or none that means something */
    EFFECT_NOT_SHOWN, /* chance may explain it */
    EFFECT_SHOWN      /* p at most 5 %, and 0 not in the interval: stars */
} effect_verdict;
effect_verdict ds_report_effect_judge(const ds_effect_row *row);

/* A text of both languages as a value within another; no value for machines. */
ds_value ds_report_effect_words(ds_say say);
/* A paragraph for people with values in it. */
void ds_report_effect_line(ds_document *to, unsigned in, ds_say text, const ds_value *values,
                           size_t n);
/* In per cents where the outcome is a share. */
ds_value ds_report_effect_value(const ds_effect_row *row, double x, int decimals);
/* Words for people of those flags that some row from from to to has: what it means, and which rows
 * where not all have it. */
void ds_report_effect_flags(const effect_writing *w, ds_document *to, size_t from, size_t upto,
                            unsigned flags);
/* The flags that every row of the block has. */
unsigned ds_report_effect_common(const ds_effect_block *block);
/* "2014-2016, 2018" with that separator, into out. */
const char *ds_report_effect_cohorts(const ds_effect_row *row, const char *separator, char *out,
                                     size_t size);
bool ds_report_effect_same_cohorts(const ds_effect_row *a, const ds_effect_row *b);
/* Whether the exact difference is of less than 90 % of those the estimate is about. */
bool ds_report_effect_partly_exact(const ds_effect_block *block, const ds_effect_result *result);

#endif
