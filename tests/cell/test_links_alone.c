/* tests/cell/test_links_alone.c: the publishing half begins at the cells and the definitions. This
 * program links only those two stages and what comes after the cells, and uses each; then it looks
 * at its own symbols for any of the register half. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/cell.h"
#include "doorstroom/definition.h"
#include "doorstroom/effect.h"
#include "doorstroom/stat.h"

static void test_links_alone__works(void **state) {
    static const char *const names[] = {"niveau"};
    ds_text key = ds_text_of("2");
    ds_measures m = {.teller = 1, .noemer = 4};
    ds_definitions *definitions = NULL;
    const ds_indicator *vsv = NULL;
    ds_cells *cells;
    char *text = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(
        ds_definitions_read(DS_SOURCE_DIR "/definitions/werkagenda.yaml", &definitions, &err),
        DS_OK);
    assert_int_equal(ds_definitions_find(definitions, "vsv", &vsv, &err), DS_OK);
    assert_int_equal(ds_definition_sql(definitions, vsv, NULL, NULL, 0, &text, &err), DS_OK);
    ds_free(text);
    cells = ds_cells_new(vsv->id, false, 1, names, 1);
    assert_non_null(cells);
    assert_int_equal(ds_cells_add(cells, 2022, &key, &m, &err), DS_OK);
    ds_cells_finish(cells);
    assert_int_equal(ds_cells_print_csv(cells, false, &text, &err), DS_OK);
    assert_string_equal(text, "vsv,2022,2,1,4,0,25\n");
    ds_free(text);
    ds_cells_free(cells);
    ds_definitions_free(definitions);
}

/* An effect from two groups of persons. */
static void test_links_alone__effect(void **state) {
    const ds_effect_options options = {.bandwidth = 1, .se = DS_EFFECT_SE_NONE, .n_workers = 1};
    ds_effect_sample *sample = ds_effect_sample_new(NULL, 0);
    ds_effect_result result;
    ds_error err;
    (void)state;
    assert_non_null(sample);
    for (int treated = 0; treated < 2; treated++)
        for (int outcome = 0; outcome < 2; outcome++) {
            const ds_effect_group group = {.treated = treated == 1,
                                           .outcome = outcome,
                                           .n = (uint64_t)(10 + 10 * treated * outcome)};
            assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
        }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const[]){sample}, 1, &options, &result, &err),
        DS_OK);
    assert_true(result.difference > 0.1666 && result.difference < 0.1667);
    ds_effect_sample_free(sample);
    ds_routes_free(NULL);
}

static void test_links_alone__has_nothing_of_the_register_half(void **state) {
    static const char *const forbidden[] = {"ds_import",  "ds_register_", "ds_generation_",
                                            "ds_career_", "ds_tally",     "ds_intake",
                                            "duckdb_"};
    char path[4096] = "", command[4200], line[1024];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    unsigned n_lines = 0;
    FILE *symbols;
    (void)state;
    if (size <= 0 || strchr(path, '\'') != NULL) skip();
    (void)snprintf(command, sizeof command, "nm '%s' 2>/dev/null", path);
    symbols = popen(command, "r");
    assert_non_null(symbols);
    while (fgets(line, sizeof line, symbols) != NULL) {
        n_lines += strstr(line, "ds_cells_") != NULL;
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
            if (strstr(line, forbidden[i]) != NULL) fail_msg("%s", line);
    }
    (void)pclose(symbols);
    if (n_lines == 0) skip(); /* no nm here */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links_alone__works),
        cmocka_unit_test(test_links_alone__effect),
        cmocka_unit_test(test_links_alone__has_nothing_of_the_register_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
