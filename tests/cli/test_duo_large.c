/* tests/cli/test_duo_large.c: an RO of a million lines through the real program: in seconds, and in
 * memory that its persons and enrolments ask for, not its lines. */
#include <sys/resource.h>

#include "cli/work_help.h"

enum { LINES = 1000000, PERSONS = 20000, PER_PERSON = LINES / PERSONS };
enum { SECONDS_MAX = 60, MEMORY_MAX_KIB = 200 << 10 };
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

/* Of each person one PER, one ISG, one ISP, one DIP; the rest BPV and GEO, which are counted. */
static void write_person(FILE *file, int who) {
    (void)fprintf(file, "PER|%09d||2005-03-%02d|V\n", who, who % 28 + 1);
    (void)fprintf(file, "ISG|%09d||A|2024-08-01|2027-07-31|%s|\n", who,
                  who % 4 == 0 ? "2025-03-01" : "");
    (void)fprintf(file, "ISP|%09d||A|2024-08-01|25748|BOL||J||100A501|101X591||\n", who);
    for (int i = 4; i < PER_PERSON; i += 2)
        (void)fprintf(file,
                      "BPV|%09d||A|%d|2024-08-01|2024-08-01|2025-07-31||850|100018965|25748|\n",
                      who, i);
    (void)fprintf(file, "DIP|%09d||%d|25297|2025-06-01||J|A|100A501\n", who, who);
    for (int i = 5; i < PER_PERSON; i += 2)
        (void)fprintf(file, "GEO|%09d||%d|25297|%d|3005||6||74||51||A|100A501\n", who, who, i);
}

static void write_delivery(void) {
    char path[DS_PATH_SIZE];
    FILE *file;
    ds_free(ds_test_write_string(folder, "leveringen/RO_27DV_20240731_20260324.csv", ""));
    (void)snprintf(path, sizeof path, "%s/leveringen/RO_27DV_20240731_20260324.csv", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    (void)fprintf(file, "VLP|27DV|2024-07-31|2026-03-24|2026-03-25\n");
    for (int who = 1; who <= PERSONS; who++)
        write_person(file, who);
    (void)fprintf(file, "SLR|%d|%d|%d|0|%d|%d|0|%d|0\n", PERSONS, PERSONS, PERSONS,
                  PERSONS * (PER_PERSON - 4) / 2, PERSONS, PERSONS * (PER_PERSON - 4) / 2);
    assert_int_equal(fclose(file), 0);
}

/* Enrolled on 1 October 2024 all, on 1 October 2025 but for a quarter. */
static void test_duo_large__a_million_lines(void **state) {
    struct rusage used;
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    write_delivery();
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, "--format", "json", NULL);
    if (run.code != 0) fail_msg("import: %d %s", run.code, run.err);
    assert_non_null(strstr(run.out, "\"gelezen\": 1000002,"));
    assert_non_null(strstr(run.out, "\"afgekeurd\": 0,"));
    assert_non_null(strstr(run.out, "\"inschrijvingen\": 35000,"));
    assert_non_null(strstr(run.out, "\"diplomas\": 20000,"));
    assert_non_null(strstr(run.out, "\"personen\": 20000,"));
    assert_null(strstr(run.out, "slr_aantal"));
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &used), 0);
    /* of the processor: what else the machine does says nothing of the program */
    assert_true(used.ru_utime.tv_sec + used.ru_stime.tv_sec < SECONDS_MAX);
#ifndef SANITIZED
    if (used.ru_maxrss > MEMORY_MAX_KIB) fail_msg("%ld KiB", used.ru_maxrss);
#endif
    ds_run_done(&run);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_duo_large__a_million_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
