/* tests/effect/ways_made.h: made persons for the other estimators, and what R 4.2.2 made of them.
 */
#ifndef DS_TESTS_WAYS_MADE_H
#define DS_TESTS_WAYS_MADE_H

#include "effect/made.h"

/* factor a, number x, exact column s, location, treated, persons, outcomes 0 (0 or 1) and 1 */
typedef struct ways_row {
    const char *a;
    double x;
    const char *s;
    int location, treated, n;
    double outcome[2];
} ways_row;

static const ways_row ways_rows[] = {
    {"p", 1, "u", 3, 1, 2, {1, 1.49}}, {"p", 1, "u", 4, 0, 3, {1, 1.89}},
    {"p", 1, "v", 2, 0, 8, {0, 0.04}}, {"p", 1, "v", 2, 1, 4, {0, 2.55}},
    {"p", 1, "v", 3, 0, 5, {0, 1.38}}, {"p", 1, "v", 3, 1, 3, {0, 2.59}},
    {"p", 1, "v", 4, 1, 6, {1, 1.45}}, {"p", 2, "u", 2, 0, 7, {1, 2.63}},
    {"p", 2, "u", 3, 0, 9, {0, 1.71}}, {"p", 2, "u", 4, 0, 7, {1, 2.59}},
    {"p", 2, "v", 2, 0, 7, {1, 1.73}}, {"p", 2, "v", 2, 1, 6, {0, 3.04}},
    {"p", 2, "v", 4, 0, 9, {0, 2.39}}, {"p", 2, "v", 4, 1, 2, {1, 3.93}},
    {"p", 4, "u", 3, 0, 8, {0, 4.61}}, {"p", 4, "u", 3, 1, 4, {0, 3.35}},
    {"p", 4, "v", 1, 0, 3, {1, 5.59}}, {"p", 4, "v", 1, 1, 4, {1, 5.02}},
    {"p", 4, "v", 2, 0, 2, {1, 2.36}}, {"p", 4, "v", 2, 1, 9, {1, 5.14}},
    {"q", 1, "u", 1, 0, 2, {0, 0.89}}, {"q", 1, "u", 1, 1, 9, {0, 2.15}},
    {"q", 1, "u", 3, 0, 6, {0, 0.42}}, {"q", 1, "u", 4, 1, 5, {0, 0.98}},
    {"q", 1, "v", 4, 1, 6, {1, 1.58}}, {"q", 2, "u", 1, 0, 7, {0, 1.44}},
    {"q", 2, "u", 3, 0, 9, {0, 2.55}}, {"q", 2, "u", 4, 0, 8, {1, 1.35}},
    {"q", 2, "u", 4, 1, 7, {1, 2.94}}, {"q", 2, "v", 2, 0, 4, {0, 1.06}},
    {"q", 2, "v", 3, 0, 6, {0, 2.29}}, {"q", 2, "v", 3, 1, 5, {1, 2.6}},
    {"q", 2, "v", 4, 1, 9, {1, 2.3}},  {"q", 4, "u", 1, 0, 2, {1, 3.77}},
    {"q", 4, "u", 1, 1, 3, {0, 5.89}}, {"q", 4, "u", 2, 0, 5, {0, 2.88}},
    {"q", 4, "u", 3, 1, 9, {0, 4.73}}, {"q", 4, "u", 4, 0, 4, {0, 3.82}},
    {"q", 4, "u", 4, 1, 2, {0, 4.41}}, {"q", 4, "v", 3, 0, 5, {1, 4.11}},
    {"q", 4, "v", 3, 1, 9, {1, 5.95}}, {"q", 4, "v", 4, 1, 6, {0, 6.83}},
    {"r", 1, "u", 1, 0, 2, {0, 0.45}}, {"r", 1, "u", 2, 0, 5, {0, -0.63}},
    {"r", 1, "v", 1, 0, 2, {1, 2.84}}, {"r", 1, "v", 2, 1, 7, {1, 2.07}},
    {"r", 1, "v", 3, 1, 5, {1, 0.33}}, {"r", 1, "v", 4, 1, 3, {1, 3.49}},
    {"r", 2, "u", 1, 1, 3, {1, 2.81}}, {"r", 2, "u", 3, 0, 9, {1, 1.74}},
    {"r", 2, "u", 3, 1, 2, {1, 3.98}}, {"r", 2, "u", 4, 1, 9, {0, 2.79}},
    {"r", 2, "v", 1, 0, 7, {0, 1.58}}, {"r", 2, "v", 1, 1, 9, {1, 3.6}},
    {"r", 4, "u", 1, 1, 8, {0, 5.46}}, {"r", 4, "u", 3, 0, 3, {1, 3.64}},
    {"r", 4, "v", 1, 0, 4, {0, 3.53}}, {"r", 4, "v", 1, 1, 2, {1, 6.31}},
    {"r", 4, "v", 2, 0, 2, {0, 3.11}}, {"r", 4, "v", 4, 0, 5, {1, 3.58}},
};
enum { WAYS_ROWS = sizeof ways_rows / sizeof *ways_rows };

