/* figures/audit/audit.h: what the files of the audit share. */
#ifndef DS_FIGURES_AUDIT_AUDIT_H
#define DS_FIGURES_AUDIT_AUDIT_H

#include "base/arena.h"
#include "doorstroom/audit.h"

typedef struct ds_auditing {
    const ds_audit_table *table;
    ds_audit_result *result;
    size_t findings_capacity, denominators_capacity;
    ds_error *err;
} ds_auditing;

/* The rows that are together the row `total`: by key `over`, or DS_AUDIT_NONE all rows without a
 * total. */
typedef struct ds_audit_group {
    size_t total;
    int over;
    const size_t *parts;
    size_t n_parts;
    bool all; /* the parts are all there are */
} ds_audit_group;

/* Half a unit of what a measure was rounded to. */
double ds_audit_half(const ds_audit_measure *measure);
/* Whether a is at most b, but for what binary fractions leave. */
bool ds_audit_at_most(double a, double b);
ds_status ds_audit_find(ds_auditing *a, const ds_audit_finding *finding) DS_NODISCARD;

/* groups.c: two texts of a key, a total (NULL) first; and two rows by all keys but one, in order.
 */
int ds_audit_compare_keys(const char *a, const char *b);
int ds_audit_compare_rows(const ds_audit_table *table, size_t a, size_t b, size_t but);
/* groups.c: calls visit for each total and its parts. */
ds_status ds_audit_groups(ds_auditing *a,
                          ds_status (*visit)(ds_auditing *a,
                                             const ds_audit_group *group)) DS_NODISCARD;
/* sums.c */
ds_status ds_audit_group_sums(ds_auditing *a, const ds_audit_group *group) DS_NODISCARD;
/* percentages.c */
ds_status ds_audit_percentages(ds_auditing *a) DS_NODISCARD;
ds_status ds_audit_group_percentages(ds_auditing *a, const ds_audit_group *group) DS_NODISCARD;
/* differences.c */
ds_status ds_audit_differences(ds_auditing *a) DS_NODISCARD;
/* shares.c */
ds_status ds_audit_shares(ds_auditing *a) DS_NODISCARD;

/* columns.c: what the columns are, told by their names and what stands in them. names[n],
 * numeric[n]: each value that is there is a number. Fills the table's measures and keys;
 * column_of[n]: the measure, or ~key. */
typedef struct ds_audit_column {
    const char *name;
    bool numeric, within_100; /* each value that is there is a number; and from 0 to 100 */
} ds_audit_column;
ds_status ds_audit_tell_columns(ds_audit_table *table, ds_arena *arena,
                                const ds_audit_column *columns, size_t n, int *column_of,
                                ds_error *err) DS_NODISCARD;
/* describe.c: what a file says of them. totals: words for a total, ending in NULL. */
typedef struct ds_audit_said {
    const char **totals;
} ds_audit_said;
ds_status ds_audit_describe(const char *path, ds_audit_table *table, ds_arena *arena,
                            const ds_audit_column *columns, size_t n, int *column_of,
                            ds_audit_said *out, ds_error *err) DS_NODISCARD;

#endif
