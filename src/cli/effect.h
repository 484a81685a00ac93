/* cli/effect.h: what the commands match and effect share: the options of the estimator, and
 * printing what came of it as a table, csv or json. */
#ifndef DS_CLI_EFFECT_H
#define DS_CLI_EFFECT_H

#include "cli/cli.h"
#include "doorstroom/effect.h"

/* ---- the options ---- */

/* As they stand on the command line; NULL: the default. */
typedef struct effect_asked {
    const char *kernel, *bandwidth, *support, *estimand, *se, *replicates, *seed, *resample;
} effect_asked;

enum { EFFECT_OPTIONS = 8 };
/* Writes the options of the estimator to out[EFFECT_OPTIONS]. */
void effect_options_list(effect_asked *asked, cli_option *out);
/* False with a message. clusters: there are locations, so that by default whole ones are drawn;
 * without, the standard error is kmatch's, which stays sound at small bandwidths. */
bool effect_options_parse(const cli *c, const effect_asked *asked, bool clusters,
                          ds_effect_options *out);

/* The words of the command line for what was chosen. */
const char *effect_kernel_word(ds_effect_kernel kernel);
const char *effect_support_word(ds_effect_support support);
const char *effect_estimand_word(ds_effect_estimand estimand);
const char *effect_se_word(ds_effect_se se);
const char *effect_rule_word(ds_effect_rule rule); /* vast, pair, cv */

/* A list of names, as "a, b" on the command line. */
typedef struct effect_names {
    char *text; /* holds them */
    const char **names;
    size_t n;
} effect_names;
/* Cuts list (NULL: none) into *out, which is empty and becomes the caller's (effect_names_done),
 * also after a failure. DS_USAGE, naming the option, for an empty name, one that stands twice
 * (letters folded), or more than max. */
ds_status effect_split(const char *option, const char *list, size_t max, effect_names *out,
                       ds_error *err);
void effect_names_done(effect_names *names);

/* ---- what came of it ---- */

enum { EFFECT_NO_YEAR = -1 };

/* One outcome, in one year of follow-up. */
typedef struct effect_row {
    const char *outcome; /* id, or the column's name */
    const char *title;   /* what it is called; "" when that is its id */
    const char *note;    /* "" for none */
    int year;            /* EFFECT_NO_YEAR in match */
    bool share;          /* 0 and 1 only: percentages on the screen */
    bool placebo;
    bool conditional;          /* a description */
    const char *unconditional; /* of a conditional one: the outcome of everyone, or "" */
    const char *version;       /* of the definition; "" in match */
    const int *cohorts;        /* school years that are observed, rising */
    size_t n_cohorts;
    uint64_t unknown; /* persons without a known outcome: not in the sample */
    const ds_effect_sample *sample;
    ds_effect_result result;
    ds_effect_diagnostics *diagnostics; /* NULL: not made */
} effect_row;

/* The same rows with other exact columns. */
typedef struct effect_beside {
    const char *exact;
    const ds_effect_result *results; /* [n_rows] */
} effect_beside;

/* One evaluation, or one match. */
typedef struct effect_block {
    const char *id; /* "" in match */
    const char *title, *note, *source;
    const char *matched_on, *exact; /* "a, b" or "" */
    const char *file, *generation;  /* of the data: one of the two, the other "" */
    const ds_effect_options *options;
    effect_row *rows;
    size_t n_rows;
    const effect_beside *beside;
    size_t n_beside;
    uint64_t other, left_out; /* persons of the first row: in neither group; left out by request */
    bool leaves_out;          /* it was requested */
} effect_block;

/* Whether there is an estimate. */
bool effect_has_estimate(const ds_effect_result *result);
/* Diagnostics for the rows that the form prints: all for json, the first with an estimate for a
 * table, none for csv. The caller frees them (effect_block_done). */
ds_status effect_diagnose(const cli *c, effect_block *block, ds_error *err);
void effect_block_done(effect_block *block);

void effect_print_csv(const effect_block *blocks, size_t n);
ds_status effect_print_json(const effect_block *blocks, size_t n, ds_error *err);
void effect_print_table(const cli *c, const effect_block *block);
/* In csv, where the contract has no column for it: on standard error, which rows stand on which
 * cohorts, who was left out, and what must be said with them. */
void effect_print_notes(const cli *c, const effect_block *block);
/* The part of the table that says how far the comparison can be trusted. */
void effect_print_diagnostics(const cli *c, const effect_block *block);
/* What must be said with a result, each flag in words; NULL where nothing needs to be. */
const char *effect_flag_words(const cli *c, unsigned flag);
/* What follows those words with these options: what to make of interval and p; "" for nothing. */
const char *effect_flag_more(const cli *c, unsigned flag, const ds_effect_options *options);
/* "2014-2016, 2018" into out. */
const char *effect_cohorts(const effect_row *row, char *out, size_t size);
bool effect_same_cohorts(const effect_row *a, const effect_row *b);

#endif
