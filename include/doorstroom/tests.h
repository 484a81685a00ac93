/* doorstroom/tests.h, of stat: whether groups differ, tables of counts, and what many tests at once
 * do to their p-values.
 *
 * Groups: values[n] with group[n], each 0 … n_groups - 1; DS_STAT_NO_GROUP, or a value that is not
 * finite, leaves a row out, counted as missing. Results as in relations.h: what cannot be worked
 * out is NAN with a reason. */
#ifndef DOORSTROOM_TESTS_H
#define DOORSTROOM_TESTS_H

#include "doorstroom/relations.h"

DS_BEGIN_DECLS

#define DS_STAT_NO_GROUP SIZE_MAX

/* ---- two groups ---- */

/* Group a less group b, without taking their spread to be equal: t with Satterthwaite's degrees of
 * freedom (B. L. Welch, Biometrika 34, 1947). Two values at least in each. Checked against: R's
 * t.test. */
DS_API void ds_welch_test(const double *values, const size_t *group, size_t n, size_t a, size_t b,
                          ds_stat_result *out);

enum { DS_MANN_WHITNEY_EXACT_MAX = 1000000 };
/* estimate: superiority, P(a > b) + P(a = b)/2; statistic: U of group a. p is exact, the share of
 * all choices of the mid-ranks with U as far from its mean, up to DS_MANN_WHITNEY_EXACT_MAX of
 * them; else normal with a continuity correction and the variance for ties. se and interval of
 * superiority: E. Brunner and U. Munzel, Biometrical Journal 42, 2000, t on the logit scale; none
 * where the groups do not overlap. Cost: the choices. Checked against: R's wilcox.test, and all
 * choices counted. */
DS_API ds_status ds_mann_whitney_test(const double *values, const size_t *group, size_t n, size_t a,
                                      size_t b, ds_stat_result *out, ds_error *err) DS_NODISCARD;

/* ---- more groups ---- */

/* Groups without anybody do not count. estimate: epsilon² = H/(n-1); statistic H, corrected for
 * ties; chi-square with groups - 1 degrees of freedom. Checked against: R's kruskal.test. */
DS_API ds_status ds_kruskal_wallis_test(const double *values, const size_t *group, size_t n,
                                        size_t n_groups, ds_stat_result *out,
                                        ds_error *err) DS_NODISCARD;

enum {
    DS_JONCKHEERE_SMALL = 12,      /* below so many rows p is exact */
    DS_JONCKHEERE_SMALL_GROUP = 3, /* and with a group of fewer */
    DS_JONCKHEERE_GROUPS_MAX = 16,
};

typedef struct ds_jonckheere {
    double j, mean, variance, z; /* J = Σ over i < j of #(a < b) + #(a = b)/2 */
    double p, p_increasing;      /* two-sided; that values rise with the group */
    double share;                /* J over its largest possible value: 1/2 is no order */
    size_t n, missing, n_groups; /* groups with anybody */
    bool exact;
    ds_stat_reason reason; /* DS_STAT_TOO_LARGE: exact was due, and is the normal's */
} ds_jonckheere;

/* Groups in their order. The variance is that for ties in full (M. Hollander and D. A. Wolfe,
 * Nonparametric statistical methods, 1999, equation 6.19), normal without a continuity correction;
 * exact, over all orders of the values given their ties, where the rows or a group are few, as far
 * as some seconds go. At most DS_JONCKHEERE_GROUPS_MAX groups (DS_USAGE). Checked against: all
 * orders counted. */
DS_API ds_status ds_jonckheere_test(const double *values, const size_t *group, size_t n,
                                    size_t n_groups, ds_jonckheere *out,
                                    ds_error *err) DS_NODISCARD;

/* ---- tables of counts ---- */

enum { DS_TABLE_SIDE_MAX = 64 }; /* rows, and columns */

typedef struct ds_chi_square {
    double statistic, df, p, cramers_v;
    double least;           /* the smallest expected count */
    size_t below5, n_cells; /* cells expected below 5, of how many */
    size_t rows, columns;   /* with anybody */
    uint64_t n;
    ds_stat_reason reason;
} ds_chi_square;

/* counts[rows * columns], row-major. Without Yates' correction, also of 2 × 2. Rows and columns
 * without anybody do not count. At most DS_TABLE_SIDE_MAX of each, 2^53 in all (DS_USAGE). Checked
 * against: R's chisq.test(correct = FALSE). */
DS_API ds_status ds_chi_square_test(const uint64_t *counts, size_t rows, size_t columns,
                                    ds_chi_square *out, ds_error *err) DS_NODISCARD;
/* Whether the chi-square of such a table is not to be trusted: an expected count below 1, or more
 * than a fifth below 5 (W. G. Cochran, Biometrics 10, 1954). Then the exact test is due. */
DS_API bool ds_chi_square_is_small(const ds_chi_square *result);

/* Fisher's exact p of a table of any size: the chance of all tables with these margins that are no
 * likelier than this one (within 1e-7, as R). Column by column, partial tables with the same rest
 * and the same chance put together (M. Pagano and K. T. Halvorsen, JASA 76, 1981). *out_p NAN with
 * DS_STAT_TOO_LARGE where more than some millions of partial tables stand side by side, or with
 * DS_STAT_FEW_GROUPS. Checked against: R's fisher.test. */
DS_API ds_status ds_fisher_test(const uint64_t *counts, size_t rows, size_t columns, double *out_p,
                                ds_stat_reason *out_reason, ds_error *err) DS_NODISCARD;

/* ---- many tests ---- */

/* p[n] adjusted for each other; NAN could not be done, counts nowhere and stays NAN. *out_m: how
 * many count. adjusted may be p. S. Holm, Scandinavian Journal of Statistics 6, 1979: the chance of
 * one wrong finding. Y. Benjamini and Y. Hochberg, JRSS B 57, 1995: the share of wrong findings,
 * where tests are not negatively dependent. Y. Benjamini and D. Yekutieli, Annals of Statistics 29,
 * 2001: whatever they are. Checked against: R's p.adjust. */
typedef enum ds_adjust_method { DS_ADJUST_HOLM, DS_ADJUST_BH, DS_ADJUST_BY } ds_adjust_method;
DS_API ds_status ds_adjust_p(const double *p, size_t n, ds_adjust_method method, double *adjusted,
                             size_t *out_m, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
