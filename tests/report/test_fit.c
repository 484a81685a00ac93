/* tests/report/test_fit.c: the fit as a document: the same rows in every form, what is off, why a
 * row has no number. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "doorstroom/report.h"
#include "support/written.h"

static char texts[1];

static ds_figures_row rows[] = {{.nummer = 1,
                                 .source = DS_FIGURES_REGISTER,
                                 .unit = DS_FIGURES_PERCENTAGE,
                                 .bron = "tabel 4.1",
                                 .indicator = "vsv",
                                 .uitsplitsing = "niveau=1;leerweg=bol",
                                 .opmerking = "",
                                 .first_year = 2023,
                                 .last_year = 2023,
                                 .value = 5.5,
                                 .decimals = 1,
                                 .n_sides = 1,
                                 .text = texts},
                                {.nummer = 1002,
                                 .source = DS_FIGURES_REGISTER,
                                 .unit = DS_FIGURES_AANTAL,
                                 .bron = "tekst, \"3\"",
                                 .indicator = "vsv",
                                 .uitsplitsing = "",
                                 .opmerking = "ongeveer",
                                 .first_year = 2014,
                                 .last_year = 2017,
                                 .value = 12300,
                                 .decimals = -2,
                                 .n_sides = 1,
                                 .text = texts},
                                {.nummer = 3,
                                 .source = DS_FIGURES_ENQUETE,
                                 .unit = DS_FIGURES_RICHTING,
                                 .bron = "figuur 1",
                                 .indicator = "veilig",
                                 .uitsplitsing = "a=1|a=2",
                                 .opmerking = "",
                                 .first_year = 2025,
                                 .last_year = 2025,
                                 .value = 1,
                                 .n_sides = 2,
                                 .text = texts},
                                {.nummer = 4,
                                 .source = DS_FIGURES_TEGENFEITELIJK,
                                 .unit = DS_FIGURES_PERCENTAGE,
                                 .bron = "figuur 2",
                                 .indicator = "route",
                                 .uitsplitsing = "",
                                 .opmerking = "",
                                 .first_year = 2020,
                                 .last_year = 2020,
                                 .value = 0,
                                 .n_sides = 1,
                                 .text = texts}};

static ds_figures_result results[] = {
    {.simulated = 6.25, .difference = 0.75, .n = 1234, .has_z = true, .z = 1.5},
    {.simulated = 14000, .difference = 1700, .n = 14000, .has_z = true, .z = 5.25},
    {.simulated = -2, .difference = -2, .n = 10, .has_z = true, .z = -0.5},
    {.why = DS_FIGURES_NO_ROUTE}};

static ds_figures_fit some_fit(void) {
    ds_figures_fit fit = {.figures = {.rows = rows, .n = 4},
                          .results = results,
                          .n_persons = 5000,
                          .seed = UINT64_C(9007199254740993)};
    ds_figures_sum_up(&fit);
    return fit;
}

static ds_document *some_document(void) {
    const ds_figures_fit fit = some_fit();
    ds_document *document;
    ds_error err;
    assert_int_equal(ds_report_fit(&fit, &document, &err), DS_OK);
    return document;
}

static void test_fit__csv_is_as_it_was(void **state) {
    ds_document *d = some_document();
    char *csv = written_as(d, DS_FORM_CSV, DS_EN, false);
    char *beside = written_as(d, DS_FORM_CSV, DS_EN, true);
    (void)state;
    assert_string_equal(
        csv, "nummer,bron,bestand,indicator,uitsplitsing,schooljaar,eenheid,gepubliceerd,"
             "gesimuleerd,verschil,z,n,gehaald,opmerking,reden,gepubliceerd_tot\n"
             "1,tabel 4.1,register,vsv,niveau=1;leerweg=bol,2023,percentage,5.5,6.25,0.75,1.5,1234"
             ",,,,\n"
             "1002,\"tekst, \"\"3\"\"\",register,vsv,,2014-2017,aantal,12300,14000,1700,5.25,14000"
             ",,ongeveer,,\n"
             "3,figuur 1,enquete,veilig,a=1|a=2,2025,richting,1,-2,-2,-0.5,10,nee,,,\n"
             "4,figuur 2,tegenfeitelijk,route,,2020,percentage,0,,,,,,,niet geleverd: "
             "zonder_route,\n");
    assert_non_null(strstr(beside, "tekst, \"3\", vsv  2014-2017 aantal: 12,300, 14,000, z 5.25"));
    assert_non_null(strstr(beside, "5,000 persons, seed 9007199254740993, all of them made up"));
    assert_non_null(strstr(beside, "directions: 0 of 1"));
    assert_non_null(strstr(beside, "1 rows n/a: not delivered: zonder_route"));
    ds_free(csv);
    ds_free(beside);
    ds_document_free(d);
}

static void test_fit__json_has_rows_totals_and_codes(void **state) {
    ds_document *d = some_document();
    char *nl = written_as(d, DS_FORM_JSON, DS_NL, false);
    char *en = written_as(d, DS_FORM_JSON, DS_EN, false);
    json_t *j = json_loads(nl, 0, NULL), *list, *row;
    (void)state;
    assert_string_equal(nl, en);
    assert_true(json_is_true(json_object_get(j, "verzonnen")));
    assert_true(json_integer_value(json_object_get(j, "seed")) == 9007199254740993);
    list = json_object_get(j, "samenvatting");
    assert_int_equal(json_array_size(list), DS_FIGURES_GROUPS);
    row = json_array_get(list, DS_FIGURES_COUNTS);
    assert_string_equal(json_string_value(json_object_get(row, "groep")), "aantallen");
    assert_int_equal(json_integer_value(json_object_get(row, "boven_4_5")), 1);
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(list, DS_FIGURES_DIRECTIONS), "gehaald")),
        0);
    list = json_object_get(j, "rijen");
    assert_int_equal(json_array_size(list), 4);
    row = json_array_get(list, 2);
    assert_true(json_is_false(json_object_get(row, "gehaald")));
    row = json_array_get(list, 3);
    assert_true(json_is_null(json_object_get(row, "gesimuleerd")));
    assert_true(json_is_null(json_object_get(row, "z")));
    assert_string_equal(json_string_value(json_object_get(row, "reden_code")),
                        "zonder_route_niet_geleverd");
    list = json_object_get(j, "opmerkingen");
    assert_int_equal(json_array_size(list), 3); /* two that are off, one reason */
    assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "code")),
                        "buiten_toeval");
    json_decref(j);
    ds_free(nl);
    ds_free(en);
    ds_document_free(d);
}

