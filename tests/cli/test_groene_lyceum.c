/* tests/cli/test_groene_lyceum.c: the evaluation without Het Groene Lyceum: not available with an
 * empty list, said in every form, and never a copy of the one with all schools; in a made register
 * there is a list, and it is the one with all schools but those. */
#include "support/work_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"

#define HEADER "instelling,vestiging,vanaf,tot,toelichting\n"

static char *made(void) {
    char *folder = ds_test_folder();
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", "20000", NULL);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    assert_int_equal(setenv("COLUMNS", "300", 1), 0);
    return folder;
}

static ds_run effect_of(const char *folder, const char *evaluation, const char *lang,
                        const char *format) {
    ds_run run =
        ds_run_program(DS_PROGRAM, NULL, "effect", folder, "--evaluation", evaluation, "--outcome",
                       "vsv", "--se", "none", "--lang", lang, "--format", format, NULL);
    assert_int_equal(run.code, 0);
    return run;
}

static json_t *blocks_of(const char *folder, const char *evaluation) {
    ds_run run = effect_of(folder, evaluation, "nl", "json");
    json_t *all = json_loads(run.out, 0, NULL);
    assert_non_null(all);
    ds_run_done(&run);
    return all;
}

static const json_t *first_row(const json_t *blocks) {
    const json_t *row = json_array_get(json_object_get(json_array_get(blocks, 0), "uitkomsten"), 0);
    assert_non_null(row);
    return row;
}

static void test_groene_lyceum__empty(void **state) {
    static const char *const fields[] = {"n_behandeld", "n_controle",        "behandeld",
                                         "verschil",    "uitkomst_onbekend", "exact_verschil"};
    char *folder = made();
    json_t *blocks;
    const json_t *row, *notes;
    ds_run run;
    (void)state;
    ds_free(ds_test_write_string(folder, "codes/groene_lyceum.csv", HEADER));
    blocks = blocks_of(folder, "technologie_zonder_hgl");
    row = first_row(blocks);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char name[80];
        (void)snprintf(name, sizeof name, "%s_staat", fields[i]);
        assert_true(json_is_null(json_object_get(row, fields[i])));
        assert_string_equal(json_string_value(json_object_get(row, name)), "niet_beschikbaar");
    }
    notes = json_object_get(json_array_get(blocks, 0), "opmerkingen");
    assert_int_equal(json_array_size(notes), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(notes, 0), "code")),
                        "niet_beschikbaar");
    json_decref(blocks);
    run = effect_of(folder, "technologie_zonder_hgl", "nl", "csv");
    assert_non_null(strstr(run.out, "\ntechnologie_zonder_hgl,vsv,1,,,,,,,,,,,"));
    assert_non_null(strstr(run.err, "codes/groene_lyceum.csv is leeg"));
    assert_null(strstr(run.err, "niemand deed mee"));
    ds_run_done(&run);
    run = effect_of(folder, "technologie_zonder_hgl", "en", "table");
    assert_non_null(strstr(run.out, "not available: codes/groene_lyceum.csv is empty"));
    assert_null(strstr(run.out, "0 took part"));
    ds_run_done(&run);
    blocks = blocks_of(folder, "technologie"); /* has nothing to do with the list */
    assert_true(json_is_integer(json_object_get(first_row(blocks), "n_behandeld")));
    json_decref(blocks);
    ds_test_folder_remove(folder);
}

static void test_groene_lyceum__of_a_made_register(void **state) {
    char *folder = made(), *list = ds_work_read(folder, "codes/groene_lyceum.csv", NULL);
    json_t *all, *without;
    json_int_t treated[2], controls[2];
    (void)state;
    assert_true(strncmp(list, HEADER, strlen(HEADER)) == 0);
    assert_non_null(strstr(list, ",,,,verzonnen\n"));
    all = blocks_of(folder, "technologie");
    without = blocks_of(folder, "technologie_zonder_hgl");
    treated[0] = json_integer_value(json_object_get(first_row(all), "n_behandeld"));
    treated[1] = json_integer_value(json_object_get(first_row(without), "n_behandeld"));
    controls[1] = json_integer_value(json_object_get(first_row(without), "n_controle"));
    controls[0] = json_integer_value(json_object_get(first_row(all), "n_controle"));
    assert_true(treated[1] > 0 && treated[1] < treated[0]);
    assert_true(controls[1] > 0 && controls[0] > 0);
    assert_null(json_object_get(first_row(without), "n_behandeld_staat"));
    json_decref(all);
    json_decref(without);
    ds_free(list);
    ds_test_folder_remove(folder);
}

/* A list of one's own stays. */
static void test_groene_lyceum__own_list_stays(void **state) {
    char *folder = ds_test_folder(), *list;
    ds_run run;
    (void)state;
    ds_free(ds_test_write_string(folder, "codes/groene_lyceum.csv", HEADER "01AA,,,,eigen\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", "200", NULL);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    list = ds_work_read(folder, "codes/groene_lyceum.csv", NULL);
    assert_string_equal(list, HEADER "01AA,,,,eigen\n");
    ds_free(list);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groene_lyceum__empty),
        cmocka_unit_test(test_groene_lyceum__of_a_made_register),
        cmocka_unit_test(test_groene_lyceum__own_list_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
