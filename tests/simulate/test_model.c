/* tests/simulate/test_model.c: the model's parameters: what is refused in them, and where that is
 * said to stand; writing them back; and the draws. */
#include "simulate/model.h"

#include <math.h>

#include "doorstroom/simulate.h"
#include "simulate/catalogue.h"
#include "simulate/life.h"
#include "support/parameters.h"

static char *work, *parameters;

static int set_up(void **state) {
    (void)state;
    work = ds_test_folder();
    parameters = parameters_copy(work, "parameters");
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_free(parameters);
    ds_test_folder_remove(work);
    return 0;
}

/* ---- what is refused ---- */

enum { ANY_LINE = -1 };

/* The deliveries are refused for a fault in this file, at this line (0: the file as a whole), said
 * in both languages; nothing is written. */
static void refused(const char *name, int line, const char *says) {
    const ds_simulate_options options = {
        .n_persons = 5, .seed = 1, .n_workers = 1, .parameters = parameters};
    char *folder = ds_test_folder();
    ds_file_names names = {0};
    ds_error err = {0}, ignored;
    ds_status status = ds_simulate_write(folder, &options, &err);
    const char *slash = strrchr(err.file, '/');
    if (status != DS_INPUT) fail_msg("%s, %s: status %d %s", name, says, status, err.en);
    if (slash == NULL || strcmp(slash + 1, name) != 0)
        fail_msg("%s, %s: names file '%s': %s", name, says, err.file, err.en);
    if (line != ANY_LINE && err.line != (uint64_t)line)
        fail_msg("%s, %s: line %llu, not %d: %s", name, says, (unsigned long long)err.line, line,
                 err.en);
    if (strstr(err.en, says) == NULL) fail_msg("%s: does not say '%s': %s", name, says, err.en);
    assert_true(err.nl[0] != '\0');
    assert_int_equal(ds_file_list(folder, &names, &ignored), DS_OK);
    if (names.n_names != 0) fail_msg("%s: %s was written", name, names.names[0]);
    ds_file_names_done(&names);
    ds_test_folder_remove(folder);
}

/* With other text in place of a file. */
static void refused_text(const char *name, const char *text, int line, const char *says) {
    char *own = parameters_text(parameters, name);
    parameters_put(parameters, name, text);
    refused(name, line, says);
    parameters_put(parameters, name, own);
    ds_free(own);
}

/* With `from` changed into `to`. */
static void refused_change(const char *name, const char *from, const char *to, int line,
                           const char *says) {
    char *own = parameters_text(parameters, name);
    parameters_replace(parameters, name, from, to);
    refused(name, line, says);
    parameters_put(parameters, name, own);
    ds_free(own);
}

