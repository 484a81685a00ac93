/* report/filled/plan.h: which tables a kind of sheet has, as data. See plan.c. */
#ifndef DS_REPORT_FILLED_PLAN_H
#define DS_REPORT_FILLED_PLAN_H

#include "report/filled/filling.h"

/* What of a fact a column shows. */
typedef enum ds_filled_shows {
    DS_SHOWS_VALUE,
    DS_SHOWS_N,
    DS_SHOWS_INTERVAL,
    DS_SHOWS_KLASSE, /* its class, in words */
    DS_SHOWS_REASON  /* why there is no value, or who is missing */
} ds_filled_shows;

enum {
    DS_COLUMN_EACH_YEAR = 1,  /* one for each year */
    DS_COLUMN_EACH_CLASS = 2, /* one for each class */
    DS_COLUMN_LAST_YEAR = 4,  /* of the last year with such a fact */
    DS_COLUMN_FEW_YEARS =
        8 /* only where there are few years: else it stands in a table of its own */
};

typedef struct ds_filled_column {
    const char *measure;
    const char *klasse; /* NULL: any */
    ds_filled_shows shows;
    unsigned each;
} ds_filled_column;

enum {
    DS_ROWS_BY_YEAR = 1,
    DS_ROWS_BY_CLASS = 2,
    DS_ROWS_BY_MEASURE = 4, /* columns are value, n and interval */
    DS_ROWS_MANY_YEARS = 8, /* the table is there only where there are many years */
    DS_ROWS_NO_YEAR = 16    /* each row has its own year, as a value */
};

enum { DS_PLAN_COLUMNS = 14, DS_FILLED_FEW_YEARS = 3 };

typedef struct ds_filled_plan {
    const char *kind, *id;
    ds_say tail;
    unsigned rows;
    const char *keyed;   /* a key that is of one; NULL: no matter */
    const char *unkeyed; /* a key that is of all */
    const char *klasse;  /* of all facts in it; NULL: any */
    const char *over;    /* a key whose values are columns; NULL: none */
    ds_filled_column columns[DS_PLAN_COLUMNS];
} ds_filled_plan;

/* Those of a kind stand together; *out_n 0: it has none of its own. */
const ds_filled_plan *ds_filled_plans(const char *kind, size_t *out_n);
/* For what has no plan of its own: the measures of sheet in columns, beside each other by year; or,
 * where there are many, below each other. *out is made in room of to. */
const ds_filled_plan *ds_filled_plan_of_any(ds_document *to, const ds_release_sheet *sheet);

/* ---- a table being made ---- */

typedef struct ds_filled_made {
    const ds_filled_column *column;
    int jaar;           /* 0: any */
    const char *klasse; /* NULL: any */
    const char *over;   /* NULL: any */
    const char *group;  /* what has the same one stands under one heading; NULL: none */
} ds_filled_made;

typedef struct ds_filled_row {
    size_t ranks[DS_FILLED_KEYS + 3];
    const ds_release_fact *fact; /* the first of it */
} ds_filled_row;

typedef struct ds_filled_making {
    const ds_filling *filling;
    const ds_filled_plan *plan;
    unsigned rows_by;
    const ds_release_fact **facts; /* in the table */
    size_t *fact_rows;             /* of each */
    size_t n_facts;
    size_t keys[DS_FILLED_KEYS]; /* of the sheet, that tell rows apart */
    size_t n_keys, over;
    ds_filled_row *rows;
    size_t n_rows;
    ds_filled_made columns[DS_FILLED_COLUMNS];
    size_t n_columns;
    int years[DS_FILLED_YEARS];
    size_t n_years;
} ds_filled_making;

/* Rows and columns; false when there is nothing in it, or no memory. */
bool ds_filled_lay_out(const ds_filling *filling, const ds_filled_plan *plan,
                       ds_filled_making *out);
bool ds_filled_is_in(const ds_filled_making *making, const ds_filled_made *made,
                     const ds_release_fact *fact);
/* Values and headings; NULL for no memory. Columns from first on, n of them. */
ds_filled_grid *ds_filled_fill(const ds_filled_making *making, size_t first, size_t n);

#endif
