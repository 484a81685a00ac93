/* doorstroom/survey.h, of cell: the answers to one question of a survey, as exact sums.
 *
 * A cell is a survey year, a cluster (an institution), a class of each calibration variable (their
 * full cross) and of each breakdown; its measures are counts and sums of weights and answers, which
 * are whole numbers of a declared unit. Cells of disjoint groups of persons merge by adding,
 * exactly, in any order. Beside them stand facts of the whole that do not add up: of each cluster
 * its stratum, the clusters of that stratum and its own students, and of each class of the
 * calibration variables the students of the register. All that the estimators (of stat) use is
 * here: totals, ratios, variances in one or two stages, calibration and its residuals.
 *
 * Threads and ownership: as doorstroom/cell.h. */
#ifndef DOORSTROOM_SURVEY_H
#define DOORSTROOM_SURVEY_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

enum {
    DS_SURVEY_KEYS_MAX = 16,     /* calibration variables, and breakdowns */
    DS_SURVEY_DECIMALS_MAX = 12, /* of a unit */
};
#define DS_SURVEY_SCALE_MAX INT64_C(1000000000000) /* units in one: twelve decimals */

typedef enum ds_survey_kind {
    DS_SURVEY_SHARE, /* the answer y is yes (1, in its unit) or no (0) */
    DS_SURVEY_MEAN,  /* the answer y is a number */
    DS_SURVEY_RATIO, /* two numbers: Σwy / Σwx */
} ds_survey_kind;

/* What is asked, and in which units it is counted. */
typedef struct ds_survey_shape {
    const char *question; /* a machine's name */
    ds_survey_kind kind;
    int64_t weight_scale, y_scale, x_scale; /* units in one, 1 to DS_SURVEY_SCALE_MAX */
    const char *const *calibration; /* [n_calibration]: names of the calibration variables */
    size_t n_calibration;
    const char *const *by; /* [n_by]: names of the breakdowns */
    size_t n_by;
} ds_survey_shape;

/* Everybody is who was asked: in the survey's base, or the module's, with a weight above 0.
 * Answered has who gave an answer, of a ratio both. w in units of 1 / weight_scale, y of 1 /
 * y_scale, x of 1 / x_scale; a product in the product of its units. All zero: nobody. */
typedef struct ds_survey_measures {
    uint64_t n;                 /* everybody */
    uint64_t known;             /* who answered */
    uint64_t yes;               /* of them, whose y is not 0 */
    ds_sum w, w2;               /* Σw, Σw² of everybody */
    ds_sum known_w, known_w2;   /* Σw, Σw² of who answered, as all below */
    ds_sum wy, w2y, w2y2;       /* Σwy, Σw²y, Σw²y² */
    ds_sum wx, w2x, w2x2, w2xy; /* Σwx, Σw²x, Σw²x², Σw²xy; 0 but for DS_SURVEY_RATIO */
} ds_survey_measures;

typedef struct ds_survey_row {
    int year;                   /* of the survey */
    ds_text cluster;            /* known */
    const ds_text *calibration; /* [n_calibration] */
    const ds_text *by;          /* [n_by] */
    ds_survey_measures measures;
} ds_survey_row;

/* One that took part in that year, with somebody in the cells or with nobody. */
typedef struct ds_survey_cluster {
    int year;
    ds_text cluster;
    ds_text stratum;   /* of one cluster the same in all years */
    uint64_t clusters; /* in the stratum, taking part or not; 0: not known */
    uint64_t students; /* in this cluster, taking part or not; 0: not known */
} ds_survey_cluster;

/* The students of the register in one class: of all variables, or with {NULL, 0} for those that are
 * added up over. Margins given of one variable each suffice for a calibration on those. */
typedef struct ds_survey_margin {
    int year;                   /* of the survey that is calibrated to it */
    const ds_text *calibration; /* [n_calibration] */
    uint64_t students;
} ds_survey_margin;

typedef struct ds_survey_cells ds_survey_cells;

