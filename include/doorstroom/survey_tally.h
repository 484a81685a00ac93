/* doorstroom/survey_tally.h, of tally: the answers of a survey × a definition (over: enquete) →
 * survey cells, and the students of the register beside them.
 *
 * Threads: any number of tallies may share answers, a register and definitions. Ownership: what is
 * asked is borrowed for the call, what comes of it is the caller's. */
#ifndef DOORSTROOM_SURVEY_TALLY_H
#define DOORSTROOM_SURVEY_TALLY_H

#include "doorstroom/cell.h"
#include "doorstroom/definition.h"
#include "doorstroom/kinds.h"
#include "doorstroom/register.h"
#include "doorstroom/survey.h"
#include "doorstroom/tally.h"

DS_BEGIN_DECLS

/* An institution, under its present code. */
typedef struct ds_survey_institution {
    const char *code, *naam, *type; /* "" where it is not known */
} ds_survey_institution;

/* Where answers come from. */
typedef struct ds_survey_source {
    const ds_kind_table *table;                /* of the kind enquete */
    const ds_register *reg;                    /* whose institutions merged; NULL: none did */
    const ds_survey_institution *institutions; /* [n_institutions] */
    size_t n_institutions;
} ds_survey_source;

/* One round of a survey, within the frame of the indicator. */
typedef struct ds_survey_round {
    char *meting;
    int jaar;
    bool asked;            /* somebody of the population answered; else nothing of it is counted */
    uint64_t n;            /* rows of it with a weight */
    uint64_t n_population; /* of whom the population holds */
    uint64_t n_known;      /* of these, who answered */
    uint64_t n_weightless; /* without a weight: not asked, of a module; not in n */
    uint64_t n_nowhere;    /* without a cluster or a stratum; not in n */
    uint64_t n_classless; /* of the population, and without a class to be calibrated to; not in n */
} ds_survey_round;

/* A cluster that took part in a survey year. */
typedef struct ds_survey_part {
    int year;
    char *cluster, *stratum;
} ds_survey_part;

/* What came of one request. */
typedef struct ds_survey_tally {
    ds_survey_cells *cells; /* not finished: clusters and margins are still to be added */
    ds_cells *counts; /* finished: who answered, unweighted, by survey year, the cluster and the
                         keys: teller, noemer (numeric: som), onbekend who is of the population
                         and did not answer */
    ds_survey_round *rounds; /* by meting, then jaar */
    size_t n_rounds;
    ds_survey_part *parts; /* by year, then cluster */
    size_t n_parts, parts_capacity;
} ds_survey_tally;

/* request->indicator is over: enquete, its keys are nodes of an overlay that is (
 * ds_overlay_over_enquete). Weights are in millionths; of calibration variables the cells have the
 * definition's margins. DS_INPUT for a question that no delivery has, with the nearest name, an
 * answer of another type than the definition takes it for, and what does not fit; DS_USAGE for an
 * indicator over careers. Cost: one look at each row, and sorting them. */
DS_API ds_status ds_tally_survey(const ds_survey_source *source, const ds_definitions *definitions,
                                 const ds_tally_request *request, ds_survey_tally *out,
                                 ds_error *err) DS_NODISCARD;
DS_API void ds_survey_tally_done(ds_survey_tally *tally);

/* ---- the register beside it ---- */

/* The institutions of the register under their present codes; *out is the caller's
 * (ds_survey_institutions_free). Cost: one read of the columns. */
DS_API ds_status ds_survey_institutions(const ds_register *reg, ds_survey_institution **out,
                                        size_t *out_n, ds_error *err) DS_NODISCARD;
DS_API void ds_survey_institutions_free(ds_survey_institution *institutions, size_t n);

/* What of the register was set beside the cells. */
typedef struct ds_survey_frame_note {
    uint64_t n_years;     /* survey years of which the register has the 1 October before */
    uint64_t n_without;   /* and of which it does not: nothing is known of their students */
    uint64_t n_strangers; /* clusters of which the register has no student then */
    uint64_t n_classless; /* students of the register whose class is not known: in no margin */
} ds_survey_frame_note;

/* Adds to the cells who took part, the clusters there are and their students, and the margins: all
 * of 1 October of the year before each survey year, of the indicator's doelgroep; then finishes
 * them. reg may be NULL: then clusters are added of which nothing is known. */
DS_API ds_status ds_survey_add_frame(const ds_register *reg, const ds_definitions *definitions,
                                     const ds_indicator *indicator, ds_survey_tally *tally,
                                     ds_survey_frame_note *out_note, ds_error *err) DS_NODISCARD;

/* Counts of the register what ds_survey_add_frame and ds_survey_institutions would, for a book of
 * counts (book.h): of a survey, with and without what it is calibrated to. */
DS_API ds_status ds_survey_note_frame(const ds_register *reg, const ds_definitions *definitions,
                                      const ds_indicator *indicator, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
