/* doorstroom/cell.h: stage 0, cells: a key with additive integer measures.
 *
 * The key is an indicator, a school year and chosen attributes as text; the measures are counts,
 * and for numeric indicators a sum and a sum of squares in 128 bits. Cells of disjoint groups of
 * persons merge by adding, exactly, in any order. A cell may hold one person: cells are internal.
 *
 * Threads: an object here is one thread's while it is added to, finished or merged into; after that
 * any number may read it. Ownership: texts handed in are copied; keys, names and texts handed out
 * live as long as their object, until it is added to again. */
#ifndef DOORSTROOM_CELL_H
#define DOORSTROOM_CELL_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/base.h"

DS_BEGIN_DECLS

typedef struct ds_measures {
    uint64_t teller;      /* persons for whom the event holds; 0 for numeric indicators */
    uint64_t noemer;      /* persons for whom it is known (or who have a value) */
    uint64_t onbekend;    /* persons for whom it cannot be told */
    ds_sum som;           /* in units of 1 / scale */
    ds_sum som_kwadraten; /* in units of 1 / scale² */
} ds_measures;

typedef struct ds_cell {
    int schooljaar;      /* the year in which it begins */
    const ds_text *keys; /* n_keys texts */
    ds_measures measures;
} ds_cell;

/* The cells of one indicator and one breakdown. */
typedef struct ds_cells ds_cells;

/* Copies its texts. scale: 1, or the unit of a numeric indicator. NULL when memory is short. */
DS_API ds_cells *ds_cells_new(const char *indicator, bool numeric, int32_t scale,
                              const char *const *key_names, size_t n_keys) DS_NODISCARD;
DS_API void ds_cells_free(ds_cells *cells);

/* Adds measures to the cell with this key; equal keys may be added many times. Copies the texts. */
DS_API ds_status ds_cells_add(ds_cells *cells, int schooljaar, const ds_text *keys,
                              const ds_measures *measures, ds_error *err) DS_NODISCARD;
/* Adds all cells of from, which stays as it was. DS_USAGE when indicator, unit or key names
 * differ, or both are one.
 */
DS_API ds_status ds_cells_merge(ds_cells *into, const ds_cells *from, ds_error *err) DS_NODISCARD;
/* Whether two have the same indicator, unit and key names, so that they merge. */
DS_API bool ds_cells_same_shape(const ds_cells *a, const ds_cells *b);
/* Sorts by school year, then key by key, byte by byte, and adds up equal keys. After this the cells
 * do not depend on the order of adding. Cost: n log n. */
DS_API void ds_cells_finish(ds_cells *cells);

/* After ds_cells_finish. */
DS_API size_t ds_cells_n(const ds_cells *cells);
DS_API ds_cell ds_cells_at(const ds_cells *cells, size_t i);
DS_API const char *ds_cells_indicator(const ds_cells *cells);
DS_API bool ds_cells_numeric(const ds_cells *cells);
DS_API int32_t ds_cells_scale(const ds_cells *cells);
DS_API size_t ds_cells_n_keys(const ds_cells *cells);
DS_API const char *ds_cells_key_name(const ds_cells *cells, size_t i);

/* 100 · teller / noemer, or for numeric indicators som / noemer in the indicator's own unit; NAN
 * when noemer is 0. Rounded once, to the nearest double. */
DS_API double ds_cells_share_pct(const ds_cell *cell);
DS_API double ds_cells_mean(const ds_cells *cells, const ds_cell *cell);

/* RFC 4180 with LF: indicator,schooljaar,<keys>,teller,noemer,onbekend,percentage (numeric:
 * som,noemer,onbekend,gemiddelde); header only when with_header. Cells with noemer + onbekend of 0
 * are left out. *out is the caller's (ds_free). */
DS_API ds_status ds_cells_print_csv(const ds_cells *cells, bool with_header, char **out,
                                    ds_error *err) DS_NODISCARD;
