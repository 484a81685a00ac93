/* tests/cli/test_fit_national.c: the made register looks like the Netherlands, at a fixed seed; and
 * this check can fail. Also --parameters, which that needs.
 *
 * A million persons where DS_TEST_SCALE is 1. A z is in standard errors of its own size, so most
 * bounds hold at any size. At a tenth of that the smallest groups are too skewed for a z to be
 * normal, and the cohorts of a route are some tens of persons: there the farthest may be farther,
 * and the sign of an effect is not asked for. */
#include <jansson.h>
#include <math.h>

#include "support/parameters.h"
#include "support/work_run.h"

enum { PERSONS = 1000000, PERSONS_MIN = 100000 };
#define Z_CHANCE 3.0
#define Z_MOST 4.5
#define Z_MOST_SMALL 6.0

typedef struct fit_seen {
    size_t n_shares, n_within, n_uncounted; /* percentages of register and survey */
    size_t n_monitor, n_monitor_within;     /* of the monitor's forms: all of them at any size */
    size_t n_counts, n_sums, n_sums_met, n_directions, n_directions_met;
    double largest, largest_count; /* |z| */
    int largest_nummer;
} fit_seen;

static bool is(const json_t *row, const char *name, const char *value) {
    return strcmp(json_string_value(json_object_get(row, name)), value) == 0;
}

static void see_share(const json_t *row, fit_seen *seen) {
    const json_t *z = json_object_get(row, "z");
    double size = fabs(json_number_value(z));
    if (!json_is_number(z)) {
        seen->n_uncounted++;
        return;
    }
    seen->n_shares++;
    seen->n_within += size <= Z_CHANCE;
    if (size <= seen->largest) return;
    seen->largest = size;
    seen->largest_nummer = (int)json_integer_value(json_object_get(row, "nummer"));
}

static void see(const json_t *row, fit_seen *seen) {
    bool met = json_is_true(json_object_get(row, "gehaald"));
    if (is(row, "bestand", "effect")) return;
    if (is(row, "bestand", "monitor") && !is(row, "eenheid", "som")) {
        const json_t *z = json_object_get(row, "z");
        seen->n_monitor += json_is_number(z);
        seen->n_monitor_within += json_is_number(z) && fabs(json_number_value(z)) <= Z_CHANCE;
    } else if (is(row, "eenheid", "percentage") &&
               (is(row, "bestand", "register") || is(row, "bestand", "enquete"))) {
        see_share(row, seen);
    } else if (is(row, "eenheid", "aantal") || is(row, "eenheid", "noemer")) {
        double size = fabs(json_number_value(json_object_get(row, "z")));
        assert_true(json_is_number(json_object_get(row, "z")));
        seen->n_counts++;
        if (size > seen->largest_count) seen->largest_count = size;
    } else if (is(row, "eenheid", "som")) {
        seen->n_sums++;
        seen->n_sums_met += met;
    } else if (is(row, "eenheid", "richting")) {
        seen->n_directions++;
        seen->n_directions_met += met;
    }
}

/* parameters NULL: the program's own. */
static fit_seen fit(int n_persons, const char *seed, const char *parameters) {
    char *folder = ds_test_folder();
    char persons[16];
    fit_seen seen = {0};
    json_error_t fault;
    json_t *all, *rows;
    ds_run run;
    (void)snprintf(persons, sizeof persons, "%d", n_persons);
    run = ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--fit", "--persons", persons,
                         "--seed", seed, "--format", "json",
                         parameters == NULL ? NULL : "--parameters", parameters, NULL);
    if (run.code != 0) fail_msg("fit: %d %s", run.code, run.err);
    all = json_loads(run.out, 0, &fault);
    if (all == NULL) fail_msg("line %d: %s", fault.line, fault.text);
    rows = json_object_get(all, "rijen");
    for (size_t i = 0; i < json_array_size(rows); i++)
        see(json_array_get(rows, i), &seen);
    print_message("%d persons: %zu percentages, %.2f %% within 3, largest |z| %.2f (row %d); "
                  "counts %zu, largest %.2f; sums %zu of %zu; directions %zu of %zu\n",
                  n_persons, seen.n_shares, 100.0 * (double)seen.n_within / (double)seen.n_shares,
                  seen.largest, seen.largest_nummer, seen.n_counts, seen.largest_count,
                  seen.n_sums_met, seen.n_sums, seen.n_directions_met, seen.n_directions);
    json_decref(all);
    ds_run_done(&run);
    ds_test_folder_remove(folder);
    return seen;
}

