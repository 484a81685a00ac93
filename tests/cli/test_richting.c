/* tests/cli/test_richting.c: the direction of a programme of which a delivery says the code alone:
 * by the domain that codes/crebo.csv gives it, as assigned by hand; where nobody says it, unknown
 * and counted; and a list of the user's own adds what is missing (croho). */
#include "support/work_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

#define PERSON(who, crebo)                                                                         \
    "PER|" who "||2005-03-04|V\nISG|" who "||A|2024-08-01|2027-07-31||\n"                          \
    "ISP|" who "||A|2024-08-01|" crebo "|BOL|MBO-3|J|||||\n"

static void counts(const char *folder, const char *indicator, const char *row) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", indicator, "--by",
                                "soort", "--format", "csv", NULL);
    assert_int_equal(run.code, 0);
    if (strstr(run.out, row) == NULL) fail_msg("no %s in\n%s", row, run.out);
    ds_run_done(&run);
}

static void test_richting__by_domain(void **state) {
    char *folder = ds_test_folder();
    char *shipped;
    size_t size;
    ds_run run;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/RO_27DV_20240801_20250731.csv",
                                 "VLP|27DV|2024-08-01|2025-07-31|2025-08-01\n" PERSON("1", "25002")
                                     PERSON("2", "25655") PERSON("3", "99999")));
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,opleiding,persoon_soort\n"
                                 "4,2024,hbo,34013,bsn\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    counts(folder, "richting_onbekend", "richting_onbekend,2024,mbo,1,3,");
    counts(folder, "richting_onbekend", "richting_onbekend,2024,hbo,1,1,");
    counts(folder, "richting_hand", "richting_hand,2024,mbo,2,2,");
    assert_int_equal(
        ds_file_read(DS_SOURCE_DIR "/codes/richting.csv", 1 << 20, &shipped, &size, NULL), DS_OK);
    {
        char text[1 << 13];
        assert_true(size + 100 < sizeof text);
        (void)snprintf(text, sizeof text, "%shbo,opleiding,34013,techniek,,hand,eigen\n", shipped);
        ds_free(ds_test_write_string(folder, "codes/richting.csv", text));
    }
    counts(folder, "richting_onbekend", "richting_onbekend,2024,hbo,0,1,");
    ds_free(shipped);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_richting__by_domain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