/* The same as an Arrow stream: indicator and keys utf8 (empty: null), schooljaar int32, counts
 * int64, som, gemiddelde and percentage float64, the very double that csv's text reads back to. Of
 * finished cells. *out owns what it holds, until its own release. Errors: memory. */
DS_API ds_status ds_cells_arrow(const ds_cells *cells, struct ArrowArrayStream *out,
                                ds_error *err) DS_NODISCARD;
/* Reads what ds_cells_print_csv made (one indicator); the percentage is worked out anew. name
 * stands in the errors. som_kwadraten is not in the text and reads as 0. */
DS_API ds_status ds_cells_parse_csv(const char *name, const char *data, size_t size, ds_cells **out,
                                    ds_error *err) DS_NODISCARD;

/* The same of a text with several indicators and headers, as tally prints for more than one; a
 * header without cells gives none. *out_list and each of its cells are the caller's (ds_free,
 * ds_cells_free). */
DS_API ds_status ds_cells_parse_csv_all(const char *name, const char *data, size_t size,
                                        ds_cells ***out_list, size_t *out_n,
                                        ds_error *err) DS_NODISCARD;

/* ---- totals, classes and parts of cells ----
 *
 * Each gives new cells, finished and the caller's (ds_cells_free), counted from cells, which are
 * finished and stay as they were: nothing is ever added to a total. */

#define DS_TOTAL "totaal" /* the value of a key over which was added up */

/* Adds up over the keys of which kept[i] is false; these have the value DS_TOTAL then. DS_INPUT
 * when such a key has that value already: a total would count twice. Cost: n log n. */
DS_API ds_status ds_cells_margin(const ds_cells *cells, const bool *kept, ds_cells **out,
                                 ds_error *err) DS_NODISCARD;
/* The cell with this school year and these keys; false when there is none. Cost: log n. */
DS_API bool ds_cells_find(const ds_cells *cells, int schooljaar, const ds_text *keys, ds_cell *out);
/* Adds up over the values of a key that are not among kept[n_kept], as the value rest. *out_unknown
 * (or NULL): the first of kept that no cell has; n_kept when there is none. */
DS_API ds_status ds_cells_fold(const ds_cells *cells, size_t key, const ds_text *kept,
                               size_t n_kept, const char *rest, ds_cells **out, size_t *out_unknown,
                               ds_error *err) DS_NODISCARD;
/* The cells of which keep says yes. */
DS_API ds_status ds_cells_select(const ds_cells *cells,
                                 bool (*keep)(const void *context, const ds_cell *cell),
                                 const void *context, ds_cells **out, ds_error *err) DS_NODISCARD;
/* Adds up over the keys from the n_keys-th on, which are gone then. */
DS_API ds_status ds_cells_shorten(const ds_cells *cells, size_t n_keys, ds_cells **out,
                                  ds_error *err) DS_NODISCARD;

/* ---- two sets of cells side by side ---- */

/* A cell whose counts differ; zeros where a side has no such cell. */
typedef struct ds_cells_change {
    int schooljaar;
    const ds_text *keys; /* of one of the two */
    ds_measures before, after;
} ds_cells_change;

/* The cells of which teller, noemer or onbekend differ, in the order of cells. Both are finished;
 * either may be NULL, for none. *out is the caller's (ds_free) and borrows keys from the two.
 * DS_USAGE when the key names differ. Cost: one walk over both. */
DS_API ds_status ds_cells_changes(const ds_cells *before, const ds_cells *after,
                                  ds_cells_change **out, size_t *out_n, ds_error *err) DS_NODISCARD;

/* ---- counts of which only bounds are known ----
 *
 * Open data hides small counts ("<5": 1 to 4). What is known of one such cell is a set of possible
 * pairs (noemer, teller); of a sum over cells it is the sum of those sets. The sets are kept by
 * their shape, as part of the key (design, section 2: what is no function of sums goes into the
 * key), so cells with bounds merge by adding, exactly, in any order, and exact cells stay as they
 * are. */