static void test_fit_national__the_made_register_shows_what_was_published(void **state) {
    int n_persons = ds_work_scaled(PERSONS, PERSONS_MIN);
    bool whole = n_persons >= PERSONS;
    fit_seen seen = fit(n_persons, "1", NULL);
    (void)state;
    assert_true(seen.n_shares > 1000 && seen.n_uncounted <= (whole ? 5 : 40));
    assert_true(100 * seen.n_within >= 99 * seen.n_shares);
    assert_true(seen.largest <= (whole ? Z_MOST : Z_MOST_SMALL));
    assert_true(seen.n_counts > 30 && seen.largest_count <= Z_MOST);
    assert_true(seen.n_monitor > 30 && 100 * seen.n_monitor_within >= 99 * seen.n_monitor);
    assert_true(seen.n_sums > 0);
    assert_int_equal(seen.n_sums_met, seen.n_sums);
    assert_true(seen.n_directions > 60);
    assert_true(!whole || 10 * seen.n_directions_met >= 9 * seen.n_directions);
}

static double fifth_more(const char *line, double value) {
    (void)line;
    return 1.2 * value;
}

static void test_fit_national__a_model_that_is_off_is_seen(void **state) {
    char *work = ds_test_folder();
    char *parameters = parameters_copy(work, "anders");
    fit_seen seen;
    (void)state;
    parameters_change(parameters, "vsv.csv", "waarde", fifth_more);
    seen = fit(PERSONS_MIN, "1", parameters);
    assert_true(100 * seen.n_within < 98 * seen.n_shares);
    assert_true(seen.largest > Z_MOST);
    assert_true(seen.largest_count > Z_MOST);
    ds_free(parameters);
    ds_test_folder_remove(work);
}

/* ---- --parameters ---- */

static ds_run simulate(const char *folder, const char *parameters, const char *more) {
    return ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", "2000", "--lang", "en",
                          parameters == NULL ? more : "--parameters", parameters,
                          parameters == NULL ? NULL : more, NULL);
}

static char *delivered(const char *parameters) {
    char *folder = ds_test_folder(), *text;
    size_t size;
    ds_run run = simulate(folder, parameters, NULL);
    if (run.code != 0) fail_msg("simulate: %s", run.err);
    ds_run_done(&run);
    text = ds_work_read(folder, "leveringen/inschrijving-2020.csv", &size);
    ds_test_folder_remove(folder);
    return text;
}

static void test_parameters__a_copy_gives_the_same_and_a_changed_one_does_not(void **state) {
    char *work = ds_test_folder();
    char *parameters = parameters_copy(work, "anders");
    char *own = delivered(NULL), *copied = delivered(parameters), *changed;
    (void)state;
    assert_string_equal(own, copied);
    parameters_change(parameters, "vsv.csv", "waarde", fifth_more);
    changed = delivered(parameters);
    assert_string_not_equal(own, changed);
    ds_free(own);
    ds_free(copied);
    ds_free(changed);
    ds_free(parameters);
    ds_test_folder_remove(work);
}

static void test_parameters__those_of_a_work_folder_are_not_taken_unasked(void **state) {
    char *work = ds_test_folder();
    char *parameters = parameters_copy(work, "simulatie");
    char *own = delivered(NULL), *made;
    size_t size;
    ds_run run;
    (void)state;
    parameters_change(parameters, "vsv.csv", "waarde", fifth_more);
    run = simulate(work, NULL, NULL);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    made = ds_work_read(work, "leveringen/inschrijving-2020.csv", &size);
    assert_string_equal(own, made);
    ds_free(own);
    ds_free(made);
    ds_free(parameters);
    ds_test_folder_remove(work);
}

