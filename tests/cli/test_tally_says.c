/* tests/cli/test_tally_says.c: what tally says beside its cells: that they are internal, always;
 * and that a register of one institution takes who went to another for a leaver. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/in_folder.h"
#include "support/work_run.h"

static const char internal[] = "intern: deze cellen kunnen één persoon zijn";
static const char single[] = "alleen leveringen van 27DV";

/* Imports, tallies in every form, and looks for both. */
static void tally_says(bool of_one) {
    static const char *const forms[] = {"table", "csv", "json"};
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("import: %d %s", run.code, run.err);
    ds_run_done(&run);
    for (size_t i = 0; i < 3; i++) {
        run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "vsv", "--format",
                             forms[i], NULL);
        if (run.code != 0) fail_msg("tally: %d %s", run.code, run.err);
        if (strstr(run.err, internal) == NULL) fail_msg("%s: %s", forms[i], run.err);
        assert_int_equal(strstr(run.err, single) != NULL, of_one);
        assert_null(strstr(run.out, internal));
        ds_run_done(&run);
    }
}

static void test_tally_says__internal(void **state) {
    (void)state;
    ds_work_deliver(folder);
    tally_says(false);
}

static void test_tally_says__of_one_institution(void **state) {
    static const char delivery[] = "VLP|27DV|2024-07-31|2026-03-24|2026-03-25\n"
                                   "PER|000000012||2005-03-01|V\n"
                                   "ISG|000000012||A|2024-08-01|2027-07-31||\n"
                                   "ISP|000000012||A|2024-08-01|25748|BOL||J||100A501|101X591||\n"
                                   "SLR|1|1|1|0|0|0|0|0|0\n";
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/RO_27DV_20240731_20260324.csv", delivery));
    tally_says(true);
}

/* What is missing in the deliveries goes with each file that leaves the screen: who gets it has no
 * standard error. (xlsx: document_test_xlsx.) */
static void test_tally_says__what_is_missing_in_each_file(void **state) {
    static const char *const endings[] = {"txt", "json", "html", "dta", "sav"};
    static const char missing[] = "diploma's zijn niet geleverd van",
                      escaped[] = "diploma&#39;s zijn niet geleverd van";
    ds_run run;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,niveau,leeftijd\n1,2022,mbo,2,17\n"
                                 "1,2023,mbo,2,18\n2,2022,mbo,2,17\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[DS_PATH_SIZE], *data;
        size_t size;
        ds_error err;
        (void)snprintf(name, sizeof name, "%s/uit.%s", folder, endings[i]);
        run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "switch", "--out",
                             name, NULL);
        if (run.code != 0) fail_msg("%s: %s", name, run.err);
        assert_non_null(strstr(run.err, missing));
        ds_run_done(&run);
        assert_int_equal(ds_file_read(name, 1 << 22, &data, &size, &err), DS_OK);
        if (memmem(data, size, missing, strlen(missing)) == NULL &&
            memmem(data, size, escaped, strlen(escaped)) == NULL)
            fail_msg("not in %s", name);
        ds_free(data);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tally_says__internal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tally_says__of_one_institution, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tally_says__what_is_missing_in_each_file, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
