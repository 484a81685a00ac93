/* intake/resolve/resolve.h: the rows of all deliveries → one truth: which row wins, what the state
 * is.
 *
 * The result does not depend on the order of rows or the number of threads: every choice is made by
 * a total order on the rows' content. */
#ifndef DS_INTAKE_RESOLVE_RESOLVE_H
#define DS_INTAKE_RESOLVE_RESOLVE_H

#include "doorstroom/register.h"
#include "intake/worker.h"

/* The tie rules of design section 4, in their order. */
typedef enum ds_tie {
    DS_TIE_HOOFD,
    DS_TIE_SOORT,
    DS_TIE_NIVEAU,
    DS_TIE_OPLEIDING,
    DS_TIE_INSTELLING,
    DS_TIE_OTHER,
    DS_TIE_N,
} ds_tie;

typedef struct ds_year {
    int schooljaar;
    bool inschrijving, werk;
} ds_year;

/* An opleiding of which deliveries say more than one niveau. */
typedef struct ds_contradiction {
    uint32_t opleiding; /* rank */
    uint32_t said;      /* 1 << niveau */
} ds_contradiction;

/* Where the diplomas of a soort were delivered: instelling as elsewhere, 0 everywhere. */
typedef struct ds_diploma_place {
    uint32_t instelling;
    uint32_t soort;
} ds_diploma_place;

typedef struct ds_resolved {
    ds_text *persons; /* careers first, each part by bytes */
    uint32_t *person_rank;
    uint32_t n_persons, n_careers;
    ds_text *words[DS_WORD_N];
    uint32_t *word_rank[DS_WORD_N];
    uint32_t n_words[DS_WORD_N];

    ds_grouped enrolments; /* ds_kept rows. GONE: lost to another; STAAT: decides the state */
    ds_said *said;         /* by ds_kept.said, words as ranks */
    uint32_t n_said;
    ds_dictionary *aged;    /* while they are resolved: those that got an age of another */
    _Atomic bool no_memory; /* in a pass over persons */
    ds_grouped attributes;  /* of these four, person UINT32_MAX: lost or folded into another */
    ds_grouped diplomas;
    ds_grouped jobs;
    ds_grouped exemptions;
    ds_grouped start;    /* ds_verdict rows: the start populations; unused 1 for who left */
    ds_grouped verdicts; /* ds_exemption rows: reden 1 true, 0 false */
    ds_month *months;
    size_t n_months;
    ds_text *month_persons;
    uint32_t *month_rank;
    ds_institution *institutions; /* one each, by instelling */
    size_t n_institutions;
    uint32_t *institution_of;    /* by instelling + 1: index in institutions + 1 */
    uint32_t *present_of;        /* by instelling + 1: its present code + 1; NULL: nothing merged */
    size_t n_merged;             /* institutions whose present code is another's */
    ds_diploma_place *delivered; /* of which diplomas it is known that they are all there */
    size_t n_delivered;
    unsigned everywhere; /* the soorten among them that are of all institutions, a bit each */
    uint8_t *mbo_at;     /* by instelling + 1: 1 where mbo is; NULL: nowhere but everywhere */
    uint64_t
        n_open[DS_SOORT_WO + 1]; /* by soort: persons whose diplomas of it were not delivered */
    uint64_t n_unlevelled;       /* mbo diplomas of unknown niveau */

    ds_contradiction *contradicted;
    size_t n_contradicted, contradicted_capacity;

    ds_year years[DS_YEARS_MAX];
    size_t n_years;

    _Atomic uint64_t n_taken, n_states, n_conflicts, n_replaced, n_ties[DS_TIE_N];
    _Atomic uint64_t n_diplomas, n_jobs, n_exemptions, n_without_person, uren_max,
        n_long_weeks;          /* of a person in an October: more hours than a week has */
    bool speaking;             /* there are several families */
    uint64_t n_diplomas_aside; /* of an institution and year where another family speaks */
    _Atomic uint64_t n_ages_contradicted; /* states whose age is not what else is known gives */
    bool any_age;                         /* some state has one */
    uint64_t n_verdicts_elsewhere;        /* the state is at another institution than the list's */
} ds_resolved;