/* Exit code 1, one line that says `says`, and nothing written. */
static void refused(const char *parameters, const char *more, const char *says) {
    char *folder = ds_test_folder();
    char path[DS_PATH_SIZE];
    ds_error err;
    ds_run run = simulate(folder, parameters, more);
    if (run.code != 1) fail_msg("%s: code %d: %s", says, run.code, run.err);
    if (strstr(run.err, says) == NULL) fail_msg("does not say '%s': %s", says, run.err);
    assert_int_equal(ds_run_lines(run.err), 1);
    assert_string_equal(run.out, "");
    assert_int_equal(ds_file_join(path, folder, "leveringen", &err), DS_OK);
    assert_false(ds_file_exists(path));
    ds_run_done(&run);
    ds_test_folder_remove(folder);
}

static void test_parameters__faults_name_file_and_line(void **state) {
    char *work = ds_test_folder();
    char *parameters = parameters_copy(work, "anders");
    (void)state;
    refused("/nergens/parameters", NULL, "/nergens/parameters: this folder with parameters");
    parameters_replace(parameters, "gepubliceerd.csv", "tabel 4.1,register", "tabel 4.1,regster");
    refused(parameters, "--fit", "/anders/gepubliceerd.csv: line 2");
    parameters_replace(parameters, "gepubliceerd.csv", "tabel 4.1,regster", "tabel 4.1,register");
    parameters_replace(parameters, "definities.yaml", "population:", "populatie:");
    refused(parameters, "--fit", "/anders/definities.yaml: line ");
    parameters_replace(parameters, "vsv.csv", "\n2014,1,bol,geen,", "\n2014,5,bol,geen,");
    refused(parameters, NULL, "/anders/vsv.csv: line 2: niveau '5' is not known here");
    ds_free(parameters);
    ds_test_folder_remove(work);
}

/* The figures that a fit is held against come from there too. */
static void test_parameters__the_published_figures_come_from_there(void **state) {
    char *work = ds_test_folder(), *folder = ds_test_folder();
    char *parameters = parameters_copy(work, "anders");
    ds_run run;
    (void)state;
    parameters_put(parameters, "gepubliceerd.csv",
                   "nummer,bron,bestand,indicator,schooljaar,uitsplitsing,eenheid,waarde,decimalen,"
                   "opmerking\n5,eigen tabel,register,eigen,2022,,percentage,50,0,\n");
    parameters_put(parameters, "definities.yaml",
                   "indicators:\n  - {id: eigen, name: Eigen, better: lower, population: \"soort = "
                   "'mbo'\", event: \"geslacht = 'v'\", by: [[niveau]], source: eigen}\n");
    run = ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", "2000", "--fit",
                         "--format", "csv", "--parameters", parameters, NULL);
    if (run.code != 0) fail_msg("fit: %d %s", run.code, run.err);
    assert_int_equal(ds_run_lines(run.out), 2);
    assert_non_null(strstr(run.out, "\n5,eigen tabel,register,eigen,,2022,percentage,50,"));
    ds_run_done(&run);
    ds_free(parameters);
    ds_test_folder_remove(folder);
    ds_test_folder_remove(work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters__a_copy_gives_the_same_and_a_changed_one_does_not),
        cmocka_unit_test(test_parameters__those_of_a_work_folder_are_not_taken_unasked),
        cmocka_unit_test(test_parameters__faults_name_file_and_line),
        cmocka_unit_test(test_parameters__the_published_figures_come_from_there),
        cmocka_unit_test(test_fit_national__the_made_register_shows_what_was_published),
        cmocka_unit_test(test_fit_national__a_model_that_is_off_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
