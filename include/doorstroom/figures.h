/* doorstroom/figures.h: stage 4, published figures held against what was counted, row by row.
 *
 * A file of published figures (simulatie/gepubliceerd.csv; docs/simulatie.en.md says what its
 * columns mean) is read and checked; cells, or sums that the caller made, are added up for each
 * figure; and each is judged by how far it is from the printed one, in standard errors. Nothing
 * here knows where the cells come from.
 *
 * Ownership: what is read is the caller's (ds_figures_done); rows borrow from it. Threads: nothing
 * is shared; two threads may read the same figures. */
#ifndef DOORSTROOM_FIGURES_H
#define DOORSTROOM_FIGURES_H

#include "doorstroom/base.h"
#include "doorstroom/cell.h"

DS_BEGIN_DECLS

enum { DS_FIGURES_KEYS_MAX = 6, DS_FIGURES_SIDES_MAX = 2, DS_FIGURES_DECIMALS_MAX = 6 };

/* ---- the file ---- */

/* On what the figure is counted. */
typedef enum ds_figures_source {
    DS_FIGURES_REGISTER,
    DS_FIGURES_ENQUETE,
    DS_FIGURES_STREEFWAARDE,
    DS_FIGURES_BESTEDING,
    DS_FIGURES_WERKAGENDA,
    DS_FIGURES_MAATREGEL,
    DS_FIGURES_VOORTGANG,
    DS_FIGURES_OORDEEL,
    DS_FIGURES_TEGENFEITELIJK, /* with the route against without, for who took part */
    DS_FIGURES_MONITOR,        /* a value of a table of the monitor; the indicator is the table */
    DS_FIGURES_EFFECT,         /* an estimate of an evaluation; the indicator is the outcome */
    DS_FIGURES_SOURCES
} ds_figures_source;

typedef enum ds_figures_unit {
    DS_FIGURES_PERCENTAGE,
    DS_FIGURES_AANTAL,          /* teller */
    DS_FIGURES_NOEMER,          /* noemer */
    DS_FIGURES_VERSCHIL,        /* percentage points, this year minus the year before */
    DS_FIGURES_GROEPEN,         /* distinct keys */
    DS_FIGURES_AANDEEL_GROEPEN, /* percentage of the distinct keys; the last key is the share taken
                                 */
    DS_FIGURES_AANDEEL,         /* percentage of the noemer; the last key is the share taken */
    DS_FIGURES_GEMIDDELDE,
    DS_FIGURES_SOM,
    DS_FIGURES_RICHTING,   /* value 1 hoger, -1 lager, 0 gelijk */
    DS_FIGURES_KWARTIEL,   /* over institutions; the median too */
    DS_FIGURES_CORRELATIE, /* over institutions */
    DS_FIGURES_UITERSTE,   /* the lowest or the highest of institutions: without a z */
    DS_FIGURES_UNITS
} ds_figures_unit;

/* What the text says of a direction besides its sign. */
typedef enum ds_figures_claim {
    DS_FIGURES_NO_CLAIM,
    DS_FIGURES_SIGNIFICANT, /* it was tested: |z| at least 1.96 */
    DS_FIGURES_SMALL,       /* "iets", "klein": at most DS_FIGURES_SMALL_PP points */
} ds_figures_claim;
#define DS_FIGURES_SMALL_PP 5.0

/* niveau=1;leerweg=bol; several values of a key with a / between: niveau=1/2. */
typedef struct ds_figures_side {
    size_t n_keys;
    const char *names[DS_FIGURES_KEYS_MAX], *values[DS_FIGURES_KEYS_MAX];
} ds_figures_side;

/* One published figure. */
typedef struct ds_figures_row {
    uint32_t nummer;
    uint64_t line;
    ds_figures_source source;
    ds_figures_unit unit;
    const char *bron, *indicator, *uitsplitsing, *opmerking;
    int first_year, last_year; /* school years, added up */
    double value;              /* as printed; of a range ("70 tot 85") its low end */
    double width;              /* of the range; 0: none */
    ds_figures_claim claim;    /* of a direction */
    int decimals;              /* printed; -2: rounded to hundreds */
    size_t n_sides;            /* 2: a direction of the first against the second */
    ds_figures_side sides[DS_FIGURES_SIDES_MAX];
    char *text; /* holds all of the above */
} ds_figures_row;

