/* stat/risk.h: what the files of the search for risks share: risk_counts.c adds up every subgroup
 * by institution, risk.c tests them. */
#ifndef DS_STAT_RISK_H
#define DS_STAT_RISK_H

#include "doorstroom/risk.h"

/* Persons and events of one subgroup by institution: [n_clusters] each. */
typedef struct ds_risk_counts {
    const double *n, *t;
} ds_risk_counts;

/* A set of attributes, and the counts of all its subgroups. */
typedef struct ds_risk_set {
    size_t n_attributes;
    size_t attributes[DS_RISK_DEPTH_MAX];
    size_t radix[DS_RISK_DEPTH_MAX];
    size_t n_groups;
    size_t from; /* of its first subgroup among all */
} ds_risk_set;

enum { DS_RISK_SETS_MAX = 1 + 12 + 66 + 220 }; /* the first: everybody */

typedef struct ds_risk_table {
    size_t n_clusters, n_sets, n_groups;
    ds_risk_set sets[DS_RISK_SETS_MAX];
    double *n, *t; /* [n_groups * n_clusters] */
    uint64_t unknown;
} ds_risk_table;

ds_status ds_risk_count(const ds_numbered *cells, const ds_risk_options *options,
                        ds_risk_table *out, ds_error *err) DS_NODISCARD;
void ds_risk_table_done(ds_risk_table *table);
ds_risk_counts ds_risk_counts_of(const ds_risk_table *table, size_t group);
/* The subgroup of these codes of a set. */
size_t ds_risk_group_at(const ds_risk_set *set, const uint32_t *codes);
/* The set with these attributes: it is there. */
const ds_risk_set *ds_risk_set_of(const ds_risk_table *table, const size_t *attributes, size_t n);

#endif