/* In R, r the rows n times each, X = model.matrix(~a+x+s, r), e = fitted(glm(t~a+x+s, binomial,
 * r)), m = predict of glm(y~a+x+s, binomial) or lm on the rows of one group; for eb w = exp(X th)
 * by Newton until colSums(w X) = colSums(A X). Influence functions as in src/effect/way.h, the last
 * with s = solve(t(X) %*% (e*(1-e)*X), …) and u = solve(t(X) %*% (dm*X)[t==g,], …); by persons
 * sqrt(sum(IF^2)), by location sqrt(4/3 * sum(tapply(IF, location, sum)^2)). */
typedef struct ways_expected {
    ds_effect_estimator estimator;
    ds_effect_estimand estimand;
    int outcome;
    ds_effect_model model;
    double numbers[4]; /* mean of the treated, of the controls, SE by persons, by location */
} ways_expected;

static const ways_expected ways_in_r[] = {
    {DS_EFFECT_IPW,
     DS_EFFECT_ATT,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.569620253164557, 0.363275648821003, 0.0603963970122316, 0.0345236244666866}},
    {DS_EFFECT_IPW,
     DS_EFFECT_ATT,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.44240506329114, 2.30511281317673, 0.0991834177633608, 0.292101887798905}},
    {DS_EFFECT_IPW,
     DS_EFFECT_ATU,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.463523135556812, 0.381818181818182, 0.0599155267929423, 0.0782177393658118}},
    {DS_EFFECT_IPW,
     DS_EFFECT_ATU,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.32083090137454, 2.18181818181818, 0.0974830143801623, 0.356732093068837}},
    {DS_EFFECT_IPW,
     DS_EFFECT_ATE,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.516198268818707, 0.372651562155894, 0.0549981957398075, 0.0396561249875001}},
    {DS_EFFECT_IPW,
     DS_EFFECT_ATE,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.38119008289195, 2.24276967060549, 0.08318700632877, 0.317195922993084}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATT,
     0,
     DS_EFFECT_MODEL_AUTO,
     {0.569620253164557, 0.35325067994533, 0.0597288175638736, 0.0234379393700966}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATT,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.569620253164557, 0.351090175657271, 0.0599257553469726, 0.0263972566581887}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATT,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.44240506329114, 2.19282376273903, 0.0844550216125752, 0.281238848985084}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATU,
     0,
     DS_EFFECT_MODEL_AUTO,
     {0.444888141610643, 0.381818181818182, 0.0617028294167645, 0.0705307663002668}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATU,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.440236733075954, 0.381818181818182, 0.0646104087729921, 0.0712770124560347}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATU,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.17880092464866, 2.18181818181818, 0.0942355031802669, 0.353697299400563}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATE,
     0,
     DS_EFFECT_MODEL_AUTO,
     {0.505823440594403, 0.367858522034896, 0.0551516547444717, 0.0274405169740846}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATE,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.503433684992042, 0.366805583727136, 0.0566295793925009, 0.0284057322674807}},
    {DS_EFFECT_AIPW,
     DS_EFFECT_ATE,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.30794011897971, 2.18735161987325, 0.0810949393948811, 0.313351167153895}},
    {DS_EFFECT_EB,
     DS_EFFECT_ATT,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.569620253164557, 0.346933616779009, 0.0603743911407021, 0.0309327185214705}},
    {DS_EFFECT_EB,
     DS_EFFECT_ATT,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.44240506329114, 2.19408252688897, 0.0855159347566818, 0.288675863115097}},
    {DS_EFFECT_EB,
     DS_EFFECT_ATU,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.450114679751199, 0.381818181818182, 0.0634631054299424, 0.0706859008614194}},
    {DS_EFFECT_EB,
     DS_EFFECT_ATU,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.18075521495321, 2.18181818181818, 0.0915204141296108, 0.338978350607996}},
    {DS_EFFECT_EB,
     DS_EFFECT_ATE,
     0,
     DS_EFFECT_MODEL_LINEAR,
     {0.501296672209068, 0.365034763013589, 0.0561617636689961, 0.0250149440443657}},
    {DS_EFFECT_EB,
     DS_EFFECT_ATE,
     1,
     DS_EFFECT_MODEL_LINEAR,
     {3.31668903735197, 2.17997694855841, 0.0804465320237319, 0.310146168254843}},
};
enum { WAYS_IN_R = sizeof ways_in_r / sizeof *ways_in_r };

