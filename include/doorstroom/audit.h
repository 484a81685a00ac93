/* doorstroom/audit.h, of figures: what does not add up in a published table, beyond what rounding
 * explains.
 *
 * A table has keys (text that says which group a row is), and measures: counts and amounts,
 * percentages, and differences between two of these. What must hold between them is looked for, and
 * each place where it cannot hold, whatever the numbers were before they were rounded, is a
 * finding. Nothing is guessed about values that are not there.
 *
 * Ownership: a table is the caller's (ds_audit_table_free), findings borrow from it. Threads:
 * nothing is shared. */
#ifndef DOORSTROOM_AUDIT_H
#define DOORSTROOM_AUDIT_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

enum {
    DS_AUDIT_KEYS_MAX = 16,
    DS_AUDIT_MEASURES_MAX = 256,
    DS_AUDIT_ROWS_MAX = 100000,
    DS_AUDIT_NONE = -1, /* no measure */
};

typedef enum ds_audit_kind {
    DS_AUDIT_COUNT,      /* a number of persons, or an amount: parts add up to totals */
    DS_AUDIT_PERCENTAGE, /* a share or a mean: a total lies among its parts */
    DS_AUDIT_DIFFERENCE, /* of two measures */
    DS_AUDIT_SHARE,      /* a count in percents of a total, which may not be in the table */
    DS_AUDIT_OTHER,      /* a number about which nothing is known */
} ds_audit_kind;

/* What a measure is to the others; DS_AUDIT_NONE where there is none. */
typedef struct ds_audit_measure {
    const char *name;
    ds_audit_kind kind;
    int teller;          /* of a percentage: the count that it is of; of a share: the amount */
    int noemer;          /* of a percentage: the count that it is a share of */
    int from, to;        /* of a difference: to minus from */
    bool whole_is_total; /* of a share: of the table's own total; else of one amount that is not
                            there */
    bool adds_up;        /* of a share: the parts are together 100 */
    int decimals;        /* printed, the most in the column; -3: rounded to thousands */
} ds_audit_measure;

typedef struct ds_audit_row {
    uint64_t line;
    const char **keys; /* keys[n_keys]; NULL: the total over that key */
    double *values;    /* values[n_measures]; NAN: not there */
    int step_over;     /* the key in which it says 'verschil': its values are the last less the one
                          before of the rows that     are the same but for that key; DS_AUDIT_NONE */
} ds_audit_row;

typedef struct ds_audit_table {
    const char *name; /* of the file */
    const char **key_names;
    size_t n_keys;
    bool *part_only; /* part_only[n_keys]: the values printed are not all there are */
    ds_audit_measure *measures;
    size_t n_measures;
    ds_audit_row *rows;
    size_t n_rows;
    void *own; /* its memory */
} ds_audit_table;

/* Reads path. description: a file of YAML that says what its columns are (docs/audit.md), or NULL:
 * that is told from the columns' names, and from <path>.yaml where that is there. Errors: DS_INPUT
 * with file, line and column for what cannot be read. Cost: one read. *out is the caller's. */
DS_API ds_status ds_audit_table_read(const char *path, const char *description,
                                     ds_audit_table **out, ds_error *err) DS_NODISCARD;
DS_API void ds_audit_table_free(ds_audit_table *table);

/* What is wrong. Each has a code that does not change. */
typedef enum ds_audit_fault {
    DS_AUDIT_SUM,      /* som: a total is not the sum of its parts */
    DS_AUDIT_TIMES,    /* veelvoud: it is that sum times a whole number */
    DS_AUDIT_BELOW,    /* minder: a total is less than the parts that are there */
    DS_AUDIT_OUTSIDE,  /* buiten_delen: a total's percentage is below or above that of all its parts
                        */
    DS_AUDIT_NO_WHOLE, /* onmogelijk: no whole numbers give this percentage with this count */
    DS_AUDIT_DENOMINATOR, /* noemers: the denominators that fit the parts do not add up to one that
                             fits the total */
    DS_AUDIT_STEP,        /* verschil: a difference does not follow from its two ends */
    DS_AUDIT_PART,        /* aandeel: a share does not follow from the amounts */
    DS_AUDIT_HUNDRED,     /* honderd: shares are not together 100 */
    DS_AUDIT_RANGE,       /* bereik: a percentage below 0 or above 100, a count below 0 */
    DS_AUDIT_FAULTS
} ds_audit_fault;

DS_API const char *ds_audit_fault_code(ds_audit_fault fault);

/* A printed number that cannot be right beside the others (or one of the others cannot). */
typedef struct ds_audit_finding {
    ds_audit_fault fault;
    size_t row, measure;
    double printed;
    double low, high; /* what would fit */
    double factor;    /* of DS_AUDIT_TIMES: how many times */
    size_t n_parts;   /* that it was held against */
    int over;         /* the key that was added over; DS_AUDIT_NONE: all rows together */
} ds_audit_finding;

/* The whole numbers that a percentage may be a share of, given its count: from low to high, both
 * included. */
typedef struct ds_audit_denominator {
    size_t row, measure; /* of the percentage */
    double low, high;
    double tight_low, tight_high; /* and given that parts add up to totals */
} ds_audit_denominator;

typedef struct ds_audit_result {
    ds_audit_finding *findings; /* by row, then measure, then fault */
    size_t n_findings;
    ds_audit_denominator *denominators;
    size_t n_denominators;
    size_t n_checks; /* relations that were held to */
} ds_audit_result;

/* All relations of a table. Rounding half a unit either way is allowed for every number. Cost: rows
 * × keys × measures, with a sort a key. */
DS_API ds_status ds_audit(const ds_audit_table *table, ds_audit_result *out,
                          ds_error *err) DS_NODISCARD;
DS_API void ds_audit_result_done(ds_audit_result *result);

/* ---- a text beside the tables that it cites ---- */

/* A table that a text may cite, and its number there ("4.1"). */
typedef struct ds_audit_cited {
    const ds_audit_table *table;
    const char *number;
} ds_audit_cited;

/* A number in a paragraph that cites tables, and that is in none of them: not as it stands, not as
 * a difference of two measures or of two rows that differ in one key, not as a sum of rows that are
 * together a total, and not as the share of a count in its total. */
typedef struct ds_audit_claim {
    uint64_t line, column; /* where the number stands */
    const char *text;      /* as it stands, with its unit */
    const char *cited;     /* the numbers of the tables that the paragraph cites, with commas */
    const char *elsewhere; /* of other tables in which it is; "" for none */
} ds_audit_claim;

typedef struct ds_audit_text {
    ds_audit_claim *claims; /* in the order of the text */
    size_t n_claims;
    size_t n_numbers;    /* that were looked for */
    size_t n_paragraphs; /* that cite a table that is here */
    size_t n_absent;     /* citations of tables that are not here */
    void *own;
} ds_audit_text;

/* Reads path (UTF-8, at most 8 MiB) and looks up the numbers of each paragraph that cites one of
 * the tables: those with %, procent or procentpunt(en) behind them, and those from 1,000 on that
 * are no year; decimal comma and thousands with a point. A paragraph that is a table's caption is
 * passed over. Only what is literally so is told: that a number is not there. Errors: DS_INPUT for
 * what is no text. Cost: numbers × what can be made of the tables. */
DS_API ds_status ds_audit_text_read(const char *path, const ds_audit_cited *tables, size_t n_tables,
                                    ds_audit_text *out, ds_error *err) DS_NODISCARD;
DS_API void ds_audit_text_done(ds_audit_text *text);

DS_END_DECLS

#endif
