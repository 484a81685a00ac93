/* doorstroom/relate.h, of report: what of a table hangs together, test by test, and the document
 * that is made of it. What makes it is ds_work_relate (doorstroom/inside.h), the statistics
 * themselves doorstroom/relations.h and tests.h.
 *
 * Ownership: a block borrows all its texts and arrays from who made it. Threads: all of it may be
 * read by many. */
#ifndef DOORSTROOM_RELATE_H
#define DOORSTROOM_RELATE_H

#include "doorstroom/document.h"
#include "doorstroom/tests.h"

DS_BEGIN_DECLS

typedef enum ds_relate_method {
    DS_RELATE_AUTO,
    DS_RELATE_PEARSON,
    DS_RELATE_SPEARMAN,
    DS_RELATE_PARTIAL,
    DS_RELATE_REGRESSION,
    DS_RELATE_WELCH,
    DS_RELATE_MANN_WHITNEY,
    DS_RELATE_KRUSKAL_WALLIS,
    DS_RELATE_JONCKHEERE,
    DS_RELATE_CHI_SQUARE,
    DS_RELATE_FISHER
} ds_relate_method;
enum { DS_RELATE_METHODS = DS_RELATE_FISHER + 1 };
/* auto, pearson, …, fisher: as --method has them. Static text. */
DS_API const char *ds_relate_method_name(ds_relate_method method);

/* What the estimate of a row is. */
typedef enum ds_relate_measure {
    DS_RELATE_R,
    DS_RELATE_RHO,
    DS_RELATE_B,    /* a coefficient */
    DS_RELATE_BETA, /* the same in standard deviations */
    DS_RELATE_R2,   /* with F: statistic, df and df2 */
    DS_RELATE_R2_ADJUSTED,
    DS_RELATE_SIGMA,
    DS_RELATE_DIFFERENCE,  /* of means */
    DS_RELATE_SUPERIORITY, /* P(a > b) + P(a = b)/2 */
    DS_RELATE_EPSILON2,
    DS_RELATE_J,        /* with z, and two-sided p */
    DS_RELATE_J_RISING, /* its share of the largest J, and p that values rise */
    DS_RELATE_V         /* Cramér's */
} ds_relate_measure;
/* r, rho, b, …: as csv has them. Static text. */
DS_API const char *ds_relate_measure_name(ds_relate_measure measure);

/* Why auto chose a method. */
typedef enum ds_relate_choice {
    DS_RELATE_ASKED,          /* it did not: the method was named */
    DS_RELATE_TWO_NUMBERS,    /* Pearson */
    DS_RELATE_TWO_LARGE,      /* two groups of at least 15 each: Welch */
    DS_RELATE_TWO_SMALL,      /* two groups, one of fewer: Mann-Whitney */
    DS_RELATE_MORE_GROUPS,    /* Kruskal-Wallis */
    DS_RELATE_LARGE_TABLE,    /* chi-square */
    DS_RELATE_SMALL_TABLE,    /* Fisher */
    DS_RELATE_TABLE_TOO_LARGE /* Fisher was due and would take too long: chi-square */
} ds_relate_choice;
enum { DS_RELATE_LARGE_GROUP = 15 };

/* One number with its test. Texts are "" where there is nothing to say. */
typedef struct ds_relate_row {
    const char *x, *y;
    const char *by;   /* the value of the column of --by */
    const char *term; /* which groups: "a - b"; "(constante)" of a regression */
    ds_relate_method method;
    ds_relate_choice choice;
    ds_relate_measure measure;
    ds_stat_result result;
    double p_adjusted;
    bool test;             /* counts among the tests that p is adjusted for */
    bool turned;           /* y are the groups, x the numbers */
    double detectable;     /* the smallest |estimate| that is found four times in five, at 0.05 / m;
                              NAN where that is not known */
    const char *collinear; /* with DS_STAT_COLLINEAR: the column */
} ds_relate_row;

/* A column and who is missing in it. */
typedef struct ds_relate_column {
    const char *name;
    uint64_t empty, unknown; /* rows with nothing, and with "weet niet" */
} ds_relate_column;

typedef struct ds_relate_block {
    const char *file;
    const char *by;      /* the column of --by; NULL: none */
    uint64_t n_rows;     /* of the table */
    uint64_t without_by; /* rows where that column is missing: in no test */
    ds_adjust_method adjust;
    size_t n_tests, n_excluded; /* p is adjusted for; tests that could not be done */
    const ds_relate_row *rows;
    size_t n;
    const ds_relate_column *columns;
    size_t n_columns;
} ds_relate_block;

/* What a reason says, for people: "te weinig rijen". Static texts. */
DS_API ds_say ds_relate_reason(ds_stat_reason reason);
/* Whether a test shows that two things hang together: its p, adjusted for all tests asked, is at
 * most 0.05. Never the other way round: what is not shown may be there. */
typedef enum ds_relate_verdict {
    DS_RELATE_UNDECIDED, /* no p: see the reason */
    DS_RELATE_SHOWN,
    DS_RELATE_NOT_SHOWN
} ds_relate_verdict;
DS_API ds_relate_verdict ds_relate_judge(double p_adjusted);
/* onbepaald, aangetoond, niet_aangetoond. Static text. */
DS_API const char *ds_relate_verdict_name(ds_relate_verdict verdict);

/* For machines a row a number (csv: one table); for people a table, and a sentence a test. Nothing
 * is said to hang together that the adjusted p does not carry, and nothing is said not to. */
DS_API ds_status ds_report_relate(const ds_relate_block *block, ds_document **out,
                                  ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
