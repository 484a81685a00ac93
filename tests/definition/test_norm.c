/* tests/definition/test_norm.c: norm: a list of codes/, which row is that of a cell, and what is
 * wrong with a list. */
#include "definition/help.h"

#include <math.h>

#include "base/memory.h"
#include "base/text.h"
#include "support/support.h"

static ds_status read_with(const char *list, ds_definitions **out, ds_error *err) {
    char *folder = ds_test_folder();
    char *path = ds_test_write_string(
        folder, "definities/x.yaml",
        "columns:\n  groep: [{when: leeftijd < 18, is: jong}]\n"
        "indicators: [{id: a, population: ingeschreven, event: ingeschreven, norm: n.csv}]\n");
    ds_status status;
    ds_free(ds_test_write_string(folder, "codes/n.csv", list));
    memset(err, 0, sizeof *err);
    status = ds_definitions_read(path, out, err);
    ds_free(path);
    ds_test_folder_remove(folder);
    return status;
}

static const char list[] = "niveau,groep,vanaf,tot,norm,bron\n"
                           "1,,2012,2012,32.5,besluit\n1,jong,,,10,\n,,2013,,4.25,overige\n";

/* -1: none. */
static double norm_of(const ds_norm *norm, int year, const char *niveau, const char *groep) {
    const char *names[] = {"niveau", "groep"};
    const ds_text keys[] = {ds_text_of(niveau), ds_text_of(groep)};
    double found;
    return ds_norm_find(norm, year, names, keys, 2, &found) ? found : -1;
}

static void test_definition_norm__the_row_of_a_cell(void **state) {
    ds_definitions *d = NULL;
    const ds_norm *norm;
    double found;
    ds_error err;
    (void)state;
    assert_int_equal(read_with(list, &d, &err), DS_OK);
    norm = ds_definitions_at(d, 0)->norm;
    assert_int_equal(norm->n_columns, 2); /* bron is a note */
    assert_true(norm_of(norm, 2012, "1", "overig") == 32.5);
    assert_true(norm_of(norm, 2013, "1", "jong") == 10);
    assert_true(norm_of(norm, 2013, "2", "jong") == 4.25);
    assert_true(norm_of(norm, 2012, "2", "jong") == -1);
    /* Without the columns that a row asks for it is no row of the cell. */
    assert_false(ds_norm_find(norm, 2012, NULL, NULL, 0, &found));
    assert_true(ds_norm_find(norm, 2013, NULL, NULL, 0, &found) && found == 4.25);
    ds_definitions_free(d);
}

/* One list for several indicators: rows of others are not read, but their names are kept. */
static void test_definition_norm__of_several_indicators(void **state) {
    const ds_text keys[] = {ds_text_of("2")};
    const char *names[] = {"niveau"};
    ds_definitions *d = NULL;
    const ds_norm *norm;
    const ds_norm_row *row;
    ds_error err;
    (void)state;
    assert_int_equal(read_with("indicator,niveau,voldoende,hoog,minimum_noemer,bron\n"
                               "b,2,veel,,,\na,2,67.5,,30,keuze\n",
                               &d, &err),
                     DS_OK);
    norm = ds_definitions_at(d, 0)->norm;
    assert_int_equal(norm->n_rows, 1);
    assert_int_equal(norm->n_named, 2);
    assert_string_equal(norm->named[0].indicator, "b");
    assert_int_equal(norm->named[1].line, 3);
    assert_int_equal(norm->named[1].column, 1);
    row = ds_norm_find_row(norm, 2020, names, keys, 1);
    assert_non_null(row);
    assert_true(row->norm == 67.5 && isnan(row->high) && row->minimum == 30);
    ds_definitions_free(d);
}

static void test_definition_norm__what_is_wrong(void **state) {
    static const struct {
        const char *text, *says;
        uint64_t line;
    } wrong[] = {{"niveau,vanaf\n1,2012\n", "de kolom norm ontbreekt", 1},
                 {"niveau,norm\n1,veel\n", "verwachtte een getal", 2},
                 {"vanaf,norm\n12,3\n", "verwachtte het jaar", 2},
                 {"norm,voldoende\n1,2\n", "twee keer", 1},
                 {"voldoende,hoog\n1,2\n", "hoog vraagt om better", 2},
                 {"norm,minimum_noemer\n1,\n1,-2\n", "van 0 of meer", 3}};
    ds_definitions *d = NULL;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(read_with(wrong[i].text, &d, &err), DS_INPUT);
        assert_non_null(strstr(err.nl, wrong[i].says));
        assert_int_equal(err.line, wrong[i].line);
        assert_non_null(strstr(err.file, "n.csv"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_norm__the_row_of_a_cell),
        cmocka_unit_test(test_definition_norm__of_several_indicators),
        cmocka_unit_test(test_definition_norm__what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