enum { DS_POSSIBLE_WIDTH = 8 }; /* a hidden count has at most this many possible values */

/* The pairs that one cell may hold: bit 8 * i + j of pairs stands for noemer + i and teller + j.
 * Exactly known: pairs is 1. Every pair has teller <= noemer; at least one bit is set. */
typedef struct ds_possible {
    uint64_t noemer, teller;
    uint64_t pairs;
} ds_possible;

/* Each bound is attained by some choice of possible pairs, those of the percentage jointly for
 * teller and noemer: they are exact, not the quotient of the other bounds. The cells that were
 * added are taken as independent of each other. */
typedef struct ds_bounded_cell {
    int schooljaar;
    const ds_text *keys;
    uint64_t teller_low, teller_high, noemer_low, noemer_high;
    double low_pct, high_pct; /* 100 · teller / noemer; NAN when noemer_high is 0 */
} ds_bounded_cell;

/* The cells with bounds of one indicator and one breakdown. */
typedef struct ds_bounded ds_bounded;

/* As ds_cells_new (with at most 64 keys), _free, _add and _merge. DS_USAGE for pairs that are none,
 * or teller above noemer. */
DS_API ds_bounded *ds_bounded_new(const char *indicator, const char *const *key_names,
                                  size_t n_keys) DS_NODISCARD;
DS_API void ds_bounded_free(ds_bounded *cells);
DS_API ds_status ds_bounded_add(ds_bounded *cells, int schooljaar, const ds_text *keys,
                                const ds_possible *possible, ds_error *err) DS_NODISCARD;
DS_API ds_status ds_bounded_merge(ds_bounded *into, const ds_bounded *from,
                                  ds_error *err) DS_NODISCARD;
/* Sorts and adds up, as ds_cells_finish; to be called again after adding. */
DS_API ds_status ds_bounded_finish(ds_bounded *cells, ds_error *err) DS_NODISCARD;

/* After ds_bounded_finish. ds_bounded_at works the bounds of the percentage out by Dinkelbach's
 * method (W. Dinkelbach, On nonlinear fractional programming, Management Science 13, 1967, p. 492)
 * in integers; cost: the number of different shapes in the cell, a few times. */
DS_API size_t ds_bounded_n(const ds_bounded *cells);
DS_API ds_bounded_cell ds_bounded_at(const ds_bounded *cells, size_t i);
DS_API const char *ds_bounded_indicator(const ds_bounded *cells);
DS_API size_t ds_bounded_n_keys(const ds_bounded *cells);
DS_API const char *ds_bounded_key_name(const ds_bounded *cells, size_t i);

/* RFC 4180 with LF: indicator,schooljaar,<keys>,teller_laag,teller_hoog,noemer_laag,noemer_hoog,
 * percentage_laag,percentage_hoog. assumption, when not NULL, stands on each line in a last column
 * 'aanname'. Cells with noemer_high 0 are left out. *out is the caller's (ds_free). */
DS_API ds_status ds_bounded_print_csv(const ds_bounded *cells, const char *assumption, char **out,
                                      ds_error *err) DS_NODISCARD;

/* ---- open data: DUO's exam file ----
 *
 * A record is a school's programme; each school year has candidates, passes and a percentage for
 * men, women and the total. The caller reads the file (doorstroom/table.h) and hands its header
 * and records over; docs/opendata.md says what is made of them. */

typedef struct ds_open ds_open;

/* How a hidden count was worked out: each adds to those before. */
typedef enum ds_open_from {
    DS_OPEN_INEQUALITY, /* passes <= candidates; the total (candidates, passes, failures) is at
                           least men and women together */
    DS_OPEN_PERCENTAGE, /* and the printed percentages */
    DS_OPEN_EQUALITY,   /* and the assumption that the total is men and women together */
    DS_OPEN_FROM_N,     /* not worked out */
} ds_open_from;