static void test_fit__people_read_decimals_as_printed(void **state) {
    ds_document *d = some_document();
    char *nl = written_as(d, DS_FORM_TABLE, DS_NL, false);
    char *page = written_as(d, DS_FORM_HTML, DS_EN, false);
    (void)state;
    assert_non_null(strstr(nl, "2023/24"));
    assert_non_null(strstr(nl, "12.300"));
    assert_non_null(strstr(nl, "n.v.t."));
    assert_non_null(strstr(nl, "1002: tekst, \"3\", vsv 2014-2017 aantal: 12.300, 14.000, z 5,25 – "
                               "ongeveer"));
    assert_non_null(
        strstr(nl, "3: figuur 1, veilig a=1 | a=2 2025 richting: hoger, -2,00, z -0,50"));
    assert_non_null(strstr(page, ">6.2<")); /* one decimal, as published */
    assert_non_null(strstr(page, "niveau=1; leerweg=bol"));
    assert_null(strstr(page, "\"3\", vsv"));
    ds_free(nl);
    ds_free(page);
    ds_document_free(d);
}

static ds_status make_fit(const void *fit, ds_document **out, ds_error *err) {
    return ds_report_fit(fit, out, err);
}

static void test_fit__every_allocation_fails_once(void **state) {
    const ds_figures_fit fit = some_fit();
    (void)state;
    written_every_allocation(make_fit, &fit);
}

/* ---- simulate ---- */

static char deliveries[][32] = {"diploma.csv", "inschrijving-2020.csv"};
static char folder[] = "een map";

static ds_status make_simulated(const void *made, ds_document **out, ds_error *err) {
    return ds_report_simulated(made, "build/doorstroom", out, err);
}

static void test_simulated__says_what_comes_next(void **state) {
    char *files[] = {deliveries[0], deliveries[1]};
    const ds_simulated made = {
        .folder = folder, .n_persons = 2000, .seed = 7, .files = files, .n_files = 2};
    ds_document *d;
    ds_error err;
    char *text;
    (void)state;
    assert_int_equal(make_simulated(&made, &d, &err), DS_OK);
    text = written_as(d, DS_FORM_TABLE, DS_EN, false);
    assert_string_equal(text, "");
    ds_free(text);
    text = written_as(d, DS_FORM_TABLE, DS_EN, true);
    assert_string_equal(text, "Made-up deliveries stand in een map/leveringen. Next: "
                              "build/doorstroom import 'een map'\n");
    ds_free(text);
    text = written_as(d, DS_FORM_CSV, DS_EN, false);
    assert_string_equal(text, "bestand\ndiploma.csv\ninschrijving-2020.csv\n");
    ds_free(text);
    ds_document_free(d);
    written_every_allocation(make_simulated, &made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit__csv_is_as_it_was),
        cmocka_unit_test(test_fit__json_has_rows_totals_and_codes),
        cmocka_unit_test(test_fit__people_read_decimals_as_printed),
        cmocka_unit_test(test_fit__every_allocation_fails_once),
        cmocka_unit_test(test_simulated__says_what_comes_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