/* All of the below, in the order that they need; DS_INPUT when nothing is left. */
ds_status ds_intake_resolve(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;

/* Persons and words get their ranks; the enrolments' persons come first. */
ds_status ds_resolve_ranks(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* The niveau of rows of DUO's that do not say it; before rows are grouped. */
ds_status ds_resolve_levels(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* Of an institution and school year one family of numbers speaks: rows of others are marked,
 * before the ranks, and go once nobody knows rows by their places any more. */
ds_status ds_resolve_speaking(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* Whether a delivery carries diplomas of the institutions that it, or its records, are of. */
bool ds_resolve_is_of_institution(const ds_delivery *delivery);
/* Whether enrolments are of several families of numbers. */
bool ds_resolve_has_several(const ds_intake *intake);
/* Who speaks, by institution and year: [delivery, family]. {} where there is one family, but for a
 * piece, of which that is not known. NULL: memory is short. */
json_t *ds_resolve_speakers(ds_intake *intake) DS_NODISCARD;
void ds_resolve_aside(ds_intake *intake, ds_resolved *out);
/* DUO's start populations; who is reported but not in one is refused, by line. */
ds_status ds_resolve_start(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* DUO's verdicts, after the enrolments. */
ds_status ds_resolve_verdicts(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* Enrolments: the delivery that wins, the state of each person and school year. */
ds_status ds_resolve_enrolments(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* Everything else, and the school years that are covered. */
ds_status ds_resolve_rest(ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* The present code of each institution, after the institutions and the school years. */
ds_status ds_resolve_mergers(const ds_intake *intake, ds_resolved *out, ds_error *err) DS_NODISCARD;
/* Which diplomas were delivered, after all the above. */
ds_status ds_resolve_delivered(const ds_intake *intake, ds_resolved *out,
                               ds_error *err) DS_NODISCARD;
/* The i-th enrolment, once they are resolved; its words are ranks. */
void ds_enrolment_at(const ds_resolved *resolved, uint64_t i, ds_enrolment *out);
/* The same of a row that stands among those of its person. */
void ds_enrolment_of(const ds_resolved *resolved, const ds_kept *kept, ds_enrolment *out);
static inline const ds_kept *ds_kept_rows(const ds_resolved *resolved) {
    return (const ds_kept *)(const void *)resolved->enrolments.data;
}
/* The soorten of which this enrolment may have led to a diploma that was not delivered, a bit each.
 */
unsigned ds_resolve_open(const ds_resolved *resolved, const ds_said *enrolment);
/* "hbo (1234), wo (56)": the soorten whose diplomas were not delivered, with the persons of whom
 * they are unknown; "" when there are none. */
void ds_resolved_undelivered(const ds_resolved *resolved, char *out, size_t size);
void ds_resolved_done(ds_resolved *resolved);

/* Calls work for runs of persons, on all threads. */
ds_status ds_resolve_each(ds_intake *intake, ds_resolved *resolved, uint32_t n_persons,
                          void (*work)(ds_intake *intake, ds_resolved *resolved, uint32_t person),
                          ds_error *err) DS_NODISCARD;
/* Rows of these persons need not be in memory for now (row/spill.h). */
void ds_resolved_pass(const ds_resolved *resolved, uint32_t first, uint32_t last);
/* A worker's number + 1 of a word → its rank + 1. */
void ds_resolve_word(const ds_resolved *resolved, ds_word word, uint32_t *number);
/* Groups one list of all workers by person. */
ds_status ds_resolve_group(ds_intake *intake, ds_resolved *resolved, size_t rows_offset,
                           ds_grouped *out, ds_error *err) DS_NODISCARD;
/* Positive when a comes before b by the tie rules; *out_rule says which decided. */
int ds_resolve_tie(const ds_enrolment *a, const ds_enrolment *b, ds_tie *out_rule);

#endif
