/* tests/effect/test_ways_golden.c: the effect's cases of shared/golden/statistics.json, where it
 * is: the logit of grouped rows, and IPW and AIPW with their influence by location; and a published
 * example of Stata's teffects on cattaneo2. */
#include <jansson.h>
#include <sys/stat.h>

#include "effect/made.h"

#define SHARED DS_SOURCE_DIR "/../shared"

static json_t *golden_case(json_t *golden, const char *id) {
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(golden, "cases"), i, one) {
        if (strcmp(json_string_value(json_object_get(one, "id")), id) == 0) return one;
    }
    fail_msg("no case %s", id);
    return NULL;
}

static json_t *read_golden(void) {
    struct stat found;
    json_error_t error;
    json_t *golden;
    if (stat(SHARED "/golden/statistics.json", &found) != 0) return NULL;
    golden = json_load_file(SHARED "/golden/statistics.json", 0, &error);
    assert_non_null(golden);
    return golden;
}

static int whole(const json_t *data, const char *column, size_t i) {
    const json_t *value = json_array_get(json_object_get(data, column), i);
    assert_true(json_is_integer(value));
    return (int)json_integer_value(value);
}

static double expected(const json_t *one, const char *name) {
    const json_t *value = json_object_get(json_object_get(one, "expected"), name);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void close_to(double found, double wanted, double by, const char *what) {
    if (!(fabs(found - wanted) <= by * fabs(wanted)))
        fail_msg("%s: %.17g, expected %.17g", what, found, wanted);
}

static void add_persons(ds_effect_sample *sample, const ds_effect_value *values, const char *place,
                        bool treated, double outcome, int n) {
    ds_error err;
    const ds_effect_group group = {values, {place, strlen(place)}, treated, outcome, (uint64_t)n};
    if (n > 0) assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
}

static ds_effect_sample *weighting_sample(const json_t *data) {
    static const ds_effect_column columns[] = {{"a", DS_EFFECT_NUMBER}, {"b", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    ds_error err;
    for (size_t i = 0; i < json_array_size(json_object_get(data, "a")); i++) {
        const ds_effect_value values[] = {{.number = whole(data, "a", i)},
                                          {.number = whole(data, "b", i)}};
        const int with = whole(data, "teller", i);
        const bool treated = whole(data, "behandeld", i) == 1;
        char place[8];
        (void)snprintf(place, sizeof place, "%d", whole(data, "locatie", i));
        add_persons(sample, values, place, treated, 1, with);
        add_persons(sample, values, place, treated, 0, whole(data, "noemer", i) - with);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* The golden standard errors have no factor for small samples, and numeric derivatives (1e-8). */
static void test_ways_golden__ipw_and_aipw(void **state) {
    json_t *golden = read_golden();
    const json_t *one;
    ds_effect_sample *sample;
    (void)state;
    if (golden == NULL) skip();
    one = golden_case(golden, "effect-ipw-aipw-att");
    sample = weighting_sample(json_object_get(one, "data"));
    for (int way = 0; way < 2; way++) {
        static const char *const names[2][3] = {{"ipw_att", "se_ipw_persons", "se_ipw_cluster"},
                                                {"aipw_att", "se_aipw_persons", "se_aipw_cluster"}};
        ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
        ds_effect_result r;
        ds_error err;
        o.estimator = way == 0 ? DS_EFFECT_IPW : DS_EFFECT_AIPW;
        o.se = DS_EFFECT_SE_INFLUENCE;
        assert_int_equal(
            ds_effect_estimate((const ds_effect_sample *const[]){sample}, 1, &o, &r, &err), DS_OK);
        close_to(r.difference, expected(one, names[way][0]), 1e-10, names[way][0]);
        close_to(r.se_influence, expected(one, names[way][1]), 1e-8, names[way][1]);
        close_to(r.se_influence_locations * sqrt(8.0 / 9), expected(one, names[way][2]), 1e-8,
                 names[way][2]);
        assert_int_equal(r.n_treated, expected(one, "n_treated"));
        assert_int_equal(r.n_control, expected(one, "n_control"));
    }
    ds_effect_sample_free(sample);
    json_decref(golden);
}

/* ---- the logit of grouped rows: events are the treated ---- */

static ds_effect_sample *logit_sample(const json_t *data) {
    static const ds_effect_column columns[] = {
        {"niveau", DS_EFFECT_FACTOR}, {"leerweg", DS_EFFECT_FACTOR}, {"vrouw", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 3);
    ds_error err;
    for (size_t i = 0; i < json_array_size(json_object_get(data, "teller")); i++) {
        const char *niveau = json_string_value(json_array_get(json_object_get(data, "niveau"), i));
        const char *leerweg =
            json_string_value(json_array_get(json_object_get(data, "leerweg"), i));
        const ds_effect_value values[] = {{.text = {niveau, strlen(niveau)}},
                                          {.text = {leerweg, strlen(leerweg)}},
                                          {.number = whole(data, "vrouw", i)}};
        const int with = whole(data, "teller", i);
        add_persons(sample, values, "a", true, (double)(i % 2), with);
        add_persons(sample, values, "a", false, (double)(i % 3 == 0),
                    whole(data, "noemer", i) - with);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static void check_term(const json_t *one, const ds_effect_term *term) {
    static const char *const names[][2] = {{"niveau = 3", "niveau3"},
                                           {"niveau = 4", "niveau4"},
                                           {"leerweg = bol", "leerwegbol"},
                                           {"vrouw", "vrouw"}};
    const json_t *all = json_object_get(one, "expected");
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        if (strcmp(term->name, names[n][0]) != 0) continue;
        close_to(term->coefficient,
                 json_number_value(json_object_get(json_object_get(all, "beta"), names[n][1])),
                 1e-10, names[n][1]);
        close_to(term->se,
                 json_number_value(json_object_get(json_object_get(all, "se"), names[n][1])), 1e-10,
                 names[n][1]);
        return;
    }
    assert_non_null(term->dropped_nl); /* a reference */
}

static void test_ways_golden__logit_of_groups(void **state) {
    json_t *golden = read_golden();
    const json_t *one;
    ds_effect_sample *sample;
    ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
    ds_effect_diagnostics *d;
    ds_effect_result r;
    ds_error err;
    (void)state;
    if (golden == NULL) skip();
    one = golden_case(golden, "logistic-grouped");
    sample = logit_sample(json_object_get(one, "data"));
    o.se = DS_EFFECT_SE_NONE;
    assert_int_equal(ds_effect_estimate((const ds_effect_sample *const[]){sample}, 1, &o, &r, &err),
                     DS_OK);
    assert_int_equal(ds_effect_diagnose(sample, &o, &r, &d, &err), DS_OK);
    close_to(d->loglik, expected(one, "loglik_kernel"), 1e-10, "loglik");
    assert_int_equal(d->n_terms, 6);
    for (size_t i = 0; i < d->n_terms; i++)
        check_term(one, &d->terms[i]);
    close_to(d->constant,
             json_number_value(json_object_get(
                 json_object_get(json_object_get(one, "expected"), "beta"), "(Intercept)")),
             1e-10, "constant");
    close_to(d->constant_se,
             json_number_value(json_object_get(
                 json_object_get(json_object_get(one, "expected"), "se"), "(Intercept)")),
             1e-10, "constant's se");
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
    json_decref(golden);
}

/* ---- a published example ---- */

enum { FIELDS = 23, LINE = 400 };

static void cut_line(char *line, char *field[FIELDS]) {
    char *at = line;
    for (int i = 0; i < FIELDS; i++) {
        field[i] = at;
        at += strcspn(at, ",\r\n");
        *at++ = '\0';
    }
}

/* bweight, mage, prenatal1, mmarried and fbaby of cattaneo2.csv. */
static ds_effect_sample *smoking_sample(FILE *file) {
    static const ds_effect_column columns[] = {{"mage", DS_EFFECT_NUMBER},
                                               {"prenatal1", DS_EFFECT_NUMBER},
                                               {"mmarried", DS_EFFECT_NUMBER},
                                               {"fbaby", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 4);
    ds_error err;
    char line[LINE];
    assert_non_null(fgets(line, sizeof line, file)); /* the header */
    while (fgets(line, sizeof line, file) != NULL) {
        char *field[FIELDS];
        cut_line(line, field);
        const ds_effect_value values[] = {{.number = strtod(field[7], NULL)},
                                          {.number = strcmp(field[22], "Yes") == 0},
                                          {.number = strcmp(field[1], "married") == 0},
                                          {.number = strcmp(field[21], "Yes") == 0}};
        add_persons(sample, values, "a", strcmp(field[15], "smoker") == 0, strtod(field[0], NULL),
                    1);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* Stata's manual, teffects nnmatch (bweight mage prenatal1 mmarried fbaby) (mbsmoke):
 * ATE -240.3306, AI robust standard error 28.43006. */
static void test_ways_golden__nearest_neighbours_of_teffects(void **state) {
    FILE *file = fopen(SHARED "/data/matching/cattaneo2.csv", "r");
    ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
    ds_effect_sample *sample;
    ds_effect_result r;
    ds_error err;
    (void)state;
    if (file == NULL) skip();
    sample = smoking_sample(file);
    (void)fclose(file);
    o.estimator = DS_EFFECT_NN;
    o.estimand = DS_EFFECT_ATE;
    o.uncorrected = true;
    o.se = DS_EFFECT_SE_INFLUENCE;
    o.resample = DS_EFFECT_PERSONS;
    assert_int_equal(ds_effect_estimate((const ds_effect_sample *const[]){sample}, 1, &o, &r, &err),
                     DS_OK);
    assert_int_equal(r.n_treated, 864);
    assert_int_equal(r.n_control, 3778);
    assert_true(fabs(r.difference - -240.3306) < 0.00005);
    assert_true(fabs(r.se - 28.43006) < 0.000005);
    ds_effect_sample_free(sample);
}

/* Stata's manual, teffects ipw (bweight) (mbsmoke mmarried c.mage##c.mage fbaby medu, probit): ATE
 * -230.6886 (robust standard error 25.81524), mean without 3403.463. */
static void test_ways_golden__probit_weights_of_teffects(void **state) {
    static const ds_effect_column columns[] = {{"mmarried", DS_EFFECT_NUMBER},
                                               {"mage", DS_EFFECT_NUMBER},
                                               {"mage2", DS_EFFECT_NUMBER},
                                               {"fbaby", DS_EFFECT_NUMBER},
                                               {"medu", DS_EFFECT_NUMBER}};
    FILE *file = fopen(SHARED "/data/matching/cattaneo2.csv", "r");
    ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
    ds_effect_sample *sample;
    ds_effect_result r;
    ds_error err;
    char line[LINE];
    (void)state;
    if (file == NULL) skip();
    sample = ds_effect_sample_new(columns, 5);
    assert_non_null(fgets(line, sizeof line, file)); /* the header */
    while (fgets(line, sizeof line, file) != NULL) {
        char *field[FIELDS];
        cut_line(line, field);
        const double age = strtod(field[7], NULL);
        const ds_effect_value values[] = {{.number = strcmp(field[1], "married") == 0},
                                          {.number = age},
                                          {.number = age * age},
                                          {.number = strcmp(field[21], "Yes") == 0},
                                          {.number = strtod(field[8], NULL)}};
        add_persons(sample, values, "a", strcmp(field[15], "smoker") == 0, strtod(field[0], NULL),
                    1);
    }
    (void)fclose(file);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    o.estimator = DS_EFFECT_IPW;
    o.estimand = DS_EFFECT_ATE;
    o.link = DS_EFFECT_LINK_PROBIT;
    o.se = DS_EFFECT_SE_INFLUENCE;
    o.resample = DS_EFFECT_PERSONS;
    assert_int_equal(ds_effect_estimate((const ds_effect_sample *const[]){sample}, 1, &o, &r, &err),
                     DS_OK);
    assert_true(fabs(r.difference - -230.6886) < 0.00005);
    assert_true(fabs(r.control - 3403.463) < 0.0005);
    assert_true(fabs(r.se - 25.81524) < 0.00001);
    ds_effect_sample_free(sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ways_golden__ipw_and_aipw),
        cmocka_unit_test(test_ways_golden__logit_of_groups),
        cmocka_unit_test(test_ways_golden__nearest_neighbours_of_teffects),
        cmocka_unit_test(test_ways_golden__probit_weights_of_teffects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
