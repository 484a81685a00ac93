/* coverage/coverage.h: how often a 95 % interval holds the true effect of a route.
 *
 * A draw is a country of its own: persons made by src/simulate with a seed of their own, and for
 * those who take part in a route the same persons in a world without routes. The truth is what
 * differs between the two worlds; the estimate sees the first only. Several draws go through one
 * import, each as a gemeente of its own, because an import costs what it costs. */
#ifndef DS_TOOLS_COVERAGE_H
#define DS_TOOLS_COVERAGE_H

#include "doorstroom/definition.h"
#include "doorstroom/effect.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"
#include "simulate/model.h"

enum { OUTCOMES_MAX = 32, VARIANTS = 8, DRAWS_MAX = 10000 };

typedef struct coverage_plan {
    const char *source;            /* the folder with definitions/, codes/ and simulatie/ */
    const char *folder;            /* to work in */
    uint64_t n_persons;            /* made in each draw */
    uint32_t from, n_draws, batch; /* draws from … from + n_draws - 1 */
    uint32_t replicates;
    uint32_t n_resampled; /* of the draws, the first: those with a bootstrap */
    double fuller;        /* the chance to take part is this many times the usual one */
    bool no_motivation;   /* nothing unseen decides who takes part */
    uint64_t seed;
} coverage_plan;

/* What one draw says of one outcome in one variant. */
typedef struct coverage_result {
    ds_effect_result of;
    double truth; /* of those who took part in this draw */
} coverage_result;

extern const char *const coverage_outcomes[]; /* ids of indicators, up to NULL; by evaluation */
size_t coverage_n_outcomes(void);

/* A way to estimate: which exact columns of the evaluation (0: the report's own, schooljaar; 1:
 * those that count), which estimator, which bandwidth, and whether persons are resampled (for the
 * default's own interval) or the influence function is added up by location. */
typedef struct coverage_variant {
    size_t exact;
    ds_effect_estimator estimator;
    ds_effect_rule rule;
    double bandwidth;
    bool resampled;
    const char *exact_name, *name;
} coverage_variant;
extern const coverage_variant coverage_variants[VARIANTS];

/* Ends the program with the error's text unless status is DS_OK. */
void coverage_check(ds_status status, const ds_error *err);

/* ---- draws.c ---- */

/* Writes the deliveries of draws first … first + n - 1 to folder/met and folder/zonder. Draw d has
 * gemeente d - first. */
void coverage_write_draws(const coverage_plan *plan, const ds_model *model, uint32_t first,
                          uint32_t n);
/* Whether who takes part in no route has the same life in both worlds, over n persons. */
bool coverage_same_without(const ds_model *model, uint64_t n);

/* ---- estimate.c ---- */

/* Imports and counts what was written (draws first … first + n - 1), and estimates: out[(draw *
 * VARIANTS + variant) * n_outcomes
 * + outcome] for n draws. */
void coverage_estimate(const coverage_plan *plan, uint32_t first, uint32_t n, coverage_result *out);

/* ---- report.c ---- */

/* results as above, of all draws. The truth that an interval is for is the effect on whoever takes
 * part: the mean over the draws. What it was for the participants of one draw differs by chance,
 * and by another chance than the standard errors are about (their outcomes without the route are
 * not seen), so how often that is held stands apart. */
void coverage_report(const coverage_plan *plan, const coverage_result *results);
/* folder/trekkingen.csv: every estimate of every draw, for who wants to look further. */
void coverage_write(const coverage_plan *plan, const coverage_result *results);

#endif
