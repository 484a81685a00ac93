/* coverage/coverage.c: doorstroom-coverage FOLDER [DRAWS [PERSONS [SEED [TIMES [RESAMPLED
 * [FROM]]]]]]
 * [--no-motivation]: draws countries and says how often the intervals hold the truth, as a table
 * for docs/dekking.md. TIMES: how often the usual chance people take part; RESAMPLED: in how many
 * of the draws the bootstrap is done too; FROM: the first draw, so that several runs make one.
 * FOLDER is made, and what it holds of an earlier run removed. See coverage.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "coverage.h"

const char *const coverage_outcomes[] = {"vakmanschap2.vsv.1",
                                         "vakmanschap2.vsv.2",
                                         "vakmanschap2.vsv.4",
                                         "vakmanschap2.doorstuderen.2",
                                         "vakmanschap2.doorstuderen.4",
                                         "vakmanschap2.cumulatief.4",
                                         "vakmanschap2.cumulatief.5",
                                         "vakmanschap2.doorstroom_hoger.4",
                                         "technologie.vsv.2",
                                         "technologie.doorstuderen.2",
                                         "technologie.cumulatief.5",
                                         "technologie.doorstroom_hoger.5",
                                         NULL};

#define WITHIN "leerweg, sector"
const coverage_variant coverage_variants[VARIANTS] = {
    {1, DS_EFFECT_KERNEL_MATCHING, DS_EFFECT_AUTO, 0, true, WITHIN, "kernel, auto, bootstrap"},
    {1, DS_EFFECT_KERNEL_MATCHING, DS_EFFECT_AUTO, 0, false, WITHIN, "kernel, auto"},
    {1, DS_EFFECT_KERNEL_MATCHING, DS_EFFECT_PAIR, 0, false, WITHIN, "kernel, pair"},
    {1, DS_EFFECT_KERNEL_MATCHING, DS_EFFECT_FIXED, 0.06, false, WITHIN, "kernel, 0.06"},
    {1, DS_EFFECT_AIPW, DS_EFFECT_AUTO, 0, false, WITHIN, "aipw"},
    {1, DS_EFFECT_IPW, DS_EFFECT_AUTO, 0, false, WITHIN, "ipw"},
    {1, DS_EFFECT_EB, DS_EFFECT_AUTO, 0, false, WITHIN, "eb"},
    {0, DS_EFFECT_KERNEL_MATCHING, DS_EFFECT_AUTO, 0, false, "schooljaar", "kernel, auto"},
};

size_t coverage_n_outcomes(void) {
    size_t n = 0;
    while (coverage_outcomes[n] != NULL)
        n++;
    return n;
}

void coverage_check(ds_status status, const ds_error *err) {
    if (status == DS_OK) return;
    (void)fprintf(stderr, "coverage: %s %s\n", err->file, err->en);
    exit((int)status);
}

/* More take part than did, so that a small country has some hundreds of them; and, when asked,
 * nothing that is not seen decides who. */
static void change(const coverage_plan *plan, ds_model *model) {
    double *chance = &model->route_kans[0][0][0][0];
    for (size_t i = 0; i < sizeof model->route_kans / sizeof *chance; i++)
        chance[i] *= plan->fuller;
    for (size_t m = 0; plan->no_motivation && m < DS_MODEL_MOTIVATIONS; m++)
        model->motivation_route[m] = 1;
}

static void run(const coverage_plan *plan, const ds_model *model, coverage_result *results) {
    for (uint32_t first = 0; first < plan->n_draws; first += plan->batch) {
        uint32_t n = plan->n_draws - first < plan->batch ? plan->n_draws - first : plan->batch;
        coverage_write_draws(plan, model, plan->from + first, n);
        coverage_estimate(plan, plan->from + first, n,
                          results + (size_t)first * VARIANTS * coverage_n_outcomes());
        (void)fprintf(stderr, "coverage: %u of %u draws\n", first + n, plan->n_draws);
    }
}

static double real(int argc, char **argv, int i, double otherwise) {
    return i < argc ? strtod(argv[i], NULL) : otherwise;
}

static uint64_t number(int argc, char **argv, int i, uint64_t otherwise) {
    return i < argc ? strtoull(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv) {
    coverage_plan plan = {.source = DS_SOURCE_DIR, .batch = 20, .replicates = 200};
    char parameters[DS_PATH_SIZE];
    ds_model *model;
    coverage_result *results;
    ds_error err = {0};
    if (argc > 1 && strcmp(argv[argc - 1], "--no-motivation") == 0) {
        plan.no_motivation = true;
        argc--;
    }
    plan.folder = argc > 1 ? argv[1] : NULL;
    plan.n_draws = (uint32_t)number(argc, argv, 2, 500);
    plan.n_persons = number(argc, argv, 3, 60000);
    plan.seed = number(argc, argv, 4, 1);
    plan.fuller = real(argc, argv, 5, 1);
    plan.n_resampled = (uint32_t)number(argc, argv, 6, plan.n_draws);
    plan.from = (uint32_t)number(argc, argv, 7, 0);
    if (plan.folder == NULL || plan.n_draws == 0 || plan.from + plan.n_draws > DRAWS_MAX ||
        plan.n_persons == 0) {
        (void)fprintf(stderr,
                      "usage: doorstroom-coverage FOLDER [DRAWS [PERSONS [SEED [TIMES [RESAMPLED "
                      "[FROM]]]]]] "
                      "[--no-motivation]\n");
        return DS_USAGE;
    }
    coverage_check(ds_file_join(parameters, plan.source, "simulatie", &err), &err);
    coverage_check(ds_model_read(parameters, &model, &err), &err);
    change(&plan, model);
    if (!coverage_same_without(model, 2000)) {
        (void)fprintf(stderr, "coverage: who takes part in no route has another life without\n");
        return DS_FAULT;
    }
    results = calloc((size_t)plan.n_draws * VARIANTS * coverage_n_outcomes(), sizeof *results);
    if (results == NULL) return DS_FAULT;
    run(&plan, model, results);
    coverage_write(&plan, results);
    coverage_report(&plan, results);
    free(results);
    ds_model_free(model);
    return DS_OK;
}
