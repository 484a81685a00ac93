/* figures/audit/sums.c: counts and amounts of parts add up to their total. What was rounded may be
 * off by half a unit for each part and for the total. Parts of which some are not there, or that
 * are not all there are, say only that a total is no less. */
#include <math.h>

#include "figures/audit/audit.h"

enum { TIMES_MAX = 20 };

/* How many times the sum the total is, where that is a whole number from 2 on; else 0. */
static double times_of(double total, double sum, double slack) {
    const double times = sum > 0 ? round(total / sum) : 0;
    if (times < 2 || times > TIMES_MAX || total == 0) return 0;
    return ds_audit_at_most(fabs(total - times * sum), times * slack) ? times : 0;
}

static ds_status check_sum(ds_auditing *a, const ds_audit_group *group, size_t measure) {
    const ds_audit_table *t = a->table;
    const double half = ds_audit_half(&t->measures[measure]),
                 total = t->rows[group->total].values[measure];
    double sum = 0, slack, times;
    size_t n = 0;
    ds_audit_finding found;
    if (isnan(total)) return DS_OK;
    for (size_t i = 0; i < group->n_parts; i++) {
        const double part = t->rows[group->parts[i]].values[measure];
        if (isnan(part)) continue;
        sum += part;
        n++;
    }
    if (n == 0) return DS_OK;
    slack = half * (double)(n + 1);
    found = (ds_audit_finding){
        DS_AUDIT_SUM, group->total, measure, total, sum - slack, sum + slack, 0, n, group->over};
    a->result->n_checks++;
    if (!ds_audit_at_most(sum - slack, total)) {
        if (n < group->n_parts || !group->all) {
            found.fault = DS_AUDIT_BELOW;
            found.high = INFINITY;
        }
        return ds_audit_find(a, &found);
    }
    if (n < group->n_parts || !group->all || ds_audit_at_most(total, sum + slack)) return DS_OK;
    times = times_of(total, sum, slack);
    if (times > 0) {
        found.fault = DS_AUDIT_TIMES;
        found.factor = times;
    }
    return ds_audit_find(a, &found);
}

ds_status ds_audit_group_sums(ds_auditing *a, const ds_audit_group *group) {
    ds_status status = DS_OK;
    for (size_t m = 0; status == DS_OK && m < a->table->n_measures; m++)
        if (a->table->measures[m].kind == DS_AUDIT_COUNT) status = check_sum(a, group, m);
    return status;
}