typedef struct ds_figures {
    ds_figures_row *rows;
    size_t n, capacity;
} ds_figures;

/* Reads path. Errors: DS_INPUT with file and line for a column that is missing, a value that is not
 * known, a key without a value, a number that stands twice. *out is the caller's (ds_figures_done),
 * and empty after a failure. Cost: one read; the file is small. */
DS_API ds_status ds_figures_read(const char *path, ds_figures *out, ds_error *err) DS_NODISCARD;
DS_API void ds_figures_done(ds_figures *figures);

/* "register", "percentage": as they stand in the file. */
DS_API const char *ds_figures_source_name(ds_figures_source source);
DS_API const char *ds_figures_unit_name(ds_figures_unit unit);
/* Half a unit of the last printed decimal. */
DS_API double ds_figures_half_width(const ds_figures_row *row);
/* The row of this indicator, of the register, unit percentage and school year with exactly these
 * keys, NULL for none; of several the first. */
DS_API const ds_figures_row *ds_figures_find(const ds_figures *figures, const char *indicator,
                                             int schooljaar, const char *const *names,
                                             const ds_text *values, size_t n_keys);

/* ---- what was counted for it ---- */

/* Whether value is the wanted one of a side, or one of several with a / between. */
DS_API bool ds_figures_has_value(const char *wanted, ds_text value);

/* Which keys and school years side 0 or 1 of a row is about. Two sides have a direction (of a
 * tegenfeitelijk row: with and without the route), a verschil (the year, the year before) and a
 * share, of groups or of the noemer (those taken, all). False when the row has no such side. */
DS_API bool ds_figures_side_of(const ds_figures_row *row, size_t side, ds_figures_side *out,
                               int *out_first, int *out_last);

/* What was counted for one side of a row. */
typedef struct ds_figures_sum {
    double teller, noemer; /* of persons, or of weights */
    double n;              /* persons; with weights: as many as the weights are worth */
    double mean, variance; /* of a mean, quartile, estimate: of itself; of r no variance */
    size_t n_groups;       /* distinct keys */
    double p;              /* of an estimate */
} ds_figures_sum;

/* Adds up the cells of school years first to last that have side's keys, over all keys that side
 * leaves out. False when the cells lack a key, or have no such school year. */
DS_API bool ds_figures_sum_cells(const ds_cells *cells, const ds_figures_side *side, int first,
                                 int last, ds_figures_sum *out);

/* ---- how far off it is ---- */

/* Whether it was counted, or why not. */
typedef enum ds_figures_why {
    DS_FIGURES_COUNTED,
    DS_FIGURES_NO_DEFINITION, /* of this indicator */
    DS_FIGURES_NO_YEAR,       /* this school year cannot be counted */
    DS_FIGURES_NO_ROUTE,      /* nothing without the route to hold it against */
    DS_FIGURES_NOT_DELIVERED,
    DS_FIGURES_NOBODY,    /* in this group */
    DS_FIGURES_TOO_SMALL, /* of institutions or routes, and not the whole country was made */
    DS_FIGURES_NOT_ASKED, /* takes long, and was not asked for */
    DS_FIGURES_NO_VALUE,  /* the table or the estimate has none */
    DS_FIGURES_WHYS
} ds_figures_why;

typedef struct ds_figures_result {
    ds_figures_why why; /* not DS_FIGURES_COUNTED: nothing below holds */
    double simulated;   /* in the unit of the row; counts at national size */
    double difference;  /* simulated minus published; of a direction: of the two sides */
    double n;           /* persons behind it */
    bool has_z;
    double z;
    bool met; /* of a direction; of a sum: printed the same */
} ds_figures_result;

/* Percentages and percentage points throughout. half: half a unit of the last printed decimal; a
 * rounding error is uniform, its variance half² / 3. Each gives NAN where n is 0. */

