/* work/inside/relate_run.h: the tests of one question on the columns of a table. */
#ifndef DS_WORK_INSIDE_RELATE_RUN_H
#define DS_WORK_INSIDE_RELATE_RUN_H

#include "doorstroom/relate.h"
#include "work/inside/names.h"
#include "work/inside/relate_read.h"

enum { RELATE_GROUPS_MAX = 64, RELATE_ROWS_OUT_MAX = 200000 };

/* A column's values as groups: those that occur, in their order. */
typedef struct relate_groups {
    size_t n;
    uint32_t code[RELATE_GROUPS_MAX]; /* of the column's values */
    uint64_t rows[RELATE_GROUPS_MAX];
    size_t *group; /* [rows at hand]: DS_STAT_NO_GROUP for none */
} relate_groups;

typedef struct relate_run {
    const char *path;
    const relate_table *table;
    const size_t *x, *y; /* [n_x], [n_y]: columns of the table */
    size_t n_x, n_y;
    ds_relate_method method;
    const ds_names *order; /* of groups; none: their own */
    bool pairwise;
    /* the rows at hand */
    const char *by;
    const size_t *rows; /* [n_rows] of the table */
    size_t n_rows;
    double *values[RELATE_COLUMNS_MAX]; /* of each column, of these rows */
    /* what comes out */
    ds_relate_row *out;
    size_t n_out, capacity;
    ds_arena *texts;
} relate_run;

/* All tests of the rows at hand. err is there, in all of this. */
ds_status ds_relate_run_tests(relate_run *r, ds_error *err) DS_NODISCARD;
/* A row with all set but what the test says; NULL, and *err is set, when there is no memory or
 * there are too many rows. It is there until the next is added. */
ds_relate_row *ds_relate_add_row(relate_run *r, size_t x, size_t y, ds_relate_method method,
                                 ds_relate_measure measure, ds_error *err);

/* Two columns, of which one has groups and the other numbers. */
typedef struct relate_pair {
    size_t x, y; /* the groups, and the numbers */
    bool turned; /* it was asked the other way round */
    ds_relate_choice choice;
} relate_pair;

/* relate_groups.c: of the rows at hand. *out is the caller's (ds_relate_groups_done). DS_INPUT for
 * more than RELATE_GROUPS_MAX. */
ds_status ds_relate_find_groups(const relate_run *r, size_t column, relate_groups *out,
                                ds_error *err) DS_NODISCARD;
void ds_relate_groups_done(relate_groups *groups);
/* Welch to Jonckheere. */
ds_status ds_relate_test_groups(relate_run *r, const relate_pair *pair, ds_relate_method method,
                                ds_error *err) DS_NODISCARD;
/* relate_auto.c: chi-square, Fisher, or what two columns ask for (auto). */
ds_status ds_relate_test_chosen(relate_run *r, size_t x, size_t y, ds_relate_method method,
                                ds_error *err) DS_NODISCARD;

#endif
