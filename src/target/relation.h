/* target/relation.h: the tests of one question, gathered so that all of them are one family. */
#ifndef DS_TARGET_RELATION_H
#define DS_TARGET_RELATION_H

#include "doorstroom/tests.h"
#include "target/making.h"

typedef enum ds_relation_kind {
    DS_RELATION_PEARSON,
    DS_RELATION_KRUSKAL,
    DS_RELATION_JONCKHEERE,
    DS_RELATION_PAIR, /* Mann-Whitney of two groups */
    DS_RELATION_TABLE,
} ds_relation_kind;

/* One test: what of, and what came of it. A test that could not be done has p NAN and a reason. */
typedef struct ds_relation_test {
    ds_relation_kind kind;
    const char *relation; /* "ambitie" */
    size_t indicator;     /* of the plan; SIZE_MAX: none */
    const char *name;     /* the indicator's, where it is none of the plan; "" */
    const char *goal, *group;
    double estimate, low, high, statistic, df, p, p_holm;
    size_t n, missing;
    bool exact;
    const char *reason;
} ds_relation_test;

/* A row beside the tests that is no test: what noise alone gives, and its kin. */
typedef struct ds_relation_aside {
    size_t after; /* the test that it stands behind */
    const char *measure, *group, *reason;
    double value, se, low, high;
    size_t n;
} ds_relation_aside;

typedef struct ds_relating {
    ds_making *m;
    bool pairs; /* the question asks groups two by two */
    ds_relation_test *tests;
    ds_relation_aside *asides;
    size_t n, capacity, n_asides, aside_capacity;
    double *x, *y; /* [n_agendas]: room */
    size_t *group; /* [n_agendas] */
    ds_error *err;
} ds_relating;

ds_relation_test ds_relation_of(const char *relation, ds_relation_kind kind);
ds_status ds_relating_add(ds_relating *r, const ds_relation_test *test) DS_NODISCARD;
ds_status ds_relating_aside(ds_relating *r, const ds_relation_aside *aside) DS_NODISCARD;
/* A test that cannot be done, and why. */
ds_status ds_relating_refuse(ds_relating *r, ds_relation_test test,
                             const char *reason) DS_NODISCARD;
/* x against y. */
ds_status ds_relating_pearson(ds_relating *r, ds_relation_test test) DS_NODISCARD;
/* y by group: Kruskal-Wallis, and Jonckheere where the groups have an order; the groups two by two
 * where the question asks that (paren). names[n_groups]. */
ds_status ds_relating_groups(ds_relating *r, ds_relation_test test, size_t n_groups,
                             const char *const *names, bool ordered) DS_NODISCARD;
/* y of group 1 less group 0. */
ds_status ds_relating_pair(ds_relating *r, ds_relation_test test) DS_NODISCARD;

/* Development of an indicator by agenda into out: better is positive. */
void ds_relating_development(const ds_relating *r, size_t indicator, double *out);
/* What was spent on a goal since the beginning, per cent of the whole Werkagenda. */
void ds_relating_spending(const ds_relating *r, size_t goal, double *out);

/* The relations, each all of its tests. */
ds_status ds_relate_ambition(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_spending(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_judgement(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_planning(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_spending_planning(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_measure_size(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_measure_niveau2(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_measure_spending(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_quadrant_type(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_quadrant_size(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_quadrant_measures(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_target_reached(ds_relating *r) DS_NODISCARD;
ds_status ds_relate_theme(ds_relating *r) DS_NODISCARD;

#endif
