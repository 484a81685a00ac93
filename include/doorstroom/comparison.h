/* doorstroom/comparison.h, of stat: a table of an indicator with what readers compare: the
 * difference with an earlier school year, totals, shares of a whole, an interval; and groups that
 * are chosen by a property. All of it is a function of cells and of nothing else.
 *
 * Threads: what is made never changes; any number may read it. Ownership: what is made is the
 * caller's and borrows from nothing but itself. */
#ifndef DOORSTROOM_COMPARISON_H
#define DOORSTROOM_COMPARISON_H

#include "doorstroom/base.h"
#include "doorstroom/cell.h"

DS_BEGIN_DECLS

enum {
    DS_AGAINST_NONE = 0,
    DS_AGAINST_PREVIOUS = -1, /* the school year before */
    DS_COMPARISON_TOTALS_MAX = 64,
    DS_COMPARISON_KEYS_MAX = 64,
    DS_COMPARISON_YEARS_MAX = 64
};

typedef struct ds_comparison_options {
    unsigned version;   /* the initialiser sets it; 0 is taken as 1, the first */
    int against;        /* DS_AGAINST_…, or a school year */
    const char *totals; /* the keys that each total keeps: "leerweg;" is a total for each leerweg
                           and one over all; NULL: none */
    const char *shares; /* the keys whose values together are a whole: "herkomst"; NULL: none. The
                           whole is of the other keys' values and the school year */
    bool shares_of_teller; /* shares of those for whom the event holds, and not of everybody */
    bool interval;         /* Wilson's, a model of chance; of a difference Newcombe's */
    const int *years;      /* the school years to show, rising; 0 of them: all */
    size_t n_years;
    const int *counted; /* the school years of which rows could count, rising: a group without a
                           cell there has nobody; 0 of them: the years of the cells */
    size_t n_counted;
} ds_comparison_options;
#define DS_COMPARISON_OPTIONS_VERSION 1
#define DS_COMPARISON_OPTIONS_INIT                                                                 \
    { DS_COMPARISON_OPTIONS_VERSION, DS_AGAINST_NONE, NULL, NULL, false, false, NULL, 0, NULL, 0 }

/* What there is to say of a difference. */
typedef enum ds_comparison_state {
    DS_COMPARED_NOT,     /* not asked */
    DS_COMPARED_NO_YEAR, /* the year to compare with is not among those counted */
    DS_COMPARED,         /* before is what was counted then, perhaps nobody */
} ds_comparison_state;

/* Numbers that are not there are NAN. */
typedef struct ds_comparison_row {
    int schooljaar;
    const ds_text *keys; /* n_keys texts; DS_TOTAL where added up */
    size_t total;        /* 0: a cell; i + 1: of the i-th total */
    ds_measures measures;
    ds_comparison_state compared;
    int against;
    ds_measures before;
    double difference_pp; /* in percentage points; numeric: of the mean, in the indicator's unit */
    double difference_low_pp, difference_high_pp; /* of independent draws */
    uint64_t whole;   /* persons (teller with shares_of_teller) of which the row is a share */
    double share_pct; /* of whole */
    double low_pct, high_pct;
} ds_comparison_row;

typedef struct ds_comparison ds_comparison;

/* cells: finished. Rows: by school year, in it the cells and then each total, in it by key. A group
 * that had persons in the year it is compared with and has none now has a row of zeros: the
 * differences of a table add up to that of its total. A whole shares out exactly: the shares of its
 * rows add up to 100 (but for rounding in binary). Intervals: 95 %, none for numeric indicators.
 * DS_USAGE for a key that the cells do not have or years that do not rise; DS_INPUT as
 * ds_cells_margin. Cost: n log n for each total. */
DS_API ds_status ds_comparison_new(const ds_cells *cells, const ds_comparison_options *options,
                                   ds_comparison **out, ds_error *err) DS_NODISCARD;
DS_API void ds_comparison_free(ds_comparison *comparison);
DS_API const ds_comparison_row *ds_comparison_rows(const ds_comparison *comparison, size_t *out_n);
/* The school years of the rows, rising. */
DS_API const int *ds_comparison_years(const ds_comparison *comparison, size_t *out_n);
/* As of the cells. */
DS_API const ds_cells *ds_comparison_cells(const ds_comparison *comparison);

/* ---- groups by a property ---- */

typedef enum ds_groups_measure {
    DS_GROUPS_SHARE,    /* 100 · teller / noemer: of those for whom it is known */
    DS_GROUPS_NUMBER,   /* teller */
    DS_GROUPS_PERSONS,  /* noemer + onbekend */
    DS_GROUPS_PRESENCE, /* has persons: the rule has no bound */
} ds_groups_measure;
typedef enum ds_groups_sign {
    DS_GROUPS_AT_LEAST,
    DS_GROUPS_ABOVE,
    DS_GROUPS_AT_MOST,
    DS_GROUPS_BELOW
} ds_groups_sign;
typedef enum ds_groups_when {
    DS_GROUPS_EACH_YEAR, /* in each of the years; a group without persons in one does not hold */
    DS_GROUPS_ANY_YEAR,
    DS_GROUPS_TOGETHER /* of the years added up */
} ds_groups_when;