/* In R: classes paste(s, cut(e, quantile(e[A == 1], 1:2/3, type = 1))), cells paste(a, s, bin) with
 * Sturges' bins of x; those with both groups; the influence of src/effect/way.h by hand. */
typedef struct ways_strata {
    ds_effect_estimand estimand;
    int outcome;
    uint32_t classes;
    double numbers[4]; /* as above */
    double averaged;
} ways_strata;

static const ways_strata ways_strata_in_r[] = {
    {DS_EFFECT_ATT,
     0,
     3,
     {0.569620253164557, 0.456777160750374, 0.0501280345582371, 0.0609616344493032},
     158},
    {DS_EFFECT_ATT,
     0,
     DS_EFFECT_CLASSES_CELLS,
     {0.552631578947368, 0.501893939393939, 0.0516930266282363, 0.0495944258360276},
     152},
    {DS_EFFECT_ATT,
     1,
     3,
     {3.44240506329114, 2.51036502136855, 0.18383743216022, 0.337086668139901},
     158},
    {DS_EFFECT_ATT,
     1,
     DS_EFFECT_CLASSES_CELLS,
     {3.51592105263158, 2.45972622607655, 0.110889026571578, 0.23855929333603},
     152},
    {DS_EFFECT_ATU,
     0,
     3,
     {0.440636561326217, 0.381818181818182, 0.0596592100729033, 0.124713623040411},
     165},
    {DS_EFFECT_ATU,
     0,
     DS_EFFECT_CLASSES_CELLS,
     {0.579365079365079, 0.362962962962963, 0.0575807215428051, 0.117210458988608},
     135},
    {DS_EFFECT_ATU,
     1,
     3,
     {3.23436399139847, 2.18181818181818, 0.130142890522833, 0.374257951161301},
     165},
    {DS_EFFECT_ATU,
     1,
     DS_EFFECT_CLASSES_CELLS,
     {3.48986634106634, 2.29866666666667, 0.0941951011062986, 0.304463121097329},
     135},
    {DS_EFFECT_ATE,
     0,
     3,
     {0.506721261030563, 0.374850519059472, 0.0528974236694589, 0.0458351458892509},
     323},
    {DS_EFFECT_ATE,
     0,
     DS_EFFECT_CLASSES_CELLS,
     {0.565206570433051, 0.436543131665083, 0.0434249763834344, 0.0572415489483819},
     287},
    {DS_EFFECT_ATE,
     1,
     3,
     {3.39914057218251, 2.23299924065528, 0.138127774912952, 0.33322368898177},
     323},
    {DS_EFFECT_ATE,
     1,
     DS_EFFECT_CLASSES_CELLS,
     {3.50366535206953, 2.38396650300919, 0.0839910301317434, 0.262197954449601},
     287},
};
enum { WAYS_STRATA_IN_R = sizeof ways_strata_in_r / sizeof *ways_strata_in_r };