/* (simulated - published) / sqrt(p (1 - p) / n + half² / 3), p the published share. Of a published
 * 0 or 100 % the binomial variance would be 0 and one person infinitely far off: there p is (n p +
 * 1) / (n + 2) (Agresti and Coull 1998, The American Statistician 52(2), with one success and one
 * failure more). */
DS_API double ds_figures_z_share(double published_pct, double simulated_pct, double n, double half);
/* Of a difference between two simulated shares, both with one success and one failure more. */
DS_API double ds_figures_z_difference(double published_pp, double first_pct, double first_n,
                                      double second_pct, double second_n, double half);
/* Of a count, as Poisson; sampled: made persons for each person in the country. */
DS_API double ds_figures_z_count(double printed, double simulated, double sampled, double half);
DS_API double ds_figures_z_mean(double printed, double simulated, double variance, double half);
/* Of a number of n institutions: z_share of their share. */
DS_API double ds_figures_z_institutions(double printed, double counted, double n, double half);
/* Of a quartile or a median (share 0.25, 0.5, 0.75) of n institutions, the variance where they are
 * normal with this distance between the quartiles: share (1 - share) / (n density²), in standard
 * deviations of distance / 1.349. NAN where n is 0. */
DS_API double ds_figures_quartile_variance(double share, double distance, double n);
/* Of a correlation over n institutions, by Fisher's z, of which the variance is 1 / (n - 3). NAN
 * with fewer than 4. */
DS_API double ds_figures_z_correlation(double printed, double simulated, double n, double half);

/* From what was counted to the row's result. sides: as many as ds_figures_side_of knows. */
DS_API void ds_figures_judge(const ds_figures_row *row, const ds_figures_sum *sides, double sampled,
                             ds_figures_result *out);

/* ---- all of them ---- */

/* Within three standard errors a difference is chance; what goes beyond is to be explained. */
#define DS_FIGURES_Z_CHANCE 3.0
#define DS_FIGURES_Z_MOST 4.5

/* What is summed up together. From DS_FIGURES_SUMS on: right or not, without a z. */
typedef enum ds_figures_group {
    DS_FIGURES_SHARES_REGISTER,
    DS_FIGURES_SHARES_ENQUETE,
    DS_FIGURES_SHARES_MONITOR, /* of institutions: shares and numbers of them */
    DS_FIGURES_QUARTILES,
    DS_FIGURES_CORRELATIONS,
    DS_FIGURES_DIFFERENCES,
    DS_FIGURES_COUNTS,
    DS_FIGURES_NUMBERS, /* of routes and institutions */
    DS_FIGURES_MEANS,
    DS_FIGURES_SUMS,
    DS_FIGURES_ENDS,
    DS_FIGURES_DIRECTIONS,
    DS_FIGURES_DIRECTIONS_EFFECT,
    DS_FIGURES_DIRECTIONS_ESTIMATED, /* by our own estimates */
    DS_FIGURES_GROUPS
} ds_figures_group;

typedef struct ds_figures_total {
    size_t n, counted;     /* rows */
    size_t chance, beyond; /* |z| at most Z_CHANCE, above Z_MOST */
    size_t met;            /* from DS_FIGURES_SUMS on */
    double largest;        /* |z| */
} ds_figures_total;

/* Whether a row is right or not, rather than so many standard errors off. */
DS_API bool ds_figures_is_judged(const ds_figures_row *row);
/* Whether a result is to be explained: beyond chance, or not as published. */
DS_API bool ds_figures_is_exception(const ds_figures_row *row, const ds_figures_result *result);

/* The made register held against the published figures. */
typedef struct ds_figures_fit {
    ds_figures figures;
    ds_figures_result *results; /* [figures.n] */
    ds_figures_total totals[DS_FIGURES_GROUPS];
    uint64_t n_persons, seed; /* of what was made */
} ds_figures_fit;

/* The size at which a made person is a Dutch one, so that counts compare. */
#define DS_FIGURES_NATIONAL UINT64_C(3000000)

/* Works out fit->totals. */
DS_API void ds_figures_sum_up(ds_figures_fit *fit);
DS_API void ds_figures_fit_done(ds_figures_fit *fit);

DS_END_DECLS

#endif