typedef struct ds_groups_rule {
    ds_groups_measure measure;
    ds_groups_sign sign;
    double bound;
    ds_groups_when when;
} ds_groups_rule;

/* Which groups hold, and what that leaves. */
typedef struct ds_groups ds_groups;

/* property: cells, finished, whose n_keys keys are the group. A share without anybody of whom it is
 * known does not hold. years[n_years]: in which the rule is asked; DS_USAGE for none. */
DS_API ds_status ds_groups_new(const ds_cells *property, const ds_groups_rule *rule,
                               const int *years, size_t n_years, ds_groups **out,
                               ds_error *err) DS_NODISCARD;
DS_API void ds_groups_free(ds_groups *groups);
DS_API size_t ds_groups_n(const ds_groups *groups);      /* that have persons in any of the years */
DS_API size_t ds_groups_n_kept(const ds_groups *groups); /* of them, that hold */
/* The keys of a group, in their order, and whether it holds. */
DS_API const ds_text *ds_groups_at(const ds_groups *groups, size_t i, bool *out_holds);
/* The cells whose last n_keys keys are a group that holds, without these keys; *out_kept and
 * *out_dropped: persons (noemer + onbekend) in years[n_years] that stay and go (person-years). */
DS_API ds_status ds_groups_apply(const ds_groups *groups, const ds_cells *cells, ds_cells **out,
                                 uint64_t *out_kept, uint64_t *out_dropped,
                                 ds_error *err) DS_NODISCARD;

/* ---- growth by origin ---- */

/* What a group adds to the change of a number and of a percentage. The three parts of difference
 * add up to it, and the differences of the groups to that of all; so do the parts of the
 * percentage. */
typedef struct ds_growth_row {
    const ds_text *keys; /* n_keys texts; NULL: all groups together */
    ds_measures before, after;
    int64_t difference;    /* of teller */
    double share_pct;      /* 100 · difference / that of all; NAN where that is 0 */
    double size;           /* part of difference: all groups grew alike */
    double composition;    /* the group's part of everybody changed */
    double rate;           /* its percentage changed */
    double difference_pp;  /* what it adds to the change of the percentage of all */
    double composition_pp; /* of that: its part changed, measured from the mean of all */
    double rate_pp;
} ds_growth_row;

typedef struct ds_growth ds_growth;

/* From school year before to after, of cells (finished, not numeric) by their keys together. A
 * number is N · s · r: everybody, the group's part, its rate; each factor's part is the mean over
 * the orders in which the three change (L. S. Shapley, A value for n-person games, 1953; for two
 * factors E. M. Kitagawa, JASA 50, 1955, p. 1168: the mean of both weights). A group that was not
 * there has the rate that it has now, so that it is all composition; likewise one that is gone. The
 * first row is of all. DS_USAGE for numeric cells, DS_INPUT when a year has no cells. Checked
 * against: the same by its six orders, and sums. */
DS_API ds_status ds_growth_new(const ds_cells *cells, int before, int after, ds_growth **out,
                               ds_error *err) DS_NODISCARD;
DS_API void ds_growth_free(ds_growth *growth);
DS_API const ds_growth_row *ds_growth_rows(const ds_growth *growth, size_t *out_n);

/* ---- flows: from a state to that of a year later ---- */

#define DS_FLOWS_OUTSIDE "van buiten" /* the state of who was not enrolled the year before */

/* How many went from one state to another between 1 October of schooljaar and a year later. */
typedef struct ds_flow {
    int schooljaar;
    const ds_text *keys; /* n_keys texts, of 1 October of schooljaar; from outside: a year later */
    ds_text from, to;
    uint64_t n;
    double of_from_pct; /* of all that were in from, with these keys */
    double of_to_pct;   /* of all that are in to */
} ds_flow;

typedef struct ds_flows ds_flows;

/* moves: cells, finished, with the keys state, state a year later, and n_keys others, of everybody
 * enrolled on 1 October; arrivals: with the keys state and the same others, of those enrolled who
 * were not a year before. Persons are noemer + onbekend. So the flows from a state are all that
 * were in it, and those to a state all that are. Only school years of which both are there, in
 * years[n_years] (0 of them: all). By school year, keys, from, to. DS_USAGE for cells of another
 * shape. */
DS_API ds_status ds_flows_new(const ds_cells *moves, const ds_cells *arrivals, const int *years,
                              size_t n_years, ds_flows **out, ds_error *err) DS_NODISCARD;
DS_API void ds_flows_free(ds_flows *flows);
DS_API const ds_flow *ds_flows_rows(const ds_flows *flows, size_t *out_n);
DS_API size_t ds_flows_n_keys(const ds_flows *flows);
DS_API const char *ds_flows_key_name(const ds_flows *flows, size_t i);

DS_END_DECLS

#endif