/* In R, row by row: within s the nearest by dist(X %*% t(chol(solve(cov(X))))), X the columns of a
 * and x, ties included; lm(y ~ a + x + s, weights = K) of the matches; the variance of oneself and
 * the two nearest of one's own group; Abadie and Imbens (2006) from these. */
typedef struct ways_near {
    ds_effect_estimand estimand;
    int outcome;
    uint32_t neighbours;
    bool uncorrected;
    double numbers[3]; /* mean of the treated, of the controls, SE */
} ways_near;

static const ways_near ways_near_in_r[] = {
    {DS_EFFECT_ATT, 0, 1, false, {0.569620253164557, 0.476688202610956, 0.0597702221089144}},
    {DS_EFFECT_ATT, 0, 1, true, {0.569620253164557, 0.482834675872651, 0.0591216609731691}},
    {DS_EFFECT_ATT, 1, 3, false, {3.44240506329114, 2.22478862148363, 0.0974866614957074}},
    {DS_EFFECT_ATT, 1, 3, true, {3.44240506329114, 2.34155940736479, 0.103691617465582}},
    {DS_EFFECT_ATU, 0, 1, false, {0.616918587869321, 0.381818181818182, 0.0628640174953955}},
    {DS_EFFECT_ATU, 0, 1, true, {0.628571428571429, 0.381818181818182, 0.0629231538176519}},
    {DS_EFFECT_ATU, 1, 3, false, {3.13918306337815, 2.18181818181818, 0.091863065531566}},
    {DS_EFFECT_ATU, 1, 3, true, {3.21768230935731, 2.18181818181818, 0.0842639874947876}},
    {DS_EFFECT_ATE, 0, 1, false, {0.593781941171634, 0.428225188893285, 0.0487323162207727}},
    {DS_EFFECT_ATE, 0, 1, true, {0.599734630694383, 0.43123182287269, 0.0486054475771456}},
    {DS_EFFECT_ATE, 1, 3, false, {3.28750837602909, 2.20283777769168, 0.078914136508307}},
    {DS_EFFECT_ATE, 1, 3, true, {3.32760861004321, 2.259957852519, 0.078279907410334}},
};
enum { WAYS_NEAR_IN_R = sizeof ways_near_in_r / sizeof *ways_near_in_r };

static inline void ways_add(ds_effect_sample *sample, const ways_row *row, int outcome, int n) {
    char location[8];
    ds_error err;
    const ds_effect_value values[] = {{{row->a, 1}, 0}, {{NULL, 0}, row->x}, {{row->s, 1}, 0}};
    const ds_effect_group group = {
        values,
        {location, (size_t)snprintf(location, sizeof location, "%d", row->location)},
        row->treated == 1,
        row->outcome[outcome],
        (uint64_t)n};
    assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
}

static inline ds_effect_sample *ways_new(void) {
    static const ds_effect_column columns[] = {
        {"a", DS_EFFECT_FACTOR}, {"x", DS_EFFECT_NUMBER}, {"s", DS_EFFECT_EXACT}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 3);
    assert_non_null(sample);
    return sample;
}

static inline ds_effect_sample *ways_finished(ds_effect_sample *sample) {
    ds_error err;
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* times: each person so many times; more[r] persons added to row r, or NULL. */
static inline ds_effect_sample *ways_sample(int outcome, int times, const int *more) {
    ds_effect_sample *sample = ways_new();
    for (size_t r = 0; r < WAYS_ROWS; r++)
        ways_add(sample, &ways_rows[r], outcome,
                 times * ways_rows[r].n + (more == NULL ? 0 : more[r]));
    return ways_finished(sample);
}

#endif