/* Every file that simulate reads: all but those of the fit. */
static ds_file_names model_files(void) {
    static const char *const of_the_fit[] = {"definities.yaml", "gepubliceerd.csv"};
    ds_file_names names = {0};
    ds_error err;
    size_t n = 0;
    assert_int_equal(ds_file_list(parameters, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        bool fit = false;
        for (size_t k = 0; k < 2; k++)
            fit = fit || strcmp(names.names[i], of_the_fit[k]) == 0;
        if (fit)
            ds_free(names.names[i]);
        else
            names.names[n++] = names.names[i];
    }
    names.n_names = n;
    assert_true(n > 30);
    return names;
}

static void test_model__a_missing_file(void **state) {
    ds_file_names names = model_files();
    (void)state;
    for (size_t i = 0; i < names.n_names; i++) {
        char *own = parameters_text(parameters, names.names[i]);
        char path[DS_PATH_SIZE];
        ds_error err;
        assert_int_equal(ds_file_join(path, parameters, names.names[i], &err), DS_OK);
        assert_int_equal(ds_file_remove(path, &err), DS_OK);
        refused(names.names[i], 0, "");
        parameters_put(parameters, names.names[i], own);
        ds_free(own);
    }
    ds_file_names_done(&names);
}

static void test_model__an_empty_file(void **state) {
    ds_file_names names = model_files();
    (void)state;
    for (size_t i = 0; i < names.n_names; i++)
        refused_text(names.names[i], "", ANY_LINE, "");
    ds_file_names_done(&names);
}

static void test_model__a_missing_column(void **state) {
    ds_file_names names = model_files();
    (void)state;
    for (size_t i = 0; i < names.n_names; i++) {
        char *text = parameters_text(parameters, names.names[i]);
        char column[64], other[80];
        (void)snprintf(column, sizeof column, "%.*s", (int)strcspn(text, ","), text);
        (void)snprintf(other, sizeof other, "ander_%s", column);
        refused_change(names.names[i], column, other, 1, column);
        ds_free(text);
    }
    ds_file_names_done(&names);
}

static void test_model__a_column_too_many(void **state) {
    ds_file_names names = model_files();
    (void)state;
    for (size_t i = 0; i < names.n_names; i++)
        refused_change(names.names[i], ",bron\n", ",ander\n", 1, "columns that do not belong here");
    ds_file_names_done(&names);
}

/* Of files with codes: the first code of the first row, unknown. */
static void test_model__an_unknown_code(void **state) {
    (void)state;
    for (size_t i = 0; i < ds_catalogue_n_files; i++) {
        char name[96], *text, row[64];
        (void)snprintf(name, sizeof name, "%s.csv", ds_catalogue_files[i].name);
        text = parameters_text(parameters, name);
        (void)snprintf(row, sizeof row, "\n%.*s,", (int)strcspn(strchr(text, '\n') + 1, ","),
                       strchr(text, '\n') + 1);
        refused_change(name, row, "\nnergens,", 2, "'nergens' is not known here");
        ds_free(text);
    }
    refused_change("kansen.csv", "\nweg,", "\nwegg,", ANY_LINE, "naam 'wegg' is not known here");
    refused_change("instellingen.csv", ",nee,", ",misschien,", ANY_LINE, "'misschien' is not");
    refused_change("routes.csv", "\nvakmanschap2,", "\nvakmanschap9,", 2, "'vakmanschap9' is not");
    refused_change("routes.csv", "\nvakmanschap2,techniek,", "\nvakmanschap2,kunst,", 2,
                   "'kunst' is not");
    refused_change("enquete.csv", "\nrespons,", "\nrespo,", 2, "'respo' is not known here");
    refused_change("agenda_streefwaarde.csv", "\nmentale_gezondheid,", "\nmentaal,", 2, "");
}

static void refused_twice(const char *name, const char *says) {
    char *text = parameters_text(parameters, name);
    const char *row = strchr(text, '\n') + 1;
    int n_lines = 0;
    ds_buffer twice;
    for (const char *at = text; *at != '\0'; at++)
        n_lines += *at == '\n';
    ds_buffer_init(&twice, PARAMETERS_FILE_MAX);
    ds_buffer_add_string(&twice, text);
    ds_buffer_add(&twice, row, strcspn(row, "\n") + 1);
    refused_text(name, ds_buffer_string(&twice), n_lines + 1, says);
    ds_buffer_done(&twice);
    ds_free(text);
}

static void test_model__a_row_that_stands_twice(void **state) {
    (void)state;
    for (size_t i = 0; i < ds_catalogue_n_files; i++) {
        char name[96];
        (void)snprintf(name, sizeof name, "%s.csv", ds_catalogue_files[i].name);
        refused_twice(name, "this number stands here already");
    }
    refused_twice("kansen.csv", "this number stands here already");
    refused_twice("instellingen.csv", "number 1; expected: ");
    refused_twice("enquete.csv", "this row stands here already");
    refused_twice("routes.csv", "this row stands here already");
    refused_twice("agenda_streefwaarde.csv", "this row stands here already");
    refused_twice("agenda_besteding.csv", "this row stands here already");
    refused_twice("agenda_maatregel.csv", "this row stands here already");
    refused_twice("agenda_voortgang.csv", "this row stands here already");
    refused_twice("agenda_oordeel.csv", "this row stands here already");
    refused_twice("enquete_metingen.csv", "");
}

/* The number of a catalogue file's first row. */
static void refused_number(const char *name, const char *number) {
    char *text = parameters_text(parameters, name);
    size_t field = parameters_column(text, "waarde");
    const char *row = strchr(text, '\n') + 1, *at = parameters_field(row, field);
    ds_buffer other;
    ds_buffer_init(&other, PARAMETERS_FILE_MAX);
    ds_buffer_add(&other, text, (size_t)(at - text));
    ds_buffer_add_string(&other, number);
    ds_buffer_add_string(&other, at + strcspn(at, ",\n"));
    refused_text(name, ds_buffer_string(&other), 2, "waarde is '");
    ds_buffer_done(&other);
    ds_free(text);
}

/* Where a number may be below zero: a difference with what others have. */
static bool is_difference(const char *name) {
    return strcmp(name, "hbo_ses") == 0 || strcmp(name, "hbo_migratie") == 0;
}

static void test_model__a_number_that_cannot_be(void **state) {
    static const char *const numbers[] = {"",    "veel",         "-1.5", "1e3",
                                          "nan", "1.2.3",        "0x1",  "99999999999999999999",
                                          "inf", "2000000000.00"};
    (void)state;
    for (size_t i = 0; i < ds_catalogue_n_files; i++) {
        char name[96];
        (void)snprintf(name, sizeof name, "%s.csv", ds_catalogue_files[i].name);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            refused_number(name, numbers[k]);
        if (!is_difference(ds_catalogue_files[i].name)) refused_number(name, "-0.01");
    }
}

static void test_model__a_chance_that_cannot_be(void **state) {
    (void)state;
    refused_change("kansen.csv", "\nweg,1,0.", "\nweg,1,-0.", ANY_LINE, "waarde is '-0.");
    refused_change("kansen.csv", "\nweg,1,0.", "\nweg,1,17.", ANY_LINE, "waarde is '17.");
    refused_change("kansen.csv", "\npo_jaren,1,", "\npo_jaren,1,9", ANY_LINE, "waarde is '9");
    refused_change("kansen.csv", "\nverhuist,1,", "\nverhuist,2,", ANY_LINE, "plaats is '2'");
    refused_change("kansen.csv", "\nslaagt,1,", "\nslaagt,0,", ANY_LINE, "plaats is '0'");
    refused_change("kansen.csv", "\nslaagt,1,", "\nslaagt,,", ANY_LINE, "plaats is ''");
    refused_change("kansen.csv", "\nmotivatie_vsv,1,", "\nmotivatie_vsv,1,99", ANY_LINE, "");
}

/* Each chance left out in turn. */
static void test_model__a_chance_that_is_missing(void **state) {
    char *own = parameters_text(parameters, "kansen.csv");
    char *line = strchr(own, '\n') + 1;
    (void)state;
    while (*line != '\0') {
        char *end = strchr(line, '\n') + 1, name[64];
        ds_buffer without;
        ds_buffer_init(&without, PARAMETERS_FILE_MAX);
        ds_buffer_add(&without, own, (size_t)(line - own));
        ds_buffer_add_string(&without, end);
        (void)snprintf(name, sizeof name, "lacks %.*s, place ", (int)strcspn(line, ","), line);
        parameters_put(parameters, "kansen.csv", ds_buffer_string(&without));
        refused("kansen.csv", ANY_LINE, name);
        ds_buffer_done(&without);
        line = end;
    }
    parameters_put(parameters, "kansen.csv", own);
    ds_free(own);
}

static void test_model__institutions_and_routes_that_cannot_be(void **state) {
    char *text = parameters_text(parameters, "instellingen.csv");
    (void)state;
    refused_change("instellingen.csv", "\n2,", "\n3,", 3, "number 3; expected: 2");
    refused_change("instellingen.csv", "\n1,ROC Wolkenveld (verzonnen),ROC - groot,",
                   "\n1,ROC Wolkenveld (verzonnen),ROC - groot,-", 2, "grootte is '-");
    text[strcspn(text, "\n") + 1] = '\0'; /* the header alone */
    refused_text("instellingen.csv", text, ANY_LINE, "");
    refused_change("routes.csv", "\nvakmanschap2,techniek,252,", "\nvakmanschap2,techniek,999,", 2,
                   "school is '999'");
    refused_change("routes.csv", ",2014,2016,", ",2014,2013,", 2, "tot is '2013'");
    ds_free(text);
}

static void test_model__nobody_at_all(void **state) {
    char *cohorten = parameters_text(parameters, "cohorten.csv");
    char *volwassenen = parameters_text(parameters, "volwassenen.csv");
    ds_model *model = NULL;
    ds_error err = {0};
    (void)state;
    parameters_put(parameters, "cohorten.csv", "aankomst,onderwijs,migratieachtergrond,waarde\n");
    parameters_put(parameters, "volwassenen.csv", "aankomst,migratieachtergrond,waarde\n");
    assert_int_equal(ds_model_read(parameters, &model, &err), DS_INPUT);
    assert_null(model);
    assert_non_null(strstr(err.en, "cohorten.csv"));
    parameters_put(parameters, "cohorten.csv", cohorten);
    parameters_put(parameters, "volwassenen.csv", volwassenen);
    ds_free(cohorten);
    ds_free(volwassenen);
}

static ds_status read_model(void *context, ds_error *err) {
    ds_model *model = NULL;
    ds_status status = ds_model_read(context, &model, err);
    if (status != DS_OK) assert_null(model);
    ds_model_free(model);
    return status;
}

static void test_model__every_allocation_may_fail(void **state) {
    (void)state;
    ds_test_every_allocation(read_model, parameters);
}

/* A route that begins after the last school year is in no delivery, so nobody is beside it. */
static void test_model__no_route_after_the_last_year(void **state) {
    const ds_simulate_options options = {.seed = 3, .first_year = 2014, .last_year = 2018};
    static ds_life_person person;
    ds_model *model = NULL;
    ds_error err;
    size_t n_routes = 0;
    (void)state;
    assert_int_equal(ds_model_read(parameters, &model, &err), DS_OK);
    for (uint64_t number = 0; number < 40000; number++) {
        bool seen = false;
        ds_person_make(model, &options, number, false, NULL, &person);
        for (int i = 0; i <= 2018 - 2014; i++)
            seen = seen || person.states[i].route != 0;
        assert_int_equal(person.route, seen);
        n_routes += seen;
    }
    assert_true(n_routes > 20);
    ds_model_free(model);
}

/* ---- writing back ---- */

static void test_model__what_is_written_reads_back(void **state) {
    ds_model *model = NULL, *again = NULL;
    char *other = parameters_copy(work, "nog_eens");
    ds_error err;
    (void)state;
    assert_int_equal(ds_model_read(parameters, &model, &err), DS_OK);
    model->vsv[0][0][0][0] = 0.123456789;
    model->werk[1][1][1][3] = 0.6; /* a default needs no row */
    ds_model_prepare(model);
    for (size_t i = 0; i < ds_catalogue_n_files; i++)
        if (ds_model_write(model, other, ds_catalogue_files[i].name, "bron, met een komma", &err) !=
            DS_OK)
            fail_msg("%s: %s", ds_catalogue_files[i].name, err.en);
    if (ds_model_read(other, &again, &err) != DS_OK)
        fail_msg("%s:%llu: %s", err.file, (unsigned long long)err.line, err.en);
    assert_memory_equal(model, again, sizeof *model);
    assert_int_equal(ds_model_write(model, other, "nergens", "bron", &err), DS_FAULT);
    ds_model_free(model);
    ds_model_free(again);
    ds_free(other);
}

/* ---- chance ---- */

/* Of 99 degrees of freedom: a fair one is beyond this once in 10^6. */
#define CHI_SQUARE_MOST 174.0
enum { BINS = 100, DRAWS = 200000 };

static void count_bin(size_t counts[BINS], double unit) {
    assert_true(unit >= 0 && unit < 1);
    counts[(size_t)(unit * BINS)]++;
}

static double chi_square(const size_t counts[BINS]) {
    double expected = (double)DRAWS / BINS, sum = 0;
    for (int i = 0; i < BINS; i++)
        sum += ((double)counts[i] - expected) * ((double)counts[i] - expected) / expected;
    return sum;
}

/* Over persons, over school years, over seeds. */
static void test_draw__is_uniform(void **state) {
    static const unsigned draws[] = {DS_DRAW_CLASS, DS_DRAW_VSV, DS_DRAW_NEXT, DS_DRAW_SURVEY,
                                     DS_DRAWS - 1};
    (void)state;
    for (size_t d = 0; d < sizeof draws / sizeof *draws; d++) {
        size_t persons[BINS] = {0}, years[BINS] = {0}, seeds[BINS] = {0}, below[BINS] = {0};
        uint64_t one = ds_draw_key(1, 1, 0);
        for (int i = 0; i < DRAWS; i++) {
            uint64_t key = ds_draw_key(1, (uint64_t)i, 0);
            count_bin(persons, ds_draw_unit(key, 2020, draws[d]));
            count_bin(years, ds_draw_unit(one, i - DRAWS / 2, draws[d]));
            count_bin(seeds, ds_draw_unit(ds_draw_key((uint64_t)i, 1, 0), 2020, draws[d]));
            below[ds_draw_below(key, 2020, draws[d], BINS)]++;
        }
        assert_true(chi_square(persons) < CHI_SQUARE_MOST);
        assert_true(chi_square(years) < CHI_SQUARE_MOST);
        assert_true(chi_square(seeds) < CHI_SQUARE_MOST);
        assert_true(chi_square(below) < CHI_SQUARE_MOST);
    }
}

enum { PERSONS = 20000, NAMED = DS_DRAW_SURVEY + 5 };

/* Correlation times the root of n: standard normal when there is none. */
static double z_of(const double *a, const double *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (a[i] - 0.5) * (b[i] - 0.5);
    return 12 * sum / sqrt((double)n);
}

/* All pairs of names in a year; then a name with itself a year later, of the next person, in the
 * next attempt and at the next seed. The largest of some 1,700 is beyond 5 once in 1,000. */
static void test_draw__names_are_unrelated(void **state) {
    static double units[NAMED][PERSONS], others[4][PERSONS];
    (void)state;
    for (unsigned d = 0; d < NAMED; d++)
        for (size_t i = 0; i < PERSONS; i++)
            units[d][i] = ds_draw_unit(ds_draw_key(7, i, 0), 2020, d);
    for (unsigned a = 0; a < NAMED; a++)
        for (unsigned b = a + 1; b < NAMED; b++)
            if (fabs(z_of(units[a], units[b], PERSONS)) > 5)
                fail_msg("draws %u and %u go together", a, b);
    for (unsigned d = 0; d < NAMED; d++) {
        for (size_t i = 0; i < PERSONS; i++) {
            others[0][i] = ds_draw_unit(ds_draw_key(7, i, 0), 2021, d);
            others[1][i] = ds_draw_unit(ds_draw_key(7, i + 1, 0), 2020, d);
            others[2][i] = ds_draw_unit(ds_draw_key(7, i, 1), 2020, d);
            others[3][i] = ds_draw_unit(ds_draw_key(8, i, 0), 2020, d);
        }
        for (int k = 0; k < 4; k++)
            if (fabs(z_of(units[d], others[k], PERSONS)) > 5)
                fail_msg("draw %u goes together with its neighbour %d", d, k);
    }
}

static void test_draw_pick__follows_the_weights(void **state) {
    static const double weights[] = {0, 1, 0, 0, 3, 0.5, 0, 5.5, 0};
    enum { N = sizeof weights / sizeof *weights };
    size_t counts[N] = {0};
    double sum = 0;
    (void)state;
    for (uint64_t i = 0; i < DRAWS; i++)
        counts[ds_draw_pick(ds_draw_unit(ds_draw_key(2, i, 0), 2020, DS_DRAW_NEXT), weights, N)]++;
    for (int i = 0; i < N; i++) {
        double expected = DRAWS * weights[i] / 10;
        if (weights[i] == 0)
            assert_int_equal(counts[i], 0);
        else
            sum += ((double)counts[i] - expected) * ((double)counts[i] - expected) / expected;
    }
    assert_true(sum < 31); /* 3 degrees of freedom: once in 10^6 */
}

static void test_draw_pick__at_the_ends(void **state) {
    static const double gaps[] = {0, 0.1, 0, 0.2, 0.3, 0};
    static const double none[] = {0, 0, 0}, tiny[] = {0, 1e-300, 0}, one[] = {4};
    const double last = 1 - 0x1p-53;
    (void)state;
    assert_int_equal(ds_draw_pick(0, gaps, 6), 1);
    assert_int_equal(ds_draw_pick(last, gaps, 6), 4);
    assert_int_equal(ds_draw_pick(0, none, 3), 2);
    assert_int_equal(ds_draw_pick(0, tiny, 3), 1);
    assert_int_equal(ds_draw_pick(last, tiny, 3), 1);
    assert_int_equal(ds_draw_pick(last, one, 1), 0);
}

/* Never a weight of 0, wherever the rounding of the sums falls. */
static void test_draw_pick__never_takes_what_weighs_nothing(void **state) {
    (void)state;
    for (uint64_t i = 0; i < DRAWS; i++) {
        uint64_t key = ds_draw_key(9, i, 0);
        double weights[12], total = 0;
        uint32_t at;
        for (unsigned k = 0; k < 12; k++) {
            weights[k] = ds_draw_unit(key, 1, k) < 0.5 ? 0 : ds_draw_unit(key, 2, k) / 3;
            total += weights[k];
        }
        at = ds_draw_pick(i % 3 == 0   ? 0
                          : i % 3 == 1 ? 1 - 0x1p-53
                                       : ds_draw_unit(key, 3, 0),
                          weights, 12);
        assert_true(at < 12);
        if (total > 0) assert_true(weights[at] > 0);
    }
}

#define OWN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        OWN(test_model__a_missing_file),
        OWN(test_model__an_empty_file),
        OWN(test_model__a_missing_column),
        OWN(test_model__a_column_too_many),
        OWN(test_model__an_unknown_code),
        OWN(test_model__a_row_that_stands_twice),
        OWN(test_model__a_number_that_cannot_be),
        OWN(test_model__a_chance_that_cannot_be),
        OWN(test_model__a_chance_that_is_missing),
        OWN(test_model__institutions_and_routes_that_cannot_be),
        OWN(test_model__nobody_at_all),
        OWN(test_model__every_allocation_may_fail),
        OWN(test_model__no_route_after_the_last_year),
        OWN(test_model__what_is_written_reads_back),
        cmocka_unit_test(test_draw__is_uniform),
        cmocka_unit_test(test_draw__names_are_unrelated),
        cmocka_unit_test(test_draw_pick__follows_the_weights),
        cmocka_unit_test(test_draw_pick__at_the_ends),
        cmocka_unit_test(test_draw_pick__never_takes_what_weighs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