/* Copies its texts. NULL when memory is short, or the shape has more keys or another scale than
 * allowed. */
DS_API ds_survey_cells *ds_survey_cells_new(const ds_survey_shape *shape) DS_NODISCARD;
DS_API void ds_survey_cells_free(ds_survey_cells *cells);
/* As it was given; the texts are of the cells. */
DS_API ds_survey_shape ds_survey_cells_shape(const ds_survey_cells *cells);

/* One respondent's answer, counted in to. w 0: was not asked this, and nothing is counted. x is
 * only looked at for DS_SURVEY_RATIO. DS_INPUT for a weight below 0, an answer to a share that is
 * neither 0 nor 1, or a sum beyond 128 bits. to stays as it was on failure. */
typedef struct ds_survey_answer {
    int64_t w;
    bool known;
    int64_t y, x;
} ds_survey_answer;
DS_API ds_status ds_survey_count(const ds_survey_cells *cells, const ds_survey_answer *answer,
                                 ds_survey_measures *to, ds_error *err) DS_NODISCARD;

/* Equal keys may be added many times: their measures add up. */
DS_API ds_status ds_survey_cells_add(ds_survey_cells *cells, const ds_survey_row *row,
                                     ds_error *err) DS_NODISCARD;
/* Facts: what is said twice must be the same (ds_survey_cells_finish refuses it otherwise). */
DS_API ds_status ds_survey_cells_add_cluster(ds_survey_cells *cells,
                                             const ds_survey_cluster *cluster,
                                             ds_error *err) DS_NODISCARD;
DS_API ds_status ds_survey_cells_add_margin(ds_survey_cells *cells, const ds_survey_margin *margin,
                                            ds_error *err) DS_NODISCARD;
/* Adds all rows and facts of from, which stays as it was. DS_USAGE when the shapes differ, or both
 * are one. Half a merge is none. */
DS_API ds_status ds_survey_cells_merge(ds_survey_cells *into, const ds_survey_cells *from,
                                       ds_error *err) DS_NODISCARD;
/* Sorts rows by year, cluster, calibration and breakdown, clusters by year and cluster, margins by
 * year and class, all byte by byte, and adds up equal rows: what stands here then does not depend
 * on the order of adding. DS_INPUT for facts that contradict each other (a cluster of two strata, a
 * stratum of two sizes in one year), a row of a cluster that is not among the clusters, and a sum
 * beyond 128 bits. Cost: n log n. */
DS_API ds_status ds_survey_cells_finish(ds_survey_cells *cells, ds_error *err) DS_NODISCARD;

/* After ds_survey_cells_finish. */
DS_API size_t ds_survey_cells_n(const ds_survey_cells *cells);
DS_API ds_survey_row ds_survey_cells_at(const ds_survey_cells *cells, size_t i);
DS_API size_t ds_survey_cells_n_clusters(const ds_survey_cells *cells);
DS_API ds_survey_cluster ds_survey_cells_cluster(const ds_survey_cells *cells, size_t i);
DS_API size_t ds_survey_cells_n_margins(const ds_survey_cells *cells);
DS_API ds_survey_margin ds_survey_cells_margin(const ds_survey_cells *cells, size_t i);

/* ---- cells of cells ----
 *
 * Of finished cells; *out is finished, and the caller's. */

/* The clusters that took part in each of years[n_years] and in these years alone: the same
 * institutions (a panel). DS_USAGE for no year. Margins and sizes stay those of the whole. */
DS_API ds_status ds_survey_cells_same(const ds_survey_cells *cells, const int *years,
                                      size_t n_years, ds_survey_cells **out,
                                      ds_error *err) DS_NODISCARD;
/* With one more breakdown, name, the last: "ja" for clusters that took part in year, "nee" for the
 * others; of all years but that one. DS_USAGE when there is no more room for a key. */
DS_API ds_status ds_survey_cells_took_part(const ds_survey_cells *cells, int year, const char *name,
                                           ds_survey_cells **out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