/* A printed total that is more than men and women together, whatever the hidden counts are.
 * noemer_low 0 and teller_low 0: only both together cannot be equal. */
typedef struct ds_open_excess {
    uint64_t line, column; /* column: of the total of candidates */
    int schooljaar;
    uint64_t noemer_low, noemer_high, teller_low, teller_high;
} ds_open_excess;

typedef struct ds_open_summary {
    uint64_t n_records;
    uint64_t n_counts; /* printed or hidden */
    uint64_t n_hidden;
    uint64_t n_worked_out[DS_OPEN_FROM_N]; /* by what first sufficed */
    const ds_open_excess *excesses;        /* by line, then year; of the ds_open */
    size_t n_excesses;
    const int *years; /* rising; of the ds_open */
    size_t n_years;
    int decimals; /* of the percentages, at most 3 */
} ds_open_summary;

/* One hidden count. */
typedef struct ds_open_hidden {
    uint64_t line, column;
    int schooljaar;
    const ds_text *keys;  /* in the order of ds_open_key_name, geslacht excepted */
    const char *geslacht; /* "m", "v" or "totaal" */
    bool teller;          /* a count of passes; else of candidates */
    uint64_t low, high;   /* certain */
    ds_open_from from;
    uint64_t value; /* where from is not DS_OPEN_FROM_N */
} ds_open_hidden;

enum {
    DS_OPEN_KEYS = 8, /* what --by may name, geslacht last */
    DS_OPEN_YEARS_MAX = 64,
    DS_OPEN_GROUPS_MAX = 4000000, /* records times school years; 112 bytes each */
    DS_OPEN_COUNT_MAX = 1000000000,
};

/* NULL when memory is short. name is the file's, for the errors; copied. */
DS_API ds_open *ds_open_new(const char *name) DS_NODISCARD;
DS_API void ds_open_free(ds_open *open);
/* Once. Finds the columns by name, letters folded, in any order. DS_INPUT with line 1 for a column
 * that is missing or stands twice. */
DS_API ds_status ds_open_header(ds_open *open, const ds_text *names, size_t n_names,
                                ds_error *err) DS_NODISCARD;
/* A record of as many fields as there are names. DS_INPUT with line and column for what is no
 * count, no percentage, or an empty code. Copies what it needs. */
DS_API ds_status ds_open_add(ds_open *open, uint64_t line, const ds_text *fields,
                             ds_error *err) DS_NODISCARD;
/* After the last record: works the hidden counts out. DS_INPUT, with line and column, for no record
 * at all, a programme that stands twice, and counts that contradict each other: more passes than
 * candidates, a percentage that is not theirs, a total below men and women. Cost: at most some
 * thousand steps for each record and year. */
DS_API ds_status ds_open_finish(ds_open *open, ds_error *err) DS_NODISCARD;

/* After ds_open_finish. */
DS_API ds_open_summary ds_open_summary_of(const ds_open *open);
DS_API const char *ds_open_key_name(size_t key);
/* Calls each for all hidden counts, by line, year, then men, women, total; ends with its failure.
 */
DS_API ds_status ds_open_each_hidden(const ds_open *open,
                                     ds_status (*each)(void *context, const ds_open_hidden *hidden,
                                                       ds_error *err),
                                     void *context, ds_error *err) DS_NODISCARD;
/* The indicator slaagpercentage by keys[n_keys] (indices of ds_open_key_name). With geslacht among
 * them from the counts of men and women, else from those of the total. equality: the bounds under
 * DS_OPEN_EQUALITY, where no excess forbids it. *out is finished, and the caller's. DS_USAGE for a
 * key twice or one that the file does not have. */
DS_API ds_status ds_open_tally(const ds_open *open, const size_t *keys, size_t n_keys,
                               bool equality, ds_bounded **out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
